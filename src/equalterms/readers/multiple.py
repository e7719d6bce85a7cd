"""Multiples: `three-fold`, `four times as much`, `doubling`, `cut by half`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from equalterms.readers import readers
from equalterms.readers.comparators import comparator
from equalterms.readers.sentence import Figure, Sentence
from equalterms.readers.spelled import SMALL, TENS, words
from equalterms.readers.words import vocabulary

_VERBS: Final = {"doubl": 2, "trebl": 3, "tripl": 3, "quadrupl": 4, "quintupl": 5, "sextupl": 6, "halv": 0.5}
_VERB: Final = re.compile(r"\b(doubl|trebl|tripl|quadrupl|quintupl|sextupl|halv)(?:e|es|ed|ing)\b", re.I)
_NOT_VERB: Final = re.compile(
    r"\s(?:digits?|standards?|check|bed|room|agent|taxation|act|decker|click|bass|jeopardy|whammy|helix|fault|crown|negative|the\s(?:number\s)?of\s(?:beds|rooms))\b|-"
)
_FOLD: Final = re.compile(
    rf"\b(?P<n>{'|'.join([*TENS, *SMALL[1:], 'hundred', 'thousand'])}|\d{{1,4}}(?:\.\d{{1,3}})?)[\s-]?fold\b", re.I
)
_TIMES: Final = re.compile(r"[\s-]times\b(?!\s(?:a|per|each|in|since|already|before|champions?|winners?|this|last)\b)")
_AS: Final = re.compile(
    r"\s(?:as (?:much|many|large|big|high|fast|likely|great)|more|higher"
    r"|larger|greater|bigger|faster|the|its|what|those|that|over|to)\b"
    r"|[\s,.;)]|$"
)
_GROWTH: Final = re.compile(
    r"\b(?:ris|rose|grow|grew|increas|multipl|jump|expand|surg|soar|climb|up)\w*\s(?:\w+\s){0,3}$", re.I
)
_BY_HALF: Final = re.compile(r"\bby\s(?:about |almost |nearly |more than )?$")
_GROWN_BY: Final = re.compile(
    r"\b(?:up|r[io]se[sn]?|rising|gr[eo]wn?|increas\w+|jump\w*|climb\w*|soar\w*|surg\w*|expand\w*)\s(?:\w+\s)?by\s(?:\w+\s)?$"
)
_HALF_MORE: Final = re.compile(r"\s(?:again|more)\b|\sa\s")
_AS_FAST: Final = re.compile(
    r"\s(?:the\s(?:[A-Z]\w+\s)?(?:average|pace|rate|size|speed|price|level|length|height|weight)\b|the\s(?=[$€£]?\d)|as\s(?:fast|quickly|much|many|large|big|high|likely|great|often|long|expensive|rich)\b)"
)
_NAMES: Final = {"twice": 2, "thrice": 3}
_FOLDS: Final = frozenset(["fold", *(f"{number}fold" for number in (*TENS, *SMALL[1:], "hundred", "thousand"))])
_VERB_WORDS: Final = frozenset(f"{verb}{end}" for verb in _VERBS for end in ("e", "es", "ed", "ing"))
CUES: Final[frozenset[str]] = _FOLDS | _VERB_WORDS | frozenset(_NAMES)
"""Words one of which every multiple holds, or else a number."""

_TWICE: Final = re.compile(r"\b(twice|thrice)\b(?=\s(?:as\b|the\b|its\b|that\b|what\b|their\b))", re.I)


@readers
def multiple(sentence: Sentence) -> Iterator[Figure]:
    """How many times as much."""
    text = sentence.text
    low = vocabulary(text)
    for found in _FOLD.finditer(text, max(0, text.lower().find("fold") - 20)) if not low.isdisjoint(_FOLDS) else ():
        printed = found["n"].lower()
        yield _found(text, found.start(), found.end(), float(printed) if printed[0].isdigit() else words(printed))
    for found in _VERB.finditer(text) if not low.isdisjoint(_VERB_WORDS) else ():
        if not _NOT_VERB.match(text, found.end()):
            yield _found(text, found.start(), found.end(), _VERBS[found[1].lower()])
    for found in _TWICE.finditer(text) if not low.isdisjoint(_NAMES) else ():
        yield _found(text, found.start(), found.end(), _NAMES[found[1].lower()])
    for numeral in sentence.numerals:
        tail = _TIMES.match(text, numeral.end)
        if numeral.form == "fraction" and numeral.value and _AS_FAST.match(text, numeral.end):
            yield _found(text, numeral.start, numeral.end, numeral.value)
        elif numeral.form == "fraction":
            grown = _GROWN_BY.search(text, max(0, numeral.start - 40), numeral.start)  # `up by half` adds half
            if numeral.fraction == "1/2" and not grown and _is_halving(text, numeral.start, numeral.end):
                yield _found(text, numeral.start, numeral.end, 0.5)
        elif tail and numeral.value and _means_ratio(text, numeral.start, tail.end()):
            yield _found(text, numeral.start, tail.end(), numeral.value)


def _is_halving(text: str, start: int, end: int) -> bool:
    return bool(_BY_HALF.search(text[max(0, start - 20) : start])) and not _HALF_MORE.match(text, end)


def _means_ratio(text: str, start: int, end: int) -> bool:
    """`2.5 times as much` and `risen three times`, but not `met three times`."""
    follows = re.match(
        r"\s(?:as\s\w+|more|higher|larger|greater|bigger|faster|the|its|what|those|that)\b", text[end : end + 20]
    )
    return bool(follows) or bool(_GROWTH.search(text[max(0, start - 40) : start]))


def _found(text: str, start: int, end: int, value: float) -> Figure:
    return Figure("multiple", start, end, value, measure="x", comparator=comparator(text, start)[0])
