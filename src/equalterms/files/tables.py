"""Small CSV tables as rows that know their line; headings are checked before any row is read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from equalterms.errors import StudyError, nearest
from equalterms.files.faults import Faults
from equalterms.files.texts import decode, read_bytes
from equalterms.steps import finite

csv.field_size_limit(1_000_000)
_TIME = re.compile(r"([12][0-9]{3})(?:-(?:Q([1-4])|S([12])|(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?))?\Z")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells by heading, stripped, and the line where it begins."""

    file: str
    line: int
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")

    def needed(self, heading: str) -> str:
        """The cell; a StudyError where it is empty."""
        if not self[heading]:
            raise StudyError(f"{heading} is empty", remedy=f"give the {heading}")
        return self[heading]

    def number(self, heading: str) -> float | None:
        """The cell as a number, None where it is empty; a StudyError where it is no finite number."""
        text = self[heading]
        if not text:
            return None
        try:
            return finite(text)
        except ValueError:
            raise StudyError(f"{heading} is {text[:40]!r}, not a number", remedy=number_remedy(text)) from None

    def choice(self, heading: str, known: Collection[str], default: str = "") -> str:
        """The cell, which must be one of `known`; `default` where it is empty."""
        text = self[heading] or default
        if text not in known:
            raise StudyError(f"{heading} {text[:60]!r} is not known", remedy=nearest(text, known))
        return text

    def time(self, heading: str) -> str:
        """The cell as a time, empty where it is empty; a StudyError where it is none."""
        if self[heading]:
            years(self[heading], heading)
        return self[heading]


def number_remedy(text: str) -> str:
    """What to do about a cell that was to be a number."""
    if re.fullmatch(r"[+-]?[0-9]{1,3}([., \u00a0\u202f][0-9]{3})+|[+-]?[0-9]+,[0-9]+", text):
        return "write a point for decimals and no separator of thousands"
    if text.strip().lower() in ("na", "n/a", "nan", "..", "-", "null", "none"):
        return "leave the value empty and give the status M"
    return "write digits with a point for decimals"


@lru_cache(maxsize=4096)
def years(text: str, heading: str = "time") -> float:
    """A time as years at the end of its period: 2024 is 2025.0, 2024-06 is 2024.5; 1000 to 2999."""
    form = _TIME.match(text)
    if form is None:
        raise StudyError(
            f"{heading} {text[:40]!r} is out of range or no time",
            remedy="write 2024, 2024-06, 2024-06-30, 2024-Q2 or 2024-S1",
        )
    year, quarter, half, month, day = form.groups()
    start = int(year)
    if quarter:
        return start + int(quarter) / 4
    if half:
        return start + int(half) / 2
    if day:
        if int(day) > _days(start, int(month)):
            raise StudyError(f"{heading} {text!r} is no day of the calendar", remedy="check month and day")
        return start + (int(month) - 1 + int(day) / _days(start, int(month))) / 12
    return start + int(month) / 12 if month else start + 1.0


def _days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def rows(path: Path, columns: Collection[str], needed: Collection[str], faults: Faults, prefix: str = "") -> list[Row]:
    """The rows of a CSV file. Unknown, missing and doubled headings and ragged rows are faults."""
    file = path.name
    try:
        text = decode(read_bytes(path), file)
    except StudyError as error:
        place, _, line = error.where.partition(":")
        faults.add(place, int(line or 0), error.message, error.remedy)
        return []
    try:
        return list(_rows(text, file, columns, needed, faults, prefix))
    except csv.Error as error:
        faults.add(file, 0, f"is not CSV: {error}", "check quotes; a cell holds at most a million characters")
        return []


def _rows(
    text: str, file: str, columns: Collection[str], needed: Collection[str], faults: Faults, prefix: str
) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    head = [heading.strip() for heading in next(reader, [])]
    check_headings(head, file, columns, needed, faults, prefix)
    before = reader.line_num
    for cells in reader:
        line, before = before + 1, reader.line_num
        cells = [cell.strip() for cell in cells]
        if not any(cells):
            continue
        if len(cells) != len(head):
            faults.add(
                file,
                line,
                f"has {len(cells)} cells, the heading has {len(head)}",
                "quote cells that hold a comma",
            )
            continue
        yield Row(file, line, dict(zip(head, cells, strict=True)))


def check_headings(
    head: list[str],
    file: str,
    columns: Collection[str],
    needed: Collection[str],
    faults: Faults,
    prefix: str = "",
) -> None:
    """Faults for headings that are unknown, doubled or missing; `prefix` begins headings that are free."""
    if not any(head):
        faults.add(file, 1, "has no heading", "begin with: " + ",".join(needed))
        return
    for heading in dict.fromkeys(head):
        if head.count(heading) > 1:
            faults.add(file, 1, f"the column {heading!r} stands twice", "keep one")
        if heading not in columns and not (prefix and heading.startswith(prefix)):
            remedy = "separate cells by commas" if ";" in heading or "\t" in heading else nearest(heading, columns)
            faults.add(file, 1, f"the column {heading[:60]!r} is not known", remedy)
    for heading in needed:
        if heading not in head:
            faults.add(file, 1, f"the column {heading!r} is missing", "add it")
