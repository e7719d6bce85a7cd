"""The command `robust`: rank distributions, and which choices matter."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from equalterms.cli.app import Common, command
from equalterms.cli.out import Output


@command
def robust(
    common: Common,
    level: Annotated[str, typer.Option("--level", help="A node of the tree.", metavar="NODE")] = "",
    runs: Annotated[str, typer.Option("--runs", help="How many draws, or auto: until the intervals settle.")] = "10000",
    sensitivity: Annotated[bool, typer.Option("--sensitivity", help="Which choices move the ranks.")] = False,
    draws: Annotated[str, typer.Option("--draws", help="Write every run's draws and ranks (.csv or .parquet).")] = "",
) -> Output:
    """How firm every rank is: its whole distribution, who is above whom, which choices matter.

    Examples:

      equalterms robust --runs auto

      equalterms robust --study hdi --sensitivity --json
    """
    from equalterms.pages.robust import robust as page
    from equalterms.robust.distribution import distribution, runs_of
    from equalterms.robust.sensitivity import sensitivity as shares

    study = common.load()
    made = distribution(study, runs_of(runs), common.seed, level or None)
    which = shares(study, seed=common.seed, node=level or None) if sensitivity else None
    if draws:
        _written(made.draws(), Path(draws))
    rows = [row.to_json() for row in made.rows]
    data = {
        "node": made.node,
        "runs": made.robustness.runs,
        "converged": made.converged,
        "ranks": rows,
        "units": [unit.code for unit in study.units],
        "pairs": [[round(float(p), 12) for p in row] for row in made.above],
        "groups": [list(group) for group in made.groups],
        "sensitivity": [] if which is None else which.to_json(),
    }
    flat = [{key: value for key, value in row.items() if key != "probabilities"} for row in rows]
    return Output("robust", data, page(made, which), flat, study)


def _written(frame: object, path: Path) -> None:
    import io

    from equalterms.errors import UsageError
    from equalterms.files import write_whole

    data = io.BytesIO()
    if path.suffix not in (".csv", ".parquet"):
        raise UsageError(f"--draws {path.name!r} is no .csv or .parquet", remedy="name the file so")
    write = frame.write_csv if path.suffix == ".csv" else frame.write_parquet  # type: ignore[attr-defined]  # a Polars frame
    write(data)
    write_whole(path, data.getvalue())
