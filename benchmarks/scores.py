"""How long a table takes, and how that grows.

Usage: python benchmarks/scores.py

Each figure is the best of five after a warm-up; memory is the peak of the process.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable

import numpy as np
import polars as pl

from equalterms.methods.arrays import ranks
from equalterms.model import Indicator, Observations, Pillar, Recipe, Step, Study, Unit, Variation
from equalterms.scores import score

PER_PILLAR = 10


def study(units: int, indicators: int) -> Study:
    """A random study of two levels: skewed positive values, ten indicators a pillar."""
    values = np.random.default_rng(0).lognormal(size=(units, indicators))
    nodes: list[Pillar | Indicator] = [Pillar("index", "", "Index")]
    for first in range(0, indicators, PER_PILLAR):
        pillar = f"pillar{first}"
        nodes.append(Pillar(pillar, "index", pillar, 1.0))
        last = min(first + PER_PILLAR, indicators)
        nodes += [Indicator(f"i{k}", pillar, f"i{k}", "value", 1) for k in range(first, last)]
    codes = [f"U{u:05d}" for u in range(units)]
    frame = pl.DataFrame(
        {
            "unit": np.repeat(codes, indicators),
            "indicator": np.tile([f"i{k}" for k in range(indicators)], units),
            "value": values.ravel(),
        }
    ).with_columns(time=pl.lit("2024"), when=pl.lit(2025.0), status=pl.lit("A"), source=pl.lit("s"))
    return Study(
        name="bench",
        title="Benchmark",
        time=2024,
        nodes=tuple(nodes),
        units=tuple(Unit(code, code) for code in codes),
        observations=Observations(frame),
        sources={},
        recipe=Recipe(normalise=Step("minmax", {"low": 1.0})),
        vary=(
            Variation("weights", {"noise": 0.25}),
            Variation("normalise", {"choices": ("minmax(low=1)", "percentile_rank(low=1)", "zscore(mean=50, sd=5)")}),
            Variation("aggregate", {"choices": ("arithmetic", "geometric")}),
            Variation("leave_out", {"what": "indicators"}),
        ),
    )


def best(work: Callable[[], object], times: int = 5) -> float:
    """The shortest of several runs after one that is not counted, in milliseconds."""
    work()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return 1000 * min(found)


def main() -> None:
    """Print the figures."""
    print("from observations to ranks")
    for units, indicators in ((50, 25), (100, 50), (200, 100), (1000, 100), (5000, 300)):
        made = study(units, indicators)
        print(f"  {units:5d} x {indicators:3d}: {best(lambda s=made: ranks(score(s).index)):9.2f} ms")  # type: ignore[misc]
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
