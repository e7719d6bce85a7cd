"""The words of a sentence, gathered once: a cheap look that spares a rule the sentences that cannot hold its find."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

MOST_WORDS = 20_000  # that are remembered; a language has about as many in common use
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_LETTERS: Final = bytes(code if chr(code).isalpha() and code < 128 else 32 for code in range(256))
_DIGITS: Final = bytes(code if chr(code).isdigit() and code < 128 else 32 for code in range(256))


@lru_cache(maxsize=512)
def vocabulary(text: str) -> frozenset[str]:
    """The words of a text in small letters and its runs of digits, each once."""
    low = text.lower()
    if not low.isascii():
        return frozenset(_WORD.findall(low))
    return frozenset((*words_of(low), *low.encode().translate(_DIGITS).decode().split()))


def words_of(low: str) -> list[str]:
    """The words of a text of ASCII in small letters: as bytes, they are cut five times as fast as by a pattern."""
    return low.encode().translate(_LETTERS).decode().split()


def small(text: str) -> str:
    """The text in small letters, each in its place: the few that would become two are left as they are."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(one if len(one := c.lower()) == 1 else c for c in text)


def holds(text: str, parts: Iterable[str]) -> bool:
    """Whether a text holds one of the parts as it is written."""
    # a plain loop: `any` with a generator takes twice as long, and this runs for every rule
    for part in parts:  # noqa: SIM110
        if part in text:
            return True
    return False


def places(text: str, part: str) -> list[int]:
    """Where a part stands in a text, from left to right."""
    out: list[int] = []
    at = text.find(part)
    while at >= 0:
        out.append(at)
        at = text.find(part, at + 1)
    return out


def met(pattern: re.Pattern[str], text: str, begins: Iterable[str]) -> Iterator[re.Match[str]]:
    """What a pattern finds from left to right, tried only where a word begins with one of the given beginnings."""
    starts: list[int] = []
    for begin in begins:
        at = text.find(begin)
        while at >= 0:
            if not at or not text[at - 1].isalnum():
                starts.append(at)
            at = text.find(begin, at + 1)
    starts.sort()
    end = 0
    for start in starts:
        if start >= end and (found := pattern.match(text, start)):
            yield found
            end = found.end()


class Shelf:
    """Tables of stems that are looked up together: the words of a text are gone through once for all of them."""

    def __init__(self) -> None:
        self._starts: dict[str, list[tuple[str, int, str]]] = {}  # of two letters: stems, their table, their key
        self._whole: dict[str, list[tuple[int, str]]] = {}
        self._known: dict[str, tuple[tuple[int, str], ...]] = {}  # of a word that begins with a stem: tables, keys
        self._met: set[str] = set()
        self._tables = 0
        self.held = lru_cache(maxsize=512)(self._held)

    def add(self, stems: Mapping[str, Iterable[str]], whole: Mapping[str, Iterable[str]]) -> int:
        """One more table; its number."""
        number, self._tables = self._tables, self._tables + 1
        for key, words in whole.items():
            for word in words:
                self._whole.setdefault(word, []).append((number, key))
        for key, words in stems.items():
            for word in words:
                self._starts.setdefault(word[:2], []).append((word, number, key))
        self._forget()
        return number

    def _held(self, text: str) -> tuple[frozenset[str], ...]:
        """Of each table the keys of which a word of the text begins with a stem."""
        words = vocabulary(text)
        if not words <= self._met:
            self._learn(words - self._met if len(self._met) < MOST_WORDS else words)
        out: list[set[str]] = [set() for _ in range(self._tables)]
        for word in self._known.keys() & words:
            for number, key in self._known[word]:
                out[number].add(key)
        return tuple(map(frozenset, out))

    def _learn(self, words: Iterable[str]) -> None:
        """The keys of words, remembered; forgotten with all others where a stream of texts never repeats itself."""
        if len(self._met) >= MOST_WORDS:
            self._forget()
        self._met.update(words)
        for word in words:
            begun = ((number, key) for stem, number, key in self._starts.get(word[:2], ()) if word.startswith(stem))
            if keys := (*begun, *self._whole.get(word, ())):
                self._known[word] = keys

    def _forget(self) -> None:
        self._known.clear()
        self._met.clear()
        self.held.cache_clear()


ENGLISH: Final = Shelf()


class Stems:
    """Beginnings of words (and whole words), each standing for a key, looked up for all the words of a text at once.

    A text of twenty words is asked twenty questions, however many hundred stems there are.
    """

    def __init__(
        self, stems: Mapping[str, Iterable[str]], whole: Mapping[str, Iterable[str]] | None = None, on: Shelf = ENGLISH
    ) -> None:
        self._number, self._shelf = on.add(stems, whole or {}), on

    def of(self, text: str) -> frozenset[str]:
        """The keys of which a word of the text begins with a stem."""
        return self._shelf.held(text)[self._number]
