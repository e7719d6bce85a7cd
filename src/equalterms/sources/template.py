"""Our own workbook: written as a template with drop-down lists and comments, read again when it is filled in."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Any

from equalterms.errors import StudyError, nearest
from equalterms.files import load
from equalterms.files.observations import COLUMNS as OBSERVED
from equalterms.files.tree import COLUMNS as NODE
from equalterms.files.write import EXAMPLE, Line, Tables, rows
from equalterms.methods import steps
from equalterms.model import STATUSES, Study
from equalterms.sources.grid import Sheet, Table, table
from equalterms.steps import finite, parse

SHEETS = ("study", "indicators", "data", "units", "sources", "lists")
_RECIPE = {
    **{family: steps[family].caption for family in steps},
    "needs": "the least share of a pillar's weight that must be present for a score, 0 to 1",
    "max_age": "values older than this many years do not count",
}
_STUDY = {
    "title": "what the study is called",
    "time": "the year that is looked at",
    "licence": "the licence of the study as a whole",
    **_RECIPE,
    "note": "what readers must not miss",
}
_SOURCES = {
    "id": "a short name: letters, digits, _ and -",
    "title": "the title of the publication or table",
    "licence": "the licence of the data; needed",
    "publisher": "who publishes it",
    "url": "where it is",
    "citation": "how to cite it",
    "retrieved": "the day it was fetched, such as 2024-03-13",
    "note": "anything else",
}
_HELP = {
    "id": "A short name: letters, digits and _, beginning with a letter.",
    "parent": "The id of the row above; empty for the index; none for a series beside the tree.",
    "name": "The name for readers.",
    "measure": "Indicators only: the unit of measure, such as years, percent, USD.",
    "direction": "Indicators only: 1 more is better, -1 less is better.",
    "weight": "Counts among the children of one parent. Empty: 1, or for a pillar what its children weigh.",
    "goalpost_low": "The value that counts as worst, for normalise goalposts.",
    "goalpost_high": "The value that counts as best.",
    "target": "The value to reach, for normalise methods that measure the distance to it.",
    "denominator": "The id of the series by which values are divided; population / 1000000 is per million.",
    "max_age": "Values older than this many years do not count.",
    "fill": "A method for this row alone; a name, or a name with options: mean(by=continent).",
    "treat": "A method for this row alone, such as winsorise(most=5).",
    "normalise": "A method for this row alone, such as goalposts(scale=log, high=100).",
    "pool": "How a bloc's value comes from its members': sum, weighted_mean(weight=population), max ...",
    "weigh": "Pillars only: weights by a method.",
    "aggregate": "Pillars only: a method for this pillar alone.",
    "needs": "Pillars only: the least share of weight that must be present.",
    "source": "An id of the sheet sources.",
    "definition": "What is counted, in a sentence.",
    "unit": "An ISO 3166 alpha-3 code (NOR; Kosovo XKX), or a code of the sheet units.",
    "indicator": "An id of the sheet indicators that is no pillar.",
    "time": "2024, 2024-06, 2024-06-30, 2024-Q2 or 2024-S1.",
    "value": "A number; empty for a gap, with the status M.",
    "status": "; ".join(f"{code} {word}" for code, word in STATUSES.items()) + "; empty is A.",
    "where": "The place in the source: page, table, column, cell.",
    "quote": "The words of the source, where the value was read in a text.",
}
_LAST_ROW = 2_000


def template() -> bytes:
    """The workbook, filled with the example study, so that it is a study before anything is changed in it."""
    import xlsxwriter

    study = load(EXAMPLE)
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(out, options) as book:
        # A fixed date of creation: the same program gives the same bytes.
        book.set_properties({"created": datetime.datetime(2000, 1, 1), "title": "Equal Terms: a study"})
        write = _Writer(book)
        write.sheet("study", {"key": "", "value": "", "what": ""}, _study_rows(study))
        nodes, values = rows(EXAMPLE, "indicators.csv"), rows(EXAMPLE, "observations.csv")
        write.sheet("indicators", {key: _HELP[key] for key in NODE}, _as(nodes, NODE))
        write.sheet("data", {key: _HELP[key] for key in OBSERVED}, _as(values, OBSERVED))
        units = rows(EXAMPLE, "units.csv")
        groups = dict.fromkeys(units[0][2:], "A group of the unit; any number of columns group.NAME.")
        write.sheet("units", {"unit": "The code, in capital letters.", "name": _HELP["name"], **groups}, units[1:])
        sources = [[getattr(source, key) for key in _SOURCES] for source in study.sources.values()]
        write.sheet("sources", {key: f"{text.capitalize()}." for key, text in _SOURCES.items()}, sources)
        write.lists()
    return out.getvalue()


def _as(made: Sequence[Sequence[str]], columns: Sequence[str]) -> list[list[str]]:
    """Rows of a CSV file under other columns; empty where the file has none."""
    head = made[0]
    return [[dict(zip(head, row, strict=True)).get(key, "") for key in columns] for row in made[1:]]


def _study_rows(study: Study) -> list[list[str]]:
    recipe = {key: getattr(study.recipe, key) for key in _RECIPE}
    values = {"title": study.title, "time": study.time, "licence": study.licence, **recipe, "note": study.notes[0]}
    return [[key, str(values[key]), what] for key, what in _STUDY.items()]


class _Writer:
    """The sheets of the template, in one style."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bg_color": "#DDE5EE", "bottom": 1})
        self.number = book.add_format({"num_format": "General"})
        self.text = book.add_format({"num_format": "@"})
        self.lists_of: dict[str, list[str]] = {
            **{family: list(steps[family]) for family in steps},
            "direction": ["1", "-1"],
            "status": list(STATUSES),
        }

    def sheet(self, name: str, heads: Mapping[str, str], lines: Sequence[Sequence[str]]) -> None:
        """A sheet: bold headings with comments, frozen; the rows; drop-down lists below the headings."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for column, (heading, text) in enumerate(heads.items()):
            sheet.write_string(0, column, heading, self.head)
            if text:
                sheet.write_comment(0, column, text, {"x_scale": 2})
            numeric = heading in ("value", "weight", "goalpost_low", "goalpost_high", "max_age", "needs", "direction")
            wide = 48 if heading in ("title", "what", "definition", "name", "note", "citation") else 16
            sheet.set_column(column, column, wide, self.number if numeric else self.text)
            self._choices(sheet, heading, column)
        for row, cells in enumerate(lines, 1):
            for column, (heading, cell) in enumerate(zip(heads, cells, strict=True)):
                self._cell(sheet, row, column, heading, cell)
        if name == "study":
            for row, cells in enumerate(lines, 1):
                self._choices(sheet, cells[0], 1, row, row)

    def _cell(self, sheet: Any, row: int, column: int, heading: str, cell: str) -> None:
        if cell and heading in ("value", "weight", "goalpost_low", "goalpost_high", "direction", "time"):
            try:
                sheet.write_number(row, column, finite(cell))
            except ValueError:
                sheet.write_string(row, column, cell)
        elif cell:
            sheet.write_string(row, column, cell)

    def _choices(self, sheet: Any, heading: str, column: int, first: int = 1, last: int = _LAST_ROW) -> None:
        """A drop-down list. It helps and does not bar: a method may bear options, a parent may be new."""
        ranges = {
            "parent": "=indicators!$A$2:$A$2001",
            "denominator": "=indicators!$A$2:$A$2001",
            "indicator": "=indicators!$A$2:$A$2001",
            "source": "=sources!$A$2:$A$201",
        }
        if heading in self.lists_of:
            letter = chr(65 + list(self.lists_of).index(heading))
            ranges[heading] = f"=lists!${letter}$2:${letter}${len(self.lists_of[heading]) + 1}"
        if heading in ranges:
            strict = heading in ("direction", "status")
            rule = {"validate": "list", "source": ranges[heading], "error_type": "stop" if strict else "information"}
            sheet.data_validation(first, column, last, column, rule)

    def lists(self) -> None:
        """The sheet that the drop-down lists draw from: the families of methods as this program has them."""
        sheet = self.book.add_worksheet("lists")
        sheet.freeze_panes(1, 0)
        for column, (heading, choices) in enumerate(self.lists_of.items()):
            sheet.write_string(0, column, heading, self.head)
            sheet.set_column(column, column, 24)
            for row, choice in enumerate(choices, 1):
                if heading == "direction":
                    sheet.write_number(row, column, int(choice))
                else:
                    sheet.write_string(row, column, choice)


def read(sheets: Mapping[str, Sheet], time: int | None) -> Tables:
    """The study of a filled template; a StudyError with sheet and cell at the first thing that is wrong."""
    said, notes = _study(sheets["study"])
    sources = _sources(sheets["sources"]) if "sources" in sheets else {}
    data = _table(sheets["data"], OBSERVED, ("unit", "indicator", "time", "value", "source"))
    if time is None and not said.get("time"):
        raise StudyError("the study has no time", sheets["study"].called, "write the year beside `time`")
    return Tables(
        title=said.get("title") or sheets["study"].file.rpartition(".")[0],
        time=time if time is not None else int(said["time"]),
        licence=said.get("licence") or "not stated",
        sources=sources,
        indicators=_lines(_table(sheets["indicators"], NODE, ("id", "parent", "name"))),
        observations=[(_observed(data, row), data.where(row, "value")) for row in data.lines()],
        units=_lines(_table(sheets["units"], ("unit", "name"), ("unit", "name"), "group."))
        if "units" in sheets
        else (),
        recipe={key: said[key] for key in _RECIPE if said.get(key)},
        notes=tuple(notes),
    )


def _study(sheet: Sheet) -> tuple[dict[str, str], list[str]]:
    made = _table(sheet, ("key", "value", "what"), ("key", "value"))
    said: dict[str, str] = {}
    notes = []
    for row in made.lines():
        key, value = made.text(row, "key"), made.text(row, "value")
        where = made.where(row, "value")
        if key not in _STUDY:
            raise StudyError(f"the key {key[:40]!r} is not known", made.where(row, "key"), nearest(key, _STUDY))
        if key in steps and value:
            try:
                parse(value, key)
            except StudyError as error:
                raise StudyError(error.message, where, error.remedy) from None
        elif key == "time" and not (value.isdigit() and len(value) == 4):
            raise StudyError(f"time is {value[:40]!r}", where, "write the year, such as 2024")
        elif key in ("needs", "max_age"):
            made.number(row, "value")
        if key == "note":
            notes += [value] if value else []
        else:
            said[key] = value
    return said, notes


def _sources(sheet: Sheet) -> dict[str, dict[str, str]]:
    made = _table(sheet, tuple(_SOURCES), ("id", "title", "licence"))
    found: dict[str, dict[str, str]] = {}
    for row in made.lines():
        id = made.needed(row, "id")
        if id in found:
            raise StudyError(f"the source {id!r} stands twice", made.where(row, "id"), "keep one")
        if not id.replace("-", "_").isidentifier() or not id.isascii() or not id[0].isalpha() or len(id) > 64:
            raise StudyError(f"{id[:60]!r} is no id of a source", made.where(row, "id"), "letters, digits, _ and -")
        found[id] = {key: made.text(row, key) for key in _SOURCES if key != "id"}
        found[id] |= {key: made.needed(row, key) for key in ("title", "licence")}
    return found


def _table(sheet: Sheet, columns: Sequence[str], needed: Sequence[str], prefix: str = "") -> Table:
    made = table(sheet)
    if made is None:
        raise StudyError("holds no heading", sheet.called, "begin with: " + ", ".join(needed))
    for heading in made.columns:
        if heading not in columns and not (prefix and heading.startswith(prefix)):
            where = made.where(made.head, heading)
            raise StudyError(f"the heading {heading[:60]!r} is not known", where, nearest(heading, columns))
    for heading in needed:
        if heading not in made.columns:
            raise StudyError(f"the heading {heading!r} is missing", sheet.called, "add the column")
    return made


def _lines(made: Table) -> tuple[Line, ...]:
    first = next(iter(made.columns))
    return tuple(
        Line({key: made.text(row, key) for key in made.columns}, made.where(row, first)) for row in made.lines()
    )


def _observed(data: Table, row: int) -> tuple[str, ...]:
    value = data.number(row, "value")
    cells = {key: data.text(row, key) for key in OBSERVED}
    status = cells["status"] or ("A" if value else "M")
    return tuple({**cells, "value": value, "status": status}[key] for key in OBSERVED)
