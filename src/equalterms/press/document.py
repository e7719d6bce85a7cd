"""A reading as plain data, in the field names that annotated press texts use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from equalterms.model import Check, Claim, Span
from equalterms.press.reading import Dated, Happening, Reading, Relation
from equalterms.readers import Mention

_QUADS: Final[Mapping[str, str]] = {
    "AGREE": "verbal_cooperation", "CONSULT": "verbal_cooperation", "SUPPORT": "verbal_cooperation",
    "CONCEDE": "verbal_cooperation", "COOPERATE": "material_cooperation", "AID": "material_cooperation",
    "RETREAT": "material_cooperation", "REQUEST": "verbal_conflict", "ACCUSE": "verbal_conflict",
    "REJECT": "verbal_conflict", "THREATEN": "verbal_conflict", "PROTEST": "material_conflict",
    "SANCTION": "material_conflict", "MOBILIZE": "material_conflict", "COERCE": "material_conflict",
    "ASSAULT": "material_conflict",
}  # fmt: skip


def document(reading: Reading, checks: Iterable[Check] = ()) -> dict[str, object]:
    """The whole reading as plain data, ready for JSON."""
    article = reading.article
    return {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "pub_date": article.date,
        "pub_date_basis": article.date_basis,
        "pub_date_doubt": article.date_doubt,
        "language": article.language,
        "media": article.media,
        "pages": list(article.pages),
        "sentences": [{"start": s.start, "end": s.end} for s in reading.sentences],
        "noise": [{**_span(n.span), "kind": n.kind, "why": n.why} for n in reading.noise],
        "grammar": reading.grammar,
        "not_read": list(not_read(reading)),
        "refused": [{"quote": one.quote, "why": one.why} for one in reading.refused],
        "dates": [_dated(d) for d in reading.dates],
        "names": [_name(m, article.text) for m in reading.names],
        "claims": [_claim(c) for c in reading.claims],
        "events": [_event(e) for e in reading.events],
        "relations": [_relation(r) for r in reading.relations],
        "checks": [_check(k, number) for number, k in enumerate(checks, 1)],
    }


def not_read(reading: Reading) -> tuple[str, ...]:
    """What the readers of the article's language do not look for: events and ties are read in English only."""
    return () if reading.grammar == "en" else ("events", "relations")


def _name(one: Mention, text: str) -> dict[str, object]:
    span = {"start": one.start, "end": one.end, "text": text[one.start : one.end]}
    return {"span": span, "name": one.name, "code": one.code, "kind": one.kind, "sector": one.sector}


def _span(span: Span) -> dict[str, object]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _claim(claim: Claim) -> dict[str, object]:
    who, other = claim.attribution, claim.converted
    return {
        "id": claim.id,
        "type": claim.kind,
        "span": _span(claim.span),
        "evidence": _span(claim.sentence),
        "subject": claim.subject,
        "subject_code": claim.subject_code,
        "indicator": claim.indicator,
        "value": claim.value,
        "low": claim.low,
        "high": claim.high,
        "unit": claim.measure,
        "comparator": claim.comparator,
        "role": claim.role,
        "time": claim.time,
        "time_inferred": claim.time_inferred,
        "deadline": claim.deadline,
        "baseline": claim.baseline,
        "converted": {"span": _span(other.span), "value": other.value, "unit": other.measure} if other else None,
        "rank_of": claim.rank_of,
        "fraction": claim.fraction,
        "per": claim.per,
        "scope": claim.scope,
        "modality": claim.modality,
        "polarity": claim.polarity,
        "reader": claim.reader or "grammar",
        "attribution": {"name": who.name, "kind": who.kind, "span": _span(who.span) if who.span else None}
        if who
        else None,
    }


def _actor(span: Span, mention: Mention) -> dict[str, object]:
    return {"text": span.text, "span": _span(span), "code": mention.code, "sector": mention.sector}


def _event(event: Happening) -> dict[str, object]:
    codes = {*event.says.source, *event.says.target}
    return {
        "id": event.id,
        "trigger": _span(event.trigger),
        "evidence": _span(event.sentence),
        "source": [_actor(*pair) for pair in event.source],
        "target": [_actor(*pair) for pair in event.target],
        "plover": event.says.kind,
        "quad": _QUADS.get(event.says.kind),
        "cameo": event.says.cameo,
        "date": event.says.time or None,
        "modality": event.says.modality,
        "polarity": event.says.polarity,
        "background": event.background,
        "duplicate_of": event.duplicate_of,
        "is_international": len(codes) > 1,
    }


def _relation(relation: Relation) -> dict[str, object]:
    return {
        "subject": relation.subject,
        "predicate": relation.predicate,
        "object": relation.object,
        "span": _span(relation.span),
        "evidence": _span(relation.sentence),
        "polarity": relation.polarity,
        "modality": relation.modality,
    }


def _dated(dated: Dated) -> dict[str, object]:
    when = dated.when
    row: dict[str, object] = {
        "span": _span(dated.span),
        "value": when.value,
        "kind": when.kind,
        "relative": when.relative,
    }
    return {**row, "noise": True} if dated.noise else row


def _check(check: Check, number: int) -> dict[str, object]:
    answer = list(check.answer) if isinstance(check.answer, tuple) else check.answer
    return {
        "id": f"k{number}",
        "kind": check.kind,
        "inputs": list(check.inputs),
        "formula": check.formula,
        "answer": answer,
        "interval": list(check.interval) if check.interval else None,
        "unit": check.measure,
        "verdict": check.verdict,
        "note": check.note,
    }
