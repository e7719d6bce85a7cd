"""The command `export`: a study as a workbook with live formulas, a folder of tables, or a crate to archive."""

from __future__ import annotations

from datetime import date as day
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from equalterms.cli.app import Common, command
from equalterms.cli.out import FORMATS, Output
from equalterms.errors import UsageError

if TYPE_CHECKING:
    from equalterms.model import Study
    from equalterms.workbook import Written


@command
def export(
    common: Common,
    runs: Annotated[int, typer.Option("--runs", help="How often the study's variations are drawn.")] = 1000,
    form: Annotated[str, typer.Option("--as", help="tables, or crate: the study with results and provenance.")] = "",
    date: Annotated[str, typer.Option("--date", help="The crate's day of publication.", metavar="YYYY-MM-DD")] = "",
) -> Output:
    """The study to work on with: a workbook with live formulas, tables, or a crate for an archive.

    Examples:

      equalterms export -o study.xlsx

      equalterms export --study hdi --as crate -o hdi-crate/
    """
    from equalterms.page import Page, Text

    _sound(common, form, date)
    study = common.load()
    made = _write(common, study, runs, form, date)
    live = {
        "workbook": f", {made.formulas} live formulas",
        "crate": ", which `equalterms --study` reads again",
    }.get(made.kind, ", each as CSV and Parquet")
    noun = {"workbook": "sheets", "crate": "parts"}.get(made.kind, "tables")
    said = f"Wrote {common.output}: {len(made.parts)} {noun} of {study.title}{live}"
    rows = [{"name": name, "what": what} for name, what in made.parts.items()]
    return Output(
        "export", made.to_json(), Page("export", said, (Text(said),)), rows, study, made.warnings, written=said
    )


def _write(common: Common, study: Study, runs: int, form: str, date: str) -> Written:
    from equalterms.files import DEFAULT
    from equalterms.files.save import original, saved
    from equalterms.workbook import archive
    from equalterms.workbook import export as write

    place = Path(common.output)
    if form != "crate":
        return write(study, place, runs, common.seed)
    name = common.study or DEFAULT
    changed = bool(study.settings) or common.at is not None
    return archive(study, saved(name, study) if changed else original(name), place, runs, common.seed, date)


def _sound(common: Common, form: str, date: str) -> None:
    """A UsageError where place, form and date do not go together."""
    suffix = Path(common.output).suffix.lstrip(".").lower()
    if common.output == "-":
        raise UsageError("export needs a place", remedy="give -o FILE.xlsx or -o FOLDER")
    if suffix in FORMATS and (suffix != "xlsx" or form):
        kind = f" as {form}" if form else ""
        raise UsageError(f"export writes no single .{suffix}{kind}", remedy="give -o FILE.xlsx or -o FOLDER")
    if form not in ("", "tables", "crate"):
        raise UsageError(f"--as {form[:40]!r} is no form of export", remedy="give --as tables or --as crate")
    if date and (form != "crate" or not _is_day(date)):
        raise UsageError(f"--date {date[:40]!r} is no day of a crate", remedy="give --as crate --date YYYY-MM-DD")


def _is_day(text: str) -> bool:
    try:
        return day.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
