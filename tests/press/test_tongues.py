"""Texts in other languages: annotated paragraphs, and every number, date and country as Unicode's CLDR writes them."""

from dataclasses import replace
from datetime import date

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from equalterms.audit import checks
from equalterms.model import Claim
from equalterms.press import article, document, read
from equalterms.readers.numbers import plain
from equalterms.tongues import TONGUES, dates, named, numbers, table_of
from equalterms.tongues.cases import cases
from equalterms.tongues.numerals import chinese
from tests.press.marked import Marked, paragraphs

FIELDS = {"time": "time", "mode": "modality", "role": "role", "of": "rank_of", "sign": "comparator"}


def found(paragraph: Marked, code: str, day: str) -> list[tuple[int, int, dict[str, object]]]:
    """What is read in a paragraph: the claims and the sums that say them again."""
    reading = read(replace(article(paragraph.text, "a", day), language=code))
    out: list[tuple[int, int, dict[str, object]]] = []
    for claim in reading.claims:
        row = {name: getattr(claim, name) for name in Claim.__slots__}
        out.append((claim.span.start, claim.span.end, row))
        if claim.converted:
            span, other = claim.converted.span, claim.converted
            row = {"kind": "money", "value": other.value, "measure": other.measure, "role": "converted"}
            out.append((span.start, span.end, row))
    return out


def agrees(gold: dict[str, str], row: dict[str, object]) -> list[bool]:
    """For each annotated field whether it was read so."""
    low, _, high = gold["value"].partition("..")
    wanted = [float(low), float(high)] if high else [float(low)]
    got = [row.get("low"), row.get("high")] if high else [row["value"]]
    same = [g == pytest.approx(w, rel=1e-4) for w, g in zip(wanted, got, strict=True)]
    unit = gold["unit"] in ("-", row["measure"])
    told = [str(row.get(FIELDS[k])) == (f"{float(v)}" if k == "of" else v) for k, v in gold.items() if k in FIELDS]
    return [gold["kind"] == row["kind"], all(same), unit, *told]


@pytest.mark.parametrize("folder", ["", "second"])
@pytest.mark.parametrize("code", TONGUES)
def test_the_annotated_paragraphs_are_read(code: str, folder: str) -> None:
    """At least 95% of the claims by their exact words, 95% of what is annotated of them, nothing in a trap."""
    day, rows = paragraphs(code, folder)
    assert len(rows) >= (7 if folder else 15)
    hits = spans = claimed = right = fields = 0
    for paragraph in rows:
        read_ = found(paragraph, code, day)
        claimed += len(read_)
        spans += len(paragraph.claims)
        by_place = {(start, end): row for start, end, row in read_}
        for start, end, gold in paragraph.claims:
            row = by_place.get((start, end))
            hits += row is not None
            told = agrees(gold, row) if row else [False]
            right, fields = right + sum(told), fields + len(told)
        for start, end in paragraph.traps:
            assert not [r for r in read_ if r[0] < end and start < r[1]], paragraph.text
    assert 2 * hits / (claimed + spans) >= 0.95
    assert right / fields >= 0.95


@pytest.mark.parametrize("code", TONGUES)
def test_the_annotated_dates_and_countries_are_read(code: str) -> None:
    """Every annotated date with its value, every country once and no other."""
    for folder in ("", "second"):
        day, rows = paragraphs(code, folder)
        for paragraph in rows:
            reading = read(replace(article(paragraph.text, "a", day), language=code))
            values = {(d.span.start, d.span.end): d.when.value for d in reading.dates}
            for start, end, value in paragraph.dates:
                assert values.get((start, end)) == value, (paragraph.text[start:end], values)
            assert [(m.start, m.end, m.code) for m in reading.names] == sorted(paragraph.countries), paragraph.text


@pytest.mark.parametrize("code", TONGUES)
def test_the_language_of_a_paragraph_is_known(code: str) -> None:
    """A paragraph is enough to tell these languages apart."""
    for folder in ("", "second"):
        _, rows = paragraphs(code, folder)
        assert {article(paragraph.text).language for paragraph in rows} == {code}


@pytest.mark.parametrize("text", ["a calm day " * 50, "a b " * 50, "de " * 50])
def test_one_word_again_and_again_is_no_language(text: str) -> None:
    """A text of one small word may be of any language."""
    assert article(text).language == "und"


@given(st.sampled_from(TONGUES), st.integers(0, 999_999_999), st.integers(0, 2))
def test_numbers_as_the_language_prints_them(code: str, whole: int, places: int) -> None:
    """Digits grouped and pointed by Unicode's CLDR give their value back."""
    value = round(whole / 10**places, places)
    printed = plain(format_decimal(value, locale=code))
    (read_,) = numbers(printed, table_of(code))
    assert (read_.value, read_.start, read_.end) == (value, 0, len(printed))


@given(st.sampled_from(TONGUES), st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_dates_as_the_language_prints_them(code: str, day: date) -> None:
    """A long date by Unicode's CLDR gives its day back."""
    printed = plain(format_date(day, "long", locale=code))
    assert [w.value for w in dates(printed, table_of(code))] == [day.isoformat()]


@pytest.mark.parametrize("code", TONGUES)
def test_every_country_of_the_table_is_named(code: str) -> None:
    """The name of CLDR, in the middle of a sentence, gives the country of its code."""
    from equalterms.countries import countries

    territories = Locale.parse(code).territories
    missed = []
    for country in countries().values():
        name = territories.get(country.iso2, "")
        said = f", {name}, " if code != "zh" else f"在{name}的"
        if name and [m.code for m in named(said, table_of(code))] != [country.code]:
            missed.append(name)
    assert missed == []


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Россия", "Россия России Россию Россией"),
        ("Китай", "Китай Китая Китаю Китаем Китае"),
        ("Вьетнам", "Вьетнам Вьетнама Вьетнаму Вьетнамом Вьетнаме"),
        ("Германия", "Германия Германии Германию Германией"),
        ("Израиль", "Израиль Израиля Израилю Израилем Израиле"),
        ("Беларусь", "Беларусь Беларуси Беларусью"),
        ("Казахстан", "Казахстан Казахстана Казахстану Казахстаном Казахстане"),
        ("Америка", "Америка Америки Америке Америку Америкой"),
        ("Филиппины", "Филиппины Филиппин Филиппинам Филиппинами Филиппинах"),
        ("Саудовская Аравия", "Саудовская Аравия|Саудовской Аравии|Саудовскую Аравию|Саудовской Аравией"),
        ("Соединенные Штаты", "Соединенные Штаты|Соединенных Штатов|Соединенным Штатам|Соединенными Штатами"),
        ("Марокко", "Марокко"),
        ("США", "США"),
    ],
)
def test_russian_names_are_declined(name: str, forms: str) -> None:
    """The forms that a grammar book gives are among those that are known."""
    assert set(forms.split("|") if "|" in forms else forms.split() if " " not in name else [forms]) <= cases(name)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("三百二十万", 3.2e6),
        ("两千零五", 2005),
        ("十五", 15),
        ("一亿二千万", 1.2e8),
        ("二点五亿", 2.5e8),
        ("九十", 90),
        ("三万亿", 3e12),
    ],
)
def test_chinese_numbers(words: str, value: float) -> None:
    """Hundreds, ten thousands and hundred millions."""
    assert chinese(words) == value


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("fr", "quatre-vingt-dix-sept entreprises", 97),
        ("fr", "soixante et onze pays", 71),
        ("fr", "deux cent cinquante mille personnes", 250_000),
        ("es", "treinta y cinco países", 35),
        ("es", "doscientos mil habitantes", 200_000),
        ("pt", "trinta e cinco países", 35),
        ("pt", "dois mil e quinhentos carros", 2500),
        ("ru", "двести пятьдесят тысяч человек", 250_000),
        ("ru", "тридцать пять стран", 35),
        ("ru", "полтора миллиона человек", 1.5e6),
    ],
)
def test_numbers_in_words(code: str, text: str, value: float) -> None:
    """Tens, hundreds and scales add up as the language says them."""
    assert [n.value for n in numbers(text, table_of(code))] == [value]


def test_the_arithmetic_of_a_russian_article_is_audited() -> None:
    """The same audit: the rate implied by a sum in two currencies, with the rounding of `11,2 трлн`."""
    text = (
        "Технологии добавят 11,2 трлн рублей (109 млрд долларов) к ВВП России в 2030 году"
        " против 0,2 трлн рублей в 2023 году."
    )
    reading = read(article(text, "a", "2024-05-15"))
    made = {check.kind: check for check in checks(reading)}
    assert made["implied_fx"].answer == pytest.approx(11.2e12 / 109e9)
    assert made["implied_fx"].interval == pytest.approx((11.15e12 / 109.5e9, 11.25e12 / 108.5e9))
    assert made["implied_multiple"].answer == pytest.approx(56)
    assert reading.claims[0].baseline == reading.claims[1].id


def test_what_is_not_read_is_said() -> None:
    """Events and ties are read in English only; the document says so, and by which grammar it was read."""
    text = "Правительство России и Китая подписали соглашение на 5 млрд рублей."
    made = document(read(article(text, "a", "2024-05-15")))
    assert (made["grammar"], made["not_read"]) == ("ru", ["events", "relations"])
    german = "Die Regierung will bis 2030 rund 5 Milliarden Euro in die Forschung und in die Ausbildung stecken."
    assert document(read(article(german)))["grammar"] == "en"


@settings(max_examples=60)
@given(
    st.sampled_from(TONGUES),
    st.text(alphabet="0123456789.,%-–() №$€年月日万亿第一三分之成倍位млнпервое вdepuesto31º\n", max_size=80),
)
def test_any_text_is_read(code: str, text: str) -> None:
    """Whatever a text holds, each claim quotes it."""
    made = read(replace(article(text or "x", "a", "2024-05-15"), language=code))
    for claim in made.claims:
        assert made.article.text[claim.span.start : claim.span.end] == claim.span.text
