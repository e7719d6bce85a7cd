"""The World Bank's Indicators API, version 2: WDI, WGI (database 3) and its other databases.

Shapes as documented in the World Bank's help desk, "About the Indicators API Documentation": a list of two, first
page, pages, per_page and total, then the rows; an error is a list of one, with `message`.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from equalterms.errors import StudyError
from equalterms.fetch.client import Client
from equalterms.fetch.origin import Origin, Reading, Seen, json_of
from equalterms.files.orders import Order, Series

_PAGE = 1000
_MOST_PAGES = 1000


def read(order: Order, client: Client, address: str) -> Reading:
    """Every series of the order, page by page; aggregates are told from countries by their region."""
    made = Reading()
    countries, made.groups = _countries(client, address)
    for series in order.series:
        _series(order, series, client, address, made, countries)
    return made


def _countries(client: Client, address: str) -> tuple[dict[str, str], set[str]]:
    """The alpha-3 code of each country by both its codes; the names of the aggregates."""
    found: dict[str, str] = {}
    groups: set[str] = set()
    for row in _pages(client, f"{address}/country?format=json"):
        id, short, name = (_text(row, key, address) for key in ("id", "iso2Code", "name"))
        region = row.get("region")
        if not isinstance(region, dict) or "value" not in region:
            raise StudyError(f"{id} has no region", address, "the source has changed its columns")
        if str(region["value"]).strip() == "Aggregates":
            groups.add(name.strip())
            found |= {id: "", short: ""}
        else:
            found |= {id: id, short: id}
    return found, groups


def _series(
    order: Order, series: Series, client: Client, address: str, made: Reading, countries: dict[str, str]
) -> None:
    span = f"&date={order.since or 1960}:{min(order.until, 2100)}" if order.since or order.until < 9999 else ""
    database = f"&source={quote(order.options['database'])}" if "database" in order.options else ""
    asked = f"{address}/country/all/indicator/{quote(series.code)}?format=json&footnote=y{span}{database}"
    for row in _pages(client, asked):
        country, named = row.get("country"), row.get("indicator")
        if not isinstance(country, dict) or not isinstance(named, dict):
            raise StudyError("a row has no country or no indicator", asked, "the source has changed its columns")
        if named.get("id") != series.code:
            raise StudyError(f"gives {named.get('id')!r} for {series.code!r}", asked, "check the code of the series")
        made.measures.setdefault(series.indicator, str(named.get("value", "")).strip())
        label = _label(row, country, countries)
        if label:
            made.rows.append(_seen(row, series, label, asked))


def _label(row: dict[str, Any], country: dict[str, Any], countries: dict[str, str]) -> str:
    """The code of a row's country, empty for an aggregate; what the list of countries does not know stays as it is."""
    code = str(row.get("countryiso3code") or country.get("id") or "")
    return countries.get(code, code or str(country.get("value")))


def _seen(row: dict[str, Any], series: Series, label: str, asked: str) -> Seen:
    if "value" not in row or "date" not in row:
        raise StudyError("a row has no value or no date", asked, "the source has changed its columns")
    value = "" if row["value"] is None else str(row["value"])
    status, note = (str(row.get(key) or "").strip() for key in ("obs_status", "footnote"))
    return Seen(series.indicator, label, str(row["date"]), value, status, series.code, " ".join(note.split()))


def _pages(client: Client, asked: str) -> list[dict[str, Any]]:
    """The rows of every page. Fewer or more than are told, or another total on a later page, is refused."""
    rows: list[dict[str, Any]] = []
    page, pages, total = 1, 1, -1
    while page <= pages:
        address = f"{asked}&per_page={_PAGE}&page={page}"
        told, more = _page(json_of(client.get(address, "application/json").body, address), address)
        pages, count = (_count(told, key, address) for key in ("pages", "total"))
        if pages > _MOST_PAGES or (total >= 0 and count != total):
            raise StudyError("its pages changed while they were read", address, "fetch again")
        total = count
        rows += more
        page += 1
    if len(rows) != total:
        raise StudyError(f"gave {len(rows)} rows of the {total} that it has", asked, "fetch again")
    return rows


def _page(data: object, address: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    first = data[0] if isinstance(data, list) and data else None
    if isinstance(first, dict) and isinstance(first.get("message"), list):
        said = "; ".join(f"{one.get('key', '')}: {one.get('value', '')}" for one in first["message"])
        raise StudyError(f"refuses: {said[:200]}", address, "check the code of the series and its database")
    rows = data[1] if isinstance(data, list) and len(data) == 2 else None
    if rows is None and isinstance(first, dict) and str(first.get("total")) == "0":
        rows = []
    if not isinstance(first, dict) or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise StudyError("is not the World Bank's list of a page and its rows", address, "the source has changed")
    return first, rows


def _count(told: dict[str, Any], key: str, address: str) -> int:
    if not str(told.get(key, "")).isdigit():
        raise StudyError(f"does not tell {key}", address, "the source has changed its columns")
    return int(told[key])


def _text(row: dict[str, Any], key: str, address: str) -> str:
    if not isinstance(row.get(key), str):
        raise StudyError(f"a country has no {key}", address, "the source has changed its columns")
    return str(row[key])


WORLDBANK = Origin(
    name="worldbank",
    title="World Development Indicators",
    publisher="World Bank",
    licence="CC BY 4.0",
    citation="World Bank, World Development Indicators.",
    address="https://api.worldbank.org/v2",
    read=read,
    # Jersey and Guernsey together: two territories of ISO 3166, neither of them.
    groups=frozenset(("CHI",)),
)
