"""Plain tables: what their headings mean, what is guessed and told, what is refused."""

import tempfile
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equalterms.errors import StudyError
from equalterms.files import check, load
from equalterms.files.write import Tables, write
from equalterms.model import Study
from equalterms.scores import score
from equalterms.sources import plain, read, recognise
from equalterms.sources.codes import unit_codes
from equalterms.sources.grid import Sheet, missing
from tests.sources.books import Cells, book

FLAT: list[list[Any]] = [
    ["Country", "Region", "Life expectancy (years)", "CO2 per head"],
    ["Norway", "North", 83, 7.5],
    ["Côte d'Ivoire", "South", 59, 0.4],
    ["Atlantis", "South", "n/a", 2],
]
ABOUT: list[list[Any]] = [
    ["Indicator", "Pillar", "Weight", "Direction", "Unit"],
    ["Life expectancy (years)", "People", 2, "positive", "years"],
    ["CO2 per head", "Planet", 1, "negative", "tonnes"],
    ["Planet", "Everything", 3, "", ""],
    ["People", "Everything", 1, "", ""],
]


def made(home: Path, sheets: dict[str, Cells], time: int | None = 2022) -> tuple[Study, Tables]:
    """The workbook of the sheets as a study, and its tables."""
    layout, tables = read(book(home / "t.xlsx", sheets), time=time)
    assert layout == "plain"
    write(home / "made", tables)
    return load(home / "made"), tables


def test_a_flat_sheet_alone(tmp_path: Path) -> None:
    """One pillar with equal weights; countries get their codes, other units codes of their own; all of it told."""
    study, tables = made(tmp_path, {"Sheet1": FLAT})
    assert [pillar.id for pillar in study.pillars] == ["index"]
    assert [(n.id, n.name, n.measure, n.weight, n.direction) for n in study.indicators] == [
        ("Life_expectancy_years", "Life expectancy", "years", 1.0, 1),
        ("CO2_per_head", "CO2 per head", "value", 1.0, 1),
    ]
    assert [(u.code, u.name, dict(u.groups)) for u in study.units] == [
        ("ATLANTIS", "Atlantis", {"Region": "South"}),
        ("CIV", "Côte d'Ivoire", {"Region": "South"}),
        ("NOR", "Norway", {"Region": "North"}),
    ]
    told = " ".join(tables.notes)
    for word in ("more is better", "weigh alike", "'Atlantis' is ATLANTIS", "groups of the units: Region", "ISO 3166"):
        assert word in told
    assert score(study).nodes["index"].tolist() == pytest.approx([(2 - 0.4) / 7.1 * 100, 0.0, 100.0])


def test_a_sheet_about_the_indicators(tmp_path: Path) -> None:
    """Pillars of any depth, weights and directions as stated; its order of rows does not matter."""
    study, _ = made(tmp_path, {"numbers": FLAT, "about": ABOUT})
    assert {p.id: (p.parent, p.weight) for p in study.pillars} == {
        "Everything": ("", None),
        "People": ("Everything", 1.0),
        "Planet": ("Everything", 3.0),
    }
    assert [(n.id, n.parent, n.weight, n.direction, n.measure) for n in study.indicators] == [
        ("CO2_per_head", "Planet", 1.0, -1, "tonnes"),
        ("Life_expectancy_years", "People", 2.0, 1, "years"),
    ]
    planet = [(7.5 - 2) / 7.1 * 100, 100.0, 0.0]
    index = [planet[0], (3 * 100 + 0) / 4, (0 + 100) / 4]
    assert score(study).nodes["Everything"].tolist() == pytest.approx(index)


def test_parents_without_a_row_are_pillars(tmp_path: Path) -> None:
    """Two pillars and no index: the index is added above them."""
    study, _ = made(tmp_path, {"numbers": FLAT, "about": ABOUT[:3]})
    assert [(p.id, p.parent) for p in study.pillars] == [("index", ""), ("People", "index"), ("Planet", "index")]


def test_a_panel_and_a_title_above_the_headings(tmp_path: Path) -> None:
    """Years are in a column; a title above and a footnote below are no data, and that is told."""
    rows: list[list[Any]] = [
        ["My index, all figures mine"],
        [],
        ["iso3", "Year", "a", "b"],
        ["NOR", 2020, 1, 2],
        ["NOR", 2021, 2, 2],
        ["CHE", 2020, 3, 1],
        ["CHE", 2021, "..", 4],
        ["Source: my own counting"],
    ]
    study, tables = made(tmp_path, {"Sheet1": rows}, time=None)
    assert (study.time, study.years) == (2021, (2020, 2021))
    assert study.observations.frame.height == 8
    assert any("row 8 holds no value and is left out: 'Source: my own counting'" in note for note in tables.notes)
    assert any("The headings are those of row 3" in note for note in tables.notes)


def test_a_row_for_each_value(tmp_path: Path) -> None:
    """The long layout gives the same study as the wide one."""
    long: list[list[Any]] = [["country", "indicator", "year", "value"]]
    long += [[row[0], FLAT[0][c], 2022, row[c]] for row in FLAT[1:] for c in (2, 3)]
    wide, _ = made(tmp_path, {"numbers": FLAT, "about": ABOUT})
    (tmp_path / "long").mkdir()
    other, _ = made(tmp_path / "long", {"numbers": long, "about": ABOUT})
    assert other.nodes == wide.nodes
    assert score(other).nodes["Everything"].tolist() == score(wide).nodes["Everything"].tolist()


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_with_other_marks_between_cells(mark: str, tmp_path: Path) -> None:
    """Semicolons and tabs are seen from the heading."""
    rows = [["unit", "a"], ["NOR", "1.5"], ["CHE", ".."]]
    (tmp_path / "t.csv").write_text("\n".join(mark.join(row) for row in rows), encoding="utf-8-sig")
    _, tables = read(tmp_path / "t.csv", time=2022)
    assert [cells[:5] for cells, _ in tables.observations] == [
        ("NOR", "a", "2022", "1.5", "A"),
        ("CHE", "a", "2022", "", "M"),
    ]
    assert tables.observations[1][0][6] == "row 3, column B"


def test_codes_of_two_letters(tmp_path: Path) -> None:
    """They are countries only where all of them are; NA is Namibia, no gap."""
    study, _ = made(tmp_path, {"s": [["code", "a"], ["NO", 1], ["NA", 2], ["AT", 3]]})
    assert [unit.code for unit in study.units] == ["AUT", "NAM", "NOR"]
    _, tables = read(book(tmp_path / "u.xlsx", {"s": [["code", "a"], ["NO", 1], ["QQ", 2]]}), time=2022)
    assert {cells[0] for cells, _ in tables.observations} == {"NOR", "QQ"}


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"s": [*FLAT, FLAT[1]]}, r"t.xlsx, s!A5: NOR 2022 stands twice, first in row 2"),
        ({"s": [["unit", "a"], [None, 3], ["NOR", 1]]}, r"t.xlsx, s!A2: is empty \(give the unit"),
        ({"s": [["x", "y"], [1, 2]]}, r"has no column that names the units"),
        ({"s": [["unit", "words"], ["NOR", "many"]]}, r"has no column of numbers"),
        ({"s": FLAT, "t": FLAT}, r"cannot tell the sheet of data among 's', 't'"),
        ({"s": [["only a title"]]}, r"holds no table"),
        ({"s": FLAT, "about": ABOUT[:2]}, r"the indicator 'CO2 per head' is not in t.xlsx, sheet 'about'"),
        (
            {"s": FLAT, "about": [*ABOUT[:4], ["People", "Planet", 1, "", ""], ["Everything", "People", 1, "", ""]]},
            r"about!A2: every parent has a parent itself",
        ),
        (
            {"s": FLAT, "about": [ABOUT[0], ["Life expectancy (years)", "A", 1, "sideways", ""], ABOUT[2]]},
            r"about!D2: the direction is 'sideways'",
        ),
        ({"s": FLAT, "about": [ABOUT[0], [*ABOUT[1][:2], -2, 1, ""], ABOUT[2]]}, r"about!A2: weight is -2.0, below 0"),
    ],
)
def test_what_cannot_be_known_is_refused(sheets: dict[str, Cells], said: str, tmp_path: Path) -> None:
    """One line with file, sheet, cell and remedy; nothing is written."""
    with pytest.raises(StudyError, match=said):
        made(tmp_path, sheets)
    assert [path.name for path in tmp_path.iterdir()] == ["t.xlsx"]


def test_a_year_that_nobody_says(tmp_path: Path) -> None:
    """No year is guessed from the clock."""
    with pytest.raises(StudyError, match=r"no column says which year the values are of \(say it: --at YEAR"):
        made(tmp_path, {"s": FLAT}, time=None)


def test_hidden_sheets_are_no_data(tmp_path: Path) -> None:
    """A second table on a hidden sheet does not make the workbook ambiguous."""
    path = book(tmp_path / "t.xlsx", {"s": FLAT, "old": FLAT}, lambda b: b.get_worksheet_by_name("old").hide())
    tables = read(path, time=2022)[1]
    assert len(tables.observations) == 6
    assert "Sheets that were not read: 'old'." in tables.notes


def test_headings_that_could_mean_two_things(tmp_path: Path) -> None:
    """Of two columns that could be the code, the first is it; a table of data alone is never one about indicators."""
    rows: list[list[Any]] = [
        ["Code", "ID", "Category", "Country", "Label", "Weight"],
        ["NOR", "x", "North", "Norge", "no", 3],
        ["CHE", "y", "Alps", "Schweiz", "ch", 4],
    ]
    study, _ = made(tmp_path, {"s": rows})
    assert [(u.code, u.name, dict(u.groups)) for u in study.units] == [
        ("CHE", "Schweiz", {"ID": "y", "Category": "Alps", "Label": "ch"}),
        ("NOR", "Norge", {"ID": "x", "Category": "North", "Label": "no"}),
    ]
    assert [leaf.id for leaf in study.indicators] == ["Weight"]
    # In the table about indicators `name` bears its name already, whatever `label` could be.
    about: list[list[Any]] = [["label", "name", "parent"], ["one", "Weight", "Top"]]
    _, tables = read(book(tmp_path / "two.xlsx", {"data": rows, "about": about}), time=2022)
    assert [line.cells["id"] for line in tables.indicators] == ["Top", "Weight"]


WORDS = """unit name time NOR Norway a b none index 1 2.5 -3 1,5 n/a 2020 indicator parent weight direction value
#DIV/0! #N/A é =1+1 a"b % 1e999 uCode Level iCode Parent Direction Type Weight Indicator Aggregate Group top"""
CELLS = st.sampled_from(["", "b c", "x\ny", *WORDS.split()])
GRID = st.lists(st.lists(CELLS | st.text(max_size=6), max_size=6), max_size=7)


@given(GRID, GRID, st.sampled_from([None, 2020]))
def test_any_table_is_a_sound_study_or_a_refusal(data: Any, about: Any, time: int | None) -> None:
    """Whatever stands in two sheets: a folder that `check` finds sound, or a StudyError of one line."""
    refused = None
    with tempfile.TemporaryDirectory() as home:
        try:
            _, tables = recognise([Sheet("t", "one", data), Sheet("t", "two", about)], time)
            write(Path(home) / "made", tables)
        except StudyError as error:
            refused = error
        else:
            assert check(Path(home) / "made") == ()
    assert refused is None or (refused.remedy and "\n" not in str(refused))


NAMES = st.text(min_size=1, max_size=12).filter(lambda t: t.strip() == t and not missing(t) and t[0] != "#")
HEADS = NAMES.filter(lambda text: text.lower() not in {**plain.UNITS, **plain.LONG})
NUMBERS = st.one_of(st.floats(-1e9, 1e9).map(repr), st.sampled_from(["", "n/a", ".."]))


@given(st.data())
def test_any_names_and_numbers_of_a_flat_table_come_back(data: st.DataObject) -> None:
    """Names in any script become units and ids of their own; each number is found at its place."""
    heads = data.draw(st.lists(HEADS, min_size=1, max_size=4, unique=True))
    units = data.draw(st.lists(NAMES, min_size=1, max_size=5, unique=True))
    hypothesis.assume(len(set(unit_codes(units).values())) == len(units))
    rows = [["name", *heads], *([unit, "7", *(data.draw(NUMBERS) for _ in heads[1:])] for unit in units)]
    tables = plain.read(Sheet("t", "s", rows), None, 2020)
    assert [cells[3] for cells, _ in tables.observations] == [
        "" if missing(cell) else cell for row in rows[1:] for cell in row[1:]
    ]
    assert len({(cells[0], cells[1]) for cells, _ in tables.observations}) == len(units) * len(heads)
