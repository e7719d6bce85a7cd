"""The draws of a study's `vary`: one number in [0, 1) for each factor and run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from equalterms.methods.arrays import Floats
from equalterms.model import Study
from equalterms.variations import Factor, factors


@dataclass(frozen=True, slots=True)
class Draws:
    """The factors and the numbers drawn for them (runs x factors)."""

    factors: tuple[Factor, ...]
    numbers: Floats

    def settings(self, run: int) -> tuple[tuple[str, str], ...]:
        """What a run sets, as after `--set`; what is left out comes last, when all else is set."""
        pairs = zip(self.factors, self.numbers[run], strict=True)
        made = [setting for factor, u in pairs if (setting := factor.setting(float(u))) is not None]
        return tuple(sorted(made, key=lambda setting: setting[0] == "drop"))

    def column(self, k: int) -> Floats | list[str]:
        """What factor k was set to in every run: numbers, or the texts of its choices."""
        factor, u = self.factors[k], self.numbers[:, k]
        if factor.choices:
            return [factor.choices[int(i)] for i in u * len(factor.choices)]
        return factor.low + u * (factor.high - factor.low)

    def groups(self, discrete: list[int]) -> Iterator[tuple[int, NDArray[np.intp]]]:
        """The runs that share their choices in the `discrete` factors: one of them, and their numbers."""
        counts = np.array([len(self.factors[k].choices) for k in discrete])
        chosen = (self.numbers[:, discrete] * counts).astype(np.int64)
        _, first, member = np.unique(chosen, axis=0, return_index=True, return_inverse=True)
        for group, run in enumerate(first):
            yield int(run), np.flatnonzero(member.ravel() == group)

    def frame(self) -> pl.DataFrame:
        """Every draw, a row a run, so that any run can be made again."""
        names = [factor.key for factor in self.factors]
        series = [pl.Series(f"{name}", self.column(k)) for k, name in enumerate(names)]
        return pl.DataFrame([pl.Series("run", range(len(self.numbers))), *series])


def draw(study: Study, runs: int, seed: int) -> Draws:
    """`runs` independent draws of everything that the study lets vary."""
    found = factors(study)
    return Draws(found, np.random.default_rng(seed).random((runs, len(found))))
