"""The compiled way gives the numbers of the definition, and the intervals are what they say."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equalterms.errors import StudyError
from equalterms.methods.arrays import ranks
from equalterms.model import Indicator, Pillar, Study, Variation
from equalterms.robust import by_definition, compiled, draw, robustness, standings
from tests.conftest import Edit, embedded

CHOICES: dict[str, tuple[str, ...]] = {
    "normalise": ("minmax(low=1, high=100)", "percentile_rank(low=1)", "zscore(mean=50, sd=5)"),
    "aggregate": ("arithmetic", "geometric", "harmonic", "power(p=3)"),
    "treat": ("none", "log", "skew_rule"),
    "fill": ("none", "mean", "median"),
    "weigh": ("given", "equal", "critic", "standard_deviation"),
}


@st.composite
def vary(drawn: st.DrawFn) -> tuple[Variation, ...]:
    """A random list of variations, in a random order."""
    found = [Variation("weights", {"noise": drawn(st.floats(0, 1))})]
    for family, choices in CHOICES.items():
        some = drawn(st.lists(st.sampled_from(choices), max_size=3, unique=True))
        # A scale that reaches 0 has no geometric mean: those two are not drawn together.
        found += [Variation(family, {"choices": tuple(some)})] if some else []
    if drawn(st.booleans()):
        found.append(Variation("leave_out", {"what": drawn(st.sampled_from(["indicators", "pillars"]))}))
    return tuple(drawn(st.permutations(found)))


@given(variations=vary(), seed=st.integers(0, 100), needs=st.sampled_from([0.0, 0.4, 0.9]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_compiled_is_the_definition(small: Study, variations: tuple[Variation, ...], seed: int, needs: float) -> None:
    """For the same draws the same scores, to 1e-12, gaps included, at every node."""
    study = replace(small, vary=variations, recipe=replace(small.recipe, needs=needs))
    draws = draw(study, 12, seed)
    for node in ("index", "skills", "graduates"):
        fast, plain = compiled(study, draws, node), by_definition(study, draws, node)
        assert np.array_equal(np.isnan(fast), np.isnan(plain))
        assert np.nanmax(np.abs(fast - plain), initial=0.0) <= 1e-12 * np.nanmax(np.abs(plain), initial=1.0)


@pytest.mark.parametrize("name", ["hdi", "ai-capability"])
def test_compiled_is_the_definition_on_embedded_studies(name: str) -> None:
    """The same for the studies that ship, with their own variations."""
    study = embedded(name)
    draws = draw(study, 10, 3)
    fast, plain = compiled(study, draws), by_definition(study, draws)
    assert np.array_equal(np.isnan(fast), np.isnan(plain))
    assert np.nanmax(np.abs(fast - plain)) <= 1e-12 * np.nanmax(np.abs(plain))


def test_intervals_hold_what_they_promise(small: Study) -> None:
    """The interval is of ranks that were seen, and at least its level of the runs lies inside."""
    made = robustness(small, 500, 1)
    low, high = made.interval(0.9)
    for u in range(len(small.units)):
        seen = made.ranks[:, u]
        seen = seen[np.isfinite(seen)]
        assert low[u] in seen
        assert high[u] in seen
        assert ((seen >= low[u]) & (seen <= high[u])).mean() >= 0.9


def test_probability_is_a_count(small: Study) -> None:
    """The probability of the stated rank is the share of the runs that give it."""
    made = robustness(small, 200, 5)
    stated = ranks(made.nominal)
    for u in range(len(small.units)):
        assert made.probability()[u] == np.mean([run[u] == stated[u] for run in made.ranks])


def test_same_seed_same_numbers_other_seed_other_draws(small: Study) -> None:
    """Chance comes in as an argument."""
    assert np.array_equal(robustness(small, 50, 7).scores, robustness(small, 50, 7).scores)
    assert not np.array_equal(robustness(small, 50, 7).draws.numbers, robustness(small, 50, 8).draws.numbers)


def test_every_draw_can_be_made_again(small: Study) -> None:
    """The frame of draws has a column for each factor, and its settings rebuild a run."""
    made = robustness(small, 20, 2)
    frame = made.draws.frame()
    assert frame.height == 20
    assert frame.columns == ["run", *(factor.key for factor in made.draws.factors)]
    weight = next(value for key, value in made.draws.settings(4) if key == "weight.graduates")
    assert frame["weight.graduates"][4] == float(weight)


def test_without_variations_a_rank_is_its_interval(small: Study) -> None:
    """A study whose `vary` is empty says so, and its intervals hold the stated rank alone."""
    made = standings(replace(small, vary=()), 10)
    assert all(row.rank_low == row.rank == row.rank_high for row in made.rows)
    assert any("vary" in text for text in made.warnings)


def test_choices_that_do_not_go_together_are_refused(small: Study) -> None:
    """A geometric mean of scores that reach 0 stops with a remedy; no run is left out in silence."""
    choices = Variation("normalise", {"choices": ("minmax",)})
    study = replace(small, vary=(choices, Variation("aggregate", {"choices": ("geometric",)})))
    with pytest.raises(StudyError, match=r"above 0.*minmax\(low=1\)"):
        standings(study, 10)


def test_runs_out_of_range(small: Study) -> None:
    """No run at all is no robustness."""
    with pytest.raises(StudyError, match="runs is 0"):
        robustness(small, 0)


def test_ties_are_ties(folder: Edit) -> None:
    """Two units with the same values share a rank and say so."""
    values = "unit,indicator,time,value,source\n" + "".join(
        f"{unit},{node},2022,{value},table\n"
        for unit, value in (("NOR", 1), ("CHE", 3), ("FRA", 3), ("ITA", 2))
        for node in ("graduates", "dropouts", "machines", "people")
    )
    from equalterms.files import load
    from equalterms.variations import what_if

    study = what_if(load(folder(observations__csv=values)), "drop", "dropouts")
    rows = {row.unit: row for row in standings(study, 50).rows}
    assert rows["CHE"].rank == rows["FRA"].rank
    assert rows["CHE"].tie
    assert not rows["ITA"].tie


def test_nodes_are_what_the_tree_says(small: Study) -> None:
    """The small study's tree: three indicators under two pillars under the index, one series beside."""
    assert [node.id for node in small.nodes if isinstance(node, Pillar)] == ["index", "skills", "tools"]
    assert [node.id for node in small.indicators] == ["graduates", "dropouts", "machines"]
    assert [node.id for node in small.series if isinstance(node, Indicator)] == ["people"]
