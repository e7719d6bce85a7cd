"""Study -> what others work on with: a workbook whose formulas live, or a folder of tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from equalterms.files import write_whole
from equalterms.files.write import write_folder
from equalterms.model import Study
from equalterms.robust import standings
from equalterms.scores import score
from equalterms.workbook import lists, matrices
from equalterms.workbook.book import Book
from equalterms.workbook.crate import PARTS
from equalterms.workbook.crate import crate as files_of
from equalterms.workbook.folder import TABLES, folder
from equalterms.workbook.plan import Plan, fits
from equalterms.workbook.words import SHEETS


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: its place and kind, the name and meaning of each part, what is live in it.

    `formulas` counts the live cells, `fixed` names the nodes whose numbers are values.
    """

    place: str
    kind: str
    parts: Mapping[str, str]
    formulas: int
    fixed: tuple[str, ...]
    warnings: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The same as JSON."""
        return {
            "written": self.place,
            "kind": self.kind,
            "parts": [{"name": name, "what": what} for name, what in self.parts.items()],
            "formulas": self.formulas,
            "fixed": list(self.fixed),
        }


def export(study: Study, place: Path, runs: int = 1000, seed: int = 0) -> Written:
    """Writes a study's workbook, where the name ends in .xlsx, or its tables in a new folder; all or nothing.

    `runs` draws of the study's variations, from `seed` on, give the rank intervals.
    """
    if place.suffix.lower() != ".xlsx":
        made = gathered(study, runs, seed)
        write_folder(place, folder(made))
        parts = {name: what for name, (_, what) in TABLES.items()}
        return Written(str(place), "folder", parts, 0, (), made.standings.warnings)
    fits(study)
    made = gathered(study, runs, seed)
    data, formulas = workbook(made)
    write_whole(place, data)
    parts = {"README": "What this is, and how to read each sheet.", **SHEETS}
    return Written(str(place), "workbook", parts, formulas, made.fixed, made.standings.warnings)


def archive(
    study: Study, files: Mapping[str, bytes], place: Path, runs: int = 1000, seed: int = 0, date: str = ""
) -> Written:
    """Writes a study with its results and provenance as a new folder that `load` reads again; all or nothing.

    `files` are those of the study's own folder, by path; `date` is its day of publication, ISO 8601.
    """
    made = gathered(study, runs, seed)
    crate = files_of(made, files, date)
    write_folder(place, crate)
    parts = {f"study/{study.name}": "The study itself: its data, recipe and sources."}
    parts |= {f"results/{name}.csv": what for name, (_, what) in TABLES.items()} | PARTS
    return Written(str(place), "crate", parts, 0, (), made.standings.warnings)


def gathered(study: Study, runs: int = 1000, seed: int = 0) -> Plan:
    """A study scored, with its rank intervals: all that is written of it."""
    return Plan(score(study), standings(study, runs, seed), seed)


def workbook(plan: Plan) -> tuple[bytes, int]:
    """The workbook as a file, and how many of its cells are formulas."""
    book = Book(plan.study.title, f"Study {plan.study.name}, SHA-256 {plan.study.hash}")
    for sheet in (lists.readme, lists.ranking, lists.weights):
        sheet(plan, book)
    for sheet in (matrices.data, matrices.filled, matrices.treated, matrices.normalised, matrices.scores):
        sheet(plan, book)
    lists.lists(plan, book)
    return book.finish(), book.formulas
