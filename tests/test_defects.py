"""Defects that were reproduced in COINr 1.1: each, asked of this program, has the right answer.

The numbers are those of the list in which they were found; a line of comment says what COINr does.
"""

import numpy as np
import pytest

from equalterms.compare import compare
from equalterms.describe import describe, statistics
from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.methods import aggregate, fill, normalise, screen, treat
from equalterms.methods.arrays import Floats, shape
from equalterms.methods.normalise import Ends
from equalterms.methods.weigh_given import weights_for_importance
from equalterms.model import Observations, Study
from equalterms.robust import by_definition, compiled, draw
from equalterms.scores import score, scored
from equalterms.trends import trends
from equalterms.variations import what_if
from tests.conftest import FILES, Edit
from tests.scores.test_years import YEARS, panel

GAP = np.nan


def up(x: Floats, direction: float = 1.0) -> Ends:
    """Columns of one direction without goalposts."""
    none = np.full(x.shape[1], GAP)
    return Ends(np.full(x.shape[1], direction), none, none)


def skewed(seed: int, n: int = 40) -> Floats:
    """A column with a long right tail."""
    return np.random.default_rng(seed).lognormal(0, 1.6, n)[:, None]


def test_1_importance_goes_to_the_part_that_it_is_asked_for() -> None:
    """COINr gives the targets to the elements in alphabetical order, and returns negative weights."""
    x = np.random.default_rng(0).normal(size=(400, 5))
    for first in range(5):
        wanted = np.ones(5)
        wanted[first] = 2
        made = weights_for_importance(x, wanted)
        assert int(made.reached.argmax()) == first
        assert made.reached[first] == pytest.approx(2 / 6, abs=1e-6)
        assert made.weights.min() >= 0


def test_3_copeland_does_not_see_the_order_of_rows_and_works_in_a_recipe(small: Study) -> None:
    """COINr gives the weight of a missing criterion to the later row, and cannot call it from Aggregate."""
    x = np.array([[1.0, GAP], [2.0, 1.0], [3.0, GAP], [GAP, 2.0]])
    plain = aggregate["copeland"](x, np.ones(2))
    assert aggregate["copeland"](x[::-1], np.ones(2))[::-1].tolist() == plain.tolist()
    assert np.isfinite(score(what_if(small, "aggregate.skills", "copeland")).nodes["skills"]).any()


def test_4_the_logarithm_of_the_innovation_index_does_something() -> None:
    """COINr's log_GII returns the values as they are."""
    x = skewed(1)
    done = treat["log_gii"](x)
    assert done.decisions[0]
    least, most = x.min(), x.max()
    by_hand = np.log((most - 1) * (x - least) / (most - least) + 1)
    assert done.values == pytest.approx(by_hand)
    assert abs(shape(done.values)[0][0]) < abs(shape(x)[0][0])


def test_5_a_power_mean_leaves_gaps_out() -> None:
    """COINr's a_genmean is missing with any gap."""
    made = aggregate["power"](np.array([2.0, GAP, 4.0]), np.array([1.0, 5.0, 1.0]), p=2.0)  # type: ignore[call-arg]  # an option of this member
    assert float(made) == pytest.approx(np.sqrt((4 + 16) / 2))


def test_6_some_years_of_a_panel(small: Study) -> None:
    """COINr fails for every subset of the years."""
    assert trends(panel(small), years=YEARS[:2], runs=1).years == YEARS[:2]


def test_7_no_more_values_are_drawn_in_than_allowed() -> None:
    """COINr's winsorise passes its limit through ties: 7 where 5 are allowed."""
    x = np.concatenate([np.arange(20.0), np.full(3, 900.0), np.full(4, 800.0)])[:, None]
    for name in ("winsorise", "skew_rule"):
        done = treat[name](x, most=5)  # type: ignore[call-arg]  # an option of these members
        moved = (done.values != x).sum()
        assert moved <= 5 or "logarithm" in done.decisions[0], name


def test_8_the_log_tells_only_what_was_done() -> None:
    """COINr reports winsorised points that were discarded when the logarithm was taken instead."""
    x = np.concatenate([np.arange(1.0, 30.0), [1e4, 2e4, 3e4, 4e4, 5e4, 6e4, 7e4, 8e4]])[:, None]
    done = treat["skew_rule"](x, most=1)  # type: ignore[call-arg]  # an option of this member
    untouched = np.isclose(done.values, x)
    if "drawn" in done.decisions[0]:
        assert 0 < (~untouched).sum() <= 1
    else:
        assert (~untouched).any() or not done.decisions[0] or "no treatment" in done.decisions[0]


def test_9_what_is_skewed_left_gets_no_worse() -> None:
    """COINr takes the logarithm of a column skewed to the left (-5.8 becomes -7.4) and keeps it."""
    x = -(skewed(3) ** 2)
    before = abs(float(shape(x)[0][0]))
    done = treat["skew_rule"](x, most=1)  # type: ignore[call-arg]  # an option of this member
    assert abs(float(shape(done.values)[0][0])) <= before
    order = np.argsort(x[:, 0])
    assert (np.diff(done.values[order, 0]) >= 0).all()


def test_10_an_indicator_of_its_own_treatment_may_have_gaps(folder: Edit) -> None:
    """COINr loses na.rm with individual settings: indicators with gaps stay untreated."""
    values = skewed(5, 60)[:, 0]
    x = values[:, None].copy()
    x[7] = GAP
    whole, holes = treat["winsorise"](values[:, None]), treat["winsorise"](x)
    assert whole.decisions[0]
    assert holes.decisions[0]
    study = load(folder())
    changed = what_if(study, "treat.machines", "winsorise(skew=0, kurtosis=-99, most=1)")
    assert score(changed).columns.decisions[2]


def test_11_series_are_filled_whatever_the_order_of_the_rows(small: Study) -> None:
    """COINr's impute_panel glues other columns to the wrong rows where rows are not sorted by time."""
    study = panel(small, seed=9, fill="linear")
    frame = study.observations.frame
    mixed = frame.sample(fraction=1.0, shuffle=True, seed=4)
    from dataclasses import replace

    again = scored(replace(study, observations=Observations(mixed)), YEARS)
    for one, other in zip(scored(study, YEARS), again, strict=True):
        assert np.array_equal(one.columns.filled, other.columns.filled, equal_nan=True)


def test_12_one_unit_is_divided_too(small: Study) -> None:
    """COINr leaves a table of one row undenominated with a warning."""
    for code in ("CHE", "FRA", "ITA"):
        small = what_if(small, "drop", code)
    assert score(small).table.values[0, 2] == 500 / 50


def test_13_a_unit_without_values_is_no_row_of_gaps() -> None:
    """COINr's screening by zeros keeps a unit of gaps as a row of NA."""
    x = np.array([[1.0, 2.0], [GAP, GAP], [0.0, 3.0]])
    assert screen["by_zeros"](x).tolist() == [True, False, True]


def test_14_correlations_with_size_whatever_the_direction(small: Study) -> None:
    """COINr fails on its own example when directions are used."""
    assert describe(small, least=0.0).sizes
    assert {size.series for size in describe(small, least=0.0).sizes} == {"people"}


def test_15_names_are_kept_as_they_are(folder: Edit) -> None:
    """COINr passes column names through a pattern: Taxes_group.x becomes Tes_group."""
    units = "unit,name,group.Taxes_group.x\nNOR,Norway.x,a.x\nCHE,Switzerland,a.x\n"
    study = load(folder(units__csv=units))
    nor = next(unit for unit in study.units if unit.code == "NOR")
    assert (nor.name, nor.groups["Taxes_group.x"]) == ("Norway.x", "a.x")
    rows = compare(study, what_if(study, "weight.tools", "3")).rows
    assert next(row for row in rows if row.unit == "NOR").name == "Norway.x"


def test_16_flags_count_the_values_that_there_are(small: Study) -> None:
    """COINr divides zeros and distinct values by all units, and says by those available."""
    x = np.tile(np.arange(10.0)[:, None], (1, 3))
    x[:, 0] = [0, 0, 0, 1, 2, GAP, GAP, GAP, GAP, GAP]
    first = statistics(small, x)[0]
    assert "many zeros" in first.flags
    x[:, 0] = [1, 2, 3, 4, 5, GAP, GAP, GAP, GAP, GAP]
    assert "few distinct values" not in statistics(small, x)[0].flags


def test_17_a_panel_of_one_scale_can_be_made_again(small: Study) -> None:
    """COINr cannot regenerate what was normalised over all years, and so has no uncertainty for panels."""
    study = panel(small, gaps=0, normalise="minmax(over=all)")
    again = what_if(what_if(study, "normalise", "zscore(over=all)"), "normalise", "minmax(over=all)")
    assert np.array_equal(score(study).index, score(again).index)
    draws = draw(study, 10, 0)
    assert np.allclose(compiled(study, draws), by_definition(study, draws), equal_nan=True)


def test_18_means_scales_and_constants_say_when_they_make_no_sense() -> None:
    """COINr's harmonic mean takes negatives, n_fracmax turns the order round, a constant column becomes NaN."""
    with pytest.raises(ValueError, match="above 0"):
        aggregate["harmonic"](np.array([1.0, -2.0]), np.ones(2))
    x = np.array([[1.0], [2.0], [4.0]])
    less = normalise["share_of_max"](x, up(x, -1.0))
    assert (np.diff(less[:, 0]) < 0).all()
    flat = np.full((4, 1), 0.1 + 0.2)
    for name in ("minmax", "zscore", "percentile_rank", "distance_to_max", "logistic"):
        assert np.isfinite(normalise[name](flat, up(flat))).all(), name


def test_a_series_with_one_value_is_filled() -> None:
    """COINr's linear interpolation stops at a series with one observation (issue 63)."""
    x = np.array([[GAP], [3.0], [GAP]])
    assert fill["linear"](x, np.array([2018.0, 2019.0, 2020.0]))[:, 0].tolist() == [3.0, 3.0, 3.0]  # type: ignore[call-arg]


def test_a_scale_for_the_geometric_mean_and_the_error_that_says_so(small: Study) -> None:
    """Goalposts and distances may run from 1 (issue 65); where they do not, the message says what to do (47, 50)."""
    fits = what_if(what_if(small, "normalise", "percentile_rank(low=1)"), "aggregate", "geometric")
    assert np.isfinite(score(fits).index).any()
    with pytest.raises(StudyError, match="low=1"):
        score(what_if(what_if(small, "normalise", "minmax"), "aggregate", "geometric"))


def test_a_table_with_more_columns_than_the_tree_names_them(folder: Edit) -> None:
    """COINr does not name the column that its metadata lack (issue 44): here file, row and name are told."""
    text = FILES["observations.csv"] + "NOR,unheard_of,2022,1,A,table,,\n"
    with pytest.raises(StudyError, match="unheard_of"):
        load(folder(observations__csv=text))
