"""Score a study under many draws: the definition, and the compiled way that gives the same numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Study
from equalterms.robust.draw import Draws, draw
from equalterms.scores import (
    Memo,
    Pass,
    Scores,
    Tables,
    below,
    branches,
    climb,
    columns,
    needed,
    observed,
    resolve,
    score,
    weights,
)
from equalterms.variations import what_if

_CELLS = 4_000_000


@dataclass(frozen=True)
class Robustness:
    """The scores of one node under every draw (runs x units), and what follows from them."""

    study: Study
    node: str
    draws: Draws
    scores: Floats
    nominal: Floats

    @cached_property
    def ranks(self) -> Floats:
        """The rank of each unit in each run (runs x units); NaN where a run gives it no score."""
        return ranks(self.scores)

    @property
    def runs(self) -> int:
        """How many draws were scored."""
        return len(self.scores)

    def interval(self, level: float = 0.9) -> tuple[Floats, Floats]:
        """The ranks between which a unit lies with probability `level`: observed ranks, cut outwards."""
        tail = (1 - level) / 2
        return self._quantile(tail), self._quantile(1 - tail)

    def _quantile(self, q: float) -> Floats:
        ordered = np.sort(self.ranks, axis=0)
        seen = np.isfinite(ordered).sum(axis=0)
        place = np.clip(np.ceil(q * seen - 1e-9).astype(int) - 1, 0, max(self.runs - 1, 0))
        found = np.take_along_axis(ordered, place[None, :], axis=0)[0]
        return np.where(seen > 0, found, np.nan)

    def probability(self, rank: Floats | None = None) -> Floats:
        """The share of runs in which each unit has the given rank (its nominal one)."""
        stated = ranks(self.nominal) if rank is None else rank
        share = (self.ranks == stated).mean(axis=0)
        return np.where(np.isfinite(stated), share, np.nan)


def robustness(
    study: Study, runs: int = 1000, seed: int = 0, node: str | None = None, nominal: Scores | None = None
) -> Robustness:
    """Scores and ranks of a node (the index) under `runs` draws of the study's `vary`.

    `nominal` are the study's scores as it stands, where they are already at hand.
    """
    if not 1 <= runs <= 10_000_000:
        raise StudyError(f"runs is {runs}", "--runs", "give a whole number from 1 to 10000000")
    target = node or study.root
    draws = draw(study, runs, seed)
    stated = nominal or score(study)
    return Robustness(study, target, draws, compiled(study, draws, target), stated.nodes[target])


def by_definition(study: Study, draws: Draws, node: str | None = None) -> Floats:
    """The scores of a node in every run (runs x units): make each what-if, score it. Slow, and the truth."""
    found = np.full((len(draws.numbers), len(study.units)), np.nan)
    places = {unit.code: u for u, unit in enumerate(study.units)}
    for run in range(len(draws.numbers)):
        varied = study
        for key, text in draws.settings(run):
            varied = what_if(varied, key, text)
        made = score(varied)
        if (node or study.root) in made.nodes:
            found[run, [places[unit.code] for unit in varied.units]] = made.nodes[node or study.root]
    return found


def compiled(study: Study, draws: Draws, node: str | None = None) -> Floats:
    """The same numbers as `by_definition`: runs that share their choices are scored together.

    Each combination of choices makes its normalised table once; the weights of all its runs then
    climb the tree as matrix products. An indicator left out is one of weight 0.
    """
    target = node or study.root
    steps = [k for k, f in enumerate(draws.factors) if f.choices and f.key != "drop"]
    memos: dict[tuple[int, ...], tuple[Tables, Memo]] = {}
    stated = weightings(study, draws)
    found = np.full((len(draws.numbers), len(study.units)), np.nan)
    for first, members in draws.groups(steps):
        varied = study
        for k in steps:
            choice = draws.factors[k].setting(float(draws.numbers[first, k]))
            varied = what_if(varied, *choice) if choice else varied
        years = needed(varied, (study.time,))
        if years not in memos:
            memos[years] = observed(varied, years), Memo()
        plan, leaves = branches(varied), columns(varied, *memos[years]).normalised
        batch = max(1, _CELLS // (len(study.units) * max(1, len(plan))))
        for start in range(0, len(members), batch):
            some = members[start : start + batch]
            weighting = resolve(plan, stated[some])
            climbed = climb(Pass(varied, years), plan, leaves, weighting)
            found[some] = _node(varied, target, climbed.scores, leaves, years.index(study.time), weighting)
    return found


def weightings(study: Study, draws: Draws) -> Floats:
    """The stated weights of every run (runs x nodes), with what is left out at 0."""
    places = {node.id: k for k, node in enumerate(study.nodes)}
    stated = np.repeat(weights(study), len(draws.numbers), axis=0)
    for k, factor in enumerate(draws.factors):
        head, _, id = factor.key.partition(".")
        if head == "weight" and not factor.choices:
            stated[:, places[id]] = draws.column(k)
    for k, factor in enumerate(draws.factors):
        if factor.key == "drop":
            chosen = np.array(draws.column(k), dtype=object)
            for name in set(factor.choices) - {""}:
                stated[np.ix_(chosen == name, _with_children(study, name))] = 0.0
    return stated


def _with_children(study: Study, name: str) -> list[int]:
    inside = study.within(name)
    return [k for k, node in enumerate(study.nodes) if node.id in inside]


def _node(
    study: Study, target: str, climbed: Mapping[str, list[Floats]], leaves: Floats, y: int, weighting: Floats
) -> Floats:
    """The scores of the target in every run; none in the runs that leave it out."""
    if target in climbed:
        return climbed[target][y]
    place = next(k for k, node in enumerate(study.nodes) if node.id == target)
    here = np.broadcast_to(leaves[y][:, below(study, target)[0]], (len(weighting), leaves.shape[1]))
    return np.where(weighting[:, place, None] > 0, here, np.nan)
