"""Back from a published table to its weights: parts and totals, rounded as printed -> what a linear rule may be.

The rule is total = c + parts @ v with v >= 0, so a total that was rescaled afterwards (min-max, share of the
largest) is a rule too; the weights are v / sum(v). Parts may be off by half a step as totals may, and since
v >= 0, all parts of a unit together move its total by at most half_parts @ v: every question is a linear program.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from equalterms.methods.arrays import Floats

_ALMOST = 1e-7
MOST = 120
_NODES = 20_000


@dataclass(frozen=True, slots=True)
class Fit:
    """A rule: normalised weights, the constant and the scale (total = constant + scale * parts @ weights)."""

    weights: Floats
    constant: float
    scale: float
    residuals: Floats

    @property
    def largest(self) -> float:
        """The largest absolute residual."""
        return float(np.abs(self.residuals).max())


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why no rule explains a table, as places of units.

    `excess` is by how much the best rule still oversteps the rounding. `rows` cannot be explained together, though
    they can when any one of them is left out. `alone` are units of which each, left out by itself, lets a rule
    explain all others; `without` are units that let a rule explain the others when all of them are left out.
    """

    excess: float
    rows: tuple[int, ...]
    alone: tuple[int, ...]
    without: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Parts (units x parts) and totals as printed, with half a rounding step of each; no gaps."""

    parts: Floats
    totals: Floats
    half_parts: Floats
    half_total: float
    constant: float | None = None

    def only(self, kept: list[int]) -> Table:
        """The table of some of its units."""
        return Table(self.parts[kept], self.totals[kept], self.half_parts, self.half_total, self.constant)


def table(
    parts: Floats, totals: Floats, half_parts: Floats | float, half_total: float, constant: float | None = None
) -> Table:
    """A table that can be asked; `constant` fixes the constant of the rule, such as 0."""
    if not (np.isfinite(parts).all() and np.isfinite(totals).all()):
        raise ValueError("the table has gaps")
    if len(totals) < 2 or parts.shape[1] < 1:
        raise ValueError("a table needs two units and a part at least")
    if np.ptp(totals) <= 2 * half_total:
        raise ValueError("the totals differ by no more than their rounding: any weights explain them")
    return Table(parts, totals, np.broadcast_to(np.asarray(half_parts, float), parts.shape[1:]), half_total, constant)


def least_squares(given: Table) -> Fit:
    """The weights that fit best by least squares, none below 0.

    Formula: min sum (total - c - parts @ v)^2 over v >= 0 and c; weights = v / sum v.

    Source: Lawson and Hanson (1974), Solving Least Squares Problems, ch. 23; scipy.optimize.lsq_linear (BVLS).
    """
    from scipy.optimize import lsq_linear

    k = given.parts.shape[1]
    if given.constant is None:
        matrix, low = np.column_stack([given.parts, np.ones(len(given.totals))]), [0.0] * k + [-np.inf]
        found = lsq_linear(matrix, given.totals, (low, np.inf), method="bvls").x
        return _fit(given, found[:k], float(found[k]))
    found = lsq_linear(given.parts, given.totals - given.constant, (0.0, np.inf), method="bvls").x
    return _fit(given, found, given.constant)


def least_largest(given: Table) -> Fit:
    """The weights whose largest residual is smallest, none below 0.

    Formula: min e subject to |total - c - parts @ v| <= e, v >= 0; weights = v / sum v.

    Source: Wagner (1959), J. American Statistical Association 54:206.
    """
    exact = Table(given.parts, given.totals, np.zeros_like(given.half_parts), 0.0, given.constant)
    found = _excess(exact)
    k = given.parts.shape[1]
    return _fit(given, np.maximum(found.x[:k], 0.0), float(found.x[k]))


def _fit(given: Table, v: Floats, constant: float) -> Fit:
    scale = float(v.sum())
    if scale <= 0:
        raise ValueError("no part goes with the totals: the best weights are all 0")
    return Fit(v / scale, constant, scale, given.totals - constant - given.parts @ v)


def _excess(given: Table, sums: bool = False) -> Any:
    """The rule that oversteps the rounding least: in its worst unit, or in sum over the units.

    The variables are v, c and the excess (one, or one a unit).
    """
    n, k = given.parts.shape
    own = -np.eye(n) if sums else -np.ones((n, 1))
    one = np.ones((n, 1))
    above = np.hstack([given.parts - given.half_parts, one, own])
    below = np.hstack([-given.parts - given.half_parts, -one, own])
    bounds = np.concatenate([given.totals + given.half_total, given.half_total - given.totals])
    found = _solve(
        np.concatenate([np.zeros(k + 1), np.ones(own.shape[1])]),
        np.vstack([above, below]),
        bounds,
        [(0, None)] * k + [(given.constant, given.constant)] + [(0, None)] * own.shape[1],
    )
    if found.status != 0:
        raise ValueError("the linear program has no answer: bring the parts to similar scales")
    return found


def _solve(
    aim: Floats, matrix: Floats, most: Floats, bounds: list[tuple[float | None, float | None]], **more: Any
) -> Any:
    from scipy.optimize import linprog

    fine = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}
    return linprog(aim, matrix, most, bounds=bounds, method="highs", options=fine, **more)


def feasible(given: Table) -> bool:
    """Whether a linear rule explains every total within the rounding of totals and parts."""
    if len(given.totals) == 0:
        return True
    found = _excess(given)
    return bool(found.fun <= _tolerance(given))


def _tolerance(given: Table) -> float:
    return _ALMOST * max(given.half_total, 1e-3 * float(np.abs(given.totals).max()))


def ranges(given: Table) -> tuple[Floats, Floats]:
    """The lowest and highest value of each weight over all rules that explain the table; NaN where none does.

    Formula: with s = 1 / sum v, w = v s and d = c s, the rules are |s total - d - parts @ w| <= s half_total +
    half_parts @ w, sum w = 1, w >= 0, s >= 0; each w_k is made smallest and largest.

    Source: Charnes and Cooper (1962), Naval Research Logistics Quarterly 9:181, doi:10.1002/nav.3800090303.
    """
    k = given.parts.shape[1]
    low, high = np.full(k, np.nan), np.full(k, np.nan)
    if not feasible(given):
        return low, high
    matrix, most, equal, right = _shares(given)
    bounds: list[tuple[float | None, float | None]] = [(0, 1)] * k + [(None, None), (0, None)]
    for part in range(k):
        for sign, ends in ((1.0, low), (-1.0, high)):
            aim = np.zeros(k + 2)
            aim[part] = sign
            found = _solve(aim, matrix, most, bounds, A_eq=equal, b_eq=right)
            if found.status == 0:
                ends[part] = min(max(sign * float(found.fun), 0.0), 1.0)
    return low, high


def _shares(given: Table) -> tuple[Floats, Floats, Floats, Floats]:
    """The rules as inequalities and equalities in w, d and s."""
    n, k = given.parts.shape
    slack = given.half_total + _tolerance(given)
    one, totals = np.ones((n, 1)), given.totals[:, None]
    above = np.hstack([given.parts - given.half_parts, one, -totals - slack])
    below = np.hstack([-given.parts - given.half_parts, -one, totals - slack])
    equal, right = np.concatenate([np.ones(k), [0.0, 0.0]])[None, :], np.ones(1)
    if given.constant is not None:
        fixed = np.concatenate([np.zeros(k), [1.0, -given.constant]])
        equal, right = np.vstack([equal, fixed]), np.array([1.0, 0.0])
    return np.vstack([above, below]), np.zeros(2 * n), equal, right


def whole_weights(given: Table, low: Floats, high: Floats, most: int = MOST) -> tuple[int, ...] | None:
    """The simplest whole weights that explain the table: those of the smallest sum; None up to `most`.

    Formula: for D = 1, 2, ...: whole n >= 0 with sum n = D, low <= n / D <= high, and n / D among the rules of
    `ranges`; of several with the same D, the ones whose largest residual is smallest in shares of the scale. A D
    whose search takes more than 20,000 branches is passed over.

    Source: branch and bound, Land and Doig (1960), Econometrica 28:497, doi:10.2307/1910129.
    """
    if np.isnan(low).any() or np.isnan(high).any():
        return None
    for total in range(1, most + 1):
        least, largest = np.ceil(low * total - _ALMOST), np.floor(high * total + _ALMOST)
        if (least > largest).any() or not least.sum() <= total <= largest.sum():
            continue
        found = _whole(given, total, least, largest)
        if found is not None:
            return found
    return None


def _whole(given: Table, total: int, least: Floats, largest: Floats) -> tuple[int, ...] | None:
    """Whole weights of a sum between bounds that explain the table, if there are any."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    n, k = given.parts.shape
    matrix, most, equal, right = _shares(given)
    unit = np.concatenate([np.full(k, 1 / total), [1.0, 1.0, 1.0]])
    matrix, equal = (np.hstack([each, np.zeros((len(each), 1))]) * unit for each in (matrix, equal))
    one, totals = np.ones((n, 1)), given.totals[:, None]
    near = np.vstack(
        [np.hstack([given.parts, one, -totals, -one]) * unit, np.hstack([-given.parts, -one, totals, -one]) * unit]
    )
    found = milp(
        np.concatenate([np.zeros(k + 2), [1.0]]),
        integrality=np.concatenate([np.ones(k), np.zeros(3)]),
        bounds=Bounds(
            np.concatenate([least, [-np.inf, 0.0, 0.0]]), np.concatenate([largest, [np.inf, np.inf, np.inf]])
        ),
        constraints=[
            LinearConstraint(np.vstack([matrix, near]), -np.inf, np.concatenate([most, np.zeros(2 * n)])),
            LinearConstraint(equal, right, right),
        ],
        options={"node_limit": _NODES},
    )
    if found.x is None:
        return None
    whole = np.rint(found.x[:k])
    return tuple(int(each) for each in whole) if consistent(given, whole / total) else None


def consistent(given: Table, weights: Floats) -> bool:
    """Whether these weights, with some constant and scale, explain every total within the rounding."""
    one = Table(
        (given.parts @ weights)[:, None],
        given.totals,
        np.array([float(given.half_parts @ weights)]),
        given.half_total,
        given.constant,
    )
    return feasible(one)


def conflict(given: Table) -> Conflict | None:
    """Which units contradict every linear rule; None where a rule explains them all.

    Formula: the rows with multipliers in the program that minimises the worst excess cannot be explained together
    (Farkas' lemma); one after another is left out while the rest stays unexplained. A unit that alone is to blame
    is in every such set. `without` are the units with an excess where the sum of excesses is smallest, less
    those that can be put back.

    Source: Chinneck (2008), Feasibility and Infeasibility in Optimization, ch. 6, doi:10.1007/978-0-387-74932-7.
    """
    worst = _excess(given)
    if worst.fun <= _tolerance(given):
        return None
    n, k = given.parts.shape
    multipliers = np.abs(worst.ineqlin.marginals).reshape(2, n).sum(axis=0)
    rows = [int(u) for u in np.flatnonzero(multipliers > _ALMOST)]
    if feasible(given.only(rows)):
        rows = list(range(n))
    for u in list(rows):
        rest = [each for each in rows if each != u]
        if not feasible(given.only(rest)):
            rows = rest
    everyone = range(n)
    alone = tuple(u for u in rows if feasible(given.only([each for each in everyone if each != u])))
    excess = _excess(given, sums=True).x[k + 1 :]
    without = [int(u) for u in np.argsort(-excess, kind="stable") if excess[u] > _tolerance(given)]
    for u in reversed(list(without)):
        fewer = [each for each in without if each != u]
        if feasible(given.only([each for each in everyone if each not in fewer])):
            without = fewer
    return Conflict(float(worst.fun), tuple(rows), alone, alone[:1] if alone else tuple(without))
