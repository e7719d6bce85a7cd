"""The grammar of numbers."""

from __future__ import annotations

import pytest

from equalterms.readers.comparators import comparator
from equalterms.readers.numbers import digits, half_unit, scan
from equalterms.readers.spelled import ordinal, words


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,250", 1250),
        ("1.250.000", 1_250_000),
        ("12,5", 12.5),
        ("9.300,75", 9300.75),
        ("3.14", 3.14),
        ("4,00,000", 400_000),
        ("1 250 000", 1_250_000),
        ("2’500", 2500),
    ],
)
def test_digits(text: str, value: float) -> None:
    assert digits(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("seven", 7),
        ("twenty-one", 21),
        ("one hundred and five", 105),
        ("two thousand three hundred", 2300),
        ("a hundred", 100),
    ],
)
def test_words(text: str, value: float) -> None:
    assert words(text) == value


@pytest.mark.parametrize(
    ("text", "value"), [("3rd", 3), ("first", 1), ("twenty-second", 22), ("thirtieth", 30), ("table", None)]
)
def test_ordinal(text: str, value: float | None) -> None:
    assert ordinal(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("some 3.2 million people", 3_200_000),
        ("a cost of 40bn crowns", 40e9),
        ("5 lakh seats", 500_000),
        ("half a million seats", 500_000),
        ("three and a half litres", 3.5),
        ("two million homes", 2e6),
        ("a third of homes", 1 / 3),
        ("two-thirds of homes", 2 / 3),
        ("four in ten homes", 0.4),
        ("one home in six", 1 / 6),
        ("nine out of ten homes", 0.9),
    ],
)
def test_one_number(text: str, value: float) -> None:
    (found,) = scan(text)
    assert found.value == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("6-9% of homes", 6, 9), ("€1.5–1.8bn", 1.5e9, 1.8e9), ("3 to 4 million homes", 3e6, 4e6)],
)
def test_range(text: str, low: float, high: float) -> None:
    (found,) = scan(text)
    assert (found.low, found.high, found.value) == (low, high, None)


def test_from_to_is_no_range() -> None:
    assert [n.value for n in scan("it went from 3 to 4 million")] == [3, 4e6]


@pytest.mark.parametrize(
    "text",
    ["Article 9", "Resolution 77", "the G8", "a 4G mast", "Rover-6", "at 7pm", "H.R. 40", "the 12th", "Flight 88"],
)
def test_labels_are_no_numbers(text: str) -> None:
    assert scan(text) == ()


@pytest.mark.parametrize(
    ("before", "sign"),
    [
        ("about ", "approx"),
        ("nearly ", "approx"),
        ("more than ", "gt"),
        ("well under ", "lt"),
        ("at least ", "ge"),
        ("as many as ", "le"),
        ("plus or minus ", "plusminus"),
        ("exactly ", "eq"),
    ],
)
def test_comparator(before: str, sign: str) -> None:
    text = f"it was {before}40"
    assert comparator(text, len(text) - 2)[0] == sign


@pytest.mark.parametrize(
    ("text", "half"),
    [("0.3 billion", 0.05e9), ("60%", 0.5), ("7.25", 0.005), ("four", 0.0), ("1,250", 0.5), ("12,5%", 0.05)],
)
def test_half_unit(text: str, half: float) -> None:
    assert half_unit(text) == pytest.approx(half)
