"""indicators.csv -> the nodes of the tree, in its order, parents before children."""

from __future__ import annotations

import re
from pathlib import Path

from equalterms.errors import StudyError, nearest
from equalterms.files.faults import Faults
from equalterms.files.tables import Row, rows
from equalterms.model import Indicator, Node, Pillar, Step
from equalterms.steps import finite, parse

FILE = "indicators.csv"
COLUMNS = [
    "id",
    "parent",
    "name",
    "measure",
    "direction",
    "weight",
    "goalpost_low",
    "goalpost_high",
    "target",
    "denominator",
    "max_age",
    "fill",
    "treat",
    "normalise",
    "pool",
    "weigh",
    "aggregate",
    "needs",
    "source",
    "definition",
]
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}\Z")
_LEAF_ONLY = (
    "measure",
    "direction",
    "goalpost_low",
    "goalpost_high",
    "target",
    "denominator",
    "max_age",
    "fill",
    "treat",
    "pool",
)


def read(folder: Path, sources: frozenset[str], faults: Faults) -> tuple[Node, ...]:
    """The nodes; what is wrong with a row is a fault, and the row is left out."""
    table = rows(folder / FILE, COLUMNS, ("id", "parent", "name"), faults)
    by_id: dict[str, Row] = {}
    for row in table:
        with faults.at(FILE, row.line):
            id = row.needed("id")
            if not _ID.match(id):
                raise StudyError(f"{id[:60]!r} is no id", remedy="letters, digits and _, beginning with a letter")
            if id == "none":
                raise StudyError("'none' cannot be an id", remedy="it marks series beside the tree")
            if id in by_id:
                raise StudyError(f"the id {id!r} stands twice, first in row {by_id[id].line}", remedy="keep one")
            by_id[id] = row
    _check_parents(by_id, faults)
    parents = {row["parent"] for row in by_id.values()}
    made: dict[str, Node] = {}
    for id, row in by_id.items():
        with faults.at(FILE, row.line):
            made[id] = _pillar(row) if id in parents else _indicator(row, by_id, sources)
    return _in_order(by_id, made)


def _check_parents(by_id: dict[str, Row], faults: Faults) -> None:
    roots = [row for row in by_id.values() if not row["parent"]]
    if not roots and by_id:
        faults.add(FILE, 0, "no row is the index", "leave the parent of the index empty")
    for row in roots[1:]:
        faults.add(
            FILE,
            row.line,
            f"{row['id']!r} has no parent",
            "give its parent, or `none` for a series beside the tree",
        )
    for id, row in by_id.items():
        parent = row["parent"]
        if parent and parent != "none" and parent not in by_id:
            faults.add(FILE, row.line, f"the parent {parent[:60]!r} is not known", nearest(parent, by_id))
        seen, up = {id}, parent
        while up in by_id:
            if up in seen:
                faults.add(FILE, row.line, f"{id!r} is its own ancestor: a cycle through {up!r}", "correct a parent")
                break
            seen.add(up)
            up = by_id[up]["parent"]
        if parent in by_id and by_id[parent]["parent"] == "none":
            faults.add(
                FILE,
                row.line,
                f"{parent!r} stands beside the tree and cannot have children",
                "give it a parent",
            )


def _pillar(row: Row) -> Pillar:
    for heading in _LEAF_ONLY:
        if row[heading]:
            raise StudyError(f"the pillar {row['id']!r} has a {heading}", remedy=f"only indicators take {heading}")
    return Pillar(
        id=row["id"],
        parent=row["parent"],
        name=row.needed("name"),
        weight=_weight(row),
        weigh=_step(row, "weigh"),
        aggregate=_step(row, "aggregate"),
        normalise=_step(row, "normalise"),
        needs=_share(row),
        definition=row["definition"],
    )


def _indicator(row: Row, by_id: dict[str, Row], sources: frozenset[str]) -> Indicator:
    if not row["parent"]:
        raise StudyError(f"the index {row['id']!r} has no indicator below it", remedy="name it as a parent")
    for heading in ("weigh", "aggregate", "needs"):
        if row[heading]:
            raise StudyError(f"the indicator {row['id']!r} has {heading}", remedy=f"only pillars take {heading}")
    source = row["source"]
    if source and source not in sources:
        raise StudyError(f"the source {source[:60]!r} is not known", remedy=nearest(source, sources))
    denominator, per = _denominator(row, by_id)
    weight = _weight(row)
    return Indicator(
        id=row["id"],
        parent=None if row["parent"] == "none" else row["parent"],
        name=row.needed("name"),
        measure=row.needed("measure"),
        direction=1 if row.choice("direction", ("1", "-1")) == "1" else -1,
        weight=1.0 if weight is None else weight,
        goalposts=_goalposts(row),
        target=row.number("target"),
        denominator=denominator,
        per=per,
        max_age=_age(row),
        fill=_step(row, "fill"),
        treat=_step(row, "treat"),
        normalise=_step(row, "normalise"),
        pool=_pool(row, by_id),
        definition=row["definition"],
        source=source,
    )


def _denominator(row: Row, by_id: dict[str, Row]) -> tuple[str, float]:
    """The series that a value is divided by, and per how many of its units: `population / 1000000`."""
    id, _, scale = (part.strip() for part in row["denominator"].partition("/"))
    if id and id not in by_id:
        raise StudyError(f"the denominator {id[:60]!r} is not known", remedy=nearest(id, by_id))
    try:
        per = finite(scale) if scale else 1.0
    except ValueError:
        per = 0.0
    if per <= 0:
        raise StudyError(
            f"the denominator is {row['denominator'][:60]!r}", remedy="write a series, or a series / a number above 0"
        )
    return id, per


def _pool(row: Row, by_id: dict[str, Row]) -> Step | None:
    """The rule for blocs; the series that it weighs members by must be there."""
    step = _step(row, "pool")
    series = str(step.options.get("weight", "")) if step else ""
    if series and series not in by_id:
        raise StudyError(f"the weight {series[:60]!r} of pool is not known", remedy=nearest(series, by_id))
    return step


def _weight(row: Row) -> float | None:
    weight = row.number("weight")
    if weight is not None and weight < 0:
        raise StudyError(f"weight is {weight}, below 0", remedy="give 0 or more")
    return weight


def _share(row: Row) -> float | None:
    needs = row.number("needs")
    if needs is not None and not 0 <= needs <= 1:
        raise StudyError(f"needs is {needs}, no share", remedy="give a number from 0 to 1")
    return needs


def _age(row: Row) -> int | None:
    age = row.number("max_age")
    if age is not None and (age < 0 or age != int(age)):
        raise StudyError(f"max_age is {age}, no whole number of years", remedy="give 0, 1, 2 ...")
    return None if age is None else int(age)


def _goalposts(row: Row) -> tuple[float, float] | None:
    low, high = row.number("goalpost_low"), row.number("goalpost_high")
    if low is None and high is None:
        return None
    if low is None or high is None or low >= high:
        raise StudyError("goalposts need a low below a high", remedy="give both, or leave both empty")
    return low, high


def _step(row: Row, family: str) -> Step | None:
    return parse(row[family], family) if row[family] else None


def _in_order(by_id: dict[str, Row], made: dict[str, Node]) -> tuple[Node, ...]:
    below: dict[str, list[str]] = {}
    for id, row in by_id.items():
        below.setdefault(row["parent"], []).append(id)
    order: list[str] = []
    todo = below.get("", [])[:1]
    while todo:
        id = todo.pop()
        order.append(id)
        todo.extend(reversed(below.get(id, [])))
    return tuple(made[id] for id in [*order, *below.get("none", [])] if id in made)
