"""The grammar of numbers: digits, words, scales, fractions, ranges, and the words for "about"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from equalterms.readers.sentence import Numeral
from equalterms.readers.spelled import ORDINALS, PARTS, SMALL, TENS, VALUES, ordinal, scale, words
from equalterms.readers.words import met, small, vocabulary

_WORD: Final = "|".join(
    sorted([*VALUES, "hundred", "thousand", "million", "billion", "trillion"], key=len, reverse=True)
)
_SCALE = r"(?:[ -]?(?:lakh crore|lakh|crore|hundred|thousand|million|billion|trillion|quadrillion|dozen)s?\b"
_SCALE += r"|[ ]?(?:mln|mio|bln|trn|mn|bn|tn)\b|[kmb]\b|[KMB]\b)"
_DIGITS: Final = (
    r"(?:\d{1,3}(?:,\d{2,3}){1,7}(?:\.\d{1,12})?(?![\d,]\d)"
    r"|\d{1,3}(?:\.\d{3}){2,7}(?:,\d{1,4})?(?!\d)|\d{1,3}(?:\.\d{3}){1,7},\d{1,4}(?!\d)"
    r"|\d{1,3}(?:[ '’]\d{3}){1,7}(?:[.,]\d{1,4}(?!\d))?(?!\d)"
    r"|\d{1,18}(?:[.,·]\d{1,12})?(?!\d))"
)
_FIGURE: Final = re.compile(
    rf"(?<![\d.,])(?P<sign>(?<![\w)])[-−])?(?P<a>{_DIGITS})(?P<as>{_SCALE})?"
    rf"(?:(?P<dash>\s?[-–—]\s?|\sto\s)(?P<b>{_DIGITS})(?P<bs>{_SCALE})?)?"
)
_PRINTED: Final = re.compile(_DIGITS)
_PLACES: Final = re.compile(r"[.,·](\d+)$")
_GROUPED: Final = re.compile(r"\d{1,3},\d{3}")
# The engine finds a digit of ASCII three times as fast as one of any script.
_DIGIT, _ANY_DIGIT = re.compile(r"[0-9]"), re.compile(r"\d")
_RUN, _ANY_RUN = re.compile(r"[0-9]+"), re.compile(r"\d+")
_WORDS: Final = re.compile(
    rf"\b(?:(?:an?|one)\s(?=hundred|thousand|million|billion|trillion)|half\sa\s(?=million|billion|dozen))?"
    rf"(?:{_WORD})(?:(?:-|\sand\s|\s)(?:{_WORD})){{0,8}}+\b"
    rf"(?P<and>\sand\sa\s(?P<more>half|quarter|third))?(?P<scale>\s(?:million|billion|trillion|lakh|crore))?"
)
_NUMBER_WORDS: Final = frozenset([*VALUES, "hundred", "thousand", "million", "billion", "trillion"])
_SCALES: Final = frozenset(["hundred", "thousand", "million", "billion", "trillion", "dozen"])
_PART_WORDS: Final = frozenset([*PARTS, *(f"{word}s" for word in PARTS), "half"])
_OF_PARTS: Final = _PART_WORDS | {"in", "out", "every", "each"}  # without them and a stroke no part of a whole is told
_ALL_WORDS: Final = _NUMBER_WORDS | _PART_WORDS | {"every", "each"}
_PART: Final = "|".join(sorted(PARTS, key=len, reverse=True))
_FRACTION: Final = re.compile(
    rf"\b(?:(?P<n>an?|{'|'.join(SMALL[1:13])}|\d)[ -](?P<d>{_PART})s?\b(?!-(?!points?\b))"
    r"|(?P<half>half)\b(?!-|\s(?:year|time|century|decade|hour|million|billion|dozen|a\s(?:million|billion|dozen)))"
    r"|(?P<x>\d{1,2})/(?P<y>\d{1,3})\b(?!/))",
    re.I,
)
_RATIO: Final = re.compile(
    rf"\b(?P<n>{'|'.join(SMALL[1:])}|\d{{1,2}})(?:(?:\s|-)(?:in|out\sof|of\severy)(?:\s|-)|\s[a-z]{{2,20}}\sin\s)"
    rf"(?P<d>(?:{'|'.join([*TENS, *SMALL[1:]])})(?:-(?:{'|'.join(SMALL[1:10])}))?"
    rf"|(?:a\s)?hundred|\d{{1,3}})\b(?![.,/]?\d|%|-|\s(?:per|years?))",
    re.I,
)
# What every ratio ends with, for a text in small letters.
_OUT_OF: Final = re.compile(rf"(?:in|of|every)[\s-](?:a\s)?(?:\d|{'|'.join([*TENS, *SMALL[1:], 'hundred'])})")
_SMALL_WORDS: Final = frozenset(SMALL[1:])
_TIMES_OF_YEAR: Final = re.compile(r"(?:year|month|week|day|time|hour|minute|quarter|night|decade|second)\b")
_EVERY: Final = re.compile(
    rf"\b(?!each\sother)[Ee](?:very|ach)\s(?P<d>other|{'|'.join(ORDINALS[2:11])}|twentieth|hundredth)\s(?=[a-z]+)"
)
_AFTER_FRACTION: Final = re.compile(
    r"-points?\b|\s*(?:$|[,.;:)”\"–—]|(?:of|(?:percentage[ -])?points?|more|less|fewer|by|since|from|to|in|on|at|the"
    r"|its|their|higher|lower|larger|smaller|over|above|below|against|and|but|as|last|this|two|a|compared|between)\b)"
)
_TIME_HALF: Final = re.compile(r"(?:first|second|other|latter|and an?|first-|second-)\s?$", re.I)
_LABEL: Final = re.compile(
    r"(?:\b(?:[Rr]esolution|[Aa]rticle|[Cc]hapter|[Ss]ection|[Cc]lause|[Pp]age|[Ff]light|[Rr]oute|[Rr]oom|[Pp]hase|[Vv]ersion"
    r"|[Ss]tage|[Gg]roup|[Ll]evel|[Tt]ype|[Bb]oeing|[Aa]irbus|Formula|Protocol|Title|Tier|Class|Model|Apollo|Highway|Line|Gate"
    r"|Regulation|Directive|Act|Order|Bill|Proposition|Schedule|Annex|Appendix|Figure|Table|Chart|Box|Note|Volume|Vol\.|[Nn]o\.|Nos?\.|№"
    r"|H\.\s?R\.|S\.|H\.J\.Res\.|[Pp]p?\.|Area|Day|Week|Season|Episode|Part|District|Unit|Block|Category|Pier|Channel|Radio|Studio"
    r")\s|#|§\s?|[A-Za-z]-|[A-Za-z_@/\\]|\d:|&)$"
)
# The labels in small letters, and the currency in such letters that stands before its sum.
_LABEL_WORDS: Final = frozenset(
    [
        "resolution",
        "article",
        "chapter",
        "section",
        "clause",
        "page",
        "flight",
        "route",
        "room",
        "phase",
        "version",
        "stage",
        "group",
        "level",
        "type",
        "no",
        "pp",
        "p",
        "kr",
    ]
)
_AFTER_LABEL: Final = re.compile(
    r"(?:st|nd|rd|th)\b|:\d|(?:G|D|K|P|p)\b|\s?(?:[ap]m|[ap]\.m\.|o['’]clock)(?!\w)|\s(?:MAX|Max|Dreamliner)\b|/\d|-(?:[A-Z]|year-old)|@|[A-Za-z]*_"
)
_CODE: Final = re.compile(
    r"(?:\b(?:(?:US|A|C|NZ|HK|S|R|NT|N|J|TT)(?=\$)|Rs|KSh|Ksh|TSh|USh|RM|Rp|kr|[NSDI]Kr|Ft|Bs|S?Fr|Sfr|CHF|EUR|USD|GBP|JPY|CNY|RMB|SEK|NOK|DKK|PLN|CZK|HUF|INR|RUB|BRL|ZAR|TRY|AUD|CAD|SGD|HKD|KES|NGN|EGP|AED|SAR|ILS|MXN|KRW|IDR|PHP|THB|MYR|VND|UAH|ARS|CLP|COP)\$?\s?-?)$"
)


_ADJECTIVE: Final = re.compile(r"-(?:year|day)-|-[a-z]+ed\b")  # `a ten-year-old`, `two-thirded`: no number of things
_BLANKS: Final = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")


@lru_cache(maxsize=2)
def plain(text: str) -> str:
    """The text with every kind of space as the plain one: same length, same offsets."""
    return text if text.isascii() else _BLANKS.sub(" ", text)


@lru_cache(maxsize=4096)
def digits(text: str) -> float:
    """The value of printed digits: 1,250 and 1.250.000 are grouped, 12,5 has a decimal comma."""
    bare = text.replace(" ", "").replace("'", "").replace("’", "").replace("·", ".")
    dots, commas = bare.count("."), bare.count(",")
    if dots and commas:
        group = "," if bare.rfind(".") > bare.rfind(",") else "."
        return float(bare.replace(group, "").replace(",", "."))
    if dots > 1:
        return float(bare.replace(".", ""))
    if commas == 1 and not _GROUPED.fullmatch(bare):
        return float(bare.replace(",", "."))
    return float(bare.replace(",", ""))


def times(value: float, factor: float) -> float:
    """A product in the fifteen digits that print: 1.1 million is 1100000."""
    return float(f"{value * factor:.15g}")


def scan(text: str) -> tuple[Numeral, ...]:
    """Every number of a sentence from left to right; labels (`Article 5`, `G20`) are none."""
    words_ = not vocabulary(text).isdisjoint(_ALL_WORDS)
    if not words_ and not (_DIGIT if text.isascii() else _ANY_DIGIT).search(text):
        return ()
    taken: list[Numeral] = []
    for finder in (_ratios, _fractions, _figures, _worded) if words_ else (_ratios, _fractions, _figures):
        found = finder(text)
        if taken:
            held = sorted((n.start, n.end) for n in taken)
            found = (n for n in found if not _hits(held, n.start, n.end))
        taken = [*taken, *found]
    return tuple(sorted(taken, key=lambda n: n.start)) if len(taken) > 1 else tuple(taken)


def _hits(held: list[tuple[int, int]], start: int, end: int) -> bool:
    at = bisect_left(held, (end, 0))
    return at > 0 and held[at - 1][1] > start


def _printed(text: str) -> Iterator[re.Match[str]]:
    """The numbers in digits: `_FIGURE` tried only where a digit stands, or a minus before one."""
    at = 0
    for run in (_RUN if text.isascii() else _ANY_RUN).finditer(text):
        start = run.start()
        if start < at:
            continue
        signed = start > at and text[start - 1] in "-−"
        found = (_FIGURE.match(text, start - 1) if signed else None) or _FIGURE.match(text, start)
        if found:
            yield found
            at = found.end()


def _figures(text: str) -> Iterator[Numeral]:
    for found in _printed(text):
        if _is_label(text, found.start(), found.end()):
            continue
        yield from _figure(found)


def _is_label(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 14) : start]
    last = before.rstrip().rpartition(" ")[2]
    if before.endswith(" ") and last.isalpha() and last.islower() and last not in _LABEL_WORDS:
        return bool(_AFTER_LABEL.match(text, end))  # most numbers stand after a common word, which is no label
    if _CODE.search(before):
        return False
    return bool(_LABEL.search(before) or _AFTER_LABEL.match(text, end))


def _figure(found: re.Match[str]) -> Iterator[Numeral]:
    sign = -1.0 if found["sign"] else 1.0
    first, second = scale(found["as"]), scale(found["bs"])
    one = sign * digits(found["a"])
    if found["b"] is None:
        yield Numeral(found.start(), found.end(), times(one, first), scale=first)
        return
    two = digits(found["b"])
    shared = first if found["as"] else second
    is_range = one * shared < two * second and (found["dash"].strip() != "to" or _unit_follows(found))
    if found["dash"].startswith(" ") and two * second > 20 * abs(one * shared):
        is_range = False  # `in 2024 – 310,000 fewer than` has an aside
    if is_range and not (found["dash"].strip() == "to" and _says_from(found)):
        yield Numeral(found.start(), found.end(), None, times(one, shared), times(two, second), scale=second)
        return
    yield Numeral(found.start(), found.end("as") if found["as"] else found.end("a"), times(one, first), scale=first)
    yield Numeral(found.start("b"), found.end(), times(two, second), scale=second)


def _unit_follows(found: re.Match[str]) -> bool:
    return bool(re.match(r"\s?(?:%|[a-z])", found.string[found.end() : found.end() + 3]))


def _says_from(found: re.Match[str]) -> bool:
    """`from 3 to 5` and `by 2 million to 9 million` are two numbers, no range."""
    return bool(
        re.search(r"\b(?:from|by)\s(?:\w{1,12}\s)?\W?$", found.string[max(0, found.start() - 22) : found.start()])
    )


def _worded(text: str) -> Iterator[Numeral]:
    if vocabulary(text).isdisjoint(_NUMBER_WORDS):
        return
    held = vocabulary(text) & _NUMBER_WORDS
    begins = held if held.isdisjoint(_SCALES) else (*held, "a", "half")  # `a million`, `half a million`
    for found in met(_WORDS, small(text), begins):
        bare = found[0][: found.start("and") - found.start()] if found["and"] else found[0]
        bare = bare if not found["scale"] else bare.removesuffix(found["scale"])
        halved = bare.lower().startswith("half")
        value = words(bare[5:] if halved else bare) * (0.5 if halved else 1.0)
        value += 1 / PARTS[found["more"].lower()] if found["more"] else 0.0
        factor = scale(found["scale"])
        if not _ADJECTIVE.match(text, found.end(), found.end() + 12):
            yield Numeral(found.start(), found.end(), times(value, factor), form="words", scale=factor)


def _fractions(text: str) -> Iterator[Numeral]:
    if "/" not in text and vocabulary(text).isdisjoint(_PART_WORDS):
        return
    for found in _FRACTION.finditer(text):
        if found["half"]:
            top, bottom = 1, 2
            if _TIME_HALF.search(text[max(0, found.start() - 8) : found.start()]):
                continue
        elif found["x"]:
            top, bottom = int(found["x"]), int(found["y"])
        else:
            top = 1 if found["n"].lower() in ("a", "an") else int(words(found["n"]) or float(found["n"]))
            bottom = PARTS[found["d"].lower()]
            if top == 1 and not _AFTER_FRACTION.match(text, found.end()):
                continue
        if 0 < top < bottom:
            yield Numeral(found.start(), found.end(), top / bottom, form="fraction", fraction=f"{top}/{bottom}")


def _ratios(text: str) -> Iterator[Numeral]:
    words_ = vocabulary(text)
    for found in _EVERY.finditer(text) if "every" in words_ or "each" in words_ else ():
        if not _TIMES_OF_YEAR.match(text, found.end()):
            each = {"other": 2, "hundredth": 100}.get(found["d"]) or int(ordinal(found["d"]) or 2)
            yield Numeral(found.start(), found.end() - 1, 1 / each, form="fraction", fraction=f"1/{each}")
    if "in" not in words_ and "out" not in words_ and "every" not in words_:
        return
    if len(words_ & _NUMBER_WORDS) + sum(map(str.isdigit, words_)) < 2:
        return
    tails = (tail.start() for tail in _OUT_OF.finditer(text.lower()))
    first = next((at for at in tails if _counts(text[max(0, at - 40) : at])), None)
    for found in _RATIO.finditer(text, max(0, first - 50)) if first is not None else ():
        top, bottom = (words(found[k]) or float(found[k]) if not found[k].isdigit() else float(found[k]) for k in "nd")
        middle = found[0][len(found["n"]) : -len(found["d"])]
        plain = re.fullmatch(r"[\s-](?:in|out\sof|of\severy)[\s-]", middle)
        if 0 < top < bottom and (plain or top == 1):
            name = f"{int(top)}/{int(bottom)}"
            yield Numeral(found.start(), found.end(), top / bottom, form="fraction", fraction=name)


def _counts(before: str) -> bool:
    """Whether the words before `in ten` can begin a ratio: a number is the last of them, or the last but one or two."""
    near = before.lower().replace("-", " ").split()[-3:]
    return any(word.isdigit() or word in _SMALL_WORDS for word in near)


@lru_cache(maxsize=4096)
def half_unit(text: str) -> float:
    """Half of the last printed place of the first number in `text`: `0.3 billion` gives 0.05 billion."""
    text = plain(text)
    bare_of_parts = "/" not in text and vocabulary(text).isdisjoint(_OF_PARTS)
    numerals = _figures(text) if bare_of_parts else (n for n in scan(text) if n.form == "digits")
    found = next(iter(numerals), None)
    if found is None:
        return 0.0
    printed = _PRINTED.match(text[found.start :].lstrip("-−"))
    bare = printed[0] if printed else ""
    whole = digits(bare) if bare else 0.0
    tail = _PLACES.search(bare)
    places = len(tail[1]) if tail and whole * 10 ** len(tail[1]) < 10 ** sum(map(str.isdigit, bare)) else 0
    places = 0 if tail and len(tail[1]) == 3 and whole >= 1000 else places
    return 0.5 * 10.0**-places * found.scale
