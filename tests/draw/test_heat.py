"""Shares as shaded squares: in order, gaps blank, the same in characters."""

from equalterms.draw import figures
from equalterms.draw.heat import shades
from equalterms.page import Column, Figure, Table

ROLES = {"x": "rank", "y": "name", "shade": "share"}


def drawn(*rows: tuple[str, int | str, float]) -> Figure:
    columns = (Column("name", "Country"), Column("rank", "Rank", 0), Column("share", "Share", share=True))
    return Figure("heat", "Shares", Table(columns, rows), ROLES)


def test_numbers_stand_by_size_and_names_as_at_the_side() -> None:
    made = figures.spec(drawn(("Norway", 2, 0.4), ("Norway", 1, 0.6), ("Chad", 10, 1.0)))["layer"][0]["encoding"]
    assert made["x"]["scale"]["domain"] == [1, 2, 10]
    made = figures.spec(drawn(("Norway", "Chad", 0.9), ("Chad", "Norway", 0.1)))["layer"][0]["encoding"]
    assert made["x"]["scale"]["domain"] == ["Norway", "Chad"]


def test_nothing_is_no_square() -> None:
    made = figures.spec(drawn(("Norway", 1, 0.0), ("Norway", 2, 1.0)))
    assert [row["x"] for rows in made["datasets"].values() for row in rows] == [2]


def test_digits_are_tenths() -> None:
    assert shades(drawn(("Norway", 2, 0.44), ("Norway", 1, 0.56), ("Chad", 12, 1.0), ("Chad", 3, 0.01))) == [
        "                    111",
        "           123456789012",
        "  1 Norway 54",
        "  2 Chad     .        #",
        "tenths of the runs: . less than one, # all",
    ]
    assert shades(drawn(("Norway", "Chad", 0.9), ("Chad", "Norway", 0.1))) == [
        "",
        "           12",
        "  1 Norway  9",
        "  2 Chad   1",
        "tenths of the runs: . less than one, # all",
    ]
    assert shades(Figure("bars", "x", Table((), ()))) is None
