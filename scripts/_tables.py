"""What both builders share: reading tables, writing the files of a study, always the same bytes."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

OBSERVATIONS = ("unit", "indicator", "time", "value", "status", "source", "where", "quote")
INDICATORS = (
    "id",
    "parent",
    "name",
    "measure",
    "direction",
    "weight",
    "goalpost_low",
    "goalpost_high",
    "denominator",
    "max_age",
    "fill",
    "treat",
    "normalise",
    "pool",
    "aggregate",
    "needs",
    "source",
    "definition",
)
TARGETS = (
    "unit",
    "indicator",
    "value",
    "time",
    "direction",
    "measure",
    "kind",
    "baseline",
    "baseline_time",
    "milestones",
    "announced",
    "superseded",
    "series",
    "note",
    "source",
    "where",
    "quote",
)
TIES = ("a", "b", "kind", "since", "time", "value", "source", "where")
MEMBERS = ("bloc", "unit", "since", "until", "status", "contested", "note", "source", "where")

Row = Mapping[str, str]


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, plain or with the ending .gz, every cell as text."""
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))


def write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Write the rows (absent cells empty) and give their number."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
    write_text(path, out.getvalue())
    return count


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text with plain line ends, and make the folder first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def number(text: str) -> str:
    """A number in its shortest form that reads back as the same value: 3.0 is 3."""
    value = float(text)
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def source(id: str, **keys: str) -> str:
    """One entry of `sources:` in a study.yaml."""
    lines = [f"  {id}:"] + [f"    {key}: {quoted(value)}" for key, value in keys.items() if value]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """`text` as a quoted YAML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def flow(codes: Sequence[str], width: int = 20) -> str:
    """A YAML list of codes, wrapped, each line indented by two."""
    lines = [", ".join(codes[at : at + width]) for at in range(0, len(codes), width)]
    return "[\n  " + ",\n  ".join(lines) + "\n]"
