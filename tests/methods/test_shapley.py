"""Shapley, Owen and Banzhaf values: published games, and every order tried by brute force."""

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as array_of

from equalterms.methods.arrays import Floats
from equalterms.methods.shapley import (
    Coalitions,
    banzhaf,
    best_of,
    coalitions,
    interaction,
    leave_one_out,
    orders_needed,
    owen,
    sampled,
    shapley,
)

GAMES = st.integers(1, 5).flatmap(lambda n: array_of(float, 2**n, elements=st.integers(-50, 50).map(float)))


def voting(quota: float, votes: list[float]) -> Floats:
    """A weighted majority game."""
    return np.asarray(coalitions(len(votes)) @ np.array(votes) >= quota, dtype=float)


def by_orders(values: Floats, allowed: list[int] | None = None) -> Floats:
    """Shapley values by trying every order; with unions, the orders in which a union comes in one piece."""
    n = len(values).bit_length() - 1
    total, count = np.zeros(n), 0
    for order in permutations(range(n)):
        if allowed is not None:
            labels = [allowed[i] for i in order]
            pieces = 1 + sum(a != b for a, b in pairwise(labels))
            if pieces != len(set(labels)):
                continue
        count, place = count + 1, 0
        for i in order:
            total[i] += values[place + (1 << i)] - values[place]
            place += 1 << i
    return total / count


def test_games_of_the_textbooks() -> None:
    inside = coalitions(3)
    gloves = np.minimum(inside[:, 0], inside[:, 1:].sum(axis=1)).astype(float)
    assert shapley(gloves) == pytest.approx([2 / 3, 1 / 6, 1 / 6], abs=1e-12)
    assert shapley(voting(4, [3, 2, 1])) == pytest.approx([2 / 3, 1 / 6, 1 / 6], abs=1e-12)


def test_the_council_of_1958() -> None:
    """Luxembourg's vote never decided."""
    made = shapley(voting(12, [4, 4, 4, 2, 2, 1]))
    assert made == pytest.approx([14 / 60] * 3 + [9 / 60] * 2 + [0], abs=1e-12)


@pytest.mark.parametrize(
    ("lengths", "shares"),
    [([8, 11, 13, 18], [2, 3, 4, 9]), ([1500, 2200, 3000], [500, 850, 1650])],
)
def test_published_airports(lengths: list[float], shares: list[float]) -> None:
    assert best_of(np.array(lengths)) == pytest.approx(shares, abs=1e-9)


def test_best_of_composite() -> None:
    """Three members, three fields, weights 5:3:2: the whole is 82."""
    x = np.array([[90.0, 40.0, 10.0], [60.0, 70.0, 30.0], [20.0, 50.0, 80.0]])
    made = best_of(x) @ np.array([0.5, 0.3, 0.2])
    assert made == pytest.approx([33, 27.5, 21.5], abs=1e-12)
    assert made.sum() == pytest.approx(82, abs=1e-12)


def test_a_mean_is_no_sum_of_parts() -> None:
    """People 300, 60, 20 and scores 90, 70, 80: what nothing is worth changes every share."""
    people, score = np.array([300.0, 60.0, 20.0]), np.array([90.0, 70.0, 80.0])
    inside = coalitions(3)
    for nothing, shares in ((0.0, [38.95, 20.51, 26.86]), (70.0, [15.61, -2.83, 3.53])):
        values = np.full(8, nothing)
        values[1:] = (inside @ (people * score))[1:] / (inside @ people)[1:]
        assert shapley(values) == pytest.approx(shares, abs=5e-3)
    assert values[-1] == pytest.approx(86.316, abs=5e-4)


@settings(max_examples=60)
@given(GAMES)
def test_all_orders_give_the_same(values: Floats) -> None:
    made = shapley(values)
    assert made == pytest.approx(by_orders(values), abs=1e-9)
    assert made.sum() == pytest.approx(values[-1] - values[0], abs=1e-9)


@settings(max_examples=40)
@given(GAMES, st.lists(st.integers(0, 2), min_size=5, max_size=5))
def test_owen_is_shapley_over_the_orders_that_keep_unions_together(values: Floats, labels: list[int]) -> None:
    n = len(values).bit_length() - 1
    assert owen(values, labels[:n]) == pytest.approx(by_orders(values, labels[:n]), abs=1e-9)
    assert owen(values, [0] * n) == pytest.approx(shapley(values), abs=1e-9)
    assert owen(values, list(range(n))) == pytest.approx(shapley(values), abs=1e-9)


@settings(max_examples=40)
@given(st.integers(1, 8).flatmap(lambda n: array_of(float, (n, 2), elements=st.integers(0, 30).map(float))))
def test_best_of_in_closed_form_is_best_of_by_enumeration(x: Floats) -> None:
    inside = coalitions(len(x))
    for k in range(2):
        values = np.where(inside, x[:, k], 0.0).max(axis=1)
        assert best_of(x)[:, k] == pytest.approx(shapley(values), abs=1e-9)


def test_banzhaf_and_interaction_by_their_definition() -> None:
    chance = np.random.default_rng(2)
    values = chance.normal(size=16)
    inside = coalitions(4)
    for i in range(4):
        added = [values[p + (1 << i)] - values[p] for p in range(16) if not inside[p, i]]
        assert banzhaf(values)[i] == pytest.approx(np.mean(added), abs=1e-12)
    share = {0: 1 / 3, 1: 1 / 6, 2: 1 / 3}  # |S|! (4 - |S| - 2)! / 3!
    for i, j in ((0, 1), (1, 3), (2, 0)):
        both, a, b = (1 << i) + (1 << j), 1 << i, 1 << j
        own = [
            share[int(inside[p].sum())] * (values[p + both] - values[p + a] - values[p + b] + values[p])
            for p in range(16)
            if not inside[p, i] and not inside[p, j]
        ]
        assert interaction(values)[i, j] == pytest.approx(sum(own), abs=1e-12)
    gloves = np.array([0.0, 0.0, 0.0, 1.0])
    assert interaction(gloves)[0, 1] == 1
    assert interaction(np.array([0.0, 3.0])).shape == (1, 1)


def test_leave_one_out() -> None:
    assert leave_one_out(np.array([0.0, 3.0, 4.0, 5.0])).tolist() == [1.0, 2.0]


def council(inside: Coalitions) -> Floats:
    return np.asarray(inside @ np.array([4, 4, 4, 2, 2, 1]) >= 12, dtype=float)


def test_sampled_values_come_near_and_say_how_near() -> None:
    made = sampled(council, 6, 2000)
    exact = np.array([14, 14, 14, 9, 9, 0]) / 60
    assert (made.error <= 0.0095).all()
    assert (np.abs(made.values - exact) <= 4 * made.error + 1e-12).all()
    assert made.values.sum() == pytest.approx(1.0, abs=1e-12)
    again = sampled(council, 6, 2000)
    assert (made.values == again.values).all()
    assert not (made.values == sampled(council, 6, 2000, seed=1).values).all()


def test_how_many_orders_a_promise_takes() -> None:
    """An error of 0.01 with probability 0.95."""
    assert orders_needed(0.01, 0.05) == 18445
    with pytest.raises(ValueError, match="above 0"):
        orders_needed(0.0, 0.05)


def test_what_is_no_game_is_refused() -> None:
    for values in (np.zeros(6), np.zeros(1), np.zeros(0)):
        with pytest.raises(ValueError, match="2\\^n values"):
            shapley(values)
    with pytest.raises(ValueError, match="1 to 20 members"):
        coalitions(21)
    with pytest.raises(ValueError, match="0 or more"):
        best_of(np.array([-1.0, 2.0]))
    with pytest.raises(ValueError, match="a union for each"):
        owen(np.zeros(4), [0])
    with pytest.raises(ValueError, match="even number"):
        sampled(council, 6, 3)
