"""Study -> how old its values are, what no longer counts, and where each country stood when it last had a value."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from equalterms.methods.arrays import Floats
from equalterms.model import Indicator, Study
from equalterms.scores import number, observed

RULE = (
    "A value counts from the year it is for, and is carried forward unchanged until a newer one takes its place or it "
    "is older than max_age; then it is a gap. An indicator's own max_age goes before the recipe's; where neither says, "
    "a value is carried without end. A fill that looks over the years takes the place of carrying forward."
)
_EPS = 1e-9


@dataclass(frozen=True, slots=True)
class Age:
    """An indicator's values at the study's time: how many count, their years and ages, how many are too old.

    `share_stale` is the share of the units with any value so far whose latest one is older than `max_age` (None: no
    such limit). `lost` counts the units that had a value that no longer counts.
    """

    indicator: str
    name: str
    max_age: int | None
    n: int
    newest: int | None
    median: float | None
    oldest: int | None
    median_age: float | None
    stale: int
    share_stale: float | None
    lost: int


@dataclass(frozen=True, slots=True)
class Lost:
    """A value that a unit had and that no longer counts: its year, age and value, and the rank of the unit then.

    `rank` is among the `ranked` units that had a value that counted at the end of that year, per denominator where
    the indicator has one; None where the value did not count even then, such as one without a denominator.
    """

    unit: str
    unit_name: str
    indicator: str
    name: str
    year: int
    age: int
    value: float
    status: str
    rank: int | None
    ranked: int
    why: str


@dataclass(frozen=True, slots=True)
class Freshness:
    """The ages of a study's values, and the values that were lost, the most recent first."""

    study: Study
    indicators: tuple[Age, ...]
    lost: tuple[Lost, ...]

    def to_json(self) -> dict[str, object]:
        """The rule and the tables as JSON."""
        return {"rule": RULE, **{key: [asdict(row) for row in getattr(self, key)] for key in ("indicators", "lost")}}


def freshness(study: Study) -> Freshness:
    """How fresh every indicator is at the study's time, and what is missing that was there before."""
    leaves, codes = study.indicators, [unit.code for unit in study.units]
    # The cube carries every value without end: what it has and the table has not is lost.
    cube = study.observations.cube(codes, [leaf.id for leaf in leaves], (study.time,))
    latest, year = cube.values[0], np.ceil(cube.when[0] - _EPS) - 1
    counts = np.isfinite(observed(study, (study.time,)).values[0])
    gone = np.isfinite(latest) & ~counts
    then = sorted({int(each) for each in year[gone]})
    ranks, ranked = _ranks(study, then)
    lost = []
    for u, i in np.argwhere(gone):
        y, leaf = then.index(int(year[u, i])), leaves[i]
        age = study.time - int(year[u, i])
        row = cube.frame.row(int(cube.row[0, u, i]), named=True)
        told = number(ranks[y, u, i])
        lost.append(
            Lost(
                codes[u],
                study.units[u].name,
                leaf.id,
                leaf.name,
                int(year[u, i]),
                age,
                float(latest[u, i]),
                str(row["status"]),
                None if told is None else int(told),
                int(ranked[y, i]),
                _why(study, leaf, age),
            )
        )
    lost.sort(key=lambda each: (each.age, each.indicator, each.unit))
    ages = tuple(_age(study, leaf, year[:, i], counts[:, i], gone[:, i]) for i, leaf in enumerate(leaves))
    return Freshness(study, ages, tuple(lost))


def _why(study: Study, leaf: Indicator, age: int) -> str:
    most = study.max_age(leaf)
    if most is not None and age > most:
        return f"older than {most} year{'s' * (most != 1)}"
    return f"no value of {study.time} itself" if age else f"no {leaf.denominator} to divide by"


def _age(study: Study, leaf: Indicator, year: Floats, counts: Floats, gone: Floats) -> Age:
    known, used = year[np.isfinite(year)], year[counts.astype(bool)]
    most = study.max_age(leaf)
    stale = 0 if most is None else int((study.time - known > most).sum())
    middle = float(np.median(used)) if used.size else None
    return Age(
        indicator=leaf.id,
        name=leaf.name,
        max_age=most,
        n=int(used.size),
        newest=int(used.max()) if used.size else None,
        median=middle,
        oldest=int(used.min()) if used.size else None,
        median_age=None if middle is None else study.time - middle,
        stale=stale,
        share_stale=stale / known.size if known.size else None,
        lost=int(gone.sum()),
    )


def _ranks(study: Study, years: list[int]) -> tuple[Floats, Floats]:
    """Ranks of the values that counted at the end of each year (years x units x indicators), and how many did."""
    if not years:
        return np.empty((0, 0, 0)), np.empty((0, 0))
    x = observed(study, years).values * np.array([leaf.direction for leaf in study.indicators], dtype=float)
    known = np.isfinite(x)
    ordered = np.sort(np.where(known, x, -np.inf), axis=1)
    place = np.full(x.shape, np.nan)
    for y, i in np.ndindex(x.shape[0], x.shape[2]):
        # The rank is one more than the number of units that are ahead.
        place[y, :, i] = x.shape[1] - np.searchsorted(ordered[y, :, i], x[y, :, i], side="right") + 1
    return np.where(known, place, np.nan), known.sum(axis=1).astype(float)
