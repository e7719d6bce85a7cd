"""Ties as a matrix: a square for each two units, blue where they are tied more than expected, orange where less."""

from __future__ import annotations

from typing import Any

from equalterms.draw import words
from equalterms.page import Cell, Figure

LESS, EVEN, MORE, SOFT = "#d55e00", "#f1efea", "#0072b2", "#595959"
_CELL = 22


def tie_matrix(figure: Figure, rows: list[dict[str, Any]], tooltip: list[Any]) -> Any:
    """Squares in the order of the rows; `shade` runs from -1 (never) over 0 (as expected) to 1; a gap stays blank."""
    import altair as alt

    order = list(dict.fromkeys(str(row["y"]) for row in rows))
    data = alt.InlineData(values=[row for row in rows if row.get("shade") is not None])
    axis: dict[str, Any] = {"title": None, "domain": False, "ticks": False, "labelOverlap": False, "labelPadding": 6}
    scale = alt.Scale(domain=order, paddingInner=0.06)
    title = [column.title for column in figure.table.columns if column.key == figure.roles.get("shade")]
    legend = alt.Legend(
        title=title[0] if title else None,
        orient="top",
        direction="horizontal",
        gradientLength=260,
        values=[-1, 0, 1],
        labelExpr="datum.value < 0 ? 'never' : datum.value > 0 ? 'far more' : 'as expected'",
        titleLimit=600,
        titleFontWeight="normal",
        titleColor=SOFT,
        labelColor=SOFT,
    )
    base = alt.Chart(data).encode(
        x=alt.X(
            field="x", type="nominal", sort=order, scale=scale, axis=alt.Axis(orient="top", labelAngle=-60, **axis)
        ),
        y=alt.Y(field="y", type="nominal", sort=order, scale=scale, axis=alt.Axis(**axis)),
        tooltip=tooltip,
    )
    colour = alt.Color(
        field="shade",
        type="quantitative",
        scale=alt.Scale(domain=[-1, 0, 1], range=[LESS, EVEN, MORE], interpolate="lab"),
        legend=legend,
    )
    return alt.layer(base.mark_rect().encode(color=colour)).properties(height=_CELL * max(len(order), 1))


_SIGNS = ((-0.5, "="), (-0.1, "-"), (0.1, "."), (0.5, "+"), (float("inf"), "#"))


def grid(figure: Figure) -> list[str] | None:
    """The matrix in characters, a line for each unit; None for other kinds of figure.

    `=` and `-` stand for far less and less than expected, `.` for as expected, `+` and `#` for more and far more.
    """
    if figure.kind != "tie_matrix":
        return None
    places = {role: words.column(figure.table, key) for role, key in figure.roles.items()}
    names = list(dict.fromkeys(words.visible(str(row[places["y"]])) for row in figure.table.rows))
    signs = {
        (words.visible(str(row[places["y"]])), words.visible(str(row[places["x"]]))): _sign(row[places["shade"]])
        for row in figure.table.rows
    }
    wide = max(len(name) for name in names) if names else 0
    numbers = range(1, len(names) + 1)
    tens = " " * (wide + 5) + " ".join(str(n // 10) if n % 10 == 0 else " " for n in numbers)
    ones = " " * (wide + 5) + " ".join(str(n % 10) for n in numbers)
    lines = [
        f"{n:>3} {a:<{wide}} " + " ".join(signs.get((a, b), " ") for b in names).rstrip()
        for n, a in enumerate(names, start=1)
    ]
    return [tens.rstrip(), ones, *lines, "= far less, - less, . as expected, + more, # far more than expected"]


def _sign(cell: Cell) -> str:
    shade = words.amount(cell)
    return " " if shade is None else next(sign for most, sign in _SIGNS if shade <= most)
