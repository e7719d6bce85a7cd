"""Numbers as words spell them: `one hundred and twenty-five thousand`, `31st`, `third`, `lakh crore`."""

from __future__ import annotations

import re
from typing import Final

SMALL: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
VALUES: Final = {word: n for n, word in enumerate(SMALL)} | {word: 10 * n for n, word in enumerate(TENS, 2)}
SCALES: Final[dict[str, float]] = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "quadrillion": 1e15,
    "dozen": 12,
    "lakh": 1e5,
    "crore": 1e7,
    "lakh crore": 1e12,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "mio": 1e6,
    "bn": 1e9,
    "bln": 1e9,
    "b": 1e9,
    "tn": 1e12,
    "trn": 1e12,
    "tr": 1e12,
}
ORDINALS: Final = [
    *("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *(
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
    ),
]
TENTHS: Final = ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"]
PARTS: Final = (
    {"half": 2, "quarter": 4, "hundredth": 100, "thousandth": 1000}
    | {word: n for n, word in enumerate(ORDINALS) if n >= 3}
    | {"twentieth": 20}
)
_NTH: Final = re.compile(r"(\d{1,3}(?:,?\d{3})?)(?:st|nd|rd|th)")
_LETTERS: Final = re.compile(r"[a-z]+")


def words(text: str) -> float:
    """The value of a number in words: `one hundred and twenty-five thousand`."""
    total = part = 0.0
    for word in _LETTERS.findall(text.lower()):
        if word in VALUES:
            part += VALUES[word]
        elif word == "hundred":
            part = (part or 1) * 100
        elif word in SCALES:
            total, part = total + (part or 1) * SCALES[word], 0.0
    return total + part


def ordinal(text: str) -> float | None:
    """The value of `31st`, `third` or `twenty-first`; None where it is none."""
    low = text.lower()
    if found := _NTH.fullmatch(low):
        return float(found[1].replace(",", ""))
    tens, _, ones = low.rpartition("-")
    if ones in ORDINALS and (not tens or tens in TENS):
        return float(ORDINALS.index(ones) + (VALUES[tens] if tens else 0))
    return 10.0 * (TENTHS.index(low) + 2) if low in TENTHS else None


def scale(text: str | None) -> float:
    """The factor of a scale word or letter; 1 where there is none."""
    if not text:
        return 1.0
    bare = text.strip().strip("-").lower()
    return SCALES.get(bare) or SCALES.get(bare.removesuffix("s")) or 1.0
