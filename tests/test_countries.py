"""The table of countries."""

from __future__ import annotations

import re

import pytest

from equalterms.countries import Country, codes, countries


def test_the_world_is_there() -> None:
    assert len(countries()) == 250
    assert list(countries()) == sorted(countries())
    assert all(re.fullmatch("[A-Z]{3}", code) and country.code == code for code, country in countries().items())
    assert len({country.iso2 for country in countries().values()}) == 250


def test_read_once_and_frozen() -> None:
    assert countries() is countries()
    with pytest.raises(AttributeError):
        countries()["RUS"].name = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("code", "name", "alias", "demonym", "capital"),
    [
        ("RUS", "Russia", "Russian Federation", "Russian", "Moscow"),
        ("GBR", "United Kingdom", "Britain", "British", "London"),
        ("USA", "United States", "U.S.", "American", "Washington"),
        ("CHN", "China", "People's Republic of China", "Chinese", "Beijing"),
        ("COD", "DR Congo", "Democratic Republic of the Congo", "Congolese", "Kinshasa"),
        ("TUR", "Türkiye", "Turkey", "Turkish", "Ankara"),
        ("XKX", "Kosovo", "Republic of Kosovo", "Kosovar", "Pristina"),
    ],
)
def test_words(code: str, name: str, alias: str, demonym: str, capital: str) -> None:
    country = countries()[code]
    assert (country.name, country.capital) == (name, capital)
    assert alias in country.aliases
    assert demonym in country.demonyms


def test_a_name_leads_to_one_country() -> None:
    seen: dict[str, str] = {}
    for country in countries().values():
        for word in (*country.names, *country.capitals):
            assert seen.setdefault(word, country.code) == country.code, word


def test_names_lead_to_codes() -> None:
    assert codes()["south korea"] == "KOR"
    assert codes()["côte d'ivoire"] == codes()["ivory coast"] == "CIV"


def test_a_place_without_a_capital() -> None:
    assert Country("AAA", "AA", "Nowhere").capital == ""
    assert countries()["BVT"].capital == ""
