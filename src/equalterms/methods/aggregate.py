"""Aggregate: the children of a pillar become its score.

A member takes values and weights whose last axis is the children, and gives one value less an axis.
Gaps are left out and the weights of the rest count in proportion. Members that are means through a
function (`y = back(sum w forward(x) / sum w)`) stand in `means` too: of those, many weightings are
scored at once as a matrix product.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from equalterms.family import Family
from equalterms.methods.arrays import Floats

Curve = Callable[[Floats], Floats]


class Aggregate(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, x: Floats, w: Floats, /) -> Floats: ...


aggregate: Family[Aggregate] = Family("aggregate", "the children of a pillar become its score")
means: dict[str, Callable[..., tuple[Curve, Curve]]] = {}


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


means.update(arithmetic=_arithmetic, geometric=_geometric, harmonic=_harmonic, power=_power)


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
