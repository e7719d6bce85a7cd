"""The commands of blocs and cooperation: `allies`, `ties`, `partners`."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from equalterms.cli.app import Common, command
from equalterms.cli.out import Output
from equalterms.errors import StudyError

if TYPE_CHECKING:
    from equalterms.alliances import Contributions, Network, Pooled

_Kind = Annotated[str, typer.Option("--kind", help="The kind of ties; the first where none is given.")]
_Runs = Annotated[int, typer.Option("--runs", min=0, help="How often the study's variations are drawn; 0: none.")]


@command
def allies(
    common: Common,
    bloc: Annotated[str, typer.Argument(metavar="BLOC", help="Such as BRICS@2024, RUS,CHN, 'EU + GBR - HUN'.")],
    rule: Annotated[str, typer.Option("--rule", help="as_one_country, best_of, or a method of pool.")] = "",
    needs: Annotated[float, typer.Option("--needs", min=0, max=1, help="Least share known of what is weighed.")] = 2
    / 3,
    nothing: Annotated[
        float, typer.Option("--nothing", help="What the empty bloc counts, for Shapley's shares.")
    ] = 0.0,
    exact: Annotated[int, typer.Option("--exact", min=1, help="Up to so many members exactly (at most 20).")] = 12,
    orders: Annotated[int, typer.Option("--orders", help="Orders of joining drawn where there are more.")] = 2000,
    nested: Annotated[str, typer.Option("--nested", help="A bloc whose members join in one piece (Owen).")] = "",
    runs: _Runs = 200,
) -> Output:
    """A bloc as if it were one country, and what each member brings.

    Examples:

      equalterms allies BRICS@2024

      equalterms allies RUS,CHN --json
    """
    from equalterms.alliances import contributions, pooled
    from equalterms.alliances.stock import AS_ONE
    from equalterms.pages.alliances import allies as page

    study = common.load()
    made = pooled(study, bloc, rule or AS_ONE, needs, runs, common.seed)
    brings = contributions(made, nothing, exact, orders, common.seed, nested)
    rows = [asdict(member) for member in brings.members]
    warnings = (*made.warnings, *brings.warnings)
    return Output("allies", _allies(made, brings, rows), page(made, brings), rows, study, warnings)


def _allies(made: Pooled, brings: Contributions, rows: list[dict[str, object]]) -> dict[str, object]:
    """The fields of --json."""
    return {
        "bloc": made.bloc.name,
        "units": list(made.bloc.units),
        "contested": list(made.bloc.contested),
        "rule": made.rule,
        "pooled": {id: {"score": score, "rank": made.ranks[id]} for id, score in made.scores.items()},
        "rank_low": made.interval[0],
        "rank_high": made.interval[1],
        "rivals": made.rivals,
        "runs": made.runs,
        "members": rows,
        "nothing": brings.nothing,
        "orders": brings.orders,
        "best_of": brings.best,
        "coverage_error": made.error[0],
        "coverage_error_worst": made.error[1],
        "indicators": [{**asdict(each), "missing": list(each.missing)} for each in made.holdings],
        "memberships": [
            {
                **{key: getattr(member, key) for key in ("bloc", "unit", "since", "until", "status", "contested")},
                "source": member.evidence.source,
            }
            for member in made.bloc.memberships
        ],
    }


@command
def ties(
    common: Common,
    a: Annotated[str, typer.Argument(metavar="A", help="A unit's code; every tie where none is given.")] = "",
    b: Annotated[str, typer.Argument(metavar="B", help="Another unit: the one tie of the two.")] = "",
    kind: _Kind = "",
    time: Annotated[str, typer.Option("--time", help="When they were counted; the latest where none is given.")] = "",
    seeds: Annotated[int, typer.Option("--seeds", min=1, help="How often groups are searched for.")] = 100,
) -> Output:
    """How strongly units are tied, for their size; without a unit, the network and its groups too.

    Examples:

      equalterms ties RUS CHN

      equalterms ties --kind works --json
    """
    from equalterms.alliances import network
    from equalterms.alliances import ties as bonds
    from equalterms.pages.ties import ties as page

    study = common.load()
    made = bonds(study, a.upper(), b.upper(), kind, time)
    net = None if a else network(study, made.counts.kind, made.counts.time, seeds, common.seed)
    extra: dict[str, object] = {"kind": made.counts.kind, "since": made.counts.since, "time": made.counts.time}
    extra |= {"kinds": list(made.kinds), "sources": list(made.counts.sources)}
    extra["acts"] = [act.to_json() for act in made.acts]
    if net is not None:
        extra["network"] = _network(net)
    rows = made.to_json()
    return Output("ties", rows, page(made, net), rows, study, made.warnings, extra=extra)


def _network(net: Network) -> dict[str, object]:
    return {
        "places": [asdict(place) for place in net.places],
        "groups": [list(group) for group in net.groups],
        "modularity": net.modularity,
        "seeds": net.seeds,
        "backbone": [list(pair) for pair in net.backbone],
    }


@command
def partners(
    common: Common,
    unit: Annotated[str, typer.Argument(help="A unit's code, such as RUS.")],
    rule: Annotated[str, typer.Option("--rule", help="shared: sums and bests alone; best_of: everything.")] = "shared",
    among: Annotated[str, typer.Option("--among", help="A bloc, or codes with commas: these partners alone.")] = "",
    kind: _Kind = "",
    runs: _Runs = 200,
    most: Annotated[int, typer.Option("--most", min=0, help="How many the page lists; 0: all.")] = 30,
) -> Output:
    """Who complements a unit: gains both ways, likeness beside gaps met, the tie that exists.

    Examples:

      equalterms partners RUS

      equalterms partners RUS --among BRICS --json
    """
    from equalterms.alliances import bloc
    from equalterms.alliances import partners as complement
    from equalterms.pages.partners import partners as page

    study = common.load()
    ranked = {each.code for each in study.units}
    named = [code for code in bloc(study, among).units if code in ranked] if among else []
    if among and not set(named) - {unit.upper()}:
        raise StudyError(f"no other ranked unit is in {among[:60]!r}", "--among", "name units that are ranked")
    made = complement(study, unit.upper(), rule, kind, runs, common.seed, named)
    rows = made.to_json()
    extra = {"unit": made.unit, "rule": made.rule, "kind": made.kind, "runs": made.runs}
    return Output("partners", rows, page(made, most), rows, study, made.warnings, extra=extra)
