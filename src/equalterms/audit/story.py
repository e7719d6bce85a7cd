"""The story itself: weekdays against the calendar, old pictures, one event told in two ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import combinations, groupby
from typing import Final

from equalterms.audit.figures import verdict
from equalterms.model import Check
from equalterms.press import Reading

STALE: Final = 366
_WISH: Final = re.compile(r"desire|wish|hope|inten|propos|ready|readiness|willing", re.I)
_DONE: Final = re.compile(r"declar|announc|launch|unveil|sign|establish", re.I)


def days(reading: Reading) -> Iterator[Check]:
    """Weekdays against the calendar; pictures that are older than the story."""
    offset = reading.day.offset
    if offset is not None:
        formula, unit = f"{offset.base} + {offset.days} days", "day"
        note = (
            f"that day is {'' if offset.fits else 'not '}a {offset.weekday}, as printed"
            if offset.fits
            else f"that day is no {offset.weekday}"
        )
        yield Check(
            "date_offset", (f"date:{offset.base}",), formula, offset.answer, verdict(offset.fits), unit, note=note
        )
    for noise in reading.noise:
        for dated in reading.dates:
            inside = noise.span.start <= dated.span.start < noise.span.end and "caption" in noise.kind
            if (
                inside
                and re.fullmatch(r"\d{4}-\d\d-\d\d", dated.when.value)
                and re.fullmatch(r"\d{4}-\d\d-\d\d", reading.day.date)
            ):
                try:
                    age = (date.fromisoformat(reading.day.date) - date.fromisoformat(dated.when.value)).days
                except ValueError:
                    continue
                if age >= STALE:
                    formula = f"{reading.day.date} - {dated.when.value}"
                    yield Check(
                        "stale_media",
                        (f"date:{dated.when.value}",),
                        formula,
                        float(age),
                        "flag",
                        "days",
                        note="the caption is of another story",
                    )


def conflicts(reading: Reading) -> Iterator[Check]:
    """One event told twice, once as done and once as wished for."""
    themed = [e for e in reading.events if e.theme]
    themed.sort(key=lambda e: e.theme)
    for theme, alike in groupby(themed, key=lambda e: e.theme):
        # No article tells one thing more often than this, and each telling is held against each.
        for one, two in combinations(sorted(alike, key=lambda e: e.trigger.start)[:50], 2):
            words = one.trigger.text, two.trigger.text
            told_both_ways = any(_DONE.search(a) and _WISH.search(b) for a, b in (words, words[::-1]))
            if told_both_ways and set(one.says.source) & set(two.says.source):
                note = f'the {theme}: "{words[0]}" ({one.id}) against "{words[1]}" ({two.id})'
                yield Check("text_conflict", (one.id, two.id), f"{words[0]} vs {words[1]}", True, "flag", note=note)
