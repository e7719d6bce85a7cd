"""Study -> what the table would be without each of its nodes, one at a time."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
import polars as pl

from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Indicator, Study
from equalterms.scores import Pass, branches, climb, columns, needed, observed, resolve, score, weights, whole


@dataclass(frozen=True, slots=True)
class Absence:
    """The table without a node. `shift` is the mean of |rank without - rank with| over the units ranked in both,
    `moved` the unit that moves most with its `places` (above 0: up), `lost` how many units lose their score."""

    node: str
    name: str
    parent: str
    indicators: int
    shift: float | None
    most: int | None
    moved: str
    places: int | None
    lost: int


@dataclass(frozen=True, slots=True)
class Removal:
    """The scores of one node without each of the others below it (nodes left out x units), and what follows."""

    study: Study
    node: str
    ids: tuple[str, ...]
    scores: Floats
    nominal: Floats
    rows: tuple[Absence, ...]
    warnings: tuple[str, ...] = ()

    def to_json(self) -> list[dict[str, object]]:
        """The rows as JSON objects."""
        return [asdict(row) for row in self.rows]

    def table(self) -> pl.DataFrame:
        """The rows as a Polars frame."""
        return pl.DataFrame(self.to_json(), infer_schema_length=None)


def removal(study: Study, node: str | None = None) -> Removal:
    """The ranks of a node (the index) without each node below it, most telling first.

    A node left out weighs nothing; its siblings take its place in proportion. A node without which its parent
    has nothing left takes the parent with it.

    Formula: shift = mean_u |rank_u(without) - rank_u|.

    Source: Schlossarek, Syrovatka and Vencalek (2019), Social Indicators Research 145:1125.
    """
    target = study.node(node or study.root)
    if isinstance(target, Indicator):
        raise StudyError(f"{target.id} has nothing below it", study.name, "name a pillar")
    inside = study.within(target.id)
    ids = tuple(each.id for each in study.nodes if each.id in inside and each.id != target.id)
    made, plan = score(study), branches(study)
    years = needed(study, (study.time,))
    leaves = columns(study, observed(study, years)).normalised
    stated = np.repeat(weights(study), len(ids), axis=0)
    for run, id in enumerate(ids):
        below = study.within(id)
        stated[run, [k for k, each in enumerate(study.nodes) if each.id in below]] = 0.0
    climbed = climb(Pass(study, years), plan, leaves, resolve(plan, stated))
    found = climbed.scores[target.id][years.index(study.time)]
    nominal = made.nodes[target.id]
    rows = [_absence(study, id, found[run], nominal) for run, id in enumerate(ids)]
    rows.sort(key=lambda row: (row.shift is None, -(row.shift or 0.0), row.node))
    return Removal(study, target.id, ids, found, nominal, tuple(rows), tuple(made.warnings()))


def _absence(study: Study, id: str, without: Floats, nominal: Floats) -> Absence:
    node = study.node(id)
    before, after = ranks(nominal), ranks(without)
    both = np.isfinite(before) & np.isfinite(after)
    won = np.where(both, before - after, 0.0)
    far = int(np.abs(won).argmax())
    moves = bool(both.any()) and won[far] != 0
    return Absence(
        node=id,
        name=node.name,
        parent=node.parent or "",
        indicators=sum(leaf.id in study.within(id) for leaf in study.indicators),
        shift=float(np.abs(won[both]).mean()) if both.any() else None,
        most=whole(np.abs(won).max()) if both.any() else None,
        moved=study.units[far].code if moves else "",
        places=int(won[far]) if moves else None,
        lost=int((np.isfinite(before) & np.isnan(after)).sum()),
    )
