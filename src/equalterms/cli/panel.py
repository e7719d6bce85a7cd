"""The commands that look at a study's data: over the years, at each indicator, at one unit."""

from __future__ import annotations

from typing import Annotated

import typer

from equalterms.cli.app import Common, command
from equalterms.cli.out import Output


@command
def trends(
    common: Common,
    units: Annotated[
        list[str] | None, typer.Argument(metavar="UNIT...", help="Codes of units; every unit where none is given.")
    ] = None,
    level: Annotated[str, typer.Option("--level", help="A node of the tree.", metavar="NODE")] = "",
    years: Annotated[str, typer.Option("--years", help="Such as 2015-2022 or 2015,2020; the study's panel.")] = "",
    runs: Annotated[int, typer.Option("--runs", help="How often each year's variations are drawn.")] = 200,
) -> Output:
    """Scores and ranks over the years, with their intervals, gaps and the pace of each unit.

    Examples:

      equalterms trends --study hdi --years 2000-2022

      equalterms trends NOR CHE --study hdi --json
    """
    from equalterms.pages.trends import trends as page
    from equalterms.trends import of_years, pick
    from equalterms.trends import trends as course

    study = common.load()
    codes = [pick(study, unit) for unit in units or []]
    made = course(study, level or None, of_years(study, years), runs, common.seed)
    data = made.to_json()
    if codes:
        data |= {key: [row for row in _rows(data[key]) if row["unit"] in codes] for key in ("units", "moments")}
    return Output("trends", data, page(made, codes), _rows(data["moments"]), study, made.warnings)


def _rows(rows: object) -> list[dict[str, object]]:
    return rows if isinstance(rows, list) else []


@command
def data(
    common: Common,
    stage: Annotated[str, typer.Option("--stage", help="values, filled, treated or normalised.")] = "values",
    size: Annotated[float, typer.Option("--size", help="The least correlation with a denominator to tell.")] = 0.6,
) -> Output:
    """What the data are like: statistics and flags of each indicator, treatment, gaps, ties to size.

    Examples:

      equalterms data

      equalterms data --study hdi --stage normalised --json
    """
    from equalterms.describe import describe
    from equalterms.pages.data import data as page

    study = common.load()
    made = describe(study, stage, size)
    found = made.to_json()
    return Output("data", found, page(made), _rows(found["indicators"]), study, made.warnings)


@command
def profile(
    common: Common,
    unit: Annotated[str, typer.Argument(help="A unit's code, such as RUS.")],
    most: Annotated[int, typer.Option("--most", min=1, help="How many strengths, weaknesses and peers.")] = 5,
    runs: Annotated[int, typer.Option("--runs", help="How often the study's variations are drawn.")] = 1000,
) -> Output:
    """One unit: its standing, its strengths and weaknesses, its gaps, and who is like it.

    Examples:

      equalterms profile RUS

      equalterms profile NOR --study hdi --json
    """
    from equalterms.pages.profile import profile as page
    from equalterms.profile import profile as about
    from equalterms.trends import pick

    study = common.load()
    made = about(study, pick(study, unit), most, runs, common.seed)
    found = made.to_json()
    rows = [{"list": key, **row} for key in ("strengths", "weaknesses") for row in _rows(found[key])]
    return Output("profile", found, page(made), rows, study, made.warnings)


@command
def removal(
    common: Common,
    level: Annotated[str, typer.Option("--level", help="The pillar whose ranks are looked at.", metavar="NODE")] = "",
) -> Output:
    """The ranks without each indicator and each pillar, one at a time.

    Examples:

      equalterms removal

      equalterms removal --level innovation --json
    """
    from equalterms.pages.removal import removal as page
    from equalterms.removal import removal as without

    study = common.load()
    made = without(study, level or None)
    rows = made.to_json()
    return Output("removal", rows, page(made), rows, study, made.warnings, extra={"node": made.node})
