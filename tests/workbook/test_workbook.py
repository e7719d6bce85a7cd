"""The workbook calculated anew by engines of their own: it says what `score` says, also after a changed weight."""

import io
import shutil
import subprocess
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pytest

from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.model import Indicator, Observations, Pillar, Recipe, Step, Study, Unit
from equalterms.scores import Scores, effective, score
from equalterms.variations import what_if
from equalterms.workbook import export, gathered, workbook
from equalterms.workbook.matrices import decimals
from tests.conftest import FILES, Edit, embedded
from tests.workbook.engine import CellError, Engine

FIRST, LEFT, LINE = 8, 3, 6
"""The first row of units, their first column of nodes, and the first row of Weights and Ranking, from 1."""
HOSTILE = "=cmd|' /C calc'!A0"


def written(study: Study, folder: Path, runs: int = 5) -> Path:
    """The study's workbook as a file."""
    path = folder / "study.xlsx"
    path.write_bytes(workbook(gathered(study, runs))[0])
    return path


def changed(study: Study, **settings: str) -> Study:
    """The study with what-ifs; two underscores stand for a dot."""
    for key, value in settings.items():
        study = what_if(study, key.replace("__", "."), value)
    return study


def heads(book: Engine, sheet: str) -> dict[str, int]:
    """The column of each node on a sheet of units by nodes."""
    width = max(column for name, _, column in book.cells if name == sheet)
    return {str(book.value(sheet, 1, c)): c for c in range(LEFT, width + 1) if book.value(sheet, 1, c)}


def line(book: Engine, node: str) -> int:
    """The row of a node on the sheet Weights."""
    rows: list[int] = [row for sheet, row, column in book.cells if (sheet, column) == ("Weights", 1) and row >= LINE]
    return next(row for row in rows if book.value("Weights", row, 1) == node)


def agrees(book: Engine, made: Scores) -> None:
    """Scores of every node to 1e-9, gaps, ranks of the index, effective weights."""
    study = made.study
    columns = heads(book, "Scores")
    assert set(columns) == set(made.nodes)
    for node, column in columns.items():
        for u in range(len(study.units)):
            value, want = book.value("Scores", FIRST + u, column), made.nodes[node][u]
            assert not isinstance(value, CellError), (node, u, value)
            assert value in ("", None) if np.isnan(want) else value == pytest.approx(want, abs=1e-9), (node, u)
    places = {unit.code: place for unit, place in zip(study.units, made.rank(), strict=True)}
    for row in range(LINE, LINE + len(places)):
        value, want = book.value("Ranking", row, 1), places[str(book.value("Ranking", row, 6))]
        assert value in ("", None) if np.isnan(want) else value == want, row
    for node, share in effective(study, made.weights).items():
        assert book.value("Weights", line(book, node), 8) == pytest.approx(share, abs=1e-12)


CASES = [
    {},
    {"aggregate": "geometric"},
    {"aggregate": "harmonic"},
    {"aggregate": "power(p=3)"},
    {"aggregate": "power(p=-0.5)"},
    {"aggregate": "power(p=0)"},
    {"aggregate": "exponential"},
    {"aggregate": "exponential(p=0)"},
    {"normalise": "zscore(mean=50, sd=10)"},
    {"normalise": "zscore", "fill": "median"},
    {"normalise": "goalposts(low=1)"},
    {"normalise": "percentile_rank(low=1)"},
    {"normalise": "minmax(low=1, over=all)"},
    {"needs": "0.6"},
    {"needs": "1"},
    {"weigh": "equal"},
    {"treat": "winsorise(most=1)"},
    {"weight.tools": "0"},
    {"weight.dropouts": "0"},
]


@pytest.mark.parametrize("settings", CASES, ids=str)
def test_formulas_give_the_scores(settings: dict[str, str], folder: Edit, tmp_path: Path) -> None:
    """Whatever the recipe, what the formulas give is what `score` gives, and the values beside them too."""
    goalposts = FILES["indicators.csv"].replace(
        "machines,tools,Machines,count,1,1,,,", "machines,tools,M,count,1,1,0,10,"
    )
    study = changed(load(folder(indicators__csv=goalposts)), **settings)
    path = written(study, tmp_path)
    book = Engine(path)
    agrees(book, score(study))
    shown = openpyxl.load_workbook(path, data_only=True)
    for (sheet, row, column), held in book.cells.items():
        if isinstance(held, str):
            value, beside = book.value(sheet, row, column), shown[sheet].cell(row, column).value
            want = pytest.approx(value, rel=1e-9, abs=1e-9) if isinstance(value, float) else value
            assert (beside or "") == "" if value == "" else beside == want, (sheet, row, column)


@pytest.mark.parametrize("name", ["hdi", "ai-capability"])
def test_embedded_studies_and_a_changed_weight(name: str, tmp_path: Path) -> None:
    """Both embedded studies; a weight changed in the workbook is the what-if of the same weight."""
    study = embedded(name)
    book = Engine(written(study, tmp_path))
    agrees(book, score(study))
    nodes = [study.pillars[1].id, study.indicators[-1].id]
    for node in nodes:
        book.put("Weights", line(book, node), 5, 3.25)
        study = what_if(study, f"weight.{node}", "3.25")
    agrees(book, score(study))
    climbed = [book.value("Ranking", row, 3) for row in range(LINE, LINE + len(study.units))]
    assert any(isinstance(value, float) and value != 0 for value in climbed)


@pytest.mark.parametrize("aggregate", ["arithmetic", "geometric", "harmonic", "power(p=3)"])
def test_a_changed_weight_moves_scores_and_ranks(aggregate: str, small: Study, tmp_path: Path) -> None:
    """One weight in the workbook and the same what-if give the same scores and ranks, by every mean."""
    study = what_if(small, "aggregate", aggregate)
    book = Engine(written(study, tmp_path))
    before = [book.value("Ranking", row, 8) for row in range(LINE, LINE + 5)]
    book.put("Weights", line(book, "dropouts"), 5, 0.5)
    agrees(book, score(what_if(study, "weight.dropouts", "0.5")))
    assert [book.value("Ranking", row, 8) for row in range(LINE, LINE + 5)] != before


def test_an_emptied_pillar_weighs_what_its_children_weigh(small: Study, tmp_path: Path) -> None:
    """The cell of `tools` (2) is emptied: it weighs 1, as its one indicator does."""
    book = Engine(written(small, tmp_path))
    assert book.value("Weights", line(book, "tools"), 6) == 2
    book.put("Weights", line(book, "tools"), 5, None)
    assert book.value("Weights", line(book, "tools"), 6) == 1
    assert book.value("Weights", line(book, "skills"), 6) == 4
    assert book.value("Weights", line(book, "skills"), 8) == pytest.approx(0.8)


def test_a_changed_value_moves_the_scale(small: Study, tmp_path: Path) -> None:
    """Treated is where a user may try another value: minmax finds its ends anew."""
    book = Engine(written(small, tmp_path))
    column = heads(book, "Treated")["graduates"]
    codes = [unit.code for unit in small.units]
    book.put("Treated", FIRST + codes.index("NOR"), column, 140.0)
    x = {"NOR": 140.0, "CHE": 80.0, "FRA": 20.0, "ITA": 60.0}
    for code, value in x.items():
        want = 1 + 99 * (value - 20) / (140 - 20)
        assert book.value("Normalised", FIRST + codes.index(code), column) == pytest.approx(want)


def test_a_changed_weight_that_a_method_gave(small: Study, tmp_path: Path) -> None:
    """Weights of a method stand as numbers, the pillars' own weights as the method left them."""
    study = what_if(small, "weigh", "equal")
    book = Engine(written(study, tmp_path))
    made = score(study)
    for node, weight in made.weights.items():
        if node == study.root:
            continue
        assert book.value("Weights", line(book, node), 6) == pytest.approx(weight)
        assert isinstance(book.value("Weights", line(book, node), 5), int | float)


def test_what_no_formula_gives_is_a_value_and_says_so(small: Study, tmp_path: Path) -> None:
    """Copeland's score of the index is a number; its head and README say that it does not follow."""
    study = replace(
        small,
        nodes=tuple(
            replace(node, aggregate=Step("copeland")) if isinstance(node, Pillar) and node.id == "index" else node
            for node in small.nodes
        ),
    )
    book = Engine(written(study, tmp_path))
    agrees(book, score(study))
    column = heads(book, "Scores")["index"]
    held = [book.cells.get(("Scores", FIRST + u, column)) for u in range(len(study.units))]
    assert not any(isinstance(value, str) for value in held)
    assert book.value("Scores", 5, column) == "copeland (values, no formula)"
    said = [value for (sheet, _, _), value in book.cells.items() if sheet == "README" and isinstance(value, tuple)]
    assert any("do not follow what lies below them: index." in str(value) for value in said)


def test_ties_share_a_rank(small: Study, tmp_path: Path) -> None:
    """Scores that agree to 12 digits share the best rank, though their last bits differ."""
    rows = [("NOR", 0.1 + 0.2), ("CHE", 0.3), ("FRA", 0.3 + 1e-9), ("ITA", 0.05)]
    frame = pl.DataFrame(
        [_observation(unit, "graduates", value) for unit, value in rows], schema=small.observations.frame.schema
    )
    nodes = (Pillar("index", "", "The index"), Indicator("graduates", "index", "Graduates", "persons", 1))
    units = tuple(unit for unit in small.units if unit.code in dict(rows))
    study = replace(
        small,
        nodes=nodes,
        units=units,
        vary=(),
        observations=Observations(frame),
        recipe=Recipe(normalise=Step("none")),
    )
    book = Engine(written(study, tmp_path))
    found = {book.value("Ranking", row, 6): book.value("Ranking", row, 1) for row in range(LINE, LINE + 4)}
    assert found == {"FRA": 1, "NOR": 2, "CHE": 2, "ITA": 4}


def _observation(unit: str, indicator: str, value: float) -> dict[str, object]:
    return {
        "unit": unit,
        "indicator": indicator,
        "time": "2022",
        "when": 2023.0,
        "value": value,
        "status": "A",
        "source": "table",
        "where": "",
        "quote": "",
        "row": 2,
    }


def test_what_is_not_normal_has_a_letter_and_a_comment(folder: Edit, tmp_path: Path) -> None:
    """Estimated, imputed and stale values have a letter behind the number, missing ones M; comments name the source."""
    text = FILES["observations.csv"].replace("NOR,machines,2022,500,A", "NOR,machines,2015,500,A")
    text = text.replace("CHE,dropouts,2022,12.5,A", "CHE,dropouts,2022,12.5,I")
    study = changed(load(folder(observations__csv=text)), max_age="3", fill="median")
    sheets = openpyxl.load_workbook(written(study, tmp_path))
    data, row = sheets["Data"], {unit.code: FIRST + u for u, unit in enumerate(study.units)}
    column = {data.cell(1, c).value: c for c in range(LEFT, LEFT + 3)}
    estimated = data.cell(row["FRA"], column["graduates"])
    assert estimated.value == 20
    assert estimated.number_format == '0" E"'
    assert estimated.comment.text == "2021, estimated\nA table of our own (table, row 4)"
    assert data.cell(row["CHE"], column["dropouts"]).number_format == '0.00" I"'
    stale = data.cell(row["NOR"], column["machines"])
    assert (stale.value, stale.number_format) == (500, '0" S"')
    assert "2015, normal, too old to count" in stale.comment.text
    assert data.cell(row["ITA"], column["dropouts"]).value == "M"
    assert data.cell(row["ITA"], column["graduates"]).number_format == "0"
    filled = sheets["Filled"].cell(row["ITA"], column["dropouts"])
    assert (filled.value, filled.number_format) == (12.5, '0.00" I"')
    assert sheets["Filled"].cell(7, column["dropouts"]).value == 1
    looks = {cell.fill.start_color.rgb for cell in (estimated, stale, filled, data.cell(row["ITA"], 3))}
    assert len(looks) >= 3


@pytest.mark.parametrize(
    ("values", "form"),
    [
        ([1, 2, np.nan], "0"),
        ([1, 20_000], "#,##0"),
        ([np.nan], "0"),
        ([0.5, 0.25], "0.0000"),
        ([1.5, 20.25, -3], "0.00"),
        ([1500.5, 20_000], "#,##0.0"),
        ([2e-7, 1e-6], "0.00E+00"),
    ],
)
def test_numbers_have_the_decimals_that_their_size_asks_for(values: list[float], form: str) -> None:
    """Whole numbers have none, large numbers few, shares four, tiny ones powers of ten."""
    assert decimals(np.array(values, dtype=float)) == form


def test_text_stays_text(folder: Edit, tmp_path: Path) -> None:
    """Names that begin with =, links and endless words become neither formula nor link; sheets keep their names."""
    home = folder(
        units__csv=f'unit,name\nNOR,"{HOSTILE}"\nCHE,https://example.org\nFRA,{"x" * 40_000}\n',
        indicators__csv=FILES["indicators.csv"].replace("Graduates", "=1+1").replace("The index", "@SUM(A1) [*]/?:"),
    )
    study = load(home)
    path = written(study, tmp_path)
    book = openpyxl.load_workbook(path)
    names = [cell.value for cell in book["Data"]["B"]]
    assert HOSTILE in names
    assert all(len(str(name)) <= 32_767 for name in names)
    assert any(str(name).endswith("[cut here]") for name in names)
    formulas = [
        getattr(cell.value, "text", cell.value)
        for sheet in book
        for row in sheet
        for cell in row
        if cell.data_type == "f"
    ]
    assert len(formulas) > 50
    assert not any("cmd" in str(text) or "1+1" in str(text) for text in formulas)
    with zipfile.ZipFile(path) as parts:
        assert not any("externalLink" in name for name in parts.namelist())
        assert not any(b"hyperlink" in parts.read(name) for name in parts.namelist())


def test_sheets_are_in_order_and_frozen(small: Study, tmp_path: Path) -> None:
    """The sheets a reader is promised, panes that stay in sight, a rule on the cells to edit."""
    book = openpyxl.load_workbook(written(small, tmp_path))
    sheets = "README Ranking Weights Data Filled Treated Normalised Scores Decisions Observations Sources Steps"
    assert " ".join(book.sheetnames) == sheets
    for name in ("Data", "Filled", "Treated", "Normalised", "Scores"):
        assert book[name].freeze_panes == "C8"
    assert book["Ranking"].freeze_panes == "H6"
    assert book["Weights"].data_validations.dataValidation[0].formula1 == "0"
    said = {row[0].value: row[1].value for row in book["README"].iter_rows()}
    assert small.hash in str(said["Study"])
    assert "CC0-1.0" in str(said["Licence"])
    assert "10 normal, 1 estimated" in str(said["Values"])
    licences = [row[3].value for row in book["Sources"].iter_rows(min_row=2)]
    assert licences == ["CC0-1.0"]
    assert book["Observations"].max_row == 1 + 11


def test_the_same_bytes_twice(small: Study) -> None:
    """The same study, runs and seed give the same bytes; another seed says so."""
    first, again = (workbook(gathered(small, 20, 3))[0] for _ in range(2))
    assert first == again
    note = openpyxl.load_workbook(io.BytesIO(first))["Ranking"]["A2"].value
    assert "20 runs" in note
    assert "seed 3" in note


def large(units: int, leaves: int) -> Study:
    """A study of many units and indicators in ten pillars, a tenth of the values missing."""
    rng = np.random.default_rng(5)
    codes = [f"U{u:03d}" for u in range(units)]
    pillars = [Pillar(f"p{k}", "index", f"Pillar {k}") for k in range(10)]
    below = [Indicator(f"i{i}", f"p{i % 10}", f"Indicator {i}", "points", 1) for i in range(leaves)]
    rows = [
        _observation(code, leaf.id, float(rng.lognormal())) for code in codes for leaf in below if rng.random() > 0.1
    ]
    base = embedded("hdi")
    frame = pl.DataFrame(rows, schema=base.observations.frame.schema)
    return replace(
        base,
        time=2022,
        nodes=(Pillar("index", "", "The index"), *pillars, *below),
        units=tuple(Unit(code, f"Unit {code}") for code in codes),
        observations=Observations(frame),
        recipe=Recipe(),
        vary=(),
    )


def test_a_large_study_in_reasonable_time_and_size(tmp_path: Path) -> None:
    """200 units by 100 indicators: some seconds, some megabytes, and right where it is looked at."""
    study = large(200, 100)
    start = time.perf_counter()
    data, formulas = workbook(gathered(study, 2))
    assert time.perf_counter() - start < 60
    assert len(data) < 8_000_000
    assert formulas > 200 * (100 + 100 + 11)
    path = tmp_path / "large.xlsx"
    path.write_bytes(data)
    book, made = Engine(path), score(study)
    columns = heads(book, "Scores")
    for u in range(0, 200, 40):
        for node in ("index", "p3", "i77"):
            value, want = book.value("Scores", FIRST + u, columns[node]), made.nodes[node][u]
            assert value in ("", None) if np.isnan(want) else value == pytest.approx(want, abs=1e-9)


def test_what_is_too_large_is_sent_to_a_folder(small: Study, tmp_path: Path) -> None:
    """A workbook of more than a million scores is refused before any work is done, with the way out."""
    study = replace(small, units=small.units * 40_000)
    with pytest.raises(StudyError) as caught:
        export(study, tmp_path / "large.xlsx")
    assert "too many for a workbook" in caught.value.message
    assert "folder" in caught.value.remedy
    assert not list(tmp_path.glob("*.xlsx"))


ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["hdi", "ai-capability"])
def test_libreoffice_says_the_same(name: str, tmp_path: Path) -> None:
    """A weight changed, every formula calculated anew by LibreOffice: scores to 1e-9, ranks, gaps."""
    study = embedded(name)
    node = study.pillars[1].id
    book = openpyxl.load_workbook(written(study, tmp_path))
    for row in book["Weights"].iter_rows(min_row=LINE):
        if row[0].value == node:
            row[4].value = 7.5
    (tmp_path / "profile" / "user").mkdir(parents=True)
    (tmp_path / "profile" / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
    book.save(tmp_path / "changed.xlsx")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "changed.xlsx")], check=True, capture_output=True
    )
    done = openpyxl.load_workbook(tmp_path / "out" / "changed.xlsx", data_only=True)
    made = score(what_if(study, f"weight.{node}", "7.5"))
    for column in done["Scores"].iter_cols(min_col=LEFT):
        got = np.array(
            [np.nan if cell.value in (None, "") else cell.value for cell in column[FIRST - 1 :]], dtype=float
        )
        np.testing.assert_allclose(got, made.nodes[column[0].value], atol=1e-9, rtol=0)
    places = dict(zip([unit.code for unit in study.units], made.rank(), strict=True))
    for cells in done["Ranking"].iter_rows(min_row=LINE, values_only=True):
        assert (cells[0] or None) == (None if np.isnan(places[cells[5]]) else places[cells[5]])
