"""The family `vary`: what robustness may choose otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Protocol

from equalterms.errors import StudyError
from equalterms.family import Family
from equalterms.model import Study
from equalterms.variations.factor import Factor


class Vary(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, study: Study, /) -> tuple[Factor, ...]: ...


vary: Family[Vary] = Family("vary", "what robustness may choose otherwise")


def entries(study: Study) -> tuple[tuple[Factor, ...], ...]:
    """The factors of each entry of the study's `vary`; a StudyError where two entries set the same thing."""
    found = []
    for variation in study.vary:
        member: Callable[..., tuple[Factor, ...]] = vary[variation.key]
        found.append(member(study, **variation.options))
    set_by = [{key for factor in made for key in _keys(factor)} for made in found]
    twice = [key for key, count in Counter(key for keys in set_by for key in keys).items() if count > 1]
    if twice:
        raise StudyError(
            f"two entries of vary set {twice[0]}: one would undo the other", study.name, "keep one of them"
        )
    return tuple(found)


def factors(study: Study) -> tuple[Factor, ...]:
    """Everything that the study's `vary` lets chance set, in its order."""
    return tuple(factor for made in entries(study) for factor in made)


def _keys(factor: Factor) -> tuple[str, ...]:
    """What a factor sets; several may leave something out."""
    if factor.key == "drop":
        return ()
    return tuple(f"weight.{id}" for id in factor.nodes) or (factor.key,)
