"""Verdicts in the browser: a claim is kept, accepted, and stands under the score; forged forms do nothing."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from equalterms.cli.app import Common
from equalterms.cli.serve import served
from tests.conftest import Edit
from tests.web.conftest import HOST, Answer, Ask, asker
from tests.web.test_uploads import WORDS, send, token

FACT = "In 2023, graduates in Norway reached 55 persons, the Registry said."


@pytest.fixture
def own(folder: Edit, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """A study's folder, served; its ledger stands in it."""
    monkeypatch.delenv("EQUALTERMS_LEDGER", raising=False)
    return asker(served(Common(study=str(folder())), 8017))


def judge(ask: Ask, **fields: str) -> Answer:
    """The form of a claim, sent."""
    body = urlencode({"token": token(ask), **fields}).encode()
    kind = "application/x-www-form-urlencoded"
    return ask("/verdict", "POST", body, origin=f"http://{HOST}", content_type=kind, content_length=str(len(body)))


def kept(ask: Ask, words: str = WORDS) -> list[dict[str, object]]:
    """The claims of the ledger after an article was kept."""
    made = send(ask, {"token": token(ask).encode(), "text": words.encode(), "keep": b"1"})
    assert (made.status, made.headers["location"]) == (303, "/ledger")
    rows: list[dict[str, object]] = ask("/ledger.json").json()["data"]
    return rows


def test_from_an_article_to_a_fact_of_the_study(own: Ask) -> None:
    """Kept, judged by a form, at once among the targets; another verdict takes it out again."""
    assert own("/ledger").text.count('<form method="post"') == 0
    before = own("/targets/NOR.json").json()["data"]
    rows = kept(own)
    goal = next(row for row in rows if row["kind"] == "target")
    shown = own("/ledger").text
    assert str(goal["id"]) in shown
    assert "trained workers to 60% by 2030" in shown
    assert shown.count('value="accept"') == len(rows)
    made = judge(own, id=str(goal["id"]), verdict="accept", series="graduates")
    assert (made.status, made.headers["location"]) == (303, f"/ledger#claim-{goal['id']}")
    after = own("/targets/NOR.json").json()["data"]
    assert len(after) == len(before) + 1
    assert any(row["target"]["value"] == 60 for row in after)
    state = {row["id"]: (row["state"], row["series"]) for row in own("/ledger.json").json()["data"]}
    assert state[goal["id"]] == ("accept", "graduates")
    assert judge(own, id=str(goal["id"]), verdict="reject").status == 303
    assert own("/targets/NOR.json").json()["data"] == before


def test_an_accepted_value_stands_under_the_score(own: Ask) -> None:
    """A figure of an article about an indicator of the study: `why` names the article as its source."""
    rows = kept(own, FACT)
    value = next(row for row in rows if row["kind"] == "observation")
    assert judge(own, id=str(value["id"]), verdict="accept", series="graduates").status == 303
    listed = own("/sources").text
    assert "article" in listed
    assert re.search(r"graduates", own("/ledger").text)


def test_what_is_no_verdict_is_refused(own: Ask, folder: Edit) -> None:
    """A guessed token, another verdict, a claim and an indicator that are none; an address alone does nothing."""
    rows = kept(own)
    id = str(rows[0]["id"])
    before = own("/ledger.json").json()["data"]
    for fields in (
        {"token": "guessed", "id": id, "verdict": "accept"},
        {"id": id, "verdict": "burn"},
        {"id": "", "verdict": "accept"},
        {"id": "ffffffffffff", "verdict": "accept"},
        {"id": id, "verdict": "accept", "series": "gradutes"},
    ):
        assert judge(own, **fields).status in (404, 422)
    body = urlencode({"token": token(own), "id": id, "verdict": "accept"}).encode()
    kind = "application/x-www-form-urlencoded"
    assert own("/verdict", "POST", body, origin="http://evil.example", content_type=kind).status == 403
    assert own(f"/verdict?id={id}&verdict=accept").status == 303
    assert own("/ledger.json").json()["data"] == before


def test_nothing_is_kept_unless_it_is_asked_for(own: Ask, folder: Edit, tmp_path: Path) -> None:
    """Reading alone leaves no ledger."""
    assert send(own, {"token": token(own).encode(), "text": WORDS.encode()}).status == 200
    assert own("/ledger.json").json()["data"] == []
    assert not list(tmp_path.rglob("ledger.sqlite"))
