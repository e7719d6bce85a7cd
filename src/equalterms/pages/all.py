"""Every page of a study, for a report."""

from __future__ import annotations

from equalterms.coherence import coherence
from equalterms.model import Study
from equalterms.page import Page
from equalterms.pages import brief as briefs
from equalterms.pages.coherence import coherence as coherence_page
from equalterms.pages.methods import methods
from equalterms.pages.ranking import ranking
from equalterms.pages.sources import sources
from equalterms.pages.why import why
from equalterms.reasons import why as reasons
from equalterms.robust import standings
from equalterms.scores import score


def every(study: Study, runs: int = 1000, seed: int = 0) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The ranks, the brief on the study's articles, a why for each unit, coherence, methods, sources; warnings."""
    ranked = standings(study, runs, seed)
    scores = score(study)
    pages = [ranking(ranked)]
    if study.articles:
        pages.append(briefs.page(briefs.brief([study], study.articles, runs, seed)))
    pages += [why(study, row.unit, reasons(study, row.unit, scores=scores)) for row in ranked.rows]
    return (*pages, coherence_page(coherence(study)), methods(), sources(study)), ranked.warnings
