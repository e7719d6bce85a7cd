"""How firm a bloc's rank is: guests scored beside the countries under the study's own variations."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from equalterms.methods.arrays import Floats, significant
from equalterms.model import Node, Study
from equalterms.robust.draw import applied, draw
from equalterms.robust.engine import tables_of, weightings
from equalterms.scores import Pass, branches, climb, columns, needed, observed, resolve
from equalterms.scores.columns import guests

LEVEL = 0.9


def guest_scores(study: Study, values: Floats, runs: int, seed: int = 0) -> Floats:
    """Scores of the index in every run for the units, and below them for the guests (runs x units and guests).

    The draws are those of `robust.robustness` with the same seed. Runs that share their choices share
    their scale; an indicator left out is one of weight 0.
    """
    draws = draw(study, runs, seed)
    steps = tables_of(study, draws.factors)
    stated = weightings(study, draws, steps)
    found = np.full((runs, len(study.units) + len(values)), np.nan)
    for first, members in draws.groups(steps):
        varied = applied(study, [setting for k in steps for setting in draws.factors[k].settings(draws.of(k)[first])])
        years = needed(varied, (study.time,))
        leaves = guests(varied, columns(varied, observed(varied, years)), values[:, _kept(study.indicators, varied)])
        plan = branches(varied)
        weighting = resolve(plan, stated[members][:, _kept(study.nodes, varied)])
        climbed = climb(Pass(varied, years, len(values)), plan, leaves, weighting)
        ranked = {unit.code for unit in varied.units}
        rows = [u for u, unit in enumerate(study.units) if unit.code in ranked]
        rows += range(len(study.units), found.shape[1])
        found[np.ix_(members, np.array(rows))] = climbed.scores[study.root][years.index(study.time)]
    return found


def _kept(nodes: Sequence[Node], varied: Study) -> list[int]:
    """The places of the nodes that a run has not left out."""
    there = {node.id for node in varied.nodes}
    return [k for k, node in enumerate(nodes) if node.id in there]


def guest_ranks(
    study: Study, values: Floats, outside: Floats, runs: int, seed: int = 0
) -> tuple[int | None, int | None]:
    """The ranks between which 90% of the runs put the first guest among the units that are `outside`."""
    scores = significant(guest_scores(study, values, runs, seed))
    own = scores[:, len(study.units)]
    rivals = np.where(outside, scores[:, : len(study.units)], np.nan)
    ranks = np.sort(1 + (rivals > own[:, None]).sum(axis=1)[np.isfinite(own)])
    if not len(ranks):
        return None, None
    tail = (1 - LEVEL) / 2
    low, high = (int(np.ceil(q * len(ranks) - 1e-9)) - 1 for q in (tail, 1 - tail))
    return int(ranks[max(low, 0)]), int(ranks[max(high, 0)])
