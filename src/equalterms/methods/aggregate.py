"""Aggregate: the children of a pillar become its score.

A member takes values and weights whose last axis is the children, and gives one value less an axis.
Gaps are left out and the weights of the rest count in proportion. Members that are means through a
function (`y = back(sum w forward(x) / sum w)`) stand in `means` too: of those, many weightings are
scored at once as a matrix product.

A member is held to be an average: from a unit's own parts alone, between the least and the most of
them, never lower where a part is higher. One that is not says so where it is written. `@compares`
marks a member that sets units against each other (Copeland, TOPSIS): it looks along the axis before the
last too, and its name stands in `relative`. `@penalises` marks one that takes from a mean what the
parts lie apart (Mazziotta-Pareto): its name stands in `penalised`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol

import numpy as np

from equalterms.family import Family
from equalterms.methods.arrays import Floats

P = ParamSpec("P")
_BLOCK = 4_000_000
"""So many pairs of units are compared at once: 32 MB for each table of pairs."""

Curve = Callable[[Floats], Floats]


class Aggregate(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, x: Floats, w: Floats, /) -> Floats: ...


aggregate: Family[Aggregate] = Family("aggregate", "the children of a pillar become its score")
means: dict[str, Callable[..., tuple[Curve, Curve]]] = {}
relative: set[str] = set()
penalised: set[str] = set()


def penalises(member: Callable[P, Floats]) -> Callable[P, Floats]:
    """Marks a member that takes from a mean what the parts lie apart: a part that rises may lower it."""
    penalised.add(member.__name__.rstrip("_"))
    return member


def compares(
    member: Callable[Concatenate[Floats, Floats, P], Floats],
) -> Callable[Concatenate[Floats, Floats, P], Floats]:
    """Marks a member that sets units against each other, and gives it tables of one form.

    The member itself takes x (runs or 1, units, children) and w (runs, children) and gives (runs, units).
    Values that are the same in all runs come to it once; runs come in blocks that fit into memory. A unit
    without data has no score, and neither has one that comes without the axis of the others.
    """
    relative.add(member.__name__.rstrip("_"))

    @functools.wraps(member)
    def over_units(x: Floats, w: Floats, /, *args: P.args, **options: P.kwargs) -> Floats:
        if x.ndim < 2:
            return np.array(np.nan)
        if w.ndim > 1 and w.shape[-2] != 1:
            raise ValueError("needs the same weights for every unit")
        units, children = x.shape[-2:]
        lead = np.broadcast_shapes(x.shape[:-2], w.shape[:-2])
        runs = int(np.prod(lead))
        weight = np.broadcast_to(w, (*lead, 1, children)).reshape(runs, children)
        table = np.broadcast_to(x, (*lead, units, children)).reshape(runs, units, children)
        if runs > 1 and np.array_equal(table, np.broadcast_to(table[:1], table.shape), equal_nan=True):
            table = table[:1]
        out = np.empty((runs, units))
        step = max(1, _BLOCK // max(units * units, 1))
        for start in range(0, runs, step):
            block = slice(start, start + step)
            part = table if len(table) < runs else table[block]
            seen = np.matmul(np.isfinite(part), weight[block, :, None])[..., 0]
            out[block] = np.where(seen > 0, member(part, weight[block], *args, **options), np.nan)
        return out.reshape(*lead, units)

    return over_units


def _positive(x: Floats) -> Floats:
    if np.nanmin(x, initial=1.0) <= 0:
        raise ValueError("needs values above 0")
    return x


def _mean(x: Floats, w: Floats, curves: tuple[Curve, Curve]) -> Floats:
    forward, back = curves
    there = np.where(np.isnan(x), 0.0, w)
    total = there.sum(axis=-1)
    summed = (there * np.where(np.isnan(x), 0.0, forward(x))).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, back(np.where(total > 0, summed / total, 1.0)), np.nan)


def _arithmetic() -> tuple[Curve, Curve]:
    return (lambda x: x), (lambda m: m)


def _geometric() -> tuple[Curve, Curve]:
    return (lambda x: np.log(_positive(x))), np.exp


def _harmonic() -> tuple[Curve, Curve]:
    return (lambda x: 1.0 / _positive(x)), (lambda m: 1.0 / m)


def _power(*, p: float = 2.0) -> tuple[Curve, Curve]:
    if p == 0:
        return _geometric()
    return (lambda x: np.power(_positive(x), p)), (lambda m: np.power(m, 1.0 / p))


def _exponential(*, p: float = -0.05) -> tuple[Curve, Curve]:
    if p == 0:
        return _arithmetic()

    def forward(x: Floats) -> Floats:
        if np.nanmax(np.abs(p * x), initial=0.0) > 500:
            raise ValueError(f"needs values within {500 / abs(p):g} of 0 for p={p:g}, or a smaller p")
        return np.exp(p * x)

    return forward, (lambda m: np.log(m) / p)


means.update(arithmetic=_arithmetic, geometric=_geometric, harmonic=_harmonic, power=_power, exponential=_exponential)


@aggregate
def arithmetic(x: Floats, w: Floats) -> Floats:
    """The weighted mean: a low value is made up for by a high one.

    Formula: y = sum w x / sum w.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, 6.3.
    """
    return _mean(x, w, _arithmetic())


@aggregate
def geometric(x: Floats, w: Floats) -> Floats:
    """The weighted geometric mean: a low value is made up for only in part. Needs values above 0.

    Formula: y = exp(sum w ln x / sum w).

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, 6.4.
    """
    return _mean(x, w, _geometric())


@aggregate
def harmonic(x: Floats, w: Floats) -> Floats:
    """The weighted harmonic mean: a low value weighs heavily. Needs values above 0.

    Formula: y = sum w / sum (w / x).

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 6.
    """
    return _mean(x, w, _harmonic())


@aggregate
def power(x: Floats, w: Floats, *, p: float = 2.0) -> Floats:
    """The weighted power mean: p=1 arithmetic, p=0 geometric, p=-1 harmonic. Needs values above 0.

    Formula: y = (sum w x^p / sum w)^(1/p).

    Source: Decancq and Lugo (2013), Econometric Reviews 32:7, doi:10.1080/07474938.2012.690641.
    """
    return _mean(x, w, _power(p=p))


@aggregate
def exponential(x: Floats, w: Floats, *, p: float = -0.05) -> Floats:
    """The weighted exponential mean: low values weigh more where p is below 0. Takes values of any sign.

    The same step up or down in all parts is the same step in the whole, wherever they lie.

    Formula: y = ln(sum w exp(p x) / sum w) / p; p=0 is the arithmetic mean.

    Source: Blackorby and Donaldson (1980), International Economic Review 21:107, doi:10.2307/2526243.
    """
    return _mean(x, w, _exponential(p=p))
