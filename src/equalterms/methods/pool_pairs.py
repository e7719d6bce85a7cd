"""Two profiles side by side: how alike they are, and what each would gain from the other.

A profile is an array of columns (fields, indicators), each 0 or more. Shares add up to 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from equalterms.methods.arrays import Floats


def shares(x: Floats) -> Floats:
    """A profile as shares of its sum (last axis); NaN where the sum is 0. A gap has no share.

    Formula: x_k / sum of x.

    Source: Finger and Kreinin (1979), Econ. J. 89:905, doi:10.2307/2231506.
    """
    if (x[np.isfinite(x)] < 0).any():
        raise ValueError("needs values of 0 or more")
    there = np.nan_to_num(x, nan=0.0)
    total = there.sum(axis=-1, keepdims=True)
    return np.where(total > 0, there / np.where(total > 0, total, 1.0), np.nan)


def overlap(a: Floats, b: Floats) -> Floats:
    """Similarity of two profiles of shares: 1 for the same, 0 for nothing in common (last axis).

    Formula: sum of min(a_k, b_k), which is 1 - (sum of |a_k - b_k|) / 2.

    Source: Finger and Kreinin (1979), Econ. J. 89:905, doi:10.2307/2231506.
    """
    return np.asarray(np.minimum(a, b).sum(axis=-1))


def specialisation(a: Floats, b: Floats) -> Floats:
    """Krugman's distance of two profiles of shares: 0 for the same, 2 for nothing in common.

    Formula: sum of |a_k - b_k|.

    Source: Krugman (1991), Geography and Trade, MIT Press.
    """
    return np.asarray(np.abs(a - b).sum(axis=-1))


def complementarity(needs: Floats, offers: Floats) -> Floats:
    """How well what one offers meets what the other needs, both as shares: 100 where they match.

    Formula: 100 - 100 sum of |m_k - x_k| / 2, m what is needed, x what is offered.

    Source: Michaely (1996), Trade preferential agreements in Latin America, World Bank Policy Research Working
    Paper 1583.
    """
    return np.asarray(100.0 - 50.0 * np.abs(needs - offers).sum(axis=-1))


def cosine(a: Floats, b: Floats) -> Floats:
    """The cosine of the angle between two profiles (last axis).

    Formula: sum of a_k b_k / sqrt(sum of a_k^2 sum of b_k^2).

    Source: Salton and McGill (1983), Introduction to Modern Information Retrieval.
    """
    size = np.sqrt((a * a).sum(axis=-1) * (b * b).sum(axis=-1))
    return np.asarray((a * b).sum(axis=-1) / size)


def divergence(a: Floats, b: Floats) -> Floats:
    """Jensen and Shannon's divergence of two profiles of shares, in bits: 0 for the same, at most 1.

    Formula: H((a + b) / 2) - (H(a) + H(b)) / 2, H(p) = -sum of p_k log2 p_k.

    Source: Lin (1991), IEEE Trans. Inf. Theory 37:145, doi:10.1109/18.61115.
    """
    return _entropy((a + b) / 2.0) - (_entropy(a) + _entropy(b)) / 2.0


def _entropy(p: Floats) -> Floats:
    return np.asarray(-(p * np.log2(np.where(p > 0, p, 1.0))).sum(axis=-1))


@dataclass(frozen=True, slots=True)
class Gains:
    """What one unit and each other gain from a pool of both; `synergy` is what both gain at least."""

    own: Floats
    other: Floats
    synergy: Floats


def gains(pooled: Floats, own: Floats | float, other: Floats, theirs: Floats | None = None) -> Gains:
    """What both gain where each may use what the two have.

    `pooled` is what the pool is worth to the one, `theirs` to the other (the same where it is not given),
    `own` and `other` what each is worth alone.
    Formula: G_i(j) = V_i(pool) - V(x_i), such as V(max(x_i, x_j)) - V(x_i); synergy = the smaller of the two
    gains, which is V(pool) - max(V(x_i), V(x_j)) where the pool is worth the same to both.

    Source: Shapley (1953), in Contributions to the Theory of Games II, doi:10.1515/9781400881970-018: marginal values.
    """
    gained, given = pooled - own, (pooled if theirs is None else theirs) - other
    return Gains(gained, given, np.minimum(gained, given))
