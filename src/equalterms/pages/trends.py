"""The course over the years: who climbed, who fell, how surely, and where data were missing."""

from __future__ import annotations

from collections.abc import Sequence

from equalterms.page import Block, Column, Figure, Heading, Link, Mark, Note, Page, Table
from equalterms.pages.common import digits, foot, settings_note
from equalterms.said import said
from equalterms.trends import Course, Moment, Trends

_MOVED = 8


def trends(made: Trends, units: Sequence[str] = ()) -> Page:
    """The course of every unit at a node, or of some units year by year."""
    study = made.study
    node = study.node(made.node)
    names = {unit.code: unit.name for unit in study.units}
    who = ", ".join(names[unit] for unit in units)
    blocks: list[Block] = [Note(text, "warn") for text in made.warnings]
    blocks += settings_note(study)
    first, last = made.years[0], made.years[-1]
    if units:
        blocks.append(_figure(made, units, f"{node.name}: rank by year"))
        for unit in units:
            blocks += [Heading(names[unit]), _years(made, unit)]
    else:
        blocks += [_table(made), *_moved(made), Heading("How many units have data"), _coverage(made)]
    name = "/".join(["trends", *units])
    title = f"{who + ': ' if who else ''}{node.name} from {first} to {last}"
    lead = f"{len(made.years)} years; intervals of ranks hold 90% of {made.runs} runs of the study's own variations."
    return Page(name, title, tuple(blocks), lead=lead, foot=foot(study))


def _table(made: Trends) -> Table:
    places = digits([course.score for course in made.courses])
    columns = (
        Column("rank", "Rank", 0),
        Column("unit", "Code"),
        Column("name", "Country"),
        Column("score", "Score", places),
        Column(
            "climbed", "Places won", 0, help="from its first to its last score, among the units scored in both years"
        ),
        Column("change", "Change", places, help="of the score, between those years"),
        Column("per_year", "A year", places + 1, help="the slope of a straight line through all its scores"),
        Column("first", "From"),
        Column("last", "To"),
        Column("gaps", "Years missing", 0, help="years between the two in which it has no score"),
    )
    return Table(columns, tuple(_row(course) for course in made.courses), said("Courses at {node}", node=made.node))


def _row(course: Course) -> tuple[str | int | float | Link | None, ...]:
    return (
        course.rank,
        course.unit,
        Link(course.name, f"why/{course.unit}"),
        course.score,
        course.climbed,
        course.change,
        course.per_year,
        None if course.first is None else str(course.first),
        None if course.last is None else str(course.last),
        course.gaps,
    )


def _years(made: Trends, unit: str) -> Table:
    moments = made.of(unit)
    columns = (
        Column("year", "Year"),
        Column("rank", "Rank", 0),
        Column("interval", "90% interval"),
        Column("ranked", "of", 0),
        Column("score", "Score", digits([moment.score for moment in moments])),
        Column("coverage", "Data", share=True),
        Column("imputed", "Imputed", share=True),
        Column("state", "State"),
    )
    rows = tuple(
        (
            str(m.year),
            m.rank,
            None if m.rank_low is None else f"{m.rank_low}–{m.rank_high}",
            m.ranked,
            m.score,
            m.coverage,
            m.imputed,
            Mark("no score", "warn") if m.score is None else Mark("scored", "plain"),
        )
        for m in moments
    )
    name = next(each.name for each in made.study.units if each.code == unit)
    return Table(columns, rows, said("{name} year by year; a year without a score stays in the table", name=name))


def _coverage(made: Trends) -> Table:
    columns = (
        Column("year", "Year"),
        Column("ranked", "Ranked", 0),
        Column("data", "Data", share=True, help="mean share of indicators with a value, over all units"),
        Column("imputed", "Imputed", share=True),
    )
    rows = []
    for year in made.years:
        here = [moment for moment in made.moments if moment.year == year]
        n = len(here)
        rows.append((str(year), here[0].ranked, sum(m.coverage for m in here) / n, sum(m.imputed for m in here) / n))
    return Table(columns, tuple(rows), "Units ranked and data present in each year")


def _moved(made: Trends) -> list[Figure]:
    """Who won and who lost the most places; nothing where nobody moved."""
    moved = sorted((c for c in made.courses if c.climbed), key=lambda c: -(c.climbed or 0))
    ends = moved if len(moved) <= 2 * _MOVED else [*moved[:_MOVED], *moved[-_MOVED:]]
    if not ends:
        return []
    columns = (
        Column("name", "Country"),
        Column("climbed", "Places won", 0),
        Column("from", "From"),
        Column("to", "To"),
    )
    cells = tuple((c.name, c.climbed, str(c.first), str(c.last)) for c in ends)
    best, worst = ends[0], ends[-1]
    return [
        Figure(
            "bars",
            said("Places won and lost, {years} to {years2}", years=made.years[0], years2=made.years[-1]),
            Table(columns, cells, "Among the units with a score in both years; the farthest up and down"),
            {"x": "climbed", "y": "name"},
            finding=said(
                "{name} moved by {climbed:+d}, {name2} by {climbed2:+d}.",
                name=best.name,
                climbed=best.climbed,
                name2=worst.name,
                climbed2=worst.climbed,
            ),
            source=made.study.title,
        )
    ]


def _figure(made: Trends, units: Sequence[str], title: str) -> Figure:
    chosen: list[Moment] = [moment for moment in made.moments if moment.unit in units and moment.rank is not None]
    columns = (
        Column("year", "Year"),
        Column("name", "Country"),
        Column("rank", "Rank", 0),
        Column("rank_low", "Best of 90%", 0),
        Column("rank_high", "Worst of 90%", 0),
    )
    cells = tuple((m.year, m.name, m.rank, m.rank_low, m.rank_high) for m in chosen)
    told = ""
    if len(units) == 1 and chosen:
        told = f"Rank {chosen[0].rank} of {chosen[0].ranked} in {chosen[0].year}, "
        told += f"{chosen[-1].rank} of {chosen[-1].ranked} in {chosen[-1].year}."
    return Figure(
        "rank_path",
        title,
        Table(columns, cells, "Ranks by year with their 90% intervals"),
        {"x": "year", "y": "rank", "low": "rank_low", "high": "rank_high", "group": "name"},
        finding=told,
        source=said("{title}; {runs} runs in each year", title=made.study.title, runs=made.runs),
    )
