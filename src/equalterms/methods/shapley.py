"""What each member adds to a coalition: Shapley, Banzhaf and Owen values, exact or sampled.

A game of n members is an array of 2^n values: the place of a coalition is the number whose bit i tells
whether member i is in it, so place 0 is the empty coalition and the last place all members.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from equalterms.methods.arrays import Floats

MOST_EXACT = 20
_SLICE = 4096
Coalitions = NDArray[np.bool_]
Game = Callable[[Coalitions], Floats]


def coalitions(n: int, first: int = 0, last: int | None = None) -> Coalitions:
    """The coalitions at places `first` to `last` (all 2^n), a row each: who is in (coalitions x members)."""
    if not 1 <= n <= MOST_EXACT:
        raise ValueError(f"needs 1 to {MOST_EXACT} members")
    places = np.arange(first, 2**n if last is None else last)
    return np.asarray((places[:, None] >> np.arange(n)) & 1 == 1)


def _members(values: Floats) -> int:
    n = len(values).bit_length() - 1
    if len(values) != 2**n or not 1 <= n <= MOST_EXACT:
        raise ValueError(f"needs 2^n values of a game of 1 to {MOST_EXACT} members")
    return n


def _sizes(n: int) -> NDArray[np.intp]:
    """How many members each of the 2^n coalitions has."""
    size = np.zeros(1, dtype=np.intp)
    for _ in range(n):
        size = np.concatenate([size, size + 1])
    return size


def _added(values: Floats, member: int) -> Floats:
    """What a member adds to each coalition of the others, which keep their order of places."""
    pairs = values.reshape(-1, 2, 2**member)
    return np.asarray(pairs[:, 1, :] - pairs[:, 0, :]).ravel()


def shapley(values: Floats) -> Floats:
    """Each member's mean addition over all orders in which the members may come; they add up to v(N) - v(0).

    Formula: phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! (v(S and i) - v(S)).

    Source: Shapley (1953), in Contributions to the Theory of Games II, doi:10.1515/9781400881970-018.
    """
    n = _members(values)
    share = np.array([1.0 / (n * math.comb(n - 1, size)) for size in range(n)])[_sizes(n - 1)]
    return np.array([share @ _added(values, i) for i in range(n)])


def banzhaf(values: Floats) -> Floats:
    """Each member's mean addition over all coalitions of the others, each alike likely; they need not add up.

    Formula: beta_i = 2^(1 - n) sum over S without i of (v(S and i) - v(S)).

    Source: Banzhaf (1965), Rutgers Law Review 19:317.
    """
    return np.array([_added(values, i).mean() for i in range(_members(values))])


def interaction(values: Floats) -> Floats:
    """How much more two members add together than apart (members x members): above 0 they complement each other.

    Formula: I_ij = sum over S without i, j of |S|! (n - |S| - 2)! / (n - 1)! (v(S,i,j) - v(S,i) - v(S,j) + v(S)).

    Source: Grabisch and Roubens (1999), Int. J. Game Theory 28:547, doi:10.1007/s001820050125.
    """
    n = _members(values)
    out = np.full((n, n), np.nan)
    if n < 2:
        return out
    share = np.array([1.0 / ((n - 1) * math.comb(n - 2, size)) for size in range(n - 1)])[_sizes(n - 2)]
    for j in range(n):
        for i in range(j):
            out[i, j] = out[j, i] = share @ _added(_added(values, j), i)
    return out


def owen(values: Floats, unions: Sequence[int]) -> Floats:
    """Shapley's value where members come union by union (a bloc inside the bloc): `unions` labels each member.

    Formula: phi_i = sum over sets H of other unions and T of i's own without i of |H|! (m - |H| - 1)! / m!
    |T|! (b - |T| - 1)! / b! (v(H and T and i) - v(H and T)), m unions, b members in i's own.

    Source: Owen (1977), in Mathematical Economics and Game Theory, doi:10.1007/978-3-642-45494-3_7.
    """
    n = _members(values)
    if len(unions) != n:
        raise ValueError("needs a union for each member")
    blocks = {label: [i for i in range(n) if unions[i] == label] for label in sorted(set(unions))}
    outer = {label: sum(1 << i for i in members) for label, members in blocks.items()}
    m, out = len(blocks), np.zeros(n)
    for label, members in blocks.items():
        others, h = _places([bits for other, bits in outer.items() if other != label])
        for i in members:
            own, t = _places([1 << k for k in members if k != i])
            weight = np.outer(_chance(h, m), _chance(t, len(members)))
            base = others[:, None] + own[None, :]
            out[i] = (weight * (values[base + (1 << i)] - values[base])).sum()
    return out


def _places(bits: list[int]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The places of every set of some bit patterns, and how many are in each set."""
    place = np.zeros(1, dtype=np.intp)
    for each in bits:
        place = np.concatenate([place, place + each])
    return place, _sizes(len(bits))


def _chance(size: NDArray[np.intp], n: int) -> Floats:
    return np.array([1.0 / (n * math.comb(n - 1, int(s))) for s in size])


def leave_one_out(values: Floats) -> Floats:
    """What the whole loses without each member: v(N) - v(N without i).

    Formula: v(N) - v(N without i).

    Source: Shapley (1953), in Contributions to the Theory of Games II, doi:10.1515/9781400881970-018: the last comer.
    """
    n = _members(values)
    return np.array([values[-1] - values[-1 - (1 << i)] for i in range(n)])


def best_of(x: Floats) -> Floats:
    """Shapley values where a coalition has the best of its members (members x columns), for any size of bloc.

    Values are 0 or more, the empty coalition has 0; a gap counts as 0. Each column is a game of its own,
    and a weighted sum of columns has the same weighted sum of shares.
    Formula: with a_1 <= ... <= a_n, phi_r = sum over q <= r of (a_q - a_(q-1)) / (n - q + 1), a_0 = 0.

    Source: Littlechild and Owen (1973), Manag. Sci. 20:370, doi:10.1287/mnsc.20.3.370.
    """
    a = np.nan_to_num(np.asarray(x, dtype=float), nan=0.0)
    if (a < 0).any():
        raise ValueError("needs values of 0 or more")
    order = np.argsort(a, axis=0, kind="stable")
    climbed = np.diff(np.take_along_axis(a, order, axis=0), axis=0, prepend=0.0)
    left = np.arange(len(a), 0, -1, dtype=float).reshape(-1, *[1] * (a.ndim - 1))
    out = np.empty(a.shape)
    np.put_along_axis(out, order, np.cumsum(climbed / left, axis=0), axis=0)
    return out


@dataclass(frozen=True, slots=True)
class Sampled:
    """Sampled Shapley values with their standard errors (members), and the number of orders drawn."""

    values: Floats
    error: Floats
    orders: int


def sampled(game: Game, n: int, orders: int, seed: int = 0) -> Sampled:
    """Shapley values from random orders, each together with its reverse; they add up to v(N) - v(0) exactly.

    Formula: the mean of v(before i and i) - v(before i) over the orders; its error is sd / sqrt(pairs) of the
    means of an order and its reverse.

    Source: Castro, Gomez and Tejada (2009), Comput. Oper. Res. 36:1726, doi:10.1016/j.cor.2008.04.004.
    """
    if n < 1 or orders < 4 or orders % 2:
        raise ValueError("needs a member and an even number of orders, 4 or more")
    chance = np.random.default_rng(seed)
    drawn = np.argsort(chance.random((orders // 2, n)), axis=1)
    pairs = np.empty((orders // 2, n))
    step = max(1, _SLICE // (n + 1))
    for start in range(0, len(drawn), step):
        some = drawn[start : start + step]
        pairs[start : start + step] = (_marginal(game, some) + _marginal(game, some[:, ::-1])) / 2.0
    spread = pairs.std(axis=0, ddof=1) / math.sqrt(len(pairs))
    return Sampled(pairs.mean(axis=0), np.asarray(spread), orders)


def _marginal(game: Game, order: NDArray[np.intp]) -> Floats:
    """What each member adds where the members come in these orders (orders x members)."""
    count, n = order.shape
    place = np.argsort(order, axis=1)
    inside = place[:, None, :] < np.arange(n + 1)[None, :, None]
    value = game(inside.reshape(-1, n)).reshape(count, n + 1)
    return np.asarray(np.take_along_axis(np.diff(value, axis=1), place, axis=1))


def orders_needed(error: float, doubt: float, reach: float = 1.0) -> int:
    """How many orders keep a sampled value within `error` with probability 1 - `doubt`.

    `reach` is the range of what a member may add.
    Formula: m = reach^2 ln(2 / doubt) / (2 error^2), rounded up.

    Source: Hoeffding (1963), J. Am. Stat. Assoc. 58:13, doi:10.1080/01621459.1963.10500830.
    """
    if error <= 0 or not 0 < doubt < 1:
        raise ValueError("needs an error above 0 and a doubt between 0 and 1")
    return math.ceil(reach**2 * math.log(2.0 / doubt) / (2.0 * error**2))
