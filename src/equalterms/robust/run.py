"""Score a study under many draws: the definition, and the compiled way that gives the same numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from threading import local

import numpy as np

from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Study
from equalterms.robust.draw import Draws, applied, draw, weighing
from equalterms.robust.engine import Engine, weightings
from equalterms.robust.order import Places, counts, empty, places, quantile
from equalterms.scores import Scores, score
from equalterms.variations import factors

__all__ = ["Progress", "Robustness", "by_definition", "compiled", "robustness", "weightings"]

MOST_RUNS = 10_000_000
_CELLS = 700_000
_FEWEST = 256

Progress = Callable[[int, int], None]
"""Told how many runs are done, and of how many."""


@dataclass(frozen=True)
class Robustness:
    """The ranks of one node's units under every draw, and what follows from them.

    `places` are ranks as whole numbers (runs x units), 0 where a run gives none. `wanted` is how many runs were
    asked for: more than were made where the work was interrupted.
    """

    study: Study
    node: str
    seed: int
    places: Places
    nominal: Floats
    wanted: int

    @property
    def runs(self) -> int:
        """How many draws were scored."""
        return len(self.places)

    @property
    def interrupted(self) -> bool:
        """Whether fewer runs were made than asked for."""
        return self.runs < self.wanted

    @cached_property
    def draws(self) -> Draws:
        """What every run drew."""
        return draw(self.study, self.runs, self.seed)

    @cached_property
    def scores(self) -> Floats:
        """The scores of the node under every draw (runs x units), made again."""
        return compiled(self.study, self.draws, self.node)

    @cached_property
    def ranks(self) -> Floats:
        """The rank of each unit in each run (runs x units); NaN where a run gives it no score."""
        return np.where(self.places > 0, self.places, np.nan)

    @cached_property
    def counts(self) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
        """How often each unit has each rank (units x ranks)."""
        return counts(self.places)

    def interval(self, level: float = 0.9) -> tuple[Floats, Floats]:
        """The ranks between which a unit lies with probability `level`: observed ranks, cut outwards."""
        tail = (1 - level) / 2
        return quantile(self.counts, tail), quantile(self.counts, 1 - tail)

    def probability(self, rank: Floats | None = None) -> Floats:
        """The share of runs in which each unit has the given rank (its nominal one)."""
        stated = ranks(self.nominal) if rank is None else rank
        there = np.isfinite(stated)
        place = np.where(there, stated, 1).astype(int) - 1
        share = np.take_along_axis(self.counts, place[:, None], axis=1)[:, 0] / max(self.runs, 1)
        return np.where(there, share, np.nan)


def robustness(
    study: Study,
    runs: int = 1000,
    seed: int = 0,
    node: str | None = None,
    nominal: Scores | None = None,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Robustness:
    """Ranks of a node (the index) under `runs` draws of the study's `vary`.

    `nominal` are the study's scores as it stands, where they are already at hand. `jobs` threads share the work; the
    result is the same for any number. Where the work is interrupted, what was done is kept, and the result says so.
    """
    if not 1 <= runs <= MOST_RUNS:
        raise StudyError(f"runs is {runs}", "--runs", f"give a whole number from 1 to {MOST_RUNS}")
    if not 1 <= jobs <= 256:
        raise StudyError(f"jobs is {jobs}", "--jobs", "give a whole number from 1 to 256")
    target = node or study.root
    stated = nominal or score(study)
    if target not in stated.nodes:
        raise StudyError(
            f"{study.node(target).id} stands beside the tree: it has no score", study.name, "name a node of the tree"
        )
    made = Robustness(study, target, seed, empty(0, len(study.units)), stated.nodes[target], runs)
    return more(made, runs, jobs=jobs, progress=progress)


def more(made: Robustness, runs: int, *, jobs: int = 1, progress: Progress | None = None) -> Robustness:
    """The same with `runs` runs in all: those that were made stand, the others are added."""
    study, begin = made.study, made.runs
    found = factors(study)
    out = empty(runs, len(study.units))
    out[:begin] = made.places
    own = local()

    def work(start: int, stop: int) -> Places:
        if not hasattr(own, "engine"):
            own.engine = Engine(study, found, made.node)
        return places(own.engine.scores(draw(study, stop - start, made.seed, start, found)))

    done = begin
    try:
        for start, stop, part in _in_turn(work, blocks(begin, runs, len(study.units)), jobs):
            out[start:stop] = part
            done = stop
            if progress is not None:
                progress(done, runs)
    except KeyboardInterrupt:
        if done == 0:
            raise
    return replace(made, places=out[:done], wanted=max(runs, made.wanted))


def blocks(begin: int, runs: int, units: int) -> Iterator[tuple[int, int]]:
    """The runs cut into blocks at the same places however many are made, so that memory stays bounded."""
    size = max(_FEWEST, _CELLS // max(1, units))
    start = begin
    while start < runs:
        stop = min(runs, (start // size + 1) * size)
        yield start, stop
        start = stop


def _in_turn(
    work: Callable[[int, int], Places], blocks: Iterator[tuple[int, int]], jobs: int
) -> Iterator[tuple[int, int, Places]]:
    """The blocks' results in the order of the runs; a few blocks are ahead of what was taken."""
    if jobs == 1:
        for start, stop in blocks:
            yield start, stop, work(start, stop)
        return
    pool = ThreadPoolExecutor(jobs)
    waiting: list[tuple[int, int, Future[Places]]] = []
    try:
        for start, stop in blocks:
            waiting.append((start, stop, pool.submit(work, start, stop)))
            if len(waiting) > 2 * jobs:
                first, last, future = waiting.pop(0)
                yield first, last, future.result()
        for first, last, future in waiting:
            yield first, last, future.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def by_definition(study: Study, draws: Draws, node: str | None = None) -> Floats:
    """The scores of a node in every run (runs x units): make each what-if, score it. Slow, and the truth."""
    found = np.full((draws.runs, len(study.units)), np.nan)
    at = {unit.code: u for u, unit in enumerate(study.units)}
    for run in range(draws.runs):
        varied = weighing(applied(study, draws.settings(run)))
        made = score(varied)
        if (node or study.root) in made.nodes:
            found[run, [at[unit.code] for unit in varied.units]] = made.nodes[node or study.root]
    return found


def compiled(study: Study, draws: Draws, node: str | None = None) -> Floats:
    """The same numbers as `by_definition`: runs that share their choices are scored together (see `Engine`)."""
    return Engine(study, draws.factors, node).scores(draws)
