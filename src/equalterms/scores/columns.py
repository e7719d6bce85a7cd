"""Tables -> columns on one scale: screen, fill, treat, normalise, each indicator by its own step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from equalterms.errors import StudyError, nearest
from equalterms.methods.arrays import Floats
from equalterms.methods.fill import over_rows, over_time
from equalterms.methods.fill_draws import draws
from equalterms.methods.normalise import Ends
from equalterms.methods.treat import Treated
from equalterms.model import Step, Study
from equalterms.scores.apply import Labels, apart, bound, by_step, labels, stacked
from equalterms.scores.table import Flags, Tables, observed
from equalterms.scores.years import Pass, frozen, panel_years

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
    last = (*first, *treat, *scale, *(f"{leaf.goalposts} {leaf.target}" for leaf in study.indicators))
    if last not in kept:
        kept[last] = _normalised(study, tables.years, treated)
    return Stages(tables.years, stay, filled, treated, kept[last], decisions)


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
        function = _drawing(step) or function
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


def _drawing(step: Step) -> _Function | None:
    """The step's random form, which is what `draw` asks for; its numbers come from the draw alone."""
    draw = int(str(step.options.get("draw", 0)))
    if not draw:
        return None
    if step.name not in set(draws):
        raise ValueError(f"needs a method that has draws ({', '.join(draws)}) for draw={draw}")
    member: _Function = draws[step.name]
    own = {key: value for key, value in step.options.items() if key in draws.options(step.name)}
    rng = np.random.default_rng([draw, *step.name.encode()])
    return lambda x: member(x, rng, **own)


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


def _normalised(study: Study, years: tuple[int, ...], treated: Floats, guests: int = 0) -> Floats:
    leaves = study.indicators
    posts = np.array([leaf.goalposts or (np.nan, np.nan) for leaf in leaves], dtype=float).reshape(-1, 2)
    direction = np.array([leaf.direction for leaf in leaves], dtype=float)
    target = np.array([np.nan if leaf.target is None else leaf.target for leaf in leaves])

    def normalise(function: _Function, x: Floats, places: list[int], step: Step) -> Floats:
        ends = Ends(direction[places], posts[places, 0], posts[places, 1], target[places])
        return on_scale(Pass(study, years, guests), step, function, x, ends)

    return by_step(study, "normalise", treated, normalise)


def on_scale(over: Pass, step: Step, function: _Function, x: Floats, ends: Ends) -> Floats:
    """Tables on one scale (years x units x columns): set by each year, by one year, or by all of the panel."""
    hosts = over.hosts(x.shape[1])
    groups = labels(over.study, str(step.options.get("by", "")))
    out = np.empty_like(x)
    # Years that share a scale are placed on it together: sorting all of a panel once is what it costs.
    years = [slice(y, y + 1) for y in range(len(over.years))]
    if str(step.options.get("over", "year")) != "year" and not step.options.get("reference"):
        years = [slice(0, len(over.years))]
    for some in years:
        reference = _reference(over, step, x, some.start)
        for setters, placed in _rows(groups, hosts, x.shape[1]):
            among = _among(over, step, x[:, setters])
            if among is None and over.guests:
                among = x[some.start, setters]
            own = Ends(ends.direction, ends.low, ends.high, ends.target, reference, among)
            out[some, placed] = function(stacked(x[some, placed]), own).reshape(out[some, placed].shape)
    return out


def _rows(groups: Labels | None, hosts: int, rows: int) -> list[tuple[Flags, Flags]]:
    """Which rows set a scale and which are placed on it: all alike, or each group by itself; guests among all."""
    every, host = np.ones(rows, dtype=bool), np.arange(rows) < hosts
    if groups is None:
        return [(host, every)]
    found: list[tuple[Flags, Flags]] = []
    for kind in sorted(set(groups)):
        own = np.append(groups == kind, np.zeros(rows - hosts, dtype=bool))
        found.append((own, own))
    return [*found, (host, ~host)] if rows > hosts else found


def _among(over: Pass, step: Step, x: Floats) -> Floats | None:
    """The table that sets the scale of all years; None where each year sets its own."""
    if str(step.options.get("over", "year")) == "all":
        panel = set(panel_years(over.study))
        return stacked(x[[k for k, year in enumerate(over.years) if year in panel]])
    year = frozen(step)
    return None if year is None else np.asarray(x[over.years.index(year)])


def _reference(over: Pass, step: Step, x: Floats, y: int) -> Floats | None:
    """The row of the unit that others are measured by, of the year that sets the scale."""
    code = str(step.options.get("reference", ""))
    if not code:
        return None
    codes = [unit.code for unit in over.study.units]
    if code not in codes:
        raise StudyError(f"normalise {step}: {code} is no unit", over.study.name, nearest(code, codes))
    year = frozen(step)
    return np.asarray(x[y if year is None else over.years.index(year), codes.index(code)])


def guests(study: Study, stages: Stages, values: Floats) -> Floats:
    """Normalised columns with guests below the units (years x units and guests x indicators).

    `values` are the guests' at the study's time (guests x indicators, per denominator). They are treated as
    the units' values of the same size were: between two units in proportion, beyond the outermost like it.
    """
    y = stages.years.index(study.time)
    treated = np.full((len(stages.years), len(values), values.shape[1]), np.nan)
    for i in range(values.shape[1]):
        treated[y, :, i] = _treated_alike(values[:, i], stages.filled[y, :, i], stages.treated[y, :, i])
    return _normalised(study, stages.years, np.concatenate([stages.treated, treated], axis=1), len(values))


def _treated_alike(values: Floats, before: Floats, after: Floats) -> Floats:
    seen = np.isfinite(before)
    if np.array_equal(before[seen], after[seen]):
        return values
    order = np.argsort(before[seen], kind="stable")
    return np.asarray(np.interp(values, before[seen][order], after[seen][order]))
