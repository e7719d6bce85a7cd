"""The tables of a study as files of a folder: CSV and Parquet, README, and what they are for machines."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable

import polars as pl

from equalterms.workbook import tables
from equalterms.workbook.plan import Plan
from equalterms.workbook.words import about, citation, licence

TABLES: dict[str, tuple[Callable[[Plan], tables.Rows], str]] = {
    "ranks": (tables.ranks, "Score, rank and rank interval of each unit, best first, with the data behind them."),
    "scores": (tables.scores, "The scores of the index and of every pillar, a row a unit."),
    "normalised": (tables.normalised, "Every indicator on its scale, a row a unit; an empty cell is a gap."),
    "weights": (tables.weights, "Every node of the tree with its weight and its shares."),
    "observations": (tables.observations, "Every published value that was looked at, with its status and its source."),
    "decisions": (tables.decisions, "The steps of each indicator, and how many values were filled or changed."),
    "sources": (tables.sources, "The sources with their licences and addresses."),
    "steps": (tables.recipe, "The recipe, a choice of method a row, in words."),
}
_KINDS = {"Float": "number", "Int": "integer", "Boolean": "boolean", "String": "string"}


def folder(plan: Plan) -> dict[str, bytes]:
    """The files of the folder by name: each table twice, README.md and datapackage.json."""
    frames = {name: pl.DataFrame(make(plan), infer_schema_length=None) for name, (make, _) in TABLES.items()}
    made: dict[str, bytes] = {}
    for name, frame in frames.items():
        made[f"{name}.csv"] = frame.write_csv().encode()
        data = io.BytesIO()
        frame.write_parquet(data)
        made[f"{name}.parquet"] = data.getvalue()
    made["README.md"] = _readme(plan).encode()
    made["datapackage.json"] = (json.dumps(_package(plan, frames, made), ensure_ascii=False, indent=1) + "\n").encode()
    return made


def _readme(plan: Plan) -> str:
    """README.md: what the study is, then what each file holds."""
    (title, _), *rest = about(plan)
    lines = [f"# {flat(title)}", "", *(f"- {head}: {flat(text)}" for head, text in rest), "", "## Tables", ""]
    lines += [f"- `{name}.csv`, `{name}.parquet`: {what}" for name, (_, what) in TABLES.items()]
    lines += ["", "`datapackage.json` says the same for machines (Frictionless Data Package).", "", "## Sources", ""]
    for each in plan.study.sources.values():
        said = (each.title, each.publisher, each.url)
        lines.append(f"- {each.id}: {flat('; '.join(part for part in said if part))}. Licence: {flat(each.licence)}")
    return "\n".join([*lines, ""])


def flat(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def _package(plan: Plan, frames: dict[str, pl.DataFrame], made: dict[str, bytes]) -> dict[str, object]:
    """The description by the standard Data Package (Frictionless Data, version 1): resources, sources, licences."""
    study, robust = plan.study, plan.standings.robustness
    return {
        "profile": "tabular-data-package",
        "name": study.name,
        "title": study.title,
        "licenses": [licence(study.licence)],
        "sources": [
            {"title": each.title, **({"path": each.url} if each.url else {}), "licence": each.licence}
            for each in study.sources.values()
        ],
        "citation": citation(plan),
        "study": {
            "time": study.time,
            "hash": study.hash,
            "settings": dict(study.settings),
            "runs": robust.runs,
            "seed": plan.seed,
        },
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name,
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(made[f"{name}.csv"]),
                "hash": f"sha256:{hashlib.sha256(made[f'{name}.csv']).hexdigest()}",
                "description": TABLES[name][1],
                "schema": {"fields": [{"name": key, "type": _kind(dtype)} for key, dtype in frame.schema.items()]},
            }
            for name, frame in frames.items()
        ],
    }


def _kind(dtype: pl.DataType) -> str:
    return next((kind for start, kind in _KINDS.items() if str(dtype).startswith(start)), "any")
