"""Study -> rank distributions: how firm is a rank when the study's choices are made otherwise."""

from equalterms.robust.draw import Draws, draw
from equalterms.robust.run import Robustness, by_definition, compiled, robustness

__all__ = ["Draws", "Robustness", "by_definition", "compiled", "draw", "robustness"]
