"""Articles as they are named on the command line: files, folders, JSON lines, stdin."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from equalterms.errors import StudyError
from equalterms.files import decode, read_article, read_bytes
from equalterms.files.articles import KINDS
from equalterms.model import Article
from equalterms.press import article, dressed

_MOST = 5 * 1024 * 1024
_MOST_LINES = 256 * 1024 * 1024


def texts(names: Sequence[str]) -> tuple[Article, ...]:
    """Every article that the names lead to, in order."""
    return tuple(paper for name in names for paper in _of(name))


def _of(name: str) -> list[Article]:
    if name == "-":
        data = sys.stdin.buffer.read(_MOST + 1)
        if len(data) > _MOST:
            raise StudyError("is longer than 5 MiB", "-", "split it")
        return [article(decode(data, "-"), id="stdin")]
    path = Path(name)
    if path.is_dir():
        inside = sorted(p for p in path.iterdir() if p.suffix.lower() in (*KINDS, ".jsonl") and p.is_file())
        if not inside:
            raise StudyError(f"holds no {', '.join(KINDS)} or .jsonl", name, "name a folder of press texts")
        return [paper for each in inside for paper in _of(str(each))]
    if not path.exists():
        raise StudyError("is not there", name, "name a file, a folder or - for stdin")
    if path.suffix.lower() == ".jsonl":
        return _lines(path)
    return [dressed(read_article(path))]


def _lines(path: Path) -> list[Article]:
    found = []
    for number, line in enumerate(decode(read_bytes(path, _MOST_LINES), path.name).splitlines(), 1):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise StudyError("is no JSON", where, "write one object a line") from None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise StudyError("has no text", where, 'write {"id": ..., "text": ...}')
        date = row.get("pub_date")
        found.append(
            article(
                row["text"], id=str(row.get("id", f"{path.stem}-{number}")), date=date if isinstance(date, str) else ""
            )
        )
    return found
