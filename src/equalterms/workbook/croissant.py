"""croissant.json: the tables as records for machine learning (Croissant 1.0, JSON-LD)."""

from __future__ import annotations

from equalterms import __version__
from equalterms.workbook.parts import Parts, mediatype, resource, sha256, slug, what
from equalterms.workbook.words import licence_url

_TYPES = {"number": "sc:Float", "integer": "sc:Integer", "boolean": "sc:Boolean", "string": "sc:Text"}
_CONTEXT: dict[str, object] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def describe(parts: Parts) -> dict[str, object]:
    """The data set: a file object for each CSV file with its SHA-256, and a record set for each of its tables."""
    study = parts.plan.study
    tables = parts.tables()
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": slug(study.name),
        "description": parts.description,
        "license": licence_url(study.licence) or study.licence,
        "url": f"urn:sha256:{study.hash}",
        "version": "1.0.0",
        "datePublished": parts.date,
        "citeAs": parts.citation,
        # The format knows persons and organisations alone as makers; the citation names the program.
        "creator": {"@type": "sc:Organization", "name": f"Equal Terms {__version__}"},
        "isBasedOn": [
            {
                "@type": "sc:CreativeWork",
                "name": each.title,
                "license": each.licence,
                **({"url": each.url} if each.url else {}),
                **({"citation": each.citation} if each.citation else {}),
            }
            for each in study.sources.values()
        ],
        "distribution": [_file(path, parts.files[path]) for path in tables],
        "recordSet": [_records(path, fields) for path, fields in tables.items() if fields],
    }


def _file(path: str, data: bytes) -> dict[str, object]:
    return {
        "@type": "cr:FileObject",
        "@id": path,
        "name": resource(path) + ".csv",
        "description": what(path),
        "contentUrl": path,
        "contentSize": f"{len(data)} B",
        "encodingFormat": mediatype(path),
        "sha256": sha256(data),
    }


def _records(path: str, fields: list[tuple[str, str]]) -> dict[str, object]:
    home = resource(path)
    return {
        "@type": "cr:RecordSet",
        "@id": home,
        "name": home,
        "description": what(path),
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{home}/{name}",
                "name": name,
                "dataType": _TYPES[kind],
                "source": {"fileObject": {"@id": path}, "extract": {"column": name}},
            }
            for name, kind in fields
        ],
    }
