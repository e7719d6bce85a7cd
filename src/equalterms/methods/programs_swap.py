"""The weights nearest to the stated ones under which a row is ahead of others: linear programs."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from equalterms.methods.arrays import Floats
from equalterms.methods.programs import rows, solve
from equalterms.methods.programs_ranks import Race

_MARGIN = 1e-6
_CLOSE = 1e-7
_CELLS = 400


@dataclass(frozen=True, slots=True)
class Change:
    """New shares, and a distance that no other admissible shares undercut."""

    shares: Floats
    proven: float


def smallest_change(race: Race, stated: Floats, row: int, rivals: list[int], largest: bool) -> Change | None:
    """The flows nearest to `stated` under which a row is ahead of each rival by a millionth; None where there are none.

    The distance is the weight that changes hands, or with `largest` the largest change relative to the stated flow.
    All of them keep enough parts for a score.

    Formula: min sum |f - f0| / 2 (or max |f - f0| / f0) over the region with value_i / present_i at least t + 1e-6
    and value_k / present_k at most t. Where all have the same parts t cancels: one linear program. Else t is cut into
    cells by branch and bound; within a cell each side is held to the cell's own end, which is a relaxation, and the
    answer at one t is an upper bound.

    Source: Wagner (1959), J. American Statistical Association 54:206 (absolute values by linear programs);
    Wolters and Mareschal (1995), European J. Operational Research 81:281 (the
    least change of weights that makes an alternative first).
    """
    if np.array_equal(race.present[rivals], np.broadcast_to(race.present[row], (len(rivals), len(stated)))):
        apart = race.low[rivals] - race.low[row] + _MARGIN * race.present[row]
        found = _nearest(race, stated, np.vstack([apart, _scored(race, [row])]), largest)
        return None if found is None else Change(found[1], found[0])
    return _searched(race, stated, row, rivals, largest)


def _scored(race: Race, kept: list[int]) -> Floats:
    """0 or less where rows have enough parts for a score."""
    return np.asarray(race.floor - np.unique(race.present[kept], axis=0))


def _nearest(race: Race, stated: Floats, keeps: Floats, largest: bool) -> tuple[float, Floats] | None:
    """The distance and the flows of the nearest point where `keeps` (rows x flows) are 0 or less."""
    polytope, n = rows(race.region), len(stated)
    spare = 1 if largest else n
    far = np.zeros((2 * n + len(keeps), polytope.width + spare))
    for side, sign in ((0, 1.0), (n, -1.0)):
        far[side : side + n, :n] = sign * np.eye(n)
        far[side : side + n, polytope.width :] = -stated[:, None] if largest else -np.eye(n)
    far[2 * n :, :n] = keeps
    right = np.concatenate([stated, -stated, np.zeros(len(keeps))])
    aim = np.concatenate([np.zeros(polytope.width), np.full(spare, 1.0 if largest else 0.5)])
    found = solve(aim, far, right, polytope)
    return None if found.x is None else (float(found.fun), np.asarray(found.x[:n]))


def _searched(race: Race, stated: Floats, row: int, rivals: list[int], largest: bool) -> Change | None:
    best: tuple[float, Floats] | None = None
    heap: list[tuple[float, float, float]] = [(0.0, 0.0, 1.0)]
    proven = np.inf
    for _ in range(_CELLS):
        if not heap or (best is not None and heap[0][0] >= best[0] - _CLOSE):
            break
        _, low, high = heapq.heappop(heap)
        bound = _nearest(race, stated, _sides(race, row, rivals, low, high), largest)
        if bound is None:
            continue
        point = _point(race, bound[1], row)
        point = min(max(point, low), high)
        tried = _nearest(race, stated, _sides(race, row, rivals, point, point), largest)
        if tried is not None and (best is None or tried[0] < best[0]):
            best = tried
        middle = (low + high) / 2
        if high - low > _MARGIN / 10:
            heapq.heappush(heap, (bound[0], low, middle))
            heapq.heappush(heap, (bound[0], middle, high))
        else:
            proven = min(proven, bound[0])
    if best is None:
        return None
    return Change(best[1], min([proven, best[0], *(each[0] for each in heap)]))


def _point(race: Race, flows: Floats, row: int) -> float:
    """The row's score under flows, less half the margin: the value that rivals are held below."""
    return float((race.low[row] @ flows) / (race.present[row] @ flows)) - _MARGIN


def _sides(race: Race, row: int, rivals: list[int], low: float, high: float) -> Floats:
    """Rows of flows that are 0 or less: the row at `low` and the margin or above, the rivals at `high` or below."""
    own = (low + _MARGIN) * race.present[row] - race.low[row]
    return np.vstack([own, race.low[rivals] - high * race.present[rivals], _scored(race, [row, *rivals])])
