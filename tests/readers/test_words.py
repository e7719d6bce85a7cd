"""The cheap looks at a sentence's words, each held against the plain way to the same answer."""

import re

from hypothesis import given
from hypothesis import strategies as st

from equalterms.press import about, sentences, voice
from equalterms.readers import CUES, PRECEDENCE, Sentence, comparators, numbers, rank, readers, share, words
from equalterms.readers.currencies import AFTER, BEFORE, after, before
from equalterms.readers.numbers import scan
from equalterms.readers.words import Shelf, Stems, holds, met, small, vocabulary

SENTENCES = st.text(alphabet=st.sampled_from("abcABC 019.,-'’$€éяĞİ中\u00a0"), max_size=60)
STEMS = {"a": ("ab", "abc"), "c": ("ca", "ba"), "ac": ("ab",)}
WHOLE = {"digits": ("1", "0"), "one": ("a",)}


@given(SENTENCES)
def test_the_vocabulary_is_the_words_and_the_runs_of_digits(text: str) -> None:
    """The quick way of plain letters gives what the pattern gives."""
    assert vocabulary(text) == frozenset(re.findall(r"[^\W\d_]+|\d+", text.lower()))


@given(st.lists(SENTENCES, max_size=8))
def test_stems_are_those_that_words_begin_with(texts: list[str]) -> None:
    """Every stem tried on every word; also after what was learnt has been forgotten."""
    shelf, most = Shelf(), words.MOST_WORDS
    stems, others = Stems(STEMS, WHOLE, shelf), Stems({"other": ("ca",)}, on=shelf)
    words.MOST_WORDS = 3
    try:
        for text in texts:
            begun = {k for k, of in STEMS.items() for w in vocabulary(text) for stem in of if w.startswith(stem)}
            whole = {k for k, of in WHOLE.items() for w in vocabulary(text) if w in of}
            assert stems.of(text) == begun | whole
            assert others.of(text) == {"other" for w in vocabulary(text) if w.startswith("ca")}
    finally:
        words.MOST_WORDS = most


MONEY = st.lists(
    st.sampled_from(["US$", "$", "€", "5", "12bn", " ", "Rs ", "kr", "EUR", "dollars", "yen", "zł", "to", "A$"]),
    max_size=6,
).map("".join)


@given(MONEY, st.integers(0, 30))
def test_no_currency_is_passed_over(text: str, at: int) -> None:
    """The look before the pattern refuses nothing that the pattern finds."""
    at = min(at, len(text))
    assert (before(text, at) is None) == (BEFORE.search(text[max(0, at - 8) : at]) is None)
    assert (after(text, at) is None) == (AFTER.match(text, at, at + 26) is None)


PROSE = st.lists(
    st.sampled_from(
        [
            *("the", "first", "Seventy-first", "third", "best", "largest", "in", "world's", "its", "top", "half", "of"),
            *("threefold", "ten-fold", "doubled", "twice", "as", "much", "ranked", "became", "to", "join", "member"),
            *("place", "time", "has", "Lima", ",", "."),
        ]
    ),
    max_size=9,
).map(" ".join)


@given(PROSE)
def test_no_figure_is_passed_over_without_a_cue(text: str) -> None:
    """A sentence without a number and without a cue states nothing to any reader of figures."""
    sentence = Sentence(text, numerals=scan(text))
    figures = [one for name in PRECEDENCE for one in readers[name](sentence)]
    assert not figures or sentence.numerals or not vocabulary(text).isdisjoint(CUES)


@given(SENTENCES)
def test_small_letters_keep_their_places(text: str) -> None:
    """Each letter is made small where it becomes one letter, and left where it becomes two."""
    assert [small(c) for c in text] == list(small(text))
    assert all(a in (b, b.lower()) for a, b in zip(small(text), text, strict=True))


NUMBERS = st.lists(
    st.sampled_from(
        [
            *("a", "an", "one", "half", "hundred", "million", "twenty", "five", "none", "_five", "first", "and", "_"),
            *(" ", " ", " ", "-", "\u00a0", "ninety", "sixth", "third", "quarter", "dozen", "weighty", "İ", "é"),
        ]
    ),
    max_size=12,
).map("".join)


@given(NUMBERS)
def test_a_pattern_is_met_wherever_it_is_found(text: str) -> None:
    """Numbers in words are found by their beginnings as by a search of the whole text."""
    spans = [found.span() for found in rank.ORDINAL.finditer(text)]
    assert [found.span() for found in rank.ordinals(text)] == spans
    held = vocabulary(text) & numbers._NUMBER_WORDS
    begins = [*held, "a", "half"] if held else []
    found = [one.span() for one in met(numbers._WORDS, text, begins)]
    assert found == [one.span() for one in numbers._WORDS.finditer(text)]


CLAUSES = st.lists(
    st.sampled_from(
        [
            *(
                "but",
                "while",
                "says",
                "said that",
                "and the big dogs",
                "and Peru sent",
                "as well",
                "as of",
                "which",
                "of",
            ),
            *(
                "after the",
                "since Peru",
                "even as",
                "saying",
                ",",
                ";",
                ":",
                ".",
                "!",
                "?",
                "…",
                "...",
                "”",
                " ",
                " ",
                " ",
            ),
            *("with", "the", "fellow", "non-", "(of", "over", "states", "Inc", "A"),
        ]
    ),
    max_size=12,
).map("".join)


@given(CLAUSES)
def test_marks_are_found_without_the_pattern_as_with_it(text: str) -> None:
    """Stops, the beginnings of clauses and prepositions, each by its short look and by its whole pattern."""
    assert sentences._stops(text) == [found.span() for found in sentences._STOPS.finditer(text)]
    if vocabulary(text).isdisjoint(voice._RESETS):
        assert [m.span() for m in voice._STOP.finditer(text)] == [m.span() for m in voice._RESET.finditer(text)]
    if vocabulary(text).isdisjoint(about._CUTS):
        assert about._STOP.split(text) == about._CUT.split(text)
    if text.endswith(about._ASIDES):
        assert about._is_aside(text) == bool(about._ASIDE.search(text))


COMPARED = st.lists(
    st.sampled_from(
        [
            *(
                "up",
                "to",
                "as many",
                "as",
                "no more",
                "than",
                "a maximum",
                "of",
                "in excess",
                "upwards",
                "an",
                "estimated",
            ),
            *(
                "short",
                "close",
                "about",
                "the region",
                "an average",
                "or so",
                "≥",
                "±",
                "the",
                "a",
                "just",
                "only",
                "rate",
            ),
            *("interest", "tariffs", "yield", "cut", "its", "rates", "growth", ",", "(", "Well over", "Some"),
        ]
    ),
    max_size=7,
).map(lambda words_: " ".join([*words_, ""]))


@given(COMPARED)
def test_no_comparison_and_no_rate_is_passed_over(text: str) -> None:
    """The look before the pattern refuses nothing that the pattern finds."""
    assert comparators._may_compare(text) or not comparators._COMPARE.search(small(text))
    assert holds(text.lower(), share._RATE_WORDS) or not share._RATE.search(text)
