"""COINr pairs: a small one of our own by hand, the example index of COINr against the conversion of the goldens."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.files.write import write
from equalterms.model import Study
from equalterms.scores import score
from equalterms.sources import read
from tests.golden import asem
from tests.sources.books import book

META = """Level,iCode,iName,Direction,Weight,Unit,Target,Denominator,Parent,Type
1,books,Books,1,1,count,50,people,culture,Indicator
1,noise,Noise,-1,3,dB,NA,NA,culture,Indicator
1,jobs,Jobs,1,1,percent,NA,NA,work,Indicator
2,culture,Culture,1,2,NA,NA,NA,Index,Aggregate
2,work,Work,1,1,NA,NA,NA,Index,Aggregate
3,Index,The index,1,1,NA,NA,NA,NA,Aggregate
NA,people,People,NA,NA,persons,NA,NA,NA,Denominator
NA,size,Size of unit,NA,NA,NA,NA,NA,NA,Group
NA,remark,Remark,NA,NA,NA,NA,NA,NA,Other
NA,context,Context,NA,NA,points,NA,NA,NA,Other
"""
DATA = """uCode,uName,Time,books,noise,jobs,people,size,remark,context
NOR,Norway,2020,100,40,60,5,small,fine,1
NOR,Norway,2021,110,41,61,5,small,fine,2
xab,Atlantis,2020,300,NA,50,10,large,wet,3
xab,Atlantis,2021,310,39,52,10,small,wet,4
"""


def made(home: Path, data: str = DATA, meta: str = META) -> Study:
    """The pair as a study."""
    (home / "iData.csv").write_text(data, encoding="utf-8")
    (home / "iMeta.csv").write_text(meta, encoding="utf-8")
    layout, tables = read(home / "iData.csv", home / "iMeta.csv")
    assert layout == "COINr"
    write(home / "made", tables)
    return load(home / "made")


def test_a_pair_by_hand(tmp_path: Path) -> None:
    """Tree, denominators, groups of the last time, panel; text of the type Other is left out and told."""
    study = made(tmp_path)
    assert (study.root, study.time, study.years) == ("Index", 2021, (2020, 2021))
    leaves = {n.id: (n.parent, n.name, n.measure, n.direction, n.weight, n.denominator) for n in study.indicators}
    assert leaves == {
        "books": ("culture", "Books", "count", 1, 1.0, "people"),
        "noise": ("culture", "Noise", "dB", -1, 3.0, ""),
        "jobs": ("work", "Jobs", "percent", 1, 1.0, ""),
    }
    assert {n.id: n.target for n in study.indicators} == {"books": 50.0, "noise": None, "jobs": None}
    assert {n.id for n in study.series} == {"people", "context"}
    assert {p.id: p.weight for p in study.pillars} == {"Index": 1.0, "culture": 2.0, "work": 1.0}
    assert [(u.code, u.name, dict(u.groups)) for u in study.units] == [
        ("NOR", "Norway", {"size": "small"}),
        ("XAB", "Atlantis", {"size": "small"}),
    ]
    assert any("remark" in note for note in study.notes)
    assert any("xab" in note for note in study.notes)
    # 310 / 10 = 31 books a head for XAB, 110 / 5 = 22 for NOR; XAB is quieter, NOR has more jobs.
    assert score(study).nodes["Index"].tolist() == pytest.approx([100 / 3, 200 / 3])


def test_the_pair_in_one_workbook_and_the_other_way_round(tmp_path: Path) -> None:
    """Which file is which is seen from what is in it; two sheets of a workbook are a pair as well."""
    one = made(tmp_path)
    _, swapped = read(tmp_path / "iMeta.csv", tmp_path / "iData.csv")

    def cells(text: str) -> list[list[object]]:
        rows = [line.split(",") for line in text.splitlines()]
        return [[float(cell) if cell.lstrip("-").isdigit() else cell for cell in row] for row in rows]

    layout, sheets = read(book(tmp_path / "pair.xlsx", {"data": cells(DATA), "meta": cells(META)}))
    assert layout == "COINr"
    for name, tables in (("swapped", swapped), ("sheets", sheets)):
        write(tmp_path / name, tables)
        other = load(tmp_path / name)
        assert other.nodes == one.nodes
        assert score(other).nodes["Index"].tolist() == score(one).nodes["Index"].tolist()


@pytest.mark.parametrize(
    ("data", "meta", "said"),
    [
        (DATA.replace("100,40", "100,loud"), META, "iData.csv, row 2, column E: 'loud' is not a number"),
        (DATA + "NOR,Norway,2021,1,1,1,1,x,x,1\n", META, "iData.csv, row 6, column A: NOR 2021 stands twice"),
        (DATA.replace("context", "contxt"), META, "the column 'contxt' has no row in iMeta"),
        (DATA, META.replace("1,jobs", "1,work_hours"), "the column 'jobs' has no row in iMeta"),
        (DATA, META + "1,hours,Hours,1,1,NA,NA,NA,work,Indicator\n", "row 12, column B: iData has no column 'hours'"),
        (DATA, META.replace("Jobs,1", "Jobs,up and down"), "column D: the direction is 'up and down'"),
        (
            DATA,
            META.replace("work,Indicator", "wrk,Indicator"),
            r"iMeta.csv, row 4, column I: the Parent 'wrk' is no aggregate \(did you mean work",
        ),
        (DATA, META.replace("Group", "Goup"), "the Type 'Goup' is not known .did you mean Group"),
        (DATA, META.replace("1,3,dB", "1,-3,dB").replace("-1,3,dB", "-1,-3,dB"), "weight is -3.0, below 0"),
        (DATA.replace("2020", "in 20"), META, "'in 20' is no time"),
    ],
)
def test_faults_name_the_row(data: str, meta: str, said: str, tmp_path: Path) -> None:
    """What is wrong is told with the file and the row of the pair, and no folder is left."""
    with pytest.raises(StudyError, match=said):
        made(tmp_path, data, meta)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["iData.csv", "iMeta.csv"]


def test_half_a_pair(tmp_path: Path) -> None:
    """An iMeta alone is no study."""
    (tmp_path / "m.csv").write_text(META, encoding="utf-8")
    with pytest.raises(StudyError, match=r"is an iMeta without an iData \(name both"):
        read(tmp_path / "m.csv")


def same(left: pl.DataFrame, right: pl.DataFrame) -> bool:
    """Whether two frames of observations hold the same values."""
    keys = ["unit", "indicator", "time"]
    return left.select(*keys, "value", "status").sort(keys).equals(right.select(*keys, "value", "status").sort(keys))


@pytest.mark.skipif(not asem.SHARED.is_dir(), reason="the example index (../shared/golden) is not here")
def test_the_example_index_of_coinr(tmp_path: Path) -> None:
    """The same observations, the same tree and the same scores as the conversion that the goldens use."""
    inputs = asem.SHARED / "00_inputs"
    _, tables = read(inputs / "ASEM_iData.csv", inputs / "ASEM_iMeta.csv")
    write(tmp_path / "ours", tables)
    ours, theirs = load(tmp_path / "ours"), load(asem.write(tmp_path / "asem", "  normalise: minmax\n"))
    assert same(ours.observations.frame, theirs.observations.frame)
    assert [(n.id, n.parent, n.name, n.weight) for n in ours.nodes] == [
        (n.id, n.parent, n.name, n.weight) for n in theirs.nodes
    ]
    kept = ("direction", "denominator")
    for a, b in zip(ours.indicators, theirs.indicators, strict=True):
        assert all(getattr(a, key) == getattr(b, key) for key in kept)
    assert [(u.code, u.name, dict(u.groups)) for u in ours.units] == [
        (u.code, u.name, dict(u.groups)) for u in theirs.units
    ]
    one, two = score(ours), score(theirs)
    assert all(np.array_equal(one.nodes[p.id], two.nodes[p.id], equal_nan=True) for p in theirs.pillars)


@pytest.mark.skipif(not asem.SHARED.is_dir(), reason="the example index (../shared/golden) is not here")
def test_the_panel_of_coinr(tmp_path: Path) -> None:
    """Five years of it: every value of the file is an observation at its time."""
    inputs = asem.SHARED / "00_inputs"
    _, tables = read(inputs / "ASEM_iData_p.csv", inputs / "ASEM_iMeta.csv")
    write(tmp_path / "made", tables)
    study = load(tmp_path / "made")
    file = pl.read_csv(inputs / "ASEM_iData_p.csv", null_values="NA", infer_schema_length=None)
    assert study.years == tuple(sorted(file["Time"].unique()))
    names = [node.id for node in (*study.indicators, *study.series)]
    long = file.unpivot(names, index=["uCode", "Time"], variable_name="indicator", value_name="value").select(
        pl.col("uCode").alias("unit"), "indicator", pl.col("Time").cast(pl.String).alias("time"), "value"
    )
    ours = study.observations.frame.select("unit", "indicator", "time", "value")
    keys = ["unit", "indicator", "time"]
    assert ours.sort(keys).equals(long.with_columns(pl.col("value").cast(pl.Float64)).sort(keys))
