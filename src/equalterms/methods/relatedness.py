"""Relatedness: in which fields units specialise, which fields go together, what lies near to what a unit has.

A table is units x fields: articles by field, patents by class, exports by product. All members take and give plain
arrays; `m` is a table of true and false: whether a unit is specialised in a field. The index of complexity sorts
units by whom they are like. It is no quantity of know-how and is made into no rank here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import gamma

from equalterms.methods.arrays import Floats

Flags = NDArray[np.bool_]


def advantage(x: Floats) -> Floats:
    """How much more a unit does in a field than all units do, for their sizes: 1 is as much (units x fields).

    NaN where a unit or a field has nothing at all.

    Formula: (x_cf / x_c) / (x_f / x).

    Source: Balassa (1965), The Manchester School 33:99, doi:10.1111/j.1467-9957.1965.tb00050.x.
    """
    _countable(x)
    with np.errstate(divide="ignore", invalid="ignore"):
        made = (x / x.sum(axis=1, keepdims=True)) / (x.sum(axis=0) / x.sum())
    return np.where(np.isfinite(made), made, np.nan)


def symmetric(ratio: Floats) -> Floats:
    """An advantage on a scale from -1 (none) over 0 (as much as all) to 1.

    Formula: (r - 1) / (r + 1).

    Source: Dalum, Laursen and Villumsen (1998), Int. Rev. Appl. Econ. 12:423, doi:10.1080/02692179800000017.
    """
    return (ratio - 1) / (ratio + 1)


def shrunk(x: Floats, strength: float = 5.0, level: float = 0.9) -> tuple[Floats, Floats, Floats]:
    """The advantage from few counts, drawn towards 1 as if `strength` expected ones had been seen; its interval.

    A small unit with one article in a small field has an advantage of 100; this has it near 1, and says how far it
    may be. NaN where a unit or a field has nothing.

    Formula: counts are Poisson with mean r e_cf, e_cf = x_c x_f / x; r has the prior Gamma(s, s): the posterior is
    Gamma(x + s, e + s), its mean (x + s) / (e + s).

    Source: Gelman and others (2013), Bayesian Data Analysis, 2.6.
    """
    _countable(x)
    if not strength > 0 or not 0 < level < 1:
        raise ValueError("needs a strength above 0 and a level between 0 and 1")
    with np.errstate(divide="ignore", invalid="ignore"):
        e = x.sum(axis=1, keepdims=True) * x.sum(axis=0) / x.sum()
    e = np.where(e > 0, e, np.nan)
    tail = (1 - level) / 2
    low, high = (np.asarray(gamma.ppf(q, x + strength, scale=1 / (e + strength))) for q in (tail, 1 - tail))
    return (x + strength) / (e + strength), low, high


def proximity(m: Flags) -> Floats:
    """How often units specialised in one field are so in another, by the rarer direction (fields x fields).

    Formula: phi_fg = sum_c m_cf m_cg / max(k_f, k_g).

    Source: Hidalgo, Klinger, Barabasi and Hausmann (2007), Science 317:482, doi:10.1126/science.1144581.
    """
    held = m.astype(float)
    k = held.sum(axis=0)
    most = np.maximum(k[:, None], k[None, :])
    return np.where(most > 0, held.T @ held / np.where(most > 0, most, 1.0), 0.0)


def density(m: Flags, phi: Floats, itself: bool = False) -> Floats:
    """How near a field lies to what a unit has (units x fields), from 0 to 1; NaN for a field that is near to none.

    A field that is held counts for itself only with `itself`, as some programs do: for what may come next it must not.

    Formula: omega_cf = sum_g m_cg phi_gf / sum_g phi_gf.

    Source: Hidalgo, Klinger, Barabasi and Hausmann (2007), Science 317:482, doi:10.1126/science.1144581.
    """
    near = phi if itself else phi - np.diag(np.diag(phi))
    total = near.sum(axis=0)
    return np.where(total > 0, m.astype(float) @ near / np.where(total > 0, total, 1.0), np.nan)


def added(m: Flags, phi: Floats, unit: int, partner: int) -> Floats:
    """How much nearer the fields that a unit lacks come if it has a partner's too (fields); NaN for what it has.

    Formula: density of (m_i or m_j) less density of m_i.

    Source: Balland and Boschma (2021), Reg. Stud. 55:1652, doi:10.1080/00343404.2020.1861240, in its idea.
    """
    both = np.stack([m[unit], m[unit] | m[partner]])
    own, pooled = density(both, phi)
    return np.where(m[unit], np.nan, pooled - own)


def complexity(m: Flags) -> Floats:
    """The index of complexity: units by whom they are like, with mean 0 and deviation 1; more fields is higher.

    Units without a field have none. Where the likeness has no second direction (all alike), a ValueError.

    Formula: the second eigenvector of M_cd = sum_f m_cf m_df / (k_c k_f), standardised.

    Source: Hidalgo and Hausmann (2009), PNAS 106:10570, doi:10.1073/pnas.0900943106; Mealy, Farmer and Teytelboym
    (2019), Sci. Adv. 5:eaau1705, doi:10.1126/sciadv.aau1705, on what it is.
    """
    some = m.any(axis=1)
    held = m[some][:, m.any(axis=0)].astype(float)
    units, fields = held.sum(axis=1), held.sum(axis=0)
    if len(held) < 3:
        raise ValueError("needs three units with a field at least")
    # Alike to the matrix of the formula, and symmetric: its eigenvectors are those of M times the root of k_c.
    root = np.sqrt(units)
    alike = (held / fields) @ held.T / np.outer(root, root)
    values, vectors = np.linalg.eigh(alike)
    if values[-2] < 1e-12 or values[-1] - values[-2] < 1e-12:
        raise ValueError("the units are alike, or fall into groups without a field in common: no order follows")
    second = vectors[:, -2] / root
    second = (second - second.mean()) / second.std()
    if np.corrcoef(second, units)[0, 1] < 0:
        second = -second
    out = np.full(len(m), np.nan)
    out[some] = second
    return out


def _countable(x: Floats) -> None:
    if x.ndim != 2 or not (x >= 0).all():
        raise ValueError("needs a table of counts, units x fields, none below 0 or missing")
