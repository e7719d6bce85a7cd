"""Exact answers about ranks on a page: bounds, swaps, what it would take, acceptability."""

from __future__ import annotations

from equalterms.page import Block, Column, Figure, Link, Mark, Note, Page, Table
from equalterms.pages.common import digits, foot, settings_note
from equalterms.robust.acceptability import Acceptability
from equalterms.robust.bounds import Bound, Bounds
from equalterms.robust.reach import Lever, Reach
from equalterms.robust.swap import Reweighing, Swap
from equalterms.said import said

_DRAWN = 60


def bounds(made: Bounds) -> Page:
    """The best and the worst rank of every unit."""
    study = made.study
    name = study.node(made.node).name
    blocks: list[Block] = [Note(text, "warn") for text in made.warnings]
    blocks += settings_note(study)
    blocks += [_figure(made), _table(made)]
    what = "all nodes below it" if made.leaves else "its children"
    return Page(
        "bounds" if made.node == study.root else f"bounds/{made.node}",
        said("{name}: the best and the worst rank that weights can give, {time}", name=name, time=study.time),
        tuple(blocks),
        lead=said(
            "Over {weights}, of {what}. Proven by mathematical programming, not sampled.",
            weights=made.weights,
            what=what,
        ),
        foot=foot(study),
    )


def _figure(made: Bounds) -> Figure:
    rows = [row for row in made.rows if row.rank is not None][:_DRAWN]
    columns = (
        Column("name", "Country"),
        Column("rank", "Rank", 0),
        Column("best", "Best", 0),
        Column("worst", "Worst", 0),
    )
    cells = tuple((row.name, row.rank, row.best_limit, row.worst_limit) for row in rows)
    firm = sum(row.best_limit == row.worst_limit for row in made.rows if row.rank is not None)
    first = sum(row.best == 1 for row in made.rows)
    rest = f"; the first {_DRAWN} are drawn" if len(made.rows) > _DRAWN else ""
    return Figure(
        "rank_intervals",
        "How far can weights move each rank?",
        Table(columns, cells, said("Ranks that no admissible weights pass{rest}", rest=rest)),
        {"x": "rank", "low": "best", "high": "worst", "y": "name"},
        finding=said(
            "{firm} ranks cannot be moved at all; {first} can be brought to the first place.", firm=firm, first=first
        ),
        source=said("{title}; over {weights}", title=made.study.title, weights=made.weights),
    )


def _table(made: Bounds) -> Table:
    columns = (
        Column("rank", "Rank", 0),
        Column("unit", "Code"),
        Column("name", "Country"),
        Column("score", "Score", digits([row.score for row in made.rows])),
        Column("best", "Best", help="reached by some admissible weights; a second number is what is not ruled out"),
        Column("worst", "Worst", help="reached by some admissible weights; a second number is what is not ruled out"),
        Column("exact", "Bounds"),
    )
    return Table(columns, tuple(_row(row) for row in made.rows), said("Ranks over {weights}", weights=made.weights))


def _row(row: Bound) -> tuple[str | int | float | Link | Mark | None, ...]:
    state = Mark("exact", "good") if row.exact else Mark("open" if row.rank is not None else "no rank", "warn")
    return (
        row.rank,
        row.unit,
        Link(row.name, f"why/{row.unit}"),
        row.score,
        _ends(row.best, row.best_limit),
        _ends(row.worst, row.worst_limit),
        state,
    )


def _ends(reached: int | None, limit: int | None) -> str | int | None:
    return reached if reached == limit else f"{reached} ({limit})"


def swap(made: Swap) -> Page:
    """The nearest weights that put one unit ahead."""
    study = made.study
    names = {unit.code: unit.name for unit in study.units}
    against = f"ahead of {names[made.loser]}" if made.loser else "first"
    blocks: list[Block] = [*settings_note(study)]
    if made.least is None or made.mildest is None:
        lead = f"No weights of the parts of {study.node(made.node).name} put {names[made.winner]} {against}."
    else:
        lead = (
            f"{made.least.moved:.1%} of the weight must change hands, or every share by up to "
            f"{made.mildest.largest:.0%} of itself, to put {names[made.winner]} {against}."
        )
        blocks += [_new_weights(made), _outcome(made.least, made.mildest, made.loser)]
    title = f"{names[made.winner]} {against}: the smallest change of weights, {study.time}"
    return Page(f"swap/{made.winner}/{made.loser or 'first'}", title, tuple(blocks), lead=lead, foot=foot(study))


def _new_weights(made: Swap) -> Table:
    names = {node.id: node.name for node in made.study.nodes}
    columns = (
        Column("name", "Part"),
        Column("stated", "Stated", share=True),
        Column("least", "Least weight moved", share=True),
        Column("mildest", "Least relative change", share=True),
    )
    new = [each.weights if each else {} for each in (made.least, made.mildest)]
    rows = tuple((names[id], share, new[0].get(id), new[1].get(id)) for id, share in made.stated.items())
    return Table(columns, rows, "Shares of the weight, as stated and as they would have to be")


def _outcome(least: Reweighing, mildest: Reweighing, loser: str) -> Table:
    places = digits([least.score, mildest.score])
    columns = (
        Column("way", "Way"),
        Column("moved", "Weight moved", share=True),
        Column("largest", "Largest relative change", share=True),
        Column("rank", "Rank then", 0),
        Column("score", "Score then", places),
        Column("rival", "The other's", places),
    )
    rows = tuple(
        (way, each.moved, each.largest, each.rank, each.score, each.rival if loser else None)
        for way, each in (("least weight moved", least), ("least relative change", mildest))
    )
    return Table(columns, rows, "What the new weights give")


def reach(made: Reach) -> Page:
    """What it would take to reach a rank."""
    study = made.study
    name = next(unit.name for unit in study.units if unit.code == made.unit)
    blocks: list[Block] = [*settings_note(study)]
    if made.levers:
        blocks.append(_levers(made.levers))
        blocks.append(Note("The others and every scale stay as they are; a rank is reached by equalling its holder."))
    return Page(
        f"reach/{made.unit}/{made.wanted}",
        said(
            "What it would take for {name} to be number {wanted} at {name2}, {time}",
            name=name,
            wanted=made.wanted,
            name2=study.node(made.node).name,
            time=study.time,
        ),
        tuple(blocks),
        lead=_lead(made, name),
        foot=foot(study),
    )


def _lead(made: Reach, name: str) -> str:
    if made.there or made.target is None:
        return f"{name} is number {made.rank} already."
    said = f"{name} (rank {made.rank}) needs {made.target - made.score:.2f} points more. "
    cheapest = made.cheapest
    if cheapest is None:
        said += "No single indicator gives them. "
    elif cheapest.within:
        said += f"{cheapest.name} alone gives them at {cheapest.needed:.4g} {cheapest.measure}. "
    else:
        said += "No single indicator gives them at a value that any unit has. "
    if made.capped is not None:
        said += f"All indicators together: {made.capped:.2f} normalised points each, none beyond the best."
    return said.rstrip()


def _levers(levers: tuple[Lever, ...]) -> Table:
    columns = (
        Column("name", "Indicator"),
        Column("value", "Now"),
        Column("needed", "Needed"),
        Column("best", "Best of all"),
        Column("measure", "Measure"),
        Column("effort", "Share of the range", share=True, help="the change as a share of the range of the units"),
        Column("state", "State"),
    )
    return Table(columns, tuple(_lever(each) for each in levers), "Each indicator alone, the least effort first")


def _lever(each: Lever) -> tuple[str | float | Mark | None, ...]:
    state = Mark("not by this alone", "bad")
    if each.needed is not None:
        state = Mark("others have it", "good") if each.within else Mark("nobody has it", "warn")
    numbers = (None if n is None else f"{n:.5g}" for n in (each.value, each.needed, each.best))
    return (each.name, *numbers, f"{each.measure} per {each.per}" if each.per else each.measure, each.effort, state)


def acceptability(made: Acceptability) -> Page:
    """How much of all weights speaks for each rank of each unit."""
    study = made.study
    names = {node.id: node.name for node in study.nodes}
    parts = list(dict.fromkeys(id for row in made.rows for id in row.central))
    ordered = sorted(made.rows, key=lambda row: (-row.ranks[0], row.expected or len(row.ranks) + 1, row.unit))
    columns = (
        Column("unit", "Code"),
        Column("name", "Country"),
        Column("first", "First", share=True, help="the share of all weights that make it first"),
        Column("three", "First three", share=True),
        Column("expected", "Expected rank", 1),
        *(Column(id, names[id], share=True, help="mean weight where it is first") for id in parts),
    )
    cells = tuple(
        (r.unit, r.name, r.ranks[0], sum(r.ranks[:3]), r.expected, *(r.central.get(id) for id in parts))
        for r in ordered
    )
    how = "exact" if made.exact else f"from {made.runs} draws, standard error at most {50 / made.runs**0.5:.2f} points"
    which = "all weights" if made.over == "free" else "all weights in the stated order"
    return Page(
        f"acceptability/{made.node}",
        said("{names}: how much of all weights speaks for whom, {time}", names=names[made.node], time=study.time),
        (
            *settings_note(study),
            Table(columns, cells, "Rank acceptability, and central weights of those that can be first"),
        ),
        lead=said("Shares of {which} of its children; {how}.", which=which, how=how),
        foot=foot(study),
    )
