"""Weights: what every member keeps, other programs, closed forms; weights from judgements, wishes and doubt."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equalterms.methods import weigh
from equalterms.methods.aggregate import aggregate
from equalterms.methods.arrays import Floats
from equalterms.methods.weigh import correlations, shares
from equalterms.methods.weigh_factors import components, varimax
from equalterms.methods.weigh_given import ahp, benefit_of_the_doubt, ranked, weights_for_importance
from equalterms.methods.weigh_informed import informed
from tests.methods.golden_mcdm import PILLARS, golden, matrix, pillars, table, tree
from tests.methods.test_contracts import POSITIVE_TABLES

WHOLE = ["cilos", "idocriw"]  # methods that are defined on tables without gaps


def of(name: str) -> Callable[..., Floats]:
    """A member, with whatever options it takes."""
    return weigh[name]


# --- what every member keeps


# `given` stands for the weights of the study: it makes none.
METHODS = sorted(set(weigh) - {"given"} - informed)


@pytest.mark.parametrize("name", METHODS)
@given(x=POSITIVE_TABLES)
def test_weights_are_shares(name: str, x: Floats) -> None:
    """Any table with data: a weight for each column, 0 or more, 1 in sum."""
    x = np.nan_to_num(x, nan=3.0) if name in WHOLE else x
    if np.isfinite(x).all(axis=1).sum() < 3 or not np.isfinite(x).any(axis=0).all():
        return
    w = of(name)(x)
    assert w.shape == (x.shape[1],)
    assert (w >= 0).all()
    assert w.sum() == pytest.approx(1)


@pytest.mark.parametrize("name", METHODS)
def test_weights_do_not_see_the_order_of_rows_and_columns(name: str) -> None:
    """Units and parts in any order; gaps where the method takes them."""
    rng = np.random.default_rng(11)
    x = rng.lognormal(size=(30, 6)) @ (np.eye(6) + 0.3)
    if name not in WHOLE:
        x[3, 2] = x[7, 0] = np.nan
    w, rows, columns = of(name)(x), rng.permutation(30), rng.permutation(6)
    assert of(name)(x[rows][:, columns]) == pytest.approx(w[columns], abs=1e-6)


@pytest.mark.parametrize("name", sorted(set(METHODS) - {"equal", "merec", "factor"}))
def test_what_tells_no_units_apart_weighs_nothing(name: str) -> None:
    """A column of one value has no weight, except where the rest has none either; columns alike weigh alike."""
    x = np.random.default_rng(2).uniform(1, 9, (12, 3))
    x[:, 1] = 0.1 + 0.2
    if name not in WHOLE:  # of CILOS a part that no choice loses is the most important one
        assert of(name)(x)[1] == pytest.approx(0, abs=1e-12)
    assert of(name)(np.full((5, 4), 7.0)) == pytest.approx([0.25] * 4)
    x[:, 1] = x[:, 0]
    w = of(name)(x)
    assert w[0] == pytest.approx(w[1])


def test_values_that_make_no_sense_are_refused() -> None:
    """Shares of negative values, logarithms of 0, components of too few units: errors that say what to do."""
    x = np.array([[0.0, 1.0], [-1.0, 2.0], [3.0, 3.0]])
    for name in ("entropy", "gini", "angle", "coefficient_of_variation", "merec", "cilos"):
        with pytest.raises(ValueError, match="needs values"):
            of(name)(x)
    with pytest.raises(ValueError, match="without gaps: fill them first"):
        of("cilos")(np.array([[1.0, np.nan], [2.0, 2.0]]))
    with pytest.raises(ValueError, match="needs 3 units without gaps and finds 1"):
        of("pca")(np.array([[1.0, np.nan], [2.0, 2.0], [np.nan, 1.0]]))
    with pytest.raises(ValueError, match="number 3 a loading below 0"):
        of("pca")(np.array([[1.0, 2, -1], [2, 4, -3], [3, 5, -2], [4, 9, -5]]), squared=False)


# --- closed forms


def test_closed_forms() -> None:
    """Small tables whose weights can be worked out on paper."""
    x = np.array([[1.0, 1.0], [3.0, 9.0]])
    assert of("standard_deviation")(x) == pytest.approx([2 / 10, 8 / 10])
    assert of("standard_deviation")(x, rescale=True) == pytest.approx([0.5, 0.5])
    assert of("coefficient_of_variation")(x) == pytest.approx(np.array([1, 1.6]) / 2.6)
    # Gini of (1, 3) is 1/4, of (1, 9) 2/5.
    assert of("gini")(x) == pytest.approx(np.array([0.25, 0.4]) / 0.65)
    e = [1 + (p * np.log2(p) + (1 - p) * np.log2(1 - p)) for p in (0.25, 0.1)]
    assert of("entropy")(x) == pytest.approx(np.array(e) / sum(e))
    # Two columns that move together do not conflict: all weight on the third, which moves against both.
    assert of("critic")(np.array([[0.0, 0, 1], [1, 1, 0]])) == pytest.approx([0.25, 0.25, 0.5])


@given(seed=st.integers(0, 500), gaps=st.booleans())
def test_correlations_pair_by_pair(seed: int, gaps: bool) -> None:
    """Correlations over the units that both have, as NumPy finds them pair by pair; far from 0 too."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(9, 4)) + 1e5
    if gaps:
        x[rng.uniform(size=x.shape) < 0.2] = np.nan
    r = correlations(x)
    for j in range(4):
        for k in range(4):
            both = np.isfinite(x[:, [j, k]]).all(axis=1)
            if both.sum() > 2:
                assert r[j, k] == pytest.approx(np.corrcoef(x[both, j], x[both, k])[0, 1], abs=1e-9)


def test_factors_of_a_known_structure() -> None:
    """Two groups of columns, one of three and one of two: varimax finds them, each column weighs its own share."""
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(2, 4000, 1))
    x = np.hstack([first + 0.5 * rng.normal(size=(4000, 3)), second + 0.5 * rng.normal(size=(4000, 2))])
    values, vectors = components(x)
    turned = varimax(vectors[:, :2] * np.sqrt(values[:2]))
    own = np.sort(np.abs(turned), axis=1)
    assert (own[:, 0] < 0.05).all()
    assert (own[:, 1] > 0.85).all()
    assert (turned**2).sum() == pytest.approx(values[:2].sum())
    assert of("factor")(x) == pytest.approx([0.2] * 5, abs=0.01)
    # One factor: nothing to turn, and the same as the first component.
    assert of("factor")(x[:, :3]) == pytest.approx(of("pca")(x[:, :3]), abs=1e-12)
    assert of("factor")(x, least=100.0) == pytest.approx(of("pca")(x), abs=1e-12)


def test_varimax_is_the_best_turn() -> None:
    """In two dimensions every angle can be tried: none gives a greater variance of squared loadings."""
    loadings = np.random.default_rng(4).normal(size=(7, 2))
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))

    def criterion(turned: Floats) -> float:
        return float(((turned / length) ** 2).var(axis=0).sum())

    turns = [np.array([[np.cos(a), -np.sin(a)], [np.sin(a), np.cos(a)]]) for a in np.linspace(0, np.pi, 2001)]
    assert criterion(varimax(loadings)) >= max(criterion(loadings @ turn) for turn in turns) - 1e-12


# --- weights that are asked for


def test_ahp_of_consistent_and_published_judgements() -> None:
    """Consistent judgements come back exactly; a matrix worked by hand; contradictions and wrong forms."""
    w = np.array([0.5, 0.3, 0.2])
    exact = ahp(w[:, None] / w)
    assert exact.weights == pytest.approx(w)
    assert exact.ratio == pytest.approx(0, abs=1e-12)
    # Of order 3 the greatest eigenvalue is 1 + d + 1/d, d the cube root of a13/(a12 a23), and the
    # eigenvector the geometric means of the rows.
    a = np.array([[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]])
    d = (5 / 9) ** (1 / 3)
    made = ahp(a)
    assert made.eigenvalue == pytest.approx(1 + d + 1 / d)
    assert made.ratio == pytest.approx((1 + d + 1 / d - 3) / 2 / 0.58)
    assert made.weights == pytest.approx(shares(np.prod(a, axis=1) ** (1 / 3)))
    assert ahp(np.array([[1, 9, 1 / 9], [1 / 9, 1, 9], [9, 1 / 9, 1]])).ratio > 1
    with pytest.raises(ValueError, match="row 1, column 2 is not 1 over"):
        ahp(np.array([[1.0, 3], [1, 1]]))
    with pytest.raises(ValueError, match="square matrix"):
        ahp(np.ones((2, 3)))
    with pytest.raises(ValueError, match="above 0"):
        ahp(np.zeros((2, 2)))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_benefit_of_the_doubt(seed: int) -> None:
    """No unit exceeds 1 under anyone's weights, someone reaches it, and no weights tried at random do better."""
    pytest.importorskip("scipy")
    rng = np.random.default_rng(seed)
    x = rng.uniform(1, 10, (8, 3))
    made = benefit_of_the_doubt(x)
    assert (x @ made.weights.T).max() <= 1 + 1e-9
    assert (made.weights * x).sum(axis=1) == pytest.approx(made.scores)
    assert made.scores.max() == pytest.approx(1)
    tried = rng.dirichlet(np.ones(3), 2000) / x.max(axis=0)
    table = x @ tried.T
    assert (made.scores[:, None] >= table / table.max(axis=0) - 1e-9).all()
    # In any measure of the parts, and in any order of the units, the same scores.
    order = rng.permutation(8)
    assert benefit_of_the_doubt(x[order] * [1, 1000, 0.01]).scores == pytest.approx(made.scores[order])


def test_benefit_of_the_doubt_with_bounds_and_gaps() -> None:
    """Shares stay in their bounds; equal bounds leave no choice; a gap has no weight and holds no one back."""
    pytest.importorskip("scipy")
    x = np.random.default_rng(1).uniform(1, 10, (9, 4))
    free, bound = benefit_of_the_doubt(x), benefit_of_the_doubt(x, low=0.1, high=0.4)
    part = bound.weights * x / bound.scores[:, None]
    assert part.min() >= 0.1 - 1e-9
    assert part.max() <= 0.4 + 1e-9
    assert (bound.scores <= free.scores + 1e-9).all()
    best = benefit_of_the_doubt(np.array([[2.0, 4.0], [1.0, 4.0], [2.0, 1.0]]), low=0.5, high=0.5)
    assert best.scores == pytest.approx([1, 2 / 3, 0.4])
    x[0, 1] = np.nan
    x[5] = np.nan
    gaps = benefit_of_the_doubt(x)
    assert gaps.weights[0, 1] == 0
    assert np.isnan(gaps.scores[5])
    assert np.isfinite(np.delete(gaps.scores, 5)).all()
    for wrong in ({"low": 0.3}, {"high": 0.1}, {"low": -1.0}, {"low": 0.5, "high": 0.2}):
        with pytest.raises(ValueError, match="needs"):
            benefit_of_the_doubt(x, **wrong)
    with pytest.raises(ValueError, match="above 0 where low"):
        benefit_of_the_doubt(np.zeros((2, 2)), low=0.1)


def test_importance_goes_to_the_part_it_was_asked_for() -> None:
    """The reference program mixes targets up by the alphabet: here column j gets what is asked for column j."""
    pytest.importorskip("scipy")
    x = np.random.default_rng(7).normal(size=(200, 4)) * [1, 5, 2, 3]
    wanted = np.array([1.0, 1, 4, 2])
    made = weights_for_importance(x, wanted)
    assert made.missed < 1e-12
    assert made.reached == pytest.approx(wanted / 8)
    order = np.array([2, 0, 3, 1])
    assert weights_for_importance(x[:, order], wanted[order]).weights == pytest.approx(made.weights[order])
    # By search the same as in closed form, and with gaps or another mean near it.
    searched = weights_for_importance(x, wanted, index=lambda v, w: aggregate["arithmetic"](v, w))
    assert searched.weights == pytest.approx(made.weights, abs=1e-4)
    assert weights_for_importance(x, wanted, by="spearman").missed < 0.01
    x[3, 1] = np.nan
    assert weights_for_importance(x, wanted).missed < 1e-4
    with pytest.raises(ValueError, match="4 wanted shares"):
        weights_for_importance(x, np.ones(3))


def test_importance_that_cannot_be_had_says_how_far_it_missed() -> None:
    """Of two columns that move together neither can have all importance; weights never go below 0."""
    pytest.importorskip("scipy")
    rng = np.random.default_rng(3)
    first = rng.normal(size=100)
    x = np.column_stack([first, first + 0.3 * rng.normal(size=100)])
    made = weights_for_importance(x, np.array([1.0, 5.0]))
    assert made.weights == pytest.approx([0, 1], abs=1e-6)
    assert made.missed > 0.3


def test_ranks_with_ties_for_spearman() -> None:
    """Equal values share their mean rank, up to a step that correlations do not see."""
    assert ranked(np.array([[1.0], [2], [2], [5]]))[:, 0].tolist() == [-3, 0, 0, 3]


# --- other programs


@golden
def test_objective_weights() -> None:
    """pymcdm and pyrepo-mcda on the eight pillars: every row."""
    x = pillars()
    reference = table("14_mcdm/objective_weights.csv")
    names = {
        "stddev": "standard_deviation",
        "coeffvar": "coefficient_of_variation",
        "coeffvar_sd_n-1": "coefficient_of_variation",
        "critic_minmax_sd_n-1": "critic",
    }
    for row in reference.iter_rows():
        name = row[0].split("__")[0]
        ranged = name == "stddev_minmax_sd_n"
        w = of("standard_deviation")(x, rescale=True) if ranged else of(names.get(name, name))(x)
        assert np.abs(w - np.array(row[1:], dtype=float)).max() < 1e-13, row[0]


@golden
def test_principal_components() -> None:
    """COINr's rotations and deviations of every group, and its weights: the first loadings, sign and size aside."""
    values = table("01_pipeline/Aggregated.csv")
    for level, groups in ((1, list(tree())[:8]), (2, ["Conn", "Sust"]), (3, ["Index"])):
        weights = table(f"08_weights/PCA_weights_level{level}.csv")
        stated = {str(code): float(w) for code, _, w in weights.iter_rows()}
        for group in groups:
            rotation = table(f"08_weights/PCA_level{level}_{group}__rotation.csv")
            names = rotation["row"].to_list()
            found, vectors = components(matrix(values, names))
            wanted = matrix(rotation, rotation.columns[1:])
            assert np.abs(np.abs(vectors) - np.abs(wanted)).max() < 1e-12, group
            deviations = table(f"08_weights/PCA_level{level}_{group}__sdev.csv")["sdev"].to_numpy()
            assert np.sqrt(found) == pytest.approx(deviations, rel=1e-12)
            assert of("pca")(matrix(values, names)) == pytest.approx(wanted[:, 0] ** 2, abs=1e-12)
            assert np.abs(np.abs(vectors[:, 0]) - np.abs([stated[name] for name in names])).max() < 1e-12


@golden
def test_principal_components_without_groups_and_with_gaps() -> None:
    """All eight pillars at once, and raw indicators with gaps, where units that lack any of a group are left out."""
    cases = {"08_weights/PCA_level2_nogroups_weights.csv": ("01_pipeline/Aggregated.csv", [PILLARS])}
    below = [tree()[group] for group in tree()["Sust"]]
    cases["08_weights/PCA_raw_Sust_weights.csv"] = ("01_pipeline/Raw.csv", below)
    for path, (values, groups) in cases.items():
        stated = {str(code): float(w) for code, _, w in table(path).iter_rows()}
        for names in groups:
            first = components(matrix(table(values), names))[1][:, 0]
            wanted = np.array([stated[name] for name in names])
            assert min(np.abs(first - wanted).max(), np.abs(first + wanted).max()) < 1e-12


@golden
def test_optimised_weights() -> None:
    """COINr's two sub-indices: the balanced weights agree; its 1:2, which it buys with a weight below 0, is refused."""
    pytest.importorskip("scipy")
    x = matrix(table("01_pipeline/Aggregated.csv"), ["Conn", "Sust"])
    wanted = table("08_weights/optw_L3_equal_tol1e-10__corr.csv")["OptWeight"].to_numpy()
    made = weights_for_importance(x)
    assert made.weights == pytest.approx(wanted, abs=1e-9)
    assert made.missed < 1e-12
    assert table("08_weights/optw_L3_1_2_tol1e-10__corr.csv")["OptWeight"].min() == pytest.approx(-0.1, abs=1e-4)
    refused = weights_for_importance(x, np.array([1.0, 2.0]))
    assert refused.weights == pytest.approx([0, 1], abs=1e-9)
    assert refused.missed == pytest.approx(0.0422, abs=1e-4)
    # Ranks: the reference stops at a worse point.
    reached = table("08_weights/optw_L3_equal_spearman__corr.csv")["Obtained"].to_numpy()
    assert weights_for_importance(x, by="spearman").missed <= np.abs(reached - 0.5).max()
