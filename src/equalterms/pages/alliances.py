"""A bloc on a page: as one country among countries, what each member brings, what is missing."""

from __future__ import annotations

import re

import numpy as np

from equalterms.alliances import Contribution, Contributions, Holding, Pooled
from equalterms.model import Member
from equalterms.page import Block, Cell, Column, Figure, Heading, Link, Note, Page, Table, Text
from equalterms.pages.common import digits, foot, settings_note
from equalterms.said import said

_MOST = 40


def allies(made: Pooled, brings: Contributions) -> Page:
    """The page of a bloc: its place, its pillars, its members' contributions, every pooled value, its memberships."""
    study = made.study
    blocks: list[Block] = [Note(text, "warn") for text in made.warnings]
    blocks += settings_note(study)
    blocks += [Text(text) for text in _said(made)]
    blocks.append(_nodes(made))
    blocks += [Heading("What each member brings"), *(Note(text) for text in brings.warnings)]
    blocks += [_figure(made, brings), _members(made, brings)]
    blocks += [Heading("What is pooled"), _holdings(made)]
    if made.bloc.memberships:
        blocks += [Heading("Who belongs to it"), _memberships(made.bloc.memberships)]
    count = len(made.bloc.units)
    lead = f"{count} member{'s' * (count != 1)}: {', '.join(made.bloc.units[:_MOST])}{' ...' * (count > _MOST)}."
    return Page(
        f"allies/{slug(made.bloc.name)}",
        said("{name} as one country, {time}", name=made.bloc.name, time=study.time),
        tuple(blocks),
        lead,
        foot(study),
    )


def slug(name: str) -> str:
    """A bloc's name as a part of a page's name."""
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-")


def _said(made: Pooled) -> list[str]:
    """The bloc's place and how firm it is, in sentences."""
    root = made.study.root
    score, rank = made.scores[root], made.ranks[root]
    if score is None or rank is None:
        return [f"Too little is known of {made.bloc.name} for a score."]
    low, high = made.interval
    firm = f" (90% of {made.runs} runs: {low} to {high})" if low is not None else ""
    places = _places(made)
    said = [
        f"Pooled by the rule {made.rule}, {made.bloc.name} has {score:.{places}f} points, rank {rank}{firm} among "
        f"itself and the {made.rivals} ranked countries outside it. The countries set the scale; "
        "the bloc does not move it."
    ]
    if not made.error[1]:
        return [*said, "No member lacks a value that counts."]
    usual, worst = (f"{error:.{places}f}" for error in made.error)
    gaps = f"For the members' gaps the score must be expected to be {usual} points off, at worst about {worst} "
    return [*said, gaps + "(a rule of thumb: 0.37 standard deviations for each share of weight that is missing)."]


def _places(made: Pooled) -> int:
    """The decimals of the bloc's scores."""
    return digits(list(made.scores.values()))


def _nodes(made: Pooled) -> Table:
    """The scores and ranks of the pillars, with who is first outside the bloc."""
    study = made.study
    places = _places(made)
    columns = (
        Column("node", "Pillar"),
        Column("score", "Score", places),
        Column("rank", "Rank", 0, help="among the countries outside the bloc"),
        Column("first", "First outside"),
        Column("theirs", "Its score", places),
    )
    rows: list[tuple[Cell, ...]] = []
    for pillar in study.pillars:
        scores = np.where([unit.code in made.bloc.units for unit in study.units], np.nan, made.made.nodes[pillar.id])
        first = int(np.nanargmax(scores)) if np.isfinite(scores).any() else None
        name = study.units[first].name if first is not None else None
        best = float(scores[first]) if first is not None else None
        rows.append((pillar.name, made.scores[pillar.id], made.ranks[pillar.id], name, best))
    return Table(
        columns, tuple(rows), said("Scores of {name} and of the first country outside it", name=made.bloc.name)
    )


def _figure(made: Pooled, brings: Contributions) -> Figure:
    drawn = brings.members[:_MOST]
    columns = (
        Column("name", "Country"),
        Column("shapley", "Points of the bloc's score", _places(made)),
        Column("low", "from", _places(made)),
        Column("high", "to", _places(made)),
    )
    cells = tuple((m.name, m.shapley, m.shapley - 1.96 * m.error, m.shapley + 1.96 * m.error) for m in drawn)
    roles = {"x": "shapley", "y": "name"} | ({"low": "low", "high": "high"} if brings.orders else {})
    top, places = drawn[0], _places(made)
    total = sum(member.shapley for member in brings.members)
    share = f", {top.shapley / total:.0%} of them" if total > 0 else ""
    left_out = f" The first {_MOST} of {len(brings.members)} are drawn." if len(brings.members) > _MOST else ""
    return Figure(
        "bars",
        said("What each member adds to the score of {name}", name=made.bloc.name),
        Table(columns if brings.orders else columns[:2], cells if brings.orders else tuple(c[:2] for c in cells)),
        roles,
        finding=f"{top.name} adds {top.shapley:.{places}f} of {total:.{places}f} points{share}.{left_out}",
        source=said(
            "{title}; Shapley's value, the empty bloc counting {nothing:g}",
            title=made.study.title,
            nothing=brings.nothing,
        ),
    )


def _members(made: Pooled, brings: Contributions) -> Table:
    places = _places(made)
    nested = any(member.owen is not None for member in brings.members)
    columns = (
        Column("unit", "Code"),
        Column("name", "Country"),
        Column("own", "Alone", places, help="its own score"),
        Column(
            "leave_one_out",
            "Lost without it",
            places,
            help="what the bloc's score loses when it leaves; may be below 0",
        ),
        Column("best", "Of the best-of", places, help="its share where each indicator counts with the best member"),
        Column("shapley", "Adds on average", places, help="over all orders of joining (Shapley)"),
        *(
            [Column("owen", "With a bloc inside", places, help="a bloc inside the bloc joins in one piece (Owen)")]
            * nested
        ),
    )
    ranked = {unit.code for unit in made.study.units}
    caption = f"In points of the index; the best-of score is {brings.best:.{places}f}"
    return Table(columns, tuple(_member(row, row.unit in ranked, nested) for row in brings.members), caption)


def _member(row: Contribution, ranked: bool, nested: bool) -> tuple[Cell, ...]:
    name: Cell = Link(row.name, f"why/{row.unit}") if ranked else row.name
    cells: tuple[Cell, ...] = (row.unit, name, row.own, row.leave_one_out, row.best, row.shapley)
    return (*cells, row.owen) if nested else cells


def _holdings(made: Pooled) -> Table:
    columns = (
        Column("name", "Indicator"),
        Column("measure", "Measure"),
        Column("rule", "Rule", help="how the members' values were pooled, and by what they were weighed"),
        Column("value", "Value"),
        Column("score", "Score", 1, help="on the countries' scale; above the best country where there is no limit"),
        Column("known", "Known", share=True, help="the share of what is weighed that has a value"),
        Column("expected", "May be off by", 2, help="for gaps, of a mean: expected; at worst about 2.7 times that"),
        Column("missing", "Missing"),
        Column("once", "Counted once", help="a sum less what members did together, where ties tell it"),
    )
    return Table(columns, tuple(map(_holding, made.holdings)), "Every indicator of the bloc")


def _holding(each: Holding) -> tuple[Cell, ...]:
    rule = f"{each.rule}, by {each.weight}" if each.weight else each.rule
    missing = ", ".join(each.missing[:6]) + (f" and {len(each.missing) - 6} more" if len(each.missing) > 6 else "")
    return (
        each.name,
        each.measure,
        rule if each.stated else f"{rule} (assumed)",
        each.value,
        each.score,
        each.known,
        each.expected,
        missing or None,
        each.once,
    )


def _memberships(rests: tuple[Member, ...]) -> Table:
    heads = ("bloc", "unit", "since", "until", "status", "contested", "note", "source")
    titles = ("Bloc", "Code", "Since", "Until", "Status", "Contested", "Note", "Source")
    rows = tuple(
        (m.bloc, m.unit, m.since, m.until or None, m.status, m.contested or None, m.note or None, m.evidence.source)
        for m in rests
    )
    return Table(tuple(map(Column, heads, titles)), rows, "The memberships that the bloc rests on")
