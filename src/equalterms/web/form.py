"""The what-if form: years, draws, methods, weights, what is left out; each field with what the study says itself."""

from __future__ import annotations

from collections.abc import Iterable

from equalterms.draw.site import Field, Group
from equalterms.methods import steps
from equalterms.model import Pillar, Study
from equalterms.scores import score
from equalterms.variations import GENERAL
from equalterms.web.state import MOST_RUNS, State

_TITLES = {
    "screen": "Screen out",
    "fill": "Fill gaps by",
    "treat": "Treat outliers by",
    "normalise": "Normalise by",
    "weigh": "Weigh by",
    "aggregate": "Aggregate by",
    "needs": "Least share of data",
    "max_age": "Oldest value, in years",
}


class Form:
    """The form of one study. Nothing in it changes but what the state says."""

    def __init__(self, base: Study) -> None:
        self.base = base
        made = score(base)
        self.weights = {node: f"{weight:.6g}" for node, weight in made.weights.items() if weight == weight}
        self.own = {field.name: field.own for group in self.groups(State()) for field in group.fields}

    def groups(self, state: State) -> tuple[Group, ...]:
        """The fields as the state has them."""
        said = dict(state.settings)
        known = {*GENERAL, *(f"weight.{id}" for id in self.weights)}
        others = [(key, value) for key, value in state.settings if key not in known or key == "time"]
        return (
            Group("Year and draws", self._draws(state), opened=state.at is not None),
            Group("Methods", self._methods(said), opened=any(key in steps for key in said)),
            *self._weights(said),
            Group("Leave out", self._left(state.settings)),
            Group("Any other setting", tuple(_other(others))),
        )

    def _draws(self, state: State) -> tuple[Field, ...]:
        first, last = self.base.observations.span()
        time, runs = str(self.base.time), str(state.runs or 1000)
        return (
            Field("at", "Year", str(state.at or time), time, low=first, high=max(last, self.base.time), step="1"),
            Field("runs", "Draws for the intervals", runs, "1000", low=1, high=MOST_RUNS, step="1"),
            Field("seed", "Where chance begins", str(state.seed), "0", low=0, step="1"),
        )

    def _methods(self, said: dict[str, str]) -> tuple[Field, ...]:
        found = []
        for family, members in steps.items():
            own = str(getattr(self.base.recipe, family))
            value = said.get(family, own)
            names = list(dict.fromkeys([own, value, *members]))
            choices = tuple((name, name + (" (the study’s own)" if name == own else "")) for name in names)
            found.append(Field(family, _TITLES.get(family, family), value, own, choices))
        needs = f"{self.base.recipe.needs:g}"
        found.append(Field("needs", _TITLES["needs"], said.get("needs", needs), needs, low=0, high=1))
        if self.base.recipe.max_age is not None:
            age = str(self.base.recipe.max_age)
            found.append(Field("max_age", _TITLES["max_age"], said.get("max_age", age), age, low=0, step="1"))
        return tuple(found)

    def _weights(self, said: dict[str, str]) -> Iterable[Group]:
        for pillar in self.base.pillars:
            children = [node for node in self.base.children(pillar.id) if node.id in self.weights]
            if len(children) < 2:
                continue
            fields = []
            for node in children:
                own = self.weights[node.id]
                value = said.get(f"weight.{node.id}", own)
                most = max(4 * float(own), 1.0)
                fields.append(Field(f"weight.{node.id}", node.name, value, own, low=0, slides=most))
            changed = any(field.value != field.own for field in fields)
            inner = not any(isinstance(node, Pillar) for node in children)
            yield Group(f"Weights in {pillar.name}", tuple(fields), opened=changed or not inner)

    def _left(self, settings: Iterable[tuple[str, str]]) -> tuple[Field, ...]:
        nodes = [(node.id, f"{node.name} ({node.id})") for node in self.base.nodes if node.parent]
        units = [(unit.code, f"{unit.name} ({unit.code})") for unit in self.base.units]
        choices = (("", "nothing"), *nodes, *units)
        gone = [value for key, value in settings if key == "drop"]
        return tuple(
            Field("drop", "Leave out" if k == 0 else "and", value, "", choices) for k, value in enumerate([*gone, ""])
        )


def _other(settings: Iterable[tuple[str, str]]) -> Iterable[Field]:
    for key, value in settings:
        yield Field("set", "A setting", f"{key}={value}", "", wide=True)
    yield Field("set", "A setting, such as normalise.gdp=log", "", "", wide=True)
