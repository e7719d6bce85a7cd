"""What each member brings to a bloc: its own score, what it adds on average, what is lost without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from equalterms.alliances.blocs import bloc
from equalterms.alliances.pooled import Pooled
from equalterms.alliances.stock import Stock
from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats
from equalterms.methods.shapley import (
    MOST_EXACT,
    best_of,
    coalitions,
    leave_one_out,
    owen,
    sampled,
    shapley,
)
from equalterms.scores import Scores, effective, number, placed

MOST_BY_DEFAULT = 12
_SLICE = 1 << 12
Game = Callable[[np.ndarray], Floats]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one member brings, in points of the index; gaps where the study has too little of it.

    `shapley` is what it adds on average over all orders of joining, `error` the standard error where orders
    were drawn; `leave_one_out` what the bloc's score loses without it; `best` its share of the best-of
    score, in which each indicator counts with the best member; `owen` as `shapley`, a bloc inside the bloc
    joining in one piece.
    """

    unit: str
    name: str
    own: float | None
    shapley: float
    error: float
    leave_one_out: float | None
    best: float
    owen: float | None


@dataclass(frozen=True, slots=True)
class Contributions:
    """The members' contributions, greatest first. Those of Shapley add up to the bloc's score less `nothing`.

    `nothing` is what the empty bloc counts, `orders` how many orders were drawn (0: all, exactly), `best`
    the bloc's best-of score, `without` how many coalitions had no score and count as `nothing`.
    """

    members: tuple[Contribution, ...]
    nothing: float
    orders: int
    best: float
    without: int
    warnings: tuple[str, ...] = ()


def contributions(
    made: Pooled,
    nothing: float = 0.0,
    exact: int = MOST_BY_DEFAULT,
    orders: int = 2000,
    seed: int = 0,
    nested: str = "",
) -> Contributions:
    """What each member of a pooled bloc brings; of more than `exact` members, orders of joining are drawn.

    `nested` names a bloc whose members join in one piece (Owen's value), for up to 20 members.
    """
    held, n = made.stock, len(made.stock.units)
    if exact > MOST_EXACT:
        raise StudyError(f"exact is {exact}", "--exact", f"give a number up to {MOST_EXACT}; more are sampled")
    if orders < 4 or orders % 2:
        raise StudyError(f"orders is {orders}", "--orders", "give an even number, 4 or more")
    game = _Game(made.made, held, made.needs, nothing)
    inner = _owen(made, game, nested) if nested else np.full(n, np.nan)
    if n <= exact:
        values = game.all(n)
        shares, error, drawn = shapley(values), np.zeros(n), 0
        lost, solo = leave_one_out(values), values[[1 << i for i in range(n)]]
    else:
        found = sampled(game, n, orders, seed)
        shares, error, drawn = found.values, found.error, found.orders
        lost = game(np.ones((1, n), dtype=bool)) - game(~np.eye(n, dtype=bool))
        solo = game(np.eye(n, dtype=bool))
    best = _best(made.made, held)
    known = game.known(np.eye(n, dtype=bool))
    names = made.study.names
    rows = [
        Contribution(
            unit=held.units[i],
            name=names.get(held.units[i], held.units[i]),
            own=number(solo[i]) if known[i] else None,
            shapley=float(shares[i]),
            error=float(error[i]),
            leave_one_out=number(lost[i]),
            best=float(best[i]),
            owen=number(inner[i]),
        )
        for i in range(n)
    ]
    rows.sort(key=lambda row: (-row.shapley, row.unit))
    return Contributions(tuple(rows), nothing, drawn, float(best.sum()), game.without, _warnings(rows, drawn, nothing))


def _warnings(rows: list[Contribution], drawn: int, nothing: float) -> tuple[str, ...]:
    said = [
        "a score made of means is no sum of parts: Shapley's shares depend on what the empty bloc counts "
        f"({nothing:g} here); what is lost without a member does not"
    ]
    bare = [row.unit for row in rows if row.own is None]
    if bare:
        said.append(f"too few data for a score alone: {', '.join(bare)}; alone they count like the empty bloc")
    if drawn:
        widest = max(row.error for row in rows)
        said.append(
            f"Shapley's shares are drawn from {drawn} orders of joining; the greatest standard error is {widest:.2g}"
        )
    return tuple(said)


class _Game:
    """The index of every coalition of members, pooled and placed on the countries' scale.

    A coalition without a score counts as nothing; `without` is how many such there were.
    """

    def __init__(self, made: Scores, held: Stock, needs: float, nothing: float) -> None:
        self.made, self.held, self.needs, self.nothing = made, held, needs, nothing
        self.without = 0

    def __call__(self, inside: np.ndarray) -> Floats:
        """The scores of some coalitions (coalitions x members)."""
        found = self._scores(inside)
        bare = np.isnan(found)
        self.without += int((bare & inside.any(axis=1)).sum())
        return np.where(bare, self.nothing, found)

    def known(self, inside: np.ndarray) -> np.ndarray:
        """Which coalitions have a score."""
        return np.isfinite(self._scores(inside))

    def all(self, n: int) -> Floats:
        """The scores of all coalitions of n members, by their places."""
        starts = range(0, 2**n, _SLICE)
        return np.concatenate([self(coalitions(n, first, min(first + _SLICE, 2**n))) for first in starts])

    def _scores(self, inside: np.ndarray) -> Floats:
        values = self.held.pooled(inside, self.needs)
        return np.asarray(placed(self.made, values)[self.made.study.root])


def _best(made: Scores, held: Stock) -> Floats:
    """Shares of the best-of score: of each indicator the best member's points, by its weight in the index."""
    study = made.study
    own = placed(made, held.values)
    points = np.stack([own[leaf.id] for leaf in study.indicators], axis=1)
    weight = effective(study, made.weights)
    w = np.array([weight[leaf.id] for leaf in study.indicators])
    some = np.isfinite(points).any(axis=0)
    shares = best_of(np.where(np.isfinite(points), np.maximum(points, 0.0), 0.0))
    return np.asarray(shares[:, some] @ (w[some] / w[some].sum()))


def _owen(made: Pooled, game: _Game, nested: str) -> Floats:
    held = made.stock
    n = len(held.units)
    if n > MOST_EXACT:
        raise StudyError(f"the bloc has {n} members", "--nested", f"Owen's value is for up to {MOST_EXACT}")
    inner = bloc(made.study, nested).units
    if not set(inner) & set(held.units):
        raise StudyError(f"no member is in {nested[:60]!r}", "--nested", "name a bloc that shares members")
    return owen(game.all(n), [n if unit in inner else i for i, unit in enumerate(held.units)])
