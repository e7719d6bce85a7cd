"""What the README of a workbook or of a folder says of the study."""

from __future__ import annotations

import re

import numpy as np

from equalterms import __version__
from equalterms.model import STATUSES
from equalterms.workbook.plan import Plan

_PLAIN = re.compile(r"[-a-zA-Z0-9._]+")
_SPDX = re.compile(r"(CC0-1\.0|CC-BY(-SA|-NC|-ND)*-\d\.\d|ODbL-1\.0|ODC-By-1\.0|MIT|Apache-2\.0|[A-Z][A-Z\d]+-\d\.\d)")
_CREATIVE = re.compile(r"CC (BY(?:-SA|-NC|-ND)*) (\d\.\d)")
SHEETS = {
    "Ranking": "Ranks by a live formula over the scores, with the score by reference. The rank when written and the "
    "interval of ranks are values.",
    "Weights": "The tree with a stated weight for each node in a yellow cell to edit; the shares are formulas.",
    "Data": "The values as published. A letter and a colour mark what is not a normal value; comments name time and "
    "source. Below 8,000 values every one has a comment, above that the marked ones; Observations lists all.",
    "Filled": "The values per denominator where an indicator has one, with gaps filled as the recipe says, marked I.",
    "Treated": "The values after the treatment of outliers; changed ones are marked T.",
    "Normalised": "Each indicator on its scale, on which more is better. Where the scale is a straight one (minmax, "
    "goalposts, zscore) it is a formula over Treated, with its ends above the column; otherwise the values, and the "
    "heading says so.",
    "Scores": "The index, its pillars and its indicators. A pillar is a formula over its children and their weights; "
    "gaps are left out and the other weights count in proportion. Other aggregations are values; the heading says so.",
    "Decisions": "What was done to each indicator, and how many values were filled or changed.",
    "Observations": "Every published value that was looked at, with its time, status, source and place.",
    "Sources": "The sources with their licences and addresses.",
    "Steps": "The recipe: each choice of method in words, with the source of the method.",
}


def about(plan: Plan) -> list[tuple[str, str]]:
    """Heading and text of each line that a workbook and a folder share: study, time, hash, recipe, licence."""
    study = plan.study
    said = [
        (study.title, ""),
        ("Study", f"{study.name}, SHA-256 {study.hash}"),
        ("Time", f"{study.time}: the latest value that is known at the end of that year"),
        ("Size", f"{len(study.units)} units, {len(study.indicators)} indicators, {len(study.pillars)} pillars"),
    ]
    if study.settings:
        changed = ", ".join(f"{key}={value}" for key, value in study.settings)
        said.append(("What-if", f"This is not the study as it stands, but a what-if: {changed}"))
    said += [
        ("Recipe", recipe(plan)),
        ("Values", values(plan)),
        ("Rank intervals", intervals(plan)),
        ("Licence", f"{study.licence}. Each source keeps its own licence: see Sources."),
        ("Citation", citation(plan)),
    ]
    said += [("Warning", text) for text in plan.standings.warnings]
    return said + [("Note", text) for text in study.notes]


def readme(plan: Plan) -> list[tuple[str, str]]:
    """Heading and text of each line of the workbook's README."""
    said = about(plan)
    live = "Change a weight on the sheet Weights: scores and ranks follow."
    if plan.fixed:
        live += f" These nodes are values and do not follow what lies below them: {', '.join(plan.fixed)}."
    said.insert(1, ("What this is", f"A composite index, step by step from the published values to the ranks. {live}"))
    return [*said, *((f"Sheet {name}", text) for name, text in SHEETS.items())]


def recipe(plan: Plan) -> str:
    """The recipe in a sentence for each step."""
    steps = plan.study.recipe
    said = [f"{family} {getattr(steps, family)}" for family in ("screen", "fill", "treat", "normalise", "weigh")]
    own = sorted({family for node in plan.study.nodes for family in _own(node)})
    more = f" Single nodes choose {', '.join(own)} otherwise: see Steps." if own else ""
    age = "" if steps.max_age is None else f" A value older than {steps.max_age} years does not count."
    age = " Only values of the year itself count." if steps.max_age == 0 else age
    needs = f" A score needs {steps.needs:.0%} of the weight below it." if steps.needs else ""
    return f"{', '.join(said)}, aggregate {steps.aggregate}.{more}{age}{needs}"


def _own(node: object) -> list[str]:
    families = ("fill", "treat", "normalise", "weigh", "aggregate", "max_age", "needs")
    return [family for family in families if getattr(node, family, None) is not None]


def values(plan: Plan) -> str:
    """How many values are published, of which status, stale, missing, filled and changed."""
    table, made = plan.scores.table, plan.scores.columns
    counts: dict[str, int] = {}
    for u in range(len(plan.study.units)):
        for row in table.evidence(u).values():
            counts[str(row["status"])] = counts.get(str(row["status"]), 0) + 1
    kinds = ", ".join(f"{count} {STATUSES[key]}" for key, count in sorted(counts.items())) or "none"
    missing = table.observed.size - sum(counts.values())
    filled = int((np.isnan(table.values) & np.isfinite(made.filled)).sum())
    changed = int((np.isfinite(made.treated) & (made.treated != made.filled)).sum())
    return (
        f"Published: {kinds}. Missing: {missing}. Too old to count: {int(table.stale.sum())}. "
        f"Filled in by the recipe (imputed): {filled}. Changed by the treatment: {changed}."
    )


def intervals(plan: Plan) -> str:
    """What the rank intervals are made of."""
    robust = plan.standings.robustness
    return (
        f"At least 90% of {robust.runs} runs lie inside, in which the study's own choices are made otherwise, "
        f"seed {plan.seed}."
    )


def citation(plan: Plan) -> str:
    """How to name this table in a text."""
    study = plan.study
    return (
        f"{study.title}, {study.time}. Study {study.name}, SHA-256 {study.hash[:16]}. "
        f"Computed with Equal Terms {__version__}. Name the sources of the data beside it."
    )


def licence(text: str) -> dict[str, str]:
    """A licence by its name where it is a plain one, with its address; in words otherwise."""
    path = licence_url(text)
    named = {"name": text} if _PLAIN.fullmatch(text) else {"path": path or "README.md"}
    return {**named, "title": text}


def licence_url(text: str) -> str:
    """The address of a licence that is named as SPDX or Creative Commons name it; empty where it is told otherwise."""
    if _SPDX.fullmatch(text):
        return f"https://spdx.org/licenses/{text}"
    found = _CREATIVE.fullmatch(text)
    return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/" if found else ""
