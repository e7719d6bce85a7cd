"""The sheets of units by nodes: Data, Filled, Treated, Normalised, Scores.

Each has the same form: seven rows that say what a column is, then a row for each unit in the order of the
study, so that a cell of one sheet stands at the same place as the cell it was made of.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from equalterms.methods.arrays import Floats, columnwise, deviation
from equalterms.model import STATUSES, Indicator, Pillar
from equalterms.pages.common import digits
from equalterms.scores import number
from equalterms.workbook import formulas
from equalterms.workbook.book import Book, Sheet, fitting
from equalterms.workbook.plan import FIRST, LEFT, Plan

COMMENTS = 8_000
"""So many cells have a comment each; in a larger study those that are marked alone, for the program's sake."""


def _start(plan: Plan, book: Book, name: str, labels: Sequence[str], columns: Sequence[Sequence[object]]) -> Sheet:
    """A sheet with its rows of labels, what stands in them, and the units."""
    width = 16
    sheet = book.sheet(name, [8, 26, *[width] * len(columns)], (FIRST, LEFT))
    bold, small = book.look("label", valign="top"), book.look("small")
    for r, label in enumerate(labels):
        sheet.text(r, LEFT - 1, label, bold)
        for k, column in enumerate(columns):
            sheet.value(r, LEFT + k, column[r], book.look("head") if r == 0 else small)
    for u, unit in enumerate(plan.study.units):
        sheet.text(FIRST + u, 0, unit.code)
        sheet.text(FIRST + u, 1, unit.name)
    for r in range(len(labels)):
        sheet.tall(r, [column[r] for column in columns], [width] * len(columns))
    return sheet


def _leaves(plan: Plan, more: Callable[[int, Indicator], Sequence[object]]) -> list[list[object]]:
    return [
        [
            leaf.id,
            leaf.name,
            leaf.parent,
            leaf.measure,
            "more is better" if leaf.direction > 0 else "less is better",
            *more(i, leaf),
        ]
        for i, leaf in enumerate(plan.study.indicators)
    ]


_ABOUT = ("Indicator", "Name", "Pillar", "Measure", "Direction")


def data(plan: Plan, book: Book) -> None:
    """The values as published, each with its status and, in a comment, its time and source."""
    table = plan.scores.table
    heads = _leaves(plan, lambda i, leaf: (f"per {leaf.divisor}" if leaf.denominator else "", leaf.source))
    sheet = _start(plan, book, "Data", (*_ABOUT, "Later divided", "Source"), heads)
    every = int(np.isfinite(table.observed).sum()) <= COMMENTS
    titles = {source.id: source.title for source in plan.study.sources.values()}
    numbers = [decimals(column) for column in table.observed.T]
    for u in range(len(plan.study.units)):
        known = table.evidence(u)
        for i in range(len(plan.study.indicators)):
            r, c = FIRST + u, LEFT + i
            if i not in known:
                sheet.text(r, c, "M", book.look(bg_color="#D9D9D9", align="right"))
                continue
            sign = sign_of(str(known[i]["status"]), bool(table.stale[u, i]))
            sheet.value(r, c, float(table.observed[u, i]), book.marked(sign, numbers[i]))
            if every or sign:
                said = _told(known[i], bool(table.stale[u, i]), titles)
                sheet.own.write_comment(r, c, said, {"x_scale": 2, "font_size": 9})


def sign_of(status: str, stale: bool) -> str:
    """The letter behind a published value: that of its status, S where it is too old to count, none if normal."""
    return "S" if stale else "" if status == "A" else status


def _told(row: Any, stale: bool, titles: dict[str, str]) -> str:
    """Time, status, source and words of an observation."""
    status = STATUSES[str(row["status"])] + (", too old to count" if stale else "")
    source = str(row["source"])
    place = f", {row['where']}" if row["where"] else ""
    quote = f"\n“{row['quote']}”" if row["quote"] else ""
    return fitting(f"{row['time']}, {status}\n{titles.get(source, '')} ({source}{place}){quote}", 1_000)


def filled(plan: Plan, book: Book) -> None:
    """The values per denominator with their gaps filled; I marks what the recipe filled in."""
    before, after = plan.scores.table.values, plan.scores.columns.filled
    gap = np.isnan(before) & np.isfinite(after)
    heads = _leaves(plan, lambda i, leaf: (str(plan.step("fill", leaf)), int(gap[:, i].sum())))
    for i, leaf in enumerate(plan.study.indicators):
        heads[i][3] = leaf.measure + (f" per {leaf.divisor}" if leaf.denominator else "")
    sheet = _start(plan, book, "Filled", (*_ABOUT, "Fill", "Filled in"), heads)
    _numbers(sheet, after, np.where(gap, "I", ""))


def treated(plan: Plan, book: Book) -> None:
    """The values after the treatment; T marks what it changed."""
    made = plan.scores.columns
    changed = np.isfinite(made.treated) & (made.treated != made.filled)
    heads = _leaves(plan, lambda i, leaf: (str(plan.step("treat", leaf)), made.decisions[i]))
    sheet = _start(plan, book, "Treated", (*_ABOUT, "Treat", "Decision"), heads)
    _numbers(sheet, made.treated, np.where(changed, "T", ""))


def _numbers(sheet: Sheet, x: Floats, signs: np.ndarray) -> None:
    numbers = [decimals(column) for column in x.T]
    for (u, i), value in np.ndenumerate(x):
        if np.isfinite(value):
            sheet.value(FIRST + u, LEFT + i, float(value), sheet.book.marked(str(signs[u, i]), numbers[i]))


def decimals(column: Floats) -> str:
    """The number format of a column: whole numbers without decimals, others with what the middle one asks for."""
    seen = np.abs(column[np.isfinite(column)])
    if not seen.size or (seen == np.round(seen)).all():
        return "#,##0" if seen.size and seen.max() >= 10_000 else "0"
    middle = float(np.median(seen))
    if middle < 0.001:
        return "0.00E+00"
    return next(form for least, form in ((1000, "#,##0.0"), (1, "0.00"), (0, "0.0000")) if middle >= least)


_SCALE = ("Worst, or mean", "Best, or deviation", "Scale from, or mean", "Scale to, or deviation")


def normalised(plan: Plan, book: Book) -> None:
    """Every indicator on its scale: by a formula over Treated where the scale is a straight one, else the values."""
    study, made = plan.study, plan.scores.columns
    heads: list[list[object]] = []
    for leaf in study.indicators:
        how = str(plan.step("normalise", leaf)) + ("" if plan.live_leaf(leaf) else " (values, no formula)")
        heads.append([leaf.id, leaf.name, how, None, None, None, None])
    sheet = _start(plan, book, "Normalised", ("Indicator", "Name", "Normalise", *_SCALE), heads)
    middle, spread = columnwise(np.nanmean, made.treated), deviation(made.treated)
    low, high = columnwise(np.nanmin, made.treated), columnwise(np.nanmax, made.treated)
    form = book.look(num_format=_of_scores(plan))
    for i, leaf in enumerate(study.indicators):
        c, y = LEFT + i, made.normalised[:, i]
        if not plan.live_leaf(leaf):
            for u in range(len(y)):
                sheet.value(FIRST + u, c, float(y[u]), form)
            continue
        flat = 0.0 if low[i] == high[i] else float(spread[i])
        now = (float(middle[i]), flat) if plan.step("normalise", leaf).name == "zscore" else (low[i], high[i])
        _scale(plan, sheet, c, leaf, (float(now[0]), float(now[1])))
        scale = tuple(formulas.cell(r, c, "row") for r in range(3, 7))
        for u in range(len(y)):
            source = f"Treated!{formulas.cell(FIRST + u, c)}"
            text = formulas.scaled(plan.step("normalise", leaf), source, scale, leaf.direction)  # type: ignore[arg-type]
            sheet.formula(FIRST + u, c, text, float(y[u]), form)


def _scale(plan: Plan, sheet: Sheet, c: int, leaf: Indicator, now: tuple[float, float]) -> None:
    """The four numbers above a column that set its scale; goalposts and options may be edited."""
    step, edit = plan.step("normalise", leaf), sheet.book.look("edit")
    up = leaf.direction > 0 or step.name == "zscore"
    if step.name == "goalposts":
        posts = leaf.goalposts or (float("nan"), float("nan"))
        for r, post in enumerate(posts if up else posts[::-1], 3):
            sheet.value(r, c, post, edit)
    else:
        column = "Treated!" + formulas.span((FIRST, c), (plan.last, c), "row")
        values = now if up else now[::-1]
        for r, (text, value) in enumerate(zip(formulas.ends(step, column, leaf.direction), values, strict=True), 3):
            sheet.formula(r, c, text, value, sheet.book.look("small", num_format="General"))
    names = (("mean", 0.0), ("sd", 1.0)) if step.name == "zscore" else (("low", 0.0), ("high", 100.0))
    for r, (name, default) in enumerate(names, 5):
        sheet.value(r, c, float(str(step.options.get(name, default))), edit)


def scores(plan: Plan, book: Book) -> None:
    """The score of every node, from the index down to the indicators; pillars by formulas over their children."""
    made, study = plan.scores, plan.study
    places = {leaf.id: i for i, leaf in enumerate(study.indicators)}
    heads: list[list[object]] = []
    for node in plan.order:
        how = "of the sheet Normalised"
        if isinstance(node, Pillar):
            branch = plan.branch[node.id]
            how = str(branch.aggregate) + (f", then {branch.normalise}" if branch.normalise else "")
            how += "" if plan.live_pillar(node.id) else " (values, no formula)"
        heads.append([node.id, node.name, node.parent or "", None, how, None, None])
    labels = ("Node", "Name", "Parent", "Weight", "Aggregate", "Least share of weight present", "Units with a score")
    sheet = _start(plan, book, "Scores", labels, heads)
    form = book.look(num_format=_of_scores(plan))
    for node in plan.order:
        c, y = plan.column(node.id), made.nodes[node.id]
        column = formulas.span((FIRST, c), (plan.last, c))
        sheet.formula(6, c, f"=COUNT({column})", int(np.isfinite(y).sum()), book.look("whole"))
        if node.id != study.root:
            weight = f"=Weights!{formulas.cell(plan.line(node.id), 5, 'both')}"
            sheet.formula(3, c, weight, made.weights[node.id], book.look(num_format="0.####"))
        if isinstance(node, Pillar):
            _pillar(plan, sheet, node, y, form)
            continue
        for u in range(len(y)):
            text = formulas.carried(f"Normalised!{formulas.cell(FIRST + u, LEFT + places[node.id])}")
            sheet.formula(FIRST + u, c, text, float(y[u]), form)


def _of_scores(plan: Plan) -> str:
    """The number format of scores: a decimal more than the sheet Ranking tells them apart by."""
    return "0." + "0" * (digits([number(value) for value in plan.scores.index]) + 1)


def _pillar(plan: Plan, sheet: Sheet, pillar: Pillar, y: Floats, form: Any) -> None:
    c = plan.column(pillar.id)
    sheet.value(5, c, plan.branch[pillar.id].needs, sheet.book.look("edit", "part"))
    if not plan.live_pillar(pillar.id):
        for u in range(len(y)):
            sheet.value(FIRST + u, c, float(y[u]), form)
        return
    first, last = (plan.column(child) for child in plan.siblings(pillar.id))
    weights = formulas.span((3, first), (3, last), "row")
    for u in range(len(y)):
        values = formulas.span((FIRST + u, first), (FIRST + u, last))
        step = plan.branch[pillar.id].aggregate
        text, array = formulas.mean(step, values, weights, formulas.cell(5, c, "row"))
        sheet.formula(FIRST + u, c, text, float(y[u]), form, array)
