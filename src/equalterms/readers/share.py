"""Shares and rates: `60% of all schools`, `two in three`, `a tax rate of 19%`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from equalterms.model.values import replace
from equalterms.readers import readers
from equalterms.readers.change import has_moved
from equalterms.readers.comparators import comparator
from equalterms.readers.measures import PERCENT, PERCENT_POINT
from equalterms.readers.sentence import Figure, Numeral, Sentence
from equalterms.readers.words import holds, vocabulary

_RATE: Final = re.compile(
    r"\b(?:(?:interest|lending|borrowing|policy|repo|inflation|unemployment|jobless|tax|tariff|mortgage|exchange|deposit|benchmark|birth|growth|key|discount)\s(?:\w+\s)?rates?|rate|(?:kept|held|cut|cuts|raised?s?|lifted|lowered|left|leaving|hold|keep|cutting|raising)\s(?:its\s|their\s)?rates|inflation|unemployment|yields?|tariffs?|duty|levy|coupon|interest\sof)\b",
    re.I,
)
_RATE_WORDS: Final = ("rate", "inflation", "unemployment", "yield", "tariff", "duty", "levy", "coupon", "interest")
# `inflation, 9.5% in May,`
_RATED: Final = re.compile(r"\b(?:inflation|unemployment|rate|yield),\s(?:now\s|at\s)?$", re.I)
_RATED_SO: Final = re.compile(r"\s(?:import\s)?(?:tariffs?|duty|duties|tax|levy|interest|coupon)\b")
_TARIFF_WORDS: Final = frozenset(["tariff", "tariffs", "duty", "duties", "levy", "levies"])
_TARIFFS: Final = re.compile(r"\b(?:tariffs?|dut(?:y|ies)|levy|levies)\b(?!.*\b(?:share|support|stake|proportion)\b)")
_BY_POINTS: Final = re.compile(r"\bbasis\spoints?\sto\s(?:\w+\s)?$")
_OF_A_RATE: Final = re.compile(
    r"\b(?:to|at|from|than|above|below|over|under|its|their|the|target\sof)\s"
    r"(?:the\s|its\s|about\s|around\s|just\s|only\s|an?\s(?:earlier|previous|current|record)\s)?$"
)
_OF_THEN: Final = re.compile(
    r"\sof\s(?:(?:19|20)\d\d|last|two|three|a\s(?:year|month|decade)|the\s(?:previous|same|year))\b"
)
_AND_ON: Final = re.compile(r"(?:[^.;%]{0,40}?,)?\s(?:and|with)\s(?:[A-Za-z][\w’'-]*\s){1,4}(?:on|at)\s")
_ENDS: Final = re.compile(r"[,;)]|\.(?!\d)|$")
_FROM: Final = re.compile(r"\bfrom\s(?:\w+\s){0,2}$")
_SPAN: Final = re.compile(r"\b(?:range|band|corridor)\sof\s$")
_BETWEEN: Final = re.compile(r"\b[Bb]etween\s$")
_BREAKS: Final = re.compile(r"[;:]|,\s")
_NOT_PERCENT: Final = re.compile(r"\s?[A-Za-z$€£¥°]|[\d,.]\d|-[a-z]|/")


@readers
def share(sentence: Sentence) -> Iterator[Figure]:
    """Parts of a whole, and rates in percent."""
    text, last, rated = sentence.text, None, False
    for place, numeral in enumerate(sentence.numerals):
        found = _ends(text, sentence.numerals[place - 1], numeral) if place else None
        found = found or _share(text, numeral) or (_elided(text, last, numeral) if last else None)
        if found is None:
            continue
        rated = rated or found.kind == "rate"
        if found.kind == "share" and (rated or _of_tariffs(text, found.start)) and _is_level(text, found):
            found = replace(found, kind="rate")
        if last and (whole := _range(text, last, found)):
            found, last = whole, None
        if last:
            yield last
        last = found
    if last:
        yield last


def _of_tariffs(text: str, at: int) -> bool:
    """Whether the words before a figure tell of tariffs, and of no share since."""
    return not vocabulary(text).isdisjoint(_TARIFF_WORDS) and bool(_TARIFFS.search(text, 0, at))


def _is_level(text: str, found: Figure) -> bool:
    """Whether a figure is held against the rate that a sentence told first: `expected a rise to 23%`."""
    before = text[max(0, found.start - 40) : found.start]
    of = text.startswith(" of ", found.end) and not _OF_THEN.match(text, found.end)
    return bool(_OF_A_RATE.search(before)) and not of


def _share(text: str, numeral: Numeral) -> Figure | None:
    if numeral.form == "fraction":
        end, factor = numeral.end, 100.0
    else:
        unit = PERCENT.match(text, numeral.end)
        if unit is None or PERCENT_POINT.match(text, numeral.end):
            return None
        end, factor = unit.end(), 1.0
    kind = "rate" if _is_rate(text, numeral.start, end) else "share"
    low, high = (v * factor if v is not None else None for v in (numeral.low, numeral.high))
    value = numeral.value * factor if numeral.value is not None else None
    return Figure(
        kind, numeral.start, end, value, low, high, "percent", comparator(text, numeral.start)[0], numeral.fraction
    )


def _is_rate(text: str, start: int, end: int) -> bool:
    """Whether the words around a percentage call it a rate: `inflation of 3%`, `25% tariffs`, `by 25 points to 4%`."""
    clause = _clause(text, start)
    if (holds(clause.lower(), _RATE_WORDS) and _RATE.search(clause)) or _RATED_SO.match(text, end):
        return True
    before = text[max(0, start - 24) : start]
    set_in = not clause.strip() and _RATED.search(before)
    return bool(set_in or ("point" in before and _BY_POINTS.search(before)))


def _ends(text: str, first: Numeral, second: Numeral) -> Figure | None:
    """`between 0 and 0.1 per cent`: the unit stands after the second end alone."""
    opened = _BETWEEN.search(text[max(0, first.start - 9) : first.start])
    whole = _share(text, second)
    if not opened or not whole or text[first.end : second.start] != " and " or first.value is None:
        return None
    return replace(whole, start=first.start - len(opened[0]), value=None, low=first.value, high=whole.value)


def _range(text: str, first: Figure, second: Figure) -> Figure | None:
    """`between 3% and 3.4%`."""
    before, between = text[max(0, first.start - 12) : first.start], text[first.end : second.start]
    opened = _BETWEEN.search(before)
    if first.value is None or second.value is None:
        return None
    rising = between == " to " and first.value < second.value <= 5 * first.value
    spanned = between == " to " and (_SPAN.search(before) or (rising and not has_moved(text, first.start)))
    if not spanned and not (opened and between == " and "):
        return None
    start = first.start - (len(opened[0]) if opened else 0)
    kind = "rate" if "rate" in (first.kind, second.kind) else second.kind
    return replace(second, kind=kind, start=start, value=None, low=first.value, high=second.value, fraction=None)


def _clause(text: str, at: int) -> str:
    return _BREAKS.split(text[max(0, at - 70) : at])[-1]


def _elided(text: str, last: Figure, numeral: Numeral) -> Figure | None:
    """The 20 of `from 40 percent to 20`; the 31 of `the Greens on 24%, and the Liberals on 31`."""
    between = text[last.end : numeral.start]
    bare = numeral.form == "digits" and numeral.scale == 1 and (numeral.value or 101) <= 100
    if bare and _AND_ON.fullmatch(between) and _ENDS.match(text, numeral.end):
        return Figure("share", numeral.start, numeral.end, numeral.value, measure="percent")
    if not re.fullmatch(r"\sto\s(?:about |just |only )?", between) or _NOT_PERCENT.match(text, numeral.end):
        return None
    if numeral.scale != 1 or not _FROM.search(text[max(0, last.start - 24) : last.start]):
        return None
    return Figure("share", numeral.start, numeral.end, numeral.value, measure="percent")
