"""Frames of pandas and Polars -> a study. Neither is asked for: what walks like a frame is one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.files.write import Tables, write
from equalterms.model import Study
from equalterms.sources import recognise
from equalterms.sources.grid import Sheet, written

Frame = Any


def study(data: Frame, indicators: Frame | None = None, *, time: int | None = None, name: str = "frame") -> Study:
    """The study of frames: `data` is units x indicators or a row for each value, `indicators` says what they are.

    Headings are those that `equalterms init --from` reads: `unit` or `name` (or an index that has words),
    `time` or the argument of that name, then the indicators; in `indicators` (a frame, or rows as
    mappings) `indicator`, `parent`, `name`, `weight`, `direction`, `measure`. A COINr pair will do too.
    The same checks as for a folder: a StudyError says which row is wrong.
    """
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "study"
        write(folder, tables(data, indicators, time=time, name=name))
        return replace(load(folder), name=name)


def tables(data: Frame, indicators: Frame | None = None, *, time: int | None = None, name: str = "frame") -> Tables:
    """The same study as plain tables, for `equalterms.files.write.write(folder, tables)`."""
    sheets = [_sheet(data, name)] + ([] if indicators is None else [_sheet(indicators, f"{name}, indicators")])
    return recognise(sheets, time)[1]


def _sheet(frame: Frame, name: str) -> Sheet:
    """A frame as a sheet: a row of headings, then its rows as text."""
    if isinstance(frame, Sequence) and all(isinstance(row, Mapping) for row in frame):
        heads = list(dict.fromkeys(key for row in frame for key in row))
        return _made(name, heads, ([row.get(key) for key in heads] for row in frame))
    if hasattr(frame, "iter_rows") and hasattr(frame, "columns"):
        return _made(name, list(frame.columns), frame.iter_rows())
    if hasattr(frame, "itertuples") and hasattr(frame, "index"):
        labels = list(frame.index)
        heads, rows = list(frame.columns), frame.itertuples(index=False, name=None)
        if any(isinstance(label, str) for label in labels):
            heads = [frame.index.name or "unit", *heads]
            rows = ([label, *row] for label, row in zip(labels, rows, strict=True))
        elif labels != list(range(len(labels))):
            raise StudyError("has an index that is no name", name, "make it a column: frame.reset_index()")
        return _made(name, heads, rows)
    raise StudyError(f"{type(frame).__name__} is no frame", name, "give a frame of pandas or Polars")


def _made(name: str, heads: Sequence[object], rows: Iterable[Sequence[object]]) -> Sheet:
    for head in heads:
        if not isinstance(head, str):
            raise StudyError(f"the heading {head!r} is not text", name, "give the columns plain names")
    return Sheet(name, "", [[str(head) for head in heads], *([written(cell) for cell in row] for row in rows)])
