"""Study -> the weights behind a published total: the best, their ranges, and whether any explain it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

import numpy as np
import polars as pl

from equalterms.errors import StudyError, nearest
from equalterms.methods import recover as rules
from equalterms.methods.arrays import Floats
from equalterms.model import Study
from equalterms.scores import effective, number, score

_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the total and its share of the weight.

    `own` is what the study itself says, `weight` the best by least squares, `minimax` that of the rule whose largest
    residual is smallest, `low` and `high` the range over all rules that explain the table, `whole` the simplest whole
    weight among them.
    """

    part: str
    name: str
    digits: int
    own: float
    weight: float
    minimax: float
    low: float | None
    high: float | None
    whole: int | None


@dataclass(frozen=True, slots=True)
class Residual:
    """A unit's total as published and as the rule with the smallest largest residual gives it."""

    unit: str
    name: str
    total: float
    fitted: float
    residual: float
    conflict: bool


@dataclass(frozen=True, slots=True)
class Recovered:
    """What is known of the weights behind a published total.

    `feasible` says whether any linear rule explains every total within the rounding; if none does, `excess` is by how
    much the best oversteps it, `conflict` are units that contradict one another, `alone` those of which each, left
    out by itself, lets a rule explain the rest, `without` units that do so together. `own_explains` says whether the
    study's own weights are such a rule. `largest` are the largest residuals of the two fits.
    """

    study: Study
    total: str
    digits: int
    parts: tuple[Part, ...]
    units: tuple[Residual, ...]
    left_out: tuple[str, ...]
    feasible: bool
    own_explains: bool
    excess: float
    largest_least_squares: float
    largest: float
    constant: float
    scale: float
    denominator: int | None
    conflict: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def rows(self) -> list[dict[str, object]]:
        """A row a part, in the order of the tree."""
        return [asdict(part) for part in self.parts]

    def table(self) -> pl.DataFrame:
        """The rows as a Polars frame."""
        return pl.DataFrame(self.rows(), infer_schema_length=None)

    def to_json(self) -> dict[str, object]:
        """Everything as JSON: the verdict, the parts, the units."""
        said = ("total", "digits", "feasible", "own_explains", "excess", "largest_least_squares", "largest", "constant")
        row: dict[str, object] = {key: getattr(self, key) for key in (*said, "scale", "denominator")}
        row |= {key: list(getattr(self, key)) for key in ("conflict", "alone", "without", "left_out")}
        return row | {"parts": self.rows(), "units": [asdict(unit) for unit in self.units]}


def recover(
    study: Study,
    total: str,
    digits: int | None = None,
    part_digits: int | None = None,
    constant: float | None = None,
) -> Recovered:
    """The weights behind a published total: `total` is a series beside the tree, the parts are the study's leaves.

    The values count as they were published, and as exact as they were printed: the decimals are those of the column
    where none are given. A part of which less is better counts with its sign changed. `constant` fixes the constant of
    the rule, such as 0 where the total is a plain weighted sum or a share of the largest one.
    """
    values = _values(study, total)
    known = np.flatnonzero(np.isfinite(values).all(axis=1))
    found = [_decimals(column) for column in values.T]
    shown = [each if part_digits is None else part_digits for each in found[:-1]]
    last = found[-1] if digits is None else digits
    halves = np.array([0.5 * 10.0**-each for each in shown])
    try:
        table = rules.table(values[known, :-1], values[known, -1], halves, 0.5 * 10.0**-last, constant)
        squares, minimax = rules.least_squares(table), rules.least_largest(table)
        own, conflict = _own(study), rules.conflict(table)
        parts = _parts(study, table, shown, (own, squares.weights, minimax.weights))
        own_explains = rules.consistent(table, own)
    except ValueError as error:
        raise StudyError(f"the weights behind {total} cannot be found: {error}", study.name) from None
    named = _named(study, known, conflict)
    whole = [part.whole for part in parts if part.whole is not None]
    return Recovered(
        study=study,
        total=total,
        digits=last,
        parts=parts,
        units=_residuals(study, known, table.totals, minimax.residuals, named["conflict"]),
        left_out=tuple(unit.code for u, unit in enumerate(study.units) if u not in known),
        feasible=conflict is None,
        own_explains=own_explains,
        excess=conflict.excess if conflict else 0.0,
        largest_least_squares=squares.largest,
        largest=minimax.largest,
        constant=minimax.constant,
        scale=minimax.scale,
        denominator=sum(whole) if whole else None,
        **named,
        warnings=_warnings(study, len(values) - len(known)),
    )


def _values(study: Study, total: str) -> Floats:
    """The parts, with the sign that makes more better, and the total (units x columns), as published."""
    beside = [series.id for series in study.series]
    if total not in beside:
        raise StudyError(f"no series beside the tree is called {total[:60]!r}", study.name, nearest(total, beside))
    columns = [*(leaf.id for leaf in study.indicators), total]
    values = study.observations.cube([unit.code for unit in study.units], columns, (study.time,)).values[0]
    signed: Floats = values * np.array([*(leaf.direction for leaf in study.indicators), 1.0])
    return signed


def _parts(
    study: Study, table: rules.Table, shown: list[int], weights: tuple[Floats, Floats, Floats]
) -> tuple[Part, ...]:
    """Each part with its weight: the study's own, by least squares, by the smallest largest residual, its range."""
    low, high = rules.ranges(table)
    whole = rules.whole_weights(table, low, high)
    own, squares, minimax = weights
    return tuple(
        Part(
            part=leaf.id,
            name=leaf.name,
            digits=shown[i],
            own=float(own[i]),
            weight=float(squares[i]),
            minimax=float(minimax[i]),
            low=number(low[i]),
            high=number(high[i]),
            whole=whole[i] if whole else None,
        )
        for i, leaf in enumerate(study.indicators)
    )


def _decimals(column: Floats) -> int:
    """The most decimals that a value of the column is printed with."""
    most = 0
    for value in column[np.isfinite(column)].tolist():
        exponent = Decimal(repr(value)).normalize().as_tuple().exponent
        most = max(most, -exponent if isinstance(exponent, int) else 0)
    return min(most, _MOST_DIGITS)


def _own(study: Study) -> Floats:
    """The share of each leaf in the index by the study's own weights, down the tree."""
    shares = effective(study, score(study).weights)
    return np.array([shares[leaf.id] for leaf in study.indicators])


def _named(study: Study, known: np.ndarray, found: rules.Conflict | None) -> Mapping[str, tuple[str, ...]]:
    """The units of a conflict by their codes."""
    if found is None:
        return {"conflict": (), "alone": (), "without": ()}
    rows = {"conflict": found.rows, "alone": found.alone, "without": found.without}
    return {key: tuple(study.units[int(known[u])].code for u in places) for key, places in rows.items()}


def _residuals(
    study: Study, known: np.ndarray, totals: Floats, residuals: Floats, conflict: tuple[str, ...]
) -> tuple[Residual, ...]:
    """A row a unit, the largest residual first."""
    made = []
    for k in np.argsort(-np.abs(residuals), kind="stable"):
        unit = study.units[int(known[k])]
        total, rest = float(totals[k]), float(residuals[k])
        made.append(Residual(unit.code, unit.name, total, total - rest, rest, unit.code in conflict))
    return tuple(made)


def _warnings(study: Study, gaps: int) -> tuple[str, ...]:
    """What a reader must know of the comparison with the study's own weights."""
    told = []
    if gaps:
        told.append(f"{gaps} {'unit has' if gaps == 1 else 'units have'} a gap in a part or the total and do not count")
    scaled = [leaf.id for leaf in study.indicators if (leaf.normalise or study.recipe.normalise).name != "none"]
    if scaled:
        told.append(
            f"the recipe normalises {len(scaled)} of {len(study.indicators)} parts: the weights found are per point "
            "as published, the study's own per point as normalised"
        )
    return tuple(told)
