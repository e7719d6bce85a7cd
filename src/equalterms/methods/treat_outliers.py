"""Treat by drawing in: what lies too far out is put on a fence, or on the next value inside."""

from __future__ import annotations

import math

import numpy as np

from equalterms.methods.arrays import Floats, columnwise
from equalterms.methods.normalise_ranks import ROUNDING, quantiles
from equalterms.methods.treat import Flags, Stage, Treated, as_they_came, extent, heavy, one_step, treat

# The median absolute deviation of a normal distribution in standard deviations: its third quartile.
_QUARTILE = 0.6744897501960817


@treat
def winsorise(x: Floats, *, most: int = 5, skew: float = 2.0, kurtosis: float = 3.5) -> Treated:
    """The farthest values are drawn to the next, one by one, until the indicator has no outliers.

    Formula: while |skewness| >= skew and kurtosis >= kurtosis, the values equal to the maximum (the
    minimum where skewness is negative) become the next one; never more than `most` values in all, and
    never so that all values are the same.

    Source: Becker et al. (2022), Journal of Open Source Software 7:4567, doi:10.21105/joss.04567.
    """
    at = np.flatnonzero(heavy(x, skew, kurtosis))
    values, words = drawn_in(x[:, at], most, skew, kurtosis)
    out, decisions = x.copy(), [""] * x.shape[1]
    out[:, at] = values
    for j, said in zip(at, words, strict=True):
        decisions[j] = said
    return Treated(out, tuple(decisions), (as_they_came(x), Stage("winsorise", at, values)))


def drawn_in(x: Floats, most: int, skew: float, kurt: float, ties: bool = False) -> tuple[Floats, list[str]]:
    """Columns winsorised, and what was done to each in words.

    `ties` lets the last step pass `most` where several values are equal, as COINr does.
    """
    out, words = x.copy(), []
    for j in range(x.shape[1]):
        column = _Column(x[:, j])
        low, high = column.walk(most, skew, kurt, ties)
        if low + high:
            out[:, j] = np.clip(x[:, j], column.values[low], column.values[-1 - high])
        words.append(f"{low + high} farthest value{'s' if low + high > 1 else ''} drawn in" if low + high else "")
    return out, words


class _Column:
    """A column sorted once, whose shape is known at once after any number of values at its ends were drawn in."""

    def __init__(self, x: Floats) -> None:
        self.values = np.sort(x[~np.isnan(x)])
        n, middle = self.values.size, self.values.size // 2
        d = self.values - self.values[middle]
        d = d / np.abs(d).max()
        self._powers = np.stack([d, d * d, d * d * d, d * d * d * d])
        # Sums of powers from the median outward: no sum of the inner values is a difference of large ones.
        self._sums = np.zeros((4, n + 1))
        self._sums[:, middle + 1 :] = np.cumsum(self._powers[:, middle:], axis=1)
        self._sums[:, :middle] = -np.cumsum(self._powers[:, :middle][:, ::-1], axis=1)[:, ::-1]

    def walk(self, most: int, skew: float, kurt: float, ties: bool) -> tuple[int, int]:
        """How many of the least and of the greatest values are drawn in."""
        low = high = 0
        while True:
            skewness, kurtosis = self.shape(low, high)
            if not (abs(skewness) >= skew and kurtosis >= kurt) or low + high >= most:
                return low, high
            up, down = high, low
            if skewness >= 0:
                up = self.values.size - int(self.values.searchsorted(self.values[-1 - high], "left"))
            else:
                down = int(self.values.searchsorted(self.values[low], "right"))
            if up + down >= self.values.size or self.values[down] == self.values[-1 - up]:
                return low, high
            if up + down > most and not ties:
                return low, high
            low, high = down, up

    def shape(self, low: int, high: int) -> tuple[float, float]:
        """Skewness and kurtosis as `arrays.shape` has them, after `low` and `high` values were drawn in."""
        n = self.values.size
        inner = self._sums[:, n - high] - self._sums[:, low]
        s1, s2, s3, s4 = (inner + low * self._powers[:, low] + high * self._powers[:, -1 - high]).tolist()
        mean = s1 / n
        m2 = s2 - n * mean**2
        m3 = s3 - 3 * mean * s2 + 2 * n * mean**3
        m4 = s4 - 4 * mean * s3 + 6 * mean**2 * s2 - 3 * n * mean**4
        if n < 4 or m2 <= 0:
            return math.nan, math.nan
        skewness = math.sqrt(n) * m3 / m2**1.5 * math.sqrt(n * (n - 1)) / (n - 2)
        return skewness, ((n + 1) * (n * m4 / m2**2 - 3) + 6) * (n - 1) / ((n - 2) * (n - 3))


@treat
def iqr_rule(x: Floats, *, k: float = 1.5, to: str = "fence") -> Treated:
    """Values more than k interquartile ranges outside the quartiles are drawn in: Tukey's fences.

    Formula: y = x within Q1 - k (Q3 - Q1) and Q3 + k (Q3 - Q1), else the nearer of the two; to=inner takes the
    last value inside instead. Where half of the values are the same there is no fence, and that is told.

    Source: Tukey (1977), Exploratory Data Analysis, ch. 2.
    """
    _check(k, to)
    first, third = quantiles(x, np.array([0.25, 0.75]))
    return _fenced("iqr_rule", x, first - k * (third - first), third + k * (third - first), third > first, to)


@treat
def mad_rule(x: Floats, *, k: float = 3.0, normal: bool = True, to: str = "fence") -> Treated:
    """Values more than k median absolute deviations from the median are drawn in.

    Formula: y = x within median - k s and median + k s, else the nearer of the two; to=inner takes the last value
    inside instead. s = median |x - median|, divided by 0.6745 unless normal=false, so that it is the standard
    deviation where values are normal. Where half of the values are the same there is no fence, and that is told.

    Source: Leys et al. (2013), J. Exp. Soc. Psychol. 49:764, doi:10.1016/j.jesp.2013.03.013.
    """
    _check(k, to)
    half = np.array([0.5])
    median = quantiles(x, half)[0]
    spread = quantiles(np.abs(x - median), half)[0] / (_QUARTILE if normal else 1.0)
    return _fenced("mad_rule", x, median - k * spread, median + k * spread, spread > 0, to)


@treat
def adjusted_boxplot(x: Floats, *, k: float = 1.5, to: str = "fence") -> Treated:
    """Tukey's fences moved outward on the longer side, so that skew alone is no outlier.

    Formula: the fences are Q1 - k e^(-4 M) R and Q3 + k e^(3 M) R, R = Q3 - Q1, with the medcouple M >= 0, and
    Q1 - k e^(-3 M) R and Q3 + k e^(4 M) R where M < 0; to=inner takes the last value inside instead. Where half of
    the values are the same there is no fence, and that is told.

    Source: Hubert and Vandervieren (2008), Comput. Stat. Data Anal. 52:5186, doi:10.1016/j.csda.2007.11.008.
    """
    _check(k, to)
    first, third = quantiles(x, np.array([0.25, 0.75]))
    reach, skew = k * (third - first), medcouple(x)
    low = first - reach * np.exp(np.where(skew >= 0, -4.0, -3.0) * skew)
    high = third + reach * np.exp(np.where(skew >= 0, 3.0, 4.0) * skew)
    return _fenced("adjusted_boxplot", x, low, high, third > first, to)


def _check(k: float, to: str) -> None:
    if not k >= 0:
        raise ValueError("needs k of 0 or more")
    if to not in ("fence", "inner"):
        raise ValueError(f"has no place {to!r} to draw values to: fence or inner")


def _fenced(method: str, x: Floats, low: Floats, high: Floats, fence: Flags, to: str) -> Treated:
    able = extent(x)[2]
    edge = ROUNDING * np.maximum(np.abs(low), np.abs(high))  # equal to 12 digits is equal
    out = able & fence & ((x < low - edge) | (x > high + edge))
    inside = np.where(out, np.nan, x)
    first, last = columnwise(np.nanmin, inside), columnwise(np.nanmax, inside)
    if to == "inner":
        if (able & np.isnan(first)).any():
            raise ValueError("needs a larger k: no value lies inside the fences")
        low, high = first, last
    # A value may stay that is beyond the fence by rounding; what comes after it is drawn no farther than to it.
    low, high = np.fmin(low, first), np.fmax(high, last)
    values = np.where(out, np.clip(x, low, high), x)
    words = []
    for moved, has, some in zip(out.sum(axis=0), fence, able, strict=True):
        drawn = f"{moved} value{'s' if moved > 1 else ''} beyond the fences drawn in" if moved else ""
        words.append(drawn if has or not some else "half of its values are the same: no fence")
    return one_step(method, x, values, words)


def medcouple(x: Floats) -> Floats:
    """The medcouple of each column, a measure of skew from -1 to 1 that outliers do not move; NaN without values.

    Formula: the median over all pairs a <= m <= b, m the median, of ((b - m) - (m - a))/(b - a); of the q values
    equal to m, pairs among themselves count as +1, 0 and -1: q (q - 1)/2, q and q (q - 1)/2 times.

    Source: Brys, Hubert and Struyf (2004), J. Comput. Graph. Stat. 13:996, doi:10.1198/106186004X12632.
    """
    return np.array([_medcouple(x[~np.isnan(x[:, j]), j]) for j in range(x.shape[1])])


def _medcouple(x: Floats) -> float:
    if x.size == 0:
        return math.nan
    d = np.sort(x) - np.median(x)
    above, below, tied = d[d > 0], -d[d < 0][::-1], int((d == 0).sum())
    pairs = (above.size + tied) * (below.size + tied)
    # A pair of a tied value and another has the kernel +1 or -1.
    ones, minus = tied * above.size + tied * (tied - 1) // 2, tied * below.size + tied * (tied - 1) // 2
    ranks = {(pairs - 1) // 2, pairs // 2}
    return float(np.mean([_kernel(above, below, minus, tied, ones, rank) for rank in sorted(ranks)]))


def _kernel(above: Floats, below: Floats, minus: int, tied: int, ones: int, rank: int) -> float:
    """The kernel at a rank (from 0) among all pairs, found by halving: pairs up to t are counted, not listed."""

    def upto(t: float) -> int:
        # (b - a)/(b + a) <= t, with a and b distances from the median, if and only if b (1 - t) <= a (1 + t).
        proper = int(np.searchsorted(above, below * ((1 + t) / (1 - t)), "right").sum())
        return proper + minus + (tied if t >= 0 else 0)

    if rank < minus:
        return -1.0
    if rank >= (above.size + tied) * (below.size + tied) - ones:
        return 1.0
    low, high = -1.0, 1.0
    while high - low > 1e-15 * 4:
        middle = (low + high) / 2
        low, high = (low, middle) if upto(middle) > rank else (middle, high)
    return (low + high) / 2
