"""Study -> Scores: screen, fill, treat, normalise, weigh, aggregate up the tree."""

from equalterms.scores.apply import bound
from equalterms.scores.climb import Branch, branches, climb, resolve, weights
from equalterms.scores.columns import Columns, Memo, columns
from equalterms.scores.result import Scores, below, effective, number, placed, score, scored, whole
from equalterms.scores.table import Table, Tables, observed
from equalterms.scores.years import Pass, needed, panel_years

__all__ = [
    "Branch",
    "Columns",
    "Memo",
    "Pass",
    "Scores",
    "Table",
    "Tables",
    "below",
    "bound",
    "branches",
    "climb",
    "columns",
    "effective",
    "needed",
    "number",
    "observed",
    "panel_years",
    "placed",
    "resolve",
    "score",
    "scored",
    "weights",
    "whole",
]
