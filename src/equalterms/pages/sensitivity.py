"""Which choices move the ranks, of all units and of each."""

from __future__ import annotations

from equalterms.page import Block, Column, Figure, Link, Note, Table, Text
from equalterms.robust.sensitivity import Sensitivity
from equalterms.said import said


def which_choices(made: Sensitivity) -> list[Block]:
    """The shares of the choices as bars and as tables: of the mean shift, of pairs, of each unit's rank."""
    if made.reason:
        return [Note(said("The shares are 0: {reason}.", reason=made.reason))]
    how = "all combinations, so the shares are exact" if made.exact else "at Sobol' points; intervals hold 90%"
    blocks: list[Block] = [Text(said("{runs} runs: {how}.", runs=made.runs, how=how)), _figure(made), _shares(made)]
    if made.pairs:
        blocks.append(_pairs(made))
    return [*blocks, _units(made)]


def _figure(made: Sensitivity) -> Figure:
    columns = (
        Column("factor", "Choice"),
        Column("share", "Share", share=True),
        Column("low", "5%", share=True),
        Column("high", "95%", share=True),
    )
    cells = tuple((row.factor, row.shapley, *row.ci["shapley"]) for row in made.shares)
    most = max(made.shares, key=lambda row: row.shapley)
    return Figure(
        "bars",
        "Whose doing is the shift of ranks?",
        Table(columns, cells, "Shapley shares in the variance of the mean shift, with 90% intervals"),
        {"x": "share", "y": "factor", "low": "low", "high": "high"},
        finding=said("{factor} makes {shapley:.0%} of it.", factor=most.factor, shapley=most.shapley),
        source=said("{title}; {runs} runs", title=made.study.title, runs=made.runs),
    )


def _shares(made: Sensitivity) -> Table:
    columns = (
        Column("factor", "Choice"),
        Column("first", "Alone", share=True, help="Sobol' index of first order"),
        Column("total", "With others", share=True, help="total Sobol' index"),
        Column("shapley", "Even share", share=True, help="Shapley effect; these sum to 100%"),
    )
    rows = tuple((row.factor, row.first, row.total, row.shapley) for row in made.shares)
    return Table(columns, rows, "Shares in the variance of the mean shift of ranks")


def _pairs(made: Sensitivity) -> Table:
    columns = (
        Column("a", "Choice"),
        Column("b", "and"),
        Column("share", "Together", share=True, help="Sobol' index of second order: beyond what each makes alone"),
        Column("low", "5%", share=True),
        Column("high", "95%", share=True),
    )
    return Table(columns, tuple((r.a, r.b, r.share, *r.ci) for r in made.pairs), "What two choices make together")


def _units(made: Sensitivity) -> Table:
    columns = (
        Column("name", "Country"),
        Column("spread", "Spread of its rank", 1, help="standard deviation over the runs"),
        *(Column(f"share{k}", row.factor, share=True) for k, row in enumerate(made.shares)),
        Column("reason", "Why not"),
    )
    rows = tuple(
        (
            Link(row.name, f"why/{row.unit}"),
            None if row.variance is None else row.variance**0.5,
            *(row.shares.get(share.factor) for share in made.shares),
            row.reason,
        )
        for row in made.units
    )
    return Table(columns, rows, "Shapley shares in the variance of each unit's own rank")
