"""A page in the terminal. Rich lays it out; nothing of a page is ever read as Rich's markup."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from io import StringIO
from typing import TYPE_CHECKING, TextIO

from equalterms.draw import words
from equalterms.draw.bars import bars
from equalterms.draw.heat import shades
from equalterms.draw.network import grid
from equalterms.page import Block, Cell, Column, Figure, Heading, Link, Mark, Note, Page, Quote, Table, Text, Tree

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text as Line
    from rich.tree import Tree as Branch

PROSE = 100
ROW = 10_000
SIGN = {"good": "✓", "warn": "!", "bad": "✗", "plain": "·"}
STYLE = {"good": "green", "warn": "yellow", "bad": "red", "plain": ""}
_PLAIN = str.maketrans(
    dict(zip("–—−✓✗·●█─├└│", "---+x.o#-|`|", strict=True)) | {"“": '"', "”": '"', "’": "'", "…": "...", "∞": "inf"}
)


def show(page: Page, file: TextIO, width: int | None = None, colour: bool | None = None) -> None:
    """Prints a page.

    Colour is for terminals and never where NO_COLOR is set. Where `file` is no terminal, each row of
    a table stays on one line however long it is, and prose is wrapped at 100.
    """
    terminal = file.isatty()
    if colour is None:
        colour = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if width is None and terminal:
        width = shutil.get_terminal_size().columns
    file.write(_fit(drawn(page, width, colour), getattr(file, "encoding", None) or "utf-8"))


def drawn(page: Page, width: int | None = None, colour: bool = False) -> str:
    """A page as the text that `show` prints; without a width no row of a table is broken."""
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.tree import Tree as Branch

    held = StringIO()
    console = Console(
        file=held,
        width=width or ROW,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in _parts(page):
        console.print(part, width=None if isinstance(part, (Grid, Branch)) else min(width or PROSE, PROSE))
    lines = held.getvalue().split("\n")
    return "\n".join(lines if colour else (line.rstrip() for line in lines)).rstrip("\n") + "\n"


def _fit(text: str, encoding: str) -> str:
    """`text` with nothing in it that a file of this encoding could not hold."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(encoding, "backslashreplace").decode(encoding)
    return text


def _parts(page: Page) -> Iterator[RenderableType]:
    yield _line(page.title, "bold")
    if page.lead:
        yield _line(page.lead)
    for block in page.blocks:
        yield _line("")
        yield from _block(block)
    if page.foot:
        yield _line("")
        yield _line(page.foot, "dim")


def _block(block: Block) -> Iterator[RenderableType]:
    match block:
        case Heading():
            yield _line(block.text, "bold")
        case Text():
            yield _line(block.text)
        case Note():
            sign = SIGN["warn"] if block.tone == "warn" else "note:"
            yield _indented(_line(f"{sign} {block.text}", STYLE[block.tone]))
        case Quote():
            yield from _quote(block)
        case Table():
            yield from _table(block)
        case Figure():
            yield from _figure(block)
        case Tree():
            yield _tree(block)


def _line(text: str, style: str = "") -> Line:
    from rich.text import Text as Line

    return Line(words.visible(text), style=style)


def _indented(line: Line) -> RenderableType:
    from rich.padding import Padding

    return Padding(line, (0, 0, 0, 2))


def _quote(quote: Quote) -> Iterator[RenderableType]:
    line = _line("“")
    for text, marked in words.pieces(quote):
        line.append_text(_line(text, "bold underline" if marked else ""))
    yield _indented(line.append("”"))
    if quote.cite:
        yield _indented(_line("— " + quote.cite, "dim"))


def _table(table: Table, extra: Callable[[int], str] | None = None) -> Iterator[RenderableType]:
    from rich import box
    from rich.table import Table as Grid

    if table.caption:
        yield _line(table.caption, "italic")
    grid = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1))
    for column, holds in zip(table.columns, words.numeric(table), strict=True):
        justify = "right" if holds else "left"
        grid.add_column(_line(words.one_line(column.title)), justify=justify, overflow="fold")  # type: ignore[arg-type]
    if extra:
        grid.add_column("", no_wrap=True)
    for i, row in enumerate(table.rows):
        cells = [_cell(value, column) for value, column in zip(row, table.columns, strict=True)]
        grid.add_row(*cells, *([_line(extra(i))] if extra else []))
    yield grid


def _cell(value: Cell, column: Column) -> Line:
    text = words.cell(value, column)
    if isinstance(value, Mark):
        return _line(f"{SIGN[value.tone]} {text}", STYLE[value.tone])
    if isinstance(value, Link) and isinstance(value.text, str):
        return _line(text, "cyan" if words.amount(value) is None else "")
    return _line(text)


def _figure(figure: Figure) -> Iterator[RenderableType]:
    yield _line(figure.title, "bold")
    if figure.finding:
        yield _line(figure.finding)
    lines = grid(figure) or shades(figure)
    if lines is None:
        yield from _table(figure.table, bars(figure))
    else:
        yield from map(_line, lines)
    if figure.source:
        yield _line(f"Source: {figure.source}", "dim")


def _tree(tree: Tree) -> Branch:
    from rich.tree import Tree as Branch

    top = Branch(_line(tree.text), guide_style="dim")
    for child in tree.children:
        top.add(_tree(child))
    return top
