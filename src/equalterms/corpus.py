"""Articles to documents, many at a time: in order, on several processes, a bad one reported and passed over.

What a row says does not hang on how many processes read: each text is read by itself, near-duplicates are looked for
in the order of the input, and a corpus that is read on gives the same rows as one read in one go.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Container, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context

import msgspec.json

from equalterms.errors import StudyError
from equalterms.model import Article
from equalterms.press.alike import Alike, Signature, signature

_ENCODER = msgspec.json.Encoder()
CHUNK = 16  # articles that a process is handed at once
AHEAD = 4  # chunks a process that wait for their turn: more would fill the memory, fewer would leave it idle


@dataclass(frozen=True, slots=True)
class Item:
    """A text of a corpus: where it stands, and the article or what is wrong with it (message, remedy)."""

    name: str
    paper: Article | None = None
    fault: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a text: its document as a line of JSON (`duplicate_of` names the text that it repeats), or its
    fault. `line` is empty where the text had been read before; `wrong` says that a check of it failed.
    """

    name: str
    line: str = ""
    fault: str = ""
    wrong: bool = False
    claims: int = 0
    duplicate_of: str | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """A text read by itself: its document as JSON, or its fault, and its signature."""

    name: str
    data: str = ""
    fault: tuple[str, str] | None = None
    wrong: bool = False
    claims: int = 0
    sign: Signature | None = None


def rows(items: Iterable[Item], jobs: int = 1, done: Container[str] = ()) -> Iterator[Row]:
    """The rows of a corpus in its order, read on `jobs` processes; texts named in `done` are not read again.

    Only as many texts as are being read are in memory, and the signatures of the latest 20,000. StudyError where a
    process dies, with the names of the texts that it had.
    """
    alike = Alike()
    work = ((item, item.name in done) for item in items)
    for one in _read_here(work) if jobs <= 1 else _read_apart(work, jobs):
        twin = alike.add(one.name, one.sign)
        if one.fault:
            text = str(StudyError(one.fault[0], one.name, one.fault[1]))
            yield Row(one.name, _json({"source": one.name, "error": text}), text)
        elif not one.data:
            yield Row(one.name, duplicate_of=twin)
        else:
            head = _json({"source": one.name, "duplicate_of": twin})
            yield Row(one.name, f"{head[:-1]},{one.data[1:]}", "", one.wrong, one.claims, twin)


def _json(what: dict[str, object]) -> str:
    """One line of JSON: a document is as long as ten articles, and the standard library takes ten times as long."""
    return _ENCODER.encode(what).decode()


_Work = tuple[Item, bool]


def _read_here(work: Iterable[_Work]) -> Iterator[_Read]:
    return (_read(item, known) for item, known in work)


def _read_apart(work: Iterable[_Work], jobs: int) -> Iterator[_Read]:
    """The same on several processes: chunks go out in order and come back in order, a few ahead of need."""
    source = iter(work)
    waiting: deque[tuple[list[_Work], Future[list[_Read]]]] = deque()
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        while True:
            while len(waiting) < AHEAD * jobs and (chunk := list(islice(source, CHUNK))):
                waiting.append((chunk, pool.submit(_read_all, chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            yield from _result(chunk, future.result)


def _result(chunk: list[_Work], result: Callable[[], list[_Read]]) -> list[_Read]:
    try:
        return result()
    except BrokenProcessPool:
        first, last = chunk[0][0].name, chunk[-1][0].name
        raise StudyError(
            "the process that read them was ended", f"{first} to {last}", "read on with --resume; --jobs 1 needs least"
        ) from None


def _read_all(chunk: list[_Work]) -> list[_Read]:
    return [_read(item, known) for item, known in chunk]


def _read(item: Item, known: bool) -> _Read:
    """Read one text; of one that is known only the signature is taken, so that later texts find it."""
    from equalterms.audit import checks
    from equalterms.press import document, dressed, read

    if item.paper is None:
        return _Read(item.name, fault=item.fault)
    sign = signature(item.paper.text)
    if known:
        return _Read(item.name, sign=sign)
    try:
        reading = read(dressed(item.paper))
        audit = checks(reading)
        data = _json(document(reading, audit))
    except StudyError as error:
        return _Read(item.name, fault=(error.message, error.remedy), sign=sign)
    except Exception as error:  # a bug of the reader must not cost the rest of the corpus
        what = f"the reader failed on it: {type(error).__name__}: {error}"
        return _Read(item.name, fault=(what[:300], "report it with this text"), sign=sign)
    wrong = any(check.verdict == "inconsistent" for check in audit)
    return _Read(item.name, data, None, wrong, len(reading.claims), sign)
