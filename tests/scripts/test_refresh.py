"""Refreshing the embedded study: what is fetched takes the place of what stood, and nothing else moves."""

import csv
import shutil
from pathlib import Path

import pytest
from tests.scripts.test_builders import STUDIES, rows, script

from equalterms.fetch import standing
from equalterms.files import check, load

HEAD = "unit,indicator,time,value,status,source,where,quote\n"


def test_without_a_fetch_nothing_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The study is made again from itself, to the byte."""
    home = tmp_path / "study"
    shutil.copytree(STUDIES / "ai-capability", home)
    assert script("refresh_study", monkeypatch).main(["build", str(tmp_path), str(home)]) == 0
    for path in home.glob("*.*"):
        assert path.read_bytes() == (STUDIES / "ai-capability" / path.name).read_bytes(), path.name


def test_what_is_fetched_is_what_the_study_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The orders name every series of the World Bank by the code that stands in `where`."""
    assert script("refresh_study", monkeypatch).main(["orders", str(tmp_path)]) == 0
    found = {series.indicator: series.code for each in standing(str(tmp_path)) for series in each.order.series}
    table = rows(STUDIES / "ai-capability" / "observations.csv")
    stood = {
        row["indicator"]: row["where"] for row in table if row["source"].startswith("worldbank") and not row["status"]
    }
    assert found == stood
    assert len(found) == 16


def test_a_fetch_takes_the_place_of_what_stood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A value revised, a year added, sums made again, units that are not ranked left out; the study is sound."""
    home, fetched = tmp_path / "study", tmp_path / "fetched"
    shutil.copytree(STUDIES / "ai-capability", home)
    fetched.mkdir()
    old = [row for row in rows(home / "observations.csv") if row["indicator"] == "population"]
    new = [dict(row) for row in old]
    half = next(row for row in new if (row["unit"], row["time"]) == ("NOR", "2023"))
    half["value"] = str(float(half["value"]) / 2)
    new += [{**half, "time": "2026", "value": "5600000"}, {**half, "unit": "TUV"}]
    with (fetched / "observations-worldbank_wdi.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEAD.strip().split(","), lineterminator="\n")
        writer.writeheader()
        writer.writerows(new)
    assert script("refresh_study", monkeypatch).main(["build", str(fetched), str(home)]) == 0
    assert capsys.readouterr().out == "1 series fetched; 2 values revised, 1 added\n"
    assert check(home) == ()
    before, after = load("ai-capability"), load(home)

    def value(study: object, indicator: str, time: int) -> float:
        return float(study.observations.cube(("NOR",), [indicator], (time,)).values[0, 0, 0])  # type: ignore[attr-defined]

    assert value(after, "population", 2023) == value(before, "population", 2023) / 2
    assert value(after, "researchers_total", 2024) == pytest.approx(
        value(before, "researchers_total", 2024) / 2, rel=1e-5
    )
    assert value(after, "population", 2026) == 5_600_000
    assert value(after, "gdp", 2023) == value(before, "gdp", 2023)
    assert {unit.code for unit in after.units} == {unit.code for unit in before.units}
