"""Runs on many machines: blocks of them go to the workers of a Dask cluster and come back in their order.

The numbers of a run depend on the seed and on its own number alone. So it is the same to the byte who makes it, and a
worker that dies costs time and nothing else: the scheduler gives its blocks to another.
"""

from __future__ import annotations

import pickle
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import local
from typing import TYPE_CHECKING, Any

from equalterms.contracts import own
from equalterms.errors import StudyError
from equalterms.model import Study
from equalterms.robust.distribution import Make
from equalterms.robust.draw import draw
from equalterms.robust.engine import Engine
from equalterms.robust.order import Places, empty, places
from equalterms.robust.run import Progress, Robustness, blocks, robustness
from equalterms.variations import factors

if TYPE_CHECKING:
    from distributed import Client

AHEAD = 4
"""Blocks for each worker that are handed out ahead: more would fill its memory, fewer would leave it idle."""


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the scheduler at an address, or of processes on this machine alone (`local:4`).

    A StudyError where the extra is not installed, the address is none or nobody answers.
    """
    try:
        import distributed
    except ImportError:
        raise StudyError("--cluster needs Dask", "--cluster", "pip install 'equalterms[cluster]'") from None
    kind, _, count = address.partition(":")
    if kind == "local":
        if not count.isdecimal() or not 1 <= int(count[:4]) <= 256:
            raise StudyError(f"the cluster is {address[:60]!r}", "--cluster", "write local:2, or a scheduler's address")
        with (
            distributed.LocalCluster(
                n_workers=int(count), threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            yield client
        return
    try:
        client = distributed.Client(address, timeout="5s")
    except (OSError, ValueError, TypeError) as error:
        said = f"{address[:60]} cannot be reached: {type(error).__name__}"
        raise StudyError(said, "--cluster", "give a scheduler's address, tcp://host:8786") from None
    with client:
        yield client


def there(
    client: Client,
    study: Study,
    seed: int = 0,
    node: str | None = None,
    progress: Progress | None = None,
    methods: str = "",
) -> Make:
    """Runs made by the workers of a cluster; what was made before stands.

    The study goes to each worker that works on it once. `methods` is the file of a user's own methods, which must be
    there on every worker. StudyError where workers die again and again.
    """
    target = study.node(node or study.root).id

    def make(runs: int, before: Robustness | None) -> Robustness:
        begun = before or replace(robustness(study, 1, seed, target), wanted=runs)
        out = empty(runs, len(study.units))
        out[: begun.runs] = begun.places
        done = begun.runs
        try:
            for start, stop, part in _made(client, (study, target, seed, methods), begun.runs, runs):
                out[start:stop] = part
                done = stop
                if progress is not None:
                    progress(done, runs)
        except KeyboardInterrupt:
            # What is done is kept, and said to be less than what was wanted.
            pass
        return replace(begun, places=out[:done], wanted=max(runs, begun.wanted))

    return make


def _made(
    client: Client, task: tuple[Study, str, int, str], begin: int, runs: int
) -> Iterator[tuple[int, int, Places]]:
    """The blocks in their order; a few a worker are ahead of what was taken."""
    from cloudpickle import dumps
    from dask import config
    from distributed import KilledWorker

    # A task, not data laid out: when all that hold it are gone it is made again.
    with config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"}):
        job = client.submit(_Job, dumps(task), pure=False)
    todo = blocks(begin, runs, len(task[0].units))
    waiting: deque[tuple[int, int, Any]] = deque()
    while True:
        ahead = AHEAD * max(1, len(client.scheduler_info()["workers"]))
        while len(waiting) < ahead and (block := next(todo, None)) is not None:
            waiting.append((*block, client.submit(_work, job, *block, pure=False)))
        if not waiting:
            return
        start, stop, future = waiting.popleft()
        try:
            yield start, stop, future.result()
        except KilledWorker:
            raise StudyError("workers die again and again", "--cluster", "give them more memory") from None


class _Job:
    """What a worker keeps of a study between blocks: a prepared engine for each of its threads."""

    def __init__(self, packed: bytes) -> None:
        self.study, self.node, self.seed, methods = pickle.loads(packed)  # noqa: S301  # from this program's own client
        if methods and "equalterms_own_methods" not in sys.modules:
            own(methods)
        self._packed, self._own = packed, local()

    def __reduce__(self) -> tuple[type[_Job], tuple[bytes]]:
        """From one worker to another it goes as it came."""
        return _Job, (self._packed,)

    def places(self, start: int, stop: int) -> Places:
        """The ranks of a block of runs."""
        if not hasattr(self._own, "engine"):
            self._own.engine = Engine(self.study, factors(self.study), self.node)
        return places(self._own.engine.scores(draw(self.study, stop - start, self.seed, start)))


def _work(job: _Job, start: int, stop: int) -> Places:
    """The ranks of a block of runs, on a worker."""
    return job.places(start, stop)
