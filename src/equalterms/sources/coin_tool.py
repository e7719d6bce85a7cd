"""The workbook of the JRC COIN Tool -> a study: the sheet Database for data, the sheet Framework for the tree.

Layout, as COINr's `import_coin_tool` reads it (R/coinToolIn.R of github.com/bluefoxr/COINr): in Database, columns
E to CY are indicators, row 7 their weights, 8 directions, 9 lower and 10 upper goalposts, 11 to 14 the codes of the
index, sub-index, pillar and sub-pillar above each, 15 names, 16 codes; from row 17 on column B is the name of a
unit, C its code, and `n/a` a gap. In Framework, below a heading in row 4 (an older tool: 5) of C to H, column C is a
node's code, E its weight, H its name, and `--` in `Dimension/indicator` an unused row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from equalterms.errors import StudyError, nearest
from equalterms.files.write import Line, Tables
from equalterms.sources.codes import changed, ids
from equalterms.sources.grid import Sheet, letters, missing
from equalterms.sources.nodes import Entry, direction, labels, latest, lines, observed, tables

SHEETS = ("Database", "Framework")
_WEIGHT, _DIRECTION, _LOW, _HIGH, _INDEX, _SUBPILLAR, _NAME, _CODE, _FIRST = 6, 7, 8, 9, 10, 13, 14, 15, 16
_UNIT_NAME, _UNIT_CODE, _LEFT, _RIGHT = 1, 2, 4, 102
_LAST = 315


def read(database: Sheet, framework: Sheet, time: int | None) -> Tables:
    """The study of a COIN Tool workbook. A level whose code is the same for every indicator is unused."""
    named = [row for row in range(_FIRST, _LAST + 1) if not missing(database.cell(row, _UNIT_CODE))]
    columns = [c for c in range(_LEFT, _RIGHT + 1) if any(database.number(row, c) for row in named)]
    rows = [row for row in named if any(database.number(row, c) for c in columns)]
    if not rows or not columns:
        raise StudyError("holds no values in E17:CY316", database.called, "fill the sheet Database of the COIN Tool")
    _merged(database, columns, rows)
    if time is None:
        raise StudyError("the COIN Tool has no year", database.called, "say it: --at YEAR")
    levels = _levels(database, columns)
    nodes = _nodes(framework)
    entries = [*_pillars(database, columns, levels, nodes), *(_leaf(database, c, levels) for c in columns)]
    made = ids(labels(entries))
    observations = []
    units: dict[str, Line] = {}
    for row in rows:
        unit = database.cell(row, _UNIT_CODE).upper()
        where = database.where(row, _UNIT_CODE)
        if unit in units:
            raise StudyError(f"the unit {unit!r} stands twice", where, "keep one row per unit")
        units[unit] = Line({"unit": unit, "name": database.cell(row, _UNIT_NAME) or unit}, where)
        for column in columns:
            id = made[database.cell(_CODE, column)]
            observations.append(observed(unit, id, str(time), database.number(row, column), database, row, column))
    notes = [*changed(made, "Codes"), *_left(database, columns, [row for row in named if row not in rows])]
    notes.append("Units of measure are not in the COIN Tool: write them into indicators.csv.")
    sheets = [database, framework]
    return tables(sheets, latest(observations, time), lines(entries, made), observations, list(units.values()), notes)


def _merged(database: Sheet, columns: Sequence[int], rows: Sequence[int]) -> None:
    for top, left, bottom, right in database.merged:
        if bottom >= _WEIGHT and top <= rows[-1] and right >= columns[0] and left <= columns[-1]:
            cells = f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
            raise StudyError(f"the cells {cells} are merged", database.called, "unmerge them and fill each cell")


def _levels(database: Sheet, columns: Sequence[int]) -> list[int]:
    """The rows of the levels that are used, from the index down."""
    for column in columns:
        for row in (_INDEX, _CODE):
            if not database.cell(row, column):
                raise StudyError("is empty", database.where(row, column), "give the code")
    inner = [row for row in range(_INDEX + 1, _SUBPILLAR + 1) if len({database.cell(row, c) for c in columns}) > 1]
    return [_INDEX, *inner]


def _nodes(framework: Sheet) -> dict[str, tuple[str, str]]:
    """Name and weight of each code of the sheet Framework."""
    told = "dimension/indicator"
    heads = [row for row in (3, 4) if any(told in framework.cell(row, c).lower() for c in range(2, 8))]
    if not heads:
        remedy = "use the layout of the COIN Tool"
        raise StudyError("has no heading Dimension/indicator in C4:H5", framework.called, remedy)
    head = heads[0]
    marks = [c for c in range(2, 8) if told in framework.cell(head, c).lower()]
    found = {}
    for row in range(head + 1, head + 49):
        code = framework.cell(row, 2)
        if code and framework.cell(row, marks[0]) not in ("", "--"):
            found[code] = (framework.cell(row, 7), framework.number(row, 4))
    return found


def _pillars(
    database: Sheet, columns: Sequence[int], levels: Sequence[int], nodes: Mapping[str, tuple[str, str]]
) -> list[Entry]:
    """The nodes above the indicators, each below the nearest used level; parents first."""
    found: dict[str, Entry] = {}
    for depth, row in enumerate(levels):
        for column in columns:
            code = database.cell(row, column)
            if missing(code):
                continue
            above = _above(database, column, levels[:depth])
            if code in found and found[code].parent != above:
                message = f"{code!r} stands below both {found[code].parent!r} and {above!r}"
                raise StudyError(message, database.where(row, column), "give it one parent")
            if code not in nodes:
                raise StudyError(f"{code!r} is not in Framework", database.where(row, column), nearest(code, nodes))
            name, weight = nodes[code]
            cells = {"name": name or code, "weight": weight if depth else ""}
            found.setdefault(code, Entry(code, above, cells, database.where(row, column)))
    return list(found.values())


def _above(database: Sheet, column: int, levels: Sequence[int]) -> str:
    codes = [database.cell(row, column) for row in levels]
    return next((code for code in reversed(codes) if not missing(code)), "")


def _leaf(database: Sheet, column: int, levels: Sequence[int]) -> Entry:
    told = database.cell(_DIRECTION, column)
    where = database.where(_CODE, column)
    if not told:
        raise StudyError("is empty", database.where(_DIRECTION, column), "write the direction, 1 or -1")
    cells = {
        "name": database.cell(_NAME, column) or database.cell(_CODE, column),
        "measure": "value",
        "direction": direction(told, database.where(_DIRECTION, column)),
        "weight": database.number(_WEIGHT, column),
        "goalpost_low": database.number(_LOW, column),
        "goalpost_high": database.number(_HIGH, column),
    }
    return Entry(database.cell(_CODE, column), _above(database, column, levels), cells, where)


def _left(database: Sheet, columns: Sequence[int], rows: Sequence[int]) -> list[str]:
    """The notes on indicators and units that have a name and no value."""
    others = [c for c in range(_LEFT, _RIGHT + 1) if c not in columns]
    names = [name for c in others if not missing(name := database.cell(_NAME, c))]
    units = [database.cell(row, _UNIT_CODE) for row in rows]
    notes = [f"Indicators without any value are left out: {', '.join(names[:5])}."] if names else []
    return notes + ([f"Units without any value are left out: {', '.join(units[:5])}."] if units else [])
