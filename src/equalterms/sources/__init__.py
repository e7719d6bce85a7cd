"""Readers of others' tables: a workbook, a CSV file, a pair of them or frames -> the plain tables of a study.

Which layout a file has is seen from what is in it, not from its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from equalterms.errors import StudyError
from equalterms.files.write import Tables
from equalterms.sources import coin_tool, coinr, delimited, plain, template, workbook
from equalterms.sources.grid import Sheet, Table, table

__all__ = ["read", "recognise"]

_TEXT = (".csv", ".tsv", ".txt")
_BOOKS = (".xlsx", ".xlsm")
_TEMPLATE = frozenset(("study", "indicators", "data"))
_COIN_TOOL = frozenset(name.lower() for name in coin_tool.SHEETS)
_LAYOUTS = (_TEMPLATE | {"units", "sources"}, _TEMPLATE, _COIN_TOOL)


def read(path: Path, meta: Path | None = None, time: int | None = None) -> tuple[str, Tables]:
    """The layout of a file (and of the one about its indicators), and its study as plain tables.

    A StudyError names file, sheet, cell and remedy. `time` is the year of tables that do not say theirs.
    """
    return recognise([sheet for file in (path, meta) if file is not None for sheet in _sheets(file)], time)


def _sheets(path: Path) -> list[Sheet]:
    suffix = path.suffix.lower()
    if not path.exists():
        raise StudyError("is not there", str(path), "name a workbook or a CSV file")
    if suffix in _TEXT:
        return delimited.read(path)
    if suffix in _BOOKS:
        return workbook.read(path, _LAYOUTS)
    raise StudyError(f"{suffix or 'a file without ending'} is not read", path.name, "save it as .xlsx or as CSV UTF-8")


def recognise(sheets: Sequence[Sheet], time: int | None) -> tuple[str, Tables]:
    """The layout of sheets, and their study."""
    named = {sheet.name.lower(): sheet for sheet in sheets}
    if set(named) >= _TEMPLATE:
        return "template", template.read(named, time)
    if set(named) >= _COIN_TOOL:
        return "COIN Tool", coin_tool.read(named["database"], named["framework"], time)
    pair = _pair(sheets)
    if pair is not None:
        return "COINr", _told(coinr.read(*pair, time), sheets, [made.sheet for made in pair])
    return "plain", _plain(sheets, time)


def _heads(sheet: Sheet) -> set[str]:
    return {cell.strip() for cell in next((row for row in sheet.rows if any(row)), [])}


def _pair(sheets: Sequence[Sheet]) -> tuple[Table, Table] | None:
    metas = [sheet for sheet in sheets if set(coinr.META) <= _heads(sheet)]
    if not metas:
        return None
    others = [sheet for sheet in sheets if "uCode" in _heads(sheet)]
    data, meta = table(others[0]) if others else None, table(metas[0])
    if data is None or meta is None:
        raise StudyError(
            "is an iMeta without an iData", metas[0].called, "name both: --from iData.csv --meta iMeta.csv"
        )
    return data, meta


def _plain(sheets: Sequence[Sheet], time: int | None) -> Tables:
    """One sheet of data, and at most one about the indicators, among those that are not hidden."""
    seen = [sheet for sheet in sheets if not sheet.hidden and any(any(row) for row in sheet.rows)]
    # A sheet that is alone, or is called `data`, holds data, whatever its headings are like.
    others = [sheet for sheet in seen if len(seen) > 1 and sheet.name.lower() != "data"]
    abouts = {id(sheet): made for sheet in others if (made := plain.about(sheet)) is not None}
    others = [sheet for sheet in seen if id(sheet) not in abouts]
    chosen = [sheet for sheet in others if sheet.name.lower() == "data"] or others
    if not seen:
        raise StudyError("holds no table", sheets[0].file, "give a sheet of units x indicators")
    if len(chosen) != 1 or len(abouts) > 1:
        raise StudyError(
            f"cannot tell the sheet of data among {', '.join(repr(sheet.name or sheet.file) for sheet in seen)}",
            seen[0].file,
            "keep one sheet of units x indicators (or call it `data`), and at most one about the indicators",
        )
    meta = next(iter(abouts.values()), None)
    used = [chosen[0], meta.sheet] if meta else [chosen[0]]
    return _told(plain.read(chosen[0], meta, time), sheets, used)


def _told(tables: Tables, sheets: Sequence[Sheet], used: Sequence[Sheet]) -> Tables:
    """The tables, with a note on the sheets that hold something and were not read."""
    left = [
        repr(sheet.name)
        for sheet in sheets
        if all(sheet is not other for other in used) and any(any(row) for row in sheet.rows)
    ]
    note = f"Sheets that were not read: {', '.join(left)}."
    return replace(tables, notes=(*tables.notes, note)) if left else tables
