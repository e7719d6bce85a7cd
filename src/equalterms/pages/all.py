"""Every page of a study, for a report."""

from __future__ import annotations

from equalterms.alliances import contributions, names, network, partners, pooled, ties
from equalterms.alliances.ties import kinds
from equalterms.coherence import coherence
from equalterms.describe import describe
from equalterms.freshness import freshness
from equalterms.model import Study
from equalterms.page import Page
from equalterms.pages import brief as briefs
from equalterms.pages import targets as aims
from equalterms.pages.alliances import allies
from equalterms.pages.coherence import coherence as coherence_page
from equalterms.pages.data import data
from equalterms.pages.freshness import freshness as freshness_page
from equalterms.pages.methods import methods
from equalterms.pages.partners import partners as partners_page
from equalterms.pages.profile import profile
from equalterms.pages.ranking import ranking
from equalterms.pages.removal import removal as removal_page
from equalterms.pages.sources import sources
from equalterms.pages.ties import ties as ties_page
from equalterms.pages.trends import trends as trends_page
from equalterms.pages.why import why
from equalterms.profile import profile_of
from equalterms.progress import judged
from equalterms.reasons import why as reasons
from equalterms.removal import removal
from equalterms.robust import standings
from equalterms.robust.run import Progress
from equalterms.scores import Scores, score
from equalterms.trends import trends

_RUNS = 200
_PARTNERS = 30


def every(
    study: Study, runs: int = 1000, seed: int = 0, progress: Progress | None = None
) -> tuple[tuple[Page, ...], tuple[str, ...]]:
    """Everything that the study can say of itself without being asked for more, page by page, and its warnings.

    `progress` is told how many units are done, and of how many.
    """
    ranked = standings(study, runs, seed)
    scores = score(study)
    pages = [ranking(ranked)]
    if study.articles:
        pages.append(briefs.page(briefs.brief([study], study.articles, runs, seed)))
    pages += _targets(study, seed)
    pages += _alliances(study, min(runs, _RUNS), seed)
    for done, row in enumerate(ranked.rows, 1):
        pages.append(profile(profile_of(scores, ranked, row.unit)))
        pages.append(why(study, row.unit, reasons(study, row.unit, scores=scores)))
        if progress is not None:
            progress(done, len(ranked.rows))
    return (*pages, *_looks(study, scores), methods(), sources(study)), ranked.warnings


def _looks(study: Study, scores: Scores) -> list[Page]:
    """The pages about the study as a whole: its data, how they hang together, what each part does, its years."""
    pages = [data(describe(study)), freshness_page(freshness(study))]
    pages += [coherence_page(coherence(study, scores)), removal_page(removal(study))]
    return [*pages, trends_page(trends(study, runs=_RUNS))] if study.years else pages


def _alliances(study: Study, runs: int, seed: int) -> list[Page]:
    """The ties of each kind with their network, and the blocs and countries that the study's articles name."""
    made = [ties_page(ties(study, kind=kind), network(study, kind, seed=seed)) for kind in kinds(study)]
    text = "\n".join(article.text for article in study.articles)
    for name in names(study):
        if name in text:
            whole = pooled(study, name, runs=runs, seed=seed)
            made.append(allies(whole, contributions(whole, seed=seed)))
    if made:
        named = [unit.code for unit in study.units if unit.name in text]
        made += [partners_page(partners(study, code, runs=runs, seed=seed), _PARTNERS) for code in named]
    return made


def _targets(study: Study, seed: int) -> list[Page]:
    """The page of all targets and one for each country that has any; none where the study has no target."""
    made = judged(study, seed=seed)
    units = list(dict.fromkeys(each.target.unit for each in made))
    each_country = [aims.country(study, unit, [p for p in made if p.target.unit == unit]) for unit in units]
    return [aims.targets(study, made), *each_country] if made else []
