"""Where every unit stands and how firmly: score, rank, rank interval, the data behind them."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from equalterms.methods.arrays import ranks
from equalterms.model import Study
from equalterms.robust.run import Robustness, robustness
from equalterms.scores import number, score, whole

LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Standing:
    """A row of the rank table. `rank_low` is the better end of the interval, `p_rank` the share of
    runs with the stated rank, `coverage` the share of indicators with data, `imputed` that filled in,
    `tie` whether another unit has the same score."""

    unit: str
    name: str
    score: float | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    p_rank: float | None
    coverage: float
    imputed: float
    tie: bool


@dataclass(frozen=True, slots=True)
class Standings:
    """The rank table of a node, best first, and the draws its intervals come from."""

    study: Study
    node: str
    rows: tuple[Standing, ...]
    robustness: Robustness
    warnings: tuple[str, ...] = ()

    def of(self, unit: str) -> Standing | None:
        """The row of a unit; None where it is not ranked."""
        return next((row for row in self.rows if row.unit == unit), None)

    def to_json(self) -> list[dict[str, object]]:
        """The rows as JSON objects."""
        return [asdict(row) for row in self.rows]

    def table(self) -> pl.DataFrame:
        """The rows as a Polars frame."""
        return pl.DataFrame(self.to_json(), infer_schema_length=None)


def standings(study: Study, runs: int = 1000, seed: int = 0, node: str | None = None) -> Standings:
    """Scores and ranks of a node (the index) with intervals over `runs` draws of the study's `vary`."""
    target = study.node(node or study.root).id
    made = score(study)
    robust = robustness(study, runs, seed, target, made)
    low, high = robust.interval(LEVEL)
    place, probability = made.rank(target), robust.probability()
    shared = _shared(ranks(made.nodes[target]))
    coverage, imputed = made.coverage(target), made.imputed(target)
    order = np.lexsort((np.array([unit.code for unit in study.units]), np.where(np.isnan(place), np.inf, place)))
    rows = tuple(
        Standing(
            unit=study.units[u].code,
            name=study.units[u].name,
            score=number(made.nodes[target][u]),
            rank=whole(place[u]),
            # Without a score there is no rank to be firm or not, even where some runs give one.
            rank_low=whole(low[u]) if np.isfinite(place[u]) else None,
            rank_high=whole(high[u]) if np.isfinite(place[u]) else None,
            p_rank=number(probability[u]),
            coverage=float(coverage[u]),
            imputed=float(imputed[u]),
            tie=bool(shared[u]),
        )
        for u in order
    )
    said = made.warnings()
    if not robust.draws.factors:
        said.append("the study's `vary` is empty: the rank intervals hold the stated rank alone")
    return Standings(study, target, rows, robust, tuple(said))


def _shared(place: np.ndarray) -> np.ndarray:
    values, counts = np.unique(place[np.isfinite(place)], return_counts=True)
    return np.isin(place, values[counts > 1])
