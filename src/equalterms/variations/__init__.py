"""What if: `Study -> Study`, one setting made otherwise; and what of a study chance may vary.

Monte Carlo is nothing but settings drawn at random: a factor turns numbers in [0, 1) into settings.
"""

from equalterms.variations import chance, data, weighting  # noqa: F401  # the members of `vary`
from equalterms.variations.factor import Factor, Joint, Sets, Setting
from equalterms.variations.family import entries, factors, vary
from equalterms.variations.settings import GENERAL, ON_NODE, at, what_if

__all__ = [
    "GENERAL",
    "ON_NODE",
    "Factor",
    "Joint",
    "Sets",
    "Setting",
    "at",
    "entries",
    "factors",
    "vary",
    "what_if",
]
