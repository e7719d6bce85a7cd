"""Treatment against closed forms, SciPy, and the definitions worked through value by value."""

import math
import statistics
from collections.abc import Iterator
from itertools import product
from typing import Any

import numpy as np
import pytest
from scipy import stats

from equalterms.errors import StudyError
from equalterms.methods import treat
from equalterms.methods.arrays import Floats, shape
from equalterms.methods.treat import Treated
from equalterms.methods.treat_outliers import medcouple
from equalterms.steps import parse

# Sizes of towns, in thousands: skewed right, one far out, a tie and a gap.
TOWNS = np.array([12.0, 15, 9, 30, 22, 15, 41, 18, 11, 27, 950, np.nan, 14, 19, 8, 33])


def run(name: str, x: Floats, **options: Any) -> Treated:
    """A member on a column or a table."""
    return treat[name](x.reshape(len(x), -1), **options)


def columns(seed: int, count: int) -> Iterator[Floats]:
    """Columns with outliers on either side: of every size, some with ties and gaps, some far from zero."""
    rng = np.random.default_rng(seed)
    for k in range(count):
        x = rng.lognormal(0, rng.uniform(0.5, 2.5), int(rng.integers(5, 80)))
        x = np.round(x, int(rng.integers(0, 3))) if k % 2 else x
        x[: int(rng.integers(0, 4))] = 10.0 ** rng.integers(1, 9)
        x[rng.random(x.size) < 0.1] = np.nan
        yield (x if k % 3 else -x) + (1e6 if k % 5 == 0 else 0)


def by_definition(x: Floats, most: int, ties: bool) -> Floats:
    """Winsorised as it is said: one step, all moments anew, the next step."""
    y, moved = x.copy(), 0
    while moved < most:
        skewness, kurtosis = (float(each[0]) for each in shape(y[:, None]))
        if not (abs(skewness) >= 2 and kurtosis >= 3.5):
            break
        edge = np.nanmax(y) if skewness >= 0 else np.nanmin(y)
        rest = y[(y != edge) & ~np.isnan(y)]
        touched = int(((y == edge) & (x == edge)).sum())
        if np.unique(rest).size < 2 or (moved + touched > most and not ties):
            break
        y[y == edge] = rest.max() if skewness >= 0 else rest.min()
        moved += touched
    return y


@pytest.mark.parametrize("most", [0, 1, 5, 30])
@pytest.mark.parametrize("ties", [False, True])
def test_winsorised_step_by_step(most: int, ties: bool) -> None:
    """Sorted once, with sums of powers from the median outward, or worked through: the same values."""
    treated = 0
    for x in columns(most, 120):
        made = run("coinr_rule", x, most=most, then="none") if ties else run("winsorise", x, most=most)
        assert np.array_equal(made.values[:, 0], by_definition(x, most, ties), equal_nan=True)
        taken = made.log()[0].taken
        treated += taken.moved > 0
        assert ties or taken.moved <= most
    assert (treated > 30) == (most > 0)


def test_most_is_never_exceeded_through_ties() -> None:
    """Seven equal outliers and room for five: none is drawn in, where COINr draws in all seven."""
    x = np.append(np.arange(1.0, 61.0), [1000.0] * 7)
    ours, theirs = run("winsorise", x, most=5), run("coinr_rule", x, most=5)
    assert np.array_equal(ours.values[:, 0], x)
    assert ours.decisions == ("",)
    assert theirs.decisions == ("7 farthest values drawn in",)
    assert theirs.values.max() == 60
    assert run("winsorise", x, most=7).values.max() == 60


def test_a_lone_value_among_equals_is_not_made_one_of_them() -> None:
    """Ninety-nine zeros and a one: to draw it in would leave nothing to tell units apart."""
    x = np.append(np.zeros(99), 1.0)
    for name in ("winsorise", "skew_rule", "coinr_rule", "iqr_rule", "mad_rule", "adjusted_boxplot", "log", "box_cox"):
        assert np.array_equal(run(name, x).values[:, 0], x), name
    assert run("skew_rule", x).decisions == ("skewed; no treatment helps",)


def test_a_far_outlier_leaves_the_rest_its_digits() -> None:
    """An outlier of 1e60 among values of 1: once it is drawn in, the others' shape is exact."""
    x = np.append(np.arange(20.0), 1e60)
    made = run("winsorise", x)
    assert made.decisions == ("1 farthest value drawn in",)
    assert made.values.max() == 19


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_logarithms_in_closed_form(sign: float) -> None:
    """Values 0, 1, 9 and 99: shifted by 0.99, to the right as they are, to the left mirrored."""
    x = sign * np.array([0.0, 1, 9, 99])
    expected = [math.log(each + 0.99) for each in (0, 1, 9, 99)]
    for name in ("log", "log_ct_plus"):
        assert (sign * run(name, x).values[:, 0]).tolist() == pytest.approx(expected, rel=1e-12)
    words = "logarithm" if sign > 0 else "mirrored logarithm"
    assert run("log", x).decisions == (words,)
    plain = [math.log(each - x.min() + 0.99) for each in x]
    assert run("log_ct", x).values[:, 0].tolist() == pytest.approx(plain, rel=1e-12)
    one = [math.log(each - x.min() + 1) for each in x]
    assert run("log_plus_one", x).values[:, 0].tolist() == pytest.approx(one, rel=1e-12)


def test_a_symmetrical_column_is_mirrored_by_one_variant_alone() -> None:
    """Skewness of exactly 0 is where log and log_ct_plus part."""
    x = np.array([-1.0, 0, 1])
    assert run("log", x).decisions == ("logarithm",)
    assert run("log_ct_plus", x).decisions == ("mirrored logarithm",)


def test_the_logarithm_of_the_gii() -> None:
    """From 0 to the logarithm of the maximum; below a maximum of 1 it would turn the order round, and is refused."""
    x = np.array([3.0, 10, 50, 2])
    assert run("log_gii", x).values[:, 0].tolist() == pytest.approx(
        [math.log(49 * (each - 2) / 48 + 1) for each in x], rel=1e-12, abs=1e-15
    )
    small = x / 100
    assert np.array_equal(run("log_gii", small).values[:, 0], small)
    assert "not above 1" in run("log_gii", small).decisions[0]
    lifted = run("log_gii", small, factor=100.0).values[:, 0]
    assert lifted.tolist() == pytest.approx(run("log_gii", x).values[:, 0].tolist(), rel=1e-12)
    with pytest.raises(ValueError, match="factor above 0"):
        run("log_gii", x, factor=0.0)


def test_box_cox_against_scipy() -> None:
    """The fitted lambda and the values of scipy.stats.boxcox; the log carries the lambda."""
    seen = TOWNS[~np.isnan(TOWNS)]
    for shift, z in ((True, seen - seen.min() + 1), (False, seen)):
        values, power = stats.boxcox(z)
        made = run("box_cox", TOWNS, shift=shift)
        assert made.log()[0].taken.parameter == pytest.approx(power, abs=1e-6)
        assert np.allclose(made.values[~np.isnan(TOWNS), 0], values, rtol=1e-6)
        assert made.decisions == (f"Box-Cox, lambda {power:.3g}",)
    with pytest.raises(ValueError, match="positive values"):
        run("box_cox", -TOWNS, shift=False)


def test_yeo_johnson_against_scipy() -> None:
    """The fitted lambda and the values of scipy.stats.yeojohnson, on both sides of zero."""
    x = TOWNS[~np.isnan(TOWNS)]
    for each in (x, -x, (x - 20) / 10):
        values, power = stats.yeojohnson(each)
        made = run("yeo_johnson", each)
        assert made.log()[0].taken.parameter == pytest.approx(power, abs=1e-6)
        assert np.allclose(made.values[:, 0], values, rtol=1e-6)
        for given in (-1.5, 0.0, 0.5, 1.0, 2.0, 3.0):
            ours = run("yeo_johnson", each, power=given).values[:, 0]
            assert np.allclose(ours, stats.yeojohnson(each, lmbda=given), rtol=1e-10)


def test_the_fitted_lambda_is_the_likeliest_of_a_grid() -> None:
    """The likelihood written out and tried at every hundredth from -5 to 5."""
    for x in columns(3, 12):
        seen = np.unique(x[~np.isnan(x)])
        z = (seen - seen.min()) / np.ptp(seen) * 10 + 1

        def likelihood(power: float, z: Floats = z) -> float:
            y = np.log(z) if power == 0 else z**power / power
            return float((power - 1) * np.log(z).sum() - z.size / 2 * np.log(y.var()))

        grid = np.arange(-500, 501) / 100
        best = grid[np.argmax([likelihood(power) for power in grid])]
        assert run("box_cox", z).log()[0].taken.parameter == pytest.approx(best, abs=0.0051)


def test_powers_in_closed_form() -> None:
    """Lambda 1 only shifts, 0 is the logarithm, 2 the half square, -1 one less the reciprocal."""
    x = np.array([5.0, 6, 9, 4])
    z = x - 3
    for power, expected in ((1, z - 1), (0, np.log(z)), (2, (z * z - 1) / 2), (-1, 1 - 1 / z)):
        made = run("box_cox", x, power=power)
        assert np.allclose(made.values[:, 0], expected, rtol=1e-12, atol=1e-15)
    assert np.allclose(run("yeo_johnson", x - 6, power=1).values[:, 0], x - 6, rtol=1e-12)
    with pytest.raises(ValueError, match="power nearer to 1"):
        run("box_cox", x * 1e300, power=4)
    for wrong in ("great", "nan", "inf"):
        with pytest.raises(ValueError, match="number or fitted"):
            run("box_cox", x, power=wrong)


def fenced(x: Floats, low: float, high: float, to: str) -> list[float]:
    """Each value looked at by itself; one that is on a fence up to 12 digits stays."""
    inside = [each for each in x.tolist() if within(each, low, high)]
    ends = (low, high) if to == "fence" else (min(inside), max(inside))
    return [each if each in inside or math.isnan(each) else min(max(each, ends[0]), ends[1]) for each in x.tolist()]


def within(each: float, low: float, high: float) -> bool:
    """Whether a value is inside the fences, or on one of them to 12 digits."""
    rounding = 1e-12 * max(abs(low), abs(high))
    return low - rounding <= each <= high + rounding


@pytest.mark.parametrize("to", ["fence", "inner"])
@pytest.mark.parametrize("k", [1.0, 1.5, 3.0])
def test_fences_value_by_value(to: str, k: float) -> None:
    """Quartiles and medians of the standard library, and a loop over the values."""
    moved = 0
    for x in columns(7, 40):
        seen = x[~np.isnan(x)].tolist()
        first, median, third = statistics.quantiles(seen, n=4, method="inclusive")
        mad = statistics.median(abs(each - median) for each in seen)
        # 0.6744897501960817 is the third quartile of the normal distribution.
        spread = mad / statistics.NormalDist().inv_cdf(0.75)
        width = third - first
        for name, options, low, high in (
            ("iqr_rule", {}, first - k * width, third + k * width),
            ("mad_rule", {}, median - k * spread, median + k * spread),
            ("mad_rule", {"normal": False}, median - k * mad, median + k * mad),
        ):
            made = run(name, x, k=k, to=to, **options)
            if (width if name == "iqr_rule" else mad) == 0:
                assert made.decisions == ("half of its values are the same: no fence",)
                continue
            expected = fenced(x, low, high, to)
            assert made.values[:, 0].tolist() == pytest.approx(expected, rel=1e-9, nan_ok=True)
            out = sum(not within(each, low, high) for each in seen)
            assert made.log()[0].taken.moved == out
            assert made.decisions[0].startswith(str(out)) == (out > 0)
            moved += out
    assert moved > 100


def test_fences_typed_in() -> None:
    """The towns: quartiles 13 and 28.5, so that Tukey's upper fence is at 51.75."""
    made = run("iqr_rule", TOWNS)
    assert np.nanmax(made.values) == 51.75
    assert made.decisions == ("1 value beyond the fences drawn in",)
    assert np.nanmax(run("iqr_rule", TOWNS, to="inner").values) == 41
    # Median 18, deviations' median 7.
    assert np.nanmax(run("mad_rule", TOWNS, k=2.0, normal=False).values) == 32


def test_a_value_on_the_fence_up_to_rounding_stays() -> None:
    """0.1 + 0.2 is no outlier where the fence is at 0.3."""
    x = np.array([0.1, 0.1, 0.15, 0.2, 0.1 + 0.2 + 5e-17, 0.15])
    first, third = np.quantile(x, [0.25, 0.75])
    k = (0.3 - third) / (third - first)
    assert run("iqr_rule", x, k=k).decisions == ("",)
    # The town of 41 stays though the fence is a rounding below it: the farther one may not end up nearer.
    made = run("iqr_rule", TOWNS, k=(41 * (1 - 1e-13) - 28.5) / 15.5)
    assert made.decisions == ("1 value beyond the fences drawn in",)
    assert np.nanmax(made.values) == 41


def all_pairs(x: Floats) -> float:
    """The medcouple by listing every pair, with the kernel of ties as it is published."""
    seen = sorted(x[~np.isnan(x)].tolist(), reverse=True)
    median = statistics.median(seen)
    upper = [each for each in seen if each >= median]
    lower = [each for each in seen if each <= median]
    tied = sum(each == median for each in seen)
    first = len(upper) - tied
    kernel = []
    for (i, b), (j, a) in product(enumerate(upper), enumerate(lower)):
        if a == b:
            kernel.append(float(np.sign(tied - 1 - (i - first) - j)))
        else:
            kernel.append(((b - median) - (median - a)) / (b - a))
    return statistics.median(kernel)


def test_medcouple_by_all_pairs() -> None:
    """A published example, -1/3; then columns of every kind, and columns that are half median."""
    assert medcouple(np.array([[1.0, 2, 7, 9, 10]]).T)[0] == pytest.approx(-1 / 3, abs=1e-13)
    rng = np.random.default_rng(5)
    tied = [rng.integers(0, 4, int(rng.integers(1, 30))).astype(float) for _ in range(60)]
    for x in [*columns(11, 60), *tied]:
        # Values far from zero lose digits in both; the shift is taken off first.
        near = x - np.nanmedian(x)
        assert medcouple(near[:, None])[0] == pytest.approx(all_pairs(near), abs=1e-9)
    assert np.isnan(medcouple(np.full((3, 1), np.nan))[0])


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_adjusted_boxplot(sign: float) -> None:
    """Its fences written out, for either sign of the medcouple."""
    for x in columns(13, 30):
        y = sign * (x - np.nanmedian(x))
        seen = y[~np.isnan(y)]
        first, third = np.quantile(seen, [0.25, 0.75])
        skew, reach = all_pairs(y), 1.5 * (third - first)
        down, up = (4, 3) if skew >= 0 else (3, 4)
        low, high = first - reach * math.exp(-down * skew), third + reach * math.exp(up * skew)
        if reach > 0:
            made = run("adjusted_boxplot", y)
            assert made.values[:, 0].tolist() == pytest.approx(fenced(y, low, high, "fence"), rel=1e-7, nan_ok=True)


def test_skew_rule_by_its_stages() -> None:
    """Where winsorising serves it is taken; else the transformation of the original; else nothing."""
    rng = np.random.default_rng(2)
    few = np.append(rng.normal(size=60), 40.0)
    many = rng.lognormal(0, 2.5, 61)
    lone = np.append(np.zeros(58), [1.0, 1.0, 1.0])
    x = np.column_stack([few, many, -many, lone, rng.normal(size=61)])
    made = treat["skew_rule"](x)
    assert made.decisions == (
        "1 farthest value drawn in",
        "logarithm",
        "mirrored logarithm",
        "skewed; no treatment helps",
        "",
    )
    assert np.array_equal(made.values[:, [1, 2]], treat["log"](x).values[:, [1, 2]])
    assert np.array_equal(made.values[:, [3, 4]], x[:, [3, 4]])
    methods = [[each.method for each in decision.shapes] for decision in made.log()]
    assert methods == [["", "winsorise"], *[["", "winsorise", "log"]] * 3, [""]]
    assert [decision.taken.method for decision in made.log()] == ["winsorise", "log", "log", "", ""]
    assert [decision.taken.moved for decision in made.log()] == [1, 61, 61, 0, 0]
    tried = made.log()[1].shapes[1]
    assert (tried.moved, tried.taken) == (5, False)


@pytest.mark.parametrize("then", ["log", "log_ct", "log_ct_plus", "log_plus_one", "log_gii", "box_cox", "yeo_johnson"])
def test_the_second_stage_by_name(then: str) -> None:
    """Any transformation may be the second stage of either rule, and is that member's own."""
    x = np.random.default_rng(4).lognormal(0, 1.5, (80, 2))
    alone = treat[then](x)
    for rule in ("skew_rule", "coinr_rule"):
        made = run(rule, x, most=0, then=then)
        assert np.array_equal(made.values, alone.values)
        assert made.decisions == alone.decisions
        assert [d.taken.parameter for d in made.log()] == [d.taken.parameter for d in alone.log()]
    step = parse(f"skew_rule(most=0, then={then}, power=0.5)", "treat")
    assert treat[step.name](x, **step.options).log()[0].taken.parameter in (None, 0.5)


def test_coinr_rule_combines_or_begins_anew() -> None:
    """The second stage works on what the first left, or on the original; the first may be a transformation."""
    x = np.random.default_rng(9).lognormal(0, 2.5, (60, 1))
    drawn = by_definition(x[:, 0], 2, True)[:, None]
    combined, anew = run("coinr_rule", x, most=2, combine=True), run("coinr_rule", x, most=2)
    assert np.array_equal(combined.values, treat["log_ct"](drawn).values)
    assert np.array_equal(anew.values, treat["log_ct"](x).values)
    assert combined.decisions == ("2 farthest values drawn in; logarithm",)
    alone = run("coinr_rule", x, first="box_cox", then="none", power=0)
    assert np.allclose(alone.values, np.log(x - x.min() + 1), rtol=1e-12, atol=1e-15)


def test_where_coinr_makes_it_worse_the_default_does_not() -> None:
    """Skewed left: the plain logarithm makes it more so and COINr's rule keeps it; ours mirrors it, or leaves it."""
    x = -np.random.default_rng(1).lognormal(0, 0.9, (60, 1))
    before = float(shape(x)[0][0])
    theirs, ours = run("coinr_rule", x, most=0), run("skew_rule", x, most=0)
    assert float(shape(theirs.values)[0][0]) < before < -2
    assert abs(float(shape(ours.values)[0][0])) < 1
    assert ours.decisions == ("mirrored logarithm",)
    left = run("skew_rule", x, most=0, then="log_ct")
    assert np.array_equal(left.values, x)
    assert left.decisions == ("skewed; no treatment helps",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("iqr_rule(k=-1)", "k of 0 or more"),
        ("mad_rule(to=mean)", "fence or inner"),
        ("mad_rule(k=0, to=inner)", "a larger k"),
        ("skew_rule(then=none)", "needs then to be a transformation: log"),
        ("skew_rule(then=winsorise)", "needs then to be a transformation: log"),
        ("coinr_rule(first=skew_rule)", "needs first to be a transformation: log"),
        ("yeo_johnson(power=much)", "number or fitted"),
    ],
)
def test_what_is_refused(text: str, message: str) -> None:
    """Options that mean nothing are refused with what would do."""
    step = parse(text, "treat")
    with pytest.raises(ValueError, match=message):
        treat[step.name](np.array([[0.0, 1, 2, 9]]).T, **step.options)
    with pytest.raises(StudyError, match="no option"):
        parse("winsorise(least=2)", "treat")


@pytest.mark.parametrize("name", list(treat))
def test_gaps_constants_and_pairs_pass_untouched(name: str) -> None:
    """Columns without values, with one, with two, all the same: as they came, and no warning."""
    gap = np.nan
    x = np.array([[gap, 3, 1, 5, 2], [gap, gap, 8, 5, 2], [gap, gap, gap, 5, 9], [gap, gap, gap, 5, gap]])
    made = treat[name](x)
    assert np.array_equal(made.values, x, equal_nan=True)
    assert [decision.taken.moved for decision in made.log()] == [0] * 5
    assert treat[name](np.empty((3, 0))).decisions == ()
