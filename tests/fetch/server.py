"""A source of the tests: a server on loopback, in a thread, that answers by a script."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """What is answered: a status, headers, bytes. `short` bytes fewer are sent than told, after `wait` seconds."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    short: int = 0
    wait: float = 0.0
    packed: bool = False


@dataclass
class Place:
    """The running server: its address, and each request that it has seen (path with query, headers)."""

    address: str
    seen: list[tuple[str, dict[str, str]]]


Answering = Callable[[str, dict[str, str]], Reply]


@contextmanager
def serving(answer: Answering) -> Iterator[Place]:
    """A server that answers each path with what `answer` gives."""
    seen: list[tuple[str, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {key.lower(): value for key, value in self.headers.items()}
            seen.append((self.path, headers))
            reply = answer(self.path, headers)
            time.sleep(reply.wait)
            body = gzip.compress(reply.body) if reply.packed else reply.body
            self.send_response(reply.status)
            for key, value in reply.headers.items():
                self.send_header(key, value)
            if reply.packed:
                self.send_header("Content-Encoding", "gzip")
            if reply.status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) - reply.short])

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: what was asked is in `seen`."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing of clients that have gone."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield Place(f"http://127.0.0.1:{server.server_port}", seen)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def script(*replies: Reply) -> Answering:
    """Each request is answered by the next reply, in order; the last one stays."""
    left = list(replies)
    return lambda path, headers: left.pop(0) if len(left) > 1 else left[0]
