"""What a study is made of: data that cannot load, save, draw or compute itself.

Codes of units are ISO 3166 alpha-3 for countries. `measure` is the unit of measure; `unit` never is.
"""

from equalterms.model.claims import Article, Attribution, Check, Claim, Converted, Noise, Span
from equalterms.model.facts import (
    STATUSES,
    Event,
    Evidence,
    Fact,
    Member,
    Observation,
    Source,
    Target,
    Tie,
    Unit,
)
from equalterms.model.observations import Floats, Observations
from equalterms.model.study import Study
from equalterms.model.tree import NOTHING, Comparison, Indicator, Node, Pillar, Recipe, Step, Variation

__all__ = [
    "NOTHING",
    "STATUSES",
    "Article",
    "Attribution",
    "Check",
    "Claim",
    "Comparison",
    "Converted",
    "Event",
    "Evidence",
    "Fact",
    "Floats",
    "Indicator",
    "Member",
    "Node",
    "Noise",
    "Observation",
    "Observations",
    "Pillar",
    "Recipe",
    "Source",
    "Span",
    "Step",
    "Study",
    "Target",
    "Tie",
    "Unit",
    "Variation",
]
