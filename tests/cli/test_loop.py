"""The loop on the command line: an article's claim, a verdict, a fact of the study."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from equalterms.errors import StudyError, UsageError
from tests.cli.test_terminal import ARTICLE, terminal  # noqa: F401  # a fixture
from tests.conftest import Edit

Terminal = Callable[..., tuple[int, str, str]]


def test_from_an_article_to_a_fact(terminal: Terminal, folder: Edit, tmp_path: Path) -> None:  # noqa: F811
    """A claim is kept in the study's folder, accepted about an indicator, and then stands among its targets."""
    home, paper = folder(), tmp_path / "norway.txt"
    paper.write_text(ARTICLE, encoding="utf-8")
    _, before, _ = terminal("rank", "--study", str(home), "--runs", "5", "--json")
    terminal("read", str(paper), "--ledger", "--study", str(home), "--json")
    _, out, _ = terminal("claims", "--study", str(home), "--json")
    rows = json.loads(out)["data"]
    target = next(row for row in rows if row["kind"] == "target")
    assert target["says"]["baseline"] == 20
    assert target["quote"] in ARTICLE
    terminal("accept", target["id"][:8], "--study", str(home), "--series", "graduates", "--who", "Kari", "--json")
    terminal("reject", next(row["id"] for row in rows if row is not target), "--study", str(home), "--note", "no")
    _, out, _ = terminal("claims", "--state", "accept", "--study", str(home), "--json")
    assert [(row["id"], row["who"], row["series"]) for row in json.loads(out)["data"]] == [
        (target["id"], "Kari", "graduates")
    ]
    _, after, _ = terminal("rank", "--study", str(home), "--runs", "5", "--json")
    assert json.loads(after)["data"] == json.loads(before)["data"]
    assert json.loads(after)["study"]["hash"] != json.loads(before)["study"]["hash"]
    _, out, _ = terminal("targets", "NOR", "--study", str(home), "--json")
    assert any(row["target"]["value"] == 60 for row in json.loads(out)["data"])


def test_what_the_loop_refuses(terminal: Terminal, folder: Edit, tmp_path: Path) -> None:  # noqa: F811
    """An unknown state, an unknown claim, an unknown series; an empty ledger says how to fill it."""
    home = str(folder())
    with pytest.raises(UsageError, match="--state"):
        terminal("claims", "--state", "maybe", "--study", home)
    with pytest.raises(StudyError, match="no claim"):
        terminal("accept", "abc", "--study", home)
    with pytest.raises(StudyError, match="no indicator"):
        terminal("accept", "abc", "--series", "gradutes", "--study", home)
    _, out, _ = terminal("claims", "--study", home)
    assert "read FILE --ledger" in out


def test_a_scenario_is_a_file_of_settings(terminal: Terminal, folder: Edit, tmp_path: Path) -> None:  # noqa: F811
    """`--set @file` sets every line of it; comments are left out; a file that is not there is refused."""
    home, scenario = str(folder()), tmp_path / "chips.txt"
    scenario.write_text("# half the machines\nshock.machines=x0.5@NOR\n\nweight.tools=3\n", encoding="utf-8")
    _, out, _ = terminal("rank", "--study", home, "--runs", "5", "--set", f"@{scenario}", "--json")
    made = json.loads(out)
    assert made["study"]["settings"] == {"shock.machines": "x0.5@NOR", "weight.tools": "3"}
    _, out, _ = terminal("compare", home, home, "--set", f"@{scenario}", "--json")
    moved = {row["unit"]: row for row in json.loads(out)["data"]}
    assert moved["NOR"]["data"] < 0
    with pytest.raises(StudyError):
        terminal("rank", "--study", home, "--set", f"@{tmp_path / 'none.txt'}")


TALKS = """Nordic research

Published: 4 March 2025

Norway and Switzerland signed an agreement on computing on 3 March 2025. Switzerland accused Norway of delay.
"""


def test_accepted_events_are_ties(terminal: Terminal, folder: Edit, tmp_path: Path) -> None:  # noqa: F811
    """What an article tells of two countries counts when it is accepted, with its words; not before."""
    home, paper = str(folder()), tmp_path / "talks.txt"
    paper.write_text(TALKS, encoding="utf-8")
    terminal("read", str(paper), "--ledger", "--study", home, "--json")
    with pytest.raises(StudyError, match="ties"):
        terminal("ties", "--kind", "events", "--study", home)
    _, out, _ = terminal("claims", "--study", home, "--json")
    found = {row["says"]["kind"]: row["id"] for row in json.loads(out)["data"]}
    assert set(found) == {"SUPPORT", "ACCUSE"}
    for id in found.values():
        terminal("accept", id, "--study", home, "--json")
    _, out, _ = terminal("ties", "CHE", "--kind", "events", "--study", home, "--json")
    made = json.loads(out)
    assert [(r["a"], r["b"], r["count"], r["events"], r["disputes"]) for r in made["data"]] == [("CHE", "NOR", 1, 1, 1)]
    assert made["acts"][0]["quote"] in TALKS
    assert (made["acts"][1]["sense"], made["acts"][1]["time"]) == ("cooperation", "2025-03-03")
    _, out, _ = terminal("ties", "--kind", "events", "--study", home)
    assert "Norway" in out
    assert "Switzerland accused Norway of delay." in out
