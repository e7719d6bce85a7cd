"""The best and the worst rank that any admissible weights give each unit: proven, not sampled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from equalterms.methods.arrays import Floats
from equalterms.methods.programs import draws
from equalterms.methods.programs_ranks import rank_limits
from equalterms.model import Study
from equalterms.robust.weighting import Ground, ground
from equalterms.scores import number, whole

_TRIED = 1000
_SAID = {
    "noise": "each stated weight less or plus {noise:.0%} of it, then divided by their sum",
    "free": "any weights",
    "order": "any weights that keep the stated order",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """The ranks of a unit: stated, best and worst.

    `best_weights` and `worst_weights` give these ranks, so they are reached; `best_limit` and `worst_limit` are ranks
    that no admissible weights pass. Where they are the same the bounds are `exact`.
    """

    unit: str
    name: str
    score: float | None
    rank: int | None
    best: int | None
    worst: int | None
    best_limit: int | None
    worst_limit: int | None
    exact: bool
    best_weights: Mapping[str, float]
    worst_weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The rank bounds of all units at a node, best stated rank first, and over which weights."""

    study: Study
    node: str
    over: str
    noise: float
    leaves: bool
    rows: tuple[Bound, ...]

    @property
    def weights(self) -> str:
        """The admissible weights in words."""
        return _SAID[self.over].format(noise=self.noise)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Units whose bounds are not proven to meet."""
        loose = [row.unit for row in self.rows if row.rank is not None and not row.exact]
        if not loose:
            return ()
        told = f"{len(loose)} of {len(self.rows)} units have a bound that is open between two ranks "
        told += "(gaps, or a search cut short): "
        return (told + ", ".join(loose[:10]) + (" ..." if len(loose) > 10 else ""),)

    def of(self, unit: str) -> Bound:
        """The row of a unit."""
        return next(row for row in self.rows if row.unit == unit)

    def to_json(self) -> dict[str, object]:
        """The bounds as a JSON object."""
        rows = [asdict(row) for row in self.rows]
        return {"node": self.node, "over": self.over, "noise": self.noise, "leaves": self.leaves, "units": rows}

    def table(self) -> pl.DataFrame:
        """The rows as a Polars frame, without the weights."""
        return pl.DataFrame(self.flat(), infer_schema_length=None)

    def flat(self) -> list[dict[str, object]]:
        """The rows without the weights."""
        return [{k: v for k, v in asdict(row).items() if not k.endswith("_weights")} for row in self.rows]


def bounds(study: Study, node: str = "", over: str = "noise", noise: float = 0.25, leaves: bool = False) -> Bounds:
    """The best and worst rank of every unit at a node (the index) over all admissible weights.

    The weights are those of the node's children; with `leaves`, those of all nodes below it at once (arithmetic means
    alone). `over` is `noise`, `free` or `order`, as in `weighting.ground`. A unit has a rank where it has a score;
    equal scores share the best rank. Draws of weights only begin the search and prove nothing.
    """
    given = ground(study, node, over, noise, leaves)
    tried = np.vstack([given.stated, draws(given.race.region, _TRIED, 0, True), draws(given.race.region, _TRIED, 1)])
    scored = given.race.score(tried)
    place, shown = given.made.rank(given.node), given.made.nodes[given.node]
    order = np.lexsort((np.array([unit.code for unit in study.units]), np.where(np.isnan(place), np.inf, place)))
    rows = tuple(_row(given, int(u), tried, scored, (shown[u], place[u])) for u in order)
    return Bounds(study, given.node, over, noise, leaves, rows)


def _row(given: Ground, u: int, tried: Floats, scored: Floats, stated: tuple[float, float]) -> Bound:
    unit = given.study.units[u]
    best, worst = (rank_limits(given.race, u, way, tried, scored) for way in (False, True))
    met = best is not None and worst is not None and best.reached == best.limit and worst.reached == worst.limit
    return Bound(
        unit=unit.code,
        name=unit.name,
        score=number(stated[0]),
        rank=whole(stated[1]),
        best=None if best is None else best.reached,
        worst=None if worst is None else worst.reached,
        best_limit=None if best is None else best.limit,
        worst_limit=None if worst is None else worst.limit,
        exact=met,
        best_weights=given.shares(None if best is None else best.flows),
        worst_weights=given.shares(None if worst is None else worst.flows),
    )
