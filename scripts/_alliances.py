"""What the study of national AI capability says of blocs and ties: pooling rules, memberships, joint works.

Ratios are pooled by what they are a ratio to where the study has that series; where it has not, by the
series that comes nearest, which the comment beside the rule says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from _tables import number, read

_HEADS = "weighted_mean(weight=population)"
_WORKERS = "weighted_mean(weight=labour_force)"
_PRODUCT = "weighted_mean(weight=gdp)"

POOL = {
    "stem_graduates": _HEADS,  # nearest: the graduates of a year are not in the study
    "tertiary_enrolment": _HEADS,  # nearest: people of the age of study
    "knowledge_employment": _WORKERS,
    "knowledge_workers": "sum",
    "researchers": _HEADS,
    "researchers_total": "sum",
    "education_spending": _PRODUCT,
    "internet_users": _HEADS,
    "fixed_broadband": _HEADS,
    "secure_servers": _HEADS,
    "electricity_use": _HEADS,
    "hightech_imports": _PRODUCT,  # nearest: trade
    "ict_goods_exports": _PRODUCT,  # nearest: exports of goods
    "supercomputing_share": "sum",
    "gpu_compute": "sum",
    "rule_of_law": _HEADS,  # a mean over people, not what a bloc's law would be
    "e_participation": _HEADS,
    "ai_user_share": _HEADS,  # nearest: people of working age
    "ai_articles": "sum",
    "rd_spending": _PRODUCT,
    "rd_spending_total": "sum",
    "top_universities": "max",  # at least: the best three of several countries score no lower
    "h_index": "max",  # at least: all articles together have no lower one
    "science_articles": _PRODUCT,  # nearest: product in PPP$
    "ai_patents": "sum",
    "notable_models": "sum",
    "code_commits": _HEADS,  # nearest: people aged 15 to 69
    "international_patents": _PRODUCT,  # nearest: product in PPP$
    "corporate_research": "max",  # at least: the best three firms of several countries spend no less
    "hightech_manufacturing": _PRODUCT,  # nearest: manufacturing output
    "government_effectiveness": _HEADS,
    "online_services": _HEADS,
    "ai_strategy": _HEADS,  # the share of people whose country has one
    "venture_capital_total": "sum",
    "venture_deals": _PRODUCT,  # nearest: product in PPP$
    "unicorns": _PRODUCT,
    "software_spending": _PRODUCT,
    "ict_service_exports": _PRODUCT,  # nearest: exports of services
    "hightech_exports": _PRODUCT,  # nearest: exports of manufactures
}
"""How a bloc's value of an indicator comes from its members'; counts with a denominator are added up with it."""

SOURCES = {
    "openalex": {
        "title": "OpenAlex, works of authors from two countries, 2014 to 2023",
        "publisher": "OurResearch",
        "licence": "CC0 1.0",
        "url": "https://openalex.org",
        "citation": "Priem, Piwowar and Orr (2022), OpenAlex: A fully-open index of scholarly works, arXiv:2205.01833.",
        "note": "The ties of kind works: works of all fields, each counted once for every pair of countries on it, "
        "added up over five years. Read from a public copy.",
    },
    "nato": {
        "title": "NATO member countries, with their dates of accession",
        "publisher": "NATO",
        "licence": "facts",
        "url": "https://www.nato.int",
        "note": "Entered from the public record; the years of accession agree with the list of the Estonian Atlantic "
        "Treaty Association and other public lists, the days were not read in NATO's own pages.",
    },
    "gcc": {
        "title": "Charter of the Cooperation Council for the Arab States of the Gulf",
        "publisher": "Secretariat General of the Gulf Cooperation Council",
        "licence": "facts",
        "url": "https://gcc-sg.org/en/AboutUs/Pages/default.aspx",
        "note": "The six founders are all its members; signed on 25 May 1981.",
    },
}

_NATO = {
    "1949-04-04": "BEL CAN DNK FRA GBR ISL ITA LUX NLD NOR PRT USA",
    "1952-02-18": "GRC TUR",
    "1955-05-06": "DEU",
    "1982-05-30": "ESP",
    "1999-03-12": "CZE HUN POL",
    "2004-03-29": "BGR EST LTU LVA ROU SVK SVN",
    "2009-04-01": "ALB HRV",
    "2017-06-05": "MNE",
    "2020-03-27": "MKD",
    "2023-04-04": "FIN",
    "2024-03-07": "SWE",
}
_NATO_NOTES = {
    "1949-04-04": "founder: the day on which the treaty was signed",
    "1955-05-06": "as West Germany",
}
_GCC = "ARE BHR KWT OMN QAT SAU"

_STANDINGS = {
    "BRICS partner": ("BRICS", "partner"),
    "BRICS (invited, not formally confirmed)": ("BRICS", "invited"),
}
_SOURCE = {"AI Alliance Network": "press_stratnews_2024"}
_COMPANIES = "companies and associations joined, not states"
CONTESTED = {
    ("BRICS", "SAU"): "invited in 2023; lists differ on whether it has joined",
    ("AI Alliance Network", ""): f"{_COMPANIES}; only those that reports name, of some 20 countries",
    ("BRICS+AI Alliance (RDIF)", ""): f"{_COMPANIES}; only those that reports name",
    (
        "GPAI (OECD integrated partnership)",
        "",
    ): "derived: members of the OECD and of GPAI, in all 44",
}
"""What is disputed or not known, by bloc and unit, or of all of a bloc."""


def members(path: Path) -> Iterator[dict[str, str]]:
    """The memberships of the table, then those of NATO and the Gulf Cooperation Council."""
    for row in read(path):
        bloc, status = _STANDINGS.get(row["bloc"], (row["bloc"], "member"))
        unit = row["iso3"]
        yield {
            "bloc": bloc,
            "unit": unit,
            "since": row["joined"],
            "until": row["left"],
            "status": status,
            "contested": CONTESTED.get((bloc, unit), CONTESTED.get((bloc, ""), "")),
            "note": "; ".join(part for part in (row["note"], f"confidence: {row['confidence']}") if part),
            "source": _SOURCE.get(bloc, "public_record"),
        }
    for since, units in _NATO.items():
        for unit in units.split():
            yield _member("NATO", unit, since, "nato", _NATO_NOTES.get(since, ""))
    for unit in _GCC.split():
        yield _member("GCC", unit, "1981-05-25", "gcc", "founder")


def _member(bloc: str, unit: str, since: str, source: str, note: str) -> dict[str, str]:
    return {"bloc": bloc, "unit": unit, "since": since, "status": "member", "note": note, "source": source}


_SPANS = (("2014", "2018"), ("2019", "2023"))


def ties(folder: Path) -> Iterator[dict[str, str]]:
    """AI articles written together by 60 countries, and their works of all fields in two spans of five years."""
    articles = read(folder / "ai_copublication_pairs_2003_22.csv")
    pairs = sorted(sorted((row["iso3_a"], row["iso3_b"])) for row in articles)
    counts = {frozenset((row["iso3_a"], row["iso3_b"])): row["coauthored_ai_articles_2003_22"] for row in articles}
    for a, b in pairs:
        value = number(counts[frozenset((a, b))])
        tie = {"a": a, "b": b, "kind": "ai_articles", "since": "2003", "time": "2022", "value": value}
        yield {**tie, "source": "ncses_publications", "where": "table SPBS-92"}
    works: dict[tuple[frozenset[str], str], int] = defaultdict(int)
    for row in read(folder / "openalex_copublication_pairs_allfields_2014_23.csv.gz"):
        works[frozenset((row["iso3_a"], row["iso3_b"])), row["year"]] += int(row["coauthored_works"])
    for a, b in pairs:
        for first, last in _SPANS:
            years = range(int(first), int(last) + 1)
            total = sum(works.get((frozenset((a, b)), str(year)), 0) for year in years)
            tie = {"a": a, "b": b, "kind": "works", "since": first, "time": last, "value": str(total)}
            yield {**tie, "source": "openalex", "where": "works by country pair and year"}
