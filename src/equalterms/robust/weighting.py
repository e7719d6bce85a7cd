"""A study at one node as a race: which weightings are admissible, and every unit's score as their function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from equalterms.errors import StudyError, nearest
from equalterms.methods.aggregate import means
from equalterms.methods.arrays import Floats, significant
from equalterms.methods.programs import Knot, Region, best_share
from equalterms.methods.programs_ranks import Race
from equalterms.model import Pillar, Step, Study
from equalterms.scores import Branch, Pass, Scores, branches, climb, score, weights

OVER = ("noise", "free", "order")
_LEAST = 1e-3
"""Where no least share of data is stated, a unit counts from a thousandth of the weight on."""
_TIE = 1e-9


@dataclass(frozen=True, slots=True)
class Ground:
    """What the questions about weights stand on: the scored study, a node, its race.

    `ids` name the flows, `stated` are the flows of the stated weights, `values` the children's scores as the node's
    mean adds them up (units x children, between 0 and 1; NaN for a gap).
    """

    made: Scores
    node: str
    ids: tuple[str, ...]
    race: Race
    stated: Floats
    values: Floats
    leaves: bool

    @property
    def study(self) -> Study:
        """The study itself."""
        return self.made.study

    def place(self, unit: str) -> int:
        """The place of a unit that has a score at the node; a StudyError where it has none."""
        codes = [each.code for each in self.study.units]
        if unit.upper() not in codes:
            raise StudyError(f"no unit is called {unit[:60]!r}", self.study.name, nearest(unit.upper(), codes))
        place = codes.index(unit.upper())
        if np.isnan(self.made.nodes[self.node][place]):
            raise StudyError(f"{unit.upper()} has no score at {self.node}", self.study.name, "name a unit with a rank")
        return place

    def shares(self, flows: Floats | None) -> dict[str, float]:
        """Flows as shares of the node by name: weights that a what-if can set."""
        return {} if flows is None else {id: max(float(flows[k]), 0.0) for k, id in enumerate(self.ids)}


def ground(study: Study, node: str = "", over: str = "noise", noise: float = 0.25, leaves: bool = False) -> Ground:
    """The race at a node (the index) over the weights of its children, or with `leaves` of all nodes below it.

    `over` is what weights are admissible: `noise` (each stated weight less or plus a share of it, before all are
    divided by their sum), `free` (any) or `order` (any that keep the stated order; equal ones have none).
    """
    if over not in OVER:
        raise StudyError(f"no set of weights is called {over[:60]!r}", remedy=nearest(over, OVER))
    if not 0 <= noise <= 1:
        raise StudyError(f"noise is {noise}", "--noise", "give a share from 0 to 1")
    target = study.node(node or study.root)
    if not isinstance(target, Pillar):
        raise StudyError(f"{target.id} is an indicator: it has no weights below it", study.name, "name a pillar")
    made = score(study)
    plan = {branch.id: branch for branch in branches(study)}
    inside = [target.id] if not leaves else [p.id for p in study.pillars if p.id in study.within(target.id)]
    answerable(study, [plan[id] for id in inside], leaves)
    return _built(made, target.id, plan, inside, (over, noise, leaves))


def answerable(study: Study, plan: Sequence[Branch], leaves: bool = False) -> None:
    """A StudyError where a pillar is no mean through a function, or with `leaves` no mean as it is (arithmetic)."""
    for branch in plan:
        step, remedy = branch.aggregate, "ask a node that is a mean: --node NODE"
        if leaves and step.name != "arithmetic":
            raise StudyError(f"{branch.id} is aggregated by {step}: not linear in all leaves", study.name, remedy)
        if step.name not in means:
            raise StudyError(f"{branch.id} is aggregated by {step}: no mean through a function", study.name, remedy)
        if branch.normalise is not None:
            raise StudyError(f"{branch.id} is normalised once more after its mean", study.name, remedy)


def _built(
    made: Scores, target: str, plan: Mapping[str, Branch], inside: list[str], how: tuple[str, float, bool]
) -> Ground:
    below, kept = _weighed(made, target, inside)
    ids = [child for id in kept for child in below[id]]
    if not ids:
        raise StudyError(f"nothing below {target} has a weight above 0", made.study.name, "name another node")
    places = {id: k for k, id in enumerate(ids)}
    knots = tuple(_knot(places.get(id, -1), below[id], places, made.weights, how) for id in kept)
    region = Region(knots, len(ids))
    values = _values(made, plan[target], ids)
    needs = [max(plan[id].needs - _TIE, _LEAST) for id in kept]
    lines = _lines(region, values, needs)
    nodes = np.column_stack([made.nodes[id] for id in ids])
    race = Race(
        region=region,
        low=lines.low,
        high=lines.high,
        present=lines.present,
        sure=lines.sure,
        floor=needs[0],
        score=lambda flows: _scored(made, target, ids, flows),
        tie=_TIE * float(np.nanmax(nodes) - np.nanmin(nodes)),
    )
    return Ground(
        made, target, tuple(ids), race, _stated(region, ids, made.weights), values[:, list(knots[0].children)], how[2]
    )


def _weighed(made: Scores, target: str, inside: list[str]) -> tuple[dict[str, list[str]], list[str]]:
    """The children with a weight above 0 of each pillar, and the pillars that the target's weights lead down to."""
    below: dict[str, list[str]] = {}
    for id in inside:
        parent = made.study.node(id).parent
        if id == target or (parent in below and id in below[parent]):
            below[id] = [child.id for child in made.study.children(id) if made.weights[child.id] > 0]
    return below, list(below)


def _knot(
    own: int, children: list[str], places: Mapping[str, int], weight: Mapping[str, float], how: tuple[str, float, bool]
) -> Knot:
    over, noise, _ = how
    stated = np.array([weight[id] for id in children])
    stated = stated / stated.sum()
    levels = None
    if over != "noise":
        known = np.unique(-significant(stated), return_inverse=True)[1] if over == "order" else np.zeros(len(stated))
        levels = tuple(int(level) for level in known)
    return Knot(own, tuple(places[id] for id in children), stated * (1 - noise), stated * (1 + noise), levels)


def _stated(region: Region, ids: list[str], weight: Mapping[str, float]) -> Floats:
    flows = np.zeros(region.size)
    for knot in region.knots:
        own = np.array([weight[ids[k]] for k in knot.children])
        flows[list(knot.children)] = (1.0 if knot.own < 0 else flows[knot.own]) * own / own.sum()
    return flows


def _values(made: Scores, branch: Branch, ids: list[str]) -> Floats:
    """The nodes' scores as the mean adds them up: more is better, the least is 0 and the largest 1."""
    forward, back = means[branch.aggregate.name](**branch.aggregate.options)
    ahead = forward(np.column_stack([made.nodes[id] for id in ids]))
    ends = np.array([np.nanmin(ahead), np.nanmax(ahead)])
    if ends[1] <= ends[0]:
        return np.where(np.isnan(ahead), np.nan, 0.0)
    scaled: Floats = (ahead - ends[0]) / (ends[1] - ends[0])
    first, last = back(ends)
    return scaled if last > first else 1 - scaled


@dataclass(frozen=True, slots=True)
class _Lines:
    """Every unit's score as lines in the flows (units x flows), a lower and an upper one, of what it has at the top.

    `sure` is whether it has a score whatever the weights of the pillars below the top.
    """

    low: Floats
    high: Floats
    present: Floats
    sure: NDArray[np.bool_]


def _lines(region: Region, values: Floats, needs: list[float]) -> _Lines:
    inner, top = [knot.own for knot in region.knots if knot.own >= 0], list(region.knots[0].children)
    own = np.array(values)
    own[:, inner] = 0.0
    made = _Lines(own.copy(), own.copy(), np.zeros_like(own), np.ones(len(own), dtype=bool))
    made.present[:, top] = 1.0
    for u in np.flatnonzero(np.isnan(own).any(axis=1)):
        made.low[u], made.high[u], made.present[u], made.sure[u] = _with_gaps(region, own[u], needs)
    return made


def _with_gaps(region: Region, x: Floats, needs: list[float]) -> tuple[Floats, Floats, Floats, bool]:
    """The lines of a unit with gaps: a pillar with one counts as the range of its mean over the rest.

    Where the weights decide whether there is enough for a score, the range of the pillar above takes in both.
    """
    low, high, maybe = x.copy(), x.copy(), np.zeros(len(x), dtype=bool)
    top = region.knots[0]
    for knot, need in reversed(list(zip(region.knots[1:], needs[1:], strict=True))):
        low[knot.own], high[knot.own], enough, always = _range(knot, need, low, high, maybe)
        maybe[knot.own] = enough and not always
    children = list(top.children)
    present = np.zeros(len(x))
    if not maybe[children].any():
        present[children] = np.isfinite(low[children])
        return (*_spread(region, low, high, maybe), present, True)
    least, most, _, always = _range(top, needs[0], low, high, maybe)
    present[children] = 1.0
    return least * present, most * present, present, always


def _range(
    knot: Knot, need: float, low: Floats, high: Floats, maybe: NDArray[np.bool_]
) -> tuple[float, float, bool, bool]:
    """The ends of a pillar's mean over its children that are there; whether there may be, and always is, enough."""
    children = list(knot.children)
    there = np.isfinite(low[children])
    if best_share(knot, there.astype(float)) < need:
        return np.nan, np.nan, False, False
    some = [int(k) for k in np.flatnonzero(there)]
    always = bool(-best_share(knot, -(there & ~maybe[children]).astype(float)) >= need)
    lows, highs = low[children][some], high[children][some]
    if knot.levels is not None and maybe[children].any():
        return float(lows.min()), float(highs.max()), True, always
    among = knot.only(some)
    # What may be missing may weigh nothing.
    among = replace(among, low=np.where(maybe[list(among.children)], 0.0, among.low))
    return float(-best_share(among, -lows)), float(best_share(among, highs)), True, always


def _spread(region: Region, least: Floats, most: Floats, maybe: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """The ranges as lines, from the top: a pillar that has all its children is the sum of their lines."""
    inner = {knot.own: knot for knot in region.knots}
    low, high = np.zeros(region.size), np.zeros(region.size)
    waiting = list(inner[-1].children)
    while waiting:
        k = waiting.pop()
        below = list(inner[k].children) if k in inner else []
        if below and np.isfinite(least[below]).all() and not maybe[below].any():
            waiting += below
        elif np.isfinite(least[k]):
            low[k], high[k] = least[k], most[k]
    return low, high


def _scored(made: Scores, target: str, ids: list[str], flows: Floats) -> Floats:
    """The scores of the node under weightings (weightings x units), as the study itself makes them."""
    study = made.study
    nodes = {node.id: k for k, node in enumerate(study.nodes)}
    inside = study.within(target)
    plan = tuple(replace(branch, weigh=Step("given")) for branch in branches(study) if branch.id in inside)
    weighting = np.repeat(weights(study), len(flows), axis=0)
    for id, weight in made.weights.items():
        weighting[:, nodes[id]] = weight
    weighting[:, [nodes[id] for id in ids]] = np.where(flows > 1e-12, flows, 0.0)
    years = made.stages.years
    if all(branch.normalise is None for branch in plan):
        years = (study.time,)
    leaves = made.stages.normalised[[made.stages.years.index(year) for year in years]]
    climbed = climb(Pass(study, years), plan, leaves, weighting)
    return climbed.scores[target][years.index(study.time)]
