"""What a source gave -> rows of observations. What is not understood, too little or out of range is refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from equalterms.errors import StudyError, nearest
from equalterms.fetch.origin import Origin, Reading, Seen, time_of
from equalterms.fetch.units import match
from equalterms.files.orders import Order, Series
from equalterms.files.tables import number_remedy, years
from equalterms.model import STATUSES
from equalterms.sources.grid import missing
from equalterms.steps import finite

Row = tuple[str, str, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Understood:
    """Rows in the order of the columns of observations.csv, measures by indicator, labels that are no unit."""

    rows: tuple[Row, ...]
    measures: Mapping[str, str]
    left_out: tuple[str, ...]


def understand(
    order: Order, origin: Origin, reading: Reading, own: Collection[str], before: Mapping[str, str]
) -> Understood:
    """The reading as observations, sorted. `own` are the units of the study, `before` the measures of last time."""
    series = {each.indicator: each for each in order.series}
    _measures(order, series, reading.measures, before)
    codes, groups = match((seen.unit for seen in reading.rows), order, origin, own, reading.short)
    statuses = {**dict.fromkeys(STATUSES, ""), **{key: key for key in STATUSES}, **origin.status, **order.status}
    made: dict[tuple[str, str, str], tuple[Row, Seen]] = {}
    for seen in reading.rows:
        if seen.unit not in codes:
            continue
        row = _row(order, seen, series[seen.indicator], codes[seen.unit], statuses)
        if not order.since <= int(row[2][:4]) <= order.until:
            continue
        key = (row[1], row[0], row[2])
        if key in made and made[key][0][3:5] != row[3:5]:
            raise _double(order, made[key], (row, seen))
        made[key] = (row, seen)
    rows = tuple(made[key][0] for key in sorted(made))
    _enough(order, rows)
    return Understood(rows, dict(reading.measures), tuple(sorted(reading.groups | set(groups))))


def _measures(order: Order, series: Mapping[str, Series], told: Mapping[str, str], before: Mapping[str, str]) -> None:
    """A unit of measure that is not the one that the study states, or that of last time, stops the fetch."""
    for indicator, each in series.items():
        wanted = each.measure or before.get(indicator, "")
        if wanted and told.get(indicator, "") != wanted:
            raise StudyError(
                f"{indicator}: the source's unit of measure is now {told.get(indicator, '')[:120]!r}, not "
                f"{wanted[:120]!r}",
                f"fetch.{order.source}",
                "if the values still mean the same, state it there as `measure:`; the last vintage stays in use",
            )


def _row(order: Order, seen: Seen, series: Series, unit: str, statuses: Mapping[str, str]) -> Row:
    place = f"fetch.{order.source}, {seen.indicator}, {unit} {seen.time}"
    time = time_of(seen.time)
    try:
        years(time)
    except StudyError as error:
        raise StudyError(error.message, place, "the source has changed how it writes time") from None
    value = "" if missing(seen.value) else seen.value
    if value:
        _in_range(value, series, place)
    if seen.status and seen.status not in statuses:
        remedy = f"say what it is: `status: {{{seen.status!r}: E}}`, with one of {', '.join(STATUSES)}"
        raise StudyError(f"the status {seen.status[:40]!r} is not known", place, remedy)
    ours = statuses.get(seen.status, "")
    if ours and ours not in STATUSES:
        raise StudyError(f"the status {ours[:40]!r} is none of ours", place, nearest(ours, STATUSES))
    if value and ours == "M":
        raise StudyError("has a value and the status M (missing)", place, "the source contradicts itself")
    status = "M" if not value else "" if ours == "A" else ours
    return (unit, seen.indicator, time, value, status, order.source, seen.where, seen.quote)


def _in_range(value: str, series: Series, place: str) -> None:
    try:
        number = finite(value)
    except ValueError:
        raise StudyError(f"{value[:40]!r} is not a number", place, number_remedy(value)) from None
    low, high = series.low, series.high
    if (low is not None and number < low) or (high is not None and number > high):
        bounds = f"{'-inf' if low is None else low} to {'inf' if high is None else high}"
        raise StudyError(f"{value} lies outside {bounds}", place, "the source has changed, or the range is too narrow")


def _double(order: Order, first: tuple[Row, Seen], second: tuple[Row, Seen]) -> StudyError:
    (row, seen), (other, again) = first, second
    place = f"fetch.{order.source}, {row[1]}, {row[0]} {row[2]}"
    if seen.unit != again.unit:
        message = f"{seen.unit[:60]!r} and {again.unit[:60]!r} both are {row[0]}"
        return StudyError(message, place, "write one of them into `leave_out:`")
    message = f"has two values, {row[3] or 'none'} ({row[6][:60]}) and {other[3] or 'none'} ({other[6][:60]})"
    return StudyError(message, place, "choose rows by `where: {COLUMN: VALUE}`")


def _enough(order: Order, rows: Iterable[Row]) -> None:
    count = Counter(row[1] for row in rows if row[3])
    for each in order.series:
        if count[each.indicator] < each.least:
            raise StudyError(
                f"{each.indicator} has {count[each.indicator]} values, at least {each.least} are expected",
                f"fetch.{order.source}",
                "the source has changed, or `since`, `where` or `least` ask for too much",
            )
