"""What if: `Study -> Study`, one setting made otherwise.

A setting is a key and a value as they stand after `--set`: `weight.research=2`, `normalise=zscore`,
`treat.gdp=log`, `every.treat.most=3`, `drop=RUS`, `time=2020`.
"""

from __future__ import annotations

from dataclasses import replace

from equalterms.errors import StudyError, nearest
from equalterms.methods import steps
from equalterms.model import Indicator, Node, Pillar, Step, Study
from equalterms.steps import SHARED, finite, parse
from equalterms.variations.error import shaken
from equalterms.variations.shock import shocked
from equalterms.variations.varying import varying

GENERAL = ("time", "drop", "needs", "max_age", "error", "vary", *steps)
ON_NODE = ("weight", "parent", "goalposts", *(family for family in steps if family != "screen"))


def what_if(study: Study, key: str, text: str) -> Study:
    """The study with one setting made otherwise; a StudyError says what is wrong with the setting."""
    where = f"--set {key}"
    head, _, node = key.partition(".")
    try:
        if node and head == "weight":
            changed = _reweigh(study, node, text)
        elif node and head == "parent":
            changed = _move(study, node, text)
        elif node and head == "goalposts":
            changed = _posts(study, node, text)
        elif node and head == "shock":
            changed = shocked(study, node, text)
        elif node and head == "every":
            changed = _every(study, node, text)
        elif node and head in ON_NODE:
            changed = _on_node(study, node, head, parse(text, head))
        elif not node and head in GENERAL:
            changed = _general(study, head, text)
        else:
            known = [*GENERAL, *(f"{word}.NODE" for word in ON_NODE), "every.FAMILY.OPTION", "shock.INDICATOR"]
            raise StudyError("is no setting", remedy=nearest(key, known) + "; known: " + ", ".join(known))
    except StudyError as error:
        raise StudyError(error.message, where, error.remedy) from None
    return replace(changed, settings=(*study.settings, (key, text)))


def _general(study: Study, key: str, text: str) -> Study:
    if key == "drop":
        return _drop(study, text)
    if key == "error":
        return shaken(study, text)
    if key == "vary":
        return varying(study, text)
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


def _posts(study: Study, id: str, text: str) -> Study:
    """An indicator with other goalposts, written as two numbers: `20 85`."""
    ends = text.split()
    if len(ends) != 2:
        raise StudyError(f"goalposts are {text[:60]!r}", remedy="write the low and the high end: 20 85")
    low, high = (_number(end, "a goalpost") for end in ends)
    if not low < high:
        raise StudyError(f"goalposts are {text[:60]!r}", remedy="write the lower number first")
    if not isinstance(study.node(id), Indicator):
        raise StudyError(f"{id} is a pillar and takes no goalposts", remedy="name an indicator")
    return _changed(study, id, goalposts=(low, high))


def _every(study: Study, name: str, text: str) -> Study:
    """Every step of a family that takes an option, in the recipe and on the nodes, with this value of it."""
    family, _, option = name.partition(".")
    if family not in steps:
        raise StudyError(f"no family is called {family[:60]!r}", remedy=nearest(family, steps))
    takers = {each for each in steps[family] if option in steps[family].options(each)}
    if option in SHARED.get(family, {}):
        takers = set(steps[family]) - {"none"}
    if not takers:
        known = {each for member in steps[family] for each in steps[family].options(member)}
        raise StudyError(f"no {family} has the option {option[:60]!r}", remedy=nearest(option, sorted(known)))

    def with_it(step: Step | None) -> Step | None:
        if step is None or step.name not in takers:
            return step
        given = parse(f"{step.name}({option}={text})", family)
        return Step(step.name, {**step.options, **given.options})

    recipe = replace(study.recipe, **{family: with_it(getattr(study.recipe, family))})  # type: ignore[arg-type]  # a step
    nodes = tuple(
        replace(node, **{family: with_it(getattr(node, family))}) if getattr(node, family, None) else node  # type: ignore[arg-type]
        for node in study.nodes
    )
    return replace(study, recipe=recipe, nodes=nodes)


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
