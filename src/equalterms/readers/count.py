"""Counts of things: `40 envoys`, `2.1 lakh visitors a day`, `3 million people`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from equalterms.readers import readers
from equalterms.readers.measures import counted, per
from equalterms.readers.numbers import SMALL, comparator
from equalterms.readers.sentence import Figure, Numeral, Sentence
from equalterms.readers.words import vocabulary

_FOUR = re.compile(
    r"\b[Tt]he (?P<n>two|three|four|five|six|seven|eight|nine|ten)\b"
    r"(?=\s(?:had|have|has|are|were|will|also|agreed|said|signed|must"
    r"|would|did)\b)"
)
_TEN = frozenset(SMALL[2:11])
_LARGE = re.compile(r"\s(?:against|in favou?r|for|on|in|of)\b|[,.;]|$")


@readers
def count(sentence: Sentence) -> Iterator[Figure]:
    """How many there are."""
    text, low = sentence.text, vocabulary(sentence.text)
    last: Figure | None = None
    for numeral in sentence.numerals:
        if numeral.form == "fraction" or (numeral.form == "words" and numeral.value in (0.0, 1.0)):
            continue
        noun = counted(text, numeral.end)
        found = _counted(text, numeral, *noun) if noun else _bare(text, numeral, last)
        if found is not None:
            yield found
            last = found
    for match in _FOUR.finditer(text) if "the" in low and not low.isdisjoint(_TEN) else ():
        named = next((n for n in sentence.numerals if n.start == match.start("n")), None)
        if named:
            yield Figure("count", named.start, named.end, named.value, measure="country")


def _counted(text: str, numeral: Numeral, noun: str, end: int) -> Figure | None:
    if noun == "time":
        return None
    rate = per(text, end)
    sign, _ = comparator(text, numeral.start)
    return Figure(
        "count",
        numeral.start,
        numeral.end,
        numeral.value,
        numeral.low,
        numeral.high,
        noun,
        sign,
        per=rate[0] if rate else None,
        noun=text[numeral.end : end].strip(),
    )


def _bare(text: str, numeral: Numeral, last: Figure | None) -> Figure | None:
    """The 2 lakh of `twice the 2 lakh who came`, the 4 million of `9 million in favour and 4 million against`."""
    who = re.match(r"\swho\b", text[numeral.end : numeral.end + 5])
    if (who and numeral.scale > 1) or (numeral.scale >= 1e3 and last is not None and _LARGE.match(text, numeral.end)):
        return Figure(
            "count",
            numeral.start,
            numeral.end,
            numeral.value,
            measure=last.measure if last else "person",
            comparator=comparator(text, numeral.start)[0],
            per=last.per if last else None,
        )
    return None
