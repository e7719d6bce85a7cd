"""The best and the worst rank of a row over all weightings: a mixed-integer program, and a search where gaps differ.

A row's score is the quotient of two linear functions of the flows: `value` over `present`, the flow of the parts it
has. Two rows with the same parts compare linearly. Two with different gaps do not: for them the program holds rows
that every weighting keeps (McCormick), in a cell of the score of the row in question; cells are cut until the rank
that the program allows is reached by a weighting, as scored.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from equalterms.methods.arrays import Floats
from equalterms.methods.programs import Region, Rows, highest_ratio, hushed, least, most, rows, solve

ALMOST = 1e-9
_MARGIN = 1e-6
_CELLS = 40
_BRANCHES = 300
_CUTS = 30


@dataclass(frozen=True, slots=True)
class Race:
    """Rows that are ranked by value.f / present.f over the weightings f of a region.

    `low` and `high` (rows x flows) hold the value: equal where it is linear, an interval where gaps further down make
    it something else. `present` is the flow of the parts that a row has; below `floor` it has no score. Values lie
    between 0 and 1. `sure` rows have a score whatever happens further down. `score` gives the true scores
    (weightings x rows) of flows; scores that differ by no more than `tie` are equal.
    """

    region: Region
    low: Floats
    high: Floats
    present: Floats
    sure: NDArray[np.bool_]
    floor: float
    score: Callable[[Floats], Floats]
    tie: float

    def turned(self) -> Race:
        """The same with the scale turned round: who was behind is ahead."""
        return replace(self, low=self.present - self.high, high=self.present - self.low)


@dataclass(frozen=True, slots=True)
class Rank:
    """The rank that some weighting gives (`reached`, by `flows`), and one that no weighting passes (`limit`)."""

    reached: int
    limit: int
    flows: Floats | None


@dataclass(frozen=True, slots=True)
class _Cell:
    """A part of the region: the row's score between two ends, gaps of a pattern enough for a score or not."""

    low: float
    high: float
    patterns: tuple[tuple[int, bool], ...] = ()


@dataclass(slots=True)
class _Search:
    """The row in question among its rivals, and the best weighting so far."""

    race: Race
    row: int
    worst: bool
    pattern: NDArray[np.int64]
    kinds: Floats
    ratios: tuple[Floats, Floats]
    shut: NDArray[np.bool_]
    never: NDArray[np.bool_]
    cost: int
    flows: Floats | None = None
    polytope: Rows = field(init=False)

    def __post_init__(self) -> None:
        self.polytope = rows(self.race.region)


def rank_limits(race: Race, row: int, worst: bool, tried: Floats, scored: Floats) -> Rank | None:
    """The best (or worst) rank of a row over all weightings under which it has a score; None where there is none.

    The rank is 1 + the number of rows strictly ahead; for the worst rank, ahead by more than a millionth of the scale,
    since no program tells a smaller lead from a tie. `tried` are weightings to begin with, `scored` their scores
    (weightings x rows).

    Formula: best: min sum y_k over f in the region with value_k present_i - value_i present_k <= M_k y_k, y_k in
    {0, 1} and M_k the largest left side (closed form); pairs that are decided for all weightings leave the program.
    Worst: the same with the scale turned round. The product of unlike gaps is bounded by McCormick's planes in a
    cell of the row's score, and cells are cut by best-first branch and bound.

    Source: McCormick (1976), Mathematical Programming 10:147, doi:10.1007/BF01580665; mixed-integer program by
    HiGHS, Huangfu and Hall (2018), Mathematical Programming Computation 10:119, doi:10.1007/s12532-017-0130-5.
    """
    way = race.turned() if worst else race
    others = len(race.low) - 1
    if not race.sure[row] or most(race.region, race.present[row]) < race.floor:
        return _unsure(race, row, worst, tried, scored)
    kinds, pattern = np.unique(race.present, axis=0, return_inverse=True)
    # Which patterns of gaps may leave too little for a score, and which always do.
    lacks, never = least(race.region, kinds) < race.floor, most(race.region, kinds) < race.floor
    ratios = _ratios(way, row, kinds)
    search = _Search(way, row, worst, pattern.ravel(), kinds, ratios, lacks & ~never, never, others + 1)
    _try(search, tried, scored)
    limit = _bound(search, _Cell(*(_span(way, row) if len(kinds) > 1 else (0.0, 1.0))))
    if search.flows is None:
        return None
    cost = min(limit, search.cost)
    reached, bound = ((others - each if worst else each) + 1 for each in (search.cost, cost))
    return Rank(reached, bound, search.flows)


def _unsure(race: Race, row: int, worst: bool, tried: Floats, scored: Floats) -> Rank | None:
    """What is seen, and no more: whether the row has a score depends on weights further down."""
    place = 1 + _ahead(scored, row, race.tie).sum(axis=1)
    seen = np.flatnonzero(np.isfinite(scored[:, row]))
    if not len(seen):
        return None
    at = seen[np.argmax(place[seen]) if worst else np.argmin(place[seen])]
    return Rank(int(place[at]), len(race.low) if worst else 1, tried[at])


def _ahead(scored: Floats, row: int, tie: float) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore"):
        return np.asarray(scored - scored[:, row, None] > tie)


def _costs(search: _Search, scored: Floats) -> NDArray[np.int64]:
    """How many rivals count against the row under each weighting; all and one more where it has no score."""
    ahead = _ahead(scored, search.row, search.race.tie).sum(axis=1)
    others = scored.shape[1] - 1
    cost = others - ahead if search.worst else ahead
    return np.asarray(np.where(np.isfinite(scored[:, search.row]), cost, others + 1))


def _try(search: _Search, flows: Floats, scored: Floats) -> None:
    cost = _costs(search, scored)
    at = int(np.argmin(cost))
    if cost[at] < search.cost and np.isfinite(scored[at, search.row]):
        search.cost, search.flows = int(cost[at]), flows[at]


def _ratios(race: Race, row: int, kinds: Floats) -> tuple[Floats, Floats]:
    """The least and the largest of present_k / present_row for each pattern of gaps, where both have a score."""
    if len(kinds) == 1:
        return np.ones(1), np.ones(1)
    own = np.broadcast_to(race.present[row], kinds.shape)
    top = 1 / race.floor
    high = highest_ratio(race.region, kinds, own, (0.0, top)) + ALMOST
    inverse = highest_ratio(race.region, own, kinds, (0.0, top)) + ALMOST
    return 1 / inverse, high


def _span(race: Race, row: int) -> tuple[float, float]:
    """The ends of the row's score."""
    own = race.present[row][None]
    high = highest_ratio(race.region, race.high[row][None], own, (0.0, 1.0))[0]
    low = 1 - highest_ratio(race.region, own - race.low[row], own, (0.0, 1.0))[0]
    return float(low) - ALMOST, float(high) + ALMOST


def _bound(search: _Search, cell: _Cell) -> int:
    """The least cost that no weighting goes below: best-first over cells, until one is met or cells run out."""
    heap: list[tuple[int, int, _Cell]] = [(0, 0, cell)]
    limit, count = len(search.race.low) + 1, 0
    # Smaller cells tell more of unlike gaps, not of ranges that stand for gaps further down.
    cells = _CELLS if np.array_equal(search.race.low, search.race.high) else 1
    while heap:
        known, _, cell = heapq.heappop(heap)
        if known >= search.cost:
            break
        if count >= cells:
            return min(limit, known, search.cost)
        count += 1
        bound, parts = _look(search, cell)
        if bound >= search.cost:
            continue
        if not parts:
            limit = min(limit, bound)
        for k, part in enumerate(parts):
            heapq.heappush(heap, (max(bound, known), 2 * count + k, part))
    return min(limit, search.cost)


def _look(search: _Search, cell: _Cell) -> tuple[int, list[_Cell]]:
    """The bound of a cell, and the cells that it is cut into where that bound is not met."""
    fixed, asked = _compare(search, cell)
    if fixed >= search.cost:
        return fixed, []
    beside = _beside(search, cell)
    bound, flows = _program(search, fixed, asked, beside)
    if flows is None:
        return bound, []
    scored = search.race.score(flows[None])
    _try(search, flows[None], scored)
    return bound, [] if bound >= search.cost else _cut(search, cell, scored[0])


Asked = list[tuple[int, Floats, float]]


def _compare(search: _Search, cell: _Cell) -> tuple[int, Asked]:
    """How many rivals count against the row everywhere in the cell, and the rows of those that may or may not."""
    race, row = search.race, search.row
    known = dict(cell.patterns)
    fixed, rivals = 0, []
    for rival in range(len(race.low)):
        kind = int(search.pattern[rival])
        if rival == row:
            continue
        if search.never[kind]:
            fixed += int(search.worst)
        elif not race.sure[rival]:
            continue
        elif search.shut[kind] and kind != search.pattern[row] and not known.get(kind, False):
            # Without a score it is not ahead: that counts for nothing, or, asking for the worst rank, against the row.
            fixed += int(search.worst and known.get(kind) is False)
        else:
            rivals.append(rival)
    aims = _aims(search, cell, np.array(rivals, dtype=np.int64))
    low, high = least(race.region, aims), most(race.region, aims)
    # Equal scores leave nobody ahead: good for the best rank, no help for the worst, which asks for a margin.
    margin = _MARGIN if search.worst else 0.0
    always = np.any(low + margin > ALMOST, axis=1)
    fixed += int(always.sum())
    asked = [
        (rival, aims[k, side], float(high[k, side]))
        for k, rival in enumerate(rivals)
        for side in range(aims.shape[1])
        if not always[k] and high[k, side] + margin > ALMOST
    ]
    return fixed, asked


def _aims(search: _Search, cell: _Cell, rivals: NDArray[np.int64]) -> Floats:
    """Functions of the flows (rivals x 2 x flows) that are 0 or less wherever a rival does not count against the row.

    With the same gaps both are the difference of the scores; else they are the two planes that lie below it.
    """
    race, row, kind = search.race, search.row, search.pattern[rivals]
    middle, half = (cell.low + cell.high) / 2, (cell.high - cell.low) / 2
    theirs, own = race.present[rivals], race.present[row]
    a = race.low[rivals] - middle * theirs
    b = race.high[row] - middle * own
    low, high = (each[kind, None] for each in search.ratios)
    planes = np.stack([a - high * b - half * (high * own - theirs), a - low * b - half * (theirs - low * own)], axis=1)
    same = kind == search.pattern[row]
    planes[same] = (race.low[rivals[same]] - race.high[row])[:, None]
    if same.all():
        return np.asarray(planes[:, :1])
    return np.asarray(planes)


def _beside(search: _Search, cell: _Cell) -> Floats:
    """What a cell asks of the flows, as rows that are 0 or less (the flows of the top's children add up to 1)."""
    race, row = search.race, search.row
    own = race.present[row]
    top = np.zeros(race.region.size)
    top[list(race.region.knots[0].children)] = 1.0
    made = [race.floor * top - own, cell.low * own - race.high[row], race.low[row] - cell.high * own]
    for kind, there in cell.patterns:
        gap = search.kinds[kind] - race.floor * top
        made.append(-gap if there else gap)
    return np.array(made)


def _program(search: _Search, fixed: int, asked: Asked, beside: Floats) -> tuple[int, Floats | None]:
    """The fewest rivals that count, by a mixed-integer program; its bound and flows well inside what it chose.

    The solver takes a rival that counts by less than its tolerance for one that does not. Where a linear program of
    finer tolerance finds that a choice cannot be kept, one rival of it must count: that is added, and asked again.
    """
    rivals = sorted({rival for rival, _, _ in asked})
    others = len(search.race.low)
    if not rivals:
        inside = _inside(search, [], beside)
        return (others + 1 if inside is None else fixed), None if inside is None else inside[0]
    cuts: list[Floats] = []
    while True:
        found = _chosen(search, asked, rivals, beside, cuts)
        if found.status == 2:
            return others + 1, None
        dual = found.mip_dual_bound
        bound = fixed + (0 if dual is None or not np.isfinite(dual) else max(0, int(np.ceil(dual - 1e-6))))
        if found.x is None:
            return bound, None
        counts = np.asarray(found.x[search.polytope.width :] > 0.5)
        free = {rival for rival, count in zip(rivals, counts, strict=True) if not count}
        inside = _inside(search, [aim for rival, aim, _ in asked if rival in free], beside)
        kept = inside is not None and (not search.worst or inside[1] > 0.99 * _MARGIN)
        if kept or found.status != 0 or bound >= search.cost or len(cuts) >= _CUTS or not free:
            return bound, np.asarray(found.x[: len(search.race.low[0])]) if inside is None else inside[0]
        cuts.append(np.where(counts, 0.0, 1.0))


def _chosen(search: _Search, asked: Asked, rivals: list[int], beside: Floats, cuts: list[Floats]) -> Any:
    """The solver's answer: the variables are the region's, then whether each rival counts."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    flows, width = search.race.region.size, search.polytope.width
    margin = _MARGIN if search.worst else 0.0
    aims = np.zeros((len(asked), width + len(rivals)))
    for k, (rival, aim, high) in enumerate(asked):
        aims[k, :flows], aims[k, width + rivals.index(rival)] = aim, -high - margin
    spare = ((0, 0), (0, len(rivals)))
    wide = np.pad(beside, ((0, 0), (0, width - flows + len(rivals))))
    one_of = np.pad(np.array(cuts).reshape(-1, len(rivals)), ((0, 0), (width, 0)))
    with hushed():
        return milp(
            np.concatenate([np.zeros(width), np.ones(len(rivals))]),
            integrality=np.concatenate([np.zeros(width), np.ones(len(rivals))]),
            bounds=Bounds(0, np.concatenate([np.full(width, np.inf), np.ones(len(rivals))])),
            constraints=[
                LinearConstraint(np.pad(search.polytope.equal, spare), search.polytope.right, search.polytope.right),
                LinearConstraint(np.vstack([np.pad(search.polytope.matrix, spare), wide]), -np.inf, 0.0),
                LinearConstraint(aims, -np.inf, -margin),
                *([LinearConstraint(one_of, 1.0, np.inf)] if cuts else []),
            ],
            options={"node_limit": _BRANCHES, "mip_rel_gap": 0.0, "presolve": False},
        )


def _inside(search: _Search, kept: list[Floats], beside: Floats) -> tuple[Floats, float] | None:
    """Flows that keep some comparisons, and who has a score, by the widest margin, and it; None where none do."""
    polytope, flows = search.polytope, search.race.region.size
    matrix = np.zeros((len(beside) + len(kept), polytope.width + 1))
    matrix[:, :flows] = np.vstack([beside, *kept])
    matrix[:, -1] = 1.0
    matrix[1:3, -1] = 0.0
    aim = np.zeros(polytope.width + 1)
    aim[-1] = -1.0
    found = solve(aim, matrix, np.zeros(len(matrix)), polytope, ends=[(0.0, 1.0)])
    return None if found.x is None else (np.asarray(found.x[:flows]), float(found.x[-1]))


def _cut(search: _Search, cell: _Cell, scored: Floats) -> list[_Cell]:
    """The cell in two: by a pattern that may lack its score, else by the row's own score; none where it cannot help."""
    known = dict(cell.patterns)
    own = search.pattern[search.row]
    for kind in np.unique(search.pattern[search.race.sure]):
        if search.shut[kind] and kind != own and int(kind) not in known:
            return [replace(cell, patterns=(*cell.patterns, (int(kind), there))) for there in (True, False)]
    if len(search.kinds) == 1 or cell.high - cell.low < 1e-7:
        return []
    middle = (cell.low + cell.high) / 2
    return [replace(cell, high=middle), replace(cell, low=middle)]
