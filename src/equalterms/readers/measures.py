"""The grammar of physical units, percent and points, and of the noun that a number counts."""

from __future__ import annotations

import re
from typing import Final

_RATE: Final = (
    r"(?:\s(?:a|per|an|each|every)\s(?P<per>day|year|month|week|hour"
    r"|second|minute|person|head|capita|night)(?!\s(?:earlier|ago|before"
    r"|later))|/(?P<slash>day|year|yr|month|h|hr|s|d))"
)
_UNITS: Final[tuple[tuple[str, str], ...]] = (
    (r"million barrels (?:a|per) day|mb/d", "bbl/day"),
    (r"barrels?(?= (?:of (?:oil|crude) )?(?:a|per) day)|bpd|b/d|barrels?/day", "bbl/day"),
    (r"barrels?|bbl", "bbl"),
    (r"metric tons?|tonnes?|mt\b(?=\W)", "tonne"),
    (r"(?:short |long )?tons?", "ton"),
    (r"kilograms?|kilogrammes?|kgs?|kilos?", "kg"),
    (r"grams?|grammes?", "g"),
    (r"ounces?|oz", "oz"),
    (r"pounds? of", "lb"),
    (r"litres?|liters?", "litre"),
    (r"gallons?", "gallon"),
    (r"(?:cubic met(?:re|er)s?|m3|m³|bcm)", "m3"),
    (r"cubic (?:kilomet(?:re|er)s?|kms?)|km3|km³", "km3"),
    (r"square kilomet(?:re|er)s?|sq\.? ?km|km2|km²", "km2"),
    (r"square met(?:re|er)s?|sq\.? ?m\b|m2|m²", "m2"),
    (r"square miles?", "sqmi"),
    (r"square feet|sq\.? ?ft", "sqft"),
    (r"hectares?|ha", "ha"),
    (r"acres?", "acre"),
    (r"kilomet(?:re|er)s?|kms?", "km"),
    (r"nautical miles?", "nmi"),
    (r"miles?", "mile"),
    (r"centimet(?:re|er)s?|cm", "cm"),
    (r"millimet(?:re|er)s?|mm", "mm"),
    (r"nanomet(?:re|er)s?|nm", "nm"),
    (r"met(?:re|er)s?", "m"),
    (r"feet|foot|ft", "ft"),
    (r"inch(?:es)?", "inch"),
    (r"terawatt[- ]hours?|TWh", "TWh"),
    (r"gigawatt[- ]hours?|GWh", "GWh"),
    (r"megawatt[- ]hours?|MWh", "MWh"),
    (r"kilowatt[- ]hours?|kWh", "kWh"),
    (r"terawatts?|TW", "TW"),
    (r"gigawatts?|GW", "GW"),
    (r"megawatts?|MW", "MW"),
    (r"kilowatts?|kW", "kW"),
    (r"watts?|W", "W"),
    (r"exaflops?|EFLOPS|exaFLOPS", "EFLOPS"),
    (r"petaflops?|PFLOPS|petaFLOPS", "PFLOPS"),
    (r"teraflops?|TFLOPS", "TFLOPS"),
    (r"gigahertz|GHz", "GHz"),
    (r"megahertz|MHz", "MHz"),
    (r"terabytes?|TB", "TB"),
    (r"gigabytes?|GB", "GB"),
    (r"petabytes?|PB", "PB"),
    (r"megabits? per second|Mbps|Mbit/s", "Mbps"),
    (r"gigabits? per second|Gbps|Gbit/s", "Gbps"),
    (r"degrees? Celsius|degrees? C|°\s?C", "°C"),
    (r"degrees? Fahrenheit|°\s?F", "°F"),
    (r"km/h|kph|kilomet(?:re|er)s? (?:an|per) hour", "km/h"),
    (r"mph|miles (?:an|per) hour", "mph"),
    (r"percentage points?|percent points?|pct\.? points?|pp\b", "pp"),
    (r"basis points?|bps|bp\b", "bp"),
)
_TABLE: Final = tuple(
    (re.compile(rf"[ -]?(?:{words})(?![A-Za-z])(?: (?:of (?:oil|crude) )?(?:a|per) day)?" if code == "bbl/day"
     else rf"[ -]?(?:{words})(?![A-Za-z])"), code)
    for words, code in _UNITS
)  # fmt: skip
_FIRST: Final = re.compile(rf"[ -]?(?:{'|'.join(words for words, _ in _UNITS)})")  # one look for all units
PERCENT: Final = re.compile(r"[ -]?(?:%|per\s?cent\b|percent\b|pct\b|per cent\b)")
PERCENT_POINT: Final = re.compile(
    r"[ -]?(?:%|per\s?cent(?:age)?|pct\.?)[ -]points?\b|[ -]?percentage[ -]points?\b|[ ]?pp\b"
)
POINTS: Final = re.compile(r"[ ]points?\b")
RATE: Final = re.compile(_RATE)
_DURATION: Final = re.compile(
    r"[ -](?P<unit>second|minute|hour|day|night|week|fortnight|month"
    r"|quarter|year|decade|centur(?:y|ie))s?(?![A-Za-z])(?P<old>[- ]old)?"
)
IRREGULAR: Final = {
    "people": "person", "persons": "person", "men": "man", "women": "woman", "children": "child", "staff": "employee",
    "countries": "country", "lives": "life", "wives": "wife", "feet": "foot", "police": "police officer",
    "troops": "troop", "series": "series", "aircraft": "aircraft", "data": "datum", "media": "medium",
    "headquarters": "headquarters", "personnel": "employee", "businesses": "business", "jobs": "job",
    "companies": "company", "houses": "house", "shelves": "shelf", "knives": "knife", "cattle": "cattle",
    "sheep": "sheep", "fish": "fish", "criteria": "criterion", "buses": "bus", "viruses": "virus", "wolves": "wolf",
    "calves": "calf",
}  # fmt: skip
# Words that look like what is counted and only say of what kind it is: `212 data centres`.
_BEFORE_NOUNS: Final = frozenset(
    ["data", "media", "police", "graphics", "sports", "arms", "customs", "telecoms", "electronics", "logistics"]
)
_STOP: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "and",
        "or",
        "but",
        "as",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "be",
        "been",
        "being",
        "that",
        "which",
        "who",
        "whom",
        "whose",
        "this",
        "these",
        "those",
        "its",
        "their",
        "his",
        "her",
        "our",
        "than",
        "then",
        "when",
        "while",
        "where",
        "would",
        "will",
        "should",
        "could",
        "may",
        "might",
        "after",
        "before",
        "since",
        "until",
        "between",
        "among",
        "against",
        "about",
        "over",
        "under",
        "per",
        "each",
        "more",
        "less",
        "most",
        "least",
        "not",
        "no",
        "also",
        "so",
        "out",
        "up",
        "down",
        "into",
        "onto",
        "off",
        "during",
        "within",
        "without",
        "through",
        "across",
        "because",
        "if",
        "it",
        "they",
        "he",
        "she",
        "we",
        "you",
        "i",
        "such",
        "times",
        "years",
        "year",
        "months",
        "month",
        "days",
        "day",
        "weeks",
        "week",
        "hours",
        "hour",
        "minutes",
        "quarters",
        "percent",
        "points",
        "said",
        "says",
        "told",
    ]
)
_NOT_PLURAL: Final = frozenset(
    {
        "access",
        "across",
        "always",
        "analysis",
        "basis",
        "besides",
        "bus",
        "business",
        "class",
        "crisis",
        "does",
        "famous",
        "gas",
        "has",
        "his",
        "is",
        "its",
        "lens",
        "less",
        "news",
        "perhaps",
        "plus",
        "previous",
        "process",
        "religious",
        "series",
        "serious",
        "this",
        "thus",
        "us",
        "various",
        "was",
        "yes",
    }
)
_EXTRA: Final = frozenset(["more", "other", "further", "additional", "extra", "new"])  # `480,000 more roofs`
_TOKEN: Final = re.compile(r"\s?([A-Za-zÀ-ÿ](?:-\d{1,3}(?=\s))?[A-Za-zÀ-ÿ'’-]{0,30})")


def measure(text: str, at: int) -> tuple[str, int] | None:
    """The physical unit that starts right after `at`, and where it ends."""
    if not _FIRST.match(text, at):
        return None
    for pattern, code in _TABLE:
        if found := pattern.match(text, at, at + 40):
            return code, found.end()
    return None


def duration(text: str, at: int) -> tuple[str, int] | None:
    """The unit of time that starts right after `at`, and where it ends; an age is none."""
    found = _DURATION.match(text, at, at + 20)
    if found is None:
        return None
    return {"centurie": "century"}.get(found["unit"], found["unit"]), found.end()


def per(text: str, at: int) -> tuple[str, int] | None:
    """The `a month` of `90 litres a week`, and where it ends."""
    if found := RATE.match(text, at, at + 22):
        word = found["per"] or {"yr": "year", "h": "hour", "hr": "hour", "d": "day", "s": "second"}.get(
            found["slash"], found["slash"]
        )
        return {"head": "person", "capita": "person"}.get(word, word), found.end()
    return None


SIZED: Final = re.compile(r"\s\d[\d.,]*-[a-zA-Z]{1,12}\s")  # `2m 60-kg bags` are bags


def counted(text: str, at: int) -> tuple[str, int] | None:
    """The noun that a number counts: the first plural among the next five words, and where it ends."""
    if sized := SIZED.match(text, at):
        at = sized.end() - 1
    for step in range(5):
        found = _TOKEN.match(text, at, at + 34)
        if found is None:
            return None
        word, low = found[1], found[1].lower()
        if low in _EXTRA and step == 0:
            at = found.end()
            continue
        if low in _STOP or low.endswith(("'s", "’s")):
            return None
        if low in IRREGULAR or _is_plural(low):
            after = _TOKEN.match(text, found.end(), found.end() + 34) if low in _BEFORE_NOUNS else None
            if after and _is_plural(after[1].lower()) and after[1].islower():  # `212 data centres`
                return singular(after[1]), after.end()
            return singular(word), found.end()
        if low.endswith("ly") and len(low) > 4:
            return None
        at = found.end()
    return None


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 and word not in _NOT_PLURAL


def singular(word: str) -> str:
    """A noun in the singular, in small letters: `economies` gives `economy`."""
    low = word.lower()
    if low in IRREGULAR:
        return IRREGULAR[low]
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("ches", "shes", "sses", "xes", "zes")):
        return low[:-2]
    return low[:-1] if low.endswith("s") and not low.endswith("ss") else low
