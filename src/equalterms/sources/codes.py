"""Ids of indicators and codes of units, made from what other people's tables call them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from equalterms.countries import codes as known
from equalterms.countries import countries

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}\Z")


def ids(labels: Iterable[str]) -> dict[str, str]:
    """An id for each label: the label itself where it is one, otherwise made of its letters and digits."""
    made: dict[str, str] = {}
    taken = {"none"}
    wanted = list(dict.fromkeys(labels))
    # Labels that are ids already keep theirs, whatever stands before them.
    for label in [*filter(_ID.match, wanted), *(label for label in wanted if not _ID.match(label))]:
        if label not in made:
            made[label] = free(label if _ID.match(label) else _slug(label) or "node", taken)
    return made


def changed(made: Mapping[str, str], what: str) -> tuple[str, ...]:
    """The note on labels whose ids differ from them; none where all are ids themselves."""
    pairs = [f"{label[:60]!r} is {id}" for label, id in made.items() if label != id]
    if not pairs:
        return ()
    more = f" and {len(pairs) - 3} more" if len(pairs) > 3 else ""
    return (f"{what} that cannot be ids got one: {', '.join(pairs[:3])}{more}",)


def unit_codes(labels: Sequence[str]) -> dict[str, str]:
    """A code for each label of a unit: of a country its alpha-3 code, of others one in capital letters.

    Two-letter codes count as countries only where every label is one.
    """
    short = all(len(label) == 2 for label in labels)
    made: dict[str, str] = {}
    taken: set[str] = set()
    for label in dict.fromkeys(labels):
        own = label.upper()
        if own in countries():
            code = own
        elif len(label) > 3 or short:
            code = known().get(label.casefold(), "")
        else:
            code = ""
        made[label] = code
        taken |= {code} - {""}
    for label, code in made.items():
        if not code:
            made[label] = free(_slug(label).upper() or "UNIT", taken)
    return made


def _slug(label: str) -> str:
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    words = "_".join(re.findall(r"[A-Za-z0-9]+", plain))[:60].strip("_")
    return f"i_{words}" if words[:1].isdigit() else words


def free(name: str, taken: set[str]) -> str:
    """`name`, or with a number after it where it is taken; from then on it is taken."""
    number, free = 2, name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    taken.add(free)
    return free
