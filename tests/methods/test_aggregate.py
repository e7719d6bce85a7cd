"""Members of aggregate: against other programs, closed forms, and their definitions counted out."""

import sys
from collections.abc import Callable
from functools import partial
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalterms.methods import aggregate
from equalterms.methods.aggregate import means, penalised, relative
from equalterms.methods.arrays import Floats
from equalterms.methods.outrank import margins
from equalterms.methods.outrank_kemeny import MOST, places
from tests.methods.golden_mcdm import golden, matrix, pillars, table, tree
from tests.methods.test_contracts import POSITIVE_TABLES

Member = Callable[[Floats, Floats], Floats]
ORDINAL = ["copeland", "borda", "kemeny", "promethee"]
DOMINANT = sorted(relative - penalised)


def of(name: str) -> Callable[..., Floats]:
    """A member, with whatever options it takes."""
    return aggregate[name]


def weighting(x: Floats, seed: int) -> Floats:
    """Some weights, drawn: none 0."""
    return np.asarray(np.random.default_rng(seed).uniform(0.1, 2, x.shape[1]))


# --- what holds for members that set units against each other


@pytest.mark.parametrize("name", sorted(relative | penalised))
@given(x=POSITIVE_TABLES, seed=st.integers(0, 1000))
def test_order_of_rows_and_columns_and_size_of_weights_do_not_matter(name: str, x: Floats, seed: int) -> None:
    """Units and parts in any order, weights in any measure; only a unit without any data has no score."""
    w, rng = weighting(x, seed), np.random.default_rng(seed)
    y = of(name)(x, w)
    rows, columns = rng.permutation(x.shape[0]), rng.permutation(x.shape[1])
    assert np.array_equal(np.isfinite(y), np.isfinite(x).any(axis=1))
    assert np.allclose(y[rows], of(name)(x[rows][:, columns], w[columns]), equal_nan=True, atol=1e-9)
    assert np.allclose(y, of(name)(x, 7 * w), equal_nan=True, atol=1e-9)


@pytest.mark.parametrize("name", DOMINANT)
@given(x=POSITIVE_TABLES, seed=st.integers(0, 1000))
def test_a_unit_that_dominates_is_never_behind(name: str, x: Floats, seed: int) -> None:
    """A unit with as much or more in every part, and the same gaps, scores as much or more."""
    rng = np.random.default_rng(seed)
    x = np.vstack([x, x[0] + rng.integers(0, 3, x.shape[1])])
    y = of(name)(x, weighting(x, seed))
    if np.isfinite(y[0]):
        assert y[-1] >= y[0] - 1e-9


@pytest.mark.parametrize("name", ORDINAL)
@given(x=POSITIVE_TABLES, seed=st.integers(0, 1000))
def test_by_order_alone(name: str, x: Floats, seed: int) -> None:
    """Where only order counts, stretching a part's scale changes nothing."""
    w = weighting(x, seed)
    bent = np.where(np.arange(x.shape[1]) % 2 == 0, np.sqrt(x), x**2)
    assert np.allclose(of(name)(x, w), of(name)(bent, w), equal_nan=True)


@pytest.mark.parametrize("name", sorted(aggregate))
@pytest.mark.parametrize("same", [True, False])
def test_many_runs_are_each_run(name: str, same: bool) -> None:
    """Runs stacked give what each gives alone, whether they share their values or not; gaps and weights of 0 too."""
    rng = np.random.default_rng(3)
    x = np.round(rng.uniform(1, 100, (5, 9, 4)))
    x[:, 2, 1] = x[:, 3, :] = np.nan
    if same:
        x = np.broadcast_to(x[:1], x.shape)
    w = rng.uniform(0, 1, (5, 1, 4))
    w[2, 0, 1] = 0
    stacked = of(name)(x, w)
    each = np.stack([of(name)(x[run], w[run, 0]) for run in range(5)])
    assert stacked.shape == (5, 9)
    assert np.allclose(stacked, each, equal_nan=True, rtol=1e-12)
    assert np.isnan(stacked[:, 3]).all()
    if same:
        assert np.allclose(of(name)(x[:1], w), each, equal_nan=True, rtol=1e-12)


def test_blocks_of_runs_join(monkeypatch: pytest.MonkeyPatch) -> None:
    """What does not fit into memory at once comes in blocks, and comes out the same."""
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(7, 6, 3)), rng.uniform(size=(7, 1, 3))
    whole = of("copeland")(x, w)
    monkeypatch.setattr(sys.modules["equalterms.methods.aggregate"], "_BLOCK", 72)
    assert np.array_equal(of("copeland")(x, w), whole)


@pytest.mark.parametrize("name", sorted(relative))
def test_one_unit_without_the_others_has_no_score(name: str) -> None:
    """A unit that comes without the axis of the others cannot be compared; weights are the same for all units."""
    assert np.isnan(of(name)(np.array([1.0, 2.0]), np.ones(2)))
    with pytest.raises(ValueError, match="the same weights for every unit"):
        of(name)(np.ones((3, 2)), np.ones((3, 2)))


def test_every_mark_is_a_member() -> None:
    """Marks name members, and no mean is marked otherwise."""
    assert relative | penalised | set(means) <= set(aggregate)
    assert not (relative | penalised) & set(means)


# --- definitions, counted out


def fought(x: Floats, w: Floats, a: int, b: int) -> float:
    """The net weight for a against b over what both have, as a share."""
    both = [j for j in range(x.shape[1]) if np.isfinite(x[[a, b], j]).all()]
    total = sum(w[j] for j in both)
    return sum(w[j] * np.sign(x[a, j] - x[b, j]) for j in both) / total if total else 0.0


@given(x=POSITIVE_TABLES, seed=st.integers(0, 1000))
def test_copeland_and_promethee_by_counting(x: Floats, seed: int) -> None:
    """Duels fought one by one."""
    w = weighting(x, seed)
    units = range(len(x))
    net = [[fought(x, w, a, b) for b in units] for a in units]
    copeland, promethee = of("copeland")(x, w), of("promethee")(x, w)
    for a in units:
        if not np.isfinite(x[a]).any():
            continue
        assert copeland[a] == sum(np.sign(n) for n in net[a] if abs(n) > 1e-12)
        met = [net[a][b] for b in units if b != a and (np.isfinite(x[a]) & np.isfinite(x[b])).any()]
        assert promethee[a] == pytest.approx(sum(met) / len(met) if met else 0.0, abs=1e-12)


@settings(deadline=None)
@given(seed=st.integers(0, 10_000), n=st.integers(1, 6), ties=st.booleans())
def test_kemeny_against_all_orders(seed: int, n: int, ties: bool) -> None:
    """The mean place over all best orders, every order tried."""
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.integers(-2, 3, (n, n)) if ties else rng.normal(size=(n, n)), 1).astype(float)
    net = upper - upper.T
    gains = {
        order: sum(net[a, b] for i, a in enumerate(order) for b in order[i + 1 :]) for order in permutations(range(n))
    }
    best = [order for order, gain in gains.items() if gain >= max(gains.values()) - 1e-9]
    wanted = [np.mean([order.index(a) for order in best]) for a in range(n)]
    assert places(net) == pytest.approx(wanted)


def test_kemeny_puts_circles_in_order_and_refuses_a_large_one() -> None:
    """Any number of units without circles; the paradox of Condorcet is a tie; beyond the limit it says what to do."""
    x = np.arange(60.0)[:, None]
    assert of("kemeny")(x, np.ones(1)).tolist() == list(range(60))
    paradox = np.array([[3, 1, 2], [2, 3, 1], [1, 2, 3], [0, 0, 0]], dtype=float)
    assert of("kemeny")(paradox, np.ones(3)).tolist() == [2, 2, 2, 0]
    circle = np.stack([np.roll(np.arange(MOST + 1.0), k) for k in range(MOST + 1)], axis=1)
    with pytest.raises(ValueError, match=r"at most 16 units .* ask for copeland"):
        of("kemeny")(circle, np.ones(MOST + 1))


def test_copeland_with_gaps_does_not_see_the_order_of_rows() -> None:
    """The reference program gives a missing criterion to the later row, and other scores when rows are reversed."""
    x = np.array([[1, np.nan, 3], [2, 2, np.nan], [np.nan, 1, 1]])
    y = of("copeland")(x, np.ones(3))
    assert y.tolist() == [0, 2, -2]
    assert of("copeland")(x[::-1], np.ones(3)).tolist() == [-2, 2, 0]


def test_borda_closed_forms() -> None:
    """Points of two voters; ties share; a part with gaps counts in proportion."""
    x = np.array([[3, 1], [2, 1], [1, 5]], dtype=float)
    assert of("borda")(x, np.ones(2)).tolist() == [1.25, 0.75, 1.0]
    assert of("borda")(np.array([[2, np.nan], [1, 5], [np.nan, 4]]), np.ones(2)).tolist() == [2, 1, 0]


@given(x=POSITIVE_TABLES)
def test_borda_is_promethee_where_nothing_is_missing(x: Floats) -> None:
    """Without gaps, net flow and points for places are one: flow = 2 points/(n - 1) - 1."""
    x = np.nan_to_num(x, nan=7.0)
    w = np.arange(1.0, x.shape[1] + 1)
    assert np.allclose(of("promethee")(x, w), 2 * of("borda")(x, w) / (len(x) - 1) - 1)


@given(x=POSITIVE_TABLES, alpha=st.floats(0, 1), orness=st.floats(0.01, 0.99))
def test_orders_of_parts_in_closed_form(x: Floats, alpha: float, orness: float) -> None:
    """The median, the ends and OWA of equal weights by sorting each unit's parts."""
    w = np.ones(x.shape[1])
    every = {name: of(name)(x, w) for name in ("median", "min", "max", "mean_min", "owa")}
    mixed = of("owa")(x, w, orness=orness)
    partly = of("mean_min")(x, w, alpha=alpha)
    for u, row in enumerate(x):
        seen = np.sort(row[np.isfinite(row)])[::-1]
        if not seen.size:
            continue
        assert every["median"][u] == np.median(seen)
        assert (every["min"][u], every["max"][u]) == (seen[-1], seen[0])
        assert every["owa"][u] == pytest.approx(seen.mean())
        assert partly[u] == pytest.approx((1 - alpha) * seen.mean() + alpha * seen[-1])
        quantified = (np.arange(len(seen) + 1) / len(seen)) ** ((1 - orness) / orness)
        assert mixed[u] == pytest.approx((np.diff(quantified) * seen).sum())
    for end, name in ((0.0, "min"), (1.0, "max")):
        assert np.allclose(of("owa")(x, w, orness=end), every[name], equal_nan=True)


@given(x=POSITIVE_TABLES, seed=st.integers(0, 1000))
def test_a_weight_of_two_is_two_parts(x: Floats, seed: int) -> None:
    """A part of weight 3 does what three alike of weight 1 do, in the median and in OWA as in a mean."""
    w = np.random.default_rng(seed).integers(1, 4, x.shape[1])
    for name in ("median", "owa", "mean_min", "exponential", "min", "adjusted_mazziotta_pareto"):
        long = np.repeat(x, w, axis=1)
        assert np.allclose(of(name)(x, w.astype(float)), of(name)(long, np.ones(long.shape[1])), equal_nan=True)


@given(x=POSITIVE_TABLES, penalty=st.sampled_from(["down", "up"]))
def test_mazziotta_pareto_by_its_definition(x: Floats, penalty: str) -> None:
    """Mean, deviation and coefficient of variation of each unit, one by one; equal parts are not penalised."""
    sign = 1 if penalty == "up" else -1
    ampi = of("adjusted_mazziotta_pareto")(x, np.ones(x.shape[1]), penalty=penalty)
    for u, row in enumerate(x):
        r = 70 + 0.6 * row[np.isfinite(row)]
        if r.size:
            published = r.mean() + sign * r.std() * (r.std() / r.mean())
            assert 70 + 0.6 * ampi[u] == pytest.approx(published)
            if len(set(r.tolist())) == 1:
                assert ampi[u] == pytest.approx(row[np.isfinite(row)][0])
    scaled = of("adjusted_mazziotta_pareto")(70 + 0.6 * x, np.ones(x.shape[1]), low=70.0, high=130.0, penalty=penalty)
    assert scaled == pytest.approx(70 + 0.6 * ampi, nan_ok=True)
    mpi = of("mazziotta_pareto")(x, np.ones(x.shape[1]), penalty=penalty)
    mean = of("arithmetic")(standard(x, 0), np.ones(x.shape[1]))
    seen = np.isfinite(mpi)
    assert (sign * (mpi - mean)[seen] >= -1e-9).all()


def standard(x: Floats, ddof: int) -> Floats:
    """100 +- 10 over the units; 100 where all are alike."""
    out = np.full(x.shape, np.nan)
    for j in range(x.shape[1]):
        seen = np.isfinite(x[:, j])
        column = x[seen, j]
        if column.size:
            spread = column.std(ddof=ddof) if column.size > ddof and np.ptp(column) > 0 else 1.0
            out[seen, j] = 100 + 10 * (column - column.mean()) / spread
    return out


def test_mazziotta_pareto_as_published_and_as_of_samples() -> None:
    """Both definitions of the deviation on one table, step by step; standardising before changes nothing."""
    x = np.random.default_rng(5).lognormal(size=(12, 5))
    for ddof in (0, 1):
        z = standard(x, ddof)
        wanted = z.mean(axis=1) - z.var(axis=1, ddof=ddof) / z.mean(axis=1)
        made = of("mazziotta_pareto")(x, np.ones(5), ddof=ddof)
        assert made == pytest.approx(wanted, rel=1e-13)
        again = of("mazziotta_pareto")(z, np.ones(5), ddof=ddof)
        assert again == pytest.approx(wanted, rel=1e-12)


def test_exponential_means() -> None:
    """A step up in all parts is the same step in the whole; p -> 0 is the arithmetic mean; overflow is refused."""
    x, w = np.array([[1.0, 50.0, -20.0]]), np.array([1.0, 2.0, 3.0])
    assert of("exponential")(x + 5, w) == pytest.approx(of("exponential")(x, w) + 5)
    assert of("exponential")(x, w, p=0.0) == of("arithmetic")(x, w)
    with pytest.raises(ValueError, match="needs values within"):
        of("exponential")(x * 1000, w)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("owa", {"orness": 1.1}),
        ("mean_min", {"alpha": 2.0}),
        ("mazziotta_pareto", {"penalty": "no"}),
        ("adjusted_mazziotta_pareto", {"low": 1.0, "high": 1.0}),
        ("promethee", {"indifference": 2.0, "preference": 1.0}),
        ("topsis", {"scale": "no"}),
        ("vikor", {"v": -1.0}),
    ],
)
def test_options_that_make_no_sense_are_refused(name: str, options: dict[str, float | str]) -> None:
    """An option out of its range is an error, not another method."""
    with pytest.raises(ValueError, match=r"needs|has no"):
        of(name)(np.ones((3, 2)), np.ones(2), **options)


# --- other programs


@golden
def test_methods_of_decision_analysis() -> None:
    """pymcdm and pyrepo-mcda on the eight pillars, equal weights: each of their columns that is a method of ours."""
    x, w = pillars(), np.ones(8)
    reference = table("14_mcdm/mcdm_scores_equal_weights.csv")
    total, most, ranged = x / x.sum(axis=0), x / x.max(axis=0), (x - x.min(axis=0)) / np.ptp(x, axis=0)
    mean, product = of("arithmetic"), of("geometric")
    with_ideal = np.vstack([x.max(axis=0), x])
    ideal = mean(with_ideal / with_ideal.sum(axis=0), w)
    made = {
        "topsis_vector": of("topsis")(x, w),
        "topsis_minmax": of("topsis")(x, w, scale="minmax"),
        "vikor_v0.5": 1 - of("vikor")(x, w),
        "promethee2_usual": of("promethee")(x, w),
        "promethee2_vshape_p10": of("promethee")(x, w, preference=10.0),
        "edas": of("edas")(x, w),
        # The rest are sums and products of rescaled parts: no methods of their own.
        "wsm": mean(total, w),
        "wpm": product(total, w),
        "waspas": (mean(most, w) + product(most, w)) / 2,
        "saw": mean(most, w),
        "aras": (ideal / ideal[0])[1:],
        "mabac": mean(1 + ranged, w) - product((1 + ranged).T / 8, np.ones(len(x))).sum(),
        "mairca": (1 - mean(ranged, w)) / len(x),
    }
    checked = {name: made[name.split("__")[0]] for name in reference.columns if name.split("__")[0] in made}
    for name, y in checked.items():
        assert np.abs(y - reference[name].to_numpy()).max() < 1e-12, name
    assert {name.split("__")[0] for name in reference.columns} - set(made) == {"uCode", "codas"}


@golden
def test_copeland_and_its_matrix() -> None:
    """COINr's duels without gaps; its diagonal is 0 by convention."""
    x, w = pillars()[:, :5], np.arange(1.0, 6.0)
    wanted = table("03_aggregate/copeland_5pillars_w1to5.csv")["copeland"].to_numpy()
    assert np.array_equal(of("copeland")(x, w), wanted)
    shares = (margins(x[None], w[None])[0][0] + 1) / 2
    reference = table("03_aggregate/outrankMatrix_5pillars_w1to5.csv").drop("row").to_numpy()
    apart = ~np.eye(len(x), dtype=bool)
    assert np.abs(shares - reference)[apart].max() < 1e-15
    summary = table("03_aggregate/outrankMatrix_summary.csv")
    assert (shares[apart] == 1).sum() == summary["nDominant"][0]


def climbed(file: str, methods: list[Member], weights: list[str]) -> float:
    """The greatest relative difference from a reference tree, each level by its method and its weights."""
    values = table("03_aggregate/_input_NormRaw.csv" if file.startswith("naraw") else "03_aggregate/_input_Norm1.csv")
    scores = {name: matrix(values, [name])[:, 0] for name in values.columns[1:]}
    stated = [{str(code): float(w) for code, _, w in table(path).iter_rows()} for path in weights]
    reference = table(f"03_aggregate/{file}.csv")
    worst = 0.0
    for node, children in tree().items():
        level = 2 if node == "Index" else 1 if node in ("Conn", "Sust") else 0
        x = np.stack([scores[child] for child in children], axis=1)
        scores[node] = methods[level](x, np.array([stated[level][child] for child in children]))
        wanted = matrix(reference, [node])[:, 0]
        assert np.array_equal(np.isnan(wanted), np.isnan(scores[node])), node
        worst = max(worst, float(np.nanmax(np.abs(scores[node] - wanted) / np.maximum(np.abs(wanted), 1))))
    return worst


def power(p: float) -> Member:
    """The power mean of an exponent."""
    return partial(of("power"), p=p)


@golden
@pytest.mark.parametrize(
    ("file", "methods"),
    [
        ("a_amean", ["arithmetic"] * 3),
        ("a_gmean", ["geometric"] * 3),
        ("a_hmean", ["harmonic"] * 3),
        ("a_genmean_p2", [2.0] * 3),
        ("a_genmean_p0.5", [0.5] * 3),
        ("a_genmean_p-1", [-1.0] * 3),
        ("a_genmean_p-2", [-2.0] * 3),
        ("mixed_amean_gmean_amean", ["arithmetic", "geometric", "arithmetic"]),
        ("mixed_amean_amean_gmean", ["arithmetic", "arithmetic", "geometric"]),
        ("mixed_genmean_params", [2.0, "arithmetic", -1.0]),
        ("copeland_level4", ["arithmetic", "arithmetic", "copeland"]),
        ("copeland_level2_only", ["copeland", "arithmetic", "arithmetic"]),
        ("copeland_all", ["copeland"] * 3),
        ("median_custom", ["median"] * 3),
        ("weightedMedian", ["median"] * 3),
        ("naraw_a_amean_datthresh_none", ["arithmetic"] * 3),
        ("naraw_a_gmean_datthresh_none", ["geometric"] * 3),
        ("a_amean_customweights", ["arithmetic"] * 3),
        ("a_amean_w_by_level", ["arithmetic"] * 3),
        ("a_gmean_customweights", ["geometric"] * 3),
        ("a_hmean_customweights", ["harmonic"] * 3),
    ],
)
def test_reference_trees(file: str, methods: list[str | float]) -> None:
    """COINr's trees, level by level: every node of every unit."""
    members = [power(each) if isinstance(each, float) else of(each) for each in methods]
    original, custom = "00_inputs/weights_original.csv", "03_aggregate/_weights_custom.csv"
    first = custom if file.endswith(("customweights", "w_by_level")) else original
    assert climbed(file, members, [first, custom if file.endswith("customweights") else original, first]) < 1e-12


@golden
def test_reference_vectors_and_a_defect() -> None:
    """COINr's means of single vectors; its general mean is NA with any gap, ours leaves the gap out."""
    for row in table("03_aggregate/vector_means.csv").iter_rows(named=True):
        x = np.array([[np.nan if each == "NA" else float(each) for each in row["x"].split()]])
        w = np.array([float(each) for each in row["w"].split()])
        made = {"amean": "arithmetic", "gmean": "geometric", "hmean": "harmonic"}
        values = {key: of(name)(x, w)[0] for key, name in made.items()}
        values |= {"genmean2": power(2.0)(x, w)[0], "genmean_m1": power(-1.0)(x, w)[0]}
        for key, value in values.items():
            if row[key] is None:
                assert np.isnan(x).any()
                assert np.isfinite(value)
            else:
                assert value == pytest.approx(row[key], rel=1e-14)
