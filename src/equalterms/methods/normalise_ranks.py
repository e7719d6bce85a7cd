"""Normalise by place: ranks, Borda points, percentile ranks and categories among the values of a table.

The place of a value is counted: how many values of the table (`ends.scale(x)`) are worse (L), how many
are equal (E), among n. A value that the table does not hold (E = 0) stands between its neighbours there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from equalterms.methods.arrays import Floats
from equalterms.methods.normalise import Ends, normalise, onto

# What is this near to an edge, as a share of the range, is on it: 0.1 + 0.2 is not above 0.3.
ROUNDING = 1e-12


class Places(NamedTuple):
    """How each value of x stands to the table: `worse` values there (NaN for a gap), `equal` ones, `among` so many.

    `worse` and `equal` are units x indicators; `flat` marks columns whose values in the table are all equal.
    """

    worse: Floats
    equal: Floats
    among: Floats
    flat: NDArray[np.bool_]


def ordered(x: Floats) -> tuple[Floats, Floats]:
    """Each column sorted upwards with its gaps last (columns x units), and how many values it has."""
    return np.sort(np.ascontiguousarray(x.T), axis=1), (~np.isnan(x)).sum(axis=0).astype(float)


def quantiles(x: Floats, shares: Floats) -> Floats:
    """The quantiles of each column at each of the shares (shares x columns), straight between neighbours.

    NaN for a column of gaps. This is type 7 of Hyndman and Fan (1996), doi:10.1080/00031305.1996.10473566,
    as in R and NumPy unless told otherwise; with gaps, NumPy's own goes column by column and takes far longer.
    """
    values, count = ordered(x)
    last = np.maximum(count - 1, 0)[:, None]
    place = last * shares
    below = np.floor(place).astype(int)
    start, end = (np.take_along_axis(values, at, axis=1) for at in (below, np.minimum(below + 1, last.astype(int))))
    found: Floats = (start + (end - start) * (place - below)).T
    return found


def places(x: Floats, ends: Ends) -> Places:
    """Each value of x counted against the table that sets its scale."""
    values, count = ordered(ends.scale(x) * ends.direction)
    sought = np.ascontiguousarray((x * ends.direction).T)
    worse = np.empty(sought.shape, dtype=int)
    for j, column in enumerate(values):
        worse[j] = column.searchsorted(sought[j])
    # How many are equal follows from where the run of equal values ends that begins at the place found.
    size = values.shape[1]
    last_of_run = np.ones(values.shape, dtype=bool)
    last_of_run[:, :-1] = values[:, 1:] != values[:, :-1]
    after = np.where(last_of_run, np.arange(1, size + 1), size)
    after = np.minimum.accumulate(after[:, ::-1], axis=1)[:, ::-1]
    at = np.minimum(worse, size - 1)
    held = np.take_along_axis(values, at, axis=1) == sought
    equal = np.where(held, np.take_along_axis(after, at, axis=1) - worse, 0)
    return Places(np.where(np.isnan(x), np.nan, worse.T), equal.T.astype(float), count, after[:, 0] >= count)


def _ahead(found: Places, ties: str) -> Floats:
    """Ascending rank less 1 among the table: L, or L + (E - 1)/2; half-way where the table has no such value."""
    if ties not in ("lowest", "average"):
        raise ValueError(f"has no ties {ties!r}: lowest or average")
    half = (found.equal - 1) / 2
    if ties == "lowest":
        half = np.minimum(half, 0.0)
    middle = np.where(np.isnan(found.worse), np.nan, (found.among - 1) / 2)
    return np.where(found.flat, middle, found.worse + half)


@normalise
def percentile_rank(x: Floats, ends: Ends, *, low: float = 0.0, high: float = 100.0, ties: str = "lowest") -> Floats:
    """The share of the other units that a unit is ahead of; equal values share the lower place, or the average.

    Formula: y = low + (high - low)(r - 1)/(n - 1), r the ascending rank among n values: the lowest of equal
    values, or their average with ties=average. A value that is not one of the n has them all as others: L/n.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5, doi:10.1787/9789264043466-en.
    """
    found = places(x, ends)
    held = found.equal > 0
    others = np.maximum(np.where(held, found.among - 1, found.among), 1.0)
    share = np.where(held, _ahead(found, ties), found.worse) / others
    return onto(np.where(found.flat & ~np.isnan(found.worse), 0.5, share), low, high)


@normalise
def rank(x: Floats, ends: Ends, *, ties: str = "lowest") -> Floats:
    """The rank from the worst (1) to the best (n); equal values share the lowest rank, or the average.

    Formula: y = L + 1 (ties=lowest) or L + (E + 1)/2 (ties=average), L values being worse and E equal;
    L + 1/2 for a value that is not among them. All alike, each has (n + 1)/2.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5, doi:10.1787/9789264043466-en.
    """
    return _ahead(places(x, ends), ties) + 1


@normalise
def borda(x: Floats, ends: Ends, *, ties: str = "lowest") -> Floats:
    """Borda points: how many units a unit is ahead of.

    Formula: y = r - 1, r the rank from the worst (1) to the best (n), as in `rank`.

    Source: Borda (1781), Mémoire sur les élections au scrutin, Histoire de l'Académie Royale des Sciences.
    """
    return _ahead(places(x, ends), ties)


@normalise
def categorical(
    x: Floats, ends: Ends, *, bins: int = 5, edges: str = "quantile", low: float = 0.0, high: float = 100.0
) -> Floats:
    """Classes from the worst to the best: as many units in each, or each as wide (edges=width).

    Formula: y = low + (high - low) k/(bins - 1), k the number of inner edges that are worse than x: the
    quantiles i/bins, or the points min + (max - min) i/bins; a value on an edge is in the worse class.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5, doi:10.1787/9789264043466-en.
    """
    if bins < 2:
        raise ValueError("needs 2 bins or more")
    if edges not in ("quantile", "width"):
        raise ValueError(f"has no edges {edges!r}: quantile or width")
    table, value = ends.scale(x) * ends.direction, x * ends.direction
    least, most = quantiles(table, np.array([0.0, 1.0]))
    steps = np.arange(1, bins)
    cuts = quantiles(table, steps / bins) if edges == "quantile" else least + steps[:, None] * ((most - least) / bins)
    worse = np.zeros(x.shape)
    for cut in cuts:
        worse += value > cut + ROUNDING * (most - least)
    share = np.where(least == most, 0.5, worse / (bins - 1))
    return onto(np.where(np.isnan(x), np.nan, share), low, high)
