"""Observations -> one table: the values that count at a time, per denominator, with their age."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats
from equalterms.model import Indicator, Study

_ALMOST = 1e-9


@dataclass(frozen=True, slots=True)
class Table:
    """The observations of a study's units at its time (units x indicators), before the recipe.

    `observed` are the values as published, `values` those per denominator; `when` their times in
    years; `stale` marks values that are older than the study allows (they are gaps in `values`).
    `rows` are the observations behind `observed`, with their places `u` and `i`.
    """

    observed: Floats
    values: Floats
    when: Floats
    stale: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    rows: pl.DataFrame


def observed(study: Study) -> Table:
    """The observations that count at the study's time, per denominator where an indicator has one."""
    leaves = study.indicators
    ids = [leaf.id for leaf in leaves]
    codes = [unit.code for unit in study.units]
    bases = sorted({leaf.denominator for leaf in leaves if leaf.denominator})
    values, when, rows = study.observations.matrix(codes, [*ids, *bases], study.time)
    ages = [leaf.max_age if leaf.max_age is not None else study.recipe.max_age for leaf in leaves]
    most = np.array([np.inf if age is None else age for age in ages])
    with np.errstate(invalid="ignore"):
        stale = study.time + 1 - when[:, : len(ids)] > most + 1 - _ALMOST
    kept = np.where(stale, np.nan, values[:, : len(ids)])
    for i, leaf in enumerate(leaves):
        if leaf.denominator:
            kept[:, i] = _per(study, leaf, kept[:, i], values[:, len(ids) + bases.index(leaf.denominator)])
    return Table(values[:, : len(ids)], kept, when[:, : len(ids)], stale, rows.filter(pl.col("i") < len(ids)))


def _per(study: Study, leaf: Indicator, value: Floats, base: Floats) -> Floats:
    wrong = np.flatnonzero(np.isfinite(value) & (base <= 0))
    if wrong.size:
        unit = study.units[int(wrong[0])].code
        raise StudyError(
            f"the denominator {leaf.denominator} of {leaf.id} is {base[wrong[0]]:g} for {unit}",
            study.name,
            "a denominator must be above 0",
        )
    return value / base
