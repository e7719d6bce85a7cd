"""Changes: `rose 7%`, `fell two points`, `5% less than`, `by 25 basis points`, `slipped five places`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from equalterms.model.values import replace
from equalterms.readers import readers
from equalterms.readers.comparators import comparator
from equalterms.readers.measures import PERCENT, PERCENT_POINT, POINTS
from equalterms.readers.sentence import Figure, Numeral, Sentence
from equalterms.readers.words import small

_UP: Final = (
    r"r[io]s(?:e|es|en|ing)|rose|gr[eo]w(?:s|n|ing)?|increas(?:e|es|ed|ing)|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?|surg(?:e|es|ed|ing)"
    r"|soar(?:s|ed|ing)?|gain(?:s|ed|ing)?|(?<!eat )(?<!eats )(?<!take )(?<!takes )"
    r"(?<!took )(?<!made )(?<!make )(?<!makes )(?<!making )up"
    r"|expand(?:s|ed|ing)?|rais(?:e|es|ed|ing)|lift(?:s|ed|ing)?|boost(?:s|ed|ing)?|add(?:s|ed|ing)?"
    r"|advanc(?:e|es|ed|ing)|widen(?:s|ed|ing)?|improv(?:e|es|ed|ing)|accelerat(?:e|es|ed|ing)|hike[sd]?|growth|leap(?:s|t|ed)?|rebound(?:s|ed)?|strengthen(?:s|ed|ing)?|appreciat(?:e|es|ed|ing|ion)"
)
_DOWN: Final = (
    r"f[ae]ll(?:s|en|ing)?|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|slip(?:s|ped|ping)?|slid(?:e|es|ing)?|los(?:t|e|es|ing)"
    r"|down|narrow(?:s|ed|ing)?|cut(?:s|ting)?|reduc(?:e|es|ed|ing|tion)|shrank|shrink(?:s|ing)?|shrunk|contract(?:s|ed|ing|ion)|plung(?:e|es|ed|ing)|tumbl(?:e|es|ed|ing)"
    r"|slump(?:s|ed|ing)?|weaken(?:s|ed|ing)?|devaluation|depreciat(?:e|es|ed|ing|ion)|lower(?:s|ed|ing)?|slash(?:es|ed|ing)?|dip(?:s|ped)?|sank|shed|eas(?:e|ed|ing)"
)
# For texts in small letters, in which the engine tells the verbs apart by their first letters.
_VERB: Final = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b(?P<rest>[^.;:,]{{0,60}})$")
_MOVED: Final = re.compile(rf"\b(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\b")
_EACH_YEAR: Final = re.compile(r"\s(?:a|per|each|every)\syear\b(?!\s(?:earlier|before|ago|later|from))")
_MORE: Final = re.compile(
    r"(?:\s(?:over|above)\s(?:budget|target|forecast|plan)\b|\s(?:more|higher|greater|larger|bigger|faster|up|above)\b(?:\sthan)?|\s(?:ahead|clear)\b|\s(?:increase|rise|growth|gain|jump|surge|hike|improvement|uptick)\b)",
    re.I,
)
_LESS: Final = re.compile(
    r"(?:\s(?:under|below)\s(?:budget|target|forecast|plan)\b|\s(?:less|fewer|lower|smaller|slower|down|below|cheaper)\b(?:\sthan)?|\sbehind\b|\s(?:decrease|decline|fall|drop|cut|reduction|slump|contraction|devaluation|loss|discount)\b)",
    re.I,
)
_TO: Final = re.compile(
    r"\b(?:to|at|from|of (?:its|the|all)|with|for|where|than|representing|accounting|account\w*)\b", re.I
)
_OF: Final = re.compile(r"^\s(?:of|by|in)\s", re.I)
_PART_OF: Final = re.compile(r"\sof\s(?:the|its|their|all|every)\b")  # `grows a third of the world's beans`
# `lost a tenth of its value`
_OF_VALUE: Final = re.compile(r"\sof\s(?:its|their)\s(?:\w+\s)?(?:value|worth|weight|size)\b")
_BY_TOO: Final = re.compile(
    r"[^.;:]{0,24}?,?\s(?:and|while)\s(?:[A-Z][\w-]+(?:['’]s)?|that\sof\s[A-Z]\w+|in\s[A-Z]\w+)\s(?:by\s)?(?:about\s|only\s)?"
)
_COMMA_BY: Final = re.compile(r",\sby\s(?:about\s|only\s|just\s|some\s)?$")
_AND_BY: Final = re.compile(r",?\sand\sby\s(?:about\s|only\s|just\s)?$")  # `by 1.8% this year and by 1.7% next`
_DOWN_FROM: Final = re.compile(  # `to grow by 1.8% in 2025, down from the 2.7% that it forecast`
    r"(?:\s(?:in|this|next|last)\s[\w ]{2,12})?,\s(?:up|down|compared\swith|against|rather\sthan|not)\s"
    r"(?:from\s)?(?:the\s)?"
)
_LISTED: Final = re.compile(r"(?:\s(?:in|this|next|last)\s[\w ]{2,12})?(?:,|,?\sand)\s")
_DATED: Final = re.compile(r"\s(?:in|this|next|last|by)\s")
# `rose above 5%` tells the level that was reached
_LEVEL: Final = re.compile(r"(?:above|below|past|beyond|under)\s", re.I)
# `a quarter point`, `half a point`
_PART_POINT: Final = re.compile(r"[\s-](?:of\s)?(?:an?\s)?(?:percentage[\s-])?points?\b")
_BASIS_POINTS: Final = re.compile(r"[ -]?(?:basis points?|bps?\b)")
_UP_FROM: Final = re.compile(r"%,\s(?:up|down)\s$")  # `puts it on 24%, up three since July`
_SINCE: Final = re.compile(r"\s(?:since|from|on|in|over)\b|[,.;]|$")
_PLACES: Final = re.compile(
    r"\s(?:places|spots|positions|ranks|notches|place|spot|position|rank)\b(?!\s(?:lower|higher|above|below)\b)"
)


@readers
def change(sentence: Sentence) -> Iterator[Figure]:
    """By how much something rose or fell."""
    last: Figure | None = None
    for place, numeral in enumerate(sentence.numerals):
        if last is not None and numeral.start < last.end:
            continue  # the second end of a range
        unit = _unit(sentence.text, numeral)
        if unit is None:
            continue
        measure, end = unit
        start = comparator(sentence.text, numeral.start)[1]
        sign = direction(sentence.text, start, end) or _again(sentence.text, last, numeral, end, measure)
        if sign and _LEVEL.match(sentence.text, start) and not _MORE.match(sentence.text, end):
            continue
        if sign == 0 and (measure == "bp" or _COMMA_BY.search(sentence.text, max(0, start - 12), start)):
            told = _MOVED.findall(small(sentence.text), 0, start)  # `cut rates for the sixth time, by 50 basis points`
            sign = (1 if told[-1][0] else -1) if told else int(measure == "bp")
        if sign:
            last = _signed(sentence.text, numeral, end, measure, sign)
            last = _range(sentence, last, place) or last
            yield last


def _range(sentence: Sentence, first: Figure, place: int) -> Figure | None:
    """`growth of 3% to 4%`: by how much at least and at most."""
    text, two = sentence.text, sentence.numerals[place + 1 : place + 2]
    if not two or not text.endswith(" of ", 0, first.start) or text[first.end : two[0].start] != " to ":
        return None
    unit, low, high = _unit(text, two[0]), sentence.numerals[place].value, two[0].value
    if unit is None or unit[0] != first.measure or not low or not high or not low < high <= 5 * low:
        return None
    ends = (low, high) if (first.value or 0.0) > 0 else (-high, -low)
    return replace(first, end=unit[1], value=None, low=ends[0], high=ends[1])


def _unit(text: str, numeral: Numeral) -> tuple[str, int] | None:
    if numeral.form == "fraction":
        if part := _PART_POINT.match(text, numeral.end):
            return "pp", part.end()
        return "percent", numeral.end
    for pattern, measure in ((PERCENT_POINT, "pp"), (PERCENT, "percent"), (POINTS, "pp"), (_PLACES, "place")):
        if found := pattern.match(text, numeral.end):
            return measure, found.end()
    if found := _BASIS_POINTS.match(text, numeral.end):
        return "bp", found.end()
    if numeral.scale == 1 and _UP_FROM.search(text[max(0, numeral.start - 12) : numeral.start]):
        return ("pp", numeral.end) if _SINCE.match(text, numeral.end) else None
    return None


def direction(text: str, start: int, end: int) -> int:
    """+1 where the words around a figure say more, -1 where they say less, 0 where it is a level."""
    if found := _MORE.match(text, end):
        return 1 if not re.match(r"\sthan\s(?:half|one)", found[0]) else 0
    if _LESS.match(text, end):
        return -1
    if _EACH_YEAR.match(text, end) and (told := _MOVED.findall(small(text), max(0, start - 90), start)):
        return 1 if told[-1][0] else -1  # `had grown to 7,915, or 4.3% a year`
    since = max(max(0, start - 90), *(text.rfind(mark, 0, start) + 1 for mark in ".;:,"))
    verb = _VERB.search(small(text), since, start)
    while verb and (inner := _VERB.search(verb["rest"])):
        verb = inner
    if verb is None or _TO.search(verb["rest"]) or re.search(r"\d|%", verb["rest"]):
        return 0
    if (
        _PART_OF.match(text, end)
        and not _OF_VALUE.match(text, end)
        and re.match(r"grow|add|gain|rais|lift|cut|los|shed", verb["up"] or verb["down"])
    ):
        return 0
    if len(verb["rest"].split()) > 4 and not re.search(r"\bby\b", verb["rest"]):
        return 0
    if (
        not _OF_VALUE.match(text, end)
        and re.fullmatch(r"cut|cuts|cutting|add|adds|added|adding|lose|lost", verb["up"] or verb["down"])
        and re.match(r"\s(?:of|jobs)\b", text[end : end + 8])
    ):
        return 0
    return 1 if verb["up"] else -1


def has_moved(text: str, at: int) -> bool:
    """Whether a verb of rising or falling, or `from`, stands before a place: `by $3bn to $5bn` is no range."""
    since = max(max(0, at - 60), *(text.rfind(mark, 0, at) + 1 for mark in ".;:,"))
    return bool(_MOVED.search(small(text), since, at)) or text.endswith(("from ", "by "), 0, at)


def _again(text: str, last: Figure | None, numeral: Numeral, end: int, measure: str) -> int:
    """The way of the change before, where the verb is not said again: `shrank by 2% and France's by 1%`."""
    if last is None or last.measure != measure or numeral.form == "fraction" or last.value is None:
        return 0
    between = text[last.end : numeral.start]
    same = _BY_TOO.fullmatch(between) or (_LISTED.fullmatch(between) and _DATED.match(text, end))
    same = same or _AND_BY.search(between) or _DOWN_FROM.fullmatch(between)
    return (1 if last.value > 0 else -1) if same else 0


def _signed(text: str, numeral: Numeral, end: int, measure: str, sign: int) -> Figure:
    factor = 100.0 if numeral.form == "fraction" and measure == "percent" else 1.0
    value = numeral.value * factor * sign if numeral.value is not None else None
    ends = sorted(v * factor * sign for v in (numeral.low, numeral.high) if v is not None)
    low, high = ends if len(ends) == 2 else (None, None)
    return Figure(
        "change", numeral.start, end, value, low, high, measure, comparator(text, numeral.start)[0], numeral.fraction
    )
