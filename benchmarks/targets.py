"""How long judging takes: 100,000 targets by every method on arrays, and as whole targets with their words.

Usage: python benchmarks/targets.py

Each figure is the best of three after a warm-up; memory is the peak of the process.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

import numpy as np

from equalterms.methods import pace
from equalterms.methods.pace import Track, track
from equalterms.methods.pace_class import Episodes, episodes
from equalterms.model import Target
from equalterms.progress import Point, Rules, Series, judge

MANY = 100_000
POINTS = 8


def shares(many: int) -> Track:
    """Random shares with eight values each, to be raised by 2030."""
    rng = np.random.default_rng(0)
    values = np.clip(rng.uniform(5, 60, (many, 1)) + rng.normal(1, 1, (many, POINTS)).cumsum(axis=1), 1, 98)
    years = np.tile(np.arange(2018.0, 2018 + POINTS), (many, 1))
    goal = np.clip(values[:, -1] + rng.uniform(2, 30, many), 3, 99)
    return track(direction=1, values=values, years=years, goal=goal, goal_year=2030, floor=0, ceiling=100)


def panel() -> Episodes:
    """What 150 countries did in 30 years, as a reference class."""
    values = np.random.default_rng(1).normal(1, 1, (150, 30)).cumsum(axis=1) + 20
    return episodes(values, np.arange(1995.0, 2025), 5)


def best(work: Callable[[], object], times: int = 3) -> float:
    """The shortest of several runs after one that is not counted, in milliseconds."""
    work()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return 1000 * min(found)


def everything(on: Track, among: Episodes) -> None:
    """Every method of the family on the same targets, with the bands of each."""
    for name in pace:
        options: dict[str, object] = {"reference_class": {"among": among}}.get(name, {})
        made = pace[name](on, **options)
        _ = made.band, made.edge


def main() -> None:
    """Print the figures."""
    on, among = shares(MANY), panel()
    print(f"{MANY:,} targets on arrays")
    for name in pace:
        options: dict[str, object] = {"reference_class": {"among": among}}.get(name, {})
        print(f"  {name:16s} {best(lambda n=name, o=options: pace[n](on, **o)):8.1f} ms")  # type: ignore[misc]
    print(f"  all, with bands  {best(lambda: everything(on, among)):8.1f} ms")
    aims = [
        Target("XAA", f"t{k}", float(on.goal[k]), "2030", 1, "%", "share", float(on.start[k]), "2018")
        for k in range(MANY)
    ]
    seen = [Series(tuple(Point(str(2018 + p), float(on.values[k, p])) for p in range(POINTS))) for k in range(MANY)]
    print(f"  as whole targets {best(lambda: judge(aims, seen, Rules(now=2025)), 2):8.1f} ms")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
