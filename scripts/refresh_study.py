"""Refresh the embedded study from the world's tables, in two steps around `equalterms fetch`.

    python scripts/refresh_study.py orders FOLDER     a study that says what is fetched: the World Bank's series
    equalterms fetch worldbank_wdi --study FOLDER     (and worldbank_wgi)
    python scripts/refresh_study.py build FOLDER [STUDY]

`make refresh` does all of it. What no source of `fetch` gives (tables of editions and lists, see docs/fetching.md)
stays as it stands in the study; sums that are made from a fetched series are made again. Without a fetch the study
stays as it is, byte for byte.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from _ai_tables import LEAVES, SOURCES, Leaf
from _tables import INDICATORS, OBSERVATIONS, Row, read, source, write, write_text
from build_studies import Facts, cell, in_order, sums

STUDY = Path(__file__).parent.parent / "src" / "equalterms" / "studies" / "ai-capability"
FIRST = 2018
FETCHED = ("worldbank_wdi", "worldbank_wgi")
DATABASES = {"worldbank_wgi": "3"}
LEAST = 60
"""So many values each series must have: the smallest has 534 for eight years, of which some 70 fall into a year."""


def plain() -> list[Leaf]:
    """The indicators that are fetched as they are published."""
    return [leaf for leaf in LEAVES if leaf.source in FETCHED and not leaf.factor[0]]


def orders(folder: Path) -> None:
    """Write the study of orders."""
    entries = "".join(source(id, **SOURCES[id]) for id in FETCHED)
    asked = ""
    for id in FETCHED:
        asked += f"  {id}:\n    from: worldbank\n    since: {FIRST}\n"
        asked += f'    database: "{DATABASES[id]}"\n' if id in DATABASES else ""
        asked += "    indicators:\n"
        for leaf in plain():
            if leaf.source == id:
                asked += f"      {leaf.id}: {{code: {leaf.code}, least: {LEAST}}}\n"
    write_text(
        folder / "study.yaml",
        f"title: What the default study fetches\ntime: 2026\nlicence: CC BY 4.0\nsources:\n{entries}fetch:\n{asked}",
    )
    top: Row = {"id": "index", "name": "All that is fetched"}
    write(folder / "indicators.csv", INDICATORS, [top, *map(_leaf, plain())])


def _leaf(leaf: Leaf) -> Row:
    return {
        "id": leaf.id,
        "parent": "index",
        "name": leaf.name,
        "measure": leaf.measure,
        "direction": leaf.direction,
        "source": leaf.source,
    }


def build(fetched: Path, study: Path) -> str:
    """Write the study's observations anew; what was done, in one line."""
    standing = read(study / "observations.csv")
    kept = sorted({row["unit"] for row in standing if row["indicator"] == "population"})
    new = _new(fetched)
    facts = _facts(standing, new)
    ours = {leaf.id for leaf in LEAVES if leaf.origin and not leaf.share_alike}
    rows = [row for row in standing if row["indicator"] in ours]
    for leaf in LEAVES:
        made: list[dict[str, str]] = []
        if leaf.id in new:
            made = [
                cell(leaf, row["iso3"], row["time"], row["value"]) | {"status": row["status"]}
                for row in facts.rows[leaf.origin]
                if row["iso3"] in kept
            ]
        elif leaf.factor[0] and {leaf.origin, leaf.factor[0]} <= set(facts.rows):
            made = list(sums(leaf, facts, kept))
        if made:
            rows = [row for row in rows if row["indicator"] != leaf.id] + made
    others = [row for row in standing if row["indicator"] not in ours]
    before = {_key(row): row["value"] for row in standing}
    after = {_key(row): row["value"] for row in rows}
    changed = sum(before.get(key) not in (None, value) for key, value in after.items())
    write(study / "observations.csv", OBSERVATIONS, [*in_order(rows), *others])
    added = sum(key not in before for key in after)
    return f"{len(new)} series fetched; {changed} values revised, {added} added"


def _key(row: Row) -> tuple[str, str, str]:
    return row["unit"], row["indicator"], row["time"]


def _new(fetched: Path) -> dict[str, list[dict[str, str]]]:
    """The fetched values by indicator; an indicator without any is not replaced."""
    found: dict[str, list[dict[str, str]]] = {}
    for id in FETCHED:
        path = fetched / f"observations-{id}.csv"
        for row in read(path) if path.exists() else ():
            if row["value"]:
                found.setdefault(row["indicator"], []).append(row)
    return found


def _facts(standing: list[dict[str, str]], new: dict[str, list[dict[str, str]]]) -> Facts:
    """The values of each published series, fetched or as the study has them, by their ids in the source tables."""
    rows: dict[str, list[dict[str, str]]] = {}
    for leaf in LEAVES:
        if leaf.origin and not leaf.factor[0] and not leaf.share_alike:
            held = new.get(leaf.id) or [row for row in standing if row["indicator"] == leaf.id]
            rows[leaf.origin] = [dict(_named(row)) for row in held]
    return Facts(rows)


def _named(row: Row) -> Iterator[tuple[str, str]]:
    yield from (("iso3", row["unit"]), ("time", row["time"]), ("value", row["value"]), ("status", row["status"]))


def main(arguments: list[str] | None = None) -> int:
    """Do one of the two steps; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=("orders", "build"))
    parser.add_argument("folder", type=Path, help="the study that fetches")
    parser.add_argument("study", type=Path, nargs="?", default=STUDY, help="the study that is refreshed")
    given = parser.parse_args(arguments)
    if given.step == "orders":
        orders(given.folder)
    elif not (given.study / "observations.csv").is_file():
        print(f"refresh_study: {given.study} has no observations.csv", file=sys.stderr)
        return 3
    else:
        print(build(given.folder, given.study))
    return 0


if __name__ == "__main__":
    sys.exit(main())
