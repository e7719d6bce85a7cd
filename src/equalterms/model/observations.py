"""Observations as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cube:
    """Values and their times in years (years x units x indicators; NaN is a gap).

    `row` is the place, in `frame`, of the row that each value comes from; -1 for a gap.
    """

    values: Floats
    when: Floats
    row: Places
    frame: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Coded:
    """The rows that have a value, oldest first: codes of unit and indicator, time, value, place in the frame."""

    units: dict[str, int]
    indicators: dict[str, int]
    unit: Places
    indicator: Places
    when: Floats
    value: Floats
    row: Places


class Shock(NamedTuple):
    """A value `v` becomes `times` v + `plus`; `note` says that it is imagined."""

    times: float
    plus: float
    note: str


class Observations:
    """All values of a study as columns: a Polars frame behind three questions.

    The frame's columns are unit, indicator, time (as written), when (years, the end of the
    period: 2024-06 is 2024.5), value, status, source, where, quote, row (the line in its file).
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    @property
    def frame(self) -> pl.DataFrame:
        """Every row, in memory."""
        return self._frame

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self._frame.height

    def covers(self, year: int) -> bool:
        """Whether any value is known by the end of a year."""
        when = self._coded.when
        return bool(when.size) and bool(when[0] <= year + 1)

    def ranked(self, indicators: Sequence[str]) -> list[str]:
        """The units that have a value of any of the indicators, in order."""
        known = self._frame.filter(pl.col("indicator").is_in(list(indicators)) & pl.col("value").is_not_null())
        return sorted(known["unit"].unique().to_list())

    def sources(self) -> dict[str, int]:
        """How many rows each source has."""
        return dict(self._frame["source"].value_counts().iter_rows())

    def span(self) -> tuple[int, int]:
        """The first and the last year that has a value; (0, 0) where there is none."""
        when = self._coded.when
        return (int(np.ceil(when[0])) - 1, int(np.ceil(when[-1])) - 1) if when.size else (0, 0)

    def cube(self, units: Sequence[str], indicators: Sequence[str], years: Sequence[int]) -> Cube:
        """The latest values at the end of each of the `years` (ascending), of units and indicators.

        A value stands in the first of the years that it is known in, and in the later ones until a newer
        one takes its place; `when` tells its age.
        """
        coded = self._coded
        shape = (len(years), len(units), len(indicators))
        u = _lookup(coded.units, units)[coded.unit]
        i = _lookup(coded.indicators, indicators)[coded.indicator]
        y = np.searchsorted(np.asarray(years, dtype=float) + 1, coded.when)
        kept = np.flatnonzero((u >= 0) & (i >= 0) & (y < len(years)))
        at = np.full(shape, -1, dtype=np.int64)
        # Oldest first: where several rows fall into one cell, the newest is written last and stays.
        at[y[kept], u[kept], i[kept]] = kept
        for later in range(1, len(years)):
            at[later] = np.where(at[later] < 0, at[later - 1], at[later])
        none = at < 0
        place = np.where(none, 0, at)
        if not coded.row.size:
            return Cube(np.full(shape, np.nan), np.full(shape, np.nan), at, self._frame)
        return Cube(
            np.where(none, np.nan, coded.value[place]),
            np.where(none, np.nan, coded.when[place]),
            np.where(none, -1, coded.row[place]),
            self._frame,
        )

    def shocked(self, indicator: str, units: Sequence[str], year: int, change: Shock) -> Observations:
        """The observations with the latest value of an indicator by the end of a year changed, for some units.

        What is changed has the status E and a note after its place in the source: it is imagined, and says so.
        A unit without a value stays without.
        """
        found = self.cube(units, [indicator], (year,)).row
        changed = np.zeros(self.height, dtype=bool)
        changed[found[found >= 0]] = True
        here = pl.lit(pl.Series(changed))
        columns = {
            "value": pl.col("value") * change.times + change.plus,
            "status": pl.lit("E"),
            "where": pl.col("where").fill_null("") + change.note,
        }
        edited = [pl.when(here).then(new).otherwise(pl.col(name)).alias(name) for name, new in columns.items()]
        return Observations(self.frame.with_columns(edited))

    def rows(self, unit: str | None = None, indicator: str | None = None) -> pl.DataFrame:
        """Every row of a unit, of an indicator or of both, oldest first."""
        keep = pl.lit(True)
        if unit is not None:
            keep = keep & (pl.col("unit") == unit)
        if indicator is not None:
            keep = keep & (pl.col("indicator") == indicator)
        return self._frame.filter(keep).sort("when", maintain_order=True)

    @cached_property
    def _coded(self) -> _Coded:
        known = self._frame.select("unit", "indicator", "when", "value").with_row_index("place")
        known = known.filter(pl.col("value").is_not_null()).sort("when", maintain_order=True)
        unit, units = _codes(known["unit"])
        indicator, indicators = _codes(known["indicator"])
        when, value = known["when"].to_numpy(), known["value"].to_numpy()
        return _Coded(units, indicators, unit, indicator, when, value, known["place"].to_numpy().astype(np.int64))


def _codes(names: pl.Series) -> tuple[Places, dict[str, int]]:
    """Each name as a number, and the number of each name."""
    known = {name: code for code, name in enumerate(names.unique(maintain_order=True))}
    return names.cast(pl.Enum(list(known))).to_physical().to_numpy().astype(np.int64), known


def _lookup(codes: dict[str, int], wanted: Sequence[str]) -> Places:
    """The place among `wanted` of each code; -1 for one that is not wanted."""
    places = np.full(len(codes) + 1, -1, dtype=np.int64)
    for place, name in enumerate(wanted):
        if name in codes:
            places[codes[name]] = place
    return places
