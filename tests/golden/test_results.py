"""What COINr makes of its example index once it is scored: tables, comparisons, weights."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from equalterms.compare import compare
from equalterms.describe import statistics
from equalterms.files import load
from equalterms.methods import association
from equalterms.methods.arrays import Floats, ranks
from equalterms.methods.weigh_given import weights_for_importance
from equalterms.model import Study
from equalterms.reasons import why
from equalterms.scores import Scores, effective, score
from equalterms.variations import what_if
from tests.golden.asem import SHARED, reference, write

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference values (../shared/golden) are not here")
RECIPE = "  fill: mean(by=EurAsia_group)\n  treat: coinr_rule(most=5)\n"


@pytest.fixture(scope="module")
def asem(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The example index as a study."""
    return load(write(tmp_path_factory.mktemp("asem"), RECIPE))


@pytest.fixture(scope="module")
def made(asem: Study) -> Scores:
    """Its scores."""
    return score(asem)


def told(path: str, said: str) -> None:
    """Print a file that was checked."""
    print(f"\ngolden {path}: {said}")


def nodes(made: Scores, columns: list[str]) -> Floats:
    """Scores of nodes, columns in the order asked for."""
    return np.column_stack([made.nodes[id] for id in columns])


@pytest.mark.parametrize("path", ["results_Summ_scores", "results_Aggs_scores", "results_Full_scores"])
def test_tables_of_scores(made: Scores, path: str) -> None:
    """Scores to the ten decimals that the tables give, best first, with the rank."""
    frame = pl.read_csv(SHARED / "01_pipeline" / f"{path}.csv", infer_schema_length=None)
    units = [unit.code for unit in made.study.units]
    columns = [name for name in frame.columns if name not in ("uCode", "Rank")]
    theirs = reference(f"01_pipeline/{path}.csv", units, columns)
    assert np.abs(nodes(made, columns) - theirs).max() < 1e-10
    assert frame["uCode"].to_list() == [row["unit"] for row in made.rows()]
    assert frame["Rank"].to_list() == [row["rank"] for row in made.rows()]
    told(f"01_pipeline/{path}.csv", f"{frame.height} x {len(columns)} to ten decimals")


@pytest.mark.parametrize("path", ["results_Summ_ranks", "results_Aggs_ranks", "results_Full_ranks"])
def test_tables_of_ranks(made: Scores, path: str) -> None:
    """Every rank of every node. Greece's TolMin differs from two others' in the last bit alone: a tie by our rule."""
    frame = pl.read_csv(SHARED / "01_pipeline" / f"{path}.csv", infer_schema_length=None)
    columns = [name for name in frame.columns if name != "uCode"]
    units = [unit.code for unit in made.study.units]
    theirs = reference(f"01_pipeline/{path}.csv", units, columns)
    assert np.array_equal(ranks(nodes(made, columns).T, exact=True).T, theirs)
    level = theirs != ranks(nodes(made, columns).T).T
    assert level.sum() <= 1
    told(f"01_pipeline/{path}.csv", f"ranks equal, {int(level.sum())} of them apart by the last bit alone")


def test_ranks_within_groups(made: Scores) -> None:
    """The rank of each unit among those of its group of income."""
    path = "01_pipeline/results_Aggs_groupranks_GDPpc.csv"
    frame = pl.read_csv(SHARED / path)
    columns = frame.columns[2:]
    labels = np.array([unit.groups["GDPpc_group"] for unit in made.study.units])
    units = [unit.code for unit in made.study.units]
    theirs = reference(path, units, columns)
    for label in set(labels):
        inside = labels == label
        assert np.array_equal(ranks(nodes(made, columns)[inside].T).T, theirs[inside])
    told(path, "ranks equal")


def test_raw_indicators_beside_scores(made: Scores) -> None:
    """The scores of the nodes beside the published values of the indicators."""
    path = "01_pipeline/results_Aggs_rawindicators.csv"
    leaves = [leaf.id for leaf in made.study.indicators]
    theirs = reference(path, [unit.code for unit in made.study.units], leaves)
    assert np.allclose(made.table.observed, theirs, equal_nan=True, rtol=0, atol=1e-9)
    told(path, "values alike")


def test_one_unit(asem: Study, made: Scores) -> None:
    """India's scores and ranks at every node, from the tree of reasons."""
    frame = pl.read_csv(SHARED / "01_pipeline" / "unit_summary_IND.csv")
    found: dict[str, tuple[float | None, int | None]] = {}
    todo = [why(asem, "IND", scores=made)]
    while todo:
        reason = todo.pop()
        found[reason.node] = (reason.value, reason.rank)
        todo += reason.children
    for code, _, value, rank in frame.iter_rows():
        score_of, rank_of = found[code]
        assert score_of == pytest.approx(value, rel=1e-10)
        assert rank_of == rank
    told("01_pipeline/unit_summary_IND.csv", f"{frame.height} rows alike")


def test_screening_summary(made: Scores) -> None:
    """After imputation every unit has its data: the summary of the pipeline's screening."""
    frame = pl.read_csv(SHARED / "01_pipeline" / "Screened_DataSummary.csv")
    zeros = dict(frame.select("uCode", "N_zero").iter_rows())
    for u, unit in enumerate(made.study.units):
        assert int((made.columns.filled[u] == 0).sum()) == zeros[unit.code]
    assert frame["Included"].all()
    assert made.columns.kept.all()
    told("01_pipeline/Screened_DataSummary.csv", "zeros and inclusion alike")


@pytest.mark.parametrize(
    "name", ["byNA_default", "byNA_0.85", "byNA_0.9", "byzeros_0.9", "byNAandzeros_0.9_0.9", "force"]
)
def test_screening_summaries_count_alike(name: str, asem: Study) -> None:
    """Missing, zeros and shares of the raw values, whatever the rule."""
    from equalterms.methods.screen import share_available, share_nonzero

    frame = pl.read_csv(SHARED / "07_screen" / f"{name}__summary.csv")
    units = [unit.code for unit in asem.units]
    x = reference("01_pipeline/Raw.csv", units, [leaf.id for leaf in asem.indicators])
    rows = {row["uCode"]: row for row in frame.iter_rows(named=True)}
    available, nonzero = share_available(x), share_nonzero(x)
    for u, unit in enumerate(units):
        assert int(np.isnan(x[u]).sum()) == rows[unit]["N_missing"]
        assert int((x[u] == 0).sum()) == rows[unit]["N_zero"]
        assert available[u] == pytest.approx(rows[unit]["Dat_Avail"], abs=1e-12)
        assert nonzero[u] == pytest.approx(rows[unit]["Non_Zero"], abs=1e-12)
    told(f"07_screen/{name}__summary.csv", "below 1e-12")


def variants(asem: Study) -> dict[str, Study]:
    """The recipes that the comparison of several has."""
    screened = replace(asem, recipe=replace(asem.recipe, fill=what_if(asem, "fill", "none").recipe.fill))
    return {
        "Nominal": asem,
        "Prank": what_if(asem, "normalise", "percentile_rank(high=1)"),
        "NoLPIFor": what_if(what_if(asem, "drop", "LPI"), "drop", "Forest"),
        "Screen90": what_if(screened, "screen", "by_data(least=0.9)"),
        "Gmean": what_if(what_if(asem, "normalise", "minmax(low=1)"), "aggregate", "geometric"),
    }


def test_several_recipes_side_by_side(asem: Study) -> None:
    """Ranks and scores of five recipes, their differences from the first, and which units only some of them have."""
    units = [unit.code for unit in asem.units]
    results = {name: score(study) for name, study in variants(asem).items()}
    names = list(results)
    for by in ("ranks", "scores"):
        ours = np.column_stack([each.rank() if by == "ranks" else each.index for each in results.values()])
        theirs = reference(f"10_adjust/compare_multi_{by}_Values.csv", units, names)
        assert np.allclose(ours, theirs, equal_nan=True, rtol=1e-10)
        diffs = reference(f"10_adjust/compare_multi_{by}_Diffs.csv", units, names)
        away = ours - ours[:, :1]
        assert np.allclose(away, diffs, equal_nan=True, atol=1e-9)
        absolute = reference(f"10_adjust/compare_multi_{by}_AbsDiffs.csv", units, names)
        assert np.allclose(np.abs(away), absolute, equal_nan=True, atol=1e-9)
        told(f"10_adjust/compare_multi_{by}_Values.csv, _Diffs, _AbsDiffs", "alike")


@pytest.mark.parametrize(
    ("path", "other"),
    [("compare_coins_prank", "Prank"), ("compare_coins_screen90", "Screen90")],
)
def test_two_recipes(asem: Study, path: str, other: str) -> None:
    """`compare` of two recipes gives both ranks; what moved is all method, or units."""
    second = variants(asem)[other]
    found = {row.unit: row for row in compare(asem, second).rows}
    frame = pl.read_csv(SHARED / "10_adjust" / f"{path}_ranks.csv", null_values="NA")
    for row in frame.iter_rows(named=True):
        ours = found[row["uCode"]]
        assert (ours.rank_a, ours.rank_b) == (row["coin.1"], row["coin.2"])
    told(f"10_adjust/{path}_ranks.csv", "ranks equal")


@pytest.mark.parametrize("by", ["ranks", "scores"])
def test_correlations_of_two_recipes(asem: Study, by: str) -> None:
    """Node by node, Pearson's correlation of the ranks or scores under two normalisations.

    Under percentile ranks many scores are equal but for the last bit, which the reference ranks as it falls:
    its correlations of ranks are apart from ours, which are those of ties, by up to 0.002.
    """
    first, second = score(asem), score(variants(asem)["Prank"])
    worst = 0.0
    for id, value in pl.read_csv(SHARED / "10_adjust" / f"compare_corr_prank_{by}.csv").iter_rows():
        a, b = (each.rank(id) if by == "ranks" else each.nodes[id] for each in (first, second))
        worst = max(worst, abs(association.correlate(a, b)[0] - value))
    told(f"10_adjust/compare_corr_prank_{by}.csv", f"{worst:.1e}")
    assert worst < (2e-3 if by == "ranks" else 1e-10)


def test_scores_of_two_recipes(asem: Study) -> None:
    """The scores of both and their difference."""
    path = "10_adjust/compare_coins_prank_scores.csv"
    units = [unit.code for unit in asem.units]
    theirs = reference(path, units, ["coin.1", "coin.2", "Diff"])
    a, b = score(asem).index, score(variants(asem)["Prank"]).index
    assert np.allclose(np.column_stack([a, b, a - b]), theirs, rtol=1e-10)
    told(path, "below 1e-10")


def test_effective_weights(made: Scores) -> None:
    """The share of each of 60 nodes in the index."""
    ours = effective(made.study, made.weights)
    theirs = dict(pl.read_csv(SHARED / "08_weights" / "eff_weights.csv").select("iCode", "EffWeight").iter_rows())
    worst = max(abs(ours[id] / value - 1) for id, value in theirs.items())
    told("08_weights/eff_weights.csv", f"{worst:.1e}")
    assert set(ours) == set(theirs)
    assert worst < 1e-12


def test_noisy_weights_lie_where_ours_may(made: Scores) -> None:
    """A hundred draws of a quarter's noise: each within the range that `vary: weights: {noise: 0.25}` draws from."""
    from equalterms.model import Variation
    from equalterms.variations import factors

    study = replace(made.study, vary=(Variation("weights", {"noise": 0.25}),))
    ranges = {factor.key.partition(".")[2]: (factor.low, factor.high) for factor in factors(study)}
    frame = pl.read_csv(SHARED / "08_weights" / "noisy_weights_100.csv")
    seen = frame.filter(pl.col("iCode") != "Index")
    assert all(ranges[row[0]][0] <= row[1] <= ranges[row[0]][1] for row in seen.select("iCode", "Weight").iter_rows())
    told("08_weights/noisy_weights_100.csv", "within the ranges")


@pytest.mark.parametrize("name", ["equal_default", "equal_tol1e-10", "equal_spearman"])
def test_weights_for_equal_importance(made: Scores, name: str) -> None:
    """Two sub-indices of the same importance: no worse than theirs, and their own weights where these are exact."""
    x = np.column_stack([made.nodes["Conn"], made.nodes["Sust"]])
    theirs = pl.read_csv(SHARED / "08_weights" / f"optw_L3_{name}__corr.csv")
    by = "spearman" if "spearman" in name else "pearson"
    ours = weights_for_importance(x, by=by)
    missed = float(np.abs(theirs["Obtained"].to_numpy() - 0.5).max())
    assert ours.missed <= missed + 1e-9
    if name == "equal_tol1e-10":
        shares = theirs["OptWeight"].to_numpy() / theirs["OptWeight"].sum()
        assert ours.weights == pytest.approx(shares, abs=1e-6)
    told(f"08_weights/optw_L3_{name}__*.csv", f"missed by {ours.missed:.1e}, theirs by {missed:.1e}")


def test_unequal_importance_needs_a_negative_weight_there(made: Scores) -> None:
    """1 to 2 is reached only with a negative weight, as the reference has it: ours stays at 0 and tells the rest."""
    theirs = pl.read_csv(SHARED / "08_weights" / "optw_L3_1_2_tol1e-10__corr.csv")
    assert float(theirs["OptWeight"].to_numpy().min()) < 0
    ours = weights_for_importance(np.column_stack([made.nodes["Conn"], made.nodes["Sust"]]), np.array([1.0, 2.0]))
    assert ours.weights.min() >= 0
    assert ours.missed > 0
    told("08_weights/optw_L3_1_2_tol1e-10__*.csv", "the reference's weight is negative; ours is 0")


@pytest.mark.parametrize("level", ["L3_infomax_default", "L2_infomax_default", "L2_infomax_tol1e-8"])
def test_infomax_is_no_less(made: Scores, level: str) -> None:
    """The sum of correlations under our closed form is at least theirs."""
    from equalterms.methods import weigh

    children = (
        ["Conn", "Sust"]
        if level.startswith("L3")
        else [p.id for p in made.study.pillars if p.parent in ("Conn", "Sust")]
    )
    x = nodes(made, children)
    index = x @ weigh["infomax"](x)
    ours = sum(association.correlate(x[:, k], index)[0] for k in range(x.shape[1]))
    theirs = (
        pl.read_csv(SHARED / "08_weights" / f"optw_{level}__corr.csv", null_values="NA")["Obtained"].to_numpy().sum()
    )
    told(f"08_weights/optw_{level}__*.csv", f"sum of correlations {ours:.6f}, theirs {theirs:.6f}")
    assert ours >= theirs - 1e-9


@pytest.mark.parametrize("name", ["L2_equal_default", "L2_equal_tol1e-8"])
def test_equal_importance_of_eight_pillars(made: Scores, name: str) -> None:
    """Theirs are negative and not unique: with weights of 0 or more ours miss by as little as can be, and say so."""
    theirs = pl.read_csv(SHARED / "08_weights" / f"optw_{name}__corr.csv")
    x = nodes(made, [p.id for p in made.study.pillars if p.parent in ("Conn", "Sust")])
    ours = weights_for_importance(x)
    assert ours.weights.min() >= 0
    lag = float(((ours.reached - 0.125) ** 2).sum())
    for k in range(8):
        for step in (0.02, -0.02):
            w = np.maximum(ours.weights + step * np.eye(8)[k], 0)
            table = np.column_stack([x, x @ (w / w.sum())])
            r = np.corrcoef(table, rowvar=False)[-1, :-1]
            assert float(((r / r.sum() - 0.125) ** 2).sum()) >= lag - 1e-9
    if "tol" in name:
        assert float(theirs["OptWeight"].to_numpy().min()) < 0
    told(f"08_weights/optw_{name}__*.csv", f"missed by {ours.missed:.3f} without negative weights")


def test_statistics_of_aggregates(made: Scores) -> None:
    """Moments of all 60 columns of the aggregated table."""
    theirs = pl.read_csv(SHARED / "09_analysis" / "stats_Aggregated.csv", infer_schema_length=None)
    ids = theirs["iCode"].to_list()
    width = len(made.study.indicators)
    worst = 0.0
    for first in range(0, len(ids), width):
        some = ids[first : first + width]
        x = nodes(made, [*some, *[ids[0]] * (width - len(some))])
        for row, ours in zip(
            theirs[first : first + width].iter_rows(named=True), statistics(made.study, x), strict=False
        ):
            for key, value in (("Mean", ours.mean), ("Std", ours.sd), ("Skew", ours.skewness), ("Kurt", ours.kurtosis)):
                assert value is not None
                worst = max(worst, abs(value - float(row[key])) / max(abs(float(row[key])), 1e-3))
    told("09_analysis/stats_Aggregated.csv", f"{worst:.1e}")
    assert worst < 1e-10


def test_correlations_with_the_family(made: Scores) -> None:
    """Each indicator with its pillar, sub-index and index."""
    parents = {node.id: node.parent or "" for node in made.study.nodes}
    worst = 0.0
    for level, id, value in pl.read_csv(SHARED / "09_analysis" / "corr_family_L1.csv").iter_rows():
        up = parents[id]
        for _ in range({"Pillar": 0, "Sub-index": 1, "Index": 2}[level]):
            up = parents[up]
        worst = max(worst, abs(association.correlate(made.nodes[id], made.nodes[up])[0] - value))
    told("09_analysis/corr_family_L1.csv", f"{worst:.1e}")
    assert worst < 1e-10


def test_no_pair_is_above_nine_tenths(asem: Study) -> None:
    """The file of flags at 0.9 has no rows, and neither have we, within the whole index."""
    assert pl.read_csv(SHARED / "09_analysis" / "corr_flags_high_0.9_L4.csv").height == 0
    x = reference("01_pipeline/Normalised.csv", [u.code for u in asem.units], [leaf.id for leaf in asem.indicators])
    r, _ = association.correlations(x)
    assert (np.abs(r[~np.eye(len(r), dtype=bool)]) < 0.9).all()
    told("09_analysis/corr_flags_high_0.9_L4.csv", "none, as there")


def test_correlations_with_size_by_ranks(asem: Study) -> None:
    """Spearman's with the denominators, above 0.7."""
    series = ["Area", "Energy", "GDP", "Population"]
    codes = [unit.code for unit in asem.units]
    sizes = asem.observations.cube(codes, series, (asem.time,)).values[0]
    raw = score(asem).table.observed
    found = {}
    for i, leaf in enumerate(asem.indicators):
        for k, name in enumerate(series):
            r = association.correlate(raw[:, i], sizes[:, k], True)[0]
            if abs(r) > 0.7:
                found[leaf.id, name] = r
    theirs = pl.read_csv(SHARED / "06_denominate" / "denom_corr_0.7_spearman.csv")
    wanted = {(row[0], row[1]): row[2] for row in theirs.iter_rows()}
    assert set(found) == set(wanted)
    assert all(found[key] == pytest.approx(value, abs=1e-12) for key, value in wanted.items())
    told("06_denominate/denom_corr_0.7_spearman.csv", f"{len(wanted)} pairs alike")


def test_the_lineage(asem: Study) -> None:
    """Each indicator's way up the tree."""
    parents = {node.id: node.parent or "" for node in asem.nodes}
    for row in pl.read_csv(SHARED / "00_inputs" / "lineage.csv").iter_rows():
        assert [parents[id] for id in row[:-1]] == list(row[1:])
    told("00_inputs/lineage.csv", "alike")
