"""Growth between two printed figures: exchange rates, multiples, changes, pace a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from equalterms.audit.figures import (
    AHEAD,
    Pair,
    Range,
    as_said,
    change_of,
    derived,
    fx,
    gap,
    minus_one,
    multiple_of,
    near,
    pairs,
    printed,
    say,
    second,
    spread,
    verdict,
    year,
    yearly,
)
from equalterms.model import Check, Claim
from equalterms.press import Reading


def exchange(reading: Reading) -> Iterator[Check]:
    """The exchange rate behind each sum given in two currencies, and whether they agree."""
    rates = list(fx(reading))
    for claim, rate, unit in rates:
        other = claim.converted.value if claim.converted else 0.0
        yield derived("implied_fx", (claim,), f"{say(claim.value or 0)} / {say(other)}", rate, unit)
    for (one, first, unit), (two, later, other_unit) in pairwise(rates):
        if unit == other_unit:
            agree = first.meets(later)
            years = {c.time for c in (one, two)}
            note = (
                "the rounding of the printed figures explains the gap" if agree else "rounding does not explain the gap"
            )
            note += (
                "; amounts of different years at one rate: a choice of presentation" if agree and len(years) > 1 else ""
            )
            answer = Range(later.value / first.value - 1, (later / first).low - 1, (later / first).high - 1)
            formula = f"{later.value:.6g} / {first.value:.6g} - 1"
            yield derived(
                "fx_consistency", (one, two), formula, answer, "ratio", note, "consistent" if agree else "inconsistent"
            )


_EXPECTED: Final = re.compile(r"\b(?:beating|missing|topping|surpassing|exceeding|below|above|short\sof|ahead\sof)\b")


def growth(reading: Reading) -> Iterator[Check]:
    """For each figure with a baseline: the multiple or the change between them, stated or not."""
    for pair in pairs(reading):
        claim, base, one, two = pair
        formula, ratio = f"{say(one.value)} / {say(two.value)}", one / two
        multiple, change = multiple_of(reading, claim, base), change_of(reading, claim, base)
        if change and change.span.end <= claim.span.start and _EXPECTED.search(gap(reading, claim, base)):
            change = None  # `rose 56% to $46bn, beating the $45bn forecast`: it rose from another base
        if claim.kind == "rank":
            yield derived("difference", (base, claim), f"{say(two.value)} - {say(one.value)}", two - one, "place")
        elif multiple is not None and (stated := printed(multiple)):
            holds = as_said(multiple, stated).meets(ratio)
            yield derived(
                "multiple_check",
                (base, multiple, claim),
                formula,
                ratio,
                "x",
                f"text says {say(stated.value)}",
                verdict(holds),
            )
        elif change is not None and change.measure in _POINTS and (stated := printed(change)):
            yield _stated_points(pair, change, stated)
        elif change is not None and change.measure == "percent" and (stated := printed(change)):
            yield _stated_growth(pair, change, stated)
            if claim.kind == "fx_rate":
                yield minus_one("growth_pct", (claim, base), formula, ratio, "rise of the second currency")
        elif claim.kind == "fx_rate":
            yield minus_one("growth_pct", (claim, base), formula, ratio, "rise of the second currency")
            yield minus_one(
                "growth_pct",
                (claim, base),
                f"{say(two.value)} / {say(one.value)}",
                two / one,
                "change of the first currency",
            )
        elif ratio.value < 1 or claim.low is not None:
            note = "reckoned on the midpoints" if claim.low is not None else ""
            yield minus_one("growth_pct", (claim, base), formula, ratio, "ratio", note)
        else:
            yield derived("implied_multiple", (claim, base), formula, ratio, "x")


_POINTS: Final = {"pp": 1.0, "point": 1.0, "bp": 100.0}  # how many make one of the level


def _stated_points(pair: Pair, change: Claim, stated: Range) -> Check:
    """A stated change in points against the two levels: `up 4 points from 57.5 to 61.5`."""
    claim, base, one, two = pair
    many, gap_ = _POINTS[change.measure], one - two
    got = Range(gap_.value * many, gap_.low * many, gap_.high * many)
    holds = as_said(change, stated).meets(got)
    formula = f"{say(one.value)} - {say(two.value)}" if many == 1 else f"({say(one.value)} - {say(two.value)}) * 100"
    note = f"text says {change.span.text}"
    return derived("difference", (change, claim, base), formula, got, change.measure, note, verdict(holds))


def _stated_growth(pair: Pair, change: Claim, stated: Range) -> Check:
    """A stated change against the two levels; a currency's loss is reckoned on its own value."""
    claim, base, one, two = pair
    flip = claim.kind == "fx_rate" and stated.value < 0
    ratio, formula = (
        (two / one, f"{say(two.value)} / {say(one.value)}")
        if flip
        else (one / two, f"{say(one.value)} / {say(two.value)}")
    )
    got = Range(ratio.value * 100 - 100, ratio.low * 100 - 100, ratio.high * 100 - 100)
    holds = got.meets(stated)
    if change.comparator in ("gt", "ge"):
        holds = abs(got.value) >= abs(stated.value)
    elif change.comparator == "approx":
        holds = abs(got.value - stated.value) <= 0.1 * abs(stated.value) + 0.5
    answer = Range(ratio.value - 1, ratio.low - 1, ratio.high - 1)
    return derived(
        "growth_pct",
        (change, claim, base),
        f"{formula} - 1",
        answer,
        "ratio",
        f"text says {change.span.text}",
        verdict(holds),
    )


def pace(reading: Reading) -> Iterator[Check]:
    """Growth a year, points a year and the yearly step between a baseline and what is aimed at."""
    for pair in pairs(reading):
        claim, base, one, two = pair
        (end, assumed), (start, guessed) = year(claim, reading), year(base, reading)
        if claim.kind in ("rank", "fx_rate") or claim.low is not None:
            continue
        if end is None or start is None:
            if claim.role in AHEAD and end is None:
                yield Check(
                    "cagr", (base.id, claim.id), "", None, "underdetermined", note="no year is printed for the target"
                )
            continue
        years = end - start
        each, points = (_yearly(reading, claim, measure) for measure in ("percent", "pp"))
        told = each is not None or points is not None
        if years < 2 or (claim.role not in AHEAD and not told and (years < 3 or one.value < two.value)):
            continue
        note = "assumes the year of the article where none is printed" if assumed or guessed else ""
        yield from _paces(pair, years, note, each, points)


def _yearly(reading: Reading, claim: Claim, measure: str) -> Claim | None:
    """The change a year in a measure that the words give beside a figure."""
    changes = (one for one in near(reading, claim) if one.kind == "change" and one.measure == measure and one.value)
    return next((one for one in changes if yearly(one)), None)


def _paces(pair: Pair, years: float, note: str, each: Claim | None, points: Claim | None) -> Iterator[Check]:
    claim, base, one, two = pair
    inputs, n = (claim, base), say(years)
    if claim.kind in ("share", "rate"):
        step = one - two
        formula, got = f"({say(one.value)} - {say(two.value)}) / {n}", spread(step, years)
        told = printed(points) if points else None
        found = verdict(got.meets(told)) if told else "derived"
        said = "; ".join(filter(None, (f"text says {points.span.text} a year" if points else "", note)))
        rows = (points, *inputs) if points else inputs
        yield derived("points_per_year", rows, formula, got, "percentage points per year", said, found)
    formula, pace_ = f"({say(one.value)} / {say(two.value)}) ** (1 / {n}) - 1", (one / two).root(years)
    if each is not None and (stated := printed(each)):
        holds = as_said(each, stated).meets(Range(pace_.value * 100, pace_.low * 100, pace_.high * 100))
        said = "; ".join(filter(None, (f"text says {each.span.text}", note)))
        yield derived("cagr", (each, *inputs), formula, pace_, "per year", said, verdict(holds))
    else:
        yield derived("cagr", inputs, formula, pace_, "per year", note)
    other, other_base = second(claim), second(base)
    if other and other_base and other_base.low > 0 and claim.converted:
        formula = f"({say(other.value)} / {say(other_base.value)}) ** (1 / {n}) - 1"
        yield derived(
            "cagr",
            inputs,
            formula,
            (other / other_base).root(years),
            f"per year ({claim.converted.measure} figures)",
            note,
        )
    if claim.kind == "money" and claim.role in AHEAD:
        formula = f"({say(one.value)} - {say(two.value)}) / {n}"
        yield derived("annual_increment", inputs, formula, spread(one - two, years), f"{claim.measure} per year", note)
