"""A small calculator for the formulas of the workbook, written by what spreadsheet programs document.

It knows operators, ranges and the sixteen functions that the workbook uses, and nothing of the program
under test. It calculates from the cells' formulas and constants alone: the values written beside formulas are not read.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
from openpyxl.utils import range_boundaries

TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>[0-9]+\.?[0-9]*(?:E[+-]?[0-9]+)?)'
    r"|(?P<name>(?:[A-Za-z]+!)?\$?[A-Z]+\$?[0-9]+(?::\$?[A-Z]+\$?[0-9]+)?|[A-Z]+[0-9]*(?=\())"
    r"|(?P<sign>>=|<=|<>|[-+*/^=<>(),]))",
    re.I,
)
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
}


class CellError(Exception):
    """What a program shows as #VALUE!, #NUM! or #DIV/0!."""


def number(value: Any) -> float:
    """A value in arithmetic: an empty cell is 0, text is an error."""
    if isinstance(value, CellError):
        raise value
    if isinstance(value, str):
        raise CellError(f"#VALUE! {value!r}")
    return 0.0 if value is None else float(value)


def each(function: Callable[..., Any], *given: Any) -> Any:
    """A function of single values, done to each element where an argument is a range; an error stays where it is."""

    def one(*values: Any) -> Any:
        try:
            return function(*values)
        except (CellError, ZeroDivisionError, ValueError, OverflowError) as error:
            return error if isinstance(error, CellError) else CellError(str(error))

    if any(isinstance(value, np.ndarray) for value in given):
        return np.vectorize(one, otypes=[object])(*given)
    return one(*given)


def numbers(given: tuple[Any, ...]) -> list[float]:
    """The numbers in ranges and values; text and empty cells of a range do not count, an error does."""
    found: list[float] = []
    for value in given:
        for single in value.ravel() if isinstance(value, np.ndarray) else [value]:
            if isinstance(single, CellError):
                raise single
            if isinstance(single, int | float) and not isinstance(single, bool):
                found.append(float(single))
    return found


def sumproduct(*given: Any) -> float:
    """Products of ranges added up; between commas text counts as 0."""
    total = 0.0
    for row in zip(*(value.ravel() for value in given), strict=True):
        wrong = [value for value in row if isinstance(value, CellError)]
        if wrong:
            raise wrong[0]
        total += math.prod(numbers((value,))[0] if numbers((value,)) else 0.0 for value in row)
    return total


def rank(own: float, among: Any) -> float:
    """1 and how many of the numbers are larger."""
    return 1.0 + sum(value > number(own) for value in numbers((among,)))


PLAIN: dict[str, Callable[..., Any]] = {
    "SUM": lambda *x: math.fsum(numbers(x)),
    "COUNT": lambda *x: float(len(numbers(x))),
    "MIN": lambda *x: min(numbers(x), default=0.0),
    "MAX": lambda *x: max(numbers(x), default=0.0),
    "AVERAGE": lambda *x: statistics.fmean(numbers(x)),
    "STDEV": lambda *x: statistics.stdev(numbers(x)),
    "SUMPRODUCT": sumproduct,
    "RANK": rank,
    "AND": lambda *x: all(number(value) for value in x),
}
BY_ELEMENT: dict[str, Callable[..., Any]] = {
    "ISNUMBER": lambda x: isinstance(x, int | float) and not isinstance(x, bool),
    "IF": lambda test, yes, no: yes if number(test) else no,
    "LN": lambda x: math.log(number(x)),
    "LOG10": lambda x: math.log10(number(x)),
    "EXP": lambda x: math.exp(number(x)),
    "INT": lambda x: float(math.floor(number(x))),
    "ROUND": lambda x, digits: round(number(x), int(digits)),
}


class Engine:
    """A workbook's cells by sheet and place, calculated when they are asked for."""

    def __init__(self, path: Path) -> None:
        book = openpyxl.load_workbook(path)
        self.cells = {
            (sheet.title, cell.row, cell.column): getattr(cell.value, "text", cell.value)
            if cell.data_type == "f"
            else ("text", cell.value)
            if isinstance(cell.value, str)
            else cell.value
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        self.names = book.sheetnames
        self.known: dict[tuple[str, int, int], Any] = {}

    def put(self, sheet: str, row: int, column: int, value: float | None) -> None:
        """A user's number in a cell; everything is calculated anew."""
        self.cells[sheet, row, column] = value
        self.known = {}

    def value(self, sheet: str, row: int, column: int) -> Any:
        """The value of a cell; None for an empty one. Rows and columns are counted from 1."""
        place = (sheet, row, column)
        if place not in self.known:
            held = self.cells.get(place)
            if isinstance(held, tuple):
                self.known[place] = held[1]
            elif isinstance(held, str):
                self.known[place] = _Reader(self, sheet, held).whole()
            else:
                self.known[place] = held
        return self.known[place]

    def range(self, sheet: str, address: str) -> Any:
        """A range as an array, or the value of a single cell."""
        left, top, right, bottom = _bounds(address)
        if ":" not in address:
            return self.value(sheet, top, left)
        out = np.empty((bottom - top + 1, right - left + 1), dtype=object)
        for r, c in np.ndindex(out.shape):
            out[r, c] = self.value(sheet, top + r, left + c)
        return out


@cache
def _bounds(address: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(address)
    return int(left), int(top), int(right), int(bottom)


@cache
def _tokens(formula: str) -> tuple[tuple[str, str], ...]:
    found, at, text = [], 0, formula.strip("{}").removeprefix("=")
    while at < len(text):
        match = TOKEN.match(text, at)
        assert match, f"not understood: {text[at:]}"
        found.append((str(match.lastgroup), match.group().strip()))
        at = match.end()
    return (*found, ("end", ""))


class _Reader:
    """A formula read from left to right: comparisons, sums, products, powers, signs, atoms."""

    def __init__(self, engine: Engine, sheet: str, formula: str) -> None:
        self.engine, self.sheet, self.tokens, self.at = engine, sheet, _tokens(formula), 0

    def whole(self) -> Any:
        made = self.compare()
        assert self.tokens[self.at][0] == "end", self.tokens[self.at :]
        return made

    def took(self, *signs: str) -> str:
        kind, text = self.tokens[self.at]
        if kind == "sign" and text in signs:
            self.at += 1
            return text
        return ""

    def compare(self) -> Any:
        made = self.level(("+", "-"), lambda: self.level(("*", "/"), self.power))
        while sign := self.took(*COMPARE):
            other = self.level(("+", "-"), lambda: self.level(("*", "/"), self.power))
            made = each(COMPARE[sign], made, other)
        return made

    def level(self, signs: tuple[str, ...], below: Callable[[], Any]) -> Any:
        work: dict[str, Callable[[Any, Any], float]] = {
            "+": lambda a, b: number(a) + number(b),
            "-": lambda a, b: number(a) - number(b),
            "*": lambda a, b: number(a) * number(b),
            "/": lambda a, b: number(a) / number(b),
        }
        made = below()
        while sign := self.took(*signs):
            made = each(work[sign], made, below())
        return made

    def power(self) -> Any:
        made = self.signed()
        while self.took("^"):
            made = each(lambda a, b: math.pow(number(a), number(b)), made, self.signed())
        return made

    def signed(self) -> Any:
        if self.took("-"):
            return each(lambda a: -number(a), self.signed())
        return self.atom()

    def atom(self) -> Any:
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return float(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "sign":
            assert text == "(", text
            made = self.compare()
            assert self.took(")")
            return made
        if not self.took("("):
            sheet, _, address = text.rpartition("!")
            return self.engine.range(sheet or self.sheet, address.replace("$", ""))
        given = [self.compare()]
        while self.took(","):
            given.append(self.compare())
        assert self.took(")")
        return each(BY_ELEMENT[text], *given) if text in BY_ELEMENT else self.plain(text, given)

    def plain(self, name: str, given: list[Any]) -> Any:
        try:
            return PLAIN[name](*given)
        except (CellError, statistics.StatisticsError) as error:
            return error if isinstance(error, CellError) else CellError(str(error))
