"""Physical measures: `5 million tonnes`, `2 million barrels a day`, `7TWh`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from equalterms.model.values import replace
from equalterms.readers import readers
from equalterms.readers.comparators import comparator
from equalterms.readers.measures import POINTS, SIZED, counted, per
from equalterms.readers.measures import measure as unit_after
from equalterms.readers.sentence import Figure, Numeral, Sentence

_MARGIN: Final = re.compile(r"\bmargin of error (?:of|was|is) (?:about |some |plus or minus )?$")
_GAP: Final = re.compile(r"\b(?:gap|lead|margin|difference) (?:of|was|is|to) (?:about |some |only |just )?$")
_WIDE: Final = re.compile(r"\s(?:wide|long|high|tall|deep|above|below|away)\b")  # the m of `80m wide` is no million
_COUNT: Final = re.compile(r"\d(?:\s?(?:m|mn|bn|million|billion|thousand))?\s$")
_ELIDED: Final = re.compile(
    r"\b(?:from|to|of|than|with|against)\s(?:a |about |around |some "
    r"|roughly |just |only |peak |low |high |record |of )*$"
)


@readers
def measure(sentence: Sentence) -> Iterator[Figure]:
    """Quantities in physical units; points after plus-or-minus too."""
    last: Figure | None = None
    for numeral in sentence.numerals:
        if numeral.form == "fraction":
            continue
        if numeral.scale == 1e6 and sentence.text[numeral.end - 1] == "m" and _WIDE.match(sentence.text, numeral.end):
            metres = replace(numeral, value=(numeral.value or 0.0) / 1e6, scale=1.0)
            yield _measured(sentence.text, metres, "m", numeral.end)
            continue
        if SIZED.match(sentence.text, numeral.start - 1) and _COUNT.search(sentence.text, 0, numeral.start):
            continue
        unit = unit_after(sentence.text, numeral.end)
        points = POINTS.match(sentence.text, numeral.end)
        if points and _MARGIN.search(sentence.text[: numeral.start]):
            yield replace(_measured(sentence.text, numeral, "pp", points.end()), comparator="plusminus")
            continue
        if points and _GAP.search(sentence.text, 0, numeral.start):
            yield _measured(sentence.text, numeral, "pp", points.end())
            continue
        if unit is not None:
            last = _measured(sentence.text, numeral, *unit)
            yield last
        elif last is not None and _is_elided(sentence.text, numeral, last):
            yield Figure("measure", numeral.start, numeral.end, numeral.value, measure=last.measure,
                         comparator=comparator(sentence.text, numeral.start)[0], per=last.per)  # fmt: skip


def _measured(text: str, numeral: Numeral, unit: str, end: int) -> Figure:
    rate = per(text, end)
    return Figure(
        "measure",
        numeral.start,
        rate[1] if rate else end,
        numeral.value,
        numeral.low,
        numeral.high,
        unit,
        comparator(text, numeral.start)[0],
        per=rate[0] if rate else None,
    )


def _is_elided(text: str, numeral: Numeral, last: Figure) -> bool:
    """The 9 million of `7 million tonnes, up from 9 million` (the unit is not said again)."""
    between = text[last.end : numeral.start]
    if len(between) > 100 or not _ELIDED.search(between) or counted(text, numeral.end):
        return False
    return not re.match(r"\s?[%$€£]|-|/", text[numeral.end : numeral.end + 2])
