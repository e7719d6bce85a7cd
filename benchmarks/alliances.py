"""How long blocs take: exact and closed-form contributions, a bloc with its interval, partners, the network.

Usage: python benchmarks/alliances.py
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from equalterms.alliances import contributions, network, partners, pooled
from equalterms.files import load
from equalterms.methods.shapley import best_of


def timed(work: Callable[[], object], times: int = 3) -> float:
    """The best of some runs, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> None:
    """Print a line for each task."""
    study = load("ai-capability")
    twenty, union = pooled(study, "BRICS:any - SAU", runs=0), pooled(study, "EU", runs=0)
    points = np.random.default_rng(0).random((27, len(study.indicators)))
    tasks: list[tuple[str, Callable[[], object], int]] = [
        ("best-of shares of 27 members, closed form", lambda: best_of(points), 20),
        ("Shapley of 20 members, exact, re-scored", lambda: contributions(twenty, exact=20), 1),
        ("Shapley of 27 members, 2000 orders", lambda: contributions(union), 1),
        ("a bloc's scores, no interval", lambda: pooled(study, "BRICS", runs=0), 3),
        ("a bloc's scores with 200 runs", lambda: pooled(study, "BRICS"), 3),
        ("partners of one among all, 200 runs", lambda: partners(study, "RUS"), 1),
        ("network of 60 countries, 100 searches", lambda: network(study), 1),
    ]
    for name, work, times in tasks:
        print(f"{name:45} {1000 * timed(work, times):10.2f} ms")


if __name__ == "__main__":
    main()
