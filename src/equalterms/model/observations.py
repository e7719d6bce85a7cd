"""Observations as columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Observations:
    """All values of a study as columns: a Polars frame behind three questions.

    The frame's columns are unit, indicator, time (as written), when (years, the end of the
    period: 2024-06 is 2024.5), value, status, source, where, quote, row (the line in its file).
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame

    def span(self) -> tuple[int, int]:
        """The first and the last year that has a value; (0, 0) where there is none."""
        when = self.frame.filter(pl.col("value").is_not_null())["when"]
        if when.is_empty():
            return 0, 0
        ends = np.ceil(when.to_numpy()) - 1
        return int(ends.min()), int(ends.max())

    def at(self, time: int) -> pl.DataFrame:
        """The latest value of each unit and indicator at the end of the year `time`, gaps left out."""
        known = self.frame.filter((pl.col("when") <= time + 1) & pl.col("value").is_not_null())
        return known.sort("when", maintain_order=True).unique(["unit", "indicator"], keep="last", maintain_order=True)

    def matrix(self, units: Sequence[str], indicators: Sequence[str], time: int) -> tuple[Floats, Floats, pl.DataFrame]:
        """Values and their times (units x indicators; NaN is a gap), and the rows they come from.

        The frame has the columns `u` and `i`: the place of each row in the matrices.
        """
        rows = (
            self.at(time)
            .with_columns(
                pl.col("unit").replace_strict(_places(units), default=None, return_dtype=pl.Int64).alias("u"),
                pl.col("indicator").replace_strict(_places(indicators), default=None, return_dtype=pl.Int64).alias("i"),
            )
            .filter(pl.col("u").is_not_null() & pl.col("i").is_not_null())
        )
        values = np.full((len(units), len(indicators)), np.nan)
        when = np.full_like(values, np.nan)
        place = (rows["u"].to_numpy(), rows["i"].to_numpy())
        values[place] = rows["value"].to_numpy()
        when[place] = rows["when"].to_numpy()
        return values, when, rows

    def rows(self, unit: str | None = None, indicator: str | None = None) -> pl.DataFrame:
        """Every row of a unit, of an indicator or of both, oldest first."""
        keep = pl.lit(True)
        if unit is not None:
            keep = keep & (pl.col("unit") == unit)
        if indicator is not None:
            keep = keep & (pl.col("indicator") == indicator)
        return self.frame.filter(keep).sort("when", maintain_order=True)


def _places(names: Iterable[str]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}
