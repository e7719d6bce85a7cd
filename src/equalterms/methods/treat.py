"""Treat: outliers and skew are softened, and every decision is written down.

A member takes a matrix (units x indicators) and gives a `Treated`: the matrix and, for each column,
what was done to it in words (empty where nothing was).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from equalterms.family import Family
from equalterms.methods.arrays import Floats, columnwise, shape


@dataclass(frozen=True, slots=True)
class Treated:
    """The treated values and the decision on each column."""

    values: Floats
    decisions: tuple[str, ...]


class Treat(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, x: Floats, /) -> Treated: ...


treat: Family[Treat] = Family("treat", "outliers and skew are softened")


def _heavy(x: Floats, skew: float, kurt: float) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """The columns with |skewness| >= skew and kurtosis >= kurt: the handbook's sign of outliers."""
    skewness, kurtosis = shape(x)
    return (np.abs(skewness) >= skew) & (kurtosis >= kurt)


@treat
def none(x: Floats) -> Treated:
    """The values as they are.

    Formula: y = x.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5.
    """
    return Treated(x, ("",) * x.shape[1])


@treat
def winsorise(x: Floats, *, most: int = 5, skew: float = 2.0, kurtosis: float = 3.5) -> Treated:
    """The farthest values are drawn to the next, one by one, until the indicator has no outliers.

    Formula: while |skewness| >= skew and kurtosis >= kurtosis, the values equal to the maximum (the
    minimum where skewness is negative) become the next one; never more than `most` values in all.

    Source: Becker et al. (2022), Journal of Open Source Software 7:4567, doi:10.21105/joss.04567.
    """
    out = x.copy()
    decisions = [""] * x.shape[1]
    for j in np.flatnonzero(_heavy(x, skew, kurtosis)):
        out[:, j], moved = _winsorised(x[:, j], most, skew, kurtosis)
        if moved:
            decisions[j] = f"{moved} farthest value{'s' if moved > 1 else ''} drawn in"
    return Treated(out, tuple(decisions))


def _winsorised(x: Floats, most: int, skew: float, kurt: float) -> tuple[Floats, int]:
    y, moved = x.copy(), 0
    while True:
        skewness, kurtosis = (float(each[0]) for each in shape(y[:, None]))
        if not (abs(skewness) >= skew and kurtosis >= kurt):
            return y, moved
        edge = np.nanmax(y) if skewness >= 0 else np.nanmin(y)
        at_edge = y == edge
        touched = int(np.count_nonzero(at_edge & (x == edge)))
        if moved + touched > most:
            return y, moved
        rest = y[~at_edge & ~np.isnan(y)]
        y[at_edge] = rest.max() if skewness >= 0 else rest.min()
        moved += touched


@treat
def log(x: Floats) -> Treated:
    """Every indicator becomes its logarithm, shifted so that it is defined, mirrored where skewed left.

    Formula: y = ln(x - min + 0.01 (max - min)); where skewness is negative
    y = -ln(max - x + 0.01 (max - min)). The order of the units stays.

    Source: Becker et al. (2022), Journal of Open Source Software 7:4567, doi:10.21105/joss.04567.
    """
    least, most = columnwise(np.nanmin, x), columnwise(np.nanmax, x)
    flat = most == least
    pad = 0.01 * np.where(flat, 1.0, most - least)
    left = shape(x)[0] < 0
    y = np.where(left, -np.log(most - x + pad), np.log(x - least + pad))
    words = np.where(flat | np.isnan(least), "", np.where(left, "mirrored logarithm", "logarithm"))
    return Treated(np.where(flat, x, y), tuple(str(w) for w in words))


@treat
def skew_rule(x: Floats, *, most: int = 5, skew: float = 2.0, kurtosis: float = 3.5) -> Treated:
    """Winsorised where that removes the outliers, else the logarithm where that serves, else untouched.

    Formula: an indicator with |skewness| >= skew and kurtosis >= kurtosis is winsorised; if it still
    fails, the logarithm of the original is taken, unless that is farther from symmetry than before.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5;
    Becker et al. (2022), doi:10.21105/joss.04567.
    """
    drawn = winsorise(x, most=most, skew=skew, kurtosis=kurtosis)
    still = _heavy(drawn.values, skew, kurtosis)
    if not still.any():
        return drawn
    logged = log(x)
    better = np.abs(shape(logged.values)[0]) < np.abs(shape(x)[0])
    out, decisions = drawn.values.copy(), list(drawn.decisions)
    for j in np.flatnonzero(still):
        chosen = logged.values if better[j] else x
        out[:, j] = chosen[:, j]
        decisions[j] = logged.decisions[j] if better[j] else "skewed; no treatment helps"
    return Treated(out, tuple(decisions))
