"""The same work by Equal Terms, by plain pandas and by pymcdm, side by side in one run.

Usage: python benchmarks/peers.py        (pip install pandas pymcdm for the peers)

From raw values to ranks: min-max, means of ten indicators a pillar, mean of the pillars, ranks. Then methods that
compare units. Each figure is the best of five after a warm-up, in milliseconds; answers are compared before times.
"""

from __future__ import annotations

import functools
import resource
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from equalterms.methods import aggregate
from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Observations, Step, Study
from equalterms.scores import score, scored
from scores import PER_PILLAR, best, study


def panel(units: int, indicators: int, years: int) -> Study:
    """A random panel: the benchmark's study with lognormal values for each year."""
    base = study(units, indicators)
    frame, rng = base.observations.frame, np.random.default_rng(1)
    frames = [
        frame.with_columns(value=pl.Series(rng.lognormal(size=frame.height)), when=pl.lit(float(year + 1)))
        for year in range(2025 - years, 2025)
    ]
    recipe = replace(base.recipe, normalise=Step("minmax", {"over": "all"}), max_age=0)
    span = tuple(range(2025 - years, 2025))
    return replace(base, observations=Observations(pl.concat(frames)), recipe=recipe, years=span)


def in_pandas(long: Any) -> Any:
    """The ranks of a long data frame of observations, as one would write it in pandas: pivot, scale, two means."""
    table = long.pivot(index="unit", columns="indicator", values="value")
    table = table[sorted(table.columns, key=lambda name: int(name[1:]))]
    low, high = table.min(), table.max()
    scaled = 1 + 99 * (table - low) / (high - low)
    pillars = np.arange(table.shape[1]) // PER_PILLAR
    return scaled.T.groupby(pillars).mean().T.mean(axis=1).rank(ascending=False, method="min")


_PAIRS = {"topsis": "TOPSIS", "vikor": "VIKOR", "edas": "EDAS", "promethee": "PROMETHEE_II", "copeland": ""}


def line(name: str, ours: float, theirs: float | None = None) -> None:
    """A row of the report."""
    beside = "" if theirs is None else f"{theirs:12.2f} {theirs / ours:10.1f}x"
    print(f"{name:46} {ours:10.2f} {beside}")


def beside_pandas() -> None:
    """From raw to ranks, beside pandas on the same values."""
    print(f"{'raw to ranks, ms':46} {'Equal Terms':>10} {'pandas':>12}")
    for units, indicators in ((200, 100), (1000, 100), (5000, 300)):
        mine = study(units, indicators)
        try:
            import pandas as pd
        except ImportError:
            line(f"{units} x {indicators}", best(lambda mine=mine: score(mine).rank()))  # type: ignore[misc]
            continue
        frame = mine.observations.frame
        long = pd.DataFrame({name: frame[name].to_list() for name in ("unit", "indicator", "value")})
        assert np.array_equal(in_pandas(long).to_numpy(), score(mine).rank())
        theirs = best(lambda long=long: in_pandas(long))  # type: ignore[misc]
        line(f"{units} x {indicators}", best(lambda mine=mine: score(mine).rank()), theirs)  # type: ignore[misc]
    whole = panel(200, 100, 20)
    line("panel 200 x 100 x 20, one scale for all years", best(lambda: [s.rank() for s in scored(whole, whole.years)]))


def beside_pymcdm() -> None:
    """Methods that compare units, beside pymcdm on the same values and weights."""
    print(f"\n{'one table, ms':46} {'Equal Terms':>10} {'pymcdm':>12}")
    x: Floats = np.random.default_rng(2).uniform(1, 99, (200, 10))
    w = np.full(10, 0.1)
    try:
        from pymcdm import methods as peers
        from pymcdm.normalizations import vector_normalization
    except ImportError:
        peers = None
    types = np.ones(10)
    for name, theirs in _PAIRS.items():
        ours = best(functools.partial(aggregate[name], x, w))
        if peers is None or not theirs:
            line(f"{name} 200 x 10", ours)
            continue
        options = {"PROMETHEE_II": ("usual",), "TOPSIS": (vector_normalization,)}.get(theirs, ())
        method = getattr(peers, theirs)(*options)
        agree = np.array_equal(ranks(method(x, w, types), descending=name != "vikor"), ranks(aggregate[name](x, w)))
        said = "" if agree else "  (ranks differ)"
        line(f"{name} 200 x 10{said}", ours, best(functools.partial(method, x, w, types)))


def main() -> None:
    """Print the figures."""
    beside_pandas()
    beside_pymcdm()
    print(f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
