"""The readers of figures, each on sentences of our own."""

from __future__ import annotations

import pytest

from equalterms.model import Claim
from equalterms.press import article, read
from equalterms.readers import PRECEDENCE, readers


def claims(text: str, date: str = "2024-05-15") -> tuple[Claim, ...]:
    return read(article(text, "t", date)).claims


def first(text: str) -> tuple[str, str, float | None, str]:
    claim = claims(text)[0]
    return claim.kind, claim.span.text, claim.value, claim.measure


@pytest.mark.parametrize(
    ("text", "kind", "span", "value", "measure"),
    [
        ("The dam cost 3.5 billion yen.", "money", "3.5 billion yen", 3.5e9, "JPY"),
        ("The dam cost €40m.", "money", "€40m", 40e6, "EUR"),
        ("The dam cost CHF 4.1m.", "money", "CHF 4.1m", 4.1e6, "CHF"),
        ("Norway paid 5 million crowns.", "money", "5 million crowns", 5e6, "NOK"),
        ("A dollar now buys 20 lira; 20 lira to the dollar.", "money", "20 lira", 20, "TRY"),
        ("The bank set the peso at 17 pesos per dollar.", "fx_rate", "17 pesos per dollar", 17, "peso/USD"),
        ("It reckons with €1 = $1.08 throughout.", "fx_rate", "€1 = $1.08", 1.08, "USD/EUR"),
        ("Sales grew six-fold.", "multiple", "six-fold", 6, "x"),
        ("Sales trebled.", "multiple", "trebled", 3, "x"),
        ("It is three times as large as the old one.", "multiple", "three times", 3, "x"),
        ("Chile ranked 9th of 60 states.", "rank", "9th", 9, "rank"),
        ("Chile came 4th among the 12 teams.", "rank", "4th", 4, "rank"),
        ("It is the world's second-largest port.", "rank", "second-largest", 2, "rank"),
        ("Chile is in the top third.", "rank", "top third", 100 / 3, "percent"),
        ("Malta became the fifth state to sign.", "ordinal", "fifth", 5, "state"),
        ("Output rose 7%.", "change", "7%", 7, "percent"),
        ("Output fell by two percentage points.", "change", "two percentage points", -2, "pp"),
        ("Fares are 5% lower.", "change", "5%", -5, "percent"),
        ("The bank raised rates by 25 basis points.", "change", "25 basis points", 25, "bp"),
        ("Chile slipped five places.", "change", "five places", -5, "place"),
        ("Half of the homes and 62% of schools have it.", "share", "Half", 50, "percent"),
        ("It holds at an inflation rate of 3%.", "rate", "3%", 3, "percent"),
        ("It shipped 5 million tonnes.", "measure", "5 million tonnes", 5e6, "tonne"),
        ("It pumps 2 million barrels a day.", "measure", "2 million barrels a day", 2e6, "bbl/day"),
        ("The plant gives 7GW.", "measure", "7GW", 7, "GW"),
        ("The drought lasted nine years.", "duration", "nine years", 9, "year"),
        ("It hired 300 young engineers.", "count", "300", 300, "engineer"),
        ("It has 2.1 lakh visitors a day.", "count", "2.1 lakh", 210_000, "visitor"),
    ],
)
def test_one_figure(text: str, kind: str, span: str, value: float, measure: str) -> None:
    got = first(text)
    assert (got[0], got[1], got[3]) == (kind, span, measure)
    assert got[2] == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "The report was first published in the 20th century.",
        "One of the most promising fields is open.",
        "Article 9 and Resolution 77 apply at 7pm.",
        "The G8 met on Flight 88.",
        "They met three times.",
        "It may be so.",
        "",
    ],
)
def test_no_figure(text: str) -> None:
    assert claims(text) == ()


def test_the_same_sum_in_a_second_currency() -> None:
    (claim,) = claims("The dam cost 3 billion yen ($20 million) to build.")
    assert claim.converted is not None
    assert (claim.converted.value, claim.converted.measure, claim.converted.span.text) == (20e6, "USD", "$20 million")


def test_a_range_of_money() -> None:
    (claim,) = claims("It asks for between €4m and €6m.")
    assert (claim.low, claim.high, claim.value, claim.span.text) == (4e6, 6e6, None, "between €4m and €6m")


def test_total_of_a_ranking() -> None:
    rank, total = claims("Chile is ranked 9th among the 60 states.")
    assert (rank.rank_of, total.role, total.value, total.measure) == (60, "total", 60, "state")


def test_the_unit_that_is_not_said_again() -> None:
    now, then = claims("Trust fell to a share of 20 percent. It went from 40 percent to 20.")[-2:]
    assert (now.value, then.value, then.measure) == (40, 20, "percent")


def test_every_reader_of_figures_has_a_rank() -> None:
    assert set(PRECEDENCE) <= set(readers)
    assert all(readers.help(name) for name in readers)
