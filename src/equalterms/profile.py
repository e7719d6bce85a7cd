"""Study -> one unit: where it is strong and weak, what is missing, who is like it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from equalterms.errors import StudyError, nearest
from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Study
from equalterms.robust import Standing, Standings, standings
from equalterms.scores import Scores, number, score, whole

MOST = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A unit at a node: its score and rank among the `ranked` units, beside the median of all and of its peers."""

    node: str
    name: str
    pillar: str
    score: float | None
    rank: int | None
    ranked: int
    median: float | None
    peers: float | None


@dataclass(frozen=True, slots=True)
class Place(Part):
    """An indicator of a unit with its value: `status` is that of the value, `filled` whether it was imputed,
    `level` how many units have the same value."""

    raw: float | None
    measure: str
    time: str
    status: str
    filled: bool
    level: int


@dataclass(frozen=True, slots=True)
class Peer:
    """A unit that is like it: the distance is the root mean square difference of indicator ranks, as shares."""

    unit: str
    name: str
    rank: int | None
    distance: float
    shared: int


@dataclass(frozen=True, slots=True)
class Profile:
    """One unit of a study at its time."""

    study: Study
    standing: Standing
    pillars: tuple[Part, ...]
    strengths: tuple[Place, ...]
    weaknesses: tuple[Place, ...]
    gaps: tuple[Place, ...]
    peers: tuple[Peer, ...]
    neighbours: tuple[Standing, ...]
    warnings: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The profile as JSON."""
        lists = ("pillars", "strengths", "weaknesses", "gaps", "peers", "neighbours")
        return {
            "standing": asdict(self.standing),
            **{key: [asdict(row) for row in getattr(self, key)] for key in lists},
        }


def profile(study: Study, unit: str, most: int = MOST, runs: int = 1000, seed: int = 0) -> Profile:
    """A unit's profile at the study's time, with the intervals of `runs` draws (`profile_of`)."""
    codes = [each.code for each in study.units]
    if unit not in codes:
        raise StudyError(f"the unit {unit[:60]!r} is not ranked by {study.name}", remedy=nearest(unit, codes))
    return profile_of(score(study), standings(study, runs, seed), unit, most)


def profile_of(made: Scores, table: Standings, unit: str, most: int = MOST) -> Profile:
    """A unit's standing with its interval, pillars, strongest and weakest indicators, gaps, peers.

    Strengths are the indicators of its best ranks, as published and per denominator; one on which it has
    the worst value, or all have the same, is none. Peers are the `most` units with the closest profile of
    indicators among those with which it shares at least half of them.

    Formula: distance(a, b) = sqrt(mean_i (p_ai - p_bi)^2), p the share of the other units that a unit is
    ahead of in indicator i, over the indicators that both have.
    """
    study = made.study
    codes = [each.code for each in study.units]
    u = codes.index(unit)
    own = next(row for row in table.rows if row.unit == unit)
    peers = _peers(made, u, most)
    at = [codes.index(peer.unit) for peer in peers]
    evidence = made.table.evidence(u)
    places = [_place(made, u, i, at, evidence.get(i, {})) for i in range(len(study.indicators))]
    known = sorted((place for place in places if place.rank is not None), key=lambda place: place.rank or 0)
    good = [place for place in known if not _worst(made, u, place)]
    row = table.rows.index(own)
    around = [each for each in table.rows[max(0, row - 2) : row + 3] if each.unit != unit and each.rank is not None]
    return Profile(
        study,
        own,
        tuple(_part(made, u, node.id, at) for node in study.pillars),
        tuple(good[:most]),
        tuple(known[::-1][:most]),
        tuple(place for place in places if place.raw is None or place.filled),
        peers,
        tuple(around),
        table.warnings,
    )


def _part(made: Scores, u: int, id: str, peers: list[int]) -> Part:
    node = made.study.node(id)
    return Part(id, node.name, node.parent or "", *_beside(made.nodes[id], u, peers, made.rank(id)))


def _place(made: Scores, u: int, i: int, peers: list[int], row: Mapping[str, object]) -> Place:
    leaf = made.study.indicators[i]
    values = made.table.values[:, i]
    own = ranks(values * leaf.direction, exact=True)
    score, _, _, median, beside = _beside(made.nodes[leaf.id], u, peers, own)
    return Place(
        leaf.id,
        leaf.name,
        leaf.parent or "",
        score,
        whole(own[u]),
        int(np.isfinite(own).sum()),
        median,
        beside,
        number(made.table.observed[u, i]) if np.isfinite(values[u]) else None,
        leaf.measure,
        str(row.get("time", "")),
        str(row.get("status", "M")) if np.isfinite(values[u]) else "M",
        bool(np.isnan(values[u]) and np.isfinite(made.columns.filled[u, i])),
        int((own == own[u]).sum()),
    )


def _beside(
    scores: Floats, u: int, peers: list[int], place: Floats
) -> tuple[float | None, int | None, int, float | None, float | None]:
    """Score and rank of a unit, how many are ranked, the median of all and of its peers."""
    seen, near = scores[np.isfinite(scores)], scores[peers][np.isfinite(scores[peers])]
    return (
        number(scores[u]),
        whole(place[u]),
        int(np.isfinite(place).sum()),
        float(np.median(seen)) if seen.size else None,
        float(np.median(near)) if near.size else None,
    )


def _worst(made: Scores, u: int, place: Place) -> bool:
    """Whether nobody is behind the unit: then even a first place is no strength."""
    i = [leaf.id for leaf in made.study.indicators].index(place.node)
    values = made.table.values[:, i] * made.study.indicators[i].direction
    return bool(values[u] <= np.nanmin(values))


def _peers(made: Scores, u: int, most: int) -> tuple[Peer, ...]:
    direction = np.array([leaf.direction for leaf in made.study.indicators])
    x = made.table.values * direction
    counts = np.maximum(np.isfinite(x).sum(axis=0) - 1, 1)
    share = (ranks(x.T, descending=False, exact=True).T - 1) / counts
    apart = (share - share[u]) ** 2
    shared = np.isfinite(apart).sum(axis=1)
    enough = (shared * 2 >= len(direction)) & (np.arange(len(x)) != u)
    distance = np.sqrt(np.nansum(apart, axis=1) / np.maximum(shared, 1))
    order = [k for k in np.lexsort((np.arange(len(x)), distance)) if enough[k]][:most]
    place = made.rank()
    units = made.study.units
    return tuple(Peer(units[k].code, units[k].name, whole(place[k]), float(distance[k]), int(shared[k])) for k in order)
