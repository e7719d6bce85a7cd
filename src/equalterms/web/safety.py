"""What every request must pass, and what every answer carries: loopback hosts, own origin, strict headers."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
MOST_QUERY = 16_384
MOST_PATH = 1_024
MOST_BODY = 21 * 1024 * 1024
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Not no-referrer: with it, browsers send `Origin: null` with every form, and none could be told from a foreign one.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Token:
    """A secret of this process that every posted form must bring back."""

    def __init__(self) -> None:
        self.text = secrets.token_urlsafe(32)

    def fits(self, given: object) -> bool:
        """Whether what a form brought is the secret; compared in constant time."""
        return isinstance(given, str) and hmac.compare_digest(given.encode(), self.text.encode())


class Guard:
    """Refuses foreign hosts, foreign origins, strange methods and what is too long; adds the headers."""

    def __init__(self, app: ASGIApp, port: int | None = None) -> None:
        self.app = app
        plain = LOOPBACK if port in (None, 80) else ()
        self.hosts = frozenset((*plain, *(f"{host}:{port}" for host in LOOPBACK)))
        self.origins = frozenset(f"http://{host}" for host in self.hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        refused = self.refusal(scope)
        if refused:
            await _refuse(send, *refused, head=scope["method"] == "HEAD")
            return
        await self.app(scope, _limited(receive), _dressed(send))

    def refusal(self, scope: Scope) -> tuple[int, str] | None:
        """The status and the reason if the request is not let in."""
        heads = _heads(scope["headers"])
        if any(len(heads.get(name, ())) > 1 for name in ("host", "origin", "content-length")):
            return 400, "A header stands twice."
        if heads.get("host", [""])[0].lower() not in self.hosts:
            return 421, "This address is not served here: use 127.0.0.1 or localhost."
        if scope["method"] not in ("GET", "HEAD", "POST"):
            return 405, "Only GET, HEAD and POST are understood."
        if len(scope["path"]) > MOST_PATH or len(scope.get("query_string", b"")) > MOST_QUERY:
            return 414, "The address is too long."
        if not heads.get("content-length", ["0"])[0].isdigit():
            return 400, "The length of the body is no number."
        if int(heads.get("content-length", ["0"])[0]) > MOST_BODY:
            return 413, f"More than {MOST_BODY // 1024 // 1024} MiB were sent."
        return self._foreign(scope["method"], heads)

    def _foreign(self, method: str, heads: Mapping[str, list[str]]) -> tuple[int, str] | None:
        origin = heads.get("origin", [None])[0]
        if method == "POST" and origin not in self.origins:
            return 403, "A form may be sent from the observatory's own pages alone."
        if origin is not None and origin not in self.origins:
            return 403, "Other sites may not read this one."
        site = heads.get("sec-fetch-site", ["none"])[0]
        opened = heads.get("sec-fetch-mode", [""])[0] == "navigate" and method == "GET"
        if site in ("cross-site", "same-site") and not opened:
            return 403, "Other sites may link here, and nothing else."
        return None


def _heads(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in raw:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1").strip())
    return found


def _limited(receive: Receive) -> Receive:
    """A body that says nothing of its length is cut off where it grows too long."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > MOST_BODY else message

    return counted


def _dressed(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
            message = {**message, "headers": [*message.get("headers", ()), *own]}
        await send(message)

    return with_headers


async def _refuse(send: Send, status: int, why: str, head: bool) -> None:
    body = f"{why}\n".encode()
    heads = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    dressed = _dressed(send)
    await dressed({"type": "http.response.start", "status": status, "headers": heads})
    await dressed({"type": "http.response.body", "body": b"" if head else body})
