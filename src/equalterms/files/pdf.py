"""A PDF taken apart: its words in paragraphs, its running heads set aside, what is written in its header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from equalterms.readers.spelled import SMALL, TENS

MOST_PAGES = 500
MOST_TEXT = 5 * 1024 * 1024
_PAGE_NUMBER = re.compile(r"\W*(?:page\s)?\d{1,4}(?:\s?(?:/|of)\s?\d{1,4})?\W*", re.I)
_STOP = re.compile(r"[.!?:;][\"'”’»)\]]{0,3}$")
_BULLET = re.compile(r"[•▪‣●◦*–—-]\s|\(?\d{1,2}[.)]\s")
_TORN = re.compile(r"(?P<head>[^\W\d_]+)[-\u00ad\u2010]$")
_JUNK = re.compile(r"^(?:microsoft|untitled|document\d*$)|\.(?:docx?|indd|qxd|pdf|tmp|rtf|odt)$", re.I)


class Row(NamedTuple):
    """A printed line: its words, its page, and whether it is a running head or a page number."""

    text: str
    page: int
    running: bool


def paper(data: bytes) -> dict[str, Any]:
    """The text of a PDF with its noise and its metadata, as plain data; `error` where it cannot be had."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"error": "is locked with a password", "remedy": "save it without the password"}
        if len(reader.pages) > MOST_PAGES:
            return {
                "error": f"has {len(reader.pages):,} pages, more than {MOST_PAGES}",
                "remedy": "save the pages of the article",
            }
        pages = _pages(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        return {"error": f"is no PDF that can be read ({type(error).__name__})", "remedy": "save it anew, or as text"}
    if pages is None:
        return {"error": "holds more than 5 MiB of text", "remedy": "save the pages of the article"}
    rows = list(_rows(pages))
    if not any(re.search(r"\w", row.text) for row in rows):
        return {"error": "holds no words, only pictures", "remedy": "run OCR over it, or save the text"}
    return {**_joined(rows), **_header(reader, "\n".join(pages[:2]))}


def _pages(reader: Any) -> list[str] | None:
    """The words of each page; None where there are too many."""
    out, size = [], 0
    for page in reader.pages:
        # What has no text encoding comes out as lone surrogates or NUL: no words, and no offsets to keep.
        out.append(re.sub("[\0\ud800-\udfff]", "\ufffd", page.extract_text() or ""))
        size += len(out[-1])
        if size > MOST_TEXT:
            return None
    return out


def _rows(pages: Sequence[str]) -> Iterator[Row]:
    """The printed lines; a line that stands at the edge of several pages in the same words is a running head."""
    cut = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    edges = Counter(key for rows in cut for key in {_key(line) for line in rows[:2] + rows[-2:]})
    often = {key for key, count in edges.items() if count >= 2 and count >= 0.3 * len(pages)}
    for number, rows in enumerate(cut):
        for place, line in enumerate(rows):
            edge = place < 2 or place >= len(rows) - 2
            outer = place == 0 or place == len(rows) - 1
            yield Row(line, number, (edge and _key(line) in often) or (outer and bool(_PAGE_NUMBER.fullmatch(line))))


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _joined(rows: Sequence[Row]) -> dict[str, Any]:
    """Lines as paragraphs. A running head waits until the paragraph around it has ended, and is marked as noise."""
    widths = sorted(len(row.text) for row in rows if not row.running) or [1]
    width = widths[int(0.9 * (len(widths) - 1))]
    parts: list[tuple[str, bool]] = []
    starts: list[int] = []
    paragraph, last, waiting = "", "", list[str]()
    size = 0

    def done() -> None:
        nonlocal paragraph, size
        for text, running in ((paragraph, False), *((head, True) for head in waiting)):
            if text:
                parts.append((text, running))
                size += len(text) + 1
        paragraph = ""
        waiting.clear()

    for row in rows:
        while len(starts) <= row.page:
            starts.append(size + len(paragraph))
        if row.running:
            waiting.append(row.text)
            continue
        if paragraph and not _goes_on(last, row.text, width):
            done()
        paragraph = _glued(paragraph, row.text)
        last = row.text
    done()
    noise, at = [], 0
    for text, running in parts:
        if running:
            noise.append([at, at + len(text), "running head", "printed at the edge of its page, not in the text"])
        at += len(text) + 1
    return {"text": "\n".join(text for text, _ in parts), "noise": noise, "pages": starts}


def _goes_on(last: str, following: str, width: int) -> bool:
    """Whether a line carries on the line before: that one was filled, and did not end a sentence before its end."""
    if _TORN.search(last) and following[:1].islower():
        return True
    if _BULLET.match(following) or len(last) < 0.6 * width:
        return False
    return not (_STOP.search(last) and len(last) < 0.85 * width)


def _glued(text: str, line: str) -> str:
    """A paragraph with its next line; a word torn by a hyphen is made whole, `five-fold` keeps its hyphen."""
    if not text:
        return line
    torn = _TORN.search(text)
    if torn is None or not line[:1].islower():
        return f"{text} {line}"
    keeps = torn["head"].lower() in {*SMALL, *TENS, "self", "non", "half", "ex", "mid"}
    return text + line if keeps and text[-1] != "\u00ad" else text[:-1] + line


def _header(reader: Any, first: str) -> dict[str, str]:
    """Title, language and day from the file's own header: a title that the text does not print is not believed."""
    try:
        info = reader.metadata
        title = " ".join(str((info.title if info else "") or "").split())
        made = info.creation_date if info else None
        language = str(reader.trailer["/Root"].get("/Lang") or "")[:2].lower()
    except Exception:
        title, made, language = "", None, ""
    squeezed = re.sub(r"\W+", " ", first).lower()
    printed = bool(title) and re.sub(r"\W+", " ", title).lower().strip() in squeezed and not _JUNK.search(title)
    return {
        "title": title[:400] if printed else "",
        "publisher": "",
        "language": language if re.fullmatch("[a-z]{2}", language) else "",
        "date": made.date().isoformat() if made else "",
        "basis": f"the PDF's own header: made on {made.date().isoformat()}" if made else "",
        "doubt": "the day on which the file was made, which need not be the day of publication" if made else "",
    }
