"""The ledger as a table: what is claimed, in which words, and what people said of it."""

from __future__ import annotations

from collections.abc import Sequence

from equalterms.ledger import Kept
from equalterms.model import Event, Member, Observation, Target, Tie
from equalterms.page import Cell, Column, Mark, Page, Table, Text
from equalterms.pages.claims import amount
from equalterms.said import said

_TONES = {"accept": "good", "reject": "bad", "unsure": "warn", "open": "plain"}
_WORDS = {"accept": "accepted", "reject": "rejected", "unsure": "unsure", "open": "open"}


def ledger(claims: Sequence[Kept]) -> Page:
    """A row for each claim, in the order in which they were read."""
    columns = (
        Column("id", "Claim"),
        Column("state", "Verdict"),
        Column("says", "What it says"),
        Column("quote", "In which words"),
        Column("article", "Article"),
        Column("who", "By"),
        Column("note", "Note"),
    )
    counts = ", ".join(f"{sum(claim.state == state for claim in claims)} {word}" for state, word in _WORDS.items())
    if not claims:
        return Page("claims", "Claims", (Text("No claim. Keep those of an article: equalterms read FILE --ledger"),))
    body = Table(columns, tuple(_row(claim) for claim in claims), "Claims and the latest verdict on each")
    return Page("claims", said("{n} claims: {counts}", n=len(claims), counts=counts), (body,))


def _row(claim: Kept) -> tuple[Cell, ...]:
    state = Mark(_WORDS[claim.state], _TONES[claim.state])  # type: ignore[arg-type]  # a tone of each state
    return (
        claim.id,
        state,
        fact_of(claim),
        claim.quote,
        ", ".join(claim.articles),
        claim.who or None,
        claim.note or None,
    )


def fact_of(claim: Kept) -> str:
    """The fact that a claim would become, in a line."""
    fact = claim.says
    if isinstance(fact, Observation):
        value = "?" if fact.value is None else amount(fact.value)
        return f"{fact.unit} {fact.indicator}, {fact.time or 'no time'}: {value} {fact.measure}".strip()
    if isinstance(fact, Target):
        value = "?" if fact.value is None else amount(fact.value)
        base = "" if fact.baseline is None else f", from {amount(fact.baseline)} in {fact.baseline_time or '?'}"
        return f"target: {fact.unit} {fact.indicator}, {value} {fact.measure} by {fact.time or '?'}{base}"
    if isinstance(fact, Tie):
        return f"{fact.a} and {fact.b}, {fact.kind}, {fact.time}: {fact.value:.6g}"
    if isinstance(fact, Member):
        return f"{fact.unit} in {fact.bloc}: {fact.status} since {fact.since or '?'}"
    return _event(fact)


def _event(fact: Event) -> str:
    denied = "not " if fact.polarity == "negative" else ""
    return f"{', '.join(fact.source) or '?'} {denied}{fact.kind} {', '.join(fact.target) or '?'} {fact.time}".strip()
