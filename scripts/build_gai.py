"""Rebuild the Global AI Index of 2021 and 2024 as studies, from a table of its published sub-pillar scores.

Usage: python scripts/build_gai.py SOURCE_FOLDER STUDIES_FOLDER

SOURCE_FOLDER holds gai_2021_subpillars.csv and gai_2024_subpillars.csv with the columns iso3, country,
talent, infrastructure, operating_environment, research, development, government_strategy, commercial,
total_published, rank_published. The scores are all rights reserved by their publisher: the studies are
made on the machine of whoever has the tables, for checking, and are never shipped with the package.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from _tables import INDICATORS, OBSERVATIONS, number, quoted, read, source, write, write_text

PILLARS = {
    "implementation": ("talent", "infrastructure", "operating_environment"),
    "innovation": ("research", "development"),
    "investment": ("government_strategy", "commercial"),
}
# 2021: recovered by regression on two decimals, exact to rounding. 2024: the publisher prints whole
# numbers, so weights are an estimate. Three estimates were tried (0.15 0.09 0.03 0.24 0.16 0.08 0.24;
# 15 10 4 23 15 8 25; 15 8 4 24 16 8 25): each puts Russia 31st, as published. The first is taken. The
# weights of 2021 put Russia 36th on the scores of 2024, equal weights 30th.
WEIGHTS = {
    2021: ("5", "3", "2", "5", "3", "1", "5"),
    2024: ("0.15", "0.09", "0.03", "0.24", "0.16", "0.08", "0.24"),
}
RESCALE = {2021: "minmax", 2024: "share_of_max(high=100)"}
NOTES = {
    2021: (
        "The weights 5, 3, 2 / 5, 3 / 1, 5 were recovered from the published scores by regression; with them "
        "all 62 ranks agree and no total differs by 0.01 or more.",
    ),
    2024: (
        "The publisher prints whole numbers and no weights. The weights 15, 9, 3 / 24, 16 / 8, 24 are an "
        "estimate from the published scores: exact ranks cannot be had from them.",
        "Russia is 31st with these weights, as published; 36th with the weights of 2021; 30th with equal weights.",
    ),
}


def main(arguments: list[str] | None = None) -> int:
    """Build both studies; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("source", type=Path, metavar="SOURCE_FOLDER")
    parser.add_argument("studies", type=Path, metavar="STUDIES_FOLDER")
    given = parser.parse_args(arguments)
    for year in WEIGHTS:
        table = given.source / f"gai_{year}_subpillars.csv"
        if not table.is_file():
            print(f"build_gai: {table} is missing", file=sys.stderr)
            return 3
        count = build(year, read(table), given.studies / f"gai-{year}")
        print(f"gai-{year}: {count} countries")
    return 0


def build(year: int, rows: list[dict[str, str]], folder: Path) -> int:
    """One edition's study; the number of countries."""
    write_text(folder / "study.yaml", _header(year))
    write(folder / "indicators.csv", INDICATORS, _tree(year))
    leaves = [leaf for group in PILLARS.values() for leaf in group]
    write(folder / "observations.csv", OBSERVATIONS, _observations(year, rows, leaves))
    return len(rows)


def _header(year: int) -> str:
    notes = "".join(f"  - {quoted(note)}\n" for note in NOTES[year])
    entry = source(
        "gai",
        title=f"The Global AI Index, edition of {year}",
        publisher="Tortoise Media",
        licence="all rights reserved; for checking only, not to be passed on",
        url="https://www.tortoisemedia.com/data/global-ai",
        citation=f"Tortoise Media ({year}), The Global AI Index.",
    )
    return f"""title: Global AI Index {year}, rebuilt from its published sub-pillar scores
time: {year}
licence: all rights reserved by the publisher of the scores; for checking only
units: observed
recipe:
  fill: none
  treat: none
  normalise: none
  aggregate: arithmetic
  needs: 1.0
  max_age: 0
vary:
  - weights: {{noise: 0.25}}
  - normalise: [none, "zscore(mean=50, sd=10)", percentile_rank]
notes:
{notes}sources:
{entry}"""


def _tree(year: int) -> Iterator[dict[str, str]]:
    yield {"id": "gai", "name": "Global AI Index", "normalise": RESCALE[year]}
    weights = iter(WEIGHTS[year])
    for pillar, leaves in PILLARS.items():
        yield {"id": pillar, "parent": "gai", "name": _name(pillar)}
        for leaf in leaves:
            definition = f"The published score of the sub-pillar {_name(leaf)}, edition of {year}."
            yield _leaf(leaf, pillar, _name(leaf), "points of 100", "1", definition, next(weights))
    total = f"The total as published, edition of {year}."
    yield _leaf("total_published", "none", "Total as published", "points of 100", "1", total)
    rank = f"The rank as published, edition of {year}; equal displayed totals may have different ranks."
    yield _leaf("rank_published", "none", "Rank as published", "rank", "-1", rank)


def _name(id: str) -> str:
    return id.replace("_", " ").capitalize()


def _leaf(
    id: str, parent: str, name: str, measure: str, direction: str, definition: str, weight: str = ""
) -> dict[str, str]:
    keys = {"id": id, "parent": parent, "name": name, "measure": measure, "direction": direction}
    return {**keys, "weight": weight, "source": "gai", "definition": definition}


def _observations(year: int, rows: list[dict[str, str]], leaves: list[str]) -> Iterator[dict[str, str]]:
    for row in sorted(rows, key=lambda row: row["iso3"]):
        for leaf in [*leaves, "total_published", "rank_published"]:
            cell = {"unit": row["iso3"], "indicator": leaf, "time": str(year), "value": number(row[leaf])}
            yield {**cell, "source": "gai", "where": f"edition of {year}"}


if __name__ == "__main__":
    sys.exit(main())
