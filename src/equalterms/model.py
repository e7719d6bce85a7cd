"""What a study is made of: data that cannot load, save, draw or compute itself.

Codes of units are ISO 3166 alpha-3 for countries. `measure` is the unit of measure; `unit` never is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Union

import numpy as np
import polars as pl
from numpy.typing import NDArray

from equalterms.errors import StudyError

Floats = NDArray[np.float64]
NOTHING: Mapping[str, object] = MappingProxyType({})

STATUSES = {
    "A": "normal",
    "E": "estimated",
    "I": "imputed",
    "P": "provisional",
    "B": "break in series",
    "M": "missing",
}


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """The source of a fact, the place in it, and its words (verbatim, or empty for a table's cell)."""

    source: str
    where: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A country or any other thing that is ranked, with the groups it belongs to."""

    code: str
    name: str
    groups: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of one indicator for one unit at one time."""

    unit: str
    indicator: str
    time: str
    value: float | None
    status: str = "A"
    measure: str = ""
    evidence: Evidence = Evidence("")


@dataclass(frozen=True, slots=True)
class Target:
    """A value that a unit has said it will reach by a time, with the baseline it is measured from."""

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


@dataclass(frozen=True, slots=True)
class Tie:
    """How strongly two units are tied in one respect at one time."""

    a: str
    b: str
    kind: str
    time: str
    value: float
    evidence: Evidence = Evidence("")


@dataclass(frozen=True, slots=True)
class Member:
    """A unit's place in a bloc from a date to a date (empty: open), with its status."""

    bloc: str
    unit: str
    since: str
    until: str = ""
    status: str = "member"
    note: str = ""
    evidence: Evidence = Evidence("")


@dataclass(frozen=True, slots=True)
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


Fact = Union[Observation, Target, Tie, Member, Event]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article: code-point offsets, end exclusive, and the words there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says so: the speaker or document, how we know, and in which words."""

    name: str
    kind: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Converted:
    """The same amount in a second currency, as the article gives it in brackets."""

    span: Span
    value: float
    measure: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of an article that could become a fact: it wraps that fact (`says`).

    To accept a claim is to unwrap it. The other fields say how the article words it:
    what kind of figure, where it stands, who says so, and whether it is asserted, planned or denied.
    """

    id: str
    kind: str
    span: Span
    sentence: Span
    says: Fact
    subject: str = ""
    subject_code: str | None = None
    indicator: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    measure: str = ""
    comparator: str = "eq"
    role: str = "current"
    time: str | None = None
    deadline: bool = False
    time_inferred: bool = False
    baseline: str | None = None
    converted: Converted | None = None
    rank_of: float | None = None
    fraction: str | None = None
    per: str | None = None
    scope: str | None = None
    modality: str = "asserted"
    polarity: str = "positive"
    attribution: Attribution | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """The arithmetic of claims tested: inputs, formula, answer, interval of rounding, verdict."""

    kind: str
    inputs: tuple[str, ...]
    formula: str
    answer: float | str | bool | tuple[float, ...] | None
    verdict: str
    measure: str = ""
    interval: tuple[float, float] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """A text as it was given, with what is printed on it. Offsets always lead into `text`."""

    id: str
    text: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    date_basis: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Step:
    """One choice of method: the name of a family's member and its options."""

    name: str
    options: Mapping[str, object] = NOTHING

    def __str__(self) -> str:
        inside = ", ".join(f"{key}={_written(value)}" for key, value in self.options.items())
        return f"{self.name}({inside})" if inside else self.name


def _written(value: object) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf of the tree, or a series beside it (`parent` is None), such as a denominator.

    `direction` is +1 where more is better, -1 where less is. `goalposts` are the values that
    count as worst and best. A step that stands here overrides the recipe's.
    """

    id: str
    parent: str | None
    name: str
    measure: str
    direction: int
    weight: float = 1.0
    goalposts: tuple[float, float] | None = None
    denominator: str = ""
    max_age: int | None = None
    fill: Step | None = None
    treat: Step | None = None
    normalise: Step | None = None
    definition: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Pillar:
    """A node with nodes below it; the index is the pillar at the root (its `parent` is empty).

    A pillar without `weight` weighs what its children weigh together. `normalise` here rescales
    the pillar's aggregated scores over the units. `needs` is the least share of its children's
    weight that must be present for a score.
    """

    id: str
    parent: str
    name: str
    weight: float | None = None
    aggregate: Step | None = None
    normalise: Step | None = None
    needs: float | None = None
    definition: str = ""


Node = Union[Indicator, Pillar]


@dataclass(frozen=True, slots=True)
class Recipe:
    """The study's general choices; what stands on a node goes before them."""

    fill: Step = Step("none")
    treat: Step = Step("none")
    normalise: Step = Step("minmax")
    aggregate: Step = Step("arithmetic")
    needs: float = 0.0
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class Variation:
    """One entry of the study's `vary`: what Monte Carlo may choose otherwise, and how."""

    key: str
    options: Mapping[str, object]


class Observations:
    """All values of a study as columns: a Polars frame behind three questions.

    The frame's columns are unit, indicator, time (as written), when (years, the end of the
    period: 2024-06 is 2024.5), value, status, source, where, quote, row (the line in its file).
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def at(self, time: int) -> pl.DataFrame:
        """The latest value of each unit and indicator at the end of the year `time`, gaps left out."""
        known = self.frame.filter((pl.col("when") <= time + 1) & pl.col("value").is_not_null())
        return known.sort("when", maintain_order=True).unique(
            ["unit", "indicator"], keep="last", maintain_order=True
        )

    def matrix(
        self, units: Sequence[str], indicators: Sequence[str], time: int
    ) -> tuple[Floats, Floats, pl.DataFrame]:
        """Values and their times (units x indicators; NaN is a gap), and the rows they come from.

        The frame has the columns `u` and `i`: the place of each row in the matrices.
        """
        rows = (
            self.at(time)
            .with_columns(
                pl.col("unit").replace_strict(_places(units), default=None, return_dtype=pl.Int64).alias("u"),
                pl.col("indicator")
                .replace_strict(_places(indicators), default=None, return_dtype=pl.Int64)
                .alias("i"),
            )
            .filter(pl.col("u").is_not_null() & pl.col("i").is_not_null())
        )
        values = np.full((len(units), len(indicators)), np.nan)
        when = np.full_like(values, np.nan)
        place = (rows["u"].to_numpy(), rows["i"].to_numpy())
        values[place] = rows["value"].to_numpy()
        when[place] = rows["when"].to_numpy()
        return values, when, rows

    def rows(self, unit: str | None = None, indicator: str | None = None) -> pl.DataFrame:
        """Every row of a unit, of an indicator or of both, oldest first."""
        keep = pl.lit(True)
        if unit is not None:
            keep = keep & (pl.col("unit") == unit)
        if indicator is not None:
            keep = keep & (pl.col("indicator") == indicator)
        return self.frame.filter(keep).sort("when", maintain_order=True)


def _places(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


@dataclass(frozen=True, slots=True)
class Study:
    """Everything a table is made from. Frozen: a what-if gives another study.

    `nodes` stand in the order of the tree, parents before children. `units` are the ranked units.
    `hash` is the SHA-256 of the folder's files; `settings` are the what-ifs that made this study.
    """

    name: str
    title: str
    time: int
    nodes: tuple[Node, ...]
    units: tuple[Unit, ...]
    observations: Observations
    sources: Mapping[str, Source]
    recipe: Recipe = Recipe()
    vary: tuple[Variation, ...] = ()
    targets: tuple[Target, ...] = ()
    ties: tuple[Tie, ...] = ()
    members: tuple[Member, ...] = ()
    articles: tuple[Article, ...] = ()
    notes: tuple[str, ...] = ()
    licence: str = ""
    hash: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The id of the index: the pillar that has no parent."""
        return next(node.id for node in self.nodes if isinstance(node, Pillar) and not node.parent)

    @property
    def pillars(self) -> tuple[Pillar, ...]:
        """The nodes that have nodes below them, parents first."""
        return tuple(node for node in self.nodes if isinstance(node, Pillar))

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The leaves of the tree, in its order; series beside the tree are not among them."""
        return tuple(node for node in self.nodes if isinstance(node, Indicator) and node.parent is not None)

    @property
    def series(self) -> tuple[Indicator, ...]:
        """The series that stand beside the tree: denominators, published ranks, context."""
        return tuple(node for node in self.nodes if isinstance(node, Indicator) and node.parent is None)

    def node(self, id: str) -> Node:
        """The node called `id`; a StudyError that lists the nearest names where there is none."""
        for node in self.nodes:
            if node.id == id:
                return node
        from equalterms.errors import nearest

        raise StudyError(
            f"no indicator or pillar is called {id!r}", self.name, nearest(id, [node.id for node in self.nodes])
        )

    def children(self, id: str) -> tuple[Node, ...]:
        """The nodes right below `id`, in the order of the tree."""
        return tuple(node for node in self.nodes if node.parent == id)
