"""The command `export`: by the name of its place a workbook or a folder, and what it refuses."""

import json
from pathlib import Path

import openpyxl
import pytest

from equalterms.cli.app import run
from equalterms.errors import StudyError, UsageError


def test_the_name_says_what_is_written(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A name that ends in .xlsx is a workbook, any other a folder of tables."""
    assert run(["export", "--study", "hdi", "--runs", "20", "-o", str(tmp_path / "HDI.XLSX")]) == 0
    said = capfd.readouterr().out
    assert said.startswith(f"Wrote {tmp_path / 'HDI.XLSX'}: 12 sheets of Human Development Index 2022, ")
    assert len(openpyxl.load_workbook(tmp_path / "HDI.XLSX").sheetnames) == 12
    assert run(["export", "--study", "hdi", "--runs", "20", "-o", str(tmp_path / "hdi.2022")]) == 0
    assert "8 tables" in capfd.readouterr().out
    assert (tmp_path / "hdi.2022" / "ranks.parquet").is_file()


def test_what_ifs_go_into_the_workbook(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`--set` and `--at` count, and README says that this is a what-if."""
    path = tmp_path / "w.xlsx"
    arguments = ["--study", "hdi", "--set", "weight.income=2", "--at", "2010", "--runs", "20", "--seed", "4", "--json"]
    assert run(["export", *arguments, "-o", str(path)]) == 0
    made = json.loads(capfd.readouterr().out)
    assert made["data"]["kind"] == "workbook"
    assert made["data"]["fixed"] == []
    assert made["data"]["formulas"] > 3000
    book = openpyxl.load_workbook(path, data_only=True)
    said = {row[0].value: str(row[1].value) for row in book["README"].iter_rows()}
    assert said["What-if"].endswith("weight.income=2")
    assert said["Time"].startswith("2010")
    stated = {row[0].value: row[4].value for row in book["Weights"].iter_rows(min_row=6)}
    assert stated["income"] == 2
    assert book["Ranking"]["F6"].value == "CHE"
    assert "seed 4" in book["Ranking"]["A2"].value


@pytest.mark.parametrize("name", ["table.csv", "page.html", "data.parquet", "all.json"])
def test_other_files_are_refused(name: str, tmp_path: Path) -> None:
    """One file of another kind cannot hold a study: nothing is written, not even a folder of that name."""
    with pytest.raises(UsageError, match="export writes no single"):
        run(["export", "--study", "hdi", "-o", str(tmp_path / name)])
    assert not list(tmp_path.iterdir())


def test_a_place_is_needed_and_what_is_there_is_kept(tmp_path: Path) -> None:
    """Without -o there is nowhere to write; a file in the place of the folder, a folder in that of the file stay."""
    with pytest.raises(UsageError, match="needs a place"):
        run(["export", "--study", "hdi"])
    (tmp_path / "tables").write_text("kept", encoding="utf-8")
    with pytest.raises(StudyError, match="is no folder"):
        run(["export", "--study", "hdi", "--runs", "5", "-o", str(tmp_path / "tables")])
    assert (tmp_path / "tables").read_text(encoding="utf-8") == "kept"
    (tmp_path / "book.xlsx").mkdir()
    with pytest.raises(StudyError, match="cannot be written"):
        run(["export", "--study", "hdi", "--runs", "5", "-o", str(tmp_path / "book.xlsx")])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.xlsx", "tables"]
