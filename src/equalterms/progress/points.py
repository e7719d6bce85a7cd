"""What has been seen of a target: its series in the study, from the last break on, as points in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl

from equalterms.methods.arrays import Floats
from equalterms.methods.pace_series import last_segment
from equalterms.model import Indicator, Observations, Study, Target

_PARTS = {"Q": 0.25, "S": 0.5}


@dataclass(frozen=True, slots=True)
class Point:
    """One value seen: when (as written), how much, its status and where it is from."""

    time: str
    value: float
    status: str = "A"
    source: str = ""

    @property
    def year(self) -> int:
        """The year that the value counts for."""
        return int(self.time[:4])


@dataclass(frozen=True, slots=True)
class Series:
    """The values seen of one target, oldest first, with what is doubtful about them.

    `beside` holds the sums of the series that stand beside it (budgeted, pledged), by word.
    """

    points: tuple[Point, ...] = ()
    notes: tuple[str, ...] = ()
    beside: tuple[tuple[str, float], ...] = ()


NOTHING = Series()


@lru_cache(maxsize=4096)
def moment(time: str) -> float:
    """A time as a year, periods by their middle: 2024 is 2024.0, 2025-S1 is 2024.75, 2025-06 is 2024.96."""
    year, rest = float(time[:4]), time[5:]
    if not rest:
        return year
    if rest[0] in _PARTS:
        length = _PARTS[rest[0]]
        return year + (int(rest[1:]) - 0.5) * length - 0.5
    month, day = int(rest[:2]), rest[3:]
    return year + (month - 1 + (int(day) / 31 if day else 0.5)) / 12 - 0.5


def series(study: Study, targets: Sequence[Target]) -> tuple[Series, ...]:
    """What the study has seen of each target."""
    known = {node.id: node for node in study.nodes if isinstance(node, Indicator)}
    wanted = {name for t in targets for name in (measured(t), t.budgeted, t.pledged) if name in known}
    seen = _gathered(study.observations, wanted, {t.unit for t in targets})
    return tuple(_series(target, known, seen) for target in targets)


def measured(target: Target) -> str:
    """The indicator that a target is measured by."""
    return target.series or target.indicator


def _gathered(
    observations: Observations, indicators: set[str], units: set[str]
) -> dict[tuple[str, str], list[tuple[str, float | None, str, str]]]:
    if not indicators:
        return {}
    frame = observations.frame.filter(
        pl.col("indicator").is_in(list(indicators)) & pl.col("unit").is_in(list(units))
    ).sort("when", maintain_order=True)
    found: dict[tuple[str, str], list[tuple[str, float | None, str, str]]] = {}
    for unit, indicator, *rest in frame.select("unit", "indicator", "time", "value", "status", "source").iter_rows():
        found.setdefault((unit, indicator), []).append((rest[0], rest[1], rest[2], rest[3]))
    return found


def _series(
    target: Target,
    known: Mapping[str, Indicator],
    seen: Mapping[tuple[str, str], list[tuple[str, float | None, str, str]]],
) -> Series:
    name = measured(target)
    notes = []
    if target.series and target.series not in known:
        notes.append(f"the series {target.series} is no indicator of the study")
    rows = seen.get((target.unit, name), [])
    if rows and not same_measure(target.measure, known[name].measure):
        notes.append(f"the series is in {known[name].measure}, the target in {target.measure}: not compared")
        rows = []
    points = tuple(Point(time, value, status, source) for time, value, status, source in rows if value is not None)
    since = last_segment([point.status for point in points])
    if since:
        notes.append(f"a break in the series in {points[since].time}: only values from there on count")
    beside = tuple(
        (word, sum(row[1] for row in seen.get((target.unit, other), []) if row[1] is not None))
        for word, other in (("budgeted", target.budgeted), ("pledged", target.pledged))
        if other
    )
    return Series(points[since:], tuple(notes), beside)


def same_measure(a: str, b: str) -> bool:
    """Whether two measures are the same: percent and % are, and what a target leaves open is not in the way."""
    first, second = (text.replace("percent", "%").split(" of ")[0].strip().lower() for text in (a, b))
    return not first or not second or first == second


def panel(study: Study, indicator: str) -> tuple[Floats, Floats]:
    """Every value of an indicator, units x years (consecutive, NaN a gap), and the years; yearly times alone."""
    frame = study.observations.frame.filter(
        (pl.col("indicator") == indicator) & pl.col("value").is_not_null() & (pl.col("time").str.len_chars() == 4)
    )
    if frame.is_empty():
        return np.empty((0, 0)), np.empty(0)
    year = frame["time"].cast(pl.Int64).to_numpy()
    units, row = np.unique(frame["unit"].to_numpy(), return_inverse=True)
    years = np.arange(year.min(), year.max() + 1, dtype=float)
    values = np.full((len(units), len(years)), np.nan)
    values[row, year - year.min()] = frame["value"].to_numpy()
    return values, years
