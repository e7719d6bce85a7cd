"""A factor: numbers in [0, 1) -> settings of a study, or the weights of some nodes in many runs at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from equalterms.methods.arrays import Floats

Setting = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that chance may set: a number from `low` to `high`, or one of `choices` (alike likely).

    An empty choice leaves the study as it is.
    """

    key: str
    low: float = 0.0
    high: float = 0.0
    choices: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """How many numbers it takes for a run."""
        return 1

    @property
    def names(self) -> tuple[str, ...]:
        """What it sets, a column of a table of draws each."""
        return (self.key,)

    @property
    def nodes(self) -> tuple[str, ...]:
        """The nodes whose weights it sets, and nothing else; none for any other choice."""
        head, _, id = self.key.partition(".")
        return (id,) if head == "weight" and not self.choices else ()

    def chosen(self, u: Floats) -> NDArray[np.int64]:
        """Which of its choices each run makes (u is runs x 1)."""
        return (u[:, 0] * len(self.choices)).astype(np.int64)

    def weights(self, u: Floats) -> Floats:
        """The weights of its nodes in every run (runs x nodes), from runs x numbers."""
        return self.low + u * (self.high - self.low)

    def columns(self, u: Floats) -> list[Floats | list[str]]:
        """What it set in every run, a column a name: numbers, or the texts of its choices."""
        if self.choices:
            return [[self.choices[k] for k in self.chosen(u)]]
        return list(self.weights(u).T)

    def settings(self, u: Floats) -> tuple[Setting, ...]:
        """The settings of one run, from its numbers; none where the study stays as it is."""
        if self.choices:
            choice = self.choices[int(self.chosen(u[None])[0])]
            return ((self.key, choice),) if choice else ()
        made = self.weights(u[None])[0]
        return tuple((f"weight.{id}", repr(float(weight))) for id, weight in zip(self.nodes, made, strict=True))

    def odds(self) -> tuple[NDArray[np.int64], Floats]:
        """Its choices that differ, by their places, and how likely each is."""
        _, first, counts = np.unique(np.array(self.choices), return_index=True, return_counts=True)
        order = np.argsort(first)
        return first[order].astype(np.int64), counts[order] / len(self.choices)


@dataclass(frozen=True, slots=True)
class Joint(Factor):
    """The weights of a pillar's children, drawn together: `made` turns runs x children numbers into weights."""

    children: tuple[str, ...] = ()
    made: Callable[[Floats], Floats] = np.asarray

    @property
    def width(self) -> int:
        """A number for each child."""
        return len(self.children)

    @property
    def names(self) -> tuple[str, ...]:
        """A column for each child."""
        return tuple(f"weight.{id}" for id in self.children)

    @property
    def nodes(self) -> tuple[str, ...]:
        """The children."""
        return self.children

    def weights(self, u: Floats) -> Floats:
        """The weights of the children in every run."""
        return self.made(u)


@dataclass(frozen=True, slots=True)
class Sets(Factor):
    """Choices each of which makes several settings: those of a stakeholder, or of a draw of goalposts."""

    sets: tuple[tuple[Setting, ...], ...] = ()

    @property
    def nodes(self) -> tuple[str, ...]:
        """The nodes whose weights it sets, where it sets nothing but weights and in every choice the same."""
        keys = [tuple(key for key, _ in each) for each in self.sets]
        same = all(each == keys[0] and all(key.startswith("weight.") for key in each) for each in keys)
        return tuple(key.partition(".")[2] for key in keys[0]) if same else ()

    def weights(self, u: Floats) -> Floats:
        """The weights of its nodes by each run's choice."""
        table = np.array([[float(text) for _, text in each] for each in self.sets])
        return np.asarray(table[self.chosen(u)])

    def settings(self, u: Floats) -> tuple[Setting, ...]:
        """All that the choice sets."""
        return self.sets[int(self.chosen(u[None])[0])]
