"""What several pages say in the same words."""

from __future__ import annotations

import math
from collections.abc import Iterable

from equalterms.model import Study
from equalterms.page import Note


def foot(study: Study) -> str:
    """The line at the foot of a page: the study, its time, its licence, its hash."""
    return f"{study.title}. Time {study.time}. Licence: {study.licence}. Study {study.name}, SHA-256 {study.hash[:16]}."


def digits(scores: Iterable[float | None]) -> int:
    """The decimals that tell scores apart: 2 for scores to 100, 3 for scores to 1."""
    most = max((abs(score) for score in scores if score is not None), default=1.0)
    return max(2, 2 - math.floor(math.log10(most))) if most > 0 else 2


def aged(time: str, now: int) -> str:
    """A time with its age at the study's time, where it is of an earlier year: `2021 (3 years old)`."""
    years = now - int(time[:4]) if time[:4].isdigit() else 0
    return f"{time} ({years} year{'s' * (years != 1)} old)" if years > 0 else time


def settings_note(study: Study) -> list[Note]:
    """The what-ifs that made the study, if any: a reader must not take them for the study itself."""
    if not study.settings:
        return []
    said = ", ".join(f"{key}={value}" for key, value in study.settings)
    return [Note(f"This is a what-if: {said}", "warn")]
