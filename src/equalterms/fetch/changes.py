"""What changed between two vintages: revised, added, gone, told apart from units that are new or no longer there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from equalterms.fetch.understand import Row

KINDS = ("revised", "status", "added", "gone", "unit added", "unit gone")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one unit's indicator at a time: the kind, and the value (None: a gap) before and now."""

    kind: str
    unit: str
    indicator: str
    time: str
    before: str | None
    now: str | None


def changes(before: Sequence[Row], now: Sequence[Row]) -> tuple[Change, ...]:
    """Every change, in the order of indicator, unit and time. Values are equal where their text means one number."""
    old, new = _keyed(before), _keyed(now)
    had, has = {key[:2] for key in old}, {key[:2] for key in new}
    found = []
    for key in sorted(old.keys() | new.keys()):
        kind = _kind(key, old, new, had, has)
        if kind:
            indicator, unit, time = key
            values = (old[key][3] or None if key in old else None, new[key][3] or None if key in new else None)
            found.append(Change(kind, unit, indicator, time, *values))
    return tuple(found)


_Key = tuple[str, str, str]


def _keyed(rows: Sequence[Row]) -> dict[_Key, Row]:
    return {(row[1], row[0], row[2]): row for row in rows}


def _kind(
    key: _Key, old: Mapping[_Key, Row], new: Mapping[_Key, Row], had: set[tuple[str, str]], has: set[tuple[str, str]]
) -> str:
    if key not in old:
        return "added" if key[:2] in had else "unit added"
    if key not in new:
        return "gone" if key[:2] in has else "unit gone"
    before, now = old[key], new[key]
    if before[3] != now[3] and not (before[3] and now[3] and float(before[3]) == float(now[3])):
        # A gap that is filled is news, and so is a value that is withdrawn; both are rows that were there.
        return "revised" if before[3] and now[3] else "added" if now[3] else "gone"
    return "status" if before[4] != now[4] else ""
