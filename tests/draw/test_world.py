"""The map: fifths by rank, small countries as dots, what is not ranked left blank, nothing lost in silence."""

from __future__ import annotations

from typing import Any

from equalterms.countries import countries
from equalterms.draw import figures
from equalterms.draw.world import SHADES, missing
from equalterms.page import Column, Figure, Table

COLUMNS = (Column("name", "Country"), Column("unit", "Code"), Column("rank", "Rank", 0))
ROLES = {"x": "unit", "y": "name", "shade": "rank"}


def drawn(*rows: tuple[str, str, int | None]) -> Figure:
    return Figure("world", "Ranks", Table(COLUMNS, rows), ROLES)


def held(spec: dict[str, Any], data: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a part of a specification, which keeps them in one place."""
    rows: list[dict[str, Any]] = spec["datasets"][data["name"]]
    return rows


def test_shades_follow_the_ranks_in_fifths() -> None:
    codes = ["NOR", "CHE", "FRA", "ITA", "ESP", "USA", "CAN", "MEX", "BRA", "ARG"]
    spec = figures.spec(drawn(*((code, code, k + 1) for k, code in enumerate(codes))))
    scale = spec["layer"][1]["encoding"]["color"]["scale"]
    assert scale == {"domain": ["1–2", "3–4", "5–6", "7–8", "9–10"], "range": list(SHADES)}
    values = held(spec, spec["layer"][1]["transform"][0]["from"]["data"])
    assert {row["x"]: row["band"] for row in values}["FRA"] == "3–4"


def test_small_countries_are_dots_and_gaps_are_blank() -> None:
    spec = figures.spec(drawn(("Singapore", "SGP", 1), ("Norway", "NOR", 2), ("Malta", "MLT", None)))
    dots = held(spec, spec["layer"][2]["data"])
    assert [(row["x"], round(row["lon"]), round(row["lat"])) for row in dots] == [("SGP", 104, 1)]
    assert spec["layer"][0]["mark"]["fill"] == "#00000000"
    svg = figures.svg(drawn(("Singapore", "SGP", 1), ("Norway", "NOR", 2)))
    assert svg.count(SHADES[0]) >= 1
    assert "Infinity" not in svg
    assert "NaN" not in svg


def test_nobody_ranked_is_a_blank_map() -> None:
    assert "<svg" in figures.svg(drawn(("Norway", "NOR", None)))


def test_what_has_no_place_is_named() -> None:
    assert missing(["NOR", "SGP", "XKX", "ZZZ"]) == ["ZZZ"]
    absent = missing(sorted(countries()))
    # Overseas departments, uninhabited islands and the parts of larger countries.
    assert len(absent) < 16
    assert "TWN" not in absent
    assert "PSE" not in absent
