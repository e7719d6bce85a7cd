"""Study -> verdicts on each dated target: the pace that it needs, and the pace seen so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from equalterms.methods import pace
from equalterms.model import Target


@dataclass(frozen=True, slots=True)
class Progress:
    """A target and what it needs: `required` is the change per year by each method of pace.

    `notes` say why a method gives nothing, or what is doubtful about the target.
    """

    target: Target
    years: float | None
    required: dict[str, float | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def progress(target: Target) -> Progress:
    """The pace that a target requires from its baseline.

    A target without baseline, baseline year or target year has no required pace, and says so.
    """
    missing = [
        what
        for what, given in (
            ("baseline", target.baseline is not None),
            ("year of the baseline", bool(target.baseline_time)),
            ("target year", bool(target.time)),
            ("number", target.value is not None),
        )
        if not given
    ]
    if target.kind == "qualitative":
        return Progress(target, None, {}, ("qualitative: no number to judge",))
    if missing or target.baseline is None or target.value is None:
        return Progress(target, None, {}, (f"required pace unknown: no {', no '.join(missing)} is stated",))
    years = float(int(target.time[:4]) - int(target.baseline_time[:4]))
    required: dict[str, float | None] = {}
    notes = []
    for name in pace:
        try:
            required[name] = pace[name](target.baseline, target.value, years)
        except ValueError as error:
            required[name] = None
            notes.append(f"{name} {error}")
    if target.direction * (target.baseline - target.value) > 0:
        notes.append("the baseline is already beyond the target")
    if target.kind == "cumulative":
        notes.append("a total over years: a pace between levels may not apply")
    return Progress(target, years, required, tuple(notes))
