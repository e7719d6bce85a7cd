"""Who and what speaks for a state, and when: seats of government and central banks by name, persons in office."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from equalterms.errors import StudyError

TABLE = Path(__file__).with_name("offices.csv")
COLUMNS = ("words", "kind", "code", "sector", "office", "since", "until")
FORMER = "ELI"  # CAMEO's elites: who speaks for no state at present, and is heard all the same
_TITLES = ("president", "prime minister", "chancellor", "premier")
_SURNAME_FIRST = ("CHN", "KOR", "PRK")


@dataclass(frozen=True, slots=True)
class Office:
    """Words that stand for a state or a body from one day until another (both empty: always).

    `kind` is `seat` or `person`, `code` an alpha-3 code or that of a body, `sector` that of CAMEO (GOV, LEG, MIL, BUS,
    IGO), `office` what the words stand for.
    """

    words: tuple[str, ...]
    kind: str
    code: str
    sector: str
    office: str
    since: str = ""
    until: str = ""

    def held(self, day: str) -> bool:
        """Whether the words stood for it on a day (YYYY, YYYY-MM or YYYY-MM-DD)."""
        return self.since[: len(day)] <= day and (not self.until or day < self.until)

    @property
    def titled(self) -> tuple[str, ...]:
        """The title with the surname, which press texts use alone: `President Park`, `Prime Minister May`."""
        if self.kind != "person" or self.office not in _TITLES:
            return ()
        parts = self.words[0].split()
        surname = parts[0] if self.code in _SURNAME_FIRST else parts[-1]
        return (f"{self.office.title()} {surname}",)


@cache
def offices() -> tuple[Office, ...]:
    """Every row of the table, those of the same words in the order of time; read once."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if tuple(next(rows, ())) != COLUMNS:
            raise StudyError("the columns of the table of offices are not known", TABLE.name)
        return tuple(Office(tuple(row[0].split("|")), *row[1:]) for row in rows)


def on(day: str, held: Sequence[Office]) -> tuple[str, str] | None:
    """The code and the sector that words stand for on a day; on an unknown day those of the latest row.

    A person out of office keeps the code of the last office before that day (else of the first after it), as one of the
    elites; a seat that was none on that day stands for nothing.
    """
    now = [one for one in held if one.held(day)] if day else list(held[-1:])
    if now:
        return now[-1].code, now[-1].sector
    if held[0].kind == "seat":
        return None
    before = [one for one in held if one.since <= day]
    return (before[-1] if before else held[0]).code, FORMER
