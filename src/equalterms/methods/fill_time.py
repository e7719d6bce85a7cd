"""Fill from the same unit's other years: a matrix of years x series, and the years of its rows.

A series without any value stays one of gaps. Rows may stand in any order; a year stands once.
A trend that goes on beyond the record is not offered: on a line an indicator leaves its possible range
(a share above 100%) sooner or later, and nothing in the series says when.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from equalterms.methods.arrays import Floats
from equalterms.methods.fill import along_time, fill

_Places = NDArray[np.intp]


@fill
@along_time
def latest(x: Floats, years: Floats, *, most: float = 1000.0) -> Floats:
    """A gap becomes the last earlier value of the series, at most so many years old.

    The age is counted in years and not in rows. The default lets every earlier value count; before its first
    value a series keeps its gaps.

    Formula: y_t = x_s, s = max{s < t: x_s observed}, where t - s <= most.

    Source: Little and Rubin (2019), Statistical Analysis with Missing Data, 3rd ed. (last value carried forward).
    """
    if most < 0:
        raise ValueError("needs most of 0 or more")
    x, years, back = _in_order(x, years)
    before, _ = _around(x)
    young = (before >= 0) & (years[:, None] - years[before] <= most)
    return np.where(young, _at(x, before), x)[back]


@fill
@along_time
def constant(x: Floats, years: Floats) -> Floats:
    """A gap becomes the last earlier value of the series, before the first value the first.

    Formula: y_t = x_s, s = max{s < t: x_s observed}, or min{s: x_s observed} where there is no such s.

    Source: Becker, Chambers and Wilks (1988), The New S Language: approx(method = "constant", rule = 2) of R.
    """
    x, _, back = _in_order(x, years)
    before, after = _around(x)
    return _at(x, np.where(before >= 0, before, after))[back]


@fill
@along_time
def linear(x: Floats, years: Floats) -> Floats:
    """A gap lies on the line between the values before and after it; the ends go on as they are.

    A series with a single value has it in every year.

    Formula: y_t = x_a + (x_b - x_a)(t - a)/(b - a), a < t < b the observed years next to t; y_t = x_b before the
    first and x_a after the last.

    Source: Becker, Chambers and Wilks (1988), The New S Language: approx(rule = 2) of R.
    """
    x, years, back = _in_order(x, years)
    before, after = _around(x)
    # Beyond the ends both neighbours are the one that there is, and there is no way to go.
    first, last = np.where(before >= 0, before, after), np.where(after < len(x), after, before)
    first, last = np.clip(first, 0, len(x) - 1), np.clip(last, 0, len(x) - 1)
    start, end = _at(x, first), _at(x, last)
    span = years[last] - years[first]
    way = np.where(span > 0, (years[:, None] - years[first]) / np.where(span > 0, span, 1.0), 0.0)
    return np.where(np.isnan(x), start + (end - start) * way, x)[back]


def _in_order(x: Floats, years: Floats) -> tuple[Floats, Floats, _Places]:
    """Rows and years from the earliest, and the places that lead back to the order in which they came."""
    order = np.argsort(years, kind="stable")
    if (np.diff(years[order]) == 0).any():
        raise ValueError("needs each year once")
    return x[order], years[order], np.argsort(order, kind="stable")


def _around(x: Floats) -> tuple[_Places, _Places]:
    """The rows of the nearest value at or before, and at or after, each place; -1 and the length where none is."""
    row = np.arange(len(x))[:, None]
    seen = ~np.isnan(x)
    before = np.maximum.accumulate(np.where(seen, row, -1), axis=0)
    after = np.minimum.accumulate(np.where(seen, row, len(x))[::-1], axis=0)[::-1]
    return before, after


def _at(x: Floats, rows: _Places) -> Floats:
    """The values in these rows of each series; a row that is none, as in a series of gaps, gives a gap."""
    found: Floats = np.take_along_axis(x, np.clip(rows, 0, len(x) - 1), axis=0)
    return found
