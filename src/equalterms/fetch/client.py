"""The polite client: asks an address, waits and tries again where it should, and refuses what is too much."""

from __future__ import annotations

import email.utils
import http.client
import os
import random
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import urlsplit

import equalterms
from equalterms.errors import StudyError
from equalterms.fetch.addresses import checked, parted, private, reached, redirected

OFFLINE = "EQUALTERMS_OFFLINE"
CONTACT = "EQUALTERMS_CONTACT"
MIB = 1024 * 1024
_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_REDIRECTS = 5
_BLOCK = 65_536


class NetworkError(StudyError):
    """The network was needed and not allowed, or not there (exit code 5)."""

    code = 5


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an answer that was had before: its validators, and its bytes."""

    etag: str
    modified: str
    body: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: the bytes, when, and by which validators it can be asked for again.

    `fresh` is False where the server said that nothing had changed; the bytes are then the known ones.
    """

    address: str
    body: bytes
    time: str
    etag: str = ""
    modified: str = ""
    fresh: bool = True


@dataclass(slots=True)
class Client:
    """Asks addresses one after the other. `known` are earlier answers by address, for conditional requests.

    `offline` forbids the network, as EQUALTERMS_OFFLINE=1 does. `tell` is called with a line about what is going
    on; `sleep` and `now` are given by tests.
    """

    known: dict[str, Known] = field(default_factory=dict)
    offline: bool = False
    tell: Callable[[str], None] = lambda line: None
    timeout: float = 30.0
    most_time: float = 600.0
    most_bytes: int = 256 * MIB
    tries: int = 5
    pause: float = 0.1
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    answers: list[Answer] = field(default_factory=list)

    def get(self, address: str, kind: str = "*/*", secret: str = "") -> Answer:
        """The answer of an address; a NetworkError where none is to be had, a StudyError where it is refused.

        `secret` (`name=value`) is added to the query as it is sent, and stands in no answer, message or file.
        """
        checked(address)
        self.allowed(address)
        if self.answers:
            self.sleep(self.pause)
        end, left, begun = self.now() + self.most_time, self.tries, _Begun()
        while True:
            left -= 1
            try:
                answer = self._ask(address, kind, end, secret, begun)
            except _LaterError as later:
                self._wait(later, address, left, end)
            else:
                self.answers.append(answer)
                return answer

    def post(self, address: str, body: bytes, key: str = "") -> bytes:
        """What an address answers to a JSON body; the caller has named it, so it may be a machine of a private network.

        `key` is sent as a bearer token, never over plain http to another machine, and stands in no message or file.
        """
        mine = parted(address)
        self.allowed(address)
        if key and mine.scheme == "http" and not private(mine.hostname or ""):
            raise StudyError("the key would go over the network unencrypted", address, "write https://")
        end, left, begun = self.now() + self.most_time, self.tries, _Begun()
        while True:
            left -= 1
            try:
                return self._ask(address, "application/json", end, "", begun, (body, key)).body
            except _LaterError as later:
                self._wait(later, address, left, end)

    def allowed(self, where: str) -> None:
        """A NetworkError where the network may not be used."""
        if self.offline or offline():
            raise NetworkError("the network is needed and not allowed", where, f"go without --offline and {OFFLINE}=1")

    def _wait(self, later: _LaterError, address: str, left: int, end: float) -> None:
        """Sleep until the next try: as long as the server asks, or twice as long each time."""
        tried = self.tries - left
        pause = later.after if later.after is not None else 2.0 ** (tried - 1) * random.uniform(0.75, 1.25)  # noqa: S311
        if not left or self.now() + pause >= end:
            times = f" after {tried} tries" if tried > 1 else ""
            asked = f"; it asks to wait {later.after:.0f} s" if later.after is not None else ""
            raise NetworkError(f"{later.why}{times}{asked}", address, "try again later; the study is as it was")
        self.tell(f"{_host(address)}: {later.why}; again in {pause:.0f} s")
        self.sleep(pause)

    def _ask(
        self, address: str, kind: str, end: float, secret: str, begun: _Begun, posted: tuple[bytes, str] | None = None
    ) -> Answer:
        sent = f"{address}{'&' if '?' in address else '?'}{secret}" if secret else address
        request = urllib.request.Request(sent, headers=self._headers(address, kind))  # noqa: S310  # checked() has seen it
        for name, value in begun.headers().items() if posted is None else ():
            request.add_header(name, value)
        if posted is not None:
            request.data = posted[0]
            request.add_header("Content-Type", "application/json")
            if posted[1]:
                request.add_unredirected_header("Authorization", f"Bearer {posted[1]}")
        opener = urllib.request.build_opener(_Http(address), _Https(address), _Redirects(address))
        try:
            with opener.open(request, timeout=self.timeout) as response:
                return self._answer(address, response, end, begun)
        except urllib.error.HTTPError as error:
            with error:
                return self._not_ok(address, error)
        except (TimeoutError, http.client.HTTPException, urllib.error.URLError, OSError) as error:
            raise _LaterError(_said(error)) from None

    def _headers(self, address: str, kind: str) -> dict[str, str]:
        contact = os.environ.get(CONTACT, "")
        agent = f"equalterms/{equalterms.__version__}" + (
            f" (mailto:{contact})" if contact.isprintable() and contact else ""
        )
        headers = {"User-Agent": agent, "Accept": kind, "Accept-Encoding": "gzip"}
        if known := self.known.get(address):
            headers |= {"If-None-Match": known.etag} if known.etag else {}
            headers |= {"If-Modified-Since": known.modified} if known.modified else {}
        return headers

    def _answer(self, address: str, response: Any, end: float, begun: _Begun) -> Answer:
        body = self._body(address, response, end, begun)
        etag, modified = response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
        self.tell(f"{_host(address)}: {len(body) / 1024:.0f} KiB")
        return Answer(address, body, stamp(self.now()), etag, modified)

    def _not_ok(self, address: str, error: urllib.error.HTTPError) -> Answer:
        known = self.known.get(address)
        if error.code == 304 and known is not None:
            self.tell(f"{_host(address)}: not changed")
            return Answer(address, known.body(), stamp(self.now()), known.etag, known.modified, fresh=False)
        said = f"the server answered {error.code} {http.client.responses.get(error.code, '')}".rstrip()
        if error.code in _AGAIN:
            raise _LaterError(said, _after(error.headers.get("Retry-After", ""), self.now()))
        remedy = "the source knows no such table or series" if error.code in (400, 404, 410) else "see it in a browser"
        raise StudyError(said, address, remedy)

    def _body(self, address: str, response: Any, end: float, begun: _Begun) -> bytes:
        """The whole body, unpacked; too much or too long is refused, what broke off is gone on with."""
        coding = response.headers.get("Content-Encoding", "identity").lower()
        if coding not in ("identity", "gzip", ""):
            raise StudyError(
                f"is packed as {coding}, which was not asked for", address, "the source must be asked otherwise"
            )
        told = begun.goes_on(response)
        while block := response.read(_BLOCK):
            begun.blocks.append(block)
            begun.size += len(block)
            if begun.size > self.most_bytes:
                raise self._too_much(address)
            if self.now() > end:
                raise NetworkError(f"took more than {self.most_time:.0f} s", address, "try again later")
        body = self._unpacked(begun, address) if coding == "gzip" else b"".join(begun.blocks)
        if body is None or (told is not None and begun.size != told):
            raise _LaterError(f"the answer broke off after {begun.size} bytes")
        return body

    def _unpacked(self, begun: _Begun, address: str) -> bytes | None:
        """The blocks unpacked, as far as is allowed; None where the end is missing."""
        unpack, made, size = zlib.decompressobj(31), [], 0
        for block in begun.blocks:
            try:
                made.append(unpack.decompress(block, self.most_bytes - size + 1))
            except zlib.error:
                begun.forget()
                raise _LaterError("the answer is no sound gzip") from None
            size += len(made[-1])
            if size > self.most_bytes:
                raise self._too_much(address)
        return b"".join(made) if unpack.eof else None

    def _too_much(self, address: str) -> StudyError:
        return StudyError(f"gives more than {self.most_bytes // MIB} MiB", address, "ask for fewer years or series")


@dataclass(slots=True)
class _Begun:
    """What came of an answer before it broke off, and the mark by which the server knows that it is still the same."""

    blocks: list[bytes] = field(default_factory=list)
    size: int = 0
    mark: str = ""

    def headers(self) -> dict[str, str]:
        """What asks for the rest alone: the whole comes where it has changed, or the server cannot (RFC 9110, 14)."""
        return {"Range": f"bytes={self.size}-", "If-Range": self.mark} if self.size and self.mark else {}

    def goes_on(self, response: Any) -> int | None:
        """Begin anew unless the response is the rest; how many bytes there are in all, where that is told."""
        length = response.headers.get("Content-Length", "")
        rest = response.status == 206
        if rest and not response.headers.get("Content-Range", "").startswith(f"bytes {self.size}-"):
            self.forget()
            raise _LaterError("the server went on at another place")
        if not rest:
            self.forget()
            etag = response.headers.get("ETag", "")
            if etag.startswith('"') and response.headers.get("Accept-Ranges", "") == "bytes":
                self.mark = etag
        return self.size + int(length) if length.isdigit() else None

    def forget(self) -> None:
        """Nothing is held."""
        self.blocks, self.size, self.mark = [], 0, ""


class _LaterError(Exception):
    """A try that failed for now. `after` is how many seconds the server asks to wait."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.after = after


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to where the declared address may lead."""

    max_redirections = _REDIRECTS
    max_repeats = _REDIRECTS

    def __init__(self, declared: str) -> None:
        self.declared = declared

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        """The next request, if it may be made; a text that was sent goes to no other address."""
        if req.data is not None:
            raise StudyError(f"leads on to {newurl[:200]}", self.declared, "name that address, if it is meant")
        return super().redirect_request(req, fp, code, msg, headers, redirected(self.declared, newurl))


class _Http(urllib.request.HTTPHandler):
    """Opens http; without a proxy, the machine that a name leads to is looked at before anything is asked."""

    def __init__(self, declared: str) -> None:
        super().__init__()
        self.declared = declared

    def http_open(self, req: urllib.request.Request) -> Any:
        """The response."""
        return self.do_open(http.client.HTTPConnection if req.has_proxy() else _guarded(_Plain, self.declared), req)


class _Https(urllib.request.HTTPSHandler):
    """The same for https; certificates are checked."""

    def __init__(self, declared: str) -> None:
        super().__init__()
        self.declared = declared

    def https_open(self, req: urllib.request.Request) -> Any:
        """The response."""
        tunnel = getattr(req, "_tunnel_host", None)
        return self.do_open(http.client.HTTPSConnection if tunnel else _guarded(_Secure, self.declared), req)


class _Plain(http.client.HTTPConnection):
    declared = ""

    def connect(self) -> None:
        """Connect, and look at where the connection has led."""
        super().connect()
        reached(self.declared, self.sock.getpeername()[0])


class _Secure(http.client.HTTPSConnection):
    declared = ""

    def connect(self) -> None:
        """Connect, and look at where the connection has led."""
        super().connect()
        reached(self.declared, self.sock.getpeername()[0])


def _guarded(kind: type[_Plain] | type[_Secure], declared: str) -> Any:
    return type(kind.__name__, (kind,), {"declared": declared})


def offline() -> bool:
    """Whether the environment forbids the network."""
    return os.environ.get(OFFLINE, "") not in ("", "0")


def stamp(seconds: float) -> str:
    """A moment as text: 2026-11-23T09:18:06Z."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def _after(told: str, now: float) -> float | None:
    """Retry-After in seconds: a number, or a date of HTTP."""
    if told.strip().isdigit():
        return float(told)
    try:
        moment = email.utils.parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - now)


def _said(error: BaseException) -> str:
    """What went wrong below HTTP, without a word that could hold a proxy's credentials."""
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return "no answer in time"
    if isinstance(reason, http.client.HTTPException):
        return "the answer broke off" if isinstance(reason, http.client.IncompleteRead) else "the answer is no HTTP"
    if isinstance(reason, OSError) and reason.strerror:
        return f"no connection: {reason.strerror}"
    return "no connection"


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""
