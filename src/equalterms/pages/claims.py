"""What articles state: their words, the figures found in them, and what the arithmetic says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from equalterms.model import Check, Claim
from equalterms.page import Block, Column, Heading, Mark, Note, Page, Quote, Table
from equalterms.press import Reading
from equalterms.said import said

_TONES = {"consistent": "good", "derived": "plain", "inconsistent": "bad", "flag": "warn", "underdetermined": "warn"}
_CLAIMS = (
    Column("id", "Claim"),
    Column("words", "Words"),
    Column("about", "About"),
    Column("value", "Value"),
    Column("time", "Time"),
    Column("said", "How it is said"),
    Column("who", "Who says so"),
)
_CHECKS = (
    Column("kind", "Check"),
    Column("inputs", "Of"),
    Column("formula", "Formula"),
    Column("answer", "Answer"),
    Column("interval", "With rounding"),
    Column("verdict", "Verdict"),
)


def claims(reading: Reading, checks: Iterable[Check]) -> Page:
    """The page of one article: its claims in its own words, and the audit of their arithmetic."""
    article = reading.article
    name = f"claims/{article.id}"
    return Page(
        name,
        said("Claims of “{what}”", what=article.title or article.id),
        tuple(blocks(reading, checks)),
        lead=_lead(reading),
    )


def blocks(reading: Reading, checks: Iterable[Check]) -> list[Block]:
    """The blocks of one article, to stand on its own page or in a brief."""
    made: list[Block] = [*_grammar(reading), *_quotes(reading.claims, reading.article.publisher)]
    if reading.claims:
        made.append(Table(_CLAIMS, tuple(map(_claim, reading.claims)), "What the article states"))
    else:
        made.append(Note("No figure was found in the article that the readers understand.", "warn"))
    rows = tuple(map(_check, checks))
    if rows:
        made += [Heading("Does the arithmetic hold?"), Table(_CHECKS, rows, "The figures tested against each other")]
    if reading.refused:
        made.append(_refused(reading))
    if reading.noise:
        left = "; ".join(f"{zone.kind} ({zone.span.start}–{zone.span.end})" for zone in reading.noise)
        made.append(Note(said("Left out of the reading, with the offsets in the text: {left}.", left=left)))
    return made


def _refused(reading: Reading) -> Block:
    """What a language model said that was not believed, each with its reason."""
    told = "; ".join(f"“{one.quote}”: {one.why}" for one in reading.refused[:20])
    return Note(
        said("Refused of what the language model said ({n}): {told}.", n=len(reading.refused), told=told), "warn"
    )


def _grammar(reading: Reading) -> list[Block]:
    """What the language of an article means for its reading; nothing where it is English."""
    language = reading.article.language
    if reading.grammar != "en":
        return [
            Note(
                said(
                    "Read by the grammar of its language ({language}): numbers, dates, ranks and countries."
                    " Events and ties are not read.",
                    language=language,
                )
            )
        ]
    if language in ("en", "und", ""):
        return []
    return [
        Note(
            said(
                "There is no grammar for its language ({language}): it was read by that of English,"
                " and much may be missed or misread.",
                language=language,
            ),
            "warn",
        )
    ]


def _lead(reading: Reading) -> str:
    article = reading.article
    when = f"{article.date} ({article.date_basis})" if article.date else "date unknown"
    return ", ".join(part for part in (article.publisher, when, f"language {article.language}") if part)


def _quotes(found: Iterable[Claim], cite: str) -> list[Quote]:
    """Each sentence that holds a claim, once, with the words of its claims marked."""
    marks: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for claim in found:
        sentence = claim.sentence
        spans = marks.setdefault((sentence.start, sentence.text), [])
        spans.append((claim.span.start - sentence.start, claim.span.end - sentence.start))
    return [Quote(text, cite, tuple(sorted(spans))) for (_, text), spans in sorted(marks.items())]


def _claim(claim: Claim) -> tuple[str | None, ...]:
    about = ", ".join(part for part in (claim.subject, claim.indicator) if part)
    when = None if claim.time is None else ("by " if claim.deadline else "") + claim.time
    said = claim.modality + ("" if claim.polarity == "positive" else f", {claim.polarity}")
    said += f", {claim.role}" if claim.role not in ("", "current") else ""
    said += f", found by {claim.reader}" if claim.reader else ""
    who = claim.attribution.name if claim.attribution else None
    inferred = " (inferred)" if claim.time_inferred and when else ""
    return claim.id, claim.span.text, about or None, value(claim), (when or "") + inferred or None, said, who


def value(claim: Claim) -> str:
    """A claim's value with its unit, its conversion and the field of a rank."""
    if claim.value is not None:
        said = amount(claim.value)
    else:
        said = " to ".join(amount(end) for end in (claim.low, claim.high) if end is not None) or "–"
    said += f" {claim.measure}" if claim.measure else ""
    if claim.rank_of is not None:
        said += f" of {claim.rank_of:g}"
    if claim.converted is not None:
        said += f" = {amount(claim.converted.value)} {claim.converted.measure}"
    return said


def amount(number: float) -> str:
    """A number as people write it: 11.2 trillion, 850 billion, 56, 0.0244."""
    for scale, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(number) >= scale:
            return f"{number / scale:.4g} {word}"
    return f"{number:,.6g}" if abs(number) < 1e6 else f"{number:,.0f}"


def _check(check: Check) -> tuple[str | Mark | None, ...]:
    ends = f"{amount(check.interval[0])} to {amount(check.interval[1])}" if check.interval else None
    tone = _TONES.get(check.verdict, "plain")
    return (
        check.kind.replace("_", " "),
        ", ".join(check.inputs),
        _LONG.sub(lambda number: amount(float(number[0])), check.formula),
        " ".join(part for part in (_answer(check), check.measure) if part),
        ends,
        Mark(check.verdict, tone),  # type: ignore[arg-type]  # the tones of _TONES are Mark's
    )


# A number of seven digits or more, or with an exponent: people read 11.2 trillion.
_LONG = re.compile(r"(?<![\w.])(?:\d{7,}(?:\.\d+)?|\d+(?:\.\d+)?e\+?\d+)(?![\w.])")


def _answer(check: Check) -> str:
    answer = check.answer
    if isinstance(answer, bool) or answer is None:
        return {True: "yes", False: "no", None: "–"}[answer]
    if isinstance(answer, tuple):
        return ", ".join(amount(part) for part in answer)
    return amount(answer) if isinstance(answer, float | int) else answer
