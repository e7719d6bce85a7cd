"""Every page of a study, for a report."""

from __future__ import annotations

from equalterms.coherence import coherence
from equalterms.model import Study
from equalterms.page import Page
from equalterms.pages import brief as briefs
from equalterms.pages import targets as aims
from equalterms.pages.coherence import coherence as coherence_page
from equalterms.pages.methods import methods
from equalterms.pages.ranking import ranking
from equalterms.pages.sources import sources
from equalterms.pages.why import why
from equalterms.progress import judged
from equalterms.reasons import why as reasons
from equalterms.robust import standings
from equalterms.scores import score


def every(study: Study, runs: int = 1000, seed: int = 0) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """The ranks, the brief, the targets, a why for each unit, coherence, methods, sources; warnings."""
    ranked = standings(study, runs, seed)
    scores = score(study)
    pages = [ranking(ranked)]
    if study.articles:
        pages.append(briefs.page(briefs.brief([study], study.articles, runs, seed)))
    pages += _targets(study, seed)
    pages += [why(study, row.unit, reasons(study, row.unit, scores=scores)) for row in ranked.rows]
    return (*pages, coherence_page(coherence(study)), methods(), sources(study)), ranked.warnings


def _targets(study: Study, seed: int) -> list[Page]:
    """The page of all targets and one for each country that has any; none where the study has no target."""
    made = judged(study, seed=seed)
    units = list(dict.fromkeys(each.target.unit for each in made))
    each_country = [aims.country(study, unit, [p for p in made if p.target.unit == unit]) for unit in units]
    return [aims.targets(study, made), *each_country] if made else []
