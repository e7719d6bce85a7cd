"""Country shapes of Natural Earth (public domain), as the npm package world-atlas holds them -> draw/world.json.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python scripts/build_shapes.py package/

Shapes are those at 1:110 million; what is too small for it (Singapore, Malta, islands) gets a point, the middle
of its largest shape at 1:50 million. Boundaries are Natural Earth's: they show who controls an area, as it says.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from babel.core import get_global

from equalterms.countries import countries

TARGET = Path(__file__).parent.parent / "src" / "equalterms" / "draw" / "world.json"
NAMED = {"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM"}
"""Shapes without a code: Kosovo, and two parts that the United Nations count with their countries."""


def main(folder: Path) -> None:
    """Writes the shapes and the points."""
    coarse, fine = (json.loads((folder / f"countries-{scale}m.json").read_text()) for scale in (110, 50))
    kept, points = [], {}
    for shape in coarse["objects"]["countries"]["geometries"]:
        code = alpha3(shape)
        if code != "ATA":
            kept.append({"type": shape["type"], "arcs": shape["arcs"], "id": code})
    drawn = {shape["id"] for shape in kept}
    for shape in fine["objects"]["countries"]["geometries"]:
        code = alpha3(shape)
        if code and code not in drawn and code != "ATA":
            points[code] = middle(shape, fine)
    topology = {key: coarse[key] for key in ("type", "arcs", "transform")}
    topology["objects"] = {"countries": {"type": "GeometryCollection", "geometries": kept}}
    made = {"source": "Natural Earth, 1:110m", "shapes": topology, "points": dict(sorted(points.items()))}
    TARGET.write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{len(kept)} shapes, {len(points)} points, {TARGET.stat().st_size:,} bytes")


def alpha3(shape: dict[str, Any]) -> str:
    """The code of a shape; empty where it has none."""
    if "id" not in shape:
        return NAMED.get(shape["properties"]["name"], "")
    two = {country.iso2: code for code, country in countries().items()}
    names: list[str] = get_global("territory_aliases").get(shape["id"], [])
    return next((two[name] for name in names if name in two), "")


def middle(shape: dict[str, Any], topology: dict[str, Any]) -> list[float]:
    """The middle of the largest outer ring of a shape, as longitude and latitude."""
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    rings = [[point for arc in polygon[0] for point in line(arc, topology)] for polygon in polygons]
    ring = max(rings, key=area)
    return [round(sum(point[axis] for point in ring) / len(ring), 2) for axis in (0, 1)]


def line(arc: int, topology: dict[str, Any]) -> list[tuple[float, float]]:
    """The points of an arc; a negative number is an arc walked backwards."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    x, y, points = 0, 0, []
    for dx, dy in topology["arcs"][arc if arc >= 0 else ~arc]:
        x, y = x + dx, y + dy
        points.append((x * sx + tx, y * sy + ty))
    return points if arc >= 0 else points[::-1]


def area(ring: list[tuple[float, float]]) -> float:
    """The area inside a ring, whichever way it is walked."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
