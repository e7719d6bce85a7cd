"""The day of an article, and the dates in it: printed, or worked out and said to be so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from equalterms.model.values import value
from equalterms.readers import When
from equalterms.readers.dating import DAYS, number
from equalterms.readers.times import scan
from equalterms.readers.words import places

_OFFSET: Final = re.compile(
    rf"\b(?P<weekday>{'|'.join(d.title() for d in DAYS)}),?\s(?P<n>an?"
    rf"|one|two|three|four|five|six|seven|eight|nine|ten|\d{{1,2}})\s"
    r"(?P<unit>day|week)s?\safter\s(?P<what>[^.;]{3,120})"
)
_PRINTED: Final = re.compile(r"^(?:published|posted|updated|date[d]?|last (?:updated|modified))\b:?\s", re.I | re.M)
MOST_DAYS: Final = 300  # that an article prints in full; every day without a year is held against them
_FULL: Final = re.compile(r"\d{4}-\d\d-\d\d")
_NAME: Final = re.compile(r"[A-Z][\w-]*(?:\s[A-Z][\w-]*)+")


@value(frozen=True, slots=True)
class Offset:
    """`Friday, ten days after X`: a day that a weekday and an earlier day fix together."""

    start: int
    end: int
    base: str
    days: int
    weekday: str
    answer: str
    fits: bool


@value(frozen=True, slots=True)
class Day:
    """The day of the article and how it is known; `basis` says what is printed and what is inferred.

    `doubt` is what weakens the evidence or speaks against it; empty where nothing does.
    """

    date: str
    basis: str
    offset: Offset | None = None
    doubt: str = ""


Stretches = tuple[tuple[int, int], ...]


@lru_cache(maxsize=2)
def full_dates(text: str, stretches: Stretches) -> tuple[str, ...]:
    """The complete dates in the given stretches, in the order of the text, each once."""
    years = sorted((*places(text, "19"), *places(text, "20")))
    dated = (text[a:b] for a, b in stretches if bisect_left(years, a) < bisect_left(years, b))
    days = dict.fromkeys(w.value for words in dated for w in scan(words) if _FULL.fullmatch(w.value))
    return tuple(days)[:MOST_DAYS]


def day(text: str, stretches: Stretches, given: str = "") -> Day:
    """The day of publication: given, printed, or inferred from a weekday and a distance."""
    known = full_dates(text, stretches)
    offset = _offset(text, stretches, known)
    if given:
        return Day(given, "given", offset)
    for start, end in stretches if _PRINTED.search(text) else ():
        label = _PRINTED.match(text[start:end])
        first = next((w.value for w in scan(text[start:end]) if _FULL.fullmatch(w.value)), "") if label else ""
        if first:
            return Day(first, "printed", offset)
    if offset is None or not offset.fits:
        return Day("", "not printed, and nothing in the text fixes it", offset)
    basis = (
        f'inferred, not printed: "{text[offset.start : offset.end]}" counts from {offset.base}, '
        f"and {offset.answer} is a {offset.weekday}"
    )
    return Day(offset.answer, basis, offset, "the article may be of that day or a few days later")


def settled(own: Day, printed: Day) -> Day:
    """The day that a file's markup gives (`printed`) beside the one that the text itself gives.

    What the text prints as its day goes before a doubtful mark of the file; of two days the other is kept as a doubt.
    """
    if not printed.date:
        return own
    first, other = (own, printed) if own.basis == "printed" and printed.doubt else (printed, own)
    against = f"against it {other.date}, {other.basis}" if other.date and other.date != first.date else ""
    return Day(first.date, first.basis, own.offset, "; ".join(d for d in (first.doubt, against) if d))


@lru_cache(maxsize=2)
def _offset(text: str, stretches: Stretches, known: tuple[str, ...]) -> Offset | None:
    """The first `weekday, N weeks after X`; of the article's dates the one that X is told of, then one that fits."""
    if not known:
        return None
    for start, end in stretches:
        for found in _OFFSET.finditer(text, start, end):
            days = int(number(found["n"])) * (7 if found["unit"] == "week" else 1)
            wanted = found["weekday"]
            ends = [(base, _later(base, days)) for base in _likely(text, stretches, found["what"], known)]
            right = [(base, to) for base, to in ends if to and date.fromisoformat(to).strftime("%A") == wanted]
            base, to = (right or ends or [("", "")])[0]
            if to:
                stop = found.start("what") - 1
                return Offset(found.start(), stop, base, days, wanted, to, bool(right))
    return None


def _later(base: str, days: int) -> str:
    try:
        return (date.fromisoformat(base) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return ""


def _likely(text: str, stretches: Stretches, what: str, known: Sequence[str]) -> list[str]:
    """The dates, those first that stand in a sentence which names the same thing."""
    names = set(_NAME.findall(what))
    near: list[str] = []
    for start, end in stretches:
        sentence = text[start:end]
        if any(name in sentence for name in names) and names & set(_NAME.findall(sentence)):
            near += [w.value for w in scan(sentence, known=known) if _FULL.fullmatch(w.value)]
    return list(dict.fromkeys([*near, *known]))


def dates(sentence: str, day_: Day, known: Sequence[str], start: int = 0) -> tuple[When, ...]:
    """The dates of one sentence, its weekday taken from the article's own arithmetic where it has one."""
    found = scan(sentence, day_.date, known)
    offset = day_.offset
    if offset is None or not offset.fits:
        return found
    return tuple(
        When(w.start, w.end, offset.answer, w.kind, True, w.deadline)
        if offset.start <= start + w.start < offset.end
        and w.kind == "date"
        and sentence[w.start : w.end] == offset.weekday
        else w
        for w in found
    )
