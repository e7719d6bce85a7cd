"""Shares as a table of shaded squares: the darker, the more of the whole."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from equalterms.draw import words
from equalterms.page import Figure

PALE, DARK, SOFT = "#eef3f8", "#00436b", "#595959"
_CELL = 19


def heat(figure: Figure, rows: list[dict[str, Any]], names: Any, tooltip: list[Any]) -> Any:
    """A square for each row, at its name and its place along the top; a share that is missing or 0 stays blank."""
    import altair as alt

    drawn = [row for row in rows if row.get("shade")]
    columns = _in_order(dict.fromkeys(row["x"] for row in rows), dict.fromkeys(row["y"] for row in rows))
    numbers = all(isinstance(x, (int, float)) for x in columns)
    names.axis.grid = False
    axis: dict[str, Any] = {"orient": "top", "domain": False, "ticks": False, "labelOverlap": numbers}
    title = words.titled(figure, "x")
    shade = words.titled(figure, "shade")
    legend = alt.Legend(
        title=shade,
        orient="top",
        direction="horizontal",
        gradientLength=200,
        format="%",
        tickCount=4,
        titleLimit=600,
        titleFontWeight="normal",
        titleColor=SOFT,
        labelColor=SOFT,
    )
    # A square root: a share of a twentieth is still seen beside one of nine tenths.
    scale = alt.Scale(type="sqrt", domain=[0, 1], range=[PALE, DARK], interpolate="lab")
    base = alt.Chart(alt.InlineData(values=drawn)).encode(
        x=alt.X(
            field="x",
            type="ordinal",
            sort=columns,
            scale=alt.Scale(domain=columns, paddingInner=0.04),
            axis=alt.Axis(title=title, labelAngle=0 if numbers else -60, **axis),
        ),
        y=names,
        color=alt.Color(field="shade", type="quantitative", scale=scale, legend=legend),
        tooltip=tooltip,
    )
    height = _CELL * max(len({row["y"] for row in rows}), 1)
    return alt.layer(base.mark_rect()).properties(height=height)


def _in_order(columns: Collection[Any], names: Collection[Any]) -> list[Any]:
    """Numbers by size; names that stand at the side too in the order that they have there."""
    if all(isinstance(x, (int, float)) for x in columns):
        return sorted(columns)
    return [name for name in names if name in columns] if set(columns) <= set(names) else list(columns)


def shades(figure: Figure) -> list[str] | None:
    """The squares in characters, a line for each name; None for other kinds of figure.

    A digit is the share in tenths, `.` less than a tenth, `#` all of it.
    """
    if figure.kind != "heat":
        return None
    at = {role: words.column(figure.table, key) for role, key in figure.roles.items()}
    table = figure.table
    found = {
        (words.cell(row[at["y"]]), words.cell(row[at["x"]])): words.amount(row[at["shade"]]) or 0.0
        for row in table.rows
    }
    names = list(dict.fromkeys(name for name, _ in found))
    columns = _in_order(dict.fromkeys(column for _, column in found), names)
    ranked = words.numeric(table)[at["x"]]
    if ranked:
        columns = [str(k) for k in range(1, max(int(column) for column in columns) + 1)] if columns else []
    heads = columns if ranked else [str(names.index(column) + 1) if column in names else "" for column in columns]
    wide = max((len(name) for name in names), default=0)
    tens, ones = ("".join(head[-2:-1] or " " for head in heads), "".join(head[-1:] or " " for head in heads))
    lines = [
        f"{k:>3} {name:<{wide}} " + "".join(_sign(found.get((name, column), 0.0)) for column in columns).rstrip()
        for k, name in enumerate(names, 1)
    ]
    start = " " * (wide + 5)
    return [(start + tens).rstrip(), start + ones, *lines, "tenths of the runs: . less than one, # all"]


def _sign(share: float) -> str:
    if share <= 0:
        return " "
    return "." if share < 0.1 else "#" if share >= 0.995 else str(int(share * 10))
