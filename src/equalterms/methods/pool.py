"""The family of pooling: many units' values of one indicator -> the value of each bloc of them.

`x` are the members' values and `w` their weights (members, or members x indicators), `inside` tells who is in
which bloc (blocs x members). A bloc's value (blocs, or blocs x indicators) is taken over the members whose value
and weight are known; it is NaN where there is none. How much is missing is told by `known`, what it may
cost by `gap_error`.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from equalterms.family import Family
from equalterms.methods.arrays import Floats, columnwise

Blocs = NDArray[np.bool_]


class Pool(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, x: Floats, w: Floats, inside: Blocs, /) -> Floats: ...


pool: Family[Pool] = Family("pool", "what a bloc has, from what its members have")


def _counts(x: Floats, inside: Blocs) -> Floats:
    """How many members with a value each bloc has."""
    return _within(inside, np.isfinite(x).astype(float))


def _within(inside: Blocs, x: Floats) -> Floats:
    """The sum of x over the members of each bloc."""
    return np.asarray(inside @ x, dtype=float)


def _where(found: Floats, there: Floats) -> Floats:
    """What was found, where there is something."""
    return np.where(there > 0, found, np.nan)


@pool
def sum_(x: Floats, w: Floats, inside: Blocs, /) -> Floats:
    """The members' values added up: stocks such as articles, computing, money. Weights are not used.

    Formula: sum of x_i.

    Source: World Bank, DataBank, custom country groups, "Sum".
    """
    total = _within(inside, np.nan_to_num(x, nan=0.0))
    return _where(total, _counts(x, inside))


@pool
def mean(x: Floats, w: Floats, inside: Blocs, /) -> Floats:
    """The plain mean of the members' values. Weights are not used.

    Formula: sum of x_i / n.

    Source: World Bank, DataBank, custom country groups, "Mean".
    """
    count = _counts(x, inside)
    return _where(_within(inside, np.nan_to_num(x, nan=0.0)) / np.maximum(count, 1.0), count)


@pool
def weighted_mean(x: Floats, w: Floats, inside: Blocs, /) -> Floats:
    """The mean of ratios, each weighted by what it is a ratio to: the ratio of the bloc as one country.

    Formula: sum of w_i x_i / sum of w_i; with x_i = a_i / w_i it is sum of a_i / sum of w_i.

    Source: World Bank, DataBank, custom country groups, "Weighted average"; OECD and JRC (2008), Handbook on
    Constructing Composite Indicators, doi:10.1787/9789264043466-en.
    """
    if (w[np.isfinite(w)] < 0).any():
        raise ValueError("needs weights of 0 or more")
    both = np.isfinite(x) & np.isfinite(w)
    weight = np.where(both, w, 0.0)
    total, summed = _within(inside, weight), _within(inside, weight * np.nan_to_num(x))
    return _where(summed / np.where(total > 0, total, 1.0), total)


@pool
def median(x: Floats, w: Floats, inside: Blocs, /) -> Floats:
    """The middle value of the members. Weights are not used.

    Formula: the value with as many members above it as below; between two, their mean.

    Source: World Bank, DataBank, custom country groups, "Median".
    """
    count = _counts(x, inside)
    out = np.full(count.shape, np.nan)
    for row, members in enumerate(inside):
        out[row] = columnwise(np.nanmedian, x[members]) if members.any() else np.nan
    return out


@pool
def max_(x: Floats, w: Floats, inside: Blocs, /) -> Floats:
    """The greatest of the members' values: what one has, all may use (best-of). Weights are not used.

    Formula: max of x_i.

    Source: World Bank, DataBank, custom country groups, "Max".
    """
    out = np.full((len(inside), *x.shape[1:]), np.nan)
    for member, value in enumerate(x):
        out[inside[:, member]] = np.fmax(out[inside[:, member]], value)
    return out


@pool
def min_(x: Floats, w: Floats, inside: Blocs, /) -> Floats:
    """The least of the members' values: a chain is as strong as its weakest link. Weights are not used.

    Formula: min of x_i.

    Source: World Bank, DataBank, custom country groups, "Min".
    """
    return -max_(-x, w, inside)


@pool
def union(x: Floats, w: Floats, inside: Blocs, /) -> Floats:
    """The chance that at least one member can, where x is each one's chance in [0, 1]. Weights are not used.

    Formula: 1 - product of (1 - x_i), the members' successes being independent.

    Source: Birnbaum (1969), in Krishnaiah (ed.), Multivariate Analysis II: parallel systems.
    """
    known = np.isfinite(x)
    if ((x[known] < 0) | (x[known] > 1)).any():
        raise ValueError("needs values from 0 to 1")
    count = _counts(x, inside)
    out = np.ones(count.shape)
    for member, value in enumerate(np.nan_to_num(x, nan=0.0)):
        out[inside[:, member]] *= 1.0 - value
    return _where(1.0 - out, count)


@pool
def ces(x: Floats, w: Floats, inside: Blocs, /, *, rho: float = 1.0) -> Floats:
    """A slider from the weighted mean (rho = 1) to best-of (rho large): constant elasticity of substitution.

    Formula: (sum of s_i x_i^rho)^(1 / rho) with s_i = w_i / sum of w_i; values of 0 or more, rho above 0.

    Source: Arrow, Chenery, Minhas and Solow (1961), Rev. Econ. Stat. 43:225, doi:10.2307/1927286.
    """
    if rho <= 0:
        raise ValueError("needs rho above 0")
    if (x[np.isfinite(x)] < 0).any():
        raise ValueError("needs values of 0 or more")
    most = np.nanmax(x, axis=0, initial=0.0)
    most = np.where(most > 0, most, 1.0)
    return np.asarray(most * weighted_mean((x / most) ** rho, w, inside) ** (1.0 / rho))


def known(x: Floats, w: Floats, inside: Blocs) -> Floats:
    """The share of each bloc's weight that its members with a value hold; with equal weights, of its members.

    A member whose weight is not known counts with the mean weight of the others.
    Formula: sum of w_i over members with a value / sum of w_i over all members.

    Source: World Bank, DataBank, aggregation rules: no aggregate where more than a third is missing.
    """
    if not np.isfinite(w).any():
        return np.zeros(len(inside))
    there = np.isfinite(x) & np.isfinite(w)
    size = np.where(np.isfinite(w), w, w[np.isfinite(w)].mean())
    total, seen = _within(inside, np.stack([size, np.where(there, size, 0.0)], axis=1)).T
    return np.asarray(seen / np.where(total > 0, total, 1.0))


def gap_error(share_known: Floats, deviation: Floats) -> tuple[Floats, Floats]:
    """How far off a bloc's mean must be expected to be for its gaps, and at worst, about: in units of the value.

    `deviation` is the standard deviation of the indicator over all countries.
    Formula: missing share times deviation times 0.37, and times 1.

    Source: Mahler and others (2022), When is there enough data to create a global statistic?, Stat. J. IAOS,
    doi:10.3233/SJI-220090: a rule of thumb from simulations on World Development Indicators.
    """
    worst = (1.0 - share_known) * deviation
    return 0.37 * worst, worst


def shared_once(x: Floats, pairs: Floats, inside: Blocs) -> tuple[Floats, Floats]:
    """The least and the most that a bloc can have where things of two members were counted for each.

    `pairs` holds what members i and j have in common (members x members). The least is at most what is
    there: what three or more share is taken off once too often.
    Formula: max(max x_i, sum of x_i - sum over pairs) to sum of x_i.

    Source: Bonferroni's inequalities; Galambos (1977), Ann. Probab. 5:577.
    """
    whole = sum_(x, x, inside)
    apart = np.nan_to_num(pairs * (1.0 - np.eye(len(x))), nan=0.0)
    common = ((inside @ apart) * inside).sum(axis=1) / 2.0
    return np.fmax(max_(x, x, inside), whole - common), whole
