"""What the other countries' history says about a target: how far forecasts missed, and how fast anyone moved."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from equalterms.methods.arrays import Floats
from equalterms.methods.pace import log_odds
from equalterms.methods.pace_class import Episodes, episodes
from equalterms.methods.pace_drift import Record, record

WINDOW = 5
"""How many of the latest values a forecast drifts on, where the panel can say how far such forecasts missed."""

Bounds = tuple[float, float]


@dataclass(slots=True)
class Class:
    """Every unit's values of one indicator (units x years), asked for what it says; answers are kept."""

    values: Floats
    years: Floats
    _records: dict[tuple[str, Bounds, int], Record | None] = field(default_factory=dict)
    _episodes: dict[tuple[str, Bounds, float], Episodes | None] = field(default_factory=dict)

    @property
    def spread(self) -> float:
        """The standard deviation over the units in the latest year that half of them have; NaN without one."""
        if not self.values.size:
            return float("nan")
        there = np.isfinite(self.values).mean(axis=0) >= 0.5
        if not there.any():
            return float("nan")
        column = self.values[:, np.flatnonzero(there)[-1]]
        column = column[np.isfinite(column)]
        return float(column.std(ddof=1)) if len(column) > 2 else float("nan")

    def record(self, scale: str, bounds: Bounds, horizon: int) -> Record | None:
        """How forecasts over so many years did; None where it cannot be known."""
        key = (scale, bounds, horizon)
        if key not in self._records:
            z = self._scaled(scale, bounds)
            known = z.size and horizon > 0
            self._records[key] = record(z, self.years, horizon, WINDOW) if known else None
        return self._records[key]

    def episodes(self, scale: str, bounds: Bounds, span: float) -> Episodes | None:
        """The episodes of about this length, the longest below it where the panel is too short; None without."""
        key = (scale, bounds, span)
        if key not in self._episodes:
            self._episodes[key] = self._begun(scale, bounds, span)
        return self._episodes[key]

    def _begun(self, scale: str, bounds: Bounds, span: float) -> Episodes | None:
        for length in range(max(1, round(span)), 0, -1):
            try:
                return episodes(self.values, self.years, length, scale, bounds)
            except ValueError:
                continue
        return None

    def _scaled(self, scale: str, bounds: Bounds) -> Floats:
        if scale == "logit":
            low, high = (np.full(self.values.shape, bound) for bound in bounds)
            return log_odds(self.values, low, high)
        if scale == "log":
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.asarray(np.log(np.where(self.values > 0, self.values, np.nan)), dtype=float)
        return self.values
