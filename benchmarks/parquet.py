"""A hundred million observations in Parquet: how long `rank --at` takes, and how much memory.

Usage: python benchmarks/parquet.py FOLDER [days|quarters|shuffled]        (writes some 800 MB into FOLDER)

`days`: 200 units x 60 indicators x 8,334 days. `quarters`: 200 units x 5,000 indicators x 100 quarters, of which 60
indicators are in the tree, in the order of indicator, unit, time; `shuffled`: the same in no order.
"""

from __future__ import annotations

import datetime
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from equalterms.countries import countries

SHAPES = {"days": (60, 8334), "quarters": (5000, 100), "shuffled": (5000, 100)}
UNITS, TREE = 200, 60


def write(home: Path, shape: str) -> None:
    """The study's folder: a tree of 60 indicators, and the file of observations."""
    indicators, length = SHAPES[shape]
    home.mkdir(parents=True, exist_ok=True)
    codes = list(countries())[:UNITS]
    if shape == "days":
        times = [str(datetime.date(2000, 1, 1) + datetime.timedelta(days=k)) for k in range(length)]
    else:
        times = [f"{year}-Q{k}" for year in range(1998, 2023) for k in (1, 2, 3, 4)]
    named = ", ".join(f'"{code}"' for code in codes)
    (home / "study.yaml").write_text(
        f"title: Large\ntime: 2022\nlicence: CC0-1.0\nunits: [{named}]\nrecipe: {{normalise: minmax(low=1)}}\n"
        "sources: {s: {title: Random numbers, licence: CC0-1.0}}\n"
    )
    rows = [f"i{k},{f'p{k // 10}' if k < TREE else 'none'},I{k},value,1,1\n" for k in range(indicators)]
    pillars = [f"p{p},index,P{p},,,1\n" for p in range(TREE // 10)]
    (home / "indicators.csv").write_text(
        "id,parent,name,measure,direction,weight\nindex,,Index,,,\n" + "".join([*pillars, *rows])
    )
    chance, step = np.random.default_rng(0), max(1, indicators // 100)
    names, units, moments = pl.Series([f"i{k}" for k in range(indicators)]), pl.Series(codes), pl.Series(times)

    def part(first: int) -> pl.LazyFrame:
        size = step * UNITS * length
        place = np.arange(size)
        if shape == "shuffled":
            # Every indicator in every part: part k holds the times k, k + 100, ... in a random order.
            place = chance.permutation(size)
        unit = np.tile(np.repeat(np.arange(UNITS), length), step)[place]
        which = np.repeat(np.arange(first, first + step), UNITS * length)[place]
        when = np.tile(np.arange(length), step * UNITS)[place]
        columns = {"unit": units.gather(unit), "indicator": names.gather(which), "time": moments.gather(when)}
        values = {"value": chance.lognormal(size=size), "source": pl.repeat("s", size, eager=True)}
        return pl.DataFrame({**columns, **values}).lazy()

    parts = [part(first) for first in range(0, indicators, step)]
    if shape == "shuffled":
        chance.shuffle(parts)
    pl.concat(parts).sink_parquet(home / "observations.parquet", row_group_size=1_000_000)


def main() -> None:
    """Write the file if it is not there, and print time and memory of three runs."""
    home, shape = Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "days"
    if not (home / "observations.parquet").exists():
        write(home, shape)
    for _ in range(3):
        start = time.perf_counter()
        command = [sys.executable, "-m", "equalterms", "rank", "--study", str(home), "--at", "2020", "--json"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{shape}: rank --at 2020 in {seconds:.2f} s, at most {peak:.0f} MiB")


if __name__ == "__main__":
    main()
