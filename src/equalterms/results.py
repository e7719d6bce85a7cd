"""A result in every format: JSON with its envelope, a table, a workbook, a page.

What a command gives is written here for the terminal and for the browser alike, so that both give the same bytes.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from equalterms.errors import StudyError

if TYPE_CHECKING:
    from equalterms.model import Study
    from equalterms.page import Page


@dataclass(frozen=True, slots=True)
class Output:
    """A command's result: `data` for machines, `page` for people, `rows` where a flat table is asked for.

    `findings` is whether a check or an audit failed (exit code 1), `interrupted` whether it is of less work than was
    asked for (exit code 130). `written` is where a command that writes files of its own has put them: then nothing
    else is written.
    """

    command: str
    data: object
    page: Page
    rows: Sequence[Mapping[str, object]] = ()
    study: Study | None = None
    warnings: tuple[str, ...] = ()
    findings: bool = False
    interrupted: bool = False
    written: str = ""
    extra: Mapping[str, object] = field(default_factory=dict)


def encode(result: Output, kind: str) -> bytes:
    """The result as bytes of a format."""
    if kind == "json":
        return _json(envelope(result), indent=2)
    if kind == "jsonl":
        data = result.data if isinstance(result.data, list) else list(result.rows)
        return b"".join(_json(row) for row in data)
    if kind == "table":
        from equalterms.draw.terminal import show

        text = io.StringIO()
        show(result.page, text)
        return text.getvalue().encode()
    if kind == "md":
        from equalterms.draw.markdown import markdown

        return markdown(result.page).encode()
    if kind == "html":
        from equalterms.draw.html import document

        return document([result.page], "Equal Terms").encode()
    return _frame(result, kind)


def envelope(result: Output) -> dict[str, object]:
    """The one object of --json: schema, study, data, warnings."""
    study = result.study
    about = None
    if study is not None:
        about = {"name": study.name, "title": study.title, "time": study.time, "hash": study.hash}
        about |= {"settings": dict(study.settings)} if study.settings else {}
    return {
        "schema": f"equalterms/{result.command}/1",
        "study": about,
        "data": result.data,
        "warnings": list(result.warnings),
        **result.extra,
    }


def _json(data: object, indent: int | None = None) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=indent, allow_nan=False) + "\n").encode()


def _frame(result: Output, kind: str) -> bytes:
    import polars as pl

    if not result.rows:
        raise StudyError(f"{result.command} has no table to write as {kind}", "--format", "use json, md or html")
    flat = [{key: _cell(value) for key, value in row.items()} for row in result.rows]
    frame = pl.DataFrame(flat, infer_schema_length=None)
    data = io.BytesIO()
    if kind == "csv":
        frame.write_csv(data)
    elif kind == "parquet":
        frame.write_parquet(data)
    else:
        _workbook(frame, result, data)
    return data.getvalue()


def _cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list | tuple) else value


def _workbook(frame: object, result: Output, data: io.BytesIO) -> None:
    """A workbook of two sheets: the table, and what it is. Text stays text: no formula is made of it."""
    import datetime

    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(data, options) as book:
        # A fixed date of creation: the same study and seed give the same bytes.
        book.set_properties({"created": datetime.datetime(2000, 1, 1)})
        frame.write_excel(book, worksheet="data", autofit=True)  # type: ignore[attr-defined]
        about = book.add_worksheet("README")
        lines = [result.page.title, result.page.lead, result.page.foot, *result.warnings]
        for number, line in enumerate(line for line in lines if line):
            about.write_string(number, 0, line)
