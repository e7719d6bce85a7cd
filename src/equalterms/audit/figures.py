"""Printed numbers as intervals, and which claims of an article belong together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from equalterms.model import Check, Claim, Converted
from equalterms.model.values import value
from equalterms.press import Reading
from equalterms.readers.numbers import half_unit

AHEAD: Final = frozenset({"target", "projection"})
EXACT: Final = frozenset({"rank", "ordinal", "duration", "fx_rate"})
_A_YEAR: Final = re.compile(r"\s(?:(?:a|per|each|every)\syear|annually)\b")
_ANNUAL: Final = re.compile(r"\b(?:annual|yearly)(?:ly)?\s[^,.;]{0,36}$")
_OF_THE: Final = (" of the ", " of its ", " of their ", " of all ")  # `141 of the 250 seats, 38 more` tells of the 141
_SET_LAST: Final = re.compile(  # `940, up from 610 in January, an increase of 54%`
    r"(?:\s[^.;,]{2,30})?,\s(?:an?|the)\s(?:\w+\s)?(?:increase|rise|gain|jump|growth|surge|fall|drop|decline|decrease|cut|loss)\sof\s(?:\w+\s)?"
)
_FROM: Final = re.compile(r",?\sfrom\s(?:\w+\s)?")
_EARNED: Final = re.compile(
    r"\b(?:(?P<loss>loss(?:es)?|lost|deficit|shortfall)|profits?|surplus|earn(?:ed|ing|ings)|made)\b"
)
_SMALL: Final = re.compile("[a-z]").search  # `3,120 ships` is exact, `3 thousand` is not
# `quadruple tariffs on cars, to 100%`; not in another clause, nor `add 10 points to the 35%`, which is where it starts.
TO: Final = re.compile(r"^(?:(?!,\s(?!to\b))[^.;]){0,48}?\bto\s(?!(?:the|its|their)\s)(?:\w+\s)?$")


@value(frozen=True, slots=True)
class Range:
    """A number as it is printed: the value and the interval that its rounding leaves open."""

    value: float
    low: float
    high: float

    def __truediv__(self, other: Range) -> Range:
        return Range(self.value / other.value, self.low / other.high, self.high / other.low)

    def __sub__(self, other: Range) -> Range:
        return Range(self.value - other.value, self.low - other.high, self.high - other.low)

    def root(self, years: float) -> Range:
        """The growth a year that makes this ratio over some years."""
        value, low, high = (max(v, 0.0) ** (1 / years) - 1 for v in (self.value, self.low, self.high))
        return Range(value, low, high)

    def meets(self, other: Range) -> bool:
        """Whether the two could be the same number."""
        return self.low <= other.high and other.low <= self.high

    @property
    def interval(self) -> tuple[float, float]:
        return (self.low, self.high)


def printed(claim: Claim) -> Range | None:
    """The interval of a claim; None where it has no positive value to reckon with."""
    if claim.low is not None and claim.high is not None:
        return Range((claim.low + claim.high) / 2, claim.low, claim.high)
    if claim.value is None:
        return None
    kind, half = claim.kind, 0.0
    exact = kind in EXACT or claim.fraction or (kind == "count" and claim.value < 1e4 and not _SMALL(claim.span.text))
    if not exact:
        half = rounding(claim)
    if kind == "multiple" and half == 0 and claim.value >= 2:
        half = 0.5 if claim.value == int(claim.value) else 0.05
    return Range(claim.value, claim.value - half, claim.value + half)


def rounding(said: Claim | Converted) -> float:
    """Half of the last printed place of a figure: as its reader knows it, else as its words tell it."""
    return said.half if said.half is not None else half_unit(said.span.text)


def second(claim: Claim) -> Range | None:
    """The interval of the sum in its second currency."""
    if claim.converted is None or claim.converted.value <= 0:
        return None
    half = rounding(claim.converted)
    return Range(claim.converted.value, claim.converted.value - half, claim.converted.value + half)


def as_said(claim: Claim, stated: Range) -> Range:
    """The interval of a stated figure, a tenth wider on either side where its words say `about` or `more than`."""
    loose = 0.0 if claim.comparator == "eq" else 0.1 * abs(stated.value)
    return Range(stated.value, stated.low - loose, stated.high + loose)


def say(value: float) -> str:
    """A number as a formula prints it."""
    return f"{value:.10g}"


def derived(
    kind: str,
    inputs: Sequence[Claim],
    formula: str,
    answer: Range,
    measure: str,
    note: str = "",
    verdict: str = "derived",
) -> Check:
    """A check with the value and the interval of its answer."""
    return Check(kind, tuple(c.id for c in inputs), formula, answer.value, verdict, measure, answer.interval, note)


def verdict(holds: bool) -> str:
    """The verdict of a statement that was reckoned again."""
    return "consistent" if holds else "inconsistent"


def minus_one(kind: str, inputs: Sequence[Claim], formula: str, ratio: Range, unit: str, note: str = "") -> Check:
    """A check whose answer is a ratio less one."""
    return derived(kind, inputs, f"{formula} - 1", Range(ratio.value - 1, ratio.low - 1, ratio.high - 1), unit, note)


def spread(step: Range, years: float) -> Range:
    """A difference spread over some years."""
    return Range(step.value / years, step.low / years, step.high / years)


def year(claim: Claim, reading: Reading) -> tuple[float | None, bool]:
    """The year of a claim; of one told of the present without a date, the year of the article (assumed)."""
    if claim.time and re.fullmatch(r"(?:.*/)?\d{4}(?:-.*)?", claim.time):
        return float(claim.time.split("/")[-1][:4]), False
    if claim.role in ("current", "baseline", "previous") and reading.article.date:
        return float(reading.article.date[:4]), True
    return None, False


def gap(reading: Reading, one: Claim, two: Claim) -> str:
    """The words between two claims; a line break where they are far apart or in the other order."""
    end = one.converted.span.end if one.converted else one.span.end
    return reading.article.text[end : two.span.start] if end <= two.span.start <= end + 400 else "\n"


def same_sentence(one: Claim, two: Claim) -> bool:
    """Whether two claims stand in one sentence."""
    return one.sentence.start == two.sentence.start


class Pair(NamedTuple):
    """A figure and the one it is measured from, with their intervals."""

    claim: Claim
    base: Claim
    one: Range
    two: Range


def pairs(reading: Reading) -> Iterator[Pair]:
    """The figures of an article that have a baseline in the same measure, both above nothing."""
    by_id = {c.id: c for c in reading.claims}
    for claim in reading.claims:
        if claim.baseline in by_id and claim.polarity == "positive":
            base = by_id[claim.baseline]
            one, two = printed(claim), printed(base)
            alike = claim.measure == base.measure and not _opposed(claim, base)
            if alike and one and two and one.low > 0 and two.low > 0:
                yield Pair(claim, base, one, two)


def _opposed(one: Claim, two: Claim) -> bool:
    """Whether a sum is told as a profit and the other as a loss: no growth leads from one to the other."""
    return one.kind == "money" and _earned(one) * _earned(two) < 0


def _earned(claim: Claim) -> int:
    """+1 where the last words before a sum call it a profit, -1 where they call it a loss, 0 where they say neither."""
    at = claim.span.start - claim.sentence.start
    found = list(_EARNED.finditer(claim.sentence.text, max(0, at - 40), at))
    return 0 if not found else -1 if found[-1]["loss"] else 1


def near(reading: Reading, claim: Claim, most: int = 5) -> list[Claim]:
    """The claims of the same sentence, a few places to either side."""
    at = bisect_left(reading.claims, claim.span.start, key=lambda c: c.span.start)
    return [c for c in reading.claims[max(0, at - most) : at + most] if same_sentence(c, claim)]


def multiple_of(reading: Reading, claim: Claim, base: Claim) -> Claim | None:
    """The multiple that the text gives for a pair: beside one of the two, in their sentence."""
    for one in near(reading, claim):
        first, last = sorted((claim, base), key=lambda c: c.span.start)
        beside = one.span.end <= last.span.start and (
            one.span.start >= first.span.start or TO.match(gap(reading, one, first))
        )
        ahead = one.span.end <= first.span.start and re.fullmatch(r",?\sfrom\s", gap(reading, one, first))
        if one.kind == "multiple" and one.polarity == "positive" and same_sentence(one, last) and (beside or ahead):
            return one
    return None


def yearly(change: Claim) -> bool:
    """Whether a change is one of each year: `an annual rise of 8.6%`, `growing 5% a year`."""
    text, at = change.sentence.text, change.sentence.start
    each = _A_YEAR.match(text, change.span.end - at)
    return bool(each or _ANNUAL.search(text, max(0, change.span.start - at - 40), change.span.start - at))


def change_of(reading: Reading, claim: Claim, base: Claim | None = None) -> Claim | None:
    """The change that the text gives with a level: `rose 7% to 107`, `90m, 5% more than`, `by 7%, from 100 to`."""
    for one in near(reading, claim):
        if one.kind == "change" and one.value and not yearly(one):
            before = one.span.end <= claim.span.start and TO.match(gap(reading, one, claim))
            after = claim.span.end <= one.span.start and re.fullmatch(
                r"(?:(?:[^.;]|\.\d){0,60}?)?,\s(?:or\s|up\s|down\s|a\s[\w\s]{3,30})?", gap(reading, claim, one)
            )
            led = (
                base and one.span.end <= base.span.start < claim.span.start and _FROM.fullmatch(gap(reading, one, base))
            )
            whole = after and claim.sentence.text.endswith(_OF_THE, 0, claim.span.start - claim.sentence.start)
            set_last = base and base.span.end <= one.span.start and _SET_LAST.fullmatch(gap(reading, base, one))
            if before or led or set_last or (after and not whole):
                return one
    return None


def fx(reading: Reading) -> Iterator[tuple[Claim, Range, str]]:
    """The sums given in two currencies, with the rate between them and its unit."""
    for claim in reading.claims:
        if claim.converted is None or claim.measure == claim.converted.measure:
            continue
        one, two = printed(claim), second(claim)
        if one and two and two.low > 0:
            yield claim, one / two, f"{claim.measure} per {claim.converted.measure}"


def results(reading: Reading) -> Iterator[tuple[Claim, Claim]]:
    """Multiples with the level that they lead to, where no baseline is printed."""
    for one, two in pairwise(reading.claims):
        level = two.kind in ("money", "count", "measure") and not two.baseline and same_sentence(one, two)
        stated = one.kind == "multiple" and one.value and one.polarity == "positive"
        if level and stated and TO.match(gap(reading, one, two)):
            yield one, two
