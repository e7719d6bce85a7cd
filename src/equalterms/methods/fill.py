"""Fill: a gap becomes a value, and is counted as filled wherever it counts.

A member takes a matrix (units x indicators) and gives it back with gaps filled; other values are untouched.
Members marked `along_time` take years x series instead, with the years; members marked `along_rows`
expect columns on which more is better, since they look across indicators.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import numpy as np

from equalterms.family import Family
from equalterms.methods.arrays import Floats, columnwise


class Fill(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, x: Floats, /) -> Floats: ...


fill: Family[Fill] = Family("fill", "a gap becomes a value (imputation)")
over_time: set[str] = set()
over_rows: set[str] = set()
F = TypeVar("F", bound=Callable[..., Floats])


def along_time(member: F) -> F:
    """Mark a member that fills a series from its other years: it takes (years x series, years)."""
    over_time.add(member.__name__)
    return member


def along_rows(member: F) -> F:
    """Mark a member that fills a gap from the unit's other indicators: columns come times their direction."""
    over_rows.add(member.__name__)
    return member


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


@fill
def mode(x: Floats) -> Floats:
    """A gap becomes the indicator's most frequent value: for classes and counts.

    Formula: y_ij = the value that most units k have of x_kj, the least of them where several are as frequent.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, 4.2.
    """
    return np.where(np.isnan(x), np.array([_most_frequent(column) for column in x.T]), x)


def _most_frequent(column: Floats) -> float:
    values, counts = np.unique(column[np.isfinite(column)], return_counts=True)
    return float(values[np.argmax(counts)]) if len(values) else float("nan")


@fill
def value(x: Floats, *, value: float = 0.0) -> Floats:
    """A gap becomes a stated value: for records in which what is absent means none (a count of patents).

    A column of gaps is filled as well, since the value does not come from the others.

    Formula: y_ij = value where x_ij is missing.

    Source: Little and Rubin (2019), Statistical Analysis with Missing Data, 3rd ed., ch. 4 (cold deck).
    """
    return np.where(np.isnan(x), value, x)
