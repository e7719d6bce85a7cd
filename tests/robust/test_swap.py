"""The smallest change of weights: closed forms, a fine grid, and the study scored again."""

import numpy as np
import pytest

from equalterms.errors import StudyError
from equalterms.model import Study
from equalterms.pages.bounds import swap as page
from equalterms.robust.swap import swap
from equalterms.scores import score
from tests.conftest import embedded
from tests.robust.test_bounds import made, reweighed

PARTS = ["p", "q", "r"]


def test_two_parts_by_hand(small: Study) -> None:
    """Weights 1 and 2; (80, 20) is behind (20, 60) by 40 against 46.67: they tie at 0.4 and 0.6."""
    study = made(small, np.array([[80.0, 20], [20, 60], [0, 0], [100, 100]]), {"index": ["p", "q"]})
    found = swap(study, "U01", "U00")
    assert (found.winner, found.loser) == ("U00", "U01")
    assert found.least is not None
    assert found.mildest is not None
    assert found.least.weights["p"] == pytest.approx(0.4, abs=1e-5)
    assert found.least.moved == pytest.approx(0.4 - 1 / 3, abs=1e-5)
    assert found.mildest.largest == pytest.approx(0.2, abs=1e-5)
    assert "6.7%" in page(found).lead


def test_dominance_is_said(small: Study) -> None:
    """A unit that is behind in every part is never ahead, whatever the weights."""
    study = made(small, np.array([[80.0, 20], [70, 20], [0, 0], [100, 100]]), {"index": ["p", "q"]})
    found = swap(study, "U00", "U01")
    assert not found.possible
    assert found.to_json()["least"] is None
    assert "No weights" in page(found).lead


@pytest.mark.parametrize("gaps", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_no_nearer_weights_on_a_grid(small: Study, seed: int, gaps: bool) -> None:
    """The weights found swap the two in the study itself; of 5,000 others, none that are nearer do."""
    x = np.random.default_rng(seed).uniform(1, 99, (6, 3))
    if gaps:
        x[0, 0] = x[1, 1] = x[2, 2] = np.nan
    study = made(small, x, {"index": PARTS})
    stated = np.array([1.0, 2.0, 3.0]) / 6
    grid = np.array([(i, j, 100 - i - j) for i in range(101) for j in range(101 - i)]) / 100
    there = np.isfinite(x)
    with np.errstate(invalid="ignore"):
        totals = (grid @ np.nan_to_num(x).T) / (grid @ there.T.astype(float))
    for a, b in ((0, 1), (2, 3), (0, 2), (4, 5)):
        found = swap(study, f"U{a:02d}", f"U{b:02d}")
        winner, loser = int(found.winner[1:]), int(found.loser[1:])
        swapped = (totals[:, winner] > totals[:, loser] + 1e-4) & (grid @ there.T >= 0.01).all(axis=1)
        for answer, distance in (
            (found.least, np.abs(grid - stated).sum(axis=1) / 2),
            (found.mildest, (np.abs(grid - stated) / stated).max(axis=1)),
        ):
            if answer is None:
                assert not swapped.any()
                continue
            again = score(reweighed(study, dict(answer.weights))).index
            assert again[winner] > again[loser]
            size = answer.moved if answer is found.least else answer.largest
            assert answer.proven - 1e-9 <= size <= answer.proven + 1e-4
            assert not swapped.any() or size <= distance[swapped].min() + 1e-4


def test_what_makes_a_unit_first() -> None:
    """Iceland can be first of the human development index; scored again under these weights, it is."""
    study = embedded("hdi")
    found = swap(study, "ISL")
    assert found.least is not None
    assert found.least.rank == 1
    again = score(reweighed(study, dict(found.least.weights)))
    place = [unit.code for unit in study.units].index("ISL")
    assert again.rank()[place] == 1
    assert len(page(found).blocks) == 2


def test_refusals(small: Study) -> None:
    """A unit twice, an unknown one, and one without a score."""
    with pytest.raises(StudyError, match="named twice"):
        swap(small, "NOR", "NOR")
    with pytest.raises(StudyError, match="no unit is called"):
        swap(small, "XYZ", "NOR")
    with pytest.raises(StudyError, match="no score"):
        swap(made(small, np.array([[1.0, 2], [2, 1], [np.nan, np.nan]]), {"index": ["p", "q"]}), "U02", "U01")
