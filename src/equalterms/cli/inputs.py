"""Articles as they are named on the command line: files, folders, JSON lines, packed or not, stdin; and corpora."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from equalterms.corpus import Item, Row, rows
from equalterms.errors import StudyError, UsageError
from equalterms.files import decode, read_article
from equalterms.files.articles import KINDS, MOST_FILE, from_bytes
from equalterms.model import Article
from equalterms.press import Reading, dressed, read

if TYPE_CHECKING:
    from equalterms.cli.app import Common
    from equalterms.cli.out import Output

_MOST = 5 * 1024 * 1024
_MOST_LINE = 4 * _MOST  # a line of JSON escapes its text
_PACKED: Mapping[str, Callable[[Path, str], object]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
_ENDS = tuple(end + packed for end in (*KINDS, ".jsonl") for packed in ("", *_PACKED))


def texts(names: Sequence[str]) -> tuple[Article, ...]:
    """Every article that the names lead to, in order; StudyError at the first that cannot be read."""
    found = []
    for item in items(names):
        if item.paper is None:
            raise StudyError(item.fault[0] if item.fault else "", item.name, item.fault[1] if item.fault else "")
        found.append(dressed(item.paper))
    return tuple(found)


def readings(common: Common, papers: Sequence[Article], address: str, model: str) -> list[Reading]:
    """The articles read; with an address and the name of a model, a language model is asked about each of them too."""
    if bool(address) != bool(model):
        missing = "--model" if address else "--ask"
        raise UsageError(f"{missing} is missing", remedy="a language model is asked by its address and its name")
    if not address:
        return [read(paper) for paper in papers]
    from equalterms.cli.progress import bar
    from equalterms.fetch.model import Endpoint
    from equalterms.readers.model import Asked

    made, endpoint = [], Endpoint(address, model)
    with bar(common, "articles") as told:
        for paper in papers:
            made.append(read(paper, Asked(endpoint, model)))
            if told:
                told(len(made), len(papers))
    return made


def items(names: Sequence[str]) -> Iterator[Item]:
    """Every text that the names lead to, one at a time: folders with all below them, in the order of their paths."""
    for name in names:
        yield from _of(name)


def _of(name: str) -> Iterator[Item]:
    if name == "-":
        data = sys.stdin.buffer.read(_MOST + 1)
        if len(data) > _MOST:
            raise StudyError("is longer than 5 MiB", "-", "split it")
        yield Item("-", Article("stdin", decode(data, "-")))
        return
    path = Path(name)
    if path.is_dir():
        inside = [p for p in sorted(path.rglob("*")) if p.name.lower().endswith(_ENDS) and p.is_file()]
        if not inside:
            raise StudyError(f"holds no {', '.join(KINDS)} or .jsonl", name, "name a folder of press texts")
        for each in inside:
            yield from _of(str(each))
        return
    if not path.exists():
        raise StudyError("is not there", name, "name a file, a folder or - for stdin")
    yield from _lines(path) if ".jsonl" in path.suffixes[-2:] else (_single(path),)


def _opened(path: Path) -> IO[bytes]:
    """The bytes of a file, unpacked as they are read."""
    return cast(IO[bytes], _PACKED.get(path.suffix.lower(), open)(path, "rb"))


def _single(path: Path) -> Item:
    """A file that is one text; what is wrong with it is its fault, not that of the run."""
    try:
        if path.suffix.lower() in _PACKED:
            with _opened(path) as file:
                data = file.read(MOST_FILE + 1)
            return Item(str(path), from_bytes(data, path.stem))
        return Item(str(path), read_article(path))
    except StudyError as error:
        return Item(str(path), fault=(error.message, error.remedy))
    except (OSError, EOFError, lzma.LZMAError) as error:
        return Item(str(path), fault=(f"cannot be unpacked: {error}", "pack it again"))


def _lines(path: Path) -> Iterator[Item]:
    """The texts of JSON lines, read as a stream: a file of any size takes the memory of one line."""
    number = 0
    try:
        with _opened(path) as file:
            while line := file.readline(_MOST_LINE + 1):
                number += 1
                if len(line) > _MOST_LINE:
                    while line and not line.endswith(b"\n"):
                        line = file.readline(_MOST_LINE)
                    yield Item(f"{path}:{number}", fault=("is longer than 20 MiB", "split it"))
                elif line.strip():
                    yield _line(path, number, line)
    except (OSError, EOFError, lzma.LZMAError) as error:
        yield Item(f"{path}:{number + 1}", fault=(f"cannot be read on: {error}", "pack it again"))


def _line(path: Path, number: int, line: bytes) -> Item:
    name = f"{path}:{number}"
    try:
        row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except (ValueError, RecursionError):
        return Item(name, fault=("is no JSON in UTF-8", "write one object a line"))
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        return Item(name, fault=("has no text", 'write {"id": ..., "text": ...}'))
    date = row.get("pub_date")
    id, day = str(row.get("id", f"{path.name.split('.')[0]}-{number}")), date if isinstance(date, str) else ""
    return Item(name, Article(id, row["text"], date=day, date_basis="given" if day else ""))


def corpus(common: Common, names: Sequence[str], jobs: int, resume: bool) -> Output:
    """Read a corpus into a file of JSON lines, each line as it is ready; with `resume` what is there is kept.

    Bad texts have a line with their error; they and failed checks are findings (exit code 1).
    """
    from equalterms.cli.out import Output
    from equalterms.cli.progress import bar
    from equalterms.page import Page, Text

    if common.output == "-" or jobs < 1:
        raise UsageError("a corpus is read by at least one process into a file", remedy="add -o claims.jsonl")
    if not names:
        raise UsageError("no article is named", remedy="name files or folders")
    done = _done(Path(common.output)) if resume else set()
    count = dict.fromkeys(("texts", "read", "claims", "duplicates", "bad", "inconsistent"), 0)
    with Path(common.output).open("ab" if resume else "wb") as file, bar(common, "texts") as told:
        for row in rows(items(names), jobs, done):
            if row.line and row.name not in done:
                file.write(row.line.encode() + b"\n")
            if row.fault and row.name not in done:
                print(f"equalterms: {row.fault}", file=sys.stderr)
            _count(count, row)
            if told is not None:
                told(count["texts"], 0)
    said = f"{count['read']} of {count['texts']} texts read into {common.output}: {count['claims']} claims, "
    said += (
        f"{count['duplicates']} near-duplicates, {count['bad']} bad texts, {count['inconsistent']} with a failed check"
    )
    findings = bool(count["bad"] or count["inconsistent"])
    data: dict[str, object] = {"written": common.output, **count}
    return Output("read", data, Page("read", said, (Text(said),)), [data], written=said, findings=findings)


def _count(count: dict[str, int], row: Row) -> None:
    count["texts"] += 1
    count["read"] += bool(row.line) and not row.fault
    count["claims"] += row.claims
    count["duplicates"] += row.duplicate_of is not None
    count["bad"] += bool(row.fault)
    count["inconsistent"] += row.wrong


def _done(path: Path) -> set[str]:
    """The texts that a file of JSON lines holds already; a last line that was cut off in writing is taken away."""
    done: set[str] = set()
    if not path.exists():
        return done
    with path.open("r+b") as file:
        end = 0
        while (line := file.readline()).endswith(b"\n"):
            try:
                done.add(str(json.loads(line)["source"]))
            except (ValueError, KeyError, TypeError):
                raise StudyError("holds a line that is no text read before", str(path), "give another -o") from None
            end += len(line)
        file.truncate(end)
    return done
