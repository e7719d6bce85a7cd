"""prov.json: what was made from what, by which program with which settings (W3C PROV-JSON)."""

from __future__ import annotations

from equalterms import __version__
from equalterms.workbook.parts import Parts, local, sha256


def describe(parts: Parts) -> dict[str, object]:
    """Sources -> files of the study -> one scoring -> results; no time of day stands in it."""
    study, robust = parts.plan.study, parts.plan.standings.robustness
    own = [path for path in parts.files if path.startswith("study/")]
    results = [path for path in parts.files if path.startswith("results/")]
    entities: dict[str, object] = {
        f"et:source-{local(key)}": {
            "prov:label": source.title,
            "dct:license": source.licence,
            **({"prov:atLocation": source.url} if source.url else {}),
            **({"dct:bibliographicCitation": source.citation} if source.citation else {}),
        }
        for key, source in study.sources.items()
    }
    entities["et:study"] = {
        "prov:label": study.title,
        "et:sha256": study.hash,
        "dct:license": study.licence,
        "dct:bibliographicCitation": parts.citation,
        "prov:type": "prov:Plan",
    }
    entities |= {_id(path): {"prov:label": path, "et:sha256": sha256(parts.files[path])} for path in [*own, *results]}
    said: dict[str, object] = {"et:runs": robust.runs, "et:seed": parts.plan.seed, "et:time": study.time}
    said |= {f"et:set-{k}": f"{key}={value}" for k, (key, value) in enumerate(study.settings)}
    return {
        "prefix": {"et": "urn:equalterms:", "dct": "http://purl.org/dc/terms/"},
        "entity": entities,
        "activity": {"et:scoring": {"prov:label": "The study is scored and its variations are drawn", **said}},
        "agent": {
            "et:program": {
                "prov:label": f"Equal Terms {__version__}",
                "et:version": __version__,
                "prov:type": "prov:SoftwareAgent",
            }
        },
        "wasAssociatedWith": {
            "_:a0": {"prov:activity": "et:scoring", "prov:agent": "et:program", "prov:plan": "et:study"}
        },
        "hadMember": {
            f"_:m{k}": {"prov:collection": "et:study", "prov:entity": _id(path)} for k, path in enumerate(own)
        },
        "wasDerivedFrom": {
            f"_:d{k}": {"prov:generatedEntity": "et:study", "prov:usedEntity": f"et:source-{local(key)}"}
            for k, key in enumerate(study.sources)
        },
        "used": {"_:u0": {"prov:activity": "et:scoring", "prov:entity": "et:study"}},
        "wasGeneratedBy": {
            f"_:g{k}": {"prov:entity": _id(path), "prov:activity": "et:scoring"} for k, path in enumerate(results)
        },
    }


def _id(path: str) -> str:
    return "et:file-" + local(path)
