"""OpenAlex: works by country and year, and works that one country wrote together with each other.

Shapes as documented at developers.openalex.org, "Group results" and "Page through results": /works with `filter`,
`group_by` and `cursor=*` gives `meta`, with `count` and `next_cursor` (null on the last page), and `group_by`, a list
of `key` (a country's two letters, or its address at openalex.org), `key_display_name` and `count`. Counting is full: a
work counts for each country of its authors.
"""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import quote

from equalterms.countries import countries
from equalterms.errors import StudyError
from equalterms.fetch.client import Client
from equalterms.fetch.origin import Origin, Reading, Seen, json_of
from equalterms.files.orders import Order, Series

KEY = "EQUALTERMS_OPENALEX_KEY"
"""The variable of the environment that holds a key of the service; it is sent, and kept nowhere."""

_PAGE = 200
_MOST_PAGES = 20
_MOST_YEARS = 60


def read(order: Order, client: Client, address: str) -> Reading:
    """The works of each series by country, a question a year; with `together` only those that a unit has a part in."""
    if not order.since or order.until > 2100 or not 0 <= order.until - order.since < _MOST_YEARS:
        raise StudyError(
            "the fetch needs its first and its last year", f"fetch.{order.source}", "add `since:` and `until:`"
        )
    made = Reading()
    for series in order.series:
        made.measures[series.indicator] = "works"
        partner = _short(order, series)
        for year in range(order.since, order.until + 1):
            _year(client, address, series, partner, year, made)
    return made


def _short(order: Order, series: Series) -> str:
    """The two letters of the unit whose joint works are wanted; empty where all works are."""
    if not series.together:
        return ""
    found = countries().get(series.together)
    if found is None:
        raise StudyError(
            f"{series.together[:60]!r} of {series.indicator} is no country",
            f"fetch.{order.source}",
            "write its alpha-3",
        )
    return found.iso2


def _year(client: Client, address: str, series: Series, partner: str, year: int, made: Reading) -> None:
    parts = [series.code, f"publication_year:{year}", *([f"authorships.countries:{partner}"] if partner else [])]
    for group in _groups(client, f"{address}/works?filter={quote(','.join(parts), safe=':,|')}"):
        label = str(group["key"]).rsplit("/", 1)[-1]
        if label.lower() == "unknown":
            made.groups.add("unknown")
        elif label != partner:
            # Of the joint works of a unit, those with itself are all of them: no tie.
            where = series.code + (f", together with {series.together}" if partner else "")
            made.rows.append(Seen(series.indicator, label, str(year), str(group["count"]), "", where))


def _groups(client: Client, asked: str) -> list[dict[str, Any]]:
    """The groups of every page; a page without its parts, or pages without an end, are refused."""
    secret = f"api_key={quote(os.environ[KEY], safe='')}" if os.environ.get(KEY) else ""
    rows: list[dict[str, Any]] = []
    cursor = "*"
    for _ in range(_MOST_PAGES):
        address = f"{asked}&group_by=authorships.countries&per-page={_PAGE}&cursor={quote(cursor, safe='*')}"
        data = json_of(client.get(address, "application/json", secret).body, address)
        meta, groups = (data.get("meta"), data.get("group_by")) if isinstance(data, dict) else (None, None)
        if not isinstance(meta, dict) or not isinstance(groups, list) or not all(map(_sound, groups)):
            raise StudyError("is not OpenAlex's list of groups", address, "the source has changed")
        rows += groups
        if not groups or not meta.get("next_cursor"):
            return rows
        cursor = str(meta["next_cursor"])
    raise StudyError(f"has more than {_MOST_PAGES} pages of countries", asked, "the source has changed")


def _sound(group: object) -> bool:
    return isinstance(group, dict) and "key" in group and str(group.get("count", "")).isdigit()


OPENALEX = Origin(
    name="openalex",
    title="OpenAlex",
    publisher="OurResearch",
    licence="CC0 1.0",
    citation="Priem, Piwowar and Orr (2022), OpenAlex, doi:10.48550/arXiv.2205.01833.",
    address="https://api.openalex.org",
    read=read,
)
