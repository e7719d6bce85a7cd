"""Aggregates in which each unit has weights of its own."""

from __future__ import annotations

import numpy as np

from equalterms.methods.aggregate import aggregate, compares
from equalterms.methods.arrays import Floats
from equalterms.methods.weigh_given import benefit_of_the_doubt as doubt


@aggregate
@compares
def benefit_of_the_doubt(x: Floats, w: Floats, *, low: float = 0.0, high: float = 1.0, best: float = 100.0) -> Floats:
    """Each unit under the weights that suit it best; the stated weights say only which parts count (above 0).

    The units that no weighting puts below another have `best`. `low` and `high` bound the share of each part.

    Formula: best max_v sum_j v_j x_ij with sum_j v_j x_kj <= 1 for all units k, v >= 0,
    low <= v_j x_ij / sum_l v_l x_il <= high.

    Source: Cherchye, Moesen, Rogge and Van Puyenbroeck (2007), Social Indicators Research 82:111,
    doi:10.1007/s11205-006-9029-7.
    """
    out = np.full((len(w), x.shape[1]), np.nan)
    for kept in np.unique(w > 0, axis=0):
        same = ((w > 0) == kept).all(axis=1)
        for run in np.flatnonzero(same) if len(x) > 1 else np.flatnonzero(same)[:1]:
            out[run if len(x) > 1 else same] = best * doubt(x[min(run, len(x) - 1)][:, kept], low=low, high=high).scores
    return out
