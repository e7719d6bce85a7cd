"""A COINr pair -> a study: iData (units x indicators, by Time) and iMeta (the tree)."""

from __future__ import annotations

from equalterms.countries import countries
from equalterms.errors import StudyError, nearest
from equalterms.files.write import Line, Tables
from equalterms.sources.codes import changed, ids
from equalterms.sources.grid import Table, missing
from equalterms.sources.nodes import Entry, direction, labels, latest, lines, observed, tables, year

META = ("Level", "iCode", "Parent", "Direction", "Type", "Weight")
TYPES = ("Indicator", "Aggregate", "Group", "Denominator", "Other")
_FIELDS = {"iname": "name", "unit": "measure", "goalpost_lower": "goalpost_low", "goalpost_upper": "goalpost_high"}


def read(data: Table, meta: Table, time: int | None) -> Tables:
    """The study of a pair. Rules of iMeta that COINr has and we have too are kept; others are told.

    Groups become groups of the units, denominators and `Other` numbers series beside the tree. A panel
    keeps every time; groups are those of the last.
    """
    kinds = {meta.needed(row, "iCode"): _kind(meta, row) for row in meta.lines()}
    _same_columns(data, meta, kinds)
    beside = _numbers(data, [code for code, kind in kinds.items() if kind == "Other"])
    entries = [
        _entry(meta, row, kinds)
        for row in meta.lines()
        if kinds[meta.text(row, "iCode")] in TYPES[:2] + TYPES[3:4] or meta.text(row, "iCode") in beside
    ]
    made = ids(labels(entries))
    groups = [code for code, kind in kinds.items() if kind == "Group"]
    columns = {entry.label: made[entry.label] for entry in entries if entry.label in data.columns}
    units: dict[str, Line] = {}
    seen: set[tuple[str, str]] = set()
    rows = []
    for row in sorted(data.lines(), key=lambda row: year(data, row, "Time", time)):
        at, unit = year(data, row, "Time", time), data.needed(row, "uCode").upper()
        if (unit, at) in seen:
            raise StudyError(f"{unit} {at} stands twice", data.where(row, "uCode"), "keep one row per unit and time")
        seen.add((unit, at))
        units[unit] = _unit(data, row, unit, groups)
        rows += [
            observed(unit, id, at, data.number(row, label), data.sheet, row, data.columns[label])
            for label, id in columns.items()
        ]
    left = [code for code, kind in kinds.items() if kind == "Other" and code not in beside and code in data.columns]
    notes = [*changed(made, "Codes"), *_notes(entries, left, data)]
    sheets = [data.sheet, meta.sheet]
    return tables(sheets, latest(rows, time), lines(entries, made), rows, list(units.values()), notes)


def _kind(meta: Table, row: int) -> str:
    text = meta.text(row, "Type")
    if text not in TYPES:
        raise StudyError(f"the Type {text[:40]!r} is not known", meta.where(row, "Type"), nearest(text, TYPES))
    return text


def _same_columns(data: Table, meta: Table, kinds: dict[str, str]) -> None:
    """Every column of iData has a row in iMeta, and every row but an aggregate's a column."""
    if "uCode" not in data.columns:
        raise StudyError("has no column uCode", data.sheet.called, "name the column of unit codes uCode")
    for heading in data.columns:
        if heading not in kinds and heading not in ("uCode", "uName", "Time"):
            remedy = f"add it to iMeta ({nearest(heading, kinds)})"
            raise StudyError(f"the column {heading[:60]!r} has no row in iMeta", data.where(data.head, heading), remedy)
    for row in meta.lines():
        code = meta.text(row, "iCode")
        if kinds[code] != "Aggregate" and code not in data.columns:
            raise StudyError(
                f"iData has no column {code[:60]!r}", meta.where(row, "iCode"), nearest(code, data.columns)
            )


def _numbers(data: Table, codes: list[str]) -> set[str]:
    """The columns of a kind that hold numbers and gaps alone."""
    found = set()
    for code in codes:
        try:
            values = [data.number(row, code) for row in data.lines()]
        except StudyError:
            continue
        if any(values):
            found.add(code)
    return found


def _entry(meta: Table, row: int, kinds: dict[str, str]) -> Entry:
    code, kind = meta.text(row, "iCode"), kinds[meta.text(row, "iCode")]
    heads = {heading.lower(): heading for heading in meta.columns}
    own = {ours: _known(meta.text(row, heads[theirs])) for theirs, ours in _FIELDS.items() if theirs in heads}
    own["name"] = own.get("name") or code
    parent = _known(meta.text(row, "Parent"))
    if parent and kinds.get(parent) != "Aggregate":
        known = [code for code, kind in kinds.items() if kind == "Aggregate"]
        raise StudyError(
            f"the Parent {parent[:60]!r} is no aggregate", meta.where(row, "Parent"), nearest(parent, known)
        )
    weight = meta.number(row, "Weight")
    where = meta.where(row, "iCode")
    if kind == "Aggregate":
        return Entry(code, parent, {"name": own["name"], "weight": weight}, where)
    told = _known(meta.text(row, "Direction"))
    own["direction"] = direction(told, meta.where(row, "Direction")) if told else "1"
    own["measure"] = own.get("measure") or "value"
    if kind != "Indicator":
        return Entry(code, None, own, where)
    if not told:
        raise StudyError("is empty", meta.where(row, "Direction"), "write 1 or -1")
    own |= {"weight": weight, "denominator": _known(meta.text(row, "Denominator"))}
    own["target"] = meta.number(row, "Target")
    return Entry(code, parent, own, where)


def _known(text: str) -> str:
    return "" if missing(text) else text


def _unit(data: Table, row: int, unit: str, groups: list[str]) -> Line:
    country = countries().get(unit)
    name = data.text(row, "uName") or (country.name if country else unit)
    member = {f"group.{code}": _known(data.text(row, code)) for code in groups}
    return Line({"unit": unit, "name": name, **member}, data.where(row, "uCode"))


def _notes(entries: list[Entry], left: list[str], data: Table) -> list[str]:
    notes = []
    if any(entry.cells.get("denominator") for entry in entries):
        notes.append("Denominators of iMeta are applied at once; COINr applies them when Denominate is called.")
    if left:
        notes.append(f"Columns of the type Other that hold no numbers are left out: {', '.join(left)}.")
    lower = [code for code in data.column("uCode") if code != code.upper()]
    if lower:
        notes.append(f"Codes of units are written in capital letters: {', '.join(lower[:3])} ...")
    return notes


def is_meta(sheet: Table) -> bool:
    """Whether a table is an iMeta: it has the columns that COINr demands."""
    return set(META) <= set(sheet.columns)


def is_data(sheet: Table) -> bool:
    """Whether a table is an iData."""
    return "uCode" in sheet.columns
