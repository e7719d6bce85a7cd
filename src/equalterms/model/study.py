"""The study: the one central thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from equalterms.errors import StudyError, nearest
from equalterms.model.claims import Article
from equalterms.model.facts import Event, Member, Observation, Source, Target, Tie, Unit
from equalterms.model.observations import Observations
from equalterms.model.tree import Comparison, Indicator, Node, Pillar, Recipe, Variation


@dataclass(frozen=True, slots=True)
class Study:
    """Everything a table is made from. Frozen: a what-if gives another study.

    `nodes` stand in the order of the tree, parents before children. `units` are the ranked units.
    `years` are those of its panel, ascending; empty where it states none. `events` and `stated` are facts
    of accepted claims: what happened, and values that stand in no table.
    `hash` is the SHA-256 of the folder's files; `settings` are the what-ifs that made this study.
    """

    name: str
    title: str
    time: int
    nodes: tuple[Node, ...]
    units: tuple[Unit, ...]
    observations: Observations
    sources: Mapping[str, Source]
    recipe: Recipe
    vary: tuple[Variation, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    targets: tuple[Target, ...] = ()
    ties: tuple[Tie, ...] = ()
    members: tuple[Member, ...] = ()
    events: tuple[Event, ...] = ()
    stated: tuple[Observation, ...] = ()
    articles: tuple[Article, ...] = ()
    years: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    licence: str = ""
    hash: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """The id of the index: the pillar that has no parent."""
        return next(node.id for node in self.nodes if isinstance(node, Pillar) and not node.parent)

    @property
    def pillars(self) -> tuple[Pillar, ...]:
        """The nodes that have nodes below them, parents first."""
        return tuple(node for node in self.nodes if isinstance(node, Pillar))

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """The leaves of the tree, in its order; series beside the tree are not among them."""
        return tuple(node for node in self.nodes if isinstance(node, Indicator) and node.parent is not None)

    @property
    def series(self) -> tuple[Indicator, ...]:
        """The series that stand beside the tree: denominators, published ranks, context."""
        return tuple(node for node in self.nodes if isinstance(node, Indicator) and node.parent is None)

    def node(self, id: str) -> Node:
        """The node called `id`; a StudyError that lists the nearest names where there is none."""
        for node in self.nodes:
            if node.id == id:
                return node
        raise StudyError(
            f"no indicator or pillar is called {id!r}",
            self.name,
            nearest(id, [node.id for node in self.nodes]),
        )

    def max_age(self, leaf: Indicator) -> int | None:
        """How many years old a value of an indicator may be to count: its own limit, or the recipe's; None: any."""
        return leaf.max_age if leaf.max_age is not None else self.recipe.max_age

    def children(self, id: str) -> tuple[Node, ...]:
        """The nodes right below `id`, in the order of the tree."""
        return tuple(node for node in self.nodes if node.parent == id)

    def within(self, id: str) -> frozenset[str]:
        """The ids at and below a node: parents stand before their children, so one walk finds them."""
        inside = {id}
        for node in self.nodes:
            if node.parent in inside:
                inside.add(node.id)
        return frozenset(inside)
