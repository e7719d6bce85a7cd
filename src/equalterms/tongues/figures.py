"""The figures of a sentence in another language: money, shares, changes, multiples, ranks, counts, spans of time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from equalterms.readers.measures import measure as latin_unit
from equalterms.readers.sentence import Figure, Numeral, Sentence
from equalterms.tongues.grammar import Lexicon, Tongue, patterns, table_of, union
from equalterms.tongues.numerals import chinese, half

_BRACKET = re.compile(r"\s?[(（\[](?:\D{0,18})$")
_MARKS = "$€£¥₽."  # after these a letter may follow at once
_REACH = 90


class Rules:
    """The expressions by which a language's figures are told apart, put together once."""

    def __init__(self, of: Tongue) -> None:
        self.of = of
        edge = r"(?!\w)" if of.spaced else ""

        def after(words: str) -> re.Pattern[str]:
            return re.compile(rf"[\s-]?(?:{words}){edge}", re.I)

        self.currency = tuple(
            (re.compile(rf"\s?(?:d[e’']\s?|de\s)?(?:{words}){'' if words[-1] in _MARKS else edge}", re.I), code)
            for words, code in of.currency.items()
        )
        self.signs = tuple((re.compile(rf"(?<![A-Za-z])(?:{w})\s?$"), code) for w, code in of.currency_before.items())
        self.percent, self.points = re.compile(rf"\s?(?:{of.percent})", re.I), re.compile(rf"\s?(?:{of.points})", re.I)
        self.units = tuple((after(words), code) for words, code in of.unit.items())
        self.durations = tuple((after(words), unit) for words, unit in of.duration.items())
        start = r"(?<!\w)" if of.spaced else ""
        self.folds = tuple((re.compile(rf"{start}(?:{words}){edge}", re.I), n) for words, n in of.fold.items())
        self.times = tuple((re.compile(a, re.I) if a else None, re.compile(b, re.I)) for a, b in of.times)
        self.span = tuple((re.compile(a, re.I) if a else None, re.compile(b, re.I)) for a, b in of.span)
        self.more, self.less = re.compile(of.more, re.I), re.compile(of.less, re.I)
        self.change = re.compile(rf"{start}(?:(?P<up>{of.up})|(?P<down>{of.down}))(?P<rest>[^;。！？]{{0,70}})$", re.I)
        self.verb = re.compile(rf"{start}(?:{of.up}|{of.down})", re.I)
        self.by, self.to = re.compile(rf"(?:{of.by})(?:\D{{0,16}})$", re.I), re.compile(of.to, re.I)
        self.nth, self.place = re.compile(of.nth, re.I), re.compile(of.place, re.I)
        self.placed, self.steps = re.compile(of.placed, re.I), re.compile(of.steps, re.I)
        self.ordinals = re.compile(rf"{start}(?:{union(of.ordinal)}){edge}", re.I)
        self.nths = Lexicon(of.ordinal)
        self.among, self.states = re.compile(rf"(?:{of.among})$", re.I), re.compile(of.states, re.I)
        self.ever = re.compile(of.ever, re.I)
        self.chain = re.compile(of.chain, re.I)
        self.counted, self.uncounted = re.compile(of.counted, re.I), re.compile(of.uncounted, re.I)


@cache
def rules(code: str) -> Rules:
    """The rules of a language that has a table."""
    return Rules(table_of(code))


def figures(sentence: Sentence, of: Tongue) -> list[Figure]:
    """Every figure of a sentence, from left to right; each number has the first rule that fits."""
    known = rules(of.code)
    text = sentence.text
    out = list(_ranks(sentence, known))
    held = [(f.start, f.end) for f in out]
    out += _folds(text, held, known)
    held += [(f.start, f.end) for f in out]
    for numeral in _ranged(text, sentence.numerals, known):
        if _free(held, numeral.start, numeral.end):
            rules_ = (_money, _multiple, _points, _share, _steps, _measure, _duration, _count)
            found = next((f for rule in rules_ if (f := rule(sentence, numeral, known))), None)
            out += [found] if found else []
    return _converted(text, sorted(out, key=lambda f: f.start))


def _folds(text: str, held: Sequence[tuple[int, int]], known: Rules) -> Iterator[Figure]:
    """Multiples in words: `doubled`, `twice as much`, `halved`."""
    taken = list(held)
    for pattern, value in known.folds:
        for hit in pattern.finditer(text):
            if _free(taken, *hit.span()):
                falls = value > 1 and _falls(text, *hit.span(), known)
                sign = _sign(text, *hit.span(), known.of)
                taken.append(hit.span())
                yield Figure("multiple", *hit.span(), 1 / value if falls else value, measure="x", comparator=sign)


def _free(held: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return not any(a < end and start < b for a, b in held)


def _sign(text: str, start: int, end: int, of: Tongue) -> str:
    known, before = patterns(of.code), text[max(0, start - 24) : start]
    if found := known.about.search(before):
        sign = found.lastgroup or "eq"
        # `grew to 5%` gives a level, `costs up to 5%` a limit: in many languages with the same word
        reached = sign == "le" and rules(of.code).verb.search(text[max(0, start - _REACH) : start])
        return "eq" if reached and rules(of.code).to.search(before) else sign
    after = known.about_after.match(text, end)
    return (after.lastgroup if after else None) or "eq"


def _ranged(text: str, numerals: Sequence[Numeral], known: Rules) -> list[Numeral]:
    """The numbers, two that are the ends of one range made one: `from 3 to 5 billion`, `3-5%`."""
    out: list[Numeral] = []
    for numeral in numerals:
        last = out[-1] if out else None
        whole = _range(text, last, numeral, known) if last else None
        if whole:
            out[-1] = whole
        else:
            out.append(numeral)
    return out


def _range(text: str, first: Numeral, second: Numeral, known: Rules) -> Numeral | None:
    if first.value is None or second.value is None or first.form != second.form:
        return None
    between = text[first.end : second.start]
    low = first.value if first.scale > 1 or second.scale == 1 else first.value * second.scale
    if low >= second.value:
        return None
    if re.fullmatch(r"\s?[-–—~～]\s?", between):
        return replace(second, start=first.start, value=None, low=low, high=second.value)
    for opened, middle in known.span:
        before = opened.search(text[max(0, first.start - 12) : first.start]) if opened else None
        if (before or opened is None) and middle.fullmatch(between):
            start = first.start - (len(before[0]) if before else 0)
            return replace(second, start=start, value=None, low=low, high=second.value)
    return None


def _made(
    kind: str, sentence: Sentence, numeral: Numeral, end: int, unit: str, known: Rules, start: int = -1
) -> Figure:
    at = numeral.start if start < 0 else start
    sign = _sign(sentence.text, at, end, known.of)
    last = half(sentence.text[numeral.start : numeral.end], numeral, known.of)
    return Figure(kind, at, end, numeral.value, numeral.low, numeral.high, unit, sign, numeral.fraction, half=last)


def _money(sentence: Sentence, numeral: Numeral, known: Rules) -> Figure | None:
    text = sentence.text
    if numeral.form == "fraction":
        return None
    before = text[max(0, numeral.start - 6) : numeral.start]
    for pattern, code in known.signs:
        if found := pattern.search(before):
            return _made(
                "money", sentence, numeral, numeral.end, code, known, numeral.start - len(before) + found.start()
            )
    for pattern, code in known.currency:
        if tail := pattern.match(text, numeral.end):
            return _made("money", sentence, numeral, tail.end(), code, known)
    return None


def _multiple(sentence: Sentence, numeral: Numeral, known: Rules) -> Figure | None:
    text = sentence.text
    for before, after in known.times:
        tail = after.match(text, numeral.end)
        if tail and (before is None or before.search(text[max(0, numeral.start - 24) : numeral.start])):
            if not known.of.spaced and _direction(text, numeral.start, tail.end(), known):
                factor = 100 * _direction(text, numeral.start, tail.end(), known)
                return replace(_scaled(_made("change", sentence, numeral, tail.end(), "percent", known), factor))
            made = _made("multiple", sentence, numeral, tail.end(), "x", known)
            divides = made.value is not None and made.value > 1 and _falls(text, numeral.start, tail.end(), known)
            return replace(made, value=1 / made.value) if divides and made.value else made
    return None


def _falls(text: str, start: int, end: int, known: Rules) -> bool:
    """Whether a multiple divides: `halved`, `three times less`."""
    verb = known.change.search(text[max(0, start - 60) : start])
    while verb and (inner := known.change.search(verb["rest"])):
        verb = inner
    fell = verb is not None and verb["down"] is not None and not re.search(r"[\d,;]", verb["rest"])
    return bool(known.less.match(text, end)) or (fell and not known.more.match(text, end))


def _scaled(figure: Figure, factor: float) -> Figure:
    ends = sorted(v * factor for v in (figure.low, figure.high) if v is not None)
    low, high = ends if len(ends) == 2 else (None, None)
    value = figure.value * factor if figure.value is not None else None
    return replace(figure, value=value, low=low, high=high, half=figure.half and figure.half * abs(factor))


def _direction(text: str, start: int, end: int, known: Rules) -> int:
    """+1 where the words around say by how much something grew, -1 by how much it fell, 0 for a level."""
    if known.more.match(text, end):
        return 1
    if known.less.match(text, end):
        return -1
    before = text[max(0, start - _REACH) : start]
    verb = known.change.search(before)
    while verb and (inner := known.change.search(verb["rest"])):
        verb = inner
    if verb is not None and known.ever.search(before):
        return 1 if verb["up"] else -1
    if verb is None or re.search(r"\d", verb["rest"]) or known.to.search(verb["rest"]):
        return 0
    if not known.by.fullmatch(verb["rest"]):
        return 0
    return 1 if verb["up"] else -1


def _points(sentence: Sentence, numeral: Numeral, known: Rules) -> Figure | None:
    tail = known.points.match(sentence.text, numeral.end)
    if tail is None:
        return None
    direction = _direction(sentence.text, numeral.start, tail.end(), known)
    return _scaled(_made("change", sentence, numeral, tail.end(), "pp", known), direction or 1)


def _share(sentence: Sentence, numeral: Numeral, known: Rules) -> Figure | None:
    text = sentence.text
    factor = 100.0 if numeral.form == "fraction" else 1.0
    tail = known.percent.match(text, numeral.end)
    if tail is None and numeral.form not in ("fraction", "percent"):
        return None
    end = tail.end() if tail and factor == 1 else numeral.end
    direction = _direction(text, numeral.start, end, known)
    kind = "change" if direction else "share"
    return _scaled(_made(kind, sentence, numeral, end, "percent", known), factor * (direction or 1))


def _steps(sentence: Sentence, numeral: Numeral, known: Rules) -> Figure | None:
    tail = known.steps.match(sentence.text, numeral.end)
    if tail is None:
        return None
    direction = _direction(sentence.text, numeral.start, tail.end(), known)
    return _scaled(_made("change", sentence, numeral, tail.end(), "place", known), direction) if direction else None


def _measure(sentence: Sentence, numeral: Numeral, known: Rules) -> Figure | None:
    if numeral.form == "fraction":
        return None
    for pattern, code in known.units:
        if tail := pattern.match(sentence.text, numeral.end):
            return _made("measure", sentence, numeral, tail.end(), code, known)
    found = latin_unit(sentence.text, numeral.end)
    symbol = found and re.fullmatch(
        r"[ -]?(?:k|M|G|T|P|E)?(?:Wh?|B|Hz|FLOPS|g|m)|[ -]?°\s?C|[ -]?[kc]?m[²2³3]?",
        sentence.text[numeral.end : found[1]],
    )
    return _made("measure", sentence, numeral, found[1], found[0], known) if found and symbol else None


def _duration(sentence: Sentence, numeral: Numeral, known: Rules) -> Figure | None:
    for pattern, unit in known.durations:
        if (tail := pattern.match(sentence.text, numeral.end)) and numeral.form != "fraction":
            return _made("duration", sentence, numeral, tail.end(), unit, known)
    return None


def _count(sentence: Sentence, numeral: Numeral, known: Rules) -> Figure | None:
    """A number before what it counts; a large one may stand alone."""
    text = sentence.text
    if (
        numeral.form == "fraction"
        or known.steps.match(text, numeral.end)
        or any(w.start < numeral.end and numeral.start < w.end for w in sentence.dates)
    ):
        return None
    noun = known.counted.match(text, numeral.end)
    word = noun["noun"] if noun else ""
    if word and known.uncounted.match(word):
        word = ""
    value = numeral.value if numeral.value is not None else (numeral.high or 0)
    alone = (
        value >= 10_000
        or numeral.scale > 1
        or (value >= 1000 and not re.fullmatch(r"(?:19|20)\d\d", text[numeral.start : numeral.end]))
    )
    if not word and not alone:
        return None
    unit = "country" if known.states.match(text, numeral.end) else word
    return replace(_made("count", sentence, numeral, numeral.end, unit, known), noun=word)


def _ranks(sentence: Sentence, known: Rules) -> Iterator[Figure]:
    """Places in an order and how many are ranked: an ordinal by a noun of rank, and those that go on from it."""
    text = sentence.text
    found = _chinese_ranks(text) if not known.of.spaced else _ordinals(sentence, known)
    if not found:
        return
    total = next((n for n in sentence.numerals if n.value and n.value > 1 and _is_total(text, n, found, known)), None)
    for start, end, value in found:
        if total is None or not (total.start < end and start < total.end):
            yield Figure("rank", start, end, value, measure="rank", rank_of=total.value if total else None)
    if total:
        yield Figure("count", total.start, total.end, total.value, measure="country", role="total")


def _is_total(text: str, numeral: Numeral, ranks: Sequence[tuple[int, int, float]], known: Rules) -> bool:
    if (
        numeral.scale > 1
        or numeral.form == "fraction"
        or any(a < numeral.end and numeral.start < b for a, b, _ in ranks)
    ):
        return False
    near = known.among.search(text[max(0, numeral.start - 24) : numeral.start])
    return bool(
        near and (known.states.match(text, numeral.end) or any(0 <= numeral.start - b < 16 for _, b, _ in ranks))
    )


def _ordinals(sentence: Sentence, known: Rules) -> list[tuple[int, int, float]]:
    """Ordinals in digits or words that stand by a noun of rank, and those linked to one (`from 52nd to 44th place`)."""
    text = sentence.text
    free = [n for n in sentence.numerals if n.value and n.scale == 1 and n.form == "digits"]
    spots: list[tuple[int, int, float, bool]] = []
    for n in free:
        tail = known.nth.match(text, n.end)
        near = known.placed.search(text[max(0, n.start - 40) : n.start])
        if tail or near:
            end = tail.end() if tail else n.end
            spots.append((n.start, end, n.value or 0.0, bool(near) or known.place.match(text, end) is not None))
    spots += _chained(text, free, spots, known)
    for m in known.ordinals.finditer(text):
        if any(w.start < m.end() and m.start() < w.end for w in sentence.dates):
            continue
        near = known.placed.search(text[max(0, m.start() - 40) : m.start()])
        place = known.place.match(text, m.end())
        spots.append((*m.span(), known.nths[m[0]] or 0.0, bool(near or place)))
    if not any(sure for *_, sure in spots):
        return []
    return sorted((a, b, v) for a, b, v, sure in spots if sure or _goes_on(text, b))


def _chained(
    text: str, free: Sequence[Numeral], spots: Sequence[tuple[int, int, float, bool]], known: Rules
) -> Iterator[tuple[int, int, float, bool]]:
    """Bare digits that a word links with a rank: the 44 of `from place 52 to 44`."""
    placed = {start: end for start, end, _, _ in spots}
    for one, two in pairwise(free):
        end = placed.get(one.start, one.end)
        if (one.start in placed) != (two.start in placed) and known.chain.fullmatch(text[end : two.start]):
            new = two if one.start in placed else one
            yield new.start, new.end, new.value or 0.0, True


def _goes_on(text: str, end: int) -> bool:
    """Whether an ordinal stands without a noun of its own: at the end of its clause or before a preposition."""
    return (
        re.match(r"\s?(?:[,.;:)]|$|\s(?:на|в|до|и|из|al?|y|e|et|à|en|para|sur|de|no|na|em)\s)", text[end : end + 8])
        is not None
    )


_CN_RANK = re.compile(
    r"(?P<lead>排名|排在|排|位居|位列|名列|居|列|跻身|升至|跌至|降至|上升到|下降到|下滑至|从|由|全球|世界|保持|占据)?(?:全球|世界|亚洲)?"
    r"(?P<all>第(?P<n>[一二三四五六七八九十百]{1,5}|\d{1,4})(?P<noun>位|名)?)(?!季度|次|条|届|章|款|期|阶段|个|批|台|天|年|线|方|步|部|节|段|者|三方)"
)


def _chinese_ranks(text: str) -> list[tuple[int, int, float]]:
    return [
        (*m.span("all"), float(m["n"]) if m["n"].isascii() else chinese(m["n"]))
        for m in _CN_RANK.finditer(text)
        if m["noun"] or m["lead"] or text[m.end() : m.end() + 1] == "大"
    ]


def _converted(text: str, found: list[Figure]) -> list[Figure]:
    """The figures, a sum in brackets after another sum made its conversion."""
    out: list[Figure] = []
    for figure in found:
        last = out[-1] if out else None
        if (
            last is not None
            and last.kind == figure.kind == "money"
            and last.measure != figure.measure
            and last.converted is None
            and _BRACKET.fullmatch(text[last.end : figure.start])
        ):
            out[-1] = replace(last, converted=figure)
        else:
            out.append(figure)
    return out
