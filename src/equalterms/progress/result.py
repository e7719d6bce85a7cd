"""The verdicts on targets, as they are handed on: columns for many, one target at a time for a reader."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from equalterms.methods.pace import Judged
from equalterms.model import Target
from equalterms.progress.points import Point

HEADLINES = {
    "level": ("linear", "steps a year, which suppose nothing about growth"),
    "share": ("logit", "a share slows near its bounds, so odds are compared"),
    "multiple": ("cagr", "a multiple is compound growth"),
    "cumulative": ("linear", "a total adds up in steps"),
    "two-sided": ("linear", "steps towards the target from either side"),
    "maintain": ("tolerance", "a value to be kept is judged by a band around it"),
    "rank": ("reach_probability", "a rank depends on rivals, so all are simulated together"),
    "qualitative": ("", "no number to judge"),
}
"""The method that comes first for each kind of target, and why."""
TONES: Mapping[str, tuple[str, ...]] = {
    "linear": ("bad", "bad", "warn", "good"),
    "cagr": ("bad", "bad", "warn", "good"),
    "logit": ("bad", "bad", "warn", "good"),
    "arrows": ("bad", "bad", "warn", "good"),
    "reach_probability": ("bad", "warn", "good"),
    "reference_class": ("bad", "bad", "warn", "good"),
}
PANEL = ("linear", "cagr", "logit", "reach_probability")
"""The four verdicts that are set side by side."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one method says of one target; `reason` where it says nothing.

    `turn` is the latest value at which the word would change. `detail` holds figures of its own, by name.
    """

    method: str
    value: float | None
    word: str
    edge: float | None = None
    turn: float | None = None
    required: float | None = None
    actual: float | None = None
    low: float | None = None
    middle: float | None = None
    high: float | None = None
    reason: str = ""
    tone: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """The verdict as JSON; what does not apply is left out, except value and word."""
        slots = ("edge", "turn", "required", "actual", "low", "middle", "high")
        some = {slot: getattr(self, slot) for slot in slots if getattr(self, slot) is not None}
        more = {"reason": self.reason} if self.reason else {}
        return {"value": self.value, "verdict": self.word or None, **some, **more, **self.detail}


def verdict(method: str, made: Judged, k: int, **detail: object) -> Verdict:
    """The verdict of a method on target `k`."""
    band = int(made.band[k])
    tones = TONES.get(method, ())
    low, middle, high = (None if c is None else finite(c[k]) for c in (made.low, made.middle, made.high))
    return Verdict(
        method,
        finite(made.value[k]),
        made.bands.words[band] if band >= 0 else "",
        finite(made.edge[k]),
        finite(made.turn[k]),
        finite(made.required[k]),
        finite(made.actual[k]),
        low=low,
        middle=middle,
        high=high,
        reason=made.reason(k),
        tone=tones[band] if band >= 0 and tones else "",
        detail=detail,
    )


def finite(value: float) -> float | None:
    """A number for people and JSON; None for NaN and the infinities."""
    return float(value) if math.isfinite(value) else None


@dataclass(frozen=True, slots=True)
class Progress:
    """A target, what has been seen of it and what every method says.

    `state` is judged, achieved, achieved_but_declining, met_at_baseline, maintained, not_maintained,
    required_pace_only, not_assessed or qualitative; `final` where the target year has passed. `required` and
    `actual` are paces a year from the baseline by method, `needed` those from the latest value on.
    """

    target: Target
    years: float | None
    state: str
    baseline: Point | None = None
    latest: Point | None = None
    points: tuple[Point, ...] = ()
    later: tuple[Point, ...] = ()
    age: float | None = None
    final: bool = False
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    required: dict[str, float | None] = field(default_factory=dict)
    actual: dict[str, float | None] = field(default_factory=dict)
    needed: dict[str, float | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def headline(self) -> Verdict | None:
        """The verdict that comes first for this kind of target; the linear one where it has none."""
        first = self.verdicts.get(HEADLINES[self.target.kind][0])
        if first is None or first.value is None:
            first = self.verdicts.get("linear")
        return first if first is not None and first.value is not None else None

    @property
    def agreement(self) -> str:
        """Whether the panel's methods agree, in a phrase; empty where fewer than two have a verdict."""
        asked = [self.verdicts[name] for name in PANEL if name in self.verdicts]
        # A rank on the study's own index is another yardstick than the rank that the target was measured by.
        said = [each for each in asked if each.tone and "own_rank_now" not in each.detail]
        if len(said) < 2:
            return ""
        tones = {each.tone for each in said}
        if len(tones) == 1:
            word = {"good": "on track", "warn": "on the way, too slowly", "bad": "off track"}[tones.pop()]
            return f"all {len(said)} methods say {word}"
        return "the methods disagree: " + ", ".join(f"{each.method} {each.word}" for each in said)

    def to_json(self) -> dict[str, object]:
        """The progress as JSON, by the fields of the contract and a few more."""
        target, first = self.target, self.headline
        shown = ("linear", "cagr", "logit", "reach_probability", "reference_class")
        extra = [name for name in self.verdicts if name not in shown]
        return {
            "unit": target.unit,
            "indicator": target.indicator,
            "kind": target.kind,
            "measure": target.measure,
            "direction": target.direction,
            "baseline": _point(self.baseline),
            "latest": _point(self.latest),
            "target": None if target.value is None else {"value": target.value, "time": target.time or None},
            "milestones": [{"time": time, "value": value} for time, value in target.milestones],
            "state": self.state,
            "final": self.final,
            "verdicts": {name: _verdict(self.verdicts.get(name)) for name in (*shown, *extra)},
            "headline": first.method if first else None,
            "agreement": self.agreement or None,
            "required": self.required,
            "actual": self.actual,
            "needed": self.needed,
            "distance_to_edge": first.edge if first else None,
            "as_of": self.latest.time if self.latest else None,
            "age": self.age,
            "later": [_point(point) for point in self.later],
            "notes": [*self.notes, *([target.note] if target.note else [])],
            "announced": target.announced,
            "superseded": target.superseded,
            "legal": target.legal,
            "source": target.evidence.source,
            "where": target.evidence.where,
            "quote": target.evidence.quote,
        }


def _point(point: Point | None) -> dict[str, object] | None:
    return None if point is None else {"value": point.value, "time": point.time, "source": point.source or None}


def _verdict(made: Verdict | None) -> dict[str, object] | None:
    return None if made is None else made.to_json()
