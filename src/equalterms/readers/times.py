"""The grammar of time: dates, periods and spans, made absolute where the day of the article is known."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from equalterms.readers.dating import DAYS, MONTHS, RULES, Clock
from equalterms.readers.sentence import When
from equalterms.readers.words import Stems, holds

# What a sentence must hold for a rule to be tried at all: most sentences hold none of it.
_WHOLE: Final = {
    "month": {name for month in MONTHS for name in (month, month[:3], "sept")},
    "short": {"q", "h"},
    "clock": {"am", "pm", "m"},
    "tens": {"s"},
}
_DASHES: Final = ("-", "–", "/")
_HINTS: Final[dict[str, tuple[str, ...]]] = {
    "weekday": tuple(DAYS),
    "year": ("19", "20", "21"),
    "century": ("centur",),
    "fiscal": ("fy", "fiscal", "financial"),
    "the year": ("year",),
    "stage": ("end", "start", "begin", "mid", "early", "late"),
    "way": ("ago", "earlier", "before", "later", "from", "previously"),
    "after": ("after", "following"),
    "which": ("last", "this", "next", "previous", "coming", "current"),
    "nth": ("first", "second", "third", "fourth", "1", "2", "3", "4"),
    "part": ("quarter", "half"),
    "decade": ("decade",),
    "unit": ("day", "week", "fortnight", "month", "quarter", "year", "decade", "centur"),
    "within": ("within",),
    "between": ("between", "from"),
    "hours": ("hours", "minutes"),
    "near": ("today", "yesterday", "tomorrow", "tonight"),
}
_STEMS: Final = Stems(_HINTS, _WHOLE)
_FIRST: Final = frozenset(  # every rule needs one of these
    ["year", "month", "century", "part", "short", "decade", "unit", "hours", "near", "weekday", "clock"]
)


_BY: Final = re.compile(r"\b(?:[Bb]y|[Uu]ntil|[Bb]efore|[Tt]ill)\s(?:the\s)?$")


def scan(text: str, today: str = "", known: Sequence[str] = ()) -> tuple[When, ...]:
    """Every date and period of a sentence, from left to right, the first rule that fits taken."""
    spots = _spots(text)
    if not spots:
        return ()
    clock, out = Clock(today, known), []
    for start, end, number, found in spots:
        value, kind, relative = RULES[number][2](clock, found)
        deadline = bool(_BY.search(text[max(0, start - 12) : start])) or kind == "deadline"
        out.append(When(start, end, value, kind, relative, deadline))
        if value and kind not in ("duration", "century", "time"):
            clock.last = value
    return tuple(out)


@lru_cache(maxsize=256)
def _spots(text: str) -> tuple[tuple[int, int, int, re.Match[str]], ...]:
    """Where each rule has found its words, from left to right: what no clock changes, read once a sentence."""
    spots: list[tuple[int, int, int, re.Match[str]]] = []
    held: list[tuple[int, int]] = []
    hints = _STEMS.of(text)
    if "year" in hints and holds(text, _DASHES):
        hints |= {"dash"}
    if hints.isdisjoint(_FIRST):
        return ()
    for number, pattern in _rules(hints):
        for found in pattern.finditer(text):
            start, end = found.span("all") if "all" in pattern.groupindex else found.span()
            at = bisect_left(held, (end, 0))
            if at and held[at - 1][1] > start:
                continue
            held.insert(at, (start, end))
            spots.append((start, end, number, found))
    return tuple(sorted(spots, key=lambda s: s[0]))


@lru_cache(maxsize=4096)
def _rules(hints: frozenset[str]) -> tuple[tuple[int, re.Pattern[str]], ...]:
    """The rules that a sentence with these hints can hold, by their number."""
    return tuple((number, pattern) for number, (needs, pattern, _) in enumerate(RULES) if needs <= hints)
