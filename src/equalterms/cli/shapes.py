"""The pieces that JSON Schemas are made of."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
WHOLE: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
TEXTS: Schema = {"type": "array", "items": TEXT}


def maybe(schema: Schema) -> Schema:
    """The schema, or null for what is missing."""
    return {"anyOf": [schema, {"type": "null"}]}


def rows(fields: Schema, *, more: bool = False) -> Schema:
    """A list of objects with these fields, each of them required."""
    return {"type": "array", "items": record(fields, more=more)}


def record(fields: Schema, *, more: bool = False) -> Schema:
    """An object with these fields, each of them required; `more` allows others."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": more}
