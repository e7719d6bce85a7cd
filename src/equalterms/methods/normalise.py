"""Normalise: indicators of different measures come onto one scale, on which more is better.

A member takes a matrix (units x indicators) and the `Ends` of its columns, and gives a matrix of the
same shape. The scale is set by `ends.scale(x)`, the table that a value is placed in: the matrix itself, or
all years of a panel, or one year of it, or a group. A value outside the range of that table may lie
outside the range of the scale; nothing is cut off unless an option says so. A gap stays a gap, and no
value becomes one: where the table of a column is all gaps, its values cannot be placed.

A column in which all values of the table are equal says nothing, where the table sets the scale: it
becomes the middle of the range. Members on scales of their own (`none`, `scaled`, `goalposts`) and
ratios (`share_of_max`, `share_of_reference`) need no such rule.

Members stand in four rooms: linear scales here, places among others in `normalise_ranks`, distances and
shares in `normalise_distance`, curves and robust scales in `normalise_curves`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from equalterms.family import Family
from equalterms.methods.arrays import Floats, columnwise, deviation


@dataclass(frozen=True, slots=True)
class Ends:
    """What is known of each column beforehand.

    `direction` is +1 or -1, `low` and `high` are goalposts, `target` is the value to reach and
    `reference` the value of the unit that others are measured by (NaN where there is none). `among`
    is the table that sets the scale, with the same columns; None for the matrix itself.
    """

    direction: Floats
    low: Floats
    high: Floats
    target: Floats | None = None
    reference: Floats | None = None
    among: Floats | None = None

    def scale(self, x: Floats) -> Floats:
        """The table whose least, most, mean or order sets the scale of `x`.

        ValueError where x has values in a column of which the table has none.
        """
        if self.among is None:
            return x
        if (np.isnan(self.among).all(axis=0) & ~np.isnan(x).all(axis=0)).any():
            raise ValueError("needs values in the table that sets the scale")
        return self.among


class Normalise(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, x: Floats, ends: Ends, /) -> Floats: ...


normalise: Family[Normalise] = Family("normalise", "indicators come onto one scale")


def extremes(x: Floats, ends: Ends) -> tuple[Floats, Floats]:
    """The worst and the best value of each column of the table that sets the scale of `x`."""
    table = ends.scale(x)
    return by_direction(columnwise(np.nanmin, table), columnwise(np.nanmax, table), ends)


def by_direction(least: Floats, most: Floats, ends: Ends) -> tuple[Floats, Floats]:
    """The two ends of each column as worst and best: they change places where less is better."""
    up = ends.direction > 0
    return np.where(up, least, most), np.where(up, most, least)


def between(x: Floats, worst: Floats, best: Floats) -> Floats:
    """Where x lies from worst (0) to best (1); one half where the two are the same."""
    width = best - worst
    flat = width == 0
    return np.where(flat, np.where(np.isnan(x), np.nan, 0.5), (x - worst) / np.where(flat, 1.0, width))


def onto(share: Floats, low: float, high: float) -> Floats:
    """Shares from 0 to 1 on a scale from `low` to `high`; ValueError where that is no range."""
    if not low < high:
        raise ValueError("needs low below high")
    return low + share * (high - low)


@normalise
def none(x: Floats, ends: Ends) -> Floats:
    """The values as they are, times the direction.

    Formula: y = d x, d = +1 or -1.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5, doi:10.1787/9789264043466-en.
    """
    return x * ends.direction


@normalise
def minmax(x: Floats, ends: Ends, *, low: float = 0.0, high: float = 100.0) -> Floats:
    """From the worst to the best value among the units.

    Formula: y = low + (high - low)(x - min)/(max - min); from the maximum down where less is better.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5, doi:10.1787/9789264043466-en.
    """
    return onto(between(x, *extremes(x, ends)), low, high)


@normalise
def scaled(
    x: Floats, ends: Ends, *, lower: float = 0.0, upper: float = 100.0, low: float = 0.0, high: float = 100.0
) -> Floats:
    """From a lower to an upper bound that all indicators share; values beyond the bounds stay beyond them.

    Formula: y = low + (high - low)(x - lower)/(upper - lower); (upper - x) above the line where less is better.

    Source: Becker, Caperna, Del Sorbo et al. (2022), J. Open Source Softw. 7:4567, doi:10.21105/joss.04567.
    """
    if not lower < upper:
        raise ValueError("needs lower below upper")
    width = x.shape[1]
    return onto(between(x, *by_direction(np.full(width, lower), np.full(width, upper), ends)), low, high)


@normalise
def goalposts(
    x: Floats,
    ends: Ends,
    *,
    low: float = 0.0,
    high: float = 100.0,
    scale: str = "linear",
    truncate: bool = True,
) -> Floats:
    """From the lower to the upper goalpost of each indicator, fixed beforehand.

    Formula: y = low + (high - low)(x - l)/(u - l), kept within the goalposts unless truncate=false;
    with scale=log the logarithms of x, l and u. The goalposts change places where less is better.

    Source: UNDP (2024), Human Development Report 2023/24, Technical note 1.
    """
    if np.isnan(ends.low).any() or np.isnan(ends.high).any():
        raise ValueError("needs goalposts for every indicator")
    least, most = ends.low, ends.high
    if scale == "log":
        if (least <= 0).any() or np.nanmin(x, initial=1.0) <= 0:
            raise ValueError("needs values and goalposts above 0 for scale=log")
        x, least, most = np.log(x), np.log(least), np.log(most)
    elif scale != "linear":
        raise ValueError(f"has no scale {scale!r}: linear or log")
    share = between(x, *by_direction(least, most, ends))
    return onto(np.clip(share, 0, 1) if truncate else share, low, high)


def standard(x: Floats, ends: Ends) -> Floats:
    """The distance from the mean in standard deviations, upward for better; 0 where the table is constant."""
    table = ends.scale(x)
    # Equality is asked of the values: the deviation of equal values may be a rounding error above 0.
    flat = columnwise(np.nanmin, table) == columnwise(np.nanmax, table)
    away = (x - columnwise(np.nanmean, table)) / np.where(flat, 1.0, deviation(table)) * ends.direction
    return np.where(flat & ~np.isnan(x), 0.0, away)


@normalise
def zscore(x: Floats, ends: Ends, *, mean: float = 0.0, sd: float = 1.0) -> Floats:
    """Distance from the mean in standard deviations.

    Formula: y = mean + sd d (x - m)/s, s with n - 1 in the denominator.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5, doi:10.1787/9789264043466-en.
    """
    if not sd > 0:
        raise ValueError("needs sd above 0")
    return mean + sd * standard(x, ends)
