"""Study -> Scores: fill, treat, normalise, weigh, aggregate up the tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Study
from equalterms.scores.climb import Branch, branches, climb, resolve, weights
from equalterms.scores.columns import Columns, Memo, bound, columns
from equalterms.scores.table import Table, observed

__all__ = [
    "Branch",
    "Columns",
    "Memo",
    "Scores",
    "Table",
    "below",
    "bound",
    "branches",
    "climb",
    "columns",
    "effective",
    "number",
    "observed",
    "resolve",
    "score",
    "weights",
    "whole",
]


@dataclass(frozen=True, slots=True)
class Scores:
    """What a study's recipe makes of its observations: a score of every node for every unit."""

    study: Study
    table: Table
    columns: Columns
    weights: Mapping[str, float]
    nodes: Mapping[str, Floats]

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
        without = [u.code for u, s in zip(self.study.units, self.index, strict=True) if np.isnan(s)]
        if without:
            have = "unit has" if len(without) == 1 else "units have"
            told.append(f"{len(without)} {have} too few data for a score: {', '.join(without[:10])}")
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
    table = observed(study)
    made = columns(study, table)
    plan = branches(study)
    weighting = resolve(plan, weights(study))
    for branch in plan:
        if not weighting[0, [*branch.leaf_nodes, *branch.pillar_nodes]].any():
            raise StudyError(f"the weights below {branch.id} are all 0", study.name, "give one above 0")
    climbed = climb(study, plan, made.normalised, weighting)
    nodes = {leaf.id: made.normalised[:, i] for i, leaf in enumerate(study.indicators)}
    nodes |= {id: values[0] for id, values in climbed.items()}
    named = {node.id: float(weighting[0, k]) for k, node in enumerate(study.nodes) if node.parent is not None}
    return Scores(study, table, made, named, nodes)
