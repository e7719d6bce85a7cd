"""How long rank distributions and sensitivity take, beside the bare work of NumPy and beside peers, in one process.

Usage: python benchmarks/robust.py        (pip install SALib pymcdm scikit-criteria for the peers)

The bare work is one matrix product (runs x indicators by indicators x units) and one row-wise argsort. Each figure is
the best of three after a warm-up; memory is the peak of the process so far. Answers are compared before times.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from math import pi

import numpy as np
from scipy.stats import qmc

from equalterms.methods import sensitivity as shares
from equalterms.methods.arrays import Floats
from equalterms.model import Study, Variation
from equalterms.robust import robustness
from equalterms.robust.draw import Draws, draw
from equalterms.robust.engine import Engine, weightings
from equalterms.robust.order import places
from equalterms.robust.sensitivity import sensitivity
from equalterms.scores import score
from scores import best, study

SIZES = ((83, 60, 10_000), (200, 120, 100_000), (5_000, 100, 10_000))
WEIGHTS = (Variation("weights", {"noise": 0.25}),)


def memory() -> float:
    """The peak of the process, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def bare(units: int, indicators: int, runs: int) -> Callable[[], object]:
    """The least that robustness can be: a product and an argsort of each row, a block of runs at a time."""
    rng = np.random.default_rng(0)
    weights, values = rng.random((runs, indicators)), rng.random((indicators, units))
    rows = max(1, 700_000 // units)

    def work() -> None:
        for start in range(0, runs, rows):
            np.argsort(weights[start : start + rows] @ values, axis=1)

    return work


def beside_bare() -> None:
    """Rank distributions of three sizes: with weights alone, and with three scales, two means and what is left out."""
    print(f"{'rank distributions':28} {'bare, ms':>10} {'weights, ms':>14} {'mixed, ms':>16} {'peak, GiB':>10}")
    for units, indicators, runs in SIZES:
        mixed = study(units, indicators)
        light = replace(mixed, vary=WEIGHTS)
        least = best(bare(units, indicators, runs), 3)
        alone = best(lambda s=light, n=runs: robustness(s, n), 3)  # type: ignore[misc]
        all_of = best(lambda s=mixed, n=runs: robustness(s, n), 3)  # type: ignore[misc]
        print(
            f"{units:5d} x {indicators:3d}, {runs:7,d} runs {least:12.0f} {alone:8.0f} ({alone / least:.1f}x) "
            f"{all_of:9.0f} ({all_of / least:.1f}x) {memory():9.2f}"
        )


def beside_loops(units: int = 83, indicators: int = 60, runs: int = 1_000) -> None:
    """The same weighted sums and ranks: one run after another in pymcdm and scikit-criteria."""
    made = replace(study(units, indicators), vary=WEIGHTS)
    engine, drawn = Engine(made, draw(made, 1, 0).factors), draw(made, runs, 0)
    own = places(engine.scores(drawn))
    leaves = score(made).columns.normalised
    weights = _of_leaves(made, drawn, leaves)
    print(f"\n{runs:,d} runs of weights, {units} x {indicators}")
    print(f"  {'Equal Terms':18} {best(lambda: places(engine.scores(drawn)), 3):9.1f} ms")
    for name, ranked in _loops(leaves).items():
        few = weights[:50]
        agree = np.array_equal(np.array([ranked(w) for w in few]), own[:50])
        took = best(lambda r=ranked, some=few: [r(w) for w in some], 3) * runs / len(few)  # type: ignore[misc]
        print(f"  {name:18} {took:9.1f} ms{'' if agree else '  (ranks differ)'}  (by 50 runs)")


def _of_leaves(made: Study, drawn: Draws, leaves: Floats) -> Floats:
    """The weight of each leaf in each run: its share of its pillar times the pillar's share of the index."""
    stated = weightings(made, drawn)
    at = {node.id: k for k, node in enumerate(made.nodes)}
    out = np.empty((drawn.runs, leaves.shape[1]))
    for k, leaf in enumerate(made.indicators):
        beside = [at[node.id] for node in made.children(leaf.parent)]
        above = [at[node.id] for node in made.children(made.root)]
        of_pillar = stated[:, at[leaf.parent]] / stated[:, above].sum(axis=1)
        out[:, k] = stated[:, at[leaf.id]] / stated[:, beside].sum(axis=1) * of_pillar
    return out


def _loops(leaves: Floats) -> dict[str, Callable[[Floats], Floats]]:
    """How each peer that is installed ranks one run."""
    made: dict[str, Callable[[Floats], Floats]] = {}
    types = np.ones(leaves.shape[1])
    if find_spec("pymcdm"):
        from pymcdm.helpers import rankdata
        from pymcdm.methods import WSM

        wsm = WSM(lambda x, cost=False: x)
        made["pymcdm"] = lambda w: np.asarray(rankdata(wsm(leaves, w, types), reverse=True))
    if find_spec("skcriteria"):
        from skcriteria import mkdm
        from skcriteria.agg.simple import WeightedSumModel

        sums = WeightedSumModel()
        made["scikit-criteria"] = lambda w: np.asarray(sums.evaluate(mkdm(leaves, types.astype(int), weights=w)).rank_)
    return made


def ishigami(x: Floats) -> Floats:
    """Ishigami and Homma (1990): three inputs from -pi to pi, whose indices are known in closed form."""
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def truth() -> tuple[Floats, Floats]:
    """Its indices of first and total order."""
    a, b = 7.0, 0.1
    one, two, both = (1 + b * pi**4 / 5) ** 2 / 2, a**2 / 8, b**2 * pi**8 * (1 / 18 - 1 / 50)
    total = one + two + both
    return np.array([one, two, 0.0]) / total, np.array([one + both, two, both]) / total


def ours(base: int) -> tuple[Floats, Floats]:
    """First and total order by base x 2^3 answers, at scrambled Sobol' points."""
    points = qmc.Sobol(6, rng=0).random(base)
    a, b = (2 * points - 1)[:, :3] * pi, (2 * points - 1)[:, 3:] * pi
    whole, closed = ishigami(a), np.empty(8)
    for subset in range(8):
        keep = np.array([subset >> i & 1 for i in range(3)], dtype=bool)
        closed[subset] = shares.explained(whole, ishigami(np.where(keep, a, b)))
    return shares.first(closed, 3), shares.total(closed, 3)


def beside_salib(base: int = 4096) -> None:
    """The indices of a function whose indices are known, from as many answers each; then those of a study."""
    first, total = truth()
    tried: dict[str, Callable[[], tuple[Floats, Floats]]] = {"Equal Terms": lambda: ours(base)}
    if find_spec("SALib"):
        from SALib.analyze import sobol as analyze
        from SALib.sample import sobol as sample

        problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[-pi, pi]] * 3}

        def theirs() -> tuple[Floats, Floats]:
            answers = ishigami(sample.sample(problem, base, calc_second_order=True, seed=0))
            found = analyze.analyze(problem, answers, calc_second_order=True, num_resamples=2, seed=0)
            return np.asarray(found["S1"]), np.asarray(found["ST"])

        tried["SALib"] = theirs
    print(f"\nindices of Ishigami's function from {8 * base:,d} answers")
    for name, work in tried.items():
        made = work()
        off = max(np.abs(made[0] - first).max(), np.abs(made[1] - total).max())
        print(f"  {name:18} {best(work, 3):9.1f} ms, off by at most {off:.4f}")
    mixed = study(83, 60)
    took = best(lambda: sensitivity(mixed, 512), 1)
    print(f"indices of {len(mixed.vary)} entries for the mean shift and 83 units, 60 indicators: {took:.0f} ms")


def main() -> None:
    """Print the figures."""
    beside_bare()
    beside_loops()
    beside_salib()
    print(f"\npeak memory {memory():.2f} GiB")


if __name__ == "__main__":
    main()
