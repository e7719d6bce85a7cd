"""A map of the world: countries in five shades by rank, those too small for a shape as dots, the others left blank."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

from equalterms.page import Figure

SHADES = ("#08306b", "#2171b5", "#6baed6", "#9ecae1", "#deebf7")
LINE, BLANK, SOFT = "#767676", "#00000000", "#595959"
HEIGHT = 380


def world(figure: Figure, rows: list[dict[str, Any]], tooltip: list[Any]) -> Any:
    """`x` is a unit's code, `shade` the rank it is coloured by; a unit without one is blank, like one not ranked."""
    import altair as alt

    # Where no unit has a rank, the column holds no number and its gaps are written as words.
    ranked = sorted((row for row in rows if isinstance(row.get("shade"), int | float)), key=lambda row: row["shade"])
    bands = _banded(ranked)
    shapes = alt.InlineData(values=_shapes()["shapes"], format=alt.TopoDataFormat(type="topojson", feature="countries"))
    fields = ["band", *(key for key in (ranked[0] if ranked else {}) if key.startswith("t"))]
    colour = alt.Color(
        field="band",
        type="ordinal",
        scale=alt.Scale(domain=bands, range=list(SHADES[: len(bands)])),
        legend=alt.Legend(
            title="Rank", orient="bottom", direction="horizontal", titleColor=SOFT, labelColor=SOFT, symbolStrokeWidth=1
        ),
    )
    land = alt.Chart(shapes).mark_geoshape(fill=BLANK, stroke=LINE, strokeWidth=0.4)
    values = alt.LookupData(data=alt.InlineData(values=ranked), key="x", fields=fields)
    filled = (
        alt.Chart(shapes)
        .mark_geoshape(stroke=LINE, strokeWidth=0.5)
        .transform_lookup(lookup="id", from_=values)
        .transform_filter("isValid(datum.band)")
        .encode(color=colour, tooltip=tooltip)
    )
    dots = (
        alt.Chart(alt.InlineData(values=_dots(ranked)))
        .mark_circle(size=34, opacity=1, stroke=LINE, strokeWidth=0.8)
        .encode(
            longitude=alt.Longitude(field="lon", type="quantitative"),
            latitude=alt.Latitude(field="lat", type="quantitative"),
            color=colour,
            tooltip=tooltip,
        )
    )
    return alt.layer(land, filled, dots).project(type="equalEarth").properties(height=HEIGHT)


def missing(codes: list[str]) -> list[str]:
    """The codes that the map has neither a shape nor a dot for."""
    held = _shapes()
    drawn = {shape["id"] for shape in held["shapes"]["objects"]["countries"]["geometries"]} | set(held["points"])
    return [code for code in codes if code not in drawn]


def _banded(ranked: list[dict[str, Any]]) -> list[str]:
    """Gives each row the fifth that it stands in, and the fifths from best to worst."""
    found: list[str] = []
    size = len(ranked)
    for k in range(len(SHADES)):
        part = ranked[k * size // len(SHADES) : (k + 1) * size // len(SHADES)]
        if not part:
            continue
        first, last = f"{part[0]['shade']:g}", f"{part[-1]['shade']:g}"
        found.append(first if first == last else f"{first}–{last}")
        for row in part:
            row["band"] = found[-1]
    return list(dict.fromkeys(found))


def _dots(ranked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    points = _shapes()["points"]
    return [{**row, "lon": points[row["x"]][0], "lat": points[row["x"]][1]} for row in ranked if row["x"] in points]


@lru_cache(maxsize=1)
def _shapes() -> dict[str, Any]:
    """The shapes and points that ship with the package (Natural Earth, public domain)."""
    held: dict[str, Any] = json.loads(files("equalterms.draw").joinpath("world.json").read_text("utf-8"))
    return held
