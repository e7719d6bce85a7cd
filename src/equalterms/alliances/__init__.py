"""Blocs and cooperation: what a bloc has as one country, what its members bring, who works with whom."""

from equalterms.alliances.blocs import Bloc, bloc, names
from equalterms.alliances.contributions import Contribution, Contributions, contributions
from equalterms.alliances.network import Network, network
from equalterms.alliances.partners import Partner, Partners, partners
from equalterms.alliances.pooled import Holding, Pooled, pooled
from equalterms.alliances.ties import Bonded, Tied, ties

__all__ = [
    "Bloc",
    "Bonded",
    "Contribution",
    "Contributions",
    "Holding",
    "Network",
    "Partner",
    "Partners",
    "Pooled",
    "Tied",
    "bloc",
    "contributions",
    "names",
    "network",
    "partners",
    "pooled",
    "ties",
]
