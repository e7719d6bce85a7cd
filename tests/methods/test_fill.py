"""Fill at one time, from the column or from the unit's other indicators: by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as array_of

from equalterms.methods.arrays import Floats
from equalterms.methods.fill import mode, over_rows, over_time, value
from equalterms.methods.fill_rows import row_mean, row_median

NAN = np.nan
VALUES = st.one_of(st.integers(-20, 20).map(lambda n: n / 4), st.just(np.nan))
TABLES = st.tuples(st.integers(2, 9), st.integers(1, 5)).flatmap(lambda size: array_of(float, size, elements=VALUES))


def test_marks_name_those_that_look_across() -> None:
    """Who computes columns knows from the marks what to hand over."""
    assert over_time == {"latest", "constant", "linear"}
    assert over_rows == {"row_mean", "row_median"}


def test_mode_is_the_most_frequent_and_the_least_of_several() -> None:
    """Three twos beat two ones; of two ones and two threes the one; a column of gaps stays."""
    x = np.array([[2, 3, NAN], [1, 1, NAN], [2, 3, NAN], [1, 1, NAN], [2, 9, NAN], [NAN, NAN, NAN]])
    assert mode(x)[-1].tolist()[:2] == [2, 1]
    assert np.isnan(mode(x)[:, 2]).all()


def test_value_is_the_stated_one() -> None:
    """Absent means none, or what else is stated, also where nothing was observed."""
    x = np.array([[1.0, NAN], [NAN, NAN]])
    assert value(x).tolist() == [[1, 0], [0, 0]]
    assert value(x, value=-2.5).tolist() == [[1, -2.5], [-2.5, -2.5]]


def test_rows_by_hand() -> None:
    """The unit stands at 0.25, 1 and 0.5 of three ranges: mean 7/12, median 1/2, put on a range from -10 to 30."""
    x = np.array([[0, 100, 2, -10], [4, 300, 4, 30], [1, 300, 3, NAN], [2, NAN, NAN, 5]], dtype=float)
    assert row_mean(x)[2, 3] == pytest.approx(-10 + 40 * 7 / 12, rel=1e-15)
    assert row_median(x)[2, 3] == pytest.approx(10, rel=1e-15)
    place = (0.5 + 15 / 40) / 2
    assert row_mean(x)[3, 1:3].tolist() == pytest.approx([100 + 200 * place, 2 + 2 * place], rel=1e-15)


def test_rows_where_less_is_better_come_times_minus_one() -> None:
    """With its sign turned, a column draws the fill to its other end: the caller's sign decides."""
    x = np.array([[0, 10], [8, 30], [6, NAN]], dtype=float)
    sign = np.array([1.0, -1.0])
    assert row_mean(x)[2, 1] == 25
    assert (row_mean(x * sign) * sign)[2, 1] == 15


def test_rows_without_a_hold() -> None:
    """A unit without values keeps its gaps; an indicator that is the same everywhere gives no place but takes one."""
    x = np.array([[1, 5, NAN], [3, 5, NAN], [NAN, 5, NAN], [2, NAN, NAN], [NAN, NAN, NAN]])
    expected = x.copy()
    expected[3, 1] = 5
    assert np.array_equal(row_mean(x), expected, equal_nan=True)
    assert np.array_equal(row_median(x), expected, equal_nan=True)


@given(x=TABLES)
def test_rows_as_defined(x: Floats) -> None:
    """The definition, gap by gap, on any table."""
    for member, middle in ((row_mean, np.mean), (row_median, np.median)):
        expected = x.copy()
        for i, j in np.argwhere(np.isnan(x)):
            places = []
            for h in range(x.shape[1]):
                column = x[np.isfinite(x[:, h]), h]
                if np.isfinite(x[i, h]) and np.ptp(column) > 0:
                    places.append((x[i, h] - column.min()) / np.ptp(column))
            own = x[np.isfinite(x[:, j]), j]
            if places and own.size:
                expected[i, j] = own.min() + np.ptp(own) * middle(places)
        assert np.allclose(member(x), expected, rtol=1e-12, atol=1e-12, equal_nan=True)
