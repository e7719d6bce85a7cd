"""The key `fetch:` of study.yaml: which series of which source are which indicators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from equalterms.errors import StudyError, nearest
from equalterms.files.faults import Faults
from equalterms.files.settings import Value

FILE = "study.yaml"


@dataclass(frozen=True, slots=True)
class Series:
    """What becomes an indicator: the source's code for it, and what it must be like.

    `low` and `high` bound its values, `least` is the least number of values, `measure` its unit of measure in
    the source's own words. `column` and `where` choose columns and rows of a table; `multiplier` is the power
    of ten that SDMX states; `count` counts rows instead of reading values.
    """

    indicator: str
    code: str = ""
    column: str = ""
    low: float | None = None
    high: float | None = None
    least: int = 1
    measure: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    multiplier: int = 0
    count: bool = False
    together: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """What is fetched for a source of the study, and from where.

    `units` gives labels of the source their codes, `leave_out` names what is no unit, `status` gives the
    source's marks ours. `options` are the keys that only some kinds of source have.
    """

    source: str
    origin: str
    address: str = ""
    since: int = 0
    until: int = 9999
    units: Mapping[str, str] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    status: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    series: tuple[Series, ...] = ()


def _text(value: Value, key: str) -> str:
    if not isinstance(value.data, str) or not value.data.strip():
        raise StudyError(f"{key} is {value.data!r}, not text", remedy="write text; quote it if it looks like a number")
    return value.data.strip()


def _texts(value: Value, key: str) -> tuple[str, ...]:
    if not isinstance(value.data, list):
        raise StudyError(f"{key} is no list", remedy="write [first, second]")
    return tuple(_text(entry, f"an entry of {key}") for entry in value.data)


def _map(value: Value, key: str) -> dict[str, str]:
    return {name: _text(entry, name) for name, entry in _keys(value, key).items()}


def _number(value: Value, key: str) -> float:
    if isinstance(value.data, bool) or not isinstance(value.data, int | float):
        raise StudyError(f"{key} is {value.data!r}, not a number", remedy="write digits")
    return value.data


def _whole(value: Value, key: str) -> int:
    number = _number(value, key)
    if number != int(number):
        raise StudyError(f"{key} is {value.data!r}, not a whole number", remedy="write digits")
    return int(number)


def _flag(value: Value, key: str) -> bool:
    if not isinstance(value.data, bool):
        raise StudyError(f"{key} is {value.data!r}", remedy="write true or false")
    return value.data


def _keys(value: Value, what: str) -> dict[str, Value]:
    if not isinstance(value.data, dict):
        raise StudyError(f"{what} holds no keys", remedy="write `key: value` lines below it")
    return value.data


_Read = Callable[[Value, str], Any]
_ORDER: dict[str, _Read] = {
    "address": _text,
    "since": _whole,
    "until": _whole,
    "units": _map,
    "leave_out": _texts,
    "status": _map,
}
_SERIES: dict[str, _Read] = {"code": _text, "low": _number, "high": _number, "least": _whole, "measure": _text}
_FILTER: dict[str, _Read] = {"where": _map}
# What each kind of source takes beyond that: keys of the source, keys of a series.
GRAMMAR: dict[str, tuple[dict[str, _Read], dict[str, _Read]]] = {
    "worldbank": ({"database": _text}, {}),
    "owid": ({}, {"column": _text}),
    "sdmx": ({"area": _text}, {**_FILTER, "multiplier": _whole}),
    "openalex": ({}, {"together": _text}),
    "epoch": ({}, _FILTER),
    "table": (
        dict.fromkeys(
            ("format", "separator", "records", "sheet", "unit", "time", "status_in", "note_in", "split"), _text
        ),
        {**_FILTER, "count": _flag},
    ),
}


def read(value: Value, faults: Faults) -> dict[str, Order]:
    """The orders by source; each that is not understood is a fault at its line."""
    found = {}
    for source, entry in _keys(value, "fetch").items():
        with faults.at(FILE, entry.line):
            found[source] = _order(source, entry, faults)
    return found


def _order(source: str, entry: Value, faults: Faults) -> Order:
    keys = dict(_keys(entry, source))
    origin = _text(keys.pop("from"), "from") if "from" in keys else source
    if origin not in GRAMMAR:
        raise StudyError(f"nothing is fetched from {origin[:60]!r}", remedy="add `from:`; " + nearest(origin, GRAMMAR))
    own, _ = GRAMMAR[origin]
    series = keys.pop("indicators", None)
    if series is None:
        raise StudyError(f"the fetch of {source!r} has no indicators", remedy="add `indicators: {id: CODE}`")
    given = _given(keys, {**_ORDER, **own}, f"the fetch of {source!r}")
    options = {key: given.pop(key) for key in own if key in given}
    made = []
    for indicator, each in _keys(series, "indicators").items():
        with faults.at(FILE, each.line):
            made.append(_series(indicator, each, origin))
    return Order(source, origin, options=options, series=tuple(made), **given)


def _series(indicator: str, entry: Value, origin: str) -> Series:
    if isinstance(entry.data, str):
        return Series(indicator, _text(entry, indicator))
    given = _given(_keys(entry, indicator), {**_SERIES, **GRAMMAR[origin][1]}, indicator)
    if not given.get("code") and not given.get("where") and not given.get("count"):
        raise StudyError(f"{indicator} has no code", remedy="add `code:`, the source's own name of the series")
    return Series(indicator, **given)


def _given(keys: Mapping[str, Value], known: Mapping[str, _Read], what: str) -> dict[str, Any]:
    for key in keys:
        if key not in known:
            raise StudyError(f"{what} has an unknown key {key[:60]!r}", remedy=nearest(key, known))
    return {key: known[key](entry, key) for key, entry in keys.items()}
