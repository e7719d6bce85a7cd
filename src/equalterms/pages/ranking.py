"""The rank table with its intervals."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from equalterms.model import Study
from equalterms.page import Block, Column, Figure, Link, Mark, Note, Page, Table
from equalterms.pages.common import digits, foot, settings_note
from equalterms.robust import Standing, Standings
from equalterms.said import said

_COLUMNS = (
    Column("rank", "Rank", 0, help="1 is best; equal scores share a rank and are marked ="),
    Column("interval", "90% interval", help="the ranks that 90% of the runs give, when weights and methods vary"),
    Column("unit", "Code"),
    Column("name", "Country"),
    Column("score", "Score"),
    Column("p_rank", "P(rank)", share=True, help="the share of the runs that give exactly this rank"),
    Column("coverage", "Data", share=True, help="the share of the indicators that have a published value"),
    Column("imputed", "Imputed", share=True, help="the share of the indicators whose value was filled in"),
)


def ranking(standings: Standings) -> Page:
    """The rank table of a node: who stands where, and how firmly."""
    study = standings.study
    node = study.node(standings.node)
    blocks: list[Block] = [Note(text, "warn") for text in standings.warnings]
    blocks += settings_note(study)
    blocks.append(Table(columns(standings), tuple(_row(row, study) for row in standings.rows), caption(standings)))
    blocks.append(figure(standings))
    name = "rank" if node.id == study.root else f"rank/{node.id}"
    return Page(
        name,
        said("{node}: ranks in {time}", node=node.name, time=study.time),
        tuple(blocks),
        lead=said(
            "{units} units, {indicators} indicators, {pillars} pillars; "
            "intervals from {runs} runs of the study's own variations.",
            units=len(standings.rows),
            indicators=len(study.indicators),
            pillars=len(study.pillars),
            runs=standings.robustness.runs,
        ),
        foot=foot(study),
    )


def columns(standings: Standings) -> tuple[Column, ...]:
    """The columns of the rank table; scores have the decimals that their size asks for."""
    places = digits([row.score for row in standings.rows])
    return tuple(replace(column, digits=places) if column.key == "score" else column for column in _COLUMNS)


def caption(standings: Standings) -> str:
    """What the rank table shows, in a sentence."""
    return said(
        "Scores and ranks of {node}, {time}, with the interval in which 90% of the runs put each rank",
        node=standings.study.node(standings.node).name,
        time=standings.study.time,
    )


def _row(row: Standing, study: Study) -> tuple[int | str | float | Link | Mark | None, ...]:
    rank = None if row.rank is None else (f"{row.rank}=" if row.tie else row.rank)
    return (
        rank,
        interval(row),
        row.unit,
        Link(row.name, f"why/{row.unit}"),
        row.score,
        row.p_rank,
        row.coverage,
        row.imputed,
    )


def interval(row: Standing) -> str | None:
    """The rank interval as people write it: 12–19."""
    if row.rank_low is None or row.rank_high is None:
        return None
    return str(row.rank_low) if row.rank_low == row.rank_high else f"{row.rank_low}–{row.rank_high}"


def _left_out(drawn: int, all_of_them: int, most: int, named: bool) -> str:
    """What the chart leaves out, as the end of a sentence; empty where it shows all."""
    if drawn == all_of_them:
        return ""
    if named:
        return said("; the first {most} and those named, of {all}, are drawn", most=most, all=all_of_them)
    return said("; the first {most}, of {all}, are drawn", most=most, all=all_of_them)


def figure(standings: Standings, named: Collection[str] = (), most: int = 60) -> Figure:
    """The rank chart: a dot at each rank on the bar of its interval; named units stand out.

    Of more than `most` units the first are drawn, and every named one.
    """
    rows = [row for row in standings.rows if row.rank is not None]
    drawn = [row for k, row in enumerate(rows) if k < most or row.unit in named]
    columns = (
        Column("name", "Country"),
        Column("unit", "Code"),
        Column("rank", "Rank", 0),
        Column("rank_low", "Best of 90%", 0),
        Column("rank_high", "Worst of 90%", 0),
        Column("named", "Named"),
    )
    cells = tuple((r.name, r.unit, r.rank, r.rank_low, r.rank_high, r.unit in named) for r in drawn)
    study = standings.study
    left_out = _left_out(len(drawn), len(rows), most, bool(named))
    widths = sorted(r.rank_high - r.rank_low + 1 for r in rows if r.rank_high is not None and r.rank_low is not None)
    middle = widths[len(widths) // 2] if widths else 0
    return Figure(
        "rank_intervals",
        said("How firm is each rank? {node}, {time}", node=study.node(standings.node).name, time=study.time),
        Table(columns, cells, said("Ranks with 90% intervals{left_out}", left_out=left_out)),
        {"x": "rank", "low": "rank_low", "high": "rank_high", "y": "name", "named": "named"},
        finding=said(
            "Half of the 90% intervals are {middle} ranks wide or wider{left_out}.", middle=middle, left_out=left_out
        ),
        source=said("{study}; {runs} runs", study=study.title, runs=standings.robustness.runs),
    )
