"""Which of the study's choices move the ranks: Sobol' indices and Shapley shares of each entry of `vary`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from math import prod

import numpy as np

from equalterms.errors import StudyError
from equalterms.methods import sensitivity as shares
from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Study
from equalterms.robust.draw import Draws
from equalterms.robust.engine import Engine
from equalterms.robust.order import places
from equalterms.robust.run import Progress
from equalterms.scores import score
from equalterms.variations import Factor, entries

MOST = 8
FEW = 20_000
"""So many combinations of choices are all scored, and the shares are exact."""

_BOOTSTRAPS = 100
_KINDS: dict[str, Callable[[Floats, int], Floats]] = {
    "first": shares.first,
    "total": shares.total,
    "shapley": shares.shapley,
    "second": shares.second,
}


@dataclass(frozen=True, slots=True)
class Share:
    """An entry of `vary` and its shares in the variance of the mean shift of ranks.

    `first` is what it explains alone, `total` what it has a part in, `shapley` its even share; `ci` has for each the
    interval that holds 90% of bootstraps, no wider than a point where all combinations were scored.
    """

    factor: str
    first: float
    total: float
    shapley: float
    ci: dict[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Pair:
    """What two entries explain together beyond what each explains alone (Sobol' index of second order)."""

    a: str
    b: str
    share: float
    ci: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Own:
    """The Shapley shares of the entries in the variance of a unit's rank; where it has none, the reason."""

    unit: str
    name: str
    variance: float | None
    shares: dict[str, float]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Shares in the mean shift of all ranks, and of each unit's own rank.

    `runs` are the combinations of choices that were scored, all there are where `exact`. `reason` says why all
    shares are 0 where they are.
    """

    study: Study
    node: str
    exact: bool
    runs: int
    variance: float
    shares: tuple[Share, ...]
    pairs: tuple[Pair, ...]
    units: tuple[Own, ...]
    reason: str = ""

    def to_json(self) -> list[dict[str, object]]:
        """A row for each entry of `vary`."""
        return [{**asdict(row), "ci": {kind: list(ends) for kind, ends in row.ci.items()}} for row in self.shares]

    def by_pair(self) -> list[dict[str, object]]:
        """A row for each two entries."""
        return [{**asdict(row), "ci": list(row.ci)} for row in self.pairs]

    def by_unit(self) -> list[dict[str, object]]:
        """A row for each unit."""
        return [asdict(row) for row in self.units]


@dataclass(frozen=True, slots=True)
class _Answers:
    """What subsets of entries explain, a bit for each entry: of the mean shift, of each unit's rank, of bootstraps."""

    shift: Floats
    units: Floats
    samples: Floats
    runs: int


def sensitivity(
    study: Study, base: int = 512, seed: int = 0, node: str | None = None, progress: Progress | None = None
) -> Sensitivity:
    """Sobol' indices of first, second and total order and Shapley effects of each entry of `vary`.

    The answer is the mean over the units of |rank - stated rank|, and each unit's own rank. Where all entries choose
    from a few texts every combination is scored, and the shares are exact; otherwise they come from
    base x 2^entries runs at scrambled Sobol' points. An answer that does not vary has shares of 0, with a reason.
    """
    keys = [variation.key for variation in study.vary]
    if not 1 <= len(keys) <= MOST:
        raise StudyError(
            f"has {len(keys)} entries under vary", study.name, f"give 1 to {MOST}: each takes a doubling of the runs"
        )
    names = [f"{key} {keys[: k + 1].count(key)}" if keys.count(key) > 1 else key for k, key in enumerate(keys)]
    made = entries(study)
    of = [k for k, factors in enumerate(made) for _ in factors]
    target = node or study.root
    answer = _Answer(study, [factor for factors in made for factor in factors], target)
    exact = answer.combinations() <= FEW
    found = _exactly(answer, of, len(keys)) if exact else _sampled(answer, of, len(keys), base, seed, progress)
    return _told(study, target, names, exact, found)


class _Answer:
    """The ranks under numbers of the factors, and their mean shift from the stated ranks."""

    def __init__(self, study: Study, factors: Sequence[Factor], node: str) -> None:
        self.factors = tuple(factors)
        self.nominal = ranks(score(study).nodes[node])
        self._engine = Engine(study, self.factors, node)

    def combinations(self) -> int:
        """How many combinations of choices there are; more than FEW where a factor is a number from a range."""
        discrete = all(factor.choices for factor in self.factors)
        return prod(len(factor.odds()[0]) for factor in self.factors) if discrete else FEW + 1

    def ranks(self, numbers: Floats) -> Floats:
        """The ranks (runs x units); a unit without a stated rank has none."""
        found = places(self._engine.scores(Draws(self.factors, numbers)))
        return np.where(np.isfinite(self.nominal) & (found > 0), found, np.nan)

    def shift(self, found: Floats) -> Floats:
        """The mean over the units of |rank - stated rank| (runs)."""
        moved = np.abs(found - self.nominal)
        there = np.isfinite(moved)
        return np.asarray(np.where(there, moved, 0.0).sum(axis=1) / np.maximum(there.sum(axis=1), 1))


def _exactly(answer: _Answer, of: Sequence[int], d: int) -> _Answers:
    """Every combination scored: variances of conditional means, weighed by how likely each choice is."""
    odds = [factor.odds() for factor in answer.factors]
    shape = tuple(len(chosen) for chosen, _ in odds)
    grid = np.indices(shape).reshape(len(shape), -1)
    numbers = np.empty((grid.shape[1], len(shape)))
    for k, (chosen, _) in enumerate(odds):
        numbers[:, k] = (chosen[grid[k]] + 0.5) / len(answer.factors[k].choices)
    found = answer.ranks(numbers)
    table = np.column_stack([answer.shift(found), found]).reshape(*shape, -1)
    closed = np.zeros((1 << d, table.shape[-1]))
    for u in range(1, 1 << d):
        mean = table
        for k in reversed(range(len(shape))):
            if not u >> of[k] & 1:
                mean = np.average(mean, axis=k, weights=odds[k][1])
        likely = [odds[k][1] for k in range(len(shape)) if u >> of[k] & 1]
        weight = np.ones(())
        for each in likely:
            weight = np.multiply.outer(weight, each)
        flat, weights = mean.reshape(-1, mean.shape[-1]), weight.ravel()
        closed[u] = np.average((flat - np.average(flat, axis=0, weights=weights)) ** 2, axis=0, weights=weights)
    closed = np.where(closed <= 1e-12 * np.maximum(closed[-1], 1e-9), 0.0, closed)
    return _Answers(closed[:, 0], closed[:, 1:], closed[None, :, 0], len(numbers))


def _sampled(
    answer: _Answer, of: Sequence[int], d: int, base: int, seed: int, progress: Progress | None = None
) -> _Answers:
    """Jansen's estimator for every subset, a subset at a time: ranks of one subset are held beside those of all."""
    a, b = _points(sum(factor.width for factor in answer.factors), base, seed)
    widths = [k for k, factor in zip(of, answer.factors, strict=True) for _ in range(factor.width)]
    whole, anew = answer.ranks(a), answer.ranks(b)
    shift = np.empty((1 << d, base))
    shift[-1], shift[0] = answer.shift(whole), answer.shift(anew)
    own = np.zeros((1 << d, whole.shape[1]))
    own[-1] = np.concatenate([whole, anew]).var(axis=0)
    for u in range(1, (1 << d) - 1):
        kept = answer.ranks(np.where([(u >> k & 1) == 1 for k in widths], a, b))
        shift[u] = answer.shift(kept)
        own[u] = np.clip(own[-1] - ((whole - kept) ** 2).mean(axis=0) / 2, 0.0, own[-1])
        if progress is not None:
            progress(u, (1 << d) - 2)
    rng = np.random.default_rng(seed)
    samples = np.stack([_closed(shift[:, rng.integers(0, base, base)]) for _ in range(_BOOTSTRAPS)])
    return _Answers(_closed(shift), own, samples, base << d)


def _closed(answers: Floats) -> Floats:
    """The variance that each subset explains, from the answers to each (subsets x draws); all of it last."""
    whole = answers[-1]
    made = np.array([shares.explained(whole, each) for each in answers[:-1]])
    top = np.concatenate([whole, answers[0]]).var()
    made[0] = 0.0
    return np.append(np.minimum(made, top), top)


def _told(study: Study, node: str, names: Sequence[str], exact: bool, found: _Answers) -> Sensitivity:
    d = len(names)
    made = {kind: index(found.shift, d) for kind, index in _KINDS.items()}
    drawn = {kind: np.stack([index(each, d) for each in found.samples]) for kind, index in _KINDS.items()}
    ends = {kind: np.quantile(each, [0.05, 0.95], axis=0) for kind, each in drawn.items()}

    def ci(kind: str, k: int) -> tuple[float, float]:
        return float(ends[kind][0, k]), float(ends[kind][1, k])

    rows = [
        Share(
            factor=names[k],
            first=float(made["first"][k]),
            total=float(made["total"][k]),
            shapley=float(made["shapley"][k]),
            ci={kind: ci(kind, k) for kind in ("first", "total", "shapley")},
        )
        for k in range(d)
    ]
    pairs = [
        Pair(names[i], names[j], float(made["second"][k]), ci("second", k))
        for k, (i, j) in enumerate(combinations(range(d), 2))
    ]
    reason = "" if found.shift[-1] > 0 else "no choice moves any rank: there is nothing to share out"
    units = _units(study, names, found.units)
    return Sensitivity(study, node, exact, found.runs, float(found.shift[-1]), tuple(rows), tuple(pairs), units, reason)


def _units(study: Study, names: Sequence[str], closed: Floats) -> tuple[Own, ...]:
    effects = shares.shapley(np.nan_to_num(closed), len(names))
    found = []
    for u, unit in enumerate(study.units):
        variance = closed[-1, u]
        reason = "" if variance > 0 else "its rank does not move" if variance == 0 else "some choices give it no rank"
        own = {} if reason else {name: float(effects[k, u]) for k, name in enumerate(names)}
        found.append(Own(unit.code, unit.name, None if np.isnan(variance) else float(variance), own, reason))
    return tuple(found)


def _points(width: int, base: int, seed: int) -> tuple[Floats, Floats]:
    """Two sets of points in [0, 1), from one scrambled Sobol' sequence of twice the width."""
    from scipy.stats import qmc

    if base & (base - 1) or not 2 <= base <= 1 << 20:
        raise StudyError(f"base is {base}", "--base", "give a power of 2, such as 512")
    both = np.asarray(qmc.Sobol(2 * width, scramble=True, rng=np.random.default_rng(seed)).random(base))
    both = np.minimum(both, np.nextafter(1.0, 0.0))
    return both[:, :width], both[:, width:]
