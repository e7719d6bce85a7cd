"""Facts: what is known of units, with the evidence that each carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from equalterms.model.values import value

STATUSES = {
    "A": "normal",
    "E": "estimated",
    "I": "imputed",
    "P": "provisional",
    "B": "break in series",
    "M": "missing",
}


@value(frozen=True, slots=True)
class Source:
    """Where figures come from. `licence` is mandatory: what may be shipped depends on it."""

    id: str
    title: str
    licence: str
    url: str = ""
    publisher: str = ""
    citation: str = ""
    retrieved: str = ""
    note: str = ""


@value(frozen=True, slots=True)
class Evidence:
    """The source of a fact, the place in it, and its words (verbatim, or empty for a table's cell)."""

    source: str
    where: str = ""
    quote: str = ""


@value(frozen=True, slots=True)
class Unit:
    """A country or any other thing that is ranked, with the groups it belongs to."""

    code: str
    name: str
    groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@value(frozen=True, slots=True)
class Observation:
    """One value of one indicator for one unit at one time."""

    unit: str
    indicator: str
    time: str
    value: float | None
    status: str = "A"
    measure: str = ""
    evidence: Evidence = Evidence("")


@value(frozen=True, slots=True)
class Target:
    """A value that a unit has said it will reach by a time, with the baseline it is measured from.

    `milestones` are times and values on the way. `series` is the indicator that it is measured by, where that
    is not `indicator`; for money that adds up it is what was paid, and `budgeted` and `pledged` name the series
    that stand beside it and are never judged. `prices` is the price base of an amount, `tolerance` how far a
    value to be kept may stray, `superseded` when another version took its place, `legal` the words of a law.
    """

    unit: str
    indicator: str
    value: float | None
    time: str
    direction: int
    measure: str = ""
    kind: str = "level"
    baseline: float | None = None
    baseline_time: str = ""
    announced: str = ""
    note: str = ""
    evidence: Evidence = Evidence("")
    milestones: tuple[tuple[str, float], ...] = ()
    superseded: str = ""
    legal: str = ""
    series: str = ""
    budgeted: str = ""
    pledged: str = ""
    prices: str = ""
    tolerance: float | None = None

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes two rows versions of one target: unit, indicator, measure, price base and time."""
        return self.unit, self.indicator, self.measure, self.prices, self.time


@value(frozen=True, slots=True)
class Tie:
    """What two units have together of one kind, counted from `since` to the end of `time` (empty: in `time`)."""

    a: str
    b: str
    kind: str
    time: str
    value: float
    evidence: Evidence = Evidence("")
    since: str = ""


@value(frozen=True, slots=True)
class Member:
    """A unit's place in a bloc from a date to a date (empty: open), with its status.

    `contested` says what is disputed or not known of it; empty where nothing is.
    """

    bloc: str
    unit: str
    since: str
    until: str = ""
    status: str = "member"
    note: str = ""
    evidence: Evidence = Evidence("")
    contested: str = ""


@value(frozen=True, slots=True)
class Event:
    """Who did what to whom: a PLOVER class with its CAMEO code, date, modality and polarity."""

    kind: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    time: str = ""
    cameo: str = ""
    modality: str = "asserted"
    polarity: str = "positive"
    evidence: Evidence = Evidence("")


Fact = Observation | Target | Tie | Member | Event
