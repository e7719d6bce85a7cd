"""Texts that were made to hurt: the reading ends, and what it says is still in the text."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalterms.audit import checks
from equalterms.errors import StudyError
from equalterms.press import article, document, read

PIECES = [
    "9", "9 ", "1,", "1.", "0.", "-1", "(", "[(", "5% ", "$5bn ", "one ", "hundred thousand ", "United ", "A", "Ab ",
    "the 3rd ", "the port's largest ", "“", "compared with ", "according to the ", "a / ", "5%\n", "two and ", "a-",
    "March ", "in 2030 ", "Peru and Chile and ", "Peru orders ", ".", "! A", "Ab said ", "Friday, two weeks after x ",
    "www.", "six-fold to ", "$5 rose four times to $9 ", "between €2 and €3 ", "5% of 5 of ", "12-31 ",
    "½", "٣", "\u202e5%",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_a_long_line_of_one_thing(piece: str) -> None:
    text = piece * (12_000 // len(piece))
    reading = read(article(text, "x", "2024-05-15"))
    checks(reading)
    assert all(text[c.span.start : c.span.end] == c.span.text for c in reading.claims)


@pytest.mark.parametrize("text", ["9" * 1_000_000, "a" * 1_000_000, "(" * 300_000, ". " * 200_000])
def test_a_megabyte_of_nothing(text: str) -> None:
    assert read(article(text, "x")).claims == ()


@pytest.mark.parametrize("piece", ["5% ", "one ", "doubled ", "1.5\n", "Peru attacked Chile. ", "www.x.com\n", "a\n"])
def test_a_table_without_end_is_refused(piece: str) -> None:
    with pytest.raises(StudyError, match=r"more than [25]0,000 (?:numbers|sentences)") as caught:
        article(piece * (5 * 1024 * 1024 // len(piece)), "table")
    assert caught.value.remedy == "cut it into articles"


@pytest.mark.parametrize(
    "piece",
    [
        "5% ",
        "$5bn ",
        "Norway rose 5% to $3bn. ",
        "Peru attacked Chile. ",
        "www.x.com\n",
        "(Photo by A)\n",
        "a calm day. ",
    ],
)
def test_twice_the_text_takes_about_twice_the_work(piece: str) -> None:
    """By the calls that are made, which no other work on the machine changes; `benchmarks/press.py` has the times."""

    def work(size: int) -> int:
        calls = 0

        def count(frame: object, event: str, of: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        text = article(piece * (size // len(piece)), "x", "2024-05-15")
        before = sys.getprofile()
        sys.setprofile(count)
        try:
            checks(read(text))
        finally:
            sys.setprofile(before)
        return calls

    work(1_000)
    assert work(48_000) < 5 * work(12_000) + 10_000


WORDS = st.sampled_from(
    [
        "Peru",
        "Chile",
        "the",
        "a",
        "of",
        "rose",
        "fell",
        "to",
        "from",
        "5%",
        "$3bn",
        "12",
        "million",
        "crowns",
        "by",
        "2030",
        "in",
        "2021",
        "compared",
        "with",
        "should",
        "not",
        "31st",
        "among",
        "60",
        "states",
        ",",
        ".",
        ";",
        "(",
        ")",
        "ten-fold",
        "and",
        "half",
        "people",
        "per",
        "dollar",
        "was",
        "its",
        "said",
        "On",
        "Monday",
        "three",
        "weeks",
        "after",
        "\n",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_any_words_in_any_order(text: str) -> None:
    reading = read(article(text, "x", "2024-05-15"))
    ids = {c.id for c in reading.claims}
    assert len(ids) == len(reading.claims)
    for claim in reading.claims:
        assert text[claim.span.start : claim.span.end] == claim.span.text
        assert claim.sentence.start <= claim.span.start < claim.span.end <= claim.sentence.end
        assert claim.baseline is None or claim.baseline in ids
    document(reading, checks(reading))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200).filter(lambda t: "\0" not in t))
def test_any_text(text: str) -> None:
    reading = read(article(text, "x", "2024-05-15"))
    assert all(text[c.span.start : c.span.end] == c.span.text for c in reading.claims)
    checks(reading)
