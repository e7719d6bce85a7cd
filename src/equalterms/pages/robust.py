"""How firm every rank is: distributions, who is above whom, which choices matter."""

from __future__ import annotations

from equalterms.page import Block, Column, Figure, Heading, Link, Note, Page, Table
from equalterms.pages.common import foot, settings_note
from equalterms.robust.distribution import Distribution, Spread
from equalterms.robust.sensitivity import Sensitivity

_MOST = 60


def robust(made: Distribution, which: Sensitivity | None = None) -> Page:
    """The rank distributions of a node, and the shares of the choices where they were asked for."""
    study, node = made.study, made.study.node(made.node)
    blocks: list[Block] = [*settings_note(study)]
    if not made.converged:
        blocks.append(Note("The two halves of the runs do not agree within a place: draw more (--runs auto).", "warn"))
    blocks += [_figure(made), _table(made), Heading("Groups that can be told apart"), _groups(made)]
    if which is not None:
        blocks += [Heading("Which choices move the ranks"), _shares_figure(which), _shares(which)]
    runs = made.robustness.runs
    return Page(
        "robust",
        f"{node.name}: how firm are the ranks of {study.time}?",
        tuple(blocks),
        lead=f"{runs} runs of the study's own variations; 90% of the ranks lie from the column 5% to the column 95%.",
        foot=foot(study),
    )


def _figure(made: Distribution) -> Figure:
    rows = [row for row in made.rows if row.nominal is not None][:_MOST]
    columns = (
        Column("name", "Country"),
        Column("nominal", "Rank", 0),
        Column("q05", "5%", 0),
        Column("q95", "95%", 0),
        Column("best", "Best", 0),
        Column("worst", "Worst", 0),
    )
    cells = tuple((r.name, r.nominal, r.q05, r.q95, r.best, r.worst) for r in rows)
    widths = sorted((r.q95 or 0) - (r.q05 or 0) + 1 for r in rows)
    middle = widths[len(widths) // 2] if widths else 0
    return Figure(
        "rank_intervals",
        "Ranks over all runs",
        Table(columns, cells, "Stated ranks, 90% intervals, best and worst"),
        {"x": "nominal", "low": "q05", "high": "q95", "y": "name"},
        finding=f"Half of the intervals are {middle} ranks wide or wider.",
        source=f"{made.study.title}; {made.robustness.runs} runs",
    )


def _table(made: Distribution) -> Table:
    columns = (
        Column("nominal", "Rank", 0),
        Column("unit", "Code"),
        Column("name", "Country"),
        Column("mean", "Mean", 1),
        Column("median", "Median", 1),
        Column("q05", "5%", 0),
        Column("q95", "95%", 0),
        Column("best", "Best", 0),
        Column("worst", "Worst", 0),
        Column("likely", "Likeliest", 0),
        Column("p", "its share", share=True),
    )
    return Table(columns, tuple(_row(row) for row in made.rows), "Ranks over the runs, in the order of their means")


def _row(row: Spread) -> tuple[int | str | float | Link | None, ...]:
    likely = max(range(len(row.probabilities)), key=lambda k: row.probabilities[k]) if row.probabilities else None
    return (
        row.nominal,
        row.unit,
        Link(row.name, f"why/{row.unit}"),
        row.mean,
        row.median,
        row.q05,
        row.q95,
        row.best,
        row.worst,
        None if likely is None else likely + 1,
        None if likely is None else row.probabilities[likely],
    )


def _groups(made: Distribution) -> Table:
    columns = (Column("group", "Group", 0), Column("count", "Units", 0), Column("units", "Who"))
    rows = tuple((k, len(group), ", ".join(group)) for k, group in enumerate(made.groups, 1))
    caption = "The first of each group is above the first of the next in at least 95% of the runs"
    return Table(columns, rows, caption)


def _shares_figure(which: Sensitivity) -> Figure:
    columns = (
        Column("factor", "Choice"),
        Column("share", "Share", share=True),
        Column("low", "5%", share=True),
        Column("high", "95%", share=True),
    )
    cells = tuple((row.factor, row.shapley, *row.shapley_ci) for row in which.shares)
    most = max(which.shares, key=lambda row: row.shapley)
    return Figure(
        "bars",
        "Whose doing is the shift of ranks?",
        Table(columns, cells, "Shapley shares in the variance of the mean shift, with 90% intervals"),
        {"x": "share", "y": "factor", "low": "low", "high": "high"},
        finding=f"{most.factor} makes {most.shapley:.0%} of it.",
        source=f"{which.study.title}; Sobol' sequences of {which.base} points",
    )


def _shares(which: Sensitivity) -> Table:
    columns = (
        Column("factor", "Choice"),
        Column("first", "Alone", share=True, help="Sobol' index of first order"),
        Column("total", "With others", share=True, help="total Sobol' index"),
        Column("shapley", "Even share", share=True, help="Shapley effect; these sum to 100%"),
    )
    rows = tuple((row.factor, row.first, row.total, row.shapley) for row in which.shares)
    return Table(columns, rows, "Shares in the variance of the mean shift of ranks")
