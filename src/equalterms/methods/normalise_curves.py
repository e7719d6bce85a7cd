"""Normalise so that extremes count for less: robust scales, a logistic curve, a band around the mean."""

from __future__ import annotations

import numpy as np

from equalterms.methods.arrays import Floats, columnwise
from equalterms.methods.normalise import Ends, normalise, onto, standard
from equalterms.methods.normalise_ranks import ROUNDING, quantiles

# What the interquartile range and the median absolute deviation of a normal distribution are in standard
# deviations: twice and once its third quartile, 0.67448975...
_QUARTILE = 0.6744897501960817


@normalise
def robust(
    x: Floats, ends: Ends, *, centre: float = 0.0, unit: float = 1.0, spread: str = "iqr", normal: bool = False
) -> Floats:
    """Distance from the median in interquartile ranges, or in median absolute deviations (spread=mad).

    Formula: y = centre + unit d (x - median)/s, s = Q3 - Q1 or median |x - median|; normal=true divides s by
    1.349 or 0.6745, so that it is the standard deviation where values follow a normal distribution.

    Source: Rousseeuw and Croux (1993), J. Am. Stat. Assoc. 88:1273, doi:10.1080/01621459.1993.10476408.
    """
    if spread not in ("iqr", "mad"):
        raise ValueError(f"has no spread {spread!r}: iqr or mad")
    if not unit > 0:
        raise ValueError("needs unit above 0")
    table = ends.scale(x)
    least, first, median, third, most = quantiles(table, np.array([0.0, 0.25, 0.5, 0.75, 1.0]))
    size = third - first if spread == "iqr" else quantiles(np.abs(table - median), np.array([0.5]))[0]
    if normal:
        size = size / (_QUARTILE * (2 if spread == "iqr" else 1))
    flat = least == most
    if ((size == 0) & ~flat).any():
        raise ValueError(f"needs values that differ more: half of them are the same, so that their {spread} is 0")
    away = (x - median) / np.where(flat, 1.0, size) * ends.direction
    return centre + unit * np.where(flat & ~np.isnan(x), 0.0, away)


@normalise
def logistic(x: Floats, ends: Ends, *, low: float = 0.0, high: float = 100.0, steepness: float = 1.0) -> Floats:
    """The z-score on a logistic curve: the mean has the middle, and extremes come close to the ends.

    Formula: y = low + (high - low)/(1 + exp(-k z)), z = d (x - m)/s with n - 1 in s, k the steepness.

    Source: Pyle (1999), Data Preparation for Data Mining, ch. 7 (softmax scaling).
    """
    if not steepness > 0:
        raise ValueError("needs steepness above 0")
    with np.errstate(invalid="ignore"):  # a gap
        share = np.exp(-np.logaddexp(0.0, -steepness * standard(x, ends)))
    return onto(share, low, high)


@normalise
def above_mean(x: Floats, ends: Ends, *, threshold: float = 0.2, low: float = 0.0, high: float = 100.0) -> Floats:
    """Three classes: better than the mean by more than a share of it, about the mean, worse by more than that.

    Formula: y = low, (low + high)/2 or high for d (x - m) < -p |m|, within, and > p |m|, p the threshold.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5, doi:10.1787/9789264043466-en.
    """
    if not threshold >= 0:
        raise ValueError("needs a threshold of 0 or more")
    table = ends.scale(x)
    least, most, mean = (columnwise(statistic, table) for statistic in (np.nanmin, np.nanmax, np.nanmean))
    ahead = (x - mean) * ends.direction
    band = threshold * np.abs(mean) + ROUNDING * (most - least)
    share = np.where(least == most, 0.5, 0.5 + 0.5 * (ahead > band) - 0.5 * (ahead < -band))
    return onto(np.where(np.isnan(ahead), np.nan, share), low, high)
