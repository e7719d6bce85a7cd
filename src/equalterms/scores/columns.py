"""Tables -> columns on one scale: screen, fill, treat, normalise, each indicator by its own step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from equalterms.errors import StudyError, nearest
from equalterms.methods.arrays import Floats
from equalterms.methods.fill import over_rows, over_time
from equalterms.methods.normalise import Ends
from equalterms.methods.treat import Treated
from equalterms.model import Step, Study
from equalterms.scores.apply import apart, bound, by_step, labels, stacked
from equalterms.scores.table import Flags, Tables, observed
from equalterms.scores.years import frozen, panel_years

_Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Columns:
    """The indicators of a year on their way to one scale (units x indicators), and what was decided.

    `kept` are the units that were not screened out, `decisions` the treatment of each indicator.
    """

    kept: Flags
    filled: Floats
    treated: Floats
    normalised: Floats
    decisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stages:
    """The columns of several years as arrays of years x units x indicators; fields as in `Columns`."""

    years: tuple[int, ...]
    kept: Flags
    filled: Floats
    treated: Floats
    normalised: Floats
    decisions: tuple[tuple[str, ...], ...]

    def of(self, year: int) -> Columns:
        """The columns of one of the years."""
        y = self.years.index(year)
        return Columns(self.kept[y], self.filled[y], self.treated[y], self.normalised[y], self.decisions[y])


Memo = dict[tuple[str, ...], Any]


def columns(study: Study, tables: Tables, memo: Memo | None = None) -> Stages:
    """The tables screened, filled, treated and normalised, each indicator by its own step or the recipe's.

    `memo` keeps what was made of these tables, stage by stage, for recipes that begin alike.
    """
    kept: Memo = {} if memo is None else memo
    fill, treat, scale = (_chosen(study, family) for family in ("fill", "treat", "normalise"))
    first = (str(study.recipe.screen), *fill)
    if first not in kept:
        kept[first] = _screened(study, tables)
    stay, filled = kept[first]
    if (*first, *treat) not in kept:
        kept[(*first, *treat)] = _treated(study, filled)
    treated, decisions = kept[(*first, *treat)]
    if (*first, *treat, *scale) not in kept:
        kept[(*first, *treat, *scale)] = _normalised(study, tables.years, treated)
    return Stages(tables.years, stay, filled, treated, kept[(*first, *treat, *scale)], decisions)


def _chosen(study: Study, family: str) -> tuple[str, ...]:
    general = str(getattr(study.recipe, family))
    return tuple(str(getattr(leaf, family) or general) for leaf in study.indicators)


def _screened(study: Study, tables: Tables) -> tuple[Flags, Floats]:
    """Who stays, and the filled tables without the others; screening is by the observed values or the filled."""
    step = study.recipe.screen
    if str(step.options.get("after", "table")) == "fill":
        filled = _filled(study, tables, tables.values)
        stay = _stay(study, step, filled)
        return stay, np.where(stay[..., None], filled, np.nan)
    stay = _stay(study, step, tables.values)
    filled = _filled(study, tables, np.where(stay[..., None], tables.values, np.nan))
    return stay, np.where(stay[..., None], filled, np.nan)


def _stay(study: Study, step: Step, x: Floats) -> Flags:
    if step.name == "none":
        return np.ones(x.shape[:2], dtype=bool)
    stay = np.stack([bound("screen", step)(table) for table in x])
    codes = [unit.code for unit in study.units]
    for option, stays in (("keep", True), ("drop", False)):
        for code in str(step.options.get(option, "")).split():
            if code not in codes:
                raise StudyError(f"screen {step}: {code} is no unit", study.name, nearest(code, codes))
            stay[:, codes.index(code)] = stays
    return stay


def _filled(study: Study, tables: Tables, values: Floats) -> Floats:
    """The tables with their gaps filled; `by` fills within groups of units, `within` within parts of the tree."""
    direction = np.array([leaf.direction for leaf in study.indicators], dtype=float)

    def fill(function: _Function, x: Floats, places: list[int], step: Step) -> Floats:
        if step.name in over_time:
            return _along_time(study, tables.years, function, x, places)
        sign = direction[places] if step.name in over_rows else 1.0
        out = x.copy()
        groups = labels(study, str(step.options.get("by", "")))
        for part in _parts(study, places, int(str(step.options.get("within", 0)))):
            signed = (x * sign)[..., part]
            out[..., part] = apart(function, signed, str(step.options.get("over", "year")), groups)
        return out * sign

    return by_step(study, "fill", values, fill)


def _along_time(study: Study, years: tuple[int, ...], function: _Function, x: Floats, places: list[int]) -> Floats:
    """Each unit's series filled from its values of other years, of the whole record."""
    first, last = study.observations.span()
    whole = tuple(range(min(first, *years), max(last, *years) + 1))
    series = observed(study, whole).values[..., places]
    done = function(series.reshape(len(whole), -1), np.array(whole, dtype=float)).reshape(series.shape)
    here = done[[whole.index(year) for year in years]]
    return np.where(np.isnan(x), here, x)


def _parts(study: Study, places: list[int], within: int) -> list[list[int]]:
    """The columns that are filled together: all, or those under the same node `within` levels above."""
    if within == 0:
        return [list(range(len(places)))]
    parents = {node.id: node.parent or "" for node in study.nodes}
    parts: dict[str, list[int]] = {}
    for k, place in enumerate(places):
        above = study.indicators[place].id
        for _ in range(within):
            above = parents[above] or above
        parts.setdefault(above, []).append(k)
    return list(parts.values())


def _treated(study: Study, filled: Floats) -> tuple[Floats, tuple[tuple[str, ...], ...]]:
    decisions = [[""] * len(study.indicators) for _ in filled]

    def treat(function: _Function, x: Floats, places: list[int], step: Step) -> Floats:
        pooled = str(step.options.get("over", "year")) == "all"
        done: list[Treated] = [function(table) for table in ([stacked(x)] if pooled else x)]
        for y in range(len(x)):
            for place, words in zip(places, done[0 if pooled else y].decisions, strict=True):
                decisions[y][place] = words
        return np.stack([each.values for each in done]).reshape(x.shape)

    treated = by_step(study, "treat", filled, treat)
    return treated, tuple(tuple(each) for each in decisions)


def _normalised(study: Study, years: tuple[int, ...], treated: Floats) -> Floats:
    leaves = study.indicators
    posts = np.array([leaf.goalposts or (np.nan, np.nan) for leaf in leaves], dtype=float).reshape(-1, 2)
    direction = np.array([leaf.direction for leaf in leaves], dtype=float)
    target = np.array([np.nan if leaf.target is None else leaf.target for leaf in leaves])

    def normalise(function: _Function, x: Floats, places: list[int], step: Step) -> Floats:
        ends = Ends(direction[places], posts[places, 0], posts[places, 1], target[places])
        return on_scale(study, years, step, function, x, ends)

    return by_step(study, "normalise", treated, normalise)


def on_scale(study: Study, years: tuple[int, ...], step: Step, function: _Function, x: Floats, ends: Ends) -> Floats:
    """Tables on one scale (years x units x columns): set by each year, by one year, or by all of the panel."""
    groups = labels(study, str(step.options.get("by", "")))
    kinds = [None] if groups is None else sorted(set(groups))
    out = np.empty_like(x)
    for kind in kinds:
        rows = np.ones(x.shape[1], dtype=bool) if kind is None else groups == kind
        for y in range(len(years)):
            among = _among(study, years, step, x[:, rows], y)
            own = Ends(ends.direction, ends.low, ends.high, ends.target, _reference(study, years, step, x, y), among)
            out[y, rows] = function(x[y, rows], own)
    return out


def _among(study: Study, years: tuple[int, ...], step: Step, x: Floats, y: int) -> Floats | None:
    over = str(step.options.get("over", "year"))
    if over == "all":
        panel = set(panel_years(study))
        return stacked(x[[k for k, year in enumerate(years) if year in panel]])
    year = frozen(step)
    return None if year is None else np.asarray(x[years.index(year)])


def _reference(study: Study, years: tuple[int, ...], step: Step, x: Floats, y: int) -> Floats | None:
    """The row of the unit that others are measured by, of the year that sets the scale."""
    code = str(step.options.get("reference", ""))
    if not code:
        return None
    codes = [unit.code for unit in study.units]
    if code not in codes:
        raise StudyError(f"normalise {step}: {code} is no unit", study.name, nearest(code, codes))
    year = frozen(step)
    return np.asarray(x[y if year is None else years.index(year), codes.index(code)])
