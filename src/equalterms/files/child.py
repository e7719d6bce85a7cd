"""The child process of `worker`: takes files of others apart where they can do no harm, one after another."""

from __future__ import annotations

import json
import logging
import os
import sys
from typing import IO, Any

from equalterms.files.html import page
from equalterms.files.pdf import paper
from equalterms.files.worker import MEMORY

_FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen", "os.system", "os.exec")


def serve(source: IO[bytes], sink: IO[bytes]) -> None:
    """The child's life: a header line and bytes come in, a length and JSON go out, until there is no more."""
    while header := source.readline():
        kind, size = header.split()
        reply = json.dumps(_taken_apart(kind, source.read(int(size)))).encode()
        sink.write(f"{len(reply)}\n".encode() + reply)
        sink.flush()


def _taken_apart(kind: bytes, data: bytes) -> dict[str, Any]:
    """What is in a file. Whatever a file made to hurt raises in a library is that file's fault, said as such."""
    try:
        return page(data) if kind == b"html" else paper(data)
    except Exception as error:
        return {
            "error": f"could not be taken apart ({type(error).__name__})",
            "remedy": "save the article as plain text (.txt)",
        }


def confine() -> None:
    """Give up the network, other programs and boundless memory, for the rest of this process."""

    def forbid(event: str, _: object) -> None:
        if event in _FORBIDDEN:
            raise PermissionError(f"{event} is not for those who take strange files apart")

    sys.addaudithook(forbid)
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, ValueError, OSError):
        return  # a system without this ceiling still has the clock


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is not the answer
    confine()
    serve(sys.stdin.buffer, out)
