"""Up to five units side by side: the index, its pillars, its indicators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from equalterms.errors import StudyError
from equalterms.model import Indicator, Study
from equalterms.page import Block, Cell, Column, Figure, Heading, Link, Note, Page, Table
from equalterms.pages.common import digits, foot, settings_note
from equalterms.pages.ranking import interval
from equalterms.robust import Standing, standings
from equalterms.said import said
from equalterms.scores import number, score, whole

MOST = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A unit at a node: its score and rank; for an indicator the value as published, with its time and status."""

    unit: str
    score: float | None
    rank: int | None
    raw: float | None = None
    time: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """Units side by side: their standings, and a row of cells for each node of the tree."""

    study: Study
    standings: tuple[Standing, ...]
    rows: tuple[tuple[str, tuple[Place, ...]], ...]
    warnings: tuple[str, ...]

    def flat(self) -> list[dict[str, object]]:
        """A row for each node and unit."""
        return [{"node": node, **asdict(cell)} for node, cells in self.rows for cell in cells]

    def to_json(self) -> dict[str, object]:
        """The standings, and the rows of `flat`."""
        return {"standings": [asdict(each) for each in self.standings], "nodes": self.flat()}


def beside(study: Study, units: Sequence[str], runs: int = 1000, seed: int = 0) -> Beside:
    """Up to five ranked units side by side, in the order asked for; a StudyError where they are none or more."""
    codes = [unit.code for unit in study.units]
    chosen = list(dict.fromkeys(units))
    if not 1 <= len(chosen) <= MOST:
        raise StudyError(f"{len(chosen)} units are named", "u", f"name one to {MOST}, such as u=NOR,CHE")
    unknown = [unit for unit in chosen if unit not in codes]
    if unknown:
        raise StudyError(f"not ranked by {study.name}: {', '.join(unknown)[:60]}", "u", "name units that are ranked")
    made, table = score(study), standings(study, runs, seed)
    at = [codes.index(unit) for unit in chosen]
    leaves = {leaf.id: i for i, leaf in enumerate(study.indicators)}
    evidence = {u: made.table.evidence(u) for u in at}
    rows = []
    for node in study.nodes:
        if node.id not in made.nodes:
            continue
        place, cells = made.rank(node.id), []
        for u in at:
            i = leaves.get(node.id)
            row = evidence[u].get(i, {}) if i is not None else {}
            raw = None if i is None else number(made.table.observed[u, i])
            said = (str(row.get("time", "")), str(row.get("status", ""))) if raw is not None else ("", "")
            cells.append(Place(codes[u], number(made.nodes[node.id][u]), whole(place[u]), raw, *said))
        rows.append((node.id, tuple(cells)))
    places = tuple(row for unit in chosen for row in table.rows if row.unit == unit)
    return Beside(study, places, tuple(rows), table.warnings)


def units(made: Beside) -> Page:
    """The page: standings with intervals, scores and ranks of each part, values of each indicator."""
    study = made.study
    names = [each.name for each in made.standings]
    blocks: list[Block] = [Note(text, "warn") for text in made.warnings if any(e.unit in text for e in made.standings)]
    blocks += settings_note(study)
    blocks += [_standings(made), _figure(made)]
    blocks += [Heading("Pillars"), _table(made, names, leaves=False)]
    blocks += [Heading("Indicators"), _table(made, names, leaves=True)]
    lead = f"{len(names)} of the {len(study.units)} units that {study.title} ranks."
    return Page(
        "units",
        said("{join} side by side, {time}", join=", ".join(names), time=study.time),
        tuple(blocks),
        lead,
        foot(study),
    )


def _standings(made: Beside) -> Table:
    columns = (
        Column("name", "Country"),
        Column("rank", "Rank", 0),
        Column("interval", "90% interval"),
        Column("score", "Score", digits([each.score for each in made.standings])),
        Column("coverage", "Data", share=True),
        Column("imputed", "Imputed", share=True),
    )
    rows = tuple(
        (Link(e.name, f"profile/{e.unit}"), e.rank, interval(e), e.score, e.coverage, e.imputed) for e in made.standings
    )
    return Table(columns, rows, said("Ranks of {name} with 90% intervals", name=made.study.node(made.study.root).name))


def _figure(made: Beside) -> Figure:
    ranked = [each for each in made.standings if each.rank is not None]
    ordered = sorted(ranked, key=lambda each: each.rank or 0)
    columns = (
        Column("name", "Country"),
        Column("rank", "Rank", 0),
        Column("low", "Best of 90%", 0),
        Column("high", "Worst of 90%", 0),
        Column("named", "Named"),
    )
    rows = tuple((e.name, e.rank, e.rank_low, e.rank_high, True) for e in ordered)
    apart = [
        f"{a.name} and {b.name}"
        for a, b in pairwise(ordered)
        if a.rank_high is not None and b.rank_low is not None and a.rank_high < b.rank_low
    ]
    said = "The intervals do not overlap between " + "; ".join(apart) + "." if apart else "The intervals overlap."
    return Figure(
        "rank_intervals",
        "Are they apart?",
        Table(columns, rows, "Ranks with 90% intervals"),
        {"x": "rank", "low": "low", "high": "high", "y": "name", "named": "named"},
        finding=said if len(ordered) > 1 else "",
        source=made.study.title,
    )


def _table(made: Beside, names: Sequence[str], leaves: bool) -> Table:
    study = made.study
    columns = [Column("node", "Part"), *([Column("measure", "Measure")] if leaves else [])]
    scores = [cell.score for node, cells in made.rows for cell in cells if _is_leaf(study, node) == leaves]
    for each, name in zip(made.standings, names, strict=True):
        value = Column(f"{each.unit}_raw", name) if leaves else Column(f"{each.unit}_score", name, digits(scores))
        columns += [value, Column(f"{each.unit}_rank", f"{each.unit} rank", 0)]
    rows = []
    for id, cells in made.rows:
        node = study.node(id)
        if _is_leaf(study, id) != leaves:
            continue
        first: tuple[Cell, ...] = (Link(node.name, f"rank/{id}"),)
        first += (node.measure,) if isinstance(node, Indicator) else ()
        rows.append((*first, *(part for cell in cells for part in (cell.raw if leaves else cell.score, cell.rank))))
    what = "Values as published, and ranks" if leaves else "Scores and ranks of the index and its pillars"
    return Table(tuple(columns), tuple(rows), what)


def _is_leaf(study: Study, id: str) -> bool:
    return isinstance(study.node(id), Indicator)
