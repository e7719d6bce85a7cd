"""What a source of the world's tables is: a declaration, one function, and what that function gives."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from equalterms.errors import StudyError, nearest
from equalterms.fetch.client import Client
from equalterms.files import decode
from equalterms.files.orders import Order

csv.field_size_limit(1_000_000)
_PERIOD = re.compile(r"([12][0-9]{3})-?(?:(Q[1-4])|(?:S|H|B)([12])|M?(0[1-9]|1[0-2]))\Z")
_DAY = re.compile(r"([12][0-9]{3}-[01][0-9]-[0-3][0-9])(?:T.*)?\Z")
_YEAR = re.compile(r"([12][0-9]{3})(?:\.0|-?A1?)?\Z")


@dataclass(frozen=True, slots=True)
class Seen:
    """A value as the source gives it: the label of its unit, text for time, value (empty: a gap) and status."""

    indicator: str
    unit: str
    time: str
    value: str
    status: str = ""
    where: str = ""
    quote: str = ""


@dataclass(slots=True)
class Reading:
    """What a source gave: values, the unit of measure of each series in its words, and what is no unit by its own
    declaration. `short` says that units are codes, so that two letters are those of ISO 3166."""

    rows: list[Seen] = field(default_factory=list)
    measures: dict[str, str] = field(default_factory=dict)
    groups: set[str] = field(default_factory=set)
    short: bool = True


@dataclass(frozen=True, slots=True)
class Origin:
    """A source: who publishes, under which licence, where; its units and statuses where they are not ours.

    `read` gives what an order asks of it. `groups` are labels that name no country.
    """

    name: str
    title: str
    publisher: str
    licence: str
    citation: str
    address: str
    read: Callable[[Order, Client, str], Reading]
    units: Mapping[str, str] = field(default_factory=dict)
    groups: frozenset[str] = frozenset()
    status: Mapping[str, str] = field(default_factory=dict)


def text_of(body: bytes, address: str) -> str:
    """The body as UTF-8 text; a StudyError where it is none, or is a page for people."""
    text = decode(body, address)
    if text.lstrip()[:15].lower().startswith(("<!doctype html", "<html")):
        raise StudyError("gives a page for people, not a table", address, "check the address in a browser")
    if not text.strip():
        raise StudyError("gives nothing", address, "check the address, the series and the years")
    return text


def json_of(body: bytes, address: str) -> object:
    """The body as JSON; numbers stay text, so that no digit is lost."""
    try:
        return json.loads(text_of(body, address), parse_float=str, parse_int=str, parse_constant=_constant)
    except (ValueError, RecursionError):
        raise StudyError("is no sound JSON", address, "the source has changed, or the answer broke off") from None


def _constant(word: str) -> str:
    return "" if word == "NaN" else word


def table_of(body: bytes, address: str, split: str = ",") -> tuple[list[str], list[dict[str, str]]]:
    """The headings and rows of CSV; doubled headings and ragged rows are refused."""
    reader = csv.reader(io.StringIO(text_of(body, address), newline=""), delimiter=split, strict=True)
    try:
        head = [cell.strip() for cell in next(reader)]
        if len(set(head)) < len(head):
            double = next(name for name in head if head.count(name) > 1)
            raise StudyError(f"the column {double[:60]!r} stands twice", address, "the source has changed")
        return head, list(_rows(reader, head, address))
    except csv.Error as error:
        raise StudyError(f"is not CSV: {error}", address, "the source has changed, or the answer broke off") from None


def _rows(reader: Iterator[list[str]], head: list[str], address: str) -> Iterator[dict[str, str]]:
    for number, cells in enumerate(reader, 2):
        if not any(cells):
            continue
        if len(cells) != len(head):
            message = f"row {number} has {len(cells)} cells, the heading has {len(head)}"
            raise StudyError(message, address, "the source has changed, or the answer broke off")
        yield dict(zip(head, (cell.strip() for cell in cells), strict=True))


def needs(columns: Mapping[str, str], head: list[str], address: str) -> None:
    """A StudyError where a column is not among the headings: the source has changed."""
    for what, column in columns.items():
        if column not in head:
            message = f"has no column {column[:60]!r} ({what})"
            raise StudyError(message, address, f"the source has changed its columns; {nearest(column, head)}")


def time_of(text: str) -> str:
    """A period in our spelling (2024, 2024-Q1, 2024-S1, 2024-06, 2024-06-30); the text itself where it is none."""
    text = text.strip()
    if year := _YEAR.match(text):
        return year[1]
    if day := _DAY.match(text):
        return day[1]
    if period := _PERIOD.match(text):
        part = period[2] or (f"S{period[3]}" if period[3] else period[4])
        return f"{period[1]}-{part}"
    return text
