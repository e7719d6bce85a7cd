"""One weight alone, from nothing to four times what it is: how far it moves the rank of a unit."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from equalterms.errors import StudyError
from equalterms.model import Study
from equalterms.page import Block, Column, Figure, Note, Page, Table
from equalterms.pages.common import digits, foot, settings_note
from equalterms.said import said
from equalterms.scores import number, score, whole
from equalterms.variations import what_if

STEPS = 20
MOST = 4.0


@dataclass(frozen=True, slots=True)
class Point:
    """A weight, and the score and rank of the unit under it."""

    weight: float
    score: float | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class Swing:
    """The points of a unit along a weight; all other weights and choices are the study's."""

    study: Study
    unit: str
    node: str
    weight: float
    points: tuple[Point, ...]

    @property
    def ranks(self) -> tuple[int, ...]:
        """The ranks along the way, from the best to the worst, each once."""
        return tuple(sorted({point.rank for point in self.points if point.rank is not None}))

    @property
    def said(self) -> str:
        """The finding in a sentence."""
        name, node = self.study.names.get(self.unit, self.unit), self.study.node(self.node).name
        most = self.points[-1].weight
        if not self.ranks:
            return said("{name} has no rank, whatever {node} weighs.", name=name, node=node)
        if len(self.ranks) == 1:
            return said(
                "{name} is number {rank}, whatever {node} weighs up to {most:.4g}.",
                name=name,
                rank=self.ranks[0],
                node=node,
                most=most,
            )
        return said(
            "{name} is number {best} at best and {worst} at worst as {node} weighs 0 to {most:.4g}.",
            name=name,
            best=self.ranks[0],
            worst=self.ranks[-1],
            node=node,
            most=most,
        )

    def to_json(self) -> dict[str, object]:
        """The ends and the points."""
        ends = {"best": self.ranks[0], "worst": self.ranks[-1]} if self.ranks else {"best": None, "worst": None}
        points = [asdict(point) for point in self.points]
        return {
            "unit": self.unit,
            "node": self.node,
            "weight": self.weight,
            **ends,
            "said": self.said,
            "points": points,
        }


def swing(study: Study, unit: str, node: str) -> Swing:
    """The rank of a unit at 21 weights of a node, from 0 to four times its own; exact at each of them.

    Between two of them a rank may be better or worse than at both: `bounds` proves what holds for all.
    """
    codes = [each.code for each in study.units]
    if unit not in codes:
        raise StudyError(f"the unit {unit[:60]!r} is not ranked by {study.name}", remedy="name one that is")
    u = codes.index(unit)
    own = score(study).weights.get(node, float("nan"))
    if not study.node(node).parent or not own > 0:
        raise StudyError(f"{node} has no weight that could be moved", study.name, "name a node that weighs something")
    points = []
    for step in range(STEPS + 1):
        weight = own * MOST * step / STEPS
        made = score(what_if(study, f"weight.{node}", repr(weight)))
        points.append(Point(weight, number(made.index[u]), whole(made.rank()[u])))
    return Swing(study, unit, node, own, tuple(points))


def page(made: Swing) -> Page:
    """The rank along the weight, as a picture and as a table."""
    study = made.study
    name, node = study.names.get(made.unit, made.unit), study.node(made.node).name
    columns = (
        Column("weight", said("Weight of {node}", node=node), 2),
        Column("score", "Score", digits([point.score for point in made.points])),
        Column("rank", "Rank", 0),
        Column("unit", "Country"),
    )
    rows = tuple((point.weight, point.score, point.rank, name) for point in made.points)
    table = Table(
        columns,
        rows,
        said("{name} under 21 weights of {node}; its own is {own:.4g}", name=name, node=node, own=made.weight),
    )
    roles = {"x": "weight", "y": "rank", "group": "unit"}
    blocks: list[Block] = [*settings_note(study)]
    blocks.append(Figure("rank_path", "The rank along the weight", table, roles, made.said, study.title))
    blocks += [Note("Exact at these weights; /bounds proves what holds for all weights together.")]
    title = said("{name}, and the weight of {node}", name=name, node=node)
    return Page(f"swing/{made.unit}/{made.node}", title, tuple(blocks), made.said, foot(study))
