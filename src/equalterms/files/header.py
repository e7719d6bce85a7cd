"""study.yaml -> title, time, recipe, what may vary, sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from equalterms.errors import StudyError, nearest
from equalterms.files import orders
from equalterms.files.faults import Faults
from equalterms.files.settings import Value
from equalterms.files.settings import read as read_yaml
from equalterms.files.texts import MIB, decode, read_bytes
from equalterms.methods import steps
from equalterms.model import Recipe, Source, Step, Variation
from equalterms.steps import parse
from equalterms.variations import vary

FILE = "study.yaml"
_KEYS = ("title", "time", "years", "licence", "units", "recipe", "vary", "notes", "sources", "fetch")
_SOURCE = ("title", "licence", "url", "publisher", "citation", "retrieved", "note")
_RECIPE = (*steps, "needs", "max_age")
_SPAN = re.compile(r"([12][0-9]{3})\s*-\s*([12][0-9]{3})")
_SOURCE_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}\Z")


@dataclass(slots=True)
class Header:
    """What study.yaml says, and the line of each of its keys. `units` is None for all observed."""

    title: str = ""
    time: int = 0
    years: tuple[int, ...] = ()
    licence: str = ""
    units: list[tuple[str, int]] | None = None
    recipe: Recipe = field(default_factory=Recipe)
    vary: tuple[Variation, ...] = ()
    notes: tuple[str, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    fetch: Mapping[str, orders.Order] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)


def read(folder: Path, faults: Faults) -> Header:
    """The header; each key that is wrong is a fault, and its default stands."""
    header = Header()
    try:
        document = read_yaml(decode(read_bytes(folder / FILE, 4 * MIB), FILE), FILE)
    except StudyError as error:
        place, _, line = error.where.partition(":")
        faults.add(Path(place).name or FILE, int(line) if line.isdigit() else 0, error.message, error.remedy)
        return header
    entries = _dict(document)
    header.lines = {key: value.line for key, value in entries.items()}
    for key, value in entries.items():
        with faults.at(FILE, value.line):
            if key not in _KEYS:
                raise StudyError(f"the key {key[:60]!r} is not known", remedy=nearest(key, _KEYS))
            _READ[key](header, value, faults)
    for key in ("title", "time", "licence", "sources"):
        if key not in entries:
            faults.add(FILE, 0, f"the key {key!r} is missing", f"add `{key}:`")
    return header


def _dict(value: Value) -> dict[str, Value]:
    if not isinstance(value.data, dict):
        raise StudyError("holds no keys", remedy="write `key: value` lines below it")
    return value.data


def _list(value: Value) -> list[Value]:
    if not isinstance(value.data, list):
        raise StudyError("is no list", remedy="write a line with `- ` for each entry")
    return value.data


def _text(value: Value, what: str) -> str:
    if not isinstance(value.data, str) or not value.data.strip():
        raise StudyError(f"{what} is {value.data!r}, not text", remedy="write text; quote it if it looks like a number")
    return value.data.strip()


def _number(value: Value, what: str) -> float:
    if isinstance(value.data, bool) or not isinstance(value.data, int | float):
        raise StudyError(f"{what} is {value.data!r}, not a number", remedy="write digits")
    return value.data


def _year(value: Value, what: str, low: int, high: int) -> int:
    number = _number(value, what)
    if number != int(number) or not low <= number <= high:
        raise StudyError(f"{what} is {value.data!r}", remedy=f"give a whole number from {low} to {high}")
    return int(number)


def _title(header: Header, value: Value, faults: Faults) -> None:
    header.title = _text(value, "title")


def _time(header: Header, value: Value, faults: Faults) -> None:
    header.time = _year(value, "time", 1000, 2999)


def _years(header: Header, value: Value, faults: Faults) -> None:
    """The panel: a list of years, or the first and the last as `2015-2023`."""
    if isinstance(value.data, str) and (span := _SPAN.fullmatch(value.data.strip())):
        first, last = int(span[1]), int(span[2])
        if not first < last <= first + 1000:
            raise StudyError(f"years is {value.data!r}", remedy="write the earlier year first: 2015-2023")
        header.years = tuple(range(first, last + 1))
        return
    found = [_year(entry, "a year", 1000, 2999) for entry in _list(value)]
    if len(found) < 2 or found != sorted(set(found)):
        raise StudyError(f"years are {found}", remedy="list two or more years, ascending, or write 2015-2023")
    header.years = tuple(found)


def _licence(header: Header, value: Value, faults: Faults) -> None:
    header.licence = _text(value, "licence")


def _units(header: Header, value: Value, faults: Faults) -> None:
    if value.data != "observed":
        header.units = [(_text(entry, "unit"), entry.line) for entry in _list(value)]


def _notes(header: Header, value: Value, faults: Faults) -> None:
    header.notes = tuple(_text(entry, "note") for entry in _list(value))


def _recipe(header: Header, value: Value, faults: Faults) -> None:
    made: dict[str, Step | float | int] = {}
    for key, entry in _dict(value).items():
        with faults.at(FILE, entry.line):
            if key in steps:
                made[key] = parse(_text(entry, key), key)
            elif key == "max_age":
                made[key] = _year(entry, key, 0, 1000)
            elif key == "needs":
                made[key] = _number(entry, key)
                if not 0 <= float(entry.data) <= 1:  # type: ignore[arg-type]  # _number has seen it
                    raise StudyError(f"needs is {entry.data}, no share", remedy="give a number from 0 to 1")
            else:
                raise StudyError(f"the recipe knows no {key[:60]!r}", remedy=nearest(key, _RECIPE))
    header.recipe = Recipe(**made)  # type: ignore[arg-type]  # each key has the kind that its branch gave


def _vary(header: Header, value: Value, faults: Faults) -> None:
    found: list[Variation] = []
    for entry in _list(value):
        with faults.at(FILE, entry.line):
            # An entry without options may be written as its name alone.
            named = {entry.data: Value({}, entry.line)} if isinstance(entry.data, str) else _dict(entry)
            for key, options in named.items():
                found.append(Variation(key, _options(key, options)))
    header.vary = tuple(found)


def _options(key: str, value: Value) -> dict[str, object]:
    allowed = vary.options(key)
    if key in steps:
        choices = tuple(_text(choice, key) for choice in _list(value))
        if not choices:
            raise StudyError(f"{key} has no choices", remedy="list methods: [minmax, zscore]")
        for choice in choices:
            parse(choice, key)
        return {"choices": choices}
    if key == "stakeholders":
        return {"groups": {who: _shares(weights, who) for who, weights in _dict(value).items()}}
    if isinstance(value.data, str) and len(allowed) == 1:
        return {next(iter(allowed)): value.data}
    options: dict[str, object] = {}
    for name, option in _dict(value).items():
        if name not in allowed:
            raise StudyError(f"vary {key} has no option {name[:60]!r}", remedy=nearest(name, allowed))
        if isinstance(allowed[name], int):
            options[name] = _year(option, name, 1, 100_000)
        else:
            options[name] = _number(option, name) if isinstance(allowed[name], float) else _text(option, name)
    return options


def _shares(value: Value, who: str) -> dict[str, float]:
    """The weights of a group of people by node."""
    found = {node: float(_number(weight, f"{who} {node}")) for node, weight in _dict(value).items()}
    if not found:
        raise StudyError(f"{who} has no weights", remedy="name nodes and weights: {skills: 2, tools: 1}")
    return found


def _sources(header: Header, value: Value, faults: Faults) -> None:
    found: dict[str, Source] = {}
    for id, entry in _dict(value).items():
        with faults.at(FILE, entry.line):
            if not _SOURCE_ID.match(id):
                raise StudyError(f"{id[:60]!r} is no id of a source", remedy="letters, digits, _ and -")
            fields = _dict(entry)
            for key, text in fields.items():
                if key not in _SOURCE:
                    raise StudyError(f"the source {id!r} has an unknown key {key[:60]!r}", remedy=nearest(key, _SOURCE))
                if not isinstance(text.data, str):
                    raise StudyError(f"{key} of the source {id!r} is not text", remedy="put it in quotes")
            for key in ("title", "licence"):
                if key not in fields:
                    raise StudyError(f"the source {id!r} has no {key}", remedy=f"add `{key}:`")
            found[id] = Source(id=id, **{key: str(text.data).strip() for key, text in fields.items()})
    header.sources = found


def _fetch(header: Header, value: Value, faults: Faults) -> None:
    header.fetch = orders.read(value, faults)


_READ = {
    "title": _title,
    "time": _time,
    "years": _years,
    "licence": _licence,
    "units": _units,
    "notes": _notes,
    "recipe": _recipe,
    "vary": _vary,
    "sources": _sources,
    "fetch": _fetch,
}
