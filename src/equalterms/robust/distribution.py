"""The whole distribution of every unit's rank, who is above whom, and whether the runs are enough."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Study
from equalterms.robust.run import Robustness, robustness
from equalterms.scores import number, whole

_FIRST, _LAST = 500, 64_000
_BLOCK = 20_000_000


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
    probabilities: tuple[float, ...]

    def to_json(self) -> dict[str, object]:
        """The row as JSON."""
        return {**asdict(self), "probabilities": list(self.probabilities)}


@dataclass(frozen=True, slots=True)
class Distribution:
    """The ranks of all units at a node over the runs, best mean first.

    `above[i, j]` is the share of runs that put unit i above unit j, in the order of the study's units.
    `converged` says whether both halves of the runs give the same 90% intervals, within one place.
    """

    study: Study
    node: str
    robustness: Robustness
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


def distribution(study: Study, runs: int | None = 10_000, seed: int = 0, node: str | None = None) -> Distribution:
    """Rank distributions over `runs` draws of the study's `vary`; None runs until the halves agree.

    A unit without a stated rank has no distribution. The draws of fewer runs are the first of those of more.
    """
    target = study.node(node or study.root).id
    if runs is not None:
        return _made(robustness(study, runs, seed, target))
    count = _FIRST
    while True:
        found = _made(robustness(study, count, seed, target))
        if found.converged or count >= _LAST:
            return found
        count *= 2


def _made(found: Robustness) -> Distribution:
    study, stated = found.study, ranks(found.nominal)
    drawn = np.where(np.isfinite(stated), found.ranks, np.nan)
    rows = [_spread(study, u, drawn[:, u], stated[u]) for u in range(len(study.units))]
    rows.sort(key=lambda row: (row.mean is None, row.mean or 0.0, row.unit))
    return Distribution(study, found.node, found, tuple(rows), _above(drawn), _settled(drawn))


def _spread(study: Study, u: int, drawn: Floats, stated: float) -> Spread:
    unit, seen = study.units[u], np.sort(drawn[np.isfinite(drawn)])
    if not seen.size:
        return Spread(unit.code, unit.name, None, None, None, None, None, None, None, ())
    counts = np.bincount(seen.astype(int), minlength=len(study.units) + 1)[1:]
    low, high = (seen[max(int(np.ceil(q * seen.size - 1e-9)) - 1, 0)] for q in (0.05, 0.95))
    return Spread(
        unit=unit.code,
        name=unit.name,
        nominal=whole(stated),
        mean=float(seen.mean()),
        median=number(float(np.median(seen))),
        q05=int(low),
        q95=int(high),
        best=int(seen[0]),
        worst=int(seen[-1]),
        probabilities=tuple((counts / len(drawn)).tolist()),
    )


def _above(drawn: Floats) -> Floats:
    """The share of runs in which each unit has a better rank than each other, a block of runs at a time."""
    units = drawn.shape[1]
    out = np.zeros((units, units))
    step = max(1, _BLOCK // max(units * units, 1))
    for start in range(0, len(drawn), step):
        part = drawn[start : start + step]
        out += (part[:, :, None] < part[:, None, :]).sum(axis=0)
    return out / max(len(drawn), 1)


def _settled(drawn: Floats) -> bool:
    if len(drawn) < 20:
        return False
    halves = [np.sort(half, axis=0) for half in (drawn[::2], drawn[1::2])]
    ends = []
    for half in halves:
        seen = np.isfinite(half).sum(axis=0)
        places = [np.clip(np.ceil(q * seen).astype(int) - 1, 0, len(half) - 1) for q in (0.05, 0.95)]
        ends.append(np.stack([np.take_along_axis(half, place[None], axis=0)[0] for place in places]))
    apart = np.abs(ends[0] - ends[1])
    return bool((apart[np.isfinite(apart)] <= 1).all())


def runs_of(text: str) -> int | None:
    """A number of runs as it is written, None for `auto`; a StudyError where it is neither."""
    if text == "auto":
        return None
    if not text.isdigit() or not 1 <= int(text) <= 10_000_000:
        raise StudyError(f"runs is {text[:40]!r}", "--runs", "give a whole number from 1 to 10000000, or auto")
    return int(text)
