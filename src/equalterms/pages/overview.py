"""The first page of a study: what can be asked, and where every unit stands."""

from __future__ import annotations

from collections.abc import Sequence

from equalterms.page import Block, Cell, Column, Heading, Link, Note, Page, Table, Text
from equalterms.pages.common import foot, settings_note
from equalterms.pages.ranking import figure, interval
from equalterms.robust import Standings
from equalterms.said import said


def overview(made: Standings, places: Sequence[tuple[str, str, str]]) -> Page:
    """The pages by name, title and what they say; the firmness of the first ranks; every unit with its pages."""
    study = made.study
    root = study.node(study.root)
    definition = root.definition
    blocks: list[Block] = [*settings_note(study)]
    blocks += [Text(definition)] if definition else []
    blocks += [figure(made, most=20), Heading("Countries"), _units(made)]
    rows = tuple((Link(title, name), says) for name, title, says in places)
    blocks += [Heading("What can be asked"), Table((Column("page", "Page"), Column("says", "What it says")), rows)]
    blocks += [Note(note) for note in study.notes]
    lead = said(
        "{units} units, {indicators} indicators, {sources} sources, as of {time}. "
        "Every number leads to the numbers behind it.",
        units=len(study.units),
        indicators=len(study.indicators),
        sources=len(study.sources),
        time=study.time,
    )
    return Page("overview", study.title, tuple(blocks), lead, foot(study))


def _units(made: Standings) -> Table:
    columns = (
        Column("name", "Country"),
        Column("unit", "Code"),
        Column("rank", "Rank", 0),
        Column("interval", "90% interval"),
        Column("why", "Why"),
        Column("targets", "Targets"),
    )
    aims = {target.unit for target in made.study.targets}
    rows: list[tuple[Cell, ...]] = []
    for row in made.rows:
        aim = Link("targets", f"targets/{row.unit}") if row.unit in aims else None
        why = Link("reasons", f"why/{row.unit}")
        rows.append((Link(row.name, f"profile/{row.unit}"), row.unit, row.rank, interval(row), why, aim))
    return Table(columns, tuple(rows), said("Every unit that {study} ranks", study=made.study.title))
