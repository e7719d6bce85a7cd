"""A study made ready to be scored under many draws: what runs share is made once, weights are matrix products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats
from equalterms.methods.fill import over_time
from equalterms.model import Study
from equalterms.robust.draw import Draws, applied
from equalterms.robust.flat import Flat, flattened
from equalterms.robust.flat import scores as flat_scores
from equalterms.scores import Branch, Memo, Pass, Tables, below, branches, climb, columns, needed, observed
from equalterms.scores import weights as stated_weights
from equalterms.variations import Factor
from equalterms.variations.chance import possible

ALONE = {"none", "mean", "median", "mode", "value"}
"""The fills that look at one indicator alone; of any other, leaving an indicator out may change the rest."""

_CELLS = 4_000_000
_KEPT = 30_000_000


@dataclass(frozen=True, slots=True)
class Shared:
    """What runs that make the same choices share: the study, its pillars, its normalised leaves at its time.

    `leaves` are years x units x indicators, `places` the rows of its units among those of the plain study, `whole`
    the units without a gap below the node.
    """

    study: Study
    years: tuple[int, ...]
    plan: tuple[Branch, ...]
    leaves: Floats
    flat: Flat | None
    places: NDArray[np.intp]
    whole: NDArray[np.bool_]


class Engine:
    """Scores of a node of a study under draws of its factors, batch after batch.

    Each combination of choices makes its normalised table once; the weights of all its runs then climb the tree
    as matrix products. An indicator left out is one of weight 0, where no step looks at several at once.
    """

    def __init__(self, study: Study, factors: Sequence[Factor], node: str | None = None) -> None:
        self.study = study
        self.node = node or study.root
        self.factors = tuple(factors)
        self.by_table = tables_of(study, factors)
        self._inside = _left_out(study, factors, self.by_table)
        self._units = {unit.code: u for u, unit in enumerate(study.units)}
        self._made: dict[tuple[str, ...], Shared] = {}
        self._memos: dict[tuple[object, ...], tuple[Tables, Memo]] = {}
        self._kept = 0

    def scores(self, draws: Draws) -> Floats:
        """The scores of the node in every run (runs x units); NaN where there is none."""
        stated = self._weights(draws)
        found = np.empty((0, 0))
        for first, members in draws.groups(self.by_table):
            shared = self._shared(draws, first)
            alone, all_of = len(members) == draws.runs, len(shared.places) == len(self._units)
            made = self._scored(shared, stated if alone else np.take(stated, members, axis=1))
            if alone and all_of:
                return made
            if not found.size:
                found = np.full((draws.runs, len(self._units)), np.nan)
            if all_of:
                found[members] = made
            else:
                found[np.ix_(members, shared.places)] = made
        return found

    def _weights(self, draws: Draws) -> Floats:
        """The stated weights (nodes x runs), with what is left out at 0; a StudyError where nothing has a weight."""
        stated = _drawn(self.study, draws)
        _leave_out(draws, self._inside, stated)
        if (stated == 0).any():
            _refuse_nothing(branches(self.study), stated)
        return stated

    def _shared(self, draws: Draws, run: int) -> Shared:
        settings = [s for k in self.by_table for s in self.factors[k].settings(draws.of(k)[run])]
        key = tuple(f"{name}={text}" for name, text in settings)
        if key not in self._made:
            if self._kept > _KEPT:
                self._made, self._memos, self._kept = {}, {}, 0
            late = sorted(settings, key=lambda setting: {"every": 1, "drop": 2}.get(setting[0].partition(".")[0], 0))
            self._made[key] = self._prepared(applied(self.study, late), dict(late).get("error", ""))
            self._kept += 3 * self._made[key].leaves.size
        return self._made[key]

    def _prepared(self, varied: Study, error: str) -> Shared:
        years = needed(varied, (varied.time,))
        about = (years, error, tuple(unit.code for unit in varied.units), tuple(leaf.id for leaf in varied.indicators))
        if about not in self._memos:
            self._memos[about] = observed(varied, years), {}
        plan, leaves = branches(varied), columns(varied, *self._memos[about]).normalised
        flat = flattened(varied, plan, self.node)
        there = any(node.id == self.node for node in varied.nodes)
        inside = below(varied, self.node) if there else []
        whole = np.isfinite(leaves[years.index(varied.time)][:, inside]).all(axis=1)
        places = np.array([self._units[unit.code] for unit in varied.units], dtype=np.intp)
        return Shared(varied, years, plan, leaves, flat, places, whole)

    def _scored(self, shared: Shared, stated: Floats) -> Floats:
        """The scores of the shared study's units in the runs of a group, from weights as stated (nodes x runs)."""
        runs = stated.shape[1]
        varied, y = shared.study, shared.years.index(shared.study.time)
        if all(node.id != self.node for node in varied.nodes):
            return np.full((runs, len(varied.units)), np.nan)
        if len(varied.nodes) != len(self.study.nodes):
            kept = {node.id for node in varied.nodes}
            stated = stated[[k for k, node in enumerate(self.study.nodes) if node.id in kept]]
        weighting = _resolved(shared.plan, stated)
        if shared.flat is None:
            return self._climbed(shared, shared.leaves, shared.years, weighting)
        here = shared.leaves[y]
        try:
            made = flat_scores(shared.flat, here[shared.whole], weighting)
        except ValueError:
            # The climb finds the pillar that cannot be aggregated, and says so.
            return self._climbed(shared, shared.leaves, shared.years, weighting)
        if shared.whole.all():
            return made
        found = np.empty((runs, len(varied.units)))
        found[:, shared.whole] = made
        found[:, ~shared.whole] = self._climbed(shared, here[None, ~shared.whole], (varied.time,), weighting)
        return found

    def _climbed(self, shared: Shared, leaves: Floats, years: tuple[int, ...], weighting: Floats) -> Floats:
        """The scores by climbing pillar by pillar (runs x units), a batch of runs at a time."""
        y = years.index(shared.study.time)
        batch = max(1, _CELLS // (max(1, leaves.shape[1]) * max(1, len(shared.plan))))
        made = []
        for start in range(0, weighting.shape[1], batch):
            own = np.ascontiguousarray(weighting[:, start : start + batch].T)
            climbed = climb(Pass(shared.study, years), shared.plan, leaves, own)
            made.append(_node(shared.study, self.node, climbed.scores, leaves[y], y, own))
        return np.concatenate(made)


def tables_of(study: Study, factors: Sequence[Factor]) -> list[int]:
    """The factors that change a table, by their places; the others set weights, or leave something out by weight."""
    light = _columnwise(study, factors)
    units = {unit.code for unit in study.units}
    found = []
    for k, factor in enumerate(factors):
        by_weight = factor.key == "drop" and light and not units & set(factor.choices)
        if not factor.nodes and not by_weight:
            found.append(k)
    return found


def _columnwise(study: Study, factors: Sequence[Factor]) -> bool:
    """Whether what is left out changes nothing for the rest but weights: no step looks at several indicators."""
    fills = possible(study, "fill")
    random = any(factor.key == "every.fill.draw" for factor in factors) or any(f.options.get("draw") for f in fills)
    return (
        not random
        and all(step.name in ALONE | over_time for step in fills)
        and all(step.name == "none" for step in possible(study, "screen"))
    )


def weightings(study: Study, draws: Draws, by_table: Sequence[int] = ()) -> Floats:
    """The stated weights of every run (runs x nodes), with what is left out at 0, except by the factors `by_table`."""
    stated = _drawn(study, draws)
    _leave_out(draws, _left_out(study, draws.factors, by_table), stated)
    return stated.T


def _drawn(study: Study, draws: Draws) -> Floats:
    """The weights of every run (nodes x runs) before anything is left out; NaN as in `scores.weights`."""
    places = {node.id: k for k, node in enumerate(study.nodes)}
    stated = np.repeat(stated_weights(study).T, draws.runs, axis=1)
    for k, factor in enumerate(draws.factors):
        if factor.nodes:
            made = factor.weights(draws.of(k))
            for column, id in enumerate(factor.nodes):
                stated[places[id]] = made[:, column]
    return stated


def _left_out(
    study: Study, factors: Sequence[Factor], by_table: Sequence[int]
) -> dict[int, list[NDArray[np.intp] | None]]:
    """The places of the nodes that go with each choice of the factors that leave something out; None for nothing."""
    places = {node.id: k for k, node in enumerate(study.nodes)}
    return {
        k: [np.array([places[id] for id in study.within(name)]) if name else None for name in factor.choices]
        for k, factor in enumerate(factors)
        if factor.key == "drop" and k not in by_table
    }


def _leave_out(draws: Draws, inside: Mapping[int, Sequence[NDArray[np.intp] | None]], stated: Floats) -> None:
    """Set to 0, in `stated` itself (nodes x runs), what each run leaves out."""
    for k, gone in inside.items():
        chosen = draws.factors[k].chosen(draws.of(k))
        for choice, nodes in enumerate(gone):
            if nodes is not None:
                stated[np.ix_(nodes, np.flatnonzero(chosen == choice))] = 0.0


def _resolved(plan: Sequence[Branch], stated: Floats) -> Floats:
    """`scores.resolve` for weights that lie the other way round (nodes x runs)."""
    out = stated.copy()
    for branch in plan:
        total = out[branch.children].sum(axis=0)
        own = out[branch.place]
        out[branch.place] = np.where(total > 0, np.where(np.isnan(own), total, own), 0.0)
    return out


def _refuse_nothing(plan: Sequence[Branch], stated: Floats) -> None:
    """A StudyError where a run leaves nothing that weighs anything in the index."""
    weighting = _resolved(plan, stated)
    if not (weighting[plan[-1].children] > 0).any(axis=0).all():
        raise StudyError("a run leaves out all of the index", remedy="let `vary` leave out less at once")


def _node(
    study: Study, target: str, climbed: Mapping[str, list[Floats]], leaves: Floats, y: int, weighting: Floats
) -> Floats:
    """The scores of the target in every run; none in the runs that leave it out."""
    if target in climbed:
        return climbed[target][y]
    place = next(k for k, node in enumerate(study.nodes) if node.id == target)
    here = np.broadcast_to(leaves[:, below(study, target)[0]], (len(weighting), len(leaves)))
    return np.where(weighting[:, place, None] > 0, here, np.nan)
