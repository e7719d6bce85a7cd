"""A number -> the tree of numbers behind it, down to the words of its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from equalterms.errors import StudyError, nearest
from equalterms.model import Indicator, Node, Step, Study
from equalterms.scores import Scores, bound, number, score, whole

_POWERS = {"arithmetic": 1.0, "geometric": 0.0, "harmonic": -1.0}


@dataclass(frozen=True, slots=True)
class Reason:
    """A number and the numbers behind it.

    `value` is the node's score, `weight` its share among its siblings that have a score,
    `contribution` what it adds to its parent: the contributions of siblings add up to the parent's
    aggregated value. At a leaf, `raw` is the published value with its evidence, `steps` its way to
    the score in words.
    """

    node: str
    name: str
    value: float | None
    rank: int | None
    weight: float | None = None
    contribution: float | None = None
    method: str = ""
    aggregated: float | None = None
    children: tuple[Reason, ...] = ()
    raw: float | None = None
    measure: str = ""
    time: str = ""
    status: str = ""
    source: str = ""
    where: str = ""
    quote: str = ""
    denominator: float | None = None
    steps: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """The tree as JSON: every node with the fields that it has."""
        row: dict[str, object] = {
            "node": self.node,
            "name": self.name,
            "value": self.value,
            "rank": self.rank,
            "weight": self.weight,
            "contribution": self.contribution,
            "method": self.method,
            "aggregated": self.aggregated,
            "children": [child.to_json() for child in self.children],
        }
        if not self.children:
            leaf = ("raw", "measure", "time", "status", "source", "where", "quote", "denominator")
            row |= {key: getattr(self, key) for key in leaf} | {"steps": list(self.steps)}
        return row


def why(study: Study, unit: str, node: str | None = None, scores: Scores | None = None) -> Reason:
    """The tree of reasons of a unit's score at a node (the index)."""
    made = scores or score(study)
    codes = [each.code for each in study.units]
    if unit not in codes:
        raise StudyError(f"the unit {unit[:60]!r} is not ranked by {study.name}", remedy=nearest(unit, codes))
    target = study.node(node or study.root)
    if target.parent is None:
        raise StudyError(f"{target.id} stands beside the tree", study.name, "name a node of the tree")
    return _reason(made, codes.index(unit), target, made.table.evidence(codes.index(unit)))


def _reason(
    scores: Scores,
    u: int,
    node: Node,
    evidence: Mapping[int, Mapping[str, object]],
    weight: float | None = None,
    contribution: float | None = None,
) -> Reason:
    value, place = scores.nodes[node.id][u], scores.rank(node.id)[u]
    if isinstance(node, Indicator):
        return _leaf(scores, u, node, evidence, weight, contribution)
    step = node.aggregate or scores.study.recipe.aggregate
    children = scores.study.children(node.id)
    x = np.array([scores.nodes[child.id][u] for child in children])
    w = np.array([scores.weights[child.id] for child in children])
    shares, parts, total = contributions(x, w, step)
    below = tuple(
        _reason(scores, u, child, evidence, number(shares[k]), number(parts[k])) for k, child in enumerate(children)
    )
    method = str(step) + (f", then {node.normalise} over the units" if node.normalise else "")
    return Reason(
        node=node.id,
        name=node.name,
        value=number(value),
        rank=whole(place),
        weight=weight,
        contribution=contribution,
        method=method,
        # A method that compares units gives no value for one alone: then the score itself is the aggregate.
        aggregated=number(value if np.isnan(total) and node.normalise is None else total),
        children=below,
    )


def contributions(x: np.ndarray, w: np.ndarray, step: Step) -> tuple[np.ndarray, np.ndarray, float]:
    """Weights among those present, what each child adds to its parent, and the parent's value.

    Formula: for a power mean y of exponent p, child i adds y w_i x_i^p / sum w x^p (Euler's theorem on
    functions of degree 1), which is w_i x_i for the arithmetic and w_i y for the geometric mean;
    for other methods nothing is said of the parts.
    """
    present = np.isfinite(x) & (w > 0)
    shares = np.where(present, w, np.nan) / max(w[present].sum(), np.finfo(float).tiny)
    if not present.any():
        return shares, np.full_like(x, np.nan), float("nan")
    total = float(bound("aggregate", step)(x[present], w[present]))
    p = step.options.get("p", 2.0) if step.name == "power" else _POWERS.get(step.name)
    if not isinstance(p, int | float):
        return shares, np.full_like(x, np.nan), total
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = shares * np.power(x, p) if p != 1 else shares * x
    return shares, total * parts / np.nansum(parts) if p != 1 else parts, total


def _leaf(
    scores: Scores,
    u: int,
    leaf: Indicator,
    evidence: Mapping[int, Mapping[str, object]],
    weight: float | None,
    contribution: float | None,
) -> Reason:
    i = [each.id for each in scores.study.indicators].index(leaf.id)
    row = evidence.get(i, {})
    table, made = scores.table, scores.columns
    return Reason(
        node=leaf.id,
        name=leaf.name,
        value=number(made.normalised[u, i]),
        rank=whole(scores.rank(leaf.id)[u]),
        weight=weight,
        contribution=contribution,
        method=str(leaf.normalise or scores.study.recipe.normalise),
        raw=number(table.observed[u, i]),
        measure=leaf.measure,
        time=str(row.get("time", "")),
        status=str(row.get("status", "M")),
        source=str(row.get("source", "")),
        where=str(row.get("where", "")),
        quote=str(row.get("quote", "")),
        denominator=_denominator(table.observed[u, i], table.values[u, i], leaf),
        steps=_steps(scores, u, i, leaf),
    )


def _denominator(observed: float, value: float, leaf: Indicator) -> float | None:
    return float(observed / value * leaf.per) if leaf.denominator and np.isfinite(value) and value != 0 else None


def _steps(scores: Scores, u: int, i: int, leaf: Indicator) -> tuple[str, ...]:
    """The way of a value from its source to its score, in words."""
    table, made, recipe = scores.table, scores.columns, scores.study.recipe
    said = []
    if np.isnan(table.observed[u, i]):
        said.append("no value is published")
    elif table.stale[u, i]:
        age = scores.study.max_age(leaf)
        said.append(f"published {table.observed[u, i]:.6g} is older than {age} years and does not count")
    else:
        said.append(f"published {table.observed[u, i]:.6g} {leaf.measure}")
        if leaf.denominator:
            said.append(f"per {leaf.divisor} = {table.values[u, i]:.6g}")
    if np.isnan(table.values[u, i]) and np.isfinite(made.filled[u, i]):
        said.append(f"filled by {leaf.fill or recipe.fill} = {made.filled[u, i]:.6g} (imputed)")
    if made.decisions[i]:
        same = made.treated[u, i] == made.filled[u, i]
        after = "this value unchanged" if same else f"this value {made.treated[u, i]:.6g}"
        said.append(f"treated ({made.decisions[i]}): {after}")
    if np.isnan(made.normalised[u, i]):
        said.append("counts as a gap: the weights of its siblings are scaled up")
    else:
        said.append(f"{leaf.normalise or recipe.normalise} = {made.normalised[u, i]:.6g}")
    return tuple(said)
