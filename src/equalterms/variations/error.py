"""Observations with an error of measurement: every value moved by a normal number of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from equalterms.errors import StudyError, nearest
from equalterms.methods.arrays import Floats
from equalterms.model import Observations, Study
from equalterms.model.observations import Cube, Shock
from equalterms.steps import finite

STATUSES = {"estimated": "E", "provisional": "P", "imputed": "I", "normal": "A"}
SUFFIX = "_se"
_Words = NDArray[np.uint64]


def written(draw: int, shares: Mapping[str, float]) -> str:
    """A draw of errors as a setting says it: `3 estimated=0.1 provisional=0.05`."""
    return " ".join([str(draw), *(f"{name}={share!r}" for name, share in shares.items() if share)])


def shaken(study: Study, text: str) -> Study:
    """The study with the errors that `text` says (`error=3 estimated=0.1`); those of before are replaced."""
    first, *rest = text.split() or [""]
    if not first.isdigit() or not 1 <= int(first) < 2**31:
        raise StudyError(f"error is {text[:60]!r}", remedy="write a draw's number and shares: 1 estimated=0.1")
    shares: dict[str, float] = {}
    for part in rest:
        name, _, share = part.partition("=")
        if name not in STATUSES:
            raise StudyError(f"no status is called {name[:60]!r}", remedy=nearest(name, STATUSES))
        try:
            shares[STATUSES[name]] = finite(share)
        except ValueError:
            raise StudyError(f"{name} is {share[:40]!r}, not a number", remedy="give a share such as 0.1") from None
    plain = study.observations.plain if isinstance(study.observations, Shaken) else study.observations
    known = {node.id for node in study.nodes}
    stated = frozenset(id for id in known if id + SUFFIX in known)
    return replace(study, observations=Shaken(plain, int(first), shares, stated))


class Shaken(Observations):
    """Plain observations whose values carry errors where a table asks for them; rows and evidence are as published."""

    def __init__(self, plain: Observations, draw: int, shares: Mapping[str, float], stated: frozenset[str]) -> None:
        self.plain = plain
        self._draw = draw
        self._shares = shares
        self._stated = stated

    @property
    def frame(self) -> pl.DataFrame:
        """Every row as published."""
        return self.plain.frame

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self.plain.height

    def covers(self, year: int) -> bool:
        """Whether any value is known by the end of a year."""
        return self.plain.covers(year)

    def ranked(self, indicators: Sequence[str]) -> list[str]:
        """The units that have a value of any of the indicators, in order."""
        return self.plain.ranked(indicators)

    def sources(self) -> dict[str, int]:
        """How many rows each source has."""
        return self.plain.sources()

    def shocked(self, indicator: str, units: Sequence[str], year: int, change: Shock) -> Observations:
        """The plain observations after the shock, with the same errors."""
        return Shaken(self.plain.shocked(indicator, units, year, change), self._draw, self._shares, self._stated)

    def span(self) -> tuple[int, int]:
        """The first and the last year that has a value."""
        return self.plain.span()

    def rows(self, unit: str | None = None, indicator: str | None = None) -> pl.DataFrame:
        """Every row of a unit, of an indicator or of both, as published."""
        return self.plain.rows(unit, indicator)

    def cube(self, units: Sequence[str], indicators: Sequence[str], years: Sequence[int]) -> Cube:
        """The latest values with their errors; an observation has the same error in whatever table it stands."""
        errors = [id + SUFFIX for id in indicators if id in self._stated]
        cube = self.plain.cube(units, [*indicators, *errors], years)
        own = len(indicators)
        values, when, row = cube.values[..., :own], cube.when[..., :own], cube.row[..., :own]
        z = _normal(self._draw, units, indicators, when)
        share = self._share(cube.frame, row)
        s = np.sqrt(np.log1p(share**2))
        moved = values * np.exp(s * z - s**2 / 2)
        for k, id in enumerate(indicators):
            if id in self._stated:
                spread = cube.values[..., own + errors.index(id + SUFFIX)]
                moved[..., k] = np.where(np.isnan(spread), moved[..., k], values[..., k] + spread * z[..., k])
        return Cube(moved, when, row, cube.frame)

    def _share(self, frame: pl.DataFrame, row: NDArray[np.int64]) -> Floats:
        status = frame["status"]
        share = np.zeros(len(status) + 1)
        for code, size in self._shares.items():
            share[:-1] = np.where((status == code).fill_null(False).to_numpy(), size, share[:-1])
        return share[row]


def _normal(draw: int, units: Sequence[str], indicators: Sequence[str], when: Floats) -> Floats:
    """A normal number for each observation, from nothing but the draw, its unit, its indicator and its time."""
    u = np.array([crc32(name.encode()) for name in units], dtype=np.uint64)
    i = np.array([crc32(name.encode()) for name in indicators], dtype=np.uint64)
    word = _mixed((u[:, None] << np.uint64(32)) | i[None, :])
    word = _mixed(word ^ np.nan_to_num(when).view(np.uint64))
    word = _mixed(word ^ np.uint64(draw))
    one, two = _uniform(word), _uniform(_mixed(word))
    return np.asarray(np.sqrt(-2 * np.log1p(-one)) * np.cos(2 * np.pi * two))


def _mixed(word: _Words) -> _Words:
    """A step of SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2714064.2660195)."""
    word = word + np.uint64(0x9E3779B97F4A7C15)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


def _uniform(word: _Words) -> Floats:
    return (word >> np.uint64(11)).astype(float) * 2.0**-53
