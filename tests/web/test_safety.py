"""Hostile requests: foreign hosts and origins, paths out of the study, what is too long, what is no number."""

from __future__ import annotations

import asyncio
import logging

import pytest

from equalterms.cli.app import Common
from equalterms.cli.serve import served
from equalterms.files import load
from equalterms.results import Output
from equalterms.web import application
from equalterms.web.safety import POLICY
from tests.web.conftest import HOST, Answer, Ask, asker, finished, request

ORIGIN = f"http://{HOST}"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:8017", "", None])
def test_foreign_hosts_are_refused(ask: Ask, host: str | None) -> None:
    assert ask("/rank", host=host).status == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8017", "localhost:8017", "LOCALHOST:8017", "[::1]:8017"])
def test_this_machines_names_are_served(ask: Ask, host: str) -> None:
    assert ask("/methods", host=host).status == 200


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "http://localhost:9999", "https://127.0.0.1:8017"]
)
def test_forms_come_from_own_pages_alone(ask: Ask, origin: str | None) -> None:
    assert ask("/read", "POST", b"", origin=origin).status == 403


def test_other_sites_may_link_and_no_more(ask: Ask) -> None:
    assert ask("/methods", sec_fetch_site="cross-site", sec_fetch_mode="navigate").status == 200
    assert ask("/methods", sec_fetch_site="cross-site", sec_fetch_mode="no-cors").status == 403
    assert ask("/rank.json", sec_fetch_site="same-site", sec_fetch_mode="cors").status == 403
    assert ask("/rank.json", origin="http://evil.example").status == 403
    assert ask("/methods", sec_fetch_site="same-origin", sec_fetch_mode="cors").status == 200


@pytest.mark.parametrize("address", ["/methods", "/nope", "/assets/app.js", "/go?q=x", "/methods.json", "/rank?at=x"])
def test_every_answer_carries_the_headers(ask: Ask, address: str) -> None:
    heads = ask(address).headers
    assert heads["content-security-policy"] == POLICY
    assert "unsafe" not in POLICY
    assert heads["x-content-type-options"] == "nosniff"
    assert heads["x-frame-options"] == "DENY"
    assert heads["cross-origin-resource-policy"] == "same-origin"
    assert ask(address, host="evil.example").headers["content-security-policy"] == POLICY


@pytest.mark.parametrize(
    "address",
    [
        "/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/assets/..%2f..%2fapp.py",
        "/assets/../safety.py",
        "/assets/safety.py",
        "/study.yaml",
        "/%00",
        "/why/%00",
        "/why/..%2f..%2f..",
        "/claims/..%2falliance",
        "//evil.example",
        "/rank/nothing",
        "/why",
        "/why/XXX",
        "/why/NOR/talent/more",
        "/profile/%F0%9F%98%80",
        "/targets/<script>alert(1)</script>",
        "/reach/NOR/first",
        "/work.json",
    ],
)
def test_what_is_not_there_is_not_found(ask: Ask, address: str) -> None:
    seen = ask(address)
    assert seen.status == 404
    assert "root:" not in seen.text
    assert "Traceback" not in seen.text
    assert "<script>alert" not in seen.text


@pytest.mark.parametrize(
    "address",
    [
        "/rank?set=weight.research",
        "/rank?set=weight.reserch=2",
        "/rank?set=normalise=<script>alert(1)</script>",
        "/rank?runs=0",
        "/rank?runs=20001",
        "/rank?runs=1e9",
        "/rank?runs=5&runs=6",
        "/rank?at=1492",
        "/rank?at=-1",
        "/rank?seed=x",
        "/rank?colour=red",
        "/rank?figure=1",
        "/units?u=",
        "/units?u=NOR,CHE,FRA,DEU,ITA,ESP",
        "/compare?a=/etc",
        "/compare?a=..&b=.",
        "/rank?" + "&".join(["set=weight.research=2"] * 201),
        "/rank?set=drop=ai_capability",
        "/study.zip?set=nothing=1",
        "/profile/TWN",
    ],
)
def test_what_does_not_fit_is_told_with_its_remedy(ask: Ask, address: str) -> None:
    if address == "/units?u=":
        assert ask(address).status == 200
        return
    seen = ask(address)
    assert seen.status == 422, address
    assert "What helps:" in seen.text or address.startswith("/study.zip") or address.startswith("/rank?set=drop")
    assert "<script>alert" not in seen.text
    path, _, query = address.partition("?")
    made = ask(f"{path}.json?{query}" if path != "/study.zip" else address)
    assert made.status == 422
    if path != "/study.zip":
        assert set(made.json()["error"]) == {"message", "where", "remedy"}


def test_what_is_too_long_is_refused(ask: Ask) -> None:
    assert ask("/rank?set=" + "x" * 20_000).status == 414
    assert ask("/" + "x" * 2_000).status == 414
    assert ask("/read", "POST", b"", origin=ORIGIN, content_length=str(10**9)).status == 413
    assert ask("/read", "POST", b"", origin=ORIGIN, content_length="1e3").status == 400
    assert ask("/rank", "DELETE").status == 405


def test_a_body_that_lies_about_its_length_is_cut_off(ask: Ask) -> None:
    body = b"x" * (22 * 1024 * 1024)
    kind = "multipart/form-data; boundary=b"
    assert ask("/read", "POST", body, origin=ORIGIN, content_type=kind).status == 400


def test_a_fault_of_the_program_shows_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> Output:
        raise ZeroDivisionError("a secret of the program")

    ask = asker(application(load("hdi"), {"rank": broken}, port=8017))
    with caplog.at_level(logging.CRITICAL):
        seen = ask("/rank")
    assert seen.status == 500
    assert "secret" not in seen.text
    assert "Traceback" not in seen.text
    assert ask("/rank.json").json()["error"]["message"] == "this is a fault of the program"


def test_a_second_tab_is_not_held_up() -> None:
    """While one page works for long, another is answered; who asks for the same waits for the same work."""
    import threading

    go, calls = threading.Event(), []

    def slow(study: object, seed: int, given: object) -> Output:
        calls.append(seed)
        assert go.wait(20)
        return plain(study, seed, given)

    def plain(study: object, seed: int, given: object) -> Output:
        from equalterms.page import Page

        return Output("rank", [], Page("rank", "Done", ()), study=load("hdi"))

    app = application(load("hdi"), {"bounds": slow, "data": plain}, port=8017)

    async def tabs() -> tuple[Answer, Answer, Answer, Answer]:
        waiting = asyncio.create_task(request(app, "/bounds.json", "GET", b"", {}))
        page = asyncio.create_task(request(app, "/bounds", "GET", b"", {}))
        await asyncio.sleep(0.1)
        other = await request(app, "/data", "GET", b"", {})
        first = await page
        name = first.text.split("/work/")[1][:20]
        state = await request(app, f"/work/{name}", "GET", b"", {})
        go.set()
        return other, first, state, await waiting

    other, first, state, done = finished(tabs())
    assert other.status == 200
    assert first.status == 202
    assert '<meta http-equiv="refresh" content="2">' in first.text
    assert state.json()["working"] is True
    assert done.status == 200
    assert asker(app)("/bounds").status == 200
    assert calls == [0]


def test_the_default_is_the_study_that_is_named() -> None:
    assert "Human Development" in asker(served(Common(study="hdi"), 8017))("/sources").text
