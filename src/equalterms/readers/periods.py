"""Days, months, quarters and years moved along: the arithmetic of dates that are told by their distance."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

PERIOD: Final = {"day": 1, "week": 7, "fortnight": 14}


def shift(value: str, unit: str, count: float) -> str:
    """A date or period moved by `count` units, in the precision that both allow."""
    if "/" in value:
        return "/".join(shift(part, unit, count) for part in value.split("/"))
    if unit in PERIOD:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return ""
        return moved(date.fromisoformat(value), round(count * PERIOD[unit]))
    months = round(count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}.get(unit, 1200))
    if found := re.fullmatch(r"(\d{4})(-[HQ]\d)", value):
        return f"{int(found[1]) + months // 12}{found[2]}" if months % 12 == 0 else ""
    parts = [int(p) for p in value.split("-")]
    if len(parts) == 1:
        return f"{parts[0] + months // 12:04d}" if months % 12 == 0 else ""
    at = parts[0] * 12 + parts[1] - 1 + months
    year, this = divmod(at, 12)
    if not 1 <= year <= 9999:
        return ""
    tail = f"-{min(parts[2], monthrange(year, this + 1)[1]):02d}" if len(parts) == 3 else ""
    return f"{year:04d}-{this + 1:02d}{tail}"


def moved(day: date, days: int) -> str:
    """The day so many days later; empty where no calendar reaches."""
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return ""
