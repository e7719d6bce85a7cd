"""The order of units that agrees with most of their duels, found exactly.

The units fall into circles of majorities (strongly connected components of "at least as much weight for as
against"). Every best order keeps the circles apart, the winning one first, so each is searched by itself:
over all of its subsets rather than all of its orders, 2^m instead of m!.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from equalterms.methods.arrays import Floats

MOST = 16
_ALMOST = 1e-9


def places(net: Floats) -> Floats:
    """The mean place (0 first) of each unit over all best orders, from the net duels (units x units).

    Formula: max over orders of sum of net_ab over pairs with a before b; net_ab = -net_ba.

    Source: Young and Levenglick (1978), SIAM J. Applied Mathematics 35:285, doi:10.1137/0135023; circles apart:
    Truchon (1998), An extension of the Condorcet criterion and Kemeny orders.
    """
    out = np.empty(len(net))
    before = 0
    for circle in _circles(net):
        if len(circle) > MOST:
            raise ValueError(
                f"finds the best order for at most {MOST} units whose majorities make a circle, and here "
                f"{len(circle)} do: ask for copeland or borda, or rank fewer units"
            )
        out[circle] = before + _search(net[np.ix_(circle, circle)])
        before += len(circle)
    return out


def _circles(net: Floats) -> list[NDArray[np.intp]]:
    """The units in circles of majorities, the winning circle first."""
    reach = net >= -_ALMOST
    for _ in range(max(1, int(np.ceil(np.log2(max(len(net), 2)))))):
        reach = (reach.astype(np.float32) @ reach.astype(np.float32)) > 0
    # Of two units in different circles one reaches the other and more besides.
    reached = reach.sum(axis=1)
    return [np.flatnonzero(reached == count) for count in sorted(set(reached.tolist()), reverse=True)]


@cache
def _subsets(m: int) -> tuple[NDArray[np.bool_], tuple[NDArray[np.intp], ...]]:
    """All subsets of m units as rows of a table, and their numbers by size."""
    inside = (np.arange(1 << m)[:, None] >> np.arange(m)) & 1 == 1
    size = inside.sum(axis=1)
    return inside, tuple(np.flatnonzero(size == s) for s in range(m + 1))


def _search(net: Floats) -> Floats:
    """The mean place of each unit over all best orders of one circle.

    `front` is the most that the units of a subset, placed before all others, can agree with among themselves;
    `back` the most for those outside it, placed after. `ways` and `rest` count the orders that reach them.
    """
    m = len(net)
    if m == 1:
        return np.zeros(1)
    inside, by_size = _subsets(m)
    gain = inside @ net  # of placing a unit straight after a subset: what the subset has over it
    bit = 1 << np.arange(m)
    front, back = np.full(1 << m, -np.inf), np.full(1 << m, -np.inf)
    ways, rest = np.zeros(1 << m), np.zeros(1 << m)
    front[0], ways[0], back[-1], rest[-1] = 0.0, 1.0, 0.0, 1.0
    for s in range(1, m + 1):
        sets = by_size[s]
        here = inside[sets]
        last = np.where(here, sets[:, None] - bit, 0)
        value = np.where(here, front[last] + gain[last, np.arange(m)], -np.inf)
        front[sets] = value.max(axis=1)
        ways[sets] = np.where(value >= front[sets, None] - _ALMOST, ways[last], 0.0).sum(axis=1)
    for s in range(m - 1, -1, -1):
        sets = by_size[s]
        free = ~inside[sets]
        then = np.where(free, sets[:, None] + bit, 0)
        value = np.where(free, back[then] + gain[sets], -np.inf)
        back[sets] = value.max(axis=1)
        rest[sets] = np.where(value >= back[sets, None] - _ALMOST, rest[then], 0.0).sum(axis=1)
    then = np.where(inside, 0, np.arange(1 << m)[:, None] + bit)
    whole = np.where(inside, -np.inf, front[:, None] + gain + back[then])
    orders = np.where(whole >= front[-1] - m * _ALMOST, ways[:, None] * rest[then], 0.0)
    mean: Floats = (orders * inside.sum(axis=1)[:, None]).sum(axis=0) / orders.sum(axis=0)
    return mean
