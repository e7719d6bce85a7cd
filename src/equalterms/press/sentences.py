"""Where sentences begin and end: offsets into the text as given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

LONGEST: Final = 1200
_STOPS: Final = re.compile(r"[.!?…。！？]+")
_TAIL: Final = re.compile(r"[\"'”’»)\]]{0,3}(?=\s+[\"'“‘«(\[¿¡]{0,2}[A-Z0-9À-ÞЁА-Я$€£¥₹])")
_WIDE: Final = re.compile(r"[”’」』）]{0,2}(?!$)")  # after 。 no blank stands
_SHORT: Final = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Capt|Sen|Rep|Gov|Rev|Hon|St|Jr|Sr|vs|etc|No|Nos|Vol|Fig|approx|ca|cf|al|Inc|Ltd|Co"
    r"|Corp|Bros|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|e\.g|i\.e|U\.S|U\.K|U\.N|E\.U|D\.C|a\.m|p\.m|H\.R"
    r"|млн|млрд|трлн|тыс|руб|долл|им|ст|стр|тел|г|гг|проф|акад|EE|UU|Sra|núm|pág)|(?<![A-Za-zА-я])[A-ZЁА-Я])\.$"
)


_SHORT_WORDS: Final = frozenset(["vs", "etc", "approx", "ca", "cf", "al"])


def split(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of `text` between two offsets, without the blanks around them."""
    last = start
    for line in text[start:end].replace("\r", "\n").split("\n"):
        first, last, at = last, last + len(line) + 1, 0
        for stop, end_ in _stops(line):
            after = _WIDE if line[end_ - 1] in "。！？" else _TAIL
            tail = after.match(line, end_)
            if tail and not _is_short(line, at, stop):
                yield from _pieces(text, first + at, first + tail.end())
                at = tail.end()
        yield from _pieces(text, first + at, first + len(line))


def _stops(line: str) -> list[tuple[int, int]]:
    """Where each run of stops begins and ends."""
    if not line.isascii() or "!" in line or "?" in line:
        return [found.span() for found in _STOPS.finditer(line)]
    out: list[tuple[int, int]] = []
    start = line.find(".")
    while start >= 0:  # most lines have points alone, which are found by themselves far faster than by a pattern
        end = start + 1
        while line.startswith(".", end):
            end += 1
        out.append((start, end))
        start = line.find(".", end)
    return out


def _is_short(text: str, at: int, stop: int) -> bool:
    """Whether the stop ends an abbreviation or an initial; none of them has seven letters."""
    last = text[max(at, stop - 7) : stop]
    word = last.rpartition(" ")[2]
    if word.isascii() and word.isalpha() and word.islower():  # as most sentences end
        return word in _SHORT_WORDS
    return not (len(last) == 7 and last.isalpha()) and bool(_SHORT.search(text, max(at, stop - 8), stop + 1))


@lru_cache(maxsize=2)
def cut(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a whole text, kept while it is dressed and read."""
    return tuple(split(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretch without its outer blanks, cut at blanks where it is longer than any sentence."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > start else start + LONGEST
        yield start, cut
        start = cut + (text[cut] == " ")
    if start < end:
        yield start, end
