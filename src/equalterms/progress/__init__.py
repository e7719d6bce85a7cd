"""Study -> verdicts on each dated target, by every accepted method side by side.

It stands above the scores, since a rank target is judged by moving all countries' scores on together.
"""

from __future__ import annotations

from equalterms.model import Target
from equalterms.progress.judge import judge
from equalterms.progress.points import NOTHING, Point, Series
from equalterms.progress.prepare import Rules
from equalterms.progress.result import HEADLINES, PANEL, Progress, Verdict
from equalterms.progress.study import judged
from equalterms.progress.words import sentence

__all__ = [
    "HEADLINES",
    "PANEL",
    "Point",
    "Progress",
    "Rules",
    "Series",
    "Verdict",
    "judge",
    "judged",
    "progress",
    "sentence",
]


def progress(target: Target, points: tuple[Point, ...] = (), now: float | None = None) -> Progress:
    """One target by itself: the pace that it requires from its baseline, and the verdicts on what was seen.

    A target without baseline, baseline year or target year has no required pace, and says so. `now` is the
    year from which the age of the latest value is counted.
    """
    return judge([target], [Series(points) if points else NOTHING], Rules(now=now))[0]
