"""Fill from the same unit's other indicators, each on the scale of its column.

Columns come times their direction: more is better. A unit without any value keeps its gaps.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from equalterms.methods.arrays import Floats, columnwise
from equalterms.methods.fill import along_rows, fill


@fill
@along_rows
def row_mean(x: Floats) -> Floats:
    """A gap is placed on its indicator as the unit stands, in the mean, on its others.

    Formula: y_ij = min_j + (max_j - min_j) mean_h z_ih over the h that the unit has, z = (x - min)/(max - min).

    Source: Becker et al. (2022), Journal of Open Source Software 7:4567, doi:10.21105/joss.04567 (impute_by = "row").
    """
    return _placed(x, np.nanmean)


@fill
@along_rows
def row_median(x: Floats) -> Floats:
    """A gap is placed on its indicator as the unit stands, in the median, on its others.

    Formula: y_ij = min_j + (max_j - min_j) median_h z_ih over the h that the unit has, z = (x - min)/(max - min).

    Source: Becker et al. (2022), Journal of Open Source Software 7:4567, doi:10.21105/joss.04567 (impute_by = "row").
    """
    return _placed(x, np.nanmedian)


def _placed(x: Floats, middle: Callable[..., object]) -> Floats:
    low, high = columnwise(np.nanmin, x), columnwise(np.nanmax, x)
    width = high - low
    # An indicator that is the same everywhere tells no unit from another: it gives no place and takes any.
    scaled = np.where(width > 0, (x - low) / np.where(width > 0, width, 1.0), np.nan)
    place = columnwise(middle, scaled.T)[:, None]
    return np.where(np.isnan(x), low + width * place, x)
