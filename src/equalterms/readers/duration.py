"""Durations: `nine years of drought`, `within five weeks`, `two days of rain`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from equalterms.readers import readers
from equalterms.readers.comparators import comparator
from equalterms.readers.measures import duration as unit_after
from equalterms.readers.sentence import Figure, Sentence

_POINT: Final = re.compile(r"\s(?:ago|earlier|before|later|from now|old|after|previously|hence)\b|['’]")


# `its weakest in two years`
_RECORD: Final = re.compile(r"\b(?:\w{2,}est|most|least|worst|best|first)\s(?:\w+\s){0,2}in\s$")
_UNDER_A: Final = re.compile(r"\b(?:under|over)\sa\s$")
_LASTS: Final = re.compile(r"\b(?:for|last(?:s|ed|ing)?|takes?|took|taken|waited|spent)\s$")


@readers
def duration(sentence: Sentence) -> Iterator[Figure]:
    """How long something lasts or lasted; an age or a point in time is none."""
    text = sentence.text
    for numeral in sentence.numerals:
        unit = unit_after(text, numeral.end)
        if unit is None or numeral.form == "fraction" or _POINT.match(text, unit[1]):
            continue
        if re.search(
            r"(?:-|\b(?:aged?|the (?:last|past|first|next)|every)\s)$", text[max(0, numeral.start - 12) : numeral.start]
        ):
            continue
        if text[numeral.end : numeral.end + 1] == "-" and text[unit[1] : unit[1] + 4] == "-old":
            continue
        sign, start = comparator(text, numeral.start)
        if _RECORD.search(text, max(0, start - 40), start):
            continue
        if text[numeral.end : numeral.end + 1] == "-" and _UNDER_A.search(
            text, max(0, numeral.start - 8), numeral.start
        ):
            sign = "eq"  # `under a four-day truce`
        old = text[unit[1] - 3 : unit[1]] == "old" or text.startswith(" old", unit[1])
        if (
            text[start : start + 5].lower() == "over "
            and not old
            and not _LASTS.search(text, max(0, start - 14), start)
        ):
            sign = "eq"  # `invest 2bn over five years` tells the time that it takes
        yield Figure("duration", numeral.start, unit[1], numeral.value, numeral.low, numeral.high, unit[0], sign)
