"""How long exact answers take: bounds of all units, one swap, one reach, SMAA.

Usage: python benchmarks/bounds.py

Random studies of one level without gaps, and the embedded study of 138 units with its gaps. Seconds, once each. The
last, 138 units by 42 parts that have nothing to do with each other, takes minutes: most ranks are then open to most.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from equalterms.files import load
from equalterms.model import Observations, Study
from equalterms.robust.acceptability import acceptability
from equalterms.robust.bounds import Bounds, bounds
from equalterms.robust.reach import reach
from equalterms.robust.swap import swap
from scores import study as random_study


def flat(units: int, parts: int) -> Study:
    """A random study of one level: every indicator right below the index."""
    base = random_study(units, parts)
    nodes = tuple(replace(node, parent=base.root, weight=1.0 + i % 4) for i, node in enumerate(base.indicators))
    kept = base.observations.frame
    return replace(base, nodes=(base.node(base.root), *nodes), observations=Observations(kept))


def timed(name: str, work: Callable[[], object]) -> None:
    """A row of the report; of bounds, how many are proven to meet."""
    start = time.perf_counter()
    made = work()
    told = ""
    if isinstance(made, Bounds):
        scored = [row for row in made.rows if row.rank is not None]
        told = f"{sum(row.exact for row in scored)} of {len(scored)} exact"
    print(f"{name:44} {time.perf_counter() - start:8.2f} s   {told}")


def main() -> None:
    """All figures."""
    embedded = load("ai-capability")
    timed("bounds 83 x 7, stated order", partial(bounds, flat(83, 7), over="order"))
    timed("bounds of the embedded index, noise 25%", lambda: bounds(embedded))
    timed("bounds of the embedded index, all levels", lambda: bounds(embedded, leaves=True))
    timed("swap in the embedded index", lambda: swap(embedded, "RUS", "IND"))
    timed("reach in the embedded index", lambda: reach(embedded, "RUS", 30))
    timed("SMAA of the embedded index, 10,000 draws", lambda: acceptability(embedded))
    for units, parts in ((83, 7), (138, 42)):
        made = flat(units, parts)
        timed(f"bounds {units} x {parts}, noise 25%", partial(bounds, made))


if __name__ == "__main__":
    main()
