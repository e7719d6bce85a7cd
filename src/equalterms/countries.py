"""The countries of the world: codes, names, and the other words by which newspapers know them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from equalterms.errors import StudyError

TABLE = Path(__file__).with_name("countries.csv")
COLUMNS = ("code", "iso2", "name", "aliases", "demonyms", "capital")


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory of ISO 3166 (and Kosovo, XKX): its codes and its words in English."""

    code: str
    iso2: str
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()

    @property
    def capital(self) -> str:
        """The seat of government that is named first; empty where there is none."""
        return self.capitals[0] if self.capitals else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)


@cache
def countries() -> Mapping[str, Country]:
    """Every country by its alpha-3 code, in the order of the codes; read once."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if tuple(next(rows, ())) != COLUMNS:
            raise StudyError("the columns of the table of countries are not known", TABLE.name)
        found = {row[0]: Country(row[0], row[1], row[2], *(_words(cell) for cell in row[3:])) for row in rows}
    return MappingProxyType(found)


def _words(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


@cache
def codes() -> Mapping[str, str]:
    """The alpha-3 code by every name and alias, in small letters."""
    found: dict[str, str] = {}
    for country in countries().values():
        for word in (country.code, country.iso2, *country.names):
            found.setdefault(word.casefold(), country.code)
    return MappingProxyType(found)
