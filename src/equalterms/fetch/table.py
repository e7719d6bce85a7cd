"""Any table in CSV, JSON or Excel, by the mapping that a study gives: unit, time, value, status and note by column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from equalterms.errors import StudyError, nearest
from equalterms.fetch.client import Client
from equalterms.fetch.origin import Origin, Reading, Seen, json_of, needs, table_of, time_of
from equalterms.files.orders import Order, Series
from equalterms.sources.workbook import sheets

EMPTY = "(empty)"


def read(order: Order, client: Client, address: str) -> Reading:
    """The rows of the table as values of each series; `count` counts rows by unit and year."""
    head, rows = _table(order, client, address)
    unit, time = order.options.get("unit", ""), order.options.get("time", "")
    fixed = bool(re.fullmatch(r"[12][0-9]{3}", time)) and time not in head
    for key in ("unit", "time"):
        if key not in order.options:
            raise StudyError(f"the fetch names no column for {key}", f"fetch.{order.source}", f"add `{key}: COLUMN`")
    extra = {key: order.options[key] for key in ("status_in", "note_in") if key in order.options}
    needs({"unit": unit, **({} if fixed else {"time": time}), **extra}, head, address)
    made = Reading(short=False)
    for series in order.series:
        needs({key: key for key in series.where}, head, address)
        chosen = [row for row in rows if all(row[key] == value for key, value in series.where.items())]
        when = [time if fixed else row[time] for row in chosen]
        if series.count:
            made.rows += _counted(order, series, chosen, when)
        else:
            needs({series.indicator: series.code}, head, address)
            made.rows += _valued(order, series, chosen, when)
    return made


def _table(order: Order, client: Client, address: str) -> tuple[list[str], list[dict[str, str]]]:
    ending = urlsplit(address).path.lower().rpartition(".")[2]
    kind = order.options.get("format") or (ending if ending in ("json", "xlsx") else "csv")
    if kind == "csv":
        separator = {"tab": "\t"}.get(order.options.get("separator", ","), order.options.get("separator", ","))
        if len(separator) != 1:
            raise StudyError(f"{separator[:20]!r} separates no cells", f"fetch.{order.source}", 'write ";" or tab')
        return table_of(client.get(address, "text/csv").body, address, separator)
    if kind == "xlsx":
        return _sheet(client.get(address).body, order, address)
    if kind != "json":
        raise StudyError(f"the format {kind[:20]!r} is not read", f"fetch.{order.source}", "write csv, json or xlsx")
    return _records(json_of(client.get(address, "application/json").body, address), order, address)


def _sheet(body: bytes, order: Order, address: str) -> tuple[list[str], list[dict[str, str]]]:
    """The sheet that `sheet` names (the first that is shown): its first row that is not empty is the heading."""
    found = [sheet for sheet in sheets(body, address) if not sheet.hidden]
    name = order.options.get("sheet", found[0].name if found else "")
    chosen = next((sheet for sheet in found if sheet.name == name), None)
    if chosen is None:
        raise StudyError(f"has no sheet {name[:60]!r}", address, nearest(name, [sheet.name for sheet in found]))
    count = range(len(chosen.rows))
    rows = [[chosen.cell(row, column) for column in range(len(chosen.rows[row]))] for row in count]
    rows = [row for row in rows if any(row)]
    head = rows[0] if rows else []
    while head and not head[-1]:
        head.pop()
    if len(set(head)) < len(head) or not head:
        raise StudyError(f"the sheet {name[:60]!r} has no headings, or one of them twice", address, "see the sheet")
    return head, [{key: row[k] if k < len(row) else "" for k, key in enumerate(head)} for row in rows[1:]]


def _records(data: object, order: Order, address: str) -> tuple[list[str], list[dict[str, str]]]:
    """The list of objects that `records` leads to, as a table: an inner key is `outer.inner`."""
    path = order.options.get("records", "")
    for key in filter(None, path.split(".")):
        data = data.get(key) if isinstance(data, dict) else None
    if not isinstance(data, list) or not data or not all(isinstance(row, dict) for row in data):
        raise StudyError(
            f"holds no list of rows{f' at {path!r}' if path else ''}", address, "say where: `records: a.b`"
        )
    flat = [dict(_flat(row, "")) for row in data]
    head = list(dict.fromkeys(key for row in flat for key in row))
    return head, [{key: row.get(key, "") for key in head} for row in flat]


def _flat(row: dict[str, object], above: str) -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        elif isinstance(value, list):
            yield f"{above}{key}", ",".join(str(each) for each in value if isinstance(each, str))
        else:
            yield f"{above}{key}", "" if value is None else str(value).strip()


def _units(order: Order, row: dict[str, str]) -> list[str]:
    """The labels of a row's units: one, or several where `split` says what stands between them."""
    cell, split = row[order.options["unit"]], order.options.get("split", "")
    labels = [part.strip() for part in cell.split(split)] if split else [cell]
    return list(dict.fromkeys(label for label in labels if label)) or [EMPTY]


def _valued(order: Order, series: Series, rows: list[dict[str, str]], when: list[str]) -> Iterator[Seen]:
    status, note = order.options.get("status_in", ""), order.options.get("note_in", "")
    for row, time in zip(rows, when, strict=True):
        for unit in _units(order, row):
            mark, words = (row[key] if key else "" for key in (status, note))
            yield Seen(series.indicator, unit, time, row[series.code], mark, _where(series), words)


def _counted(order: Order, series: Series, rows: list[dict[str, str]], when: list[str]) -> Iterator[Seen]:
    """How many rows name each unit in each year. A unit that no row names has no value: the list may not be whole."""
    count = Counter(
        (unit, time_of(time)[:4]) for row, time in zip(rows, when, strict=True) for unit in _units(order, row)
    )
    for (unit, year), number in count.items():
        yield Seen(series.indicator, unit, year, str(number), "", f"rows counted{_where(series)}")


def _where(series: Series) -> str:
    return ", ".join([*filter(None, [series.code]), *(f"{key}={value}" for key, value in series.where.items())])


TABLE = Origin(
    name="table",
    title="A table of its publisher",
    publisher="",
    licence="",
    citation="",
    address="",
    read=read,
)
