"""The folder of tables: what `score` says, in CSV and Parquet, described for people and machines."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.model import Study
from equalterms.robust import standings
from equalterms.scores import effective, score
from equalterms.workbook import export
from equalterms.workbook.folder import TABLES
from tests.conftest import Edit


@pytest.fixture
def home(small: Study, tmp_path: Path) -> Path:
    """The small study's tables."""
    export(small, tmp_path / "out", runs=20, seed=2)
    return tmp_path / "out"


def test_every_table_twice_with_a_description(home: Path) -> None:
    """Each table as CSV and Parquet with the same cells, named by README.md and by datapackage.json."""
    names = {*TABLES, "README", "datapackage"}
    assert {path.stem for path in home.iterdir()} == names
    package = json.loads((home / "datapackage.json").read_text(encoding="utf-8"))
    told = (home / "README.md").read_text(encoding="utf-8")
    assert [each["path"] for each in package["resources"]] == [f"{name}.csv" for name in TABLES]
    for each in package["resources"]:
        frame = pl.read_parquet(home / f"{each['name']}.parquet")
        table = pl.read_csv(home / each["path"], schema_overrides=frame.schema)
        assert table.fill_null("").equals(frame.fill_null("")), each["name"]
        assert [field["name"] for field in each["schema"]["fields"]] == frame.columns
        assert f"`{each['path']}`" in told
    types = {field["name"]: field["type"] for field in package["resources"][0]["schema"]["fields"]}
    assert (types["unit"], types["score"], types["rank"], types["tie"]) == ("string", "number", "integer", "boolean")


def test_tables_say_what_the_study_says(home: Path, small: Study) -> None:
    """Scores, scales, weights and ranks are those of `score` and `standings`, gaps empty."""
    made = score(small)
    leaves = [leaf.id for leaf in small.indicators]
    for table, nodes in (("scores", ["index", "skills", "tools"]), ("normalised", leaves)):
        frame = pl.read_parquet(home / f"{table}.parquet")
        assert frame["unit"].to_list() == [unit.code for unit in small.units]
        for node in nodes:
            got = frame[node].cast(pl.Float64).fill_null(np.nan).to_numpy()
            np.testing.assert_array_equal(got, made.nodes[node])
    shares = effective(small, made.weights)
    weights = pl.read_parquet(home / "weights.parquet")
    assert dict(zip(weights["node"], weights["share_of_the_index"], strict=True)) == {
        node: share for node, share in shares.items() if node != "index"
    }
    assert weights.filter(pl.col("parent") == "skills")["share_among_siblings"].to_list() == [0.25, 0.75]
    assert pl.read_parquet(home / "ranks.parquet").equals(standings(small, 20, 2).table())


def test_sources_and_status_come_along(home: Path, small: Study) -> None:
    """Each observation has its status, source, place and licence; hash, licence and seed stand in the descriptions."""
    frame = pl.read_csv(home / "observations.csv")
    estimated = frame.filter(pl.col("status") == "estimated").row(0, named=True)
    assert (estimated["unit"], estimated["indicator"], estimated["value"], estimated["where"]) == (
        "FRA",
        "graduates",
        20,
        "row 4",
    )
    assert set(frame["licence"]) == {"CC0-1.0"}
    package = json.loads((home / "datapackage.json").read_text(encoding="utf-8"))
    assert package["study"] == {"time": 2022, "hash": small.hash, "settings": {}, "runs": 20, "seed": 2}
    assert package["sources"] == [{"title": "A table of our own", "licence": "CC0-1.0"}]
    told = (home / "README.md").read_text(encoding="utf-8")
    assert small.hash in told
    assert "Licence: CC0-1.0" in told


def test_stale_values_do_not_count_and_say_so(folder: Edit, tmp_path: Path) -> None:
    """A value older than max_age is listed, with `counts` false."""
    text = (folder() / "observations.csv").read_text(encoding="utf-8")
    aged = text.replace("NOR,machines,2022", "NOR,machines,2011")
    recipe = (folder() / "study.yaml").read_text(encoding="utf-8").replace("recipe:\n", "recipe:\n  max_age: 5\n")
    export(load(folder(observations__csv=aged, study__yaml=recipe)), tmp_path / "out", runs=5)
    frame = pl.read_csv(tmp_path / "out" / "observations.csv").filter(~pl.col("counts"))
    assert frame.select("unit", "indicator", "time").rows() == [("NOR", "machines", 2011)]


def test_whole_or_not_at_all(small: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is there is left as it is; a write that fails half-way leaves nothing."""
    kept = tmp_path / "mine"
    kept.mkdir()
    (kept / "note.txt").write_text("kept", encoding="utf-8")
    with pytest.raises(StudyError, match="not empty"):
        export(small, kept, runs=5)
    assert [path.name for path in kept.iterdir()] == ["note.txt"]
    plain = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "sources.csv":
            raise OSError(28, "No space left on device")
        return plain(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(StudyError, match="No space left"):
        export(small, tmp_path / "out", runs=5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine", "small"]


def test_a_frame_of_pandas_in_a_line(small: Study) -> None:
    """Rows make a frame of pandas without pyarrow; a gap is NaN there."""
    import pandas as pd

    frame = pd.DataFrame(standings(small, 20).to_json())
    assert list(frame["unit"]) == [row.unit for row in standings(small, 20).rows]
    assert frame.loc[frame["unit"] == "XAA", "score"].isna().all()
    scores = pd.DataFrame(score(small).rows())
    assert scores["rank"].dropna().tolist() == [1, 2, 3, 4]
