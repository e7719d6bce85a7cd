"""Statistics of columns that several families need; NaN is left out."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def columnwise(statistic: Callable[..., object], x: Floats) -> Floats:
    """A NaN-aware NumPy statistic of each column; NaN, without a warning, for a column of gaps."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(statistic(x, axis=0), dtype=float)


def deviation(x: Floats) -> Floats:
    """The standard deviation of each column with n - 1 in the denominator; NaN below two values."""
    return columnwise(lambda a, axis: np.nanstd(a, axis=axis, ddof=1), x)


def _moments(x: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    seen = np.isfinite(x)
    n = seen.sum(axis=0).astype(float)
    total = np.where(seen, x, 0.0).sum(axis=0)
    d = np.where(seen, x - total / np.maximum(n, 1.0), 0.0)
    square = d * d
    return n, square.sum(axis=0), (square * d).sum(axis=0), (square * square).sum(axis=0)


def shape(x: Floats) -> tuple[Floats, Floats]:
    """Sample skewness and excess kurtosis of each column, as spreadsheets give them.

    NaN below 3 and 4 values, and where all values are equal.

    Formula: skewness = sqrt(n) sum d^3 / (sum d^2)^1.5 sqrt(n (n - 1)) / (n - 2), d = x - mean;
    kurtosis = ((n + 1)(r - 3) + 6)(n - 1) / ((n - 2)(n - 3)), r = n sum d^4 / (sum d^2)^2.

    Source: Joanes and Gill (1998), The Statistician 47:183, doi:10.1111/1467-9884.00122, type 2.
    """
    n, m2, m3, m4 = _moments(x)
    with np.errstate(divide="ignore", invalid="ignore"):
        skewness = np.sqrt(n) * m3 / m2**1.5 * np.sqrt(n * (n - 1)) / (n - 2)
        r = n * m4 / m2**2
        kurtosis = ((n + 1) * (r - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))
    spread = m2 > 0
    return np.where((n >= 3) & spread, skewness, np.nan), np.where((n >= 4) & spread, kurtosis, np.nan)


def ranks(x: Floats, descending: bool = True, exact: bool = False) -> Floats:
    """Ranks along the last axis; equal values share the best rank (1, 2, 2, 4); a gap has none.

    Values that agree to 12 digits are equal, since a difference of rounding in the last bits of a
    computed score is no rank; `exact` takes values as they are, for data that were not computed here.
    """
    key = np.where(np.isfinite(x), x if exact else significant(x), -np.inf if descending else np.inf)
    if descending:
        key = -key
    order = np.argsort(key, axis=-1, kind="stable")
    ordered = np.take_along_axis(key, order, axis=-1)
    place = np.broadcast_to(np.arange(1, x.shape[-1] + 1), x.shape)
    fresh = np.ones(x.shape, dtype=bool)
    fresh[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    shared = np.maximum.accumulate(np.where(fresh, place, 0), axis=-1)
    out = np.empty(x.shape)
    np.put_along_axis(out, order, shared.astype(float), axis=-1)
    return np.where(np.isfinite(x), out, np.nan)


def significant(x: Floats, digits: int = 12) -> Floats:
    """`x` rounded to significant digits of the largest size in its row (last axis)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.nanmax(np.where(np.isfinite(x), np.abs(x), 0.0), axis=-1, keepdims=True)
        scale = np.power(10.0, digits - 1 - np.floor(np.log10(np.where(size > 0, size, 1.0))))
        rounded: Floats = np.round(x * scale) / scale
    return rounded
