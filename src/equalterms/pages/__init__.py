"""Study -> Page, a file for each kind of page."""

from equalterms.pages.claims import claims
from equalterms.pages.methods import methods
from equalterms.pages.ranking import ranking
from equalterms.pages.sources import sources
from equalterms.pages.why import why

__all__ = ["claims", "methods", "ranking", "sources", "why"]
