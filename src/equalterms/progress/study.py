"""Study -> verdicts on its targets, with what its other countries say about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from equalterms.errors import StudyError, nearest
from equalterms.methods.arrays import Floats
from equalterms.methods.pace_drift import LEAST
from equalterms.methods.pace_ranks import RankForecast, simulate
from equalterms.model import Study, Target
from equalterms.progress.classes import Class
from equalterms.progress.judge import judge
from equalterms.progress.points import measured, panel, series
from equalterms.progress.prepare import Rules
from equalterms.progress.result import Progress, Verdict
from equalterms.scores import scored

MOST_YEARS = 15
"""How many years back the joint simulation of ranks looks at most."""


def judged(study: Study, unit: str = "", rules: Rules | None = None, seed: int = 0) -> tuple[Progress, ...]:
    """The verdicts on the targets of a study, or of one unit; the study's time is when they are judged."""
    if unit and unit not in study.names:
        raise StudyError(f"the unit {unit[:60]!r} is not known", study.name, nearest(unit, study.names))
    targets = [target for target in study.targets if not unit or target.unit == unit]
    rules = rules or Rules(now=study.time)
    names = {measured(target) for target in targets}
    classes = {name: Class(*panel(study, name)) for name in sorted(names & {n.id for n in study.nodes})}
    made = judge(targets, series(study, targets), rules, classes)
    made = tuple(replace(each, notes=(*each.notes, *_versions(study, each.target, targets))) for each in made)
    return _ranked(study, made, seed)


def _versions(study: Study, target: Target, targets: Sequence[Target]) -> list[str]:
    """What other versions of the same target say: revised ones, and those whose sources conflict."""
    said = []
    if target.superseded:
        said.append(f"superseded in {target.superseded}: judged as it was announced")
    for other in targets:
        if other is target or (other.unit, other.indicator, other.time) != (target.unit, target.indicator, target.time):
            continue
        if other.key != target.key:
            said.append(f"another target in {other.measure or 'another measure'} {other.prices}".rstrip())
        else:
            base = "no baseline" if other.baseline is None else f"from {other.baseline:g} in {other.baseline_time}"
            source = study.sources.get(other.evidence.source)
            named = f'"{source.title}"' if source else other.evidence.source
            said.append(f"{named} has {other.value:g} ({other.kind}), {base}")
    return said


def _ranked(study: Study, made: tuple[Progress, ...], seed: int) -> tuple[Progress, ...]:
    """Rank targets get the probability that a joint simulation of all ranked units gives them."""
    codes = [unit.code for unit in study.units]
    open_ = [p for p in made if p.target.kind == "rank" and p.target.unit in codes and not p.final and p.target.time]
    if not open_:
        return made
    scores, years = _scores(study, sorted({codes.index(p.target.unit) for p in open_}))
    out = []
    for each in made:
        horizon = int(each.target.time[:4]) - study.time if each.target.time else 0
        if each not in open_ or horizon <= 0:
            out.append(each)
        elif len(years) < LEAST:
            out.append(replace(each, notes=(*each.notes, f"rank: scores of {len(years)} years, {LEAST} are needed")))
        else:
            out.append(_with_rank(study, each, simulate(scores, years, horizon, seed=seed), years))
    return tuple(out)


def _scores(study: Study, rows: list[int]) -> tuple[Floats, Floats]:
    """The index of every unit in the latest years, one after the other, in which the units asked for have it."""
    first = max(study.observations.span()[0], study.time - MOST_YEARS + 1)
    years = tuple(range(first, study.time + 1))
    table = np.stack([each.index for each in scored(study, years)], axis=1)
    there = np.isfinite(table[rows]).all(axis=0)
    begin = 0 if there.all() else int(np.flatnonzero(~there)[-1]) + 1
    return table[:, begin:], np.array(years[begin:], dtype=float)


def _with_rank(study: Study, each: Progress, made: RankForecast, years: Floats) -> Progress:
    unit = [u.code for u in study.units].index(each.target.unit)
    p, (low, middle, high) = made.within(unit, each.target.value or 0.0), made.interval(unit)
    left = int(np.isnan(made.ranks[0]).sum())
    now = float(made.now[unit])
    notes = [
        f"rank: all countries are moved on together on this study's own index, {len(years)} years to {years[-1]:g}, "
        f"where the rank is now {now:g}; another index ranks otherwise"
    ]
    if len(years) < 8:
        notes.append(f"{len(years)} years of scores are few: take the probability as a rough figure")
    if left:
        notes.append(f"{left} countries with gaps in these years are not moved on, and not counted")
    word = "on track" if p >= 0.75 else "some progress" if p >= 0.25 else "no progress or moving away"
    tone = "good" if p >= 0.75 else "warn" if p >= 0.25 else "bad"
    verdict = Verdict(
        "reach_probability", p, word, low=low, middle=middle, high=high, tone=tone, detail={"own_rank_now": now}
    )
    kept = {name: each.verdicts[name] for name in each.verdicts if name not in ("logit", "arrows")}
    return replace(each, verdicts={**kept, "reach_probability": verdict}, notes=(*each.notes, *notes))
