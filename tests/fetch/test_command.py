"""The command `fetch` in the terminal: what it says, its exit codes, and that it may be forbidden the network."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from equalterms.cli.schemas import SCHEMAS
from tests.fetch.places import Bank, shot, study
from tests.fetch.server import serving


def call(*arguments: str, **environment: str) -> tuple[int, str, str]:
    """Run the program: its exit code, stdout and stderr."""
    made = subprocess.run(
        [sys.executable, "-m", "equalterms", "fetch", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return made.returncode, made.stdout, made.stderr


def test_a_fetch_in_the_terminal(tmp_path: Path) -> None:
    """Rows, gaps, what is left out, what changed; and what the study fetches, with the age of its vintage."""
    bank = Bank()
    with serving(bank) as place:
        home = study(tmp_path, place)
        code, out, err = call("wb", "--study", str(home))
        assert (code, err) == (0, "")
        assert "14 values and 1 gaps in observations-wb.csv (the source was asked)" in out
        assert "Left out, being no units: Arab World, CHI, World." in out
        bank.values["IT.NET.USER.ZS", "KOR", "2023"] = 95.75
        code, out, _ = call("worldbank", "--study", str(home), "--refresh", "--json")
    made = json.loads(out)
    jsonschema.validate(made, SCHEMAS["fetch"])
    assert made["data"]["fetched"]["counts"] == {"revised": 1}
    change = {"kind": "revised", "unit": "KOR", "indicator": "internet", "time": "2023", "before": 94.5, "now": 95.75}
    assert made["data"]["fetched"]["changes"] == [change]
    code, out, _ = call("--study", str(home), "--json")
    made = json.loads(out)
    jsonschema.validate(made, SCHEMAS["fetch"])
    row = made["data"]["sources"][0]
    assert (row["source"], row["from"], row["vintages"], row["indicators"]) == (
        "wb",
        "worldbank",
        2,
        ["internet", "people"],
    )
    # The server has gone: without it the last vintage stands, and a refresh leaves the study as it was.
    before = shot(home)
    code, out, _ = call("wb", "--study", str(home), "--offline")
    assert code == 0
    assert "the source was not asked" in out
    code, out, err = call("wb", "--study", str(home), "--refresh", "--json", EQUALTERMS_OFFLINE="1")
    assert code == 5
    assert json.loads(out)["error"]["message"] == "the network is needed and not allowed"
    assert err.count("\n") == 1
    assert shot(home) == before


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("worldbank", "--offline"), 5, "not allowed"),
        (("owid", "--offline"), 5, "not allowed"),
        (("worldbank",), 2, "embedded study is not written to"),
        (("wb", "--refresh", "--as-of", "2026"), 2, "exclude each other"),
        (("--refresh",), 2, "no source is named"),
        (("wb", "--set", "a=b"), 2, "takes no --set"),
        (("wb", "--study", "EMPTY"), 3, "add `fetch:` to study.yaml"),
    ],
)
def test_what_is_refused(arguments: tuple[str, ...], code: int, message: str, tmp_path: Path) -> None:
    """Exit codes: 5 for the network, 2 for wrong usage, 3 for a study that fetches nothing."""
    (tmp_path / "study.yaml").write_text("title: T\ntime: 2023\nlicence: CC0\nsources: {}\n")
    given = [str(tmp_path) if argument == "EMPTY" else argument for argument in arguments]
    found, _, err = call(*given)
    assert (found, err.count("\n")) == (code, 1)
    assert message in err


def test_other_commands_load_no_client() -> None:
    """What `rank` loads has no HTTP of ours: `fetch` alone does."""
    code = (
        "import sys\nfrom equalterms.cli.app import run\nrun(['studies', '-o', '/dev/null', '-q'])\n"
        "assert 'equalterms.fetch' not in sys.modules, 'loaded'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
