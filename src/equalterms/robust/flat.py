"""A tree of alike means as one matrix product: the flow of weight from the node to each leaf, for many runs.

Where every pillar below a node takes the same mean through a function and states its weights, the functions cancel
on the way up: the node's score is that mean of the leaves, weighed by products of shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from equalterms.methods.aggregate import means
from equalterms.methods.arrays import Floats
from equalterms.model import Step, Study
from equalterms.scores import Branch


@dataclass(frozen=True, slots=True)
class Flat:
    """The pillars at and below a node, parents first, and the mean that they share."""

    branches: tuple[Branch, ...]
    mean: Step
    nodes: int


def flattened(study: Study, plan: Sequence[Branch], node: str) -> Flat | None:
    """The branches at and below a node as one mean; None where they are not alike, or a method gives weights."""
    inside = study.within(node)
    own = tuple(branch for branch in reversed(plan) if branch.id in inside)
    if not own:
        return None
    alike = all(
        branch.weigh.name == "given"
        and branch.normalise is None
        and branch.aggregate.name in means
        and str(branch.aggregate) == str(own[0].aggregate)
        for branch in own
    )
    return Flat(own, own[0].aggregate, len(study.nodes)) if alike else None


def scores(flat: Flat, leaves: Floats, weighting: Floats) -> Floats:
    """The node's scores (runs x units) from leaves without gaps (units x indicators) and weights (nodes x runs).

    A run in which nothing below the node has a weight gives no score.
    """
    runs = weighting.shape[1]
    flow = np.empty((flat.nodes, runs))
    flow[flat.branches[0].place] = 1.0
    columns: list[int] = []
    rows: list[int] = []
    nothing = np.zeros(runs, dtype=bool)
    for branch in flat.branches:
        total = weighting[branch.children[0]].copy()
        for child in branch.children[1:]:
            total += weighting[child]
        empty = total <= 0
        if branch is flat.branches[0]:
            nothing = empty
        total[empty] = 1.0
        unit = flow[branch.place] / total
        for child in branch.children:
            np.multiply(unit, weighting[child], out=flow[child])
        columns += branch.leaves
        rows += branch.leaf_nodes
    forward, back = means[flat.mean.name](**flat.mean.options)
    mean = flow[rows].T @ forward(leaves[:, columns]).T
    if nothing.any():
        mean[nothing] = np.nan
    return back(mean)
