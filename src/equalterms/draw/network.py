"""Ties as a matrix (a square for each two units, blue where they are tied more than expected), and as a network."""

from __future__ import annotations

from collections.abc import Sequence
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


APART = "; "
"""What stands between the names of those that a unit is tied to."""

GROUPS = ("#0072b2", "#d55e00", "#00795a", "#8a4b9c", "#6b5900")
SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down")
_REST = ("#767676", "cross")
_LINE = "#b9b4aa"
_WIDE, _LETTER, _TALL = 720.0, 6.2, 13.0


def tie_network(figure: Figure, rows: list[dict[str, Any]], tooltip: list[Any]) -> Any:
    """A mark for each unit, a line to each that it is tied to; the largest groups have a colour and a shape each.

    Where names would lie on each other, those of the units with fewer ties are left to the tooltip and the table.
    """
    import altair as alt

    names = [str(row["y"]) for row in rows]
    edges = _edges(names, [str(row["x"] or "") for row in rows])
    high = 420.0 + 4.0 * len(names)
    spots = _laid(len(names), edges, high)
    where = _labelled(names, [row.get("size") or 0.0 for row in rows], spots)
    points = [{**row, "px": x, "py": y, "kind": str(row["group"])} for row, (x, y) in zip(rows, spots, strict=True)]
    texts = [{"px": at[0], "py": at[1], "said": name} for name, at in zip(names, where, strict=True) if at]
    lines = [{"px": spots[a][0], "py": spots[a][1], "qx": spots[b][0], "qy": spots[b][1]} for a, b in sorted(edges)]
    px = alt.X(field="px", type="quantitative", axis=None, scale=alt.Scale(domain=[0, _WIDE], nice=False))
    py = alt.Y(field="py", type="quantitative", axis=None, scale=alt.Scale(domain=[0, high], nice=False))
    ties = alt.Chart(alt.InlineData(values=lines)).mark_rule(color=_LINE, strokeWidth=1)
    marks = alt.Chart(alt.InlineData(values=points)).mark_point(filled=True, opacity=1, stroke="#ffffff")
    told = alt.Chart(alt.InlineData(values=texts)).mark_text(fontSize=11, color="#1a1a1a")
    size = alt.Size(
        field="size",
        type="quantitative",
        legend=None,
        scale=alt.Scale(type="sqrt", range=[30, 420 if len(names) <= 100 else 210]),
    )
    colour, shape = _by_group([str(row["group"]) for row in rows])
    return alt.layer(
        ties.encode(x=px, y=py, x2="qx", y2="qy"),
        marks.encode(x=px, y=py, tooltip=tooltip, color=colour, shape=shape, size=size),
        told.encode(x=px, y=py, text=alt.Text(field="said", type="nominal")),
    ).properties(height=high)


def _by_group(groups: Sequence[str]) -> tuple[Any, Any]:
    """The colour and the shape of each group, the largest first; those that come after share one."""
    import altair as alt

    kinds = sorted(dict.fromkeys(groups), key=lambda kind: -groups.count(kind))
    colours = [(*GROUPS, _REST[0])[min(k, len(GROUPS))] for k in range(len(kinds))]
    shapes = [(*SHAPES, _REST[1])[min(k, len(SHAPES))] for k in range(len(kinds))]
    return (
        alt.Color(field="kind", type="nominal", legend=None, scale=alt.Scale(domain=kinds, range=colours)),
        alt.Shape(field="kind", type="nominal", legend=None, scale=alt.Scale(domain=kinds, range=shapes)),
    )


def _edges(names: Sequence[str], tied: Sequence[str]) -> set[tuple[int, int]]:
    """Each two units of which one names the other, the first in order first."""
    place = {name: k for k, name in enumerate(names)}
    found = set()
    for k, text in enumerate(tied):
        for other in filter(None, (place.get(name, -1) + 1 for name in text.split(APART))):
            if other - 1 != k:
                found.add((min(k, other - 1), max(k, other - 1)))
    return found


def _laid(count: int, edges: set[tuple[int, int]], high: float) -> list[tuple[float, float]]:
    """Where each unit stands: those that are tied draw near, all push each other away; the same every time.

    Source: Fruchterman and Reingold (1991), Softw. Pract. Exp. 21:1129, doi:10.1002/spe.4380211102.
    """
    import networkx as nx
    import numpy as np

    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_edges_from(sorted(edges))
    if count < 2:
        return [(_WIDE / 2, high / 2)] * count
    spots = nx.spring_layout(graph, k=2.2 / count**0.5, iterations=300, seed=1)
    # Ranks mixed with places: what lies crowded in the middle spreads over the whole sheet.
    out = []
    for axis, room in ((0, _WIDE), (1, high)):
        own = np.array([spots[k][axis] for k in range(count)])
        even = np.argsort(np.argsort(own, kind="stable"), kind="stable") / max(count - 1, 1)
        wide = (own - own.min()) / (np.ptp(own) or 1.0)
        out.append(50.0 + (room - 100.0) * (even + wide) / 2)
    return [(round(float(x), 1), round(float(y), 1)) for x, y in zip(*out, strict=True)]


def _labelled(
    names: Sequence[str], sizes: Sequence[float], spots: Sequence[tuple[float, float]]
) -> list[tuple[float, float] | None]:
    """Where each name is written: above, below, right or left of its mark, wherever it touches no mark and no name.

    The units with most ties choose first; a name that has no room is left out.
    """
    most = max([1.0, *sizes])
    radius = [(2.0 + 10.0 * (size / most) ** 0.25) for size in sizes]
    taken = [(x - r, x + r, y - r, y + r) for (x, y), r in zip(spots, radius, strict=True)]
    found: list[tuple[float, float] | None] = [None] * len(names)
    for k in sorted(range(len(names)), key=lambda k: (-sizes[k], k)):
        (x, y), half, r = spots[k], _LETTER * len(names[k]) / 2, radius[k]
        beside = r + _TALL / 2
        right, left = x + half + r + 2, x - half - r - 2
        near = ((x, y + beside), (x, y - beside), (right, y), (left, y))
        far = ((u, v + w) for w in (8, -8, 16, -16) for u, v in ((right, y), (left, y)))
        for u, v in (*near, *far):
            box = (u - half, u + half, v - _TALL / 2, v + _TALL / 2)
            inside = box[0] >= 0 and box[1] <= _WIDE
            if inside and not any(_touch(box, other) for j, other in enumerate(taken) if j != k):
                taken.append(box)
                found[k] = (round(u, 1), round(v, 1))
                break
    return found


def _touch(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
