"""Claims: what articles state, in which words, and what the arithmetic says of it."""

from __future__ import annotations

from equalterms.model.facts import Fact
from equalterms.model.values import value


@value(frozen=True, slots=True)
class Span:
    """A stretch of an article: code-point offsets, end exclusive, and the words there."""

    start: int
    end: int
    text: str


@value(frozen=True, slots=True)
class Attribution:
    """Who says so: the speaker or document, how we know, and in which words."""

    name: str
    kind: str
    span: Span | None = None


@value(frozen=True, slots=True)
class Converted:
    """The same amount in a second currency, as the article gives it in brackets."""

    span: Span
    value: float
    measure: str
    half: float | None = None


@value(frozen=True, slots=True)
class Claim:
    """A statement of an article that could become a fact: it wraps that fact (`says`).

    To accept a claim is to unwrap it. The other fields say how the article words it:
    what kind of figure, where it stands, who says so, and whether it is asserted, planned or denied.
    `half` is half of the last printed place where the reader knows it; else the words of the span tell it. `reader`
    names the language model that found the claim; empty where a rule did.
    """

    id: str
    kind: str
    span: Span
    sentence: Span
    says: Fact
    subject: str = ""
    subject_code: str | None = None
    indicator: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    measure: str = ""
    comparator: str = "eq"
    role: str = "current"
    time: str | None = None
    deadline: bool = False
    time_inferred: bool = False
    baseline: str | None = None
    converted: Converted | None = None
    rank_of: float | None = None
    fraction: str | None = None
    per: str | None = None
    scope: str | None = None
    modality: str = "asserted"
    polarity: str = "positive"
    attribution: Attribution | None = None
    half: float | None = None
    reader: str = ""


@value(frozen=True, slots=True)
class Check:
    """The arithmetic of claims tested: inputs, formula, answer, interval of rounding, verdict."""

    kind: str
    inputs: tuple[str, ...]
    formula: str
    answer: float | str | bool | tuple[float, ...] | None
    verdict: str
    measure: str = ""
    interval: tuple[float, float] | None = None
    note: str = ""


@value(frozen=True, slots=True)
class Noise:
    """A stretch of a page that is not of the article, and why."""

    span: Span
    kind: str
    why: str


@value(frozen=True, slots=True)
class Article:
    """A text as readers are given it, with what is printed on it. Offsets always lead into `text`.

    `date_basis` is the evidence for the date and `date_doubt` what speaks against it or weakens it. `noise` is what
    the markup sets apart (it stays in `text`), `pages` the offset at which each page of a PDF begins.
    """

    id: str
    text: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    date_basis: str = ""
    language: str = ""
    date_doubt: str = ""
    media: str = "text/plain"
    noise: tuple[Noise, ...] = ()
    pages: tuple[int, ...] = ()
