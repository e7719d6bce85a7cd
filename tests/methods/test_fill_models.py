"""Models of filling: by brute force, by closed forms, by what makes a likelihood most likely, and on broken tables."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as array_of

from equalterms.methods import fill
from equalterms.methods.arrays import Floats
from equalterms.methods.fill_em import em, parameters
from equalterms.methods.fill_models import chained, nearest, regression

NAN = np.nan
MODELS = ("nearest", "regression", "chained", "em")
VALUES = st.one_of(st.integers(-20, 20).map(lambda n: n / 4), st.just(np.nan))
TABLES = st.tuples(st.integers(2, 9), st.integers(1, 5)).flatmap(lambda size: array_of(float, size, elements=VALUES))


def factors(rng: np.random.Generator, units: int, indicators: int, noise: float = 0.5) -> Floats:
    """A table whose indicators share two factors."""
    made: Floats = rng.normal(size=(units, 2)) @ rng.normal(size=(2, indicators))
    return made + noise * rng.normal(size=made.shape)


def holed(rng: np.random.Generator, x: Floats, share: float = 0.1) -> Floats:
    """The table with a share of it missing at random."""
    return np.where(rng.random(x.shape) < share, NAN, x)


def scaled(x: Floats) -> Floats:
    """Columns with mean 0 and deviation 1, constant ones 0, one after the other."""
    z = np.full(x.shape, NAN)
    for j in range(x.shape[1]):
        seen = np.isfinite(x[:, j])
        own = x[seen, j]
        z[seen, j] = (own - own.mean()) / own.std(ddof=1) if own.size and np.ptp(own) > 0 else 0.0
    return z


def by_brute_force(x: Floats, k: int) -> Floats:
    """The nearest units of each gap, from the definition."""
    z, out = scaled(x), x.copy()
    for i, j in np.argwhere(np.isnan(x)):
        found = []
        for other in np.flatnonzero(np.isfinite(x[:, j])):
            shared = np.isfinite(z[i]) & np.isfinite(z[other])
            if shared.any():
                found.append((round(float(np.mean((z[i, shared] - z[other, shared]) ** 2)), 8), x[other, j]))
        if found:
            last = sorted(found)[min(k, len(found)) - 1][0]
            out[i, j] = np.mean([given for far, given in found if far <= last])
    return out


@given(x=TABLES, k=st.integers(1, 4))
def test_nearest_by_brute_force(x: Floats, k: int) -> None:
    """Every gap of any small table, ties and units without shared indicators included."""
    assert np.allclose(nearest(x, k=k), by_brute_force(x, k), rtol=1e-12, atol=1e-12, equal_nan=True)


def test_nearest_is_what_scikit_learn_gives_without_ties() -> None:
    """KNNImputer on standardised columns, for values that differ."""
    from sklearn.impute import KNNImputer

    rng = np.random.default_rng(3)
    x = holed(rng, factors(rng, 80, 12))
    z = scaled(x)
    mean, spread = np.nanmean(x, axis=0), np.nanstd(x, axis=0, ddof=1)
    for k in (1, 5, 20):
        theirs = mean + spread * KNNImputer(n_neighbors=k).fit_transform(z)
        assert np.allclose(nearest(x, k=k), theirs, rtol=1e-10, atol=1e-12)


def test_regression_by_polyfit() -> None:
    """The line of NumPy on the other indicator that correlates most, among those that the unit has."""
    rng = np.random.default_rng(4)
    x = holed(rng, factors(rng, 60, 5))
    ours = regression(x)
    gaps = np.argwhere(np.isnan(x))
    assert len(gaps) > 10
    for i, j in gaps:
        found = []
        for h in np.flatnonzero(np.isfinite(x[i])):
            both = np.isfinite(x[:, j]) & np.isfinite(x[:, h])
            found.append((np.corrcoef(x[both, j], x[both, h])[0, 1] ** 2, h, both))
        _, h, both = max(found, key=lambda each: each[0])
        assert ours[i, j] == pytest.approx(np.polyval(np.polyfit(x[both, h], x[both, j], 1), x[i, h]), rel=1e-9)


def test_regression_without_a_partner_leaves_the_gap() -> None:
    """Nine pairs are one too few; a constant partner says nothing."""
    x = np.column_stack([np.arange(11.0), 2 * np.arange(11.0) + 1, np.ones(11)])
    x[10, 1] = NAN
    assert regression(x)[10, 1] == pytest.approx(21, rel=1e-12)
    x[0, 1] = NAN
    assert np.isnan(regression(x)[[0, 10], 1]).all()
    assert regression(x, pairs=9)[10, 1] == pytest.approx(21, rel=1e-12)
    assert np.isnan(regression(x[:, 1:], pairs=3)[10, 0])
    with pytest.raises(ValueError, match="needs pairs of 3 or more"):
        regression(x, pairs=2)


def test_em_has_the_closed_form_of_monotone_gaps() -> None:
    """Anderson (1957): where only the second has gaps, its line comes from the pairs, its moments through the first."""
    rng = np.random.default_rng(5)
    first = rng.normal(10, 3, 40)
    z = np.column_stack([first, 2 - 0.7 * first + rng.normal(size=40)])
    z[25:, 1] = NAN
    pair = z[:25]
    (v11, c12), (_, v22) = np.cov(pair.T, ddof=0)
    slope = c12 / v11
    mean = np.array([first.mean(), pair[:, 1].mean() + slope * (first.mean() - pair[:, 0].mean())])
    variance = first.var()
    covariance = np.array([[variance, slope * variance], [slope * variance, v22 + slope**2 * (variance - v11)]])
    found = parameters(z, 0.0, 1e-13)
    assert np.allclose(found[0], mean, rtol=1e-9)
    assert np.allclose(found[1], covariance, rtol=1e-9)
    line = pair[:, 1].mean() + slope * (first[25:] - pair[:, 0].mean())
    assert np.allclose(em(z, ridge=0.0, tolerance=1e-12)[25:, 1], line, rtol=1e-9)


def loglikelihood(z: Floats, mean: Floats, covariance: Floats, ridge: float) -> float:
    """Of the observed values, row by row, and of the prior that the ridge stands for."""
    prior = ridge * z.shape[1]
    total = -prior / 2 * (np.linalg.slogdet(covariance)[1] + np.trace(np.linalg.inv(covariance)))
    for row in z:
        seen = np.isfinite(row)
        if seen.any():
            part, away = covariance[np.ix_(seen, seen)], row[seen] - mean[seen]
            total -= (np.linalg.slogdet(part)[1] + away @ np.linalg.solve(part, away)) / 2
    return float(total)


def slopes(function: Callable[[Floats], float], at: Floats) -> Floats:
    """Central differences."""
    step = 1e-5 * np.eye(len(at))
    return np.array([(function(at + each) - function(at - each)) / 2e-5 for each in step])


@pytest.mark.parametrize("ridge", [0.0, 0.5])
def test_em_is_where_the_likelihood_is_flat(ridge: float) -> None:
    """Gaps in any place: no parameter can be moved to make what was observed more likely."""
    rng = np.random.default_rng(6)
    z = scaled(holed(rng, factors(rng, 30, 4), 0.3))
    z[7] = NAN
    mean, covariance = parameters(z, ridge, 1e-12)
    upper = np.triu_indices(4)

    def likely(flat: Floats) -> float:
        wide = np.zeros((4, 4))
        wide[upper] = flat[4:]
        return loglikelihood(z, flat[:4], wide + np.triu(wide, 1).T, ridge)

    best = np.concatenate([mean, covariance[upper]])
    assert np.abs(slopes(likely, best)).max() < 1e-4
    assert np.abs(slopes(likely, best + 0.02)).max() > 0.1


def test_em_and_chained_agree_on_large_samples() -> None:
    """Two ways to the same: both come close to what the true distribution expects, EM closer.

    Chained equations take the gaps among the predictors as if they were observed, which EM does not.
    """
    rng = np.random.default_rng(7)
    weights = rng.normal(size=(5, 2))
    x = holed(rng, rng.normal(size=(3000, 2)) @ weights.T + 0.5 * rng.normal(size=(3000, 5)))
    true = weights @ weights.T + 0.25 * np.eye(5)
    expected = x.copy()
    for row in expected:
        gap = np.isnan(row)
        row[gap] = true[np.ix_(gap, ~gap)] @ np.linalg.solve(true[np.ix_(~gap, ~gap)], row[~gap])
    by_em, by_chains = em(x, ridge=0.0), chained(x, rounds=30)

    def apart(one: Floats, other: Floats) -> float:
        return float(np.sqrt(np.mean(((one - other) / np.sqrt(np.diag(true)))[np.isnan(x)] ** 2)))

    assert apart(by_em, by_chains) < 0.03
    assert apart(by_em, expected) < apart(by_chains, expected) < 0.05
    assert apart(fill["mean"](x), expected) > 0.5


def test_chained_seed_matters_only_where_chance_has_a_part() -> None:
    """Predictors chosen among many, or predictions drawn; otherwise any seed gives the same, and one seed the same."""
    rng = np.random.default_rng(8)
    x = holed(rng, factors(rng, 40, 8))
    assert np.array_equal(chained(x, seed=1), chained(x, seed=2), equal_nan=True)
    for options in ({"predictors": 3}, {"sample": True}):
        first, second, again = (chained(x, seed=seed, **options) for seed in (1, 2, 1))
        assert np.array_equal(first, again)
        assert not np.allclose(first, second)


@pytest.mark.parametrize("name", MODELS)
def test_models_do_not_see_units_of_measure(name: str) -> None:
    """Columns in billions or billionths, shifted or not, are filled alike."""
    rng = np.random.default_rng(9)
    x = holed(rng, factors(rng, 40, 6))
    unit, start = np.array([1e9, 1e-9, 1, 1e3, 7, 1]), np.array([0, 0, 5, -1e3, 0, 0])
    moved = (fill[name](x * unit + start) - start) / unit
    assert np.allclose(moved, fill[name](x), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("name", MODELS)
def test_models_on_broken_tables(name: str) -> None:
    """More columns than rows, a column and a row of gaps, constant and equal columns: no failure, no warning."""
    rng = np.random.default_rng(10)
    x = holed(rng, factors(rng, 12, 30), 0.15)
    x[:, 3], x[4] = NAN, NAN
    x[:, 5] = np.where(np.isnan(x[:, 5]), NAN, 0.1)
    x[:, 6] = x[:, 7]
    y = fill[name](x)
    seen = np.isfinite(x)
    assert np.array_equal(y[seen], x[seen])
    assert np.isnan(y[:, 3]).all()
    assert np.allclose(y[np.isfinite(y[:, 5]), 5], 0.1, rtol=1e-15)
    others = np.delete(np.arange(30), 3)
    if name in ("nearest", "regression"):
        assert np.isnan(y[4]).all()
    else:
        assert np.isfinite(y[:, others]).all()
        assert np.ptp(y[4, others]) > 0
    assert np.array_equal(fill[name](np.full((4, 3), NAN)), np.full((4, 3), NAN), equal_nan=True)


@pytest.mark.parametrize("name", ["chained", "em"])
def test_models_that_learn_need_something_to_learn_from(name: str) -> None:
    """Two values are too few, and it says so; a single indicator with three is filled with their mean."""
    with pytest.raises(ValueError, match="needs 3 values of an indicator or more"):
        fill[name](np.array([[1, 2], [2, NAN], [3, 5], [4, NAN]]))
    assert fill[name](np.array([[1], [2], [6], [NAN]]))[3, 0] == pytest.approx(3, rel=1e-9)


def test_em_without_a_ridge_refuses_what_it_cannot_tell() -> None:
    """Indicators that follow from others, and more of them than units."""
    rng = np.random.default_rng(11)
    x = holed(rng, factors(rng, 20, 4))
    with pytest.raises(ValueError, match="needs ridge above 0"):
        em(np.column_stack([x, x[:, 0] * 2]), ridge=0.0)
    with pytest.raises(ValueError, match="needs ridge above 0"):
        em(holed(rng, factors(rng, 8, 12), 0.05), ridge=0.0)


def test_options_out_of_range() -> None:
    """Numbers that mean nothing are refused."""
    x = np.array([[1.0, 2.0], [2.0, NAN], [3.0, 1.0], [4.0, 4.0]])
    with pytest.raises(ValueError, match="needs k of 1"):
        nearest(x, k=0)
    with pytest.raises(ValueError, match="needs ridge of 0"):
        em(x, ridge=-1.0)
    with pytest.raises(ValueError, match="needs rounds"):
        chained(x, rounds=0)
    with pytest.raises(ValueError, match="needs a seed"):
        chained(x, seed=-1)
    with pytest.raises(ValueError, match="needs two indicators"):
        chained(x[:, 1:], sample=True)


@settings(deadline=None, max_examples=50)
@given(x=array_of(float, (9, 3), elements=VALUES), sample=st.booleans())
def test_chained_fills_every_gap_of_a_column_with_values(x: Floats, sample: bool) -> None:
    """Any table that it takes comes back without gaps, but for columns of gaps."""
    count = np.isfinite(x).sum(axis=0)
    varied = [np.unique(column[np.isfinite(column)]).size > 1 for column in x.T]
    if ((count > 0) & (count < 3)).any() or (sample and sum(varied) < 2):
        return
    assert np.array_equal(np.isnan(chained(x, sample=sample)).any(axis=0), count == 0)
