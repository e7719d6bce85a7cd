"""Observations in large Parquet files: scanned where they are used, never read whole for a table.

What is asked for, the latest value of some units and indicators at the end of a year, is looked for in
windows of time that widen from that year back, so that most of a file is never touched. Every row that a
table uses is checked then; `check` reads everything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import polars as pl

from equalterms.errors import StudyError, nearest
from equalterms.files.faults import Faults
from equalterms.files.tables import years
from equalterms.model import Observations
from equalterms.model.observations import Cube, Shock

MOST = 2_000_000
"""More rows than this are scanned, not read."""

_COLUMNS = ("unit", "indicator", "time", "value", "status", "source", "where", "quote")
_NEEDED = ("unit", "indicator", "time", "value", "source")
_KEY = ["unit", "indicator", "time"]
_TIMES = (pl.String, pl.Date, pl.Int16, pl.Int32, pl.Int64, pl.UInt16, pl.UInt32, pl.Categorical)


def large(path: Path) -> bool:
    """Whether a file has more rows than are read at once; a file that is no Parquet is left to the reader."""
    try:
        schema = pl.read_parquet_schema(path)
        rows = pl.scan_parquet(path).select(pl.len()).collect().item()
    except (pl.exceptions.PolarsError, OSError):
        return False
    return int(rows) > MOST and set(_NEEDED) <= set(schema) and isinstance(schema["time"], _TIMES)


class Scanned(Observations):
    """Large files and the rows of the small ones beside them, behind the same questions."""

    def __init__(self, paths: Sequence[Path], small: pl.DataFrame, words: Mapping[str, Collection[str]]) -> None:
        super().__init__(small)
        self._paths = tuple(paths)
        self._words = words
        self._cubes: dict[tuple[tuple[str, ...], ...], Cube] = {}

    @cached_property
    def _whole(self) -> pl.DataFrame:
        parts = [_plain(path, pl.scan_parquet(path)).collect(engine="streaming") for path in self._paths]
        return pl.concat([self._frame, *(self._told(part) for part in parts)])

    @property
    def frame(self) -> pl.DataFrame:
        """Every row, in memory: slow and large; tables and pages of ranks never ask for it."""
        return self._whole

    @property
    def height(self) -> int:
        """How many rows there are."""
        counts = (pl.scan_parquet(path).select(pl.len()).collect().item() for path in self._paths)
        return self._frame.height + sum(int(count) for count in counts)

    def span(self) -> tuple[int, int]:
        """The first and the last year that has a row."""
        ends = [super().span()] if self._frame.height else []
        for path in self._paths:
            found = pl.scan_parquet(path).select(low=pl.col("time").min(), high=pl.col("time").max())
            row = found.collect(engine="streaming").row(0)
            ends.append((int(str(row[0])[:4]), int(str(row[1])[:4])))
        return min(low for low, _ in ends), max(high for _, high in ends)

    def covers(self, year: int) -> bool:
        """Whether any row is of that year or before."""
        if self._frame.height and super().covers(year):
            return True
        return any(_some(path, None, year + 1, None) for path in self._paths)

    def ranked(self, indicators: Sequence[str]) -> list[str]:
        """The units that have a row of any of the indicators, in order."""
        found = set(super().ranked(indicators)) if self._frame.height else set()
        for path in self._paths:
            scan = pl.scan_parquet(path).filter(pl.col("indicator").cast(pl.String).is_in(list(indicators)))
            found |= set(scan.select(pl.col("unit").cast(pl.String).unique()).collect(engine="streaming")["unit"])
        return sorted(found)

    def sources(self) -> dict[str, int]:
        """How many rows each source has."""
        counts = super().sources()
        for path in self._paths:
            scan = pl.scan_parquet(path).group_by(pl.col("source").cast(pl.String)).agg(pl.len())
            for source, rows in scan.collect(engine="streaming").iter_rows():
                counts[source] = counts.get(source, 0) + rows
        return counts

    def rows(self, unit: str | None = None, indicator: str | None = None) -> pl.DataFrame:
        """Every row of a unit, of an indicator or of both, oldest first."""
        keep = [pl.col(key).cast(pl.String) == name for key, name in (("unit", unit), ("indicator", indicator)) if name]
        parts = [super().rows(unit, indicator)]
        for path in self._paths:
            scan = pl.scan_parquet(path)
            scan = scan.filter(pl.all_horizontal(keep)) if keep else scan
            parts.append(self._told(_plain(path, scan).collect(engine="streaming")))
        return pl.concat(parts).sort("when", maintain_order=True)

    def cube(self, units: Sequence[str], indicators: Sequence[str], years: Sequence[int]) -> Cube:
        """The latest values at the end of each of the years, from the rows that these need and no others."""
        asked = tuple(units), tuple(indicators), tuple(map(str, years))
        if asked not in self._cubes:
            parts = [self._latest(units, indicators, years[0])]
            for before, year in pairwise(years):
                parts.append(self._window(units, indicators, before + 1, year + 1))
            small = self._frame.filter(pl.col("indicator").is_in(list(indicators)))
            self._cubes = {asked: Observations(pl.concat([small, *parts])).cube(units, indicators, years)}
        return self._cubes[asked]

    def _latest(self, units: Sequence[str], indicators: Sequence[str], year: int) -> pl.DataFrame:
        """The latest rows by the end of a year: from its last month, the whole of it, twice as many years before ..."""
        wanted = {(unit, indicator) for unit in units for indicator in indicators}
        found: list[pl.DataFrame] = []
        first, end, width = year, year + 1, 1
        late = True
        while wanted:
            some = sorted({unit for unit, _ in wanted}), sorted({indicator for _, indicator in wanted})
            pairs = pl.DataFrame(sorted(wanted), schema=["unit", "indicator"], orient="row")
            part = self._window(*some, first, end, late).join(pairs, on=["unit", "indicator"], how="semi")
            found.append(part)
            wanted -= set(part.select("unit", "indicator").iter_rows())
            if late:
                late = False
                continue
            end, width = first, 2 * width
            first = end - width
            if not any(_some(path, None, end, some[1]) for path in self._paths):
                break
        return pl.concat(found) if found else self._frame.clear()

    def _window(
        self, units: Sequence[str], indicators: Sequence[str], first: int, end: int, late: bool = False
    ) -> pl.DataFrame:
        """The latest row of each unit and indicator from the year `first` to before the year `end`, checked.

        `late` looks at periods alone that end in the last month of the year `first`: nothing is newer than they.
        """
        parts = [self._frame.clear()]
        for path in self._paths:
            scan = _between(path, first, end, indicators).filter(pl.col("unit").cast(pl.String).is_in(list(units)))
            scan = _plain(path, scan.filter(_late(path, first)) if late else scan)
            seen = scan.filter(pl.col("value").is_not_null()).with_columns(order=_order())
            if late:
                # A month of rows fits into memory: one pass over the file instead of two.
                seen = seen.collect(engine="streaming").lazy()
            newest = seen.group_by("unit", "indicator").agg(pl.col("order").max())
            rows = seen.join(newest, on=["unit", "indicator", "order"], how="semi").drop("order")
            parts.append(self._told(rows.collect(engine="streaming")))
        return pl.concat(parts)

    def _told(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with their times in years, refused where one is not what the study knows."""
        for column in ("source", "status"):
            for word in rows[column].unique().to_list():
                if word not in self._words[column]:
                    raise _wrong(
                        rows.filter(pl.col(column) == word),
                        f"the {column} {word[:60]!r} is not known",
                        nearest(word, self._words[column]),
                    )
        bad = rows.filter(~pl.col("value").is_finite())
        if bad.height:
            raise _wrong(bad, "value is not a finite number", "give the value, or leave the row out")
        twice = rows.filter(pl.struct(_KEY).is_duplicated())
        if twice.height:
            raise _wrong(twice, "stands twice", "keep one row per unit, indicator and time")
        ends = {text: years(text) for text in rows["time"].unique().to_list()}
        when = pl.col("time").replace_strict(ends, default=None, return_dtype=pl.Float64).alias("when")
        return rows.with_columns(when).select(self._frame.columns)

    def shocked(self, indicator: str, units: Sequence[str], year: int, change: Shock) -> Observations:
        """Refused: an imagined value stands among values that are in memory."""
        raise StudyError("a shock needs observations that are read whole", self._paths[0].name, "take a smaller file")

    def check(self, faults: Faults) -> None:
        """Faults of all rows: unknown words, values that are none, rows that stand twice, an indicator at a time."""
        for path in self._paths:
            scan = pl.scan_parquet(path)
            for column, known in self._words.items():
                if column in scan.collect_schema():
                    self._check_words(path, scan, column, known, faults)
            strange = scan.filter(
                pl.col("value").is_not_null() & ~pl.col("value").cast(pl.Float64, strict=False).is_finite()
            )
            if strange.head(1).collect().height:
                faults.add(
                    path.name, 0, "holds values that are not finite numbers", "give the values, or leave the rows out"
                )
            for name in (
                scan.select(pl.col("indicator").unique()).collect(engine="streaming")["indicator"].cast(pl.String)
            ):
                own = scan.filter(pl.col("indicator").cast(pl.String) == name).select(_KEY).collect(engine="streaming")
                if own.height and own.is_duplicated().any():
                    unit, indicator, time = own.filter(own.is_duplicated()).row(0)
                    faults.add(
                        path.name,
                        0,
                        f"{unit} {indicator} {time} stands twice",
                        "keep one row per unit, indicator and time",
                    )

    def _check_words(self, path: Path, scan: pl.LazyFrame, column: str, known: Collection[str], faults: Faults) -> None:
        for word in scan.select(pl.col(column).cast(pl.String).unique()).collect(engine="streaming")[column].to_list():
            if word is None or (word not in known and not (column == "status" and not word)):
                faults.add(path.name, 0, f"the {column} {str(word)[:60]!r} is not known", nearest(str(word), known))


def _plain(path: Path, scan: pl.LazyFrame) -> pl.LazyFrame:
    """The columns of every observations file, as text and numbers; those that the file has not are empty."""
    schema = pl.read_parquet_schema(path)
    made = []
    for name in _COLUMNS:
        if name == "value":
            made.append(pl.col("value").cast(pl.Float64, strict=False))
        elif name not in schema:
            made.append(pl.lit("A" if name == "status" else "").alias(name))
        else:
            made.append(pl.col(name).cast(pl.String).fill_null("A" if name == "status" else ""))
    return scan.select(made).with_columns(row=pl.lit(0, dtype=pl.Int64), file=pl.lit(path.name))


def _between(path: Path, first: int | None, end: int, indicators: Sequence[str] | None) -> pl.LazyFrame:
    """The rows of some indicators from a year (or the beginning) to before a year, by filters that are pushed down."""
    scan, kind = pl.scan_parquet(path), pl.read_parquet_schema(path)["time"]
    time = pl.col("time").cast(pl.String) if isinstance(kind, pl.Categorical) else pl.col("time")

    def mark(year: int) -> date | str | int:
        if isinstance(kind, pl.Date):
            return date(year, 1, 1)
        return str(year) if isinstance(kind, pl.String | pl.Categorical) else year

    kept = [time < mark(end)] + ([] if first is None else [time >= mark(first)])
    if indicators is not None:
        kept.append(pl.col("indicator").cast(pl.String).is_in(list(indicators)))
    return scan.filter(pl.all_horizontal(kept))


def _late(path: Path, year: int) -> pl.Expr:
    """Whether a period ends in the last month of a year."""
    kind = pl.read_parquet_schema(path)["time"]
    if isinstance(kind, pl.Date):
        return pl.col("time") >= date(year, 12, 1)
    if not isinstance(kind, pl.String | pl.Categorical):
        return pl.lit(True)
    time = pl.col("time").cast(pl.String)
    early = [f"{year}-{part}" for part in ("Q1", "Q2", "Q3", "S1")]
    return ((time >= f"{year}-12") & ~time.is_in(early)) | (time == str(year))


def _some(path: Path, first: int | None, end: int, indicators: Sequence[str] | None) -> bool:
    return bool(_between(path, first, end, indicators).head(1).collect(engine="streaming").height)


def _order() -> pl.Expr:
    """A number that grows with the end of a period: 2024, 2024-Q2, 2024-S1, 2024-06 and 2024-06-30 in one line."""
    text = pl.col("time")
    year = text.str.slice(0, 4).cast(pl.Int32, strict=False) * 372
    part = text.str.slice(6, 1).cast(pl.Int32, strict=False)
    month = text.str.slice(5, 2).cast(pl.Int32, strict=False)
    day = text.str.slice(8, 2).cast(pl.Int32, strict=False)
    inside = (
        pl.when(text.str.len_bytes() == 4)
        .then(pl.lit(372))
        .when(text.str.slice(5, 1) == "Q")
        .then(part * 93)
        .when(text.str.slice(5, 1) == "S")
        .then(part * 186)
        .when(text.str.len_bytes() == 7)
        .then(month * 31)
        .otherwise((month - 1) * 31 + day)
    )
    return year + inside


def _wrong(rows: pl.DataFrame, message: str, remedy: str) -> StudyError:
    row = rows.row(0, named=True)
    return StudyError(f"{row['unit']} {row['indicator']} {row['time']}: {message}", row["file"], remedy)
