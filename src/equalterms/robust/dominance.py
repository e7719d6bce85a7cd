"""Who is above whom whatever the weights: the part of a ranking that no weighting can undo."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Study
from equalterms.robust.weighting import answerable, ground
from equalterms.scores import below, branches, whole

Above = NDArray[np.bool_]
_TIE = 1e-12


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in the partial order: how many are above and below it under any weights, and its nearest.

    `over` and `under` are the units next above and next below: with none between them in the partial order.
    """

    unit: str
    name: str
    rank: int | None
    above: int
    below: int
    over: tuple[str, ...]
    under: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The row as JSON."""
        slots = ("unit", "name", "rank", "above", "below")
        return {**{slot: getattr(self, slot) for slot in slots}, "over": list(self.over), "under": list(self.under)}


@dataclass(frozen=True, slots=True)
class Dominance:
    """The partial order of the units at a node, in the order of their stated ranks.

    `matrix[i, j]` says whether unit i of the study is above unit j under any weights. `decided` is the share of the
    pairs of ranked units of which one is above the other.
    """

    study: Study
    node: str
    leaves: bool
    rows: tuple[Place, ...]
    matrix: Above
    decided: float


def dominance(study: Study, node: str = "", leaves: bool = False) -> Dominance:
    """Which units no weighting of a node's children (or of all leaves below it) can put below which others.

    The node and, for `leaves`, all below it must be means. Among leaves a unit with a gap is compared with nobody,
    because what the leaves below a pillar count for then depends on how much of it is there.

    Source: Patil and Taillie (2004), Environmental and Ecological Statistics 11:199,
    doi:10.1023/B:EEST.0000027209.93218.d9 (rankings by partial order).
    """
    stood = ground(study, node, "free")
    made = stood.made
    if leaves:
        answerable(study, [branch for branch in branches(study) if branch.id in study.within(stood.node)])
        inside = [study.indicators[k].id for k in below(study, stood.node)]
        values = np.column_stack([made.nodes[id] for id in inside if made.weights[id] > 0])
        values[np.isnan(values).any(axis=1)] = np.nan
    else:
        values = np.where(np.isnan(made.nodes[stood.node])[:, None], np.nan, stood.values)
    matrix = dominating(values)
    place = ranks(made.nodes[stood.node])
    direct = matrix & ~(matrix.astype(float) @ matrix.astype(float) > 0)
    codes = np.array([unit.code for unit in study.units])
    order = np.lexsort((codes, np.where(np.isnan(place), np.inf, place)))
    rows = tuple(
        Place(
            unit=study.units[u].code,
            name=study.units[u].name,
            rank=whole(place[u]),
            above=int(matrix[:, u].sum()),
            below=int(matrix[u].sum()),
            over=tuple(codes[direct[:, u]].tolist()),
            under=tuple(codes[direct[u]].tolist()),
        )
        for u in order
    )
    ranked = int(np.isfinite(place).sum())
    pairs = ranked * (ranked - 1) / 2
    return Dominance(study, stood.node, leaves, rows, matrix, float(matrix.sum() / pairs) if pairs else 0.0)


def dominating(values: Floats) -> Above:
    """Whether unit i has a higher weighted mean than unit j under all weights above 0, from values (units x parts).

    A gap is left out of a unit's mean. Nobody is above a unit without values, nor it above any.

    Formula: with A and B the parts that i and j have, a_p >= b_p on both, a_p >= max b on A alone,
    b_q <= min a on B alone, and one of them strictly.
    """
    here = np.isfinite(values)
    counts = here.any(axis=1)
    slack = _TIE * np.nanmax(np.abs(values), initial=0.0)
    best = np.where(here, values, -np.inf).max(axis=1, initial=-np.inf)
    least = np.where(here, values, np.inf).min(axis=1, initial=np.inf)
    out = np.zeros((len(values), len(values)), dtype=bool)
    for i in np.flatnonzero(counts):
        both, alone, other = here[i] & here, here[i] & ~here, ~here[i] & here
        a = np.where(here[i], values[i], 0.0)
        b = np.where(here, values, 0.0)
        gap = np.where(both, a - b, np.where(alone, a - best[:, None], np.where(other, least[i] - b, 0.0)))
        out[i] = counts & (gap >= -slack).all(axis=1) & (gap > slack).any(axis=1)
    return out
