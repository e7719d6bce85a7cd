"""Screen: which units have enough data to be compared at all.

A member takes a matrix (units x indicators, NaN for a gap) and says which units stay. A unit that is
screened out sets no scale and has no score; it stays in the table, marked.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from equalterms.family import Family
from equalterms.methods.arrays import Floats

_ALMOST = 1e-9


class Screen(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, x: Floats, /) -> NDArray[np.bool_]: ...


screen: Family[Screen] = Family("screen", "units with too few data are left out")


def share_available(x: Floats) -> Floats:
    """The share of the indicators for which each unit has a value."""
    return np.asarray(np.isfinite(x).mean(axis=1), dtype=float)


def share_nonzero(x: Floats) -> Floats:
    """The share of each unit's values that are not zero; NaN for a unit without values."""
    seen = np.isfinite(x).sum(axis=1)
    zeros = (x == 0).sum(axis=1)
    return np.where(seen > 0, 1 - zeros / np.maximum(seen, 1), np.nan)


@screen
def none(x: Floats) -> NDArray[np.bool_]:
    """Every unit stays.

    Formula: keep all.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 2.
    """
    return np.ones(len(x), dtype=bool)


@screen
def by_data(x: Floats, *, least: float = 2 / 3) -> NDArray[np.bool_]:
    """A unit stays if it has values for a share of the indicators.

    Formula: keep unit i if the share of its indicators that have a value is at least `least`.

    Source: Becker et al. (2022), Journal of Open Source Software 7:4567, doi:10.21105/joss.04567.
    """
    return share_available(x) >= least - _ALMOST


@screen
def by_zeros(x: Floats, *, nonzero: float = 0.05) -> NDArray[np.bool_]:
    """A unit stays if a share of its values is not zero; a unit without values does not.

    Formula: keep unit i if 1 - zeros / values is at least `nonzero`.

    Source: Becker et al. (2022), Journal of Open Source Software 7:4567, doi:10.21105/joss.04567.
    """
    with np.errstate(invalid="ignore"):
        return share_nonzero(x) >= nonzero - _ALMOST


@screen
def by_data_and_zeros(x: Floats, *, least: float = 2 / 3, nonzero: float = 0.05) -> NDArray[np.bool_]:
    """A unit stays if it has enough values and enough of them are not zero.

    Formula: keep unit i if both `by_data` and `by_zeros` keep it.

    Source: Becker et al. (2022), Journal of Open Source Software 7:4567, doi:10.21105/joss.04567.
    """
    return by_data(x, least=least) & by_zeros(x, nonzero=nonzero)
