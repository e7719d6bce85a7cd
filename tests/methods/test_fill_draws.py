"""Draws: their means, variances and frequencies against what each method knows of a gap."""

import inspect

import numpy as np
import pytest

from equalterms.methods import fill
from equalterms.methods.arrays import Floats
from equalterms.methods.fill_draws import draws
from equalterms.methods.fill_draws import nearest as draw_nearest
from equalterms.methods.fill_em import parameters
from equalterms.methods.fill_models import chained, nearest

NAN = np.nan
TABLE = np.array(
    [
        [1.0, 2.0, 0.5],
        [2.0, 1.0, NAN],
        [4.0, 5.0, 2.5],
        [3.0, NAN, 2.0],
        [6.0, 5.5, 3.5],
        [5.0, NAN, NAN],
        [0.5, 1.5, 1.0],
        [7.0, 8.5, 2.0],
    ]
)


def many(name: str, x: Floats, times: int) -> Floats:
    """Draws, one after the other, from one stream of chance."""
    rng = np.random.default_rng(1)
    return np.array([draws[name](x, rng) for _ in range(times)])


@pytest.mark.parametrize("name", list(draws))
def test_draws_touch_only_gaps_and_repeat_by_seed(name: str) -> None:
    """Observed values stay, every gap has a value, one seed gives one table, another seed another."""
    first, again, other = (draws[name](TABLE, np.random.default_rng(seed)) for seed in (1, 1, 2))
    seen = np.isfinite(TABLE)
    assert np.array_equal(first[seen], TABLE[seen])
    assert np.isfinite(first).all()
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert np.isnan(draws[name](np.column_stack([TABLE, np.full(8, NAN)]), np.random.default_rng(1))[:, 3]).all()


@pytest.mark.parametrize("name", list(draws))
def test_draws_bear_the_name_and_options_of_a_fill_and_explain_themselves(name: str) -> None:
    """What a step of a recipe says can be handed on, but for what only the fill has."""
    own = fill.options(name)
    assert draws.options(name) == {key: own[key] for key in own if key not in ("sample", "seed")}
    assert "Formula:" in (inspect.getdoc(draws[name]) or "")
    assert draws.help(name).endswith(".")
    assert draws.source(name)


def test_mean_draws_have_the_mean_and_deviation_of_the_column() -> None:
    """Of 1, 2, 6, that is 3 and the root of 7, for every gap by itself."""
    x = np.full((40_003, 1), NAN)
    x[:3, 0] = [1, 2, 6]
    y = draws["mean"](x, np.random.default_rng(2))[3:, 0]
    assert y.mean() == pytest.approx(3, abs=4 * np.sqrt(7 / 40_000))
    assert y.var() == pytest.approx(7, rel=4 * np.sqrt(2 / 40_000))
    assert abs(np.corrcoef(y[1:], y[:-1])[0, 1]) < 4 / np.sqrt(40_000)
    with pytest.raises(ValueError, match="needs 2 values"):
        draws["mean"](np.array([[1.0], [NAN]]), np.random.default_rng(1))


def test_nearest_draws_each_donor_alike() -> None:
    """The three units next to 3 on the first indicator are those with 2, 4 and 5: each a third of the time."""
    x = np.array([[0, 1], [2, 10], [4, 20], [5, 30], [9, 40], [12, 50], [3, NAN]], dtype=float)
    rng = np.random.default_rng(3)
    drawn = np.array([draw_nearest(x, rng, k=3)[6, 1] for _ in range(6000)])
    values, counts = np.unique(drawn, return_counts=True)
    assert values.tolist() == [10, 20, 30]
    assert np.abs(counts - 2000).max() < 4 * np.sqrt(6000 * 2 / 9)
    assert drawn.mean() == pytest.approx(nearest(x, k=3)[6, 1], abs=0.5)


def test_nearest_draws_nothing_from_nobody() -> None:
    """A unit that shares no indicator keeps its gap, as in the fill."""
    x = np.array([[1, 2, NAN], [2, 3, NAN], [NAN, NAN, 4]])
    assert np.array_equal(draws["nearest"](x, np.random.default_rng(1)), fill["nearest"](x), equal_nan=True)
    assert np.isnan(fill["nearest"](x)[2, :2]).all()


def test_em_draws_have_the_conditional_mean_and_covariance() -> None:
    """A unit with two gaps: S_mm - S_mo S_oo^-1 S_om around the fill, both gaps drawn together."""
    spread, centre = np.nanstd(TABLE, axis=0, ddof=1), np.nanmean(TABLE, axis=0)
    _, s = parameters((TABLE - centre) / spread, 0.5, 1e-6)
    conditional = s[1:, 1:] - np.outer(s[1:, 0], s[0, 1:]) / s[0, 0]
    expected = conditional * np.outer(spread[1:], spread[1:])
    drawn = many("em", TABLE, 8000)[:, 5, 1:]
    error = np.sqrt(np.diag(expected) / 8000)
    assert (np.abs(drawn.mean(axis=0) - fill["em"](TABLE)[5, 1:]) < 4 * error).all()
    sampling = np.sqrt((np.outer(np.diag(expected), np.diag(expected)) + expected**2) / 8000)
    assert (np.abs(np.cov(drawn.T) - expected) < 4 * sampling).all()


def test_chained_draws_scatter_as_the_values_do() -> None:
    """Around the fill, by the variance 1 - r^2 that the other indicator leaves."""
    rng = np.random.default_rng(4)
    first = rng.normal(size=4000)
    x = np.column_stack([first, 0.8 * first + 0.6 * rng.normal(size=4000)])
    x[2000:, 1] = NAN
    away = (draws["chained"](x, rng) - chained(x))[2000:, 1]
    assert away.mean() == pytest.approx(0, abs=4 * 0.6 * np.sqrt(2 / 2000))
    assert away.var() == pytest.approx(0.36, rel=0.15)
