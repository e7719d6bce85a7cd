"""The commands of blocs, ties and partners, as a script uses them."""

import json
import re

import pytest

from equalterms.errors import StudyError
from tests.cli.test_terminal import Terminal, terminal  # noqa: F401  # a fixture


def test_a_bloc_in_json(terminal: Terminal) -> None:  # noqa: F811
    """Members' Shapley values add up to the pooled score; the bloc is that of its date."""
    code, out, _ = terminal("allies", "BRICS@2023", "--runs", "20", "--json")
    made = json.loads(out)["data"]
    assert code == 0
    assert made["units"] == ["BRA", "CHN", "IND", "RUS", "ZAF"]
    pooled = made["pooled"]["ai_capability"]
    assert sum(member["shapley"] for member in made["members"]) == pytest.approx(pooled["score"])
    assert made["rank_low"] <= pooled["rank"] <= made["rank_high"]
    assert 0 < made["coverage_error"] < made["coverage_error_worst"]
    assert {row["source"] for row in made["memberships"]} == {"public_record"}


def test_the_same_seed_gives_the_same_bytes(terminal: Terminal) -> None:  # noqa: F811
    for call in (("allies", "GCC", "--exact", "3", "--orders", "20"), ("ties", "--seeds", "2"), ("partners", "RUS")):
        runs = () if call[0] == "ties" else ("--runs", "10")
        first, again = (terminal(*call, *runs, "--seed", "4", "--json")[1] for _ in range(2))
        assert first == again


def test_what_is_asked_for_is_what_comes(terminal: Terminal) -> None:  # noqa: F811
    _, out, _ = terminal("partners", "rus", "--among", "BRICS", "--runs", "0", "--json")
    rows = json.loads(out)["data"]
    assert {row["partner"] for row in rows} == {"ARE", "BRA", "CHN", "EGY", "ETH", "IDN", "IND", "IRN", "ZAF"}
    _, out, _ = terminal("ties", "chn", "rus", "--kind", "works", "--json")
    made = json.loads(out)
    assert (made["kind"], made["since"], made["time"]) == ("works", "2019", "2023")
    assert [(row["a"], row["b"]) for row in made["data"]] == [("CHN", "RUS")]
    _, out, _ = terminal("ties", "--seeds", "2", "--format", "csv")
    assert len(out.splitlines()) == 1771


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (("allies", "BRIC"), "did you mean BRICS?"),
        (("allies", "BRICS", "--rule", "summ"), "no method of the family pool"),
        (("allies", "OECD", "--nested", "EU"), "Owen's value is for up to 20"),
        (("ties", "XXX"), "has no ties"),
        (("ties", "--study", "hdi"), "the study has no ties"),
        (("partners", "XXX"), "is not ranked"),
        (("partners", "RUS", "--among", "RUS"), "no other ranked unit"),
    ],
)
def test_what_cannot_be_done_is_said(terminal: Terminal, call: tuple[str, ...], words: str) -> None:  # noqa: F811
    """One error, with its remedy."""
    with pytest.raises(StudyError, match=re.escape(words)) as told:
        terminal(*call)
    assert told.value.remedy
