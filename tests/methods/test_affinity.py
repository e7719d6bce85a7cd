"""Ties for their size: a table worked out independently, a general fit as another answer, published intervals."""

import numpy as np
import pytest
from scipy.stats import poisson

from equalterms.methods.affinity import (
    affinity,
    association,
    balanced,
    collaboration_index,
    expected,
    inclusion,
    jaccard,
    plain_preference,
    preference,
    salton,
    strength,
)
from equalterms.methods.arrays import Floats

N = np.array([200.0, 150.0, 60.0, 10.0])
C = np.array([[0, 40, 10, 2], [40, 0, 20, 3], [10, 20, 0, 1], [2, 3, 1, 0]], dtype=float)
A, B, D = 0, 1, 3


def test_measures_of_four_countries() -> None:
    made = salton(C, N)
    assert [made[0, 1], made[0, 2], made[2, 3]] == pytest.approx([0.2309, 0.0913, 0.0408], abs=5e-5)
    assert jaccard(C, N)[A, B] == pytest.approx(0.1290, abs=5e-5)
    assert inclusion(C, N)[A, D] == pytest.approx(0.2, abs=1e-12)
    assert association(C, N)[A, B] == pytest.approx(0.001333, abs=5e-7)
    assert (affinity(C)[A, D], affinity(C)[D, A]) == (pytest.approx(2 / 52), pytest.approx(2 / 6))
    assert strength(C).tolist() == [52, 63, 31, 6]


def test_preference_is_an_artefact_where_no_one_is_tied_to_himself() -> None:
    """The plain ratio says 1.856; against what can be, it is as expected."""
    assert plain_preference(C)[A, B] == pytest.approx(1.856, abs=5e-4)
    made = preference(C).ratio
    assert made[A, B] == pytest.approx(1.003, abs=5e-4)
    assert [made[0, 2], made[0, 3], made[1, 2], made[2, 3]] == pytest.approx([0.965, 1.134, 1.012, 1.144], abs=5e-4)


def test_expected_keeps_every_row_and_is_a_product() -> None:
    e = expected(C)
    assert np.nansum(e, axis=1) == pytest.approx(strength(C), abs=1e-9)
    assert e[0, 1] * e[2, 3] == pytest.approx(e[0, 2] * e[1, 3], rel=1e-9)
    assert np.isnan(np.diag(e)).all()


def general_fit(c: Floats, counted: Floats) -> Floats:
    """Iterative proportional fitting of rows and columns in turn, as for any table."""
    fit = counted.copy()
    for _ in range(20000):
        fit *= (np.nansum(c, axis=1) / fit.sum(axis=1))[:, None]
        fit *= np.nansum(c, axis=0) / fit.sum(axis=0)
    return fit


def test_a_pair_that_nobody_counted_is_left_out() -> None:
    chance = np.random.default_rng(1)
    c = np.triu(chance.integers(5, 60, (6, 6)).astype(float), 1)
    c = c + c.T
    c[0, 3] = c[3, 0] = np.nan
    counted = (np.isfinite(c) & ~np.eye(6, dtype=bool)).astype(float)
    e = expected(c)
    assert np.isnan(e[0, 3])
    assert np.nan_to_num(e) == pytest.approx(general_fit(c, counted), abs=1e-6)


def test_one_who_has_a_part_in_every_tie_admits_no_fit() -> None:
    star = np.array([[0, 9, 9, 9], [9, 0, 0, 0], [9, 0, 0, 0], [9, 0, 0, 0]], dtype=float)
    assert np.isnan(expected(star)[0, 1])


def test_a_unit_without_ties_has_no_preference() -> None:
    c = np.pad(C, ((0, 1), (0, 1)))
    made = preference(c)
    assert made.ratio[:4, :4] == pytest.approx(preference(C).ratio, nan_ok=True)
    assert np.isnan(made.ratio[4]).all()


def test_the_interval_is_that_of_a_poisson_count() -> None:
    """At its ends the count seen is just as rare as promised; 10 seen: 4.795 to 18.390 (Garwood)."""
    made = preference(C)
    low, high = made.low * made.expected, made.high * made.expected
    assert (low[0, 2], high[0, 2]) == (pytest.approx(4.7954, abs=5e-5), pytest.approx(18.3904, abs=5e-5))
    assert poisson.sf(C[0, 1] - 1, low[0, 1]) == pytest.approx(0.025, abs=1e-9)
    assert poisson.cdf(C[0, 1], high[0, 1]) == pytest.approx(0.025, abs=1e-9)
    none = C.copy()
    none[2, 3] = none[3, 2] = 0
    assert preference(none).low[2, 3] == 0
    assert preference(none).high[2, 3] > 0


def test_scales_and_indices() -> None:
    assert balanced(np.array([0.0, 1.0, 3.0])).tolist() == [-1.0, 0.0, 0.5]
    assert collaboration_index(C, N, 1000.0)[A, B] == pytest.approx((40 / 200) / (150 / 1000))


def test_what_is_no_table_of_ties_is_refused() -> None:
    for wrong in (np.ones((2, 3)), np.array([[0.0, 1.0], [2.0, 0.0]])):
        with pytest.raises(ValueError, match="symmetric"):
            salton(wrong, np.ones(len(wrong)))
    with pytest.raises(ValueError, match="0 or more"):
        strength(np.array([[0.0, -1.0], [-1.0, 0.0]]))
    with pytest.raises(ValueError, match="level"):
        preference(C, level=1.0)
