"""Where everything stands in the workbook, and what is live in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from equalterms.errors import StudyError
from equalterms.methods.aggregate import means
from equalterms.model import Indicator, Node, Pillar, Step, Study
from equalterms.robust import Standings
from equalterms.scores import Branch, Scores, branches
from equalterms.workbook.formulas import LINEAR

FIRST = 7
"""The row of the first unit on every sheet of units by nodes; the rows above say what a column is."""
LINE = 5
"""The row of the first node on the sheet Weights, and of the first unit on the sheet Ranking."""
LEFT = 2
"""The columns before the first node: code and name of the unit."""
MOST = 1_000_000


@dataclass(frozen=True)
class Plan:
    """A study scored and its places in the workbook. Rows and columns are counted from 0."""

    scores: Scores
    standings: Standings
    seed: int

    @property
    def study(self) -> Study:
        """The study that is written."""
        return self.scores.study

    @cached_property
    def order(self) -> tuple[Node, ...]:
        """The nodes from the index down, level by level: siblings stand together, so one range names them all."""
        found: list[Node] = [self.study.node(self.study.root)]
        for node in found:
            found += self.study.children(node.id)
        return tuple(found)

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of each node in that order."""
        return {node.id: k for k, node in enumerate(self.order)}

    @cached_property
    def branch(self) -> dict[str, Branch]:
        """How each pillar is made of its children."""
        return {branch.id: branch for branch in branches(self.study)}

    def column(self, node: str) -> int:
        """The column of a node on the sheet Scores."""
        return LEFT + self.place[node]

    def line(self, node: str) -> int:
        """The row of a node on the sheet Weights."""
        return LINE + self.place[node]

    def siblings(self, pillar: str) -> tuple[str, str]:
        """The first and the last child of a pillar."""
        below = self.study.children(pillar)
        return below[0].id, below[-1].id

    @property
    def last(self) -> int:
        """The row of the last unit on a sheet of units by nodes."""
        return FIRST + len(self.study.units) - 1

    def step(self, family: str, leaf: Indicator) -> Step:
        """The step of a family that an indicator takes: its own, or the recipe's."""
        own: Step | None = getattr(leaf, family)
        return own or getattr(self.study.recipe, family)

    def live_leaf(self, leaf: Indicator) -> bool:
        """Whether a formula can place an indicator on its scale: a straight one, set by all units in this year."""
        step = self.step("normalise", leaf)
        alone = not step.options.get("by") and str(step.options.get("over", "year")) == "year"
        return step.name in LINEAR and alone

    def live_pillar(self, pillar: str) -> bool:
        """Whether a formula can give a pillar's score: a mean through a function, not rescaled afterwards."""
        return self.branch[pillar].aggregate.name in means and self.branch[pillar].normalise is None

    @property
    def fixed(self) -> tuple[str, ...]:
        """The nodes whose numbers are values, since no short formula gives them."""
        return tuple(
            node.id
            for node in self.order
            if not (self.live_pillar(node.id) if isinstance(node, Pillar) else self.live_leaf(node))
        )

    def share(self, node: Node) -> float:
        """A node's share in the weight of its siblings and itself."""
        total = sum(self.scores.weights[each.id] for each in self.study.children(str(node.parent)))
        return self.scores.weights[node.id] / total if total > 0 else 0.0

    def stated(self, node: Node) -> float | None:
        """What stands in the cell of a node's stated weight; None where it weighs what its children weigh.

        Where a method weighs, it is the method's weight. A pillar beside such weights takes its number from
        the weights that were stated below it, so here the number is written out.
        """
        if node.id == self.study.root:
            return None
        method = self.branch[str(node.parent)].weigh.name != "given"
        if isinstance(node, Pillar) and node.weight is None and not method:
            total = sum(self.scores.weights[child.id] for child in self.study.children(node.id))
            counted = self.scores.weights[node.id]
            return None if abs(total - counted) <= 1e-12 * max(abs(total), abs(counted)) else counted
        return self.scores.weights[node.id] if method or node.weight is None else node.weight


def fits(study: Study) -> None:
    """A StudyError where a study is too large for a workbook that a spreadsheet program can still open."""
    cells = len(study.units) * len(study.nodes)
    if cells > MOST or len(study.nodes) > 16_000:
        raise StudyError(
            f"{cells} scores are too many for a workbook, which holds {MOST} of them",
            study.name,
            "export to a folder: its tables have no such limit",
        )
