"""The arithmetic of an article, done again: does it hold, and what follows from what is printed.

A printed number stands for an interval: 0.3 billion is anything from 0.25 to 0.35 billion. Every
check carries that interval through its formula, and two figures agree where their intervals meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from equalterms.audit.bases import bases, conversions
from equalterms.audit.figures import Range, printed
from equalterms.audit.growth import exchange, growth, pace
from equalterms.audit.parts import heads, ranks, ratios, samples, shares, sums
from equalterms.audit.story import conflicts, days
from equalterms.audit.told import alternatives, anaphora, apart, comparisons, equal, left, restated, votes
from equalterms.model import Check
from equalterms.press import Reading

__all__ = ["RULES", "Range", "checks", "printed"]

RULES: tuple[Callable[[Reading], Iterator[Check]], ...] = (
    exchange,
    growth,
    pace,
    bases,
    conversions,
    ranks,
    ratios,
    shares,
    sums,
    heads,
    samples,
    days,
    conflicts,
    equal,
    left,
    alternatives,
    votes,
    anaphora,
    restated,
    comparisons,
    apart,
)


def checks(reading: Reading) -> tuple[Check, ...]:
    """Every check that the claims of an article allow, each with its formula and its verdict."""
    return tuple(check for rule in RULES for check in rule(reading))
