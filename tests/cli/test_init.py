"""The command `init`: what it writes, what it says, and what it leaves alone."""

import json
from pathlib import Path

import pytest

from equalterms.cli.app import run
from equalterms.errors import StudyError
from equalterms.files import check, load
from tests.golden import asem

PAIR = {
    "iData.csv": "uCode,a,b\nNOR,1,5\nCHE,2,4\nFRA,3,n/a\n",
    "iMeta.csv": "Level,iCode,Parent,Direction,Type,Weight\n1,a,top,1,Indicator,1\n1,b,top,-1,Indicator,1\n"
    "2,top,,1,Aggregate,1\n",
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with a COINr pair."""
    monkeypatch.chdir(tmp_path)
    for name, text in PAIR.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_new_folder_is_sound_and_ranks(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`check` finds nothing and `rank` ranks, at once."""
    assert run(["init", "mine"]) == 0
    assert capfd.readouterr().out.startswith("Wrote mine (example): 5 units, 4 indicators, 20 observations\n")
    assert run(["check", "--study", "mine"]) == 0
    assert run(["rank", "--study", "mine", "--runs", "50"]) == 0
    assert sorted(path.name for path in (here / "mine").iterdir()) == [
        "README.md",
        "indicators.csv",
        "observations.csv",
        "study.yaml",
        "units.csv",
    ]


def test_the_workbook_and_back(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`init FILE.xlsx` writes it, `--from` reads it; the ranks are those of the example."""
    assert run(["init", "t.xlsx"]) == 0
    assert "equalterms init FOLDER --from t.xlsx" in capfd.readouterr().out
    assert run(["init", "back", "--from", "t.xlsx"]) == 0
    assert run(["init", "example"]) == 0
    capfd.readouterr()
    ranks = []
    for name in ("back", "example"):
        run(["rank", "--study", name, "--runs", "1", "--json"])
        ranks.append([(r["unit"], r["rank"], r["score"]) for r in json.loads(capfd.readouterr().out)["data"]])
    assert ranks[0] == ranks[1]


def test_a_pair_as_json(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The counts for machines; the year comes from --at."""
    assert run(["init", "mine", "--from", "iData.csv", "--meta", "iMeta.csv", "--at", "2019", "--json"]) == 0
    made = json.loads(capfd.readouterr().out)
    assert made["data"] == {
        "written": "mine",
        "layout": "COINr",
        "files": ["README.md", "indicators.csv", "observations.csv", "study.yaml", "units.csv"],
        "time": 2019,
        "units": 3,
        "indicators": 2,
        "observations": 6,
        "gaps": 1,
    }
    assert load("mine").sources["import"].title == "iData.csv, iMeta.csv"


def test_guesses_are_told(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """On the page, and again in the study's notes."""
    (here / "t.csv").write_text("country,a\nNorway,1\nFrance,2\n", encoding="utf-8")
    assert run(["init", "mine", "--from", "t.csv", "--at", "2019"]) == 0
    out = " ".join(capfd.readouterr().out.split())
    assert "more is better for each" in out
    assert "more is better for each" in " ".join(load("mine").notes)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["mine", "--meta", "iMeta.csv"], 2, "--meta goes with --from"),
        (["t.xlsx", "--from", "iData.csv"], 2, "--from makes a folder"),
        (["mine", "--at", "2020"], 2, "--at 2020 says no year of --from"),
        (["mine", "--from", "iData.csv", "--at", "99999"], 2, "--at 99999 says no year"),
        (["mine", "--set", "normalise=zscore"], 2, "init takes no --study and no --set"),
        (["mine", "--from", "no.xlsx"], 3, "no.xlsx: is not there"),
        (["mine", "--from", "iData.csv", "--meta", "iMeta.csv"], 3, "say it: --at YEAR"),
        (["iData.csv"], 3, "is no folder"),
        (["kept.xlsx"], 3, "is there already"),
        (["no/such/t.xlsx"], 3, "cannot be written"),
        (["mine", "--from", "."], 3, "is not read"),
    ],
)
def test_what_is_refused(arguments: list[str], code: int, said: str, here: Path) -> None:
    """The exit code, the remedy, and nothing written."""
    (here / "kept.xlsx").write_bytes(b"kept")
    before = sorted(path.name for path in here.iterdir())
    with pytest.raises(StudyError) as refused:
        run(["init", *arguments])
    assert refused.value.code == code
    assert said in str(refused.value)
    assert sorted(path.name for path in here.iterdir()) == before
    assert (here / "kept.xlsx").read_bytes() == b"kept"


@pytest.mark.skipif(not asem.SHARED.is_dir(), reason="the example index (../shared/golden) is not here")
def test_the_example_index_by_the_command(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """COINr's own pair and its panel, by the command: the values of the conversion that the goldens use."""
    inputs = asem.SHARED / "00_inputs"
    assert run(["init", "one", "--from", f"{inputs}/ASEM_iData.csv", "--meta", f"{inputs}/ASEM_iMeta.csv"]) == 0
    assert "51 units, 49 indicators, 2703 observations, 64 of them gaps" in capfd.readouterr().out
    assert run(["init", "five", "--from", f"{inputs}/ASEM_iData_p.csv", "--meta", f"{inputs}/ASEM_iMeta.csv"]) == 0
    theirs = load(asem.write(here / "theirs", "  normalise: minmax\n"))
    keys = ["unit", "indicator", "time"]
    frames = [s.observations.frame.select(*keys, "value").sort(keys) for s in (load("one"), theirs)]
    assert frames[0].equals(frames[1])
    assert load("five").years == (2018, 2019, 2020, 2021, 2022)
    assert check("five") == ()


def test_few_indicators_are_never_left_out(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A table of one indicator has a rank in every run; one of three may lose any of them."""
    for name, heads, cells in (("one", "a", "1"), ("three", "a,b,c", "1,2,3")):
        (here / "t.csv").write_text(f"unit,{heads}\nNOR,{cells}\nCHE,{cells.replace('1', '9')}\n", encoding="utf-8")
        run(["init", name, "--from", "t.csv", "--at", "2020"])
    capfd.readouterr()
    run(["rank", "--study", "one", "--runs", "40", "--json"])
    assert [row["p_rank"] for row in json.loads(capfd.readouterr().out)["data"]] == [1.0, 1.0]
    assert [v.key for v in load("three").vary] == ["weights", "normalise", "leave_out"]
