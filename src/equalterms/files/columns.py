"""What the columns of a CSV file hold, in the words of a Table Schema."""

from __future__ import annotations

import polars as pl

_KINDS = {"Float": "number", "Int": "integer", "Boolean": "boolean"}


def columns(data: bytes) -> list[tuple[str, str]]:
    """The columns of a CSV file and what they hold: number, integer, boolean or string.

    A column of numbers that are written with leading zeros, such as codes, is one of strings.
    """
    frame = pl.read_csv(data, infer_schema_length=None)
    text = pl.read_csv(data, infer_schema=False)
    found = []
    for name, dtype in frame.schema.items():
        kind = next((kind for start, kind in _KINDS.items() if str(dtype).startswith(start)), "string")
        coded = kind == "integer" and text[name].str.contains(r"^[+-]?0\d").any()
        found.append((name, "string" if coded else kind))
    return found
