"""Large files: the scanned way gives what the read way gives, refuses what it refuses, and reads all for `check`."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equalterms.errors import StudyError
from equalterms.files import check, load, parquet
from equalterms.files.parquet import Scanned
from equalterms.scores import score
from equalterms.variations import at, what_if
from tests.conftest import FILES, Edit

UNITS, SERIES = ["CHE", "FRA", "ITA", "NOR"], ["graduates", "dropouts", "machines", "people"]
TIMES = [
    "2018",
    "2019",
    "2019-06",
    "2020-Q1",
    "2020-S1",
    "2020-12-31",
    "2020-11-30",
    "2020",
    "2021-02",
    "2022",
    "2022-Q4",
]


@pytest.fixture
def everything() -> Iterator[None]:
    """Every Parquet file is large."""
    before, parquet.MOST = parquet.MOST, 0
    yield
    parquet.MOST = before


@st.composite
def tables(draw: st.DrawFn) -> pl.DataFrame:
    """Random rows without doubles: some gaps, people always there and above 0."""
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(UNITS), st.sampled_from(SERIES), st.sampled_from(TIMES)), unique=True, max_size=60
        )
    )
    values = [draw(st.integers(1, 40)) / 2 for _ in keys]
    gaps = [draw(st.integers(0, 9)) == 0 and key[1] != "people" for key in keys]
    rows = [
        {
            "unit": u,
            "indicator": i,
            "time": t,
            "value": None if gap else v,
            "status": "M" if gap else "A",
            "source": "table",
        }
        for (u, i, t), v, gap in zip(keys, values, gaps, strict=True)
    ]
    rows.append(
        {"unit": "NOR", "indicator": "graduates", "time": "2017", "value": 1.0, "status": "E", "source": "table"}
    )
    return pl.DataFrame(rows, schema_overrides={"value": pl.Float64})


def both(home: Path, frame: pl.DataFrame) -> tuple[Scanned, object]:
    """The observations of a study whose file is scanned, and read."""
    frame.write_parquet(home / "observations.parquet")
    (home / "observations.csv").unlink(missing_ok=True)
    before = parquet.MOST
    try:
        parquet.MOST = 0
        scanned = load(home).observations
        parquet.MOST = 10_000_000
        return scanned, load(home).observations  # type: ignore[return-value]  # the first is checked below
    finally:
        parquet.MOST = before


@given(frame=tables(), years=st.sets(st.integers(2017, 2023), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_scanned_is_read(folder: Edit, frame: pl.DataFrame, years: set[int]) -> None:
    """Values, times, the rows behind them, the span, the units, the sources: the same."""
    home = folder(units__csv=None)
    scanned, plain = both(home, frame)
    assert isinstance(scanned, Scanned)
    ordered = sorted(years)
    ours, theirs = scanned.cube(UNITS, SERIES, ordered), plain.cube(UNITS, SERIES, ordered)  # type: ignore[attr-defined]
    assert np.array_equal(ours.values, theirs.values, equal_nan=True)
    assert np.array_equal(ours.when, theirs.when, equal_nan=True)
    for place in np.argwhere(ours.row >= 0):
        one, other = (cube.frame.row(int(cube.row[tuple(place)]), named=True) for cube in (ours, theirs))
        assert {k: v for k, v in one.items() if k != "row"} == {k: v for k, v in other.items() if k != "row"}
    assert scanned.ranked(SERIES) == sorted(set(frame["unit"]))
    assert scanned.sources() == plain.sources()  # type: ignore[attr-defined]
    assert scanned.height == plain.height  # type: ignore[attr-defined]
    for year in range(2016, 2024):
        assert scanned.covers(year) == (year >= 2017)
    mine, own = scanned.rows("NOR", "graduates"), plain.rows("NOR", "graduates")  # type: ignore[attr-defined]
    assert mine.drop("row").equals(own.drop("row"))
    assert (
        scanned.frame.drop("row")
        .sort("unit", "indicator", "time")
        .equals(
            plain.frame.drop("row").sort("unit", "indicator", "time")  # type: ignore[attr-defined]
        )
    )


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("kind", ["text", "year", "date", "categorical"])
def test_kinds_of_columns(folder: Edit, kind: str) -> None:
    """Times as text, whole numbers, days or categories; values as numbers or text: the same scores."""
    plain = score(load(folder()))
    lines = [line.split(",") for line in FILES["observations.csv"].splitlines()[1:]]
    rows = [line for line in lines if line[3]]
    time: dict[str, pl.Series] = {
        "text": pl.Series([row[2] for row in rows]),
        "year": pl.Series([int(row[2]) for row in rows]),
        "date": pl.Series([date(int(row[2]), 12, 31) for row in rows]),
        "categorical": pl.Series([row[2] for row in rows], dtype=pl.Categorical),
    }
    frame = pl.DataFrame(
        {
            "unit": pl.Series([row[0] for row in rows], dtype=pl.Categorical),
            "indicator": [row[1] for row in rows],
            "time": time[kind],
            "value": [row[3] if kind == "text" else float(row[3]) for row in rows],
            "source": ["table"] * len(rows),
        },
        strict=False,
    )
    home = folder()
    frame.write_parquet(home / "observations.parquet")
    (home / "observations.csv").unlink()
    made = score(load(home))
    assert isinstance(made.study.observations, Scanned)
    assert np.array_equal(made.index, plain.index, equal_nan=True)
    assert check(home) == ()
    earlier = score(at(made.study, 2021)).index, score(at(plain.study, 2021)).index
    assert np.array_equal(*earlier, equal_nan=True)


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": "nobody"}, "source 'nobody' is not known"),
        ({"status": "Z"}, "status 'Z' is not known"),
        ({"value": float("inf")}, "finite"),
    ],
)
def test_a_wrong_row_that_is_used_is_refused(folder: Edit, change: dict[str, object], message: str) -> None:
    """Refused when a table asks for it, with the file; told by `check` in any case."""
    home = folder()
    lines = [line.split(",") for line in FILES["observations.csv"].splitlines()[1:]]
    rows = [
        {"unit": r[0], "indicator": r[1], "time": r[2], "value": float(r[3]), "status": r[4] or "A", "source": r[5]}
        for r in lines
        if r[3]
    ]
    rows[1] |= change
    pl.DataFrame(rows).write_parquet(home / "observations.parquet")
    (home / "observations.csv").unlink()
    study = load(home)
    with pytest.raises(StudyError, match=message) as caught:
        score(study)
    assert caught.value.where == "observations.parquet"
    assert check(home)
    # The year before does not use the row.
    assert np.isfinite(score(at(study, 2020)).table.values).sum() == 1


@pytest.mark.usefixtures("everything")
def test_doubles_and_unknown_words(folder: Edit) -> None:
    """A row that stands twice is refused where it is used; unknown units and series are told by `check`."""
    home = folder()
    rows = [("NOR", "graduates", "2022", 1.0, "table")] * 2
    rows += [("XXX", "graduates", "2022", 1.0, "table"), ("NOR", "spells", "2022", 1.0, "table")]
    frame = pl.DataFrame(rows, schema=["unit", "indicator", "time", "value", "source"], orient="row")
    frame.write_parquet(home / "observations.parquet")
    (home / "observations.csv").unlink()
    with pytest.raises(StudyError, match="stands twice"):
        score(what_if(load(home), "parent.machines", "none"))
    told = " ".join(fault.message for fault in check(home))
    assert "XXX" in told
    assert "spells" in told
    assert "stands twice" in told
