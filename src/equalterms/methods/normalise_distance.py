"""Normalise by distance or share: from the best, from a reference unit, from a target.

Where less is better, a distance is measured from the other end and a share is turned round (a / x in place
of x / a): a value times -1 has no share of anything.
"""

from __future__ import annotations

import numpy as np

from equalterms.methods.arrays import Floats
from equalterms.methods.normalise import Ends, between, extremes, normalise, onto


@normalise
def share_of_max(x: Floats, ends: Ends, *, low: float = 0.0, high: float = 100.0) -> Floats:
    """The value as a share of the best: the leader has `high`, zero has `low`.

    Formula: y = low + (high - low) x / max(x); min(x) / x where less is better.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5, doi:10.1787/9789264043466-en.
    """
    return onto(_ratio(x, extremes(x, ends)[1], ends), low, high)


@normalise
def share_of_reference(x: Floats, ends: Ends, *, low: float = 0.0, high: float = 100.0) -> Floats:
    """The value as a share of the reference unit's: the reference has `high`, zero has `low`.

    Formula: y = low + (high - low) x / x_ref; x_ref / x where less is better.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5, doi:10.1787/9789264043466-en.
    """
    return onto(_ratio(x, _given(ends.reference, x, "a value of the reference unit"), ends), low, high)


def _ratio(x: Floats, whole: Floats, ends: Ends) -> Floats:
    """x / whole, and whole / x where less is better."""
    up = ends.direction > 0
    if (whole <= 0).any() or (np.where(up, x < 0, x <= 0)).any():
        raise ValueError("needs values of 0 or more with one above 0, and all above 0 where less is better")
    return np.where(up, x, whole) / np.where(up, whole, x)


@normalise
def distance_to_max(x: Floats, ends: Ends, *, low: float = 0.0, high: float = 100.0) -> Floats:
    """Distance to the frontier, the best value among the units: the scale of `minmax`, read from its top.

    Formula: y = high - (high - low)(max - x)/(max - min); (x - min) above the line where less is better.

    Source: Becker, Caperna, Del Sorbo et al. (2022), J. Open Source Softw. 7:4567, doi:10.21105/joss.04567.
    """
    worst, best = extremes(x, ends)
    return onto(1 - between(x, best, worst), low, high)


@normalise
def distance_to_reference(x: Floats, ends: Ends, *, low: float = 0.0, high: float = 100.0, cap: bool = False) -> Floats:
    """From the worst value to that of a reference unit, which has `high`; those ahead have more unless cap=true.

    Formula: y = low + (high - low)(x - min)/(x_ref - min); (max - x)/(max - x_ref) where less is better.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5, doi:10.1787/9789264043466-en.
    """
    goal = _given(ends.reference, x, "a value of the reference unit")
    return onto(_towards(x, goal, ends, cap), low, high)


@normalise
def distance_to_target(x: Floats, ends: Ends, *, low: float = 0.0, high: float = 100.0, cap: bool = False) -> Floats:
    """From the worst value to the target, which has `high`; those beyond it have more unless cap=true.

    Formula: y = low + (high - low)(x - min)/(t - min); (max - x)/(max - t) where less is better.

    Source: Becker, Caperna, Del Sorbo et al. (2022), J. Open Source Softw. 7:4567, doi:10.21105/joss.04567.
    """
    goal = _given(ends.target, x, "a target for every indicator")
    return onto(_towards(x, goal, ends, cap), low, high)


def _given(values: Floats | None, x: Floats, what: str) -> Floats:
    """The values that stand beside the columns of x; ValueError where one is missing and x has something to place."""
    if values is None or (np.isnan(values) & ~np.isnan(x).all(axis=0)).any():
        raise ValueError(f"needs {what}")
    return values


def _towards(x: Floats, goal: Floats, ends: Ends, cap: bool) -> Floats:
    """Where x lies from the worst value (0) to the goal (1).

    If even the worst value of a table has reached the goal, there is no such scale. With `cap` whoever has
    reached it has 1, and a value from outside the table that has not has 0; without, a ValueError says so.
    A constant table is in the middle.
    """
    worst, best = extremes(x, ends)
    flat = worst == best
    reached = (worst - goal) * ends.direction >= 0
    if not cap and (reached & ~flat).any():
        raise ValueError("needs units that fall short of the goal, or cap=true")
    share = between(x, worst, np.where(flat, worst, goal))
    if not cap:
        return share
    met = np.where(np.isnan(x), np.nan, (x - goal) * ends.direction >= 0)
    return np.where(reached, met, np.minimum(share, 1.0))
