"""Ties on a page: who works with whom more than size lets expect, the network and its groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from equalterms.alliances import Bonded, Network, Tied
from equalterms.alliances.ties import FEW
from equalterms.draw.network import APART
from equalterms.methods.affinity import balanced, preference
from equalterms.model import Study
from equalterms.page import Block, Cell, Column, Figure, Heading, Mark, Note, Page, Table, Text
from equalterms.pages.common import foot, settings_note
from equalterms.said import said
from equalterms.scores import number

_DRAWN = 24
_LISTED = 100
_EVENTS = (
    Column("events", "Events", 0, help="of cooperation, done, by accepted claims of articles"),
    Column("plans", "Plans", 0, help="of cooperation, planned"),
    Column("disputes", "Disputes", 0, help="events of conflict"),
)
_NEAREST = 3
_HELP = "against what the readiness of both for ties lets expect (quasi-independence); 1 is as expected"


def ties(made: Tied, net: Network | None = None) -> Page:
    """The page of ties: a table, strongest preference first; with the network, its matrix, middle and groups."""
    study = made.study
    blocks: list[Block] = [Note(text, "warn") for text in made.warnings]
    blocks += settings_note(study)
    blocks.append(Text(_said(made)))
    if net is not None:
        blocks += [drawn_network(net), _matrix(net), Heading("The network"), *_network(net), Heading("Every tie")]
    blocks.append(_table(made))
    if made.acts:
        blocks += [Heading("What accepted claims say of them"), _acts(made)]
    found = made.counts
    span = f"{found.since} to {found.time}" if found.since else found.time
    who = "-".join(sorted(made.asked))
    name = f"ties/{found.kind}" + (f"/{who}" if who else "")
    count = len(made.rows)
    lead = f"{count} tie{'s' * (count != 1)} among {len(found.units)} units. Source: {_sources(study, found.sources)}."
    return Page(name, said("Ties of kind {kind}, {span}", kind=found.kind, span=span), tuple(blocks), lead, foot(study))


def _sources(study: Study, ids: Sequence[str]) -> str:
    return "; ".join(study.sources[id].title for id in ids)


def _said(made: Tied) -> str:
    names = made.study.names
    sure = [row for row in made.rows if row.low is not None and row.low > 1]
    less = [row for row in made.rows if row.high is not None and row.high < 1]
    told = (
        f"Of {len(made.rows)} ties, {len(sure)} lie above what is expected and {len(less)} below "
        "(95% intervals, each for itself)."
    )
    if len(made.rows) == 1 and made.rows[0].preference is not None:
        row = made.rows[0]
        return (
            f"{names.get(row.a, row.a)} and {names.get(row.b, row.b)} have {row.count:,.0f} together, "
            f"{row.preference:.2f} times what is expected (95% interval {row.low:.2f} to {row.high:.2f})."
        )
    return told


def _table(made: Tied) -> Table:
    columns = (
        Column("a", "One"),
        Column("b", "The other"),
        Column("count", "Together", 0),
        Column("preference", "Preference", 2, help=_HELP),
        Column("low", "from", 2, help="95% interval of a Poisson count"),
        Column("high", "to", 2),
        Column("said", "Reading"),
        Column("salton", "Salton", 4),
        Column("jaccard", "Jaccard", 4),
        Column("inclusion", "Inclusion", 4, help="share of the smaller one's"),
        Column("affinity_ab", "Of one's ties", 1, share=True),
        Column("affinity_ba", "Of the other's", 1, share=True),
        *(
            [Column("change", "Since before", 2, help=said("preference against that of {before}", before=made.before))]
            * bool(made.before)
        ),
        *(_EVENTS * bool(made.acts)),
    )
    shown = made.rows[:_LISTED]
    caption = "Ties, strongest preference first"
    if len(shown) < len(made.rows):
        caption += f"; the first {_LISTED} of {len(made.rows)}, --json or --format csv gives all"
    return Table(columns, tuple(_row(made, row) for row in shown), caption)


def _row(made: Tied, row: Bonded) -> tuple[Cell, ...]:
    names = made.study.names
    cells: tuple[Cell, ...] = (
        names.get(row.a, row.a),
        names.get(row.b, row.b),
        row.count,
        row.preference,
        row.low,
        row.high,
        reading(row.low, row.high),
        row.salton,
        row.jaccard,
        row.inclusion,
        row.affinity_ab,
        row.affinity_ba,
    )
    cells = (*cells, row.change) if made.before else cells
    return (*cells, row.events, row.plans, row.disputes) if made.acts else cells


def _acts(made: Tied) -> Table:
    """Each event of accepted claims between two units, with its words."""
    names, sources = made.study.names, made.study.sources
    columns = (
        Column("a", "One"),
        Column("b", "The other"),
        Column("event", "Event"),
        Column("sense", "Sense"),
        Column("said", "Said as"),
        Column("time", "When"),
        Column("quote", "In which words"),
        Column("source", "Where"),
    )
    rows = tuple(
        (
            names.get(act.a, act.a),
            names.get(act.b, act.b),
            act.event,
            act.sense,
            act.said,
            act.time or None,
            act.quote,
            sources[act.source].title if act.source in sources else act.source,
        )
        for act in made.acts[:_LISTED]
    )
    return Table(columns, rows, said("Events in accepted claims: {n}", n=len(made.acts)))


def reading(low: float | None, high: float | None) -> Mark:
    """A preference's interval in a word."""
    if low is None or high is None:
        return Mark("too few")
    if low > 1:
        return Mark("more")
    return Mark("less") if high < 1 else Mark("as expected")


def _matrix(net: Network) -> Figure:
    """The matrix of the strongest units, group by group."""
    drawn = {place.unit for place in net.places[:_DRAWN]}
    order = [code for group in net.groups for code in group if code in drawn]
    units, names = net.counts.units, net.study.names
    liked = preference(net.counts.table).ratio
    shade = balanced(liked)
    columns = (
        Column("one", "One"),
        Column("other", "The other"),
        Column("count", "Together", 0),
        Column("preference", "Preference", 2, help=_HELP),
        Column("shade", "Tied less or more than expected", 2),
    )
    rows: list[tuple[Cell, ...]] = []
    for a in order:
        for b in order:
            i, j = units.index(a), units.index(b)
            count = number(net.counts.table[i, j])
            told = (number(liked[i, j]), number(shade[i, j])) if count is not None else (None, None)
            rows.append((names.get(a, a), names.get(b, b), count, *told))
    return Figure(
        "tie_matrix",
        said("Who works with whom, for their size: {kind}", kind=net.counts.kind),
        Table(columns, tuple(rows), said("The {n} units with most ties, group by group", n=len(order))),
        {"x": "other", "y": "one", "shade": "shade"},
        finding=_groups_said(net),
        source=_sources(net.study, net.counts.sources),
    )


def drawn_network(net: Network) -> Figure:
    """Every unit with the few that it is tied to most, for their size."""
    units, names = net.counts.units, net.study.names
    liked = preference(net.counts.table).ratio
    liked = np.where((np.nan_to_num(net.counts.table) >= FEW) & np.isfinite(liked), liked, 0.0)
    columns = (
        Column("name", "Country"),
        Column("tied", said("Tied to most, for their size (at most {nearest})", nearest=_NEAREST)),
        Column("strength", "Ties", 0),
        Column("group", "Group", 0),
    )
    rows = []
    for place in net.places:
        own = liked[units.index(place.unit)]
        most = [units[int(j)] for j in np.argsort(-own, kind="stable")[:_NEAREST] if own[j] > 0]
        near = APART.join(names.get(code, code) for code in most)
        rows.append((place.name, near, place.strength, place.group))
    return Figure(
        "tie_network",
        said("Each with the {n} that it is tied to most, for their size: {kind}", n=_NEAREST, kind=net.counts.kind),
        Table(columns, tuple(rows), said("The {n} units and whom each is tied to most", n=len(rows))),
        {"x": "tied", "y": "name", "size": "strength", "group": "group"},
        finding=_groups_said(net),
        source=_sources(net.study, net.counts.sources),
    )


def _groups_said(net: Network) -> str:
    large = [group for group in net.groups if len(group) > 1]
    return (
        f"{len(large)} groups hold together in most of {net.seeds} searches (modularity {net.modularity:.2f}); "
        f"the largest has {len(large[0])} units."
        if large
        else f"No group holds together in most of {net.seeds} searches."
    )


def _network(net: Network) -> list[Block]:
    names = net.study.names
    told: list[Block] = [Text(_groups_said(net) + " Groups come from the ties alone; no bloc was told to the search.")]
    firm = {place.unit: place.firm for place in net.places}
    groups = tuple(
        (
            g + 1,
            len(group),
            ", ".join(names.get(code, code) for code in group),
            sum(firm[code] for code in group) / len(group),
        )
        for g, group in enumerate(net.groups)
    )
    heads = (
        Column("group", "Group", 0),
        Column("size", "Units", 0),
        Column("units", "Members"),
        Column("firm", "Together", share=True, help="how often, over the searches, its members were in one group"),
    )
    told.append(Table(heads, groups, "Groups that hold together"))
    told.append(_places(net))
    return told


def _places(net: Network) -> Table:
    columns = (
        Column("name", "Country"),
        Column("strength", "Ties", 0),
        Column("influence", "Influence", 1, share=True, help="PageRank: ties with those who have many count more"),
        Column("between", "Between", 3, help="share of the shortest ways, along preference, that lead over it"),
        Column("group", "Group", 0),
        Column("firm", "Firm", share=True, help="how often it was with the others of its group"),
        Column("kept", "Backbone", 0, help="ties that are more than chance spreads its strength (disparity filter)"),
    )
    shown: Sequence[tuple[Cell, ...]] = [
        (p.name, p.strength, p.influence, p.between, p.group, p.firm, p.kept) for p in net.places
    ]
    return Table(columns, tuple(shown), said("Who stands where; the backbone keeps {n} ties", n=len(net.backbone)))
