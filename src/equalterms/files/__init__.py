"""A study's folder <-> Study. Nobody else opens its files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from equalterms.countries import countries
from equalterms.errors import StudyError, nearest
from equalterms.files import facts, header, judgements, observations, tree
from equalterms.files.articles import KINDS, read_article
from equalterms.files.faults import Fault, Faults
from equalterms.files.parquet import Scanned
from equalterms.files.texts import MIB, decode, read_bytes, write_whole
from equalterms.model import Article, Indicator, Observations, Pillar, Study, Unit

__all__ = [
    "CRATE",
    "DEFAULT",
    "LEDGER",
    "VINTAGES",
    "Fault",
    "check",
    "decode",
    "embedded",
    "home_of",
    "load",
    "read_article",
    "read_bytes",
    "write_whole",
]

CRATE = "ro-crate-metadata.json"
DEFAULT = "ai-capability"
LEDGER = "ledger.sqlite"
VINTAGES = "vintages"
_FOLDERS = ("articles", VINTAGES)
_LARGE = 64 * MIB
_FOOTER = 4 * MIB
_HOME = Path(__file__).parent.parent / "studies"
_KNOWN = (
    "study.yaml",
    "indicators.csv",
    "units.csv",
    "comparisons.csv",
    "targets.csv",
    "ties.csv",
    "members.csv",
    "README.md",
)


def embedded() -> dict[str, Path]:
    """The folders of the studies that come with the package, by name."""
    return {path.parent.name: path.parent for path in sorted(_HOME.glob("*/study.yaml"))}


def load(name: str | Path = DEFAULT) -> Study:
    """The study of a folder, or the embedded study of a name; a StudyError at the first fault."""
    study, faults = _read(home_of(name))
    faults.raise_first()
    return study


def check(name: str | Path = DEFAULT) -> tuple[Fault, ...]:
    """Every fault of a study, by file and row; empty where it is sound. Large files are read whole here alone."""
    study, faults = _read(home_of(name))
    if isinstance(study.observations, Scanned):
        study.observations.check(faults)
    return tuple(sorted(faults))


def home_of(name: str | Path) -> Path:
    """The folder of a study: that of an embedded name, one that is named, or the one inside an exported crate."""
    known = embedded()
    if str(name) in known:
        return known[str(name)]
    path = Path(name)
    if path.is_dir():
        inside = sorted(path.glob("study/*/" + header.FILE)) if (path / CRATE).exists() else []
        if len(inside) == 1:
            return inside[0].parent
        if not (path / header.FILE).exists():
            raise StudyError("holds no study.yaml", str(path), "give a study's folder")
        return path
    raise StudyError(f"no study is called {str(name)[:200]!r}", remedy=nearest(str(name), known) + ", or a folder")


@dataclass(frozen=True, slots=True)
class _Known:
    units: dict[str, Unit]
    indicators: frozenset[str]
    pillars: frozenset[str]


def _read(folder: Path) -> tuple[Study, Faults]:
    faults = Faults()
    _strange_files(folder, faults)
    head = header.read(folder, faults)
    nodes = tree.read(folder, frozenset(head.sources), faults)
    units = facts.units(folder, {code: country.name for code, country in countries().items()}, faults)
    known = _Known(
        units,
        frozenset(node.id for node in nodes if isinstance(node, Indicator)),
        frozenset(node.id for node in nodes if isinstance(node, Pillar)),
    )
    values = observations.read(
        folder, observations.Known(known.units, known.indicators, known.pillars, head.sources), faults
    )
    study = Study(
        name=folder.resolve().name,
        title=head.title,
        time=head.time,
        nodes=nodes,
        units=_ranked(head, known, values, nodes, faults),
        observations=values,
        sources=head.sources,
        recipe=head.recipe,
        vary=head.vary,
        comparisons=judgements.read(folder, nodes, faults),
        targets=facts.targets(folder, units, head.sources, faults),
        ties=facts.ties(folder, units, head.sources, faults),
        members=facts.members(folder, units, head.sources, faults),
        articles=_articles(folder, faults),
        years=head.years,
        notes=head.notes,
        licence=head.licence,
        hash=_hash(folder),
        names={code: unit.name for code, unit in units.items()},
    )
    return study, faults


def _strange_files(folder: Path, faults: Faults) -> None:
    for path in sorted(folder.iterdir()):
        plain = path.name in _KNOWN or path.name.startswith((".", "observations", LEDGER)) or path.name in _FOLDERS
        if not plain:
            faults.add(path.name, 0, "is not a file of a study", nearest(path.name, _KNOWN))


def _ranked(
    head: header.Header, known: _Known, values: Observations, nodes: tuple[object, ...], faults: Faults
) -> tuple[Unit, ...]:
    """The units that are ranked, in the order of their codes."""
    leaves = [node.id for node in nodes if isinstance(node, Indicator) and node.parent is not None]
    if head.units is None:
        codes = [code for code in values.ranked(leaves) if code in known.units]
        if not codes and not faults.found:
            faults.add("observations.csv", 0, "holds no value of an indicator of the tree", "add rows")
        return tuple(known.units[code] for code in codes)
    chosen: dict[str, Unit] = {}
    for code, line in head.units:
        if code not in known.units:
            faults.add(header.FILE, line, f"the unit {code[:60]!r} is not known", nearest(code, known.units))
        elif code in chosen:
            faults.add(header.FILE, line, f"the unit {code!r} stands twice", "keep one")
        else:
            chosen[code] = known.units[code]
    return tuple(chosen[code] for code in sorted(chosen))


def _articles(folder: Path, faults: Faults) -> tuple[Article, ...]:
    found: list[Article] = []
    for path in sorted(p for p in (folder / "articles").glob("*") if p.suffix.lower() in KINDS):
        try:
            found.append(read_article(path))
        except StudyError as error:
            faults.add(f"articles/{path.name}", 0, error.message, error.remedy)
    return tuple(found)


def _hash(folder: Path) -> str:
    """SHA-256 over the names and bytes of the study's files; what is kept of fetches beside them is no part of it."""
    total = hashlib.sha256()
    for path in sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith((".", LEDGER)) and path.relative_to(folder).parts[0] != VINTAGES
    ):
        total.update(str(path.relative_to(folder).as_posix()).encode())
        total.update(_digest(path))
    return total.hexdigest()


def _digest(path: Path) -> bytes:
    """SHA-256 of a file; of a large Parquet file, of its size and its footer, where every block has its statistics."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if path.suffix != ".parquet" or size <= _LARGE:
            return hashlib.file_digest(file, "sha256").digest()
        file.seek(-min(size, _FOOTER), 2)
        return hashlib.sha256(str(size).encode() + file.read()).digest()
