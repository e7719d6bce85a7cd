"""The JSON Schema of what `fetch` gives."""

from __future__ import annotations

from equalterms.cli.shapes import FLAG, NUMBER, TEXT, TEXTS, WHOLE, Schema, maybe, record, rows

_CHANGE: Schema = {
    "kind": {"enum": ["revised", "status", "added", "gone", "unit added", "unit gone"]},
    **dict.fromkeys(("unit", "indicator", "time"), TEXT),
    **dict.fromkeys(("before", "now"), maybe(NUMBER)),
}
_FETCHED: Schema = {
    **dict.fromkeys(("source", "from", "time", "since", "licence", "sha256", "written"), TEXT),
    **dict.fromkeys(("age", "rows", "gaps"), WHOLE),
    "measures": {"type": "object", "additionalProperties": TEXT},
    **dict.fromkeys(("left_out", "addresses"), TEXTS),
    "asked": FLAG,
    "previous": maybe(TEXT),
    "counts": {"type": "object", "additionalProperties": WHOLE},
    "changes": rows(_CHANGE),
}
_STANDING: Schema = {
    **dict.fromkeys(("source", "from"), TEXT),
    "indicators": TEXTS,
    "vintages": WHOLE,
    "last": maybe(TEXT),
    "age": maybe(WHOLE),
}

FETCH: dict[str, Schema] = {"fetch": record({"sources": rows(_STANDING), "fetched": maybe(record(_FETCHED))})}
