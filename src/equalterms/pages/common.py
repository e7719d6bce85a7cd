"""What several pages say in the same words."""

from __future__ import annotations

from equalterms.model import Study
from equalterms.page import Note


def foot(study: Study) -> str:
    """The line at the foot of a page: the study, its time, its licence, its hash."""
    return f"{study.title}. Time {study.time}. Licence: {study.licence}. Study {study.name}, SHA-256 {study.hash[:16]}."


def settings_note(study: Study) -> list[Note]:
    """The what-ifs that made the study, if any: a reader must not take them for the study itself."""
    if not study.settings:
        return []
    said = ", ".join(f"{key}={value}" for key, value in study.settings)
    return [Note(f"This is a what-if: {said}", "warn")]
