"""Families of arithmetic on arrays: no study, no unit and no file is known here.

Matrices are units x indicators, NaN is a gap, and a gap stays a gap except where a method fills it.
"""

from collections.abc import Mapping

from equalterms.family import Family
from equalterms.methods import (  # noqa: F401  # more members
    aggregate_doubt,
    aggregate_parts,
    fill_em,
    fill_models,
    fill_rows,
    fill_time,
    normalise_curves,
    normalise_distance,
    normalise_ranks,
    outrank,
    outrank_distance,
    pace_class,
    pace_drift,
    pace_levels,
    treat_rules,
    weigh_factors,
    weigh_informed,
)
from equalterms.methods.aggregate import aggregate
from equalterms.methods.fill import fill
from equalterms.methods.normalise import normalise
from equalterms.methods.pace import pace
from equalterms.methods.pool import pool
from equalterms.methods.screen import screen
from equalterms.methods.treat import treat
from equalterms.methods.weigh import weigh

__all__ = ["aggregate", "fill", "normalise", "pace", "pool", "screen", "steps", "treat", "weigh"]

steps: Mapping[str, Family] = {  # type: ignore[type-arg]  # each family has a signature of its own
    "screen": screen,
    "fill": fill,
    "treat": treat,
    "normalise": normalise,
    "weigh": weigh,
    "aggregate": aggregate,
}
