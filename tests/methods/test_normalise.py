"""Normalising: closed forms, counting, and what other libraries make of the same values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as array_of

from equalterms.methods import aggregate, normalise
from equalterms.methods.arrays import Floats
from equalterms.methods.normalise import Ends
from equalterms.methods.normalise_curves import logistic, robust
from equalterms.methods.normalise_ranks import quantiles, rank

NONE = float("nan")
VALUES = st.one_of(st.integers(-12, 12).map(lambda n: n / 4), st.just(NONE))
COLUMNS = st.integers(1, 12).flatmap(lambda n: array_of(float, (n, 1), elements=VALUES))
NUMBERS = st.integers(-14, 14).map(lambda n: n / 4)


def ends(
    direction: float = 1.0,
    posts: tuple[float, float] = (NONE, NONE),
    target: float | None = None,
    reference: float | None = None,
    among: Floats | None = None,
) -> Ends:
    """What is known of a single column."""
    goal, other = (None if value is None else np.array([value]) for value in (target, reference))
    return Ends(np.array([direction]), np.array([posts[0]]), np.array([posts[1]]), goal, other, among)


def column(*values: float) -> Floats:
    """A table of one column."""
    return np.array([values], dtype=float).T


def made(name: str, x: Floats, known: Ends, **options: object) -> list[float]:
    """What a member makes of a column, as a list."""
    return [float(value) for value in normalise[name](x, known, **options)[:, 0]]


@pytest.mark.parametrize(
    ("name", "options", "up", "down"),
    [
        ("none", {}, [2, 4, 8], [-2, -4, -8]),
        ("minmax", {"low": 1}, [1, 34, 100], [100, 67, 1]),
        ("scaled", {"upper": 10}, [20, 40, 80], [80, 60, 20]),
        ("scaled", {"lower": 4, "upper": 6, "high": 1}, [-1, 0, 2], [2, 1, -1]),
        ("goalposts", {"low": 1}, [1, 34, 100], [100, 67, 1]),
        ("goalposts", {"scale": "log", "high": 1}, [0, 1 / 2, 1], [1, 1 / 2, 0]),
        ("zscore", {"mean": 100, "sd": 84**0.5}, [92, 98, 110], [108, 102, 90]),
        ("rank", {}, [1, 2, 3], [3, 2, 1]),
        ("borda", {}, [0, 1, 2], [2, 1, 0]),
        ("percentile_rank", {"low": 1}, [1, 50.5, 100], [100, 50.5, 1]),
        ("categorical", {"bins": 2}, [0, 0, 100], [100, 0, 0]),
        ("categorical", {"bins": 3, "edges": "width", "low": 1, "high": 3}, [1, 1, 3], [3, 2, 1]),
        ("robust", {}, [-2 / 3, 0, 4 / 3], [2 / 3, 0, -4 / 3]),
        ("robust", {"spread": "mad", "centre": 50, "unit": 10}, [40, 50, 70], [60, 50, 30]),
        ("above_mean", {}, [0, 50, 100], [100, 50, 0]),
        ("above_mean", {"threshold": 0.1, "low": -1, "high": 1}, [-1, -1, 1], [1, 1, -1]),
        ("share_of_max", {}, [25, 50, 100], [100, 50, 25]),
        ("share_of_reference", {"low": 1}, [50.5, 100, 199], [199, 100, 50.5]),
        ("distance_to_max", {"low": 1}, [1, 34, 100], [100, 67, 1]),
        ("distance_to_reference", {}, [0, 100, 300], [150, 100, 0]),
        ("distance_to_reference", {"cap": True}, [0, 100, 100], [100, 100, 0]),
    ],
)
def test_closed_forms(name: str, options: dict[str, object], up: list[float], down: list[float]) -> None:
    """The values 2, 4 and 8 worked out by hand, upwards and downwards: 4 is the reference, 2 and 8 are goalposts."""
    x = column(2, 4, 8)
    for direction, wanted in ((1.0, up), (-1.0, down)):
        known = ends(direction, (2, 8), reference=4)
        assert made(name, x, known, **options) == pytest.approx(wanted, abs=1e-9), direction


@pytest.mark.parametrize(
    ("direction", "target", "cap", "wanted"),
    [
        (1.0, 12, False, [0, 20, 60]),
        (1.0, 5, False, [0, 200 / 3, 200]),
        (1.0, 5, True, [0, 200 / 3, 100]),
        (1.0, 2, True, [100, 100, 100]),
        (-1.0, 0, False, [75, 50, 0]),
        (-1.0, 4, False, [150, 100, 0]),
        (-1.0, 4, True, [100, 100, 0]),
        (-1.0, 9, True, [100, 100, 100]),
    ],
)
def test_distance_to_a_target(direction: float, target: float, cap: bool, wanted: list[float]) -> None:
    """The worst has 0 and whoever reaches the target has 100, and no more with `cap`."""
    x = column(2, 4, 8)
    assert made("distance_to_target", x, ends(direction, target=target), cap=cap) == pytest.approx(wanted)


def test_a_target_that_all_have_met() -> None:
    """Without `cap` nothing says how far beyond it they are; with it, what falls short outside the table has 0."""
    with pytest.raises(ValueError, match="fall short"):
        made("distance_to_target", column(2, 4, 8), ends(target=2))
    with pytest.raises(ValueError, match="fall short"):
        made("distance_to_reference", column(2, 4, 8), ends(-1.0, reference=8))
    known = ends(target=2, among=column(2, 4, 8))
    assert made("distance_to_target", column(1, 2, NONE), known, cap=True) == pytest.approx([0, 100, NONE], nan_ok=True)


def test_the_logistic_curve() -> None:
    """The z-scores -1, 0, 1 are 1/(1 + e), a half and e/(1 + e) of the range; nothing overflows far out."""
    e = float(np.e)
    x, share = column(3, 5, 7), [1 / (1 + e), 0.5, e / (1 + e)]
    assert made("logistic", x, ends(), high=1) == pytest.approx(share, rel=1e-14)
    assert made("logistic", x, ends(-1.0), low=1) == pytest.approx([1 + 99 * each for each in share[::-1]], rel=1e-14)
    far = made("logistic", column(-1e6, 5, 1e6), ends(among=x), high=1)
    assert far == pytest.approx([0, 0.5, 1], abs=1e-300)
    assert made("logistic", column(3), ends(among=x), high=1, steepness=50)[0] == pytest.approx(float(np.exp(-50)))


def test_ranges_on_which_a_geometric_mean_works() -> None:
    """Goalposts and targets from 1 to 100: no unit has 0, so none draws the whole to 0 or is refused."""
    x = column(2, 4, 8)
    known = ends(posts=(2, 10), target=10)
    both = [made(name, x, known, low=1) for name in ("goalposts", "distance_to_target")]
    total = aggregate["geometric"](np.array(both).T, np.array([1.0, 1.0]))
    assert total == pytest.approx([1, 25.75, 75.25])
    with pytest.raises(ValueError, match="above 0"):
        aggregate["geometric"](normalise["goalposts"](x, known), np.array([1.0]))


@given(x=COLUMNS, others=st.lists(NUMBERS, min_size=1, max_size=5))
def test_places_by_counting(x: Floats, others: list[float]) -> None:
    """How many are worse and how many are equal, counted: for values of the table and for others."""
    seen = [value for value in x[:, 0] if np.isfinite(value)]
    if len(set(seen)) < 2:
        return
    n = len(seen)
    for direction in (1.0, -1.0):
        for value in [*seen, *others]:
            known = ends(direction, among=x)
            worse = sum(direction * other < direction * value for other in seen)
            equal = sum(other == value for other in seen)
            lowest, average = (worse + 1, worse + (equal + 1) / 2) if equal else (worse + 0.5, worse + 0.5)
            share = [(place - 1) / (n - 1) if equal else worse / n for place in (lowest, average)]
            for ties, place, part in zip(("lowest", "average"), (lowest, average), share, strict=True):
                one = column(value)
                assert made("rank", one, known, ties=ties) == [place]
                assert made("borda", one, known, ties=ties) == [place - 1]
                assert made("percentile_rank", one, known, ties=ties, high=1) == pytest.approx([part], abs=1e-15)


@given(x=COLUMNS, shares=st.lists(st.integers(0, 12).map(lambda n: n / 12), min_size=1, max_size=4))
def test_quantiles_against_numpy(x: Floats, shares: list[float]) -> None:
    """Gaps left out, as NumPy gives them column by column; a column of gaps has none."""
    found = quantiles(np.hstack([x, np.full(x.shape, np.nan)]), np.array(shares))
    assert np.isnan(found[:, 1]).all()
    if np.isfinite(x).any():
        assert np.allclose(found[:, 0], np.nanquantile(x[:, 0], shares), atol=1e-14)
    else:
        assert np.isnan(found[:, 0]).all()


def test_against_scipy_and_scikit_learn() -> None:
    """Ranks, robust scales and deviations of 200 x 7 values with ties, as those libraries give them."""
    from scipy.special import expit
    from scipy.stats import median_abs_deviation, rankdata
    from scipy.stats import zscore as standardised
    from sklearn.preprocessing import RobustScaler

    rng = np.random.default_rng(7)
    x: Floats = np.round(rng.lognormal(size=(200, 7)) * 10)
    known = Ends(np.ones(7), np.full(7, np.nan), np.full(7, np.nan))
    for ties, theirs in (("lowest", "min"), ("average", "average")):
        assert np.array_equal(rank(x, known, ties=ties), rankdata(x, theirs, axis=0))
    z = standardised(x, ddof=1)
    assert np.allclose(logistic(x, known, high=1, steepness=2), expit(2 * z), rtol=1e-12)
    assert np.allclose(robust(x, known), RobustScaler().fit_transform(x), rtol=1e-12)
    unit = RobustScaler(unit_variance=True).fit_transform(x)
    assert np.allclose(robust(x, known, normal=True), unit, rtol=1e-12)
    away = x - np.median(x, axis=0)
    assert np.allclose(robust(x, known, spread="mad"), away / median_abs_deviation(x), rtol=1e-12)
    usual = away / median_abs_deviation(x, scale="normal")
    assert np.allclose(robust(x, known, spread="mad", normal=True), usual, rtol=1e-12)


def test_classes_of_like_size_and_of_like_width() -> None:
    """Ten values in five classes of two; what is on an edge in decimals is on it."""
    ten = column(*range(1, 11))
    pairs = [0, 0, 25, 25, 50, 50, 75, 75, 100, 100]
    assert made("categorical", ten, ends()) == pairs
    assert made("categorical", ten, ends(-1.0)) == pairs[::-1]
    # Three of four are equal: they share a class.
    assert made("categorical", column(1, 1, 1, 9), ends(), bins=2) == [0, 0, 0, 100]
    tenths = column(*(k / 10 for k in range(11)))
    wide = made("categorical", tenths, ends(), bins=10, edges="width", low=1, high=10)
    assert wide == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert made("above_mean", column(0.9, 1.1), ends(), threshold=0.1) == [50, 50]


MIDDLES = {
    "minmax": 50,
    "zscore": 0,
    "percentile_rank": 50,
    "rank": 2,
    "borda": 1,
    "categorical": 50,
    "robust": 0,
    "logistic": 50,
    "above_mean": 50,
    "distance_to_max": 50,
    "distance_to_reference": 50,
    "distance_to_target": 50,
}


@pytest.mark.parametrize("name", list(MIDDLES))
@pytest.mark.parametrize("direction", [1.0, -1.0])
def test_a_constant_column_is_in_the_middle(name: str, direction: float) -> None:
    """Three times 0.1, whose mean is not 0.1 to the last bit, and a gap."""
    x, goal = column(0.1, 0.1, NONE, 0.1), 0.2 if direction > 0 else 0.05
    middle = MIDDLES[name]
    found = made(name, x, ends(direction, target=goal, reference=goal))
    assert found == pytest.approx([middle, middle, NONE, middle], rel=1e-15, nan_ok=True)


@pytest.mark.parametrize("name", list(MIDDLES))
def test_a_table_of_gaps_sets_no_scale(name: str) -> None:
    """Gaps are gaps among gaps; a value among gaps has no place, and is not dropped in silence."""
    gaps = column(NONE, NONE)
    for among in (None, gaps):
        assert np.isnan(made(name, gaps, ends(target=1, reference=NONE, among=among))).all()
    with pytest.raises(ValueError, match="values in the table"):
        made(name, column(NONE, 2), ends(target=1, reference=1, among=gaps))


def test_scales_of_their_own_say_something_of_a_constant_column() -> None:
    """Goalposts and zero are known beforehand, so that equal values have a place between them."""
    x = column(4, 4)
    assert set(normalise) - set(MIDDLES) == {"none", "scaled", "goalposts", "share_of_max", "share_of_reference"}
    assert made("goalposts", x, ends(posts=(0, 5))) == [80, 80]
    assert made("scaled", x, ends(-1.0), upper=5) == pytest.approx([20, 20])
    assert made("share_of_max", x, ends()) == [100, 100]
    assert made("share_of_reference", x, ends(reference=16)) == [25, 25]


@pytest.mark.parametrize(
    ("name", "x", "known", "options", "message"),
    [
        ("minmax", column(1, 2), ends(), {"low": 100}, "low below high"),
        ("scaled", column(1, 2), ends(), {"lower": 100}, "lower below upper"),
        ("zscore", column(1, 2), ends(), {"sd": 0}, "sd above 0"),
        ("goalposts", column(1, 2), ends(), {}, "goalposts for every"),
        ("goalposts", column(1, 2), ends(posts=(0, 5)), {"scale": "log"}, "above 0"),
        ("goalposts", column(1, 2), ends(posts=(1, 5)), {"scale": "root"}, "'root'"),
        ("rank", column(1, 2), ends(), {"ties": "best"}, "'best'"),
        ("categorical", column(1, 2), ends(), {"bins": 1}, "2 bins"),
        ("categorical", column(1, 2), ends(), {"edges": "natural"}, "'natural'"),
        ("robust", column(1, 2), ends(), {"spread": "sd"}, "'sd'"),
        ("robust", column(1, 2), ends(), {"unit": -1}, "unit above 0"),
        ("robust", column(1, 1, 1, 1, 5), ends(), {}, "iqr is 0"),
        ("robust", column(1, 1, 1, 5, 9), ends(), {"spread": "mad"}, "mad is 0"),
        ("logistic", column(1, 2), ends(), {"steepness": 0}, "steepness above 0"),
        ("above_mean", column(1, 2), ends(), {"threshold": -1}, "threshold of 0"),
        ("share_of_max", column(-1, 2), ends(), {}, "0 or more"),
        ("share_of_max", column(0, 0), ends(), {}, "one above 0"),
        ("share_of_max", column(0, 2), ends(-1.0), {}, "all above 0"),
        ("share_of_reference", column(1, 2), ends(), {}, "reference unit"),
        ("distance_to_reference", column(1, 2), ends(reference=NONE), {}, "reference unit"),
        ("distance_to_target", column(1, 2), ends(target=NONE), {}, "a target"),
    ],
)
def test_what_is_refused(name: str, x: Floats, known: Ends, options: dict[str, object], message: str) -> None:
    """Words that a user can act on."""
    with pytest.raises(ValueError, match=message):
        normalise[name](x, known, **options)


def test_a_later_year_on_the_scale_of_a_former_one() -> None:
    """Values beyond the former range lie beyond the scale; no member cuts them off unless asked to."""
    former, later = column(10, 20, 30), column(5, 25, 40)
    known, turned = ends(among=former, target=30), ends(-1.0, among=former, target=10)
    assert made("minmax", later, known) == pytest.approx([-25, 75, 150])
    assert made("minmax", later, turned) == pytest.approx([125, 25, -50])
    assert made("zscore", later, known) == pytest.approx([-1.5, 0.5, 2])
    assert made("share_of_max", later, known) == pytest.approx([50 / 3, 250 / 3, 400 / 3])
    assert made("share_of_max", later, turned) == pytest.approx([200, 40, 25])
    assert made("distance_to_target", later, known) == pytest.approx([-25, 75, 150])
    assert made("distance_to_target", later, turned, cap=True) == pytest.approx([100, 25, -50])
    assert made("rank", later, known) == [0.5, 2.5, 3.5]
    assert made("percentile_rank", later, turned) == pytest.approx([100, 100 / 3, 0])
    assert made("robust", later, known) == pytest.approx([-1.5, 0.5, 2])
    assert made("categorical", later, known, bins=2) == [0, 100, 100]
