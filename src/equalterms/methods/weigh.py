"""Weigh: weights of the children of a pillar, from what their values say.

A member takes a matrix (units x children) of normalised values, more is better, and gives a weight for each
child: 0 or more, and 1 together. A gap is left out; a column in which all values are equal tells no units
apart and weighs nothing where the method rewards telling apart. None of these weights knows what matters:
they say how the values lie, not what they are worth.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from equalterms.family import Family
from equalterms.methods.arrays import Floats, columnwise, deviation

_ALMOST = 1e-12


class Weigh(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, x: Floats, /) -> Floats: ...


weigh: Family[Weigh] = Family("weigh", "weights of the children of a pillar, from their values")


def shares(amount: Floats) -> Floats:
    """Amounts as shares of their sum; equal shares where all are 0, for then nothing speaks for any."""
    amount = np.where(np.isfinite(amount), amount, 0.0)
    total = amount.sum()
    return amount / total if total > 0 else np.full(len(amount), 1.0 / max(len(amount), 1))


def correlations(x: Floats) -> Floats:
    """Pearson correlations of the columns over the units that both have; 0 with a column of equal values."""
    seen = np.isfinite(x)
    known = np.where(seen, x, 0.0)
    both = seen.T.astype(float) @ seen
    # Centred on each column's own mean first, so that the sums below lose no digits.
    known = np.where(seen, x - known.sum(axis=0) / np.maximum(seen.sum(axis=0), 1), 0.0)
    count = np.maximum(both, 1)
    middle = known.T @ seen / count
    across = known.T @ known - both * middle * middle.T
    square = np.maximum((known**2).T @ seen - both * middle**2, 0.0)
    size = np.sqrt(square * square.T)
    flat = (square <= _ALMOST * np.maximum(np.diagonal(square)[:, None], np.finfo(float).tiny)) | ~(size > 0)
    r = np.where(flat | flat.T, 0.0, across / np.where(size > 0, size, 1.0))
    out: Floats = np.clip(r, -1.0, 1.0)
    np.fill_diagonal(out, 1.0)
    return out


def _unit_range(x: Floats) -> Floats:
    """Columns from 0 to 1; a column of equal values is 0 throughout."""
    least, most = columnwise(np.nanmin, x), columnwise(np.nanmax, x)
    flat = ~(most - least > _ALMOST * np.maximum(np.abs(most), np.abs(least)))
    return np.where(np.isnan(x), np.nan, np.where(flat, 0.0, (x - least) / np.where(flat, 1.0, most - least)))


def spread(x: Floats) -> Floats:
    """The standard deviation of each column; 0 where only rounding tells its values apart."""
    wide = deviation(x)
    return np.where(wide > _ALMOST * columnwise(np.nanmax, np.abs(x)), wide, 0.0)


@weigh
def given(x: Floats) -> Floats:
    """The weights as the study states them.

    Formula: w_j as stated; NaN stands for it, since a method knows no study.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 6.
    """
    return np.full(x.shape[1], np.nan)


@weigh
def equal(x: Floats) -> Floats:
    """The same weight for each: no judgement is made, which is a judgement too.

    Formula: w_j = 1/m.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, 6.1, doi:10.1787/9789264043466-en.
    """
    return np.full(x.shape[1], 1.0 / max(x.shape[1], 1))


@weigh
def standard_deviation(x: Floats, *, rescale: bool = False) -> Floats:
    """More weight where units lie further apart. With rescale=true on columns brought to 0-1 first.

    Formula: w_j = s_j / sum s, s with n - 1 in the denominator.

    Source: Diakoulaki, Mavrotas and Papayannakis (1995), Computers & Operations Research 22:763,
    doi:10.1016/0305-0548(94)00059-H.
    """
    return shares(spread(_unit_range(x) if rescale else x))


@weigh
def variance(x: Floats) -> Floats:
    """More weight where units lie further apart, by the square. On columns brought to 0-1 first.

    Formula: w_j = v_j / sum v, v the mean square distance from the mean of (x - min)/(max - min).

    Source: Rao and Patel (2010), A subjective and objective integrated multiple attribute decision making method
    for material selection, Materials & Design 31:4738.
    """
    return shares(spread(_unit_range(x)) ** 2 * _less_one(x))


def _less_one(x: Floats) -> Floats:
    n = np.isfinite(x).sum(axis=0)
    out: Floats = (n - 1) / np.maximum(n, 1)
    return out


@weigh
def coefficient_of_variation(x: Floats) -> Floats:
    """More weight where units lie further apart in proportion to their mean. Needs values of 0 or more.

    Formula: w_j = (s_j/m_j) / sum (s/m), s with n - 1 in the denominator.

    Source: Baczkiewicz and Watrobski (2022), Crispyn: a library for determining criteria significance, SoftwareX
    19:101166, doi:10.1016/j.softx.2022.101166.
    """
    return shares(_relative(x, spread(x)))


def _relative(x: Floats, amount: Floats) -> Floats:
    """Amounts in proportion to the columns' means."""
    if np.nanmin(x, initial=0.0) < 0:
        raise ValueError("needs values of 0 or more")
    middle = columnwise(np.nanmean, x)
    return np.where(middle > 0, amount / np.where(middle > 0, middle, 1.0), 0.0)


@weigh
def entropy(x: Floats) -> Floats:
    """More weight where values are unevenly spread over the units, by Shannon's entropy. Needs values of 0 or more.

    Formula: w_j = (1 - e_j) / sum (1 - e), e_j = -sum_i p_ij ln p_ij / ln n_j, p_ij = x_ij / sum_i x_ij.

    Source: Shannon (1948), Bell System Technical J. 27:379, doi:10.1002/j.1538-7305.1948.tb01338.x; as weights
    Hwang and Yoon (1981), Multiple Attribute Decision Making, Springer, doi:10.1007/978-3-642-48318-9.
    """
    return shares(_disorder(x))


def _disorder(x: Floats) -> Floats:
    """One less the entropy of each column, as a share of the most that its entropy could be."""
    if np.nanmin(x, initial=0.0) < 0:
        raise ValueError("needs values of 0 or more")
    known = np.nan_to_num(x, nan=0.0)
    total = known.sum(axis=0)
    p = known / np.where(total > 0, total, 1.0)
    e = -(p * np.log(np.where(p > 0, p, 1.0))).sum(axis=0)
    most = np.log(np.maximum(np.isfinite(x).sum(axis=0), 2))
    left = 1 - e / most
    return np.where((total > 0) & (left > _ALMOST) & (np.isfinite(x).sum(axis=0) > 1), left, 0.0)


@weigh
def gini(x: Floats) -> Floats:
    """More weight where values are unevenly spread over the units, by Gini's index. Needs values of 0 or more.

    Formula: w_j = g_j / sum g, g_j = sum_i sum_k |x_ij - x_kj| / (2 n^2 mean x_j).

    Source: Ciommi, Gigliarano, Emili, Taralli and Chelli (2017), Ecological Indicators 76:281,
    doi:10.1016/j.ecolind.2016.12.050.
    """
    ordered = np.sort(x, axis=0)
    n = np.isfinite(x).sum(axis=0)
    place = np.arange(1, len(x) + 1)[:, None]
    apart = np.where(np.isnan(ordered), 0.0, (2 * place - n - 1) * ordered).sum(axis=0) / np.maximum(n, 1) ** 2
    return shares(_relative(x, np.where(spread(x) > 0, apart, 0.0)))


@weigh
def critic(x: Floats) -> Floats:
    """More weight where units lie further apart and what is seen is not seen elsewhere: contrast and conflict.

    Formula: w_j = c_j / sum c, c_j = s_j sum_k (1 - r_jk), s and r of (x - min)/(max - min).

    Source: Diakoulaki, Mavrotas and Papayannakis (1995), Computers & Operations Research 22:763,
    doi:10.1016/0305-0548(94)00059-H.
    """
    ranged = _unit_range(x)
    return shares(spread(ranged) * (1 - correlations(ranged)).sum(axis=1))


@weigh
def merec(x: Floats) -> Floats:
    """More weight where leaving it out changes the units' standing more. Needs values above 0.

    Formula: w_j = E_j / sum E, E_j = sum_i |S_ij - S_i|, S_i = ln(1 + sum_k |ln n_ik| / m), S_ij the same without j,
    n_ij = min x_j / x_ij.

    Source: Keshavarz-Ghorabaee, Amiri, Zavadskas, Turskis and Antucheviciene (2021), Symmetry 13:525,
    doi:10.3390/sym13040525.
    """
    away = np.log(_above_zero(x) / columnwise(np.nanmin, x))
    present = np.isfinite(x).sum(axis=1, keepdims=True)
    away = np.nan_to_num(away, nan=0.0) / np.maximum(present, 1)
    whole = away.sum(axis=1, keepdims=True)
    return shares(np.abs(np.log1p(np.maximum(whole - away, 0.0)) - np.log1p(whole)).sum(axis=0))


def _above_zero(x: Floats) -> Floats:
    if np.nanmin(x, initial=1.0) <= 0:
        raise ValueError("needs values above 0: normalise onto a range above 0, such as minmax(low=1)")
    return x


@weigh
def lopcow(x: Floats) -> Floats:
    """More weight where the mean is high for the spread, by the logarithm (LOPCOW). On columns brought to 0-1 first.

    Formula: w_j = V_j / sum V, V_j = |100 ln(sqrt(mean z^2) / s)|, z = (x - min)/(max - min), s its deviation (n - 1).

    Source: Ecer and Pamucar (2022), Omega 112:102690, doi:10.1016/j.omega.2022.102690.
    """
    z = _unit_range(x)
    wide = spread(z)
    size = np.sqrt(columnwise(np.nanmean, z**2))
    useful = wide > 0
    return shares(
        np.where(useful, np.abs(100 * np.log(np.where(useful, size / np.where(useful, wide, 1.0), 1.0))), 0.0)
    )


@weigh
def angle(x: Floats) -> Floats:
    """More weight where a column points away from the column of equal shares. Needs values of 0 or more.

    Formula: w_j = a_j / sum a, a_j = arccos(sum_i p_ij / (sqrt(n) sqrt(sum_i p_ij^2))), p_ij = x_ij / sum_i x_ij.

    Source: Shuai, Zongzhun, Yongji and Lei (2012), A new angular method to determine the objective weights,
    24th Chinese Control and Decision Conference, 3889.
    """
    if np.nanmin(x, initial=0.0) < 0:
        raise ValueError("needs values of 0 or more")
    known = np.nan_to_num(x, nan=0.0)
    size = np.sqrt(np.isfinite(x).sum(axis=0) * (known**2).sum(axis=0))
    cosine = known.sum(axis=0) / np.where(size > 0, size, 1.0)
    return shares(np.where(spread(x) > 0, np.arccos(np.clip(cosine, -1.0, 1.0)), 0.0))


@weigh
def cilos(x: Floats) -> Floats:
    """More weight where choosing the best unit of another part costs little (CILOS). Needs values above 0, no gaps.

    Formula: F w = 0, sum w = 1; F = P - diag(sum_i P_ij), P_ij = (a_jj - a_ij)/a_jj, a_ij the share of the unit
    that is best in part i in the total of part j.

    Source: Zavadskas and Podvezko (2016), Int. J. Information Technology & Decision Making 15:267,
    doi:10.1142/S0219622016500036.
    """
    if np.isnan(x).any():
        raise ValueError("needs values without gaps: fill them first")
    p = _above_zero(x) / x.sum(axis=0)
    first = (p == p.max(axis=0)).T.astype(float)
    best = first @ p / first.sum(axis=1, keepdims=True)  # of units that are best alike, the mean
    loss = (np.diagonal(best) - best) / np.diagonal(best)
    _, size, right = np.linalg.svd(loss - np.diag(loss.sum(axis=0)))
    # The vectors that F makes 0; of several, the mixture nearest to equal weights.
    null = right[(size <= 1e-12 * max(size[0], 1.0)) | (np.arange(len(size)) == len(size) - 1)]
    return shares(np.abs(null.sum(axis=1) @ null))


@weigh
def idocriw(x: Floats) -> Floats:
    """Entropy and CILOS together (IDOCRIW): uneven spread, and little lost elsewhere. Needs values above 0, no gaps.

    Formula: w_j = e_j c_j / sum e c, e the weights of entropy, c those of cilos.

    Source: Zavadskas and Podvezko (2016), Int. J. Information Technology & Decision Making 15:267,
    doi:10.1142/S0219622016500036.
    """
    return shares(entropy(x) * cilos(x))
