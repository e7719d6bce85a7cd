"""Prepared targets -> verdicts: every method is asked once for all targets, each answer is told when asked for."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from equalterms.methods import pace
from equalterms.methods.arrays import Floats
from equalterms.methods.pace import Judged, Track, growth, log_odds, step
from equalterms.methods.pace_drift import LEAST
from equalterms.model import Target
from equalterms.progress.classes import WINDOW, Bounds, Class
from equalterms.progress.points import Series, measured, moment
from equalterms.progress.prepare import Prepared, Rules, prepare, tracked
from equalterms.progress.result import Progress, Verdict, finite, verdict

Places = NDArray[np.int64]
Column = tuple[Judged, Places]
VARIANTS = {"un": "cagr_un", "eurostat": "cagr_eurostat", "statcan": "cagr_statcan"}
PLAIN = ("logit", "arrows", "path", "status_index", "half_life")
FLAGS = {
    "cagr": ("zero_baseline", "zero_target", "zero_latest", "change_of_sign"),
    "logit": ("at_or_beyond_a_bound",),
    "reach_probability": ("fewer_than_four_points", "outside_the_scale"),
}
SILENT = ("not_assessed", "qualitative")


@dataclass(frozen=True, slots=True)
class Columns:
    """What each method says of all targets: its answers, and the place of each target among them (-1: none)."""

    methods: Mapping[str, Column]

    def of(self, k: int) -> Iterator[str]:
        """The methods that were asked about target `k`."""
        return (name for name, (_, place) in self.methods.items() if place[k] >= 0 and not name.startswith("cagr_"))

    def verdict(self, name: str, k: int) -> Verdict:
        """What a method says of target `k`."""
        made, place = self.methods[name]
        if name == "cagr":
            return verdict(name, made, k, variants={word: self._variant(key, k) for word, key in VARIANTS.items()})
        return verdict(name, made, int(place[k]))

    def _variant(self, key: str, k: int) -> dict[str, object]:
        made, place = self.methods[key]
        at = int(place[k])
        band = int(made.band[at])
        score = None if made.score is None else finite(made.score[at])
        word = made.bands.words[band] if band >= 0 else None
        said: dict[str, object] = {"value": finite(made.value[at]), "verdict": word}
        return said if score is None else {**said, "score": score}


class Verdicts(Mapping[str, Verdict]):
    """The verdicts on one target by method, each made when it is asked for."""

    def __init__(self, columns: Columns, k: int) -> None:
        self._columns, self._k = columns, k

    def __getitem__(self, name: str) -> Verdict:
        if name not in self._columns.methods or name not in set(self):
            raise KeyError(name)
        return self._columns.verdict(name, self._k)

    def __iter__(self) -> Iterator[str]:
        return self._columns.of(self._k)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def judge(
    targets: Sequence[Target], seen: Sequence[Series], rules: Rules, classes: Mapping[str, Class] | None = None
) -> tuple[Progress, ...]:
    """The verdicts on targets, given what was seen of each; `classes` are other units' values by indicator."""
    with _uncollected():
        items = [prepare(target, series, rules) for target, series in zip(targets, seen, strict=True)]
        if not items:
            return ()
        on = tracked(items)
        columns = Columns(_ask(items, on, rules, classes or {}))
        paces, told = _paces(on), _flags(items, columns, rules)
        return tuple([_progress(item, k, columns, paces, told, rules) for k, item in enumerate(items)])


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cycles meanwhile: nothing that is built has one, and looking takes a quarter of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _ask(items: Sequence[Prepared], on: Track, rules: Rules, classes: Mapping[str, Class]) -> dict[str, Column]:
    everyone = np.arange(len(items))
    asked: dict[str, Column] = {
        key: (pace[key](on, zero_policy=rules.zero_policy), everyone) for key in VARIANTS.values()
    }
    asked["linear"] = pace["linear"](on), everyone
    asked["cagr"] = asked["cagr_un"]
    asked |= {name: (pace[name](on), everyone) for name in PLAIN}
    asked["logit"] = asked["logit"][0], _among(items, [k for k, item in enumerate(items) if _share(item)])
    asked["path"] = asked["path"][0], _among(items, [k for k, item in enumerate(items) if not np.isnan(item.way)])
    zero = [k for k, item in enumerate(items) if item.goal == 0]
    asked["half_life"] = asked["half_life"][0], _among(items, zero)
    asked |= _probabilities(items, on, rules, classes)
    asked |= _beside_others(items, on, classes)
    return asked


def _share(item: Prepared) -> bool:
    return item.bounds[1] == item.bounds[1]  # a share has an upper bound; NaN is not itself


def _among(items: Sequence[Prepared], members: Iterable[int]) -> Places:
    """For each target its own place if it is among the members, else -1."""
    place = np.full(len(items), -1, dtype=np.int64)
    chosen = np.asarray(list(members), dtype=np.int64)
    place[chosen] = chosen
    return place


def some(on: Track, rows: Places) -> Track:
    """Some of the targets of a track."""
    return Track(**{each.name: getattr(on, each.name)[rows] for each in fields(Track)})


def _gathered(size: int, parts: Sequence[tuple[Places, Judged]]) -> Column:
    """The answers of a method that was asked group by group, as one column."""
    place = np.full(size, -1, dtype=np.int64)
    at = 0
    for rows, _ in parts:
        place[rows] = np.arange(at, at + len(rows))
        at += len(rows)
    made = [judged for _, judged in parts]
    first = made[0]
    joined = {
        name: np.concatenate([getattr(each, name) for each in made])
        for name in ("value", "required", "actual", "turn", "low", "middle", "high")
        if getattr(first, name) is not None
    }
    reasons = {name: np.concatenate([each.undefined[name] for each in made]) for name in first.undefined}
    return Judged(bands=first.bands, undefined=reasons, **joined), place


def _probabilities(
    items: Sequence[Prepared], on: Track, rules: Rules, classes: Mapping[str, Class]
) -> dict[str, Column]:
    """Probabilities by drift, group by group of the same scale; S-curves under each stated ceiling."""
    groups: dict[str, list[int]] = {}
    for k, item in enumerate(items):
        groups.setdefault(item.scale, []).append(k)
    found: dict[str, list[tuple[Places, Judged]]] = {}
    miss, narrow = _records(items, on, classes)
    for scale, members in groups.items():
        for known in (False, True):
            among = np.array(members, dtype=np.int64)
            rows = among[np.isfinite(miss[among]) == known]
            if not rows.size:
                continue
            part = some(on, rows)
            options = {"window": WINDOW, "miss": miss[rows], "narrow": narrow[rows]} if known else {}
            found.setdefault("reach_probability", []).append((rows, pace["reach"](part, scale=scale, **options)))
            if scale == "logit":
                for ceiling in rules.ceilings:
                    name = f"s_curve_{ceiling:g}"
                    found.setdefault(name, []).append((rows, pace["s_curve"](part, ceiling=ceiling, **options)))
    return {name: _gathered(len(items), parts) for name, parts in found.items()}


def _records(items: Sequence[Prepared], on: Track, classes: Mapping[str, Class]) -> tuple[Floats, Floats]:
    """How past forecasts like each target's did: what they missed (NaN: no panel can say), or had too much."""
    miss, narrow = np.full(len(items), np.nan), np.ones(len(items))
    left = on.left
    for k, item in enumerate(items) if classes else ():
        group = classes.get(measured(item.target))
        if group is None or item.target.kind in ("cumulative", "two-sided", "rank") or np.isnan(left[k]):
            continue
        found = group.record(item.scale, _bounds(item), round(left[k]))
        if found is not None and len(item.values) >= WINDOW:
            miss[k], narrow[k] = found.miss, found.narrow
    return miss, narrow


def _bounds(item: Prepared) -> Bounds:
    return item.bounds if _share(item) else (0.0, 0.0)


def _beside_others(items: Sequence[Prepared], on: Track, classes: Mapping[str, Class]) -> dict[str, Column]:
    """Distances in standard deviations and reference classes, for targets whose indicator others have too."""
    distances: list[tuple[Places, Judged]] = []
    others: list[tuple[Places, Judged]] = []
    for k, item in enumerate(items) if classes else ():
        group = classes.get(measured(item.target))
        if group is None or item.target.kind in ("cumulative", "two-sided", "rank", "qualitative"):
            continue
        row = np.array([k], dtype=np.int64)
        part = some(on, row)
        if group.spread > 0:
            distances.append((row, pace["distance"](part, spread=group.spread)))
        left = float(part.left[0])
        among = None if np.isnan(left) else group.episodes(item.scale, _bounds(item), left)
        if among is not None:
            others.append((row, pace["reference_class"](part, among=among)))
    found = {"distance": distances, "reference_class": others}
    return {name: _gathered(len(items), parts) for name, parts in found.items() if parts}


Row = tuple[float | None, ...]


def _paces(on: Track) -> tuple[list[Row], list[Row], list[Row]]:
    """Required, observed and still needed paces a year of each target: by steps, by growth, by log odds."""
    bounds = on.floor, on.ceiling
    start, latest, goal = (log_odds(x, *bounds) for x in (on.start, on.latest, on.goal))
    scales = ((step, on.start, on.latest, on.goal), (growth, on.start, on.latest, on.goal), (step, start, latest, goal))
    required = [rate(a, c, on.whole) for rate, a, _, c in scales]
    actual = [rate(a, b, on.seen) for rate, a, b, _ in scales]
    needed = [rate(b, c, on.left) for rate, _, b, c in scales]
    return _rows(required), _rows(actual), _rows(needed)


def _rows(columns: Sequence[Floats]) -> list[Row]:
    """Columns as a row for each target, None for what is no number (of which x - x is not 0)."""
    return list(zip(*([x if x - x == 0 else None for x in column.tolist()] for column in columns), strict=True))


def _progress(
    item: Prepared, k: int, columns: Columns, paces: tuple[list[Row], ...], told: Mapping[int, list[str]], rules: Rules
) -> Progress:
    target, base, latest = item.target, item.base, item.latest
    judgeable = item.state != "qualitative"
    missing = _missing(item) if judgeable else []
    first = [f"required pace unknown: no {', no '.join(missing)} is stated"] if missing else []
    names = ("linear", "cagr", "logit")[: (3 if _share(item) else 2) * judgeable]
    required, actual, needed = paces
    years = None if missing or base is None else moment(target.time) - moment(base.time)
    age = None if latest is None or rules.now is None else float(rules.now - latest.year)
    return Progress(
        target,
        years,
        item.state,
        base,
        latest,
        item.points,
        item.later,
        age,
        item.final,
        {} if item.state in SILENT else Verdicts(columns, k),
        {} if missing else dict(zip(names, required[k], strict=False)),
        dict(zip(names, actual[k], strict=False)) if latest and base else {},
        dict(zip(names, needed[k], strict=False)) if latest and target.time else {},
        (*first, *item.notes, *(told.get(k, ()) if base is not None and item.state not in SILENT else ())),
    )


def _missing(item: Prepared) -> list[str]:
    """What a required pace from the baseline lacks, in words."""
    base, target = item.base, item.target
    missing = [] if base is not None else ["baseline"]
    if not (base is not None and base.time) and not target.baseline_time:
        missing.append("year of the baseline")
    return missing if target.time else [*missing, "target year"]


def _flags(items: Sequence[Prepared], columns: Columns, rules: Rules) -> dict[int, list[str]]:
    """By target, which methods have no answer, and why: `cagr:undefined(zero_baseline)`; what was replaced."""
    told: dict[int, list[str]] = {}
    count = np.array([len(item.values) for item in items])
    for name, reasons in FLAGS.items():
        made, place = columns.methods.get(name, (None, None))
        if made is None or place is None:
            continue
        open_ = (place >= 0) & ((count > 1) | (name != "reach_probability"))
        for why in reasons:
            found = open_ & made.undefined[why][place]
            open_ &= ~found  # the first reason is told
            for k in np.flatnonzero(found).tolist():
                told.setdefault(k, []).append(f"{name}:undefined({why})")
    for k in np.flatnonzero((count > 1) & (count < LEAST)).tolist():
        told.setdefault(k, []).append(f"{count[k]} values: too few for a probability, which takes {LEAST}")
    zeros = [k for k, item in enumerate(items) if rules.zero_policy and 0 in (item.start, item.goal)]
    for k in zeros:
        said = f"0 is replaced by {rules.zero_policy:g} in growth rates, which can change the verdict"
        told.setdefault(k, []).append(f"zero_policy: {said}")
    return told
