"""Dated snapshots beside a study: vintages/SOURCE/TIME.json, the rows as CSV, and the answers as they came.

A vintage is added, never changed: the rows of a study can be had again as of any date.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from equalterms.errors import StudyError
from equalterms.fetch.client import Known
from equalterms.fetch.understand import Row
from equalterms.files import LEDGER, VINTAGES, check, decode, read_bytes, write_whole
from equalterms.files.observations import COLUMNS

SCHEMA = "equalterms/vintage/1"
_TIME = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9][0-5][0-9][0-5][0-9]Z\Z")
_DAY = re.compile(r"[12][0-9]{3}(-[01][0-9](-[0-3][0-9](T[0-2][0-9]:?[0-5][0-9]:?[0-5][0-9]Z)?)?)?\Z")
_MOST = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a vintage: the address, when it was asked, and the answer's digest, size and validators."""

    address: str
    time: str
    sha256: str
    bytes: int
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Vintage:
    """A dated snapshot of a source. `file` holds its rows; where nothing had changed, it is an earlier vintage's."""

    source: str
    origin: str
    time: str
    title: str
    publisher: str
    licence: str
    citation: str
    file: str
    sha256: str
    rows: int
    gaps: int
    measures: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()

    @property
    def since(self) -> str:
        """The time of the first vintage that had these rows."""
        return self.file.removesuffix(".csv")


def name_of(time: str) -> str:
    """The name of a vintage: its time without colons, which some systems allow in no name of a file."""
    return time.replace(":", "")


def every(folder: Path, source: str) -> list[Vintage]:
    """The vintages of a source, oldest first."""
    return [_read(path) for path in sorted((folder / VINTAGES / source).glob("*.json"))]


def as_of(found: Sequence[Vintage], date: str) -> Vintage | None:
    """The last vintage of a day, month, year or moment, or before it; None where there is none."""
    if not _DAY.match(date):
        raise StudyError(f"{date[:40]!r} is no date", "--as-of", "write 2026-11-23")
    # A day includes its last second, so what begins with the date is not after it.
    limit = name_of(date)
    before = [one for one in found if name_of(one.time)[: len(limit)] <= limit]
    return before[-1] if before else None


def _read(path: Path) -> Vintage:
    place = f"{VINTAGES}/{path.parent.name}/{path.name}"
    try:
        data = json.loads(decode(read_bytes(path), place))
        if data.pop("schema") != SCHEMA:
            raise ValueError
        made = Vintage(
            **{
                **data,
                "left_out": tuple(data["left_out"]),
                "asked": tuple(Asked(**one) for one in data["asked"]),
            }
        )
    except (ValueError, KeyError, TypeError, RecursionError, AttributeError):
        raise StudyError("is no vintage", place, "restore it, or move it away") from None
    if not _TIME.match(made.since) or name_of(made.time) != path.stem:
        raise StudyError("is no vintage: its name and its time differ", place, "restore it, or move it away")
    return made


def rows_of(folder: Path, vintage: Vintage) -> tuple[Row, ...]:
    """The rows of a vintage; a StudyError where the file is not what was fetched."""
    place = f"{VINTAGES}/{vintage.source}/{vintage.file}"
    data = read_bytes(folder / VINTAGES / vintage.source / vintage.file)
    if hashlib.sha256(data).hexdigest() != vintage.sha256:
        raise StudyError("is not what was fetched: its SHA-256 differs", place, "restore it, or fetch with --refresh")
    table = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    next(table)
    return tuple((a, b, c, d, e, f, g, h) for a, b, c, d, e, f, g, h in table)


def known(folder: Path, vintage: Vintage | None) -> dict[str, Known]:
    """What of a vintage can be asked for conditionally: its answers that have validators and are still there."""
    found = {}
    for one in vintage.asked if vintage else ():
        path = _raw(folder, one.sha256, vintage.source if vintage else "")
        if (one.etag or one.modified) and path.exists():
            found[one.address] = Known(one.etag, one.modified, _opener(path, one.sha256))
    return found


def _raw(folder: Path, digest: str, source: str) -> Path:
    return folder / VINTAGES / source / "answers" / f"{digest}.gz"


def _opener(path: Path, digest: str) -> Callable[[], bytes]:
    def body() -> bytes:
        try:
            with gzip.open(path) as file:
                data = file.read(_MOST + 1)
        except (OSError, EOFError):
            data = b""
        if hashlib.sha256(data).hexdigest() != digest:
            raise StudyError("is not what was fetched", f"{VINTAGES}/{path.name}", "delete it; it is fetched again")
        return data

    return body


def table(rows: Sequence[Row], vintage: str = "") -> bytes:
    """Rows as CSV with the headings of observations.csv; with `vintage`, each row's place names it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        place = f"{row[6]}, vintage {vintage}" if vintage else row[6]
        writer.writerow((*row[:6], place, row[7]))
    return out.getvalue().encode()


def dumped(vintage: Vintage) -> bytes:
    """A vintage as JSON."""
    data: dict[str, Any] = {"schema": SCHEMA, **asdict(vintage)}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def observations(source: str) -> str:
    """The file of a study that the rows of a source stand in."""
    return f"observations-{source}.csv"


def ours(folder: Path, source: str, kept: Sequence[Vintage]) -> None:
    """Refuse to write over a file of observations that is of no vintage: someone has made or changed it by hand."""
    path = folder / observations(source)
    if path.exists():
        data = path.read_bytes()
        if not any(data == table(rows_of(folder, one), one.since) for one in reversed(kept)):
            raise StudyError("is of no vintage: it was made or changed by hand", path.name, "move its rows elsewhere")


def sound(folder: Path, vintage: Vintage, rows: Sequence[Row]) -> None:
    """A StudyError where the study with these observations has a fault; the study itself is not touched."""
    name = observations(vintage.source)
    with tempfile.TemporaryDirectory(prefix="equalterms-") as home:
        copy = Path(home) / folder.resolve().name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(VINTAGES, f"{LEDGER}*", name))
        (copy / name).write_bytes(table(rows, vintage.since))
        faults = check(copy)
    if faults:
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        raise StudyError(f"{faults[0].message}{more}", faults[0].where, faults[0].remedy)


def keep(folder: Path, vintage: Vintage, rows: Sequence[Row], bodies: dict[str, bytes]) -> None:
    """Add a vintage (answers, rows, then what it is), then put its observations into the study.

    Where that fails, nothing of it stays; no vintage is overwritten.
    """
    home = folder / VINTAGES / vintage.source
    wanted = {_raw(folder, digest, vintage.source): gzip.compress(body, mtime=0) for digest, body in bodies.items()}
    if vintage.since == name_of(vintage.time):
        wanted[home / vintage.file] = table(rows)
    wanted[home / f"{name_of(vintage.time)}.json"] = dumped(vintage)
    made: list[Path] = []
    try:
        for path, data in wanted.items():
            if path.exists() and path.parent.name == "answers":
                continue
            if path.exists():
                raise StudyError("is there already", str(path), "wait a second, then fetch again")
            made += _folders(path.parent, folder)
            path.parent.mkdir(parents=True, exist_ok=True)
            made.append(path)
            write_whole(path, data)
        write_whole(folder / observations(vintage.source), table(rows, vintage.since))
    except BaseException as error:
        _undo(made)
        if isinstance(error, OSError):
            raise StudyError(f"cannot be written: {error.strerror}", str(home), "see its rights") from None
        raise


def _folders(path: Path, top: Path) -> list[Path]:
    """The folders above a path that are not there yet, the highest first."""
    return [each for each in reversed([path, *path.parents]) if each.is_relative_to(top) and not each.exists()]


def _undo(made: Sequence[Path]) -> None:
    for path in reversed(made):
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)
