"""What every member of a family keeps, whoever wrote it: tried on random tables by hypothesis."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as array_of
from numpy.typing import NDArray

from equalterms.family import Family
from equalterms.methods import aggregate, fill, normalise, pace, treat, weigh
from equalterms.methods.aggregate import penalised, relative
from equalterms.methods.arrays import Floats, ranks, shape
from equalterms.methods.fill import over_time
from equalterms.methods.normalise import Ends
from equalterms.variations import vary

# Values a table may hold: gaps, ties, both signs; no two so close that only rounding tells them apart.
VALUES = st.one_of(st.integers(-200, 200).map(lambda n: n / 4), st.just(np.nan))
POSITIVE = st.one_of(st.integers(1, 400).map(lambda n: n / 4), st.just(np.nan))
SHAPES = st.tuples(st.integers(4, 12), st.integers(1, 4))
TABLES = SHAPES.flatmap(lambda shape: array_of(float, shape, elements=VALUES))
POSITIVE_TABLES = SHAPES.flatmap(lambda shape: array_of(float, shape, elements=POSITIVE))


def ends(x: Floats, direction: float = 1.0, among: Floats | None = None) -> Ends:
    """Goalposts around all values, a target and a reference better than all; one direction for every column."""
    width = x.shape[1]
    goal = np.full(width, 150.0 if direction > 0 else 0.1)
    return Ends(np.full(width, direction), np.full(width, 0.01), np.full(width, 200.0), goal, 0.8 * goal, among)


def told_apart(name: str, x: Floats) -> Floats:
    """The columns of x that a member takes: with values, and not half of them the same where it asks for quartiles."""
    x = x[:, np.isfinite(x).any(axis=0)]
    if name != "robust" or x.size == 0:
        return x
    first, third = np.nanquantile(x, [0.25, 0.75], axis=0)
    return x[:, (first < third) | (np.nanmin(x, axis=0) == np.nanmax(x, axis=0))]


def same_order(x: Floats, y: Floats) -> bool:
    """Whether y never decreases where x increases, gaps left out."""
    for j in range(x.shape[1]):
        order = np.argsort(x[:, j], kind="stable")
        kept = order[np.isfinite(x[order, j])]
        if (np.diff(y[kept, j]) < -1e-9).any():
            return False
    return True


@pytest.mark.parametrize("name", list(normalise))
@given(x=POSITIVE_TABLES)
def test_normalise_keeps_order_gaps_and_direction(name: str, x: Floats) -> None:
    """More gives no less, or no more where less is better; a gap stays a gap; equal values stay equal."""
    x = told_apart(name, x)
    up, down = normalise[name](x, ends(x)), normalise[name](x, ends(x, -1.0))
    assert np.array_equal(np.isnan(up), np.isnan(x))
    assert np.array_equal(np.isnan(down), np.isnan(x))
    assert same_order(x, up)
    assert same_order(x, -down)


@pytest.mark.parametrize("name", list(normalise))
@given(x=POSITIVE_TABLES, seed=st.integers(0, 1000))
def test_normalise_does_not_see_the_order_of_rows_and_columns(name: str, x: Floats, seed: int) -> None:
    """Units and indicators may stand in any order, each indicator with its own direction."""
    x = told_apart(name, x)
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(x.shape[0]), rng.permutation(x.shape[1])
    rising = np.asarray(rng.random(x.shape[1]) < 0.5)

    def mixed(table: Floats, up: NDArray[np.bool_]) -> Floats:
        each = [normalise[name](table, ends(table, direction)) for direction in (1.0, -1.0)]
        both = ends(table), ends(table, -1.0)
        chosen = Ends(*(np.where(up, *(getattr(end, field) for end in both)) for field in FIELDS))
        made = normalise[name](table, chosen)
        assert np.allclose(made, np.where(up, *each), rtol=1e-12, equal_nan=True)
        return made

    whole = mixed(x, rising)
    assert np.allclose(whole[rows][:, columns], mixed(x[rows][:, columns], rising[columns]), rtol=1e-9, equal_nan=True)


@pytest.mark.parametrize("direction", [1.0, -1.0])
@pytest.mark.parametrize("name", list(normalise))
@given(x=POSITIVE_TABLES)
def test_normalise_among_itself_and_row_by_row(name: str, direction: float, x: Floats) -> None:
    """A table among itself is placed as if nothing were said; a row by itself is placed as with the others."""
    x = told_apart(name, x)
    whole = normalise[name](x, ends(x, direction))
    among = normalise[name](x, ends(x, direction, among=x.copy()))
    assert np.allclose(among, whole, rtol=1e-12, atol=1e-12, equal_nan=True)
    for u in range(len(x)):
        alone = normalise[name](x[[u]], ends(x, direction, among=x.copy()))
        assert np.array_equal(alone, among[[u]], equal_nan=True)


@pytest.mark.parametrize("name", list(normalise))
@given(x=POSITIVE_TABLES, seed=st.integers(0, 1000))
def test_normalise_among_other_values(name: str, x: Floats, seed: int) -> None:
    """Values that the table does not hold keep the order, among each other and with those that it holds."""
    x = told_apart(name, x)
    others = np.random.default_rng(seed).integers(1, 400, (6, x.shape[1])) / 4
    both = np.vstack([x, others])
    up, down = (normalise[name](both, ends(both, direction, among=x)) for direction in (1.0, -1.0))
    assert np.array_equal(np.isnan(up), np.isnan(both))
    assert same_order(both, up)
    assert same_order(both, -down)


FIELDS = "direction", "low", "high", "target", "reference"
BOUNDED: tuple[tuple[str, dict[str, object]], ...] = (
    ("minmax", {}),
    ("goalposts", {}),
    ("percentile_rank", {}),
    ("percentile_rank", {"ties": "average"}),
    ("categorical", {}),
    ("categorical", {"edges": "width", "bins": 3}),
    ("logistic", {"steepness": 5}),
    ("above_mean", {}),
    ("distance_to_max", {}),
    ("distance_to_reference", {"cap": True}),
    ("distance_to_target", {"cap": True}),
)


@pytest.mark.parametrize(("name", "options"), BOUNDED)
@given(x=TABLES, low=st.integers(-5, 5), width=st.integers(1, 100))
def test_normalise_stays_in_its_range(name: str, options: dict[str, object], x: Floats, low: int, width: int) -> None:
    """A bounded scale keeps to the range that is asked for."""
    bounds: dict[str, object] = {"low": float(low), "high": float(low + width)}
    for direction in (1.0, -1.0):
        y = normalise[name](x, ends(x, direction), **bounds, **options)
        seen = y[np.isfinite(y)]
        assert (seen >= low - 1e-9).all()
        assert (seen <= low + width + 1e-9).all()


def refused(name: str, x: Floats) -> bool:
    """Whether a model of filling has to refuse the table: an indicator has values, but too few to learn from."""
    seen = np.isfinite(x).sum(axis=0)
    return name in ("em", "chained") and bool(((seen > 0) & (seen < 3)).any())


# A stated value and a line may lie outside what was observed; members over time have tests of their own.
AT_ONE_TIME = [name for name in fill if name not in over_time]
INSIDE = [name for name in AT_ONE_TIME if name not in ("value", "regression", "chained", "em")]


@pytest.mark.parametrize("name", AT_ONE_TIME)
@settings(deadline=None)
@given(x=TABLES)
def test_fill_touches_only_gaps(name: str, x: Floats) -> None:
    """What was observed stays, to the bit; a column of gaps has nothing to be filled from; a model may refuse."""
    if refused(name, x):
        with pytest.raises(ValueError, match="needs 3 values of an indicator"):
            fill[name](x)
        return
    before = x.copy()
    y = fill[name](x)
    assert np.array_equal(x, before, equal_nan=True)
    seen = np.isfinite(x)
    assert np.array_equal(y[seen], x[seen])
    empty = ~seen.any(axis=0)
    assert np.isnan(y[:, empty]).all() or name == "value"
    if name not in INSIDE:
        return
    for j in np.flatnonzero(~empty):
        filled = y[~seen[:, j] & np.isfinite(y[:, j]), j]
        if filled.size:
            assert x[seen[:, j], j].min() - 1e-9 <= filled.min() <= filled.max() <= x[seen[:, j], j].max() + 1e-9


@pytest.mark.parametrize("name", [*INSIDE, "value", "regression"])
@given(x=TABLES, seed=st.integers(0, 1000))
def test_fill_does_not_see_the_order_of_units(name: str, x: Floats, seed: int) -> None:
    """Units may stand in any order."""
    order = np.random.default_rng(seed).permutation(len(x))
    assert np.allclose(fill[name](x)[order], fill[name](x[order]), rtol=1e-9, atol=1e-9, equal_nan=True)


@pytest.mark.parametrize("name", list(treat))
@given(x=TABLES)
def test_treat_keeps_order_and_gaps_and_says_what_it_did(name: str, x: Floats) -> None:
    """Treatment never turns two units round; a column without a decision is untouched."""
    done = treat[name](x)
    assert np.array_equal(np.isnan(done.values), np.isnan(x))
    assert same_order(x, done.values)
    assert len(done.decisions) == x.shape[1]
    for j, decision in enumerate(done.decisions):
        if not decision:
            assert np.array_equal(done.values[:, j], x[:, j], equal_nan=True)
        if np.unique(x[np.isfinite(x[:, j]), j]).size < 3:
            assert np.array_equal(done.values[:, j], x[:, j], equal_nan=True)


@pytest.mark.parametrize("name", list(treat))
@given(x=TABLES)
def test_treat_logs_what_can_be_counted(name: str, x: Floats) -> None:
    """The log tells how many values moved and what shape they were left in: counted from the values themselves."""
    done = treat[name](x)
    skewness, kurtosis = shape(done.values)
    for j, decision in enumerate(done.log()):
        assert decision.words == done.decisions[j]
        assert decision.shapes[0].method == ""
        assert decision.taken.moved == np.count_nonzero(np.isfinite(x[:, j]) & (done.values[:, j] != x[:, j]))
        assert (decision.taken.moved == 0) == (decision.taken.method == "")
        left = (decision.taken.skewness, decision.taken.kurtosis)
        assert left == pytest.approx((skewness[j], kurtosis[j]), rel=1e-9, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("name", list(treat))
@given(x=TABLES, seed=st.integers(0, 1000))
def test_treat_does_not_see_the_order_of_units(name: str, x: Floats, seed: int) -> None:
    """Units may stand in any order: the rest of the table is treated as it was."""
    order = np.random.default_rng(seed).permutation(len(x))
    before, after = treat[name](x).values[order], treat[name](x[order]).values
    assert np.allclose(before, after, rtol=1e-6, atol=1e-6, equal_nan=True)


# A member is held to be an average unless it is marked; what holds for the marked ones is in test_aggregate.
AVERAGES = [name for name in aggregate if name not in relative | penalised]


@pytest.mark.parametrize("name", AVERAGES)
@given(x=POSITIVE_TABLES, seed=st.integers(0, 1000))
def test_aggregate_lies_between_its_parts(name: str, x: Floats, seed: int) -> None:
    """An aggregate is no less than the least and no more than the most of what is present; gaps only if all are."""
    rng = np.random.default_rng(seed)
    w: Floats = np.array(rng.uniform(0.1, 2, x.shape[1]))
    y = aggregate[name](x, w)
    some = np.isfinite(x).any(axis=1)
    assert np.array_equal(np.isfinite(y), some)
    assert (y[some] >= np.nanmin(x[some], axis=1) - 1e-9).all()
    assert (y[some] <= np.nanmax(x[some], axis=1) + 1e-9).all()
    order = rng.permutation(x.shape[1])
    assert np.allclose(y, aggregate[name](x[:, order], w[order]), equal_nan=True)
    assert np.allclose(y, aggregate[name](x, 7 * w), equal_nan=True)


@pytest.mark.parametrize("name", AVERAGES)
@given(x=POSITIVE_TABLES)
def test_aggregate_obeys_its_parts(name: str, x: Floats) -> None:
    """A part that rises, all else the same, never lowers the whole."""
    w = np.ones(x.shape[1])
    more = x.copy()
    more[:, 0] += 1
    before, after = aggregate[name](x, w), aggregate[name](more, w)
    some = np.isfinite(before)
    assert (after[some] >= before[some] - 1e-9).all()


@pytest.mark.parametrize("family", [fill, treat, normalise, weigh, aggregate, pace, vary], ids=lambda f: f.name)
def test_every_member_explains_itself(family: Family) -> None:  # type: ignore[type-arg]
    """One line of help, a formula, a source: for the page of methods and for a reader of the code."""
    for name in family:
        text = family[name].__doc__ or ""
        assert family.help(name).endswith("."), name
        assert "Formula:" in text, name
        assert family.source(name), name


@given(x=st.lists(st.integers(-3, 3), min_size=1, max_size=8))
def test_ranks_by_counting(x: list[int]) -> None:
    """A rank is one more than the number of those ahead: the definition, counted."""
    values = np.array(x, dtype=float)
    assert ranks(values).tolist() == [1 + sum(other > each for other in x) for each in x]


def test_shape_statistics_against_a_spreadsheet() -> None:
    """SKEW and KURT of a spreadsheet for 3, 4, 5, 2, 3, 4, 5, 6, 4, 7: its own documented examples."""
    x = np.array([[3, 4, 5, 2, 3, 4, 5, 6, 4, 7]], dtype=float).T
    skewness, kurtosis = shape(x)
    assert skewness[0] == pytest.approx(0.359543071406797, abs=1e-14)
    assert kurtosis[0] == pytest.approx(-0.151799637208416, abs=1e-14)
