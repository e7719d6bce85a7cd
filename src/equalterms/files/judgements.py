"""comparisons.csv -> how many times one child of a pillar counts as much as another, as people judged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from equalterms.errors import StudyError
from equalterms.files.faults import Faults
from equalterms.files.tables import Row, rows
from equalterms.model import Comparison, Node, Pillar

FILE = "comparisons.csv"
COLUMNS = ("pillar", "a", "b", "times", "who")
_MOST = 9.0


def read(folder: Path, nodes: Sequence[Node], faults: Faults) -> tuple[Comparison, ...]:
    """The comparisons; those of a pillar must cover each pair of its children, from each person alike."""
    if not (folder / FILE).exists():
        return ()
    found: list[Comparison] = []
    seen: dict[tuple[str, str, frozenset[str]], int] = {}
    for row in rows(folder / FILE, COLUMNS, COLUMNS[:4], faults):
        with faults.at(FILE, row.line):
            made = _comparison(row, nodes)
            key = (made.who, made.pillar, frozenset((made.a, made.b)))
            if key in seen:
                raise StudyError(f"{made.a} and {made.b} stand twice, first in row {seen[key]}", remedy="keep one")
            seen[key] = row.line
            found.append(made)
    _check_whole(found, nodes, faults)
    return tuple(found)


def _comparison(row: Row, nodes: Sequence[Node]) -> Comparison:
    pillars = [node.id for node in nodes if isinstance(node, Pillar)]
    pillar = row.choice("pillar", pillars)
    children = [node.id for node in nodes if node.parent == pillar]
    a, b = row.choice("a", children), row.choice("b", children)
    if a == b:
        raise StudyError(f"{a} is compared with itself", remedy="compare two children")
    times = row.number("times")
    if times is None or not 1 / _MOST - 1e-9 <= times <= _MOST + 1e-9:
        raise StudyError(
            f"times is {row['times'][:40]!r}", remedy="give 1/9 (0.1111) to 9: how many times a counts as b"
        )
    return Comparison(pillar, a, b, times, row["who"])


def _check_whole(found: Sequence[Comparison], nodes: Sequence[Node], faults: Faults) -> None:
    for who, pillar in dict.fromkeys((each.who, each.pillar) for each in found):
        children = [node.id for node in nodes if node.parent == pillar]
        pairs = {frozenset((c.a, c.b)) for c in found if (c.who, c.pillar) == (who, pillar)}
        for i, a in enumerate(children):
            for b in children[i + 1 :]:
                if frozenset((a, b)) not in pairs:
                    person = f" by {who}" if who else ""
                    faults.add(FILE, 0, f"{a} and {b} of {pillar} are not compared{person}", f"add {pillar},{a},{b},1")
                    return
