"""Build the studies that the package ships, hdi and ai-capability, from tables of sourced figures.

Usage: python scripts/build_studies.py SOURCE_FOLDER STUDIES_FOLDER

SOURCE_FOLDER holds hdi/, ai/, targets/, blocs/ and cooperation/; each study becomes a folder of the format
of docs/studies.md. The same tables give the same bytes. Press texts of a study are not touched.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import gcd
from pathlib import Path

import _alliances
from _ai_tables import (
    ACTUALS,
    CONFLICTS,
    HEADER,
    INDEX,
    LEAVES,
    NOT_LISTED_APART,
    NOTES,
    PLACES,
    RANKS,
    SOURCES,
    TARGET_DETAILS,
    TARGET_SOURCES,
    Leaf,
)
from _tables import (
    INDICATORS,
    MEMBERS,
    OBSERVATIONS,
    TARGETS,
    TIES,
    Row,
    flow,
    number,
    quoted,
    read,
    source,
    write,
    write_text,
)

SHARE_PRESENT = 2 / 3
FIRST_YEAR = 2020  # the study's time, 2026, less its max_age
KEPT_UNRANKED = ("IRQ", "TWN")


def main(arguments: list[str] | None = None) -> int:
    """Build both studies; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("source", type=Path, metavar="SOURCE_FOLDER")
    parser.add_argument("studies", type=Path, metavar="STUDIES_FOLDER")
    given = parser.parse_args(arguments)
    if not (given.source / "hdi").is_dir() or not (given.source / "ai").is_dir():
        print(f"build_studies: {given.source} has no hdi and ai folders", file=sys.stderr)
        return 3
    print(build_hdi(given.source, given.studies / "hdi"))
    print(build_ai(given.source, given.studies / "ai-capability"))
    return 0


# --- hdi -------------------------------------------------------------------------------------------------

HDI_LEAVES = {
    # id: (column of the table, column of HDRO's file)
    "life_expectancy": ("le_years", "le"),
    "expected_schooling": ("eys_years", "eys"),
    "mean_schooling": ("mys_years", "mys"),
    "gni_per_head": ("gnipc_2017ppp", "gnipc"),
    "hdi_published": ("hdi_published", "hdi"),
}
LOWEST_LIFE_EXPECTANCY = 20.0

HDI_TREE: tuple[dict[str, str], ...] = (
    {"id": "hdi", "name": "Human Development Index"},
    {
        "id": "health",
        "parent": "hdi",
        "name": "Long and healthy life",
        "weight": "1",
    },
    {
        "id": "life_expectancy",
        "parent": "health",
        "name": "Life expectancy at birth",
        "measure": "years",
        "goalpost_low": "20",
        "goalpost_high": "85",
        "definition": "Years that a child born in the year would live if the death rates of that year stayed.",
    },
    {
        "id": "education",
        "parent": "hdi",
        "name": "Knowledge",
        "weight": "1",
        "aggregate": "arithmetic",
    },
    {
        "id": "expected_schooling",
        "parent": "education",
        "name": "Expected years of schooling",
        "measure": "years",
        "goalpost_low": "0",
        "goalpost_high": "18",
        "definition": "Years of schooling that a child of school entrance age can expect if enrolment stays.",
    },
    {
        "id": "mean_schooling",
        "parent": "education",
        "name": "Mean years of schooling",
        "measure": "years",
        "goalpost_low": "0",
        "goalpost_high": "15",
        "definition": "Average years of schooling that people aged 25 and older have completed.",
    },
    {
        "id": "income",
        "parent": "hdi",
        "name": "Decent standard of living",
        "weight": "1",
    },
    {
        "id": "gni_per_head",
        "parent": "income",
        "name": "Gross national income per head",
        "measure": "2017 PPP $",
        "goalpost_low": "100",
        "goalpost_high": "75000",
        "normalise": "goalposts(scale=log, high=1)",
        "definition": "Gross national income per person in 2017 purchasing power parity dollars; its logarithm counts.",
    },
    {
        "id": "hdi_published",
        "parent": "none",
        "name": "Human Development Index as published",
        "measure": "index",
        "definition": "The index as HDRO published it, to three decimals: a check, no part of the tree.",
    },
)

HDI_NOTES = (
    "North Korea and Monaco have observations but no published index in 2022 and are not ranked: for North Korea "
    "only life expectancy is given, for Monaco mean schooling and income are missing.",
    "Two values of life expectancy lie below the lower goalpost of 20 years and stand as missing: Rwanda 1994 "
    "(14.098) and South Sudan 1998 (18.385). HDRO publishes no index for either; a geometric mean has none at 0.",
    "HDRO publishes no index for Rwanda in 1990 to 1993 although all four components are given; "
    "this study computes one.",
    "For every country and year that has a published index, the recipe gives the same three decimals.",
)


def build_hdi(folder: Path, to: Path) -> str:
    """The Human Development Index of 1990 to 2022; what was built, in one line."""
    table = read(folder / "hdi" / "hdr2023-24_components.csv")
    ranked = sorted(row["iso3"] for row in table if row["year"] == "2022" and row["hdi_published"])
    rows = sorted(_hdi_rows(table), key=lambda row: (row["unit"], row["indicator"], row["time"]))
    count = write(to / "observations.csv", OBSERVATIONS, rows)
    leaves = ({**row, "direction": "1", "source": "hdro"} if "measure" in row else row for row in HDI_TREE)
    write(to / "indicators.csv", INDICATORS, leaves)
    entry = source(
        "hdro",
        title="Human Development Report 2023/24: components of the Human Development Index, 1990-2022",
        publisher="United Nations Development Programme, Human Development Report Office",
        licence="CC BY 3.0 IGO",
        url="https://hdr.undp.org/data-center/documentation-and-downloads",
        citation="UNDP (2024), Human Development Report 2023/24: Breaking the gridlock, New York.",
        note="`where` is the column of the file of complete time series, such as le_1990. Names of countries "
        "and regrouping by country and year are ours.",
    )
    write_text(
        to / "study.yaml",
        f"""title: Human Development Index 2022
time: 2022
licence: CC BY 3.0 IGO (data of UNDP, rearranged)
units: {flow(ranked)}
recipe:
  fill: none
  treat: none
  normalise: goalposts(high=1)
  aggregate: geometric
  needs: 1.0
  max_age: 0
vary:
  - weights: {{noise: 0.25}}
  - normalise: ["goalposts(high=1)", "minmax(low=0.01, high=1)"]
  - aggregate: [geometric, arithmetic, harmonic]
notes:
{_notes(HDI_NOTES)}sources:
{entry}""",
    )
    return f"hdi: {len(ranked)} ranked countries, {count} observations"


def _hdi_rows(table: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    for row in table:
        for id, (column, code) in HDI_LEAVES.items():
            if not row[column]:
                continue
            cell = {"unit": row["iso3"], "indicator": id, "time": row["year"], "source": "hdro"}
            where = f"{code}_{row['year']}"
            if id == "life_expectancy" and float(row[column]) <= LOWEST_LIFE_EXPECTANCY:
                where += f": {number(row[column])} given, below the lower goalpost"
                yield {**cell, "status": "M", "where": where}
            else:
                yield {**cell, "value": number(row[column]), "where": where}


def _notes(notes: Iterable[str]) -> str:
    return "".join(f"  - {quoted(note)}\n" for note in notes)


# --- ai-capability ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facts:
    """The source rows of the study's indicators, by their id in the source."""

    rows: dict[str, list[dict[str, str]]]

    def times(self, id: str) -> list[str]:
        """Every time for which the indicator has a value."""
        return sorted({row["time"] for row in self.rows[id]})

    def units(self, id: str, first: int) -> set[str]:
        """The units with a value that is not older than the year `first`."""
        return {row["iso3"] for row in self.rows[id] if int(row["time"][:4]) >= first}


def build_ai(folder: Path, to: Path) -> str:
    """Our own index of national AI capability; what was built, in one line."""
    facts = _facts(folder / "ai")
    ranked = _ranked(facts)
    kept = sorted([*ranked, *KEPT_UNRANKED])
    opened = [row for leaf in LEAVES if not leaf.share_alike for row in _leaf_rows(leaf, facts, kept)]
    alike = [row for leaf in LEAVES if leaf.share_alike for row in _leaf_rows(leaf, facts, kept)]
    count = write(to / "observations.csv", OBSERVATIONS, [*in_order(opened), *RANKS, *ACTUALS])
    count += write(to / "observations-share-alike.csv", OBSERVATIONS, in_order(alike))
    write(to / "indicators.csv", INDICATORS, _tree())
    write_text(to / "study.yaml", _header(ranked))
    write_text(to / "units.csv", "unit,name\nEUU,European Union\n")
    targets = write(to / "targets.csv", TARGETS, _targets(folder / "targets" / "strategy_targets.csv"))
    members = write(to / "members.csv", MEMBERS, _alliances.members(folder / "blocs" / "bloc_membership.csv"))
    ties = write(to / "ties.csv", TIES, _alliances.ties(folder / "cooperation"))
    indicators = sum(leaf.parent != "none" for leaf in LEAVES)
    return (
        f"ai-capability: {len(ranked)} ranked countries, {indicators} indicators, {count} observations, "
        f"{targets} targets, {members} memberships, {ties} ties"
    )


def _facts(folder: Path) -> Facts:
    wanted = {leaf.origin for leaf in LEAVES if leaf.origin}
    rows: dict[str, list[dict[str, str]]] = {id: [] for id in wanted}
    for name in ("indicators_open.csv.gz", "indicators_share_alike.csv.gz"):
        for row in read(folder / name):
            if row["indicator"] in wanted:
                row["time"] = row["time"].replace("H", "S")  # half-years: 2025-H1 is 2025-S1
                rows[row["indicator"]].append(row)
    return Facts(rows)


def _ranked(facts: Facts) -> list[str]:
    """The units that have two thirds of the indicators, a zero of a complete list counted as a value."""
    leaves = [leaf for leaf in LEAVES if leaf.parent != "none"]
    present = {leaf.id: facts.units(leaf.origin, FIRST_YEAR) for leaf in leaves}
    heads = facts.units("wb_population", FIRST_YEAR)

    def has(leaf: Leaf, unit: str) -> bool:
        listed = unit in present[leaf.id] or (leaf.complete and not _uncounted(leaf, unit))
        return listed and (not (leaf.denominator or leaf.factor[0]) or unit in heads)

    everyone = sorted(set().union(*present.values()))
    return [u for u in everyone if sum(has(leaf, u) for leaf in leaves) >= SHARE_PRESENT * len(leaves)]


def _uncounted(leaf: Leaf, unit: str) -> bool:
    return leaf.source.startswith("ncses") and unit in NOT_LISTED_APART


def _leaf_rows(leaf: Leaf, facts: Facts, kept: list[str]) -> Iterator[dict[str, str]]:
    if not leaf.origin:
        return
    if leaf.factor[0]:
        yield from sums(leaf, facts, kept)
        return
    known = set(kept)
    for row in facts.rows[leaf.origin]:
        if row["iso3"] in known and row["time"] >= leaf.since:
            yield cell(leaf, row["iso3"], row["time"], number(row["value"]))
    if not leaf.complete:
        return
    for time in facts.times(leaf.origin):
        listed = {row["iso3"] for row in facts.rows[leaf.origin] if row["time"] == time}
        for unit in kept:
            if unit not in listed and not _uncounted(leaf, unit) and time >= leaf.since:
                yield cell(leaf, unit, time, "0", "; absent from a complete list: zero")


def sums(leaf: Leaf, facts: Facts, kept: list[str]) -> Iterator[dict[str, str]]:
    """Ratio times series, of the same year; of the year before the edition for the Global Innovation Index."""
    series, code = leaf.factor
    sizes = {(row["iso3"], row["time"]): float(row["value"]) for row in facts.rows[series]}
    for row in facts.rows[leaf.origin]:
        year = str(int(row["time"]) - (leaf.source == "wipo_gii"))
        size = sizes.get((row["iso3"], year))
        if row["iso3"] in kept and size is not None:
            value = number(f"{float(row['value']) * size / leaf.per:.6g}")
            yield cell(leaf, row["iso3"], row["time"], value, f" times {code} {year}")


def cell(leaf: Leaf, unit: str, time: str, value: str, ours: str = "") -> dict[str, str]:
    """One observation; estimated (E) where `ours` says what we did."""
    where = PLACES[leaf.source].format(code=leaf.code, time=time) + ours
    cell = {"unit": unit, "indicator": leaf.id, "time": time, "value": value, "status": "E" if ours else ""}
    return {**cell, "source": leaf.source, "where": where}


def in_order(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return sorted(rows, key=lambda row: (row["indicator"], row["unit"], row["time"]))


def _tree() -> Iterator[Row]:
    for pillar in INDEX:
        yield pillar
        yield from (_row(leaf) for leaf in LEAVES if leaf.parent == pillar["id"])
    yield from (_row(leaf) for leaf in LEAVES if leaf.parent == "none")


def _weight(leaf: Leaf) -> str:
    """Scale and intensity share a sub-pillar's weight half and half, in the smallest whole numbers."""
    same = sum(other.scale == leaf.scale for other in LEAVES if other.parent == leaf.parent)
    others = sum(other.scale != leaf.scale for other in LEAVES if other.parent == leaf.parent)
    return str(others // gcd(same, others)) if others else "1"


def _row(leaf: Leaf) -> dict[str, str]:
    return {
        "id": leaf.id,
        "parent": leaf.parent,
        "name": leaf.name,
        "measure": leaf.measure,
        "direction": leaf.direction,
        "weight": _weight(leaf) if leaf.parent != "none" else "",
        "denominator": leaf.denominator,
        "pool": _alliances.POOL.get(leaf.id, ""),
        "source": leaf.source,
        "definition": leaf.definition,
    }


def _header(ranked: list[str]) -> str:
    entries = "".join(source(id, **keys) for id, keys in {**SOURCES, **_alliances.SOURCES}.items())
    press = "".join(source(id, licence="press fact", **keys) for id, keys in TARGET_SOURCES.items())
    return f"{HEADER.replace('UNITS', flow(ranked))}notes:\n{_notes(NOTES)}sources:\n{entries}{press}"


def _targets(path: Path) -> Iterator[dict[str, str]]:
    for row in read(path):
        key = (row["iso3"], row["target"], _year(row["target_year"]))
        details = TARGET_DETAILS[key]
        if details is None:  # an actual value, no target: it stands among the observations
            continue
        target = {
            "unit": row["iso3"],
            "indicator": row["target"],
            "value": number(row["target_value"]),
            "time": _year(row["target_year"]),
            "direction": "1",
            "measure": row["unit"].replace("RMB", "CNY").replace("bn ", "billion "),
            "baseline": number(row["baseline_value"]) if row["baseline_value"] else "",
            "baseline_time": _year(row["baseline_year"]) if row["baseline_value"] else "",
            "note": row["note"],
        }
        yield {**target, **details}
        if key in CONFLICTS:
            yield {**target, **details, **CONFLICTS[key]}


def _year(text: str) -> str:
    return number(text) if text else ""


if __name__ == "__main__":
    sys.exit(main())
