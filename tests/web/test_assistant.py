"""The pages as tools: an assistant lists them, asks, and gets what the terminal prints; refusals are words."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from equalterms.cli.app import Common
from equalterms.cli.serve import desk
from equalterms.web.assistant import server, tools
from equalterms.web.desk import Desk

client = pytest.importorskip("mcp.client.client", reason="the extra mcp is not installed")


@pytest.fixture(scope="module")
def hdi() -> Desk:
    """The pages of the smaller embedded study."""
    return desk(Common(study="hdi"))


def done(work: Coroutine[Any, Any, Any]) -> Any:
    """What comes of asynchronous work, in a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def asked(pages: Desk, name: str, **arguments: object) -> Any:
    """A tool called through the protocol."""

    async def call() -> Any:
        async with client.Client(server(pages)) as speaker:
            return await speaker.call_tool(name, arguments)

    return done(call())


def test_every_page_is_a_tool(hdi: Desk) -> None:
    async def listed() -> Any:
        async with client.Client(server(hdi)) as speaker:
            return speaker.instructions, (await speaker.list_tools()).tools

    told, found = done(listed())
    assert "cite" in told
    assert {tool.name for tool in found} == set(hdi.kinds) == {each["name"] for each in tools(hdi)}
    why = next(tool for tool in found if tool.name == "why")
    assert why.input_schema["required"] == ["unit"]
    assert {"unit", "node", "set", "at"} <= set(why.input_schema["properties"])
    assert all(tool.annotations.read_only_hint for tool in found)


def test_an_answer_is_that_of_the_terminal(hdi: Desk) -> None:
    made = asked(hdi, "rank", runs=60, seed=3, set=["weight.education=2"])
    assert not made.is_error
    command = [sys.executable, "-m", "equalterms", "rank", "--study", "hdi", "--runs", "60", "--seed", "3", "--json"]
    shown = subprocess.run([*command, "--set", "weight.education=2"], capture_output=True, text=True, check=True)
    assert json.loads(made.content[0].text)["data"] == json.loads(shown.stdout)["data"]
    why = json.loads(asked(hdi, "why", unit="NOR").content[0].text)
    assert why["study"]["hash"]
    assert "hdro" in json.dumps(why)
    assert not asked(hdi, "trends", units=["NOR", "CHE"]).is_error


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("rank", {"runs": 10**9}, "runs is"),
        ("why", {}, "needs a unit"),
        ("why", {"unit": "Norge"}, "NORGE"),
        ("burn", {}, "no page 'burn'"),
        ("rank", {"set": ["weight.education"]}, "has no value"),
        ("rank", {"depth": 3}, "no parameter"),
    ],
)
def test_what_is_not_understood_is_refused_in_words(
    hdi: Desk, name: str, arguments: dict[str, object], message: str
) -> None:
    made = asked(hdi, name, **arguments)
    assert made.is_error
    assert message.casefold() in made.content[0].text.casefold()
