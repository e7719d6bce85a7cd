"""Dates as a language prints them, by the rules of its table, made absolute where the day of the article is known."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from equalterms.readers.periods import shift
from equalterms.readers.sentence import When
from equalterms.tongues.grammar import Lexicon, Tongue, table_of, union
from equalterms.tongues.numerals import chinese

_PLACES = {"Y": r"(?P<y>(?:19|20)\d\d)", "D": r"(?P<d>[0-3]?\d)", "Q": r"(?P<q>[1-4])"}


_HOLE = re.compile(r"\{([YDQMO])\}")
_EVERYWHERE = (("date", r"{Y}-(?P<mm>[01]\d)-{D}"), ("date", r"{D}[./](?P<mm>[01]?\d)[./]{Y}"))


class Dates:
    """The rules of a language's dates, put together once.

    `{Y}`, `{D}` and `{M}` of a rule are year, day and month, `{Q}` and `{O}` (an ordinal word) a quarter or half.
    """

    def __init__(self, of: Tongue) -> None:
        self.month = Lexicon({name: float(n) for n, name in enumerate(of.month, 1)})
        self.ordinal = Lexicon(of.ordinal)
        months, nths = union(dict.fromkeys(of.month)), union(of.ordinal)
        parts = {**_PLACES, "M": f"(?P<m>{months})", "O": f"(?P<o>{nths})"}
        edges = (r"(?<!\w)", r"(?!\w)") if of.spaced else ("", "")
        self.rules = tuple(
            (kind, re.compile(edges[0] + _HOLE.sub(lambda m: parts[m[1]], rule) + edges[1], re.I))
            for kind, rule in (*_EVERYWHERE, *of.dates)
        )
        self.near = tuple((re.compile(edges[0] + words + edges[1], re.I), step) for words, step in of.near.items())
        self.deadline = re.compile(rf"(?:{of.deadline})$", re.I)


@cache
def calendar(code: str) -> Dates:
    """The dates of a language that has a table."""
    return Dates(table_of(code))


def scan(text: str, of: Tongue, today: str = "") -> tuple[When, ...]:
    """Every date of a sentence from left to right; of two that meet, that of the earlier rule."""
    out: list[When] = []
    known = calendar(of.code)
    for kind, rule in known.rules:
        for found in rule.finditer(text):
            start, end = found.span("all") if "all" in rule.groupindex else found.span()
            if any(w.start < end and start < w.end for w in out):
                continue
            made, relative = _value(kind, found, known, today)
            if made is not None:
                by = kind != "decade" and known.deadline.search(text[max(0, start - 24) : start]) is not None
                name = kind if kind in ("decade", "century") else "date"
                out.append(When(start, end, made, name, relative, by))
    for rule, step in known.near:
        for found in rule.finditer(text):
            if not any(w.start < found.end() and found.start() < w.end for w in out):
                out.append(When(*found.span(), _near(*step, today), "date", True))
    return tuple(sorted(out, key=lambda w: w.start))


def _near(unit: str, step: int, today: str) -> str:
    """A day, month or year beside the article's."""
    return shift({"year": today[:4], "month": today[:7]}.get(unit, today), unit, step) if today else ""


def _value(kind: str, found: re.Match[str], known: Dates, today: str) -> tuple[str | None, bool]:
    parts = found.groupdict()
    year = parts.get("y")
    month = known.month[parts["m"]] if parts.get("m") else float(parts["mm"]) if parts.get("mm") else None
    if kind == "century":
        return "", False
    if kind == "decade":
        return (f"{year[:3]}X" if year else f"19{found['tens']}X"), False
    if kind == "end" and year:
        return f"{year}-12-31", False
    if kind == "middle" and year:
        return f"{year}-06", False
    if kind in ("quarter", "half"):
        count = parts.get("q") or known.ordinal[parts.get("o") or ""] or chinese(parts.get("o") or "")
        made = year or (today[:4] if today else "")
        return (f"{made}-{'Q' if kind == 'quarter' else 'H'}{int(float(count))}" if made else ""), year is None
    if kind == "years":
        return f"{year}/{found['z']}", False
    if kind == "year":
        return year, False
    day = int(parts["d"]) if parts.get("d") else None
    if month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None, False
    tail = f"-{int(month):02d}" + (f"-{day:02d}" if day else "")
    return (f"{year}{tail}", False) if year else (_latest(tail, today), True)


def _latest(tail: str, today: str) -> str:
    """The last day or month of that name up to the article's day."""
    if not today:
        return ""
    year = int(today[:4])
    return f"{year if tail <= date.fromisoformat(today).isoformat()[4 : 4 + len(tail)] else year - 1}{tail}"
