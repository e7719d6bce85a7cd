"""Tongues: the numbers, dates, ranks and countries of texts that are not in English, by one table a language."""

from equalterms.tongues.calendar import scan as dates
from equalterms.tongues.figures import figures
from equalterms.tongues.grammar import TONGUES, Tongue, patterns, table_of, tongue
from equalterms.tongues.names import named
from equalterms.tongues.numerals import scan as numbers

__all__ = ["TONGUES", "Tongue", "dates", "figures", "named", "numbers", "patterns", "table_of", "tongue"]
