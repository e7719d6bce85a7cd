"""What several pages say in the same words."""

from __future__ import annotations

import math
from collections.abc import Iterable

from equalterms.model import Study
from equalterms.page import Note
from equalterms.said import counted, said


def foot(study: Study) -> str:
    """The line at the foot of a page: the study, its time, its licence, its hash."""
    return said(
        "{study}. Time {time}. Licence: {licence}. Study {name}, SHA-256 {hash}.",
        study=study.title,
        time=study.time,
        licence=study.licence,
        name=study.name,
        hash=study.hash[:16],
    )


def digits(scores: Iterable[float | None]) -> int:
    """The decimals that tell scores apart: 2 for scores to 100, 3 for scores to 1."""
    most = max((abs(score) for score in scores if score is not None), default=1.0)
    return max(2, 2 - math.floor(math.log10(most))) if most > 0 else 2


def aged(time: str, now: int) -> str:
    """A time with its age at the study's time, where it is of an earlier year: `2021 (3 years old)`."""
    years = now - int(time[:4]) if time[:4].isdigit() else 0
    if years <= 0:
        return time
    return counted("{time} ({n} year old)", "{time} ({n} years old)", n=years, time=time)


def settings_note(study: Study) -> list[Note]:
    """The what-ifs that made the study, if any: a reader must not take them for the study itself."""
    if not study.settings:
        return []
    changes = tuple(f"{key}={value}" for key, value in study.settings)
    return [Note(said("This is a what-if: {changes}", changes=changes), "warn")]
