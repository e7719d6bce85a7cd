"""Scenarios: who moves, which verdicts turn, what becomes of blocs."""

from __future__ import annotations

from collections.abc import Sequence

from equalterms.model import Study
from equalterms.page import Block, Cell, Column, Figure, Heading, Link, Note, Page, Table, Text
from equalterms.pages.common import digits, foot, settings_note
from equalterms.said import said
from equalterms.scenario import Moved, Scenario, Stand

_DRAWN = 20


def scenarios(study: Study, made: Sequence[Scenario]) -> Page:
    """Each scenario with its settings: a chart of the places won and lost, every unit, targets and blocs."""
    blocks: list[Block] = [*settings_note(study)]
    if len(made) > 1:
        blocks.append(_beside(study, made))
    for each in made:
        blocks += [
            Heading(each.name),
            Text(said("What is imagined: {settings}", settings="; ".join("=".join(pair) for pair in each.settings))),
        ]
        blocks += _one(study, each)
    names = ", ".join(each.name for each in made)
    return Page(
        "scenario",
        said("What if: {names}", names=names),
        tuple(blocks),
        lead="Ranks before and after, each with the interval that holds 90% of the runs. Both sides are drawn with the "
        "same numbers. A scenario says what would follow from its settings, not that they are likely or wanted.",
        foot=foot(study),
    )


def _one(study: Study, made: Scenario) -> list[Block]:
    moved = [row for row in made.units if row.places]
    blocks: list[Block] = [_figure(made, moved)] if moved else [Note("No rank moves.")]
    blocks.append(_table(made.units, "name", "Country", said("Every country before and after: {name}", name=made.name)))
    if made.blocs:
        blocks.append(
            _table(made.blocs, "name", "Bloc", said("Blocs as one country before and after: {name}", name=made.name))
        )
    if made.targets:
        columns = (
            Column("name", "Country"),
            Column("indicator", "Target"),
            Column("time", "By"),
            Column("method", "Method"),
            Column("before", "Before"),
            Column("after", "After"),
        )
        rows = tuple((r.name, r.indicator, r.time, r.method, r.before, r.after) for r in made.targets)
        blocks.append(Table(columns, rows, said("Verdicts on targets that turn: {name}", name=made.name)))
    elif study.targets:
        blocks.append(Text("No verdict on a target turns."))
    return blocks


def _figure(made: Scenario, moved: Sequence[Moved]) -> Figure:
    drawn = sorted(moved[:_DRAWN], key=lambda row: -(row.places or 0))
    columns = (Column("name", "Country"), Column("places", "Places won", 0), Column("named", "Named"))
    named = {code for _, text in made.settings for code in _codes(text)}
    cells = tuple((row.name, row.places, row.id in named) for row in drawn)
    first = moved[0]
    return Figure(
        "bars",
        said("Who moves, if {name}", name=made.name),
        Table(columns, cells, said("Places won (or lost, below 0) by the {n} that move most", n=len(drawn))),
        {"x": "places", "y": "name", "named": "named"},
        finding=said(
            "{moved} of {all} ranks move; {name} from {before} to {after}.",
            moved=len(moved),
            all=len(made.units),
            name=first.name,
            before=first.before.rank,
            after=first.after.rank,
        ),
        source=made.study.title,
    )


def _codes(text: str) -> list[str]:
    return text.rpartition("@")[2].split("+")


def _table(rows: Sequence[Moved], key: str, title: str, caption: str) -> Table:
    places = digits([row.before.score for row in rows])
    columns = (
        Column(key, title),
        Column("rank_before", "Rank before", 0),
        Column("range_before", "90% of the runs"),
        Column("rank_after", "Rank after", 0),
        Column("range_after", "90% of the runs"),
        Column("places", "Places won"),
        Column("score_before", "Score before", places),
        Column("score_after", "Score after", places),
    )
    return Table(columns, tuple(map(_row, rows)), caption)


def _row(row: Moved) -> tuple[Cell, ...]:
    name: Cell = row.name if row.name == row.id else Link(row.name, f"why/{row.id}")
    won = None if row.places is None else f"{row.places:+d}" if row.places else "="
    before, after = row.before, row.after
    return (name, before.rank, _range(before), after.rank, _range(after), won, before.score, after.score)


def _range(stand: Stand) -> str | None:
    return None if stand.low is None or stand.high is None else f"{stand.low} to {stand.high}"


def _beside(study: Study, made: Sequence[Scenario]) -> Table:
    """The units that any scenario moves, with their rank in each."""
    after = [{row.id: row for row in each.units} for each in made]
    moved = {row.id for each in made for row in each.units if row.places}
    first = [row for row in made[0].units if row.id in moved]
    first.sort(key=lambda row: (row.before.rank is None, row.before.rank or 0))
    columns = (
        Column("name", "Country"),
        Column("before", "As it is", 0),
        *(Column(f"after{k}", each.name, 0) for k, each in enumerate(made)),
    )
    rows = tuple(
        (Link(row.name, f"why/{row.id}"), row.before.rank, *(a[row.id].after.rank for a in after)) for row in first
    )
    return Table(columns, rows, "Ranks as it is and in each scenario, of the countries that any of them moves")
