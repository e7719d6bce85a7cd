"""ro-crate-metadata.json: the folder as a research object (RO-Crate 1.1, JSON-LD)."""

from __future__ import annotations

from urllib.parse import quote

from equalterms import __version__
from equalterms.model import Source
from equalterms.workbook.parts import Parts, local, mediatype, sha256
from equalterms.workbook.words import licence_url

Entity = dict[str, object]
# Version 1.1 took its words from a schema.org that had no hash yet: the word is added.
_CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "https://schema.org/sha256"}]


def describe(parts: Parts) -> Entity:
    """The crate: root, files with hashes, licences, sources, and the program's run as an action."""
    study = parts.plan.study
    sources = [_source(key, each) for key, each in study.sources.items()]
    licences = {_licence(text)["@id"]: _licence(text) for text in (study.licence, *_licences(parts))}
    own = [_at(path) for path in parts.files if path.startswith("study/")]
    results = [_at(path) for path in parts.files if path.startswith("results/")]
    graph: list[Entity] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        },
        _root(parts, [_ref(each) for each in sources]),
        *(_file(parts, path) for path in parts.files),
        *sources,
        *licences.values(),
        {"@id": "#equalterms", "@type": "SoftwareApplication", "name": "Equal Terms", "softwareVersion": __version__},
        {
            "@id": "#scoring",
            "@type": "CreateAction",
            "name": "The study is scored and its variations are drawn",
            "description": f"{parts.plan.standings.robustness.runs} runs, seed {parts.plan.seed}",
            "instrument": {"@id": "#equalterms"},
            "object": [{"@id": path} for path in own],
            "result": [{"@id": path} for path in results],
        },
    ]
    return {"@context": _CONTEXT, "@graph": graph}


def _root(parts: Parts, sources: list[Entity]) -> Entity:
    study = parts.plan.study
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": study.title,
        "description": parts.description,
        "datePublished": parts.date,
        "license": _ref(_licence(study.licence)),
        "identifier": f"urn:sha256:{study.hash}",
        "creditText": parts.citation,
        "temporalCoverage": str(study.time),
        "isBasedOn": sources,
        "hasPart": [{"@id": _at(path)} for path in parts.files],
        "mentions": [{"@id": "#scoring"}],
    }


def _licences(parts: Parts) -> list[str]:
    return [each.licence for each in parts.plan.study.sources.values()]


def _at(path: str) -> str:
    """A path as an address: blanks and signs that no address may hold are escaped."""
    return quote(path)


def _ref(entity: Entity) -> Entity:
    return {"@id": entity["@id"]}


def _file(parts: Parts, path: str) -> Entity:
    data = parts.files[path]
    return {
        "@id": _at(path),
        "@type": "File",
        "name": path,
        "encodingFormat": mediatype(path),
        "contentSize": str(len(data)),
        "sha256": sha256(data),
        "license": _ref(_licence(parts.plan.study.licence)),
    }


def _source(key: str, source: Source) -> Entity:
    return {
        "@id": f"#source-{local(key)}",
        "@type": "CreativeWork",
        "name": source.title,
        "license": _ref(_licence(source.licence)),
        **({"url": source.url} if source.url else {}),
        **({"publisher": source.publisher} if source.publisher else {}),
        **({"creditText": source.citation} if source.citation else {}),
        **({"dateModified": source.retrieved} if source.retrieved else {}),
    }


def _licence(text: str) -> Entity:
    """A licence by its address where it has one, as an entity of this crate otherwise."""
    return {"@id": licence_url(text) or f"#licence-{local(text)}", "@type": "CreativeWork", "name": text}
