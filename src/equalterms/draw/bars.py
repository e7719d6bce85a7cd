"""A figure in a line of characters beside each row of its table: enough for a terminal."""

from __future__ import annotations

from collections.abc import Callable

from equalterms.draw import words
from equalterms.page import Figure

WIDE = 40


def bars(figure: Figure) -> Callable[[int], str] | None:
    """What stands beside row `i`: a bar, or an interval with a dot; None for other kinds of figure."""
    if figure.kind == "rank_intervals":
        return _intervals(figure)
    if figure.kind == "bars":
        return _lengths(figure)
    return None


def _values(figure: Figure, role: str) -> list[float | None]:
    if role not in figure.roles:
        return [None] * len(figure.table.rows)
    i = words.column(figure.table, figure.roles[role])
    return [words.amount(row[i]) for row in figure.table.rows]


def _intervals(figure: Figure) -> Callable[[int], str]:
    low, dot, high = (_values(figure, role) for role in ("low", "x", "high"))
    last = max([1.0, *(v for v in (*low, *dot, *high) if v is not None)])
    size = int(min(WIDE, max(last, 10)))

    def place(value: float) -> int:
        return round((value - 1) / max(last - 1, 1) * (size - 1))

    def line(i: int) -> str:
        chars = [" "] * size
        start, end, middle = low[i], high[i], dot[i]
        if start is not None and end is not None:
            for at in range(place(start), place(end) + 1):
                chars[at] = "─"
        if middle is not None:
            chars[place(middle)] = "●"
        return "".join(chars).rstrip()

    return line


def _lengths(figure: Figure) -> Callable[[int], str]:
    values = _values(figure, "x")
    most = max([abs(v) for v in values if v is not None], default=0.0) or 1.0

    def line(i: int) -> str:
        value = values[i]
        return "█" * round(WIDE * max(value, 0.0) / most) if value is not None else ""

    return line
