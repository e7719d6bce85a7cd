"""A study of the tests that fetches, and the World Bank as it answers."""

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from equalterms.fetch import Client, Fetched, fetch
from tests.fetch.server import Place, Reply

STUDY = """title: A study that fetches
time: 2023
licence: CC BY 4.0
sources:
  wb:
    title: World Development Indicators
    publisher: World Bank
    licence: CC BY 4.0
    citation: World Bank, World Development Indicators.
fetch:
  wb:
    from: worldbank
    address: ADDRESS
    since: 2020
MORE    indicators:
      internet: {code: IT.NET.USER.ZS, low: 0, high: 100, least: 3}
      people: SP.POP.TOTL
"""
TREE = """id,parent,name,measure,direction,weight,source
index,,The index,,,,
internet,index,Internet users,% of population,1,1,wb
people,none,People,persons,1,,wb
"""
NAMES = {"IT.NET.USER.ZS": "Individuals using the Internet (% of population)", "SP.POP.TOTL": "Population, total"}
# id, two-letter code, name, region: as the service lists them.
COUNTRIES = [
    ("ARB", "1A", "Arab World", "Aggregates"),
    ("CHI", "JG", "Channel Islands", "Europe & Central Asia"),
    ("CHE", "CH", "Switzerland", "Europe & Central Asia"),
    ("HKG", "HK", "Hong Kong SAR, China", "East Asia & Pacific"),
    ("KOR", "KR", "Korea, Rep.", "East Asia & Pacific"),
    ("NOR", "NO", "Norway", "Europe & Central Asia"),
    ("XKX", "XK", "Kosovo", "Europe & Central Asia"),
    ("WLD", "1W", "World", "Aggregates"),
]
CODES = [code for code, *_ in COUNTRIES]


class Bank:
    """The Indicators API: values by series, country and year; `page` rows a page."""

    def __init__(self, page: int = 4) -> None:
        self.page = page
        self.values: dict[tuple[str, str, str], float | int | None] = {}
        for number, code in enumerate(CODES):
            self.values["IT.NET.USER.ZS", code, "2023"] = 90.5 + number
            self.values["IT.NET.USER.ZS", code, "2022"] = None if code == "NOR" else 80.25 + number
            self.values["SP.POP.TOTL", code, "2023"] = 5_000_000 + number
        self.more: dict[tuple[str, str, str], dict[str, Any]] = {}
        self.faults: dict[int, Callable[[Reply], Reply]] = {}
        self.count = 0

    def __call__(self, path: str, headers: dict[str, str]) -> Reply:
        """Answer a path; the faults stand at the number of the request."""
        self.count += 1
        parts = urlsplit(path)
        query = {key: value[0] for key, value in parse_qs(parts.query).items()}
        rows = self._countries() if parts.path.endswith("/country") else self._rows(parts.path, query)
        data = self._paged(rows, int(query["page"])) if rows is not None else _unknown()
        body = json.dumps(data).encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:8]}"'
        if headers.get("if-none-match") == etag:
            return Reply(status=304)
        reply = Reply(body, headers={"ETag": etag, "Content-Type": "application/json;charset=utf-8"})
        return self.faults[self.count](reply) if self.count in self.faults else reply

    def _countries(self) -> list[dict[str, Any]]:
        return [
            {"id": id, "iso2Code": short, "name": name, "region": {"id": "X", "iso2code": "XX", "value": region}}
            for id, short, name, region in COUNTRIES
        ]

    def _rows(self, path: str, query: dict[str, str]) -> list[dict[str, Any]] | None:
        found = re.search(r"/country/all/indicator/(.+)", path)
        code = found[1] if found else ""
        if code not in NAMES:
            return None
        first, _, last = query.get("date", "1960:2100").partition(":")
        short = {id: (two, name) for id, two, name, _ in COUNTRIES}
        return [
            {
                "indicator": {"id": code, "value": NAMES[code]},
                "country": {"id": short[id][0], "value": short[id][1]},
                # As with the service's groups of income, some codes are not given.
                "countryiso3code": "" if id == "ARB" else id,
                "date": year,
                "value": value,
                "unit": "",
                "obs_status": "",
                "decimal": 0,
                **self.more.get((series, id, year), {}),
            }
            for (series, id, year), value in self.values.items()
            if series == code and first <= year <= last
        ]

    def _paged(self, rows: list[dict[str, Any]], page: int) -> list[Any]:
        pages = -(-len(rows) // self.page)
        told = {"page": page, "pages": pages, "per_page": self.page, "total": len(rows), "lastupdated": "2026-10-07"}
        return [told, rows[(page - 1) * self.page : page * self.page]]


def _unknown() -> list[Any]:
    said = {"id": "120", "key": "Invalid value", "value": "The provided parameter value is not valid"}
    return [{"message": [said]}]


def study(folder: Path, place: Place, more: str = "", text: str = STUDY) -> Path:
    """The study's folder, fetching from a server."""
    home = folder / "fetching"
    home.mkdir(exist_ok=True)
    header = text.replace("ADDRESS", place.address).replace("MORE", more)
    (home / "study.yaml").write_text(header, encoding="utf-8")
    (home / "indicators.csv").write_text(TREE, encoding="utf-8")
    return home


class Clock:
    """A clock that goes on by a second whenever it is read, and by what is slept."""

    def __init__(self) -> None:
        self.time = 1_795_425_486.0

    def now(self) -> float:
        """Seconds."""
        self.time += 1
        return self.time

    def sleep(self, seconds: float) -> None:
        """Go on at once."""
        self.time += seconds


def bring(home: Path, clock: Clock, source: str = "wb", *, refresh: bool = False, date: str = "") -> Fetched:
    """Fetch without waiting."""
    client = Client(sleep=clock.sleep, now=clock.now, timeout=2.0, tries=3)
    return fetch(str(home), source, client, refresh=refresh, date=date)


def shot(home: Path) -> dict[str, bytes]:
    """Every file of a folder, and its bytes."""
    return {str(path.relative_to(home)): path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}
