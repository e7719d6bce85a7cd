"""More of the family pace: the probability of reaching a target, by a random walk with drift in the right scale."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from equalterms.methods.arrays import Floats
from equalterms.methods.pace import Bands, Bools, Judged, Track, from_odds, log_odds, pace, positive

OECD = Bands(("no progress or moving away", "some progress", "on track"), (0.25, 0.75))
LEAST = 4
"""Below this many observations there is no probability."""
LEVEL = 0.8
"""The share of outcomes that a forecast's interval is to hold."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A Student distribution in the scale of z for each target: mean, spread, degrees of freedom."""

    mean: Floats
    spread: Floats
    freedom: Floats
    drift: Floats


def drift(z: Floats, years: Floats, horizon: Floats, window: int = 0) -> Forecast:
    """Where a random walk with drift leads `horizon` years after its last value (rows x points, NaN: no more).

    With `window` only the last so many values count. NaN below two gaps between values.

    Formula: mu = (z_n - z_1) / (y_n - y_1); s^2 = sum((dz - mu dy)^2 / dy) / (m - 1) over m gaps; mean
    z_n + mu h, variance s^2 h (1 + h / (y_n - y_1)), Student's t with m - 1 degrees of freedom.

    Source: Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., section 5.5.
    """
    z, years = packed(z, years, window)
    rows = np.arange(len(z))
    there = np.isfinite(z)
    count = there.sum(axis=1)
    last = np.maximum(count - 1, 0)
    span = positive(years[rows, last] - years[:, 0])
    mu = (z[rows, last] - z[:, 0]) / span
    freedom = np.where(count >= 3, count - 2.0, np.nan)
    dz, dy = np.diff(z, axis=1), np.diff(years, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        squares = np.where(np.isfinite(dz), (dz - mu[:, None] * dy) ** 2 / dy, 0.0).sum(axis=1)
        variance = squares / freedom * horizon * (1 + horizon / span)
    return Forecast(z[rows, last] + mu * horizon, np.sqrt(variance), freedom, mu)


def packed(z: Floats, years: Floats, window: int = 0) -> tuple[Floats, Floats]:
    """The values of each row moved to its front, in order; the last `window` of them where it is not 0."""
    there = np.isfinite(z)
    if window:
        there &= np.cumsum(there[:, ::-1], axis=1)[:, ::-1] <= window
    if bool(there.all()):
        return z, years
    order = np.argsort(~there, axis=1, kind="stable")
    kept = np.take_along_axis(there, order, axis=1)
    pick = [np.where(kept, np.take_along_axis(a, order, axis=1), np.nan) for a in (z, years)]
    return pick[0], pick[1]


def scaled(track: Track, scale: str) -> tuple[Floats, Floats]:
    """The values seen and the goal in the scale of `level`, `log` or `logit`; NaN where it has none."""
    if scale == "level":
        return track.values, track.goal
    if scale == "log":
        with np.errstate(divide="ignore", invalid="ignore"):
            seen, goal = (np.log(np.where(x > 0, x, np.nan)) for x in (track.values, track.goal))
        return seen, goal
    if scale == "logit":
        seen = log_odds(track.values, track.floor[:, None], track.ceiling[:, None])
        return seen, log_odds(track.goal, track.floor, track.ceiling)
    raise ValueError("needs a scale: level, log or logit")


def unscaled(z: Floats, track: Track, scale: str) -> Floats:
    """Back from a scale to the measure of the target."""
    if scale == "logit":
        return from_odds(z, track.floor, track.ceiling)
    return np.exp(np.clip(z, -700, 700)) if scale == "log" else z


@pace
def reach(
    track: Track,
    *,
    scale: str = "level",
    window: int = 0,
    miss: float | Floats = 0.0,
    narrow: float | Floats = 1.0,
) -> Judged:
    """The probability of standing at the target or beyond in its year, by drift in a scale, with an interval.

    `scale` is level, log (for growth) or logit (for a share); `miss` and `narrow` are what past forecasts of a
    panel missed beyond their own steps, or how much too wide they were (`record`). Refused below four
    observations.

    Formula: P = 1 - F((z(goal) - mean) / sqrt((narrow spread)^2 + miss^2)) with the forecast of `drift` and
    Student's F (F itself where down is good); low, middle and high are quantiles 0.1, 0.5 and 0.9, back in the measure.

    Source: Hyndman and Athanasopoulos (2021), Forecasting: Principles and Practice, 3rd ed., section 5.5.
    """
    from scipy.special import stdtr

    z, goal = scaled(track, scale)
    if not z.size:
        z = np.full((len(goal), 1), np.nan)
    years = track.years if track.years.size else z
    made = corrected(drift(z, years, track.left, window), miss, narrow)
    spread = made.spread
    reasons = _refused(track, z, goal)
    with np.errstate(divide="ignore", invalid="ignore"):
        above = track.direction * (made.mean - goal) / spread
        sure = np.where(track.direction * (made.mean - goal) >= 0, 1.0, 0.0)
        value = np.where(spread == 0, sure, stdtr(made.freedom, above))
    hidden = np.any(list(reasons.values()), axis=0)
    half = half_width(made)
    low, middle, high = (
        np.where(hidden, np.nan, unscaled(made.mean + k * half, track, scale)) for k in (-1.0, 0.0, 1.0)
    )
    latest = z[np.arange(len(z)), np.isfinite(z).cumsum(axis=1).argmax(axis=1)]
    return Judged(
        np.where(hidden, np.nan, value),
        OECD,
        (goal - latest) / track.left,
        made.drift,
        np.full(value.shape, np.nan),
        reasons,
        low=low,
        middle=middle,
        high=high,
    )


def _refused(track: Track, z: Floats, goal: Floats) -> dict[str, Bools]:
    seen = np.isfinite(track.values).sum(axis=1) if track.values.size else np.zeros(len(goal))
    return {
        "fewer_than_four_points": seen < LEAST,
        "outside_the_scale": (np.isfinite(z).sum(axis=1) < seen) | np.isnan(goal),
        "no_years_left": np.isnan(track.left),
    }


@pace
def s_curve(
    track: Track,
    *,
    ceiling: float = 1.0,
    window: int = 0,
    miss: float | Floats = 0.0,
    narrow: float | Floats = 1.0,
) -> Judged:
    """The probability of reaching along an S-curve whose ceiling is stated, never fitted.

    `ceiling` is a share of the natural bound (0.8: adoption ends at 80%). A goal above it is not reached.

    Formula: `reach` in ln(p / (K - p)) with K = floor + ceiling (bound - floor).

    Source: Fisher and Pry (1971), Technological Forecasting and Social Change 3:75; on ceilings Debecker and
    Modis (1994), Technological Forecasting and Social Change 46:153.
    """
    if ceiling <= 0:
        raise ValueError("needs a ceiling above 0")
    lower = replace(track, ceiling=track.floor + ceiling * (track.ceiling - track.floor))
    made = reach(lower, scale="logit", window=window, miss=miss, narrow=narrow)
    past = np.nanmax(track.values, axis=1, initial=-np.inf) if track.values.size else np.full(len(track.goal), -np.inf)
    few, late = made.undefined["fewer_than_four_points"], made.undefined["no_years_left"]
    beyond = (track.goal >= lower.ceiling) & (past < lower.ceiling) & ~few & ~late
    value = np.where(beyond, 0.0, made.value)
    reasons = {**made.undefined, "outside_the_scale": made.undefined["outside_the_scale"] & ~beyond}
    return replace(made, value=value, undefined=reasons)


def fitted_ceiling(values: Floats, years: Floats, most: float = 1.0) -> tuple[float, float, float]:
    """The ceiling K that an S-curve fits best, with the range that fits nearly as well (80%).

    A series that has not passed half of the lowest ceiling that still fits is refused: it does not know its
    ceiling. Raises ValueError then, and below five values or values that are not above 0.

    Formula: for each K of a grid up to `most`, z = ln(p / (K - p)) on time by least squares; the K with the
    least squared error in p; the range holds all K whose error is within F(1, n - 3; 0.8) of the least.

    Source: Debecker and Modis (1994), Technological Forecasting and Social Change 46:153.
    """
    from scipy.stats import f

    if len(values) < 5 or not (values > 0).all():
        raise ValueError("needs five values above 0")
    grid = np.linspace(values.max() * 1.0005, most, 400)
    z = np.log(values / (grid[:, None] - values))
    t = years - years.mean()
    slope = (z * t).sum(axis=1) / (t * t).sum()
    curve = grid[:, None] / (1 + np.exp(-(z.mean(axis=1)[:, None] + slope[:, None] * t)))
    error = ((values - curve) ** 2).sum(axis=1)
    best, n = int(error.argmin()), len(values)
    near = grid[error <= error[best] * (1 + f.ppf(LEVEL, 1, n - 3) / (n - 3)) + 1e-15]
    if values.max() < 0.5 * near.max():
        raise ValueError("needs data past half of the ceiling: it cannot be fitted before")
    return float(grid[best]), float(near.min()), float(near.max())


@dataclass(frozen=True, slots=True)
class Record:
    """How forecasts of a panel did: the spread that they lacked, or the share of it that would have been enough."""

    miss: float
    narrow: float


def corrected(made: Forecast, miss: float | Floats, narrow: float | Floats = 1.0) -> Forecast:
    """A forecast with what past forecasts were lacking, or without what they had too much."""
    return replace(made, spread=np.sqrt((narrow * made.spread) ** 2 + np.square(miss)))


def record(z: Floats, years: Floats, horizon: int, window: int, origins: int = 8, least: int = 40) -> Record | None:
    """What would have made the 80% intervals of the past hold 80% of what came.

    `z` is a panel (units x years, NaN a gap) at consecutive years. Every origin that lies `horizon` or more
    before the panel's end is forecast from its last `window` values; the latest `origins` of them are used.
    None where fewer than `least` forecasts can be checked.

    Formula: e = (outcome - mean) / t(0.9); where more than a fifth of |e| exceed their spread, miss = quantile
    0.8 of sqrt(max(0, e^2 - spread^2)) over units and origins and narrow = 1; else miss = 0 and narrow =
    quantile 0.8 of |e| / spread.

    Source: Williams and Goodman (1971), Journal of the American Statistical Association 66:752, for limits from
    past errors; adding variances is ours.
    """
    tried = [errors(z, years, origin, horizon, window) for origin in range(window - 1, len(years) - horizon)]
    if not tried:
        return None
    e, spread = (np.concatenate([each[k] for each in tried[-origins:]]) for k in (0, 1))
    known = np.isfinite(e) & np.isfinite(spread)
    e, spread = np.abs(e[known]), spread[known]
    if len(e) < least:
        return None
    miss = float(np.quantile(np.sqrt(np.maximum(0.0, e**2 - spread**2)), LEVEL))
    if miss > 0:
        return Record(miss, 1.0)
    enough = np.divide(e, spread, out=np.zeros(len(e)), where=spread > 0)
    return Record(0.0, float(np.quantile(enough, LEVEL)))


def errors(z: Floats, years: Floats, origin: int, horizon: int, window: int) -> tuple[Floats, Floats]:
    """For each unit, the error of the forecast made at `origin`, in t(0.9), and the spread that it stated."""
    made, outcome = forecast(z, years, origin, horizon, window)
    return (outcome - made.mean) / half_width(replace(made, spread=np.ones(len(z)))), made.spread


def forecast(z: Floats, years: Floats, origin: int, horizon: int, window: int) -> tuple[Forecast, Floats]:
    """What the drift of a panel's last values foretold at `origin` for each unit, and what came of it.

    A unit without all of its last `window` values has NaN as its outcome.
    """
    seen = z[:, origin - window + 1 : origin + 1]
    when = np.broadcast_to(years[origin - window + 1 : origin + 1], seen.shape)
    whole = np.isfinite(seen).all(axis=1)
    left = np.full(len(z), years[origin + horizon] - years[origin])
    return drift(seen, when, left), np.where(whole, z[:, origin + horizon], np.nan)


def half_width(made: Forecast) -> Floats:
    """From the middle of a forecast to the end of its 80% interval."""
    from scipy.special import stdtrit

    return np.asarray(stdtrit(made.freedom, (1 + LEVEL) / 2) * made.spread, dtype=float)


def pinball(outcome: Floats, quantile: Floats, level: float) -> Floats:
    """The pinball loss of a forecast quantile: the lower the better.

    Formula: level (y - q) where y >= q, else (1 - level)(q - y).

    Source: Koenker and Bassett (1978), Econometrica 46:33.
    """
    miss = outcome - quantile
    return np.maximum(level * miss, (level - 1) * miss)
