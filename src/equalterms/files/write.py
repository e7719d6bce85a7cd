"""Plain tables -> a study's folder, whole or not at all; the folder that `init` begins with."""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from equalterms.errors import StudyError
from equalterms.files import Fault, check
from equalterms.files.observations import COLUMNS as OBSERVED
from equalterms.files.tree import COLUMNS as NODE
from equalterms.steps import finite

EXAMPLE = Path(__file__).with_name("example")
_ALWAYS = ("id", "parent", "name", "measure", "direction", "weight", "source", "definition")
_RECIPE = {"fill": "none", "treat": "none", "normalise": "minmax", "weigh": "given", "aggregate": "arithmetic"}
_VARY = """vary:                           # what robustness may choose otherwise
  - weights: {noise: 0.25}
  - normalise: ["minmax(low=1)", "percentile_rank(low=1)"]"""
_LEAVE_OUT = "  - leave_out: indicators"


@dataclass(frozen=True, slots=True)
class Line:
    """A row to be written: its cells by heading, and the place that it was read from."""

    cells: Mapping[str, str]
    origin: str


@dataclass(frozen=True, slots=True)
class Tables:
    """A study as plain text, before it is written.

    `indicators` and `units` are rows of indicators.csv and units.csv. `observations` are the cells of a
    row in the order unit, indicator, time, value, status, source, where, quote, with the place it was
    read from. `sources` are the entries of study.yaml by id, `recipe` its steps, `notes` its remarks,
    `years` its panel.
    """

    title: str
    time: int
    licence: str
    sources: Mapping[str, Mapping[str, str]]
    indicators: Sequence[Line]
    observations: Sequence[tuple[tuple[str, ...], str]]
    units: Sequence[Line] = ()
    recipe: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


def write(folder: Path, tables: Tables) -> None:
    """The study's folder; a StudyError, and no folder, where the tables are no sound study.

    A fault is told with the place that the row was read from, not with that of the file which was to be.
    """

    def fill(home: Path) -> None:
        for name, text in _files(tables).items():
            (home / name).write_text(text, encoding="utf-8", newline="")
        shutil.copyfile(EXAMPLE / "README.md", home / "README.md")
        faults = check(home)
        if faults:
            raise _told(faults, tables)

    _build(folder, fill)


def example(folder: Path) -> None:
    """The example study as a new folder: five countries, four indicators, every column explained."""

    def fill(home: Path) -> None:
        for path in sorted(EXAMPLE.iterdir()):
            shutil.copyfile(path, home / path.name)

    _build(folder, fill)


def write_folder(folder: Path, made: Mapping[str, bytes]) -> None:
    """Files in a new folder by their paths, all of them or none; a folder that holds anything is left as it is."""

    def fill(home: Path) -> None:
        for name, data in made.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(data)

    _build(folder, fill)


def rows(folder: Path, name: str) -> list[list[str]]:
    """The cells of a CSV file of a study's folder, with its heading."""
    return list(csv.reader(io.StringIO((folder / name).read_text(encoding="utf-8"), newline="")))


def _build(folder: Path, fill: Callable[[Path], None]) -> None:
    """Fill a temporary folder beside `folder`, then give it its name; what is there is never touched."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise StudyError("is there and is no folder", str(folder), "name a new folder")
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise StudyError("is there and is not empty", str(folder), "name a new folder; nothing is overwritten")
        home = Path(tempfile.mkdtemp(dir=folder.absolute().parent, prefix=f".{folder.name}."))
        try:
            fill(home)
            mask = os.umask(0)
            os.umask(mask)
            home.chmod(0o777 & ~mask)
            if folder.is_dir():
                folder.rmdir()
            home.rename(folder)
        except BaseException:
            shutil.rmtree(home, ignore_errors=True)
            raise
    except OSError as error:
        raise StudyError(f"cannot be written: {error.strerror}", str(folder), "name another place") from None


def _told(faults: Sequence[Fault], tables: Tables) -> StudyError:
    """The first fault as an error that names the place which the row was read from."""
    first = faults[0]
    origins: dict[str, Callable[[int], str]] = {
        "indicators.csv": lambda row: tables.indicators[row].origin,
        "units.csv": lambda row: tables.units[row].origin,
        "observations.csv": lambda row: tables.observations[row][1],
    }
    where = first.where
    if first.row > 1 and first.file in origins:
        where = origins[first.file](first.row - 2)
    error = first.error(0)
    more = f"{len(faults) - 1} more fault{'s' * (len(faults) > 2)}" if len(faults) > 1 else ""
    return StudyError(error.message, where, "; ".join(part for part in (error.remedy, more) if part))


def _files(tables: Tables) -> dict[str, str]:
    found = {
        "study.yaml": _yaml(tables),
        "indicators.csv": _csv(_head(tables.indicators, NODE, _ALWAYS), tables.indicators),
        "observations.csv": _text([OBSERVED, *(cells for cells, _ in tables.observations)]),
    }
    if tables.units:
        used = dict.fromkeys(key for line in tables.units for key in line.cells)
        found["units.csv"] = _csv(["unit", "name", *(key for key in used if key not in ("unit", "name"))], tables.units)
    return found


def _head(lines: Sequence[Line], columns: Sequence[str], always: Sequence[str]) -> list[str]:
    used = {key for line in lines for key, value in line.cells.items() if value}
    return [column for column in columns if column in used or column in always]


def _csv(head: Sequence[str], lines: Sequence[Line]) -> str:
    return _text([head, *([line.cells.get(key, "") for key in head] for line in lines)])


def _text(table: Sequence[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    # A line break inside a cell becomes a blank: then row n of the table is line n + 1 of the file.
    writer.writerows(
        [" ".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell for cell in row] for row in table
    )
    return out.getvalue()


def _yaml(tables: Tables) -> str:
    """study.yaml with a comment on each key."""
    recipe = {**_RECIPE, **{key: value for key, value in tables.recipe.items() if value}}
    head = [
        "# What the study is called, and its time: the year that is looked at.",
        f"title: {quoted(tables.title)}",
        f"time: {tables.time}",
        *([f"years: [{', '.join(map(str, tables.years))}]"] if tables.years else []),
        f"licence: {quoted(tables.licence)}",
        "units: observed                 # every unit that has a value; or a list: [NOR, CHE]",
        "recipe:                         # how values become scores; `equalterms methods` lists the choices",
        *(f"  {key}: {value if _plain(value) else quoted(value)}" for key, value in recipe.items()),
    ]
    notes = [f"  - {quoted(note)}" for note in tables.notes]
    tail = ["notes:                          # what readers must not miss", *notes] if notes else []
    tail += ["sources:                        # where the values come from, and under which licence"]
    for id, fields in tables.sources.items():
        tail += [f"  {id}:", *(f"    {key}: {quoted(value)}" for key, value in fields.items() if value)]
    parents = {line.cells.get("parent", "") for line in tables.indicators} | {"none"}
    leaves = [
        line for line in tables.indicators if line.cells["id"] not in parents and line.cells.get("parent") != "none"
    ]
    # Where there are only two, a run without one of them would be no index.
    vary = [_VARY, _LEAVE_OUT] if len(leaves) > 2 else [_VARY]
    return "\n".join([*head, *vary, *tail, ""])


def _plain(value: str) -> bool:
    try:
        finite(value)
    except ValueError:
        return False
    return True


def quoted(text: str) -> str:
    """`text` as a double-quoted scalar of YAML, on one line."""
    return '"' + "".join(_escaped(c) for c in text) + '"'


def _escaped(c: str) -> str:
    if c in '"\\':
        return "\\" + c
    return c if c.isprintable() else f"\\U{ord(c):08x}"
