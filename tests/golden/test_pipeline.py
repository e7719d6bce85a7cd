"""The whole pipeline of COINr's example index, stage by stage, to 1e-10 and rank by rank."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from equalterms.files import load
from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Indicator, Study
from equalterms.scores import Scores, score
from equalterms.variations import what_if
from tests.golden.asem import SHARED, reference, write

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference values (../shared/golden) are not here")
RECIPE = """  fill: mean(by=EurAsia_group)
  treat: skew_rule(most=5)
  normalise: minmax
  aggregate: arithmetic
"""


@pytest.fixture(scope="module")
def asem(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The example index as a study."""
    return load(write(tmp_path_factory.mktemp("asem"), RECIPE))


def apart(ours: Floats, theirs: Floats) -> float:
    """The largest relative difference; infinite where one has a gap and the other has none."""
    if not np.array_equal(np.isnan(ours), np.isnan(theirs)):
        return float("inf")
    scale = np.maximum(np.abs(theirs), 1e-12)
    return float(np.nanmax(np.abs(ours - theirs) / scale, initial=0.0))


def compare(made: Scores, path: str, values: Floats, columns: list[str]) -> None:
    """Hold our values to a file's, and print how far apart they are."""
    units = [unit.code for unit in made.study.units]
    difference = apart(values, reference(path, units, columns))
    print(f"\ngolden {path}: {difference:.1e}")
    assert difference < 1e-10, path


def test_every_stage_of_the_pipeline(asem: Study) -> None:
    """Denominated, imputed by group, treated, normalised, aggregated: 51 x 49 values each, then 51 x 11 scores."""
    made = score(asem)
    leaves = [leaf.id for leaf in asem.indicators]
    pillars = [pillar.id for pillar in asem.pillars]
    compare(made, "01_pipeline/Raw.csv", made.table.observed, leaves)
    compare(made, "01_pipeline/Denominated.csv", made.table.values, leaves)
    compare(made, "01_pipeline/Imputed.csv", made.columns.filled, leaves)
    compare(made, "01_pipeline/Treated.csv", made.columns.treated, leaves)
    compare(made, "01_pipeline/Normalised.csv", made.columns.normalised, leaves)
    scores = np.column_stack([made.nodes[id] for id in pillars])
    compare(made, "01_pipeline/Aggregated.csv", scores, pillars)
    units = [unit.code for unit in asem.units]
    theirs = reference("01_pipeline/results_Full_ranks.csv", units, pillars)
    assert np.array_equal(ranks(scores.T).T, theirs)


@pytest.mark.parametrize(
    ("path", "settings"),
    [
        ("10_adjust/Regen_prank_Aggregated.csv", {"normalise": "percentile_rank(high=1)"}),
        ("10_adjust/change_ind_drop_LPI_Forest_Aggregated.csv", {"drop": "LPI Forest"}),
        ("10_adjust/minmax1_100_gmean_Aggregated.csv", {"normalise": "minmax(low=1)", "aggregate": "geometric"}),
    ],
)
def test_a_changed_recipe_run_again(asem: Study, path: str, settings: dict[str, str]) -> None:
    """What COINr calls Regen: the same study with another recipe or fewer indicators."""
    study = asem
    for key, values in settings.items():
        for value in values.split(" "):
            study = what_if(study, key, value)
    made = score(study)
    pillars = [pillar.id for pillar in study.pillars]
    compare(made, path, np.column_stack([made.nodes[id] for id in pillars]), pillars)


@pytest.mark.parametrize("threshold", ["none", "0.5", "0.667", "0.9"])
@pytest.mark.parametrize("mean", ["arithmetic", "geometric"])
def test_missing_data_rules(asem: Study, threshold: str, mean: str) -> None:
    """`needs` withholds what COINr's dat_thresh withholds (shares of weight; here all weights are 1)."""
    study = asem
    needs = {"none": "0", "0.5": "0.5", "0.667": str(2 / 3), "0.9": "0.9"}[threshold]
    for key, value in {
        "fill": "none",
        "treat": "none",
        "normalise": "minmax(low=1)",
        "aggregate": mean,
        "needs": needs,
    }.items():
        study = what_if(study, key, value)
    for leaf in asem.indicators:
        study = what_if(study, f"weight.{leaf.id}", "1")
    # The reference took the raw values, without denominators.
    plain = tuple(replace(node, denominator="") if isinstance(node, Indicator) else node for node in study.nodes)
    made = score(replace(study, nodes=plain))
    pillars = [pillar.id for pillar in study.pillars]
    name = {"arithmetic": "a_amean", "geometric": "a_gmean"}[mean]
    scores = np.column_stack([made.nodes[id] for id in pillars])
    compare(made, f"03_aggregate/naraw_{name}_datthresh_{threshold}.csv", scores, pillars)


def test_the_folder_is_sound(tmp_path: Path) -> None:
    """The converted index passes `check`."""
    from equalterms.files import check

    assert check(write(tmp_path / "asem", RECIPE)) == ()
