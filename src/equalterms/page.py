"""What can stand on a page. A page is data: the terminal prints it, the report writes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to another page: `to` is the page's name, such as `why/RUS`.

    A number may be the text: it is then written as its column says.
    """

    text: str | float
    to: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A word for a status with its tone; it is drawn as word, shape and colour, never colour alone."""

    text: str
    tone: Literal["good", "warn", "bad", "plain"] = "plain"


Cell = str | int | float | bool | None | Link | Mark


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `key` for machines, `title` for people, how its numbers are written.

    `digits` are decimals; `share` writes 0.25 as 25%; `help` is the definition behind the heading.
    """

    key: str
    title: str
    digits: int | None = None
    share: bool = False
    help: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; `caption` says in a sentence what they show."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that a reader must not miss: a gap, an assumption, a warning."""

    text: str
    tone: Literal["plain", "warn"] = "plain"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a source, verbatim, with the parts that a claim rests on marked by offsets."""

    text: str
    cite: str = ""
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture of a table: `kind` names the drawing, `table` is both its data and its twin.

    `roles` says which column plays which part (`{"x": "score", "y": "name"}`); `finding` is the
    one sentence that a reader who cannot see the picture needs; `source` is printed inside it.
    """

    kind: str
    title: str
    table: Table
    roles: Mapping[str, str] = field(default_factory=dict)
    finding: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """A line with lines under it, to any depth: a number and the numbers behind it."""

    text: str
    children: tuple[Tree, ...] = ()
    to: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A title inside a page."""

    text: str


Block = Heading | Text | Note | Quote | Table | Figure | Tree


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its name (`rank`, `why/RUS`), its title, the sentence under it, its blocks."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    lead: str = ""
    foot: str = ""
