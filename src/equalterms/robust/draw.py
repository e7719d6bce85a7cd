"""The draws of a study's `vary`: numbers in [0, 1) for each factor and run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
import polars as pl
from numpy.typing import NDArray

from equalterms.methods.arrays import Floats
from equalterms.model import Study
from equalterms.variations import Factor, Setting, factors, what_if

_LATE = {"every": 1, "drop": 2}


@dataclass(frozen=True)
class Draws:
    """The factors and the numbers drawn for them (runs x numbers; a factor takes one or more)."""

    factors: tuple[Factor, ...]
    numbers: Floats

    @property
    def runs(self) -> int:
        """How many runs were drawn."""
        return len(self.numbers)

    @cached_property
    def _cuts(self) -> tuple[int, ...]:
        return (0, *accumulate(factor.width for factor in self.factors))

    def of(self, k: int) -> Floats:
        """The numbers of factor k (runs x its width)."""
        return self.numbers[:, self._cuts[k] : self._cuts[k + 1]]

    def settings(self, run: int) -> tuple[Setting, ...]:
        """What a run sets, as after `--set`; what goes to every step and what is left out come last."""
        made = [setting for k, factor in enumerate(self.factors) for setting in factor.settings(self.of(k)[run])]
        return tuple(sorted(made, key=lambda setting: _LATE.get(setting[0].partition(".")[0], 0)))

    def groups(self, some: Sequence[int]) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """The runs that make the same choices in some factors: the first of them, and their numbers."""
        code = np.zeros(self.runs, dtype=np.int64)
        for k in some:
            # A choice that is listed twice is the same choice.
            alike = np.unique(np.array(self.factors[k].choices), return_inverse=True)[1].ravel()
            own = alike[self.factors[k].chosen(self.of(k))]
            code = np.unique(code * len(alike) + own, return_inverse=True)[1].ravel()
        order = np.argsort(code, kind="stable")
        cuts = np.flatnonzero(np.diff(code[order])) + 1
        for members in np.split(order, cuts):
            if members.size:
                yield int(members[0]), members

    def frame(self, start: int = 0) -> pl.DataFrame:
        """Every draw, a row a run, so that any run can be made again; `start` is the first run's number."""
        columns = [pl.Series("run", range(start, start + self.runs))]
        for k, factor in enumerate(self.factors):
            made = factor.columns(self.of(k))
            columns += [pl.Series(name, values) for name, values in zip(factor.names, made, strict=True)]
        seen: Counter[str] = Counter()
        for k, column in enumerate(columns):
            seen[column.name] += 1
            # Entries may share a name, as two that leave something out: the second is `drop 2`.
            if seen[column.name] > 1:
                columns[k] = column.alias(f"{column.name} {seen[column.name]}")
        return pl.DataFrame(columns)


def draw(study: Study, runs: int, seed: int, start: int = 0, known: tuple[Factor, ...] | None = None) -> Draws:
    """`runs` independent draws of everything that the study lets vary, from run number `start` on.

    The numbers of a run depend on the seed and on its number alone, so that parts make the whole. `known` are the
    study's factors, where they are already at hand.
    """
    found = factors(study) if known is None else known
    width = sum(factor.width for factor in found)
    bits = np.random.PCG64(seed)
    bits.advance(start * width)
    return Draws(found, np.random.Generator(bits).random((runs, width)))


def applied(study: Study, settings: Sequence[Setting]) -> Study:
    """The study after settings; what an earlier one has left out already need not be left out again."""
    varied = study
    for key, text in settings:
        gone = key == "drop" and not _stands(varied, text) and _stands(study, text)
        varied = varied if gone else what_if(varied, key, text)
    return varied


def weighing(study: Study) -> Study:
    """The study without the pillars below which nothing weighs anything: a run may have left out the rest."""
    while bare := [pillar.id for pillar in study.pillars if pillar.parent and not _weighs(study, pillar.id)]:
        study = what_if(study, "drop", bare[-1])
    return study


def _weighs(study: Study, pillar: str) -> bool:
    return any(child.weight != 0 for child in study.children(pillar))


def _stands(study: Study, name: str) -> bool:
    return any(unit.code == name for unit in study.units) or any(node.id == name for node in study.nodes)
