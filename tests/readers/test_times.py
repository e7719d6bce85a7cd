"""The grammar of time."""

from __future__ import annotations

import pytest

from equalterms.readers.periods import shift
from equalterms.readers.times import scan

TODAY = "2024-05-15"  # a Wednesday


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on March 3, 2021", "2021-03-03"),
        ("on 3 March 2021", "2021-03-03"),
        ("on 2021-03-03", "2021-03-03"),
        ("in March 2021", "2021-03"),
        ("in 2021", "2021"),
        ("on Monday", "2024-05-13"),
        ("on Wednesday", "2024-05-15"),
        ("yesterday", "2024-05-14"),
        ("last year", "2023"),
        ("next month", "2024-06"),
        ("by the end of 2027", "2027-12-31"),
        ("by mid-2027", "2027-06"),
        ("in the third quarter of 2022", "2022-Q3"),
        ("in Q3 2022", "2022-Q3"),
        ("in FY2021-22", "2021-04/2022-03"),
        ("in the year to June", "2022-07/2023-06"),
        ("six years ago", "2018"),
        ("two weeks ago", "2024-05-01"),
        ("by October", "2024-10"),
        ("in October", "2023-10"),
        ("by the end of the decade", "2030"),
        ("at 6pm", "T18:00"),
        ("in the 19th century", "18XX"),
        ("in the 1990s", "199X"),
        ("within three months", "2024-08-15"),
    ],
)
def test_value(text: str, value: str) -> None:
    assert scan(text, TODAY)[0].value == value


def test_a_date_counts_from_the_one_before() -> None:
    assert [w.value for w in scan("On Monday it left, two days after; three days earlier it came.", TODAY)] == [
        "2024-05-13",
        "P2D",
        "2024-05-10",
    ]


def test_relative_dates_need_a_day() -> None:
    assert [w.value for w in scan("on Friday last year")] == ["", ""]


def test_a_year_known_elsewhere() -> None:
    assert scan("On March 3 it began", "", ("2021-03-03",))[0].value == "2021-03-03"


@pytest.mark.parametrize("text", ["2,021 ships", "2021 ships", "the 2021st ship", "$2021", "it may rain", "20211"])
def test_no_dates(text: str) -> None:
    assert scan(text, TODAY) == ()


def test_deadline() -> None:
    assert scan("by 2030")[0].deadline
    assert not scan("in 2030")[0].deadline


@pytest.mark.parametrize(
    ("value", "unit", "count", "moved"),
    [
        ("2024-01-31", "month", 1, "2024-02-29"),
        ("2024", "year", -5, "2019"),
        ("2024-H1", "year", -1, "2023-H1"),
        ("2024-05-15", "week", 2, "2024-05-29"),
        ("2024", "day", 3, ""),
        ("9999", "year", 5, "10004"),
    ],
)
def test_shift(value: str, unit: str, count: float, moved: str) -> None:
    assert shift(value, unit, count) == moved
