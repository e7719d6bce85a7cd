"""How firm every rank is: distributions, who is above whom, what no weighting undoes, which choices matter."""

from __future__ import annotations

from collections.abc import Sequence

from equalterms.page import Block, Cell, Column, Figure, Heading, Link, Note, Page, Table, Text
from equalterms.pages.common import foot, settings_note
from equalterms.pages.sensitivity import which_choices
from equalterms.robust.distribution import Distribution, Interval, Spread
from equalterms.robust.dominance import Dominance
from equalterms.robust.sensitivity import Sensitivity
from equalterms.said import said

_MOST = 60
_HEAT = 30
_LEAST = 0.005


def robust(
    made: Distribution,
    which: Sensitivity | None = None,
    order: Dominance | None = None,
    exact: Sequence[Block] = (),
) -> Page:
    """The rank distributions of a node; the shares of the choices, the partial order and exact answers if asked for."""
    study, node = made.study, made.study.node(made.node)
    blocks: list[Block] = [*_doubts(made), *settings_note(study), _figure(made), _table(made)]
    blocks += [Heading("How likely is each rank?"), _heat(made)]
    blocks += [Heading("Who is above whom?"), _pairs(made), _neighbours(made)]
    blocks += [Heading("Groups that can be told apart"), _groups(made)]
    if order is not None:
        blocks += [Heading("What no weighting undoes"), *_order(order)]
    if which is not None:
        blocks += [Heading("Which choices move the ranks?"), *which_choices(which)]
    runs = made.robustness.runs
    return Page(
        "robust",
        said("{name}: how firm are the ranks of {time}?", name=node.name, time=study.time),
        (*blocks, *exact),
        lead=said(
            "{runs} runs of the study's own variations; 90% of the ranks lie from the column 5% to the column 95%.",
            runs=runs,
        ),
        foot=foot(study),
    )


def _doubts(made: Distribution) -> list[Block]:
    runs = made.robustness
    found: list[Block] = []
    if runs.interrupted:
        found.append(
            Note(
                said(
                    "Interrupted: {runs} of {wanted} runs were made; the page tells of these.",
                    runs=runs.runs,
                    wanted=runs.wanted,
                ),
                "warn",
            )
        )
    if not made.converged:
        more = "Not every end of an interval is known within a place: draw more (--runs auto draws until all are)."
        found.append(Note(more, "warn"))
    return found


def _figure(made: Distribution) -> Figure:
    """The widest three intervals, the wider the thinner."""
    rows = [row for row in made.rows if row.nominal is not None][:_MOST]
    levels = made.levels[-3:]
    roles, columns = {"x": "nominal", "y": "name"}, [Column("name", "Country"), Column("nominal", "Rank", 0)]
    for level, role in zip(reversed(levels), ("", "80", "50"), strict=False):
        share = f"{100 * level:.4g}%"
        columns += [
            Column(f"low{share}", said("{share} from", share=share), 0),
            Column(f"high{share}", said("{share} to", share=share), 0),
        ]
        roles |= {f"low{role}": f"low{share}", f"high{role}": f"high{share}"}
    cells = tuple((row.name, row.nominal, *_ends(row.intervals[-3:])) for row in rows)
    widths = sorted((row.q95 or 0) - (row.q05 or 0) + 1 for row in rows)
    middle = widths[len(widths) // 2] if widths else 0
    named = ", ".join(f"{100 * level:.4g}%" for level in levels)
    return Figure(
        "rank_intervals",
        "Ranks over all runs",
        Table(
            tuple(columns),
            cells,
            said("Stated ranks as dots; the lines hold {named} of the runs, the thicker the fewer", named=named),
        ),
        roles,
        finding=said("Half of the 90% intervals are {middle} ranks wide or wider.", middle=middle),
        source=said("{title}; {runs} runs", title=made.study.title, runs=made.robustness.runs),
    )


def _ends(intervals: Sequence[Interval]) -> tuple[int, ...]:
    return tuple(end for each in reversed(intervals) for end in (each.low, each.high))


def _table(made: Distribution) -> Table:
    columns = (
        Column("nominal", "Rank", 0),
        Column("unit", "Code"),
        Column("name", "Country"),
        Column("mean", "Mean", 1),
        Column("median", "Median", 1),
        Column("q05", "5%", 0),
        Column("q95", "95%", 0),
        Column("best", "Best", 0),
        Column("worst", "Worst", 0),
        Column("likely", "Likeliest", 0),
        Column("p", "its share", share=True),
    )
    return Table(columns, tuple(_row(row) for row in made.rows), "Ranks over the runs, in the order of their means")


def _row(row: Spread) -> tuple[Cell, ...]:
    likely = max(range(len(row.probabilities)), key=lambda k: row.probabilities[k]) if row.probabilities else None
    return (
        row.nominal,
        row.unit,
        Link(row.name, f"why/{row.unit}"),
        row.mean,
        row.median,
        row.q05,
        row.q95,
        row.best,
        row.worst,
        None if likely is None else likely + 1,
        None if likely is None else row.probabilities[likely],
    )


def _heat(made: Distribution) -> Figure:
    rows = [row for row in made.rows if row.probabilities][:_HEAT]
    columns = (Column("name", "Country"), Column("rank", "Rank", 0), Column("share", "Share of the runs", share=True))
    cells = tuple(
        (row.name, rank, share) for row in rows for rank, share in enumerate(row.probabilities, 1) if share >= _LEAST
    )
    firm = [row for row in rows if max(row.probabilities) >= 0.5]
    return Figure(
        "heat",
        "The share of the runs that gives each rank",
        Table(
            columns,
            cells,
            said(
                "The first {n} by mean rank; ranks of less than {least:.1%} of the runs are left out",
                n=len(rows),
                least=_LEAST,
            ),
        ),
        {"x": "rank", "y": "name", "shade": "share"},
        finding=said("{n} of the first {n2} have one rank in at least half of the runs.", n=len(firm), n2=len(rows)),
        source=said("{title}; {runs} runs", title=made.study.title, runs=made.robustness.runs),
    )


def _pairs(made: Distribution) -> Figure:
    rows = [row for row in made.rows if row.mean is not None][:_HEAT]
    places = {unit.code: u for u, unit in enumerate(made.study.units)}
    columns = (Column("name", "Above"), Column("other", "Below"), Column("share", "Share of the runs", share=True))
    cells = tuple(
        (one.name, other.name, float(made.above[places[one.unit], places[other.unit]]))
        for one in rows
        for other in rows
        if one is not other
    )
    open_ = sum(0.05 < float(share) < 0.95 for *_, share in cells) // 2
    return Figure(
        "heat",
        "The share of the runs that puts the country of the line above that of the column",
        Table(columns, cells, said("Pairs of the first {n} by mean rank", n=len(rows))),
        {"x": "other", "y": "name", "shade": "share"},
        finding=said(
            "Of {n} pairs, {open} are open: neither is above the other in 95% of the runs.",
            n=len(cells) // 2,
            open=open_,
        ),
        source=said("{title}; {runs} runs", title=made.study.title, runs=made.robustness.runs),
    )


def _neighbours(made: Distribution) -> Table:
    """Each unit beside the next below it, and how many it cannot be told from."""
    ranked = [row for row in made.rows if row.mean is not None]
    places = {unit.code: u for u, unit in enumerate(made.study.units)}
    own = [places[row.unit] for row in ranked]
    shares = made.above[own][:, own]
    columns = (
        Column("name", "Country"),
        Column("next", "Next below"),
        Column("share", "Above it", share=True, help="the share of the runs"),
        Column("open", "Not told from", 0, help="units that are above it or below it in more than 5% of the runs"),
    )
    rows = []
    for k, row in enumerate(ranked):
        doubtful = int(((shares[k] > 0.05) & (shares[:, k] > 0.05)).sum())
        last = k + 1 == len(ranked)
        share = None if last else float(shares[k, k + 1])
        rows.append((Link(row.name, f"why/{row.unit}"), None if last else ranked[k + 1].name, share, doubtful))
    return Table(columns, tuple(rows), "Each country beside the next by mean rank")


def _groups(made: Distribution) -> Table:
    columns = (Column("group", "Group", 0), Column("count", "Units", 0), Column("units", "Who"))
    rows = tuple((k, len(group), ", ".join(group)) for k, group in enumerate(made.groups, 1))
    caption = "The first of each group is above the first of the next in at least 95% of the runs"
    return Table(columns, rows, caption)


def _order(made: Dominance) -> list[Block]:
    what = "the indicators below it" if made.leaves else "its children"
    said = (
        f"{made.decided:.0%} of the pairs are decided whatever {what} weigh: the one is at least as good in each, "
        "and better in some. The other pairs owe their order to the weights."
    )
    columns = (
        Column("rank", "Rank", 0),
        Column("name", "Country"),
        Column("above", "Always above it", 0),
        Column("below", "Always below it", 0),
        Column("over", "Next above"),
        Column("under", "Next below"),
    )
    rows = tuple(
        (r.rank, Link(r.name, f"why/{r.unit}"), r.above, r.below, ", ".join(r.over), ", ".join(r.under))
        for r in made.rows
        if r.rank is not None
    )
    return [Text(said), Table(columns, rows, "The partial order: what holds under any weights")]
