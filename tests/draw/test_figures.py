"""Figures."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree  # the SVG is our own

import pytest

from equalterms.draw import figures
from equalterms.errors import StudyError
from equalterms.page import Column, Figure, Link, Table
from tests.draw.samples import BARS, NASTY, NETWORK, PACES, PATH, RANKS, TIES, hostile

ALL = pytest.mark.parametrize("figure", [RANKS, PATH, BARS, PACES, TIES, NETWORK], ids=lambda figure: str(figure.kind))


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]  # noqa: S314


@ALL
def test_a_figure_is_drawn(figure: Figure) -> None:
    assert figures.spec(figure)["width"] == "container"
    assert figures.spec(figure, figures.WIDTH) == figures.chart(figure).to_dict(validate=True)
    svg = figures.svg(figure)
    assert "style=" not in svg, "a strict policy would refuse it"
    assert "NaN" not in svg
    assert figures.png(figure).startswith(b"\x89PNG")
    assert figure.title in texts(figures.poster_svg(figure))


def test_the_same_figure_is_the_same_bytes() -> None:
    assert json.dumps(figures.spec(RANKS)) == json.dumps(figures.spec(RANKS))
    assert figures.svg(RANKS) == figures.svg(RANKS)


def test_ranks_are_in_order_and_the_source_is_in_the_picture() -> None:
    mixed = replace(RANKS, table=replace(RANKS.table, rows=RANKS.table.rows[::-1]))
    drawn = texts(figures.svg(mixed))
    names = [text for text in drawn if text in {"Atlantis", "Borduria", "Carpania", "Delphos"}]
    assert names == ["Atlantis", "Borduria", "Carpania", "Delphos"]
    assert "Source: Made for the tests" in drawn


def test_units_of_an_article_are_coloured_and_the_others_grey() -> None:
    svg = figures.svg(RANKS)
    assert figures.BLUE in svg
    assert figures.GREY in svg
    bold = [each for each in ElementTree.fromstring(svg).iter() if each.get("font-weight") == "bold"]  # noqa: S314
    assert [each.text for each in bold] == ["Atlantis"]


@pytest.mark.parametrize("units", [1, 20, 130])
def test_height_follows_the_number_of_units(units: int) -> None:
    columns = (Column("a.b[0]", "Unit"), Column("r", "Rank"), Column("l", "from"), Column("h", "to"))
    rows = tuple((Link(f"Unit {i}", f"unit/{i}"), Link(i, "why"), i, i + 1) for i in range(1, units + 1))
    roles = {"y": "a.b[0]", "x": "r", "low": "l", "high": "h"}
    svg = figures.svg(Figure("rank_intervals", "T", Table(columns, rows), roles))
    height = float(ElementTree.fromstring(svg).get("height", "0"))  # noqa: S314
    assert units * figures.STEP < height < units * figures.STEP + 80
    assert sum(text.startswith("Unit ") for text in texts(svg)) == units


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "bar"}, r"no figure is called 'bar' \(did you mean bars\?\)"),
        ({"roles": {"x": "w"}}, "no column in the role y"),
        ({"roles": {"x": "w", "y": "nam"}}, r"role y .* 'nam' \(did you mean name\?\)"),
    ],
)
def test_what_cannot_be_drawn_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(StudyError, match=said):
        figures.spec(replace(BARS, **change))


def test_hostile_names_are_names() -> None:
    for block in hostile().blocks:
        if isinstance(block, Figure):
            json.dumps(figures.spec(block)).encode()
            svg = figures.svg(block)
            tags = {each.tag.rpartition("}")[2] for each in ElementTree.fromstring(svg).iter()}  # noqa: S314
            assert tags <= {"svg", "g", "path", "text", "tspan", "line", "rect", "defs", "clipPath"}
    assert NASTY


def test_the_script_is_made_once_and_cannot_end_its_element() -> None:
    script = figures.script()
    assert script is figures.script()
    assert "vegaEmbed" in script
    assert "</script" not in script.lower()
    assert "<!--" not in script


def test_altair_is_loaded_when_a_figure_is_drawn_and_not_before() -> None:
    code = (
        "import sys; import equalterms.draw.html; "
        "print([n for n in ('altair', 'vl_convert', 'rich') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
