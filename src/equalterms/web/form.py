"""The what-if form: years, draws, methods, weights, what is left out; each field with what the study says itself."""

from __future__ import annotations

from collections.abc import Iterable

from equalterms.draw.site import Field, Group
from equalterms.methods import steps
from equalterms.model import Pillar, Study
from equalterms.said import said
from equalterms.scores import score
from equalterms.variations import GENERAL
from equalterms.web.state import MOST_RUNS, State

_TITLES = {
    "screen": said("Screen out"),
    "fill": said("Fill gaps by"),
    "treat": said("Treat outliers by"),
    "normalise": said("Normalise by"),
    "weigh": said("Weigh by"),
    "aggregate": said("Aggregate by"),
    "needs": said("Least share of data"),
    "max_age": said("Oldest value, in years"),
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
        asked = dict(state.settings)
        known = {*GENERAL, *(f"weight.{id}" for id in self.weights)}
        others = [(key, value) for key, value in state.settings if key not in known or key == "time"]
        return (
            Group("Year and draws", self._draws(state), opened=state.at is not None),
            Group("Methods", self._methods(asked), opened=any(key in steps for key in asked)),
            *self._weights(asked),
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

    def _methods(self, asked: dict[str, str]) -> tuple[Field, ...]:
        found = []
        for family, members in steps.items():
            own = str(getattr(self.base.recipe, family))
            value = asked.get(family, own)
            names = list(dict.fromkeys([own, value, *members]))
            choices = tuple(
                (name, said("{name} (the study’s own)", name=name) if name == own else name) for name in names
            )
            found.append(Field(family, _TITLES.get(family, family), value, own, choices))
        needs = f"{self.base.recipe.needs:g}"
        found.append(Field("needs", _TITLES["needs"], asked.get("needs", needs), needs, low=0, high=1))
        if self.base.recipe.max_age is not None:
            age = str(self.base.recipe.max_age)
            found.append(Field("max_age", _TITLES["max_age"], asked.get("max_age", age), age, low=0, step="1"))
        return tuple(found)

    def _weights(self, asked: dict[str, str]) -> Iterable[Group]:
        for pillar in self.base.pillars:
            children = [node for node in self.base.children(pillar.id) if node.id in self.weights]
            if len(children) < 2:
                continue
            fields = []
            for node in children:
                own = self.weights[node.id]
                value = asked.get(f"weight.{node.id}", own)
                most = max(4 * float(own), 1.0)
                fields.append(Field(f"weight.{node.id}", node.name, value, own, low=0, slides=most))
            changed = any(field.value != field.own for field in fields)
            inner = not any(isinstance(node, Pillar) for node in children)
            yield Group(said("Weights in {pillar}", pillar=pillar.name), tuple(fields), opened=changed or not inner)

    def _left(self, settings: Iterable[tuple[str, str]]) -> tuple[Field, ...]:
        nodes = [
            (node.id, said("{name} ({id})", name=node.name, id=node.id)) for node in self.base.nodes if node.parent
        ]
        units = [(unit.code, said("{name} ({id})", name=unit.name, id=unit.code)) for unit in self.base.units]
        choices = (("", said("nothing")), *nodes, *units)
        gone = [value for key, value in settings if key == "drop"]
        return tuple(
            Field("drop", said("Leave out") if k == 0 else said("and"), value, "", choices)
            for k, value in enumerate([*gone, ""])
        )


def _other(settings: Iterable[tuple[str, str]]) -> Iterable[Field]:
    for key, value in settings:
        yield Field("set", "A setting", f"{key}={value}", "", wide=True)
    yield Field("set", "A setting, such as normalise.gdp=log", "", "", wide=True)
