"""Normalise: indicators of different measures come onto one scale, on which more is better.

A member takes a matrix (units x indicators) and the `Ends` of its columns, and gives a matrix of the
same shape. The scale is set by `ends.among`, the table that a value is placed in: the matrix itself, or
all years of a panel, or one year of it, or a group. A column in which all values are equal says
nothing: it becomes the middle of the range.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from equalterms.family import Family
from equalterms.methods.arrays import Floats, columnwise, deviation, ranks


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
        """The table whose least, most, mean or order sets the scale of `x`."""
        return x if self.among is None else self.among


class Normalise(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, x: Floats, ends: Ends, /) -> Floats: ...


normalise: Family[Normalise] = Family("normalise", "indicators come onto one scale")


def _share(x: Floats, worst: Floats, best: Floats) -> Floats:
    """Where x lies from worst (0) to best (1); one half where the two are the same."""
    width = best - worst
    safe = np.where(width == 0, 1.0, width)
    return np.where(width == 0, np.where(np.isnan(x), np.nan, 0.5), (x - worst) / safe)


def _onto(share: Floats, low: float, high: float) -> Floats:
    return low + share * (high - low)


@normalise
def none(x: Floats, ends: Ends) -> Floats:
    """The values as they are, times the direction.

    Formula: y = d x, d = +1 or -1.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5.
    """
    return x * ends.direction


@normalise
def minmax(x: Floats, ends: Ends, *, low: float = 0.0, high: float = 100.0) -> Floats:
    """From the worst to the best value among the units.

    Formula: y = low + (high - low)(x - min)/(max - min); from the maximum down where less is better.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, 5.3.
    """
    least, most = columnwise(np.nanmin, x), columnwise(np.nanmax, x)
    up = ends.direction > 0
    return _onto(_share(x, np.where(up, least, most), np.where(up, most, least)), low, high)


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
    up = ends.direction > 0
    share = _share(x, np.where(up, least, most), np.where(up, most, least))
    return _onto(np.clip(share, 0, 1) if truncate else share, low, high)


@normalise
def zscore(x: Floats, ends: Ends, *, mean: float = 0.0, sd: float = 1.0) -> Floats:
    """Distance from the mean in standard deviations.

    Formula: y = mean + sd d (x - m)/s, s with n - 1 in the denominator.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, 5.2.
    """
    spread = deviation(x)
    flat = ~(spread > 0)
    away = (x - columnwise(np.nanmean, x)) / np.where(flat, 1.0, spread) * ends.direction
    return mean + sd * np.where(flat & ~np.isnan(x), 0.0, away)


@normalise
def percentile_rank(x: Floats, ends: Ends, *, low: float = 0.0, high: float = 100.0) -> Floats:
    """The share of the other units that a unit is ahead of; equal values share the lower place.

    Formula: y = low + (high - low)(r - 1)/(n - 1), r the ascending rank among n values.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, 5.1.
    """
    place = ranks((x * ends.direction).T, descending=False, exact=True).T
    others = np.maximum(np.isfinite(x).sum(axis=0) - 1, 1)
    flat = columnwise(np.nanmin, x) == columnwise(np.nanmax, x)
    return _onto(np.where(flat & ~np.isnan(x), 0.5, (place - 1) / others), low, high)


@normalise
def share_of_max(x: Floats, ends: Ends, *, high: float = 100.0) -> Floats:
    """The value as a share of the best: the leader has `high`, zero stays zero.

    Formula: y = high x / max(x); high min(x) / x where less is better.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, 5.5.
    """
    least, most = columnwise(np.nanmin, x), columnwise(np.nanmax, x)
    up = ends.direction > 0
    if (np.where(up, most, least) <= 0).any() or (least < 0).any():
        raise ValueError("needs values of 0 or more, and above 0 where less is better")
    with np.errstate(divide="ignore", invalid="ignore"):
        return high * np.where(up, x / most, least / x)
