"""Which level is compared with which: a target with its baseline, a figure with the one that it is held against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from equalterms.readers import Figure
from equalterms.readers.words import holds

LEVELS: Final = frozenset({"money", "share", "rate", "count", "measure", "fx_rate", "rank"})
_FROM: Final = re.compile(r"\bfrom\s(?:about |around |roughly |just |some |a |only )*$", re.I)
_JUST: Final = r"(?:about |around |just |only |some )*$"
_TO: Final = re.compile(rf"^(?:\s\w+){{0,2}}?\sand\s{_JUST}|^(?:\s[\w%-]+){{0,5}}?\sto\s{_JUST}")
_LINK: Final = re.compile(
    r"(?:\((?:it is |they are )?(?:now|currently|today)|compared\s(?:to|with)|up from|down from|against|versus|from"
    r"|than)\s(?:(?:(?:this|last|the previous|the current) (?:year|month|quarter)['’]s"
    r"|the|a|an|its|about|around|barely|just|only|some"
    r"|roughly|nearly|earlier|previous"
    r"|under|over|above|below|more than|less than|fewer than|peak|forecast|record|low|high|of|almost|estimated|original"
    r"|initial|loss|profit|deficit|surplus|average|total|figure|level|rate|value|price|target|share|national|global"
    r"|annual)\s)*$",
    re.I,
)
# `in 2023 the share was 5%`: the same thing at an earlier time, in a clause or a sentence of its own.
WAS: Final = re.compile(
    r"\b(?:(?:[Tt]he|[Tt]hat|[Tt]his|[Ii]ts)\s(?:figure|share|number|total|amount|sum|level|rate|value|proportion)|it)"
    r"\s(?:then\s)?(?:was|were|stood at|came to|had been)\s(?:about |around |just |only |some |barely |less than )*$"
)
_DOUBLE: Final = re.compile(r"^\s(?:the|its|that of|what|those)\s(?:\w+\s){0,3}$")
_TO_LEVEL: Final = re.compile(r"^\sto\s(?:about |around |just |some |roughly )*$")
SET_IN: Final = re.compile(r",\s(?:(?:worth|now|at|currently|about|around|some|nearly|almost|just|only|put\sat)\s)*$")
_BEATS: Final = ("beating", "missing", "topping", "surpassing", "exceeding")
_BEATING: Final = re.compile(
    r"\b(?:beating|missing|topping|surpassing|exceeding)\s(?:the\s|its\s|an?\s|forecasts\sof\s)*$"
)
_INCREASE_ON: Final = re.compile(r"\s(?:increase|rise|jump|gain)\s(?:on|from|over)\s(?:the\s|its\s)?")
_BESIDE: Final = re.compile(r"\b(?:above|below|over|under)\s(?:the|its)\s$")  # `below the 9.4% of two years ago`
_OF_THEN: Final = re.compile(
    r"\s(?:of|in|recorded\sin|seen\sin)\s(?:(?:19|20)\d\d|last|two|three|a\s|an?\syear|the\s(?:previous|same|year))"
)
_FAR: Final = re.compile(r"\bfar\sfrom\s(?:the\s|its\s)?$")
_SHORT_OF: Final = re.compile(
    r"\s(?:below|above|less\sthan|more\sthan|lower\sthan|higher\sthan|short\sof|under|over|ahead\sof)\s(?:the|its|their)\s(?:[\w-]+\s){0,3}?"
)
_TO_REACH: Final = re.compile(  # `whose fleet of 64 jets is to reach 90`
    r"(?:\sof\s[A-Z]\w+\sand|(?:\s[a-z]+){0,2})\s(?:is|are|was|were|should|will|would|must|may|could)\s"
    r"(?:(?:on\s(?:course|track)|set|due|likely|expected|forecast|projected)\s)?(?:to\s)?(?:\w+\s)?"
    r"(?:reach|rise\sto|grow\sto|fall\sto|hit|increase\sto|expand\sto|shrink\sto|climb\sto|drop\sto)\s"
    r"(?:about\s|around\s|some\s|nearly\s|almost\s|just\s|only\s|at\sleast\s|more\sthan\s)*"
)
_SHOULD: Final = re.compile(
    r"(?:\sof\s(?:GDP|output|sales|revenue))?(?:\s(?:in|last|this|today|before|a\s(?:day|month|year))\b[^,.;]{0,34})?,\s"
    r"(?:(?:should|will|would|must|may|could|has|have|had|is|are|was)\s(?:[a-z]+\s){0,4}?"
    r"(?:reach|hit|rise[n]?|grow[n]?|fall(?:en)?|climb(?:ed)?|shrink|drop(?:ped)?|increased?|declined?|expand(?:ed)?|top|exceed|pass|surpass|to)\s"
    r"(?:by\s[\w-]+%?\s)?(?:to\s)?"
    r"|(?:stood|stands)\s(?:now\s)?at\s|(?:is|are)\snow\s|(?:rose|fell|grew|climbed|dropped|jumped|shrank)\sto\s|reached\s|hit\s)"
    r"(?:about\s|around\s|some\s|nearly\s|almost\s|just\s|only\s|at\sleast\s|more\sthan\s)*"
)
CLAUSE: Final = re.compile(r"[;]|,\s(?:and|but|while|whereas|or|which|who)\s|\s(?:while|whereas|but)\s|[.!?][”\"]?\s")


def baselines(text: str, figures: Sequence[Figure]) -> dict[int, int]:
    """For each level that is compared with an earlier one of the same measure, where that one stands."""
    out: dict[int, int] = {}
    for place, figure in enumerate(figures):
        if figure.kind not in LEVELS or figure.role == "total":
            continue
        before = _earlier(text, figures, place)
        words = text[_edge(figures, place) : figure.start]
        words = _MORE_THAN.sub("", words) if figure.comparator in ("gt", "lt") else words
        after = _later(text, figures, place)
        if _FROM.search(words) and after is not None:
            out[after] = place
        elif before is not None and place not in out and _leads(text, figures[before], figure):
            out[place] = before
        elif (
            before is not None
            and before not in out
            and before not in out.values()
            and _is_held_against(text, figures, place, words)
        ):
            out[before] = place
        elif (
            place
            and figures[place - 1].kind == "multiple"
            and _DOUBLE.match(text[figures[place - 1].end : figure.start])
        ):
            if (target := _earlier(text, figures, place)) is not None:
                out.setdefault(target, place)
        elif before is not None and _multiplied(text, figures, before, place):
            out.setdefault(place, before)
    return out


# `spends more than half` says how much, and holds it against nothing.
_MORE_THAN: Final = re.compile(r"\b(?:more|less|fewer|greater|higher|lower)\sthan\s$")


def _is_held_against(text: str, figures: Sequence[Figure], place: int, words: str) -> bool:
    """Whether the words before a level say that another is compared with it: `€412m, 3% below the €425m forecast`."""
    step, level = figures[place - 1], figures[place]
    short = step.kind == "change" and _SHORT_OF.fullmatch(text[step.end : level.start])
    grown = step.kind == "multiple" and _INCREASE_ON.fullmatch(text[step.end : level.start])
    if short or grown or (holds(words, _BEATS) and _BEATING.search(words)):
        return True
    if _BESIDE.search(words) and _OF_THEN.match(text, level.end):
        return True
    return not _FAR.search(words) and bool(_LINK.search(words) or WAS.search(words))


def _leads(text: str, one: Figure, two: Figure) -> bool:
    """`output, 7 tonnes in 2024, should reach 10 tonnes`: the first set between commas, the second what follows."""
    between = text[one.end : two.start]
    set_in = SET_IN.search(text, max(0, one.start - 30), one.start) and _SHOULD.fullmatch(between)
    return bool(set_in or _TO_REACH.fullmatch(between))


def _edge(figures: Sequence[Figure], place: int) -> int:
    if place == 0:
        return max(0, figures[place].start - 60)
    last = figures[place - 1]
    return max(last.converted.end if last.converted else last.end, figures[place].start - 60)


def _earlier(text: str, figures: Sequence[Figure], place: int) -> int | None:
    """The last level before this one with the same measure, but for a target that the same level is held against."""
    for other in range(place - 1, max(-1, place - 4), -1):
        if other and text.endswith(("target of ", "goal of "), 0, figures[other].start):
            continue
        if figures[other].kind in LEVELS and figures[other].measure == figures[place].measure:
            return other
    return None


def _later(text: str, figures: Sequence[Figure], place: int) -> int | None:
    """The level that `from X to` leads to."""
    if place + 1 >= len(figures):
        return None
    follows, figure = figures[place + 1], figures[place]
    if follows.measure != figure.measure or follows.kind not in LEVELS:
        return None
    return place + 1 if _TO.match(text[figure.end : follows.start]) else None


def _multiplied(text: str, figures: Sequence[Figure], before: int, place: int) -> bool:
    """`£10 in 2001 has since risen four times to £40`: the multiple stands between."""
    between = figures[before + 1 : place]
    return (
        len(between) == 1
        and between[0].kind == "multiple"
        and not CLAUSE.search(text, figures[before].end, between[0].start)
        and bool(_TO_LEVEL.match(text[between[0].end : figures[place].start]))
    )
