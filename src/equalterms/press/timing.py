"""The time of a figure: the date beside it, the day of its sentence, what its words say of now, or another's time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from equalterms.model import Article, Claim
from equalterms.model.values import replace
from equalterms.press import link
from equalterms.press.baselines import LEVELS
from equalterms.readers import Figure, Sentence, When
from equalterms.readers.words import holds

Days = dict[tuple[int, bool], tuple[When | None, bool]]
AHEAD: Final = frozenset({"target", "projection", "plan"})
_YEAR: Final = re.compile(r"\b(?:full-year|annual(?=\s\w+\sof\b)|for the (?:full )?year)\b")
_LATEST: Final = re.compile(
    r"\b(?:latest|newest|this year['’]s)\s(?:[\w-]+\s){0,3}(?:index|ranking|rankings|survey|report|table|league)\b",
    re.I,
)
_NEW: Final = ("latest", "newest", "this year")
_DONE: Final = re.compile(
    r"\b(?:has|have)\s(?:now\s|since\s|already\s|just\s)?(?!been\b|to\b|always\b|no\b)(?:\w{2,}ed|risen|grown|fallen|become|won"
    r"|lost|cut|hit|sunk|shrunk|left|made|seen|put|set|paid|spent|sold|built|met|gone|come|taken|given)\b"
)
_NOW: Final = re.compile(r"\s(?:now|currently|at\spresent)\b")
_SINCE: Final = re.compile(r"\b(?:has|have)\ssince\b|['’]ve\ssince\b")
_SHOWN: Final = re.compile(r"\b(?:showed|shown|found|revealed|indicated|suggested)\s(?:on\s|last\s)?$")
_BESIDE: Final = re.compile(r",\san?\s(?:[\w-]+\s){1,2}of\s(?:more than |less than |about |over |nearly |almost )?$")
_STOCK: Final = re.compile(r"\bof\s(?:its|their|our)\s(?:current\s)?$")
_BECOMES: Final = re.compile(r"\b(?:thus|therefore|so|now)\s(?:becomes?|costs?|stands? at|comes? to)\s(?:about )?$")
_BREAK: Final = re.compile(r";\s|,\s(?:but|while|whereas)\s|[.!?]\s")
_OTHER_CLAUSE: Final = re.compile(
    r";\s|,?\s(?:and|but|while)\s(?:(?:said|says)\sthat\s)?(?:it|they|he|she|the)?\s?(?:would|will|plans|aims|hopes)\b"
)
_OF_IT: Final = re.compile(r"\sof\s(?:the\s(?:total|whole|sum)|that|this|these|those|them|it)\b")


def time(
    article: Article, sentence: Sentence, figures: Sequence[Figure], place: int, role: str, days: Days
) -> tuple[str | None, bool]:
    """When a figure holds, and whether that is a deadline; None where the text does not say.

    `days` are the dates found so far, by the figure's place and by whether it is what another is compared with.
    """
    figure = figures[place]
    within = next((d for d in sentence.dates if d.kind == "deadline" and _holds(d, figure) and d.value), None)
    if within:
        return within.value, True
    if _has_none(sentence.text, figures, place):
        return None, False
    if article.date and role in ("current", "baseline") and _NOW.match(sentence.text, figure.end):
        return article.date[:7], False  # `6% in 2019 and 17% now`
    near_date, near = _beside(sentence, figures, place, role, days)
    if near_date and near and (span := _span(article, sentence.text, figure, near_date)):
        return span, False
    if near_date and near and _fits(article, near_date, role):
        return _level_day(sentence.text, figure, near_date, role), near_date.deadline and role in AHEAD
    if role in AHEAD and (last := _deadline(sentence, figures, place)):
        return last.value, True
    return _said(article, sentence, figures, place, role), False


def _deadline(sentence: Sentence, figures: Sequence[Figure], place: int) -> When | None:
    """The first deadline after a figure, if no other clause has a figure of its own nearer to it."""
    figure = figures[place]
    last = next((d for d in sentence.dates if d.deadline and d.value and d.start > figure.end), None)
    nearer = [f for f in figures[place + 1 :] if last and f.end <= last.start and f.kind in LEVELS]
    apart = nearer and _OTHER_CLAUSE.search(sentence.text, figure.end, nearer[-1].start)
    return None if apart else last


def _span(article: Article, text: str, figure: Figure, when: When) -> str:
    """The years from a date until the article's, of what has changed since then: `up 20% since 2019`; else empty."""
    changed = figure.kind in ("change", "multiple") and when.value[:4].isdigit() and article.date[:7] > when.value[:7]
    since = changed and re.search(r"\b[Ss]ince\s(?:\w+\s)?$", text[max(0, when.start - 16) : when.start])
    if not since:
        return ""
    month = len(when.value) == 7 and len(article.date) >= 7 and article.date[:4] == when.value[:4]
    return f"{when.value}/{article.date[:7]}" if month else f"{when.value[:4]}/{article.date[:4]}"


def _holds(when: When, figure: Figure) -> bool:
    return figure.kind == "duration" and when.start <= figure.start and figure.end <= when.end


def _has_none(text: str, figures: Sequence[Figure], place: int) -> bool:
    """Whether a figure only restates two others that have their times: `by half, from 30 to 15`, `, a loss of 5%`."""
    figure = figures[place]
    if figure.kind == "change":
        return place > 0 and bool(_BESIDE.search(text, max(0, figure.start - 60), figure.start))
    if figure.kind != "multiple" or place + 1 >= len(figures):
        return False
    between = text[figure.end : figures[place + 1].start]
    return bool(re.match(r",?\sfrom\s", between) or (place and re.fullmatch(r"\s(?:the|its)\s", between)))


def _beside(
    sentence: Sentence, figures: Sequence[Figure], place: int, role: str, days: Days
) -> tuple[When | None, bool]:
    if figures[place].kind == "duration" and role != "target":
        return None, False
    compared = role in ("baseline", "previous")
    return days.get((place, compared)) or link.when(sentence, figures, place, compared)


def _fits(article: Article, when: When, role: str) -> bool:
    """What lies ahead has no date behind the article's year; what is so now has no deadline."""
    if role in ("target", "projection") and article.date and when.value[:4].isdigit():
        return when.value[-10:][:4] >= article.date[:4] if "/" not in when.value else True
    today = article.date[: len(when.value)] if len(when.value) in (4, 7) else article.date[:4]
    gone = bool(today) and when.value[: len(today)] < today  # `had grown to 8,000 by 2024`
    return role in AHEAD or not when.deadline or gone


def _level_day(text: str, figure: Figure, day: When, role: str) -> str:
    """The day of a figure; of a level that a survey showed on that day, only the month: it was measured before."""
    level = figure.kind in ("share", "rate", "count", "change") and role == "current"
    shown = level and len(day.value) == 10 and _SHOWN.search(text[max(0, day.start - 24) : day.start])
    today = role in ("baseline", "previous") and text[day.start : day.end] == "today"  # `from 92% today`
    return day.value[:7] if shown or today else day.value


def _said(article: Article, sentence: Sentence, figures: Sequence[Figure], place: int, role: str) -> str | None:
    """The time that the words give without a date beside it: now, the full year, the latest index, the day told."""
    text, figure = sentence.text, figures[place]
    today, so_far = article.date, text[max(0, figure.start - 160) : figure.start]
    clause = so_far[max([0, *(m.end() for m in _BREAK.finditer(so_far))]) :]
    if today and figure.kind in ("money", "measure", "count") and _YEAR.search(so_far):
        return today[:4]
    if today and link.says_now(text, figure) and role in ("current", "baseline", "total"):
        return today[:7]
    if today and figure.kind in ("multiple", "change") and _SINCE.search(so_far):
        first = next((d.value[:4] for d in sentence.dates if d.start < figure.start and d.value[:4].isdigit()), "")
        return f"{first}/{today[:4]}" if first and first < today[:4] else None
    ranked = figure.kind == "rank" or figure.role == "total" or figure.measure == "place"
    if today and ranked and role in ("current", "total") and holds(text.lower(), _NEW) and _LATEST.search(text):
        return today[:4]
    if today and role == "current" and (_STOCK.search(clause) or _BECOMES.search(clause)):
        return today[:7]
    day = link.sentence_day(sentence, figures) if role in ("current", "plan") and not figure.scope else None
    if day and (role == "current" or day.start < figure.start):
        return _level_day(text, figure, day, role)
    levels = figure.kind in ("share", "count", "money", "measure", "rate")
    if today and levels and role in ("current", "total") and not figure.scope and _DONE.search(clause):
        return today[:7]
    return None


def taken_over(before: Sequence[Claim], rows: list[Claim]) -> list[Claim]:
    """Shares of what the sentence before told (`58% of the total`) hold at its time, and so do those beside them."""
    source = next(
        (c for c in before if c.time and c.role == "current" and c.kind in ("money", "measure", "count")), None
    )
    if source is None or not any(_refers(row) for row in rows):
        return rows
    return [
        replace(row, time=source.time) if row.kind == "share" and row.role == "current" and not row.time else row
        for row in rows
    ]


def _refers(row: Claim) -> bool:
    return row.kind == "share" and bool(_OF_IT.match(row.sentence.text, row.span.end - row.sentence.start))
