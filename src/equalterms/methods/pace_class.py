"""More of the family pace: has anyone ever moved so fast from there? A target beside the history of many."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from equalterms.methods.arrays import Floats
from equalterms.methods.pace import Bands, Judged, Track, growth, log_odds, pace, step

CLASS = Bands(
    (
        "none of the class has moved so fast from there",
        "fewer than one in twenty have moved so fast from there",
        "fewer than one in four have moved so fast from there",
        "others have moved so fast from there",
    ),
    (1e-12, 0.05, 0.25),
)
SHARE = 0.2
"""The part of a class that counts as starting from about the same level."""
PLACES = 41
FEWEST = 20


@dataclass(frozen=True, slots=True)
class Episodes:
    """What a class of units did over spans of the same length: where each began and the pace it kept.

    Sorted by `start`. `unit` and `year` say whose episode it is and in which year it began.
    """

    start: Floats
    pace: Floats
    unit: NDArray[np.int64]
    year: Floats
    scale: str = "level"
    bounds: tuple[float, float] = (np.nan, np.nan)
    windows: tuple[tuple[int, int], ...] = field(default=())


def episodes(
    values: Floats, years: Floats, span: float, scale: str = "level", bounds: tuple[float, float] = (np.nan, np.nan)
) -> Episodes:
    """Every stretch of `span` years in a panel (units x years, NaN a gap), as start and pace a year.

    Where no year lies exactly `span` later the next one is taken. Raises ValueError below 20 episodes.
    """
    found: list[tuple[Floats, Floats, NDArray[np.int64], Floats]] = []
    for at, year in enumerate(years):
        later = int(np.searchsorted(years, year + span))
        if later >= len(years):
            break
        moved = moving(values[:, at], values[:, later], np.full(len(values), years[later] - year), scale, bounds)
        there = np.flatnonzero(np.isfinite(moved))
        found.append((values[there, at], moved[there], there.astype(np.int64), np.full(len(there), year)))
    if sum(len(start) for start, *_ in found) < FEWEST:
        raise ValueError(f"needs a class with {FEWEST} episodes of {span:g} years")
    start, moved, unit, when = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.argsort(start, kind="stable")
    width = max(FEWEST, round(SHARE * len(order)))
    firsts = np.linspace(0, len(order) - width, PLACES).round().astype(int).tolist() if len(order) > width else [0]
    begin = start[order]
    windows = tuple(_widened(begin, first, min(first + width, len(order))) for first in firsts)
    return Episodes(begin, moved[order], unit[order], when[order], scale, bounds, windows)


def _widened(start: Floats, first: int, last: int) -> tuple[int, int]:
    """A stretch of sorted starts with all that are equal to its ends: none of equals is left out."""
    low, high = np.searchsorted(start, start[first], "left"), np.searchsorted(start, start[last - 1], "right")
    return int(low), int(high)


def moving(start: Floats, end: Floats, years: Floats, scale: str, bounds: tuple[float, float]) -> Floats:
    """The pace a year in a scale: steps (level), growth (log) or change of log odds (logit)."""
    if scale == "log":
        return growth(start, end, years)
    if scale == "logit":
        low, high = (np.full(start.shape, bound) for bound in bounds)
        return step(log_odds(start, low, high), log_odds(end, low, high), years)
    return step(start, end, years)


@pace
def reference_class(track: Track, *, among: Episodes | None = None) -> Judged:
    """The share of a class's episodes, begun from about the same level, that were as fast as is now required.

    Required is the pace from the latest value; about the same level are the fifth of the episodes whose
    starts are nearest. A latest value outside all starts of the class has no answer.

    Formula: mean over these episodes of [d pace >= d required]; none, below 5%, below 25%, more.

    Source: World Bank (2026), trackr, the idea; Flyvbjerg (2008), European Planning Studies 16:3, on
    reference classes. The nearest fifth is ours.
    """
    if among is None:
        raise ValueError("needs a class of episodes")
    required = moving(track.latest, track.goal, track.left, among.scale, among.bounds)
    # An up-is-good target asks for moves at least so far up, a down-is-good one for moves so far down.
    middles = np.array([among.start[(first + last) // 2] for first, last in among.windows])
    nearest = np.abs(track.latest[:, None] - middles).argmin(axis=1)
    value = np.full(track.latest.shape, np.nan)
    fastest = np.full(track.latest.shape, np.nan)
    for place, (first, last) in enumerate(among.windows):
        for sign in (1.0, -1.0):
            mine = np.flatnonzero((nearest == place) & (track.direction == sign) & np.isfinite(required))
            if mine.size:
                moves = np.sort(sign * among.pace[first:last])
                slower = np.searchsorted(moves, sign * required[mine] * (1 - 1e-12), side="left")
                value[mine] = 1 - slower / len(moves)
                fastest[mine] = sign * moves[-1]
    reasons = {
        "one_point": np.isnan(track.latest),
        "no_years_left": np.isnan(track.left),
        "outside_the_class": (track.latest < among.start[0]) | (track.latest > among.start[-1]),
        "outside_the_scale": np.isnan(required),
    }
    hidden = np.any(list(reasons.values()), axis=0)
    none = np.full(value.shape, np.nan)
    return Judged(np.where(hidden, np.nan, value), CLASS, required, none, none, reasons, high=fastest)


@dataclass(frozen=True, slots=True)
class TypicalPath:
    """How long the typical unit takes from the lowest level to each level: years at levels, ascending."""

    levels: Floats
    years: Floats

    def speed(self, track: Track) -> Floats:
        """How many years' worth of the typical way were gone in a year: 2 is twice as fast; NaN outside."""
        inside = np.vectorize(lambda x: self.levels[0] <= x <= self.levels[-1], otypes=[bool])
        known = inside(track.start) & inside(track.latest)
        gone = np.interp(track.latest, self.levels, self.years) - np.interp(track.start, self.levels, self.years)
        return np.where(known, gone / track.seen, np.nan)


def typical_path(values: Floats, years: Floats, span: float = 5, knots: int = 4, points: int = 200) -> TypicalPath:
    """The typical way through the levels of an indicator, from a panel (units x years, NaN a gap).

    Raises ValueError where the typical change is not in one direction at every level.

    Formula: median regression of the yearly change over `span` years on the level at its start, with a
    piecewise linear basis of `knots` inner quantiles; years(level) = integral of 1 / change.

    Source: World Bank (2026), trackr; Koenker and Bassett (1978), Econometrica 46:33. A linear basis in place
    of its splines.
    """
    made = episodes(values, years, span)
    at = np.quantile(made.start, np.linspace(0, 1, knots + 2))
    basis = np.stack([np.interp(made.start, at, row) for row in np.eye(len(at))], axis=1)
    change = basis_median(basis, made.pace)
    levels = np.linspace(at[0], at[-1], points)
    rate = np.interp(levels, at, change)
    if not ((rate > 0).all() or (rate < 0).all()):
        raise ValueError("needs an indicator that typically moves one way at every level")
    slow = 1 / np.abs(rate)
    taken = np.concatenate([[0.0], np.cumsum((slow[1:] + slow[:-1]) / 2 * np.diff(levels))])
    return TypicalPath(levels, taken * np.sign(rate[0]))


def basis_median(basis: Floats, y: Floats) -> Floats:
    """The coefficients of a median regression, as a linear program: least sum of absolute residuals."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array, eye_array, hstack

    n, k = basis.shape
    cost = np.concatenate([np.zeros(k), np.ones(2 * n)])
    left = hstack([csr_array(basis), eye_array(n), -eye_array(n)], format="csr")
    bounds = [(None, None)] * k + [(0, None)] * (2 * n)
    made = linprog(cost, A_eq=left, b_eq=y, bounds=bounds, method="highs")
    return np.asarray(made.x[:k], dtype=float)
