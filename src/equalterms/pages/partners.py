"""Who complements a unit, on a page: gains both ways, likeness, gaps met, ties that exist."""

from __future__ import annotations

from equalterms.alliances import Partner, Partners
from equalterms.page import Block, Cell, Column, Figure, Link, Note, Page, Table, Text
from equalterms.pages.common import foot, settings_note
from equalterms.said import said

_DRAWN = 20


def partners(made: Partners, most: int = 0) -> Page:
    """The page of a unit's partners; of more than `most` (0: all) the first are listed."""
    study = made.study
    name = study.names.get(made.unit, made.unit)
    shown = made.rows[:most] if most else made.rows
    blocks: list[Block] = [Note(text) for text in made.warnings]
    blocks += settings_note(study)
    known = any(row.gain_to_unit is not None for row in made.rows)
    blocks.append(_figure(made, name) if known else Text(_said(made, name)))
    caption = f"Partners of {name}, the greatest gain to both first"
    if len(shown) < len(made.rows):
        caption += f"; the first {len(shown)} of {len(made.rows)}"
    blocks.append(Table(_columns(made, name), tuple(_row(made, row) for row in shown), caption))
    lead = f"{len(made.rows)} partners by the rule {made.rule}; gains in points of {study.node(study.root).name}"
    lead += f"; intervals from {made.runs} runs." if made.runs else "."
    return Page(
        f"partners/{made.unit}",
        said("Who complements {name}, {time}", name=name, time=study.time),
        tuple(blocks),
        lead,
        foot(study),
    )


def _said(made: Partners, name: str) -> str:
    known = [row for row in made.rows if row.gain_to_unit is not None]
    if not known:
        return f"No unit has enough in common with {name}."
    both = known[0]
    own = max(known, key=lambda row: row.gain_to_unit or 0.0)
    return (
        f"With {both.name} both gain at least {both.synergy:.1f} points, more than with anyone else; {name} would gain "
        f"most from {own.name} ({own.gain_to_unit:.1f} points, to whom it would bring {own.gain_to_partner:.1f})."
    )


def _figure(made: Partners, name: str) -> Figure:
    drawn = [row for row in made.rows if row.synergy is not None][:_DRAWN]
    columns = (
        Column("name", "Partner"),
        Column("synergy", "Points that both gain at least", 2),
        Column("unit", said("Gain to {name}", name=name), 2),
        Column("partner", "Gain to the partner", 2),
    )
    cells = tuple((row.name, row.synergy, row.gain_to_unit, row.gain_to_partner) for row in drawn)
    return Figure(
        "bars",
        said("With whom both gain: partners of {name}", name=name),
        Table(columns, cells, said("The first {n} of {n2} partners", n=len(drawn), n2=len(made.rows))),
        {"x": "synergy", "y": "name"},
        finding=_said(made, name),
        source=said("{title}; rule {rule}", title=made.study.title, rule=made.rule),
    )


def _columns(made: Partners, name: str) -> tuple[Column, ...]:
    study = made.study
    pillars = study.children(study.root)
    return (
        Column("partner", "Partner"),
        Column("synergy", "Both gain", 2, help="the smaller of the two gains"),
        Column("gain_to_unit", said("Gain to {name}", name=name), 2),
        Column("interval", "90% interval", help="of the gain, over the study's own variations"),
        Column("gain_to_partner", "Gain to partner", 2),
        Column("similarity", "Alike", share=True, help="overlap of the two profiles"),
        Column("complementarity", "Meets its gaps", 0, help="100: what the partner is strong in is what it lacks"),
        Column("offered", "Meets theirs", 0),
        Column(
            "tie",
            "Tie",
            0,
            help=said("what they have together: {kind}", kind=made.kind) if made.kind else "no ties in the study",
        ),
        Column("preference", "Preference", 2, help="the tie against what is expected; 1 is as expected"),
        *(Column(node.id, node.name, 1, help=said("gain to {name} in this pillar", name=name)) for node in pillars),
        Column("where", "Most in"),
    )


def _row(made: Partners, row: Partner) -> tuple[Cell, ...]:
    study = made.study
    low, high = row.gain_to_unit_low, row.gain_to_unit_high
    tie = row.existing_tie or {}
    count, liked = tie.get("count"), tie.get("preference")
    names = {leaf.id: leaf.name for leaf in study.indicators}
    return (
        Link(row.name, f"why/{row.partner}"),
        row.synergy,
        row.gain_to_unit,
        None if low is None or high is None else f"{low:.1f} to {high:.1f}",
        row.gain_to_partner,
        row.similarity,
        row.complementarity,
        row.offered,
        count if isinstance(count, float) else None,
        liked if isinstance(liked, float) else None,
        *row.pillars.values(),
        ", ".join(names[id] for id in row.where) or None,
    )
