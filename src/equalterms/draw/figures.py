"""Figures: a table and the roles of its columns, drawn with Vega-Lite.

Columns play these roles. Every kind needs x and y.

`rank_intervals`  y unit, x rank, low and high its interval, low80, high80, low50, high50 the inner ones, named
`bars`            y name, x length, low and high an interval, named
`rank_path`       x year, y rank, group unit, low and high its interval
`paces`           y name, x required, mark observed
`tie_matrix`      x and y units, shade from -1 to 1
`tie_network`     y unit, x whom it is tied to, size its ties, group its group
`heat`            y name, x place, shade from 0 to 1
`world`           x a country's code, shade its rank
`path`            x time, y observed, required the way to the target, low and high a forecast

`named` holds true in the rows that are coloured and set in bold; the others are grey.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from equalterms.draw import network, over_time, words, world
from equalterms.draw.heat import heat
from equalterms.draw.paces import paces
from equalterms.errors import StudyError, nearest
from equalterms.page import Figure

if TYPE_CHECKING:
    import altair as alt

Row = dict[str, Any]

INK, SOFT, GRID, PAPER = "#1a1a1a", "#595959", "#dedbd4", "#ffffff"
GREY, BLUE, RED = "#767676", "#0072b2", "#d55e00"
"""Okabe and Ito's blue and vermilion, and a grey: each at least 3:1 on white. `style.css` has their dark twins."""

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
WIDTH = 720
STEP = 19
LINE = 110


def spec(figure: Figure, width: int | None = None) -> dict[str, Any]:
    """The Vega-Lite specification of a figure, as wide as what holds it unless a width is given."""
    drawn: dict[str, Any] = chart(figure).to_dict(validate=False)  # the tests validate every kind
    return {**drawn, "width": width or "container"}


def chart(figure: Figure) -> alt.LayerChart:
    """The Altair chart of a figure, for whoever wants to change it."""
    if figure.kind not in DRAWINGS:
        raise StudyError(f"no figure is called '{figure.kind}'", figure.title, nearest(figure.kind, DRAWINGS))
    made = DRAWINGS[figure.kind](figure, list(_rows(figure)))
    made = made.properties(width=WIDTH, description=words.one_line(figure.finding or figure.title))
    if figure.source:
        made = made.properties(title=_source(figure.source))
    done: alt.LayerChart = made.configure(**_config())
    return done


def svg(drawn: Figure | dict[str, Any], width: int = WIDTH) -> str:
    """A figure, or its specification, as SVG without a title: it stands on a page that has one."""
    import vl_convert

    wide = spec(drawn) if isinstance(drawn, Figure) else drawn
    return str(vl_convert.vegalite_to_svg({**wide, "width": width}))


def poster(figure: Figure, width: int = WIDTH) -> dict[str, Any]:
    """The specification of a figure that leaves the page: on white, with its title and its finding."""
    inner = spec(figure, width)
    outer: dict[str, Any] = {key: inner.pop(key) for key in ("$schema", "config", "datasets") if key in inner}
    outer["config"] = {**outer["config"], "background": PAPER}
    outer["title"] = {
        "text": textwrap.wrap(words.one_line(figure.title), 80),
        "subtitle": [
            line for text in (figure.finding, figure.table.caption) for line in textwrap.wrap(words.one_line(text), 105)
        ],
        "anchor": "start",
        "fontSize": 16,
        "subtitleFontSize": 12,
        "subtitlePadding": 5,
        "offset": 12,
    }
    return {**outer, "padding": 12, "vconcat": [inner]}


def png(figure: Figure, width: int = WIDTH, scale: float = 2.0) -> bytes:
    """The figure as a PNG that can stand alone."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(poster(figure, width), scale=scale))


def poster_svg(figure: Figure, width: int = WIDTH) -> str:
    """The figure as an SVG that can stand alone."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(poster(figure, width)))


@lru_cache(maxsize=1)
def script() -> str:
    """Vega, Vega-Lite and vega-embed in one script that needs no network and evaluates no text.

    Nothing in it can end the <script> element that it stands in.
    """
    import vl_convert

    bundle = str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))
    return bundle.replace("</script", "<\\/script").replace("<!--", "\\x3c!--")


def _rows(figure: Figure) -> Iterator[Row]:
    """The rows under the names of their roles, with all columns in words (t0, t1, ...) for the tooltip.

    No name that a study chose becomes a field: Vega would read `a.b` and `a[0]` as paths.
    """
    table = figure.table
    keys = [column.key for column in table.columns]
    for role, key in figure.roles.items():
        if key not in keys:
            raise StudyError(f"role {role} of a figure is no column: '{key}'", figure.title, nearest(key, keys))
    for role in ("x", "y"):
        if role not in figure.roles:
            raise StudyError(f"a figure has no column in the role {role}", figure.title)
    places = {role: keys.index(key) for role, key in figure.roles.items()}
    holds = words.numeric(table)
    for row in table.rows:
        drawn: Row = {}
        for role, i in places.items():
            drawn[role] = words.amount(row[i]) if holds[i] else words.cell(row[i], table.columns[i])
        drawn["named"] = "named" in places and bool(row[places["named"]])
        drawn |= {f"t{i}": words.cell(value, table.columns[i]) for i, value in enumerate(row)}
        yield drawn


def _source(source: str) -> alt.TitleParams:
    import altair as alt

    return alt.TitleParams(
        text=textwrap.wrap("Source: " + words.one_line(source), LINE),
        orient="bottom",
        anchor="start",
        frame="bounds",
        color=SOFT,
        fontSize=11,
        fontWeight="normal",
        offset=8,
    )


def _config() -> dict[str, Any]:
    text = {"labelColor": SOFT, "titleColor": SOFT, "labelFontSize": 12, "titleFontSize": 12}
    lines = {"gridColor": GRID, "domainColor": GREY, "tickColor": GREY, "titleFontWeight": "normal"}
    return {
        "aria": False,
        "background": "transparent",
        "font": FONT,
        "axis": {**text, **lines, "labelLimit": 170},
        "view": {"stroke": "transparent"},
        "title": {"color": INK, "subtitleColor": SOFT},
    }


def _tooltip(figure: Figure) -> list[alt.Tooltip]:
    import altair as alt

    titles = [words.one_line(column.title) for column in figure.table.columns]
    return [alt.Tooltip(field=f"t{i}", type="nominal", title=title) for i, title in enumerate(titles)]


def _names(rows: list[Row], most: int = 170) -> alt.Y:
    """The names down the side, in the order of the rows, at most so wide; those that are named are bold and dark."""
    import altair as alt

    named = json.dumps([row["y"] for row in rows if row["named"]])
    test = f"indexof({named}, datum.value) >= 0"
    axis = alt.Axis(
        title=None,
        domain=False,
        ticks=False,
        grid=True,
        gridDash=[1, 3],
        labelPadding=8,
        labelLimit=most,
        labelOverlap=False,
        labelColor={"condition": {"test": test, "value": INK}, "value": SOFT},
        labelFontWeight={"condition": {"test": test, "value": "bold"}, "value": "normal"},
    )
    order = list(dict.fromkeys(str(row["y"]) for row in rows))
    return alt.Y(field="y", type="nominal", sort=order, axis=axis, scale=alt.Scale(domain=order))


def _colour() -> Any:
    import altair as alt

    return alt.condition("datum.named", alt.value(BLUE), alt.value(GREY))


def _rank_intervals(figure: Figure, rows: list[Row]) -> Any:
    import altair as alt

    rows.sort(key=lambda row: (row["x"] is None, row["x"] or 0))
    last = max([2.0, *(row[role] for row in rows for role in ("x", "high") if row.get(role) is not None)])
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 10**9) if last / step <= 12)
    axis = alt.Axis(
        orient="top",
        title=words.titled(figure, "x"),
        values=[1, *range(step if step > 1 else 2, int(last) + 1, step)],
        domain=False,
        ticks=False,
        format="d",
        labelFlush=False,
    )
    scale = alt.Scale(domain=[1, last], nice=False, zero=False)

    def x(role: str) -> alt.X:
        return alt.X(field=role, type="quantitative", axis=axis, scale=scale)

    base = alt.Chart(alt.InlineData(values=rows)).encode(y=_names(rows), color=_colour(), tooltip=_tooltip(figure))
    layers: list[alt.Chart] = []
    for low, high, wide in (("low", "high", 2), ("low80", "high80", 4), ("low50", "high50", 8)):
        if low in figure.roles and high in figure.roles:
            rule = base.mark_rule(strokeWidth=wide, strokeCap="round")
            layers.append(rule.encode(x=x(low), x2=high))
    dot = base.mark_point(filled=True, size=80, opacity=1, stroke=PAPER, strokeWidth=1.5)
    return alt.layer(*layers, dot.encode(x=x("x"))).properties(height=STEP * len(rows))


def _bars(figure: Figure, rows: list[Row]) -> Any:
    import altair as alt

    column = figure.table.columns[words.column(figure.table, figure.roles["x"])]
    axis = alt.Axis(
        title=words.titled(figure, "x"), ticks=False, domain=False, tickCount=6, format="%" if column.share else ""
    )
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        y=_names(rows),
        x=alt.X(field="x", type="quantitative", axis=axis),
        tooltip=_tooltip(figure),
    )
    colour = _colour() if "named" in figure.roles else alt.value(BLUE)
    layers = [base.mark_bar(height={"band": 0.7}).encode(color=colour)]
    if "low" in figure.roles and "high" in figure.roles:
        low = alt.X(field="low", type="quantitative", axis=axis)
        layers.append(base.mark_rule(strokeWidth=2, color=INK).encode(x=low, x2="high"))
    return alt.layer(*layers).properties(height=26 * len(rows))


def _path(figure: Figure, rows: list[Row]) -> Any:
    import altair as alt

    times = all(isinstance(row["x"], (int, float)) for row in rows)
    x = alt.X(
        field="x",
        type="quantitative" if times else "temporal",
        axis=alt.Axis(title=None, grid=False, format="d" if times else "%Y", tickMinStep=1, tickCount=8),
        scale=alt.Scale(zero=False, nice=False, padding=14) if times else alt.Scale(type="utc", padding=14),
    )
    axis = alt.Axis(title=words.titled(figure, "y"), titleAngle=0, titleAlign="left", titleAnchor="end", titleY=-14)
    axis.titleColor, axis.titleX, axis.domain, axis.ticks, axis.tickCount = BLUE, 0, False, False, 6
    data = alt.InlineData(values=rows)

    def layer(role: str) -> alt.Chart:
        there = alt.Chart(data).transform_filter(f"isValid(datum.{role})")
        return there.encode(x=x, y=alt.Y(field=role, type="quantitative", axis=axis), tooltip=_tooltip(figure))

    layers: list[alt.Chart] = []
    if "low" in figure.roles and "high" in figure.roles:
        layers.append(layer("low").mark_area(color=BLUE, opacity=0.22).encode(y2="high"))
    if "required" in figure.roles:
        way = layer("required")
        start = next((row["required"] for row in rows if row["required"] is not None), 0)
        layers += [
            way.mark_area(color=RED, opacity=0.1).encode(y2=alt.datum(start)),
            way.mark_line(color=RED, strokeWidth=2, strokeDash=[6, 4]),
            *_ends(way, rows, words.titled(figure, "required")),
        ]
    seen = layer("y")
    layers += [
        seen.mark_line(color=BLUE, strokeWidth=2.5),
        seen.mark_point(filled=True, size=60, color=BLUE, opacity=1, stroke=PAPER, strokeWidth=1.5),
    ]
    return alt.layer(*layers).properties(height=300)


def _ends(way: alt.Chart, rows: list[Row], title: str) -> list[alt.Chart]:
    """The target at the end of the required way, as a diamond with its number."""
    import altair as alt

    ends = [row for row in rows if row["required"] is not None][-1:]
    last = way.properties(data=alt.InlineData(values=ends))
    text = alt.value(f"{title} {words.number(ends[0]['required'])}" if ends else "")
    return [
        last.mark_point(shape="diamond", filled=True, size=130, color=RED, opacity=1, stroke=PAPER),
        last.mark_text(align="right", baseline="bottom", dx=-8, dy=-6, color=INK, fontSize=12).encode(text=text),
    ]


DRAWINGS: dict[str, Callable[[Figure, list[Row]], Any]] = {
    "rank_intervals": _rank_intervals,
    "bars": _bars,
    "path": _path,
    "paces": lambda figure, rows: paces(figure, rows, _names(rows, 330), _tooltip(figure)),
    "tie_matrix": lambda figure, rows: network.tie_matrix(figure, rows, _tooltip(figure)),
    "tie_network": lambda figure, rows: network.tie_network(figure, rows, _tooltip(figure)),
    "heat": lambda figure, rows: heat(figure, rows, _names(rows), _tooltip(figure)),
    "world": lambda figure, rows: world.world(figure, rows, _tooltip(figure)),
    "rank_path": lambda figure, rows: over_time.rank_path(figure, rows, _tooltip(figure)),
}
"""Each kind of figure, by name."""
