"""A workbook under the pen: text that stays text, formulas with their values, looks by name."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Sequence
from typing import Any

LONGEST = 32_000
"""A cell holds 32,767 characters; what is longer is cut and says so."""

SIGNS = {
    "E": ("#FFF2CC", "estimated by the source"),
    "I": ("#DDEBF7", "imputed"),
    "P": ("#E2EFDA", "provisional"),
    "B": ("#EDEDED", "break in series"),
    "M": ("#D9D9D9", "missing"),
    "S": ("#F8CBAD", "stale: too old to count"),
    "T": ("#E4DFEC", "changed by the treatment"),
}
"""What marks a cell beside its colour: a letter behind the number."""

LOOKS: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "head": {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top"},
    "label": {"bold": True, "font_color": "#404040"},
    "small": {"font_color": "#404040", "text_wrap": True, "valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "edit": {"bg_color": "#FFFFCC", "border": 1, "border_color": "#7F7F7F", "num_format": "General"},
    "part": {"num_format": "0.0%"},
    "whole": {"num_format": "0"},
    "climbed": {"num_format": '"up "0;"down "0;"="'},
}


class Book:
    """A workbook of sheets in memory; `formulas` counts what was written live."""

    def __init__(self, title: str, about: str) -> None:
        import xlsxwriter

        self._data = io.BytesIO()
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(self._data, options)
        # A fixed date of creation: the same study and seed give the same bytes.
        created = datetime.datetime(2000, 1, 1)
        self._book.set_properties({"title": fitting(title, 250), "comments": about, "created": created})
        self._looks: dict[tuple[tuple[str, object], ...], Any] = {}
        self.formulas = 0

    def look(self, *names: str, **more: object) -> Any:
        """A format made of named looks and of single properties."""
        found: dict[str, object] = {}
        for name in names:
            found |= LOOKS[name]
        key = tuple(sorted((found | more).items(), key=str))
        if key not in self._looks:
            self._looks[key] = self._book.add_format(dict(key))
        return self._looks[key]

    def marked(self, sign: str, number: str = "General") -> Any:
        """The format of a number that is marked by a letter and a colour; of no letter, the plain one."""
        if not sign:
            return self.look(num_format=number)
        return self.look(num_format=f'{number}" {sign}"', bg_color=SIGNS[sign][0])

    def sheet(self, name: str, widths: Sequence[float], freeze: tuple[int, int] = (0, 0)) -> Sheet:
        """A new sheet: widths of its columns, panes that stay in sight; a narrow one prints a page wide."""
        made = self._book.add_worksheet(name)
        for k, width in enumerate(widths):
            made.set_column(k, k, width)
        made.set_landscape()
        made.set_paper(9)
        if len(widths) <= 15:
            made.fit_to_pages(1, 0)
        if any(freeze):
            made.freeze_panes(*freeze)
            made.repeat_rows(0, freeze[0] - 1)
        return Sheet(self, made, widths)

    def finish(self) -> bytes:
        """The workbook as a file."""
        self._book.close()
        return self._data.getvalue()


class Sheet:
    """A sheet of a book. Rows and columns are counted from 0."""

    def __init__(self, book: Book, own: Any, widths: Sequence[float]) -> None:
        self.book, self.own, self.widths = book, own, widths

    def text(self, row: int, column: int, words: str, look: Any = None) -> None:
        """Words, whatever they begin with; nothing becomes a formula or a link."""
        if words:
            self.own.write_string(row, column, fitting(words), look)

    def value(self, row: int, column: int, given: object, look: Any = None) -> None:
        """A number or words; an empty cell for a gap."""
        if isinstance(given, bool):
            self.text(row, column, "yes" if given else "no", look)
        elif isinstance(given, int | float):
            if math.isfinite(given):
                self.own.write_number(row, column, given, look)
            elif look is not None:
                self.own.write_blank(row, column, None, look)
        elif given is not None:
            self.text(row, column, str(given), look)

    def formula(
        self, row: int, column: int, text: str, value: float | None, look: Any = None, array: bool = False
    ) -> None:
        """A formula with the value it has now, for readers that do not calculate; a gap shows nothing."""
        shown = "" if value is None or not math.isfinite(value) else value
        if array:
            self.own.write_array_formula(row, column, row, column, f"{{{text}}}", look, shown)
        else:
            self.own.write_formula(row, column, text, look, shown)
        self.book.formulas += 1

    def row(self, row: int, cells: Sequence[object], look: Any = None, start: int = 0) -> None:
        """Cells side by side in one look."""
        for k, each in enumerate(cells):
            self.value(row, start + k, each, look)

    def head(self, row: int, cells: Sequence[str]) -> None:
        """The heading of a table, as tall as its words."""
        self.row(row, cells, self.book.look("head"))
        self.tall(row, [f"{cell}   " for cell in cells], self.widths)

    def tall(self, row: int, cells: Sequence[object], widths: Sequence[float]) -> None:
        """The height of a row whose words are wrapped: programs that draw the sheet do not all find it themselves."""
        lines = [
            math.ceil(1.15 * len(str(each)) / width)
            for each, width in zip(cells, widths, strict=False)
            if isinstance(each, str) and each
        ]
        if max(lines, default=1) > 1:
            self.own.set_row(row, min(15 * max(lines), 400))

    def table(self, top: int, heads: Sequence[str], rows: Sequence[Sequence[object]], looks: dict[int, Any]) -> None:
        """A heading with a filter, and rows below it; `looks` are those of single columns."""
        self.head(top, heads)
        for r, cells in enumerate(rows, top + 1):
            for k, each in enumerate(cells):
                self.value(r, k, each, looks.get(k))
            if looks:
                self.tall(r, cells, self.widths)
        self.own.autofilter(top, 0, top + max(len(rows), 1), len(heads) - 1)


def fitting(words: str, most: int = LONGEST) -> str:
    """Words that fit into a cell: cut where they are too long, and then they say so."""
    return words if len(words) <= most else words[: most - 15].rstrip() + " … [cut here]"
