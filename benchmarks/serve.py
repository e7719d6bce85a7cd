"""How the observatory bears load: rank pages a second, many what-ifs at once, memory over minutes. On loopback.

Usage: python benchmarks/serve.py [MINUTES]        (10 where no number is given)

The server is a process of its own, of the embedded study; the clients are threads of this one, with connections kept
open, so both share the machine's cores. The rank page is the one of people (HTML, 1,000 runs); each what-if is another
weight, so none is answered from what was kept.
"""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

CLIENTS = 16


def port() -> int:
    """A port that is free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def memory(process: int) -> float:
    """The resident memory of a process, in MiB."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


def asked(at: int, addresses: list[str], clients: int, until: float = 0.0) -> tuple[list[float], dict[int, int]]:
    """Seconds of each answer, and how often each status came: the addresses in turn, or over again until a time."""
    took: list[float] = []
    seen: dict[int, int] = {}
    lock, place = threading.Lock(), iter(range(10**9))

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", at, timeout=120)
        while True:
            with lock:
                number = next(place)
            if number >= len(addresses) and (not until or time.monotonic() >= until):
                return
            start = time.perf_counter()
            connection.request("GET", addresses[number % len(addresses)])
            answer = connection.getresponse()
            answer.read()
            with lock:
                took.append(time.perf_counter() - start)
                seen[answer.status] = seen.get(answer.status, 0) + 1

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(took), seen


def told(name: str, work: Callable[[], tuple[list[float], dict[int, int]]]) -> None:
    """A line: how many answers a second, how long they took, with which statuses."""
    start = time.perf_counter()
    took, seen = work()
    spent = time.perf_counter() - start
    ends = [1000 * took[min(len(took) - 1, int(q * len(took)))] for q in (0.5, 0.95, 0.99)]
    print(
        f"{name:36} {len(took):7d} answers {len(took) / spent:7.0f} a second, "
        f"median {ends[0]:.0f} ms, 95th percentile {ends[1]:.0f} ms, 99th {ends[2]:.0f} ms, {seen}",
        flush=True,
    )


def main() -> None:
    """Print the figures."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    at = port()
    server = subprocess.Popen([sys.executable, "-m", "equalterms", "serve", "--port", str(at), "-q"])
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", at), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        asked(at, ["/rank"], 1)
        told("rank page", lambda: asked(at, ["/rank"], CLIENTS, time.monotonic() + 10))
        what_ifs = [f"/rank.part?runs=2000&set=weight.talent={1 + n / 1000:g}" for n in range(500)]
        told("one what-if after another", lambda: asked(at, [each + "&seed=3" for each in what_ifs[:50]], 1))
        told("500 what-ifs at once", lambda: asked(at, what_ifs, 500))
        print(f"memory after that: {memory(server.pid):.0f} MiB", flush=True)
        for minute in range(int(minutes)):
            fresh = [f"/rank.part?runs=500&seed={minute * 1000 + n}" for n in range(400)]
            asked(at, ["/rank", "/why/NOR", "/", *fresh], 4, time.monotonic() + 60)
            print(f"minute {minute + 1}: {memory(server.pid):.0f} MiB", flush=True)
    finally:
        server.terminate()
        server.wait()
    print(f"{os.cpu_count()} cores, shared with the clients")


if __name__ == "__main__":
    main()
