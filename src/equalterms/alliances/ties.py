"""Who works with whom: the ties of one kind, set against what each unit has and what chance would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from equalterms.alliances.events import KIND, Act, acts, cooperation
from equalterms.errors import StudyError, nearest
from equalterms.files.tables import years
from equalterms.methods import affinity as measures
from equalterms.methods.arrays import Floats
from equalterms.model import Study
from equalterms.scores import number

FEW = 5
LEVEL = 0.95
TOTAL, TIES = "_total", "_ties"
"""Endings of the series that hold what each unit has in all, and what it has together with anyone."""


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of what each two units have together (units x units), counted from `since` to the end of `time`.

    `totals` are what each unit has in all, `abroad` what it has together with anyone; NaN where not known.
    """

    kind: str
    since: str
    time: str
    units: tuple[str, ...]
    table: Floats
    totals: Floats
    abroad: Floats
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bonded:
    """How strongly two units are tied.

    `count` is what they have together; `salton`, `jaccard` and `inclusion` set it against all that they have;
    `affinity_ab` is b's share of a's ties, `affinity_ba` a's share of b's. `preference` is the count against
    what no preference would give, with its 95% interval; a count below 5 has none. `change` is the
    preference against that of the time before, as a ratio. `events` are those of cooperation that accepted
    claims report as done, `plans` as planned, `disputes` those of conflict.
    """

    a: str
    b: str
    count: float
    salton: float | None
    jaccard: float | None
    inclusion: float | None
    affinity_ab: float | None
    affinity_ba: float | None
    preference: float | None
    low: float | None
    high: float | None
    expected: float | None
    change: float | None
    events: int = 0
    plans: int = 0
    disputes: int = 0


@dataclass(frozen=True, slots=True)
class Tied:
    """The ties of a kind at a time, strongest preference first; `asked` are the units that were asked for, if any.

    `acts` are the events between them that accepted claims report, of whatever kind the ties are.
    """

    study: Study
    counts: Counts
    rows: tuple[Bonded, ...]
    kinds: tuple[str, ...]
    before: str
    asked: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()

    def to_json(self) -> list[dict[str, object]]:
        """The rows as JSON objects."""
        return [asdict(row) for row in self.rows]


def kinds(study: Study) -> tuple[str, ...]:
    """The kinds of ties that the study has; `events` where accepted claims report any of cooperation."""
    told = (KIND,) if cooperation(acts(study))[0] else ()
    return (*sorted({tie.kind for tie in study.ties}), *told)


def times(study: Study, kind: str) -> tuple[str, ...]:
    """The times at which ties of a kind were counted, up to the study's, the latest last."""
    if kind == KIND:
        return (max(act.time for act in acts(study)) or str(study.time),)
    known = {tie.time for tie in study.ties if tie.kind == kind and years(tie.time) <= study.time + 1}
    return tuple(sorted(known, key=years))


def counts(study: Study, kind: str = "", time: str = "") -> Counts:
    """The table of a kind (the first) at a time (its latest)."""
    known_kinds = kinds(study)
    if not known_kinds:
        raise StudyError("the study has no ties", study.name, "give ties.csv, or accept events of articles")
    kind = kind or known_kinds[0]
    if kind not in known_kinds:
        raise StudyError(f"no ties are of the kind {kind[:60]!r}", "--kind", nearest(kind, known_kinds))
    known = times(study, kind)
    if not known or (time and time not in known):
        raise StudyError(f"ties of {kind} were not counted by {time or study.time}", "--time", nearest(time, known))
    if kind == KIND:
        return _of_events(study)
    chosen = [tie for tie in study.ties if tie.kind == kind and tie.time == (time or known[-1])]
    units = tuple(sorted({code for tie in chosen for code in (tie.a, tie.b)}))
    place = {code: u for u, code in enumerate(units)}
    table = np.full((len(units), len(units)), np.nan)
    for tie in chosen:
        table[place[tie.a], place[tie.b]] = table[place[tie.b], place[tie.a]] = tie.value
    last = int(np.ceil(years(chosen[0].time))) - 1
    beside = study.observations.cube(units, [kind + TOTAL, kind + TIES], (last,)).values[0]
    sources = tuple(sorted({tie.evidence.source for tie in chosen}))
    return Counts(kind, chosen[0].since, chosen[0].time, units, table, beside[:, 0], beside[:, 1], sources)


def _of_events(study: Study) -> Counts:
    """The events of cooperation that accepted claims report, counted; what a unit has in all is not known."""
    found = acts(study)
    units, table = cooperation(found)
    gaps = np.full(len(units), np.nan)
    dates = sorted(act.time for act in found if act.time)
    sources = tuple(sorted({act.source for act in found if act.source in study.sources}))
    return Counts(KIND, dates[0] if dates else "", times(study, KIND)[-1], units, table, gaps, gaps, sources)


def ties(study: Study, a: str = "", b: str = "", kind: str = "", time: str = "") -> Tied:
    """The ties of a kind: all of them, those of unit `a`, or the one of `a` and `b`."""
    found = counts(study, kind, time)
    for code in filter(None, (a, b)):
        if code not in found.units:
            raise StudyError(f"{code} has no ties of {found.kind}", study.name, nearest(code, found.units))
    if a and a == b:
        raise StudyError(f"{a} is not tied to itself", remedy="name two units")
    earlier = [each for each in times(study, found.kind) if years(each) < years(found.time)]
    events = acts(study)
    rows = _with_events(_rows(found, counts(study, found.kind, earlier[-1]) if earlier else None), events)
    kept = [row for row in rows if {a, b} - {""} <= {row.a, row.b}]
    kept = [_turned(row) if a and row.b == a else row for row in kept]
    kept.sort(key=lambda row: (row.preference is None, -(row.preference or 0.0), -row.count, row.a, row.b))
    asked, before = tuple(filter(None, (a, b))), earlier[-1] if earlier else ""
    return Tied(study, found, tuple(kept), kinds(study), before, asked, _warnings(found, kept), acts(study, a, b))


def _with_events(rows: list[Bonded], events: Sequence[Act]) -> list[Bonded]:
    """The rows with how many events of each sense were told of their two units."""
    told = Counter(
        (act.a, act.b, "conflict" if act.sense == "conflict" else act.said) for act in events if _counts(act)
    )
    if not told:
        return rows

    def of(row: Bonded, what: str) -> int:
        return told[row.a, row.b, what]

    return [replace(r, events=of(r, "done"), plans=of(r, "planned"), disputes=of(r, "conflict")) for r in rows]


def _counts(act: Act) -> bool:
    return act.said == "done" or (act.said == "planned" and act.sense == "cooperation")


def _rows(found: Counts, before: Counts | None) -> list[Bonded]:
    c, n = found.table, found.totals
    salton, jaccard, inclusion = measures.salton(c, n), measures.jaccard(c, n), measures.inclusion(c, n)
    share, liked = measures.affinity(c), measures.preference(c, LEVEL)
    change = _change(found, liked.ratio, before)
    rows = []
    for i in range(len(found.units)):
        for j in range(i + 1, len(found.units)):
            if np.isnan(c[i, j]) or (found.kind == KIND and not c[i, j]):
                continue
            few = c[i, j] < FEW
            rows.append(
                Bonded(
                    found.units[i],
                    found.units[j],
                    float(c[i, j]),
                    number(salton[i, j]),
                    number(jaccard[i, j]),
                    number(inclusion[i, j]),
                    number(share[i, j]),
                    number(share[j, i]),
                    None if few else number(liked.ratio[i, j]),
                    None if few else number(liked.low[i, j]),
                    None if few else number(liked.high[i, j]),
                    number(liked.expected[i, j]),
                    None if few else number(change[i, j]),
                )
            )
    return rows


def _change(found: Counts, ratio: Floats, before: Counts | None) -> Floats:
    """The preference against that of the time before, where both counts are enough to tell."""
    out = np.full(ratio.shape, np.nan)
    if before is None or before.units != found.units:
        return out
    earlier = measures.preference(before.table, LEVEL).ratio
    enough = (before.table >= FEW) & (earlier > 0)
    out[enough] = ratio[enough] / earlier[enough]
    return out


def _turned(row: Bonded) -> Bonded:
    """The same tie seen from the other end."""
    flipped = asdict(row) | {"a": row.b, "b": row.a, "affinity_ab": row.affinity_ba, "affinity_ba": row.affinity_ab}
    return Bonded(**flipped)


def _warnings(found: Counts, kept: Sequence[Bonded]) -> tuple[str, ...]:
    said = []
    if np.isnan(found.totals).any():
        said.append(f"of {found.kind} it is not known what each unit has in all: no Salton, Jaccard, inclusion there")
    few = sum(row.count < FEW for row in kept)
    if few:
        said.append(f"{few} ties below {FEW} are too few for a preference")
    if any(row.count >= FEW and row.preference is None for row in kept):
        said.append("no table without preference has these sums: one unit has a part in every tie")
    return tuple(said)
