"""SDMX-CSV, 1.0 and 2.0, as OECD, Eurostat, ILO, UNESCO and others answer a query of data.

Columns as in the SDMX-CSV field guide of github.com/sdmx-twg/sdmx-csv: DATAFLOW, or STRUCTURE, STRUCTURE_ID and
ACTION; then dimensions, TIME_PERIOD, OBS_VALUE and attributes. Eurostat writes dimensions small, and OBS_FLAG.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

from equalterms.errors import StudyError
from equalterms.fetch.client import Client
from equalterms.fetch.origin import Origin, Reading, Seen, needs, table_of
from equalterms.files.orders import Order, Series

_KIND = "application/vnd.sdmx.data+csv;version=2.0.0, application/vnd.sdmx.data+csv;version=1.0.0;q=0.9, text/csv;q=0.8"
_FIRST = ("DATAFLOW", "STRUCTURE")
_TOLD = ("", "I", "A", "R", "M")


def read(order: Order, client: Client, address: str) -> Reading:
    """The rows of each series' query; `where` chooses among them."""
    made = Reading()
    tables: dict[str, tuple[list[str], list[dict[str, str]]]] = {}
    for series in order.series:
        asked = _query(address, series.code, order)
        if asked not in tables:
            tables[asked] = table_of(client.get(asked, _KIND).body, asked)
        _series(order, series, *tables[asked], asked, made)
    return made


def _query(address: str, key: str, order: Order) -> str:
    """The address with the series' key as a part of its path, and the years of the order."""
    parts = urlsplit(address)
    path = f"{parts.path}/{quote(key, safe='.+,:@*')}" if key else parts.path
    since = [f"startPeriod={order.since}"] if order.since else []
    until = [f"endPeriod={order.until}"] if order.until < 9999 else []
    return urlunsplit(parts._replace(path=path, query="&".join([*filter(None, [parts.query]), *since, *until])))


def _series(
    order: Order, series: Series, head: list[str], rows: list[dict[str, str]], asked: str, made: Reading
) -> None:
    if head[0] not in _FIRST:
        raise StudyError(f"begins with {head[0][:40]!r}", asked, "ask for SDMX-CSV: add ?format=csvfile or SDMX-CSV")
    area = order.options.get("area") or _one(head, ("REF_AREA", "geo", "GEO"))
    needs({"area": area, "time": "TIME_PERIOD", "value": "OBS_VALUE", **{k: k for k in series.where}}, head, asked)
    chosen = [row for row in rows if all(row[key] == value for key, value in series.where.items())]
    _actions(chosen, asked)
    _same(chosen, "UNIT_MULT", str(series.multiplier), series, asked)
    measures = (
        {row[_one(head, ("UNIT_MEASURE", "unit"))] for row in chosen} if _one(head, ("UNIT_MEASURE", "unit")) else set()
    )
    if len(measures) > 1:
        told = ", ".join(sorted(measures))[:100]
        raise StudyError(f"{series.indicator} has several units: {told}", asked, "choose one with `where:`")
    made.measures[series.indicator] = measures.pop() if measures else ""
    status = _one(head, ("OBS_STATUS", "OBS_FLAG"))
    for row in chosen:
        where = ", ".join([series.code or row[head[0]], *(f"{key}={value}" for key, value in series.where.items())])
        mark = row[status] if status else ""
        made.rows.append(Seen(series.indicator, row[area], row["TIME_PERIOD"], row["OBS_VALUE"], mark, where))


def _one(head: list[str], names: tuple[str, ...]) -> str:
    """The first of the names that is a heading; the first name where the area is looked for and none is."""
    return next((name for name in names if name in head), names[0] if names[0] == "REF_AREA" else "")


def _actions(rows: list[dict[str, str]], asked: str) -> None:
    for row in rows:
        if row.get("ACTION", "") not in _TOLD:
            raise StudyError(f"holds a row of action {row['ACTION'][:20]!r}", asked, "ask for data, not for changes")


def _same(rows: list[dict[str, str]], column: str, wanted: str, series: Series, asked: str) -> None:
    """A power of ten that is not the one that the study states is refused: values would be wrong by it."""
    for row in rows:
        told = row.get(column, "") or "0"
        if told != wanted:
            message = f"{series.indicator}: values are in units of 10 to the {told[:20]}, the study states {wanted}"
            raise StudyError(message, asked, f"see that its measure says so, then add `multiplier: {told[:20]}`")


SDMX = Origin(
    name="sdmx",
    title="SDMX service of a statistical office",
    publisher="",
    licence="",
    citation="",
    address="",
    read=read,
    # Eurostat's two codes that are not those of ISO 3166.
    units={"EL": "GRC", "UK": "GBR"},
    groups=frozenset(
        (
            *(f"EA{count}" for count in ("", *range(11, 22))),
            *("EU15", "EU25", "EU27_2007", "EU27_2020", "EU28", "EEA", "EFTA", "OECD", "OECDE", "OECD_REP", "OECDSO"),
            *("G7", "G20", "WLD", "W", "W0", "WXOECD", "WXD"),
        )
    ),
    # CL_OBS_STATUS of SDMX for what is missing, and Eurostat's letters; others are told in the study.
    status={
        **dict.fromkeys(("H", "L", "O", "Q", "c"), "M"),
        **{"b": "B", "e": "E", "p": "P", "be": "B", "bp": "B", "ep": "E", "bep": "B"},
    },
)
