"""Press: an article goes in, a reading comes out: its claims, events and ties, each in its own words."""

from equalterms.model import Noise
from equalterms.press.document import document, not_read
from equalterms.press.reading import Happening, Reading, Relation, article, dressed, read

__all__ = ["Happening", "Noise", "Reading", "Relation", "article", "document", "dressed", "not_read", "read"]
