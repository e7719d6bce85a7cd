"""The tree of indicators and the recipe by which it becomes scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Step:
    """One choice of method: the name of a family's member and its options."""

    name: str
    options: Mapping[str, object] = field(default_factory=lambda: NOTHING)

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
    count as worst and best, `target` is the value to reach. A value
    counts per `per` units of measure of the series `denominator`. A step that stands here overrides the recipe's.
    `pool` is the rule by which a bloc's value comes from its members'.
    """

    id: str
    parent: str | None
    name: str
    measure: str
    direction: int
    weight: float = 1.0
    goalposts: tuple[float, float] | None = None
    target: float | None = None
    denominator: str = ""
    per: float = 1.0
    max_age: int | None = None
    fill: Step | None = None
    treat: Step | None = None
    normalise: Step | None = None
    pool: Step | None = None
    definition: str = ""
    source: str = ""

    @property
    def divisor(self) -> str:
        """The denominator as it is written: `gdp`, or `population / 1000000`."""
        return self.denominator + ("" if self.per == 1 else f" / {self.per:.15g}")


@dataclass(frozen=True, slots=True)
class Pillar:
    """A node with nodes below it; the index is the pillar at the root (its `parent` is empty).

    A pillar without `weight` weighs what its children weigh together. `weigh` gives its children
    weights by a method in place of the stated ones. `normalise` here rescales
    the pillar's aggregated scores over the units. `needs` is the least share of its children's
    weight that must be present for a score.
    """

    id: str
    parent: str
    name: str
    weight: float | None = None
    weigh: Step | None = None
    aggregate: Step | None = None
    normalise: Step | None = None
    needs: float | None = None
    definition: str = ""


Node = Indicator | Pillar


@dataclass(frozen=True, slots=True)
class Comparison:
    """A judgement: within `pillar`, child `a` counts `times` as much as child `b`. `who` judged, if it is said."""

    pillar: str
    a: str
    b: str
    times: float
    who: str = ""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The study's general choices; what stands on a node goes before them."""

    screen: Step = Step("none")
    fill: Step = Step("none")
    treat: Step = Step("none")
    normalise: Step = Step("minmax")
    weigh: Step = Step("given")
    aggregate: Step = Step("arithmetic")
    needs: float = 0.0
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class Variation:
    """One entry of the study's `vary`: what Monte Carlo may choose otherwise, and how."""

    key: str
    options: Mapping[str, object]
