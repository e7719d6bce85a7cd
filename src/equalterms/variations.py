"""What if: `Study -> Study`, one setting made otherwise; and what of a study chance may vary.

A setting is a key and a value as they stand after `--set`: `weight.research=2`, `normalise=zscore`,
`treat.gdp=log`, `drop=RUS`, `time=2020`. A factor turns a number u in [0, 1) into a setting, so that
Monte Carlo is nothing but settings drawn at random.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from equalterms.errors import StudyError, nearest
from equalterms.family import Family
from equalterms.methods import steps
from equalterms.model import Indicator, Node, Pillar, Step, Study
from equalterms.steps import finite, parse

GENERAL = ("time", "drop", "needs", "max_age", *steps)
ON_NODE = ("weight", "parent", *(family for family in steps if family != "screen"))


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that chance may set: a number from `low` to `high`, or one of `choices` (alike likely).

    An empty choice leaves the study as it is.
    """

    key: str
    low: float = 0.0
    high: float = 0.0
    choices: tuple[str, ...] = ()

    def setting(self, u: float) -> tuple[str, str] | None:
        """The setting for u in [0, 1); None where nothing is set."""
        if not self.choices:
            return self.key, repr(self.low + u * (self.high - self.low))
        choice = self.choices[int(u * len(self.choices))]
        return (self.key, choice) if choice else None


class Vary(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, study: Study, /) -> tuple[Factor, ...]: ...


vary: Family[Vary] = Family("vary", "what robustness may choose otherwise")


def factors(study: Study) -> tuple[Factor, ...]:
    """Everything that the study's `vary` lets chance set, in its order."""
    found: list[Factor] = []
    for variation in study.vary:
        member: Callable[..., tuple[Factor, ...]] = vary[variation.key]
        found.extend(member(study, **variation.options))
    return tuple(found)


@vary
def weights(study: Study, *, noise: float = 0.25) -> tuple[Factor, ...]:
    """Every weight is drawn evenly from its value less to its value plus a share of it.

    Formula: w' = w (1 + noise (2u - 1)), independently for each node that bears a weight and has siblings.

    Source: Saisana, Saltelli and Tarantola (2005), J. R. Stat. Soc. A 168:307, doi:10.1111/j.1467-985X.2005.00350.x.
    """
    if not 0 <= noise <= 1:
        raise StudyError(f"noise is {noise}", remedy="give a share from 0 to 1")
    found = []
    for node in study.nodes:
        if node.parent and node.weight is not None and len(study.children(node.parent)) > 1:
            found.append(Factor(f"weight.{node.id}", node.weight * (1 - noise), node.weight * (1 + noise)))
    return tuple(found)


def _choice(family: str) -> Callable[..., tuple[Factor, ...]]:
    def choose(study: Study, *, choices: tuple[str, ...] = ()) -> tuple[Factor, ...]:
        return (Factor(family, choices=choices),)

    choose.__name__ = family
    choose.__doc__ = f"""One of the stated methods of {family}, each alike likely, for every node without its own.

    Formula: choice = choices[floor(u n)].

    Source: Saisana, Saltelli and Tarantola (2005), J. R. Stat. Soc. A 168:307, doi:10.1111/j.1467-985X.2005.00350.x.
    """
    return choose


for _family in steps:
    vary(_choice(_family))


@vary
def leave_out(study: Study, *, what: str = "indicators") -> tuple[Factor, ...]:
    """Half of the time nothing is left out, otherwise one indicator (or pillar), each alike likely.

    Formula: nothing where u < 1/2, else the indicator number floor(2 (u - 1/2) n).

    Source: Saisana, Saltelli and Tarantola (2005), J. R. Stat. Soc. A 168:307, doi:10.1111/j.1467-985X.2005.00350.x.
    """
    groups: Mapping[str, tuple[Node, ...]] = {
        "indicators": study.indicators,
        "pillars": tuple(pillar for pillar in study.pillars if pillar.parent),
    }
    if what not in groups:
        raise StudyError(f"leave_out knows no {what!r}", remedy=nearest(what, groups))
    ids = tuple(node.id for node in groups[what])
    return (Factor("drop", choices=("",) * len(ids) + ids),)


def what_if(study: Study, key: str, text: str) -> Study:
    """The study with one setting made otherwise; a StudyError says what is wrong with the setting."""
    where = f"--set {key}"
    head, _, node = key.partition(".")
    try:
        if node and head == "weight":
            changed = _reweigh(study, node, text)
        elif node and head == "parent":
            changed = _move(study, node, text)
        elif node and head in ON_NODE:
            changed = _on_node(study, node, head, parse(text, head))
        elif not node and head in GENERAL:
            changed = _general(study, head, text)
        else:
            known = [*GENERAL, *(f"{word}.NODE" for word in ON_NODE)]
            raise StudyError("is no setting", remedy=nearest(key, known) + "; known: " + ", ".join(known))
    except StudyError as error:
        raise StudyError(error.message, where, error.remedy) from None
    return replace(changed, settings=(*study.settings, (key, text)))


def _general(study: Study, key: str, text: str) -> Study:
    if key == "drop":
        return _drop(study, text)
    if key in steps:
        recipe = replace(study.recipe, **{key: parse(text, key)})  # type: ignore[arg-type]  # a step under its family
        return replace(study, recipe=recipe)
    number = _number(text, key)
    if key == "needs":
        if not 0 <= number <= 1:
            raise StudyError(f"needs is {text}, no share", remedy="give a number from 0 to 1")
        return replace(study, recipe=replace(study.recipe, needs=number))
    if number != int(number) or number < 0:
        raise StudyError(f"{key} is {text[:40]}, no whole number of years", remedy="give a whole number")
    if key == "max_age":
        return replace(study, recipe=replace(study.recipe, max_age=int(number)))
    return at(study, int(number))


def at(study: Study, year: int) -> Study:
    """The study as of the end of another year; a StudyError where it has no values by then."""
    if not study.observations.covers(year) or (year > study.time and year > study.observations.span()[1]):
        first, last = study.observations.span()
        raise StudyError(f"the study has no values for {year}", "--at", f"give a year from {first} to {last}")
    return replace(study, time=year)


def _number(text: str, what: str) -> float:
    try:
        return finite(text)
    except ValueError:
        raise StudyError(f"{what} is {text[:40]!r}, not a number", remedy="write digits with a point") from None


def _reweigh(study: Study, id: str, text: str) -> Study:
    weight = _number(text, "weight")
    if weight < 0:
        raise StudyError(f"weight is {text}, below 0", remedy="give 0 or more")
    if study.node(id).parent is None:
        raise StudyError(f"{id} stands beside the tree and has no weight", remedy="name a node of the tree")
    return _changed(study, id, weight=weight)


def _move(study: Study, id: str, parent: str) -> Study:
    """A node, with what is below it, under another pillar: `none` takes an indicator out of the tree."""
    node = study.node(id)
    if isinstance(node, Pillar):
        if not node.parent or parent in study.within(id) or parent == "none":
            raise StudyError(f"{id} cannot stand under {parent[:60]}", remedy="name a pillar outside it")
    elif parent == "none":
        return _tidy(_changed(study, id, parent=None), id)
    if not isinstance(study.node(parent), Pillar):
        raise StudyError(f"{parent} is no pillar", remedy=nearest(parent, [each.id for each in study.pillars]))
    return _tidy(_changed(study, id, parent=parent), id)


def _tidy(study: Study, moved: str) -> Study:
    """The nodes in the order of the tree again; pillars that have nothing left are gone."""
    nodes = _without_bare(study.nodes)
    if not any(isinstance(node, Indicator) and node.parent for node in nodes):
        raise StudyError(f"{moved} is the last of the index", remedy="keep an indicator")
    ordered: list[Node] = []
    todo: list[Node] = [node for node in nodes if isinstance(node, Pillar) and not node.parent]
    while todo:
        node = todo.pop()
        ordered.append(node)
        todo += reversed([each for each in nodes if each.parent == node.id])
    return replace(study, nodes=(*ordered, *(node for node in nodes if node.parent is None)))


def _without_bare(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    while bare := [n.id for n in nodes if isinstance(n, Pillar) and not any(c.parent == n.id for c in nodes)]:
        nodes = tuple(node for node in nodes if node.id not in bare)
    return nodes


def _on_node(study: Study, id: str, family: str, step: Step) -> Study:
    node = study.node(id)
    fits = ("weigh", "aggregate", "normalise") if isinstance(node, Pillar) else ("fill", "treat", "normalise")
    if family not in fits or node.parent is None:
        raise StudyError(
            f"{id} takes no {family}", remedy="it takes " + ", ".join(fits) if node.parent is not None else ""
        )
    return _changed(study, id, **{family: step})


def _changed(study: Study, id: str, **changes: object) -> Study:
    nodes = tuple(replace(node, **changes) if node.id == id else node for node in study.nodes)  # type: ignore[arg-type]
    study.node(id)
    return replace(study, nodes=nodes)


def _drop(study: Study, name: str) -> Study:
    if any(unit.code == name for unit in study.units):
        if len(study.units) == 1:
            raise StudyError(f"{name} is the last unit", remedy="keep one")
        return replace(study, units=tuple(unit for unit in study.units if unit.code != name))
    known = [*(unit.code for unit in study.units), *(node.id for node in study.nodes if node.parent)]
    if name not in known:
        raise StudyError(f"no unit, indicator or pillar is called {name[:60]!r}", remedy=nearest(name, known))
    gone = study.within(name)
    nodes = _without_bare(tuple(node for node in study.nodes if node.id not in gone))
    if not any(isinstance(node, Indicator) and node.parent for node in nodes):
        raise StudyError(f"{name} is the last of the index", remedy="keep an indicator")
    return replace(study, nodes=nodes)
