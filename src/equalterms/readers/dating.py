"""What the words of a date mean: the patterns of dates, periods and spans, each with the value of what it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from equalterms.readers.periods import PERIOD, moved, shift
from equalterms.readers.spelled import SMALL, TENS, ordinal, words

MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august"]
MONTHS += ["september", "october", "november", "december"]
DAYS: Final = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = "(?P<month>January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH += r"|Jan\b\.?|Feb\b\.?|Mar\b\.?|Apr\b\.?|Jun\b\.?|Jul\b\.?|Aug\b\.?|Sept?\b\.?|Oct\b\.?|Nov\b\.?|Dec\b\.?)"
_DAY: Final = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>19\d\d|20\d\d|2100)"  # so written the engine looks for a 1 or a 2 first
_N: Final = rf"(?P<n>an?|{'|'.join([*TENS, *reversed(SMALL)])}|\d{{1,3}})"
_UNIT: Final = r"(?P<unit>day|week|fortnight|month|quarter|year|decade|century|centurie)s?"
_NTH: Final = r"(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)"
_FREE: Final = r"(?![\d,.]\d|[-–]?\d|\s?(?:%|percent|per cent|million|billion|trillion)|[A-Za-z])"

Rule = tuple[frozenset[str], re.Pattern[str], Callable[["Clock", "re.Match[str]"], tuple[str, str, bool]]]
_AHEAD: Final = re.compile(r"\b(?:will|is\sto|are\sto|is\sdue|are\sdue|plans?\sto)\s[^.;,]{0,60}$")
SOON: Final = 92  # days
_TO_COME: Final = re.compile(r"[^.;]{0,60}?\b(?:will|(?:is|are)\s(?:to|due|set|expected))\b")
_HAD: Final = re.compile(r",?\s(?:[\w’'-]+\s){1,4}had\b")
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d")


class Clock:
    """What is known while a sentence is read: the day of the article, its dates, the date read last."""

    def __init__(self, today: str, known: Sequence[str]) -> None:
        self.today = date.fromisoformat(today) if _ISO.fullmatch(today) else None
        self.known = tuple(known)
        self.last = ""


def month(word: str) -> int:
    """The number of a month's name."""
    return next(n for n, name in enumerate(MONTHS, 1) if name.startswith(word.lower()[:3]))


def number(word: str) -> float:
    """The value of `a`, `three` or `16`."""
    return 1.0 if word.lower() in ("a", "an") else float(word) if word.isdigit() else words(word)


def _full(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    return f"{found['year']}-{month(found['month']):02d}-{_safe_day(found):02d}", "date", False


def _safe_day(found: re.Match[str]) -> int:
    return max(1, min(int(found["day"]), 31))


def _iso(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    return found[0], "date", False


def _of_month(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    return f"{found['year']}-{month(found['month']):02d}", "date", False


def _no_year(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    tail = f"-{month(found['month']):02d}-{_safe_day(found):02d}"
    if same := next((d for d in clock.known if d.endswith(tail)), ""):
        return same, "date", True
    return _nearest(clock, tail, found), "date", True


def _nearest(clock: Clock, tail: str, found: re.Match[str]) -> str:
    if clock.today is None:
        return ""
    year, behind = clock.today.year, tail <= clock.today.isoformat()[4 : 4 + len(tail)]
    before = found.string[max(0, found.start("month") - 14) : found.start("month")]
    ahead = re.search(r"\b(?:will|is to|are to|is due|are due)\s[^.;]{0,60}$", found.string[: found.start("month")])
    if ahead or re.search(r"\b(?:by|until|till|next|from|before)\s$", before):
        year += 1 if behind and tail != clock.today.isoformat()[4 : 4 + len(tail)] else 0
    elif not behind and not _is_soon(clock.today, tail) and not _TO_COME.match(found.string, found.end("month")):
        year -= 1
    return f"{year}{tail}"


def _is_soon(today: date, tail: str) -> bool:
    """Whether a day that is told without its year lies in the next three months: one so far back has its year."""
    try:
        return (date.fromisoformat(f"{today.year}{tail}") - today).days <= SOON
    except ValueError:  # a month alone, or no day of the calendar
        return False


def _month_alone(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    ends = re.match(r"(?:by|until|before)", found[0], re.I)
    deadline = bool(ends) and not _HAD.match(found.string, found.end())  # `by March it had sold 3m cars`
    value = _nearest(clock, f"-{month(found['month']):02d}", found)
    if deadline and clock.today and value and value < clock.today.isoformat()[:7]:
        value = shift(value, "year", 1)
    return value, "deadline" if deadline else "date", True


def _weekday(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    if clock.today is None:
        return "", "date", True
    back = (clock.today.weekday() - DAYS.index(found["weekday"].lower())) % 7
    if (found["which"] or "").lower() == "next" or (back and not found["which"] and _is_ahead(found)):
        back -= 7
    return moved(clock.today, -back), "date", True


def _is_ahead(found: re.Match[str]) -> bool:
    """Whether the words before a weekday say that it is still to come: `will hold talks on Saturday`."""
    return bool(_AHEAD.search(found.string, max(0, found.start() - 80), found.start()))


def _near(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    step = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}[found[0].lower()]
    return (moved(clock.today, step) if clock.today else ""), "date", True


def _same_day(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    """`Hours later`: still the day that was told before, or that of the article."""
    return (clock.today.isoformat() if clock.today else ""), "date", True


def _last_period(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    if clock.today is None:
        return "", "date", True
    step = {"last": -1, "previous": -1, "this": 0, "next": 1, "coming": 1, "current": 0}[found["which"].lower()]
    unit, iso = found["unit"].lower(), clock.today.isoformat()
    if unit == "quarter":
        at = clock.today.year * 4 + (clock.today.month - 1) // 3 + step
        return f"{at // 4}-Q{at % 4 + 1}", "date", True
    value = {"year": iso[:4], "month": iso[:7]}.get(unit, iso)
    return shift(value, unit, step), "date", True


def _year(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    return found["year"], "date", False


def _years(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    return f"{found['year']}/{found['to']}", "date", False


def _part_of_year(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    word = found["part"].lower()
    tail = "-12-31" if "end" in word else "-06" if "mid" in word else "-01" if "start" in word or "beg" in word else ""
    return found["year"] + tail, "date", False


def _quarter(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    nth = found["nth"]
    count = int(nth) if nth.isdigit() else int(ordinal(nth) or 1)
    letter = "H" if found["span"].lower() in ("half", "h") else "Q"
    year = found["year"]
    if year is None:
        if clock.today is None:
            return "", "date", True
        ends = count * (6 if letter == "H" else 3)
        year = str(clock.today.year - (1 if ends > clock.today.month and _looks_back(found) else 0))
    return f"{year}-{letter}{count}", "date", found["year"] is None


def _looks_back(found: re.Match[str]) -> bool:
    return not re.search(
        r"\b(?:until|by|will|expect\w*|from|for)\b[^.]{0,40}$", found.string[max(0, found.start() - 60) : found.start()]
    )


def _fiscal(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    first, last = int(found["year"]), found["last"] or ""
    if last and int(last[-2:]) != (first + 1) % 100:
        return f"{first}/{first // 100}{last[-2:]}", "date", False
    return f"{first}-04/{first + 1}-03", "date", False


def _year_to(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    tail = f"-{month(found['month']):02d}"
    end = f"{found['year']}{tail}" if found["year"] else _nearest(clock, tail, found)
    return (f"{shift(end, 'month', -11)}/{end}" if end else ""), "date", found["year"] is None


def _months_to(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    tail, back = f"-{month(found['month']):02d}", 1 - int(number(found["n"]))
    end = f"{found['year']}{tail}" if found["year"] else _nearest(clock, tail, found)
    return (f"{shift(end, 'month', back)}/{end}" if end else ""), "date", found["year"] is None


def _between_months(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    """`between April and June`: the months to the last of them, of the year that is printed or else nearest."""
    first, tail = month(found["first"]), f"-{month(found['month']):02d}"
    end = f"{found['year']}{tail}" if found["year"] else _nearest(clock, tail, found)
    back = (first - month(found["month"])) % 12 - 12
    return (f"{shift(end, 'month', back)}/{end}" if end else ""), "date", found["year"] is None


def _decade_end(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    return (str(clock.today.year // 10 * 10 + 10) if clock.today else ""), "date", True


def _ago(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    unit, count, way = _unit(found), number(found["n"]), found["way"].lower()
    iso = clock.today.isoformat() if clock.today else ""
    base = iso if way == "ago" else clock.last or iso
    if not base:
        return "", "date", True
    sign = 1 if way in ("later", "from now") else -1
    if way == "ago":
        base = {"year": base[:4], "decade": base[:4], "month": base[:7]}.get(unit, base)
    elif unit == "year" and len(base) == 10:
        base = base[:4]
    return shift(base, unit, sign * count), "date", True


def _unit(found: re.Match[str]) -> str:
    return {"centurie": "century"}.get(found["unit"].lower(), found["unit"].lower())


def _after(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    unit, count = _unit(found), int(number(found["n"]))
    if unit == "year" and clock.last:
        whole = number(found["n"]) > 1 or len(clock.last) < 10
        return shift(clock.last[: 4 if whole else 7], "year", -count), "date", True
    letter = {"month": "M", "quarter": "M", "year": "Y", "decade": "Y", "century": "Y"}.get(unit, "D")
    many = {"quarter": 3, "decade": 10, "century": 100}.get(unit) or PERIOD.get(unit, 1)
    return f"P{count * many}{letter}", "duration", True


def _within(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    iso = clock.last if len(clock.last) == 10 else clock.today.isoformat() if clock.today else ""
    return (shift(iso, _unit(found), number(found["n"])) if iso else ""), "deadline", True


def _clock_time(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    hour = int(found["h"]) % 12 + (12 if found["ap"].lower().startswith("p") else 0)
    return f"T{hour:02d}:{found['min'] or '00'}", "time", False


def _century(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    count = int(ordinal(found["nth"]) or 1)
    return f"{count - 1:02d}XX", "century", False


def _decade(clock: Clock, found: re.Match[str]) -> tuple[str, str, bool]:
    return f"{re.sub('^[Tt]he ', '', found[0])[:3]}X", "decade", False


def _rule(
    needs: str, pattern: str, value: Callable[[Clock, re.Match[str]], tuple[str, str, bool]], flags: int = 0
) -> Rule:
    return frozenset(needs.split("+")), re.compile(pattern, flags), value


RULES: Final[tuple[Rule, ...]] = (
    _rule("year+dash", r"\b(?:19|20)\d\d-[01]\d-[0-3]\d\b", _iso),
    _rule("month+year", rf"\b{_MONTH}\s{_DAY},?\s{_YEAR}\b", _full),
    _rule("month+year", rf"\b{_DAY}\s(?:of\s)?{_MONTH},?\s{_YEAR}\b", _full),
    _rule(
        "century",
        r"\b(?P<nth>\d\d?(?:st|nd|rd|th)|[a-z]{4,8}teenth|twent(?:ieth|y-first))[\s-]centur(?:y|ies)\b",
        _century,
        re.I,
    ),
    _rule(
        "month+the year",
        rf"\b(?P<all>the year (?:to|through|ended|ending) (?:the end of )?{_MONTH}(?:\s{_YEAR})?)",
        _year_to,
    ),
    _rule(
        "month+unit",
        rf"\b(?P<all>the (?:first )?(?P<n>two|three|six|nine|ten|[369]|1[0-2]) months (?:to|through|ended|ending)"
        rf" (?:the end of )?{_MONTH}(?:\s{_YEAR})?)",
        _months_to,
    ),
    _rule(
        "month+between",
        rf"\b(?:[Bb]etween|[Ff]rom) {_MONTH.replace('?P<month>', '?P<first>')} (?:and|to|until) {_MONTH}"
        rf"(?:\s{_YEAR})?(?!\s\d)\b",
        _between_months,
    ),
    _rule(
        "year+fiscal",
        rf"\b(?:FY|fiscal(?: year)? |financial year ){_YEAR}[-–/](?P<last>\d\d(?:\d\d)?)\b",
        _fiscal,
        re.I,
    ),
    _rule("year+between", rf"\b(?:[Bb]etween|[Ff]rom) {_YEAR} (?:and|to|until) (?P<to>(?:19|20)\d\d)\b", _years),
    _rule("year+dash", rf"(?<![\d,.])\b{_YEAR}[-–/](?P<last>\d\d)\b(?!\d|-)", _fiscal),
    _rule(
        "part+nth",
        rf"\b(?:the )?{_NTH}[\s-](?P<span>quarter|half)(?:\s(?:of\s)?{_YEAR})?\b(?!\sof\s(?!the year|this year))",
        _quarter,
        re.I,
    ),
    _rule("short", rf"\b(?P<span>Q|H)(?P<nth>[1-4])(?:\s(?:of\s)?{_YEAR})?\b", _quarter),
    _rule("decade", r"\bthe (?:end|close|turn) of (?:the|this) decade\b", _decade_end, re.I),
    _rule(
        "year+stage",
        rf"\b(?P<part>the end of|the start of|the beginning of|mid-|early"
        rf"(?: in)?|late(?: in)?|end-|the middle of)\s?{_YEAR}\b{_FREE}",
        _part_of_year,
        re.I,
    ),
    _rule("month+year", rf"\b{_MONTH}(?:\sof|,)?\s{_YEAR}\b", _of_month),
    _rule("month", rf"\b{_MONTH}\s{_DAY}\b(?!\s?(?:%|per|million|billion|[ap]m))", _no_year),
    _rule("month", rf"\b{_DAY}\s{_MONTH}\b", _no_year),
    _rule("year+tens", r"\b(?:the\s)?(?:19|20)\d0s\b", _decade),
    _rule(
        "year",
        rf"{_YEAR}\b{_FREE}(?:(?<=\b(?:in|by|of|to) ....)|(?<=\b(?:for|and|the) ....)|(?<=\b(?:from|than|late) ....)"
        r"|(?<=\b(?:since|until|after|early) ....)|(?<=\b(?:before|during) ....))",
        _year,
        re.I,
    ),
    _rule("year", rf"{_YEAR}(?<![\w$€£¥.,/-]....)\b{_FREE}(?!\s[a-z]{{2,}}s\b(?<!was)(?<!has)(?<!is))(?!-)", _year),
    _rule(
        "unit+way",
        rf"\b{_N}[\s-]{_UNIT}\s(?P<way>ago|earlier|(?:before|later)(?!\sthe\b)|from now|previously)\b",
        _ago,
        re.I,
    ),
    _rule("unit+after", rf"\b{_N}\s{_UNIT}\s(?:after|following)\b", _after, re.I),
    _rule("within+unit", rf"\bwithin (?:the next )?{_N}\s{_UNIT}\b", _within, re.I),
    _rule(
        "unit+which",
        r"\b(?P<which>last|this|next|previous|coming|current) (?P<unit>year|month|week|quarter|decade)\b",
        _last_period,
        re.I,
    ),
    _rule(
        "unit+which",
        r"\bthis (?P<unit>year|month|quarter)\b(?:[^.;]|\.\d){0,60}?\s(?P<all>(?P<which>next|last))(?=[.,;]|$)",
        _last_period,
    ),
    _rule("hours", r"\b(?:[Hh]ours|[Mm]inutes) (?:later|earlier|afterwards)\b", _same_day),
    _rule("near", r"\b(?:today|yesterday|tomorrow|tonight)\b(?!['’]s\b)", _near, re.I),
    _rule(
        "weekday",
        rf"\b(?:(?P<which>last|next|this) )?(?P<weekday>{'|'.join(d.title() for d in DAYS)})\b(?!s)",
        _weekday,
    ),
    _rule(
        "month",
        rf"\b(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Bb]efore|[Ll]ast|[Tt]his|[Nn]ext|[Dd]uring|of"
        rf"|for|from|to|through|early|late|mid) (?P<all>{_MONTH})(?![\w]|\s\d)(?<!\bin may)",
        _month_alone,
    ),
    _rule("clock", r"\b(?P<h>1?\d)(?:[:.](?P<min>[0-5]\d))?\s?(?P<ap>[ap]\.?m\b\.?)", _clock_time, re.I),
)
