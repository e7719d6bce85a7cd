"""The tables behind the lists of the workbook and the files of the folder: a row is a dict of plain values."""

from __future__ import annotations

import numpy as np

from equalterms.methods import steps
from equalterms.model import STATUSES, Indicator, Step
from equalterms.scores import effective, number
from equalterms.workbook.plan import Plan

Rows = list[dict[str, object]]


def decisions(plan: Plan) -> Rows:
    """A row an indicator: its steps, what the treatment decided, how many values were filled and changed."""
    table, made = plan.scores.table, plan.scores.columns
    found: Rows = []
    for i, leaf in enumerate(plan.study.indicators):
        before, full, after = table.values[:, i], made.filled[:, i], made.treated[:, i]
        found.append(
            {
                "indicator": leaf.id,
                "name": leaf.name,
                "fill": str(plan.step("fill", leaf)),
                "treat": str(plan.step("treat", leaf)),
                "normalise": str(plan.step("normalise", leaf)),
                "decision": made.decisions[i] or "left as it is",
                "filled": int((np.isnan(before) & np.isfinite(full)).sum()),
                "changed": int((np.isfinite(after) & (after != full)).sum()),
                "source": leaf.source,
                "definition": leaf.definition,
            }
        )
    return found


def observations(plan: Plan) -> Rows:
    """A row a published value that stands for a unit at the study's time, with its source; stale ones say so."""
    table, study = plan.scores.table, plan.study
    found: Rows = []
    for u, unit in enumerate(study.units):
        for i, row in sorted(table.evidence(u).items()):
            leaf, source = study.indicators[i], study.sources.get(str(row["source"]))
            found.append(
                {
                    "unit": unit.code,
                    "unit_name": unit.name,
                    "indicator": leaf.id,
                    "indicator_name": leaf.name,
                    "time": str(row["time"]),
                    "value": number(table.observed[u, i]),
                    "measure": leaf.measure,
                    "status": STATUSES[str(row["status"])],
                    "counts": not table.stale[u, i],
                    "source": str(row["source"]),
                    "licence": source.licence if source else "",
                    "where": str(row["where"] or ""),
                    "quote": str(row["quote"] or ""),
                }
            )
    return found


def sources(plan: Plan) -> Rows:
    """A row a source: title, publisher, licence, address, and how many of the values used are its own."""
    counts: dict[str, int] = {}
    for row in observations(plan):
        counts[str(row["source"])] = counts.get(str(row["source"]), 0) + 1
    found: Rows = [
        {
            "source": each.id,
            "title": each.title,
            "publisher": each.publisher,
            "licence": each.licence,
            "address": each.url,
            "retrieved": each.retrieved,
            "citation": each.citation,
            "note": each.note,
            "values_used": counts.get(each.id, 0),
        }
        for each in plan.study.sources.values()
    ]
    return found


def recipe(plan: Plan) -> Rows:
    """A row a step: the recipe's general choices, then what single nodes choose otherwise, in words."""
    study = plan.study
    found: Rows = []
    for family in ("screen", "fill", "treat", "normalise", "weigh", "aggregate"):
        general: Step = getattr(study.recipe, family)
        chosen: dict[str, tuple[Step, list[str]]] = {str(general): (general, ["all that name no other"])}
        for node in study.nodes:
            own: Step | None = getattr(node, family, None)
            # A series beside the tree has no part in the recipe.
            if own is not None and node.parent is not None:
                chosen.setdefault(str(own), (own, []))[1].append(node.id)
        for text, (step, nodes) in chosen.items():
            found.append(
                {
                    "step": family,
                    "choice": text,
                    "what_it_does": steps[family].help(step.name),
                    "source_of_the_method": steps[family].source(step.name),
                    "for": ", ".join(nodes),
                }
            )
    return found


def weights(plan: Plan) -> Rows:
    """A row a node: its parent, its weight, its share among siblings and in the index."""
    made, study = plan.scores.weights, plan.study
    shares = effective(study, made)
    found: Rows = [
        {
            "node": node.id,
            "name": node.name,
            "kind": "indicator" if isinstance(node, Indicator) else "pillar",
            "parent": node.parent,
            "weight": made[node.id],
            "share_among_siblings": plan.share(node),
            "share_of_the_index": shares[node.id],
        }
        for node in plan.order
        if node.id != study.root
    ]
    return found


def scores(plan: Plan) -> Rows:
    """A row a unit, in the order of the study: the score of every pillar, the index first."""
    pillars = [node.id for node in plan.order if not isinstance(node, Indicator)]
    return _by_unit(plan, pillars)


def normalised(plan: Plan) -> Rows:
    """A row a unit: every indicator on its scale."""
    return _by_unit(plan, [leaf.id for leaf in plan.study.indicators])


def _by_unit(plan: Plan, nodes: list[str]) -> Rows:
    return [
        {"unit": unit.code, "name": unit.name, **{id: number(plan.scores.nodes[id][u]) for id in nodes}}
        for u, unit in enumerate(plan.study.units)
    ]


def ranks(plan: Plan) -> Rows:
    """A row a unit, best first: score, rank, the interval that holds 90% of the runs, the data behind them."""
    return plan.standings.to_json()
