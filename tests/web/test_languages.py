"""The observatory in other languages: in the address, by the browser's wish, along every link."""

import pytest

from tests.web.conftest import Ask


def test_the_address_names_the_language(ask: Ask) -> None:
    told = ask("/rank?runs=20&lang=ar")
    assert '<html lang="ar" dir="rtl">' in told.text
    assert told.headers["content-language"] == "ar"
    assert "المراتب" in told.text
    assert "البرازيل" in told.text
    assert 'href="/map?runs=20&amp;lang=ar"' in told.text, "links keep the language"
    assert 'hreflang="ru"' in told.text


def test_without_it_the_browser_s_wish_counts_and_may_be_overruled(ask: Ask) -> None:
    wished = ask("/rank?runs=20", accept_language="ru-RU,ru;q=0.9,en;q=0.5")
    assert '<html lang="ru" dir="ltr">' in wished.text
    assert wished.headers["vary"] == "accept-language"
    assert '<html lang="en"' in ask("/rank?runs=20&lang=en", accept_language="ru").text
    assert '<html lang="en"' in ask("/rank?runs=20").text


def test_a_refusal_speaks_it_and_an_unknown_one_is_refused(ask: Ask) -> None:
    assert "没有此页面" in ask("/nowhere?lang=zh").text
    told = ask("/rank?lang=xx")
    assert told.status == 422
    assert "en, ru, zh, pt, ar" in told.text


@pytest.mark.parametrize("format", ["json", "csv"])
def test_data_are_the_same_in_every_language(ask: Ask, format: str) -> None:
    assert ask(f"/rank.{format}?runs=20&lang=ru").body == ask(f"/rank.{format}?runs=20").body
