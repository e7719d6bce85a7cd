"""observations*.csv and .parquet -> columns. Millions of rows are checked a column at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from equalterms.errors import StudyError, nearest
from equalterms.files import parquet
from equalterms.files.faults import Faults
from equalterms.files.tables import check_headings, number_remedy, years
from equalterms.files.texts import decode, read_bytes
from equalterms.model import STATUSES, Observations

COLUMNS = ("unit", "indicator", "time", "value", "status", "source", "where", "quote")
_NEEDED = ("unit", "indicator", "time", "value", "source")
_NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?$"
_KEY = ["unit", "indicator", "time"]


@dataclass(frozen=True, slots=True)
class Known:
    """What observations may speak of: units, indicators (and pillars, which have none), sources."""

    units: Collection[str]
    indicators: Collection[str]
    pillars: Collection[str]
    sources: Collection[str]

    @property
    def words(self) -> dict[str, Collection[str]]:
        """The words that each column may hold."""
        return {"unit": self.units, "indicator": self.indicators, "source": self.sources, "status": STATUSES}


def read(folder: Path, known: Known, faults: Faults) -> Observations:
    """Every row of every observations file, checked; rows with a fault are left out.

    A Parquet file of more than two million rows is not read here but scanned, and checked where it is used.
    """
    paths = sorted([*folder.glob("observations*.csv"), *folder.glob("observations*.parquet")])
    if not paths:
        faults.add("observations.csv", 0, "is missing", "add observations.csv or observations.parquet")
    large = [path for path in paths if path.suffix == ".parquet" and parquet.large(path)]
    frames = [
        _checked(_raw(path, faults), path.name, known.words, known.pillars, faults)
        for path in paths
        if path not in large
    ]
    frame = pl.concat(frames) if frames else _checked(_empty(), "", known.words, known.pillars, faults)
    whole = _unique(frame, faults)
    return parquet.Scanned(large, whole, known.words) if large else Observations(whole)


def _empty() -> pl.DataFrame:
    return pl.DataFrame(schema={"row": pl.Int64, **dict.fromkeys(COLUMNS, pl.String)})


def _raw(path: Path, faults: Faults) -> pl.DataFrame:
    """The file's cells as text, with `row`, the line in the file."""
    try:
        frame = _parquet(path) if path.suffix == ".parquet" else _csv(path, faults)
    except StudyError as error:
        place, _, line = error.where.partition(":")
        faults.add(place or path.name, int(line or 0), error.message, error.remedy)
        return _empty()
    head = [name for name in frame.columns if name != "row"]
    check_headings(head, path.name, COLUMNS, _NEEDED, faults)
    if not set(_NEEDED) <= set(head):
        return _empty()
    missing = [pl.lit("").alias(name) for name in COLUMNS if name not in head]
    return frame.with_columns(missing).select("row", *COLUMNS)


def _csv(path: Path, faults: Faults) -> pl.DataFrame:
    text = decode(read_bytes(path), path.name)
    if not text.strip():
        raise StudyError("is empty", path.name, "begin with: " + ",".join(COLUMNS))
    head = text.partition("\n")[0].strip().split(",")
    if len(set(head)) < len(head):
        check_headings(head, path.name, COLUMNS, _NEEDED, faults)
        return _empty()
    starts, text = _starts(text, len(head), path.name)
    try:
        frame = pl.read_csv(io.StringIO(text), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise StudyError(f"is not CSV: {str(error).splitlines()[0]}", path.name, "check commas and quotes") from None
    frame = frame.rename({name: name.strip() for name in frame.columns}).fill_null("")
    row = pl.int_range(2, pl.len() + 2, dtype=pl.Int64) if starts is None else pl.lit(pl.Series(starts))
    return frame.with_columns(row.alias("row"))


def _starts(text: str, width: int, file: str) -> tuple[list[int] | None, str]:
    """The line where each row begins (None where row n is line n + 1), and the text without blank lines.

    A row that has not as many cells as the heading is refused. Where no cell runs over several
    lines, cells are counted as commas outside quotes, for all lines at once.
    """
    lines = pl.Series("line", text.removesuffix("\n").split("\n"), dtype=pl.String)
    plain = lines.str.replace_all('"[^"]*"', "").str.strip_chars()
    if "\r" in text.replace("\r\n", "") or plain.str.contains('"', literal=True).any():
        return _starts_of_long_cells(text, width, file)
    cells = plain.str.count_matches(",", literal=True) + 1
    blank = plain == ""
    wrong = ((cells != width) & ~blank).arg_true()
    if wrong.len():
        raise _ragged(int(cells[int(wrong[0])]), width, file, int(wrong[0]) + 1)
    if not blank.any():
        return None, text
    kept = (~blank).arg_true()
    return [int(number) + 1 for number in kept[1:]], "\n".join(lines.gather(kept)) + "\n"


def _starts_of_long_cells(text: str, width: int, file: str) -> tuple[list[int] | None, str]:
    lines = list(io.StringIO(text, newline=""))
    reader, before = csv.reader(io.StringIO(text, newline="")), 0
    starts, kept = [], []
    for cells in reader:
        if any(cell.strip() for cell in cells):
            if len(cells) != width:
                raise _ragged(len(cells), width, file, before + 1)
            starts.append(before + 1)
            kept.append("".join(lines[before : reader.line_num]))
        before = reader.line_num
    return starts[1:], "".join(kept)


def _ragged(cells: int, width: int, file: str, line: int) -> StudyError:
    return StudyError(f"has {cells} cells, the heading has {width}", f"{file}:{line}", "quote cells that hold a comma")


def _parquet(path: Path) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise StudyError(f"is not Parquet: {str(error).splitlines()[0]}", path.name, "write it again") from None
    text = frame.select(pl.all().cast(pl.String).fill_null(""))
    return text.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("row"))


def _checked(
    raw: pl.DataFrame,
    file: str,
    known: dict[str, Collection[str]],
    pillars: Collection[str],
    faults: Faults,
) -> pl.DataFrame:
    frame = raw.with_columns(pl.col(*COLUMNS[:7]).str.strip_chars()).with_columns(pl.col("status").replace("", "A"))
    wrong = pl.lit(False)
    for column, names in known.items():
        wrong = wrong | _unknown(frame, file, column, names, pillars, faults)
    wrong = wrong | _bad_numbers(frame, file, faults)
    when, bad_time = _times(frame, file, faults)
    frame = frame.with_columns(when, pl.lit(file).alias("file")).filter(~(wrong | bad_time))
    return frame.with_columns(
        pl.when(pl.col("value") == "")
        .then(None)
        .otherwise(pl.col("value"))
        .cast(pl.Float64, strict=False)
        .alias("value")
    )


def _unknown(
    frame: pl.DataFrame,
    file: str,
    column: str,
    names: Collection[str],
    pillars: Collection[str],
    faults: Faults,
) -> pl.Expr:
    seen = frame.select(pl.col(column).unique()).to_series()
    strange = [word for word in seen.to_list() if word not in names]
    for word in strange:
        message = f"the {column} {word[:60]!r} is not known" if word else f"{column} is empty"
        remedy = "observations belong to indicators, not to pillars" if word in pillars else _code(word, column, names)
        row = frame.filter(pl.col(column) == word).item(0, "row")
        faults.add(file, int(row), message, remedy)
    return pl.col(column).is_in(strange) if strange else pl.lit(False)


def _code(word: str, column: str, names: Collection[str]) -> str:
    if column == "unit" and word.upper() in ("NO", "FALSE"):
        return "write NOR for Norway"
    return nearest(word, names)


def _bad_numbers(frame: pl.DataFrame, file: str, faults: Faults) -> pl.Expr:
    empty = pl.col("value") == ""
    number = pl.col("value").str.contains(_NUMBER) & pl.col("value").cast(pl.Float64, strict=False).is_finite()
    wrong = ~empty & ~number.fill_null(False)
    for row, value in frame.filter(wrong).select("row", "value").head(20).iter_rows():
        faults.add(file, row, f"value is {value[:40]!r}, not a number", number_remedy(value))
    gap = empty & (pl.col("status") != "M")
    for (row,) in frame.filter(gap).select("row").head(20).iter_rows():
        faults.add(file, row, "value is empty", "give the value, or the status M for a gap")
    full = ~empty & (pl.col("status") == "M")
    for (row,) in frame.filter(full).select("row").head(20).iter_rows():
        faults.add(file, row, "the status is M (missing) but a value is given", "empty one of the two")
    return wrong | gap | full


def _times(frame: pl.DataFrame, file: str, faults: Faults) -> tuple[pl.Expr, pl.Expr]:
    ends: dict[str, float] = {}
    bad: list[str] = []
    for text in frame["time"].unique().to_list():
        try:
            ends[text] = years(text)
        except StudyError as error:
            bad.append(text)
            faults.add(file, int(frame.filter(pl.col("time") == text).item(0, "row")), error.message, error.remedy)
    when = pl.col("time").replace_strict(ends, default=None, return_dtype=pl.Float64).alias("when")
    return when, pl.col("time").is_in(bad) if bad else pl.lit(False)


def _unique(frame: pl.DataFrame, faults: Faults) -> pl.DataFrame:
    twice = frame.filter(pl.struct(_KEY).is_duplicated())
    if twice.height:
        firsts = twice.unique(_KEY, keep="first", maintain_order=True)
        for row in twice.join(firsts, on=["file", "row"], how="anti").head(20).iter_rows(named=True):
            message = f"{row['unit']} {row['indicator']} {row['time']} stands twice"
            faults.add(row["file"], row["row"], message, "keep one row per unit, indicator and time")
    return frame.unique(_KEY, keep="first", maintain_order=True)
