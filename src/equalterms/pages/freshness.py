"""How old a study's values are, indicator by indicator, and what is missing that was there before."""

from __future__ import annotations

from equalterms.freshness import RULE, Freshness
from equalterms.model import STATUSES
from equalterms.page import Block, Column, Heading, Link, Mark, Page, Table, Text
from equalterms.pages.common import foot, settings_note
from equalterms.said import said

_MOST = 200


def freshness(made: Freshness) -> Page:
    """The page: the rule, the age of each indicator, the values that no longer count with the rank they had."""
    study = made.study
    blocks: list[Block] = [*settings_note(study), Text(RULE), _ages(made), Heading("Missing now, known before")]
    blocks.append(_lost(made) if made.lost else Text("No unit lacks a value that it had before."))
    if len(made.lost) > _MOST:
        blocks.append(
            Text(said("{n} older ones are not shown here; the data of this page has them.", n=len(made.lost) - _MOST))
        )
    old = [each for each in made.indicators if each.median_age is not None and each.median_age >= 3]
    return Page(
        "freshness",
        said("{title}: how fresh the data of {time} are", title=study.title, time=study.time),
        tuple(blocks),
        lead=said(
            "{n} of {n2} indicators have values that are mostly three or more years old; "
            "{n3} values that were known before no longer count.",
            n=len(old),
            n2=len(made.indicators),
            n3=len(made.lost),
        ),
        foot=foot(study),
    )


def _ages(made: Freshness) -> Table:
    columns = (
        Column("name", "Indicator"),
        Column("n", "Values", 0),
        Column("median", "Median year"),
        Column("oldest", "Oldest year"),
        Column("median_age", "Median age", 1, help="years, at the study's time"),
        Column("max_age", "Oldest allowed", 0, help="years; empty where a value is carried without end"),
        Column("share_stale", "Too old", share=True, help="share of the units with any value so far"),
        Column("lost", "Lost", 0, help="units that had a value which does not count now"),
    )
    ordered = sorted(made.indicators, key=lambda row: -(row.median_age if row.median_age is not None else 1e9))
    rows = tuple(
        (
            Link(r.name, f"rank/{r.indicator}"),
            r.n,
            None if r.median is None else f"{r.median:g}",
            None if r.oldest is None else str(r.oldest),
            r.median_age,
            r.max_age,
            r.share_stale,
            r.lost,
        )
        for r in ordered
    )
    return Table(columns, rows, "The age of the values that count, the oldest first")


def _lost(made: Freshness) -> Table:
    columns = (
        Column("unit_name", "Country"),
        Column("name", "Indicator"),
        Column("year", "Last value of"),
        Column("age", "Age", 0),
        Column("value", "Value"),
        Column("status", "Status"),
        Column("rank", "Rank then", 0),
        Column("ranked", "of", 0),
        Column("why", "Why it does not count"),
    )
    rows = tuple(
        (
            Link(r.unit_name, f"why/{r.unit}/{r.indicator}"),
            r.name,
            str(r.year),
            r.age,
            r.value,
            STATUSES[r.status],
            r.rank,
            r.ranked,
            Mark(r.why, "warn"),
        )
        for r in made.lost[:_MOST]
    )
    return Table(columns, rows, "Values that a country had and that do not count now, the latest first")
