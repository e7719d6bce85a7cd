"""Parts and wholes: ranks among so many, shares of a total, sums per head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final

from equalterms.audit.figures import AHEAD, Range, derived, gap, printed, rounding, say, verdict
from equalterms.model import Check, Claim
from equalterms.press import Reading


def ranks(reading: Reading) -> Iterator[Check]:
    """Where a place among so many stands: the share ranked below, and the share at or above."""
    totals = {(two.sentence.start, two.value): two for two in reading.claims if two.role == "total"}
    tops = {c.subject: c for c in reading.claims if c.kind == "rank" and c.measure == "percent" and c.value}
    for one in reading.claims:
        two = totals.get((one.sentence.start, one.rank_of))
        if one.kind == "rank" and two and one.value and two.value and 1 < two.value >= one.value:
            place, of = one.value, two.value
            below, top = (of - place) / (of - 1), place / of
            formula = f"({say(of)} - {say(place)}) / ({say(of)} - 1)"
            yield derived(
                "rank_percentile", (one, two), formula, Range(below, below, below), "share of the others ranked below"
            )
            note = f"{place - 1:.0f} ahead, {of - place:.0f} behind"
            said = tops.get(one.subject)
            claimed = _says_top(said, one) if said else None
            is_top = said is not None and top * 100 <= (said.value or 0)
            found = "derived" if claimed is None else verdict(is_top == claimed)
            inputs = (one, two) if said is None or claimed is None else (one, two, said)
            yield derived(
                "rank_top_share", inputs, f"{say(place)} / {say(of)}", Range(top, top, top), "ratio", note, found
            )


def _says_top(said: Claim, rank: Claim) -> bool | None:
    """Whether a text says that something is among the best so many now; None where it tells of another time."""
    before, after = (
        said.sentence.text[: said.span.start - said.sentence.start],
        said.sentence.text[said.span.end - said.sentence.start :],
    )
    if re.search(r"\bno longer\b|\bnot any ?more\b|\b(?:isn['’]t|is not) now\b", before[-40:] + " | " + after):
        return False
    if said.time and rank.time and said.time[:4] != rank.time[:4]:
        return None
    return said.polarity == "positive" and not re.search(
        r"\b(?:outside|below|short of|missed?|missing)\b", before[-30:]
    )


def ratios(reading: Reading) -> Iterator[Check]:
    """Two different sums of one actor, currency and time: the one in terms of the other."""
    sums = [c for c in reading.claims if c.kind == "money" and c.time and c.value and c.polarity == "positive"]
    for one, two in ((one, two) for place, one in enumerate(sums) for two in sums[place + 1 : place + 4]):
        linked = two.baseline == one.id or one.baseline == two.id or one.indicator == two.indicator
        alike = (one.measure, one.time, one.subject_code) == (
            two.measure,
            two.time,
            two.subject_code,
        ) and one.per == two.per
        a, b = printed(one), printed(two)
        listed = "including" in gap(reading, one, two)
        if (
            alike
            and not linked
            and not listed
            and a
            and b
            and b.low > 0
            and a.low > 0
            and {one.role, two.role} <= AHEAD | {"current"}
        ):
            top, bottom = (one, two) if one.role in AHEAD else (two, one)
            x, y = (a, b) if top is one else (b, a)
            note = "the period of one of the two is not printed" if one.time_inferred or two.time_inferred else ""
            yield derived("ratio", (top, bottom), f"{say(x.value)} / {say(y.value)}", x / y, "x", note)


def shares(reading: Reading) -> Iterator[Check]:
    """Shares that should make up a whole, and shares of a whole that is printed."""
    for row in _rows(reading):
        compared = {c.baseline for c in row}
        parts = [
            c
            for c in row
            if c.kind == "share"
            and c.value
            and not c.baseline
            and c.id not in compared
            and not c.fraction
            and not _is_level(c)
        ]
        for group in (parts, parts[:2]):
            total = sum(c.value or 0.0 for c in group)
            if (len(group) >= 3 and 90 <= total <= 110) or (len(group) == 2 and abs(total - 100) < 0.6):
                slack = sum(rounding(c) for c in group)
                answer = Range(total, total - slack, total + slack)
                yield derived(
                    "sum_shares",
                    group,
                    " + ".join(say(c.value or 0) for c in group),
                    answer,
                    "percent",
                    verdict=verdict(abs(total - 100) <= slack),
                )
                break
        for one, two in pairwise(row):
            yield from _part(reading, one, two)
        for one, part, whole in zip(row, row[1:], row[2:], strict=False):
            yield from _share_of(reading, one, part, whole)
            yield from _or_share(reading, one, part, whole)
            yield from _or_part(reading, one, part, whole)


def _part(reading: Reading, one: Claim, two: Claim) -> Iterator[Check]:
    """`5-7% of its 800 ships`; `90m euros, of which a tenth`."""
    between = gap(reading, one, two)
    if (
        one.kind == "share"
        and two.kind in ("count", "money", "measure")
        and re.fullmatch(r"\sof\s(?:its|the|their|his|some|about)\s(?:\w+\s)?", between)
    ):
        part, whole = one, two
    elif two.kind == "share" and (_is_of_which(one, between) or _is_of_all(reading, one, two)):
        part, whole = two, one
    else:
        return
    share, of = printed(part), printed(whole)
    if share and of and whole.value:
        low, high = share.low / 100 * whole.value, share.high / 100 * whole.value
        value: float | tuple[float, ...] = (low, high) if part.low is not None else share.value / 100 * whole.value
        formula = f"{part.span.text} of {say(whole.value)}"
        yield Check("part_of", (part.id, whole.id), formula, value, "derived", whole.measure, (low, high))


_OF_ALL: Final = re.compile(r"(?:^|[.;]\s)(?:Out\s)?[Oo]f\s(?:the|all|its|their)\s$")


def _is_of_which(whole: Claim, between: str) -> bool:
    """`90m euros, of which a tenth`."""
    return whole.kind in ("money", "count", "measure") and bool(re.search(r"\bof which\b", between))


def _is_of_all(reading: Reading, whole: Claim, part: Claim) -> bool:
    """`Of the 3,412 students who sat it, 68% passed`."""
    if whole.kind != "count":
        return False
    before = whole.sentence.text[: whole.span.start - whole.sentence.start]
    return bool(_OF_ALL.search(before)) and "," in gap(reading, whole, part) and ";" not in gap(reading, whole, part)


def _share_of(reading: Reading, one: Claim, part: Claim, whole: Claim) -> Iterator[Check]:
    """`5 tonnes, a share of 10% of 50 tonnes`."""
    a, share, b = printed(one), printed(part), printed(whole)
    if (
        part.kind != "share"
        or one.measure != whole.measure
        or one.measure == "percent"
        or not (a and share and b and b.low > 0)
    ):
        return
    if re.fullmatch(r"\sof\b[^;:.]{0,60}", gap(reading, part, whole)) and ";" not in gap(reading, one, part):
        loose = 2.0 if part.fraction or "approx" in (one.comparator, part.comparator, whole.comparator) else 0.0
        got = a / b
        holds = Range(0, share.low - loose, share.high + loose).meets(Range(0, got.low * 100, got.high * 100))
        yield derived(
            "share_check",
            (one, part, whole),
            f"{say(a.value)} / {say(b.value)}",
            got,
            "ratio",
            verdict=verdict(holds),
        )


_OF_A: Final = re.compile(r"\s(?:out\s)?of\s(?:the|its|their|a|an)\s(?:[\w’']+\s)?|\s(?:out\s)?of\s")
_OR_SO: Final = re.compile(r"[^.;:]{0,40}?,\sor\s(?:about |some |nearly |almost )?")


def _or_part(reading: Reading, whole: Claim, share: Claim, part: Claim) -> Iterator[Check]:
    """`of the 5.4bn cost ... the remaining 40%, or 2.16bn`."""
    a, b, said = printed(part), printed(whole), printed(share)
    alike = whole.measure == part.measure not in ("", "percent") and share.kind == "share"
    if not (alike and a and b and said and b.low > 0 and a.value < b.value) or "approx" in (share.comparator,):
        return
    if re.fullmatch(r",\sor\s(?:about |some |nearly |almost )?", gap(reading, share, part)):
        got = a / b
        holds = Range(got.value * 100, got.low * 100, got.high * 100).meets(said)
        formula = f"{say(a.value)} / {say(b.value)}"
        note = f"text says {share.span.text}"
        yield derived("share_check", (part, whole, share), formula, got, "ratio", note, verdict(holds))


def _or_share(reading: Reading, one: Claim, two: Claim, share: Claim) -> Iterator[Check]:
    """`£3.4m of the £5m it needs, or 68%`; `of the 1,204 candidates 431, or 35.8%`."""
    if share.kind != "share" or one.measure != two.measure or one.measure == "percent" or not one.measure:
        return
    if not _OR_SO.fullmatch(gap(reading, two, share)):
        return
    before = one.sentence.text[: one.span.start - one.sentence.start]
    if _OF_A.fullmatch(gap(reading, one, two)):
        part, whole = one, two
    elif re.search(r"\b[Oo](?:ut o)?f\s(?:the|its|all|some)\s$", before):
        part, whole = two, one
    else:
        return
    a, b, said = printed(part), printed(whole), printed(share)
    if a and b and said and b.low > 0:
        got = a / b
        loose = 2.0 if share.fraction else 0.0  # `a third` is said of what is near it
        holds = Range(got.value * 100, got.low * 100 - loose, got.high * 100 + loose).meets(said)
        formula = f"{say(a.value)} / {say(b.value)}"
        note = f"text says {share.span.text}"
        yield derived("share_check", (part, whole, share), formula, got, "ratio", note, verdict(holds))


def sums(reading: Reading) -> Iterator[Check]:
    """A total and its parts where the text leaves one part to the reader (`the balance is a loan`)."""
    for row in _rows(reading):
        yield from _total(reading, row)
        money = [c for c in row if c.kind == "money" and c.value]
        if len(money) >= 3 and len({c.measure for c in money}) == 1 and _LEAVES.search(row[0].sentence.text):
            left = (money[0].value or 0.0) - sum(c.value or 0.0 for c in money[1:])
            if left > 0:
                formula = " - ".join(say(c.value or 0) for c in money)
                yield derived("remainder", money, formula, Range(left, left, left), money[0].measure)


_TO_LEVEL: Final = re.compile(r"[a-z]\s(?:to|from|down|up|at)\s$")  # `51.9% to 48.1%` is a vote
_RATED: Final = re.compile(r"\s(?:tariffs?|dut(?:y|ies)|tax(?:es)?|lev(?:y|ies)|stake|discount|interest)\b")


def _is_level(share: Claim) -> bool:
    """Whether a share is where something moved to, or a rate by its noun (`25% tariffs`): no part of a whole."""
    text, at = share.sentence.text, share.span.start - share.sentence.start
    moved = _TO_LEVEL.search(text[max(0, at - 8) : at])
    return bool(moved or _RATED.match(text, share.span.end - share.sentence.start))


_LEAVES: Final = re.compile(r"\bthe (?:rest|remainder|balance)\b")
_IN_ALL: Final = re.compile(r"[^.;]{0,40}?\b(?:total of|totall?ing|in all,?|altogether,?|sum of)\s(?:about |some )?")
_OF_WHICH: Final = re.compile(
    r"[^.;]{0,60}\bof\s(?:which|whom|these|them)\s(?:about\s|some\s)?|[^.;]{0,40},\s(?:about\s|some\s)?"
)
_IN_PARTS: Final = re.compile(r"[^.;:]{0,60}:\s(?:about |some )?")


def _total(reading: Reading, row: Sequence[Claim]) -> Iterator[Check]:
    """Amounts and their total: `$3m, $4m and $5m, a total of $12m`; `$12m: $3m for this, $4m for that, $5m for it`."""
    kinds = ("money", "count", "measure")
    first = row[0]
    same = [c for c in row if c.kind in kinds and c.measure and (first.measure, first.role) == (c.measure, c.role)]
    if len(same) < 3 or len(same) != len([c for c in row if c.kind in kinds]):
        return
    split = _OF_WHICH.fullmatch(gap(reading, same[0], same[1])) and _splits(same)
    if split:
        parts, whole = same[1:], same[0]
    elif len(same) < 4:
        return
    elif _IN_ALL.fullmatch(gap(reading, same[-2], same[-1])):
        parts, whole = same[:-1], same[-1]
    elif _IN_PARTS.fullmatch(gap(reading, same[0], same[1])) and "the rest" not in row[0].sentence.text:
        parts, whole = same[1:], same[0]
    else:
        return
    ends, said = [printed(c) for c in parts], printed(whole)
    known = [e for e in ends if e]
    if said and len(known) == len(parts):
        got = Range(sum(e.value for e in known), sum(e.low for e in known), sum(e.high for e in known))
        formula = " + ".join(say(c.value or 0) for c in parts)
        note = f"text says {whole.span.text}"
        yield derived("sum_parts", [*parts, whole], formula, got, whole.measure, note, verdict(got.meets(said)))


def _splits(same: Sequence[Claim]) -> bool:
    """Whether the parts of a whole come near it: of some wholes only a part or two are told."""
    whole, parts = same[0].value or 0.0, sum(c.value or 0.0 for c in same[1:])
    return bool(whole) and 0.9 <= parts / whole <= 1.1


def _rows(reading: Reading) -> Iterator[list[Claim]]:
    """The claims sentence by sentence."""
    for _, row in groupby(reading.claims, key=lambda c: c.sentence.start):
        yield list(row)


_EACH: Final = re.compile(
    r"\s(?:per|for\s(?:each|every)|a|an)\s(?P<who>person|head|passenger|household|inhabitant|citizen|pupil|student|adult|voter|worker"
    r"|employee|member|child|visitor|customer|taxpayer|family|user|patient|resident)\b"
)
_OR_EACH: Final = re.compile(
    r"[^.;]{0,40}?,\s(?:or|which\sis|that\sis)\s(?:about\s|some\s|nearly\s|roughly\s|just\s|almost\s|only\s)*"
)
_A_HEAD: Final = re.compile(r"\s(?:for each of|per|a head)\b")


def heads(reading: Reading) -> Iterator[Check]:
    """Sums per head; a rate per month over a year; what an ordinal or a span of years implies."""
    text = reading.article.text
    totals: dict[str, list[Claim]] = {}
    for claim in reading.claims:
        rows = totals.setdefault(claim.measure, [])
        # The first of its size stands for those that follow: a total is looked for from the top of the article.
        if claim.kind == "money" and claim.value and (not rows or claim.value > (rows[-1].value or 0)):
            rows.append(claim)
    for row in _rows(reading):
        for one, two in pairwise(row):
            if one.kind == "money" and two.kind == "count" and _A_HEAD.match(text, one.span.end):
                yield from _per_head(totals, one, two)
            each = _EACH.match(text, two.span.end) if one.measure == two.measure and two.kind == "money" else None
            if each and _OR_EACH.fullmatch(gap(reading, one, two)):
                yield from _heads(one, two, each["who"])
    for claim in reading.claims:
        if claim.value is None:
            continue
        if claim.kind in ("measure", "money", "count") and claim.per == "month" and claim.role in AHEAD:
            year = claim.value * 12
            unit = f"{claim.measure} per year"
            yield derived("annualise", (claim,), f"{say(claim.value)} * 12", Range(year, year, year), unit)
        after = text[max(0, claim.span.start - 6) : claim.span.start].endswith("after ")
        if claim.kind == "duration" and claim.measure == "year" and claim.time and after:
            since = float(claim.time[:4]) - claim.value
            formula = f"{claim.time[:4]} - {say(claim.value)}"
            yield derived("implied_year", (claim,), formula, Range(since, since - 1, since), "year")
        if claim.kind == "ordinal" and claim.measure == "member":
            before = claim.value - 1
            yield derived(
                "implied_count", (claim,), f"{say(claim.value)} - 1", Range(before, before, before), "member before"
            )


def _heads(total: Claim, each: Claim, who: str) -> Iterator[Check]:
    """`$41bn, or $7.90 per passenger`: how many that makes."""
    a, b = printed(total), printed(each)
    if a and b and b.low > 0 and a.value > b.value:
        note = "how many heads that makes"
        yield derived("implied_total", (total, each), f"{say(a.value)} / {say(b.value)}", a / b, who, note)


def samples(reading: Reading) -> Iterator[Check]:
    """The margin of error of a poll against the size of its sample."""
    asked = [
        c for c in reading.claims if c.kind == "count" and re.fullmatch("adult|respondent|voter|person", c.measure)
    ]
    for margin in (c for c in reading.claims if c.comparator == "plusminus" and c.measure == "pp" and c.value):
        if asked and asked[0].value:
            got = 98 / asked[0].value ** 0.5
            formula = f"1.96 * sqrt(0.25 / {say(asked[0].value)}) * 100"
            holds = abs(got - (margin.value or 0)) <= rounding(margin) + 0.02
            inputs = (asked[0], margin)
            yield derived("margin_of_error", inputs, formula, Range(got, got, got), "pp", verdict=verdict(holds))


def _per_head(sums: dict[str, list[Claim]], one: Claim, two: Claim) -> Iterator[Check]:
    """A sum per head against the sum before it and the heads."""
    total = next(
        (
            c
            for c in sums.get(one.measure, ())
            if c.value and one.value and c.value > one.value and c.span.end < one.sentence.start
        ),
        None,
    )
    if total and total.value and two.value and one.value:
        got = total.value / two.value
        holds = abs(got - one.value) <= rounding(one) + 0.1 * one.value
        yield derived(
            "per_capita",
            (total, two, one),
            f"{say(total.value)} / {say(two.value)}",
            Range(got, got, got),
            one.measure,
            verdict=verdict(holds),
        )
