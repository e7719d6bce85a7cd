"""The cheap looks at a sentence's words, each held against the plain way to the same answer."""

import re

from hypothesis import given
from hypothesis import strategies as st

from equalterms.readers import CUES, PRECEDENCE, Sentence, readers, words
from equalterms.readers.currencies import AFTER, BEFORE, after, before
from equalterms.readers.numbers import scan
from equalterms.readers.words import Shelf, Stems, vocabulary

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
