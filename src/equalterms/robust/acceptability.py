"""Which weights favour whom: SMAA-2's rank acceptability, central weights and confidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats, ranks
from equalterms.methods.programs import draws
from equalterms.model import Study
from equalterms.robust.weighting import Ground, ground

_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Accepted:
    """A unit's share of the weights for each rank, best first, with standard errors (0 where exact).

    `central` are the mean weights of those that make it first, empty where none do; `confidence` is whether they
    make it first (1) or not (0): the criteria are taken as certain.
    """

    unit: str
    name: str
    ranks: tuple[float, ...]
    errors: tuple[float, ...]
    central: Mapping[str, float]
    confidence: float | None

    @property
    def expected(self) -> float | None:
        """The mean rank over the weights that give it one."""
        seen = sum(self.ranks)
        return sum((r + 1) * share for r, share in enumerate(self.ranks)) / seen if seen > 0 else None


@dataclass(frozen=True, slots=True)
class Acceptability:
    """SMAA-2 at a node: `exact` by geometry, or from `runs` draws."""

    study: Study
    node: str
    over: str
    runs: int
    exact: bool
    rows: tuple[Accepted, ...]

    def of(self, unit: str) -> Accepted:
        """The row of a unit."""
        return next(row for row in self.rows if row.unit == unit)

    def to_json(self) -> dict[str, object]:
        """The result as a JSON object."""
        rows = [asdict(row) for row in self.rows]
        return {"node": self.node, "over": self.over, "runs": self.runs, "exact": self.exact, "units": rows}

    def flat(self) -> list[dict[str, object]]:
        """A row a unit: the share of weights that make it first, its expected rank, its central weights."""
        return [
            {
                "unit": row.unit,
                "name": row.name,
                "first": row.ranks[0],
                "error": row.errors[0],
                "expected": row.expected,
                **{f"central.{id}": weight for id, weight in row.central.items()},
            }
            for row in self.rows
        ]


def acceptability(study: Study, node: str = "", over: str = "free", runs: int = 10_000, seed: int = 0) -> Acceptability:
    """The probability of each rank under uniform weights of a node's children, or in their stated order.

    With two children the weights are one number, and the ranks change only where two units tie: the shares are exact.
    With more, `runs` draws. A unit without a score in a draw has no rank in it.

    Formula: b_i^r = vol{w: rank_i(w) = r} / vol W; central weights w_i^c = mean of w over {w: rank_i(w) = 1};
    confidence: whether rank_i(w_i^c) = 1. Standard error sqrt(b (1 - b) / runs).

    Source: Lahdelma and Salminen (2001), Operations Research 49:444, doi:10.1287/opre.49.3.444.11220.
    """
    if not 1 <= runs <= 10_000_000:
        raise StudyError(f"runs is {runs}", "--runs", "give a whole number from 1 to 10000000")
    if over == "noise":
        raise StudyError("acceptability is over free weights or those of the stated order", "--over", "free or order")
    given = ground(study, node, over)
    exact = len(given.ids) <= 2
    if exact:
        shares, sums = _counted(given, *_pieces(given))
    else:
        shares, sums = np.zeros((len(study.units),) * 2), np.zeros((len(study.units), len(given.ids)))
        for start in range(0, runs, _BATCH):
            some = min(_BATCH, runs - start)
            flows = draws(given.race.region, some, seed + start)
            more, added = _counted(given, flows, np.ones(some))
            shares, sums = shares + more, sums + added
        shares, sums = shares / runs, sums / runs
    return Acceptability(study, given.node, over, 0 if exact else runs, exact, _rows(given, shares, sums, exact, runs))


def _counted(given: Ground, flows: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """The weight of each rank (units x ranks), and the weighted sum of the flows where a unit is first."""
    place = ranks(given.race.score(flows))
    n = len(given.study.units)
    shares = np.zeros((n, n))
    for u in range(n):
        seen = np.isfinite(place[:, u])
        shares[u] = np.bincount(place[seen, u].astype(int) - 1, weights=weight[seen], minlength=n)
    return shares, (np.where(place == 1, weight[:, None], 0.0)).T @ flows


def _pieces(given: Ground) -> tuple[Floats, Floats]:
    """Of two parts: the middles of the stretches of the first share in which no ranks change, and their lengths."""
    race = given.race
    if len(given.ids) == 1:
        return np.ones((1, 1)), np.ones(1)
    ends = draws(race.region, 50, 0, corners=True)[:, 0]
    low, high = float(ends.min()), float(ends.max())
    # Ties of units that have both parts; those of the others are constants and cross where these reach them.
    whole = np.all(race.present > 0, axis=1)
    level = np.where(whole[:, None], race.low, race.low.sum(axis=1, keepdims=True))
    difference = level[:, None] - level[None]
    slope = difference[..., 0] - difference[..., 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        cuts = (-difference[..., 1] / slope).ravel()
    cuts = np.concatenate([cuts, [race.floor, 1 - race.floor, low, high]])
    cuts = np.unique(np.clip(cuts[np.isfinite(cuts)], low, high))
    middle = (cuts[1:] + cuts[:-1]) / 2
    return np.column_stack([middle, 1 - middle]), np.diff(cuts) / (high - low)


def _rows(given: Ground, shares: Floats, sums: Floats, exact: bool, runs: int) -> tuple[Accepted, ...]:
    study, made = given.study, []
    first = shares[:, 0]
    central = np.where(first[:, None] > 0, sums / np.where(first > 0, first, 1.0)[:, None], given.stated)
    told = ranks(given.race.score(central))
    errors = np.zeros_like(shares) if exact else np.sqrt(np.clip(shares * (1 - shares), 0, None) / runs)
    for u, unit in enumerate(study.units):
        won = first[u] > 0
        made.append(
            Accepted(
                unit=unit.code,
                name=unit.name,
                ranks=tuple(shares[u].tolist()),
                errors=tuple(errors[u].tolist()),
                central=given.shares(central[u]) if won else {},
                confidence=float(told[u, u] == 1) if won else None,
            )
        )
    return tuple(made)
