"""Study -> what its data are like: statistics of each indicator, treatment, data of each unit, ties to size."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from equalterms.errors import StudyError, nearest
from equalterms.methods import association
from equalterms.methods.arrays import Floats, columnwise, deviation, shape
from equalterms.methods.screen import share_nonzero
from equalterms.model import Study
from equalterms.scores import Scores, number, score

_TABLES = ("indicators", "treatments", "units", "sizes")
STAGES = ("values", "filled", "treated", "normalised")
FEW_DATA, MANY_ZEROS, FEW_DISTINCT, SKEW, KURTOSIS = 0.65, 0.5, 0.5, 2.0, 3.5
SIZE = 0.6


@dataclass(frozen=True, slots=True)
class Statistics:
    """An indicator over the units: moments, counts, what stands out.

    `same` counts the most frequent value. `flags` are taken of the available values: few data (less than
    65% of the units), many zeros (more than half), few distinct values (less than half), outliers
    (|skewness| >= 2 and kurtosis >= 3.5).
    """

    indicator: str
    name: str
    n: int
    missing: int
    low: float | None
    high: float | None
    mean: float | None
    median: float | None
    sd: float | None
    skewness: float | None
    kurtosis: float | None
    nonzero: int
    unique: int
    same: int
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Treatment:
    """What the treatment made of an indicator: its words, how many values changed, the shape before and after."""

    indicator: str
    decision: str
    changed: int
    skewness_before: float | None
    skewness_after: float | None
    kurtosis_before: float | None
    kurtosis_after: float | None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is known of a unit: indicators missing, zero and stale, its shares, and whether it is kept."""

    unit: str
    name: str
    missing: int
    zeros: int
    stale: int
    coverage: float
    nonzero: float | None
    kept: bool


@dataclass(frozen=True, slots=True)
class Size:
    """An indicator, as published, that goes with a denominator: perhaps it should be divided by it."""

    indicator: str
    series: str
    n: int
    r: float
    divided: bool


@dataclass(frozen=True, slots=True)
class Description:
    """A study's data at its time and at a stage of the recipe."""

    study: Study
    stage: str
    indicators: tuple[Statistics, ...]
    treatments: tuple[Treatment, ...]
    units: tuple[Holdings, ...]
    sizes: tuple[Size, ...]
    warnings: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The tables as JSON."""
        return {
            "stage": self.stage,
            **{key: [asdict(row) for row in getattr(self, key)] for key in _TABLES},
        }


def describe(study: Study, stage: str = "values", least: float = SIZE) -> Description:
    """Statistics of every indicator at a stage of the recipe, treatment, data by unit, correlation with size.

    `values` are those per denominator, then filled, treated, normalised. `least` is the smallest
    correlation with a denominator that is told.
    """
    if stage not in STAGES:
        raise StudyError(f"{stage[:40]!r} is no stage", "--stage", nearest(stage, STAGES))
    made = score(study)
    x = made.table.values if stage == "values" else getattr(made.columns, stage)
    return Description(
        study, stage, statistics(study, x), _treatments(made), _units(made), _sizes(made, least), tuple(made.warnings())
    )


def statistics(study: Study, x: Floats) -> tuple[Statistics, ...]:
    """Statistics of each column of a table of the study's units (units x indicators)."""
    skewness, kurtosis = shape(x)
    low, high, mean, median = (columnwise(f, x) for f in (np.nanmin, np.nanmax, np.nanmean, np.nanmedian))
    sd = deviation(x)
    found = []
    for i, leaf in enumerate(study.indicators):
        seen = x[np.isfinite(x[:, i]), i]
        counts = np.unique(seen, return_counts=True)[1]
        n, nonzero = seen.size, int(np.count_nonzero(seen))
        found.append(
            Statistics(
                indicator=leaf.id,
                name=leaf.name,
                n=n,
                missing=len(x) - n,
                low=number(low[i]),
                high=number(high[i]),
                mean=number(mean[i]),
                median=number(median[i]),
                sd=number(sd[i]),
                skewness=number(skewness[i]),
                kurtosis=number(kurtosis[i]),
                nonzero=nonzero,
                unique=len(counts),
                same=int(counts.max(initial=0)),
                flags=_flags(n, len(x), nonzero, len(counts), float(skewness[i]), float(kurtosis[i])),
            )
        )
    return tuple(found)


def _flags(n: int, units: int, nonzero: int, unique: int, skewness: float, kurtosis: float) -> tuple[str, ...]:
    if not n:
        return ("no data",)
    said = []
    if n < FEW_DATA * units:
        said.append("few data")
    if nonzero < MANY_ZEROS * n:
        said.append("many zeros")
    if unique < FEW_DISTINCT * n:
        said.append("few distinct values")
    if abs(skewness) >= SKEW and kurtosis >= KURTOSIS:
        said.append("outliers")
    return tuple(said)


def _treatments(made: Scores) -> tuple[Treatment, ...]:
    before, after = made.columns.filled, made.columns.treated
    was, now = shape(before), shape(after)
    changed = (np.isfinite(before) & (before != after)).sum(axis=0)
    return tuple(
        Treatment(
            leaf.id,
            made.columns.decisions[i],
            int(changed[i]),
            number(was[0][i]),
            number(now[0][i]),
            number(was[1][i]),
            number(now[1][i]),
        )
        for i, leaf in enumerate(made.study.indicators)
        if made.columns.decisions[i]
    )


def _units(made: Scores) -> tuple[Holdings, ...]:
    x = made.table.values
    seen, shares = np.isfinite(x), share_nonzero(x)
    return tuple(
        Holdings(
            unit.code,
            unit.name,
            int((~seen[u]).sum()),
            int((x[u] == 0).sum()),
            int(made.table.stale[u].sum()),
            float(seen[u].mean()),
            number(shares[u]),
            bool(made.columns.kept[u]),
        )
        for u, unit in enumerate(made.study.units)
    )


def _sizes(made: Scores, least: float) -> tuple[Size, ...]:
    """Correlations of indicators as published with the series that some indicator is divided by."""
    study = made.study
    series = sorted({leaf.denominator for leaf in study.indicators if leaf.denominator})
    codes = [unit.code for unit in study.units]
    sizes = study.observations.cube(codes, series, (study.time,)).values[0]
    found = []
    for i, leaf in enumerate(study.indicators):
        for k, name in enumerate(series):
            r, n = association.correlate(made.table.observed[:, i], sizes[:, k])
            if abs(r) >= least:
                found.append(Size(leaf.id, name, n, r, leaf.denominator == name))
    return tuple(sorted(found, key=lambda size: -abs(size.r)))
