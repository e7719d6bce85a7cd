"""The command `targets`: how the dated targets of a study stand."""

from __future__ import annotations

from typing import Annotated

import typer

from equalterms.cli.app import Common, command
from equalterms.cli.out import Output


@command
def targets(
    common: Common,
    unit: Annotated[str, typer.Argument(help="A unit's code, such as SAU; every unit where none is given.")] = "",
    policy: Annotated[
        str, typer.Option("--baseline", help="Where the baseline year has no value: next, nearest or exact.")
    ] = "next",
    stale: Annotated[int, typer.Option("--stale", min=0, help="Years after which a latest value is too old.")] = 5,
    zero: Annotated[
        float, typer.Option("--zero-policy", min=0, help="What stands for 0 in growth rates; 0: they have none.")
    ] = 0.0,
) -> Output:
    """How each dated target stands, by every accepted method side by side, and what it would take.

    Examples:

      equalterms targets

      equalterms targets SAU --json
    """
    from equalterms.pages import targets as room
    from equalterms.progress import Rules, judged, sentence

    study = common.load()
    code = unit.upper()
    made = judged(study, code, Rules(now=study.time, policy=policy, stale=stale, zero_policy=zero), common.seed)
    rows = [{**each.to_json(), "sentence": sentence(each)} for each in made]
    page = room.country(study, code, made) if code else room.targets(study, made)
    return Output("targets", rows, page, rows, study)
