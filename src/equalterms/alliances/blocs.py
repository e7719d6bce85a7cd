"""Words -> the units of a bloc: by name and date, as a list, as unions and differences of these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from equalterms.errors import StudyError, nearest
from equalterms.files.tables import years
from equalterms.model import Member, Study

_CODE = re.compile(r"[A-Z0-9_]{2,12}\Z")
_PART = re.compile(r"(?P<name>[^@:]+?)(?::(?P<status>[a-z]+))?(?:@(?P<at>[0-9SQ-]+))?\Z")
_ONLY_MEMBERS = "member"


@dataclass(frozen=True, slots=True)
class Bloc:
    """A set of units under a name, as of a time; `memberships` are the facts that it rests on.

    `contested` says of which units a membership is disputed, or not known to be all, counted or not.
    """

    name: str
    units: tuple[str, ...]
    memberships: tuple[Member, ...] = ()
    contested: tuple[str, ...] = ()


def names(study: Study) -> tuple[str, ...]:
    """The blocs that the study knows, in the order of the alphabet."""
    return tuple(sorted({member.bloc for member in study.members}))


def bloc(study: Study, text: str) -> Bloc:
    """The bloc that `text` names: `BRICS`, `BRICS@2024`, `EU@2020-01-31`, `RUS,CHN`, `BRICS + SAU - IRN`.

    Of several parts, each is added to (`+`, or a comma) or taken from (`-`) what stands before it. A bloc
    without a date is that of the study's time; `BRICS:partner` are those of a status, `BRICS:any` of all.
    """
    units: dict[str, tuple[Member, ...]] = {}
    parts = _parts(study, text)
    if not parts:
        raise StudyError("no bloc is named", remedy="name a bloc, or units with commas: RUS,CHN")
    for sign, part in parts:
        found = _units(study, part)
        if sign == "-":
            units = {unit: rests for unit, rests in units.items() if unit not in found}
        else:
            units |= found
    if not units:
        raise StudyError(f"{text.strip()[:60]!r} has no members", remedy="give another date or status")
    rests = tuple(member for unit in sorted(units) for member in units[unit])
    return Bloc(text.strip(), tuple(sorted(units)), rests, (*_contested(rests), *_left_out(study, parts, units)))


def _parts(study: Study, text: str) -> list[tuple[str, str]]:
    """The parts of `text` with their signs; a sign inside a bloc's own name, or a date, does not part it."""
    known = "|".join(re.escape(name) for name in sorted(names(study), key=len, reverse=True))
    whole = f"(?:{known})(?![A-Za-z0-9_])" if known else "(?!)"
    atom = rf"(?:{whole}|[A-Za-z0-9_]+)(?::[a-z]+)?(?:@[0-9SQsq]+(?:-[0-9SQsq]{{1,2}}){{0,2}})?"
    grammar = re.compile(rf"\s*(?P<sign>[+,-]?)\s*(?P<atom>{atom})\s*", re.IGNORECASE)
    found: list[tuple[str, str]] = []
    place = 0
    while text[place:].strip():
        match = grammar.match(text, place)
        if match is None or bool(match["sign"]) != bool(found):
            raise StudyError(
                f"{text[:60]!r} is no bloc at {text[place : place + 20].strip()!r}",
                remedy="join names and codes with commas, + and -; " + _known(study, text[place:].strip(" +,-")),
            )
        found.append((match["sign"], match["atom"]))
        place = match.end()
    return found


def _known(study: Study, name: str) -> str:
    return nearest(name, names(study)) if study.members else "the study has no members.csv"


def _units(study: Study, part: str) -> dict[str, tuple[Member, ...]]:
    """The units of one part, with the memberships behind each."""
    name, status, at = _read(part)
    blocs = {each.lower(): each for each in names(study)}
    if name.lower() in blocs:
        return _members(study, blocs[name.lower()], (status or _ONLY_MEMBERS).lower(), at or str(study.time))
    code = name.upper()
    if at or status or not (_CODE.match(code) and (code in study.names or _is_unit(study, code))):
        raise StudyError(f"no bloc or unit is called {name[:60]!r}", remedy=_known(study, name))
    return {code: ()}


def _read(part: str) -> tuple[str, str, str]:
    """Name, status and date of a part; empty where it states none."""
    form = _PART.match(part)
    return (form["name"], form["status"] or "", (form["at"] or "").upper()) if form else (part, "", "")


def _left_out(study: Study, parts: Sequence[tuple[str, str]], units: Iterable[str]) -> tuple[str, ...]:
    """The disputed memberships of the blocs named that are not counted, such as an invitation."""
    counted, found = set(units), []
    for sign, part in parts:
        name, _, at = _read(part)
        for member in study.members:
            here = sign != "-" and member.bloc.lower() == name.lower() and member.unit not in counted
            if here and member.contested and _in_force(member, at or str(study.time)):
                found.append(f"{member.bloc} ({member.unit}, not counted): {member.contested}")
    return tuple(dict.fromkeys(found))


def _is_unit(study: Study, code: str) -> bool:
    return any(unit.code == code for unit in study.units)


def _members(study: Study, name: str, status: str, at: str) -> dict[str, tuple[Member, ...]]:
    """Who is in a bloc at the end of a time: with the status, and not suspended."""
    of_bloc = [member for member in study.members if member.bloc == name]
    known = sorted({member.status for member in of_bloc})
    if status != "any" and status not in known:
        raise StudyError(f"{name} has no {status}", remedy=f"it has: {', '.join(known)}, any")
    now = [member for member in of_bloc if _in_force(member, at)]
    suspended = {member.unit for member in now if member.status == "suspended"}
    found: dict[str, tuple[Member, ...]] = {}
    for member in now:
        if status in ("any", member.status) and (status in ("any", "suspended") or member.unit not in suspended):
            found[member.unit] = (*found.get(member.unit, ()), member)
    if not found:
        first = min(member.since for member in of_bloc)
        raise StudyError(f"{name} has no {status} at {at}", remedy=f"its first entry is of {first}")
    return found


def _in_force(member: Member, at: str) -> bool:
    """Whether a membership has begun, and has not ended, by the end of a time."""
    end = years(at, "the date")
    return years(_first_day(member.since)) <= end and (not member.until or years(member.until) >= end)


def _first_day(time: str) -> str:
    """The first day of a time: of 2024 it is 2024-01-01."""
    year, _, rest = time.partition("-")
    if rest[:1] in ("Q", "S"):
        month = (int(rest[1]) - 1) * (3 if rest[0] == "Q" else 6) + 1
        return f"{year}-{month:02d}-01"
    return "-".join([year, *rest.split("-")] if rest.count("-") else [year, rest or "01", "01"])


def _contested(memberships: Iterable[Member]) -> tuple[str, ...]:
    """What is disputed, once each: of a unit, or of the bloc where several of its units say the same."""
    said: dict[tuple[str, str], list[str]] = {}
    for member in memberships:
        if member.contested:
            said.setdefault((member.bloc, member.contested), []).append(member.unit)
    return tuple(f"{name} ({_some(units)}): {words}" for (name, words), units in said.items())


def _some(units: Sequence[str]) -> str:
    return ", ".join(units[:6]) + (f" and {len(units) - 6} more" if len(units) > 6 else "")
