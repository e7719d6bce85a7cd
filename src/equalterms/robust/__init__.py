"""Study -> rank distributions: how firm is a rank when the study's choices are made otherwise."""

from equalterms.robust.draw import Draws, draw
from equalterms.robust.run import Robustness, by_definition, compiled, robustness
from equalterms.robust.standings import Standing, Standings, standings

__all__ = [
    "Draws",
    "Robustness",
    "Standing",
    "Standings",
    "by_definition",
    "compiled",
    "draw",
    "robustness",
    "standings",
]
