"""Fill over time: by hand from the words of R's documentation, and by definition on any series."""

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as array_of

from equalterms.methods.arrays import Floats
from equalterms.methods.fill_time import constant, latest, linear

NAN = np.nan
VALUES = st.one_of(st.integers(-40, 40).map(lambda n: n / 4), st.just(np.nan))
SERIES = st.tuples(st.integers(1, 9), st.integers(1, 4)).flatmap(lambda size: array_of(float, size, elements=VALUES))
YEARS = np.array([2010, 2011, 2013, 2016, 2017, 2020], dtype=float)
RECORD = np.array([NAN, 3, NAN, NAN, 9, NAN])


def one(values: Floats) -> Floats:
    """A series as a matrix of one."""
    return values[:, None]


def test_constant_as_approx() -> None:
    """R: f = 0 takes the left value, rule = 2 the value at the closest data extreme."""
    assert constant(one(RECORD), YEARS)[:, 0].tolist() == [3, 3, 3, 3, 9, 9]


def test_linear_as_approx() -> None:
    """2013 is a third of the way from 2011 to 2017 and 2016 five sixths; the ends as rule = 2."""
    assert linear(one(RECORD), YEARS)[:, 0].tolist() == pytest.approx([3, 3, 5, 8, 9, 9], rel=1e-15)


def test_latest_by_age() -> None:
    """No value before the first; with at most two years, 2013 still has the value of 2011 and 2016 has none."""
    found = latest(one(RECORD), YEARS)[:, 0]
    assert np.array_equal(found, [NAN, 3, 3, 3, 9, 9], equal_nan=True)
    young = latest(one(RECORD), YEARS, most=2)[:, 0]
    assert np.array_equal(young, [NAN, 3, 3, NAN, 9, NAN], equal_nan=True)
    assert np.array_equal(latest(one(RECORD), YEARS, most=0)[:, 0], RECORD, equal_nan=True)
    with pytest.raises(ValueError, match="needs most of 0 or more"):
        latest(one(RECORD), YEARS, most=-1)


def test_a_single_value_and_none() -> None:
    """One observation extends where it can; a series of gaps stays."""
    x = np.full((6, 2), NAN)
    x[3, 0] = 7
    assert linear(x, YEARS)[:, 0].tolist() == [7] * 6
    assert constant(x, YEARS)[:, 0].tolist() == [7] * 6
    assert np.array_equal(latest(x, YEARS)[:, 0], [NAN, NAN, NAN, 7, 7, 7], equal_nan=True)
    for member in (latest, constant, linear):
        assert np.isnan(member(x, YEARS)[:, 1]).all()


def test_a_year_stands_once() -> None:
    """Of two rows for one year nobody could say which comes first."""
    for member in (latest, constant, linear):
        with pytest.raises(ValueError, match="needs each year once"):
            member(np.ones((2, 1)), np.array([2020.0, 2020.0]))


def defined(t: float, known: dict[float, float]) -> tuple[float, float, float]:
    """The three fills of a year from a dict of year -> value."""
    before, after = (max((s for s in known if s < t), default=NAN), min((s for s in known if s > t), default=NAN))
    if not known:
        return NAN, NAN, NAN
    if np.isnan(before):
        return NAN, known[after], known[after]
    if np.isnan(after):
        return known[before], known[before], known[before]
    way = (t - before) / (after - before)
    return known[before], known[before], known[before] * (1 - way) + known[after] * way


@given(x=SERIES, seed=st.integers(0, 1000))
def test_as_defined_in_any_order(x: Floats, seed: int) -> None:
    """Year by year from the definition, with uneven years in any order; what was observed stays."""
    rng = np.random.default_rng(seed)
    years = (2000 + rng.choice(40, len(x), replace=False)).astype(float)
    for place, member in enumerate((latest, constant, linear)):
        y = member(x, years)
        for j in range(x.shape[1]):
            known = {year: v for year, v in zip(years.tolist(), x[:, j].tolist(), strict=True) if np.isfinite(v)}
            expected = [known[t] if t in known else defined(t, known)[place] for t in years.tolist()]
            assert np.allclose(y[:, j], expected, rtol=1e-12, atol=1e-12, equal_nan=True)
        assert np.array_equal(y[np.isfinite(x)], x[np.isfinite(x)])


def test_whole_panels_at_once() -> None:
    """Twenty years of 20,000 series: no loop over series, so well below a second on any machine."""
    rng = np.random.default_rng(1)
    x = np.where(rng.random((20, 20_000)) < 0.4, NAN, rng.normal(size=(20, 20_000)))
    for member in (latest, constant, linear):
        begun = time.perf_counter()
        member(x, np.arange(2000.0, 2020.0))
        assert time.perf_counter() - begun < 1
