"""Our World in Data: the CSV of a chart, and what its metadata say of the columns.

Shapes as documented at docs.owid.io, "Chart API": CHART.csv has entity, code, year (or day) and a column for each
indicator; CHART.metadata.json has `columns`, each with `unit`, `shortName` and `titleShort`.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from equalterms.errors import StudyError, nearest
from equalterms.fetch.client import Client
from equalterms.fetch.origin import Origin, Reading, Seen, json_of, needs, table_of
from equalterms.fetch.units import named
from equalterms.files.orders import Order, Series

_QUERY = "?v=1&csvType=full&useColumnShortNames=true"
_KOSOVO = "OWID_KOS"


def read(order: Order, client: Client, address: str) -> Reading:
    """The columns of the charts that the order names. Entities without a code of ISO 3166 are no countries."""
    made = Reading()
    charts: dict[str, tuple[list[str], list[dict[str, str]], Mapping[str, Mapping[str, object]], str]] = {}
    for series in order.series:
        if series.code not in charts:
            place = f"{address}/{quote(series.code)}"
            about = _columns(client, f"{place}.metadata.json{_QUERY}")
            asked = f"{place}.csv{_QUERY}"
            head, rows = table_of(client.get(asked, "text/csv").body, asked)
            charts[series.code] = (head, rows, about, asked)
        _series(order, series, charts[series.code], made)
    return made


def _columns(client: Client, asked: str) -> Mapping[str, Mapping[str, object]]:
    """What is told of each column, by its short name and its title."""
    data = json_of(client.get(asked, "application/json").body, asked)
    columns = data.get("columns") if isinstance(data, dict) else None
    if not isinstance(columns, dict) or not all(isinstance(about, dict) for about in columns.values()):
        raise StudyError("tells nothing of its columns", asked, "the source has changed")
    return {str(about.get("shortName") or name): about for name, about in columns.items()} | columns


def _series(
    order: Order,
    series: Series,
    chart: tuple[list[str], list[dict[str, str]], Mapping[str, Mapping[str, object]], str],
    made: Reading,
) -> None:
    head, rows, about, asked = chart
    lower = {name.lower(): name for name in head}
    time = lower.get("year") or lower.get("day") or "year"
    keys = {"entity": lower.get("entity", "entity"), "code": lower.get("code", "code"), "time": time}
    needs(keys, head, asked)
    column = series.column or _only([name for name in head if name not in keys.values()], series, asked)
    needs({series.indicator: column}, head, asked)
    if column not in about:
        raise StudyError(
            f"tells nothing of {column[:60]!r}", asked, f"the source has changed; {nearest(column, about)}"
        )
    told = about[column]
    made.measures[series.indicator] = str(told.get("unit") or told.get("titleShort") or "").strip()
    for row in rows:
        label = _label(row[keys["entity"]], row[keys["code"]], order)
        if not label:
            made.groups.add(row[keys["entity"]])
        else:
            made.rows.append(Seen(series.indicator, label, row[time], row[column], "", f"{series.code}, {column}"))


def _only(columns: list[str], series: Series, asked: str) -> str:
    if len(columns) != 1:
        raise StudyError(
            f"the chart of {series.indicator} has {len(columns)} columns: {', '.join(columns)[:200]}",
            asked,
            "choose one: `column: NAME`",
        )
    return columns[0]


def _label(entity: str, code: str, order: Order) -> str:
    """What names the entity to us: its code, or its name where the study gives it a code; empty for a group."""
    if entity in order.units:
        return entity
    if code == _KOSOVO or (code and not code.startswith("OWID_")):
        return code
    return named(entity) if not code else ""


OWID = Origin(
    name="owid",
    title="Our World in Data",
    publisher="Global Change Data Lab",
    licence="CC BY 4.0; the licences of the sources behind a chart may differ",
    citation="Our World in Data, chart and sources as its metadata name them.",
    address="https://ourworldindata.org/grapher",
    read=read,
    units={_KOSOVO: "XKX"},
)
