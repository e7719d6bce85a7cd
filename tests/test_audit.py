"""The arithmetic of claims, on sentences of our own."""

from __future__ import annotations

import pytest

from equalterms.audit import Range, checks, printed
from equalterms.model import Check
from equalterms.press import article, read


def audit(text: str, kind: str, date: str = "2024-05-15") -> list[Check]:
    return [k for k in checks(read(article(text, "t", date))) if k.kind == kind]


def test_rounding_makes_an_interval() -> None:
    (claim,) = read(article("It cost 0.3 billion yen.", "t")).claims
    got = printed(claim)
    assert got is not None
    assert (got.low, got.high) == pytest.approx((0.25e9, 0.35e9))


def test_ranges_divide_and_meet() -> None:
    ratio = Range(6, 5, 7) / Range(2, 1, 4)
    assert (ratio.value, ratio.interval) == (3, (1.25, 7))
    assert ratio.meets(Range(7, 7, 8))
    assert not ratio.meets(Range(8, 7.5, 8))


@pytest.mark.parametrize(
    ("text", "kind", "answer", "verdict"),
    [
        ("It cost 3 billion yen ($20 million).", "implied_fx", 150, "derived"),
        ("It spent $9m, up from $3m.", "implied_multiple", 3, "derived"),
        ("It spent $3m, down from $4m.", "growth_pct", -0.25, "derived"),
        ("Sales rose 50% to $9m from $6m.", "growth_pct", 0.5, "consistent"),
        ("Sales rose 20% to $9m from $6m.", "growth_pct", 0.5, "inconsistent"),
        ("The fee, $10 in 2004, has since risen four times to $40.", "multiple_check", 4, "consistent"),
        ("The fee, $10 in 2004, has since risen nine times to $40.", "multiple_check", 4, "inconsistent"),
        ("The fee, $10 in 2004, has since risen four times to $40.", "cagr", 4 ** (1 / 20) - 1, "derived"),
        ("Spending should grow three-fold to $90m.", "implied_base", 30e6, "derived"),
        ("Chile ranked 9th of 60 states.", "rank_percentile", 51 / 59, "derived"),
        ("Chile ranked 9th of 60 states.", "rank_top_share", 0.15, "derived"),
        ("Chile slipped two places to 9th of 60 states.", "implied_previous_rank", 7, "derived"),
        ("Chile climbed from 12th to 9th.", "difference", 3, "derived"),
        ("Peru had 40%, Chile 35% and Cuba 25%.", "sum_shares", 100, "consistent"),
        ("Peru had 40%, Chile 35% and Cuba 35%.", "sum_shares", 110, "inconsistent"),
        ("The fund holds $9m: $5m in gold, $3m in oil and the rest in cash.", "remainder", 1e6, "derived"),
        ("It aims to sell 90 tonnes a month.", "annualise", 1080, "derived"),
        ("Malta joined the club as its 12th member.", "implied_count", 11, "derived"),
        ("By 2034 60% of pilots should hold a licence, compared with 20% in 2024.", "points_per_year", 4, "derived"),
    ],
)
def test_check(text: str, kind: str, answer: float, verdict: str) -> None:
    found = audit(text, kind)
    assert found, [k.kind for k in checks(read(article(text, "t", "2024-05-15")))]
    assert found[0].answer == pytest.approx(answer)
    assert found[0].verdict == verdict
    assert found[0].formula


def test_a_part_of_a_printed_whole() -> None:
    (check,) = audit("It will sell 5-7% of its 800 ships.", "part_of")
    assert check.answer == pytest.approx((40, 56))


def test_rates_that_rounding_cannot_explain() -> None:
    text = "One cost 3,000 million yen ($20 million), the other 3,000 million yen ($30 million)."
    (check,) = audit(text, "fx_consistency")
    assert check.verdict == "inconsistent"


def test_a_target_without_a_year() -> None:
    (check,) = audit("Spending, $10m last year, is to rise fourfold to $40m.", "cagr")
    assert (check.verdict, check.answer) == ("underdetermined", None)


def test_a_weekday_that_does_not_fit() -> None:
    text = "It opened on March 4, 2024. It was told on Friday, two weeks after the opening."
    (check,) = audit(text, "date_offset")
    assert (check.answer, check.verdict) == ("2024-03-18", "inconsistent")


def test_a_denied_figure_is_not_reckoned_with() -> None:
    assert checks(read(article("Spending did not double to $90m.", "t"))) == ()


def test_every_formula_can_be_done_again() -> None:
    text = (
        "By 2034 60% of pilots should hold a licence, compared with 20% in 2024. It cost 3 billion yen ($20 million)."
    )
    for check in checks(read(article(text, "t", "2024-05-15"))):
        assert eval(check.formula) == pytest.approx(check.answer, rel=1e-5)  # noqa: S307 - our own arithmetic


@pytest.mark.parametrize(
    ("text", "kind", "answer", "verdict"),
    [
        ("Peru sent home 14 envoys, matching the number that Chile ordered out.", "equal_counts", 14, "derived"),
        ("The departure will leave the group with 9 members.", "implied_count", 10, "derived"),
        (
            "It would cut 8-10% of its 12,400 staff, or as many as 1,200 jobs.",
            "share_check",
            1200 / 12400,
            "consistent",
        ),
        (
            "It would cut 8-10% of its 12,400 staff, or as many as 2,500 jobs.",
            "share_check",
            2500 / 12400,
            "inconsistent",
        ),
        (
            "The plan won 60% of votes, with 6 million people for it and 4 million against.",
            "share_check",
            0.6,
            "consistent",
        ),
        (
            "The plan won 70% of votes, with 6 million people for it and 4 million against.",
            "share_check",
            0.6,
            "inconsistent",
        ),
        (
            "It won by 60% to 40%, with 6 million people backing it and 4 million against on a turnout of 50%.",
            "implied_total",
            2e7,
            "derived",
        ),
        ("Peru sold 30 tonnes of tin in 2022.\nCopper made up a fifth of that.", "part_of", 6, "derived"),
        (
            "The pass costs £90.\nIt costs 1.5 times as much in Lima as in Cusco, where it is £60.",
            "multiple_check",
            90,
            "consistent",
        ),
        ("Peru ranks 45th of 132 states.\nPeru is in the top quarter.", "rank_top_share", 45 / 132, "inconsistent"),
        (
            "Peru ranks 45th of 132 states.\nOnce in the top quarter, Peru no longer is.",
            "rank_top_share",
            45 / 132,
            "consistent",
        ),
        ("Peru ranks 20th of 132 states.\nPeru is in the top quarter.", "rank_top_share", 20 / 132, "consistent"),
    ],
)
def test_what_the_words_around_figures_say(text: str, kind: str, answer: float, verdict: str) -> None:
    found = [k for k in audit(text, kind) if k.answer == pytest.approx(answer)]
    assert [k.verdict for k in found] == [verdict]


def test_days_and_years_apart() -> None:
    found = audit("Peru said on Saturday that Chile left three days earlier.", "date_offset")
    assert [(k.answer, k.verdict) for k in found] == [("2024-05-08", "derived")]


@pytest.mark.parametrize(("day", "verdict"), [("23 April 2024", "consistent"), ("2 April 2024", "inconsistent")])
def test_a_distance_beside_a_printed_day(day: str, verdict: str) -> None:
    text = f"Peru left on 15 May 2024. It was told so on 15 May 2024. Three weeks earlier, on {day}, Chile had left."
    (found,) = audit(text, "date_offset")
    assert (found.answer, found.verdict) == ("2024-04-24", verdict)


def test_a_fiscal_year_has_the_year_of_its_end() -> None:
    (pace,) = audit("Peru aims to sell 80 tonnes by 2030, compared with 40 tonnes in 2020-21.", "cagr")
    assert pace.formula == "(80 / 40) ** (1 / 9) - 1"
