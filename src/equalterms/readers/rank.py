"""Ranks: `ranked 9th among 60 states`, `from 12th to 8th`, `the world's second-largest fleet`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from equalterms.readers import readers
from equalterms.readers.measures import counted, singular
from equalterms.readers.sentence import Figure, Numeral, Sentence
from equalterms.readers.spelled import ORDINALS, PARTS, SMALL, TENS, TENTHS, ordinal, words
from equalterms.readers.words import met, vocabulary

_ORDINAL_WORDS: Final = frozenset([*ORDINALS, *TENTHS])
_UNITS: Final = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
ORDINAL: Final = re.compile(
    rf"\b(?:\d{{1,3}}(?:,\d{{3}})?(?:st|nd|rd|th)|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:{_UNITS})"
    rf"|{_UNITS}|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth"
    r"|twentieth|thirtieth|fortieth|fiftieth|sixtieth|seventieth|eightieth|ninetieth)\b"
)
_TENS: Final = frozenset(TENS)
_ENDINGS: Final = ("st", "nd", "rd", "th")


@lru_cache(maxsize=256)
def ordinals(text: str) -> tuple[re.Match[str], ...]:
    """The ordinals of a sentence, in digits or words, found once for every reader that asks."""
    low = vocabulary(text)
    if not low.isdisjoint(_ENDINGS):
        return tuple(ORDINAL.finditer(text))
    held = low & _ORDINAL_WORDS
    return tuple(met(ORDINAL, text, (*held, *(low & _TENS)))) if held else ()  # `seventy-first`


_BEST: Final = (
    "largest|biggest|smallest|richest|poorest|highest|lowest|oldest|youngest|longest|tallest|deepest|busiest|strongest"
    "|weakest|worst|best|leading|cheapest|fastest-growing|fastest|most populous|most powerful|most valuable|wealthiest"
)
_SUPERLATIVES: Final = frozenset(re.split(r"\W", _BEST)) - {"growing", "most"}
CUES: Final[frozenset[str]] = frozenset([*_ENDINGS, *_SUPERLATIVES, "top", "bottom"]) | _ORDINAL_WORDS
"""Words one of which every rank and every ordinal holds, or else a number."""

_SUPER: Final = re.compile(
    rf"(?P<owner>\b(?:the\s)?(?:[A-Za-z][\w-]{{0,20}}\s){{0,2}}[A-Za-z]\w{{0,20}}(?:['’]s|s['’])\s|\b(?:its|their|our)\s|\bthe\s)"
    rf"(?P<all>(?:(?P<nth>{_UNITS}|tenth|\d{{1,3}}(?:st|nd|rd|th))[\s-])?(?P<best>{_BEST}))\s(?P<noun>[a-z][a-z-]{{2,20}})?"
)
_IN: Final = re.compile(
    r"(?:\s[a-z-]{2,20}){0,4}\s(?:in|of|on)\s(?:the\s)?(?P<scope>world|country|continent|globe|[A-Z]\w{1,24}(?:\s[A-Z]\w{1,24})?)"
)
_PLACED: Final = re.compile(
    r"\b(?:rank(?:s|ed|ing)?|plac(?:e|es|ed|ing)|stands?|stood|sits?"
    r"|sat|came|comes?|coming|finish(?:ed|es|ing)?|(?:stays?|stayed"
    r"|remains?|remained|holds?|held) (?:at )?"
    r"|(?:slip|climb|ris|fall|drop|mov|jump|slid|advanc|tumbl|rose|fell|up|down|back|leap|improv|declin)\w{0,4}(?:\s(?:\w+\s){0,4}(?:to|from))?"
    r"|from|position(?:ed)?|rated|listed|put|puts|ahead of|behind)\s"
    r"(?:(?:it|them|him|her|(?:the|its) \w+|(?-i:[A-Z])[\w-]+(?:\s(?-i:[A-Z])[\w-]+)?)\s)?"
    r"(?:\w+ly\s)?(?:in |at |joint |equal |only |a |just |as |about )*"
    r"(?:the\s)?$",
    re.I,
)
# `down from the third`, after `in the fourth quarter`
_IN_LIST: Final = re.compile(r"\b(?:at|in)\s$")
_RANKING: Final = re.compile(r"\b(?:rank|place[sd]?\b|index|league|table\b|top\b)", re.I)
_RECORDS: Final = frozenset(
    ["place", "rank", "ranking", "position", "level", "point", "mark", "figure", "rate", "share"]
)
_QUARTER: Final = re.compile(r"\b(?:quarter|half|century|round)\b(?:[^.;]|\.\d)*\b(?:from|than|in)\sthe\s$")
_AN: Final = re.compile(r"\b[Aa]n?\s$")
_NEXT_WORD: Final = re.compile(r"\s([a-z]+)")
_AFTER: Final = re.compile(
    r"(?:-placed|-ranked)?\s?(?:(?:place|position|spot|rank)\b|(?:out of"
    r"|among|of)\s(?:the\s|all\s|some\s)*(?=\d|[a-z]{1,24}\s))"
)
_OF: Final = re.compile(
    r"(?:\s(?:place|position|spot|rank))?\s(?:out of|among|of|in a field of)\s(?:the\s|all\s|some\s)*$"
)
_OUT_OF: Final = re.compile(r",?\sout\sof\s(?:the\s|all\s|some\s)*$")
_COMPARES: Final = re.compile(
    r"\b(?:compar|cover|rank|scor|assess|rat|survey)\w{1,4}\s(?:(?:some|all|about|the)\s)?$"
    r"|(?:^|[,.;]\s)(?:[Aa]mong|[Oo]f)\s(?:(?:the|all)\s)?$"
)
_WHICH_RANKS: Final = re.compile(  # `14th in the Halden Index, which covers 83 countries`
    r"^\s(?:in|on|of)\s[^.;]{3,60},\s(?:which|that)\s(?:cover|rank|compare|score|assess|rate|survey)s\s(?:some\s|about\s|all\s)?$"
)
_STATES: Final = re.compile(r"\s(?:\w+\s)?(?:countries|nations|states|economies|governments|cities|firms|companies)\b")
_NUMBER: Final = re.compile(
    r"\b(?:rank(?:s|ed|ing)?|number|No\.|no\.|position|place|at)\s(?:number |No\. |no\. |#)?$|#$"
)
_BEFORE_PLACE: Final = ("rank", "ranks", "ranked", "ranking", "number", "o.", "position", "place", "at", "#")
_TOP: Final = re.compile(rf"\b(?P<end>top|bottom)\s(?P<part>{'|'.join(PARTS)})\b", re.I)
_FOR: Final = re.compile(r"\s(?:for|in|on)\s")
# `4th for research but only 19th for venture capital`
_BUT: Final = re.compile(r"\b(?:but|and|yet)\s(?:only\s|just\s)?$")
_INTO: Final = re.compile(
    r"\b(?:in|into|among|enter(?:ed|s)?|join(?:ed|s)?|reach(?:ed)?|make|made)\s(?:the\s)?(?:world[’']s\s|global\s)?$"
)
_TOP_TEN: Final = re.compile(
    rf"\b(?P<end>top|bottom)[\s-](?P<many>{'|'.join(SMALL[3:])}|{'|'.join(TENS)}|\d{{1,3}})\b(?!\s?(?:%|percent|per\s?cent|-))(?=[\s,.;)])"
)
_TO_RANK: Final = re.compile(r"\s(?:to|and)\s$")


@readers
def rank(sentence: Sentence) -> Iterator[Figure]:
    """Places in an order: first, second, last."""
    low = vocabulary(sentence.text)
    yield from _ordinals(sentence)
    if not low.isdisjoint(_SUPERLATIVES):
        yield from _superlatives(sentence, low)
    for found in _TOP.finditer(sentence.text) if "top" in low or "bottom" in low else ():
        part = PARTS[found["part"].lower()]
        yield Figure("rank", *found.span(), 100 / part, measure="percent", comparator="le", fraction=f"1/{part}")
    for found in _TOP_TEN.finditer(sentence.text) if "top" in low else ():
        if found["end"] == "top" and _INTO.search(sentence.text, max(0, found.start() - 24), found.start()):
            many = found["many"]
            value = float(many) if many.isdigit() else words(many)
            yield Figure("rank", *found.span(), value, measure="rank", comparator="le")


def _ordinals(sentence: Sentence) -> Iterator[Figure]:
    text, last = sentence.text, -1
    for found in ordinals(text):
        if any(d.start < found.end() and found.start() < d.end for d in sentence.dates):
            continue
        before = text[max(0, found.start() - 60) : found.start()]
        if _AN.search(before) or (before[-4:-1] == "the" and _QUARTER.search(before)):
            continue
        listed = last < 0 and found[0][0].isdigit() and _IN_LIST.search(before) and _RANKING.search(text)
        also = last > 0 and _FOR.match(text, found.end()) and _BUT.search(before)
        chained = listed or also or (last > 0 and _TO_RANK.fullmatch(text[last : found.start()]))
        placed = chained or (not _noun_follows(text, found.end()) and _PLACED.search(before))
        after = None if placed else _AFTER.match(text, found.end())
        if not placed and not after:
            continue
        total = _total(sentence, found.end())
        if placed or total is not None or (after and after[0].strip() in ("place", "position", "spot", "rank")):
            last = found.end()
            yield Figure("rank", *found.span(), ordinal(found[0]), measure="rank", rank_of=total)
    for numeral in sentence.numerals:
        before = text[max(0, numeral.start - 24) : numeral.start]
        if not before.rstrip().endswith(_BEFORE_PLACE):
            continue
        if _NUMBER.search(before) and numeral.value and numeral.scale == 1 and _total(sentence, numeral.end):
            yield Figure(
                "rank", numeral.start, numeral.end, numeral.value, measure="rank", rank_of=_total(sentence, numeral.end)
            )


def _noun_follows(text: str, at: int) -> bool:
    """`third time`, `first published` and `second country` are not places in a ranking."""
    follows = _NEXT_WORD.match(text, at, at + 20)
    return bool(follows) and follows[1] not in (  # type: ignore[index]
        [
            "place",
            "position",
            "spot",
            "in",
            "on",
            "of",
            "out",
            "among",
            "for",
            "to",
            "from",
            "by",
            "with",
            "behind",
            "after",
            "globally",
            "worldwide",
            "overall",
            "and",
            "but",
            "last",
            "this",
            "while",
            "according",
        ]
    )


def _total(sentence: Sentence, at: int) -> float | None:
    """The 60 of `9th among 60 states`, or of `an index of 60 states places it 9th`."""
    numeral = _field(sentence, at)
    return numeral.value if numeral else None


def _field(sentence: Sentence, at: int) -> Numeral | None:
    text = sentence.text
    after = next((n for n in sentence.numerals if n.start >= at), None)
    if after and after.value is not None and after.start - at <= 30 and _OF.fullmatch(text[at : after.start]):
        return after
    last = sentence.numerals[-1] if sentence.numerals else None
    if (
        last
        and last.value
        and last.start >= at
        and _OUT_OF.search(text[: last.start])
        and _STATES.match(text, last.end)
    ):
        return last
    if (
        after
        and after.start - at <= 90
        and _WHICH_RANKS.search(text[at : after.start])
        and _STATES.match(text, after.end)
    ):
        return after
    for numeral in reversed(sentence.numerals):
        compared = _COMPARES.search(text[max(0, numeral.start - 40) : numeral.start])
        if numeral.end < at and numeral.value and compared and _STATES.match(text, numeral.end):
            return numeral
    return None


def _superlatives(sentence: Sentence, low: frozenset[str]) -> Iterator[Figure]:
    text = sentence.text
    first = min((at for word in low & _SUPERLATIVES if (at := text.find(word)) >= 0), default=len(text))
    for found in _SUPER.finditer(text, max(0, first - 100)):  # whose it is takes eighty letters at most
        owner, noun = found["owner"].strip(), found["noun"] or ""
        if noun in ("ever", "since", "yet", "so", "in", "on"):
            continue
        if owner in ("its", "their", "our") and noun in _RECORDS:
            continue  # `24th, its lowest place yet`: of its own, no place among others
        inside = _IN.match(text, found.end())
        if owner == "the" and not (inside and (found["nth"] or inside["scope"])):
            continue
        if inside and any(d.start < inside.end() and inside.start("scope") < d.end for d in sentence.dates):
            continue  # `the largest since the war began in February`
        start, end = found.span("all")
        if not found["nth"] and noun and not noun.endswith("s"):
            end = found.end("noun")
        elif not found["nth"]:
            continue
        scope = inside["scope"] if inside and owner == "the" else re.sub(r"^the\s|['’]s$|(?<=s)['’]$", "", owner)
        yield Figure(
            "rank", start, end, ordinal(found["nth"]) if found["nth"] else 1.0, measure="rank", scope=scope,
            noun=f"{found['best']} {singular(noun) if noun else ''}".strip(),
        )  # fmt: skip


@readers
def total(sentence: Sentence) -> Iterator[Figure]:
    """How many were ranked: the 60 of `9th among 60 states`."""
    for figure in _ordinals(sentence) if sentence.numerals else ():
        numeral = _field(sentence, figure.end)
        if numeral is not None:
            noun = counted(sentence.text, numeral.end)
            yield Figure(
                "count", numeral.start, numeral.end, numeral.value, measure=noun[0] if noun else "", role="total"
            )
