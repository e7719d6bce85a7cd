"""Pooling: closed forms, loops over members, what is refused; two profiles side by side."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as array_of
from scipy.spatial.distance import jensenshannon

from equalterms.methods.arrays import Floats
from equalterms.methods.pool import ces, gap_error, known, pool, shared_once
from equalterms.methods.pool_pairs import (
    complementarity,
    cosine,
    divergence,
    gains,
    overlap,
    shares,
    specialisation,
)

GAPPY = st.one_of(st.integers(0, 40).map(lambda n: n / 40), st.just(np.nan))
MEMBERS = st.integers(1, 7)


@st.composite
def blocs(draw: st.DrawFn) -> tuple[Floats, Floats, np.ndarray]:
    n = draw(MEMBERS)
    x = draw(array_of(float, n, elements=GAPPY))
    w = draw(array_of(float, n, elements=st.one_of(st.integers(1, 50).map(float), st.just(np.nan))))
    return x, w, draw(array_of(bool, (4, n)))


def by_hand(name: str, values: list[float], weights: list[float]) -> float:
    """A rule done in plain Python to the known values of one bloc."""
    pairs = [(v, w) for v, w in zip(values, weights, strict=True) if np.isfinite(v)]
    both = [(v, w) for v, w in pairs if np.isfinite(w)]
    seen = sorted(v for v, _ in pairs)
    if name in ("weighted_mean", "ces"):
        return sum(v * w for v, w in both) / sum(w for _, w in both) if both else np.nan
    if not seen:
        return np.nan
    if name == "union":
        none = 1.0
        for v in seen:
            none *= 1 - v
        return 1 - none
    middle = (seen[(len(seen) - 1) // 2] + seen[len(seen) // 2]) / 2
    plain = {"sum": sum(seen), "mean": sum(seen) / len(seen), "median": middle, "max": seen[-1], "min": seen[0]}
    return plain[name]


@pytest.mark.parametrize("name", list(pool))
@given(case=blocs())
def test_each_rule_is_what_it_says(name: str, case: tuple[Floats, Floats, np.ndarray]) -> None:
    x, w, inside = case
    made = pool[name](x, w, inside)
    for bloc, value in zip(inside, made, strict=True):
        assert value == pytest.approx(by_hand(name, list(x[bloc]), list(w[bloc])), abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("name", list(pool))
def test_many_indicators_at_once_are_each_by_itself(name: str) -> None:
    chance = np.random.default_rng(7)
    x, w, inside = chance.random((6, 4)), chance.random((6, 4)), chance.random((9, 6)) < 0.5
    x[chance.random(x.shape) < 0.3] = np.nan
    made = pool[name](x, w, inside)
    for k in range(4):
        assert made[:, k] == pytest.approx(pool[name](x[:, k], w[:, k], inside), nan_ok=True)


def test_ratio_of_sums_is_the_weighted_mean_of_ratios() -> None:
    """A bloc as one country: 10 of 100 and 90 of 300 are 100 of 400."""
    base = np.array([100.0, 300.0])
    made = pool["weighted_mean"](np.array([10.0, 90.0]) / base, base, np.array([[True, True]]))
    assert made[0] == pytest.approx(0.25, abs=1e-15)


def test_ces_slides_from_the_mean_to_the_best() -> None:
    x, w, all_in = np.array([1.0, 4.0, 2.0]), np.ones(3), np.ones((1, 3), dtype=bool)
    made = [ces(x, w, all_in, rho=rho)[0] for rho in (1.0, 2.0, 8.0, 4000.0)]
    assert made[0] == pytest.approx(7 / 3)
    assert made[1] == pytest.approx(np.sqrt(21 / 3))
    assert made == sorted(made)
    assert made[3] == pytest.approx(4.0, rel=1e-3)
    assert ces(np.zeros(3), w, all_in, rho=2.0)[0] == 0


def test_what_a_rule_cannot_take_is_refused() -> None:
    x, all_in = np.array([-1.0, 2.0]), np.ones((1, 2), dtype=bool)
    with pytest.raises(ValueError, match="from 0 to 1"):
        pool["union"](x, x, all_in)
    with pytest.raises(ValueError, match="weights of 0 or more"):
        pool["weighted_mean"](x, x, all_in)
    with pytest.raises(ValueError, match="values of 0 or more"):
        pool["ces"](x, np.ones(2), all_in)
    with pytest.raises(ValueError, match="rho above 0"):
        ces(np.ones(2), np.ones(2), all_in, rho=0.0)


def test_what_is_known_and_what_gaps_may_cost() -> None:
    """70 of 100 people have data; an unknown weight counts as the mean of the known ones."""
    x, all_in = np.array([1.0, np.nan, 2.0]), np.ones((1, 3), dtype=bool)
    share = known(x, np.array([60.0, 30.0, 10.0]), all_in)
    assert share[0] == pytest.approx(0.7)
    usual, worst = gap_error(share, np.array([2.0]))
    assert (usual[0], worst[0]) == (pytest.approx(0.222), pytest.approx(0.6))
    assert known(x, np.array([60.0, 30.0, np.nan]), all_in)[0] == pytest.approx(60 / 135)
    assert known(x, np.full(3, np.nan), all_in)[0] == 0


def test_what_members_share_is_counted_once() -> None:
    """Articles as sets: whatever is shared, the union lies between the limits."""
    chance = np.random.default_rng(4)
    for _ in range(50):
        held = chance.random((4, 30)) < 0.3
        common = (held.astype(float) @ held.T).astype(float)
        low, high = shared_once(held.sum(axis=1).astype(float), common, np.ones((1, 4), dtype=bool))
        assert low[0] <= held.any(axis=0).sum() <= high[0]
    low, high = shared_once(np.array([5.0, 4.0]), np.array([[0.0, 3.0], [3.0, 0.0]]), np.array([[True, True]]))
    assert (low[0], high[0]) == (6, 9)


A, B = np.array([0.5, 0.3, 0.2, 0.0]), np.array([0.1, 0.2, 0.3, 0.4])


def test_two_profiles_side_by_side() -> None:
    """Computed independently for these two."""
    assert overlap(A, B) == pytest.approx(0.5, abs=1e-12)
    assert complementarity(A, B) == pytest.approx(50.0, abs=1e-12)
    assert specialisation(A, B) == pytest.approx(1.0, abs=1e-12)
    assert cosine(A, B) == pytest.approx(0.5035, abs=5e-5)
    assert divergence(A, B) == pytest.approx(0.3195, abs=5e-5)
    assert divergence(A, B) == pytest.approx(jensenshannon(A, B, base=2) ** 2, abs=1e-12)


def test_shares_add_up_and_refuse_what_is_below_0() -> None:
    made = shares(np.array([[1.0, np.nan, 3.0], [0.0, 0.0, 0.0]]))
    assert made[0].tolist() == [0.25, 0.0, 0.75]
    assert np.isnan(made[1]).all()
    with pytest.raises(ValueError, match="0 or more"):
        shares(np.array([-1.0, 2.0]))


def test_gains_of_three_partners() -> None:
    """Equal weights: the first and the third complement each other best."""
    x = np.array([[90.0, 40.0, 10.0], [60.0, 70.0, 30.0], [20.0, 50.0, 80.0]])
    v = x.mean(axis=1)
    found = {}
    for i, j in ((0, 1), (0, 2), (1, 2)):
        made = gains(np.array([np.maximum(x[i], x[j]).mean()]), v[i], v[j : j + 1])
        found[i, j] = (round(made.own[0], 2), round(made.other[0], 2), round(made.synergy[0], 2))
    assert found == {(0, 1): (16.67, 10.0, 10.0), (0, 2): (26.67, 23.33, 23.33), (1, 2): (16.67, 20.0, 16.67)}
