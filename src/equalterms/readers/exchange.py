"""Exchange rates: `90 rupees per dollar`, `20 to the dollar from 18`, `€1 = $1.10`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from equalterms.model.values import replace
from equalterms.readers import readers
from equalterms.readers.comparators import comparator
from equalterms.readers.currencies import MONIES, NAME, after, before, code_of, local
from equalterms.readers.sentence import Figure, Numeral, Sentence
from equalterms.readers.words import vocabulary

_BASE: Final = re.compile(
    rf"\s(?:per|to the|to one|to a|to 1|for one|for a|for each|a|against the"
    rf"|against one|on the)\s(?P<base>(?:US )?{NAME})\b"
)
_ELIDED: Final = re.compile(
    r"\b(?:from|compared (?:with|to)|against|versus|than)\s(?:about |around |roughly |some |just )?$"
)
_NAMED: Final = re.compile(rf"\b{NAME}\b")
_ROSE_TO: Final = re.compile(
    rf"\b[Tt]he\s(?P<base>{NAME})\s(?:has\s|had\s|was\s|is\s|then\s)?(?:r[io]sen?|rose|f[ae]ll|fallen|climbed|slipped|slid|dropped|jumped"
    r"|dipped|traded|trading|edged|worth|strengthened|weakened|sank|gained|recovered)\s(?:[\w.%]+\s){0,3}?(?:(?:up|down|back)\s)?(?:to|at|below|above)?\s?"
    r"(?:about\s|around\s|just\s|nearly\s|over\s|under\s)*$"
)
_LOST_AGAINST: Final = re.compile(
    rf"\b[Tt]he\s(?P<quote>{NAME})\s(?:has\s|had\s)?(?:r[io]sen?|rose|f[ae]ll|fallen|lost|gained|climbed|slipped|slid|dropped|jumped|dipped"
    rf"|strengthened|weakened|sank)\s(?:by\s)?(?:\w+\s)?(?:[\w.]+%\s)?against\sthe\s(?:US\s)?(?P<base>{NAME})(?:\son\s\w+)?,?\sto\s(?:about\s)?$"
)
_EQUALS: Final = re.compile(r"\s?(?:=|equals|is worth|buys|bought)\s?$")


@readers
def exchange(sentence: Sentence) -> Iterator[Figure]:
    """How much of one currency is paid for another."""
    measure = ""
    priced = not vocabulary(sentence.text).isdisjoint(MONIES)
    for place, numeral in enumerate(sentence.numerals):
        worth = _worth(sentence.text, numeral) if priced else None
        found = worth or _equation(sentence, place) or _price(sentence, numeral) or _elided(sentence, numeral, measure)
        if found is not None:
            measure = found.measure
            yield found


def _price(sentence: Sentence, numeral: Numeral) -> Figure | None:
    """`90 rupees per dollar`, or `20 to the dollar` where the other currency is named before."""
    text = sentence.text
    named = after(text, numeral.end)
    tail = _BASE.match(text, named[1] if named else numeral.end)
    if tail is None or numeral.value is None or numeral.scale > 1:
        return None
    base = code_of(re.sub("^US ", "", tail["base"]))
    quote = named[0] if named else _quote(text, numeral.start, base)
    country = sentence.topic.code if sentence.topic else None
    quote = local(quote, country) if quote else ""
    if not quote or quote == base:
        return None
    end = tail.end() if named else numeral.end
    return _rate(text, numeral, end, f"{quote}/{base}")


def _worth(text: str, numeral: Numeral) -> Figure | None:
    """`The euro rose to $1.17`, `the zloty lost 1% against the euro, to 4.35`: one unit of money in another."""
    lost = _LOST_AGAINST.search(text, max(0, numeral.start - 90), numeral.start) if "against" in text else None
    if lost and numeral.value is not None and numeral.scale == 1:
        return _rate(text, numeral, numeral.end, f"{code_of(lost['quote'])}/{code_of(lost['base'])}")
    sign = before(text, numeral.start)
    if sign is None or numeral.value is None or numeral.scale > 1 or numeral.value >= 1000:
        return None
    told = _ROSE_TO.search(text, max(0, sign[1] - 70), sign[1])
    base = code_of(told["base"]) if told else ""
    if not told or base == sign[0]:
        return None
    return _rate(text, replace(numeral, start=sign[1]), numeral.end, f"{sign[0]}/{base}")


def _quote(text: str, at: int, base: str) -> str:
    words = [code_of(found[0]) for found in _NAMED.finditer(text[max(0, at - 160) : at])]
    return next((word for word in reversed(words) if word != base), "")


def _elided(sentence: Sentence, numeral: Numeral, measure: str) -> Figure | None:
    """`from about 18` after a rate: the unit is not said again."""
    text = sentence.text
    sign = before(text, numeral.start)
    if not measure or after(text, numeral.end) or numeral.scale > 1 or (sign and sign[0] != measure[:3]):
        return None
    if re.match(r"\s?(?:%|percent|per cent|[A-Za-z]{3})", text[numeral.end : numeral.end + 10]):
        return None
    start = sign[1] if sign else numeral.start
    if not _ELIDED.search(text[max(0, start - 40) : start]):
        return None
    return _rate(text, replace(numeral, start=start), numeral.end, measure)


def _equation(sentence: Sentence, place: int) -> Figure | None:
    """`€1 = $1.10`."""
    text, right = sentence.text, sentence.numerals[place]
    left = sentence.numerals[place - 1] if place else None
    if left is None or left.value != 1 or right.value is None:
        return None
    one = before(text, left.start) or after(text, left.end)
    other = before(text, right.start) or after(text, right.end)
    if one is None or other is None or other[0] == one[0]:
        return None
    stop = min(other[1], right.start)
    if not _EQUALS.search(text[left.start : stop]) or stop - left.end > 24:
        return None
    end = right.end if other[1] <= right.start else other[1]
    return Figure("fx_rate", min(one[1], left.start), end, right.value, measure=f"{other[0]}/{one[0]}")


def _rate(text: str, numeral: Numeral, end: int, measure: str) -> Figure:
    sign, _ = comparator(text, numeral.start)
    return Figure("fx_rate", numeral.start, end, numeral.value, measure=measure, comparator=sign)
