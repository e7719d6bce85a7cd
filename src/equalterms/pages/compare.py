"""What moved between two studies, and why."""

from __future__ import annotations

from equalterms.compare import Comparison, Move
from equalterms.page import Block, Column, Note, Page, Table
from equalterms.pages.common import digits
from equalterms.said import said

_HEADS = (
    Column("name", "Country"),
    Column("rank_a", "Rank A", 0),
    Column("rank_b", "Rank B", 0),
    Column("moved", "Moved"),
    Column("score_a", "Score A"),
    Column("score_b", "Score B"),
    Column("change", "Change"),
    Column("data", "by data", help="what the exchange of the observations and the year does"),
    Column("method", "by method", help="what the exchange of the tree, the weights and the recipe does"),
    Column("units", "by units", help="what the exchange of the ranked units does, through the scale"),
)


def compare(made: Comparison) -> Page:
    """The page of a comparison: every unit with its two ranks and the parts of its change."""
    places = digits([row.score_a for row in made.rows])
    heads = tuple(
        Column(c.key, c.title, c.digits if c.digits is not None or c.key in ("name", "moved") else places, help=c.help)
        for c in _HEADS
    )
    one_sided = [row.unit for row in made.rows if row.change is None]
    blocks: list[Block] = []
    if one_sided:
        only = ", ".join(one_sided[:12]) + (f" and {len(one_sided) - 12} more" if len(one_sided) > 12 else "")
        blocks.append(Note(said("Without a score in one of the two: {only}.", only=only), "warn"))
    caption = "Ranks in A and B, and each change of score split into data, method and units (they add up)"
    blocks.append(Table(heads, tuple(map(_row, made.rows)), caption))
    lead = f"A is {made.a.title}, {made.a.time}; B is {made.b.title}, {made.b.time}."
    return Page(
        "compare", said("{name} and {name2} compared", name=made.a.name, name2=made.b.name), tuple(blocks), lead
    )


def _row(row: Move) -> tuple[str | int | float | None, ...]:
    moved = None
    if row.rank_a is not None and row.rank_b is not None:
        moved = f"{row.rank_a - row.rank_b:+d}" if row.rank_a != row.rank_b else "="
    values = (row.score_a, row.score_b, row.change, row.data, row.method, row.units)
    return (row.name, row.rank_a, row.rank_b, moved, *values)
