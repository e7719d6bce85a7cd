"""Relatedness: a nested table whose answers are known, a brute force, and what must hold for every table."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from equalterms.methods.relatedness import added, advantage, complexity, density, proximity, shrunk, symmetric

NESTED = np.array([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]], dtype=bool)
TABLES = arrays(bool, st.tuples(st.integers(1, 7), st.integers(1, 6)))


def test_the_nested_table() -> None:
    """Four units of which each holds a part of what the one above holds: worked by hand and by two programs."""
    made = complexity(NESTED)
    assert made == pytest.approx([1.3416, 0.4472, -0.4472, -1.3416], abs=5e-5)
    phi = proximity(NESTED)
    assert phi[0, 1:] == pytest.approx([0.75, 0.5, 0.25])
    assert phi[1, 2:] == pytest.approx([2 / 3, 1 / 3])
    assert phi[2, 3] == pytest.approx(0.5)
    assert density(NESTED, phi, itself=True)[1] == pytest.approx([0.9, 0.8788, 0.8125, 0.52], abs=5e-5)
    assert density(NESTED, phi)[1] == pytest.approx([0.8333, 0.8095, 0.7, 1.0], abs=5e-5)


def test_advantage() -> None:
    """A unit twice as busy in a field as all are has 2; one with nothing has none; the symmetric form has 1/3."""
    x = np.array([[4.0, 4.0], [0.0, 8.0], [0.0, 0.0]])
    made = advantage(x)
    assert made[:2].tolist() == [[2.0, 2 / 3], [0.0, 4 / 3]]
    assert np.isnan(made[2]).all()
    assert symmetric(made[0]) == pytest.approx([1 / 3, -0.2])
    with pytest.raises(ValueError, match="counts"):
        advantage(np.array([[1.0, -1.0]]))


def test_one_article_makes_no_specialist() -> None:
    """A single article of a small unit has an advantage of 50, and close to 1 after shrinking, with a wide interval."""
    x = np.array([[1.0, 0.0], [19.0, 980.0]])
    assert advantage(x)[0, 0] == pytest.approx(50.0)
    mean, low, high = shrunk(x)
    assert mean[0, 0] == pytest.approx(6 / 5.02)
    assert low[0, 0] < 1 < high[0, 0]
    assert abs(mean[1, 1] - advantage(x)[1, 1]) < 0.001
    with pytest.raises(ValueError, match="strength"):
        shrunk(x, strength=0)


@given(TABLES)
def test_proximity_and_density_by_counting(m: np.ndarray) -> None:
    """The same by loops; symmetric, between 0 and 1; what all hold is all near."""
    phi = proximity(m)
    n = m.shape[1]
    for f in range(n):
        for g in range(n):
            most = max(m[:, f].sum(), m[:, g].sum())
            assert phi[f, g] == pytest.approx((m[:, f] & m[:, g]).sum() / most if most else 0.0)
    near = density(m, phi)
    for c in range(len(m)):
        for f in range(n):
            total = sum(phi[g, f] for g in range(n) if g != f)
            own = sum(phi[g, f] for g in range(n) if g != f and m[c, g])
            assert near[c, f] == pytest.approx(own / total) if total else np.isnan(near[c, f])


@given(TABLES)
def test_a_partner_never_takes_away(m: np.ndarray) -> None:
    """With another's fields no field that is lacking lies farther off; with oneself nothing comes nearer."""
    phi = proximity(m)
    for partner in range(len(m)):
        gain = added(m, phi, 0, partner)
        assert not (gain < -1e-12).any()
    assert not (np.abs(added(m, phi, 0, 0)) > 1e-12).any()


def test_complexity_against_the_unsymmetric_matrix() -> None:
    """The second eigenvector of the matrix as the authors write it, on a random table; in any order of rows."""
    rng = np.random.default_rng(3)
    m = rng.random((12, 9)) < np.linspace(0.9, 0.2, 12)[:, None]
    k, f = m.sum(axis=1), m.sum(axis=0)
    values, vectors = np.linalg.eig((m / f / k[:, None]) @ m.T.astype(float))
    second = np.real(vectors[:, np.argsort(-np.real(values))[1]])
    second = (second - second.mean()) / second.std()
    made = complexity(m)
    assert abs(np.corrcoef(made, second)[0, 1]) == pytest.approx(1.0)
    turn = rng.permutation(12)
    assert complexity(m[turn]) == pytest.approx(made[turn])
    assert all(a > b for a, b in pairwise(complexity(NESTED)))


def test_what_has_no_order_is_refused() -> None:
    """Units that are all alike, groups without anything in common, and too few units."""
    with pytest.raises(ValueError, match="alike"):
        complexity(np.ones((4, 3), dtype=bool))
    with pytest.raises(ValueError, match="groups"):
        complexity(np.kron(np.eye(2), np.ones((2, 2))).astype(bool))
    with pytest.raises(ValueError, match="three"):
        complexity(NESTED[:2])
    assert np.isnan(complexity(np.vstack([NESTED, np.zeros(4, dtype=bool)]))[4])
