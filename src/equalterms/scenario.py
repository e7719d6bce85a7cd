"""What if: ranks, targets and blocs before and after, for one imagined change of a study or for several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from equalterms.alliances import pooled
from equalterms.errors import StudyError
from equalterms.model import Study
from equalterms.progress import judged
from equalterms.progress.result import Progress
from equalterms.robust import standings
from equalterms.variations import Setting, what_if

MOST = 10
_BLOC_RUNS = 100


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a unit or a bloc stands: its score, its rank and the interval that holds 90% of its ranks."""

    score: float | None
    rank: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit or a bloc before and after; `places` are the places won, none where it has no rank in one of them."""

    id: str
    name: str
    before: Stand
    after: Stand

    @property
    def places(self) -> int | None:
        """The places won."""
        if self.before.rank is None or self.after.rank is None:
            return None
        return self.before.rank - self.after.rank


@dataclass(frozen=True, slots=True)
class Turned:
    """A target of which a method says another word than before."""

    unit: str
    name: str
    indicator: str
    time: str
    method: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """An imagined change of a study, by name: its settings and what they do, the units that move most first."""

    name: str
    settings: tuple[Setting, ...]
    study: Study
    units: tuple[Moved, ...]
    targets: tuple[Turned, ...]
    blocs: tuple[Moved, ...]

    def to_json(self) -> dict[str, object]:
        """The scenario as JSON."""
        return {
            "name": self.name,
            "settings": [f"{key}={text}" for key, text in self.settings],
            "units": [_flat("unit", row) for row in self.units],
            "targets": [asdict(row) for row in self.targets],
            "blocs": [_flat("bloc", row) for row in self.blocs],
        }


def scenarios(
    study: Study,
    changes: Mapping[str, Sequence[Setting]],
    blocs: Sequence[str] = (),
    runs: int = 1000,
    seed: int = 0,
) -> tuple[Scenario, ...]:
    """Each set of settings made on the study by itself, and the study before beside it.

    Both are drawn with the same numbers, so that chance alone moves nothing. A StudyError where there is nothing to
    compare, or a setting does not fit.
    """
    if not 1 <= len(changes) <= MOST:
        raise StudyError(f"{len(changes)} scenarios", "scenario", f"name 1 to {MOST} files of settings")
    before, aims = _units(study, runs, seed), judged(study, seed=seed)
    pools = {name: _bloc(study, name, runs, seed) for name in blocs}
    found = []
    for name, settings in changes.items():
        if not settings:
            raise StudyError("holds no setting", name, "write one a line: shock.INDICATOR=x0.5@RUS")
        varied = study
        for key, text in settings:
            varied = what_if(varied, key, text)
        after = _units(varied, runs, seed)
        none = Stand(None, None, None, None)
        units = [
            Moved(code, study.names.get(code, code), before.get(code, none), after.get(code, none))
            for code in dict.fromkeys((*before, *after))
        ]
        units.sort(key=_most_moved_first)
        found.append(
            Scenario(
                name=name,
                settings=tuple(settings),
                study=varied,
                units=tuple(units),
                targets=_turned(study, aims, judged(varied, seed=seed)),
                blocs=tuple(Moved(id, id, pools[id], _bloc(varied, id, runs, seed)) for id in blocs),
            )
        )
    return tuple(found)


def _units(study: Study, runs: int, seed: int) -> dict[str, Stand]:
    rows = standings(study, runs, seed).rows
    return {row.unit: Stand(row.score, row.rank, row.rank_low, row.rank_high) for row in rows}


def _bloc(study: Study, name: str, runs: int, seed: int) -> Stand:
    made = pooled(study, name, runs=min(runs, _BLOC_RUNS), seed=seed)
    return Stand(made.scores[study.root], made.ranks[study.root], *made.interval)


def _most_moved_first(row: Moved) -> tuple[bool, int, float, int]:
    return row.places is None, -abs(row.places or 0), -_change(row), row.before.rank or 0


def _change(row: Moved) -> float:
    if row.before.score is None or row.after.score is None:
        return 0.0
    return abs(row.after.score - row.before.score)


def _turned(study: Study, before: Sequence[Progress], after: Sequence[Progress]) -> tuple[Turned, ...]:
    """The targets of both, in the same order, of which a method says another word."""
    found = []
    for one, other in zip(before, after, strict=True):
        target = one.target
        for method in dict.fromkeys((*one.verdicts, *other.verdicts)):
            words = [each.verdicts[method].word if method in each.verdicts else "" for each in (one, other)]
            if words[0] != words[1]:
                name = study.names.get(target.unit, target.unit)
                found.append(Turned(target.unit, name, target.indicator, target.time, method, *words))
    return tuple(found)


def _flat(key: str, row: Moved) -> dict[str, object]:
    made: dict[str, object] = {key: row.id, "name": row.name}
    for side, stand in (("before", row.before), ("after", row.after)):
        made |= {f"{slot}_{side}": value for slot, value in asdict(stand).items()}
    return {**made, "places": row.places}
