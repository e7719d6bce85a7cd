"""A method as it is written: `minmax`, `winsorise(most=5)`; the same in files and on the command line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from equalterms.errors import StudyError, nearest
from equalterms.family import Family
from equalterms.methods import pool, steps
from equalterms.model import Step

# Options of every member of a family. `by` names a grouping of units, each group by itself. `over` is what
# counts as the table in a panel: each `year`, `all` of its years, or (for a scale) one year, 2015. `within`
# fills columns together that lie under the same node so many levels up; `draw` fills at random by a draw's
# number, 0 by the best value; `reference` is a unit's code.
# `weight` is the series that members of a bloc are weighed by.
SHARED: dict[str, dict[str, object]] = {
    "screen": {"after": "table", "keep": "", "drop": ""},
    "fill": {"by": "", "over": "year", "within": 0, "draw": 0},
    "treat": {"over": "year"},
    "normalise": {"by": "", "over": "year", "reference": ""},
    "weigh": {"over": "year"},
    "pool": {"weight": ""},
}
_WORDS = {"over": ("year", "all"), "after": ("table", "fill")}
_FORM = re.compile(r"\s*([a-z][a-z0-9_]*)\s*(?:\(([^()]*)\))?\s*\Z")
_OPTION = re.compile(r"\s*([a-z][a-z0-9_]*)\s*=\s*([^,=]*?)\s*\Z")


def parse(text: str, family: str) -> Step:
    """The step that `text` writes, checked against the family: its member, its options, their kinds."""
    return member({**steps, "pool": pool}[family], text, SHARED.get(family, {}))


def member(of: Family[Any], text: str, shared: Mapping[str, object] = MappingProxyType({})) -> Step:
    """The member of any family that `text` writes, with its options; `shared` are options that all members take."""
    form = _FORM.match(text[:400])
    if form is None:
        raise StudyError(
            f"{text[:80]!r} is no method",
            remedy="write a name or a name with options: minmax(low=1, high=100)",
        )
    name, inside = form.groups()
    allowed = {**of.options(name), **shared}
    options: dict[str, object] = {}
    for part in inside.split(",") if inside and inside.strip() else []:
        pair = _OPTION.match(part)
        if pair is None:
            raise StudyError(f"{part.strip()!r} is no option", remedy="write key=value")
        key, value = pair.groups()
        if key not in allowed:
            raise StudyError(f"{of.name} {name} has no option {key!r}", remedy=nearest(key, allowed))
        options[key] = _value(value, allowed[key], f"{name}({key})")
        if key in shared:
            _check_word(key, value, of.name)
    return Step(name, options)


def _check_word(key: str, value: str, family: str) -> None:
    known = _WORDS.get(key)
    a_year = key == "over" and family == "normalise" and re.fullmatch(r"[12][0-9]{3}", value)
    if known and value not in known and not a_year:
        raise StudyError(f"{key} is {value[:40]!r}", remedy=nearest(value, known))


def _value(text: str, default: object, what: str) -> object:
    """`text` as the kind of thing that the option's default is."""
    if isinstance(default, bool):
        if text not in ("true", "false"):
            raise StudyError(f"{what} is {text!r}", remedy="write true or false")
        return text == "true"
    if isinstance(default, str):
        return text
    try:
        return int(text) if isinstance(default, int) else finite(text)
    except ValueError:
        raise StudyError(f"{what} is {text!r}, not a number", remedy=f"the default is {default}") from None


def finite(text: str) -> float:
    """`text` as a finite number; ValueError where it is none."""
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    value = float(text)
    if value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return value


_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,400}(?:\.[0-9]{0,400})?|\.[0-9]{1,400})(?:[eE][+-]?[0-9]{1,3})?")
