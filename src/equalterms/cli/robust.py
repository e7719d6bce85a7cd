"""The command `robust`: rank distributions, and which choices matter."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from equalterms.cli.app import Common, command
from equalterms.cli.out import Output

if TYPE_CHECKING:
    import polars as pl

    from equalterms.model import Study
    from equalterms.page import Block
    from equalterms.robust.distribution import Distribution, Make
    from equalterms.robust.dominance import Dominance
    from equalterms.robust.run import Progress
    from equalterms.robust.sensitivity import Sensitivity

_Vary = Annotated[list[str] | None, typer.Option("--vary", help="What may vary: weights(noise=0.1) or a=b|c.")]
_Interval = Annotated[list[float] | None, typer.Option("--interval", help="The share of runs of an interval.")]
_Swap = Annotated[tuple[str, str], typer.Option("--swap", help="The least change that swaps two.", metavar="A B")]
_Reach = Annotated[tuple[str, int], typer.Option("--reach", help="What a rank would take.", metavar="UNIT RANK")]


@command
def robust(
    common: Common,
    level: Annotated[str, typer.Option("--level", help="A node of the tree.", metavar="NODE")] = "",
    runs: Annotated[str, typer.Option("--runs", help="How many draws, or auto: until the intervals settle.")] = "10000",
    vary: _Vary = None,
    interval: _Interval = None,
    jobs: Annotated[int, typer.Option("--jobs", help="Threads that share the work.")] = 1,
    cluster: Annotated[str, typer.Option("--cluster", help="Dask: a scheduler's address, or local:2.")] = "",
    sensitivity: Annotated[bool, typer.Option("--sensitivity", help="Which choices move the ranks.")] = False,
    dominance: Annotated[bool, typer.Option("--dominance", help="What no weighting undoes.")] = False,
    bounds: Annotated[bool, typer.Option("--bounds", help="Best and worst rank, as `bounds`.")] = False,
    swap: _Swap = ("", ""),
    reach: _Reach = ("", 0),
    draws: Annotated[str, typer.Option("--draws", help="Write every run's draws and ranks (.csv or .parquet).")] = "",
) -> Output:
    """How firm every rank is: its whole distribution, who is above whom, which choices matter.

    Examples:

      equalterms robust --runs auto --sensitivity --dominance

      equalterms robust --study hdi --vary weights(noise=0.5) --vary aggregate=arithmetic|geometric --json
    """
    from equalterms.cli.progress import bar
    from equalterms.pages.robust import robust as page
    from equalterms.robust.distribution import LEVELS, distribution, runs_of
    from equalterms.robust.dominance import dominance as order
    from equalterms.robust.sensitivity import sensitivity as shares
    from equalterms.variations import what_if

    study, node = common.load(), level or None
    if vary:
        study = what_if(study, "vary", "; ".join(vary))
    if draws:
        _refuse(draws)
    with bar(common, "runs") as told, _makers(study, common.seed, node, jobs, cluster, told) as make:
        made = distribution(study, runs_of(str(runs)), common.seed, node, levels=interval or LEVELS, make=make)
    above = order(study, level) if dominance else None
    with bar(common, "choices") as told:
        which = shares(study, seed=common.seed, node=node, progress=told) if sensitivity else None
    if draws:
        _written(made.draws(), Path(draws))
    exact, blocks = _exact(study, level, bounds, swap, reach)
    data = {**_data(made), **_more(which, above), **exact}
    flat = [{key: row[key] for key in row if key not in ("probabilities", "intervals")} for row in data["ranks"]]
    cut = made.robustness.interrupted
    return Output("robust", data, page(made, which, above, blocks), flat, study, interrupted=cut)


@contextmanager
def _makers(
    study: Study, seed: int, node: str | None, jobs: int, cluster: str, told: Progress | None
) -> Iterator[Make]:
    """What makes the runs: threads of this process, or a cluster for as long as it is needed."""
    from equalterms.robust.distribution import here

    if not cluster:
        yield here(study, seed, node, jobs, told)
        return
    from equalterms.robust.cluster import connected, there

    with connected(cluster) as client:
        yield there(client, study, seed, node, told, os.environ.get("EQUALTERMS_METHODS", ""))


def _data(made: Distribution) -> dict[str, Any]:
    """The distribution as JSON."""
    return {
        "node": made.node,
        "runs": made.robustness.runs,
        "wanted": made.robustness.wanted,
        "converged": made.converged,
        "ranks": [row.to_json() for row in made.rows],
        "units": [unit.code for unit in made.study.units],
        "pairs": [[round(float(p), 12) for p in row] for row in made.above],
        "groups": [list(group) for group in made.groups],
    }


def _more(which: Sensitivity | None, above: Dominance | None) -> dict[str, object]:
    """The shares of the choices and the partial order as JSON, empty where they were not asked for."""
    return {
        "sensitivity": [] if which is None else which.to_json(),
        "sensitivity_pairs": [] if which is None else which.by_pair(),
        "sensitivity_units": [] if which is None else which.by_unit(),
        "sensitivity_note": "" if which is None else which.reason or ("exact" if which.exact else "sampled"),
        "dominance": [] if above is None else [row.to_json() for row in above.rows],
    }


def _exact(
    study: Study, level: str, bounds: bool, swap: tuple[str, str], reach: tuple[str, int]
) -> tuple[dict[str, object], list[Block]]:
    """The exact answers that were asked for: by name as JSON, null where not asked for, and as blocks of a page."""
    from equalterms.page import Heading
    from equalterms.pages import bounds as pages
    from equalterms.robust import bounds as proven
    from equalterms.robust.reach import reach as taken
    from equalterms.robust.swap import swap as exchanged

    data: dict[str, object] = dict.fromkeys(("bounds", "swap", "reach"))
    made = []
    if bounds:
        limits = proven.bounds(study, level)
        data["bounds"] = limits.to_json()
        made.append(pages.bounds(limits))
    if any(swap):
        change = exchanged(study, *swap, level)
        data["swap"] = change.to_json()
        made.append(pages.swap(change))
    if any(reach):
        levers = taken(study, *reach, level)
        data["reach"] = levers.to_json()
        made.append(pages.reach(levers))
    return data, [block for page in made for block in (Heading(page.title), *page.blocks)]


def _refuse(name: str) -> None:
    """Refuse a file for draws that cannot be written before the work is done."""
    from equalterms.errors import UsageError

    if Path(name).suffix not in (".csv", ".parquet"):
        raise UsageError(f"--draws {name[:60]!r} is no .csv or .parquet", remedy="name the file so")


def _written(frame: pl.DataFrame, path: Path) -> None:
    import io

    from equalterms.files import write_whole

    data = io.BytesIO()
    if path.suffix == ".csv":
        frame.write_csv(data)
    else:
        frame.write_parquet(data)
    write_whole(path, data.getvalue())
