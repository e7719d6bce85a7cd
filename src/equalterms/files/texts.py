"""Files as text: sizes and encodings are checked before anything is read into meaning."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from equalterms.errors import StudyError

MIB = 1024 * 1024
MOST = 256 * MIB


def read_bytes(path: Path, most: int = MOST) -> bytes:
    """The bytes of a regular file of at most `most` bytes."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise StudyError("is not a file", path.name, "give a file")
        if size > most:
            raise StudyError(f"has {size / MIB:.0f} MiB, more than {most // MIB}", path.name, "split it or use Parquet")
        return path.read_bytes()
    except OSError as error:
        raise StudyError(f"cannot be read: {error.strerror}", str(path)) from None


def decode(data: bytes, name: str) -> str:
    """UTF-8 text, with or without a byte order mark; a StudyError names the line that is not."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise StudyError("is in UTF-16, not UTF-8", name, "save it as UTF-8 (in Excel: CSV UTF-8)")
    if data[:2] == b"PK":
        raise StudyError("is a workbook or an archive, not text", name, "save the sheet as CSV UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise StudyError("is not UTF-8", f"{name}:{row}", "save it as UTF-8 (in Excel: CSV UTF-8)") from None
    if "\0" in text:
        raise StudyError(
            "has a NUL character",
            f"{name}:{text[: text.index(chr(0))].count(chr(10)) + 1}",
            "save it as text",
        )
    return text


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: into a temporary file beside it, then put in its place.

    What is no file (a device, a pipe) is written to and stays what it is; a link leads to the file that is written.
    """
    try:
        path = path.resolve()
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(name, 0o666 & ~mask)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StudyError(f"cannot be written: {error.strerror}", str(path), "choose another place with -o") from None
