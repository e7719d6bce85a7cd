"""Which of the study's choices move the ranks: Sobol' indices and Shapley shares of each entry of `vary`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

import numpy as np

from equalterms.errors import StudyError
from equalterms.methods import sensitivity as shares
from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Study
from equalterms.robust.draw import Draws
from equalterms.robust.run import compiled
from equalterms.scores import score
from equalterms.variations import Factor, factors, vary

MOST = 8
_BOOTSTRAPS = 100


@dataclass(frozen=True, slots=True)
class Share:
    """An entry of `vary` and its shares in the variance of the mean shift of ranks.

    `first` is what it explains alone, `total` what it has a part in, `shapley` its even share; each with the
    interval that holds 90% of bootstraps.
    """

    factor: str
    first: float
    first_ci: tuple[float, float]
    total: float
    total_ci: tuple[float, float]
    shapley: float
    shapley_ci: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Shares in the mean shift of all ranks, and of each unit's own rank (units x entries)."""

    study: Study
    node: str
    base: int
    shares: tuple[Share, ...]
    units: Floats
    variance: float

    def to_json(self) -> list[dict[str, object]]:
        """A row for each entry of `vary`."""
        return [
            {**asdict(row), **{f"{key}_ci": list(getattr(row, f"{key}_ci")) for key in _KINDS}} for row in self.shares
        ]


_KINDS: dict[str, Callable[[Floats, int], Floats]] = {
    "first": shares.first,
    "total": shares.total,
    "shapley": shares.shapley,
}


def sensitivity(study: Study, base: int = 512, seed: int = 0, node: str | None = None) -> Sensitivity:
    """Sobol' first and total indices and Shapley effects of each entry of `vary`, from base x 2^entries runs.

    The numbers are scrambled Sobol' sequences. The answer is the mean over the units of |rank - stated rank|.
    An answer that does not vary has shares of 0.
    """
    entries = [variation.key for variation in study.vary]
    if not 1 <= len(entries) <= MOST:
        raise StudyError(
            f"has {len(entries)} entries under vary", study.name, f"give 1 to {MOST}: each takes a doubling of the runs"
        )
    named = [f"{key} {entries[: k + 1].count(key)}" if entries.count(key) > 1 else key for k, key in enumerate(entries)]
    of = []
    for k, variation in enumerate(study.vary):
        member: Callable[..., tuple[Factor, ...]] = vary[variation.key]
        of += [k] * len(member(study, **variation.options))
    target = node or study.root
    nominal = ranks(score(study).nodes[target])
    a, b = _points(len(of), base, seed)
    answers = [
        _answer(study, np.where([(u >> k & 1) for k in of], a, b), target, nominal) for u in range(1 << len(entries))
    ]
    shift = np.stack([np.nanmean(np.abs(each - nominal), axis=1) for each in answers])
    own = np.stack([np.nan_to_num(each, nan=0.0) for each in answers])
    d = len(entries)
    rng = np.random.default_rng(seed)
    samples = [_closed(shift[:, rng.integers(0, base, base)]) for _ in range(_BOOTSTRAPS)]
    closed = _closed(shift)
    made = {kind: index(closed, d) for kind, index in _KINDS.items()}
    drawn = {kind: np.stack([index(each, d) for each in samples]) for kind, index in _KINDS.items()}
    ends = {kind: np.quantile(each, [0.05, 0.95], axis=0) for kind, each in drawn.items()}
    rows = tuple(
        Share(
            factor=named[k],
            first=float(made["first"][k]),
            first_ci=_pair(ends["first"][:, k]),
            total=float(made["total"][k]),
            total_ci=_pair(ends["total"][:, k]),
            shapley=float(made["shapley"][k]),
            shapley_ci=_pair(ends["shapley"][:, k]),
        )
        for k in range(d)
    )
    return Sensitivity(study, target, base, rows, shares.shapley(_closed(own), d).T, float(closed[-1]))


def _pair(ends: Floats) -> tuple[float, float]:
    return float(ends[0]), float(ends[1])


def _closed(answers: Floats) -> Floats:
    """The variance that each subset explains (subsets x ...), from answers (subsets x draws x ...); all of it last."""
    whole = answers[-1]
    made = np.stack([shares.explained(whole, answers[u]) for u in range(len(answers) - 1)])
    top = np.concatenate([whole, answers[0]]).var(axis=0)
    made[0] = 0.0
    return np.concatenate([np.minimum(made, top), top[None]])


def _points(width: int, base: int, seed: int) -> tuple[Floats, Floats]:
    """Two sets of points in [0, 1), from one scrambled Sobol' sequence of twice the width."""
    from scipy.stats import qmc

    if base & (base - 1) or not 2 <= base <= 1 << 20:
        raise StudyError(f"base is {base}", "--base", "give a power of 2, such as 512")
    both = np.asarray(qmc.Sobol(2 * width, scramble=True, rng=np.random.default_rng(seed)).random(base))
    both = np.minimum(both, np.nextafter(1.0, 0.0))
    return both[:, :width], both[:, width:]


def _answer(study: Study, numbers: Floats, node: str, nominal: Floats) -> Floats:
    """The ranks under the numbers (runs x units); a unit without a stated rank has none."""
    found = ranks(compiled(study, Draws(factors(study), numbers), node))
    return np.where(np.isfinite(nominal), found, np.nan)
