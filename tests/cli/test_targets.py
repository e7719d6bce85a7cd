"""`equalterms targets` at the terminal: one country, options, other formats, wrong words."""

import json
import sys
from pathlib import Path

import polars as pl
import pytest

from equalterms.cli.app import run
from equalterms.errors import StudyError


def given(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> str:
    """What a command line prints."""
    assert run(["targets", *arguments]) == 0
    sys.stdout.flush()
    return capfdbinary.readouterr()[0].decode()


def test_one_country_and_the_fields_of_the_contract(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Small letters do; each row has the verdicts by name, what is required, the edge, the age, the sentence."""
    rows = json.loads(given(capfdbinary, "euu", "--json"))["data"]
    assert {row["unit"] for row in rows} == {"EUU"}
    first = rows[0]
    assert set(first["verdicts"]) >= {"linear", "cagr", "logit", "reach_probability", "reference_class"}
    assert first["verdicts"]["linear"]["verdict"] == "stagnating"
    assert first["verdicts"]["reference_class"] is None
    assert first["distance_to_edge"] == pytest.approx(0.09546, abs=1e-5)
    assert (first["as_of"], first["age"]) == ("2025", 1.0)
    assert first["sentence"].startswith("From 20 in 2025 it takes")


def test_options_change_what_is_judged(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """A value older than allowed is not assessed; a target whose year has passed is final; wrong words are refused."""
    rows = json.loads(given(capfdbinary, "EUU", "--json", "--stale", "0"))["data"]
    assert rows[0]["state"] == "not_assessed"
    assert rows[0]["verdicts"]["linear"] is None
    late = json.loads(given(capfdbinary, "CHN", "--json"))["data"]
    assert [row["final"] for row in late] == [True, True, True, True, False, False]
    with pytest.raises(StudyError, match="no policy for the baseline"):
        run(["targets", "EUU", "--baseline", "any"])
    with pytest.raises(StudyError, match="the unit 'EU2' is not known"):
        run(["targets", "EU2"])


def test_tables_and_the_same_bytes_twice(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    """CSV has a row a target; two runs of the simulation give the same bytes."""
    given(capfdbinary, "-o", str(tmp_path / "t.csv"))
    assert pl.read_csv(tmp_path / "t.csv", infer_schema_length=None).height == 32
    assert given(capfdbinary, "SAU", "--json") == given(capfdbinary, "SAU", "--json")
