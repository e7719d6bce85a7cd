"""Back to the weights: the true ones are never excluded, a corrupted total is named, known tables come out right."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalterms.methods import recover

GAI = Path(__file__).parents[3] / "shared" / "data" / "gai"
PARTS = [
    "talent",
    "infrastructure",
    "operating_environment",
    "research",
    "development",
    "government_strategy",
    "commercial",
]

needs_gai = pytest.mark.skipif(not GAI.is_dir(), reason="the Global AI Index (../shared/data/gai) is not here")


def printed(seed: int, k: int, digits: int, fixed: bool) -> tuple[recover.Table, np.ndarray]:
    """A table of random parts, weighed, rescaled and rounded as if for print; the true weights."""
    rng = np.random.default_rng(seed)
    exact = rng.uniform(0, 100, (k + 12, k))
    weights = rng.dirichlet(np.ones(k))
    constant = 0.0 if fixed else rng.uniform(-5, 5)
    totals = constant + rng.uniform(0.5, 1.5) * exact @ weights
    half = 0.5 * 10.0**-digits
    made = recover.table(exact.round(digits), totals.round(digits), half, half, 0.0 if fixed else None)
    return made, weights


tables = st.tuples(st.integers(0, 10**6), st.integers(1, 6), st.integers(0, 3), st.booleans())


@settings(max_examples=60)
@given(tables)
def test_true_weights_lie_within_the_ranges(drawn: tuple[int, int, int, bool]) -> None:
    """Whatever was rounded, a rule is found, and the ranges hold the truth."""
    table, weights = printed(*drawn)
    low, high = recover.ranges(table)
    assert recover.feasible(table)
    assert recover.conflict(table) is None
    assert recover.consistent(table, weights)
    assert (low <= weights + 1e-6).all()
    assert (weights <= high + 1e-6).all()
    assert (low <= high + 1e-9).all()


@settings(max_examples=40)
@given(tables, st.integers(0, 10**6), st.sampled_from([-1, 1]))
def test_a_corrupted_total_is_named(drawn: tuple[int, int, int, bool], which: int, sign: int) -> None:
    """A total that is far off contradicts the others: leaving it out explains them."""
    table, _ = printed(*drawn)
    unit = which % len(table.totals)
    totals = table.totals.copy()
    totals[unit] += sign * 500
    wrong = recover.Table(table.parts, totals, table.half_parts, table.half_total, table.constant)
    found = recover.conflict(wrong)
    assert found is not None
    assert not recover.feasible(wrong)
    assert unit in found.rows
    assert unit in found.alone
    assert not recover.feasible(wrong.only(list(found.rows)))
    for each in found.rows:
        assert recover.feasible(wrong.only([row for row in found.rows if row != each]))
    assert recover.feasible(wrong.only([u for u in range(len(totals)) if u not in found.without]))
    assert np.isnan(recover.ranges(wrong)[0]).all()


@settings(max_examples=15)
@given(st.integers(0, 10**6), st.lists(st.integers(1, 5), min_size=2, max_size=4))
def test_whole_weights_are_found_from_three_decimals(seed: int, whole: list[int]) -> None:
    """Simple ratios come back; nothing simpler than the truth is passed over."""
    rng = np.random.default_rng(seed)
    parts = rng.uniform(0, 100, (40, len(whole))).round(3)
    truth = np.array(whole) // np.gcd.reduce(whole)
    table = recover.table(parts, (7 + parts @ truth / truth.sum()).round(3), 0.0005, 0.0005)
    assert recover.whole_weights(table, *recover.ranges(table)) == tuple(truth.tolist())


def test_by_hand() -> None:
    """One part against another: totals 0, 1, 2, 4 of exact parts and weights 1:3."""
    parts = np.array([[0.0, 0.0], [4.0, 0.0], [8.0, 0.0], [4.0, 4.0]])
    table = recover.table(parts, np.array([0.0, 1.0, 2.0, 4.0]), 0.0, 0.0)
    for fit in (recover.least_squares(table), recover.least_largest(table)):
        assert fit.weights == pytest.approx([0.25, 0.75])
        assert (fit.constant, fit.scale, fit.largest) == pytest.approx((0, 1, 0), abs=1e-9)
    low, high = recover.ranges(table)
    assert low == pytest.approx([0.25, 0.75], abs=1e-4)
    assert high == pytest.approx([0.25, 0.75], abs=1e-4)
    # A total known to half a point, of weights w and 1 - w: 100 w lies between 49.5 and 50.5.
    rough = recover.table(np.array([[0.0, 0.0], [100.0, 0.0], [100.0, 100.0]]), np.array([0.0, 50, 100]), 0.0, 0.5, 0.0)
    low, high = recover.ranges(rough)
    assert low[0] == pytest.approx(49.5 / 100.5, abs=1e-6)
    assert high[0] == pytest.approx(50.5 / 99.5, abs=1e-6)


@pytest.mark.parametrize(
    ("parts", "totals", "said"),
    [
        ([[1.0], [np.nan]], [1.0, 2.0], "gaps"),
        ([[1.0]], [1.0], "two units"),
        ([[1.0], [2.0]], [1.0, 1.5], "no more than their rounding"),
    ],
)
def test_what_cannot_be_asked(parts: list[list[float]], totals: list[float], said: str) -> None:
    """Gaps, a single unit and totals that say nothing are refused."""
    with pytest.raises(ValueError, match=said):
        recover.table(np.array(parts), np.array(totals), 0.5, 0.5)


def test_totals_that_go_against_every_part() -> None:
    """Where every weight would have to be below 0, the fits refuse."""
    table = recover.table(np.array([[1.0], [2.0], [3.0]]), np.array([30.0, 20.0, 10.0]), 0.0, 0.0)
    for fit in (recover.least_squares, recover.least_largest):
        with pytest.raises(ValueError, match="all 0"):
            fit(table)


def gai(year: int, digits: int, constant: float | None = None) -> recover.Table:
    """An edition of the Global AI Index as published."""
    with (GAI / f"gai_{year}_subpillars.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parts = np.array([[float(row[part]) for part in PARTS] for row in rows])
    totals = np.array([float(row["total_published"]) for row in rows])
    return recover.table(parts, totals, 0.5 * 10.0**-digits, 0.5 * 10.0**-digits, constant)


@needs_gai
def test_the_global_ai_index_of_2021() -> None:
    """62 countries with two decimals: 5:3:2:5:3:1:5 of 24, and nothing simpler or much different."""
    table = gai(2021, 2)
    assert table.parts.shape == (62, 7)
    low, high = recover.ranges(table)
    truth = np.array([5, 3, 2, 5, 3, 1, 5])
    assert recover.whole_weights(table, low, high) == tuple(truth.tolist())
    assert (low <= truth / 24).all()
    assert (truth / 24 <= high).all()
    assert (high - low).max() < 0.0014
    assert recover.least_squares(table).weights == pytest.approx(truth / 24, abs=2e-4)
    assert recover.least_squares(table).largest < 0.01
    assert not recover.feasible(gai(2021, 2, 0.0))


@needs_gai
def test_the_global_ai_index_of_2024() -> None:
    """83 countries in whole numbers: a largest residual of 0.56, which rounding explains; the weights stay wide."""
    table = gai(2024, 0)
    assert table.parts.shape == (83, 7)
    fit = recover.least_largest(table)
    assert fit.weights == pytest.approx([0.15, 0.09, 0.03, 0.24, 0.16, 0.08, 0.24], abs=0.0051)
    assert fit.largest == pytest.approx(0.557, abs=0.001)
    assert recover.feasible(table)
    low, high = recover.ranges(table)
    assert 0.28 < high[3] - low[3] < 0.29
    for weights, explains in (([15, 9, 3, 24, 16, 8, 24], True), ([5, 3, 2, 5, 3, 1, 5], False), ([1] * 7, False)):
        assert recover.consistent(table, np.array(weights) / sum(weights)) is explains
