"""Rank targets: all units are moved on together, since a rank is reached against rivals that move too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from equalterms.methods.arrays import Floats, ranks
from equalterms.methods.pace import positive
from equalterms.methods.pace_drift import LEAST

BATCH = 500
"""Runs that are ranked at a time, so that memory stays small."""


@dataclass(frozen=True, slots=True)
class RankForecast:
    """Where each unit ranks `now` and may rank later: runs x units, NaN for a unit that cannot be moved on."""

    now: Floats
    ranks: Floats

    def within(self, unit: int, best: float) -> float:
        """The probability that a unit ranks `best` or better; NaN where it cannot be moved on."""
        mine = self.ranks[:, unit]
        return float("nan") if np.isnan(mine).any() else float((mine <= best).mean())

    def interval(self, unit: int, level: float = 0.8) -> tuple[float, float, float]:
        """The ranks that hold the middle `level` of the runs, cut outwards, and the median between them."""
        mine = self.ranks[:, unit]
        if np.isnan(mine).any():
            return float("nan"), float("nan"), float("nan")
        low, high = (1 - level) / 2, (1 + level) / 2
        return (
            float(np.quantile(mine, low, method="lower")),
            float(np.quantile(mine, 0.5, method="nearest")),
            float(np.quantile(mine, high, method="higher")),
        )


def simulate(scores: Floats, years: Floats, horizon: int, runs: int = 2000, seed: int = 0) -> RankForecast:
    """Ranks after `horizon` years of units that all drift on (units x years; more is better).

    Every run draws whole years of the past for all units at once, so that what moves countries together
    stays together; it draws the drift anew as well, and the size of all steps, since few years tell it badly.
    A unit with a gap is not moved on. Raises ValueError below four years, and for years that do not follow
    one another.

    Formula: drift mu_i = (s_in - s_i1) / (y_n - y_1), residuals r_ik = ds_ik - mu_i, widened by
    sqrt(m / (m - 1)); score = s_in + mu_i h + q (sum of h residuals + h times the mean of m residuals), the
    years k of both sums drawn with replacement and q = sqrt((m - 1) / chi2(m - 1)), as in Student's t, alike
    for all i; ranks are counted in each run.

    Source: Efron and Tibshirani (1993), An Introduction to the Bootstrap, chapter 8, for the resampling; the
    joint ranks are counted.
    """
    if scores.shape[1] < LEAST or not (np.diff(years) == 1).all():
        raise ValueError(f"needs {LEAST} years that follow one another")
    steps = np.diff(scores, axis=1)
    m = steps.shape[1]
    mu = (scores[:, -1] - scores[:, 0]) / float(positive(years[-1:] - years[:1])[0])
    residuals = (steps - mu[:, None]) * np.sqrt(m / (m - 1))
    rng = np.random.default_rng(seed)
    ahead = rng.multinomial(horizon, np.full(m, 1 / m), size=runs)
    drifts = rng.multinomial(m, np.full(m, 1 / m), size=runs) * (horizon / m)
    size = np.sqrt((m - 1) / rng.chisquare(m - 1, size=runs))
    pushes = (ahead + drifts) * size[:, None]
    whole = np.isfinite(scores).all(axis=1)
    out = np.full((runs, len(scores)), np.nan)
    for first in range(0, runs, BATCH):
        part = pushes[first : first + BATCH] @ residuals[whole].T
        out[first : first + BATCH, whole] = ranks(scores[whole, -1] + mu[whole] * horizon + part)
    return RankForecast(ranks(scores[:, -1]), out)
