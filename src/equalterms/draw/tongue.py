"""A page in another language: gettext catalogues, names of countries and styles of numbers from CLDR.

What no catalogue knows stays as it is; `Spoken` marks what is in the language, so that a template can say of
the rest that it is English. Babel is imported where a language other than English is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from string import Formatter
from typing import Any

from equalterms.countries import countries
from equalterms.errors import StudyError, nearest
from equalterms.page import Block, Cell, Column, Figure, Heading, Link, Mark, Note, Page, Quote, Table, Text, Tree
from equalterms.said import Said

LANGUAGES: Mapping[str, str] = {"en": "English", "ru": "Русский", "zh": "中文", "pt": "Português", "ar": "العربية"}
"""The languages by code, each in its own name."""

_RIGHT_TO_LEFT = frozenset({"ar"})
_COMMAS = {"zh": "、", "ar": "، "}
_SIGNS = "\ue000"


class Spoken(str):
    """Text that is in the language of the page."""

    __slots__ = ()


@dataclass(frozen=True, eq=False)
class Tongue:
    """A language as pages need it: its catalogue, its names of countries, its signs in numbers."""

    code: str
    catalogue: NullTranslations
    names: Mapping[str, str]
    point: str = "."
    group: str = ","

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as HTML has it."""
        return "rtl" if self.code in _RIGHT_TO_LEFT else "ltr"

    def say(self, text: str) -> str:
        """The text in this language; itself where the catalogue has no word for it."""
        if self.code == "en" or isinstance(text, Spoken) or not text:
            return text
        if isinstance(text, Said):
            return self._sentence(text)
        if text in self.names:
            return Spoken(self.names[text])
        found = self.catalogue.gettext(text)
        return Spoken(found) if found else text

    def _sentence(self, text: Said) -> str:
        if text.many:
            form = self.catalogue.ngettext(text.message, text.many, int(text.n) if text.n == int(text.n) else 2)
        else:
            form = self.catalogue.gettext(text.message)
        return Spoken(_Spelling(self).vformat(form, (), text.values)) if form else str(text)

    def signs(self, text: str) -> str:
        """A number as English writes it, with the signs of this language: 1,234.5 is 1.234,5 in Portuguese."""
        if self.code == "en":
            return text
        return text.replace(",", _SIGNS).replace(".", self.point).replace(_SIGNS, self.group)

    def foreign(self, text: str) -> bool:
        """Whether text is English on a page that is not: it has words, and no catalogue knew them."""
        return self.code != "en" and not isinstance(text, Spoken) and any(char.islower() for char in text)


class _Nothing(NullTranslations):
    """What a catalogue says where it has no words: nothing, so that a word that is the same in both is known."""

    def gettext(self, message: str) -> str:
        return ""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return ""


class _Spelling(Formatter):
    """Values in a sentence as a language writes them."""

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, tuple):
            return _COMMAS.get(self.tongue.code, ", ").join(
                self.tongue.say(each if isinstance(each, str) else str(each)) for each in value
            )
        if isinstance(value, str):
            return self.tongue.say(value)
        written = str(super().format_field(value, format_spec))
        return self.tongue.signs(written) if format_spec else written


@lru_cache(maxsize=len(LANGUAGES))
def tongue(code: str = "en") -> Tongue:
    """The language of this code; a StudyError names those that there are."""
    if code == "en":
        return Tongue("en", NullTranslations(), {})
    if code not in LANGUAGES:
        raise StudyError(f"no language is called {code[:20]!r}", "lang", nearest(code, LANGUAGES))
    from babel import Locale
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po
    from babel.numbers import get_decimal_symbol, get_group_symbol

    source, compiled = files("equalterms") / "locale" / f"{code}.po", BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=code))
    compiled.seek(0)
    local, catalogue = Locale(code), GNUTranslations(compiled)
    catalogue.add_fallback(_Nothing())
    return Tongue(
        code,
        catalogue,
        {
            name: local.territories[country.iso2]
            for country in countries().values()
            for name in country.names
            if country.iso2 in local.territories and not name.isupper()
        },
        get_decimal_symbol(local, numbering_system="latn"),
        get_group_symbol(local, numbering_system="latn"),
    )


def accepted(header: str) -> str:
    """The language that an Accept-Language header asks for first, among those that there are; English otherwise."""
    wishes = []
    for place, part in enumerate(header[:400].split(",")):
        name, _, quality = part.strip().partition(";")
        try:
            weight = float(quality.strip().removeprefix("q=") or 1)
        except ValueError:
            weight = 0.0
        wishes.append((-weight, place, name.strip().lower().partition("-")[0]))
    return next((name for weight, _, name in sorted(wishes) if weight < 0 and name in LANGUAGES), "en")


def spoken(page: Page, into: Tongue) -> Page:
    """The page in a language: titles, sentences, headings, notes, words in cells; quotes stay verbatim."""
    if into.code == "en":
        return page
    say = into.say
    blocks = tuple(_block(block, into) for block in page.blocks)
    return replace(page, title=say(page.title), lead=say(page.lead), foot=say(page.foot), blocks=blocks)


def _block(block: Block, into: Tongue) -> Block:
    say = into.say
    if isinstance(block, Table):
        return _table(block, into)
    if isinstance(block, Figure):
        table, finding = _table(block.table, into), say(block.finding)
        return replace(block, title=say(block.title), table=table, finding=finding, source=say(block.source))
    if isinstance(block, Quote):
        return replace(block, cite=say(block.cite))
    if isinstance(block, Tree):
        return _tree(block, into)
    return _plain(block, into)


def _plain(block: Heading | Text | Note, into: Tongue) -> Block:
    return replace(block, text=into.say(block.text))


def _tree(tree: Tree, into: Tongue) -> Tree:
    return replace(tree, text=into.say(tree.text), children=tuple(_tree(child, into) for child in tree.children))


def _table(table: Table, into: Tongue) -> Table:
    return Table(
        tuple(_column(column, into) for column in table.columns),
        tuple(tuple(_cell(value, into) for value in row) for row in table.rows),
        into.say(table.caption),
    )


def _column(column: Column, into: Tongue) -> Column:
    return replace(column, title=into.say(column.title), help=into.say(column.help))


def _cell(value: Cell, into: Tongue) -> Cell:
    if isinstance(value, str):
        return into.say(value)
    if isinstance(value, Mark):
        return replace(value, text=into.say(value.text))
    if isinstance(value, Link) and isinstance(value.text, str):
        return replace(value, text=into.say(value.text))
    if isinstance(value, bool):
        return into.say("yes" if value else "no")
    return value
