"""The JSON Schema of the ages of a study's values."""

from __future__ import annotations

from equalterms.cli.shapes import NUMBER, SHARE, TEXT, WHOLE, Schema, maybe, record, rows

FRESHNESS: dict[str, Schema] = {
    "freshness": record(
        {
            "rule": TEXT,
            "indicators": rows(
                {
                    **dict.fromkeys(("indicator", "name"), TEXT),
                    **dict.fromkeys(("max_age", "newest", "oldest"), maybe(WHOLE)),
                    **dict.fromkeys(("n", "stale", "lost"), WHOLE),
                    **dict.fromkeys(("median", "median_age"), maybe(NUMBER)),
                    "share_stale": maybe(SHARE),
                }
            ),
            "lost": rows(
                {
                    **dict.fromkeys(("unit", "unit_name", "indicator", "name", "status", "why"), TEXT),
                    **dict.fromkeys(("year", "age", "ranked"), WHOLE),
                    "value": NUMBER,
                    "rank": maybe(WHOLE),
                }
            ),
        }
    )
}
