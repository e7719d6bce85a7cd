"""What if a supply is cut, a control lifted, an investment multiplied: values of some units made otherwise."""

from __future__ import annotations

import re
from dataclasses import replace

from equalterms.errors import StudyError, nearest
from equalterms.model import Study
from equalterms.model.observations import Shock
from equalterms.steps import finite

_FORM = re.compile(r"\s*([x=+-])\s*([^@\s]{1,40})\s*@\s*(.{1,400})\s*\Z", re.S)
_REMEDY = "write x0.5@RUS+CHN, +10@all, -5@NOR or =20@NOR"


def shocked(study: Study, indicator: str, text: str) -> Study:
    """The study with the latest values of an indicator changed for some units: `x0.5@RUS+CHN`.

    `x` multiplies, `+` and `-` add, `=` sets; `@all` is every unit that has a value, a bloc's name its members in the
    study's year. A StudyError where a unit that is named has no value: none is made up.
    """
    node = study.node(indicator)
    if any(pillar.id == node.id for pillar in study.pillars):
        raise StudyError(f"{node.id} is a pillar and has no values", study.name, "name an indicator")
    form = _FORM.match(text)
    if form is None:
        raise StudyError(f"the shock is {text[:60]!r}", remedy=_REMEDY)
    sign, number, named = form.groups()
    try:
        size = finite(number)
    except ValueError:
        raise StudyError(f"the shock's size is {number!r}, not a number", remedy=_REMEDY) from None
    units = _units(study, node.id, named)
    times, plus = {"x": (size, 0.0), "=": (0.0, size), "+": (1.0, size), "-": (1.0, -size)}[sign]
    change = Shock(times, plus, f" (what if: {sign}{number})")
    return replace(study, observations=study.observations.shocked(node.id, units, study.time, change))


def _units(study: Study, indicator: str, named: str) -> list[str]:
    """The codes of the units that a shock is for, each with a value by the study's year."""
    codes = list(study.names)
    if named.strip() == "all":
        wanted = codes
    else:
        wanted = [code for part in named.split("+") for code in _codes(study, part.strip())]
    known = study.observations.cube(wanted, [indicator], (study.time,)).row[0, :, 0] >= 0
    if named.strip() == "all":
        return [code for code, there in zip(wanted, known, strict=True) if there]
    without = [code for code, there in zip(wanted, known, strict=True) if not there]
    if without:
        raise StudyError(f"{', '.join(without[:5])} has no value of {indicator} to change", remedy="leave it out")
    return wanted


def _codes(study: Study, name: str) -> list[str]:
    if name.upper() in study.names:
        return [name.upper()]
    blocs = sorted({member.bloc for member in study.members})
    if name not in blocs:
        raise StudyError(f"no unit or bloc is called {name[:60]!r}", remedy=nearest(name, [*study.names, *blocs]))
    year = str(study.time)
    return [
        member.unit
        for member in study.members
        if member.bloc == name and member.status == "member" and member.since[:4] <= year
        if not member.until or member.until[:4] > year
    ]
