"""datapackage.json: the CSV files of a crate with a Table Schema each (Frictionless Data Package, version 1)."""

from __future__ import annotations

from collections.abc import Mapping

from equalterms import __version__
from equalterms.model import Source
from equalterms.workbook.parts import Parts, resource, sha256, slug, what
from equalterms.workbook.words import licence


def describe(parts: Parts) -> dict[str, object]:
    """The package: licence, sources, the study and its hash, a resource for each CSV file with size and SHA-256."""
    study, robust = parts.plan.study, parts.plan.standings.robustness
    return {
        "profile": "tabular-data-package",
        "name": slug(study.name),
        "title": study.title,
        "description": parts.description,
        "licenses": [licence(study.licence)],
        "sources": sources(study.sources),
        "citation": parts.citation,
        "study": {
            "time": study.time,
            "hash": study.hash,
            "settings": dict(study.settings),
            "runs": robust.runs,
            "seed": parts.plan.seed,
            "program": f"Equal Terms {__version__}",
        },
        "resources": [_resource(parts, path, fields) for path, fields in parts.tables().items()],
    }


def sources(known: Mapping[str, Source]) -> list[dict[str, str]]:
    """The sources with address, licence and citation."""
    return [
        {
            "title": each.title,
            **({"path": each.url} if each.url else {}),
            "licence": each.licence,
            **({"citation": each.citation} if each.citation else {}),
        }
        for each in known.values()
    ]


def _resource(parts: Parts, path: str, fields: list[tuple[str, str]]) -> dict[str, object]:
    data = parts.files[path]
    return {
        "profile": "tabular-data-resource",
        "name": resource(path),
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{sha256(data)}",
        "description": what(path),
        "schema": {"fields": [{"name": name, "type": kind} for name, kind in fields]},
    }
