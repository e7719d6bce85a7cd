"""The dated table of offices: who spoke for whom on the article's day, and whom `the bank` speaks of."""

from datetime import date

import pytest

from equalterms.countries import countries
from equalterms.offices import FORMER, offices, on
from equalterms.press import article, read
from equalterms.press.actors import BLOCS, named


def spoken(text: str, day: str) -> list[tuple[str, str | None, str | None]]:
    """The words of a sentence that name someone, with code and sector."""
    return [(text[m.start : m.end], m.code, m.sector) for m in named(text, (), day)]


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("The Kremlin said no.", "2024-05-01", [("Kremlin", "RUS", "GOV")]),
        ("London and Beijing agreed.", "2024-05-01", [("London", "GBR", "GOV"), ("Beijing", "CHN", "GOV")]),
        ("Trump spoke.", "2018-03-01", [("Trump", "USA", "GOV")]),
        ("Trump spoke.", "2023-03-01", [("Trump", "USA", FORMER)]),
        ("Trump spoke.", "2025-03-01", [("Trump", "USA", "GOV")]),
        ("Merkel wrote a book.", "2024-11-26", [("Merkel", "DEU", FORMER)]),
        ("Mark Rutte met them.", "2023-01-01", [("Mark Rutte", "NLD", "GOV")]),
        ("Mark Rutte met them.", "2025-01-01", [("Mark Rutte", "NATO", "IGO")]),
        ("Bonn recognised it.", "1985-06-01", [("Bonn", "DEU", "GOV")]),
        ("Bonn has a museum.", "2024-06-01", []),
        ("Almaty signed it.", "1995-06-01", [("Almaty", "KAZ", "GOV")]),
        ("The Blue House denied it.", "2021-06-01", [("Blue House", "KOR", "GOV")]),
        ("The Blue House is a museum.", "2024-06-01", []),
        ("President Park resigned.", "2016-12-01", [("President Park", "KOR", "GOV")]),
        ("Prime Minister May resigned in May.", "2019-05-24", [("Prime Minister May", "GBR", "GOV")]),
        ("People may park in May.", "2019-05-24", []),
        ("The Bank of England raised rates.", "", [("Bank of England", "GBR", "GOV")]),
    ],
)
def test_offices_hang_on_the_day(text: str, day: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    """The same words speak for another on another day, or for nobody."""
    assert spoken(text, day) == expected


def test_the_table_is_sound() -> None:
    """Codes are known, days are days, and nobody holds one office with one body twice at once."""
    codes = {*countries(), *BLOCS.values()}
    seen: dict[tuple[str, str], str] = {}
    for row in offices():
        assert row.code in codes, row
        assert row.kind in ("person", "seat"), row
        for day in (row.since, row.until):
            assert not day or date.fromisoformat(day), row
        assert not row.until or row.since < row.until, row
        assert row.kind == "seat" or row.since, row
        end = seen.get((row.words[0], row.kind), "")
        assert end <= row.since or row.words[0] == "Mario Draghi", row
        seen[row.words[0], row.kind] = row.until or "9999"


def test_a_person_before_any_office() -> None:
    """Someone who holds an office only later speaks for no state yet."""
    rows = [row for row in offices() if "Keir Starmer" in row.words]
    assert on("2023-01-01", rows) == ("GBR", FORMER)
    assert on("2024-07-05", rows) == ("GBR", "GOV")
    assert on("", rows) == ("GBR", "GOV")


def test_the_bank_is_the_one_named_before() -> None:
    """`The bank` and `the company` are whom the text named last; `the central bank` is the country's."""
    text = (
        "Alfabeta, Norway's largest bank, opened in 1990.\n\nThe bank said that profit rose 5% in 2023.\n\n"
        "Norway raised taxes. The central bank said that inflation was 3% in 2023."
    )
    made = read(article(text, date="2024-05-01"))
    assert [c.attribution.name for c in made.claims if c.attribution and c.measure == "percent"] == [
        "Alfabeta",
        "central bank of Norway",
    ]


def test_the_bank_of_england_is_the_bank() -> None:
    """A central bank that was named is the bank of the next sentence."""
    text = "The Bank of England met on Thursday.\n\nThe bank said that inflation was 3% in 2023."
    made = read(article(text, date="2024-05-01"))
    assert [c.attribution.name for c in made.claims if c.attribution] == ["Bank of England"]
    assert [(m.name, m.code) for m in made.names] == [("Bank of England", "GBR")] * 2
