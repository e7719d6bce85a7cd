"""Pages of blocs, ties and partners: what stands on them, drawn in every way."""

import io

import pytest

from equalterms.alliances import contributions, network, partners, pooled, ties
from equalterms.draw.html import document
from equalterms.draw.markdown import markdown
from equalterms.draw.terminal import show
from equalterms.files import load
from equalterms.model import Study
from equalterms.page import Figure, Link, Note, Page, Table, Text
from equalterms.pages.all import every
from equalterms.pages.alliances import allies, slug
from equalterms.pages.partners import partners as partners_page
from equalterms.pages.ties import reading
from equalterms.pages.ties import ties as ties_page
from equalterms.variations import what_if
from tests.conftest import Edit, embedded


@pytest.fixture
def study() -> Study:
    return embedded("ai-capability")


def words(page: Page) -> str:
    out = io.StringIO()
    show(page, out)
    return out.getvalue()


def figures(page: Page) -> list[Figure]:
    return [block for block in page.blocks if isinstance(block, Figure)]


def table(page: Page, caption: str) -> Table:
    return next(block for block in page.blocks if isinstance(block, Table) and caption in block.caption)


def test_a_bloc_on_a_page(study: Study) -> None:
    """Place, contested marks, contributions that add up, every indicator, memberships with sources."""
    made = pooled(study, "BRICS", runs=10)
    page = allies(made, contributions(made))
    said = words(page)
    assert "rank 3 (90% of 10 runs" in said
    assert "SAU, not counted" in said
    assert "no sum of parts" in said
    assert len(table(page, "Every indicator").rows) == len(study.indicators)
    assert {row[7] for row in table(page, "memberships").rows} == {"public_record"}
    adds = [row[1] for row in figures(page)[0].table.rows]
    assert sum(value for value in adds if isinstance(value, float)) == pytest.approx(made.scores[study.root])
    assert markdown(page).startswith("# BRICS as one country")
    assert document([page], "x").count("<section") >= 1


def test_drawn_contributions_have_intervals(study: Study) -> None:
    made = pooled(study, "GCC", runs=0)
    page = allies(made, contributions(made, exact=2, orders=50, nested="ARE,SAU"))
    figure = figures(page)[0]
    assert figure.roles["low"] == "low"
    for row in figure.table.rows:
        low, value, high = row[2], row[1], row[3]
        assert isinstance(low, float)
        assert isinstance(value, float)
        assert isinstance(high, float)
        assert low <= value <= high
    assert "With a bloc inside" in words(page)


def test_units_that_are_not_ranked_have_no_link(study: Study) -> None:
    made = pooled(study, "VNM,CUB", runs=0)
    rows = table(allies(made, contributions(made)), "In points").rows
    assert {row[0]: isinstance(row[1], Link) for row in rows} == {"VNM": True, "CUB": False}


def test_a_bloc_without_a_score_says_so(study: Study) -> None:
    made = pooled(study, "CUB", runs=0)
    assert "Too little is known of CUB" in words(allies(made, contributions(made)))


def test_names_of_pages() -> None:
    assert slug("BRICS+AI Alliance (RDIF)@2024") == "BRICS-AI-Alliance-RDIF-2024"


def test_the_network_on_a_page(study: Study) -> None:
    """A matrix of the strongest, group by group; in a terminal a line for each unit."""
    page = ties_page(ties(study), network(study, seeds=3))
    assert page.name == "ties/ai_articles"
    drawn, matrix = figures(page)
    assert len(drawn.table.rows) == 60
    assert len(matrix.table.rows) == 24 * 24
    cells = {(row[0], row[1]): row for row in matrix.table.rows}
    assert cells["China", "United States"][2:] == cells["United States", "China"][2:]
    assert cells["China", "China"][2:] == (None, None, None)
    said = words(page)
    assert "= far less, - less, . as expected, + more, # far more" in said
    assert len(next(line for line in said.splitlines() if line.startswith("  1 "))) < 100
    assert "the first 100 of 1770" in said


def test_one_tie_and_those_of_one(study: Study) -> None:
    one = ties_page(ties(study, "RUS", "CHN"))
    assert one.name == "ties/ai_articles/CHN-RUS"
    assert any(isinstance(block, Text) and "0.59 times what is expected" in block.text for block in one.blocks)
    own = ties_page(ties(study, "RUS"))
    assert own.name == "ties/ai_articles/RUS"
    assert len(table(own, "Ties").rows) == 59
    assert len(table(ties_page(ties(study, "RUS", kind="works")), "Ties").columns) == 13


def test_readings() -> None:
    told = [reading(*ends).text for ends in ((1.1, 2.0), (0.2, 0.9), (0.9, 1.1), (None, None))]
    assert told == ["more", "less", "as expected", "too few"]


def test_partners_on_a_page(study: Study) -> None:
    made = partners(study, "RUS", runs=5, among=["CHN", "IND", "BRA", "SYC"])
    page = partners_page(made, most=2)
    assert "the first 2 of 4" in words(page)
    assert len(figures(page)[0].table.rows) == 3
    assert "With Brazil both gain at least" in words(page)
    alone = partners_page(partners(study, "RUS", runs=0, among=["SYC"]))
    assert "No unit has enough in common with Russia" in words(alone)


def test_a_what_if_is_marked(study: Study) -> None:
    changed = what_if(study, "weight.talent", "3")
    made = pooled(changed, "GCC", runs=0)
    pages = [
        allies(made, contributions(made)),
        partners_page(partners(changed, "RUS", runs=0, among=["CHN"])),
        ties_page(ties(changed, "RUS", "CHN")),
    ]
    for page in pages:
        assert any(isinstance(block, Note) and "weight.talent=3" in block.text for block in page.blocks)


def test_the_report_has_the_blocs_and_countries_that_its_articles_name(folder: Edit) -> None:
    home = folder()
    (home / "articles").mkdir()
    (home / "articles" / "one.txt").write_text(
        "Norway joins\n\nPublished: 2 January 2022\nPublisher: Us\n\nNorway is in EFTA.\n", encoding="utf-8"
    )
    names = {page.name for page in every(load(home), 5)[0]}
    assert {"ties/articles", "allies/EFTA", "partners/NOR"} <= names
    assert "partners/CHE" not in names
