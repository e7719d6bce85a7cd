"""Cells in words."""

from __future__ import annotations

import math

import pytest

from equalterms.draw import words
from equalterms.page import Cell, Column, Link, Mark, Quote, Table

ONE = Column("x", "X", digits=1)
SHARE = Column("x", "X", share=True)


@pytest.mark.parametrize(
    ("value", "column", "text"),
    [
        (None, ONE, "–"),
        (math.nan, ONE, "–"),
        (math.inf, ONE, "∞"),
        (True, None, "yes"),
        (False, None, "no"),
        (2030, None, "2030"),
        (12345, None, "12345"),
        (2030.0, None, "2030"),
        (0.1 + 0.2, None, "0.3"),
        (71.25, ONE, "71.2"),
        (-0.04, ONE, "0.0"),
        (-0.06, ONE, "-0.1"),
        (-12345.6, ONE, "-12,345.6"),
        (9999.9, ONE, "9999.9"),
        (0.25, SHARE, "25%"),
        (-0.001, SHARE, "0%"),
        (0.1234, Column("x", "X", digits=1, share=True), "12.3%"),
        (Link(71.25, "why/A"), ONE, "71.2"),
        (Link("A", "a"), ONE, "A"),
        (Mark("slow", "warn"), None, "slow"),
        ("two\nlines\tand\x1b[0m", None, "two lines and\\x1b[0m"),
    ],
)
def test_cell(value: Cell, column: Column | None, text: str) -> None:
    assert words.cell(value, column) == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain", "plain"),
        ("Россия 中国\u00a0 نِ", "Россия 中国\u00a0 نِ"),
        ("a\nb\tc", "a\nb\tc"),
        ("a\r\nb", "a\nb"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\u202eevil\u2066\u200f", "\\u202eevil\\u2066\\u200f"),
        ("\u2028\ufeff\ud800", "\\u2028\\ufeff\\ud800"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_visible(text: str, seen: str) -> None:
    assert words.visible(text) == seen


def test_numeric_columns() -> None:
    columns = tuple(Column(name, name) for name in "abcde")
    rows: tuple[tuple[Cell, ...], ...] = (
        (1, Link("71.3", "w"), None, "1–2", True),
        (None, Link("–", "w"), None, "2–3", False),
        (2.5, Link("−1,200.5", "w"), None, "3", True),
    )
    table = Table(columns, rows)
    assert words.numeric(table) == (True, True, False, False, False)
    assert words.amount(rows[2][1]) == -1200.5
    assert words.naming(table) == 2


def test_pieces_of_a_quote_are_the_quote() -> None:
    quote = Quote("0123456789", marks=((2, 4), (3, 6), (8, 99), (5, 5)))
    pieces = words.pieces(quote)
    assert "".join(text for text, _ in pieces) == quote.text
    assert "".join(text for text, marked in pieces if marked) == "234589"
    assert words.pieces(Quote("")) == ()
