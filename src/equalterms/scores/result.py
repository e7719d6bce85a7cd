"""Scores of a year: every node of the tree for every unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats, ranks
from equalterms.methods.weigh_given import ahp
from equalterms.model import Study
from equalterms.scores.climb import branches, climb, resolve, weights
from equalterms.scores.columns import Columns, Stages, columns, guests
from equalterms.scores.table import Table, Tables, observed
from equalterms.scores.years import Pass, needed

_RATIO = 0.1


@dataclass(frozen=True, slots=True)
class Scores:
    """What a study's recipe makes of its observations: a score of every node for every unit.

    `weights` are the nodes' weights as stated or as a method gave them. `tables` and `stages` hold the
    years that set the scales too; `table` and `columns` are those of the study's own year.
    """

    study: Study
    tables: Tables
    stages: Stages
    weights: Mapping[str, float]
    nodes: Mapping[str, Floats]

    @property
    def table(self) -> Table:
        """The observations that count at the study's time."""
        return self.tables.of(self.study.time)

    @property
    def columns(self) -> Columns:
        """The indicators on their way to one scale, at the study's time."""
        return self.stages.of(self.study.time)

    @property
    def index(self) -> Floats:
        """The scores of the index, in the order of the study's units; NaN where there is none."""
        return self.nodes[self.study.root]

    def rank(self, node: str | None = None) -> Floats:
        """Ranks by the scores of a node (the index); 1 is best, equal scores share a rank."""
        return ranks(self.nodes[node or self.study.root])

    def coverage(self, node: str | None = None) -> Floats:
        """The share of the indicators below a node that have an observed value, for each unit."""
        present = np.isfinite(self.table.values[:, self._below(node)])
        return np.asarray(present.mean(axis=1), dtype=float)

    def imputed(self, node: str | None = None) -> Floats:
        """The share of the indicators below a node whose value was filled, for each unit."""
        below = self._below(node)
        gap = np.isnan(self.table.values[:, below]) & np.isfinite(self.columns.filled[:, below])
        return np.asarray(gap.mean(axis=1), dtype=float)

    def _below(self, node: str | None) -> list[int]:
        return below(self.study, node or self.study.root)

    def warnings(self) -> list[str]:
        """What a reader of the table must know: indicators without data, stale values, units without score."""
        told = []
        for i, leaf in enumerate(self.study.indicators):
            if not np.isfinite(self.table.values[:, i]).any():
                told.append(f"{leaf.id} has no value that counts at {self.study.time}: it is left out")
        stale = int(self.table.stale.sum())
        if stale:
            told.append(f"{stale} values are older than max_age allows and do not count")
        units = self.study.units
        screened = [unit.code for unit, kept in zip(units, self.columns.kept, strict=True) if not kept]
        if screened:
            told.append(f"screened out by {self.study.recipe.screen}: {_first(screened)}")
        told += _contradictions(self.study)
        without = [
            u.code for u, s, kept in zip(units, self.index, self.columns.kept, strict=True) if np.isnan(s) and kept
        ]
        if without:
            have = "unit has" if len(without) == 1 else "units have"
            told.append(f"{len(without)} {have} too few data for a score: {_first(without)}")
        return told

    def rows(self) -> list[dict[str, object]]:
        """A row a unit, best first: unit, name, score, rank, then the score of every pillar."""
        place = self.rank()
        order = np.argsort(np.where(np.isnan(place), np.inf, place), kind="stable")
        pillars = [pillar.id for pillar in self.study.pillars if pillar.parent]
        return [
            {
                "unit": self.study.units[u].code,
                "name": self.study.units[u].name,
                "score": number(self.index[u]),
                "rank": whole(place[u]),
                **{id: number(self.nodes[id][u]) for id in pillars},
            }
            for u in order
        ]

    def table_frame(self) -> pl.DataFrame:
        """`rows` as a Polars frame."""
        return pl.DataFrame(self.rows(), infer_schema_length=None)


def _contradictions(study: Study) -> list[str]:
    """Where people's comparisons by pairs contradict each other more than Saaty's tenth."""
    told = []
    for branch in branches(study):
        if branch.weigh.name == "ahp" and branch.judged is not None:
            ratio = ahp(branch.judged).ratio
            if ratio > _RATIO:
                told.append(f"the comparisons below {branch.id} contradict each other: consistency ratio {ratio:.2f}")
    return told


def _first(codes: Sequence[str]) -> str:
    return ", ".join(codes[:10]) + (f" and {len(codes) - 10} more" if len(codes) > 10 else "")


def number(value: float) -> float | None:
    """A float for people and JSON: None for a gap."""
    return None if np.isnan(value) else float(value)


def whole(value: float) -> int | None:
    """A rank for people and JSON: None for a gap."""
    return None if np.isnan(value) else int(value)


def below(study: Study, node: str) -> list[int]:
    """The places, among the study's indicators, of those at or below a node."""
    inside = study.within(node)
    return [i for i, leaf in enumerate(study.indicators) if leaf.id in inside]


def effective(study: Study, weights: Mapping[str, float]) -> dict[str, float]:
    """The share of each node in the index, were no value missing: products of shares down the tree."""
    out = {study.root: 1.0}
    for pillar in study.pillars:
        below = study.children(pillar.id)
        total = sum(weights[child.id] for child in below)
        for child in below:
            out[child.id] = out[pillar.id] * weights[child.id] / total if total > 0 else 0.0
    return out


def score(study: Study) -> Scores:
    """Scores of every node of the tree for every unit, at the study's time."""
    return scored(study, (study.time,))[0]


def scored(study: Study, years: tuple[int, ...]) -> tuple[Scores, ...]:
    """Scores at each of some years (ascending), from one pass over the data; a study's years set its scales."""
    tables = observed(study, needed(study, years))
    made = columns(study, tables)
    plan = branches(study)
    weighting = resolve(plan, weights(study))
    for branch in plan:
        if not weighting[0, branch.children].any():
            raise StudyError(f"the weights below {branch.id} are all 0", study.name, "give one above 0")
    climbed = climb(Pass(study, tables.years), plan, made.normalised, weighting)
    found = []
    for year in years:
        y = tables.years.index(year)
        nodes = {leaf.id: made.normalised[y][:, i] for i, leaf in enumerate(study.indicators)}
        nodes |= {id: values[y][0] for id, values in climbed.scores.items()}
        named = {n.id: float(climbed.weights[y][0, k]) for k, n in enumerate(study.nodes) if n.parent is not None}
        own = study if year == study.time else replace(study, time=year)
        found.append(Scores(own, tables, made, named, nodes))
    return tuple(found)


def placed(made: Scores, values: Floats) -> dict[str, Floats]:
    """Scores of every node for guests: rows of values placed on the scale that the study's units set.

    `values` are guests x indicators, in the order of the study's indicators and per denominator; NaN is
    a gap and stays one. Weights that a method gives are those of the units. A method that compares
    units (Copeland, TOPSIS) gives a guest the score that it has as one more among them.
    """
    study, years = made.study, made.stages.years
    leaves = guests(study, made.stages, values)
    plan = branches(study)
    climbed = climb(Pass(study, years, len(values)), plan, leaves, resolve(plan, weights(study)))
    y, first = years.index(study.time), len(study.units)
    found = {leaf.id: leaves[y, first:, i] for i, leaf in enumerate(study.indicators)}
    return found | {id: scores[y][0, first:] for id, scores in climbed.scores.items()}
