"""Where every figure of a study comes from, and under which licence."""

from __future__ import annotations

from equalterms.model import Study
from equalterms.page import Block, Column, Note, Page, Table
from equalterms.pages.common import foot
from equalterms.said import said


def sources(study: Study) -> Page:
    """The sources with their licences and how many observations rest on each; then the indicators."""
    counts = study.observations.sources()
    rows = tuple(
        (each.id, each.title, each.publisher or None, each.licence, counts.get(each.id, 0), each.url or None)
        for each in study.sources.values()
    )
    heads = (said("Source"), said("Title"), said("Publisher"), said("Licence"), said("Values"), said("Address"))
    columns = tuple(Column(head.lower(), head, 0 if head == "Values" else None) for head in heads)
    blocks: list[Block] = [Note(note) for note in study.notes]
    blocks.append(Table(columns, rows, "Sources and their licences"))
    blocks.append(_indicators(study))
    return Page("sources", said("Sources of {study}", study=study.title), tuple(blocks), foot=foot(study))


def _indicators(study: Study) -> Table:
    columns = (
        Column("indicator", "Indicator"),
        Column("name", "Name"),
        Column("measure", "Measure"),
        Column("better", "Better"),
        Column("source", "Source"),
        Column("definition", "Definition"),
    )
    rows = tuple(
        (
            leaf.id,
            leaf.name,
            leaf.measure + (f" per {leaf.divisor}" if leaf.denominator else ""),
            said("more") if leaf.direction > 0 else said("less"),
            leaf.source or None,
            leaf.definition or None,
        )
        for leaf in (*study.indicators, *study.series)
    )
    return Table(columns, rows, "What each indicator measures")
