"""Pages in other languages: catalogues that are whole, sentences with their values, and how much is said at all."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from equalterms.draw import html
from equalterms.draw.html import document
from equalterms.draw.tongue import LANGUAGES, Spoken, Tongue, accepted, spoken, tongue
from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.page import Column, Figure, Heading, Note, Page, Quote, Table, Text
from equalterms.pages.all import every
from equalterms.said import Said, counted, said

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import catalogues  # noqa: E402  # scripts are no package

OTHERS = [code for code in LANGUAGES if code != "en"]
BRACES = re.compile(r"{[^}]*}")


def test_the_template_holds_what_is_said() -> None:
    with (catalogues.LOCALE / "equalterms.pot").open("rb") as file:
        held = {str(message.id) for message in read_po(file)}
    wanted = {str(message.id) for message in catalogues.messages()}
    assert len(wanted - held) <= len(wanted) / 20, "run python scripts/catalogues.py"


@pytest.mark.parametrize("code", OTHERS)
def test_messages_are_translated_and_keep_its_values(code: str) -> None:
    # Between two rounds of translating, a sentence in twenty may be English: it is shown, and marked as such.
    assert len(catalogues.lacking(code)) <= len(catalogues.messages()) / 20
    with (catalogues.LOCALE / f"{code}.po").open("rb") as file:
        known = read_po(file, locale=code)
    assert len(known) > 500
    for message in known:
        if isinstance(message.id, str) and message.id:
            assert sorted(BRACES.findall(message.id)) == sorted(BRACES.findall(str(message.string))), message.id


def test_few_texts_are_glued() -> None:
    assert len(catalogues.glued()) <= 10, "say a sentence with values by `said`"


@pytest.mark.parametrize(("code", "forms"), [("ru", 3), ("zh", 1), ("pt", 2), ("ar", 6)])
def test_plural_forms_are_those_of_the_language(code: str, forms: int) -> None:
    with (catalogues.LOCALE / f"{code}.po").open("rb") as file:
        assert read_po(file, locale=code).num_plurals == forms


def test_a_said_sentence_is_its_english() -> None:
    made = said("{name}: {share:.0%} of {all}", name="Norway", share=0.25, all=("a", "b"))
    assert made == "Norway: 25% of a, b"
    assert isinstance(made, Said)
    assert made.message == "{name}: {share:.0%} of {all}"
    assert counted("{n} run", "{n} runs", n=1) == "1 run"
    assert counted("{n} run", "{n} runs", n=2) == "2 runs"


def test_a_count_chooses_the_form() -> None:
    old = [counted("{time} ({n} year old)", "{time} ({n} years old)", n=n, time="2020") for n in (1, 3, 5)]
    assert [tongue("ru").say(each) for each in old] == [
        "2020 (1 год назад)",
        "2020 (3 года назад)",
        "2020 (5 лет назад)",
    ]


def test_values_are_said_in_the_language_too() -> None:
    text = said("{unit} scores {score} and ranks {rank}. Contributions of siblings add up to their parent.",
                unit="Norway", score="1.5", rank=2)  # fmt: skip
    assert tongue("ru").say(text).startswith("Норвегия: балл 1.5, место 2.")
    assert (
        tongue("zh").say(said("The map has no place for {units}.", units=("China", "India")))
        == "地图上没有：中国、印度。"
    )
    assert tongue("pt").say(said("aggregated {score:.4f}", score=1.5)) == "agregado 1,5000"
    assert tongue("ar").say("Brazil") == "البرازيل"


def test_numbers_have_the_signs_of_the_language() -> None:
    assert tongue("pt").signs("1,234.5") == "1.234,5"
    assert tongue("ru").signs("1,234.5") == "1\u00a0234,5"
    assert tongue("zh").signs("1,234.5") == "1,234.5"
    assert tongue().signs("1,234.5") == "1,234.5"


def test_what_nobody_translated_stays_and_is_marked() -> None:
    page = Page(
        "x", "Ranks", (Text("No catalogue has this."), Quote("Rank"), Table((Column("r", "Rank"),), (("USA",),)))
    )
    made = html.document([page], "A study", lang="ar")
    assert '<html lang="ar" dir="rtl"' in made
    assert '<p class="prose" dir="auto" lang="en">No catalogue has this.</p>' in made
    assert '<blockquote dir="auto" lang="en"><p>Rank</p>' in made
    assert ">المرتبة</th>" in made
    assert '<h1 tabindex="-1">المراتب</h1>' in made
    assert 'lang="en"' not in html.document([page], "A study").replace('<html lang="en"', "")


@pytest.mark.parametrize(
    ("header", "code"),
    [("", "en"), ("ru", "ru"), ("pt-BR,pt;q=0.9,en;q=0.8", "pt"), ("de,zh-CN;q=0.5,ar;q=0.7", "ar"),
     ("ru;q=0,en", "en"), ("*;q=x,,;;", "en"), ("fr-FR", "en")],
)  # fmt: skip
def test_a_browser_s_wish_is_read(header: str, code: str) -> None:
    assert accepted(header) == code


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(StudyError, match="no language is called 'xx'"):
        tongue("xx")


def texts(page: Page) -> Iterator[str]:
    """What of a page is the program's own words: no cells, no quotes, no trees, which hold the study's."""
    yield from (page.title, page.lead, page.foot)
    for block in page.blocks:
        if isinstance(block, Heading | Text | Note):
            yield block.text
        table = block.table if isinstance(block, Figure) else block
        if isinstance(block, Figure):
            yield from (block.title, block.finding, block.source)
        if isinstance(table, Table):
            yield table.caption
            yield from (each for column in table.columns for each in (column.title, column.help))


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    """All pages of the embedded study."""
    return list(every(load(), 50, 0)[0])


@pytest.mark.parametrize("code", OTHERS)
def test_most_of_what_pages_say_is_translated(pages: list[Page], code: str) -> None:
    into: Tongue = tongue(code)
    said_all = [text for page in pages for text in texts(spoken(page, into)) if any(map(str.isalpha, text))]
    done = sum(isinstance(text, Spoken) for text in said_all) / len(said_all)
    print(f"{code}: {done:.1%} of {len(said_all)} texts on {len(pages)} pages")
    assert done > 0.9


def test_the_report_of_the_embedded_study_is_below_five_mebibytes(pages: list[Page]) -> None:
    """In one file, all pages, Vega and the pictures: what can be sent by mail."""
    assert len(document(pages, "The embedded study").encode()) < 5 * 2**20
