"""What the ranks would be without each indicator and pillar."""

from __future__ import annotations

from equalterms.page import Block, Column, Figure, Note, Page, Table
from equalterms.pages.common import foot, settings_note
from equalterms.removal import Removal
from equalterms.said import said

_MOST = 30


def removal(made: Removal) -> Page:
    """A row for each node left out, those that matter most first, and the same as bars."""
    study = made.study
    node = study.node(made.node)
    blocks: list[Block] = [Note(text, "warn") for text in made.warnings]
    blocks += settings_note(study)
    blocks += [_figure(made), _table(made)]
    return Page(
        "removal",
        said("{name} without each of its parts, {time}", name=node.name, time=study.time),
        tuple(blocks),
        lead=said("{n} parts, each left out alone; its siblings take its place.", n=len(made.rows)),
        foot=foot(study),
    )


def _table(made: Removal) -> Table:
    columns = (
        Column("name", "Left out"),
        Column("parent", "Of"),
        Column("indicators", "Indicators", 0),
        Column("shift", "Mean shift", 2, help="mean of the places that units move, up or down"),
        Column("most", "Greatest shift", 0),
        Column("moved", "Unit"),
        Column("places", "Its places won", 0),
        Column("lost", "Scores lost", 0, help="units that have no score without it"),
    )
    rows = tuple(
        (r.name, r.parent, r.indicators, r.shift, r.most, r.moved or None, r.places, r.lost) for r in made.rows
    )
    return Table(columns, rows, said("How far the ranks of {node} move without each part", node=made.node))


def _figure(made: Removal) -> Figure:
    drawn = [row for row in made.rows if row.shift is not None][:_MOST]
    columns = (Column("name", "Left out"), Column("shift", "Mean shift in ranks", 2), Column("pillar", "Pillar"))
    cells = tuple((row.name, row.shift, row.indicators > 1) for row in drawn)
    first = drawn[0] if drawn else None
    said = "" if first is None else f"Without {first.name} the mean unit moves {first.shift:.2f} places."
    return Figure(
        "bars",
        "Whose absence moves the ranks most?",
        Table(columns, cells, "Mean shift in ranks; parts of several indicators stand out"),
        {"x": "shift", "y": "name", "named": "pillar"},
        finding=said,
        source=made.study.title,
    )
