"""The JSON Schema of scenarios."""

from __future__ import annotations

from equalterms.cli.shapes import NUMBER, TEXT, TEXTS, WHOLE, Schema, maybe, rows


def _moved(key: str) -> Schema:
    return rows(
        {
            **dict.fromkeys((key, "name"), TEXT),
            **{f"score_{side}": maybe(NUMBER) for side in ("before", "after")},
            **{f"{slot}_{side}": maybe(WHOLE) for slot in ("rank", "low", "high") for side in ("before", "after")},
            "places": maybe(WHOLE),
        }
    )


SCENARIO: dict[str, Schema] = {
    "scenario": rows(
        {
            "name": TEXT,
            "settings": TEXTS,
            "units": _moved("unit"),
            "targets": rows(dict.fromkeys(("unit", "name", "indicator", "time", "method", "before", "after"), TEXT)),
            "blocs": _moved("bloc"),
        }
    )
}
