"""The command `scenario`: what an imagined change does to ranks, targets and blocs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from equalterms.cli.app import Common, command, lines
from equalterms.cli.out import Output
from equalterms.errors import UsageError


@command
def scenario(
    common: Common,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Settings, one a line; or one KEY=VALUE.")],
    bloc: Annotated[list[str] | None, typer.Option("--bloc", help="A bloc, before and after.")] = None,
    runs: Annotated[int, typer.Option("--runs", min=1, help="How often the intervals are drawn.")] = 1000,
) -> Output:
    """What if: ranks, targets and blocs before and after, for one scenario or several side by side.

    Examples:

      equalterms scenario shock.gpu_compute=x0.5@CHN --bloc BRICS

      equalterms scenario cut.txt lifted.txt
    """
    from equalterms.pages.scenario import scenarios as page
    from equalterms.scenario import scenarios

    changes = {}
    for name in files:
        key, equals, value = name.partition("=")
        title = name if equals else Path(name).stem
        if title in changes:
            raise UsageError(f"two scenarios are called {title!r}", remedy="name the files otherwise")
        changes[title] = ((key.strip(), value.strip()),) if equals else lines(name)
    study = common.load()
    made = scenarios(study, changes, bloc or (), runs, common.seed)
    data = [each.to_json() for each in made]
    flat = [{"scenario": each["name"], **row} for each in data for row in each["units"]]  # type: ignore[attr-defined]
    return Output("scenario", data, page(study, made), flat, study)
