"""The weights that a tree allows, as a polytope: its extremes in closed form, its rows for a solver, draws from it.

A weighting is written as flows: the flow of the top is 1, the flow of a child is its parent's times its share among
its siblings. Shares of different parents are independent of each other, so what they may be together is a product;
in flows this product is a polytope, and an index of weighted means is linear in the flows of its leaves. Nothing is
lost by writing it so: programs over flows are exact for any number of levels.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from equalterms.methods.arrays import Floats


@dataclass(frozen=True, slots=True)
class Knot:
    """A parent and what the shares of its children may be.

    `own` is the place of its flow, -1 for the top; `children` are the places of theirs. Either each weight lies
    between `low` and `high` before all are divided by their sum, or (`levels` given) a child of a lower level weighs
    no less than one of a higher level, and nothing else is said: all of one level is the whole simplex.
    """

    own: int
    children: tuple[int, ...]
    low: Floats
    high: Floats
    levels: tuple[int, ...] | None = None

    def only(self, kept: list[int]) -> Knot:
        """The same of some of its children (by their position), their shares taken among themselves."""
        levels = None if self.levels is None else tuple(self.levels[k] for k in kept)
        return Knot(self.own, tuple(self.children[k] for k in kept), self.low[kept], self.high[kept], levels)


@dataclass(frozen=True, slots=True)
class Region:
    """All weightings of a tree: its parents, those above first, and the number of flows."""

    knots: tuple[Knot, ...]
    size: int


def best_share(knot: Knot, values: Floats) -> Floats:
    """The largest mean of the children's values (... x children) over the shares that a knot allows.

    Formula: of ranges: max sum v_j x_j / sum v_j, low <= v <= high: the children with the highest values take their
    high weight and the others their low one, for the best cut. Of an order: the corners are equal shares of the
    first children of the order; within a level those with the highest values come first.

    Source: Charnes and Cooper (1962), Naval Research Logistics Quarterly 9:181, doi:10.1002/nav.3800090303; for an
    order, Kirkwood and Sarin (1985), Operations Research 33:38, doi:10.1287/opre.33.1.38.
    """
    order = np.argsort(-values, axis=-1, kind="stable")
    if knot.levels is not None:
        levels = np.asarray(knot.levels)
        again = np.argsort(levels[order], axis=-1, kind="stable")
        order = np.take_along_axis(order, again, axis=-1)
        ordered = np.take_along_axis(values, order, axis=-1)
        return np.asarray((np.cumsum(ordered, axis=-1) / np.arange(1, len(levels) + 1)).max(axis=-1))
    ordered, low, high = np.take_along_axis(values, order, axis=-1), knot.low[order], knot.high[order]
    nothing = np.zeros((*values.shape[:-1], 1))
    above = np.concatenate([nothing, np.cumsum((high - low) * ordered, axis=-1)], axis=-1)
    weight = np.concatenate([nothing, np.cumsum(high - low, axis=-1)], axis=-1) + low.sum(axis=-1, keepdims=True)
    summed = above + (low * ordered).sum(axis=-1, keepdims=True)
    return np.asarray(np.where(weight > 0, summed / np.where(weight > 0, weight, 1.0), -np.inf).max(axis=-1))


def most(region: Region, aims: Floats) -> Floats:
    """The largest value of linear functions of the flows (... x flows) over all weightings, from the leaves upward."""
    worth = np.array(aims, dtype=float)
    for knot in reversed(region.knots):
        found = best_share(knot, worth[..., list(knot.children)])
        if knot.own < 0:
            return found
        worth[..., knot.own] += found
    raise ValueError("needs a top")


def least(region: Region, aims: Floats) -> Floats:
    """The smallest value of linear functions of the flows over all weightings."""
    return -most(region, -np.asarray(aims))


def highest_ratio(region: Region, above: Floats, below: Floats, ends: tuple[float, float]) -> Floats:
    """An upper bound, tight to 1e-12 of `ends`, of above.f / below.f over all weightings, for rows of both.

    Formula: the ratio is at most t where max (above - t below).f <= 0; t is found by bisection between `ends`.

    Source: Dinkelbach (1967), Management Science 13:492, doi:10.1287/mnsc.13.7.492.
    """
    low, high = np.full(len(above), ends[0]), np.full(len(above), ends[1])
    for _ in range(45):
        middle = (low + high) / 2
        beyond = most(region, above - middle[:, None] * below) > 0
        low, high = np.where(beyond, middle, low), np.where(beyond, high, middle)
    return high


@dataclass(frozen=True, slots=True)
class Rows:
    """A region for a solver: `equal` x = `right`, `matrix` x <= 0, 0 <= x; the first `flows` of x are the flows."""

    equal: Floats
    right: Floats
    matrix: Floats
    flows: int

    @property
    def width(self) -> int:
        """The number of variables: flows, then a scale for each knot with ranges."""
        return int(self.equal.shape[1])


def rows(region: Region) -> Rows:
    """The region's equalities and inequalities.

    Formula: the flows of a knot's children add up to its own (1 at the top); with ranges there is a scale s with
    low s <= f <= high s; with an order f_j >= f_k for neighbouring levels.

    Source: von Stengel (1996), Games and Economic Behavior 14:220, doi:10.1006/game.1996.0050 (flows down a tree
    as the linear form of independent choices).
    """
    scaled = [k for k, knot in enumerate(region.knots) if knot.levels is None]
    width = region.size + len(scaled)
    equal, right = np.zeros((len(region.knots), width)), np.zeros(len(region.knots))
    matrix: list[Floats] = []
    for k, knot in enumerate(region.knots):
        equal[k, list(knot.children)] = 1.0
        if knot.own < 0:
            right[k] = 1.0
        else:
            equal[k, knot.own] = -1.0
        if knot.levels is None:
            matrix += _ranged(knot, region.size + scaled.index(k), width)
        else:
            matrix += _ordered(knot, knot.levels, width)
    return Rows(equal, right, np.array(matrix).reshape(-1, width), region.size)


def _ranged(knot: Knot, scale: int, width: int) -> list[Floats]:
    made = []
    for child, low, high in zip(knot.children, knot.low, knot.high, strict=True):
        for sign, end in ((-1.0, low), (1.0, high)):
            row = np.zeros(width)
            row[child], row[scale] = sign, -sign * end
            made.append(row)
    return made


def _ordered(knot: Knot, levels: tuple[int, ...], width: int) -> list[Floats]:
    known = sorted(set(levels))
    after = dict(itertools.pairwise(known))
    made = []
    for j, one in zip(knot.children, levels, strict=True):
        for k, other in zip(knot.children, levels, strict=True):
            if after.get(one) == other:
                row = np.zeros(width)
                row[j], row[k] = -1.0, 1.0
                made.append(row)
    return made


def draws(region: Region, runs: int, seed: int, corners: bool = False) -> Floats:
    """Weightings of the region (runs x flows), each parent by itself.

    Formula: with ranges every weight is drawn evenly from its range (with `corners` it is one of the two ends); with
    an order the shares are uniform on what the order leaves of the simplex (with `corners`, one of its corners).

    Source: Devroye (1986), Non-Uniform Random Variate Generation, ch. V (uniform spacings, sorted).
    """
    rng = np.random.default_rng(seed)
    flows = np.zeros((runs, region.size))
    for knot in region.knots:
        above = np.ones(runs) if knot.own < 0 else flows[:, knot.own]
        flows[:, list(knot.children)] = above[:, None] * _shares(knot, runs, rng, corners)
    return flows


def _shares(knot: Knot, runs: int, rng: np.random.Generator, corners: bool) -> Floats:
    k = len(knot.children)
    if knot.levels is None:
        u = rng.random((runs, k))
        v = knot.low + (knot.high - knot.low) * (np.round(u) if corners else u)
        total = v.sum(axis=1, keepdims=True)
        return np.asarray(np.where(total > 0, v / np.where(total > 0, total, 1.0), knot.high / knot.high.sum()))
    # The largest shares go to the first level; who gets which within a level is left to chance.
    place = np.argsort(np.asarray(knot.levels) + rng.random((runs, k)), axis=1)
    if corners:
        first = rng.integers(1, k + 1, size=(runs, 1))
        sizes = (np.arange(k) < first) / first
    else:
        sizes = rng.standard_exponential((runs, k))
        sizes /= sizes.sum(axis=1, keepdims=True)
        if len(set(knot.levels)) > 1:
            sizes = -np.sort(-sizes, axis=1)
    out = np.empty((runs, k))
    np.put_along_axis(out, place, sizes, axis=1)
    return out


def solve(aim: Floats, matrix: Floats, right: Floats, of: Rows, **more: Any) -> Any:
    """A linear program over a region: min aim.x with matrix x <= right beside the region's own rows.

    `aim` may be longer than the region is wide: the variables after the region's are free of its rows, and lie
    between 0 and the `most` of each (or without end).
    """
    from scipy.optimize import linprog

    spare = len(aim) - of.width
    ends = more.get("ends", [(0, None)] * spare)
    return linprog(
        aim,
        np.vstack([np.pad(of.matrix, ((0, 0), (0, spare))), matrix]),
        np.concatenate([np.zeros(len(of.matrix)), right]),
        np.pad(of.equal, ((0, 0), (0, spare))),
        of.right,
        bounds=[(0, None)] * of.width + list(ends),
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )


@contextlib.contextmanager
def hushed() -> Iterator[None]:
    """Keeps what a solver's C code prints off stdout, which belongs to the result: HiGHS leaves a line there."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        with tempfile.TemporaryFile() as sink:
            os.dup2(sink.fileno(), 1)
            try:
                yield
            finally:
                if os.name == "posix":
                    ctypes.CDLL(None).fflush(None)
                os.dup2(kept, 1)
    finally:
        os.close(kept)
