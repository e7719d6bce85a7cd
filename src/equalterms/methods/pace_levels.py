"""More of the family pace: arrows, distances and trends that need no ratio of growth rates; roll-ups of many."""

from __future__ import annotations

import numpy as np

from equalterms.methods.arrays import Floats
from equalterms.methods.pace import (
    SDSN,
    Bands,
    Bools,
    Judged,
    Track,
    fraction,
    growth,
    masked,
    pace,
    positive,
    step,
    unmoved,
)

ARROWS = Bands(("↓ decreasing", "→ stagnating", "↗ moderately improving", "↑ on track or maintaining"), SDSN.edges)
DISTANCE = Bands(("far", "medium distance", "small distance"), (-1.5, -0.5))
STATUS = Bands(("regression", "progress so far", "reached"), (0.0, 10.0))
HALF = Bands(("the gap grows", "the gap shrinks"), (0.0,), below=(0.0,))
TREND_UN = Bands(
    ("deterioration", "limited or no progress", "fair progress", "substantial progress"),
    (-0.01, 0.005, 0.01),
    below=(0.005, 0.01),
)
TREND_EUROSTAT = Bands(
    ("significant movement away", "moderate movement away", "moderate progress", "significant progress"),
    (-0.01, 0.0, 0.01),
)
TREND_ISTAT = Bands(
    ("clear worsening", "slight worsening", "stable", "slight improvement", "clear improvement"),
    (-0.05, -0.01, 0.01, 0.05),
    below=(0.01, 0.05),
)
TREND_STATCAN = Bands(
    ("deterioration", "limited progress", "progress, acceleration needed", "on track"), (0.0, 0.005, 0.015)
)


@pace
def arrows(track: Track, *, window: int = 5) -> Judged:
    """The four arrows of the Sustainable Development Report: recent steps a year against those needed.

    The goal is the threshold of the green band; movements beyond it are ignored.

    Formula: needed = (goal - start) / years allowed; recent = change over the last `window` years a year;
    ratio below 0 down, below 0.5 stagnating, below 1 improving, else on track, as is any value at the goal.

    Source: Sustainable Development Solutions Network (2018), SDG Index and Dashboards, method of the trends.
    """
    needed = step(track.start, track.goal, track.whole)
    recent = _recent(track, window)
    reasons: dict[str, Bools] = {"one_point": np.isnan(recent), "no_target_year": np.isnan(track.whole)}
    there = track.direction * (track.latest - track.goal) >= 0
    value = np.where(there, 1.0, fraction(track, recent, needed))
    reasons["met_at_baseline"] = ~there & (track.direction * (track.goal - track.start) <= 0)
    return Judged(masked(value, reasons), ARROWS, needed, recent, np.full(value.shape, np.nan), reasons)


def _recent(track: Track, window: int) -> Floats:
    """The change a year over the last years: from the oldest value within the window, or since the start."""
    since = step(track.start, track.latest, track.seen)
    if not track.values.size:
        return since
    within = np.isfinite(track.values) & (track.years >= (track.latest_year - window)[:, None])
    at = within.argmax(axis=1)
    rows = np.arange(len(at))
    moved = step(track.values[rows, at], track.latest, track.latest_year - track.years[rows, at])
    return np.where(np.isnan(moved), since, moved)


def goal_trend(ratios: Floats, maintaining: Bools, least: float = 0.75) -> Floats:
    """The trend of each goal on 0 to 4, from the ratios of its indicators (goals x indicators, NaN: no trend).

    An indicator that stays above its threshold counts exactly 3. NaN where fewer than `least` have a trend.

    Formula: piecewise linear through -1: 0, 0: 1, 0.5: 2, 1: 3, 2: 4, cut at 0 and 4; the mean. The anchors
    are ours: the report publishes the scale, not its anchors.

    Source: Sustainable Development Solutions Network (2018), SDG Index and Dashboards, method of the trends.
    """
    placed = np.where(maintaining, 3.0, np.interp(ratios, (-1, 0, 0.5, 1, 2), (0, 1, 2, 3, 4)))
    placed = np.where(np.isnan(ratios) & ~maintaining, np.nan, placed)
    there = np.isfinite(placed)
    count = there.sum(axis=1)
    mean = np.where(there, placed, 0.0).sum(axis=1) / np.maximum(count, 1)
    return np.where(count >= least * ratios.shape[1], mean, np.nan)


@pace
def distance(track: Track, *, spread: float = 1.0) -> Judged:
    """How far the latest value is from the goal, in standard deviations of the countries compared.

    The figure is written below 0, so that more is better; 0 is at the goal or beyond it.

    Formula: -max(0, d (goal - latest) / spread); more than 1.5 is far, up to 0.5 small. The bands are those
    that the OECD's report is described with; no equivalence is claimed.

    Source: OECD (2022), The Short and Winding Road to 2030.
    """
    if spread <= 0:
        raise ValueError("needs a spread above 0")
    value = -np.maximum(0.0, track.direction * (track.goal - track.latest) / spread)
    turn = track.goal + track.direction * DISTANCE.nearest(value) * spread
    none = np.full(value.shape, np.nan)
    return Judged(value, DISTANCE, none, none, turn, {"one_point": np.isnan(track.latest)})


@pace
def status_index(track: Track, *, parity: bool = False) -> Judged:
    """The share of the way from the baseline to the goal that is behind, on 0 to 10.

    Formula: 10 d (latest - start) / |goal - start|; with `parity` 10 - 10 |goal - latest| / |goal - start|.

    Source: UN ESCAP, Asia and the Pacific SDG Progress Report, technical note: Current Status Index.
    """
    gap = np.abs(track.goal - track.start)
    with np.errstate(divide="ignore", invalid="ignore"):
        gone = track.direction * (track.latest - track.start) / gap
        value = 10 * np.where(parity, 1 - np.abs(track.goal - track.latest) / gap, gone)
    reasons = {"one_point": np.isnan(track.seen), "maintain": gap == 0}
    none = np.full(value.shape, np.nan)
    turn = track.start + track.direction * STATUS.nearest(value) * gap / 10
    return Judged(masked(value, reasons), STATUS, none, none, np.where(parity, np.nan, turn), reasons)


@pace
def half_life(track: Track) -> Judged:
    """For a target of zero: how fast the gap to the goal halves. The figure is halvings a year.

    Formula: log2(|start - goal| / |latest - goal|) / years seen; the gap left at the target year is the
    present one times 2^(-halvings x years left).

    Source: the definition of a half-life; used for elimination targets, where no growth rate leads to zero.
    """
    before, after = np.abs(track.start - track.goal), np.abs(track.latest - track.goal)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.log2(np.where((before > 0) & (after > 0), before / after, np.nan)) / positive(track.seen)
    reasons = unmoved(track) | {"reached": after == 0}
    value = masked(value, reasons)
    return Judged(value, HALF, np.full(value.shape, np.nan), value, track.start + 0 * value, reasons)


def _trend(track: Track, bands: Bands) -> Judged:
    """Compound growth since the start in the good direction, without a target."""
    sign = np.where((track.start < 0) & (track.latest < 0), -1.0, 1.0)
    actual = growth(track.start, track.latest, track.seen)
    reasons = {
        "one_point": np.isnan(track.seen),
        "zero_baseline": track.start == 0,
        "zero_latest": track.latest == 0,
        "change_of_sign": track.start * track.latest < 0,
    }
    value = masked(sign * track.direction * actual, reasons)
    wanted = sign * track.direction * bands.nearest(value)
    turn = track.start * np.power(1 + wanted, track.seen)
    return Judged(value, bands, np.full(value.shape, np.nan), actual, turn, reasons)


@pace
def trend_un(track: Track) -> Judged:
    """Without a target: growth a year in the good direction, with the bands of the UN's Progress Chart.

    Formula: d ((latest/start)^(1/seen) - 1); above 1% substantial, above 0.5% fair, from -1% limited.

    Source: UN Statistics Division (2022), SDG Progress Chart, technical note.
    """
    return _trend(track, TREND_UN)


@pace
def trend_eurostat(track: Track) -> Judged:
    """Without a target: growth a year in the good direction, with Eurostat's arrows and score.

    Formula: d ((latest/start)^(1/seen) - 1); at least 1% significant, from 0 moderate; score 250 times it,
    cut at -5 and 5.

    Source: Eurostat (2022), Sustainable development in the European Union, annex on the arrows.
    """
    made = _trend(track, TREND_EUROSTAT)
    score = np.clip(250 * made.value, -5, 5)
    return Judged(made.value, made.bands, made.required, made.actual, made.turn, made.undefined, score)


@pace
def trend_istat(track: Track) -> Judged:
    """Without a target: growth a year in the good direction, with bands at 1% and 5%.

    Formula: d ((latest/start)^(1/seen) - 1); beyond 5% clear, beyond 1% slight, else stable.

    Source: Istat, Provincia autonoma di Bolzano: SDG indicators, assessment of change.
    """
    return _trend(track, TREND_ISTAT)


@pace
def trend_statcan(track: Track, *, limit: float = 0.0) -> Judged:
    """Without a target: growth a year, with thresholds that shrink near a natural `limit` (0: none).

    The figure is the growth divided by the limit factor C, so that the bands are the same for all.

    Formula: v = s d growth; C = 1 if |y| >= 2 |L|, 1 - (|y| / |L|)^4.44 if |y| <= |L|, else
    1 - ((2 |L| - |y|) / |L|)^4.44 for start y; bands of v at 0, 0.5% C, 1.5% C; score 125 v - 2.5 below 0,
    then 500 v/C - 2.5, 250 v/C - 1.25, 500 v/C - 5, cut at -5 and 5.

    Source: Statistics Canada (2026), Canadian Indicator Framework, methodology; Open SDG, sdg-build,
    ProgressMeasure.
    """
    made = _trend(track, TREND_STATCAN)
    c = limit_factor(track.start, limit)
    v = made.value
    with np.errstate(divide="ignore", invalid="ignore"):
        u = np.where(v < 0, v, np.where(c == 0, np.inf, v / c))
        score = np.select([u < 0, u < 0.005, u < 0.015], [125 * v - 2.5, 500 * u - 2.5, 250 * u - 1.25], 500 * u - 5)
        wanted = TREND_STATCAN.nearest(np.where(np.isinf(u), 0.015, u)) * c
    score = np.where(np.isnan(u), np.nan, np.clip(score, -5, 5))
    sign = np.where(track.start < 0, -1.0, 1.0)
    turn = track.start * np.power(1 + sign * track.direction * wanted, track.seen)
    return Judged(u, TREND_STATCAN, made.required, made.actual, turn, made.undefined, score)


def limit_factor(start: Floats, limit: float) -> Floats:
    """How much of the thresholds is left near a natural limit: 1 far from it, 0 at it (C of trend_statcan)."""
    if limit == 0:
        return np.ones(start.shape)
    y = np.abs(start) / abs(limit)
    return np.where(y >= 2, 1.0, np.where(y <= 1, 1 - y**4.44, 1 - np.abs(2 - y) ** 4.44))


def roll_up(words: list[str]) -> tuple[float, str]:
    """Many verdicts of the UN's bands as one: the mean of 1, 0, -1, -2, and its word; verdicts of "" are left out.

    Formula: achieved or on track 1, fair 0, limited -1, deterioration -2; mean above 0.5 on track, above -0.5
    for review, else off track.

    Source: UNDP, Integrated SDG Insights, Methodological Note v1.4.
    """
    points = {"achieved": 1, "sub": 1, "fai": 0, "lim": -1, "det": -2}
    found = [points.get(word, points.get(word[:3])) for word in words if word]
    if not found or None in found:
        raise ValueError("needs verdicts of the UN's bands")
    mean = float(np.mean([each for each in found if each is not None]))
    return mean, "on track" if mean > 0.5 else "for review" if mean > -0.5 else "off track"


def status(scores: Floats, achieved: Bools) -> tuple[float, str]:
    """Many scores of Statistics Canada as one: their mean and status; an achieved one scores 5.

    Formula: mean of the scores; from 2.5 on track, from 0 accelerate, from -2.5 limited, else deterioration;
    achieved only if all are.

    Source: Statistics Canada (2026), Canadian Indicator Framework, methodology.
    """
    mean = float(np.mean(np.where(achieved, 5.0, scores)))
    if bool(achieved.all()):
        return mean, "target achieved"
    bands = Bands(TREND_STATCAN.words, (-2.5, 0.0, 2.5))
    return mean, bands.words[int(bands.place(np.array([mean]))[0])]
