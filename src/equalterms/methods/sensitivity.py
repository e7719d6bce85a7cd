"""Sensitivity: which inputs make an answer vary, from the variances that subsets of inputs explain.

`closed[u]` is the variance of the answer's mean given the inputs of the subset `u`, a bit for each input; the
whole set explains all of it. From these all indices follow, exactly.
"""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np

from equalterms.methods.arrays import Floats


def explained(whole: Floats, kept: Floats) -> Floats:
    """The variance that a subset explains, from answers to inputs A and to A with the others drawn anew (B).

    The first axis is draws; others (units) are kept. Never below 0 or above the variance.

    Formula: V_u = V - mean (f(A) - f(A_u, B_rest))^2 / 2.

    Source: Jansen (1999), Computer Physics Communications 117:35, doi:10.1016/S0010-4655(98)00154-4.
    """
    both = np.concatenate([whole, kept])
    total = both.var(axis=0)
    return np.asarray(np.clip(total - ((whole - kept) ** 2).mean(axis=0) / 2, 0.0, total))


def first(closed: Floats, inputs: int) -> Floats:
    """The share of the variance that each input explains alone; 0 for an answer that does not vary.

    Formula: S_i = V_i / V.

    Source: Sobol' (1993), Mathematical Modelling and Computational Experiments 1:407.
    """
    return _share(closed[[1 << i for i in range(inputs)]], closed[-1])


def total(closed: Floats, inputs: int) -> Floats:
    """The share that each input has a part in, alone or with others.

    Formula: T_i = 1 - V_rest / V.

    Source: Homma and Saltelli (1996), Reliability Engineering & System Safety 52:1, doi:10.1016/0951-8320(96)00002-6.
    """
    rest = [(len(closed) - 1) ^ (1 << i) for i in range(inputs)]
    return _share(closed[-1] - closed[rest], closed[-1])


def second(closed: Floats, inputs: int) -> Floats:
    """The share that each two inputs explain together beyond what each explains alone, in the order of combinations.

    Formula: S_ij = (V_ij - V_i - V_j) / V.

    Source: Sobol' (1993), Mathematical Modelling and Computational Experiments 1:407.
    """
    pairs = [(1 << i, 1 << j) for i, j in combinations(range(inputs), 2)]
    both = [closed[i | j] - closed[i] - closed[j] for i, j in pairs]
    return _share(np.reshape(both, (len(pairs), *closed.shape[1:])), closed[-1])


def shapley(closed: Floats, inputs: int) -> Floats:
    """The share that falls to each input when what several explain together is divided evenly; they sum to 1.

    Formula: Sh_i = sum over u without i of (V_ui - V_u) / (d C(d-1, |u|)) / V.

    Source: Owen (2014), SIAM/ASA J. Uncertainty Quantification 2:245, doi:10.1137/130936233.
    """
    out = np.zeros((inputs, *closed.shape[1:]))
    for i in range(inputs):
        for u in range(len(closed)):
            if not u >> i & 1:
                weight = 1 / (inputs * comb(inputs - 1, u.bit_count()))
                out[i] += weight * (closed[u | 1 << i] - closed[u])
    return _share(out, closed[-1])


def _share(part: Floats, whole: Floats) -> Floats:
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), 0.0)
