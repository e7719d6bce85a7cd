"""The workbook to fill in: its lists and comments, and the way back from it to a study."""

import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from equalterms.errors import StudyError
from equalterms.files import check, load
from equalterms.files.tree import COLUMNS
from equalterms.files.write import EXAMPLE, write
from equalterms.methods import steps
from equalterms.robust import standings
from equalterms.scores import score
from equalterms.sources import read
from equalterms.sources.template import SHEETS, template


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """The template as it is written."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(template())
    return path


def test_the_same_bytes_twice() -> None:
    """No clock is in it."""
    assert template() == template()


def test_lists_comments_and_panes(blank: Path) -> None:
    """Every heading of the tree and of the data has a comment; lists hold the families as they are now."""
    made = openpyxl.load_workbook(blank)
    assert tuple(made.sheetnames) == SHEETS
    assert [cell.value for cell in made["indicators"][1]] == COLUMNS
    for name in ("indicators", "data", "units", "sources"):
        assert all(cell.comment and cell.comment.text for cell in made[name][1]), name
        assert made[name].freeze_panes == "B2"
    lists = {
        column[0].value: [cell.value for cell in column[1:] if cell.value is not None]
        for column in made["lists"].columns
    }
    for family in steps:
        assert lists[family] == list(steps[family])
    rules = {
        str(rule.sqref).split(":")[0]: rule.formula1 for rule in made["indicators"].data_validations.dataValidation
    }
    for heading in ("parent", "direction", "normalise", "aggregate", "source"):
        letter = made["indicators"].cell(1, COLUMNS.index(heading) + 1).column_letter
        assert f"{letter}2" in rules, heading
    at = {cell.value: cell.column_letter for cell in made["data"][1]}
    places = {str(rule.sqref).split(":")[0] for rule in made["data"].data_validations.dataValidation}
    assert {f"{at['status']}2", f"{at['indicator']}2", f"{at['source']}2"} <= places
    normalise = next(row for row in range(1, 20) if made["study"].cell(row, 1).value == "normalise")
    assert f"B{normalise}" in {str(rule.sqref) for rule in made["study"].data_validations.dataValidation}


def test_no_text_becomes_a_formula(blank: Path) -> None:
    """No sheet of the template has a formula, and its numbers are numbers."""
    with zipfile.ZipFile(blank) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert not re.search(rb"<f[ >]", archive.read(name)), name
    made = openpyxl.load_workbook(blank)
    assert made["data"]["D2"].data_type == "n"


def test_as_it_is_it_is_the_example(blank: Path, tmp_path: Path) -> None:
    """Read again unchanged, it is the study that `init FOLDER` writes: the same facts, tree and scores."""
    layout, tables = read(blank)
    assert layout == "template"
    write(tmp_path / "made", tables)
    ours, example = load(tmp_path / "made"), load(EXAMPLE)
    assert check(tmp_path / "made") == ()
    assert ours.nodes == example.nodes
    assert ours.units == example.units
    assert ours.recipe == example.recipe
    assert ours.sources == example.sources
    assert (ours.title, ours.time, ours.licence, ours.notes) == (
        example.title,
        example.time,
        example.licence,
        example.notes,
    )
    assert ours.observations.frame.equals(example.observations.frame)


def fill(blank: Path, changes: dict[str, dict[str, Any]]) -> Path:
    """The template with cells changed, as somebody would in a spreadsheet."""
    made = openpyxl.load_workbook(blank)
    for sheet, cells in changes.items():
        for cell, value in cells.items():
            made[sheet][cell] = value
    made.save(blank)
    return blank


def test_filled_in_it_becomes_ranks(blank: Path, tmp_path: Path) -> None:
    """A sixth unit, another weight and another method, typed into the sheets, give the ranks that they must."""
    made = openpyxl.load_workbook(blank)
    for indicator, value in (
        ("life_expectancy", 90),
        ("expected_schooling", 20),
        ("mean_schooling", 15),
        ("gni_per_head", 80000),
    ):
        made["data"].append(["ATL", indicator, 2022, value, "E", "hdro", "my guess", None])
    made["units"].append(["ATL", "Atlantis", "Ocean"])
    made.save(blank)
    rows = {row[0].value: row[0].row for row in openpyxl.load_workbook(blank)["study"].iter_rows()}
    at = {heading: openpyxl.utils.get_column_letter(n) for n, heading in enumerate(COLUMNS, 1)}
    path = fill(
        blank,
        {
            "study": {
                f"B{rows['title']}": "Mine",
                f"B{rows['aggregate']}": "geometric",
                f"B{rows['normalise']}": "minmax(low=1)",
            },
            "indicators": {f"{at['weight']}3": 4, f"{at['normalise']}9": None},
        },
    )
    write(tmp_path / "mine", read(path)[1])
    study = load(tmp_path / "mine")
    assert study.title == "Mine"
    assert {p.id: p.weight for p in study.pillars}["health"] == 4.0
    best = standings(study, 100, 0).of("ATL")
    assert best is not None
    assert best.rank == 1
    assert best.score == pytest.approx(100.0)
    values = score(study).table.values
    scaled = 1 + 99 * (values - values.min(axis=0)) / (values.max(axis=0) - values.min(axis=0))
    education = np.exp(np.log(scaled[:, 1:3]).mean(axis=1))
    index = np.exp((4 * np.log(scaled[:, 0]) + np.log(education) + np.log(scaled[:, 3])) / 6)
    assert score(study).nodes["index"].tolist() == pytest.approx(index.tolist(), rel=1e-12)


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "said"),
    [
        ("data", "D2", "twelve", r"t.xlsx, data!D2: 'twelve' is not a number"),
        ("data", "A2", "XXX", r"t.xlsx, data!D2: the unit 'XXX' is not known"),
        ("data", "B3", "schooling", r"t.xlsx, data!D3: the indicator 'schooling' is not known"),
        ("data", "E4", "Q", r"t.xlsx, data!D4: the status 'Q' is not known"),
        ("data", "C2", "soon", r"t.xlsx, data!D2: time 'soon' is out of range or no time"),
        ("data", "J1", "colour", r"t.xlsx, data!J1: the heading 'colour' is not known"),
        ("indicators", "B6", "educ", r"t.xlsx, indicators!A6: the parent 'educ' is not known \(did you mean education"),
        ("indicators", "E4", 2, r"t.xlsx, indicators!A4: direction '2' is not known"),
        ("study", "B3", "soon", r"t.xlsx, study!B3: time is 'soon'"),
        ("study", "A3", "tme", r"t.xlsx, study!A3: the key 'tme' is not known \(did you mean time"),
        ("study", "B7", "minmix", r"t.xlsx, study!B7: no method of the family treat is called 'minmix'"),
        ("sources", "C2", None, r"t.xlsx, sources!C2: is empty \(give the licence"),
        ("sources", "A2", "1 x", r"t.xlsx, sources!A2: '1 x' is no id of a source"),
        ("units", "B2", None, r"t.xlsx, units!A2: name is empty"),
    ],
)
def test_faults_name_the_cell(sheet: str, cell: str, value: object, said: str, blank: Path, tmp_path: Path) -> None:
    """What is wrong in a filled template is told with its sheet and cell."""
    with pytest.raises(StudyError, match=said):
        write(tmp_path / "made", read(fill(blank, {sheet: {cell: value}}))[1])
