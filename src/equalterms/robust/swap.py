"""The smallest change of the weights that puts one unit ahead of another, or ahead of all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np

from equalterms.errors import StudyError
from equalterms.methods.programs_swap import Change, smallest_change
from equalterms.model import Study
from equalterms.robust.weighting import ground


@dataclass(frozen=True, slots=True)
class Reweighing:
    """New shares of the children, by name, and how far they are from the stated ones.

    `moved` is the weight that changes hands (half the sum of absolute changes), `largest` the largest change of a
    share relative to itself. `proven` is a distance that no other weights undercut. `rank` is the rank of the unit
    that gains under these weights, `score` and `rival` the scores of the two.
    """

    weights: Mapping[str, float]
    moved: float
    largest: float
    proven: float
    score: float
    rival: float | None
    rank: int


@dataclass(frozen=True, slots=True)
class Swap:
    """The question (may `winner`, behind as stated, be ahead of `loser`, or of all where it is empty) and its answer.

    `least` moves the least weight, `mildest` has the least largest relative change; both None where no weights do it.
    """

    study: Study
    node: str
    winner: str
    loser: str
    stated: Mapping[str, float]
    least: Reweighing | None
    mildest: Reweighing | None

    @property
    def possible(self) -> bool:
        """Whether any weights do it."""
        return self.least is not None

    def to_json(self) -> dict[str, object]:
        """The answer as a JSON object."""
        return {
            **{key: getattr(self, key) for key in ("node", "winner", "loser", "possible")},
            "stated": dict(self.stated),
            "least": None if self.least is None else asdict(self.least),
            "mildest": None if self.mildest is None else asdict(self.mildest),
        }

    def rows(self) -> list[dict[str, object]]:
        """A row a child: stated and new shares."""
        new = [each.weights if each else {} for each in (self.least, self.mildest)]
        return [
            {"node": id, "stated": share, "least": new[0].get(id), "mildest": new[1].get(id)}
            for id, share in self.stated.items()
        ]


def swap(study: Study, a: str, b: str = "", node: str = "") -> Swap:
    """The least change of the shares of a node's children that swaps two units, or (without b) makes `a` first.

    Any shares are admissible; a child of stated weight 0 keeps it. The unit that gains is ahead by a millionth of the
    scale. Units that lack different children are compared as the study does, over what they have, and all keep a score.
    """
    given = ground(study, node, "free")
    place = given.made.rank(given.node)
    one = given.place(a)
    others = [u for u in range(len(study.units)) if u != one and not np.isnan(place[u])]
    if b:
        two = given.place(b)
        if one == two:
            raise StudyError(f"{a.upper()} is named twice", study.name, "name two units")
        one, two = (one, two) if place[one] >= place[two] else (two, one)
        others = [two]
    loser = study.units[others[0]].code if b else ""

    def told(change: Change | None) -> Reweighing | None:
        if change is None:
            return None
        scored = given.race.score(change.shares[None])[0]
        difference = np.abs(change.shares - given.stated)
        ahead = scored > scored[one] + given.race.tie
        return Reweighing(
            weights=given.shares(change.shares),
            moved=float(difference.sum() / 2),
            largest=float((difference / given.stated).max()),
            proven=change.proven,
            score=float(scored[one]),
            rival=float(scored[others[0]]) if b and np.isfinite(scored[others[0]]) else None,
            rank=int(1 + ahead.sum()),
        )

    found = [told(smallest_change(given.race, given.stated, one, others, largest)) for largest in (False, True)]
    return Swap(study, given.node, study.units[one].code, loser, given.shares(given.stated), *found)
