"""Equal Terms: a study goes in, a table comes out, and every number can be asked why.

The face of the house: a few verbs, each of them `Study -> Study` or `Study -> result`.
What is heavy is imported when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from equalterms.audit import checks
    from equalterms.errors import StudyError
    from equalterms.files import check, load
    from equalterms.model import Article, Study
    from equalterms.press import read
    from equalterms.progress import progress
    from equalterms.reasons import why
    from equalterms.robust import robustness, standings
    from equalterms.scores import score
    from equalterms.variations import what_if

__version__ = "0.1.0"
__all__ = [
    "Article",
    "Study",
    "StudyError",
    "check",
    "checks",
    "load",
    "progress",
    "read",
    "robustness",
    "score",
    "standings",
    "what_if",
    "why",
]

_ROOMS = {
    "Article": "model",
    "Study": "model",
    "StudyError": "errors",
    "check": "files",
    "checks": "audit",
    "load": "files",
    "progress": "progress",
    "read": "press",
    "robustness": "robust",
    "score": "scores",
    "standings": "robust",
    "what_if": "variations",
    "why": "reasons",
}


def __getattr__(name: str) -> object:
    if name not in _ROOMS:
        raise AttributeError(f"equalterms has no {name!r}")
    return getattr(import_module(f"equalterms.{_ROOMS[name]}"), name)
