"""Numbers as a language prints them: digits and their marks, scales, words, fractions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from equalterms.readers.numbers import times
from equalterms.readers.sentence import Numeral
from equalterms.tongues.grammar import Lexicon, Tongue, table_of, union

_DIGITS = (
    r"(?:\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d{1,6})?(?![\d])|\d{1,3}(?:\.\d{3})+(?:,\d{1,6})?(?!\d)"
    r"|\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?(?!\d)|\d{1,18}(?:[.,]\d{1,12})?(?!\d))"
)
_PHONE = re.compile(r"(?<!\d)\+?\d{1,4}(?:[ ()-]{1,2}\d{2,4}){2,5}(?!\d)")
_CHINESE = {c: float(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0.0, "两": 2.0, "半": 0.5}
_TENS = {"十": 1e1, "百": 1e2, "千": 1e3}
_GREAT = {"万": 1e4, "亿": 1e8}


class Numbers:
    """The expressions of a language's numbers, put together once."""

    def __init__(self, of: Tongue) -> None:
        self.of = of
        self.scales, self.words = Lexicon(of.scale), Lexicon({**of.word, **({of.one: 1.0} if of.one else {})})
        edge = r"(?!\w)" if of.spaced else ""
        scale = rf"(?:\s?(?P<scale>{union(of.scale)}){edge})?"
        self.figure = re.compile(rf"(?<![\d.,\w])(?P<sign>[-−])?(?P<digits>{_DIGITS}){scale}", re.I)
        if not of.spaced:
            self.figure = re.compile(rf"(?<![\d.])(?<!\d,)(?P<digits>{_DIGITS})(?P<scale>{union(of.scale)})?")
        word = union({**of.word, **of.scale, **({of.one: 1} if of.one else {})})
        glue = r"(?:-|\s(?:y|e|et|и)\s|-et-|\s)"
        self.worded = re.compile(
            rf"(?<!\w)(?!(?<=por )cien?to\b|(?<=pour )cent\b)(?:{word})(?:{glue}(?:{word})(?!\w)){{0,7}}(?!\w)", re.I
        )
        self.token = re.compile(rf"(?:{word})(?!\w)", re.I)
        edges = (r"(?<!\w)(?:", r")(?!\w)") if of.spaced else ("(?:", ")")
        parts = sorted(of.part.items(), key=lambda row: -len(row[0]))  # `two thirds` before `third`
        self.parts = tuple((re.compile(edges[0] + words + edges[1], re.I), fraction) for words, fraction in parts)
        self.every = re.compile(of.every, re.I) if of.every else None
        self.label = re.compile(rf"(?:{of.label})$", re.I)
        self.after = re.compile(of.label_after, re.I)


@cache
def numbers(code: str) -> Numbers:
    """The numbers of a language that has a table."""
    return Numbers(table_of(code))


def value(printed: str, of: Tongue) -> float:
    """The value of printed digits by the marks of a language: `1.250` is 1250 in Spanish, `1,250` 1.25 in French."""
    bare = re.sub(r"[ '’]", "", printed)
    marks = [c for c in bare if c in ".,"]
    if len(set(marks)) == 2:
        group = "," if bare.rfind(".") > bare.rfind(",") else "."
        return float(bare.replace(group, "").replace(",", "."))
    if len(marks) > 1:
        return float(bare.replace(marks[0], ""))
    if marks:
        grouped = re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", bare) is not None
        if grouped and (marks[0] != of.decimal or (marks[0] == "," and of.comma_groups)):
            return float(bare.replace(marks[0], ""))
    return float(bare.replace(",", "."))


def half(printed: str, numeral: Numeral, of: Tongue) -> float:
    """Half of the last printed place: `11,2 трлн` gives 0.05 trillion; numbers in words and fractions are exact."""
    found = re.search(_DIGITS, printed)
    if numeral.form != "digits" or found is None:
        return 0.0
    bare = re.sub(r"[ '’]", "", found[0])
    tail = re.search(r"[.,](\d+)$", bare)
    grouped = tail is None or value(bare, of) == float(re.sub(r"\D", "", bare))
    places = len(tail[1]) if tail and not grouped else 0
    return times(0.5 * 10.0**-places, numeral.scale)


def scan(text: str, of: Tongue) -> tuple[Numeral, ...]:
    """Every number of a sentence from left to right; labels, telephone numbers and article numbers are none."""
    taken: list[Numeral] = []
    known = numbers(of.code)
    phones = [m.span() for m in _PHONE.finditer(text) if _is_phone(m[0])]
    finders = (_parts, _figures, _words) if of.spaced else (_parts, _figures, _characters)
    for finder in finders:
        for one in finder(text, known):
            over = [*((n.start, n.end) for n in taken), *phones]
            if not any(a < one.end and one.start < b for a, b in over) and not _is_label(text, one, known):
                taken.append(one)
    return tuple(sorted(taken, key=lambda n: n.start))


def _is_phone(words: str) -> bool:
    groups = re.findall(r"\d+", words)
    odd = any(len(g) != 3 for g in groups[1:]) and not re.match(r"(?:19|20)\d\d\s", words)
    return any(c in words for c in "+()") or (len(groups) > 2 and (odd or "-" in words))


def _is_label(text: str, one: Numeral, known: Numbers) -> bool:
    before = text[max(0, one.start - 30) : one.start]
    return bool(known.label.search(before) or known.after.match(text, one.end))


def _figures(text: str, known: Numbers) -> Iterator[Numeral]:
    for found in known.figure.finditer(text):
        factor = (known.scales[found["scale"]] or 1.0) if found["scale"] else 1.0
        sign = -1.0 if known.of.spaced and found["sign"] else 1.0
        yield Numeral(*found.span(), times(sign * value(found["digits"], known.of), factor), scale=factor)


def _words(text: str, known: Numbers) -> Iterator[Numeral]:
    """Numbers in words: hundreds gather, a scale closes a group; a lone article is no number."""
    for found in known.worded.finditer(text):
        total = part = 0.0
        bare, scale = True, 1.0
        for token in known.token.finditer(found[0]):
            number, factor = known.words[token[0]], known.scales[token[0]]
            if factor is not None:
                total, part, scale, bare = total + (part or 1) * factor, 0.0, factor, False
            elif number is not None and number == 100 and 0 < part < 10:
                part *= 100
            elif number is not None:
                part += number
                bare = bare and known.of.one != "" and re.fullmatch(known.of.one, token[0], re.I) is not None
        if not bare:
            yield Numeral(*found.span(), times(total + part, 1), form="words", scale=scale)


def _parts(text: str, known: Numbers) -> Iterator[Numeral]:
    for pattern, fraction in known.parts:
        top, bottom = (float(x) for x in fraction.split("/"))
        for found in pattern.finditer(text):
            yield Numeral(*found.span(), top / bottom, form="fraction", fraction=fraction)
    for found in known.every.finditer(text) if known.every else ():
        top_, bottom_ = (_small(found[k], known) for k in "nd")
        if top_ and bottom_ and top_ < bottom_:
            name = f"{int(top_)}/{int(bottom_)}"
            yield Numeral(*found.span(), top_ / bottom_, form="fraction", fraction=name)


def _small(words: str, known: Numbers) -> float | None:
    if words.isdigit():
        return float(words)
    return known.words[words] if known.of.spaced else chinese(words)


_FRACTION = re.compile(r"([一二两三四五六七八九十百]{1,3})分之([一二两三四五六七八九十]{1,3})")
_TENTHS = re.compile(r"([一二两三四五六七八九]|\d)成(?![员立功为长熟绩都])(半)?")
_HUNDRED = re.compile(r"百分之([〇零一二两三四五六七八九十百点]{1,7}|\d[\d.]*)")
_RUN = re.compile(r"(?:[〇零一二两三四五六七八九十百千]+(?:点[〇零一二三四五六七八九]+)?[万亿]*)+")
# A character of number is part of many words: alone it counts only before what is counted.
_COUNTER = re.compile(
    r"(?:多|余)?(?:个|名|家|位|项|所|台|辆|座|倍|国|人|年|条|次|件|篇|款|艘|架|批|类|种|届|天|月|周|小时|吨|元|美元|欧元)"
)


def _characters(text: str, known: Numbers) -> Iterator[Numeral]:
    """The numbers of Chinese texts in characters: fractions, tenths, percents and runs before a counter."""
    for found in _FRACTION.finditer(text):
        bottom, top = chinese(found[1]), chinese(found[2])
        if bottom != 100 and 0 < top < bottom:
            fraction = f"{int(top)}/{int(bottom)}"
            yield Numeral(*found.span(), top / bottom, form="fraction", fraction=fraction)
    for found in _TENTHS.finditer(text):
        tenths = (float(found[1]) if found[1].isdigit() and found[1].isascii() else chinese(found[1])) + (
            0.5 if found[2] else 0.0
        )
        yield Numeral(*found.span(), tenths / 10, form="fraction", fraction=f"{tenths:g}/10")
    for found in _HUNDRED.finditer(text):
        printed = found[1]
        number = float(printed) if printed[0].isascii() else chinese(printed)
        yield Numeral(*found.span(), number, form="percent")
    for found in _RUN.finditer(text):
        ready = _COUNTER.match(text, found.end()) or len(found[0]) > 2
        before = text[max(0, found.start() - 1) : found.start()]
        if ready and before not in tuple("第统唯之同万专某每进逐星期周") and chinese(found[0]) > 1:
            yield Numeral(*found.span(), chinese(found[0]), form="words", scale=_great(found[0]))


def _great(words: str) -> float:
    factor = 1.0
    for c in words:
        factor *= _GREAT.get(c, 1.0)
    return factor


def chinese(words: str) -> float:
    """The value of a number in Chinese characters: 三百二十万 is 3200000, 二点五亿 is 2.5e8."""
    whole, _, rest = words.partition("点")
    total = section = digit = 0.0
    for c in whole:
        if c in _CHINESE:
            digit = digit * 10 + _CHINESE[c] if digit and "十" not in whole and "百" not in whole else _CHINESE[c]
        elif c in _TENS:
            section, digit = section + (digit or 1.0) * _TENS[c], 0.0
        elif c in _GREAT:
            below = section + digit  # 万 counts what stands before it in its group, 亿 all that came before
            total = total + below * 1e4 if c == "万" else (total + below) * 1e8
            section = digit = 0.0
    decimals = re.match(r"[〇零一二三四五六七八九]*", rest)
    shown = "".join(str(int(_CHINESE[c])) for c in decimals[0]) if decimals else ""
    number = total + section + digit + (float(f"0.{shown}") if shown else 0.0)
    for c in rest:
        number *= _GREAT.get(c, 1.0)
    return times(number, 1)
