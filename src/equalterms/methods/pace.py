"""Pace: is a dated target being reached? Each member judges many targets at once.

A member takes a `Track` (targets and what has been seen of them, as arrays) and gives a `Judged`: a figure for
each target, the band that it falls into, how far it is from the band's edge, and the pace that is required
and observed. A figure that a method has no answer for is NaN and says why; nothing is replaced silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from equalterms.family import Family
from equalterms.methods.arrays import Floats

Bools = NDArray[np.bool_]
NONE = np.empty((0, 0))


@dataclass(frozen=True, slots=True)
class Track:
    """Targets as arrays of one length: where each starts, where it is, where it is to be, and by when.

    `direction` is 1 where up is good, -1 where down is good. `floor` and `ceiling` bound a share (NaN: none);
    `way` is the value that a published path asks for at the latest year. `values` and `years` are what was
    seen (targets x points, in order of time, NaN where there is no more).
    """

    start: Floats
    start_year: Floats
    latest: Floats
    latest_year: Floats
    goal: Floats
    goal_year: Floats
    direction: Floats
    floor: Floats
    ceiling: Floats
    way: Floats
    values: Floats
    years: Floats

    @property
    def seen(self) -> Floats:
        """The years between start and latest; NaN where there are none."""
        return positive(self.latest_year - self.start_year)

    @property
    def whole(self) -> Floats:
        """The years between start and goal; NaN where there are none."""
        return positive(self.goal_year - self.start_year)

    @property
    def left(self) -> Floats:
        """The years between latest and goal; NaN where there are none."""
        return positive(self.goal_year - self.latest_year)


def track(
    *, direction: ArrayLike, values: ArrayLike | None = None, years: ArrayLike | None = None, **given: ArrayLike
) -> Track:
    """A track of scalars or arrays; start and latest are the first and last of `values` where they are not given.

    Raises ValueError for a direction that is not 1 or -1, and for an unknown field.
    """
    seen, when = (NONE if a is None else np.atleast_2d(np.asarray(a, dtype=float)) for a in (values, years))
    if seen.size:
        ends = {"start": 0, "latest": -1}
        for key, place in ends.items():
            if key not in given:
                at = _place(seen, place)
                given[key] = seen[np.arange(len(seen)), at]
                given[f"{key}_year"] = when[np.arange(len(seen)), at]
    names = [each.name for each in fields(Track) if each.name not in ("values", "years")]
    if unknown := set(given) - set(names):
        raise ValueError(f"needs fields of a track, not {', '.join(sorted(unknown))}")
    columns = [np.asarray(direction if n == "direction" else given.get(n, np.nan), dtype=float) for n in names]
    size = max(1, len(seen), *(column.size for column in columns))
    if not np.isin(columns[names.index("direction")], (-1.0, 1.0)).all():
        raise ValueError("needs a direction of 1 or -1")
    whole = {n: np.broadcast_to(column, (size,)) for n, column in zip(names, columns, strict=True)}
    return Track(**whole, values=seen, years=when)


def _place(seen: Floats, which: int) -> NDArray[np.intp]:
    """The column of the first (0) or last (-1) value of each row."""
    there = np.isfinite(seen)
    found = there.argmax(axis=1) if which == 0 else seen.shape[1] - 1 - there[:, ::-1].argmax(axis=1)
    return np.asarray(found, dtype=np.intp)


def positive(span: Floats) -> Floats:
    """Spans of time above 0; NaN for others."""
    return np.where(span > 0, span, np.nan)


@dataclass(frozen=True, slots=True)
class Bands:
    """Words for stretches of a figure, worst first, with the edges between them.

    An edge belongs to the band above it, unless `below` names it.
    """

    words: tuple[str, ...]
    edges: tuple[float, ...]
    below: tuple[float, ...] = ()

    def place(self, value: Floats) -> NDArray[np.int64]:
        """The band of each figure; -1 for NaN. Equal to twelve decimals is equal to an edge."""
        value = np.round(value, 12)
        above = [value > edge if edge in self.below else value >= edge for edge in self.edges]
        return np.where(np.isnan(value), -1, np.sum(above, axis=0)).astype(np.int64)

    def nearest(self, value: Floats) -> Floats:
        """The edge that each figure is nearest to; NaN where there is none."""
        if not self.edges:
            return np.full(value.shape, np.nan)
        edges = np.asarray(self.edges)
        return np.where(np.isnan(value), np.nan, edges[np.abs(value[..., None] - edges).argmin(axis=-1)])


@dataclass(frozen=True, slots=True)
class Judged:
    """What a member says of each target.

    `value` is the figure that is judged, `band` its place in `bands.words` (-1: not judged). `turn` is the
    latest value at which the band would change, in the measure of the target. `required` and `actual` are
    paces a year in the scale of the method. `undefined` holds, by reason, where there is no figure.
    """

    value: Floats
    bands: Bands
    required: Floats
    actual: Floats
    turn: Floats
    undefined: Mapping[str, Bools] = field(default_factory=dict)
    score: Floats | None = None
    low: Floats | None = None
    middle: Floats | None = None
    high: Floats | None = None

    @property
    def band(self) -> NDArray[np.int64]:
        """The place of each target in the words of the bands; -1 where it is not judged."""
        return self.bands.place(self.value)

    @property
    def edge(self) -> Floats:
        """How far each figure is above (+) or below (-) the nearest edge of a band."""
        return self.value - self.bands.nearest(self.value)

    def words(self) -> list[str]:
        """The band of each target in words; empty where it is not judged."""
        said = ("", *self.bands.words)
        return [said[k + 1] for k in self.band.tolist()]

    def reason(self, k: int) -> str:
        """Why target `k` has no figure; empty where it has one."""
        return next((name for name, where in self.undefined.items() if where[k]), "")


class Pace(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, track: Track, /, **options: Any) -> Judged: ...


pace: Family[Pace] = Family("pace", "is a dated target being reached, and what would it take")

UN = Bands(
    (
        "deterioration",
        "limited or no progress",
        "fair progress, acceleration needed",
        "substantial progress or on track",
    ),
    (-0.1, 0.5, 0.95),
    below=(0.95,),
)
EUROSTAT = Bands(
    ("movement away", "insufficient progress", "moderate progress", "significant progress"), (0.0, 0.6, 0.95)
)
STATCAN = Bands(("deterioration", "limited progress", "progress, acceleration needed", "on track"), (0.0, 0.6, 0.95))
SDSN = Bands(("decreasing", "stagnating", "moderately improving", "on track"), (0.0, 0.5, 1.0))


def step(start: Floats, end: Floats, years: Floats) -> Floats:
    """The same step every year, in the measure of the value: (end - start) / years."""
    return (end - start) / positive(years)


def growth(start: Floats, end: Floats, years: Floats) -> Floats:
    """The same growth every year, (end / start)^(1 / years) - 1; NaN unless both are above 0 or both below 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where((start * end > 0) & (years > 0), end / start, np.nan)
        return np.asarray(np.power(ratio, 1 / positive(years)) - 1, dtype=float)


def log_odds(x: Floats, floor: Floats, ceiling: Floats) -> Floats:
    """ln((x - floor) / (ceiling - x)); NaN unless x lies between the bounds."""
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = (x > floor) & (x < ceiling)
        return np.asarray(np.log(np.where(inside, (x - floor) / (ceiling - x), np.nan)), dtype=float)


def from_odds(z: Floats, floor: Floats, ceiling: Floats) -> Floats:
    """The value between the bounds that has these log odds."""
    return np.asarray(floor + (ceiling - floor) / (1 + np.exp(-np.clip(z, -700, 700))), dtype=float)


def fraction(track: Track, actual: Floats, required: Floats) -> Floats:
    """Observed pace as a share of the required one; above 0 is the good direction; NaN where none is required."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(required == 0, np.nan, track.direction * actual / np.abs(required))


def unmoved(track: Track) -> dict[str, Bools]:
    """The reasons that every ratio of paces shares: nothing seen since the start, nothing required of it."""
    gap = track.direction * (track.goal - track.start)
    return {
        "one_point": np.isnan(track.seen),
        "no_target_year": np.isnan(track.whole),
        "maintain": gap == 0,
        "met_at_baseline": gap < 0,
    }


def masked(value: Floats, reasons: Mapping[str, Bools]) -> Floats:
    """The figure, NaN wherever a reason holds."""
    return np.where(np.any(list(reasons.values()), axis=0), np.nan, value) if reasons else value


@pace
def linear(track: Track) -> Judged:
    """The steps a year seen since the baseline, as a share of the steps that the target requires.

    Formula: ((latest - start) / years seen) / ((goal - start) / years allowed); bands at 0, 0.5 and 1.

    Source: Sustainable Development Solutions Network (2018), SDG Index and Dashboards, method of the trends.
    """
    required, actual = step(track.start, track.goal, track.whole), step(track.start, track.latest, track.seen)
    reasons = unmoved(track)
    value = masked(fraction(track, actual, required), reasons)
    turn = track.start + SDSN.nearest(value) * required * track.seen
    return Judged(value, SDSN, required, actual, turn, reasons)


@pace
def path(track: Track) -> Judged:
    """The way gone since the baseline, as a share of what a published path asks for by the latest year.

    Formula: (latest - start) / (path(latest year) - start), straight lines between milestones; bands as for
    linear. Without milestones it is the linear ratio.

    Source: European Commission (2023), Digital Decade, projected trajectories of the targets for 2030.
    """
    straight = track.start + step(track.start, track.goal, track.whole) * track.seen
    way = np.where(np.isnan(track.way), straight, track.way)
    reasons = unmoved(track)
    asked = step(track.start, way, track.seen)
    actual = step(track.start, track.latest, track.seen)
    reasons["nothing_due_yet"] = ~np.isnan(way) & (track.direction * (way - track.start) <= 0) & ~reasons["maintain"]
    value = masked(fraction(track, actual, asked), reasons)
    return Judged(value, SDSN, asked, actual, track.start + SDSN.nearest(value) * asked * track.seen, reasons)


def compound(track: Track, bands: Bands, zero_policy: float, beyond: bool = False) -> Judged:
    """Growth seen as a share of the growth required; `beyond` also judges a start beyond the goal."""
    start, goal, latest = (
        np.where(x == 0, zero_policy, x) if zero_policy else x for x in (track.start, track.goal, track.latest)
    )
    required, actual = growth(start, goal, track.whole), growth(start, latest, track.seen)
    sign = np.where((start < 0) & (goal < 0), -1.0, 1.0)
    reasons = unmoved(track)
    if beyond:
        reasons.pop("met_at_baseline")
    reasons |= {
        "zero_baseline": start == 0,
        "zero_target": goal == 0,
        "change_of_sign": (start * goal < 0) | (start * latest < 0),
        "zero_latest": latest == 0,
    }
    value = masked(sign * fraction(track, actual, required), reasons)
    wanted = sign * track.direction * bands.nearest(value) * np.abs(required)
    with np.errstate(invalid="ignore"):
        turn = start * np.power(np.where(wanted > -1, 1 + wanted, np.nan), track.seen)
    return Judged(value, bands, required, actual, turn, reasons)


@pace
def cagr_un(track: Track, *, zero_policy: float = 0.0) -> Judged:
    """Compound growth seen as a share of that required, with the bands of the UN's Progress Chart.

    `zero_policy` replaces a 0 by a small number, which can change the verdict; 0 means: never.

    Formula: ((latest/start)^(1/seen) - 1) / ((goal/start)^(1/allowed) - 1); above 0.95 on track, 0.5 to 0.95
    fair, -0.1 to 0.5 limited, below -0.1 deterioration.

    Source: UN Statistics Division (2022), SDG Progress Chart, technical note.
    """
    return compound(track, UN, zero_policy)


@pace
def cagr_eurostat(track: Track, *, zero_policy: float = 0.0) -> Judged:
    """Compound growth seen as a share of that required, with Eurostat's arrows and its score of -5 to 5.

    Formula: ratio R as in cagr_un; at least 0.95 significant, 0.6 moderate, 0 insufficient, below 0 movement
    away; score (5 / 0.7)(R - 0.6) for R of 0.6 or more, else (5 / 1.2)(R + 0.6) - 5, R cut at -0.6 and 1.3.

    Source: Eurostat (2022), Sustainable development in the European Union, annex on the arrows.
    """
    made = compound(track, EUROSTAT, zero_policy)
    r = np.clip(made.value, -0.6, 1.3)
    score = np.where(r >= 0.6, 5 / 0.7 * (r - 0.6), 5 / 1.2 * (r + 0.6) - 5)
    return Judged(made.value, EUROSTAT, made.required, made.actual, made.turn, made.undefined, score)


@pace
def cagr_statcan(track: Track, *, zero_policy: float = 0.0) -> Judged:
    """Compound growth seen as a share of that required, as Statistics Canada and Open SDG judge it.

    Formula: R = s d g(latest) / |g(goal)|, s = -1 where all values are negative; at least 0.95 on track, 0.6
    accelerate, 0 limited, else deterioration; score 7.1429 R - 4.2857 from 0.6 on, 4.1667 R - 2.5 below, cut
    at -5 and 5 (the published, rounded constants). Unlike the others it judges a start beyond the goal.

    Source: Statistics Canada (2026), Canadian Indicator Framework, methodology; Open SDG, sdg-build,
    ProgressMeasure.
    """
    made = compound(track, STATCAN, zero_policy, beyond=True)
    score = np.where(made.value >= 0.6, 7.1429 * made.value - 4.2857, 4.1667 * made.value - 2.5)
    score = np.clip(score, -5, 5)
    return Judged(made.value, STATCAN, made.required, made.actual, made.turn, made.undefined, score)


@pace
def logit(track: Track) -> Judged:
    """For a bounded share: the change of log odds a year, as a share of that required.

    Formula: z = ln((x - floor) / (ceiling - x)); ratio of (z latest - z start) / seen to (z goal - z start) /
    allowed; the bands of cagr_statcan, since no body publishes bands for it.

    Source: Fisher and Pry (1971), Technological Forecasting and Social Change 3:75.
    """
    bounds = track.floor, track.ceiling
    start, latest, goal = (log_odds(x, *bounds) for x in (track.start, track.latest, track.goal))
    required, actual = step(start, goal, track.whole), step(start, latest, track.seen)
    reasons = unmoved(track)
    reasons["unbounded"] = np.isnan(track.floor) | np.isnan(track.ceiling)
    pairs = ((start, track.start), (latest, track.latest), (goal, track.goal))
    reasons["at_or_beyond_a_bound"] = np.any([np.isnan(z) & ~np.isnan(x) for z, x in pairs], axis=0)
    value = masked(fraction(track, actual, required), reasons)
    turn = from_odds(start + STATCAN.nearest(value) * required * track.seen, *bounds)
    return Judged(value, STATCAN, required, actual, turn, reasons)
