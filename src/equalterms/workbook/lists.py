"""The sheets that are lists: README, Ranking, Weights, Decisions, Observations, Sources, Steps."""

from __future__ import annotations

import numpy as np

from equalterms.methods.arrays import significant
from equalterms.model import Pillar
from equalterms.pages.common import digits
from equalterms.scores import effective
from equalterms.workbook import formulas, tables
from equalterms.workbook.book import SIGNS, Book
from equalterms.workbook.plan import FIRST, LINE, Plan
from equalterms.workbook.words import readme as words

_RANKING = (
    "Rank",
    "Rank when written",
    "Climbed",
    "Best of 90%",
    "Worst of 90%",
    "Code",
    "Unit",
    "Score",
    "P(rank)",
    "Data",
    "Imputed",
    "Score compared (12 digits)",
)


def readme(plan: Plan, book: Book) -> None:
    """What the workbook is, how to read each sheet, licence, citation, and what the letters mean."""
    sheet = book.sheet("README", [24, 110])
    for r, (head, text) in enumerate(words(plan)):
        look = book.look("title") if r == 0 else book.look("label", valign="top")
        sheet.text(r, 0, head, look)
        sheet.text(r, 1, text, book.look("wrapped"))
        sheet.tall(r, ("", text), sheet.widths)
    start = len(words(plan)) + 1
    sheet.text(start, 0, "Letters and colours", book.look("label"))
    for r, (sign, (colour, meaning)) in enumerate(SIGNS.items(), start + 1):
        sheet.text(r, 0, sign, book.look(bg_color=colour, align="center"))
        sheet.text(r, 1, meaning)


def ranking(plan: Plan, book: Book) -> None:
    """Ranks by formulas over the scores; their intervals as values, from the runs that the note names."""
    rows, robust = plan.standings.rows, plan.standings.robustness
    sheet = book.sheet("Ranking", [8, 10, 9, 9, 9, 8, 30, 11, 9, 9, 10, 14], (LINE, 7))
    sheet.text(0, 0, f"{plan.study.title}: ranks in {plan.study.time}", book.look("title"))
    note = (
        f"Rank, Climbed and Score follow the sheet Weights. The rank intervals are values: {robust.runs} runs of the "
        f"study's own variations, seed {plan.seed}; they do not follow. To order by the new ranks, sort by Rank."
    )
    sheet.text(1, 0, note)
    sheet.text(2, 0, "Decimals that scores are compared at")
    last, codes = LINE + len(rows) - 1, {unit.code: u for u, unit in enumerate(plan.study.units)}
    index = plan.scores.index
    sized = significant(index)
    most = float(np.nanmax(np.abs(index), initial=0.0))
    places = 11 - int(np.floor(np.log10(most))) if most > 0 else 11
    sheet.formula(2, 7, formulas.digits(formulas.span((LINE, 7), (last, 7), "both")), places, book.look("whole"))
    sheet.head(LINE - 1, _RANKING)
    score = book.look(num_format="0." + "0" * digits([row.score for row in rows]))
    whole, part, climbed = book.look("whole"), book.look("part"), book.look("climbed")
    indented = book.look(indent=1)
    for r, row in enumerate(rows, LINE):
        u = codes[row.unit]
        at = [formulas.cell(r, k) for k in range(12)]
        sheet.formula(r, 0, formulas.rank(at[11], formulas.span((LINE, 11), (last, 11), "row")), row.rank, whole)
        sheet.row(r, (row.rank,), whole, 1)
        sheet.formula(r, 2, formulas.moved(at[0], at[1]), None if row.rank is None else 0, climbed)
        sheet.row(r, (row.rank_low, row.rank_high), whole, 3)
        sheet.row(r, (row.unit, row.name), indented, 5)
        sheet.formula(r, 7, f"=Scores!{formulas.cell(FIRST + u, 2, 'both')}", row.score, score)
        sheet.row(r, (row.p_rank, row.coverage, row.imputed), part, 8)
        sheet.formula(r, 11, formulas.compared(at[7], formulas.cell(2, 7, "both")), float(sized[u]))
    sheet.own.autofilter(LINE - 1, 0, last, len(_RANKING) - 1)


_WEIGHTS = (
    "Node",
    "Name",
    "Level",
    "Parent",
    "Stated weight (edit here)",
    "Weight that counts",
    "Share among siblings",
    "Share of the index",
)


def weights(plan: Plan, book: Book) -> None:
    """The tree from the index down; a weight that is changed here moves the scores and the ranks."""
    study, made = plan.study, plan.scores.weights
    sheet = book.sheet("Weights", [22, 44, 8, 18, 16, 14, 14, 14], (LINE, 2))
    sheet.text(0, 0, "Weights", book.look("title"))
    sheet.text(1, 0, "Change a yellow cell: scores and ranks follow. Siblings stand together, level by level.")
    sheet.text(2, 0, "A pillar with an empty cell weighs what its children weigh together.")
    sheet.head(LINE - 1, _WEIGHTS)
    whole, edit, part = book.look(num_format="0.####"), book.look("edit"), book.look("part")
    levels, shares = {study.root: 0}, effective(study, made)
    for node in plan.order:
        r, parent = plan.line(node.id), node.parent or ""
        levels[node.id] = levels[parent] + 1 if parent else 0
        sheet.row(r, (node.id, None, levels[node.id]))
        sheet.text(r, 3, parent, book.look(indent=1))
        sheet.text(r, 1, node.name, book.look(indent=min(levels[node.id], 15)))
        if not parent:
            sheet.row(r, (1.0, 1.0), part, 6)
            continue
        stated = plan.stated(node)
        sheet.value(r, 4, float("nan") if stated is None else stated, edit)
        below = ""
        if isinstance(node, Pillar):
            below = formulas.span(*[(plan.line(child), 5) for child in plan.siblings(node.id)])  # type: ignore[arg-type]
        sheet.formula(r, 5, formulas.weight(formulas.cell(r, 4), below), made[node.id], whole)
        first, last = ((plan.line(child), 5) for child in plan.siblings(parent))
        text = formulas.share(formulas.cell(r, 5), formulas.span(first, last, "row"))
        sheet.formula(r, 6, text, plan.share(node), part)
        above = formulas.cell(plan.line(parent), 7)
        sheet.formula(r, 7, f"={formulas.cell(r, 6)}*{above}", shares[node.id], part)
    rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_message": "A weight is 0 or more."}
    sheet.own.data_validation(LINE, 4, LINE + len(plan.order) - 1, 4, rule)


def lists(plan: Plan, book: Book) -> None:
    """Decisions, Observations, Sources and Steps: the tables of the same names with a filter each."""
    wide = book.look("wrapped")
    sheets = (
        ("Decisions", tables.decisions(plan), [18, 36, 24, 24, 24, 44, 10, 10, 14, 50]),
        ("Observations", tables.observations(plan), [8, 22, 20, 30, 10, 14, 16, 12, 8, 16, 20, 20, 60]),
        ("Sources", tables.sources(plan), [22, 50, 30, 30, 50, 12, 50, 50, 10]),
        ("Steps", tables.recipe(plan), [14, 34, 60, 90, 60]),
    )
    for name, rows, widths in sheets:
        sheet = book.sheet(name, widths, (1, 1))
        heads = [key.replace("_", " ").capitalize() for key in rows[0]] if rows else ["Nothing to list"]
        wraps = {} if name == "Observations" else dict.fromkeys(range(len(heads)), wide)
        sheet.table(0, heads, [list(row.values()) for row in rows], wraps)
