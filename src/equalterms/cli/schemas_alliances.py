"""The JSON Schemas of blocs, ties and partners."""

from __future__ import annotations

from equalterms.cli.shapes import FLAG, NUMBER, SHARE, TEXT, TEXTS, WHOLE, Schema, maybe, record, rows

_GAINS = tuple(
    f"{gain}{end}" for gain in ("gain_to_unit", "gain_to_partner", "synergy") for end in ("", "_low", "_high")
)
_PLACE = record({"score": maybe(NUMBER), "rank": maybe(WHOLE)})

ALLIANCES: dict[str, Schema] = {
    "allies": record(
        {
            **dict.fromkeys(("bloc", "rule"), TEXT),
            **dict.fromkeys(("units", "contested"), TEXTS),
            "pooled": {"type": "object", "additionalProperties": _PLACE},
            **dict.fromkeys(("rank_low", "rank_high"), maybe(WHOLE)),
            **dict.fromkeys(("rivals", "runs", "orders"), WHOLE),
            **dict.fromkeys(("nothing", "best_of", "coverage_error", "coverage_error_worst"), NUMBER),
            "members": rows(
                {
                    **dict.fromkeys(("unit", "name"), TEXT),
                    **dict.fromkeys(("shapley", "error", "best"), NUMBER),
                    **dict.fromkeys(("own", "leave_one_out", "owen"), maybe(NUMBER)),
                }
            ),
            "indicators": rows(
                {
                    **dict.fromkeys(("indicator", "name", "measure", "rule", "weight"), TEXT),
                    **dict.fromkeys(("stated", "beyond"), FLAG),
                    **dict.fromkeys(("value", "score", "expected", "worst", "once"), maybe(NUMBER)),
                    "known": SHARE,
                    "missing": TEXTS,
                }
            ),
            "memberships": rows(
                dict.fromkeys(("bloc", "unit", "since", "until", "status", "contested", "source"), TEXT)
            ),
        }
    ),
    "ties": rows(
        {
            **dict.fromkeys(("a", "b"), TEXT),
            "count": NUMBER,
            **dict.fromkeys(("salton", "jaccard", "inclusion", "affinity_ab", "affinity_ba"), maybe(SHARE)),
            **dict.fromkeys(("preference", "low", "high", "expected", "change"), maybe(NUMBER)),
            **dict.fromkeys(("events", "plans", "disputes"), NUMBER),
        }
    ),
    "partners": rows(
        {
            **dict.fromkeys(("partner", "name"), TEXT),
            **dict.fromkeys(_GAINS, maybe(NUMBER)),
            "similarity": maybe(SHARE),
            **dict.fromkeys(("complementarity", "offered"), maybe(NUMBER)),
            "shared": SHARE,
            "existing_tie": maybe(
                record({"count": NUMBER, **dict.fromkeys(("preference", "low", "high"), maybe(NUMBER))})
            ),
            "pillars": {"type": "object", "additionalProperties": maybe(NUMBER)},
            "where": TEXTS,
        }
    ),
}
