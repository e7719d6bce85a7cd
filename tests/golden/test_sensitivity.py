"""COINr on its example index: draws replayed, and exact shares from all 2,000 combinations of choices."""

from functools import cache
from itertools import product

import numpy as np
import polars as pl
import pytest

from equalterms.files import load
from equalterms.methods import sensitivity as shares
from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Study
from equalterms.scores import Pass, branches, climb, columns, observed, resolve, score, weights
from equalterms.variations import what_if
from tests.golden.asem import SHARED, reference, write

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference values (../shared/golden) are not here")
RECIPE = "  fill: mean(by=EurAsia_group)\n  treat: coinr_rule(most=5)\n"
SCALES = {"n_minmax": "minmax(low=1)", "n_zscore": "zscore(mean=10, sd=2)"}
MEANS = {"a_amean": "arithmetic", "a_gmean": "geometric"}
HOME = SHARED / "12_sensitivity"


@pytest.fixture(scope="module")
def asem(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The example index as a study."""
    return load(write(tmp_path_factory.mktemp("asem"), RECIPE))


@cache
def weightings() -> dict[int, dict[str, float]]:
    """The hundred sets of weights of pillars and sub-indices."""
    found: dict[int, dict[str, float]] = {}
    frame = pl.read_csv(HOME / "weightsets_100.csv")
    for number, id, level, weight in frame.select("weightset", "iCode", "Level", "Weight").iter_rows():
        if level in (2, 3):
            found.setdefault(number, {})[id] = weight
    return found


def answers(study: Study, most: int, scale: str, mean: str) -> Floats:
    """The scores of the index under each of the hundred sets of weights (sets x units)."""
    varied = study
    for key, text in (("treat", f"coinr_rule(most={most})"), ("normalise", SCALES[scale]), ("aggregate", MEANS[mean])):
        varied = what_if(varied, key, text)
    plan = branches(varied)
    leaves = columns(varied, observed(varied, (varied.time,))).normalised
    stated = np.repeat(weights(varied), len(weightings()), axis=0)
    places = {node.id: k for k, node in enumerate(varied.nodes)}
    for run, number in enumerate(sorted(weightings())):
        for id, weight in weightings()[number].items():
            stated[run, places[id]] = weight
    return climb(Pass(varied, (varied.time,)), plan, leaves, resolve(plan, stated)).scores[varied.root][0]


@pytest.fixture(scope="module")
def every(asem: Study) -> dict[tuple[int, str, str], Floats]:
    """The scores of all 2,000 combinations: twenty choices, a hundred sets of weights each."""
    return {key: answers(asem, *key) for key in product(range(1, 6), SCALES, MEANS)}


def test_the_draws_replayed(asem: Study, every: dict[tuple[int, str, str], Floats]) -> None:
    """A hundred runs with the very choices that COINr drew: every score and every rank."""
    units = [unit.code for unit in asem.units]
    frame = pl.read_csv(HOME / "UA_N100_draws.csv")
    names = [f"r_{row['rep']}" for row in frame.iter_rows(named=True)]
    ours = np.stack(
        [every[row["winmax"], row["norm"], row["f_ag"]][row["weightset"] - 1] for row in frame.iter_rows(named=True)],
        axis=1,
    )
    theirs = reference("12_sensitivity/UA_N100_scores.csv", units, names)
    worst = float(np.abs(ours / theirs - 1).max())
    print(f"\ngolden 12_sensitivity/UA_N100_scores.csv: {worst:.1e}")
    assert worst < 1e-10
    places = reference("12_sensitivity/UA_N100_ranks.csv", units, names)
    assert np.array_equal(ranks(ours.T).T, places)
    print("\ngolden 12_sensitivity/UA_N100_ranks.csv: ranks equal")
    stats = reference("12_sensitivity/UA_N100_rankstats.csv", units, ["Nominal", "Mean", "Median"])
    made = np.column_stack([score(asem).rank(), places.mean(axis=1), np.median(places, axis=1)])
    assert np.allclose(made, stats)


def test_exact_shares_of_all_combinations(asem: Study, every: dict[tuple[int, str, str], Floats]) -> None:
    """First, total, second-order and Shapley shares of the mean shift of ranks, from the full factorial."""
    nominal = score(asem).rank()
    shift = np.empty((5, 2, 100, 2))
    for (most, scale, mean), scores in every.items():
        y = np.abs(ranks(scores) - nominal).mean(axis=1)
        shift[most - 1, list(SCALES).index(scale), :, list(MEANS).index(mean)] = y
    closed = np.array(
        [shift.mean(axis=tuple(k for k in range(4) if not u >> k & 1)).var() if u else 0.0 for u in range(16)]
    )
    theirs = pl.read_csv(HOME / "exact_sobol_shapley.csv")
    assert closed[-1] == pytest.approx(theirs["Variance"][0], rel=1e-10)
    for column, index in (("Si_exact", shares.first), ("STi_exact", shares.total), ("Shapley_exact", shares.shapley)):
        worst = float(np.abs(index(closed, 4) - theirs[column].to_numpy()).max())
        print(f"\ngolden 12_sensitivity/exact_sobol_shapley.csv {column}: {worst:.1e}")
        assert worst < 1e-10
    second = dict(pl.read_csv(HOME / "exact_sobol_second_order.csv").iter_rows())
    names = ("Winmax", "Normalisation", "Weights", "Aggregation")
    for i, j in ((0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)):
        both = (closed[1 << i | 1 << j] - closed[1 << i] - closed[1 << j]) / closed[-1]
        assert both == pytest.approx(second[f"second-order {names[i]}*{names[j]}"], abs=1e-10)
    print("\ngolden 12_sensitivity/exact_sobol_second_order.csv: below 1e-10")


def test_exact_rank_distribution(asem: Study, every: dict[tuple[int, str, str], Floats]) -> None:
    """Mean, median and quantiles of each unit's rank over all combinations."""
    units = [unit.code for unit in asem.units]
    drawn = ranks(np.concatenate(list(every.values())))
    theirs = reference(
        "12_sensitivity/exact_rank_distribution_full_factorial.csv", units, ["Mean", "Median", "Q5", "Q95"]
    )
    ours = np.column_stack([drawn.mean(axis=0), *(np.quantile(drawn, q, axis=0) for q in (0.5, 0.05, 0.95))])
    assert np.allclose(ours, theirs)
    print("\ngolden 12_sensitivity/exact_rank_distribution_full_factorial.csv: alike")
