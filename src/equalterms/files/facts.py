"""units.csv, targets.csv, ties.csv, members.csv -> facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from equalterms.errors import StudyError, nearest
from equalterms.files.faults import Faults
from equalterms.files.tables import Row, rows, years
from equalterms.model import Evidence, Member, Target, Tie, Unit
from equalterms.steps import finite

KINDS = ("level", "share", "multiple", "rank", "cumulative", "two-sided", "maintain", "qualitative")
STANDINGS = ("member", "partner", "candidate", "invited", "observer", "suspended")


def units(folder: Path, countries: Mapping[str, str], faults: Faults) -> dict[str, Unit]:
    """Every unit that the study may name: the countries, then what units.csv adds or renames."""
    known = {code: Unit(code, name) for code, name in countries.items()}
    seen: set[str] = set()
    for row in _table(folder / "units.csv", ("unit", "name"), ("unit", "name"), faults, prefix="group."):
        with faults.at(row.file, row.line):
            code = row.needed("unit")
            if code in seen:
                raise StudyError(f"the unit {code!r} stands twice", remedy="keep one")
            seen.add(code)
            groups = {key[6:]: value for key, value in row.cells.items() if key.startswith("group.") and value}
            known[code] = Unit(code, row.needed("name"), MappingProxyType(groups))
    return known


_TARGET = (
    "unit indicator value time direction measure kind baseline baseline_time milestones announced superseded "
    "legal series budgeted pledged prices tolerance note source where quote"
)


def targets(
    folder: Path, known: Mapping[str, Unit], sources: Mapping[str, object], faults: Faults
) -> tuple[Target, ...]:
    """The dated targets."""
    found: list[Target] = []
    needed = ("unit", "indicator", "direction", "source")
    for row in _table(folder / "targets.csv", _TARGET.split(), needed, faults):
        with faults.at(row.file, row.line):
            found.append(_target(row, known, sources))
    return tuple(found)


def _target(row: Row, known: Mapping[str, Unit], sources: Mapping[str, object]) -> Target:
    kind = row.choice("kind", KINDS, "level")
    value = row.number("value")
    if value is None and kind != "qualitative":
        raise StudyError("value is empty", remedy="give the value, or the kind qualitative")
    if not row["time"] and kind != "qualitative" and not row["note"]:
        raise StudyError("time is empty", remedy="give the year, or say in the note that none was stated")
    begin, end = row.time("baseline_time"), row.time("time")
    if begin and end and years(begin) >= years(end):
        raise StudyError(f"the baseline of {begin} is not before the target of {end}", remedy="check both times")
    return Target(
        unit=_unit(row, "unit", known),
        indicator=row.needed("indicator"),
        value=value,
        time=end,
        direction=1 if row.choice("direction", ("1", "-1")) == "1" else -1,
        measure=row["measure"],
        kind=kind,
        baseline=row.number("baseline"),
        baseline_time=begin,
        announced=row.time("announced"),
        note=row["note"],
        evidence=_evidence(row, sources),
        milestones=_milestones(row["milestones"], begin, end),
        superseded=row.time("superseded"),
        tolerance=row.number("tolerance"),
        **{key: row[key] for key in ("legal", "series", "budgeted", "pledged", "prices")},
    )


def _milestones(text: str, begin: str, end: str) -> tuple[tuple[str, float], ...]:
    """Values on the way, `2025: 400; 2027: 600`, in order of time, between the baseline and the target."""
    found = []
    for part in filter(None, (each.strip() for each in text.split(";"))):
        time, colon, value = part.partition(":")
        try:
            found.append((time.strip(), finite(value.strip())))
        except ValueError:
            colon = ""
        if not colon:
            raise StudyError(f"the milestone {part[:40]!r} is none", remedy="write 2025: 400; 2027: 600")
    when = [years(time, "milestones") for time, _ in found]
    bounds = ([years(begin)] if begin else []) + when + ([years(end)] if end else [])
    if any(a >= b for a, b in pairwise(bounds)):
        raise StudyError("the milestones are not in order between baseline and target", remedy="check their times")
    return tuple(found)


def ties(folder: Path, known: Mapping[str, Unit], sources: Mapping[str, object], faults: Faults) -> tuple[Tie, ...]:
    """The ties between two units; a before b."""
    found: dict[tuple[str, str, str, str], Tie] = {}
    places: dict[tuple[str, str], Evidence] = {}
    columns = ("a", "b", "kind", "time", "value", "source", "where", "since")
    for row in _table(folder / "ties.csv", columns, columns[:6], faults):
        with faults.at(row.file, row.line):
            a, b = _unit(row, "a", known), _unit(row, "b", known)
            key = (a, b, row.needed("kind"), row.needed("time"))
            if a >= b:
                raise StudyError(f"{a} and {b} are not in the order of the alphabet", remedy="exchange a and b")
            if key in found:
                raise StudyError(f"the tie {a} {b} {key[2]} {key[3]} stands twice", remedy="keep one")
            row.needed("value")
            since, time = row.time("since"), row.time("time")
            if since and years(since) > years(time):
                raise StudyError(f"since {since} is after the time {time}", remedy="check both")
            # Thousands of ties rest on a few places of a few sources.
            place = (row["source"], row["where"])
            if place not in places:
                places[place] = _evidence(row, sources)
            found[key] = Tie(a, b, key[2], time, row.number("value") or 0.0, places[place], since)
    return tuple(found.values())


def members(
    folder: Path, known: Mapping[str, Unit], sources: Mapping[str, object], faults: Faults
) -> tuple[Member, ...]:
    """The dated memberships of blocs."""
    found: list[Member] = []
    columns = ("bloc", "unit", "since", "until", "status", "contested", "note", "source", "where")
    for row in _table(folder / "members.csv", columns, ("bloc", "unit", "since", "source"), faults):
        with faults.at(row.file, row.line):
            since, until = row.time("since"), row.time("until")
            row.needed("since")
            if until and years(until) < years(since):
                raise StudyError(f"until {until} is before since {since}", remedy="check both dates")
            status = row.choice("status", STANDINGS, "member")
            unit = _unit(row, "unit", known)
            evidence, bloc = _evidence(row, sources), row.needed("bloc")
            found.append(Member(bloc, unit, since, until, status, row["note"], evidence, row["contested"]))
    return tuple(found)


def _table(path: Path, columns: Sequence[str], needed: Sequence[str], faults: Faults, prefix: str = "") -> list[Row]:
    return rows(path, columns, needed, faults, prefix) if path.exists() else []


def _unit(row: Row, heading: str, known: Mapping[str, Unit]) -> str:
    code = row.needed(heading)
    if code not in known:
        raise StudyError(f"the unit {code[:60]!r} is not known", remedy=nearest(code, known))
    return code


def _evidence(row: Row, sources: Mapping[str, object]) -> Evidence:
    source = row.needed("source")
    if source not in sources:
        raise StudyError(f"the source {source[:60]!r} is not known", remedy=nearest(source, sources))
    return Evidence(source, row["where"], row["quote"])
