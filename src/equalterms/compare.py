"""Two studies -> what moved, and why: the data, the method, or the units that are ranked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from itertools import permutations, product

import numpy as np
import polars as pl

from equalterms.errors import StudyError
from equalterms.methods.arrays import ranks
from equalterms.model import Study
from equalterms.scores import number, score, whole

PARTS = ("data", "method", "units")


@dataclass(frozen=True, slots=True)
class Move:
    """A unit in two studies. `change` = `data` + `method` + `units`, exactly.

    A unit that has no score in one of them, or in a mixture of them, has its change but not its parts.
    """

    unit: str
    name: str
    score_a: float | None
    score_b: float | None
    rank_a: int | None
    rank_b: int | None
    change: float | None
    data: float | None
    method: float | None
    units: float | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every unit of either study, the largest change of rank first."""

    a: Study
    b: Study
    rows: tuple[Move, ...]

    def to_json(self) -> list[dict[str, object]]:
        """The rows as JSON objects."""
        return [asdict(row) for row in self.rows]

    def table(self) -> pl.DataFrame:
        """The rows as a Polars frame."""
        return pl.DataFrame(self.to_json(), infer_schema_length=None)


def compare(a: Study, b: Study) -> Comparison:
    """What moved between two editions or recipes, unit by unit.

    Every mixture of the two is scored: the data of one, the method (tree, weights, recipe) of one,
    the ranked units of one. A part's share of a unit's change is what exchanging that part does,
    averaged over all orders in which the three can be exchanged, so that the parts sum to the change.

    Formula: the Shapley value of {data, method, units} in the game v(S) = score with the parts of S
    taken from B and the rest from A.

    Source: Shorrocks (2013), Journal of Economic Inequality 11:99, doi:10.1007/s10888-011-9214-z.
    """
    mixed = {taken: _scores(_mixture(a, b, taken)) for taken in product((False, True), repeat=3)}
    first, last = mixed[False, False, False], mixed[True, True, True]
    places = tuple(dict(zip(each, _ranks(each), strict=True)) for each in (first, last))
    names = {unit.code: unit.name for unit in (*a.units, *b.units)}
    rows = [_move(code, names[code], mixed, places) for code in sorted(names)]
    rows.sort(key=_most_moved_first)
    return Comparison(a, b, tuple(rows))


def _most_moved_first(row: Move) -> tuple[bool, int, str]:
    """Units of both studies by the change of their rank, then those of one study alone."""
    if row.rank_a is None or row.rank_b is None:
        return True, 0, row.unit
    return False, -abs(row.rank_b - row.rank_a), row.unit


def _mixture(a: Study, b: Study, taken: tuple[bool, ...]) -> Study:
    """The study with data, method and units each from A (False) or B (True)."""
    data, method, units = (b if part else a for part in taken)
    codes = {unit.code for unit in units.units}
    known = {unit.code: unit for unit in (*a.units, *b.units)}
    return replace(
        method,
        observations=data.observations,
        time=data.time,
        units=tuple(known[code] for code in sorted(codes)),
    )


def _scores(study: Study) -> Mapping[str, float]:
    try:
        made = score(study)
    except StudyError as error:
        raise StudyError(f"the two cannot be mixed: {error.message}", study.name, error.remedy) from None
    return {unit.code: float(value) for unit, value in zip(study.units, made.index, strict=True)}


def _ranks(scores: Mapping[str, float]) -> list[float]:
    return [float(place) for place in ranks(np.array(list(scores.values())))]


Mixed = Mapping[tuple[bool, ...], Mapping[str, float]]


def _move(code: str, name: str, mixed: Mixed, places: tuple[Mapping[str, float], ...]) -> Move:
    values = {taken: scores.get(code, np.nan) for taken, scores in mixed.items()}
    before, after = values[False, False, False], values[True, True, True]
    parts = _parts(values)
    return Move(
        unit=code,
        name=name,
        score_a=number(before),
        score_b=number(after),
        rank_a=whole(places[0].get(code, np.nan)),
        rank_b=whole(places[1].get(code, np.nan)),
        change=number(after - before),
        data=number(parts[0]),
        method=number(parts[1]),
        units=number(parts[2]),
    )


def _parts(values: Mapping[tuple[bool, ...], float]) -> list[float]:
    """The share of each part: its step from A to B, averaged over the orders of the three."""
    shares = [0.0, 0.0, 0.0]
    orders = list(permutations(range(3)))
    for order in orders:
        taken = [False, False, False]
        for part in order:
            before = values[tuple(taken)]
            taken[part] = True
            shares[part] += (values[tuple(taken)] - before) / len(orders)
    return shares
