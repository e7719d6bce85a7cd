"""Cells in words: how a number, a link or a mark is written, wherever it is drawn."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise

from equalterms.page import Cell, Column, Figure, Link, Mark, Page, Quote, Table

NOTHING = "–"
_HARMLESS = frozenset("\n\t\u00ad\u200b\u200c\u200d\u2060")
_UNSAFE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_NUMBER = re.compile(r"\s*[-−+]?\d[\d,\u00a0\u202f ]*(\.\d+)?\s*%?\s*")


def visible(text: str) -> str:
    """`text` with control, direction-changing and unpaired characters written out (`\\x1b`, `\\u202e`).

    Line ends, tabs, soft hyphens and the joiners of Persian or Hindi stay what they are.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_seen, text.replace("\r\n", "\n")))


def _seen(char: str) -> str:
    if char in _HARMLESS or unicodedata.category(char) not in _UNSAFE:
        return char
    return char.encode("unicode_escape").decode("ascii")


def one_line(text: str) -> str:
    """`visible(text)` on one line: for cells, titles and labels."""
    return " ".join(visible(text).split())


def number(value: float, column: Column | None = None) -> str:
    """A number as its column writes it; without a column, as briefly as it is still itself."""
    if not math.isfinite(value):
        return NOTHING if math.isnan(value) else ("∞" if value > 0 else "-∞")
    digits = column.digits if column else None
    if column and column.share:
        return _signed(f"{value * 100:.{digits or 0}f}") + "%"
    if digits is not None:
        return _signed(f"{value:,.{digits}f}" if abs(value) >= 10_000 else f"{value:.{digits}f}")
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return f"{value:.0f}"
    return f"{value:.6g}"


def _signed(text: str) -> str:
    """No minus before nothing: -0.0 is 0.0."""
    return text.lstrip("-") if text.startswith("-") and not text.strip("-0.,") else text


def cell(value: Cell, column: Column | None = None) -> str:
    """A cell in words: – for nothing, the text of a link or a mark, a number as its column says."""
    if isinstance(value, Link):
        return cell(value.text, column)
    if isinstance(value, Mark):
        return one_line(value.text)
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    return one_line(value) if isinstance(value, str) else number(value, column)


def amount(value: Cell) -> float | None:
    """The number that a cell sorts and is drawn by; None where it has none."""
    if isinstance(value, Link):
        return amount(value.text)
    if isinstance(value, bool) or value is None or isinstance(value, Mark):
        return None
    if isinstance(value, str):
        if not _NUMBER.fullmatch(value):
            return None
        return float(re.sub(r"[^\d.\-]", "", value.replace("−", "-")))
    return float(value) if math.isfinite(value) else None


def numeric(table: Table) -> tuple[bool, ...]:
    """For each column of `table`, whether it holds numbers alone."""
    return tuple(_all_numbers(row[i] for row in table.rows) for i in range(len(table.columns)))


def _all_numbers(cells: Iterable[Cell]) -> bool:
    there = [value for value in cells if value is not None and cell(value).strip("–- ")]
    return bool(there) and all(amount(value) is not None for value in there)


def naming(table: Table) -> int:
    """The column that names the rows: the first that does not hold numbers."""
    return next((i for i, holds in enumerate(numeric(table)) if not holds), 0)


def column(table: Table, key: str) -> int:
    """The place of the column that has this key."""
    return next(i for i, each in enumerate(table.columns) if each.key == key)


def titled(figure: Figure, role: str) -> str:
    """The title of the column that plays a role in a figure, on one line."""
    return one_line(figure.table.columns[column(figure.table, figure.roles[role])].title)


def pieces(quote: Quote) -> tuple[tuple[str, bool], ...]:
    """The text of a quote in pieces, each with whether it is marked; overlapping marks are one."""
    end = len(quote.text)
    spans = [(max(0, a), min(b, end)) for a, b in quote.marks]
    cuts = sorted({0, end, *(i for span in spans for i in span if 0 <= i <= end)})
    return tuple((quote.text[a:b], any(x <= a and b <= y for x, y in spans)) for a, b in pairwise(cuts))


def figures(page: Page) -> tuple[Figure, ...]:
    """The figures that stand on a page, in order."""
    return tuple(block for block in page.blocks if isinstance(block, Figure))
