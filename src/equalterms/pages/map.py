"""The ranks on a map of the world."""

from __future__ import annotations

from equalterms.draw.world import missing
from equalterms.page import Block, Column, Figure, Note, Page, Table
from equalterms.pages.common import foot, settings_note
from equalterms.pages.ranking import caption, interval
from equalterms.robust import Standings
from equalterms.said import said


def world(standings: Standings) -> Page:
    """The map, and the table behind it; what it cannot show is named."""
    study = standings.study
    node = study.node(standings.node)
    blocks: list[Block] = [Note(text, "warn") for text in standings.warnings]
    blocks += settings_note(study)
    blocks.append(figure(standings))
    absent = missing([row.unit for row in standings.rows])
    if absent:
        blocks.append(Note(said("The map has no place for {units}.", units=tuple(absent))))
    blocks.append(Note("Boundaries are Natural Earth’s, which draw who controls an area; they decide no dispute."))
    name = "map" if node.id == study.root else f"map/{node.id}"
    lead = said(
        "Darker is better; a country left white is not ranked. Colour hides how firm a rank is: the table tells it."
    )
    return Page(
        name, said("{node} on a map, {time}", node=node.name, time=study.time), tuple(blocks), lead, foot(study)
    )


def figure(standings: Standings) -> Figure:
    """Every ranked unit in one of five shades by its rank."""
    study = standings.study
    columns = (
        Column("name", "Country"),
        Column("unit", "Code"),
        Column("rank", "Rank", 0),
        Column("interval", "90% interval"),
        Column("score", "Score", 2),
    )
    rows = tuple((r.name, r.unit, r.rank, interval(r), r.score) for r in standings.rows if r.rank is not None)
    first = [row.name for row in standings.rows[:3] if row.rank is not None]
    return Figure(
        "world",
        said("Where the ranks of {node} are, {time}", node=study.node(standings.node).name, time=study.time),
        Table(columns, rows, caption(standings)),
        {"x": "unit", "y": "name", "shade": "rank"},
        finding=said("{n} countries in five groups of like size; first are {first}.", n=len(rows), first=tuple(first))
        if first
        else "",
        source=said("{study}; shapes: Natural Earth", study=study.title),
    )
