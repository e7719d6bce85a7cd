"""A process of its own in which strange files are taken apart, with a clock, a ceiling and no way out.

A page or a PDF of someone else may be made to hang or to swell. It is opened in a child process that may use so much
memory and no network; the child is ended when its time is over. It stays for the next file, so that a folder of
articles pays for one start.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from threading import Lock, Timer
from typing import IO, Any

from equalterms.errors import StudyError

SECONDS = 30.0
MEMORY = 4 * 1024**3


class Worker:
    """The child process, started when it is first asked and again after it was ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._lock = Lock()
        atexit.register(self.close)

    def close(self) -> None:
        """End the child, if it is this process's own."""
        if self._owner == os.getpid():
            self._end()

    def ask(self, kind: str, data: bytes, name: str, seconds: float = SECONDS) -> dict[str, Any]:
        """What the child finds in the bytes of a file (`kind` is html or pdf); StudyError where it does not end."""
        with self._lock:
            process = self._running()
            source, sink = process.stdin, process.stdout
            clock = Timer(seconds, process.kill)
            clock.start()
            try:
                reply = _exchange(source, sink, f"{kind} {len(data)}\n".encode() + data)
            except OSError:
                reply = b""
            finally:
                clock.cancel()
            if not reply:
                self._end()
                raise StudyError(
                    f"could not be taken apart within {seconds:g} seconds and {MEMORY // 1024**3} GiB",
                    name,
                    "save the article as plain text (.txt)",
                )
            answer: dict[str, Any] = json.loads(reply)
            return answer

    def _running(self) -> subprocess.Popen[bytes]:
        """The child of this very process: one that was inherited by a fork answers to someone else."""
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            path = os.pathsep.join(part for part in sys.path if part)
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "equalterms.files.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": path},
            )
            self._owner = os.getpid()
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _exchange(source: IO[bytes] | None, sink: IO[bytes] | None, request: bytes) -> bytes:
    """The child's answer; empty where it fell silent."""
    if source is None or sink is None:
        return b""
    source.write(request)
    source.flush()
    size = sink.readline()
    return sink.read(int(size)) if size.strip().isdigit() else b""


WORKER = Worker()
