"""What a language is to this package: a table of its words for numbers, money, time, rank and for how a thing is said.

The tables (`tables/*.yaml`) hold regular expressions of words; the code that reads by them (`numerals`, `calendar`,
`figures`) is the same for all of them. A new language is one more file with one more table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from equalterms.errors import StudyError

Table = Mapping[str, float]
Words = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """The words of a language. Keys of tables and all other texts are regular expressions.

    Numbers: `decimal` is the mark before decimals, `comma_groups` says that a comma may also stand between thousands;
    `one` are the words for one that are also articles and count only before a scale; `word` are numbers in words,
    `scale` the factors after a number, `part` fractions in words, `every` shares like `three in ten` (groups n and d);
    `label` and `label_after` stand beside numbers that claim nothing.

    Figures: `up` and `down` are verbs and nouns of change, `by` what stands between them and how much, `to` what makes
    a number a level, `ever` what before it makes it a change however far the verb is, `more` and `less` what follows
    one; `fold` are multiples without a number, `times` what makes a number one (before, after); `span` opens and
    divides a range; `opened` and `closed` stand before the first and the second of two levels (`from 4% to 5%`).

    Ranks: `ordinal` are rank words, `nth` the ending that makes digits a rank, `place` the nouns of a rank after it,
    `placed` what may stand before it, `chain` what stands between two of which one bears the noun, `steps` by how many
    places one moved, `among` and `states` what stands around the number of those ranked.

    Telling: `compared` stands before what a figure is held against, `clause` ends a clause, `modes` are the words for
    plans, expectations, possibilities and denials, `told` the words for who says so (group name), `lead` what is cut
    from the beginning of an indicator.
    """

    code: str
    name: str
    decimal: str = ","
    comma_groups: bool = False
    spaced: bool = True
    one: str = ""
    word: Table
    scale: Table
    part: Words
    every: str = ""
    about: Words
    about_after: Words
    currency: Words
    currency_before: Words
    percent: str
    points: str
    unit: Words
    fold: Table
    times: tuple[tuple[str, str], ...]
    up: str
    down: str
    by: str
    to: str
    ever: str = r"(?!)"
    more: str
    less: str
    span: tuple[tuple[str, str], ...]
    opened: str
    closed: str
    chain: str = r"(?!)"
    nth: str
    ordinal: Table
    place: str
    placed: str
    steps: str
    states: str
    among: str
    counted: str
    uncounted: str
    label: str
    label_after: str = r"(?!)"
    month: tuple[str, ...]
    dates: tuple[tuple[str, str], ...]
    deadline: str
    near: Mapping[str, tuple[str, int]]
    printed: str
    compared: str
    clause: str
    modes: Words
    told: tuple[str, ...]
    duration: Words
    lead: str
    names: Words


TABLES = Path(__file__).with_name("tables")
TONGUES = ("es", "fr", "pt", "ru", "zh")
_BY_VALUE = ("word", "scale", "fold", "ordinal", "part", "currency", "currency_before", "unit", "duration", "names")
_LET = re.compile(r"<([a-z]+)>")


@cache
def tongue(code: str) -> Tongue | None:
    """The table of a language by its ISO 639-1 code; None where there is none."""
    if code not in TONGUES:
        return None
    import yaml

    text = (TABLES / f"{code}.yaml").read_text(encoding="utf-8")
    let: dict[str, str] = yaml.safe_load(text[: text.index("\ncode:")])["let"]
    raw: dict[str, object] = yaml.safe_load(text)
    raw.pop("let")
    return Tongue(**{name: _field(name, value, let) for name, value in raw.items()})  # type: ignore[arg-type]


def table_of(code: str) -> Tongue:
    """The table of a language that has one."""
    of = tongue(code)
    if of is None:
        raise StudyError(f"there is no table for the language {code!r}", remedy=f"known are {', '.join(TONGUES)}")
    return of


def _field(name: str, value: object, let: Mapping[str, str]) -> object:
    """A field of a table as the dataclass has it: alternatives joined, tables turned so that the words are the keys."""
    if isinstance(value, dict):
        pairs = [(key, _alternatives(words, let)) for key, words in value.items()]
        if name in _BY_VALUE:
            return {word: key for key, words in pairs for word in words}
        return {key: "|".join(words) for key, words in pairs}
    if name == "near":
        return {"|".join(_alternatives(words, let)): (unit, step) for unit, step, words in _rows(value)}
    if name in ("month", "told"):
        return tuple(_alternatives(value, let))
    if name in ("times", "span", "dates"):
        return tuple((_filled(one, let), _filled(two, let)) for one, two in _rows(value))
    return "|".join(_alternatives(value, let)) if isinstance(value, str | list) else value


def _rows(value: object) -> list[list[Any]]:
    return value if isinstance(value, list) else []


def _alternatives(value: object, let: Mapping[str, str]) -> list[str]:
    return [_filled(str(one), let) for one in (value if isinstance(value, list) else [value])]


def _filled(text: str, let: Mapping[str, str]) -> str:
    return _LET.sub(lambda found: let.get(found[1], found[0]), text)


def union(words: Mapping[str, object]) -> str:
    """The words of a table as one expression, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


class Lexicon:
    """A table of words that are looked up: the value of the first expression that is all of the word."""

    def __init__(self, words: Table) -> None:
        self._rows = [(re.compile(pattern, re.I), value) for pattern, value in words.items()]
        self._known: dict[str, float | None] = {}

    def __getitem__(self, word: str) -> float | None:
        if word not in self._known:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[word] = next((value for pattern, value in self._rows if pattern.fullmatch(word)), None)
        return self._known[word]


@dataclass(frozen=True)
class Patterns:
    """The expressions of a language, put together once."""

    of: Tongue

    @cached_property
    def about(self) -> re.Pattern[str]:
        """What before a number says at least, at most, about; the group is the sign."""
        signs = "|".join(f"(?P<{sign}>{words})" for sign, words in self.of.about.items())
        return re.compile(rf"(?:{signs})$" if not self.of.spaced else rf"(?<!\w)(?:{signs})\s?$", re.I)

    @cached_property
    def about_after(self) -> re.Pattern[str]:
        """What after a number says so."""
        signs = "|".join(f"(?P<{sign}>{words})" for sign, words in self.of.about_after.items())
        return re.compile(rf"(?:{signs})" if signs else r"(?!)", re.I)

    @cached_property
    def modes(self) -> re.Pattern[str]:
        """The words for plans, expectations, possibilities and denials; the group is the modality."""
        marks = "|".join(f"(?P<{mode}>{words})" for mode, words in self.of.modes.items())
        return re.compile(marks if not self.of.spaced else rf"(?<!\w)(?:{marks})", re.I)


@cache
def patterns(code: str) -> Patterns:
    """The expressions of a language that has a table."""
    return Patterns(table_of(code))
