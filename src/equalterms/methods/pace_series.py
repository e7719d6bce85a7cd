"""What stands before a verdict: which value is the baseline, what a two-sided target means, where a series breaks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from equalterms.errors import StudyError, nearest
from equalterms.methods.arrays import Floats

POLICIES = ("next", "nearest", "exact")


@dataclass(frozen=True, slots=True)
class Baseline:
    """Which point of a series counts as the baseline: its place and the year used; -1 and NaN for none."""

    place: int
    year: float


def baseline(years: Floats, wanted: float, policy: str = "next", most: int = 3) -> Baseline:
    """The point that stands for the baseline year, by a named policy.

    `next` takes the year or the next one that has a value (Statistics Canada), `nearest` the nearest within
    `most` years in the order of UNDP (2015, else 2016, 2014, 2017, 2013 ...), `exact` the year alone.
    Raises StudyError for another policy.
    """
    if policy not in POLICIES:
        raise StudyError(f"no policy for the baseline is called {policy!r}", remedy=nearest(policy, POLICIES))
    whole = np.floor(years)
    order = [wanted]
    if policy == "next":
        later = whole[whole > wanted]
        order += [float(later.min())] if later.size else []
    elif policy == "nearest":
        order += [wanted + sign * k for k in range(1, most + 1) for sign in (1, -1)]
    for year in order:
        at = np.flatnonzero(whole == year)
        if at.size:
            return Baseline(int(at[0]), year)
    return Baseline(-1, float("nan"))


def first_year(period: str) -> float:
    """The year that a period counts for: 2015 for "2015-16"; the year itself for "2015"."""
    return float(period.strip()[:4])


def off_target(values: Floats, target: float) -> Floats:
    """A two-sided target as one to come down to 1: how many times a value is above or below it.

    Formula: max(x / target, target / x); |x - target| + 1 where the target or a value is not above 0.

    Source: Open SDG, sdg-build, ProgressMeasure: transformation of two-sided targets.
    """
    if target > 0 and (values[np.isfinite(values)] > 0).all():
        return np.maximum(values / target, target / values)
    return np.abs(values - target) + 1


def rebased(changes: Floats) -> Floats:
    """A series of changes (0.05 is 5% more) as an index that begins at 1 before the first of them.

    Formula: product of (1 + change).

    Source: Statistics Canada (2026), Canadian Indicator Framework, methodology.
    """
    return np.cumprod(np.concatenate([[1.0], 1 + changes]))


def last_segment(statuses: list[str]) -> int:
    """The place where the last unbroken stretch of a series begins: at the last value marked B (break)."""
    return max((k for k, status in enumerate(statuses) if status == "B"), default=0)
