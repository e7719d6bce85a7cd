"""What it would take for a unit to reach a rank: by one indicator, or by all a little; the others held as they are."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from equalterms.errors import StudyError, nearest
from equalterms.methods.aggregate import relative
from equalterms.methods.arrays import Floats
from equalterms.model import Study
from equalterms.scores import Pass, Scores, branches, climb, number, placed, resolve, score, weights, whole

_BEYOND = 10.0
_STEPS = 60


@dataclass(frozen=True, slots=True)
class Lever:
    """One indicator alone: the value that brings the unit to the rank, in its measure (and per denominator).

    `needed` is None where no value up to ten ranges beyond the best does. `effort` is the change as a share of the
    range that the units span. `within` is whether some unit is as good already. `filled`: its value now is an
    imputed one, or there is none (`value` None).
    """

    indicator: str
    name: str
    measure: str
    per: str
    value: float | None
    needed: float | None
    best: float | None
    effort: float | None
    within: bool
    filled: bool
    score: float | None


@dataclass(frozen=True, slots=True)
class Reach:
    """What it would take: `target` is the score of the unit that holds the rank, to be equalled.

    `shift` are the normalised points that every indicator must gain alike; `capped` the same where none may pass the
    best unit's (None where even that is too little). `levers` are the indicators, the least effort first.
    """

    study: Study
    node: str
    unit: str
    rank: int | None
    score: float
    wanted: int
    target: float | None
    shift: float | None
    capped: float | None
    levers: tuple[Lever, ...]

    @property
    def there(self) -> bool:
        """Whether the unit has the rank, or a better one, already."""
        return self.rank is not None and self.rank <= self.wanted

    @property
    def cheapest(self) -> Lever | None:
        """The single indicator with the least effort."""
        return next((lever for lever in self.levers if lever.needed is not None), None)

    def to_json(self) -> dict[str, object]:
        """The answer as a JSON object."""
        keys = ("node", "unit", "rank", "score", "wanted", "target", "there", "shift", "capped")
        return {**{key: getattr(self, key) for key in keys}, "levers": self.rows()}

    def rows(self) -> list[dict[str, object]]:
        """The levers as JSON objects."""
        return [asdict(lever) for lever in self.levers]


def reach(study: Study, unit: str, rank: int, node: str = "") -> Reach:
    """The smallest change in a unit's own indicators that brings it to a rank at a node (the index).

    The others' scores and every scale stay as they are (`scores.placed`); an indicator that is treated does not count
    beyond the outermost unit. The rank is reached by equalling the score of the unit that holds it.

    Formula: a single indicator: the least x with score(x) >= target, by bisection from its value now towards ten
    ranges beyond the best; a common shift: the least d with score(normalised + d) >= target.

    Source: bisection, as in Press et al. (2007), Numerical Recipes, 3rd ed., section 9.1.
    """
    target = study.node(node or study.root).id
    codes = [each.code for each in study.units]
    if unit.upper() not in codes:
        raise StudyError(f"no unit is called {unit[:60]!r}", study.name, nearest(unit.upper(), codes))
    made, u = score(study), codes.index(unit.upper())
    for branch in branches(study):
        if branch.id in study.within(target) and branch.aggregate.name in relative:
            raise StudyError(f"{branch.id} is aggregated by {branch.aggregate}", study.name, "it moves the others too")
    scores = made.nodes[target]
    others = np.sort(np.delete(scores, u)[np.isfinite(np.delete(scores, u))])[::-1]
    if np.isnan(scores[u]):
        raise StudyError(f"{unit.upper()} has no score at {target}", study.name, "name a unit with a rank")
    if not 1 <= rank <= len(others) + 1:
        raise StudyError(f"there is no rank {rank}", "RANK", f"give a whole number from 1 to {len(others) + 1}")
    own = whole(made.rank(target)[u])
    goal = float(others[rank - 1]) if rank <= len(others) else float(scores[u])
    there = own is not None and own <= rank
    shift, capped = (0.0 if there else _shift(made, target, u, goal, each) for each in (False, True))
    levers = () if there else _levers(made, target, u, goal)
    return Reach(study, target, codes[u], own, float(scores[u]), rank, goal, shift, capped, levers)


def _levers(made: Scores, node: str, u: int, goal: float) -> tuple[Lever, ...]:
    """Every indicator below the node by itself, the least effort first."""
    study = made.study
    inside = study.within(node)
    places = [i for i, leaf in enumerate(study.indicators) if leaf.id in inside]
    filled = made.columns.filled
    with_values = [i for i in places if np.isfinite(filled[:, i]).any()]
    direction = np.array([study.indicators[i].direction for i in with_values], dtype=float)
    best = np.array([d * np.nanmax(d * filled[:, i]) for i, d in zip(with_values, direction, strict=True)])
    span = np.array([np.nanmax(filled[:, i]) - np.nanmin(filled[:, i]) for i in with_values])
    start = np.where(np.isfinite(filled[u, with_values]), filled[u, with_values], best - direction * span)
    end = best + direction * _BEYOND * np.where(span > 0, span, 1.0)
    needed, reached = _bisected(made, node, u, with_values, start, end, goal)
    found = []
    for k, i in enumerate(with_values):
        leaf, now = study.indicators[i], number(filled[u, i])
        change = None if np.isnan(needed[k]) or span[k] <= 0 else abs(float(needed[k] - start[k]) / float(span[k]))
        found.append(
            Lever(
                indicator=leaf.id,
                name=leaf.name,
                measure=leaf.measure,
                per=leaf.divisor if leaf.denominator else "",
                value=now,
                needed=number(needed[k]),
                best=number(best[k]),
                effort=change,
                within=bool(direction[k] * needed[k] <= direction[k] * best[k]),
                filled=bool(np.isnan(made.table.values[u, i])),
                score=number(reached[k]),
            )
        )
    return tuple(sorted(found, key=lambda lever: (lever.effort is None, lever.effort or 0.0, lever.indicator)))


def _bisected(
    made: Scores, node: str, u: int, places: list[int], start: Floats, end: Floats, goal: float
) -> tuple[Floats, Floats]:
    """For each indicator the value nearest to its start that gives the goal, and the score there; NaN for none."""
    rows = np.repeat(made.columns.filled[u][None], len(places), axis=0)
    each = np.arange(len(places))

    def scores(values: Floats) -> Floats:
        guests = rows.copy()
        guests[each, places] = values
        return placed(made, guests)[node]

    low, high = start.copy(), end.copy()
    possible = scores(high) >= goal
    for _ in range(_STEPS):
        middle = (low + high) / 2
        enough = scores(middle) >= goal
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    found = np.where(possible, high, np.nan)
    return found, np.where(possible, scores(high), np.nan)


def _shift(made: Scores, node: str, u: int, goal: float, capped: bool) -> float | None:
    """The least common gain in normalised points that gives the goal; with `capped` none passes the best unit."""
    study, years = made.study, made.stages.years
    y, plan = years.index(study.time), branches(study)
    inside = study.within(node)
    counts = np.array([leaf.id in inside for leaf in study.indicators])
    table = made.columns.normalised
    row = table[u]
    span = float(np.nanmax(table[:, counts]) - np.nanmin(table[:, counts]))
    top = np.array([np.nanmax(column) if np.isfinite(column).any() else np.nan for column in table.T])

    def scored(gain: float) -> float:
        moved = np.where(counts, row + gain, row)
        guest = np.minimum(moved, np.where(counts, top, np.inf)) if capped else moved
        leaves = np.concatenate([made.stages.normalised, np.full((len(years), 1, len(row)), np.nan)], axis=1)
        leaves[y, -1] = guest
        climbed = climb(Pass(study, years, 1), plan, leaves, resolve(plan, weights(study)))
        return float(guest[counts][0]) if node not in climbed.scores else float(climbed.scores[node][y][0, -1])

    low, high = 0.0, span * (1.0 if capped else _BEYOND)
    if not scored(high) >= goal:
        return None
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if scored(middle) >= goal else (middle, high)
    return high
