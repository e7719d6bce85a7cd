"""Pages say what the results say, and every page can be drawn in every way."""

import io

import pytest

from equalterms.draw.html import document
from equalterms.draw.markdown import markdown
from equalterms.draw.terminal import show
from equalterms.model import Study
from equalterms.page import Figure, Note, Page, Quote, Table
from equalterms.pages import brief as briefs
from equalterms.pages.all import every
from equalterms.pages.methods import FAMILIES, methods
from equalterms.pages.methods import rows as method_rows
from equalterms.pages.ranking import ranking
from equalterms.pages.sources import sources
from equalterms.pages.why import why as why_page
from equalterms.press import article
from equalterms.reasons import why
from equalterms.robust import standings
from equalterms.variations import what_if
from tests.conftest import embedded

TEXT = """Norway wants more trained workers

Published: 3 March 2022

Norway ranks 3rd of the 40 countries in the Digital Skills Index, according to the Index Office. Switzerland signed an
agreement with Norway on 1 March 2022.

Norway plans to raise the share of trained workers to 60% by 2030, compared with 20% in 2020.
"""


@pytest.fixture
def made(small: Study) -> briefs.Brief:
    """A brief of one article of our own on the small study."""
    return briefs.brief([small], [article(TEXT, id="norway")], runs=50)


def tables(page: Page) -> list[Table]:
    """The tables of a page, those of its figures left out."""
    return [block for block in page.blocks if isinstance(block, Table)]


def test_a_brief_joins_article_and_study(made: briefs.Brief) -> None:
    """Claims with quotes, the claimed rank beside our own, the target's pace, the bloc on record."""
    data = made.to_json()
    assert {claim["value"] for claim in made_list(data, "claims")} >= {3, 60, 20}
    places = {place.standing.unit: place for place in made.places}
    assert set(places) == {"NOR", "CHE"}
    assert places["NOR"].claimed[0].startswith("3 of 40")
    target = next(each for origin, each in made.targets if origin == "norway")
    assert target.required["linear"] == pytest.approx(4)
    assert ("CHE", "NOR", "articles") in {(bond.a, bond.b, bond.kind) for bond in made.bonds}


def made_list(data: dict[str, object], key: str) -> list[dict[str, object]]:
    """A list of the brief's data."""
    found = data[key]
    assert isinstance(found, list)
    return found


def test_a_brief_shows_quotes_verbatim(made: briefs.Brief) -> None:
    """Every quote stands in the article, with the words of each claim marked inside it."""
    page = briefs.page(made)
    quotes = [block for block in page.blocks if isinstance(block, Quote)]
    assert quotes
    marked = {quote.text[a:b] for quote in quotes for a, b in quote.marks}
    assert {"3rd", "60%", "20%"} <= marked
    assert all(quote.text in TEXT for quote in quotes)


def test_a_brief_has_the_rank_chart_with_the_named_countries(made: briefs.Brief) -> None:
    """The figure marks the countries that the article names, and carries intervals."""
    figure = next(block for block in briefs.page(made).blocks if isinstance(block, Figure))
    keys = [column.key for column in figure.table.columns]
    named = {row[keys.index("unit")] for row in figure.table.rows if row[keys.index("named")]}
    assert named == {"NOR", "CHE"}
    assert set(figure.roles.values()) <= set(keys)


def test_the_embedded_sample_is_read_right() -> None:
    """The sample article: the rank, both amounts with their dollars, the share, the multiple, and their checks."""
    study = embedded("ai-capability")
    made = briefs.brief([study, embedded("hdi")], study.articles, runs=20)
    values = {(claim.kind, claim.value) for reading in made.readings for claim in reading.claims}
    assert {("rank", 31), ("money", 11.2e12), ("money", 0.2e12), ("share", 80), ("share", 5)} <= values
    assert {("multiple", 7), ("money", 850e9)} <= values
    answers = {check.kind: check.answer for checks in made.checks for check in checks}
    assert {"implied_fx", "fx_consistency", "implied_multiple", "cagr", "implied_base", "rank_percentile"} <= set(
        answers
    )
    rus = next(place for place in made.places if place.standing.unit == "RUS" and place.study == "ai-capability")
    assert any(text.startswith("31 of 83") for text in rus.claimed)
    paces = {each.target.value: each.required for origin, each in made.targets if origin == "alliance"}
    assert paces[80]["linear"] == pytest.approx(75 / 7)
    assert paces[11.2e12]["cagr"] == pytest.approx(0.7772, abs=5e-5)
    assert "DEU" not in {place.standing.unit for place in made.places}


def test_a_what_if_is_marked(small: Study) -> None:
    """No page of a what-if can be taken for the study itself."""
    changed = what_if(small, "weight.skills", "9")
    pages = [ranking(standings(changed, 5)), why_page(changed, "NOR", why(changed, "NOR"))]
    for page in pages:
        assert any(isinstance(block, Note) and "weight.skills=9" in block.text for block in page.blocks)


def test_every_number_of_the_rank_table_leads_to_its_why(small: Study) -> None:
    """The report has a page for every link of its rank table."""
    pages, _ = every(small, 5)
    names = {page.name for page in pages}
    assert {f"why/{unit.code}" for unit in small.units} <= names
    assert {"rank", "methods", "sources"} <= names


def test_methods_lists_every_member() -> None:
    """A row for each method of each family, with help and source."""
    assert len(method_rows()) == sum(len(family) for family in FAMILIES)
    assert all(row["does"] and row["source"] for row in method_rows())
    assert len(tables(methods())[0].rows) == len(method_rows())


def test_sources_give_licences_and_counts(small: Study) -> None:
    """Every source with its licence and the number of values that rest on it."""
    table = tables(sources(small))[0]
    assert table.rows[0][3] == "CC0-1.0"
    assert table.rows[0][4] == 17


def test_every_page_can_be_drawn_in_every_way(small: Study, made: briefs.Brief) -> None:
    """Terminal, Markdown and HTML, each with the title of the page."""
    pages, _ = every(small, 5)
    for page in (*pages, briefs.page(made)):
        text = io.StringIO()
        show(page, text)
        assert page.title in text.getvalue()
        assert markdown(page).startswith("# ")
    assert document(list(pages), "Small").count("<section") >= len(pages)
