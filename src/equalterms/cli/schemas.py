"""The JSON Schemas of what --json gives, a schema a command."""

from __future__ import annotations

from equalterms.cli.schemas_alliances import ALLIANCES
from equalterms.cli.schemas_bounds import BOUNDS
from equalterms.cli.schemas_fetch import FETCH
from equalterms.cli.schemas_freshness import FRESHNESS
from equalterms.cli.schemas_robust import ROBUST
from equalterms.cli.schemas_scenario import SCENARIO
from equalterms.cli.shapes import FLAG, NUMBER, SHARE, TEXT, WHOLE, Schema, maybe, record, rows

SPAN = record({"start": WHOLE, "end": WHOLE, "text": TEXT})
STANDING: Schema = {
    "unit": TEXT,
    "name": TEXT,
    "score": maybe(NUMBER),
    "rank": maybe(WHOLE),
    "rank_low": maybe(WHOLE),
    "rank_high": maybe(WHOLE),
    "p_rank": maybe(SHARE),
    "coverage": SHARE,
    "imputed": SHARE,
    "tie": FLAG,
}
PART: Schema = {
    **dict.fromkeys(("node", "name", "pillar"), TEXT),
    "score": maybe(NUMBER),
    "rank": maybe(WHOLE),
    "ranked": WHOLE,
    **dict.fromkeys(("median", "peers"), maybe(NUMBER)),
}
PLACE: Schema = {
    "raw": maybe(NUMBER),
    **dict.fromkeys(("measure", "time", "status"), TEXT),
    "filled": FLAG,
    "level": WHOLE,
}
CLAIM: Schema = {
    "id": TEXT,
    "type": TEXT,
    "span": SPAN,
    "evidence": SPAN,
    "subject": maybe(TEXT),
    "subject_code": maybe(TEXT),
    "indicator": maybe(TEXT),
    "value": maybe(NUMBER),
    "low": maybe(NUMBER),
    "high": maybe(NUMBER),
    "unit": maybe(TEXT),
    "comparator": TEXT,
    "role": TEXT,
    "time": maybe(TEXT),
    "deadline": FLAG,
    "baseline": maybe(TEXT),
    "converted": maybe(record({"span": SPAN, "value": NUMBER, "unit": TEXT})),
    "modality": TEXT,
    "polarity": TEXT,
    "attribution": maybe({"type": "object"}),
}
CHECK: Schema = {
    "kind": TEXT,
    "inputs": {"type": "array", "items": TEXT},
    "formula": TEXT,
    "answer": {},
    "verdict": {"enum": ["derived", "consistent", "inconsistent", "underdetermined", "flag"]},
}
TARGET: Schema = {
    "from": TEXT,
    "unit": TEXT,
    "indicator": TEXT,
    "value": maybe(NUMBER),
    "time": TEXT,
    "measure": TEXT,
    "kind": TEXT,
    "baseline": maybe(NUMBER),
    "baseline_time": TEXT,
    "note": TEXT,
    "years": maybe(NUMBER),
    "required": {"type": "object", "additionalProperties": maybe(NUMBER)},
    "notes": {"type": "array", "items": TEXT},
    "source": TEXT,
    "where": TEXT,
    "quote": TEXT,
}
REASON: Schema = {
    "$defs": {
        "reason": record(
            {
                "node": TEXT,
                "name": TEXT,
                "value": maybe(NUMBER),
                "rank": maybe(WHOLE),
                "weight": maybe(NUMBER),
                "contribution": maybe(NUMBER),
                "method": TEXT,
                "aggregated": maybe(NUMBER),
                "children": {"type": "array", "items": {"$ref": "#/$defs/reason"}},
            },
            more=True,
        )
    },
    "$ref": "#/$defs/reason",
}
DOCUMENT: Schema = {
    "id": TEXT,
    "title": maybe(TEXT),
    "publisher": maybe(TEXT),
    "pub_date": maybe(TEXT),
    "language": TEXT,
    "grammar": TEXT,
    "not_read": {"type": "array", "items": {"enum": ["events", "relations"]}},
    "names": {"type": "array", "items": {"type": "object"}},
    "refused": rows({"quote": TEXT, "why": TEXT}),
    "claims": rows(CLAIM, more=True),
    "events": {"type": "array", "items": {"type": "object"}},
    "relations": {"type": "array", "items": {"type": "object"}},
    "dates": {"type": "array", "items": {"type": "object"}},
    "checks": rows(CHECK, more=True),
}
KEPT: Schema = {
    **dict.fromkeys(("id", "kind", "quote", "modality", "attribution", "who", "when", "note", "series"), TEXT),
    "state": {"enum": ["open", "accept", "reject", "unsure"]},
    "articles": {"type": "array", "items": TEXT},
    "says": {"type": "object"},
}
_TESTS = ("p", "p_bh", "p_holm", "spearman_p", "spearman_bh", "spearman_holm")
CORRELATION: Schema = {
    "relation": {"enum": ["siblings", "parent", "index"]},
    **dict.fromkeys(("pillar", "a", "b"), TEXT),
    "n": WHOLE,
    **{key: maybe({"type": "number", "minimum": -1, "maximum": 1}) for key in ("pearson", "spearman", "kendall")},
    **{key: maybe(SHARE) for key in _TESTS},
}
RELIABILITY: Schema = {
    **dict.fromkeys(("pillar", "name"), TEXT),
    **dict.fromkeys(("children", "n"), WHOLE),
    **{key: maybe(NUMBER) for key in ("alpha", "alpha_low", "alpha_high")},
    **{key: maybe(SHARE) for key in ("omega", "kmo", "explained")},
    "eigenvalues": {"type": "array", "items": NUMBER},
    "of": {"type": "array", "items": TEXT},
    "inflation": {"type": "array", "items": maybe(NUMBER)},
}
POINT: Schema = record({"value": NUMBER, "time": TEXT, "source": maybe(TEXT)})
VERDICT: Schema = record({"value": maybe(NUMBER), "verdict": maybe(TEXT)}, more=True)
PACES: Schema = {"type": "object", "additionalProperties": maybe(NUMBER)}
VERDICTS = ("linear", "cagr", "logit", "reach_probability", "reference_class")
PROGRESS: Schema = {
    **dict.fromkeys(("unit", "indicator", "kind", "measure", "state", "sentence"), TEXT),
    **dict.fromkeys(("announced", "superseded", "legal", "source", "where", "quote"), TEXT),
    "direction": {"enum": [1, -1]},
    **dict.fromkeys(("baseline", "latest"), maybe(POINT)),
    "target": maybe(record({"value": NUMBER, "time": maybe(TEXT)})),
    "milestones": rows({"time": TEXT, "value": NUMBER}),
    "final": FLAG,
    "verdicts": record(dict.fromkeys(VERDICTS, maybe(VERDICT)), more=True),
    **dict.fromkeys(("headline", "agreement", "as_of"), maybe(TEXT)),
    **dict.fromkeys(("required", "actual", "needed"), PACES),
    **dict.fromkeys(("distance_to_edge", "age"), maybe(NUMBER)),
    "later": {"type": "array", "items": POINT},
    "notes": {"type": "array", "items": TEXT},
}
_DATA: dict[str, Schema] = {
    "brief": record(
        {
            "articles": rows({"id": TEXT}, more=True),
            "claims": rows({"article": TEXT, **CLAIM}, more=True),
            "checks": rows({"article": TEXT, **CHECK}, more=True),
            "standings": rows({"study": TEXT, **STANDING, "claimed": {"type": "array", "items": TEXT}}),
            "targets": rows(TARGET),
            "ties": rows({"a": TEXT, "b": TEXT, "kind": TEXT, "detail": TEXT, "source": TEXT}),
        }
    ),
    "rank": rows(STANDING),
    "why": REASON,
    "read": rows(DOCUMENT, more=True),
    "report": record({"written": TEXT, "pages": {"type": "array", "items": TEXT}}),
    "compare": rows(
        {
            "unit": TEXT,
            "name": TEXT,
            **{key: maybe(NUMBER) for key in ("score_a", "score_b")},
            **{key: maybe(WHOLE) for key in ("rank_a", "rank_b")},
            **{key: maybe(NUMBER) for key in ("change", "data", "method", "units")},
        }
    ),
    "trends": record(
        {
            "node": TEXT,
            "years": {"type": "array", "items": WHOLE},
            "frozen": FLAG,
            "units": rows(
                {
                    **dict.fromkeys(("unit", "name"), TEXT),
                    **dict.fromkeys(("first", "last", "rank", "climbed"), maybe(WHOLE)),
                    **dict.fromkeys(("score", "change", "per_year"), maybe(NUMBER)),
                    **dict.fromkeys(("among", "gaps"), WHOLE),
                }
            ),
            "moments": rows(
                {
                    **dict.fromkeys(("unit", "name"), TEXT),
                    **dict.fromkeys(("year", "ranked"), WHOLE),
                    "score": maybe(NUMBER),
                    **dict.fromkeys(("rank", "rank_low", "rank_high"), maybe(WHOLE)),
                    **dict.fromkeys(("coverage", "imputed"), SHARE),
                }
            ),
        }
    ),
    "removal": rows(
        {
            **dict.fromkeys(("node", "name", "parent", "moved"), TEXT),
            **dict.fromkeys(("indicators", "lost"), WHOLE),
            "shift": maybe(NUMBER),
            **dict.fromkeys(("most", "places"), maybe(WHOLE)),
        }
    ),
    "data": record(
        {
            "stage": TEXT,
            "indicators": rows(
                {
                    **dict.fromkeys(("indicator", "name"), TEXT),
                    **dict.fromkeys(("n", "missing", "nonzero", "unique", "same"), WHOLE),
                    **dict.fromkeys(("low", "high", "mean", "median", "sd", "skewness", "kurtosis"), maybe(NUMBER)),
                    "flags": {"type": "array", "items": TEXT},
                }
            ),
            "treatments": rows(
                {
                    **dict.fromkeys(("indicator", "decision"), TEXT),
                    "changed": WHOLE,
                    **{
                        f"{what}_{when}": maybe(NUMBER)
                        for what in ("skewness", "kurtosis")
                        for when in ("before", "after")
                    },
                }
            ),
            "units": rows(
                {
                    **dict.fromkeys(("unit", "name"), TEXT),
                    **dict.fromkeys(("missing", "zeros", "stale"), WHOLE),
                    "coverage": SHARE,
                    "nonzero": maybe(SHARE),
                    "kept": FLAG,
                }
            ),
            "sizes": rows({**dict.fromkeys(("indicator", "series"), TEXT), "n": WHOLE, "r": NUMBER, "divided": FLAG}),
        }
    ),
    "profile": record(
        {
            "standing": record(STANDING),
            "pillars": rows(PART),
            **{key: rows({**PART, **PLACE}) for key in ("strengths", "weaknesses", "gaps")},
            "peers": rows(
                {
                    **dict.fromkeys(("unit", "name"), TEXT),
                    "rank": maybe(WHOLE),
                    "distance": SHARE,
                    "shared": WHOLE,
                }
            ),
            "neighbours": rows(STANDING),
        }
    ),
    "claims": rows(KEPT),
    "accept": rows(KEPT),
    "reject": rows(KEPT),
    "unsure": rows(KEPT),
    "coherence": record(
        {
            "correlations": rows(CORRELATION),
            "pillars": rows(RELIABILITY),
            "collinear": rows(CORRELATION),
            "importance": rows(
                {
                    **dict.fromkeys(("indicator", "name", "pillar"), TEXT),
                    **dict.fromkeys(("weight", "coverage"), SHARE),
                    **{key: maybe(SHARE) for key in ("importance", "linear", "share")},
                }
            ),
            "units": rows({"unit": TEXT, "name": TEXT, "coverage": SHARE, "missing": WHOLE}),
            "gaps": rows({"a": TEXT, "b": TEXT, "both": WHOLE, "either": WHOLE, "share": SHARE}),
            "patterns": rows({"missing": {"type": "array", "items": TEXT}, "units": WHOLE}),
        }
    ),
    "targets": rows(PROGRESS),
    "recover": record(
        {
            "total": TEXT,
            "digits": WHOLE,
            **dict.fromkeys(("feasible", "own_explains"), FLAG),
            **dict.fromkeys(("excess", "largest_least_squares", "largest", "constant", "scale"), NUMBER),
            "denominator": maybe(WHOLE),
            **{key: {"type": "array", "items": TEXT} for key in ("conflict", "alone", "without", "left_out")},
            "parts": rows(
                {
                    **dict.fromkeys(("part", "name"), TEXT),
                    "digits": WHOLE,
                    **dict.fromkeys(("own", "weight", "minimax"), SHARE),
                    **dict.fromkeys(("low", "high"), maybe(SHARE)),
                    "whole": maybe(WHOLE),
                }
            ),
            "units": rows(
                {
                    **dict.fromkeys(("unit", "name"), TEXT),
                    **dict.fromkeys(("total", "fitted", "residual"), NUMBER),
                    "conflict": FLAG,
                }
            ),
        }
    ),
    "export": record(
        {
            **dict.fromkeys(("written", "kind"), TEXT),
            "parts": rows(dict.fromkeys(("name", "what"), TEXT)),
            "formulas": WHOLE,
            "fixed": {"type": "array", "items": TEXT},
        }
    ),
    "init": record(
        {
            **dict.fromkeys(("written", "layout"), TEXT),
            "files": {"type": "array", "items": TEXT},
            **dict.fromkeys(("time", "units", "indicators", "observations", "gaps"), maybe(WHOLE)),
        }
    ),
    "check": record({"faults": rows({"file": TEXT, "row": maybe(WHOLE), "message": TEXT, "remedy": TEXT})}),
    "studies": rows(
        {
            "name": TEXT,
            "title": TEXT,
            "time": WHOLE,
            "units": WHOLE,
            "indicators": WHOLE,
            "observations": WHOLE,
            "first": WHOLE,
            "last": WHOLE,
            "licence": TEXT,
        }
    ),
    **ALLIANCES,
    **BOUNDS,
    **FETCH,
    **FRESHNESS,
    **ROBUST,
    **SCENARIO,
    "methods": rows({"family": TEXT, "method": TEXT, "does": TEXT, "options": {"type": "object"}, "source": TEXT}),
    "doctor": rows({"what": TEXT, "ok": FLAG, "needed": FLAG, "found": TEXT, "remedy": TEXT}),
}


def _enveloped(command: str, data: Schema) -> Schema:
    defs = {"$defs": data["$defs"]} if "$defs" in data else {}
    inner = {key: value for key, value in data.items() if key != "$defs"}
    about = record({"name": TEXT, "title": TEXT, "time": WHOLE, "hash": TEXT}, more=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"equalterms {command}",
        **defs,
        "type": "object",
        "properties": {
            "schema": {"const": f"equalterms/{command}/1"},
            "study": maybe(about),
            "data": inner,
            "warnings": {"type": "array", "items": TEXT},
        },
        "required": ["schema", "study", "data", "warnings"],
    }


SCHEMAS: dict[str, Schema] = {command: _enveloped(command, data) for command, data in _DATA.items()}
