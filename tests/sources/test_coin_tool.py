"""A workbook in the layout of the JRC COIN Tool, built here: data, weights, directions, levels, unused rows."""

from pathlib import Path
from typing import Any

import pytest

from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.files.write import write
from equalterms.model import Pillar
from equalterms.scores import score
from equalterms.sources import read
from tests.sources.books import book, respell

CODES = ["Ind.01", "Ind.02", "Ind.03", "Ind.04", "Ind.05"]
UNITS: dict[str, list[Any]] = {"AUT": [1, 10, 5, None], "BEL": [2, 20, "n/a", None], "FRA": [4, 50, 9, None]}
TOP: dict[int, list[Any]] = {
    7: [1, 3, 1, 1, None],
    8: [1, -1, 1, 1, None],
    9: [0, 0, 0, None, None],
    10: [4, 50, 10, None, None],
    11: ["Index"] * 5,
    12: ["si.01"] * 5,  # the same for all: a level that is not used
    13: ["p.01", "p.01", "p.02", "p.02", "p.03"],
    14: ["--"] * 5,
    15: ["Roads", "Queues", "Trains", "Boats", "--"],
    16: CODES,
}
FRAMEWORK: list[list[Any]] = [
    ["Index", "", 1, "", "Index", "My index"],
    ["si.01", "", 1, "", "Sub-index", "All"],
    ["p.01", "", 2, "", "Pillar", "Road"],
    ["p.02", "", 1, "", "Pillar", "Rail and water"],
    ["p.03", "", "", "", "--", "--"],
    ["Ind.01", "", 1, "", "Indicator", "Roads"],
]


def tool(path: Path, top: dict[int, list[Any]] = TOP, units: dict[str, list[Any]] = UNITS, below: int = 4) -> Path:
    """The workbook, with some of it changed; `below` is the row of the heading of Framework."""
    database: list[list[Any]] = [[] for _ in range(6)]
    for row in range(7, 17):
        database.append([None, None, None, "label", *top.get(row, [])])
    for code, values in units.items():
        database.append([None, f"Name of {code}", code, None, *values])
    database += [[None, "--", "--"] for _ in range(5)]
    head = [None, None, "Code", "x", "Weight", "y", "Dimension/indicator", "Name"]
    framework: list[list[Any]] = [[] for _ in range(below - 1)]
    framework += [head, *([None, None, *row] for row in FRAMEWORK)]
    return book(path, {"Start": [["COIN Tool"]], "Database": database, "Framework": framework})


@pytest.mark.parametrize("below", [4, 5])
def test_the_tree_the_weights_and_the_values(below: int, tmp_path: Path) -> None:
    """Weights, directions and goalposts by column; the unused level and unused rows are left out."""
    layout, tables = read(tool(tmp_path / "tool.xlsx", below=below), time=2023)
    write(tmp_path / "made", tables)
    study = load(tmp_path / "made")
    assert layout == "COIN Tool"
    pillars = {n.id: (n.parent, n.name, n.weight) for n in study.nodes if isinstance(n, Pillar)}
    assert pillars == {
        "Index": ("", "My index", None),
        "p_01": ("Index", "Road", 2.0),
        "p_02": ("Index", "Rail and water", 1.0),
    }
    leaves = {n.id: (n.parent, n.name, n.weight, n.direction, n.goalposts) for n in study.indicators}
    assert leaves == {
        "Ind_01": ("p_01", "Roads", 1.0, 1, (0, 4)),
        "Ind_02": ("p_01", "Queues", 3.0, -1, (0, 50)),
        "Ind_03": ("p_02", "Trains", 1.0, 1, (0, 10)),
    }
    assert [unit.name for unit in study.units] == ["Name of AUT", "Name of BEL", "Name of FRA"]
    assert any("Boats" in note for note in tables.notes)
    frame = study.observations.frame
    assert frame.height == 9
    gap = frame.filter((frame["unit"] == "BEL") & (frame["indicator"] == "Ind_03"))
    assert gap.select("value", "status", "where").row(0) == (None, "M", "Database!G18")


def test_the_scores_by_hand(tmp_path: Path) -> None:
    """Min-max, weights 1 and 3 in the first pillar, 2 and 1 for the pillars; BEL has no second pillar."""
    _, tables = read(tool(tmp_path / "tool.xlsx"), time=2023)
    write(tmp_path / "made", tables)
    made = score(load(tmp_path / "made"))
    road = [(1 * 0 + 3 * 100) / 4, (1 * 100 / 3 + 3 * 75) / 4, (1 * 100 + 3 * 0) / 4]
    rail = [0.0, None, 100.0]
    index = [(2 * a + b) / 3 if b is not None else a for a, b in zip(road, rail, strict=True)]
    assert made.nodes["Index"].tolist() == pytest.approx(index, rel=1e-12)


def test_three_hundred_units_and_ninety_nine_indicators(tmp_path: Path) -> None:
    """The whole of the tool's range, E17 to CY316, is read."""
    wide = {row: [values[0]] * 99 for row, values in TOP.items()}
    wide[16] = [f"Ind.{k:02}" for k in range(1, 100)]
    wide[13] = [f"p.{1 + k % 2:02}" for k in range(99)]
    units: dict[str, list[Any]] = {f"U{k:03}": [k + c / 100 for c in range(99)] for k in range(297)}
    three: dict[str, list[Any]] = {code: [k] * 99 for k, code in enumerate(UNITS)}
    _, tables = read(tool(tmp_path / "tool.xlsx", wide, three | units), time=2023)
    assert len(tables.observations) == 300 * 99
    assert tables.observations[-1][0][6] == "Database!CY316"
    assert tables.observations[-1][0][3] == "296.98"


@pytest.mark.parametrize(
    ("row", "cells", "said"),
    [
        (8, [1, None, 1, 1, None], r"Database!F8: is empty \(write the direction"),
        (8, [1, 2, 1, 1, None], r"Database!F8: the direction is '2'"),
        (13, ["p.01", "p.09", "p.02", "p.02", ""], r"Database!F13: 'p.09' is not in Framework"),
        (16, ["Ind.01", "", "Ind.03", "Ind.04", ""], r"Database!F16: is empty"),
        (16, ["Ind.01", "Ind.01", "Ind.03", "Ind.04", ""], r"Database!F16: the id 'Ind_01' stands twice"),
        (7, ["a lot", 1, 1, 1, 1], r"Database!E7: 'a lot' is not a number"),
    ],
)
def test_faults_name_sheet_and_cell(row: int, cells: list[Any], said: str, tmp_path: Path) -> None:
    """Whatever is wrong is told with the tool's own cell."""
    with pytest.raises(StudyError, match=said):
        write(tmp_path / "made", read(tool(tmp_path / "tool.xlsx", {**TOP, row: cells}), time=2023)[1])
    assert not (tmp_path / "made").exists()


def test_what_the_tool_does_not_say(tmp_path: Path) -> None:
    """The year has to be given; a doubled unit and an empty tool are refused."""
    with pytest.raises(StudyError, match=r"the COIN Tool has no year \(say it: --at YEAR"):
        read(tool(tmp_path / "a.xlsx"))
    with pytest.raises(StudyError, match="Database!C20: the unit 'AUT' stands twice"):
        read(tool(tmp_path / "b.xlsx", units=UNITS | {"aut": [1, 2, 3, None]}), time=2023)
    with pytest.raises(StudyError, match="holds no values in E17:CY316"):
        read(tool(tmp_path / "c.xlsx", units=dict.fromkeys(UNITS, [None] * 4)), time=2023)


def test_the_other_sheets_of_the_tool_are_not_unpacked(tmp_path: Path) -> None:
    """What a large workbook calculates elsewhere neither counts against the limits nor can spoil anything."""
    path = tool(tmp_path / "tool.xlsx")
    respell(path, "xl/worksheets/sheet1.xml", lambda data: data.replace(b'r="A1"', b'r="XFD1048576"'))
    respell(path, "xl/worksheets/sheet1.xml", lambda data: data + b" " * (300 * 1024 * 1024))
    assert len(read(path, time=2023)[1].observations) == 9
