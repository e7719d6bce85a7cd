"""Pace: how fast a value must move to reach a target, and how fast it has moved.

A member takes two values and the years between them and gives a change per year.
"""

from __future__ import annotations

from typing import Protocol

from equalterms.family import Family


class Pace(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, start: float, end: float, years: float, /) -> float: ...


pace: Family[Pace] = Family("pace", "the change per year from one value to another")


@pace
def linear(start: float, end: float, years: float) -> float:
    """The same step every year, in the measure of the value.

    Formula: (end - start) / years.

    Source: SDSN (2018), SDG Index and Dashboards, method of the trend arrows.
    """
    return (end - start) / _span(years)


@pace
def cagr(start: float, end: float, years: float) -> float:
    """The same growth every year, as a share (0.1 is 10% a year). Needs values above 0.

    Formula: (end / start)^(1 / years) - 1.

    Source: UN Statistics Division (2022), SDG Progress Chart, technical note.
    """
    if start <= 0 or end <= 0:
        raise ValueError("is undefined for a value of 0 or below")
    return float((end / start) ** (1 / _span(years)) - 1)


def _span(years: float) -> float:
    if years <= 0:
        raise ValueError("needs a target after its baseline")
    return years
