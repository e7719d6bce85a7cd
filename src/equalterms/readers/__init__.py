"""Readers: a sentence goes in, what it states comes out. A new reader is one function in one file."""

from equalterms.family import Family
from equalterms.readers.sentence import Bond, Deed, Figure, Found, Mention, Numeral, Reader, Sentence, When

readers: Family[Reader] = Family("readers", "what a sentence states, found by rules that can be read")

# Where two readers of figures claim the same words, the one that stands first here has them.
PRECEDENCE = (
    "exchange",
    "amount",
    "multiple",
    "total",
    "rank",
    "ordinal",
    "score",
    "change",
    "share",
    "measure",
    "duration",
    "count",
)

# These find nothing in a sentence without a number.
OF_NUMBERS = frozenset(["exchange", "amount", "total", "score", "change", "share", "measure", "duration", "count"])

from equalterms.readers import (  # noqa: E402
    amount,
    change,
    count,
    duration,
    event,
    exchange,
    measure,
    membership,
    model,
    multiple,
    office,
    ordinal,
    rank,
    score,
    share,
)

# A sentence without a number and without one of these words states no figure at all.
CUES: frozenset[str] = rank.CUES | multiple.CUES

_FILES = (
    *(amount, change, count, duration, event, exchange, measure, membership, model, multiple, office, ordinal, rank),
    score,
    share,
)

__all__ = [
    "CUES",
    "OF_NUMBERS",
    "PRECEDENCE",
    "Bond",
    "Deed",
    "Figure",
    "Found",
    "Mention",
    "Numeral",
    "Reader",
    "Sentence",
    "When",
    "readers",
]
