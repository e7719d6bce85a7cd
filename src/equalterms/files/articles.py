"""The bytes of a press text -> Article: plain text, a page of HTML, a PDF."""

from __future__ import annotations

from pathlib import Path

from equalterms.errors import StudyError
from equalterms.files.texts import MIB, decode, read_bytes
from equalterms.files.worker import SECONDS, WORKER
from equalterms.model import Article, Noise, Span

MOST_TEXT = 5 * MIB
MOST_FILE = 20 * MIB
KINDS = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html", ".pdf": "application/pdf"}


def read_article(path: Path) -> Article:
    """A press text as an Article: .txt in UTF-8 of at most 5 MiB, .html, .htm or .pdf of at most 20 MiB.

    `text` is what readers are given and what every offset leads into: the file itself for plain text, the visible
    words line by line for a page, the words in paragraphs for a PDF. What is not of the article stays in it and is
    marked in `noise`. StudyError names the file and the remedy.
    """
    kind = KINDS.get(path.suffix.lower())
    if path.suffix.lower() in (".docx", ".doc", ".odt", ".rtf", ".epub"):
        raise StudyError(f"{path.suffix} is not read", path.name, "save the article as plain text, HTML or PDF")
    if kind in (None, "text/plain"):
        return Article(path.stem, decode(_bytes(path, MOST_TEXT), path.name))
    return from_bytes(_bytes(path, MOST_FILE), path.name)


def from_bytes(data: bytes, name: str, seconds: float = SECONDS) -> Article:
    """The Article in the bytes of a file; its name says what they are (.html, .htm, .pdf, else plain text)."""
    path = Path(name)
    kind = KINDS.get(path.suffix.lower(), "text/plain")
    if kind == "text/plain":
        _limit(len(data), MOST_TEXT, name)
        return Article(path.stem, decode(data, name))
    _limit(len(data), MOST_FILE, name)
    if kind == "application/pdf" and b"%PDF-" not in data[:1024]:
        raise StudyError("is no PDF: it does not begin with %PDF", name, "give a PDF file")
    found = WORKER.ask("html" if kind == "text/html" else "pdf", data, name, seconds)
    if "error" in found:
        raise StudyError(found["error"], name, found["remedy"])
    text: str = found["text"]
    _limit(len(text.encode("utf-8", "surrogatepass")), MOST_TEXT, name)
    return Article(
        path.stem,
        text,
        found["title"],
        found["publisher"],
        found["date"],
        found["basis"],
        found["language"],
        date_doubt=found["doubt"],
        media=kind,
        noise=tuple(Noise(Span(a, b, text[a:b]), what, why) for a, b, what, why in found["noise"]),
        pages=tuple(found.get("pages", ())),
    )


def _bytes(path: Path, most: int) -> bytes:
    """The bytes of a file, its size looked at before it is opened; what is no file is refused by `read_bytes`."""
    _limit(path.stat().st_size if path.is_file() else 0, most, path.name)
    return read_bytes(path)


def _limit(size: int, most: int, name: str) -> None:
    if size > most:
        raise StudyError(
            f"has {size / MIB:.0f} MiB, more than {most // MIB}",
            name,
            "cut it into articles, or save the article alone",
        )
