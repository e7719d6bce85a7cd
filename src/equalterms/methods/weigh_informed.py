"""Weights that need more than the values: what the study states, or what people judged.

Members marked `informed` take a second argument. `ahp` takes comparisons by pairs (children x children),
`importance` the stated weights, read as the importance that is wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from equalterms.methods import weigh_given
from equalterms.methods.arrays import Floats
from equalterms.methods.weigh import weigh

F = TypeVar("F", bound=Callable[..., Floats])
informed: set[str] = set()


def asks(member: F) -> F:
    """Mark a member that takes what the study states or people judged as its second argument."""
    informed.add(member.__name__)
    return member


@weigh
@asks
def ahp(x: Floats, comparisons: Floats | None = None) -> Floats:
    """From people's comparisons of the children by pairs (comparisons.csv); equal weights where there are none.

    Formula: A w = lambda w with the greatest lambda, A_jk how many times j counts as much as k.

    Source: Saaty (1977), J. Mathematical Psychology 15:234, doi:10.1016/0022-2496(77)90033-5.
    """
    matrix = np.ones((x.shape[1],) * 2) if comparisons is None else comparisons
    return weigh_given.ahp(matrix).weights


@weigh
@asks
def importance(x: Floats, wanted: Floats | None = None, *, by: str = "pearson") -> Floats:
    """Weights under which each child's importance is its stated weight: correlations with the whole in that proportion.

    Formula: min_w sum_j (t_j - r_j / sum r)^2, w >= 0, sum w = 1, t the stated weights, r_j the correlation (by
    pearson or spearman) of child j with the weighted mean.

    Source: Becker, Saisana, Paruolo and Vandecasteele (2017), Ecological Indicators 80:12,
    doi:10.1016/j.ecolind.2017.03.056.
    """
    return weigh_given.weights_for_importance(x, wanted, by=by).weights
