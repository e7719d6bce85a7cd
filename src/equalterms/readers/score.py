"""Scores: `scored 61.5 points`, `a score of 38 out of 100`, `up 4 points from 57.5` where an index is told of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from equalterms.readers import readers
from equalterms.readers.change import direction
from equalterms.readers.comparators import comparator
from equalterms.readers.measures import PERCENT
from equalterms.readers.sentence import Figure, Numeral, Sentence
from equalterms.readers.words import vocabulary

_WORDS: Final = frozenset(["score", "scored", "scores", "scoring", "index", "rating"])
_PARTS: Final = frozenset(["percent", "percentage", "cent", "share", "poll", "seats", "goals", "rates", "inflation"])
_SCORED: Final = re.compile(
    r"\b(?:scor(?:es?|ed|ing)|rating|mark)\s(?:of\s|is\s|was\s|at\s)?"
    r"(?:it\s|them\s)?(?:only\s|just\s|about\s|an?\s(?:average\s|mean\s|record\s|perfect\s)?(?:of\s)?)?$"
)
_INDEX: Final = re.compile(
    r"\b(?:[Ss]cores?|[Ii]ndex|[Rr]ating)(?:\s(?:[\w’'-]+\s){0,4}|\s)(?:(?:(?:was|is)(?:\sat)?|stood\sat|stands\sat|hit|reached)\s|(?:rose|risen|fell|fallen|dropped|slipped|slid"
    r"|climbed|jumped|improved|increased|declined|edged|dipped|went|gone)\s(?:(?:up|down)\s)?(?:to\s|from\s))"
    r"(?:only\s|just\s|about\s|an?\s(?:record\s)?(?:of\s)?)?$"
)
_HELD_AGAINST: Final = re.compile(
    r"(?:\s(?:in|on|it|for|by|of|a|points?|out|year|the|last|this|earlier|ago|before|and|[A-Z][\w’'-]*|\d{2,4})|,){0,9}?,?\s"
    r"(?:(?:up|down)\sfrom|from|against|compared\swith|compared\sto|to|than|and|just|above|below|average|of|behind|ahead)"
    r"\s(?:the\s)?(?:about\s|just\s|only\s|an?\s|its\s|(?:[\w-]+\s){0,2}(?:average|mean|median)\s(?:of\s|is\s|was\s))?"
)
_POINTS: Final = re.compile(r"[\s-]points?\b")
_OUT_OF: Final = re.compile(r"\s(?:out\sof|of\sa\spossible)\s(?:a\s(?:possible|maximum\s(?:of\s)?)\s?)?$")
_PARTED: Final = re.compile(
    r"\s?[%$€£¥]|[-/]\w|(?:st|nd|rd|th)\b|\s(?:per\s?cent|million|billion|countries|places?|spots?)\b"
)
_ENDS: Final = re.compile(
    r"[\s-]points?\b|[,;.)]|$|\s(?:of\sa\spossible|a\s(?:year|month|decade)|in|on|for|out|from|to|against|and|but|last|this|compared|while|up|down|by|is|was)\b"
)
_MOST: Final = 10_000  # an index of shares has some thousand points; a larger number is no score


@readers
def score(sentence: Sentence) -> Iterator[Figure]:
    """Points of an index or a scale, and by how many a score moved; points of percent are none of them."""
    text, low = sentence.text, vocabulary(sentence.text)
    if low.isdisjoint(_WORDS):
        return
    last: Figure | None = None
    for numeral in sentence.numerals:
        found = _score(sentence, numeral, last)
        if found is None and "%" not in text and low.isdisjoint(_PARTS):
            found = _moved(text, numeral)
        if found is not None:
            yield found
            last = found


def _score(sentence: Sentence, numeral: Numeral, last: Figure | None) -> Figure | None:
    """A level: the number after `scored`, or one that is held against it."""
    text, start = sentence.text, numeral.start
    if _is_other(sentence, numeral):
        return None
    begin = comparator(text, start)[1]
    told = bool(_SCORED.search(text, max(0, begin - 50), begin) or _INDEX.search(text, max(0, begin - 80), begin))
    against = last is not None and _HELD_AGAINST.fullmatch(text, last.end, begin)
    if not (told or against) or not _ENDS.match(text, numeral.end):
        return None
    if numeral.form == "fraction":  # `38 out of 100`
        top, _, _ = (numeral.fraction or "").partition("/")
        first = re.match(r"\d+", text[start:])
        end = start + first.end() if first else numeral.end
        return Figure("measure", start, end, float(top), measure="point") if first else None
    points = _POINTS.match(text, numeral.end)
    sign = comparator(text, start)[0]
    end = points.end() if points else numeral.end
    return Figure("measure", start, end, numeral.value, numeral.low, numeral.high, "point", sign)


def _is_other(sentence: Sentence, numeral: Numeral) -> bool:
    """Whether a number is a year, a share, a place or the most that can be scored, and so no score."""
    text, value = sentence.text, numeral.value or 0.0
    if _PARTED.match(text, numeral.end) or PERCENT.match(text, numeral.end) or value > _MOST or numeral.scale != 1:
        return True
    year = (
        1900 <= value <= 2100 and text[numeral.start : numeral.end].isdigit() and not _POINTS.match(text, numeral.end)
    )
    return year or bool(_OUT_OF.search(text[max(0, numeral.start - 30) : numeral.start]))


def _moved(text: str, numeral: Numeral) -> Figure | None:
    """By how many points a score or an index rose or fell."""
    points = _POINTS.match(text, numeral.end)
    if not points or numeral.form == "fraction" or numeral.value is None:
        return None
    sign, start = comparator(text, numeral.start)
    way = direction(text, start, points.end())
    return (
        Figure("change", numeral.start, points.end(), way * numeral.value, measure="point", comparator=sign)
        if way
        else None
    )
