"""What is required beside what was seen: a diamond and a dot for each target, and the gap between them."""

from __future__ import annotations

from typing import Any

from equalterms.page import Figure

REQUIRED, OBSERVED, GAP, PAPER = "#d55e00", "#0072b2", "#767676", "#ffffff"


def paces(figure: Figure, rows: list[dict[str, Any]], names: Any, tooltip: list[Any]) -> Any:
    """Required as a diamond, observed as a dot, told apart by shape and colour; a line is the gap."""
    import altair as alt

    column = next(each for each in figure.table.columns if each.key == figure.roles["x"])
    title = f"{column.title} ◆, observed ●"
    axis = alt.Axis(
        title=title, ticks=False, domain=False, tickCount=6, format="%" if column.share else "", orient="top"
    )

    def x(role: str) -> alt.X:
        return alt.X(field=role, type="quantitative", axis=axis)

    base = alt.Chart(alt.InlineData(values=rows)).encode(y=names, tooltip=tooltip)
    layers: list[alt.Chart] = []
    if "mark" in figure.roles:
        seen = base.transform_filter("isValid(datum.mark)")
        layers.append(seen.mark_rule(strokeWidth=2, color=GAP).encode(x=x("mark"), x2="x"))
        dot = seen.mark_point(shape="circle", filled=True, size=90, opacity=1, color=OBSERVED, stroke=PAPER)
        layers.append(dot.encode(x=x("mark")))
    diamond = base.mark_point(shape="diamond", filled=True, size=120, opacity=1, color=REQUIRED, stroke=PAPER)
    return alt.layer(*layers, diamond.encode(x=x("x"))).properties(height=24 * len(rows))
