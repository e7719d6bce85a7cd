"""Weights that are asked for, not read off the values: from judgements, from a wish, from the benefit of the doubt.

SciPy is imported where it is used, for it takes long to load.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from equalterms.methods.aggregate import arithmetic
from equalterms.methods.arrays import Floats, ranks
from equalterms.methods.weigh import correlations, shares

# Saaty's random index: the mean consistency index of random matrices of 1, 2, 3 ... 15 parts.
_RANDOM = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
_PENALTY = 10.0


@dataclass(frozen=True, slots=True)
class Judged:
    """Weights from judgements; they contradict each other too much where `ratio` is above 0.1."""

    weights: Floats
    ratio: float
    eigenvalue: float


def ahp(matrix: Floats) -> Judged:
    """Weights from comparisons by pairs: `matrix[j, k]` says how many times j counts as much as k (1/9 to 9).

    Formula: A w = lambda w with the greatest lambda; ratio = ((lambda - m)/(m - 1)) / RI_m.

    Source: Saaty (1977), J. Mathematical Psychology 15:234, doi:10.1016/0022-2496(77)90033-5; RI from
    Saaty (1980), The Analytic Hierarchy Process.
    """
    m = len(matrix)
    if matrix.shape != (m, m) or not 1 <= m <= len(_RANDOM):
        raise ValueError(f"needs a square matrix of at most {len(_RANDOM)} parts, not {matrix.shape}")
    if not (np.isfinite(matrix).all() and (matrix > 0).all()):
        raise ValueError("needs comparisons above 0, without gaps")
    wrong = np.argwhere(np.abs(matrix * matrix.T - 1) > 0.01)
    if wrong.size:
        j, k = (int(each) + 1 for each in wrong[0])
        raise ValueError(
            f"needs comparisons that agree both ways: row {j}, column {k} is not 1 over row {k}, column {j}"
        )
    values, vectors = np.linalg.eig(matrix)
    first = int(np.argmax(values.real))
    largest = float(values[first].real)
    ratio = (largest - m) / (m - 1) / _RANDOM[m - 1] if m > 2 else 0.0
    return Judged(shares(np.abs(vectors[:, first].real)), max(ratio, 0.0), largest)


@dataclass(frozen=True, slots=True)
class Doubt:
    """The score of each unit under the weights that suit it best, and those weights (units x children)."""

    scores: Floats
    weights: Floats


def benefit_of_the_doubt(x: Floats, *, low: float = 0.0, high: float = 1.0) -> Doubt:
    """Each unit under the weights that suit it best, as long as no unit exceeds 1 under them.

    `low` and `high` bound the share that each part has in the unit's score. A gap has no weight for its own
    unit, and holds back no other.

    Formula: max_w sum_j w_j x_ij with sum_j w_j x_kj <= 1 for all units k, w >= 0,
    low <= w_j x_ij / sum_l w_l x_il <= high.

    Source: Cherchye, Moesen, Rogge and Van Puyenbroeck (2007), Social Indicators Research 82:111,
    doi:10.1007/s11205-006-9029-7, after Melyn and Moesen (1991); bounds Wong and Beasley (1990), J. Operational
    Research Society 41:829; gaps Kuosmanen (2009), J. Operational Research Society 60:1767.
    """
    if np.nanmin(x, initial=1.0) < 0 or (low > 0 and np.nanmin(x, initial=1.0) <= 0):
        raise ValueError("needs values of 0 or more, and above 0 where low is above 0")
    if not 0 <= low <= high <= 1:
        raise ValueError("needs 0 <= low <= high <= 1")
    known = np.nan_to_num(x, nan=0.0)
    scores, weights = np.full(len(x), np.nan), np.zeros(x.shape)
    # The best of each part is 1, so that the programs are well scaled.
    size = known.max(axis=0)
    scaled = known / np.where(size > 0, size, 1.0)
    for u in range(len(x)):
        there = np.isfinite(x[u])
        if there.any():
            scores[u], weights[u, there] = _doubt(scaled[:, there], u, low, high)
    return Doubt(scores, weights / np.where(size > 0, size, 1.0))


def _doubt(table: Floats, u: int, low: float, high: float) -> tuple[float, Floats]:
    """The linear program of one unit."""
    from scipy.optimize import linprog

    own, m = table[u], table.shape[1]
    if low * m > 1 + 1e-12 or high * m < 1 - 1e-12:
        raise ValueError(f"needs bounds that shares of {m} parts can keep: low up to {1 / m:.4g}, high from there on")
    if not own.any():
        return 0.0, np.zeros(m)
    bounds, limits = [table], [np.ones(len(table))]
    if low > 0:
        bounds.append(low * np.tile(own, (m, 1)) - np.diag(own))
    if high < 1:
        bounds.append(np.diag(own) - high * np.tile(own, (m, 1)))
    limits.append(np.zeros(m * (len(bounds) - 1)))
    found = linprog(-own, A_ub=np.vstack(bounds), b_ub=np.concatenate(limits), method="highs")
    if not found.success:
        raise ValueError(f"finds no weights for the unit number {u + 1}: {found.message}")
    return min(float(-found.fun), 1.0), np.maximum(found.x, 0.0)


@dataclass(frozen=True, slots=True)
class Importance:
    """Weights, the shares of importance that were wanted and those that are reached with these weights.

    `missed` is the greatest difference of the two: above 0 where weights of 0 or more cannot do it.
    """

    weights: Floats
    wanted: Floats
    reached: Floats
    missed: float


def weights_for_importance(
    x: Floats,
    wanted: Floats | None = None,
    *,
    by: str = "pearson",
    index: Callable[[Floats, Floats], Floats] = arithmetic,
) -> Importance:
    """Weights under which the parts' correlations with the index are in the wanted proportion (equal, if not said).

    A weight is not an importance: a part that varies more, or that moves with others, tells more of the index
    than its weight says. `wanted[j]` and `weights[j]` belong to column j. Weights are 0 or more and 1 in sum.

    Formula: min_w sum_j (t_j - r_j / sum r)^2, w >= 0, sum w = 1, r_j the correlation (pearson or spearman) of part
    j with the index; exactly w = S^-1 (s t) where that is not negative, S the covariances, s the deviations.

    Source: Becker, Saisana, Paruolo and Vandecasteele (2017), Ecological Indicators 80:12,
    doi:10.1016/j.ecolind.2017.03.056.
    """
    m = x.shape[1]
    target = shares(np.ones(m) if wanted is None else np.asarray(wanted, dtype=float))
    if by not in ("pearson", "spearman") or len(target) != m or (wanted is not None and np.min(wanted) < 0):
        raise ValueError(f"needs by=pearson or by=spearman, and {m} wanted shares of 0 or more")

    def reached(w: Floats) -> Floats:
        table = np.column_stack([x, index(x, w)])
        r = correlations(ranked(table) if by == "spearman" else table)[-1, :-1]
        return r / r.sum() if r.sum() > 1e-9 else np.full(m, -_PENALTY)

    def lag(w: Floats) -> float:
        return float(((target - reached(w)) ** 2).sum())

    exact = _exact(x, target) if by == "pearson" and index is arithmetic and not np.isnan(x).any() else None
    weights = _least(lag, x, smooth=by == "pearson") if exact is None else exact
    return Importance(weights, target, reached(weights), float(np.abs(target - reached(weights)).max()))


def ranked(x: Floats) -> Floats:
    """Each column as ranks, equal values sharing the mean of theirs."""
    up, down = ranks(x.T, descending=False).T, ranks(x.T).T
    return up - down


def _exact(x: Floats, target: Floats) -> Floats | None:
    """The weights that reach the target exactly; None where some would be below 0 or parts are not independent."""
    spread = np.atleast_2d(np.cov(x, rowvar=False))
    if np.linalg.matrix_rank(spread) < len(target):
        return None
    w = np.asarray(np.linalg.solve(spread, np.sqrt(np.diagonal(spread)) * target), dtype=float)
    return w / w.sum() if w.min() >= 0 else None


def _least(lag: Callable[[Floats], float], x: Floats, smooth: bool) -> Floats:
    """The weights with the least lag, from equal weights, from inverse deviations and from each part alone."""
    from scipy.optimize import minimize

    m = x.shape[1]
    wide = np.nanstd(x, axis=0)
    starts: list[Floats] = [np.full(m, 1.0 / m), shares(np.where(wide > 0, 1.0 / np.where(wide > 0, wide, 1.0), 0.0))]
    starts += [0.5 / m + 0.5 * row for row in np.eye(m)]
    found = list(starts)
    for start in starts:
        if smooth:
            whole = {"type": "eq", "fun": lambda w: w.sum() - 1}
            options = {"ftol": 1e-15, "maxiter": 500}
            made = minimize(lag, start, method="SLSQP", bounds=[(0, 1)] * m, constraints=[whole], options=options)
        else:
            # Ranks make steps, on which a slope says nothing.
            options = {"xatol": 1e-6, "fatol": 1e-12, "maxiter": 400 * m}
            made = minimize(lambda v: lag(shares(v**2)), np.sqrt(start), method="Nelder-Mead", options=options)
            made.x = made.x**2
        found.append(shares(np.maximum(made.x, 0.0)))
    return min(found, key=lag)
