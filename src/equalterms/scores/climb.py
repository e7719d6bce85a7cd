"""Columns -> scores: weigh and aggregate up the tree, for many weightings and years at once.

Every pillar's scores are arrays of runs x units, one for each year; a single scoring is the case of one
run and one year. `robust` climbs the same way, so its numbers are these numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from equalterms.errors import StudyError
from equalterms.methods.aggregate import means
from equalterms.methods.arrays import Floats
from equalterms.methods.normalise import Ends
from equalterms.methods.weigh_informed import informed
from equalterms.model import Indicator, Pillar, Step, Study
from equalterms.scores.apply import bound
from equalterms.scores.columns import on_scale
from equalterms.scores.table import Flags
from equalterms.scores.years import Pass

_ALMOST = 1e-9


@dataclass(frozen=True, slots=True)
class Branch:
    """A pillar as the climb needs it: the places of its leaves and pillars, its steps.

    `judged` are people's comparisons of its children (children x children), leaves first.
    """

    id: str
    place: int
    leaves: tuple[int, ...]
    leaf_nodes: tuple[int, ...]
    pillars: tuple[str, ...]
    pillar_nodes: tuple[int, ...]
    weigh: Step
    aggregate: Step
    normalise: Step | None
    needs: float
    judged: Floats | None = None

    @property
    def children(self) -> list[int]:
        """The places of its children among the study's nodes: leaves, then pillars."""
        return [*self.leaf_nodes, *self.pillar_nodes]


@dataclass(frozen=True, slots=True)
class Climbed:
    """What a climb found, a list entry for each year: scores (runs x units) by pillar, weights (runs x nodes)."""

    scores: Mapping[str, list[Floats]]
    weights: list[Floats]


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
                weigh=pillar.weigh or study.recipe.weigh,
                aggregate=pillar.aggregate or study.recipe.aggregate,
                normalise=pillar.normalise,
                needs=study.recipe.needs if pillar.needs is None else pillar.needs,
                judged=judged(study, pillar.id, [*leaves, *pillars]),
            )
        )
    return tuple(found)


def judged(study: Study, pillar: str, children: Sequence[str]) -> Floats | None:
    """The comparisons of a pillar's children as a matrix, the geometric mean of all who judged; None without any.

    Source: Aczel and Saaty (1983), J. Mathematical Psychology 27:93, doi:10.1016/0022-2496(83)90028-7.
    """
    own = [each for each in study.comparisons if each.pillar == pillar]
    if not own:
        return None
    places = {child: k for k, child in enumerate(children)}
    logs, counts = np.zeros((len(children),) * 2), np.zeros((len(children),) * 2)
    for each in own:
        if each.a in places and each.b in places:
            j, k = places[each.a], places[each.b]
            for row, column, sign in ((j, k, 1), (k, j, -1)):
                logs[row, column] += sign * np.log(each.times)
                counts[row, column] += 1
    return np.asarray(np.exp(logs / np.maximum(counts, 1)))


def weights(study: Study) -> Floats:
    """The stated weights as one run (1 x nodes); NaN for a pillar that weighs what its children weigh."""
    return np.array([[np.nan if node.weight is None else node.weight for node in study.nodes]], dtype=float)


def resolve(plan: tuple[Branch, ...], stated: Floats) -> Floats:
    """Weights with the pillars' own filled in from their children (runs x nodes).

    A pillar whose children all weigh nothing weighs nothing itself: it is left out.
    """
    out = stated.copy()
    for branch in plan:
        total = out[:, branch.children].sum(axis=1)
        own = np.where(np.isnan(out[:, branch.place]), total, out[:, branch.place])
        out[:, branch.place] = np.where(total > 0, own, 0.0)
    return out


def climb(over: Pass, plan: tuple[Branch, ...], leaves: Floats, weighting: Floats) -> Climbed:
    """Scores of every pillar from normalised leaves (years x units x indicators) and weights (runs x nodes).

    Where a pillar's weights come from a method, they take the place of the stated ones.
    """
    study, years = over.study, over.years
    scores: dict[str, list[Floats]] = {}
    by_year = [weighting] * len(years)
    if any(branch.weigh.name != "given" for branch in plan):
        by_year = [weighting.copy() for _ in years]
    for branch in plan:
        step, verb = branch.weigh, "weigh"
        try:
            if branch.weigh.name != "given":
                _weigh(branch, leaves[:, : over.hosts(leaves.shape[1])], by_year, scores)
            step, verb = branch.aggregate, "aggregate"
            made = [
                _mean(branch, leaves[y], by_year[y], {id: scores[id][y] for id in branch.pillars})
                for y in range(len(years))
            ]
        except ValueError as error:
            above = "above 0" in str(error)
            remedy = "normalise onto a range above 0, such as minmax(low=1), or " if above else ""
            raise StudyError(f"{verb} {step} of {branch.id} {error}", study.name, f"{remedy}{verb} otherwise") from None
        scores[branch.id] = made if branch.normalise is None else _rescaled(over, branch.normalise, made)
    return Climbed(scores, by_year)


def _rescaled(over: Pass, step: Step, made: list[Floats]) -> list[Floats]:
    """A pillar's own scores on a scale over the units, each run by itself."""
    runs = len(made[0])
    ends = Ends(np.ones(runs), np.full(runs, np.nan), np.full(runs, np.nan), np.full(runs, np.nan))
    stacked = np.stack([each.T for each in made])
    return [each.T for each in on_scale(over, step, bound("normalise", step), stacked, ends)]


def _weigh(branch: Branch, leaves: Floats, by_year: list[Floats], scores: Mapping[str, list[Floats]]) -> None:
    """The weights that a method gives, for each run; what weighs nothing in a run is left out there.

    They are found in each year by itself, or once in the table of all years together (`over=all`).
    """
    method = bound("weigh", branch.weigh)
    years = list(range(len(by_year)))
    together = [years] if str(branch.weigh.options.get("over", "year")) == "all" else [[y] for y in years]
    for group in together:
        made: dict[bytes, Floats] = {}
        for run in range(len(by_year[0])):
            kept = by_year[group[0]][run, branch.children] > 0
            # The leaves are the same in every run: where only they are weighed, runs that keep the same share weights.
            key = kept.tobytes() + (run.to_bytes(4) if branch.pillars or branch.weigh.name in informed else b"")
            if key not in made:
                x = np.concatenate([_children(branch, leaves[y], scores, y, run) for y in group])
                made[key] = np.zeros(len(branch.children))
                made[key][kept] = _given(branch, method, x, kept, by_year[group[0]][run]) if kept.sum() > 1 else 1.0
            for y in group:
                by_year[y][run, branch.children] = made[key]


def _given(branch: Branch, method: Callable[..., Floats], x: Floats, kept: Flags, stated: Floats) -> Floats:
    """The weights of the children that are kept; a method that asks is told what people judged or the study states."""
    if branch.weigh.name not in informed:
        return method(x[:, kept])
    if branch.weigh.name != "ahp":
        return method(x[:, kept], stated[branch.children][kept])
    if branch.judged is None:
        raise ValueError("needs comparisons of its children (comparisons.csv)")
    return method(x[:, kept], branch.judged[np.ix_(kept, kept)])


def _children(branch: Branch, leaves: Floats, scores: Mapping[str, list[Floats]], y: int, run: int) -> Floats:
    """The scores of a branch's children in one year and run (units x children)."""
    pillars = [scores[id][y][min(run, len(scores[id][y]) - 1), : len(leaves)] for id in branch.pillars]
    return np.column_stack([leaves[:, list(branch.leaves)], *pillars])


def _mean(branch: Branch, leaves: Floats, weighting: Floats, scores: Mapping[str, Floats]) -> Floats:
    """A pillar's scores: means through a function as matrix products, other members as they are."""
    w_leaf, w_pillar = weighting[:, list(branch.leaf_nodes)], weighting[:, list(branch.pillar_nodes)]
    x_leaf = leaves[:, list(branch.leaves)]
    x_pillar = [scores[id] for id in branch.pillars]
    there = [np.isfinite(x) for x in x_pillar]
    present = w_leaf @ np.isfinite(x_leaf).T.astype(float)
    for k, here in enumerate(there):
        present += w_pillar[:, k, None] * here
    total = (w_leaf.sum(axis=1) + w_pillar.sum(axis=1))[:, None]
    if branch.aggregate.name in means:
        forward, back = means[branch.aggregate.name](**branch.aggregate.options)
        made = forward(x_leaf)
        summed = w_leaf @ np.where(np.isfinite(made), made, 0.0).T
        for k, x in enumerate(x_pillar):
            made = forward(x)
            summed += w_pillar[:, k, None] * np.where(there[k], made, 0.0)
        some = present > 0
        np.divide(summed, present, out=summed, where=some)
        summed[~some] = 1.0
        out = back(summed)
    else:
        shape = (len(weighting), leaves.shape[0])
        wide = [np.broadcast_to(x_leaf[:, j], shape) for j in range(x_leaf.shape[1])]
        x_all = np.stack([*wide, *x_pillar], axis=-1)
        w_all = np.concatenate([w_leaf, w_pillar], axis=1)[:, None, :]
        out = cast(Floats, bound("aggregate", branch.aggregate)(x_all, w_all))
    enough = (present > 0) & (present >= branch.needs * total - _ALMOST * total)
    return np.where(enough, out, np.nan)
