"""Treat: outliers and skew are softened, and every decision is written down.

A member takes a matrix (units x indicators) and gives a `Treated`: the matrix, in words what was done to
each column (empty where nothing was), and what each column was like at every stage, whether kept or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from equalterms.family import Family
from equalterms.methods.arrays import Floats, columnwise, shape

Flags = NDArray[np.bool_]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Stage:
    """What a step made of the columns that it was tried on.

    `method` is the step's name (empty for the values as they came), `at` are the places of its columns,
    `values` their values after it (units x columns), `parameter` a number of each, such as a fitted lambda.
    """

    method: str
    at: Places
    values: Floats
    parameter: Floats | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """A column after a stage: how many values are others than they came, skewness and excess kurtosis.

    Both are NaN where they are undefined, `parameter` is None where the method has none. `taken` says whether
    the column left the treatment with these values.
    """

    method: str
    moved: int
    parameter: float | None
    skewness: float
    kurtosis: float
    taken: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a column: in words, and its shape as it came and after each stage tried on it."""

    words: str
    shapes: tuple[Shape, ...]

    @property
    def taken(self) -> Shape:
        """The first stage whose values were taken: that of the values as they came where nothing was done."""
        return next(each for each in self.shapes if each.taken)


@dataclass(frozen=True, slots=True)
class Treated:
    """The treated values, the decision on each column in words, and the stages that led there."""

    values: Floats
    decisions: tuple[str, ...]
    stages: tuple[Stage, ...] = ()

    def log(self) -> tuple[Decision, ...]:
        """The decision on each column with the shapes that it rests on; worked out when it is asked for."""
        shapes: list[list[Shape]] = [[] for _ in self.decisions]
        for stage in self.stages:
            came, left = self.stages[0].values[:, stage.at], self.values[:, stage.at]
            gap = np.isnan(came)
            moved = ((stage.values != came) & ~gap).sum(axis=0)
            taken = ((stage.values == left) | gap).all(axis=0)
            skewness, kurtosis = shape(stage.values)
            for k, j in enumerate(stage.at):
                parameter = None if stage.parameter is None or np.isnan(stage.parameter[k]) else stage.parameter[k]
                found = (None if parameter is None else float(parameter), float(skewness[k]), float(kurtosis[k]))
                shapes[j].append(Shape(stage.method, int(moved[k]), *found, bool(taken[k])))
        return tuple(Decision(words, tuple(each)) for words, each in zip(self.decisions, shapes, strict=True))


class Treat(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, x: Floats, /) -> Treated: ...


treat: Family[Treat] = Family("treat", "outliers and skew are softened")


def as_they_came(x: Floats) -> Stage:
    """The stage that every log begins with: the values before the treatment."""
    return Stage("", np.arange(x.shape[1]), x)


def one_step(method: str, x: Floats, y: Floats, words: Sequence[str], parameter: Floats | None = None) -> Treated:
    """The result of a method of one step, tried on every column."""
    return Treated(y, tuple(words), (as_they_came(x), Stage(method, np.arange(x.shape[1]), y, parameter)))


def heavy(x: Floats, skew: float, kurt: float) -> Flags:
    """The columns with |skewness| >= skew and kurtosis >= kurt: the handbook's sign of outliers."""
    skewness, kurtosis = shape(x)
    return (np.abs(skewness) >= skew) & (kurtosis >= kurt)


def extent(x: Floats) -> tuple[Floats, Floats, Flags]:
    """The least and the greatest value of each column, and whether any lies between them.

    A column without one, of a single or of two distinct values, has the same shape after every transformation.
    """
    least, most = columnwise(np.nanmin, x), columnwise(np.nanmax, x)
    between: Flags = np.asarray(((x > least) & (x < most)).any(axis=0))
    return least, most, between


@treat
def none(x: Floats) -> Treated:
    """The values as they are.

    Formula: y = x.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5.
    """
    return Treated(x, ("",) * x.shape[1], (as_they_came(x),))
