"""A table -> columns on one scale: fill, treat, normalise, each indicator by its own step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from equalterms.errors import StudyError
from equalterms.methods import steps
from equalterms.methods.arrays import Floats
from equalterms.methods.normalise import Ends
from equalterms.methods.treat import Treated
from equalterms.model import Step, Study
from equalterms.scores.table import Table
from equalterms.steps import SHARED


@dataclass(frozen=True, slots=True)
class Columns:
    """The indicators on their way to one scale (units x indicators), and what was decided."""

    filled: Floats
    treated: Floats
    normalised: Floats
    decisions: tuple[str, ...]


Memo = dict[tuple[str, ...], tuple[Floats, tuple[str, ...]]]


def columns(study: Study, table: Table, memo: Memo | None = None) -> Columns:
    """The table filled, treated and normalised, each indicator by its own step or the recipe's.

    `memo` keeps what was made of this table, stage by stage, for recipes that begin alike.
    """
    kept: Memo = {} if memo is None else memo
    fill, treat, scale = (_chosen(study, family) for family in ("fill", "treat", "normalise"))
    if ("fill", *fill) not in kept:
        kept["fill", *fill] = _filled(study, table.values), ()
    filled, _ = kept["fill", *fill]
    if (*fill, *treat) not in kept:
        kept[(*fill, *treat)] = _treated(study, filled)
    treated, decisions = kept[(*fill, *treat)]
    if (*fill, *treat, *scale) not in kept:
        kept[(*fill, *treat, *scale)] = _normalised(study, treated), ()
    return Columns(filled, treated, kept[(*fill, *treat, *scale)][0], decisions)


def _chosen(study: Study, family: str) -> tuple[str, ...]:
    general = str(getattr(study.recipe, family))
    return tuple(str(getattr(leaf, family) or general) for leaf in study.indicators)


def _filled(study: Study, values: Floats) -> Floats:
    """The table with its gaps filled; `by` fills within the groups of units that have the same label."""

    def fill(function: Callable[..., Floats], x: Floats, places: list[int], step: Step) -> Floats:
        by = str(step.options.get("by", ""))
        if not by:
            return function(x)
        labels = np.array([unit.groups.get(by, "") for unit in study.units])
        if not labels.astype(bool).any():
            raise StudyError(f"no unit has the group {by!r}", study.name, f"add the column group.{by} to units.csv")
        out = x.copy()
        for label in set(labels) - {""}:
            out[labels == label] = function(x[labels == label])
        return out

    return _by_step(study, "fill", values, fill)


def _treated(study: Study, filled: Floats) -> tuple[Floats, tuple[str, ...]]:
    decisions = [""] * len(study.indicators)

    def treat(function: Callable[..., Treated], x: Floats, places: list[int], step: Step) -> Floats:
        done = function(x)
        for place, words in zip(places, done.decisions, strict=True):
            decisions[place] = words
        return done.values

    return _by_step(study, "treat", filled, treat), tuple(decisions)


def _normalised(study: Study, treated: Floats) -> Floats:
    leaves = study.indicators
    posts = [leaf.goalposts or (np.nan, np.nan) for leaf in leaves]
    ends = Ends(
        np.array([float(leaf.direction) for leaf in leaves]),
        np.array([post[0] for post in posts], dtype=float),
        np.array([post[1] for post in posts], dtype=float),
    )

    def normalise(function: Callable[..., Floats], x: Floats, places: list[int], step: Step) -> Floats:
        return function(x, Ends(ends.direction[places], ends.low[places], ends.high[places]))

    return _by_step(study, "normalise", treated, normalise)


_Work = Callable[[Callable[..., Any], Floats, list[int], Step], Floats]


def _by_step(study: Study, family: str, x: Floats, work: _Work) -> Floats:
    """Each column by its step: the columns that share a step go through it together."""
    general = getattr(study.recipe, family)
    groups: dict[str, tuple[Step, list[int]]] = {}
    for i, leaf in enumerate(study.indicators):
        step = getattr(leaf, family) or general
        groups.setdefault(str(step), (step, []))[1].append(i)
    out = np.empty_like(x)
    for step, places in groups.values():
        function = bound(family, step)
        try:
            out[:, places] = work(function, x[:, places], places, step)
        except ValueError as error:
            raise _blame(study, family, step, x, places, work, error) from None
    return out


def _blame(
    study: Study, family: str, step: Step, x: Floats, places: list[int], work: _Work, error: ValueError
) -> StudyError:
    """The error of a step, with the first indicator that it fails on."""
    for i in places:
        try:
            work(bound(family, step), x[:, [i]], [i], step)
        except ValueError as single:
            return StudyError(
                f"{family} {step} {single}; {study.indicators[i].id} has not",
                study.name,
                f"choose another {family} for it, or correct its values or goalposts",
            )
    return StudyError(f"{family} {step} {error}", study.name, f"choose another {family}")


def bound(family: str, step: Step) -> Callable[..., Any]:
    """A family's member with the step's options given."""
    member = cast(Callable[..., Any], steps[family][step.name])
    own = {key: value for key, value in step.options.items() if key not in SHARED.get(family, {})}
    return (lambda *arrays: member(*arrays, **own)) if own else member
