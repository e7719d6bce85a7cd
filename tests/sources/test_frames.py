"""Frames of pandas and Polars: the same study as the same table in a file."""

import math
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.files.write import write
from equalterms.scores import score
from equalterms.sources import frames, read

DATA = {"unit": ["NOR", "CHE", "FRA"], "books": [12, 30, 5], "films": [0.1, math.nan, 7.25]}
ABOUT = {
    "indicator": ["books", "films"],
    "parent": ["Paper", "Screen"],
    "direction": [1, -1],
    "weight": [2.0, 1.0],
    "measure": ["count", "count"],
}


def test_pandas_polars_mappings_and_csv_say_the_same(tmp_path: Path) -> None:
    """Values in all their digits, gaps as gaps, whatever holds them."""
    pd.DataFrame(DATA).to_csv(tmp_path / "d.csv", index=False)
    pd.DataFrame(ABOUT).to_csv(tmp_path / "a.csv", index=False)
    _, tables = read(tmp_path / "d.csv", tmp_path / "a.csv", time=2024)
    write(tmp_path / "made", tables)
    one = load(tmp_path / "made")
    rows = [dict(zip(ABOUT, cells, strict=True)) for cells in zip(*ABOUT.values(), strict=True)]
    studies = [
        frames.study(pd.DataFrame(DATA), pd.DataFrame(ABOUT), time=2024),
        frames.study(pl.DataFrame(DATA), pl.DataFrame(ABOUT), time=2024),
        frames.study(pd.DataFrame(DATA).set_index("unit"), rows, time=2024, name="mine"),
    ]
    for study in studies:
        assert study.nodes == one.nodes
        assert [u.code for u in study.units] == ["CHE", "FRA", "NOR"]
        assert score(study).nodes["index"].tolist() == score(one).nodes["index"].tolist()
    assert [study.name for study in studies] == ["frame", "frame", "mine"]
    assert one.observations.frame["value"].to_list() == [12, 0.1, 30, None, 5, 7.25]


def test_a_long_frame_with_the_kinds_that_pandas_has() -> None:
    """Nullable integers, missing values of pandas, years as numbers."""
    frame = pd.DataFrame(
        {
            "country": ["Norway", "Norway", "France", "France"],
            "year": [2023, 2023, 2023, 2023],
            "indicator": ["a", "b", "a", "b"],
            "value": pd.array([1, 2, None, 4], dtype="Int64"),
        }
    )
    study = frames.study(frame)
    assert study.time == 2023
    assert study.observations.frame.sort("unit", "indicator")["value"].to_list() == [None, 4.0, 1.0, 2.0]


def test_the_same_frames_give_the_same_study() -> None:
    """The study's hash is that of its content, not of where it was made."""
    assert frames.study(pl.DataFrame(DATA), time=2024).hash == frames.study(pl.DataFrame(DATA), time=2024).hash


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ("a table", "str is no frame"),
        (pd.DataFrame({"unit": ["NOR"], 3: [1]}), "the heading 3 is not text"),
        (pd.DataFrame({"unit": ["NOR", "CHE"], "a": [1, 2]}, index=[4, 9]), "has an index that is no name"),
        (pl.DataFrame({"unit": ["NOR", "NOR"], "a": [1, 2]}), "frame, row 3, column A: NOR 2024 stands twice"),
        (pl.DataFrame({"unit": ["NOR"], "a": [math.inf]}), "frame, row 2, column B: 'inf' is not a number"),
        (pl.DataFrame({"unit": [], "a": []}), "holds no"),
    ],
)
def test_what_is_no_table_is_refused(frame: object, said: str) -> None:
    """One line with the row of the frame."""
    with pytest.raises(StudyError, match=said):
        frames.study(frame, time=2024)


def test_nothing_of_pandas_is_imported() -> None:
    """Reading a Polars frame does not load pandas."""
    import subprocess
    import sys

    code = (
        "import sys, polars; from equalterms.sources.frames import study\n"
        "study(polars.DataFrame({'unit': ['NOR', 'CHE'], 'a': [1, 2]}), time=2024)\n"
        "assert 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
