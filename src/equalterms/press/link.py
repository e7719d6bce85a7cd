"""Which date is that of a figure, and which part the figure plays."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from equalterms.press.baselines import CLAUSE, LEVELS, SET_IN
from equalterms.press.voice import COMPARED, REACH, Voice
from equalterms.readers import Figure, Sentence, When
from equalterms.readers.words import vocabulary

_THAN: Final = re.compile(
    r"\b(?:than\s(?:in\s)?|as\sin\s|(?:up|down)\s(?:(?:by\s)?[\w.,%]+\s(?:\w+\s)?)?on\s|what\sit\s(?:was|did|had)\s(?:in\s)?)(?:the\s)?$"
)
_NOW: Final = re.compile(r"\b(?:now|currently|today|at present|itself|as of now)\b")
_NOW_WORDS: Final = frozenset(["now", "currently", "today", "present", "itself"])


def when(sentence: Sentence, figures: Sequence[Figure], place: int, compared: bool) -> tuple[When | None, bool]:
    """The date of a figure, and whether it stands right by it; the sentence's own date otherwise."""
    if not sentence.dates:
        return None, False
    text, figure = sentence.text, figures[place]
    figures, place = figures[max(0, place - 6) : place + 7], min(place, 6)
    start = figure.end
    nearer = (
        f for f in figures if f.start >= figure.end and (f.kind in LEVELS or " that " in text[figure.end : f.start])
    )
    stop = min((f.start for f in nearer), default=len(text))
    limit = _limit(sentence, figure, stop)
    after = [d for d in sentence.dates if start <= d.start < limit and d.kind in ("date", "deadline") and d.value]
    after = [d for d in after if not text.startswith(": ", d.end)]  # `18% (2025: 14.5%)` dates the second
    after = [d for d in after if _own(text, d, compared) or _LATER.fullmatch(text[start : d.end])]
    if inside := [d for d in sentence.dates if d.start <= figure.start and figure.end <= d.end and d.value]:
        return inside[0], True
    if after:
        return after[0], True
    left = max([f.end for f in figures if f.end <= figure.start and f.kind in LEVELS], default=0)
    left = max(left, figure.start - REACH, text.rfind("(", 0, figure.start) + 1 if compared else 0)
    left = _clause_start(text, left, figure.start)
    if compared:
        left = max(
            [left, *(m.end() for m in COMPARED.finditer(text, left, figure.start)), *(f.end for f in figures[:place])]
        )
    before = [
        d for d in sentence.dates if left <= d.start < figure.start and d.kind in ("date", "deadline") and d.value
    ]
    taken = {f.end for f in figures if f is not figure and f.kind in LEVELS}
    if figure.kind in LEVELS:
        before = [d for d in before if not _SINCE.search(text[max(0, d.start - 8) : d.start])]
    before = [
        d
        for d in before
        if _own(text, d, compared)
        and not any(
            0 < d.start - end < 7 and not text.startswith(": ", d.end) and ";" not in text[end : d.start]
            for end in taken
        )
    ]
    if before:
        return before[-1], True
    return None, False


# `900m crowns a year from 2026`
_EACH_FROM: Final = re.compile(r"\s(?:a|per|each|every)\s(?:year|month|week|day)\sfrom\s")


def _limit(sentence: Sentence, figure: Figure, stop: int) -> int:
    """Where the words that belong to a figure end: at a comparison, another clause, the comma that closes an aside."""
    text, start = sentence.text, figure.end
    cut = COMPARED.search(text, start, stop)
    if (
        cut
        and (since := _EACH_FROM.match(text, start))
        and any(_is_start(text, d, since.end()) for d in sentence.dates)
    ):
        cut = None
    limit = cut.start() if cut else _next_clause(text, start, stop)
    if SET_IN.search(text, max(0, figure.start - 30), figure.start) and (comma := text.find(",", start, limit)) >= 0:
        return comma
    return limit


def _is_start(text: str, when_: When, at: int) -> bool:
    """Whether a year that begins at a place is the one from which on something is so."""
    return when_.start == at and len(when_.value) == 4 and not text.startswith(" to ", when_.end)


_SINCE: Final = re.compile(r"\b[Ss]ince\s$")
# `to below 3% a year later`
_LATER: Final = re.compile(r"\s(?:an?|one|two|three|four|five|ten|\d{1,2})\s[a-z]+\slater")
_GAMES: Final = re.compile(r"\s[A-Z][a-z]+\s[A-Z]")  # `the 2012 Olympic Games`
_EARLIER: Final = re.compile(r"\b(?:earlier|before|previously|later|after)$")
_SAME: Final = re.compile(r"\bsame\s(?:period|months?|quarter|time|week)\s(?:of|in)\s(?:the\s)?$")
# `24%, up three since July`: when it was not so.
_UP_SINCE: Final = re.compile(r"\b(?:up|down)\s(?:by\s)?(?:[\w.%]+\s){1,2}since\s$")
# no figure's year
_BEGUN: Final = re.compile(r"\b(?:begun|founded|created|established|born|set\sup|introduced|dating)\sin\s$")
_OPENS: Final = re.compile(r"(?:^|[.;]\s|,\s(?:and|but)\s)$")
# `the highest since 2009` says how long it was not so, not when it is.
_SINCE_BEST: Final = re.compile(
    r"\b(?:\w{2,}est|most|least|worst|best|first|record|time|level|figure|(?:second|third|\w{3,}th)\s[a-z-]+)\s(?:[\w-]+\s){0,2}since\s(?:\w+\s){0,3}$"
)


def _own(text: str, when_: When, compared: bool) -> bool:
    """Whether a date can date a figure: not `than in 2020`, not `three days earlier`, not the `2012 Olympic Games`."""
    if compared and text.startswith(("'s ", "’s "), when_.end):  # `than this year's 1.3bn`
        return True
    if _THAN.search(text, max(0, when_.start - 34), when_.start) or _GAMES.match(text, when_.end, when_.end + 24):
        return False
    if text.find("same", max(0, when_.start - 24), when_.start) >= 0 and _SAME.search(
        text[max(0, when_.start - 24) : when_.start]
    ):
        return False
    before = text[max(0, when_.start - 40) : when_.start]
    if len(when_.value) == 4 and before.endswith("in ") and _BEGUN.search(before):
        return False
    if "since" in before and _SINCE_BEST.search(before):
        return False
    if before.endswith("since ") and _UP_SINCE.search(before):
        return False
    if not _EARLIER.search(text[when_.start : when_.end]):
        return True
    return compared or (not text[: when_.end].endswith("after") and bool(_OPENS.search(text[: when_.start])))


def sentence_day(sentence: Sentence, figures: Sequence[Figure]) -> When | None:
    """The day on which what a sentence tells took place."""
    for when_ in sentence.dates:
        before = _AFTER_FIGURE.split(sentence.text[max(0, when_.start - 30) : when_.start])[-1]
        if (
            when_.kind == "date"
            and not when_.deadline
            and len(when_.value) >= 7
            and not _YEARS.fullmatch(when_.value)
            and _own(sentence.text, when_, False)
            and not COMPARED.search(" " + before + " ")
            and not any(_is_set_in(sentence.text, figure, when_) for figure in figures)
            and not any(_is_of_base(sentence.text, figure, when_) for figure in figures)
        ):
            return when_
    return None


_AFTER_FIGURE: Final = re.compile(r"[\d%]")
_FROM_IT: Final = re.compile(r"\b(?:from|than|against|compared\s(?:with|to))\s(?:the\s|about\s|just\s|only\s)?$")
_YEARS: Final = re.compile(r"\d{4}/\d{4}")


def _is_set_in(text: str, figure: Figure, when_: When) -> bool:
    """Whether a date is that of a figure set between commas: `inflation, 9.5% in December, will`."""
    near = 0 < when_.start - figure.end <= 8 and text.startswith(",", when_.end)
    return near and bool(SET_IN.search(text, max(0, figure.start - 30), figure.start))


def _is_of_base(text: str, figure: Figure, when_: When) -> bool:
    """Whether a date is that of what a figure is compared with: `rose to 17, from 12 in January`."""
    near = text[figure.end : when_.start] in (" in ", " at the end of ")
    return near and bool(_FROM_IT.search(text, max(0, figure.start - 24), figure.start))


def says_now(text: str, figure: Figure) -> bool:
    """Whether the words beside a figure put it at the time of writing."""
    if vocabulary(text).isdisjoint(_NOW_WORDS):
        return False
    left = _clause_start(text, max(0, figure.start - 100), figure.start)
    right = _next_clause(text, figure.end, len(text))
    return bool(_NOW.search(text[left : figure.start]) or _NOW.search(text[figure.end : right][:24]))


@lru_cache(maxsize=256)
def _clauses(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where the words that part the clauses of a sentence begin, and where they end: read once for all its figures."""
    found = tuple(match.span() for match in CLAUSE.finditer(text))
    return tuple(start for start, _ in found), tuple(end for _, end in found)


def _next_clause(text: str, at: int, stop: int) -> int:
    """Where the clause that goes on at a place ends; `stop` where no other begins before it."""
    starts, ends = _clauses(text)
    place = bisect_left(starts, at)
    return starts[place] if place < len(starts) and ends[place] <= stop else stop


def _clause_start(text: str, since: int, at: int) -> int:
    """Where the clause that stands at a place begins; `since` where it begins earlier."""
    starts, ends = _clauses(text)
    place = bisect_right(ends, at)
    return ends[place - 1] if place and starts[place - 1] >= since else since


_AIMED: Final = re.compile(r"\s(?:[a-z-]+\s)?(?:target|goal|objective)\b")
_TARGET_OF: Final = re.compile(r"\b(?:target|goal|objective)\sof\s(?:about\s|at\sleast\s|just\s|only\s)?$")
_ACT: Final = re.compile(r"would|agree|propos", re.I)


def aimed(text: str, figure: Figure) -> bool:
    """Whether the words beside a figure call it a target: `the 0.7% target`, `against a target of 6.5%`."""
    after = _AIMED.match(text, figure.end, figure.end + 40)
    return bool(after or _TARGET_OF.search(text[max(0, figure.start - 24) : figure.start]))


def role(figure: Figure, voice: Voice, compared: bool, target: str | None, deadline: bool, aimed: bool = False) -> str:
    """The part that a figure plays: current, target, projection, plan, baseline, previous, total.

    `aimed` says that the words after it call it a target.
    """
    if figure.role:
        return figure.role
    if aimed:
        return "target"
    if compared:
        return "baseline" if target in ("target", "projection") else "previous"
    if voice.modality in ("expected", "possible", "conditional", "counterfactual"):
        return "projection"
    if voice.modality == "planned":
        if _ACT.match(voice.mark):
            return "plan"
        return "target" if deadline or figure.kind in ("multiple", "share", "money", "measure") else "plan"
    return "current"
