"""How strongly units are tied, for their size: measures on a table of counts of what each two have in common.

`c` is symmetric (units x units): c_ij things that i and j have together, such as articles. Its diagonal is
not read. NaN is a pair that nobody counted; it is left out of every sum. `n` are the units' totals.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from equalterms.methods.arrays import Floats

_ROUNDS = 10_000
_CLOSE = 1e-12


def _off(c: Floats) -> Floats:
    """The table without its diagonal."""
    if c.ndim != 2 or c.shape[0] != c.shape[1] or not np.array_equal(c, c.T, equal_nan=True):
        raise ValueError("needs a symmetric table")
    if (c[np.isfinite(c)] < 0).any():
        raise ValueError("needs counts of 0 or more")
    out = c.astype(float)
    np.fill_diagonal(out, np.nan)
    return out


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.where(below > 0, above / np.where(below > 0, below, 1.0), np.nan)


def strength(c: Floats) -> Floats:
    """What each unit has together with all others.

    Formula: c_i = sum over j of c_ij.

    Source: Barrat and others (2004), PNAS 101:3747, doi:10.1073/pnas.0400087101.
    """
    return np.asarray(np.nansum(_off(c), axis=1))


def salton(c: Floats, n: Floats) -> Floats:
    """Cosine of two units' sets (Salton, Ochiai): high between partners of like size.

    Formula: c_ij / sqrt(n_i n_j).

    Source: Salton and McGill (1983), Introduction to Modern Information Retrieval.
    """
    return _ratio(_off(c), np.sqrt(np.outer(n, n)))


def jaccard(c: Floats, n: Floats) -> Floats:
    """The share of what either has that both have.

    Formula: c_ij / (n_i + n_j - c_ij).

    Source: Jaccard (1912), New Phytol. 11:37, doi:10.1111/j.1469-8137.1912.tb05611.x.
    """
    return _ratio(_off(c), n[:, None] + n[None, :] - _off(c))


def inclusion(c: Floats, n: Floats) -> Floats:
    """The share of the smaller one's things that the other has too (Simpson).

    Formula: c_ij / min(n_i, n_j).

    Source: van Eck and Waltman (2009), J. Am. Soc. Inf. Sci. Technol. 60:1635, doi:10.1002/asi.21075.
    """
    return _ratio(_off(c), np.minimum(n[:, None], n[None, :]))


def association(c: Floats, n: Floats) -> Floats:
    """Association strength: what is common against what chance would make common.

    Formula: c_ij / (n_i n_j).

    Source: van Eck and Waltman (2009), J. Am. Soc. Inf. Sci. Technol. 60:1635, doi:10.1002/asi.21075.
    """
    return _ratio(_off(c), np.outer(n, n))


def affinity(c: Floats) -> Floats:
    """The share of i's ties that are with j (row i, column j): of two units, the smaller one's is greater.

    Formula: c_ij / c_i.

    Source: Zitt, Bassecoulard and Okubo (2000), Scientometrics 47:627, doi:10.1023/A:1005632319799.
    """
    return _ratio(_off(c), np.broadcast_to(strength(c)[:, None], c.shape))


def collaboration_index(c: Floats, abroad: Floats, world: float) -> Floats:
    """The index of collaboration as it is published: i's share with j against j's share in the world's.

    `abroad` are the things that each unit has together with anyone, `world` all such things in the world.
    Formula: (c_ij / I_i) / (I_j / W).

    Source: National Science Board (2023), Publications Output, NSB-2023-33, technical appendix.
    """
    return _ratio(_off(c) * world, np.outer(abroad, abroad))


def plain_preference(c: Floats) -> Floats:
    """Ties against independence (probabilistic affinity): too high, for nobody is tied to himself.

    Formula: c_ij C / (c_i c_j), C = sum of all c_i.

    Source: Zitt, Bassecoulard and Okubo (2000), Scientometrics 47:627, doi:10.1023/A:1005632319799.
    """
    total = strength(c)
    return _ratio(_off(c) * total.sum(), np.outer(total, total))


def expected(c: Floats) -> Floats:
    """What each pair would have, were ties made without preference: quasi-independence, no one with himself.

    Formula: e_ij = a_i a_j for pairs that were counted, 0 on the diagonal, with the row sums of c (iterative
    proportional fitting). Where one unit has a part in every tie, no such fit exists: NaN.

    Source: Goodman (1968), J. Am. Stat. Assoc. 63:1091.
    """
    off = _off(c)
    counted = np.isfinite(off)
    total = strength(c)
    allowed = counted.astype(float)
    a = np.sqrt(np.where(total > 0, total, 0.0))
    for _ in range(_ROUNDS):
        reach = allowed @ a
        # The square root halves the step: a full one would swing to and fro between two unfit tables.
        step = np.where(a * reach > 0, np.sqrt(total / np.where(a * reach > 0, a * reach, 1.0)), 0.0)
        a = a * step
        if np.abs(step[total > 0] - 1.0).max(initial=0.0) < _CLOSE:
            return np.where(counted, np.outer(a, a), np.nan)
    return np.full(c.shape, np.nan)


@dataclass(frozen=True, slots=True)
class Preference:
    """Ties against what no preference would give (units x units), with an interval and what was expected."""

    ratio: Floats
    low: Floats
    high: Floats
    expected: Floats


def preference(c: Floats, level: float = 0.95) -> Preference:
    """How much more two units have together than their readiness for ties lets expect; 1 is as expected.

    The interval takes the count for a Poisson draw and what is expected as known.
    Formula: c_ij / e_ij of quasi-independence; low = G(t; c_ij) / e_ij, high = G(1 - t; c_ij + 1) / e_ij,
    G the quantile of the gamma distribution, t = (1 - level) / 2.

    Source: Goodman (1968), J. Am. Stat. Assoc. 63:1091; Garwood (1936),
    Biometrika 28:437, doi:10.1093/biomet/28.3-4.437.
    """
    from scipy.stats import gamma

    if not 0 < level < 1:
        raise ValueError("needs a level between 0 and 1")
    off, e = _off(c), expected(c)
    tail = (1.0 - level) / 2.0
    low = np.where(off > 0, gamma.ppf(tail, np.where(off > 0, off, 1.0)), np.where(off == 0, 0.0, np.nan))
    high = gamma.ppf(1.0 - tail, off + 1.0)
    return Preference(_ratio(off, e), _ratio(low, e), _ratio(high, e), e)


def balanced(ratio: Floats) -> Floats:
    """A preference on a scale from -1 (none) over 0 (as expected) to 1: for maps and figures.

    Formula: (r - 1) / (r + 1).

    Source: Laursen (2015), Eurasian Bus. Rev. 5:99, doi:10.1007/s40821-015-0017-1.
    """
    return np.asarray((ratio - 1.0) / (ratio + 1.0))
