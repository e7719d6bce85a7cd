"""A target and what was seen of it -> the numbers of its track, with every assumption in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from equalterms.methods.arrays import Floats
from equalterms.methods.pace import Track, track
from equalterms.methods.pace_series import baseline, first_year, off_target
from equalterms.model import Target
from equalterms.progress.points import Point, Series, moment

NAN = float("nan")
TOLERANCE = 0.02
"""How far a value that is to be maintained may stray from it, as a share, where the target does not say."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How targets are judged: `now` is the year to judge in, `policy` how a missing baseline year is met.

    A latest value more than `stale` years old is not judged. `zero_policy` replaces zeros in growth rates.
    """

    now: float | None = None
    policy: str = "next"
    stale: float = 5
    zero_policy: float = 0.0
    ceilings: tuple[float, ...] = (1.0, 0.9, 0.8)


@dataclass(slots=True)
class Prepared:
    """What is known of one target before any method is asked: points, baseline, state and the track's numbers."""

    target: Target
    points: tuple[Point, ...] = ()
    later: tuple[Point, ...] = ()
    base: Point | None = None
    latest: Point | None = None
    state: str = "judged"
    final: bool = False
    notes: list[str] = field(default_factory=list)
    goal: float = NAN
    direction: int = 1
    values: tuple[float, ...] = ()
    start: float = NAN
    bounds: tuple[float, float] = (NAN, NAN)
    way: float = NAN

    @property
    def scale(self) -> str:
        """The scale in which the target drifts: log odds for a share, growth for a multiple, else steps.

        Steps for levels, since on finished series they foretold better than growth did (docs/backtest.md).
        """
        if self.target.kind == "share":
            return "logit"
        positive = self.target.kind == "multiple" and all(value > 0 for value in (*self.values, self.goal))
        return "log" if positive and self.values else "level"


def prepare(target: Target, seen: Series, rules: Rules) -> Prepared:
    """The numbers of one target's track: its last segment, its baseline, what its kind makes of the values."""
    made = Prepared(target, direction=target.direction, notes=list(seen.notes))
    if target.kind == "qualitative" or target.value is None:
        made.state = "qualitative"
        made.notes.append("qualitative: no number to judge; the points listed are evidence only")
        made.points = seen.points
        return made
    made.goal = target.value
    end = int(first_year(target.time)) if target.time else None
    made.points = seen.points
    if end is not None and seen.points and seen.points[-1].year > end:
        made.points = tuple(p for p in seen.points if p.year <= end)
        made.later = seen.points[len(made.points) :]
    made.final = bool(end is not None and rules.now is not None and rules.now > end) or bool(made.later)
    _find_base(made, rules)
    if target.kind == "cumulative":
        _add_up(made, seen)
    made.latest = made.points[-1] if made.points else None
    made.values = tuple([point.value for point in made.points])
    made.start = made.base.value if made.base else NAN
    if target.kind == "two-sided":
        _both_sides(made)
    elif target.kind == "share":
        made.bounds = 0.0, _ceiling(target, made.values)
    if made.latest and made.base and target.milestones:
        made.way = _on_path(made)
    made.state = _state(made, rules)
    return made


def _find_base(made: Prepared, rules: Rules) -> None:
    """The baseline as the target states it, or the series' value of its year by policy, said in a note."""
    target = made.target
    if target.baseline is not None:
        made.base = Point(target.baseline_time, target.baseline, source=target.evidence.source)
        return
    wanted = target.baseline_time or target.announced
    if not made.points or not wanted:
        return
    found = baseline(np.array([float(p.year) for p in made.points]), first_year(wanted), rules.policy)
    if found.place >= 0:
        made.base = made.points[found.place]
        asked = "" if found.year == first_year(wanted) else f" for {wanted[:4]} (policy {rules.policy})"
        made.notes.append(f"no baseline is stated: the series' value of {made.base.time} is taken{asked}")
    else:
        made.notes.append(f"the series has no value for the baseline of {wanted[:4]} (policy {rules.policy})")


def _add_up(made: Prepared, seen: Series) -> None:
    """A total over years: what was paid is added up from the baseline on; pledges stand beside it."""
    since = made.base.year if made.base and made.base.time else None
    flows = [p for p in made.points if since is None or p.year > since or made.target.baseline is None]
    sums = np.cumsum([p.value for p in flows]) + (made.target.baseline or 0.0)
    made.points = tuple(replace(p, value=float(v)) for p, v in zip(flows, sums, strict=True))
    if made.points:
        made.notes.append("what was paid is added up; pledges and budgets are not counted as paid")
        if made.target.baseline is None:
            year = made.points[0].year - 1
            made.base = Point(str(year), 0.0)
            made.notes.append(f"the total is counted from 0 in {year}")
    else:
        made.notes.append("a total over years: a pace between levels may not apply")
    made.notes += [f"{word} so far: {total:,.6g} {made.target.measure}".rstrip() for word, total in seen.beside]


def _both_sides(made: Prepared) -> None:
    """A two-sided target: every value as how far it is off, to come down to 1."""
    values = np.array([*made.values, made.start])
    off = off_target(values, made.goal)
    made.values, made.start = tuple(off[:-1].tolist()), float(off[-1])
    made.notes.append("two-sided: judged by how many times a value is off the target, which is to be 1")
    made.goal, made.direction = 1.0, -1


def _ceiling(target: Target, values: Sequence[float]) -> float:
    """The upper bound of a share: 100 for per cent, else 1 where all of its numbers are at most 1."""
    if "%" in target.measure or "percent" in target.measure:
        return 100.0
    return 100.0 if max(v for v in (*values, target.value, target.baseline) if v is not None) > 1 else 1.0


def _on_path(made: Prepared) -> float:
    """What the published path asks for at the latest time: straight lines through baseline and milestones."""
    if made.base is None or made.latest is None or not made.base.time:
        return NAN
    target = made.target
    stops = [(moment(made.base.time), made.start), *((moment(t), v) for t, v in target.milestones)]
    if target.time:
        stops.append((moment(target.time), made.goal))
    at = moment(made.latest.time)
    if not stops[0][0] < at <= stops[-1][0]:
        return NAN
    return float(np.interp(at, [t for t, _ in stops], [v for _, v in stops]))


def _state(made: Prepared, rules: Rules) -> str:
    """What can be said at all: one word, with a note where it needs one."""
    target, d = made.target, made.direction
    if made.base and d * (made.start - made.goal) > 0 and target.kind not in ("maintain", "two-sided"):
        made.notes.append("the baseline is already beyond the target")
    if made.latest is None:
        return "required_pace_only"
    if rules.now is not None and not made.final and rules.now - made.latest.year > rules.stale:
        age = rules.now - made.latest.year
        made.notes.append(f"not assessed: the latest value, of {made.latest.time}, is {age:g} years old")
        return "not_assessed"
    now = made.values[-1]
    if target.kind == "maintain":
        return _maintained(made)
    if made.base and d * (made.start - made.goal) > 0:
        lost = "" if d * (now - made.goal) >= 0 else "; the latest value has fallen behind it"
        made.notes.append(f"met at the baseline{lost}")
        return "met_at_baseline"
    if d * (now - made.goal) >= 0:
        falling = len(made.values) > 1 and d * (now - made.values[-2]) < 0
        if falling:
            made.notes.append(
                "achieved, but moving away: the Sustainable Development Report ignores movements beyond the "
                "threshold, Eurostat's trend would not"
            )
        return "achieved_but_declining" if falling else "achieved"
    if len(made.values) < 2 and (made.base is None or made.base == made.latest):
        return "required_pace_only"
    return "judged"


def _maintained(made: Prepared) -> str:
    """A value to be kept: within its band, or on the good side of it."""
    wide = made.target.tolerance
    band = abs(made.goal) * TOLERANCE if wide is None else wide
    said = f"{TOLERANCE:.0%} of it, our choice" if wide is None else f"{wide:g}, as the target says"
    made.notes.append(f"to be maintained: judged by a band of {said}")
    return "maintained" if made.direction * (made.values[-1] - made.goal) >= -band else "not_maintained"


def tracked(items: Sequence[Prepared]) -> Track:
    """The prepared targets as one track of arrays."""
    counts = np.array([len(item.values) for item in items], dtype=np.int64)
    filled = np.arange(counts.max(initial=0)) < counts[:, None]
    values, years = np.full(filled.shape, NAN), np.full(filled.shape, NAN)
    # One long row, cut by the mask: a hundred thousand small assignments would take ten times as long.
    values[filled] = [value for item in items for value in item.values]
    years[filled] = [moment(point.time) for item in items for point in item.points[: len(item.values)]]
    latest = [(item.values[-1], moment(item.latest.time)) if item.latest else (NAN, NAN) for item in items]
    base = [moment(item.base.time) if item.base and item.base.time else NAN for item in items]
    goal = [moment(item.target.time) if item.target.time else NAN for item in items]
    columns: dict[str, Floats] = {
        "start": np.array([item.start for item in items]),
        "start_year": np.array(base),
        "latest": np.array([value for value, _ in latest]),
        "latest_year": np.array([year for _, year in latest]),
        "goal": np.array([item.goal for item in items]),
        "goal_year": np.array(goal),
        "floor": np.array([item.bounds[0] for item in items]),
        "ceiling": np.array([item.bounds[1] for item in items]),
        "way": np.array([item.way for item in items]),
    }
    return track(direction=[item.direction for item in items], values=values, years=years, **columns)
