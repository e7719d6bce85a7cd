"""Rank acceptability: closed forms for two parts, a reference run for eight, the stated order by rejection."""

import numpy as np
import pytest

from equalterms.errors import StudyError
from equalterms.methods.arrays import ranks
from equalterms.model import Study
from equalterms.pages.bounds import acceptability as page
from equalterms.robust.acceptability import acceptability
from tests.methods.golden_mcdm import PILLARS, golden, matrix, pillars, table
from tests.robust.test_bounds import made


def test_two_parts_by_hand(small: Study) -> None:
    """(90, 10), (10, 90), (60, 60): the first leads above 5/8 of the first weight, the second below 3/8."""
    study = made(small, np.array([[90.0, 10], [10, 90], [60, 60]]), {"index": ["p", "q"]})
    found = acceptability(study)
    assert found.exact
    first = [found.of(f"U{u:02d}").ranks for u in range(3)]
    assert first[0] == pytest.approx([3 / 8, 1 / 8, 1 / 2])
    assert first[1] == pytest.approx([3 / 8, 1 / 8, 1 / 2])
    assert first[2] == pytest.approx([1 / 4, 3 / 4, 0])
    assert found.of("U00").central == pytest.approx({"p": 13 / 16, "q": 3 / 16})
    assert found.of("U02").central == pytest.approx({"p": 1 / 2, "q": 1 / 2})
    assert found.of("U01").confidence == 1
    assert found.of("U02").expected == pytest.approx(1.75)
    assert set(found.of("U00").errors) == {0.0}
    assert "exact" in page(found).lead


def test_two_parts_in_order_and_with_a_gap(small: Study) -> None:
    """Weights 1 and 2: the first share is at most a half; who lacks the second part has its first score throughout."""
    study = made(small, np.array([[90.0, 10], [10, 90], [60, np.nan]]), {"index": ["p", "q"]})
    found = acceptability(study, over="order")
    # 10 + 80 p passes 60 at p = 5/8 and never below 1/2; 90 - 80 p falls below 60 at p = 3/8.
    assert found.of("U01").ranks == pytest.approx([3 / 4, 1 / 4, 0], abs=2e-3)
    assert found.of("U02").ranks == pytest.approx([1 / 4, 3 / 4, 0], abs=2e-3)
    assert found.of("U00").ranks == pytest.approx([0, 0, 1], abs=2e-3)


def test_the_stated_order_is_what_rejection_leaves(small: Study) -> None:
    """Draws in the stated order have the shares that uniform weights have once those out of order are thrown away."""
    x = np.random.default_rng(4).uniform(1, 99, (6, 3))
    found = acceptability(made(small, x, {"index": ["p", "q", "r"]}), over="order", runs=40_000)
    weights = np.random.default_rng(5).dirichlet(np.ones(3), 240_000)
    weights = weights[(weights[:, 2] >= weights[:, 1]) & (weights[:, 1] >= weights[:, 0])]
    place = ranks(weights @ x.T)
    for u in range(6):
        shares = np.array([(place[:, u] == r).mean() for r in range(1, 7)])
        assert found.of(f"U{u:02d}").ranks == pytest.approx(shares, abs=0.015)
        assert sum(found.of(f"U{u:02d}").ranks) == pytest.approx(1)


@golden
def test_the_reference_run_of_eight_parts(small: Study) -> None:
    """200,000 draws by other code: every share within five standard errors, central weights likewise."""
    x = pillars()
    scaled = (x - x.min(axis=0)) / np.ptp(x, axis=0)
    runs = 50_000
    found = acceptability(made(small, scaled, {"index": PILLARS}), runs=runs, seed=1)
    reference = table("14_mcdm/smaa_rank_acceptability_minmax_200k.csv")
    codes = table("01_pipeline/Aggregated.csv")["uCode"].to_list()
    assert reference["uCode"].to_list() == codes
    theirs = matrix(reference, [f"b{r}" for r in range(1, len(codes) + 1)])
    ours = np.array([found.of(f"U{u:02d}").ranks for u in range(len(codes))])
    error = np.sqrt(np.maximum(theirs * (1 - theirs), 1e-5) * (1 / runs + 1 / 200_000))
    assert (np.abs(ours - theirs) / error).max() < 5
    central = matrix(table("14_mcdm/smaa_central_weights_minmax_200k.csv"), PILLARS)
    for u in np.flatnonzero(theirs[:, 0] > 0.01):
        own = found.of(f"U{u:02d}")
        mine = np.array([own.central[name] for name in PILLARS])
        # A share of eight uniform weights has a standard deviation of 0.11; where one leads it may be twice that.
        spread = 0.22 * np.sqrt(1 / (runs * theirs[u, 0]) + 1 / (200_000 * theirs[u, 0]))
        assert np.abs(mine - central[u]).max() < 5 * spread
        assert own.confidence == 1
    assert np.abs(np.array(found.of("U00").errors) - np.sqrt(ours[0] * (1 - ours[0]) / runs)).max() < 1e-12


def test_the_same_seed_gives_the_same_numbers(small: Study) -> None:
    """Draws follow the seed; no number of runs below 1, no ranges."""
    assert acceptability(small, "skills", runs=50).rows == acceptability(small, "skills", runs=50).rows
    with pytest.raises(StudyError, match="runs is 0"):
        acceptability(small, runs=0)
    with pytest.raises(StudyError, match="free weights"):
        acceptability(small, over="noise")
