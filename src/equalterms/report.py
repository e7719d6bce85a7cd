"""Every page written: to one HTML file, or to a folder of them. What stood there before is whole or gone."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from equalterms.draw import html
from equalterms.errors import StudyError
from equalterms.page import Page

LIST = "report.json"
"""In a folder that a report wrote: its title, and every file that is the report's own."""


def write(pages: Iterable[Page], target: Path, title: str, start: str | None = None, lang: str = "en") -> Path:
    """Writes pages to `target`: one file where its name ends in .html, otherwise a folder.

    A file opens on the page called `start`. `lang` is the language
    of the pages. A folder is written beside its place and swapped in; one
    that holds anything that no report wrote is refused. Gives the file to open.
    """
    target = target.expanduser().absolute()
    try:
        if target.suffix.lower() in (".html", ".htm"):
            return _write_file(html.document(pages, title, start, lang), target)
        return _write_folder(html.folder(pages, title, lang), target, title)
    except OSError as error:
        remedy = "name another place" if isinstance(error, PermissionError) else ""
        raise StudyError(f"cannot write: {error.strerror or error}", str(target), remedy) from error


def _write_file(text: str, target: Path) -> Path:
    if target.is_dir():
        raise StudyError("this is a folder", str(target), "name a file")
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(_mode(0o666))
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return target


def _write_folder(made: Mapping[str, str | bytes], target: Path, title: str) -> Path:
    _refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}."))
    try:
        for name, data in made.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data.encode() if isinstance(data, str) else data)
        known = {"schema": "equalterms.report/v1", "title": title, "files": sorted(made)}
        (fresh / LIST).write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", "utf-8")
        fresh.chmod(_mode(0o777))
        _swap(fresh, target)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return target / "index.html"


def _swap(fresh: Path, target: Path) -> None:
    """Puts `fresh` in the place of `target`; should that fail, the old folder stands again."""
    if not target.exists():
        fresh.rename(target)
        return
    aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.old."))
    old = aside / target.name
    try:
        target.rename(old)
        try:
            fresh.rename(target)
        except BaseException:
            old.rename(target)
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _refuse_foreign(target: Path) -> None:
    """A folder may be replaced if it is empty, or holds a report and nothing else."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        kind = "link" if target.is_symlink() else "file"
        remedy = "end its name in .html to write one file" if kind == "file" else "name the folder itself"
        raise StudyError(f"this is a {kind}, not a folder", str(target), remedy)
    if not target.exists():
        return
    found = {path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir()}
    own = _own(target / LIST)
    if foreign := sorted(found - own):
        what = "is no report" if not own else f"holds what no report wrote: {foreign[0]}"
        raise StudyError(f"this folder {what}; it is left as it is", str(target), "name a new or an empty folder")


def _own(listed: Path) -> set[str]:
    try:
        known = json.loads(listed.read_text("utf-8"))
        return {LIST, *map(str, known["files"])} if known["schema"] == "equalterms.report/v1" else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _mode(full: int) -> int:
    """The permissions that a new file or folder would have: temporary ones are private."""
    mask = os.umask(0)
    os.umask(mask)
    return full & ~mask
