"""Labels of a source -> codes of units. A label that is not understood is an error, never a dropped row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from difflib import get_close_matches
from functools import cache

from equalterms.countries import codes, countries
from equalterms.errors import StudyError
from equalterms.fetch.origin import Origin
from equalterms.files.orders import Order


def match(
    labels: Iterable[str], order: Order, origin: Origin, own: Collection[str], short: bool
) -> tuple[dict[str, str], list[str]]:
    """The code of each label that names a unit, and the labels that name none.

    Looked at in this order: what the study says (`leave_out`, `units`), what the source declares, alpha-3 codes
    and the units of the study, two-letter codes where units are codes (`short`) or every label has two letters,
    and names. What is left is an error that lists candidates.
    """
    wanted = list(dict.fromkeys(labels))
    letters = short or all(len(label) == 2 for label in wanted)
    found, groups, unknown = {}, [], []
    for label in wanted:
        if label in order.leave_out or (label in origin.groups and label not in order.units):
            groups.append(label)
        elif code := _code(label, order, origin, own, letters):
            found[label] = code
        else:
            unknown.append(label)
    if unknown:
        raise _unmatched(unknown, order)
    return found, groups


def _code(label: str, order: Order, origin: Origin, own: Collection[str], letters: bool) -> str:
    given = order.units.get(label, "") or origin.units.get(label, "")
    if given:
        if given not in own:
            raise StudyError(
                f"{given[:20]!r}, which {label[:60]!r} is to be, is no unit", f"fetch.{order.source}", "see units.csv"
            )
        return given
    if label in own:
        return label
    if len(label) == 2:
        return codes().get(label.casefold(), "") if letters else ""
    return named(label)


def named(label: str) -> str:
    """The code of the country that bears a name; empty where none does."""
    return _names().get(plain(label), "")


def plain(name: str) -> str:
    """A name without what differs between tables: accents, case, signs, articles, and the order of its parts.

    `Bahamas, The` and `The Bahamas` are the same, as are `Korea (Republic of)` and `Republic of Korea`.
    """
    marks = unicodedata.normalize("NFKD", name.replace("&", " and "))
    text = "".join(c for c in marks if not unicodedata.combining(c)).casefold()
    words = re.findall(r"\w+", re.sub(r"\bst\.?\s", "saint ", re.sub(r"['’`´ʼ]", "", text)))
    return " ".join(sorted(word for word in words if word not in ("the", "of", "and")))


@cache
def _names() -> dict[str, str]:
    """The code by every plain name. A plain name that two countries would bear is nobody's."""
    found: dict[str, set[str]] = {}
    for country in countries().values():
        for name in (country.code, *country.names):
            found.setdefault(plain(name), set()).add(country.code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


def _unmatched(unknown: list[str], order: Order) -> StudyError:
    said = [f"{label[:60]!r}{_candidates(label)}" for label in unknown[:5]]
    more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
    remedy = (
        f"write into study.yaml, fetch, {order.source}: `units: {{{_quoted(unknown[0])}: CODE}}`, "
        f"or `leave_out: [{_quoted(unknown[0])}]` if it is no country"
    )
    return StudyError(f"units that are not understood: {'; '.join(said)}{more}", f"fetch.{order.source}", remedy)


def _quoted(label: str) -> str:
    return '"' + label[:60].replace("\\", "\\\\").replace('"', '\\"') + '"'


def _candidates(label: str) -> str:
    """Countries that the label may mean: those with a like name, or one word of it in common."""
    names = {name.casefold(): (country.code, name) for country in countries().values() for name in country.names}
    close = get_close_matches(label.casefold(), names, n=3, cutoff=0.6)
    words = set(plain(label).split())
    shared = [key for key, (_, name) in names.items() if words & {w for w in plain(name).split() if len(w) > 4}]
    told = list(dict.fromkeys(f"{names[key][0]} {names[key][1]}" for key in [*close, *shared]))[:3]
    return f" (candidates: {', '.join(told)})" if told else " (no candidate)"
