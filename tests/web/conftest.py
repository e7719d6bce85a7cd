"""A browser of a few lines: what it sends goes into the application as it is, hostile or not."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

import pytest

from equalterms.cli.app import Common
from equalterms.cli.serve import served
from equalterms.web.safety import Guard

HOST = "127.0.0.1:8017"
T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


Ask = Callable[..., Answer]


def finished(work: Coroutine[Any, Any, T]) -> T:
    """What comes of asynchronous work, in a thread of its own: a browser's tests may hold a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def asker(app: Guard) -> Ask:
    """`ask("/rank?runs=20")`: one request of a browser on this machine; any header may be set otherwise."""

    def ask(target: str, method: str = "GET", body: bytes = b"", **headers: str | None) -> Answer:
        return finished(request(app, target, method, body, headers))

    return ask


async def request(app: Guard, target: str, method: str, body: bytes, headers: dict[str, str | None]) -> Answer:
    """One request, written as a server would hand it on."""
    path, _, query = target.partition("?")
    given = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote_to_bytes(path).decode("utf-8", "replace"),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in given.items() if value is not None],
        "client": ("127.0.0.1", 5000),
        "server": ("127.0.0.1", 8017),
    }
    sent: list[dict[str, Any]] = []
    todo = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        return todo.pop(0) if todo else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(scope, receive, send)
    found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Answer(sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))


@pytest.fixture(scope="session")
def observatory() -> Guard:
    """The observatory of the embedded study."""
    return served(Common(), 8017)


@pytest.fixture(scope="session")
def ask(observatory: Guard) -> Ask:
    """A browser at the embedded study."""
    return asker(observatory)


@pytest.fixture(scope="session")
def hdi() -> Ask:
    """A browser at the smaller embedded study."""
    return asker(served(Common(study="hdi"), 8017))
