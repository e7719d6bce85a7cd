"""A step of the recipe -> a function on arrays, done to the columns that chose it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from equalterms.errors import StudyError
from equalterms.methods import steps
from equalterms.methods.arrays import Floats
from equalterms.model import Step, Study
from equalterms.steps import SHARED

Labels = NDArray[np.str_]
Work = Callable[[Callable[..., Any], Floats, list[int], Step], Floats]


def bound(family: str, step: Step) -> Callable[..., Any]:
    """A family's member with the step's options given; those that all members share are not its own."""
    member = cast(Callable[..., Any], steps[family][step.name])
    own = {key: value for key, value in step.options.items() if key not in SHARED.get(family, {})}
    return (lambda *arrays: member(*arrays, **own)) if own else member


def stacked(x: Floats) -> Floats:
    """Years x units x columns as one table: the rows of the years below each other."""
    return x.reshape(-1, x.shape[-1])


def labels(study: Study, by: str) -> Labels | None:
    """The group of each unit in a grouping; None where no grouping is named."""
    if not by:
        return None
    found = np.array([unit.groups.get(by, "") for unit in study.units])
    if not found.astype(bool).any():
        raise StudyError(f"no unit has the group {by!r}", study.name, f"add the column group.{by} to units.csv")
    return found


def apart(function: Callable[[Floats], Floats], x: Floats, over: str, groups: Labels | None) -> Floats:
    """A function of a table done to each year, or to all years as one table, and to each group of units.

    Units without a label are in no group: nothing is done to them.
    """
    tables = [stacked(x)] if over == "all" else list(x)
    each = groups if groups is None or over != "all" else np.tile(groups, len(x))
    made = [_grouped(function, table, each) for table in tables]
    return np.stack(made).reshape(x.shape)


def _grouped(function: Callable[[Floats], Floats], table: Floats, groups: Labels | None) -> Floats:
    if groups is None:
        return function(table)
    out = table.copy()
    for label in sorted(set(groups.tolist()) - {""}):
        out[groups == label] = function(table[groups == label])
    return out


def by_step(study: Study, family: str, x: Floats, work: Work) -> Floats:
    """Each column by its step (years x units x indicators): those that share a step go through it together."""
    general = getattr(study.recipe, family)
    groups: dict[str, tuple[Step, list[int]]] = {}
    for i, leaf in enumerate(study.indicators):
        step = getattr(leaf, family) or general
        groups.setdefault(str(step), (step, []))[1].append(i)
    out = np.empty_like(x)
    for step, places in groups.values():
        function = bound(family, step)
        try:
            out[..., places] = work(function, x[..., places], places, step)
        except ValueError as error:
            raise _blame(study, family, step, x, places, work, error) from None
    return out


def _blame(
    study: Study, family: str, step: Step, x: Floats, places: list[int], work: Work, error: ValueError
) -> StudyError:
    """The error of a step, with the first indicator that it fails on."""
    for i in places:
        try:
            work(bound(family, step), x[..., [i]], [i], step)
        except ValueError as single:
            return StudyError(
                f"{family} {step} {single}; {study.indicators[i].id} has not",
                study.name,
                f"choose another {family} for it, or correct its values or goalposts",
            )
    return StudyError(f"{family} {step} {error}", study.name, f"choose another {family}")
