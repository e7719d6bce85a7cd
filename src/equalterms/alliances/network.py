"""The network that ties make: who stands in its middle, what its backbone is, which groups hold together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from equalterms.alliances.ties import FEW, Counts, counts
from equalterms.errors import StudyError
from equalterms.methods.affinity import preference, strength
from equalterms.methods.arrays import Floats
from equalterms.model import Study
from equalterms.scores import number

if TYPE_CHECKING:
    import networkx as nx

ALPHA = 0.05
TOGETHER = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in the network. `strength` are its ties in all, `influence` its PageRank, `between` the share of
    shortest ways (along preference) that lead over it, `group` the group it belongs to, `firm` how often, over
    the seeds, it was with the others of its group, `kept` how many of its ties are in the backbone."""

    unit: str
    name: str
    strength: float
    influence: float
    between: float
    group: int
    firm: float
    kept: int


@dataclass(frozen=True, slots=True)
class Network:
    """The units by strength, and how the groups came out: their number, modularity and the seeds tried.

    `backbone` are the ties that are more than chance spreads a unit's strength, as pairs of codes;
    `together` is how often two units were in one group (units x units, in the order of `counts`).
    """

    study: Study
    counts: Counts
    places: tuple[Place, ...]
    groups: tuple[tuple[str, ...], ...]
    modularity: float
    seeds: int
    backbone: tuple[tuple[str, str], ...]
    together: Floats


def network(study: Study, kind: str = "", time: str = "", seeds: int = 100, seed: int = 0) -> Network:
    """The network of the ties of a kind; groups are those of preference, over `seeds` orders of search."""
    if seeds < 1:
        raise StudyError(f"seeds is {seeds}", "--seeds", "give 1 or more")
    found = counts(study, kind, time)
    table = np.nan_to_num(found.table, nan=0.0)
    liked = preference(found.table).ratio
    near = np.where((table >= FEW) & np.isfinite(liked), np.nan_to_num(liked), 0.0)
    kept = disparity(table) < ALPHA
    together, modularity = communities(near, seeds, seed)
    groups = consensus(together)
    own = strength(found.table)
    middle, between = centralities(table, near)
    order = {u: g for g, members in enumerate(groups) for u in members}
    places = [
        Place(
            unit=code,
            name=study.names.get(code, code),
            strength=float(own[u]),
            influence=float(middle[u]),
            between=float(between[u]),
            group=order[u] + 1,
            firm=_firm(together, groups[order[u]], u),
            kept=int((kept | kept.T)[u].sum()),
        )
        for u, code in enumerate(found.units)
    ]
    places.sort(key=lambda place: (-place.strength, place.unit))
    pairs = np.argwhere(np.triu(kept | kept.T, 1))
    return Network(
        study=study,
        counts=found,
        places=tuple(places),
        groups=tuple(tuple(found.units[u] for u in members) for members in groups),
        modularity=modularity,
        seeds=seeds,
        backbone=tuple((found.units[i], found.units[j]) for i, j in pairs),
        together=together,
    )


def _firm(together: Floats, members: Sequence[int], u: int) -> float:
    others = [v for v in members if v != u]
    return float(together[u, others].mean()) if others else 1.0


def disparity(w: Floats) -> Floats:
    """How surprising each tie is for unit i (row), were its strength spread by chance; a small number is a strong tie.

    Formula: alpha_ij = (1 - w_ij / s_i)^(k_i - 1), k_i the number of i's ties; 1 where there is none, or only one.

    Source: Serrano, Boguna and Vespignani (2009), PNAS 106:6483, doi:10.1073/pnas.0808904106.
    """
    off = np.where(np.eye(len(w), dtype=bool), 0.0, w)
    s, k = off.sum(axis=1, keepdims=True), (off > 0).sum(axis=1, keepdims=True)
    share = off / np.where(s > 0, s, 1.0)
    return np.where((off > 0) & (k > 1), (1.0 - share) ** (k - 1), 1.0)


def graph(w: Floats) -> nx.Graph:
    """A table of ties (0: none) as a networkx graph with `weight`, and `distance`, which is 1 / weight."""
    import networkx as nx

    made = nx.Graph()
    made.add_nodes_from(range(len(w)))
    for i, j in np.argwhere(np.triu(w, 1) > 0):
        made.add_edge(int(i), int(j), weight=float(w[i, j]), distance=1.0 / float(w[i, j]))
    return made


def centralities(w: Floats, near: Floats) -> tuple[Floats, Floats]:
    """PageRank by ties, and betweenness along preference: who is influential, who stands between others.

    Source: Brin and Page (1998), Comput. Netw. 30:107, doi:10.1016/S0169-7552(98)00110-X; Freeman (1977),
    Sociometry 40:35, doi:10.2307/3033543.
    """
    import networkx as nx

    places = range(len(w))
    rank = nx.pagerank(graph(w), weight="weight")
    between = nx.betweenness_centrality(graph(near), weight="distance")
    return np.array([rank[u] for u in places]), np.array([between[u] for u in places])


def communities(w: Floats, seeds: int, seed: int = 0) -> tuple[Floats, float]:
    """How often two units come into one group (units x units), over seeds of Louvain's search; the best modularity.

    Source: Blondel and others (2008), J. Stat. Mech. P10008, doi:10.1088/1742-5468/2008/10/P10008; Lancichinetti
    and Fortunato (2012), Sci. Rep. 2:336, doi:10.1038/srep00336, on agreement over many runs.
    """
    import networkx as nx

    made, n = graph(w), len(w)
    if not made.size():
        return np.eye(n), 0.0  # No tie is strong enough: each unit stands alone.
    together, best = np.zeros((n, n)), -1.0
    for run in range(seeds):
        parts = nx.community.louvain_communities(made, weight="weight", seed=seed + run)
        label = np.zeros(n, dtype=int)
        for g, members in enumerate(parts):
            label[sorted(members)] = g
        together += label[:, None] == label[None, :]
        best = max(best, float(nx.community.modularity(made, parts, weight="weight")))
    return together / seeds, best


def consensus(together: Floats) -> tuple[tuple[int, ...], ...]:
    """The groups on which more than half of the seeds agree: units linked by pairs that are mostly together.

    Source: Lancichinetti and Fortunato (2012), Sci. Rep. 2:336, doi:10.1038/srep00336.
    """
    import networkx as nx

    linked = nx.Graph()
    linked.add_nodes_from(range(len(together)))
    linked.add_edges_from((int(i), int(j)) for i, j in np.argwhere(np.triu(together, 1) > TOGETHER))
    parts = [tuple(sorted(members)) for members in nx.connected_components(linked)]
    return tuple(sorted(parts, key=lambda members: (-len(members), members)))


def external(found: Counts, units: Sequence[str]) -> float | None:
    """Krackhardt and Stern's E-I index of a bloc: 1 where all its ties lead out, -1 where all stay inside.

    Source: Krackhardt and Stern (1988), Soc. Psychol. Q. 51:123, doi:10.2307/2786835.
    """
    inside = np.array([code in units for code in found.units])
    table = np.nan_to_num(found.table, nan=0.0)
    within = table[np.ix_(inside, inside)].sum() / 2.0
    out = table[np.ix_(inside, ~inside)].sum()
    return number((out - within) / (out + within)) if out + within > 0 else None
