"""The formulas of the workbook, as text: weights, scales, means, ranks. Rows and columns are counted from 0.

They use what every spreadsheet program knows since 2003. A gap is the empty text, which no statistic
counts; SUMPRODUCT takes text between commas for nothing, so gaps are left out and weights count in proportion.
"""

from __future__ import annotations

from equalterms.model import Step

LINEAR = ("minmax", "goalposts", "zscore")
GAP = '""'
_SLACK = "1E-9"


def cell(row: int, column: int, fixed: str = "") -> str:
    """The address of a cell; `fixed` holds its `row`, its `column` or `both` when it is copied."""
    letters, k = "", column + 1
    while k:
        k, rest = divmod(k - 1, 26)
        letters = chr(65 + rest) + letters
    across = "$" if fixed in ("column", "both") else ""
    down = "$" if fixed in ("row", "both") else ""
    return f"{across}{letters}{down}{row + 1}"


def span(first: tuple[int, int], last: tuple[int, int], fixed: str = "") -> str:
    """The range from one cell (row, column) to another."""
    return f"{cell(*first, fixed)}:{cell(*last, fixed)}"


def weight(own: str, children: str = "") -> str:
    """The weight that counts: the stated one; a pillar without one weighs what its children weigh together."""
    if not children:
        return f"=IF(ISNUMBER({own}),{own},0)"
    return f"=IF(SUM({children})>0,IF(ISNUMBER({own}),{own},SUM({children})),0)"


def share(own: str, siblings: str) -> str:
    """A weight's share among its siblings."""
    return f"=IF(SUM({siblings})>0,{own}/SUM({siblings}),0)"


def ends(step: Step, column: str, direction: int) -> tuple[str, str]:
    """The two numbers that set a scale, from a column of values: worst and best, or mean and deviation."""
    if step.name == "zscore":
        spread = f"IF(MAX({column})=MIN({column}),0,STDEV({column}))"
        return _seen(column, f"AVERAGE({column})"), _seen(column, spread)
    low, high = _seen(column, f"MIN({column})"), _seen(column, f"MAX({column})")
    return (low, high) if direction > 0 else (high, low)


def _seen(column: str, formula: str) -> str:
    return f"=IF(COUNT({column})=0,{GAP},{formula})"


def scaled(step: Step, value: str, scale: tuple[str, str, str, str], direction: int) -> str:
    """A value on the scale of four cells: worst, best, low, high; or mean, deviation and those of the scale."""
    worst, best, low, high = scale
    if step.name == "zscore":
        sign = "+" if direction > 0 else "-"
        made = f"IF({best}=0,{low},{low}{sign}{high}*({value}-{worst})/{best})"
        return f"=IF(ISNUMBER({value}),{made},{GAP})"
    x, a, b = value, worst, best
    if step.options.get("scale") == "log":
        x, a, b = (f"LN({each})" for each in (value, worst, best))
    part = f"({x}-{a})/({b}-{a})"
    if step.name == "goalposts" and step.options.get("truncate", True):
        part = f"MAX(0,MIN(1,{part}))"
    made = f"IF({best}={worst},{low}+0.5*({high}-{low}),{low}+({high}-{low})*{part})"
    return f"=IF(ISNUMBER({value}),{made},{GAP})"


def mean(step: Step, values: str, weights: str, needs: str) -> tuple[str, bool]:
    """A pillar's score from its children's, and whether the formula works on arrays.

    The score is a gap where less than the share `needs` of the weight is present.
    """
    present = f"SUMPRODUCT({weights}*ISNUMBER({values}))"
    made = _mean(step, values, weights, present)
    enough = f"AND({present}>0,{present}>=({needs}-{_SLACK})*SUM({weights}))"
    return f"=IF({enough},{made},{GAP})", "ISNUMBER" in made.replace(present, "")


def _mean(step: Step, x: str, w: str, present: str) -> str:
    p = float(str(step.options.get("p", 2.0 if step.name == "power" else -0.05)))
    name = step.name
    if p == 0 and name in ("power", "exponential"):
        name = {"power": "geometric", "exponential": "arithmetic"}[name]
    if name == "arithmetic":
        return f"SUMPRODUCT({w},{x})/{present}"
    if name == "geometric":
        return f"EXP({_sum(x, f'{w}*LN({x})')}/{present})"
    if name == "harmonic":
        return f"{present}/{_sum(x, f'{w}/{x}')}"
    if name == "power":
        return f"({_sum(x, f'{w}*{x}^({p!r})')}/{present})^(1/({p!r}))"
    return f"LN({_sum(x, f'{w}*EXP(({p!r})*{x})')}/{present})/({p!r})"


def _sum(x: str, term: str) -> str:
    return f"SUM(IF(ISNUMBER({x}),{term},0))"


def digits(scores: str) -> str:
    """So many decimals leave twelve digits of the largest score."""
    most = f"MAX(MAX({scores}),-MIN({scores}))"
    return f"=IF({most}>0,11-INT(LOG10({most})),11)"


def compared(score: str, places: str) -> str:
    """The score as ranks compare it: what agrees to twelve digits is equal."""
    return f"=IF(ISNUMBER({score}),ROUND({score},{places}),{GAP})"


def rank(own: str, all_of_them: str) -> str:
    """The rank among all: 1 is best, equal scores share the best rank."""
    return f"=IF(ISNUMBER({own}),RANK({own},{all_of_them}),{GAP})"


def moved(now: str, before: str) -> str:
    """How many places a unit has climbed since the workbook was written."""
    return f"=IF(AND(ISNUMBER({now}),ISNUMBER({before})),{before}-{now},{GAP})"


def carried(source: str) -> str:
    """A number of another sheet; its gap stays a gap."""
    return f"=IF(ISNUMBER({source}),{source},{GAP})"
