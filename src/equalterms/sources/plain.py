"""Plain tables -> a study: a sheet of units x indicators (or of a row for each value), a sheet about the indicators.

What a heading means is guessed from the words that such tables use, and every guess is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from equalterms.countries import countries
from equalterms.errors import StudyError, nearest
from equalterms.files.write import Line, Tables
from equalterms.sources.codes import changed, ids, unit_codes
from equalterms.sources.grid import Sheet, Table, missing, table
from equalterms.sources.nodes import Entry, direction, labels, latest, lines, observed, tables, year


def _words(**lists: str) -> dict[str, str]:
    return {word: ours for ours, text in lists.items() for word in text.split(", ")}


UNITS = _words(
    unit="unit, code, iso, iso3, iso2, iso code, country code, countrycode, alpha-3, ucode, unit code, geo, ref_area",
    name="name, country, country name, uname, unit name, region name, entity, territory, city",
    time="time, year, period, time_period",
)
LONG = _words(indicator="indicator, indicator code, series, icode", value="value, obs_value")
ABOUT = _words(
    indicator="indicator, code, id, icode, indicator code, indicator id, variable",
    name="name, indicator name, iname, label, title, long name",
    parent="parent, pillar, dimension, sub-index, subindex, domain, component, category",
    weight="weight, weights",
    direction="direction, sign, polarity",
    measure="measure, unit, unit of measure, units, unit measure",
    denominator="denominator, divided by",
    goalpost_low="goalpost_low, goalpost low, lower goalpost, min, minimum, worst",
    goalpost_high="goalpost_high, goalpost high, upper goalpost, max, maximum, best",
    definition="definition, description",
)
_MEASURE = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]{1,40})[)\]]\s*\Z", re.S)


@dataclass(frozen=True, slots=True)
class Columns:
    """What each column of a wide table is: indicators and groups by heading; the notes on guesses."""

    indicators: tuple[str, ...]
    groups: tuple[str, ...]
    notes: tuple[str, ...]


def about(sheet: Sheet) -> Table | None:
    """The sheet as a table about indicators, if its headings are those of one."""
    heads = {cell.strip().lower() for row in sheet.rows[:20] for cell in row}
    if not heads & {"indicator", "code", "id", "icode", "indicator code", "indicator id", "variable", "name"}:
        return None
    made = table(sheet, ABOUT)
    if (
        made is None
        or not {"parent", "weight", "direction"} & set(made.columns)
        or {"value", "time"} & set(made.columns)
    ):
        return None
    if "indicator" not in made.columns and "name" in made.columns:
        made.columns["indicator"] = made.columns["name"]
    return made if "indicator" in made.columns else None


def read(sheet: Sheet, meta: Table | None, time: int | None) -> Tables:
    """The study of a sheet of data and, if there is one, a table about its indicators."""
    long = {"indicator", "value"} <= {UNITS.get(h, LONG.get(h, h)) for h in _heads(sheet)}
    data = table(sheet, {**UNITS, **LONG} if long else UNITS)
    if data is None:
        raise StudyError("holds no table", sheet.called, "begin with a row of headings: unit, then the indicators")
    notes = [f"The headings are those of {sheet.place(data.head)}."] if data.head else []
    key, said = _key(data)
    notes += said
    body = list(data.lines()) if long else _with_values(data, key, notes)
    codes = unit_codes([data.needed(row, key) for row in body])
    notes += _told_codes(codes, key)
    if long:
        wanted = list(dict.fromkeys(data.needed(row, "indicator") for row in body))
        columns = Columns(tuple(wanted), (), ())
    else:
        columns = _columns(data, body, key)
    entries, more = _entries(columns.indicators, meta, data)
    made = ids(labels(entries))
    reach = _reach(entries, columns.indicators, made)
    notes += [*columns.notes, *more, *changed(made, "Names of indicators")]
    rows = (_long if long else _wide)(data, body, key, codes, reach, time)
    units = _units(data, body, key, codes, columns.groups)
    sheets = [sheet, meta.sheet] if meta else [sheet]
    return tables(sheets, latest(rows, time), lines(entries, made), rows, units, notes)


def _heads(sheet: Sheet) -> list[str]:
    head = next((row for row in sheet.rows if sum(1 for cell in row if cell.strip()) > 1), [])
    return [cell.strip().lower() for cell in head]


def _key(data: Table) -> tuple[str, list[str]]:
    """The column that names the units: by its heading, or else the first column that holds words."""
    for heading in ("unit", "name"):
        if heading in data.columns:
            return heading, []
    for heading in data.columns:
        if heading != "time" and any(_word(text) for text in data.column(heading)):
            return heading, [f"The column {heading!r} is taken for the units: it is the first that holds words."]
    raise StudyError("has no column that names the units", data.sheet.called, "head it `unit` (codes) or `name`")


def _word(text: str) -> bool:
    endless = text.lower().lstrip("+-") in ("inf", "infinity")
    return not (missing(text) or endless or any(c.isdigit() for c in text))


def _with_values(data: Table, key: str, notes: list[str]) -> list[int]:
    """The rows that hold more than a label. Those that do not are told, as footnotes and blank units are."""
    label = {data.columns[heading] for heading in (key, "unit", "name", "time") if heading in data.columns}
    kept: list[int] = []
    left: list[int] = []
    for row in data.lines():
        filled = any(cell.strip() and column not in label for column, cell in enumerate(data.sheet.rows[row]))
        (kept if filled else left).append(row)
    for row in left[:5]:
        text = next(cell.strip() for cell in data.sheet.rows[row] if cell.strip())
        notes.append(f"{data.sheet.place(row)} holds no value and is left out: {text[:60]!r}.")
    if len(left) > 5:
        notes.append(f"{len(left) - 5} more rows hold no value and are left out.")
    return kept


def _told_codes(codes: Mapping[str, str], key: str) -> list[str]:
    own = [f"{label!r} is {code}" for label, code in codes.items() if code != label and code not in countries()]
    known = sum(1 for label, code in codes.items() if code != label and code in countries())
    notes = [f"{known} of {len(codes)} units are countries by their {key}: their codes are ISO 3166."] if known else []
    if own:
        more = f" and {len(own) - 5} more" if len(own) > 5 else ""
        notes.append(f"Units that are no known country got codes of their own: {', '.join(own[:5])}{more}.")
    return notes


def _columns(data: Table, rows: Sequence[int], key: str) -> Columns:
    """Columns of words are groups of units, the others indicators."""
    indicators, groups, notes = [], [], []
    for heading in data.columns:
        if heading in (key, "unit", "name", "time"):
            continue
        texts = [text for row in rows if not missing(text := data.text(row, heading))]
        if texts and all(_word(text) for text in texts):
            groups.append(heading)
        else:
            indicators.append(heading)
    if groups:
        notes.append(f"Columns of words are groups of the units: {', '.join(groups)}.")
    if not indicators:
        raise StudyError("has no column of numbers", data.sheet.called, "give a column for each indicator")
    return Columns(tuple(indicators), tuple(groups), tuple(notes))


def _entries(indicators: Sequence[str], meta: Table | None, data: Table) -> tuple[list[Entry], list[str]]:
    """The nodes, from the table about them or, without one, from the headings alone."""
    if meta is None:
        flat = [Entry(label, "", _bare(label), data.where(data.head, label)) for label in indicators]
        note = "Nothing is said of the indicators: they stand side by side, weigh alike, and more is better for each."
        return flat, [note]
    rows = {meta.needed(row, "indicator"): row for row in meta.lines()}
    parents = {meta.text(row, "parent") for row in rows.values()}
    names = {meta.text(row, "name"): label for label, row in rows.items()} if "name" in meta.columns else {}
    for label in indicators:
        if label not in rows and label not in names:
            remedy = f"add a row for it ({nearest(label, rows)})"
            raise StudyError(f"the indicator {label[:60]!r} is not in {meta.sheet.called}", data.sheet.called, remedy)
    known = set(indicators)
    notes = []
    found = []
    for label, row in rows.items():
        leaf = label in known or meta.text(row, "name") in known
        if not leaf and label not in parents:
            notes.append(f"{label!r} of {meta.sheet.place(row)} has no values and no children: it is left out.")
            continue
        found.append(_entry(meta, row, label, leaf))
    if "direction" not in meta.columns:
        notes.append("No direction is stated: more is better for every indicator.")
    if "weight" not in meta.columns:
        notes.append("No weight is stated: indicators weigh alike.")
    return found, notes


def _bare(label: str) -> dict[str, str]:
    """Name and unit of measure from a heading such as `Life expectancy (years)`."""
    form = _MEASURE.match(label)
    return {"name": form[1], "measure": form[2], "direction": "1"} if form else {"measure": "value", "direction": "1"}


def _entry(meta: Table, row: int, label: str, leaf: bool) -> Entry:
    where = meta.where(row, "indicator")
    weight = meta.number(row, "weight")
    name = meta.text(row, "name") or label
    parent = meta.text(row, "parent")
    beside = None if parent.lower() == "none" else parent
    if not leaf:
        return Entry(label, beside, {"name": name, "weight": weight}, where)
    told = meta.text(row, "direction")
    cells = {
        **_bare(name),
        "name": name,
        "weight": weight if beside is not None else "",
        "direction": direction(told, meta.where(row, "direction")) if told else "1",
        **{key: meta.text(row, key) for key in ("denominator", "definition")},
        **{key: meta.number(row, key) for key in ("goalpost_low", "goalpost_high")},
    }
    if meta.text(row, "measure"):
        cells["measure"] = meta.text(row, "measure")
    return Entry(label, beside, cells, where)


def _reach(entries: Sequence[Entry], indicators: Sequence[str], made: Mapping[str, str]) -> dict[str, str]:
    """The id of each indicator by what the data call it: its label, or its name."""
    by_name = {entry.cells.get("name", ""): entry.label for entry in entries}
    return {label: made[label if label in made else by_name[label]] for label in indicators}


Rows = list[tuple[tuple[str, ...], str]]


def _wide(
    data: Table, rows: Sequence[int], key: str, codes: Mapping[str, str], reach: Mapping[str, str], time: int | None
) -> Rows:
    found: Rows = []
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        unit, at = codes[data.text(row, key)], year(data, row, "time", time)
        if (unit, at) in seen:
            message = f"{unit} {at} stands twice, first in {data.sheet.place(seen[unit, at])}"
            raise StudyError(message, data.where(row, key), "keep one row per unit and time")
        seen[unit, at] = row
        for label, id in reach.items():
            found.append(observed(unit, id, at, data.number(row, label), data.sheet, row, data.columns[label]))
    return found


def _long(
    data: Table, rows: Sequence[int], key: str, codes: Mapping[str, str], reach: Mapping[str, str], time: int | None
) -> Rows:
    column = data.columns["value"]
    return [
        observed(
            codes[data.text(row, key)],
            reach[data.text(row, "indicator")],
            year(data, row, "time", time),
            data.number(row, "value"),
            data.sheet,
            row,
            column,
        )
        for row in rows
    ]


def _units(data: Table, rows: Sequence[int], key: str, codes: Mapping[str, str], groups: Sequence[str]) -> list[Line]:
    found: dict[str, Line] = {}
    for row in rows:
        label = data.text(row, key)
        code = codes[label]
        own = countries().get(code)
        name = data.text(row, "name") or (own.name if own else label)
        member = {f"group.{group}": data.text(row, group) for group in groups if not missing(data.text(row, group))}
        found[code] = Line({"unit": code, "name": name, **member}, data.where(row, key))
    return list(found.values())
