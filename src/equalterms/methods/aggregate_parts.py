"""Members of aggregate that look at one unit's parts: their order, their least, how far they lie apart."""

from __future__ import annotations

import numpy as np

from equalterms.methods.aggregate import aggregate, compares, penalises
from equalterms.methods.arrays import Floats

_ALMOST = 1e-12


def _counted(x: Floats, w: Floats) -> Floats:
    """The weights that count: those of the values that are present."""
    return np.where(np.isnan(x), 0.0, w)


def _ascending(x: Floats, w: Floats) -> tuple[Floats, Floats]:
    """Values in ascending order with the weights summed up to each; gaps last, where no weight is left."""
    counted = _counted(x, w)
    order = np.argsort(np.where(counted > 0, x, np.inf), axis=-1, kind="stable")
    values = np.take_along_axis(np.where(counted > 0, x, 0.0), order, axis=-1)
    return values, np.take_along_axis(counted, order, axis=-1).cumsum(axis=-1)


def _where_seen(total: Floats, y: Floats) -> Floats:
    return np.where(total > 0, y, np.nan)


def _moments(x: Floats, w: Floats) -> tuple[Floats, Floats]:
    """The weighted mean and variance (weights as shares) of the parts of each unit."""
    counted = _counted(x, w)
    total = counted.sum(axis=-1)
    share = counted / np.where(total > 0, total, 1.0)[..., None]
    known = np.where(np.isnan(x), 0.0, x)
    middle = (share * known).sum(axis=-1)
    spread = (share * (known - middle[..., None]) ** 2).sum(axis=-1)
    return _where_seen(total, middle), spread


@aggregate
def min_(x: Floats, w: Floats) -> Floats:
    """The least of the parts: nothing makes up for a low value. Weights only say which parts count.

    Formula: y = min x over the parts with a value and a weight above 0.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, 6.5, doi:10.1787/9789264043466-en.
    """
    counted = _counted(x, w)
    return _where_seen(counted.sum(axis=-1), np.where(counted > 0, x, np.inf).min(axis=-1))


@aggregate
def max_(x: Floats, w: Floats) -> Floats:
    """The most of the parts: one high value is enough. Weights only say which parts count.

    Formula: y = max x over the parts with a value and a weight above 0.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, 6.5, doi:10.1787/9789264043466-en.
    """
    counted = _counted(x, w)
    return _where_seen(counted.sum(axis=-1), np.where(counted > 0, x, -np.inf).max(axis=-1))


@aggregate
def median(x: Floats, w: Floats) -> Floats:
    """The weighted median: half of the weight lies on either side; one odd value moves nothing.

    Where half is reached exactly between two values it is their middle, so that equal weights give the
    ordinary median and the order of equal values does not matter.

    Formula: y = (l + u)/2, l the least x with F(x) >= 1/2, u the least with F(x) > 1/2, F the share of the
    weight at or below x.

    Source: Edgeworth (1888), Philosophical Magazine 25:184, doi:10.1080/14786448808628170.
    """
    values, upto = _ascending(x, w)
    total = upto[..., -1:]
    lower = np.argmax(upto >= total * (0.5 - _ALMOST), axis=-1)[..., None]
    upper = np.argmax(upto > total * (0.5 + _ALMOST), axis=-1)[..., None]
    middle = (np.take_along_axis(values, lower, axis=-1) + np.take_along_axis(values, upper, axis=-1)) / 2
    return _where_seen(total[..., 0], middle[..., 0])


@aggregate
def owa(x: Floats, w: Floats, *, orness: float = 0.5) -> Floats:
    """Weights by place, not by name: orness 0 is the least of the parts, 0.5 their mean, 1 the most.

    Formula: y = sum v_r x_(r), x_(1) the most; v_r = Q(S_r) - Q(S_(r-1)), S_r the share of the weights of
    the r highest parts, Q(s) = s^a with a = (1 - orness)/orness.

    Source: Yager (1988), IEEE Trans. Systems, Man, and Cybernetics 18:183, doi:10.1109/21.87068; with weights
    of importance as Torra (1997), Int. J. Intelligent Systems 12:153,
    doi:10.1002/(SICI)1098-111X(199702)12:2<153::AID-INT3>3.0.CO;2-P.
    """
    if not 0 <= orness <= 1:
        raise ValueError("needs an orness from 0 to 1")
    power = np.inf if orness == 0 else (1 - orness) / orness
    values, upto = _ascending(-x, w)
    total = upto[..., -1:]
    share = upto / np.where(total > 0, total, 1.0)
    quantified = np.where(share > 0, np.power(share, power), 0.0)
    return _where_seen(total[..., 0], -(np.diff(quantified, axis=-1, prepend=0.0) * values).sum(axis=-1))


@aggregate
def mean_min(x: Floats, w: Floats, *, alpha: float = 0.5, beta: float = 0.0) -> Floats:
    """The mean less a penalty for lagging parts: alpha=0 is the mean, alpha=1 with beta=0 the least part.

    A greater beta spares small lags; at beta=0 it lies a share alpha of the way from the mean to the least.

    Formula: y = M - alpha (sqrt((M - min)^2 + beta^2) - beta), M the weighted mean; 0 <= alpha <= 1, beta >= 0.

    Source: Casadio Tarabusi and Guarini (2013), Social Indicators Research 112:19, doi:10.1007/s11205-012-0070-4.
    """
    if not 0 <= alpha <= 1 or beta < 0:
        raise ValueError("needs an alpha from 0 to 1 and a beta of 0 or more")
    middle, _ = _moments(x, w)
    lag = middle - min_(x, w)
    return middle - alpha * (np.sqrt(lag**2 + beta**2) - beta)


def _penalise(x: Floats, w: Floats, penalty: str, ddof: int = 0) -> Floats:
    """M -+ S^2/M, the mean and the imbalance of a unit's parts; `ddof` is taken from the count of S."""
    if penalty not in ("down", "up"):
        raise ValueError(f"has no penalty {penalty!r}: down (more is better) or up (more is worse)")
    middle, spread = _moments(x, w)
    if np.nanmin(middle, initial=1.0) <= 0:
        raise ValueError("needs parts whose mean stays above 0 on the scale of 100")
    parts = (_counted(x, w) > 0).sum(axis=-1)
    spread = spread * parts / np.maximum(parts - ddof, 1)
    out: Floats = middle + (spread if penalty == "up" else -spread) / middle
    return out


@aggregate
@penalises
@compares
def mazziotta_pareto(x: Floats, w: Floats, *, penalty: str = "down", ddof: int = 0) -> Floats:
    """Parts as 100 +- 10, and from their mean what they lie apart: the Mazziotta-Pareto index (MPI).

    Standardised here, over the units, whatever the scale before. `penalty=up` where more is worse (poverty).
    `ddof=1` takes both deviations as of samples, as the package Compind does.

    Formula: z = 100 + 10 (x - m)/s over the units; y = M - S^2/M (S cv with cv = S/M), M and S the mean and
    the standard deviation of the unit's z; + with penalty=up.

    Source: De Muro, Mazziotta and Pareto (2011), Social Indicators Research 104:1, doi:10.1007/s11205-010-9727-z.
    """
    seen = np.isfinite(x)
    count = seen.sum(axis=-2, keepdims=True)
    away = np.where(seen, x - np.where(seen, x, 0.0).sum(axis=-2, keepdims=True) / np.maximum(count, 1), 0.0)
    spread = np.sqrt((away**2).sum(axis=-2, keepdims=True) / np.maximum(count - ddof, 1))
    # A column of one value says nothing: its units stand at 100. What only rounding tells apart is one value.
    flat = spread <= _ALMOST * np.where(seen, np.abs(x), 0.0).max(axis=-2, keepdims=True)
    z = 100 + 10 * np.where(flat, 0.0, away / np.where(flat, 1.0, spread))
    return _penalise(np.where(seen, z, np.nan), w[:, None, :], penalty, ddof)


@aggregate
@penalises
def adjusted_mazziotta_pareto(
    x: Floats, w: Floats, *, low: float = 0.0, high: float = 100.0, penalty: str = "down"
) -> Floats:
    """The mean on a scale of 70-130 less what the parts lie apart (AMPI), by fixed ends: comparable over time.

    `low` and `high` are the ends of the scale that the parts come on (goalposts, minmax), and the score comes
    back on that scale, so that it can be a part in turn. Parts by goalposts(low=70, high=130) with the same low
    and high here are the index as published. Goalposts centred on a reference give the reference the middle.
    `penalty=up` where more is worse.

    Formula: r = 70 + 60 (x - low)/(high - low); A = M - S^2/M (S cv with cv = S/M), M and S the mean and the
    standard deviation of the unit's r, + with penalty=up; y = low + (A - 70)(high - low)/60.

    Source: Mazziotta and Pareto (2016), Social Indicators Research 127:983, doi:10.1007/s11205-015-0998-2.
    """
    if not high > low:
        raise ValueError("needs a high above its low")
    width = (high - low) / 60
    return low + (_penalise(70 + (x - low) / width, w, penalty) - 70) * width
