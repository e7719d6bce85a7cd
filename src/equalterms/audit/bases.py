"""What follows from a figure and its growth: what it was before, what it is in another currency."""

from __future__ import annotations

from collections.abc import Iterator

from equalterms.audit.figures import (
    AHEAD,
    Pair,
    Range,
    change_of,
    derived,
    fx,
    minus_one,
    pairs,
    printed,
    results,
    rounding,
    same_sentence,
    say,
    verdict,
    year,
)
from equalterms.model import Check, Claim
from equalterms.press import Reading


def bases(reading: Reading) -> Iterator[Check]:
    """What a figure must have been before, where the text gives only the figure and its growth."""
    beside: dict[tuple[int, str | None], Pair] = {}
    for pair in pairs(reading):
        beside.setdefault((pair.claim.sentence.start, pair.claim.time), pair)
    for multiple, level in results(reading):
        times, value = printed(multiple), printed(level)
        if times is None or value is None:
            continue
        n = say(times.value)
        note = f'reads "{multiple.span.text} to" as a division by {n}; '
        note += f'"by {n} times more" it would be {say(value.value / (times.value + 1))}'
        yield derived(
            "implied_base",
            (multiple, level),
            f"{say(value.value)} / {say(times.value)}",
            value / times,
            level.measure,
            note,
        )
        if near := beside.get((multiple.sentence.start, multiple.time)):
            yield from _multiple_pace(reading, multiple, times, near)
    compared = {claim.baseline for claim in reading.claims}
    for claim in reading.claims:
        change = (
            change_of(reading, claim) if claim.kind in ("money", "count", "measure", "share", "rate", "rank") else None
        )
        if change is not None and not claim.baseline and claim.id not in compared:
            yield from _before(claim, change)
    tied = {change.id for claim in reading.claims if (change := change_of(reading, claim))}
    for claim in reading.claims:
        if (
            claim.kind == "change"
            and claim.measure == "percent"
            and claim.fraction
            and claim.value
            and claim.id not in tied
        ):
            growth = 1 + claim.value / 100
            formula = f"1 {'-' if claim.value < 0 else '+'} {claim.fraction}"
            yield derived("implied_multiple", (claim,), formula, Range(growth, growth, growth), "x")


def _multiple_pace(reading: Reading, multiple: Claim, times: Range, near: Pair) -> Iterator[Check]:
    """The growth a year that a multiple asks for, over the years of the clause beside it."""
    if not multiple.time_inferred:
        return
    (end, _), (start, _) = year(near.claim, reading), year(near.base, reading)
    if end and start and end > start:
        note = f"assumes {start:.0f} and {end:.0f} of the clause beside it; neither year is printed for this one"
        formula = f"{say(times.value)} ** (1 / {say(end - start)}) - 1"
        yield derived("cagr", (multiple,), formula, times.root(end - start), "per year", note)


def _before(claim: Claim, change: Claim) -> Iterator[Check]:
    level, step = printed(claim), printed(change)
    if (
        level is None
        or step is None
        or (claim.role in AHEAD) != (change.role in AHEAD)
        or claim.comparator == "plusminus"
    ):
        return  # what was and what is to be are no pair
    now, by = say(level.value), say(step.value)
    if claim.kind == "rank" and change.measure == "place":
        value = level.value + step.value
        yield derived("implied_previous_rank", (change, claim), f"{now} + ({by})", Range(value, value, value), "rank")
    elif change.measure == "percent" and claim.kind in ("money", "count", "measure") and step.low > -100:
        factor = Range(1 + step.value / 100, 1 + step.low / 100, 1 + step.high / 100)
        yield derived("implied_base", (claim, change), f"{now} / (1 + {by} / 100)", level / factor, claim.measure)
    elif change.measure == claim.measure and claim.kind in ("count", "money", "measure") and change.kind == "change":
        yield derived("implied_base", (claim, change), f"{now} - ({by})", level - step, claim.measure)
    elif change.measure in ("bp", "pp") and claim.measure == "percent":
        part = 100.0 if change.measure == "bp" else 1.0
        base = level - Range(step.value / part, step.low / part, step.high / part)
        yield derived("implied_base", (change, claim), f"{now} - ({say(step.value / part)})", base, "percent")
        if base.low > 0 and claim.kind == "share":
            yield minus_one("growth_pct", (change, claim), f"{now} / {say(base.value)}", level / base, "ratio")


def conversions(reading: Reading) -> Iterator[Check]:
    """Sums that are given in one currency only, at the article's own rate."""
    rates: dict[str, tuple[Claim, Range, str]] = {}
    for one in sorted(fx(reading), key=lambda r: (r[1].high - r[1].low) / r[1].value):
        rates.setdefault(one[0].measure, one)
    levels = {two.id: one for one, two in results(reading)}
    for claim in reading.claims:
        best = rates.get(claim.measure)
        if claim.kind != "money" or claim.converted or best is None or best[0].converted is None:
            continue
        value = printed(claim)
        if value is None or best[0].id in (claim.baseline, claim.id):
            continue
        source, rate, _ = best
        unit = best[0].converted.measure
        yield derived(
            "convert_at_implied_fx", (claim, source), f"{say(value.value)} / {rate.value:.6g}", value / rate, unit
        )
        multiple = levels.get(claim.id)
        if multiple is not None and (times := printed(multiple)):
            formula = f"{say(value.value)} / {say(times.value)} / {rate.value:.6g}"
            yield derived("convert_at_implied_fx", (multiple, claim, source), formula, value / times / rate, unit)
    yield from _at_rate(reading)


def _at_rate(reading: Reading) -> Iterator[Check]:
    """Sums against an exchange rate that the article prints."""
    sums = [c for c in reading.claims if c.kind == "money" and c.value]
    firsts: dict[str, Claim] = {}
    for one in sums:
        firsts.setdefault(one.measure, one)
    for rate in (c for c in reading.claims if c.kind == "fx_rate" and c.value and not c.baseline):
        quote, _, base = rate.measure.partition("/")
        first, second = firsts.get(quote), firsts.get(base)
        value = rate.value or 1.0
        if first and second and first.per == second.per and first.value and second.value:
            got = first.value / value
            holds = abs(got - second.value) <= rounding(second) + 0.005 * got
            yield derived(
                "conversion",
                (rate, first, second),
                f"{say(first.value)} / {say(value)}",
                Range(got, got, got),
                base,
                verdict=verdict(holds),
            )
        elif second and not first and second.value and not second.converted and same_sentence(second, rate):
            got = second.value * value
            yield derived(
                "conversion", (second, rate), f"{say(second.value)} * {say(value)}", Range(got, got, got), quote
            )
