"""Members of aggregate that set units against each other: by pairs and by places.

What two units have in common decides between them: criteria that either lacks are left out and the weights
of the rest count in proportion, so no order of the rows can matter. Values that agree to 12 digits are equal.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from equalterms.methods.aggregate import aggregate, compares
from equalterms.methods.arrays import Floats, ranks, significant
from equalterms.methods.outrank_kemeny import places

_ALMOST = 1e-12


def _by_unit(x: Floats) -> Floats:
    """Values to 12 digits of each column's size, so that equal ones are equal."""
    return np.swapaxes(significant(np.swapaxes(x, -1, -2)), -1, -2)


def margins(x: Floats, w: Floats, prefer: Callable[[Floats], Floats] = np.sign) -> tuple[Floats, Floats]:
    """By how much each unit is preferred to each (runs, units, units), -1 to 1, and whether they compare.

    `prefer` turns differences of values into preferences, odd about 0. x is (runs or 1, units, children),
    w (runs, children).
    """
    columns = np.moveaxis(x, -1, 0)
    gaps = bool(np.isnan(x).any())
    net = np.zeros((len(w), x.shape[1], x.shape[1]))
    common = np.zeros_like(net) if gaps else np.broadcast_to(w.sum(axis=1)[:, None, None], net.shape)
    if len(x) == 1 and len(w) > 1:
        # One table under many weightings: the duels are fought once, and a product counts them.
        apart = prefer(columns[:, 0, :, None] - columns[:, 0, None, :]).reshape(len(columns), -1)
        net = (w @ np.nan_to_num(apart, nan=0.0)).reshape(net.shape)
        return _shares(net, (w @ np.isfinite(apart)).reshape(net.shape) if gaps else common)
    for column, weight in zip(columns, w.T, strict=True):
        apart = prefer(column[:, :, None] - column[:, None, :])
        if gaps:
            both = np.isfinite(apart)
            apart = np.where(both, apart, 0.0)
            common += weight[:, None, None] * both
        net += weight[:, None, None] * apart
    return _shares(net, common)


def _shares(net: Floats, common: Floats) -> tuple[Floats, Floats]:
    return net / np.where(common > 0, common, 1.0), common


@aggregate
@compares
def copeland(x: Floats, w: Floats) -> Floats:
    """Duels won less duels lost: one unit beats another if more weight is on its side. How much does not count.

    Formula: y_a = sum_b sign(n_ab), n_ab = sum w [x_a > x_b] - sum w [x_a < x_b] over the parts both have.

    Source: Saari and Merlin (1996), Economic Theory 8:51, doi:10.1007/BF01212012, after Copeland (1951); in
    composite indices OECD and JRC (2008), Handbook on Constructing Composite Indicators, 6.5.
    """
    net, _ = margins(_by_unit(x), w)
    won: Floats = np.where(np.abs(net) > _ALMOST, np.sign(net), 0.0).sum(axis=-1)
    return won


@aggregate
@compares
def borda(x: Floats, w: Floats) -> Floats:
    """Points for places: in each part one for every unit behind, half for every one alike; the weighted mean.

    Where a part has gaps its points are scaled up to the number of all units with data.

    Formula: y = sum w b / sum w, b = (behind + alike/2)(n - 1)/(n_j - 1) with n_j units in part j, of n.

    Source: Young (1974), J. Economic Theory 9:43, doi:10.1016/0022-0531(74)90073-8, after Borda (1781).
    """
    columns = np.swapaxes(x, -1, -2)
    # The best shared rank from below and from above: units behind and ahead without a table of pairs.
    behind, ahead = ranks(columns, descending=False) - 1, ranks(columns) - 1
    present = np.isfinite(columns).sum(axis=-1, keepdims=True)
    share = np.where(present > 1, 0.5 + (behind - ahead) / 2 / np.maximum(present - 1, 1), 0.5)
    share = np.where(np.isfinite(columns), share, np.nan)
    total = np.matmul(np.isfinite(x), w[..., None])[..., 0]
    points = np.matmul(np.swapaxes(np.nan_to_num(share, nan=0.0), -1, -2), w[..., None])[..., 0]
    others = (total > 0).sum(axis=-1, keepdims=True) - 1
    out: Floats = points / np.where(total > 0, total, 1.0) * others
    return out


@aggregate
@compares
def kemeny(x: Floats, w: Floats) -> Floats:
    """The order that agrees with most weight over all pairs (Condorcet-Kemeny-Young-Levenglick), found exactly.

    The score is the number of units behind in that order; where several orders agree alike, their mean.
    Exact for any number of units whose majorities make no circle, and for circles of up to 16 units; a
    larger one is refused, for no shortcut is known to find the best order.

    Formula: max over orders of sum e_ab over pairs with a before b, e_ab = sum w [x_a > x_b] + sum w [x_a = x_b]/2
    as a share of the weight of the parts both have.

    Source: Young and Levenglick (1978), SIAM J. Applied Mathematics 35:285, doi:10.1137/0135023; in composite
    indices Munda and Nardo (2009), Applied Economics 41:1513, doi:10.1080/00036840601019364.
    """
    net, common = margins(_by_unit(x), w)
    out = np.full(net.shape[:2], np.nan)
    seen = np.diagonal(common, axis1=1, axis2=2) > 0
    for run in range(len(net)):
        there = np.flatnonzero(seen[run])
        out[run, there] = len(there) - 1 - places(net[run][np.ix_(there, there)])
    return out


@aggregate
@compares
def promethee(x: Floats, w: Floats, *, indifference: float = 0.0, preference: float = 0.0) -> Floats:
    """How far a unit is preferred to the others less they to it (PROMETHEE II, net flow), -1 to 1.

    A difference up to `indifference` does not count, one of `preference` or more counts in full, between the
    two in proportion; with both 0 any difference counts in full (the usual criterion).

    Formula: y_a = sum_b (pi_ab - pi_ba)/(n - 1), pi_ab = sum w P(x_a - x_b) / sum w over the parts both have,
    P(d) = 0 for d <= q, (d - q)/(p - q) up to p, 1 beyond; n - 1 others that it compares with.

    Source: Brans and Vincke (1985), Management Science 31:647, doi:10.1287/mnsc.31.6.647.
    """
    if not 0 <= indifference <= preference:
        raise ValueError("needs 0 <= indifference <= preference")

    def prefer(apart: Floats) -> Floats:
        size = np.abs(apart)
        if preference == indifference:
            # A step: what lies within rounding of the threshold does not reach beyond it.
            return np.sign(apart) * np.where(np.isnan(apart), np.nan, size > preference * (1 + _ALMOST))
        return np.sign(apart) * np.clip((size - indifference) / (preference - indifference), 0.0, 1.0)

    net, common = margins(_by_unit(x) if preference == 0 else x, w, prefer)
    others = (common > 0).sum(axis=-1) - 1
    flow: Floats = net.sum(axis=-1) / np.maximum(others, 1)
    return flow
