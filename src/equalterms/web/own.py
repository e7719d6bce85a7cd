"""What is asked in a browser alone: the overview, units side by side, the article with its claims, comparisons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict

from equalterms.audit import checks
from equalterms.compare import compare as moves
from equalterms.errors import StudyError, nearest
from equalterms.files import embedded, load
from equalterms.model import Article, Study
from equalterms.page import Block, Heading, Page, Quote, Text
from equalterms.pages import claims as claims_room
from equalterms.pages import swing
from equalterms.pages.compare import compare as compare_page
from equalterms.pages.map import world as map_page
from equalterms.pages.overview import overview as overview_page
from equalterms.pages.sources import sources as sources_page
from equalterms.pages.units import beside
from equalterms.pages.units import units as units_page
from equalterms.press import Reading, document, read
from equalterms.results import Output
from equalterms.robust import standings
from equalterms.said import said
from equalterms.web.kinds import KINDS, MissingError, checked

Given = Mapping[str, object]
Command = Callable[[Study, int, Given], Output]
"""What a page is made by: the study after the what-ifs, where chance begins, the page's own parameters."""

_RUNS = 1000


def _runs(given: Given) -> int:
    runs = given.get("runs", _RUNS)
    return runs if isinstance(runs, int) else _RUNS


def overview(study: Study, seed: int, given: Given) -> Output:
    """The first page: where every unit stands, and what can be asked."""
    made = standings(study, _runs(given), seed)
    places = [(kind.name, kind.title, kind.says) for kind in KINDS.values() if kind.group != "-"]
    page = overview_page(made, places)
    data = {"standings": made.to_json(), "pages": [{"name": n, "title": t, "says": s} for n, t, s in places]}
    return Output("overview", data, page, made.to_json(), study, made.warnings)


def units(study: Study, seed: int, given: Given) -> Output:
    """Up to five units side by side; the first three by rank where none is named."""
    named = [each.strip() for each in str(given.get("u", "")).replace(" ", ",").split(",") if each.strip()]
    codes = [str(checked("unit", each, study)) for each in named]
    runs = _runs(given)
    if not codes:
        codes = [row.unit for row in standings(study, runs, seed).rows[:3]]
    made = beside(study, codes, runs, seed)
    return Output("units", made.to_json(), units_page(made), made.flat(), study, made.warnings)


def world(study: Study, seed: int, given: Given) -> Output:
    """The ranks on a map: the data are those of the rank table."""
    level = given.get("level")
    made = standings(study, _runs(given), seed, str(level) if level else None)
    rows = made.to_json()
    return Output("rank", rows, map_page(made), rows, study, made.warnings, extra={"node": made.node})


def swings(study: Study, seed: int, given: Given) -> Output:
    """How far one weight alone moves the rank of a unit."""
    made = swing.swing(study, str(given["unit"]), str(given["node"]))
    data = made.to_json()
    return Output("swing", data, swing.page(made), [asdict(point) for point in made.points], study)


def sources(study: Study, seed: int, given: Given) -> Output:
    """Where every number comes from."""
    slots = ("id", "title", "publisher", "licence", "url", "citation", "note")
    rows = [{slot: getattr(each, slot) for slot in slots} for each in study.sources.values()]
    return Output("sources", rows, sources_page(study), rows, study)


def claims(study: Study, seed: int, given: Given) -> Output:
    """What the study's articles state, or one of them."""
    wanted = given.get("article")
    papers = [paper for paper in study.articles if wanted in (None, paper.id)]
    if wanted is not None and not papers:
        raise MissingError(f"no article is called {str(wanted)[:60]!r}", study.name, nearest(str(wanted), _ids(study)))
    if not papers:
        none = Text("The study has no article of its own: read one below.")
        return Output("read", [], Page("claims", "Claims of articles", (none,)), [], study)
    made = [about(read(paper)) for paper in papers]
    blocks = tuple(block for each in made for block in (Heading(each.page.title), *each.page.blocks))
    rows = [row for each in made for row in each.rows]
    page = made[0].page if len(made) == 1 else Page("claims", said("Claims of {n} articles", n=len(made)), blocks)
    return Output("read", [each.data for each in made], page, rows, study)


def _ids(study: Study) -> list[str]:
    return [paper.id for paper in study.articles]


def about(reading: Reading) -> Output:
    """One article: its words with the claims marked where they stand, then what it states, then the arithmetic."""
    audit = checks(reading)
    page = claims_room.claims(reading, audit)
    blocks: list[Block] = [block for block in page.blocks if not isinstance(block, Quote)]
    blocks += [Heading("The article, its claims marked"), in_place(reading)]
    data = document(reading, audit)
    found = data.get("claims")
    rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    return Output("read", data, Page(page.name, page.title, tuple(blocks), page.lead, page.foot), rows)


def in_place(reading: Reading) -> Quote:
    """The words of the article as they stand, with those marked that a claim rests on."""
    article: Article = reading.article
    spans = sorted({(claim.span.start, claim.span.end) for claim in reading.claims})
    return Quote(article.text, article.publisher or article.id, tuple(spans))


def comparison(base: Study) -> Command:
    """Comparing studies by name: those that come with the program, and `base`, the one that is served."""

    def named(name: object) -> Study:
        known = embedded()
        if name == base.name:
            return base
        # A name alone: what is a path on this machine is no study here.
        if name not in known:
            raise StudyError(f"no study is called {str(name)[:60]!r}", "a, b", nearest(str(name), [*known, base.name]))
        return load(str(name))

    def compare(study: Study, seed: int, given: Given) -> Output:
        """A and B; without names, the study as it is and the study after the what-ifs."""
        a = named(given["a"]) if given.get("a") else base
        b = named(given["b"]) if given.get("b") and given["b"] != base.name else study
        made = moves(a, b)
        rows = made.to_json()
        return Output("compare", rows, compare_page(made), rows, b, extra={"a": a.name, "b": b.name})

    return compare


OWN: dict[str, Command] = {
    "overview": overview,
    "map": world,
    "units": units,
    "sources": sources,
    "claims": claims,
    "swing": swings,
}
"""The pages that no command of the terminal gives under the same name."""
