"""One unit on a page: standing, pillars beside its peers, strengths, weaknesses, gaps, peers."""

from __future__ import annotations

from collections.abc import Sequence

from equalterms.page import Block, Cell, Column, Heading, Link, Mark, Note, Page, Table, Text
from equalterms.pages.common import aged, digits, foot, settings_note
from equalterms.pages.ranking import interval
from equalterms.profile import Part, Place, Profile
from equalterms.said import said

_STATUS = {"E": "estimated", "I": "imputed", "P": "provisional", "B": "break in series", "M": "missing"}


def profile(made: Profile) -> Page:
    """Everything about one unit that a reader asks first."""
    study, own = made.study, made.standing
    blocks: list[Block] = [Note(text, "warn") for text in made.warnings if own.unit in text]
    blocks += settings_note(study)
    blocks.append(_pillars(made))
    blocks += [Heading("Strengths"), _places(made.strengths, "Its best ranks among the indicators", study.time)]
    blocks += [Heading("Weaknesses"), _places(made.weaknesses, "Its worst ranks among the indicators", study.time)]
    blocks.append(Heading("Gaps"))
    blocks.append(_gaps(made.gaps) if made.gaps else Text("No indicator is missing or filled in."))
    blocks += [Heading("Who is like it"), _peers(made), Heading("Who stands next to it"), _neighbours(made)]
    place = (
        said("without a rank")
        if own.rank is None
        else said("rank {rank}, 90% interval {interval}", rank=own.rank, interval=interval(own))
    )
    return Page(
        f"profile/{own.unit}",
        said("{unit} in {study}, {time}", unit=own.name, study=study.title, time=study.time),
        tuple(blocks),
        lead=said(
            "{unit}: {place}; data for {coverage:.0%} of the indicators, {imputed:.0%} filled in.",
            unit=own.name,
            place=place,
            coverage=own.coverage,
            imputed=own.imputed,
        ),
        foot=foot(study),
    )


def _digits(parts: Sequence[Part]) -> int:
    return digits([part.score for part in parts])


def _pillars(made: Profile) -> Table:
    places = _digits(made.pillars)
    columns = (
        Column("name", "Part"),
        Column("rank", "Rank", 0),
        Column("ranked", "of", 0),
        Column("score", "Score", places),
        Column("peers", "Median of peers", places),
        Column("median", "Median of all", places),
    )
    rows = tuple(
        (Link(p.name, f"why/{made.standing.unit}"), p.rank, p.ranked, p.score, p.peers, p.median) for p in made.pillars
    )
    return Table(columns, rows, "The index and its pillars, beside the units with the closest profile and all units")


def _places(places: Sequence[Place], caption: str, now: int) -> Table:
    columns = (
        Column("rank", "Rank", 0, help="= where other units have the same value"),
        Column("ranked", "of", 0),
        Column("name", "Indicator"),
        Column("raw", "Value"),
        Column("measure", "Measure"),
        Column("time", "Time"),
        Column("status", "Status"),
    )
    return Table(columns, tuple(_row(place, now) for place in places), caption)


def _row(place: Place, now: int) -> tuple[Cell, ...]:
    status = Mark(_STATUS[place.status], "warn") if place.status in _STATUS else None
    rank = f"{place.rank}=" if place.level > 1 else place.rank
    return (rank, place.ranked, place.name, place.raw, place.measure, aged(place.time, now), status)


def _gaps(gaps: Sequence[Place]) -> Table:
    columns = (Column("name", "Indicator"), Column("pillar", "Pillar"), Column("state", "What happens"))
    rows = tuple(
        (p.name, p.pillar, Mark("filled in", "warn") if p.filled else Mark("left out; siblings count more", "warn"))
        for p in gaps
    )
    return Table(columns, rows, "Indicators without a value that counts")


def _peers(made: Profile) -> Table:
    columns = (
        Column("name", "Country"),
        Column("rank", "Rank", 0),
        Column(
            "distance", "Distance", 2, help="root mean square difference of the shares of units that each is ahead of"
        ),
        Column("shared", "Indicators shared", 0),
    )
    rows = tuple((Link(p.name, f"profile/{p.unit}"), p.rank, p.distance, p.shared) for p in made.peers)
    return Table(columns, rows, "The closest profiles of indicators, whatever the rank")


def _neighbours(made: Profile) -> Table:
    columns = (
        Column("rank", "Rank", 0),
        Column("interval", "90% interval"),
        Column("name", "Country"),
        Column("score", "Score"),
    )
    rows = tuple((n.rank, interval(n), Link(n.name, f"profile/{n.unit}"), n.score) for n in made.neighbours)
    return Table(columns, rows, "The ranks around it")
