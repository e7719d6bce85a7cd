"""Fill: a gap becomes a value, and is counted as filled wherever it counts.

A member takes a matrix (units x indicators) and gives it back with gaps filled; other values are untouched.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from equalterms.family import Family
from equalterms.methods.arrays import Floats, columnwise


class Fill(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, x: Floats, /) -> Floats: ...


fill: Family[Fill] = Family("fill", "a gap becomes a value (imputation)")


@fill
def none(x: Floats) -> Floats:
    """Gaps stay gaps; the weights of what is present are scaled up.

    Formula: y = x.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 4.
    """
    return x


@fill
def mean(x: Floats) -> Floats:
    """A gap becomes the mean of the indicator over the units.

    Formula: y_ij = mean_k x_kj where x_ij is missing.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, 4.2.
    """
    return np.where(np.isnan(x), columnwise(np.nanmean, x), x)


@fill
def median(x: Floats) -> Floats:
    """A gap becomes the median of the indicator over the units.

    Formula: y_ij = median_k x_kj where x_ij is missing.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, 4.2.
    """
    return np.where(np.isnan(x), columnwise(np.nanmedian, x), x)
