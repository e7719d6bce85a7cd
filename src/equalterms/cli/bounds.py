"""The commands that answer exactly, without drawing: rank bounds, swaps, what it would take, acceptability."""

from __future__ import annotations

from typing import Annotated

import typer

from equalterms.cli.app import Common, command
from equalterms.cli.out import Output
from equalterms.errors import UsageError

_Node = Annotated[str, typer.Option("--node", help="A pillar of the tree; the index where none is given.")]
_Free = Annotated[bool, typer.Option("--free", help="Any weights.")]
_Order = Annotated[bool, typer.Option("--order", help="Any weights that keep the stated order.")]


@command
def bounds(
    common: Common,
    node: _Node = "",
    noise: Annotated[float, typer.Option("--noise", help="Each weight less or plus this share of it.")] = 0.25,
    free: _Free = False,
    order: _Order = False,
    leaves: Annotated[
        bool, typer.Option("--leaves", help="The weights of all nodes below, not of children only.")
    ] = False,
) -> Output:
    """The best and the worst rank that admissible weights can give each unit, proven, not sampled.

    Examples:

      equalterms bounds

      equalterms bounds --study hdi --free --json
    """
    from equalterms.pages.bounds import bounds as page
    from equalterms.robust.bounds import bounds as proven

    if free and order:
        raise UsageError("--free and --order exclude each other", remedy="give one of them")
    study = common.load()
    made = proven(study, node, "free" if free else "order" if order else "noise", noise, leaves)
    return Output("bounds", made.to_json(), page(made), made.flat(), study, made.warnings)


@command
def swap(
    common: Common,
    a: Annotated[str, typer.Argument(metavar="A", help="A unit's code.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another's; without it, what makes A the first.")] = "",
    node: _Node = "",
) -> Output:
    """The smallest change of the weights that swaps two units, or makes one the first.

    Examples:

      equalterms swap RUS IND

      equalterms swap NOR --study hdi --json
    """
    from equalterms.pages.bounds import swap as page
    from equalterms.robust.swap import swap as exchanged

    study = common.load()
    made = exchanged(study, a, b, node)
    return Output("swap", made.to_json(), page(made), made.rows(), study)


@command
def reach(
    common: Common,
    unit: Annotated[str, typer.Argument(help="A unit's code, such as RUS.")],
    rank: Annotated[int, typer.Argument(help="The rank to reach.")],
    node: Annotated[str, typer.Option("--node", help="A node of the tree; the index where none is given.")] = "",
) -> Output:
    """What it would take for a unit to reach a rank: by one indicator, or by all a little.

    Examples:

      equalterms reach RUS 30

      equalterms reach NOR 1 --study hdi --json
    """
    from equalterms.pages.bounds import reach as page
    from equalterms.robust.reach import reach as taken

    study = common.load()
    made = taken(study, unit, rank, node)
    return Output("reach", made.to_json(), page(made), made.rows(), study)


@command
def acceptability(
    common: Common,
    node: _Node = "",
    order: _Order = False,
    runs: Annotated[
        int, typer.Option("--runs", help="How often weights are drawn, where there are over two.")
    ] = 10_000,
) -> Output:
    """Which weights favour whom (SMAA-2): the share of all weights for each rank, and typical weights of the first.

    Examples:

      equalterms acceptability

      equalterms acceptability --order --json
    """
    from equalterms.pages.bounds import acceptability as page
    from equalterms.robust.acceptability import acceptability as accepted

    study = common.load()
    made = accepted(study, node, "order" if order else "free", runs, common.seed)
    data = made.to_json()
    return Output("acceptability", data, page(made), made.flat(), study)
