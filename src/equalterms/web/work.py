"""Work beside the requests: threads, one for each question asked at once, with answers kept for the next."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from threading import Lock
from typing import Generic, TypeVar, overload

from equalterms.errors import StudyError

T = TypeVar("T")
THREADS = 2
MOST_WAITING = 1000


class BusyError(StudyError):
    """More work is waiting than can be done in a sensible time."""


@dataclass(slots=True)
class Job:
    """A piece of work that was begun: when, and what comes of it."""

    future: Future[object]
    begun: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """How long ago it was asked for."""
        return time.monotonic() - self.begun


class Kept(Generic[T]):
    """The latest answers by key: at most so many, and together at most so heavy. Any thread may ask."""

    def __init__(self, most: int, heaviest: int, weigh: Callable[[T], int]) -> None:
        self.most, self.heaviest, self.weigh = most, heaviest, weigh
        self.weight = 0
        self._held: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> T | None:
        """The answer of a key, which becomes the latest; None where it is not kept."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: Hashable, value: T) -> None:
        """Keep an answer; the oldest ones make room."""
        with self._lock:
            if key in self._held:
                self.weight -= self.weigh(self._held.pop(key))
            self._held[key] = value
            self.weight += self.weigh(value)
            while len(self._held) > self.most or (self.weight > self.heaviest and len(self._held) > 1):
                _, gone = self._held.popitem(last=False)
                self.weight -= self.weigh(gone)


class Work:
    """Threads that work, each question once however many ask it, and what they are at."""

    def __init__(self) -> None:
        self._swift = ThreadPoolExecutor(THREADS, "swift")
        self._slow = ThreadPoolExecutor(1, "slow")
        self._jobs: dict[str, Job] = {}

    @overload
    async def do(self, key: Hashable, make: Callable[[], T]) -> T: ...

    @overload
    async def do(self, key: Hashable, make: Callable[[], T], patience: float | None, slow: bool) -> T | str: ...

    async def do(
        self, key: Hashable, make: Callable[[], T], patience: float | None = None, slow: bool = False
    ) -> T | str:
        """What `make` gives, made in a thread; after `patience` seconds the name of the job, which goes on.

        What is `slow` has a thread of its own, so that it holds up nothing that is not.
        """
        name = name_of(key)
        job = self._jobs.get(name)
        if job is None:
            if len(self._jobs) >= MOST_WAITING:
                raise BusyError("too much is asked at once", remedy="ask again in a minute")
            job = Job((self._slow if slow else self._swift).submit(make))
            self._jobs[name] = job
            job.future.add_done_callback(lambda _: self._jobs.pop(name, None))
        made = asyncio.wrap_future(job.future)
        # Whoever stopped waiting does not look at what came of it: that is no mistake to be logged.
        made.add_done_callback(lambda done: done.cancelled() or done.exception())
        done, _ = await asyncio.wait({made}, timeout=patience)
        if not done:
            return name
        found: T = made.result()  # type: ignore[assignment]  # the job of this key makes a T
        return found

    def state(self, name: str) -> dict[str, object]:
        """Whether a job is still at work, and for how long."""
        job = self._jobs.get(name)
        waiting = [other for other in list(self._jobs.values()) if job and other.begun < job.begun]
        if job is None:
            return {"working": False, "seconds": 0.0, "before": 0}
        return {"working": True, "seconds": round(job.seconds, 1), "before": len(waiting)}

    def close(self) -> None:
        """Begin nothing more."""
        for threads in (self._swift, self._slow):
            threads.shutdown(wait=False, cancel_futures=True)


def name_of(key: Hashable) -> str:
    """The name of a job, which says nothing of what it is about."""
    return sha256(repr(key).encode()).hexdigest()[:20]
