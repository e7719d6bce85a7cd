"""The command `export`: a study as a workbook with live formulas, or as a folder of tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from equalterms.cli.app import Common, command
from equalterms.cli.out import FORMATS, Output
from equalterms.errors import UsageError


@command
def export(
    common: Common,
    runs: Annotated[int, typer.Option("--runs", help="How often the study's variations are drawn.")] = 1000,
) -> Output:
    """The study to work on with: an Excel workbook with live formulas, or a folder of CSV and Parquet.

    Examples:

      equalterms export -o study.xlsx

      equalterms export --study hdi -o hdi-tables/
    """
    from equalterms.page import Page, Text
    from equalterms.workbook import export as write

    suffix = Path(common.output).suffix.lstrip(".").lower()
    if common.output == "-":
        raise UsageError("export needs a place", remedy="give -o FILE.xlsx or -o FOLDER")
    if suffix in FORMATS and suffix != "xlsx":
        raise UsageError(f"export writes no single .{suffix}", remedy="give -o FILE.xlsx or -o FOLDER")
    study = common.load()
    made = write(study, Path(common.output), runs, common.seed)
    live = f", {made.formulas} live formulas" if made.kind == "workbook" else ", each as CSV and Parquet"
    noun = "sheets" if made.kind == "workbook" else "tables"
    said = f"Wrote {common.output}: {len(made.parts)} {noun} of {study.title}{live}"
    rows = [{"name": name, "what": what} for name, what in made.parts.items()]
    return Output(
        "export", made.to_json(), Page("export", said, (Text(said),)), rows, study, made.warnings, written=said
    )
