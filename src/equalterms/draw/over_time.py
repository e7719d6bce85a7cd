"""Ranks over the years: a line for each unit, 1 at the top, the interval as a band where there is one unit."""

from __future__ import annotations

from typing import Any

from equalterms.page import Figure

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#7a5c00", "#56717f", "#8c4799", "#1a1a1a")
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3])


def rank_path(figure: Figure, rows: list[dict[str, Any]], tooltip: list[Any]) -> Any:
    """Lines of ranks: told apart by colour, by dashes and by the name at the line's end."""
    import altair as alt

    names = list(dict.fromkeys(row["group"] for row in rows))
    most = max((row["high" if len(names) == 1 and row.get("high") else "y"] for row in rows), default=1)
    data = alt.InlineData(values=rows)
    x = alt.X(
        field="x",
        type="quantitative",
        axis=alt.Axis(title=None, grid=False, format="d", tickMinStep=1, tickCount=8),
        scale=alt.Scale(zero=False, nice=False, padding=14),
    )
    scale = alt.Scale(reverse=True, domain=[1, max(most, 2)], nice=False)
    axis = alt.Axis(title="Rank", titleAngle=0, titleAlign="left", titleAnchor="end", titleY=-14, tickMinStep=1)
    y = alt.Y(field="y", type="quantitative", scale=scale, axis=axis)
    colour = alt.Color(
        field="group", type="nominal", legend=None, scale=alt.Scale(domain=names, range=_of(COLOURS, len(names)))
    )
    dash = alt.StrokeDash(
        field="group", type="nominal", legend=None, scale=alt.Scale(domain=names, range=_of(DASHES, len(names)))
    )
    layers: list[alt.Chart] = []
    if len(names) == 1 and "low" in figure.roles:
        low = alt.Y(field="low", type="quantitative", scale=scale, axis=axis)
        layers.append(alt.Chart(data).mark_area(color=COLOURS[0], opacity=0.22).encode(x=x, y=low, y2="high"))
    lines = alt.Chart(data).encode(x=x, y=y, color=colour, tooltip=tooltip)
    layers.append(lines.mark_line(strokeWidth=2).encode(strokeDash=dash))
    layers.append(lines.mark_point(filled=True, size=45, opacity=1))
    if len(names) > 1:
        ends = [[row for row in rows if row["group"] == name][-1] for name in names]
        at = alt.Chart(alt.InlineData(values=_apart(ends, most / 16))).encode(x=x, y=y, color=colour)
        name = alt.Text(field="group", type="nominal")
        layers.append(at.mark_text(align="left", dx=8, fontSize=12).encode(text=name))
    return alt.layer(*layers).properties(height=300)


def _apart(ends: list[dict[str, Any]], least: float) -> list[dict[str, Any]]:
    """The places of the names at the lines' ends, moved down so that no two lie on each other."""
    placed: list[dict[str, Any]] = []
    for row in sorted(ends, key=lambda row: float(row["y"])):
        y = max(float(row["y"]), placed[-1]["y"] + least) if placed else float(row["y"])
        placed.append({**row, "y": y})
    return placed


def _of(values: tuple[Any, ...], count: int) -> list[Any]:
    return [values[k % len(values)] for k in range(count)]
