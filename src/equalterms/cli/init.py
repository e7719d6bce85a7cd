"""The command `init`: a new study, from an example or from tables that are already there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from equalterms.cli.app import Common, command
from equalterms.cli.out import Output
from equalterms.errors import StudyError, UsageError


@command
def init(
    common: Common,
    place: Annotated[str, typer.Argument(metavar="FOLDER", help="A new folder; or FILE.xlsx for a template.")],
    from_: Annotated[str, typer.Option("--from", help="A workbook or a CSV file.", metavar="FILE")] = "",
    meta: Annotated[str, typer.Option("--meta", help="CSV about the indicators (iMeta).", metavar="FILE")] = "",
) -> Output:
    """A new study: an example to change, a workbook to fill in, or what is in one already.

    Examples:

      equalterms init my-study

      equalterms init my-study --from iData.csv --meta iMeta.csv --at 2018
    """
    target = Path(place)
    if common.study or common.set:
        raise UsageError("init takes no --study and no --set", remedy="change the new study's files")
    if common.at is not None and not (from_ and 1000 <= common.at <= 2999):
        raise UsageError(f"--at {common.at} says no year of --from", remedy="write --from FILE --at 2024")
    if meta and not from_:
        raise UsageError("--meta goes with --from", remedy="name the data too: --from iData.csv --meta iMeta.csv")
    if target.suffix.lower() == ".xlsx":
        return _template(target, from_)
    from equalterms.files import load
    from equalterms.files.write import example, write
    from equalterms.sources import read

    if not from_:
        example(target)
        layout, notes = "example", tuple[str, ...]()
    else:
        layout, tables = read(Path(from_), Path(meta) if meta else None, common.at)
        write(target, tables)
        notes = tables.notes
    study = load(target)
    frame = study.observations.frame
    data = {
        "written": place,
        "layout": layout,
        "files": sorted(path.name for path in target.iterdir()),
        "time": study.time,
        "units": len(study.units),
        "indicators": len(study.indicators),
        "observations": frame.height,
        "gaps": frame["value"].null_count(),
    }
    return _said(data, notes, f"equalterms check --study {place}; equalterms rank --study {place}")


def _template(target: Path, from_: str) -> Output:
    """The workbook; a file that is there already is left as it is."""
    from equalterms.files import write_whole
    from equalterms.sources.template import template

    if from_:
        raise UsageError("--from makes a folder, not a workbook", remedy="name a folder: equalterms init FOLDER")
    if target.exists():
        raise StudyError("is there already", str(target), "name a new file; nothing is overwritten")
    write_whole(target, template())
    data = {
        "written": str(target),
        "layout": "workbook",
        "files": [target.name],
        **dict.fromkeys(("time", "units", "indicators", "observations", "gaps")),
    }
    return _said(data, (), f"fill it in, then: equalterms init FOLDER --from {target}")


def _said(data: dict[str, object], notes: tuple[str, ...], after: str) -> Output:
    """What was written, what was guessed, and what comes next."""
    from equalterms.page import Note, Page, Text

    title = f"Wrote {data['written']} ({data['layout']})"
    if data["units"] is not None:
        title += f": {data['units']} units, {data['indicators']} indicators, {data['observations']} observations"
    if data["gaps"]:
        title += f", {data['gaps']} of them gaps"
    page = Page("init", title, (*(Note(note) for note in notes), Text(f"Next: {after}")))
    return Output("init", data, page, [data], warnings=notes)
