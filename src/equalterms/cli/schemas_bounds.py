"""The JSON Schemas of rank bounds, swaps, reach and acceptability."""

from __future__ import annotations

from equalterms.cli.shapes import FLAG, NUMBER, SHARE, TEXT, WHOLE, Schema, maybe, record, rows

_WEIGHTS: Schema = {"type": "object", "additionalProperties": SHARE}
_REWEIGHED = record(
    {
        "weights": _WEIGHTS,
        **dict.fromkeys(("moved", "largest", "proven", "score"), NUMBER),
        "rival": maybe(NUMBER),
        "rank": WHOLE,
    }
)
_SHARES: Schema = {"type": "array", "items": SHARE}

BOUNDS: dict[str, Schema] = {
    "bounds": record(
        {
            "node": TEXT,
            "over": {"enum": ["noise", "free", "order"]},
            "noise": SHARE,
            "leaves": FLAG,
            "units": rows(
                {
                    **dict.fromkeys(("unit", "name"), TEXT),
                    "score": maybe(NUMBER),
                    **dict.fromkeys(("rank", "best", "worst", "best_limit", "worst_limit"), maybe(WHOLE)),
                    "exact": FLAG,
                    **dict.fromkeys(("best_weights", "worst_weights"), _WEIGHTS),
                }
            ),
        }
    ),
    "swap": record(
        {
            **dict.fromkeys(("node", "winner", "loser"), TEXT),
            "possible": FLAG,
            "stated": _WEIGHTS,
            **dict.fromkeys(("least", "mildest"), maybe(_REWEIGHED)),
        }
    ),
    "reach": record(
        {
            **dict.fromkeys(("node", "unit"), TEXT),
            "rank": maybe(WHOLE),
            "score": NUMBER,
            "wanted": WHOLE,
            "target": maybe(NUMBER),
            "there": FLAG,
            **dict.fromkeys(("shift", "capped"), maybe(NUMBER)),
            "levers": rows(
                {
                    **dict.fromkeys(("indicator", "name", "measure", "per"), TEXT),
                    **dict.fromkeys(("value", "needed", "best", "effort"), maybe(NUMBER)),
                    **dict.fromkeys(("within", "filled"), FLAG),
                    "score": maybe(NUMBER),
                }
            ),
        }
    ),
    "acceptability": record(
        {
            "node": TEXT,
            "over": {"enum": ["free", "order"]},
            "runs": WHOLE,
            "exact": FLAG,
            "units": rows(
                {
                    **dict.fromkeys(("unit", "name"), TEXT),
                    **dict.fromkeys(("ranks", "errors"), _SHARES),
                    "central": _WEIGHTS,
                    "confidence": maybe(SHARE),
                }
            ),
        }
    ),
}
