"""Study -> its course over the years: scores, ranks with intervals, gaps, and how fast each unit moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from equalterms.errors import StudyError, nearest
from equalterms.methods.arrays import Floats
from equalterms.model import Indicator, Step, Study
from equalterms.robust import robustness
from equalterms.scores import Scores, number, panel_years, scored, whole

LEVEL = 0.9


@dataclass(frozen=True, slots=True)
class Moment:
    """A unit in a year. `rank` is among the `ranked` units of that year, `rank_low` its better end of the
    interval; `coverage` is the share of indicators with a value that counts in that year, `imputed` that
    filled in."""

    unit: str
    name: str
    year: int
    score: float | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    ranked: int
    coverage: float
    imputed: float


@dataclass(frozen=True, slots=True)
class Course:
    """A unit from its `first` to its `last` year with a score.

    `change` is the difference of the scores, `per_year` the slope of a straight line through all of
    them, `climbed` the places won (less than 0: lost) among the `among` units that have a score in both of
    those years, so that newcomers cost nobody a place; `gaps` the years between without a score.
    """

    unit: str
    name: str
    first: int | None
    last: int | None
    score: float | None
    change: float | None
    per_year: float | None
    rank: int | None
    climbed: int | None
    among: int
    gaps: int


@dataclass(frozen=True, slots=True)
class Trends:
    """The course of every unit at a node; `frozen` says whether all years stand on one scale."""

    study: Study
    node: str
    years: tuple[int, ...]
    runs: int
    frozen: bool
    moments: tuple[Moment, ...]
    courses: tuple[Course, ...]
    warnings: tuple[str, ...]

    def of(self, unit: str) -> tuple[Moment, ...]:
        """A unit's years, ascending."""
        return tuple(moment for moment in self.moments if moment.unit == unit)

    def to_json(self) -> dict[str, object]:
        """The courses and the moments as JSON."""
        return {
            "node": self.node,
            "years": list(self.years),
            "frozen": self.frozen,
            "units": [asdict(course) for course in self.courses],
            "moments": [asdict(moment) for moment in self.moments],
        }

    def table(self) -> pl.DataFrame:
        """The moments as a Polars frame: a row for each unit and year."""
        return pl.DataFrame([asdict(moment) for moment in self.moments], infer_schema_length=None)


def trends(study: Study, node: str | None = None, years: Sequence[int] = (), runs: int = 200, seed: int = 0) -> Trends:
    """Scores, ranks and rank intervals of a node (the index) over the study's panel, or over some years.

    Intervals come from `runs` draws in each year. Only where every step that sets a scale says
    `over=all` or names a year are the scores of different years comparable; ranks always are within
    their year alone.
    """
    target = study.node(node or study.root)
    if target.parent is None:
        raise StudyError(f"{target.id} stands beside the tree", study.name, "name a node of the tree")
    wanted = tuple(sorted(set(years))) or _with_scores(study, target.id)
    made = [each for each in scored(study, wanted) if np.isfinite(each.nodes[target.id]).any()]
    if not made:
        raise StudyError(f"{target.id} has no score in {_span(wanted)}", study.name, "name other years")
    intervals = [_interval(each, target.id, runs, seed) for each in made]
    moments = tuple(
        moment for each, ends in zip(made, intervals, strict=True) for moment in _moments(each, target.id, ends)
    )
    frozen = all(str(step.options.get("over", "year")) != "year" for step in _scales(study, target.id))
    return Trends(
        study,
        target.id,
        tuple(each.study.time for each in made),
        runs,
        frozen,
        tuple(sorted(moments, key=lambda m: (m.unit, m.year))),
        _courses(made, target.id),
        _warnings(study, wanted, made, frozen),
    )


def pick(study: Study, unit: str) -> str:
    """The code of a unit that the study ranks; a StudyError with the nearest codes where there is none."""
    codes = [each.code for each in study.units]
    if unit.upper() not in codes:
        raise StudyError(f"the unit {unit[:60]!r} is not ranked by {study.name}", remedy=nearest(unit.upper(), codes))
    return unit.upper()


def _with_scores(study: Study, node: str) -> tuple[int, ...]:
    """The years of the panel in which the node has scores; a panel that is not stated ends at the study's time."""
    return tuple(year for year in panel_years(study) if study.years or year <= study.time) or (study.time,)


def _scales(study: Study, node: str) -> list[Step]:
    """The steps that set a scale below a node."""
    inside = study.within(node)
    own = [n.normalise for n in study.nodes if n.id in inside and n.normalise is not None]
    general = [
        study.recipe.normalise
        for n in study.nodes
        if n.id in inside and isinstance(n, Indicator) and n.normalise is None
    ]
    # Goalposts stand beforehand: no year moves them.
    return [step for step in (*own, *general) if step.name not in ("goalposts", "scaled", "none")]


def _interval(made: Scores, node: str, runs: int, seed: int) -> tuple[Floats, Floats]:
    return robustness(made.study, runs, seed, node, made).interval(LEVEL)


def _moments(made: Scores, node: str, ends: tuple[Floats, Floats]) -> list[Moment]:
    scores, place = made.nodes[node], made.rank(node)
    coverage, imputed = made.coverage(node), made.imputed(node)
    ranked = int(np.isfinite(place).sum())
    return [
        Moment(
            unit.code,
            unit.name,
            made.study.time,
            number(scores[u]),
            whole(place[u]),
            whole(ends[0][u]),
            whole(ends[1][u]),
            ranked,
            float(coverage[u]),
            float(imputed[u]),
        )
        for u, unit in enumerate(made.study.units)
    ]


def _courses(made: Sequence[Scores], node: str) -> tuple[Course, ...]:
    years = np.array([each.study.time for each in made])
    scores = np.stack([each.nodes[node] for each in made])
    places = np.stack([each.rank(node) for each in made])
    found = []
    for u, unit in enumerate(made[0].study.units):
        seen = np.flatnonzero(np.isfinite(scores[:, u]))
        if not seen.size:
            found.append(Course(unit.code, unit.name, None, None, None, None, None, None, None, 0, len(years)))
            continue
        first, last = int(seen[0]), int(seen[-1])
        both = np.isfinite(scores[first]) & np.isfinite(scores[last])
        found.append(
            Course(
                unit.code,
                unit.name,
                int(years[first]),
                int(years[last]),
                float(scores[last, u]),
                float(scores[last, u] - scores[first, u]) if last > first else None,
                _slope(years[seen], scores[seen, u]),
                int(places[last, u]),
                _won(scores[first], scores[last], both, u) if last > first else None,
                int(both.sum()) if last > first else 0,
                last - first + 1 - seen.size,
            )
        )
    return tuple(sorted(found, key=lambda c: (-(c.last or 0), c.rank if c.rank is not None else len(found), c.unit)))


def _won(before: Floats, after: Floats, both: np.ndarray, u: int) -> int:
    """How many of the units scored in both years a unit has passed, less those that passed it."""
    return int((before[both] > before[u]).sum() - (after[both] > after[u]).sum())


def _slope(years: np.ndarray, scores: Floats) -> float | None:
    """The slope of the least-squares line, a year; None for one year alone."""
    if len(years) < 2:
        return None
    away = years - years.mean()
    return float(away @ scores / (away @ away))


def _warnings(study: Study, wanted: Sequence[int], made: Sequence[Scores], frozen: bool) -> tuple[str, ...]:
    said = []
    missing = sorted(set(wanted) - {each.study.time for each in made})
    if missing:
        said.append(f"no unit has a score in {', '.join(map(str, missing))}")
    if not frozen:
        said.append(
            "each year has a scale of its own: scores of different years are not comparable, ranks are; "
            "normalise with over=all, with over=YEAR or with goalposts to freeze the scale"
        )
    counts: Mapping[int, int] = {each.study.time: int(np.isfinite(each.index).sum()) for each in made}
    if len(set(counts.values())) > 1:
        said.append(f"not the same units are ranked in all years: {min(counts.values())} to {max(counts.values())}")
    return tuple(said)


def _span(years: Sequence[int]) -> str:
    return f"{years[0]} to {years[-1]}" if len(years) > 1 else str(years[0])


def of_years(study: Study, text: str) -> tuple[int, ...]:
    """Years as they are written: `2015-2020`, `2015,2018`; a StudyError where they are none."""
    found: list[int] = []
    for part in filter(None, (each.strip() for each in text.split(","))):
        first, dash, last = part.partition("-")
        if not first.isdigit() or (dash and not last.isdigit()) or len(first) != 4 or len(last or first) != 4:
            raise StudyError(f"{part[:40]!r} is no year", "--years", "write 2015-2020 or 2015,2018")
        found += range(int(first), int(last or first) + 1)
    return tuple(found)
