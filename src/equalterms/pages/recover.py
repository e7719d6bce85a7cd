"""The weights behind a published total."""

from __future__ import annotations

from equalterms.page import Block, Column, Mark, Note, Page, Table, Text
from equalterms.pages.common import foot, settings_note
from equalterms.recover import Part, Recovered
from equalterms.said import said

_MOST = 15
_PARTS = (
    Column("name", "Part"),
    Column("weight", "Best fit", 4, help="share of the weight, by least squares with no weight below 0"),
    Column("minimax", "Smallest error", 4, help="share of the weight in the rule whose largest residual is smallest"),
    Column("low", "Lowest", 4, help="the least share in any rule that explains the table within its rounding"),
    Column("high", "Highest", 4, help="the greatest share in any rule that explains the table within its rounding"),
    Column("whole", "Whole", 0, help="the simplest whole weights that explain the table"),
    Column("own", "The study's", 4, help="share of the weight in this study"),
    Column("inside", "In range"),
)


def recover(made: Recovered) -> Page:
    """The page of a recovery: the verdict, the weights with their ranges, the units that fit worst."""
    study = made.study
    blocks: list[Block] = [Note(text, "warn") for text in made.warnings]
    blocks += settings_note(study)
    blocks += [Text(text) for text in _verdict(made)]
    blocks.append(
        Table(_PARTS, tuple(map(_row, made.parts)), said("Weights that give {total}, as shares of 1", total=made.total))
    )
    worst = made.units[:_MOST]
    places = made.digits + 2
    heads = (
        Column("name", "Country"),
        Column("total", "Published", made.digits),
        Column("fitted", "By the rule", places),
        Column("residual", "Residual", places),
        Column("conflict", "Conflict"),
    )
    cells = tuple(
        (u.name, u.total, u.fitted, u.residual, Mark("contradicts", "bad") if u.conflict else None) for u in worst
    )
    caption = f"The {len(worst)} largest residuals of the rule whose largest residual is smallest"
    blocks.append(Table(heads, cells, caption))
    lead = f"{len(made.units)} units, {len(made.parts)} parts; totals are printed with {_decimals(made.digits)}."
    return Page("recover", said("The weights behind {total}", total=made.total), tuple(blocks), lead, foot(study))


def _decimals(digits: int) -> str:
    return f"{digits or 'no'} decimal{'s' * (digits != 1)}"


def _row(part: Part) -> tuple[int | str | float | Mark | None, ...]:
    inside = None
    if part.low is not None and part.high is not None:
        inside = Mark("yes", "good") if part.low - 1e-9 <= part.own <= part.high + 1e-9 else Mark("no", "bad")
    return (part.name, part.weight, part.minimax, part.low, part.high, part.whole, part.own, inside)


def _verdict(made: Recovered) -> list[str]:
    """What was found, in sentences."""
    said = []
    if made.feasible:
        said.append(
            "A linear rule explains every total within the rounding of totals and parts; the smallest possible largest "
            f"residual, from the parts as printed, is {made.largest:.4g}."
        )
    else:
        said.append(
            f"No linear rule with weights of 0 or more explains the table: the best oversteps the rounding by "
            f"{made.excess:.4g}. {_list(made.conflict)} contradict one another."
        )
        if made.alone:
            each = "Without" if len(made.alone) == 1 else "Without any one of"
            said.append(f"{each} {_list(made.alone)} a rule explains all others.")
        else:
            count = len(made.without)
            said.append(f"A rule explains the others when {count} units are left out: {_list(made.without)}.")
    if made.denominator:
        ratio = ":".join(str(part.whole) for part in made.parts)
        said.append(f"The simplest whole weights that do: {ratio} of {made.denominator}.")
    does = "explain" if made.own_explains else "do not explain"
    said.append(f"The study's own weights {does} the table within its rounding.")
    return said


def _list(codes: tuple[str, ...]) -> str:
    return ", ".join(codes[:12]) + (f" and {len(codes) - 12} more" if len(codes) > 12 else "")
