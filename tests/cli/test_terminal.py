"""The contract of the terminal: fields, formats, exit codes, the same bytes twice."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest

from equalterms.cli.app import run
from equalterms.cli.schemas import SCHEMAS
from equalterms.errors import StudyError
from tests.conftest import FILES, Edit

Terminal = Callable[..., tuple[int, str, str]]
ARTICLE = """Norway ranks 3rd of the 40 countries in the Digital Skills Index, according to the Index Office.

Norway plans to raise the share of trained workers to 60% by 2030, compared with 20% in 2020.
"""


@pytest.fixture
def terminal(capfdbinary: pytest.CaptureFixture[bytes]) -> Terminal:
    """Run a command line in this process: its exit code, stdout and stderr."""

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(list(arguments))
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


def whole(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own."""
    return subprocess.run([sys.executable, "-m", "equalterms", *arguments], capture_output=True, check=False, **options)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A press text of two sentences, our own."""
    path = tmp_path / "norway.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_every_command_gives_json_of_its_schema(
    terminal: Terminal, article: Path, folder: Edit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One object with schema, study, data and warnings, valid by the schema that `schema` prints."""
    monkeypatch.setenv("EQUALTERMS_LEDGER", str(tmp_path / "ledger.sqlite"))
    terminal("read", str(article), "--ledger", "--json")
    kept = json.loads(terminal("claims", "--json")[1])["data"][0]["id"]
    totals = "".join(
        f"{unit},total,2022,{value},A,table,,\n" for unit, value in (("NOR", 30), ("CHE", 55), ("FRA", 20))
    )
    home = folder(
        indicators__csv=FILES["indicators.csv"] + "total,none,Total as published,points,1,,,,,table\n",
        observations__csv=FILES["observations.csv"] + totals,
    )
    calls = {
        "brief": [str(article), "--runs", "50"],
        "rank": ["--runs", "50"],
        "why": ["RUS"],
        "read": [str(article)],
        "report": ["--study", "hdi", "--runs", "20", "-o", str(tmp_path / "hdi.html")],
        "export": ["--study", "hdi", "--runs", "20", "-o", str(tmp_path / "hdi.xlsx")],
        "check": [],
        "compare": ["hdi", "hdi", "--set", "weight.income=2"],
        "trends": ["NOR", "--study", "hdi", "--years", "2019-2022", "--runs", "20"],
        "claims": [],
        "accept": [kept],
        "reject": [kept],
        "unsure": [kept],
        "data": [],
        "removal": [],
        "freshness": [],
        "robust": [
            *("--study", "hdi", "--runs", "100", "--sensitivity", "--dominance", "--interval", "0.9"),
            *("--bounds", "--swap", "NOR", "CHE", "--reach", "NOR", "1", "--jobs", "2"),
        ],
        "profile": ["RUS", "--runs", "50"],
        "coherence": [],
        "targets": [],
        "allies": ["RUS,CHN", "--runs", "20"],
        "ties": ["--seeds", "2"],
        "partners": ["RUS", "--runs", "10"],
        "bounds": ["--study", "hdi"],
        "swap": ["RUS", "IND"],
        "reach": ["RUS", "30"],
        "acceptability": ["--study", "hdi", "--runs", "500"],
        "scenario": ["shock.gpu_compute=x0.5@CHN", "--bloc", "BRICS", "--runs", "20"],
        "recover": ["--study", str(home), "--total", "total"],
        "init": [str(tmp_path / "new")],
        "fetch": ["--offline"],
        "studies": [],
        "methods": [],
        "doctor": [],
    }
    assert set(calls) == set(SCHEMAS)
    for command, arguments in calls.items():
        _, out, _ = terminal(command, *arguments, "--json")
        made = json.loads(out)
        _, printed, _ = terminal("schema", command)
        schema = json.loads(printed)
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(made, schema)
        assert made["schema"] == f"equalterms/{command}/1"


def test_only_what_writes_no_table_has_no_schema() -> None:
    """`schema` prints schemas, and `serve` serves: its pages have the schemas of the commands that make them."""
    from equalterms.cli import commands as _commands  # noqa: F401  # makes the commands known
    from equalterms.cli.app import app

    assert {command.name for command in app.registered_commands} - set(SCHEMAS) == {"schema", "serve", "mcp"}


def test_rank_of_the_default_study(terminal: Terminal) -> None:
    """At least 83 countries, ranks from 1, each with an interval that holds its probability's runs."""
    _, out, _ = terminal("rank", "--json")
    made = json.loads(out)
    assert made["study"]["name"] == "ai-capability"
    assert len(made["study"]["hash"]) == 64
    rows = made["data"]
    assert len(rows) >= 83
    assert rows[0]["rank"] == 1
    ranked = [row for row in rows if row["rank"] is not None]
    assert len(ranked) >= len(rows) - 1
    for row in ranked:
        assert row["rank_low"] <= row["rank_high"]
        assert 0 <= row["p_rank"] <= 1
    for row in rows:
        assert 0 <= row["coverage"] <= 1
        assert (row["score"] is None) == (row["rank"] is None)


def test_same_bytes_twice(tmp_path: Path) -> None:
    """The same study, arguments and seed give the same bytes in every format."""
    for kind in ("json", "csv", "xlsx", "parquet", "md"):
        first, second = tmp_path / f"a.{kind}", tmp_path / f"b.{kind}"
        for path in (first, second):
            assert whole("rank", "--study", "hdi", "--runs", "100", "-o", str(path)).returncode == 0
        assert first.read_bytes() == second.read_bytes(), kind


def test_formats_say_the_same(terminal: Terminal, tmp_path: Path) -> None:
    """CSV, Parquet, workbook, JSON lines and JSON hold the same rows."""
    _, out, _ = terminal("rank", "--study", "hdi", "--runs", "50", "--json")
    rows = json.loads(out)["data"]
    for kind, read in (("csv", pl.read_csv), ("parquet", pl.read_parquet)):
        terminal("rank", "--study", "hdi", "--runs", "50", "-o", str(tmp_path / f"t.{kind}"))
        frame = read(tmp_path / f"t.{kind}")
        assert frame["unit"].to_list() == [row["unit"] for row in rows]
        assert frame["score"].to_list() == [row["score"] for row in rows]
    _, lines, _ = terminal("rank", "--study", "hdi", "--runs", "50", "--format", "jsonl")
    assert [json.loads(line) for line in lines.splitlines()] == rows


def test_what_ifs_change_ranks_and_say_so(terminal: Terminal) -> None:
    """Settings are in the JSON and on the page; the order of `--set` does not matter here."""
    _, plain, _ = terminal("rank", "--study", "hdi", "--runs", "20", "--json")
    _, changed, _ = terminal("rank", "--study", "hdi", "--runs", "20", "--set", "weight.income=5", "--json")
    assert json.loads(changed)["study"]["settings"] == {"weight.income": "5"}
    assert [r["unit"] for r in json.loads(plain)["data"]] != [r["unit"] for r in json.loads(changed)["data"]]
    _, page, _ = terminal("rank", "--study", "hdi", "--runs", "20", "--set", "weight.income=5")
    assert "what-if: weight.income=5" in page


def test_rank_by_a_node_and_at_a_year(terminal: Terminal) -> None:
    """`--level` ranks by a pillar, `--at` at an earlier year."""
    _, out, _ = terminal("rank", "--study", "hdi", "--level", "education", "--at", "1995", "--runs", "20", "--json")
    made = json.loads(out)
    assert made["node"] == "education"
    assert made["study"]["time"] == 1995


def test_read_finds_what_is_said(terminal: Terminal, article: Path) -> None:
    """Quotes are verbatim at their offsets."""
    _, out, _ = terminal("read", str(article), "--json")
    paper = json.loads(out)["data"][0]
    assert {claim["value"] for claim in paper["claims"]} >= {3, 60, 20}
    for claim in paper["claims"]:
        span = claim["span"]
        assert ARTICLE[span["start"] : span["end"]] == span["text"]


def test_stdin_and_stdout(article: Path) -> None:
    """`-` is stdin; the result alone goes to stdout."""
    made = whole("read", "-", "--json", input=article.read_bytes())
    assert made.returncode == 0
    assert json.loads(made.stdout)["data"][0]["id"] == "stdin"
    assert made.stderr == b""


def test_brief_as_a_page(terminal: Terminal, tmp_path: Path) -> None:
    """One HTML file without a request to anywhere; the article's own claims in it."""
    code, _, err = terminal("brief", "--runs", "50", "-o", str(tmp_path / "brief.html"))
    text = (tmp_path / "brief.html").read_text(encoding="utf-8")
    assert code == 0
    assert "wrote" in err
    assert text.startswith("<!DOCTYPE html>") or text.startswith("<!doctype html>")
    assert "31st" in text
    assert 'src="http' not in text
    assert '<link rel="stylesheet" href="http' not in text


def test_check_finds_and_says_so(terminal: Terminal, folder: Edit) -> None:
    """Exit code 1 with findings, 0 without."""
    assert terminal("check", "--study", str(folder()))[0] == 0
    home = folder(observations__csv=FILES["observations.csv"].replace("12.5", "twelve"))
    code, out, _ = terminal("check", "--study", str(home), "--json")
    assert code == 1
    assert json.loads(out)["data"]["faults"][0]["row"] == 8


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["rank", "--study", "hdii"], 3, "no study is called 'hdii'"),
        (["rank", "--at", "1492"], 3, "no values for 1492"),
        (["rank", "--set", "normalise=minmix"], 3, "minmax"),
        (["rank", "--set", "weight.research"], 2, "KEY=VALUE"),
        (["rank", "--runs", "0"], 3, "runs is 0"),
        (["rank", "--runs", "many"], 2, "--runs"),
        (["rank", "--level", "reserch"], 3, "research"),
        (["rank", "--format", "pdf"], 2, "'pdf' is not known"),
        (["rank", "--colour"], 2, "--colour"),
        (["rang"], 2, "rang"),
        (["why"], 2, "unit"),
        (["why", "RSU"], 3, "RUS"),
        (["why", "RUS", "talnt"], 3, "talent"),
        (["read"], 2, "no article is named"),
        (["read", "nowhere.txt"], 3, "is not there"),
        (["report"], 2, "give -o"),
        (["schema", "rankk"], 3, "rank"),
        (["serve", "--format", "csv"], 2, "serve writes no table"),
        (["serve", "--port", "0"], 2, "--port"),
        (["mcp", "--format", "csv"], 2, "mcp writes no table"),
        (["brief", "nowhere.txt"], 3, "is not there"),
        (["rank", "-o", "no/such/folder/t.csv"], 3, "cannot be written"),
        (["read", ".", "--seed", "-1"], 2, "seed"),
    ],
)
def test_one_line_and_the_right_exit_code(arguments: list[str], code: int, said: str, tmp_path: Path) -> None:
    """Whatever is wrong is one line on stderr, without a traceback, with its exit code."""
    made = whole(*arguments, cwd=tmp_path)
    err = made.stderr.decode()
    assert made.returncode == code, err
    assert said in err
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert made.stdout == b""


def test_errors_as_json(tmp_path: Path) -> None:
    """Under --json the refusal is also an object on stdout."""
    made = whole("rank", "--study", "hdii", "--json")
    error = json.loads(made.stdout)["error"]
    assert made.returncode == 3
    assert set(error) == {"message", "where", "remedy"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.html", b"<script>x</script>", "save the page with its text"),
        ("a.txt", b"\xff\xfe\x00", "UTF-16"),
        ("a.txt", b"caf\xe9", "not UTF-8"),
        ("a.txt", b"a\0b", "NUL"),
        ("a.jsonl", b"{", "no JSON"),
        ("a.jsonl", b'{"id": 1}', "has no text"),
        ("a.jsonl", b"[" * 100_000, "no JSON"),
    ],
)
def test_articles_that_are_none(name: str, content: bytes, said: str, tmp_path: Path) -> None:
    """Hostile or mistaken articles are refused in a line."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(StudyError, match=said):
        run(["read", str(path)])


def test_a_closed_pipe_is_no_error() -> None:
    """`equalterms rank | head -1` ends quietly."""
    command = f"{sys.executable} -m equalterms methods --format csv | head -1"
    made = subprocess.run(command, shell=True, capture_output=True, check=False)  # noqa: S602  # the pipe is the point
    assert made.stderr == b""


def test_a_failed_write_leaves_what_was_there(folder: Edit, tmp_path: Path) -> None:
    """A command that is refused does not touch the file it was to write."""
    target = tmp_path / "kept.csv"
    target.write_text("kept", encoding="utf-8")
    with pytest.raises(StudyError):
        run(["rank", "--study", str(tmp_path / "nothing"), "-o", str(target)])
    assert target.read_text(encoding="utf-8") == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.csv"]


def test_a_workbook_holds_no_formula(terminal: Terminal, folder: Edit, tmp_path: Path) -> None:
    """A unit whose name begins with = stays text in a workbook."""
    import zipfile

    home = folder(units__csv='unit,name\nNOR,"=HYPERLINK(1)"\n')
    terminal("rank", "--study", str(home), "--runs", "5", "-o", str(tmp_path / "t.xlsx"))
    with zipfile.ZipFile(io.BytesIO((tmp_path / "t.xlsx").read_bytes())) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
