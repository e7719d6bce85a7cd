"""The whole distribution of every unit's rank, who is above whom, and whether the runs are enough."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Study
from equalterms.robust.order import Places, above, counts, quantile
from equalterms.robust.run import MOST_RUNS, Progress, Robustness, more, robustness
from equalterms.scores import number, whole

LEVELS = (0.5, 0.8, 0.95)
"""The intervals that are shown where none are asked for."""

Make = Callable[[int, Robustness | None], Robustness]
"""Makes so many runs in all; those of before need not be made again."""

_FIRST, _LAST = 500, 64_000
_SURE = 1.96


@dataclass(frozen=True, slots=True)
class Interval:
    """The ranks between which a unit lies in a share of the runs (`level`)."""

    level: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Spread:
    """The ranks of a unit over the runs. `probabilities[k]` is the share of runs with the rank k + 1."""

    unit: str
    name: str
    nominal: int | None
    mean: float | None
    median: float | None
    q05: int | None
    q95: int | None
    best: int | None
    worst: int | None
    intervals: tuple[Interval, ...]
    probabilities: tuple[float, ...]

    def to_json(self) -> dict[str, object]:
        """The row as JSON."""
        return {**asdict(self), "intervals": [*map(asdict, self.intervals)], "probabilities": list(self.probabilities)}


@dataclass(frozen=True, slots=True)
class Distribution:
    """The ranks of all units at a node over the runs, best mean first.

    `above[i, j]` is the share of runs that put unit i above unit j, in the order of the study's units.
    `converged` says whether more runs would hardly move a 90% interval (see `distribution`).
    """

    study: Study
    node: str
    robustness: Robustness
    levels: tuple[float, ...]
    rows: tuple[Spread, ...]
    above: Floats
    converged: bool

    @property
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Units in the order of their mean ranks, cut where the next is below in 95% of the runs."""
        places = {unit.code: u for u, unit in enumerate(self.study.units)}
        found: list[list[str]] = []
        for row in self.rows:
            if row.mean is None:
                continue
            if found and self.above[places[found[-1][0]], places[row.unit]] < 0.95:
                found[-1].append(row.unit)
            else:
                found.append([row.unit])
        return tuple(map(tuple, found))

    def draws(self) -> pl.DataFrame:
        """Every run: what it drew, and the rank of every unit (`rank.NOR`)."""
        frame = self.robustness.draws.frame()
        columns = [
            pl.Series(f"rank.{unit.code}", self.robustness.ranks[:, u]) for u, unit in enumerate(self.study.units)
        ]
        return frame.with_columns(columns)


def distribution(
    study: Study,
    runs: int | None = 10_000,
    seed: int = 0,
    node: str | None = None,
    *,
    levels: Sequence[float] = LEVELS,
    make: Make | None = None,
) -> Distribution:
    """Rank distributions over `runs` draws of the study's `vary`; None draws until the intervals settle.

    They have settled where each end of each unit's 90% interval is known within a place: its own 95% interval, by
    the order statistics of the runs, is at most two places wide. A unit without a stated rank has no distribution.
    The draws of fewer runs are the first of those of more. `make` makes the runs, on one thread where none is given.

    Source: David and Nagaraja (2003), Order Statistics, 3rd ed., Wiley, 7.1, doi:10.1002/0471722162.
    """
    if not levels or not all(0 < level < 1 for level in levels):
        raise StudyError("an interval has a level between 0 and 1", "--interval", "give a share such as 0.95")
    make = make or here(study, seed, node)
    found = make(runs or _FIRST, None)
    while runs is None and found.runs < _LAST and not found.interrupted and not _settled(_ranked(found)):
        found = make(2 * found.runs, found)
    return summary(found, sorted(set(levels)))


def here(study: Study, seed: int = 0, node: str | None = None, jobs: int = 1, progress: Progress | None = None) -> Make:
    """Runs made on this machine, by so many threads; what was made before stands."""
    target = study.node(node or study.root).id

    def make(runs: int, before: Robustness | None) -> Robustness:
        if before is not None:
            return more(before, runs, jobs=jobs, progress=progress)
        return robustness(study, runs, seed, target, jobs=jobs, progress=progress)

    return make


def summary(found: Robustness, levels: Sequence[float] = LEVELS) -> Distribution:
    """The distribution that runs make, with intervals of these levels."""
    study, stated = found.study, ranks(found.nominal)
    places = _ranked(found)
    counted = counts(places)
    ends = [(level, quantile(counted, (1 - level) / 2), quantile(counted, (1 + level) / 2)) for level in levels]
    rows = [_spread(study, u, counted[u], stated[u], found.runs) for u in range(len(study.units))]
    rows = [
        replace(row, intervals=tuple(Interval(level, int(low[u]), int(high[u])) for level, low, high in ends))
        if row.mean is not None
        else row
        for u, row in enumerate(rows)
    ]
    rows.sort(key=lambda row: (row.mean is None, row.mean or 0.0, row.unit))
    pairs = above(places) / max(found.runs, 1)
    return Distribution(study, found.node, found, tuple(levels), tuple(rows), pairs, _settled(places))


def _ranked(found: Robustness) -> Places:
    """The ranks of the runs, without those of units that have no stated rank."""
    return np.where(np.isfinite(ranks(found.nominal)), found.places, found.places.dtype.type(0))


def _spread(study: Study, u: int, counted: NDArray[np.int64], stated: float, runs: int) -> Spread:
    unit, seen = study.units[u], int(counted.sum())
    if not seen:
        return Spread(unit.code, unit.name, None, None, None, None, None, None, None, (), ())
    places = np.flatnonzero(counted) + 1
    low, high, lower, upper = (
        float(quantile(counted[None], q, slack)[0]) for q, slack in ((0.05, 0), (0.95, 0), (0.5, 0), (0.5, 0.5))
    )
    return Spread(
        unit=unit.code,
        name=unit.name,
        nominal=whole(stated),
        mean=float(counted @ np.arange(1, len(counted) + 1) / seen),
        median=number((lower + upper) / 2),
        q05=int(low),
        q95=int(high),
        best=int(places[0]),
        worst=int(places[-1]),
        intervals=(),
        probabilities=tuple((counted / runs).tolist()),
    )


def _settled(places: Places) -> bool:
    """Whether each end of each 90% interval is known within a place."""
    if len(places) < 20:
        return False
    counted = counts(places)
    for q in (0.05, 0.95):
        slack = _SURE * np.sqrt(counted.sum(axis=1) * q * (1 - q))
        apart = quantile(counted, q, slack) - quantile(counted, q, -slack)
        if (apart[np.isfinite(apart)] > 2).any():
            return False
    return True


def runs_of(text: str) -> int | None:
    """A number of runs as it is written, None for `auto`; a StudyError where it is neither."""
    if text == "auto":
        return None
    if not text.isdecimal() or not 1 <= int(text[:12]) <= MOST_RUNS:
        raise StudyError(f"runs is {text[:40]!r}", "--runs", f"give a whole number from 1 to {MOST_RUNS}, or auto")
    return int(text)
