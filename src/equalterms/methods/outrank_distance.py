"""Members of aggregate that set units against each other by their distance from the best, the worst or the mean.

A gap is left out on its way to either end and the weights of the rest count in proportion.
"""

from __future__ import annotations

import numpy as np

from equalterms.methods.aggregate import aggregate, compares
from equalterms.methods.arrays import Floats

_ALMOST = 1e-12


def _ends(x: Floats) -> tuple[Floats, Floats]:
    """The least and the most of each part over the units."""
    least = np.where(np.isnan(x), np.inf, x).min(axis=-2, keepdims=True)
    most = np.where(np.isnan(x), -np.inf, x).max(axis=-2, keepdims=True)
    return least, most


def _shares(x: Floats, w: Floats) -> Floats:
    """The weights of what each unit has, 1 in sum (runs, units, children); 0 throughout where it has nothing."""
    counted = np.where(np.isnan(x), 0.0, w[:, None, :])
    total = counted.sum(axis=-1, keepdims=True)
    out: Floats = counted / np.where(total > 0, total, 1.0)
    return out


@aggregate
@compares
def topsis(x: Floats, w: Floats, *, scale: str = "vector") -> Floats:
    """Near the best and far from the worst values of all units: 0 at the worst of all parts, 1 at the best.

    `scale` puts the parts on one measure first: vector (by the root of the sum of squares), minmax, or none.

    Formula: y = d-/(d+ + d-), d+ and d- the Euclidean distances of w r from its maxima and minima over the units.

    Source: Hwang and Yoon (1981), Multiple Attribute Decision Making, Springer, doi:10.1007/978-3-642-48318-9.
    """
    known = np.nan_to_num(x, nan=0.0)
    least, most = _ends(x)
    if scale == "vector":
        size = np.sqrt((known**2).sum(axis=-2, keepdims=True))
    elif scale == "minmax":
        size = most - least
    elif scale == "none":
        size = np.ones_like(most)
    else:
        raise ValueError(f"has no scale {scale!r}: vector, minmax or none")
    gap = np.isnan(x) | ~(size > 0)
    weight = _shares(x, w)
    with np.errstate(divide="ignore", invalid="ignore"):
        below = np.where(gap, 0.0, (most - x) / size) * weight
        above = np.where(gap, 0.0, (x - least) / size) * weight
    down, up = np.sqrt((below**2).sum(axis=-1)), np.sqrt((above**2).sum(axis=-1))
    # Where all units are alike no one is nearer to the best than to the worst.
    return np.where(down + up > 0, up / np.where(down + up > 0, down + up, 1.0), 0.5)


@aggregate
@compares
def vikor(x: Floats, w: Floats, *, v: float = 0.5) -> Floats:
    """A compromise between the lag on the whole and the worst single lag (VIKOR), 0 to 1, more is better.

    `v` is the weight of the lag on the whole, 1 - v that of the worst; published Q is 1 less this score.

    Formula: y = 1 - v (S - S*)/(S- - S*) - (1 - v)(R - R*)/(R- - R*), S = sum w l / sum w, R = max w l / sum w,
    l = (max x - x)/(max x - min x); * and - the least and the most over the units.

    Source: Opricovic and Tzeng (2004), European J. Operational Research 156:445, doi:10.1016/S0377-2217(03)00020-1.
    """
    if not 0 <= v <= 1:
        raise ValueError("needs a v from 0 to 1")
    least, most = _ends(x)
    with np.errstate(invalid="ignore"):
        width = most - least
        lag = np.where(np.isnan(x) | ~(width > 0), 0.0, (most - x) / np.where(width > 0, width, 1.0))
    share = _shares(x, w)
    seen = share.sum(axis=-1) > 0
    share = share * lag
    whole, worst = share.sum(axis=-1), share.max(axis=-1)
    return 1 - v * _lagging(whole, seen) - (1 - v) * _lagging(worst, seen)


@aggregate
@compares
def edas(x: Floats, w: Floats) -> Floats:
    """Above the mean unit less below it, in proportion to the mean (EDAS), 0 to 1. Needs means above 0.

    Formula: y = (P/max P + 1 - N/max N)/2, P = sum w max(0, x - m)/m / sum w, N = sum w max(0, m - x)/m / sum w,
    m the mean of the part over the units.

    Source: Keshavarz Ghorabaee, Zavadskas, Olfat and Turskis (2015), Informatica 26:435,
    doi:10.15388/Informatica.2015.57.
    """
    seen = np.isfinite(x)
    count = seen.sum(axis=-2, keepdims=True)
    mean = np.where(seen, x, 0.0).sum(axis=-2, keepdims=True) / np.maximum(count, 1)
    if (mean[count > 0] <= 0).any():
        raise ValueError("needs parts whose mean is above 0")
    away = np.where(seen, x / np.where(count > 0, mean, 1.0) - 1, 0.0)
    away = np.where(np.abs(away) > _ALMOST, away, 0.0) * _shares(x, w)
    above, below = np.maximum(away, 0.0).sum(axis=-1), np.maximum(-away, 0.0).sum(axis=-1)
    return (_of_most(above) + 1 - _of_most(below)) / 2


def _of_most(amount: Floats) -> Floats:
    """Amounts as a share of the most over the units; 0 where all are 0."""
    most = amount.max(axis=-1, keepdims=True)
    out: Floats = amount / np.where(most > 0, most, 1.0)
    return out


def _lagging(lag: Floats, seen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Floats:
    """Where each unit's lag lies from the least (0) to the most (1) of those with data; 0 where all are alike."""
    least = np.where(seen, lag, np.inf).min(axis=-1, keepdims=True)
    most = np.where(seen, lag, -np.inf).max(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore"):
        width = most - least
        return np.where(width > _ALMOST, (lag - least) / np.where(width > _ALMOST, width, 1.0), 0.0)
