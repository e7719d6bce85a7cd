"""The description of every address for machines: OpenAPI 3.1, with the schemas that the terminal prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from equalterms import __version__
from equalterms.web.desk import Desk
from equalterms.web.kinds import Kind
from equalterms.web.state import MOST_RUNS

Described = dict[str, object]
_ERROR: Described = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["message", "where", "remedy"],
            "properties": {key: {"type": "string"} for key in ("message", "where", "remedy")},
        }
    },
}
_STATE = (
    ("set", "A what-if, KEY=VALUE, such as weight.research=2 or normalise=zscore; in this order.", "array"),
    ("at", "The year that is looked at.", "integer"),
    ("runs", "How often the study's variations are drawn.", "integer"),
    ("seed", "Where chance begins.", "integer"),
)
_SAYS = {
    "u": "Codes of up to five units, with commas.",
    "a": "A study's name; the study that is served where none is given.",
    "b": "Another study's name; the study after the what-ifs where none is given.",
    "table": "The number of a table of the page, from 1: its rows alone.",
}


def described(desk: Desk, schemas: Mapping[str, Mapping[str, object]]) -> Described:
    """The OpenAPI document of a desk: a path for each kind of page and each number of parts it may have."""
    paths: Described = {}
    named: Described = {
        "Error": _ERROR,
        "Unit": {"type": "string", "enum": [unit.code for unit in desk.base.units]},
        "Node": {"type": "string", "enum": [node.id for node in desk.base.nodes]},
    }
    for kind in desk.kinds.values():
        command = "read" if kind.name == "claims" else "claims" if kind.name == "ledger" else kind.name
        known = _hoisted(schemas.get(command, {}), command, named)
        for parts in _lengths(kind):
            paths[_path(kind, parts)] = {"get": operation(kind, parts, known)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": desk.base.title,
            "version": __version__,
            "description": "The pages of Equal Terms as JSON: the data that `equalterms COMMAND --json` prints. "
            "The same addresses end in .csv, .xlsx, .parquet, .md, .zip, .svg or .png.",
            "license": {"name": desk.base.licence},
        },
        "paths": paths,
        "components": {"schemas": named},
    }


def _lengths(kind: Kind) -> list[tuple[str, ...]]:
    names = [part.rstrip("?*") for part in kind.takes]
    return [tuple(names[:count]) for count in range(kind.least, len(names) + 1)]


def _path(kind: Kind, parts: tuple[str, ...]) -> str:
    return "/" + "/".join([kind.name, *("{" + part + "}" for part in parts)]) + ".json"


def operation(kind: Kind, parts: tuple[str, ...], known: Mapping[str, object]) -> dict[str, Any]:
    """What is asked of a kind of page with so many parts of its address, and what comes back."""
    given: list[Described] = [{"name": part, "in": "path", "required": True, "schema": _part(part)} for part in parts]
    given += [_query(name, says, type_) for name, says, type_ in _STATE]
    given += [_query(name, _SAYS[name], "string") for name in kind.asks]
    given.append(_query("table", _SAYS["table"], "integer"))
    refusal = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    return {
        "operationId": "_".join([kind.name, *parts]),
        "summary": kind.title,
        "description": kind.says + ".",
        "parameters": given,
        "responses": {
            "200": {"description": kind.says + ".", "content": {"application/json": {"schema": _loose(known)}}},
            "404": {"description": "No such unit, node or page.", **refusal},
            "422": {"description": "What is asked does not fit the study.", **refusal},
        },
    }


def _part(name: str) -> Described:
    """What a part of an address may be."""
    if name in ("unit", "a", "b"):
        return {"$ref": "#/components/schemas/Unit"}
    if name in ("node", "level"):
        return {"$ref": "#/components/schemas/Node"}
    return {"type": "integer", "minimum": 1} if name == "rank" else {"type": "string"}


def _hoisted(schema: Mapping[str, object], command: str, named: Described) -> Mapping[str, object]:
    """A command's schema whose own definitions stand among those of the document, under the command's name."""

    def moved(part: object) -> object:
        if isinstance(part, Mapping):
            return {key: moved(value) for key, value in part.items() if key != "$defs"}
        if isinstance(part, list):
            return [moved(each) for each in part]
        if isinstance(part, str) and part.startswith("#/$defs/"):
            return part.replace("#/$defs/", f"#/components/schemas/{command}.")
        return part

    own = schema.get("$defs", {})
    for name, definition in own.items() if isinstance(own, Mapping) else ():
        named[f"{command}.{name}"] = moved(definition)
    return {key: moved(value) for key, value in schema.items() if key != "$defs"}


def _query(name: str, says: str, type_: str) -> Described:
    schema: Described = {"type": type_}
    if name == "set":
        schema = {"type": "array", "items": {"type": "string"}}
    elif type_ == "integer":
        least = 1 if name in ("runs", "table") else 0
        schema |= {"minimum": least, "maximum": MOST_RUNS if name == "runs" else 999_999_999}
    return {"name": name, "in": "query", "description": says, "schema": schema}


def _loose(schema: Mapping[str, object]) -> Mapping[str, object]:
    """A command's schema without the dialect, which stands once for the document; `table` asks for plain rows."""
    inner = {key: value for key, value in schema.items() if key != "$schema"}
    keys: Described = {"type": "object", "required": ["schema", "study", "data", "warnings"]}
    return {"anyOf": [inner, {**keys, "properties": {"data": {"type": "array"}}}]} if inner else keys
