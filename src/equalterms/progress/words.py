"""What a target would take, in one sentence."""

from __future__ import annotations

import math

from equalterms.progress.result import Progress


def sentence(made: Progress, amount: str = "{:,.6g}") -> str:
    """What it would take, in one sentence, from the latest value or, where there is none, from the baseline."""
    target = made.target
    if made.state == "qualitative" or target.value is None:
        return "No number is stated, so no pace can be required."
    goal = f"{amount.format(target.value)}{unit(target.measure)}"
    if target.kind == "rank" and target.time and not made.final:
        return _rank(made)
    if made.state.startswith("achieved"):
        return f"It is achieved: {_latest(made, amount)}, the target is {goal}."
    if made.state == "met_at_baseline":
        return f"It was met at the baseline: {_latest(made, amount)}, the target is {goal}."
    if made.state in ("maintained", "not_maintained"):
        return f"It takes staying at {goal}: {_latest(made, amount)}."
    if not target.time:
        return f"No year is stated for {goal}, so no pace can be required."
    if made.final:
        return f"The year has passed: {_latest(made, amount)} against a target of {goal}."
    if made.latest is not None and made.needed.get("linear") is not None and target.kind != "two-sided":
        return f"From {_latest(made, amount)} it takes {_pace(made, made.needed)} to reach {goal} by {target.time}" + (
            f"{_times(made)}{_class(made)}."
        )
    if made.baseline is not None and made.required.get("linear") is not None and target.kind != "two-sided":
        start = f"{amount.format(made.baseline.value)} in {made.baseline.time}"
        seen = "" if made.latest else "; nothing has been seen since"
        return f"From {start} it takes {_pace(made, made.required)} to reach {goal} by {target.time}{seen}."
    return f"What {goal} by {target.time} takes cannot be said: no baseline is stated and nothing has been seen."


def unit(measure: str) -> str:
    """A measure after a number: 80%, 60 billion RUB."""
    if measure == "percent" or measure.startswith("%"):
        return "%" + measure.removeprefix("%").removeprefix("percent")
    return f" {measure}" if measure else ""


def _latest(made: Progress, amount: str) -> str:
    if made.latest is None:
        return "nothing has been seen"
    return f"{amount.format(made.latest.value)} in {made.latest.time}"


def _pace(made: Progress, paces: dict[str, float | None]) -> str:
    """A pace a year in words: points or amounts, and the growth rate where there is one."""
    measure = made.target.measure
    points = "%" in measure or "percent" in measure
    of = "points" if points else measure.removesuffix("/year") if measure else ""
    linear, rate = paces.get("linear") or 0.0, paces.get("cagr")
    said = f"{linear:+,.3g} {of}".rstrip() + " a year"
    shown = rate is not None and not points and made.target.kind in ("level", "multiple") and math.isfinite(rate)
    return f"{said} ({rate:+.1%} a year)" if shown else said


def _times(made: Progress) -> str:
    """How many times the pace seen so far that is, where it was in the right direction."""
    linear, seen = made.needed.get("linear"), made.actual.get("linear")
    if not linear or not seen:
        return ""
    if seen * made.target.direction <= 0:
        return ", while it has moved the other way"
    return f", {linear / seen:.2g} times the pace seen so far"


def _class(made: Progress) -> str:
    found = made.verdicts.get("reference_class")
    if found is None or found.value is None:
        return ""
    if found.value == 0:
        return "; no country on record has moved so fast from there"
    return f"; {found.value:.0%} of countries' moves from there were as fast"


def _rank(made: Progress) -> str:
    """A rank depends on rivals: where the unit stands, and what the joint simulation says."""
    found = made.verdicts.get("reach_probability")
    stands = f"It stands at {made.latest.value:g} in {made.latest.time}; to" if made.latest else "To"
    goal = f"{stands} be among the first {made.target.value:g} in {made.target.time} depends on all rivals"
    if found is None or found.value is None:
        return f"{goal}, and too few years of scores are known to move them on."
    return (
        f"{goal}: moved on together on this study's own index, where it ranks {found.detail['own_rank_now']:g} now, "
        f"{found.value:.0%} of the runs put it there, with ranks {found.low:g} to {found.high:g} in the middle 80%."
    )
