"""Study -> Scores: fill, treat, normalise, weigh, aggregate up the tree.

The tree is climbed for many weightings at once: every pillar's scores are an array runs x units, and a
single scoring is the case of one run. `robust` climbs the same way, so its numbers are these numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import polars as pl

from equalterms.errors import StudyError
from equalterms.methods import steps
from equalterms.methods.aggregate import means
from equalterms.methods.arrays import Floats, ranks
from equalterms.methods.normalise import Ends
from equalterms.methods.treat import Treated
from equalterms.model import Indicator, Pillar, Step, Study

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


@dataclass(frozen=True, slots=True)
class Columns:
    """The indicators on their way to one scale (units x indicators), and what was decided."""

    filled: Floats
    treated: Floats
    normalised: Floats
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A pillar as the climb needs it: the places of its leaves and pillars, its steps."""

    id: str
    place: int
    leaves: tuple[int, ...]
    leaf_nodes: tuple[int, ...]
    pillars: tuple[str, ...]
    pillar_nodes: tuple[int, ...]
    aggregate: Step
    normalise: Step | None
    needs: float


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
    inside = {node}
    for each in study.nodes:
        if each.parent in inside:
            inside.add(each.id)
    return [i for i, leaf in enumerate(study.indicators) if leaf.id in inside]


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


Memo = dict[tuple[str, ...], tuple[Floats, tuple[str, ...]]]


def columns(study: Study, table: Table, memo: Memo | None = None) -> Columns:
    """The table filled, treated and normalised, each indicator by its own step or the recipe's.

    `memo` keeps what was made of this table, stage by stage, for recipes that begin alike.
    """
    kept: Memo = {} if memo is None else memo
    fill, treat, scale = (_chosen(study, family) for family in ("fill", "treat", "normalise"))
    if ("fill", *fill) not in kept:
        kept["fill", *fill] = _by_step(study, "fill", table.values, lambda f, x, _: f(x)), ()
    filled, _ = kept["fill", *fill]
    if (*fill, *treat) not in kept:
        kept[(*fill, *treat)] = _treated(study, filled)
    treated, decisions = kept[(*fill, *treat)]
    if (*fill, *treat, *scale) not in kept:
        kept[(*fill, *treat, *scale)] = _normalised(study, treated), ()
    return Columns(filled, treated, kept[(*fill, *treat, *scale)][0], decisions)


def _chosen(study: Study, family: str) -> tuple[str, ...]:
    general = str(getattr(study.recipe, family))
    return tuple(str(getattr(leaf, family) or general) for leaf in study.indicators)


def _treated(study: Study, filled: Floats) -> tuple[Floats, tuple[str, ...]]:
    decisions = [""] * len(study.indicators)

    def treat(function: Callable[..., Treated], x: Floats, places: list[int]) -> Floats:
        done = function(x)
        for place, words in zip(places, done.decisions, strict=True):
            decisions[place] = words
        return done.values

    return _by_step(study, "treat", filled, treat), tuple(decisions)


def _normalised(study: Study, treated: Floats) -> Floats:
    leaves = study.indicators
    posts = [leaf.goalposts or (np.nan, np.nan) for leaf in leaves]
    ends = Ends(
        np.array([float(leaf.direction) for leaf in leaves]),
        np.array([post[0] for post in posts], dtype=float),
        np.array([post[1] for post in posts], dtype=float),
    )

    def normalise(function: Callable[..., Floats], x: Floats, places: list[int]) -> Floats:
        return function(x, Ends(ends.direction[places], ends.low[places], ends.high[places]))

    return _by_step(study, "normalise", treated, normalise)


_Work = Callable[[Callable[..., Treated], Floats, list[int]], Floats] | Callable[..., Floats]


def _by_step(study: Study, family: str, x: Floats, work: _Work) -> Floats:
    """Each column by its step: the columns that share a step go through it together."""
    general = getattr(study.recipe, family)
    groups: dict[str, tuple[Step, list[int]]] = {}
    for i, leaf in enumerate(study.indicators):
        step = getattr(leaf, family) or general
        groups.setdefault(str(step), (step, []))[1].append(i)
    out = np.empty_like(x)
    for step, places in groups.values():
        function = bound(family, step)
        try:
            out[:, places] = work(function, x[:, places], places)
        except ValueError as error:
            raise _blame(study, family, step, x, places, work, error) from None
    return out


def _blame(
    study: Study, family: str, step: Step, x: Floats, places: list[int], work: _Work, error: ValueError
) -> StudyError:
    """The error of a step, with the first indicator that it fails on."""
    for i in places:
        try:
            work(bound(family, step), x[:, [i]], [i])
        except ValueError as single:
            return StudyError(
                f"{family} {step} {single}; {study.indicators[i].id} has not",
                study.name,
                f"choose another {family} for it, or correct its values or goalposts",
            )
    return StudyError(f"{family} {step} {error}", study.name, f"choose another {family}")


def bound(family: str, step: Step) -> Callable[..., Any]:
    """A family's member with the step's options given."""
    member = cast(Callable[..., Any], steps[family][step.name])
    if not step.options:
        return member
    return lambda *arrays: member(*arrays, **step.options)


def branches(study: Study) -> tuple[Branch, ...]:
    """The pillars, children before parents."""
    places = {node.id: k for k, node in enumerate(study.nodes)}
    leaf_places = {leaf.id: i for i, leaf in enumerate(study.indicators)}
    found = []
    for pillar in reversed(study.pillars):
        below = study.children(pillar.id)
        leaves = [node.id for node in below if isinstance(node, Indicator)]
        pillars = [node.id for node in below if isinstance(node, Pillar)]
        found.append(
            Branch(
                id=pillar.id,
                place=places[pillar.id],
                leaves=tuple(leaf_places[id] for id in leaves),
                leaf_nodes=tuple(places[id] for id in leaves),
                pillars=tuple(pillars),
                pillar_nodes=tuple(places[id] for id in pillars),
                aggregate=pillar.aggregate or study.recipe.aggregate,
                normalise=pillar.normalise,
                needs=study.recipe.needs if pillar.needs is None else pillar.needs,
            )
        )
    return tuple(found)


def weights(study: Study) -> Floats:
    """The stated weights as one run (1 x nodes); NaN for a pillar that weighs what its children weigh."""
    return np.array([[np.nan if node.weight is None else node.weight for node in study.nodes]], dtype=float)


def resolve(plan: tuple[Branch, ...], stated: Floats) -> Floats:
    """Weights with the pillars' own filled in from their children (runs x nodes).

    A pillar whose children all weigh nothing weighs nothing itself: it is left out.
    """
    out = stated.copy()
    for branch in plan:
        total = out[:, [*branch.leaf_nodes, *branch.pillar_nodes]].sum(axis=1)
        own = np.where(np.isnan(out[:, branch.place]), total, out[:, branch.place])
        out[:, branch.place] = np.where(total > 0, own, 0.0)
    return out


def climb(study: Study, plan: tuple[Branch, ...], leaves: Floats, weighting: Floats) -> dict[str, Floats]:
    """Scores of every pillar (runs x units) from normalised leaves (units x indicators) and weights."""
    scores: dict[str, Floats] = {}
    for branch in plan:
        try:
            made = _mean(branch, leaves, weighting, scores)
        except ValueError as error:
            raise StudyError(
                f"aggregate {branch.aggregate} of {branch.id} {error}",
                study.name,
                "normalise onto a range above 0, such as minmax(low=1), or aggregate otherwise",
            ) from None
        if branch.normalise is not None:
            runs = len(made)
            ends = Ends(np.ones(runs), np.full(runs, np.nan), np.full(runs, np.nan))
            made = cast(Floats, bound("normalise", branch.normalise)(made.T, ends)).T
        scores[branch.id] = made
    return scores


def _mean(branch: Branch, leaves: Floats, weighting: Floats, scores: Mapping[str, Floats]) -> Floats:
    """A pillar's scores: means through a function as matrix products, other members as they are."""
    w_leaf, w_pillar = weighting[:, list(branch.leaf_nodes)], weighting[:, list(branch.pillar_nodes)]
    x_leaf = leaves[:, list(branch.leaves)]
    x_pillar = [scores[id] for id in branch.pillars]
    present = w_leaf @ np.isfinite(x_leaf).T.astype(float)
    for k, x in enumerate(x_pillar):
        present += w_pillar[:, k, None] * np.isfinite(x)
    total = (w_leaf.sum(axis=1) + w_pillar.sum(axis=1))[:, None]
    if branch.aggregate.name in means:
        forward, back = means[branch.aggregate.name](**branch.aggregate.options)
        summed = w_leaf @ np.nan_to_num(forward(x_leaf), nan=0.0).T
        for k, x in enumerate(x_pillar):
            summed += w_pillar[:, k, None] * np.nan_to_num(forward(x), nan=0.0)
        out = back(np.where(present > 0, summed / np.where(present > 0, present, 1.0), 1.0))
    else:
        shape = (len(weighting), leaves.shape[0])
        wide = [np.broadcast_to(x_leaf[:, j], shape) for j in range(x_leaf.shape[1])]
        x_all = np.stack([*wide, *x_pillar], axis=-1)
        w_all = np.concatenate([w_leaf, w_pillar], axis=1)[:, None, :]
        out = cast(Floats, bound("aggregate", branch.aggregate)(x_all, w_all))
    enough = (present > 0) & (present >= branch.needs * total - _ALMOST * total)
    return np.where(enough, out, np.nan)
