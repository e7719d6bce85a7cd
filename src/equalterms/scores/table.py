"""Observations -> tables: the values that count in each year, per denominator, with their age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats
from equalterms.methods.fill import over_time
from equalterms.model import Indicator, Study
from equalterms.model.observations import Places

_ALMOST = 1e-9
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True, slots=True)
class Table:
    """The observations of a study's units at its time (units x indicators), before the recipe.

    `observed` are the values as published, `values` those per denominator; `when` their times in
    years; `stale` marks values that are older than the study allows (they are gaps in `values`).
    """

    observed: Floats
    values: Floats
    when: Floats
    stale: Flags
    row: Places
    frame: pl.DataFrame

    def evidence(self, u: int) -> dict[int, dict[str, object]]:
        """The observation behind each indicator of a unit, by the indicator's place."""
        places = np.flatnonzero(self.row[u] >= 0)
        rows = self.frame[self.row[u, places]].iter_rows(named=True)
        return dict(zip(places.tolist(), rows, strict=True))


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of several years as arrays of years x units x indicators; fields as in `Table`."""

    years: tuple[int, ...]
    observed: Floats
    values: Floats
    when: Floats
    stale: Flags
    row: Places
    frame: pl.DataFrame

    def of(self, year: int) -> Table:
        """The table of one of the years."""
        y = self.years.index(year)
        return Table(self.observed[y], self.values[y], self.when[y], self.stale[y], self.row[y], self.frame)


def observed(study: Study, years: Sequence[int]) -> Tables:
    """The observations that count in each of the years, per denominator where an indicator has one."""
    leaves = study.indicators
    ids = [leaf.id for leaf in leaves]
    bases = sorted({leaf.denominator for leaf in leaves if leaf.denominator})
    cube = study.observations.cube([unit.code for unit in study.units], [*ids, *bases], years)
    values, when = cube.values[..., : len(ids)], cube.when[..., : len(ids)]
    ages = [study.max_age(leaf) for leaf in leaves]
    most = np.array([np.inf if age is None else age for age in ages])
    now = np.asarray(years)[:, None, None] + 1
    # Where a fill looks over the years, a value of another year is for the fill to use: here it is a gap.
    yearly = np.array([(leaf.fill or study.recipe.fill).name in over_time for leaf in leaves])
    row = cube.row[..., : len(ids)]
    with np.errstate(invalid="ignore"):
        other = yearly & (now - when > 1 - _ALMOST)
        values, when, row = (
            np.where(other, none, part) for none, part in ((np.nan, values), (np.nan, when), (-1, row))
        )
        stale = now - when > most + 1 - _ALMOST
    kept = np.where(stale, np.nan, values)
    for i, leaf in enumerate(leaves):
        if leaf.denominator:
            kept[..., i] = _per(study, leaf, kept[..., i], cube.values[..., len(ids) + bases.index(leaf.denominator)])
    return Tables(tuple(years), values, kept, when, stale, row, cube.frame)


def _per(study: Study, leaf: Indicator, value: Floats, base: Floats) -> Floats:
    wrong = np.argwhere(np.isfinite(value) & (base <= 0))
    if len(wrong):
        unit = study.units[int(wrong[0][1])].code
        raise StudyError(
            f"the denominator {leaf.denominator} of {leaf.id} is {base[tuple(wrong[0])]:g} for {unit}",
            study.name,
            "a denominator must be above 0",
        )
    return value / (base / leaf.per)
