"""The tree and the units of an imported study: what every reader of a table needs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from equalterms.errors import StudyError
from equalterms.files.write import Line, Tables
from equalterms.sources.codes import free
from equalterms.sources.grid import Sheet, Table

SOURCE = "import"
NOT_STATED = "not stated: say it before the study is shown"
_MORE = {"1", "+1", "+", "1.0", "positive", "pos", "more", "higher", "up", "more is better", "higher is better", "good"}
_LESS = {
    "-1",
    "−1",
    "-",
    "-1.0",
    "negative",
    "neg",
    "less",
    "lower",
    "down",
    "less is better",
    "lower is better",
    "bad",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A node as a table names it: its label and its parent's (None: beside the tree), its cells, its place."""

    label: str
    parent: str | None
    cells: Mapping[str, str]
    origin: str


def lines(entries: Sequence[Entry], made: Mapping[str, str]) -> tuple[Line, ...]:
    """The rows of indicators.csv: a parent without a row of its own gets one, and so does the index."""
    known = {entry.label for entry in entries}
    parents = {entry.parent: entry.origin for entry in reversed(entries) if entry.parent}
    named = [Entry(label, "", {}, origin) for label, origin in parents.items() if label not in known]
    every = [*reversed(named), *entries]
    tops = [entry.label for entry in every if entry.parent == ""]
    if not tops:
        remedy = "leave the parent of the index empty"
        raise StudyError("every parent has a parent itself: they go round in a circle", entries[0].origin, remedy)
    above, root = "", []
    if len(tops) != 1 or tops[0] not in parents:
        above = free("index", set(made.values()))
        root = [Line({"id": above, "name": "Index"}, entries[0].origin)]
    rows = [
        Line(
            {"name": entry.label, **entry.cells, "id": made[entry.label], "parent": _parent(entry, made, above)},
            entry.origin,
        )
        for entry in every
    ]
    return (*root, *rows)


def _parent(entry: Entry, made: Mapping[str, str], above: str) -> str:
    if entry.parent is None:
        return "none"
    return made[entry.parent] if entry.parent else above


def labels(entries: Sequence[Entry]) -> list[str]:
    """Every label that needs an id: the nodes' and their parents'."""
    return [entry.label for entry in entries] + [entry.parent for entry in entries if entry.parent]


def direction(text: str, where: str) -> str:
    """1 or -1 from the words that tables use; a StudyError where the text is none of them."""
    word = text.strip().lower()
    if word in _MORE:
        return "1"
    if word in _LESS:
        return "-1"
    raise StudyError(f"the direction is {text[:40]!r}", where, "write 1 (more is better) or -1 (less is better)")


def year(made: Table, row: int, heading: str, given: int | None) -> str:
    """The time of a row: its own, or the one that was given; a StudyError where there is neither."""
    text = made.text(row, heading)
    if text:
        if not (len(text) >= 4 and text[:4].isdigit()):
            remedy = "write a year, such as 2024, or 2024-06, 2024-Q2"
            raise StudyError(f"{text[:40]!r} is no time", made.where(row, heading), remedy)
        return text
    if heading in made.columns:
        raise StudyError("is empty", made.where(row, heading), "give the year")
    if given is None:
        raise StudyError("no column says which year the values are of", made.sheet.called, "say it: --at YEAR")
    return str(given)


def latest(observations: Sequence[tuple[tuple[str, ...], str]], given: int | None) -> int:
    """The study's time: the year that was given, or the last one that has a row."""
    return given if given is not None else max((int(cells[2][:4]) for cells, _ in observations), default=2000)


def about(sheets: Sequence[Sheet]) -> dict[str, dict[str, str]]:
    """The source of an imported table: its file, and a digest of what was read."""
    files = ", ".join(dict.fromkeys(sheet.file for sheet in sheets))
    total = hashlib.sha256()
    for sheet in sheets:
        total.update(repr((sheet.name, sheet.rows)).encode())
    note = f"SHA-256 of the cells that were read: {total.hexdigest()}"
    return {SOURCE: {"title": files, "licence": NOT_STATED, "note": note}}


def tables(
    sheets: Sequence[Sheet],
    time: int,
    indicators: Sequence[Line],
    observations: Sequence[tuple[tuple[str, ...], str]],
    units: Sequence[Line],
    notes: Sequence[str],
) -> Tables:
    """The study of an imported table, with the recipe that every new study begins with."""
    if not observations:
        raise StudyError(
            "holds no values", sheets[0].called, "give a row for each unit and a column for each indicator"
        )
    title = sheets[0].file.rpartition(".")[0] or sheets[0].file
    years = sorted({int(cells[2]) for cells, _ in observations if len(cells[2]) == 4})
    panel = tuple(years) if len(years) > 1 else ()
    return Tables(
        title, time, NOT_STATED, about(sheets), indicators, observations, units, notes=tuple(notes), years=panel
    )


def observed(
    unit: str, indicator: str, time: str, value: str, sheet: Sheet, row: int, column: int
) -> tuple[tuple[str, ...], str]:
    """A row of observations.csv; an empty value is a gap and says so."""
    cells = (unit, indicator, time, value, "A" if value else "M", SOURCE, sheet.place(row, column), "")
    return cells, f"{sheet.file}, {cells[6]}"
