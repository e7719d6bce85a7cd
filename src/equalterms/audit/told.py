"""What an article tells of its figures in words: as many as, of that, against, in the top quarter, days earlier."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final

from equalterms.audit.figures import Range, as_said, derived, gap, printed, say, verdict
from equalterms.model import Check, Claim
from equalterms.press import Reading
from equalterms.readers.dating import number

_EQUAL: Final = re.compile(r"[^.;]{0,40}\b(?:matching|equal(?:ling)? to|the same as)\sthe\s(?:number|total|figure)\b")
_GONE: Final = re.compile(
    r"\b(?:departure|exit|withdrawal|leaving|secession)\b.*\bleaves?\b.*\bwith\s(?:only |just )?$", re.I
)
_OR: Final = re.compile(r"[^.;]{0,30},\sor\s(?:as many as|up to|about|around|some|at most)?\s?")
_FOR: Final = re.compile(r"\s(?:\w+\s)?(?:backing|in favou?r|for|supporting|voting (?:for|yes))\b")
_AGAINST: Final = re.compile(r"\s(?:\w+\s)?(?:against|opposed|opposing|voting no)\b")
_TURNOUT: Final = re.compile(r"\bturnout\s(?:of|was|at|stood at|reached)\s(?:about |just )?$")
_THAT_IS: Final = re.compile(
    r"(?:That|This|It|Which)\s(?:is|was|would\sbe|will\sbe|means|makes|amounts\sto)\s"
    r"(?:about\s|nearly\s|almost\s|roughly\s|some\s|more\sthan\s|less\sthan\s|just\s|over\s|under\s|only\s)*"
)
_OF_THEM: Final = re.compile(r"\sof\s(?:them|those)\b")
# `half that`
_OF_THAT: Final = re.compile(
    r"\s(?:of\s(?:that|this|these|those(?!\s(?:cast|who|polled|asked|surveyed))|it|them)|that)\b(?!\s\w+s\b)"
)
_TIMES_AS: Final = re.compile(
    r"\sas\s(?:much|many|high|large|dear)\s[^.;]{0,50}\bas\s(?:in|at|for|on)\s[^.;]{2,30}\b(?:is|are|was)\s$"
)
_APART: Final = re.compile(r"(?P<n>[\w-]+)[\s-](?P<unit>day|week|year)s?\s(?P<way>earlier|before|later|after)")


def equal(reading: Reading) -> Iterator[Check]:
    """`23 envoys, matching the number that Peru sent`: a second count that is not printed."""
    text = reading.article.text
    for claim in reading.claims:
        if claim.kind == "count" and claim.value and (found := _EQUAL.match(text, claim.span.end, claim.sentence.end)):
            answer = Range(claim.value, claim.value, claim.value)
            note = f'"{found[0].strip()[-40:]}": the same count for the other side'
            yield derived("equal_counts", (claim,), say(claim.value), answer, claim.measure, note)


def left(reading: Reading) -> Iterator[Check]:
    """`the departure leaves the group with 12 members`: it had one more."""
    for claim in reading.claims:
        before = claim.sentence.text[: claim.span.start - claim.sentence.start]
        if claim.kind == "count" and claim.value and _GONE.search(before[-160:]):
            had = claim.value + 1
            yield derived("implied_count", (claim,), f"{say(claim.value)} + 1", Range(had, had, had), claim.measure)


def alternatives(reading: Reading) -> Iterator[Check]:
    """`8-10% of its 12,400 staff, or as many as 1,250 jobs`: the second figure is the first, in numbers."""
    rows = reading.claims
    for share, whole, part in zip(rows, rows[1:], rows[2:], strict=False):
        alike = share.kind == "share" and whole.kind == part.kind and whole.kind in ("count", "money")
        if not (alike and share.sentence.start == part.sentence.start):
            continue
        a, b, c = printed(share), printed(whole), printed(part)
        if not (a and b and c and b.low > 0):
            continue
        if re.match(r"\sof\b", gap(reading, share, whole)) and _OR.fullmatch(gap(reading, whole, part)):
            got = c / b
            holds = Range(0, a.low / 100 - 0.005, a.high / 100 + 0.005).meets(got) and got.high >= a.low / 100 - 0.005
            formula = f"{say(c.value)} / {say(b.value)}"
            note = f"text says {share.span.text}"
            yield derived("share_check", (part, whole, share), formula, got, "ratio", note, verdict(holds))


def votes(reading: Reading) -> Iterator[Check]:
    """Votes for and against: their share of all cast, and with the turnout how many could vote."""
    for _, group in groupby(reading.claims, key=lambda c: c.sentence.start):
        row = list(group)
        text = row[0].sentence.text
        yes = next((c for c in row if _counts(c) and _FOR.match(text, c.span.end - c.sentence.start)), None)
        no = next((c for c in row if _counts(c) and _AGAINST.match(text, c.span.end - c.sentence.start)), None)
        if yes and no:
            yield from _cast(row, yes, no)


def _counts(claim: Claim) -> bool:
    return claim.kind == "count" and bool(claim.value)


def _cast(row: Sequence[Claim], yes: Claim, no: Claim) -> Iterator[Check]:
    a, b = printed(yes), printed(no)
    if a is None or b is None:
        return
    both = Range(a.value + b.value, a.low + b.low, a.high + b.high)
    share = next((c for c in row if c.kind == "share" and c.value), None)
    stated = printed(share) if share else None
    if share and stated:
        got = Range(a.value / both.value, a.low / (a.low + b.high), a.high / (a.high + b.low))
        holds = Range(got.value * 100, got.low * 100, got.high * 100).meets(stated)
        formula = f"{say(a.value)} / ({say(a.value)} + {say(b.value)})"
        note = f"text says {share.span.text}"
        yield derived("share_check", (yes, no, share), formula, got, "ratio", note, verdict(holds))
    for turnout in row:
        part = printed(turnout)
        before = turnout.sentence.text[: turnout.span.start - turnout.sentence.start]
        if turnout.kind in ("share", "rate") and part and part.low > 0 and _TURNOUT.search(before[-40:]):
            all_of = both / Range(part.value / 100, part.low / 100, part.high / 100)
            formula = f"({say(a.value)} + {say(b.value)}) / {part.value / 100:g}"
            yield derived("implied_total", (yes, no, turnout), formula, all_of, yes.measure, "those who could vote")


def anaphora(reading: Reading) -> Iterator[Check]:
    """`a sixth of that`: the share of the figure that the sentence before told."""
    before: list[Claim] = []
    for _, group in groupby(reading.claims, key=lambda c: c.sentence.start):
        row = list(group)
        first = next((c for c in before if c.kind in ("money", "measure", "count") and c.role == "current"), None)
        for place, part in enumerate(row):
            text, end = part.sentence.text, part.span.end - part.sentence.start
            if part.kind != "share" or not _OF_THAT.match(text, end):
                continue
            them = _OF_THEM.match(text, end)
            near = next((c for c in reversed(row[:place]) if c.kind == "count"), None) if them else None
            whole = near or first
            share, of = printed(part), printed(whole) if whole else None
            if whole and share and of:
                low, high = share.low / 100 * of.low, share.high / 100 * of.high
                value = Range(share.value / 100 * of.value, low, high)
                formula = f"{part.span.text} of {say(of.value)}"
                yield derived("part_of", (part, whole), formula, value, whole.measure)
        before = row


def restated(reading: Reading) -> Iterator[Check]:
    """`That is three times as much`: the multiple of the two figures that the sentence before told."""
    before: list[Claim] = []
    for _, group in groupby(reading.claims, key=lambda c: c.sentence.start):
        row = list(group)
        said, known = row[0], {c.id: c for c in before}
        told = said.kind == "multiple" and _THAT_IS.fullmatch(
            said.sentence.text[: said.span.start - said.sentence.start]
        )
        pair = next(((c, known[c.baseline]) for c in reversed(before) if c.baseline in known), None) if told else None
        if pair and (times := printed(said)) and (a := printed(pair[0])) and (b := printed(pair[1])) and b.low > 0:
            holds = as_said(said, times).meets(a / b)
            formula, note = f"{say(a.value)} / {say(b.value)}", f"text says {said.span.text}"
            yield derived("multiple_check", (pair[1], said, pair[0]), formula, a / b, "x", note, verdict(holds))
        before = row


def comparisons(reading: Reading) -> Iterator[Check]:
    """`1.5 times as much in the south as in the north, where it is £60`: the product, where the article prints it."""
    known: dict[str, list[Claim]] = {}
    for one, two in zip(reading.claims, reading.claims[1:], strict=False):
        if one.kind == "money":
            known.setdefault(one.measure, []).append(one)
        if one.kind != "multiple" or not _TIMES_AS.fullmatch(gap(reading, one, two)):
            continue
        times, level = printed(one), printed(two)
        if not times or not level:
            continue
        product = Range(times.value * level.value, times.low * level.low, times.high * level.high)
        same = next((c for c in known.get(two.measure, ())[-20:] if (p := printed(c)) and p.meets(product)), None)
        if same:
            formula, note = f"{say(level.value)} * {say(times.value)}", f"the article prints {same.span.text}"
            yield derived("multiple_check", (two, one, same), formula, product, two.measure, note, "consistent")


def apart(reading: Reading) -> Iterator[Check]:
    """`three days earlier`, `seven years after`: the day or the year that follows."""
    for dated in reading.dates:
        found = _APART.fullmatch(dated.span.text)
        value = dated.when.value
        if not found or dated.noise or not dated.when.relative or dated.when.kind != "date":
            continue
        try:
            count = int(number(found["n"]))
        except (KeyError, ValueError):
            continue
        back = found["way"] in ("earlier", "before", "after")
        if found["unit"] == "year" and re.fullmatch(r"\d{4}", value) and found["way"] == "after":
            base = int(value) + count
            yield Check("date_offset", (), f"{base} - {count}", float(value), "derived", "year")
        elif found["unit"] != "year" and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            days = count * (7 if found["unit"] == "week" else 1)
            base_day = date.fromisoformat(value) + timedelta(days=days if back else -days)
            formula = f"{base_day} {'-' if back else '+'} {days} days"
            yield _beside(reading, dated.span.end, formula, value, 3 if found["unit"] == "week" else 0)


def _beside(reading: Reading, end: int, formula: str, value: str, slack: int) -> Check:
    """The day reckoned; held against the day that the text prints right after it, `slack` days either way."""
    after = reading.article.text[end : end + 8]
    first = bisect_left(reading.dates, end, key=lambda d: d.span.start)
    near = reading.dates[first : first + 1] if re.match(r",?\s(?:on\s)?", after) else ()
    places = [d for d in near if d.span.start <= end + 6]
    printed_day = next((d.when.value for d in places if re.fullmatch(r"\d{4}-\d\d-\d\d", d.when.value)), "")
    if not printed_day:
        return Check("date_offset", (), formula, value, "derived", "day")
    gap_ = abs((date.fromisoformat(value) - date.fromisoformat(printed_day)).days)
    note = f"the text prints {printed_day}"
    return Check("date_offset", (), formula, value, verdict(gap_ <= slack), "day", note=note)
