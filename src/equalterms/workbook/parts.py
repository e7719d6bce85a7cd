"""What every description of an exported folder needs: its files with hashes and types, its licence, its sources."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from equalterms.files.columns import columns
from equalterms.workbook.folder import TABLES
from equalterms.workbook.plan import Plan
from equalterms.workbook.words import citation

_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "md": "text/markdown",
    "yaml": "application/yaml",
    "parquet": "application/vnd.apache.parquet",
    "txt": "text/plain",
    "html": "text/html",
    "htm": "text/html",
    "pdf": "application/pdf",
}


@dataclass(frozen=True, slots=True)
class Parts:
    """A plan with the files of its crate by path, and the day of publication (ISO 8601, perhaps a year alone)."""

    plan: Plan
    files: dict[str, bytes]
    date: str

    @property
    def citation(self) -> str:
        """How to name the table in a text."""
        return citation(self.plan)

    @property
    def description(self) -> str:
        """The study in a sentence."""
        study = self.plan.study
        return (
            f"{study.title}: {len(study.units)} units and {len(study.indicators)} indicators, time {study.time}. "
            f"Study {study.name}, SHA-256 {study.hash}."
        )

    def tables(self) -> dict[str, list[tuple[str, str]]]:
        """The CSV files by path, each with its columns and their types in the words of a Table Schema."""
        return {path: columns(data) for path, data in self.files.items() if path.endswith(".csv")}


def what(path: str) -> str:
    """What a file holds, in a sentence."""
    name = path.rpartition("/")[2].removesuffix(".csv")
    if path.startswith("results/"):
        return TABLES[name][1]
    return "Every observation, as SDMX-CSV 2.0." if path == "observations.sdmx.csv" else f"A file of the study: {name}."


def mediatype(path: str) -> str:
    """The media type that a file's name tells."""
    return _TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream")


def sha256(data: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def slug(name: str) -> str:
    """A name of small letters, digits, points, hyphens and underscores, which every format takes."""
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-") or "study"


def local(name: str) -> str:
    """A name as a part of an identifier: its slug, with some of its hash where the slug alone could be another's."""
    plain = slug(name)
    return plain if plain == name else f"{plain[:60]}-{sha256(name.encode())[:8]}"


def resource(path: str) -> str:
    """The name of a table by the path of its file: `results/ranks.csv` is results-ranks."""
    return local(path.removesuffix(".csv").replace("/", "-"))
