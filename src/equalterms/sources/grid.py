"""A sheet as it lies in the file: text in cells that know their place, and the table that stands on it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from equalterms.errors import StudyError, one_line
from equalterms.files.tables import number_remedy
from equalterms.steps import finite

ERRORS = ("#DIV/0!", "#NULL!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CALC!")
UNCOUNTED = "#UNCOUNTED!"
# Words that say there is no value. Excel's #N/A says the same, so it is no error here.
MISSING = frozenset(
    ("", "na", "n/a", "#n/a", "nan", "nat", "<na>", "null", "none", "..", "...", "…", "-", "--", "–", "—")
)
Merged = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, a CSV file (its `name` is empty) or a frame: rows of text, from the first cell on.

    `merged` are the ranges of merged cells: first row, first column, last row, last column, from 0.
    """

    file: str
    name: str
    rows: list[list[str]]
    merged: tuple[Merged, ...] = ()
    hidden: bool = False

    def cell(self, row: int, column: int) -> str:
        """The text of a cell, stripped; empty beyond the sheet. A StudyError where it holds an error of Excel."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else []
        text = cells[column].strip() if 0 <= column < len(cells) else ""
        if text == UNCOUNTED:
            remedy = "open the file in Excel or LibreOffice and save it again, so that results are stored"
            raise StudyError("holds a formula without a stored result", self.where(row, column), remedy)
        if text.startswith("#") and text in ERRORS:
            remedy = "mend the formula, or empty the cell where there is no value"
            raise StudyError(f"holds the error {text}", self.where(row, column), remedy)
        return text

    def place(self, row: int, column: int | None = None) -> str:
        """The place inside the file: `Data!C5`, `row 5, column C`, or the row alone."""
        if self.name:
            return f"{_shown(self.name)}!{letters(column)}{row + 1}" if column is not None else f"row {row + 1}"
        return f"row {row + 1}" + (f", column {letters(column)}" if column is not None else "")

    def where(self, row: int, column: int | None = None) -> str:
        """The place with the file: `scores.xlsx, Data!C5`."""
        if self.name and column is None:
            return f"{self.file}, {one_line(self.name)}, row {row + 1}"
        return f"{self.file}, {self.place(row, column)}"

    @property
    def called(self) -> str:
        """The file, with the sheet if it has one."""
        return f"{self.file}, sheet {one_line(self.name)!r}" if self.name else self.file

    def number(self, row: int, column: int) -> str:
        """The cell as the text of a finite number, empty for a gap; a StudyError where it is neither."""
        text = self.cell(row, column).replace("\u2212", "-")
        if missing(text):
            return ""
        try:
            finite(text)
        except ValueError:
            raise StudyError(f"{text[:40]!r} is not a number", self.where(row, column), _remedy(text)) from None
        return text


def _remedy(text: str) -> str:
    """What to do about a cell that was to be a number."""
    if text.endswith("%"):
        return "write the number alone: the unit of measure stands with the indicator"
    if re.fullmatch(r"[+-]?[0-9]{1,3}(?:[., \u00a0\u202f'][0-9]{3})+[.,][0-9]+", text):
        return "write a point for decimals and no separator of thousands"
    return number_remedy(text)


@lru_cache(maxsize=256)
def _shown(name: str) -> str:
    return one_line(name)


@lru_cache(maxsize=32_768)
def letters(column: int | None) -> str:
    """A column as Excel names it: 0 is A, 26 is AA."""
    text, left = "", (column or 0) + 1
    while left:
        left, place = divmod(left - 1, 26)
        text = chr(65 + place) + text
    return text


def missing(text: str) -> bool:
    """Whether a cell's text is a known word for a missing value."""
    return text.strip().lower() in MISSING


def written(value: object) -> str:
    """A value of a workbook or a frame as text: whole numbers without a point, all digits of others."""
    # A NaN is not itself; the missing values of pandas are known by name, since pandas is not imported.
    if value is None or type(value).__name__ in ("NAType", "NaTType") or value != value:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or type(value).__name__ in ("bool_", "bool"):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if hasattr(value, "__index__"):
        return str(int(value))
    if hasattr(value, "__float__") and not isinstance(value, datetime.timedelta):
        number = float(value)
        return str(int(number)) if abs(number) < 1e15 and number.is_integer() else repr(number)
    return str(value)


@dataclass(slots=True)
class Table:
    """What stands on a sheet: a heading row, and below it a row for each thing."""

    sheet: Sheet
    head: int
    columns: dict[str, int] = field(default_factory=dict)

    def lines(self) -> Iterator[int]:
        """The rows below the heading that hold anything."""
        for row in range(self.head + 1, len(self.sheet.rows)):
            if any(cell.strip() for cell in self.sheet.rows[row]):
                yield row

    def text(self, row: int, heading: str) -> str:
        """The cell below a heading; empty where the heading is not there."""
        return self.sheet.cell(row, self.columns[heading]) if heading in self.columns else ""

    def needed(self, row: int, heading: str) -> str:
        """The cell, which must not be empty."""
        text = self.text(row, heading)
        if not text:
            raise StudyError("is empty", self.where(row, heading), f"give the {heading}")
        return text

    def number(self, row: int, heading: str) -> str:
        """The cell as the text of a number; empty for a gap."""
        return self.sheet.number(row, self.columns[heading]) if heading in self.columns else ""

    def where(self, row: int, heading: str = "") -> str:
        """The file and the place in it."""
        return self.sheet.where(row, self.columns.get(heading))

    def column(self, heading: str) -> list[str]:
        """Every cell below a heading."""
        return [self.text(row, heading) for row in self.lines()]


def table(sheet: Sheet, rename: Mapping[str, str] | None = None) -> Table | None:
    """The table of a sheet, whose heading is the first row with two cells or more; None where there is none.

    `rename` gives headings (in small letters) the names that the reader uses; of several that would bear
    one name, the one that bears it already has it, or else the first. Doubled headings, values without a
    heading and merged cells in the table are refused.
    """
    filled = (n for n, row in enumerate(sheet.rows) if sum(1 for cell in row if cell.strip()) > 1)
    head = next(filled, None)
    if head is None:
        return None
    made = Table(sheet, head)
    texts = [sheet.cell(head, column) for column in range(len(sheet.rows[head]))]
    literal = {text.lower() for text in texts}
    for column, own in enumerate(texts):
        heading = (rename or {}).get(own.lower(), own)
        if heading in made.columns or (heading in literal and heading != own.lower()):
            heading = own
        if heading in made.columns:
            raise StudyError(f"the heading {own[:60]!r} stands twice", sheet.where(head, column), "keep one")
        if own:
            made.columns[heading] = column
    _no_loose_cells(made)
    _no_merged_cells(made)
    return made


def _no_loose_cells(made: Table) -> None:
    known = set(made.columns.values())
    for row in made.lines():
        for column, cell in enumerate(made.sheet.rows[row]):
            if cell.strip() and column not in known:
                remedy = f"write a heading into {letters(column)}{made.head + 1}, or empty the column"
                raise StudyError("holds a value without a heading", made.sheet.where(row, column), remedy)


def _no_merged_cells(made: Table) -> None:
    for top, left, bottom, right in made.sheet.merged:
        if bottom >= made.head and left <= max(made.columns.values()):
            cells = f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
            raise StudyError(
                f"the cells {cells} are merged", made.sheet.called, "unmerge them and fill each cell with its own value"
            )
