"""Association: another program's values, closed forms, brute force."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from equalterms.methods import association
from equalterms.methods.arrays import Floats
from tests.methods.golden_mcdm import golden, matrix, table, tree


def holes(seed: int, units: int = 40, columns: int = 5) -> Floats:
    """Random columns with something in common, some ties and some gaps."""
    chance = np.random.default_rng(seed)
    x = np.round(chance.normal(size=(units, columns)) + chance.normal(size=(units, 1)), 1)
    x[chance.random(x.shape) < 0.1] = np.nan
    return x


# --- another program (COINr, R)


@golden
@pytest.mark.parametrize("kind", ["pearson", "spearman"])
@pytest.mark.parametrize("stage", ["Raw", "Normalised"])
def test_correlations_of_another_program(stage: str, kind: str) -> None:
    """49 x 49 correlations, pairwise complete."""
    data = table(f"01_pipeline/{stage}.csv")
    names = data.columns[1:]
    r, _ = association.correlations(matrix(data, names), rank=kind == "spearman")
    theirs = table(f"09_analysis/corr_{stage}_{kind}_long.csv")
    assert theirs.height == 2401
    for a, b, value in theirs.iter_rows():
        assert r[names.index(a), names.index(b)] == pytest.approx(value, abs=1e-12)


@golden
@pytest.mark.parametrize("stage", ["Raw", "Normalised"])
def test_kendalls_tau_of_another_program(stage: str) -> None:
    """49 x 49 of them, pairwise complete; and pillars with the index."""
    data = table(f"01_pipeline/{stage}.csv")
    theirs = table(f"09_analysis/corr_{stage}_kendall_long.csv")
    worst = 0.0
    for a, b, value in theirs.iter_rows():
        x = np.column_stack([matrix(data, [a]), matrix(data, [b])])
        worst = max(worst, abs(association.kendall(x[:, 0], x[:, 1]) - value))
    print(f"\ngolden 09_analysis/corr_{stage}_kendall_long.csv: {worst:.1e}")
    assert worst < 1e-12
    whole = table("01_pipeline/Aggregated.csv")
    for a, b, value in table("09_analysis/corr_Agg_L2_vs_index_kendall.csv").iter_rows():
        x = np.column_stack([matrix(whole, [a]), matrix(whole, [b])])
        assert association.kendall(x[:, 0], x[:, 1]) == pytest.approx(value, abs=1e-12)


@golden
@pytest.mark.parametrize(
    ("path", "stage", "signs"),
    [("Normalised_grouplev2_pval05", "Normalised", False), ("Raw_Environ_directions", "Raw", True)],
)
def test_correlations_within_groups_of_another_program(path: str, stage: str, signs: bool) -> None:
    """Within groups, those with p above 0.05 withheld; with directions."""
    data = table(f"01_pipeline/{stage}.csv")
    meta = table("00_inputs/ASEM_iMeta.csv")
    direction = dict(meta.select("iCode", "Direction").iter_rows())
    for a, b, value in table(f"09_analysis/corr_{path}.csv").iter_rows():
        x = np.column_stack([matrix(data, [a]), matrix(data, [b])])
        if signs:
            x = x * [float(direction[a]), float(direction[b])]
        r, n = association.correlate(x[:, 0], x[:, 1])
        p = association.p_values(np.array([r]), np.array([float(n)]))[0]
        if value is None or np.isnan(float(value)):
            assert p > 0.05
        else:
            assert r == pytest.approx(float(value), abs=1e-12)
            assert signs or a == b or p <= 0.05
    print(f"\ngolden 09_analysis/corr_{path}.csv: below 1e-12")


@golden
def test_flags_of_another_program() -> None:
    """Pairs in the same group above 0.75, or below -0.5."""
    data, meta = table("01_pipeline/Normalised.csv"), table("00_inputs/ASEM_iMeta.csv")
    parents = {row["iCode"]: row["Parent"] for row in meta.iter_rows(named=True) if row["Type"] == "Indicator"}
    ids = [name for name in data.columns[1:] if name in parents]
    found = {}
    for i, a in enumerate(ids):
        for b in ids[i + 1 :]:
            if parents[a] == parents[b]:
                x = matrix(data, [a, b])
                found[frozenset((a, b))] = association.correlate(x[:, 0], x[:, 1])[0]
    for path, kept in (
        ("corr_flags_high_0.75_L2", {pair for pair, r in found.items() if r > 0.75}),
        ("corr_flags_low_-0.5_L2", {pair for pair, r in found.items() if r < -0.5}),
    ):
        theirs = table(f"09_analysis/{path}.csv")
        wanted = {frozenset((row["Ind1"], row["Ind2"])): float(row["Corr"]) for row in theirs.iter_rows(named=True)}
        assert kept == set(wanted)
        assert all(found[pair] == pytest.approx(r, abs=1e-12) for pair, r in wanted.items())
        print(f"\ngolden 09_analysis/{path}.csv: {len(wanted)} pairs alike")


@given(seed=st.integers(0, 200))
def test_kendall_by_its_definition(seed: int) -> None:
    """SciPy's tau-b, with ties and gaps."""
    x = holes(seed, units=15, columns=2)
    both = np.isfinite(x).all(axis=1)
    ours = association.kendall(x[:, 0], x[:, 1])
    assert ours == pytest.approx(scipy.stats.kendalltau(x[both, 0], x[both, 1]).statistic, abs=1e-12)


def test_inflation_is_that_of_a_regression() -> None:
    """1 / (1 - R^2) of each column on the others; infinite where one is the sum of two."""
    x = holes(3)
    x = x[np.isfinite(x).all(axis=1)]
    ours = association.inflation(association.correlations(x)[0])
    for j in range(x.shape[1]):
        others = np.column_stack([np.ones(len(x)), np.delete(x, j, axis=1)])
        rest = x[:, j] - others @ np.linalg.lstsq(others, x[:, j], rcond=None)[0]
        assert ours[j] == pytest.approx(((x[:, j] - x[:, j].mean()) ** 2).sum() / (rest**2).sum())
    whole = np.column_stack([x[:, 0], x[:, 1], x[:, 0] + x[:, 1]])
    assert (association.inflation(association.correlations(whole)[0]) > 1e9).all()
    assert np.isnan(association.inflation(np.full((2, 2), np.nan))).all()


@golden
@pytest.mark.parametrize("path", ["Agg_L2_vs_index_pearson", "Agg_L2_vs_index_spearman", "withparent_L1_L2"])
def test_correlations_up_the_tree_of_another_program(path: str) -> None:
    """Children with their parents, pillars with the index."""
    data = table("01_pipeline/Aggregated.csv")
    theirs = table(f"09_analysis/corr_{path}.csv")
    for a, b, value in theirs.iter_rows():
        x = matrix(data, [a, b])
        assert association.correlate(x[:, 0], x[:, 1], "spearman" in path)[0] == pytest.approx(value, abs=1e-12)


@golden
def test_p_values_of_another_program() -> None:
    """Pearson's to rounding. For Spearman's R sums a series where we take Student's t: apart by 0.002 at most."""
    for path, data, rank, most in (
        ("pvals_Raw_pearson", "Raw", False, 1e-12),
        ("pvals_Agg_pillars_spearman", "Aggregated", True, 2e-3),
    ):
        theirs = table(f"09_analysis/{path}.csv")
        names = theirs.columns[1:]
        ours = association.p_values(*association.correlations(matrix(table(f"01_pipeline/{data}.csv"), names), rank))
        assert np.abs(ours - matrix(theirs, names)).max() < most


@golden
def test_only_significant_correlations_of_another_program() -> None:
    """Within each pillar, those with p below 0.05; the others are blank there."""
    data = table("01_pipeline/Normalised.csv")
    for a, b, value in table("09_analysis/corr_Normalised_grouplev2_pval05.csv").iter_rows():
        if a == b:
            continue
        x = matrix(data, [a, b])
        r, n = association.correlate(x[:, 0], x[:, 1])
        significant = association.p_values(np.array([r]), np.array([float(n)]))[0] < 0.05
        assert significant == (value is not None)
        if value is not None:
            assert r == pytest.approx(value, abs=1e-12)


@golden
@pytest.mark.parametrize(("path", "low", "high"), [("high_0.75", 0.75, 1.0), ("low_-0.5", -1.0, -0.5)])
def test_flagged_pairs_of_another_program(path: str, low: float, high: float) -> None:
    """The pairs of siblings whose correlation is beyond a threshold."""
    data = table("01_pipeline/Normalised.csv")
    found = set()
    for pillar, children in tree().items():
        if not set(children) <= set(data.columns):
            continue
        r, _ = association.correlations(matrix(data, children))
        for i, j in np.argwhere(np.triu((r >= low) & (r <= high), 1)):
            found.add((pillar, *sorted((children[i], children[j]))))
    theirs = table(f"09_analysis/corr_flags_{path}_L2.csv")
    assert found == {(group, *sorted((a, b))) for group, a, b, _ in theirs.iter_rows()}


@golden
def test_alpha_of_another_program() -> None:
    """37 alphas at every stage and level, pairwise complete."""
    below = tree()

    def at(node: str, level: int) -> list[str]:
        depth = {"Index": 4, "Conn": 3, "Sust": 3}.get(node, 2 if node in below else 1)
        return [node] if depth == level else [leaf for child in below[node] for leaf in at(child, level)]

    theirs = table("09_analysis/cronbach.csv")
    assert theirs.height == 37
    for stage, group, level, alpha in theirs.iter_rows():
        x = matrix(table(f"01_pipeline/{stage}.csv"), at(group, level))
        assert association.cronbach(association.covariances(x)) == pytest.approx(alpha, abs=1e-12)


# --- correlations and their p-values


@pytest.mark.parametrize("seed", range(5))
def test_correlations_pair_by_pair(seed: int) -> None:
    """Each pair as SciPy has it over the units that have both."""
    x = holes(seed)
    for rank, other in ((False, scipy.stats.pearsonr), (True, scipy.stats.spearmanr)):
        r, n = association.correlations(x, rank)
        p = association.p_values(r, n)
        for i in range(x.shape[1]):
            for j in range(i):
                both = np.isfinite(x[:, [i, j]]).all(axis=1)
                theirs = other(x[both, i], x[both, j])
                assert n[i, j] == both.sum()
                assert r[i, j] == pytest.approx(theirs.statistic, abs=1e-12)
                assert p[i, j] == pytest.approx(theirs.pvalue, rel=1e-9)


def test_what_correlations_do_not_say() -> None:
    """Below three units, or without spread, there is none; of a line with itself r is 1 and p is 0."""
    gap = float("nan")
    line = np.arange(6.0)
    assert np.isnan(association.correlate(line, np.full(6, 0.1))[0])
    assert np.isnan(association.correlate(line, np.array([1, 2, gap, gap, gap, gap]))[0])
    r, n = association.correlations(np.column_stack([line, -line, line**3]), rank=True)
    assert r.tolist() == [[1, -1, 1], [-1, 1, -1], [1, -1, 1]]
    assert (association.p_values(r, n) == 0).all()
    assert np.isnan(association.p_values(np.array([gap, 0.5]), np.array([9.0, 2.0]))).all()


P = st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), min_size=1, max_size=30).map(np.array)


@given(p=P)
def test_corrections(p: Floats) -> None:
    """Between the p-value and Bonferroni's; Benjamini-Hochberg as SciPy, Holm by its definition; gaps stay gaps."""
    bh, holm = association.benjamini_hochberg(p), association.holm(p)
    tests = np.isfinite(p)
    assert np.isnan(bh[~tests]).all()
    assert np.isnan(holm[~tests]).all()
    if not tests.any():
        return
    q, m = p[tests], int(tests.sum())
    assert bh[tests] == pytest.approx(scipy.stats.false_discovery_control(q), abs=1e-12)
    ordered = sorted(q)
    by_hand = [max(min((m - k) * ordered[k], 1) for k in range(m) if ordered[k] <= value) for value in q]
    assert holm[tests] == pytest.approx(by_hand, abs=1e-12)
    assert (holm[tests] >= bh[tests] - 1e-12).all()


# --- reliability


@pytest.mark.parametrize(("k", "rho"), [(2, 0.5), (3, 0.2), (8, 0.6)])
def test_equal_correlations(k: int, rho: float) -> None:
    """Alpha and omega are the formula of Spearman and Brown; loadings are sqrt(rho); the first eigenvalue is known."""
    r = np.full((k, k), rho) + (1 - rho) * np.eye(k)
    expected = k * rho / (1 + (k - 1) * rho)
    assert association.cronbach(r) == pytest.approx(expected)
    assert association.eigenvalues(r) == pytest.approx([1 + (k - 1) * rho] + [1 - rho] * (k - 1))
    if k == 2:
        assert np.isnan(association.omega(r))
        assert association.kmo(r)[0] == pytest.approx(0.5)
        return
    assert association.one_factor(r) == pytest.approx(np.full(k, rho**0.5), abs=1e-9)
    assert association.omega(4 * r) == pytest.approx(expected)
    partial = rho / (1 + (k - 2) * rho)
    assert association.kmo(r)[0] == pytest.approx(rho**2 / (rho**2 + partial**2))


def test_one_factor_is_found_again() -> None:
    """Correlations made of one factor give its loadings, also where some are negative; omega by its definition."""
    loadings = np.array([0.9, 0.8, 0.5, 0.3, -0.4])
    r = np.outer(loadings, loadings)
    np.fill_diagonal(r, 1.0)
    assert association.one_factor(r) == pytest.approx(loadings, abs=1e-8)
    spread = np.array([1.0, 2.0, 3.0, 0.5, 1.5])
    c = r * np.outer(spread, spread)
    assert association.omega(c) == pytest.approx((loadings @ spread) ** 2 / c.sum(), abs=1e-8)
    # Three columns: l_1 = sqrt(r_12 r_13 / r_23) and so on.
    three = np.array([[1, 0.6, 0.5], [0.6, 1, 0.4], [0.5, 0.4, 1]])
    expected = [np.sqrt(0.6 * 0.5 / 0.4), np.sqrt(0.6 * 0.4 / 0.5), np.sqrt(0.5 * 0.4 / 0.6)]
    assert association.one_factor(three) == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("seed", range(3))
def test_one_factor_is_a_minimum(seed: int) -> None:
    """No small step in any direction comes nearer to the correlations."""
    chance = np.random.default_rng(seed)
    r, _ = association.correlations(chance.normal(size=(30, 6)) + chance.normal(size=(30, 1)))
    upper = np.triu_indices(6, 1)

    def apart(loadings: Floats) -> float:
        return float(((r - np.outer(loadings, loadings))[upper] ** 2).sum())

    made = association.one_factor(r)
    assert all(apart(np.clip(made + 1e-4 * chance.normal(size=6), -1, 1)) >= apart(made) for _ in range(200))


def test_the_interval_of_alpha_holds_the_truth() -> None:
    """Of 2,000 samples with equal correlations 95% have the true alpha inside, and 90% in the narrower interval."""
    chance = np.random.default_rng(0)
    n, k, rho, samples = 25, 4, 0.4, 2000
    truth = k * rho / (1 + (k - 1) * rho)
    for level in (0.95, 0.9):
        inside = 0
        for _ in range(samples):
            x = rho**0.5 * chance.normal(size=(n, 1)) + (1 - rho) ** 0.5 * chance.normal(size=(n, k))
            low, high = association.feldt(association.cronbach(np.cov(x, rowvar=False)), n, k, level)
            inside += low <= truth <= high
        assert inside / samples == pytest.approx(level, abs=0.02)
    low, high = association.feldt(0.8, 50, 5)
    assert 1 - low == pytest.approx(0.2 * scipy.stats.f.ppf(0.975, 49, 196))
    assert 1 - high == pytest.approx(0.2 * scipy.stats.f.ppf(0.025, 49, 196))


def test_kmo_by_brute_force() -> None:
    """Partial correlations are those of what regressions on all other columns leave."""
    x = np.random.default_rng(1).normal(size=(60, 4)) + np.random.default_rng(2).normal(size=(60, 1))
    r, _ = association.correlations(x)
    shared = partial = np.zeros(4)
    for i in range(4):
        for j in set(range(4)) - {i}:
            rest = np.column_stack([np.ones(60), *(x[:, m] for m in range(4) if m not in (i, j))])
            left = [x[:, m] - rest @ np.linalg.lstsq(rest, x[:, m])[0] for m in (i, j)]
            unit = np.eye(4)[i]
            shared = shared + unit * r[i, j] ** 2
            partial = partial + unit * np.corrcoef(left[0], left[1])[0, 1] ** 2
    total, each = association.kmo(r)
    assert each == pytest.approx(shared / (shared + partial))
    assert total == pytest.approx(shared.sum() / (shared + partial).sum())


def test_what_is_not_defined_is_nan() -> None:
    """One column, gaps, columns that repeat each other, columns without spread."""
    gap, twins = np.full((3, 3), np.nan), np.ones((3, 3))
    assert np.isnan(
        [association.cronbach(np.eye(1)), association.cronbach(gap), association.cronbach(np.zeros((3, 3)))]
    ).all()
    assert np.isnan([association.omega(gap), association.omega(np.zeros((3, 3))), association.kmo(twins)[0]]).all()
    assert np.isnan(association.eigenvalues(gap)).all()
    assert np.isnan(association.feldt(float("nan"), 10, 3)).all()
    assert np.isnan(association.covariances(np.array([[1.0, np.nan], [2.0, 1.0]]))[0, 1])


# --- importance


def test_importance_of_independent_parts() -> None:
    """y = x1 + 2 x2 + 0 x3, all alike and independent: 1/5, 4/5 and 0 of its variance."""
    x = np.random.default_rng(3).normal(size=(4000, 3))
    y = x @ np.array([1.0, 2.0, 0.0])
    for j, share in enumerate((0.2, 0.8, 0.0)):
        assert association.importance(x[:, j], y) == pytest.approx((share, share), abs=0.03)


def test_importance_sees_what_a_line_does_not() -> None:
    """A parabola explains everything, and nothing by a line; a line is a line; noise is nearly nothing."""
    x = np.linspace(-1, 1, 101)
    curve, line = association.importance(x, x**2)
    assert curve == pytest.approx(1, abs=0.01)
    assert line == pytest.approx(0, abs=1e-12)
    assert association.importance(x, 3 - 2 * x) == pytest.approx((1, 1))
    assert association.smooth(x, 3 - 2 * x) == pytest.approx(3 - 2 * x)
    noise = [association.importance(x, np.random.default_rng(k).normal(size=101))[0] for k in range(50)]
    assert np.mean(noise) < 0.04


def test_importance_of_few_values_is_the_ratio_of_their_means() -> None:
    """With three different values of x the curve goes through the means of the groups."""
    x = np.repeat([0.0, 1.0, 5.0], 40)
    y = np.repeat([0.0, 4.0, 1.0], 40) + 0.3 * np.random.default_rng(4).normal(size=120)
    between = np.repeat([y[x == value].mean() for value in (0.0, 1.0, 5.0)], 40).var()
    assert association.importance(x, y)[0] == pytest.approx(between / y.var(), abs=1e-3)


@given(seed=st.integers(0, 2**32 - 1), units=st.integers(5, 60))
def test_importance_is_a_share_not_below_the_line(seed: int, units: int) -> None:
    """0 <= line <= curve <= 1; x on another scale, or in another order of units, says the same."""
    x = holes(seed, units, 2)
    curve, line = association.importance(x[:, 0], x[:, 1])
    if np.isnan(curve):
        return
    assert 0 <= line <= curve + 1e-12 <= 1 + 1e-11
    assert association.importance(1000 - 3 * x[::-1, 0], x[::-1, 1])[1] == pytest.approx(line, abs=1e-9)


def test_importance_needs_data() -> None:
    """Below five units, or without spread, there is none."""
    line = np.arange(4.0)
    assert np.isnan(association.importance(line, line)).all()
    assert np.isnan(association.importance(np.ones(9), np.arange(9.0))).all()


def test_patterns() -> None:
    """Each set of gaps with the units that have it, the most frequent first."""
    gap = np.nan
    x = np.array([[1, gap, gap], [1, 2, 3], [1, gap, gap], [gap, 1, 1]])
    assert association.patterns(x) == [((1, 2), 2), ((), 1), ((0,), 1)]
