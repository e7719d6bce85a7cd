"""The JSON Schema of rank distributions."""

from __future__ import annotations

from equalterms.cli.schemas_bounds import BOUNDS
from equalterms.cli.shapes import FLAG, NUMBER, SHARE, TEXT, TEXTS, WHOLE, Schema, maybe, record, rows

_ENDS: Schema = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}

ROBUST: dict[str, Schema] = {
    "robust": record(
        {
            "node": TEXT,
            **dict.fromkeys(("runs", "wanted"), WHOLE),
            "converged": FLAG,
            "ranks": rows(
                {
                    **dict.fromkeys(("unit", "name"), TEXT),
                    **dict.fromkeys(("nominal", "q05", "q95", "best", "worst"), maybe(WHOLE)),
                    **dict.fromkeys(("mean", "median"), maybe(NUMBER)),
                    "intervals": rows({"level": SHARE, "low": WHOLE, "high": WHOLE}),
                    "probabilities": {"type": "array", "items": SHARE},
                }
            ),
            "units": TEXTS,
            "pairs": {"type": "array", "items": {"type": "array", "items": SHARE}},
            "groups": {"type": "array", "items": TEXTS},
            "sensitivity": rows(
                {
                    "factor": TEXT,
                    **dict.fromkeys(("first", "total", "shapley"), NUMBER),
                    "ci": record(dict.fromkeys(("first", "total", "shapley"), _ENDS)),
                }
            ),
            "sensitivity_pairs": rows({"a": TEXT, "b": TEXT, "share": NUMBER, "ci": _ENDS}),
            "sensitivity_units": rows(
                {
                    **dict.fromkeys(("unit", "name", "reason"), TEXT),
                    "variance": maybe(NUMBER),
                    "shares": {"type": "object", "additionalProperties": NUMBER},
                }
            ),
            "sensitivity_note": TEXT,
            "dominance": rows(
                {
                    **dict.fromkeys(("unit", "name"), TEXT),
                    "rank": maybe(WHOLE),
                    **dict.fromkeys(("above", "below"), WHOLE),
                    **dict.fromkeys(("over", "under"), TEXTS),
                }
            ),
            **{name: maybe(BOUNDS[name]) for name in ("bounds", "swap", "reach")},
        }
    )
}
