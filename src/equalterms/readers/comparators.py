"""What the words before a number make of it: at least, at most, about, more than."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from equalterms.readers.words import holds, small

_ROUND: Final = (
    (r"plus or minus|plus/minus|±|\+/-", "plusminus"),
    (
        r"no more than|not more than|no fewer than \d|at most|up to|as many as"
        r"|as much as|as high as|a maximum of|within|≤",
        "le",
    ),
    (r"at least|no fewer than|no less than|not less than|a minimum of|≥", "ge"),
    (
        r"(?:well |just |slightly |far |significantly )?(?:more than|over"
        r"|above|past|in excess of|upwards? of|exceeding|beyond|topping)"
        r"|>",
        "gt",
    ),
    (r"(?:well |just |slightly |far |significantly )?(?:less than|fewer than|under|below|short of)|<", "lt"),
    (
        r"about|around|some|roughly|approximately|nearly|almost|close to|barely|circa|ca\.|an estimated|estimated"
        r"|an average of|in the region of|something like|or so|nearer|~|≈|virtually|practically|not quite|broadly",
        "approx",
    ),
)
_SIGNS: Final = "|".join(f"(?P<{sign}>{words})" for words, sign in _ROUND)
# in small letters
_COMPARE: Final = re.compile(rf"(?<!\w)(?:{_SIGNS})\s*(?:the |a |an |its |just |only |roughly |about )?$")
# The words that such a phrase can end with, but for an article: a short look that spares the long one.
_ABOUT: Final = frozenset(
    [
        "minus",
        "than",
        "most",
        "within",
        "least",
        "minimum",
        "maximum",
        "over",
        "above",
        "past",
        "exceeding",
        "beyond",
        "topping",
        "under",
        "below",
        "about",
        "around",
        "some",
        "roughly",
        "approximately",
        "nearly",
        "almost",
        "barely",
        "circa",
        "ca.",
        "estimated",
        "like",
        "so",
        "nearer",
        "virtually",
        "practically",
        "quite",
        "broadly",
    ]
)
# Words that stand before most numbers for another reason, and what must stand before them here.
_LINKED: Final = frozenset(["to", "as", "of"])
_LINKS: Final = (
    *("up to", "close to", "as many as", "as much as", "as high as"),
    *("um of", "excess of", "upward", "short of", "average of", "region of"),
)
_SIGNED: Final = frozenset("/±≤≥<>~≈")
_MOVES: Final = re.compile(
    r"\b(?:go(?:es|ing|ne)?|went|move[sd]?|moving|climb\w*|r[io]se\w*|push\w*|jump\w*|shot|crept)\s$"
)
# `the row over the $90 billion contract`, `well below the 61% average`
_A_LEVEL: Final = re.compile(
    r"(?:(?:well|just|slightly|far|significantly)\s)?(?:over|above|past|under|below|short\sof)\s(?:the|its|their)\s",
    re.I,
)
_THE: Final = re.compile(r"\bthe\s$")


@lru_cache(maxsize=1024)
def comparator(text: str, start: int) -> tuple[str, int]:
    """The sign that the words before `start` give to a figure, and where those words start."""
    before = text[max(0, start - 40) : start]
    if _may_compare(before) and (found := _COMPARE.search(small(before))):
        if found.lastgroup in ("gt", "lt") and _A_LEVEL.fullmatch(found[0]):
            return "eq", start  # `the row over the $90 billion contract`
        if found[0].lower().startswith("up to") and _MOVES.search(before[: found.start()]):
            return "eq", start  # `go up to 2,100` tells the level
        return found.lastgroup or "eq", start - len(before) + found.start()
    if before[-4:-1] == "the" and (found := _THE.search(before[-5:])):
        return comparator(text, start - len(found[0])) if len(before) > 4 else ("eq", start)
    return "eq", start


def _may_compare(before: str) -> bool:
    """Whether words can end in a phrase like `about` or `no fewer than`."""
    last = [word.strip("\"'([“‘,;:–—") for word in before[-24:].lower().split()[-3:]]
    if not _ABOUT.isdisjoint(last) or not _SIGNED.isdisjoint(before[-12:]):
        return True
    return not _LINKED.isdisjoint(last) and holds(before.lower(), _LINKS)
