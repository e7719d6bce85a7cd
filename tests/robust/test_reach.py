"""What it would take: by hand, and by scoring the study again with the changed value."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from equalterms.errors import StudyError
from equalterms.model import Observations, Step, Study
from equalterms.pages.bounds import reach as page
from equalterms.robust.reach import reach
from equalterms.scores import placed, score
from equalterms.variations import what_if
from tests.conftest import embedded
from tests.robust.test_bounds import TREE, made


def changed(study: Study, unit: str, indicator: str, value: float) -> Study:
    """The study with one value made otherwise."""
    frame = study.observations.frame
    there = (pl.col("unit") == unit) & (pl.col("indicator") == indicator)
    frame = frame.with_columns(value=pl.when(there).then(value).otherwise(pl.col("value")))
    return replace(study, observations=Observations(frame))


def test_by_hand(small: Study) -> None:
    """Weights 1 and 2, no scale: from 20 to 50 takes 90 more of the first, 45 of the second, or 30 of both."""
    study = made(small, np.array([[20.0, 20], [50, 50], [90, 90]]), {"index": ["p", "q"]})
    found = reach(study, "U00", 2)
    assert found.rank == 3
    assert found.target == pytest.approx(50)
    assert {lever.indicator: lever.needed for lever in found.levers} == pytest.approx({"p": 110, "q": 65})
    assert [lever.within for lever in found.levers] == [True, False]
    assert found.cheapest is not None
    assert found.cheapest.indicator == "q"
    assert found.cheapest.effort == pytest.approx(45 / 70)
    assert found.shift == pytest.approx(30)
    assert found.capped == pytest.approx(30)
    assert "q alone" in page(found).lead


@pytest.mark.parametrize("aggregate", ["arithmetic", "geometric"])
def test_scored_again(small: Study, aggregate: str) -> None:
    """On fixed goalposts a changed value moves nobody else: with it the unit has the rank, with a little less not."""
    x = np.random.default_rng(3).uniform(10, 90, (9, 5))
    x[2, 1] = np.nan
    study = made(small, x, TREE, normalise=Step("goalposts", {"low": 1.0}), aggregate=Step(aggregate))
    place = score(study).rank()
    checked = 0
    for u in (2, int(np.argmax(place))):
        code, wanted = study.units[u].code, max(1, int(place[u]) - 2)
        for lever in reach(study, code, wanted).levers:
            if lever.needed is None or lever.filled or not 0 < lever.needed < 100:
                continue
            assert score(changed(study, code, lever.indicator, lever.needed)).rank()[u] <= wanted
            assert lever.value is not None
            less = lever.needed - 1e-6 * (lever.needed - lever.value)
            assert score(changed(study, code, lever.indicator, less)).rank()[u] > wanted
            checked += 1
    assert checked > 2


def test_embedded_by_placing_again() -> None:
    """Denominators, treatment, directions: each value found gives the target score on the frozen scale."""
    study = embedded("ai-capability")
    scored = score(study)
    u = [unit.code for unit in study.units].index("RUS")
    found = reach(study, "rus", 30)
    assert found.target is not None
    ids = [leaf.id for leaf in study.indicators]
    assert [lever.indicator for lever in found.levers if lever.needed is not None]
    for lever in found.levers:
        if lever.needed is not None:
            row = scored.columns.filled[u].copy()
            row[ids.index(lever.indicator)] = lever.needed
            assert placed(scored, row[None])[study.root][0] == pytest.approx(found.target, abs=1e-9)
    assert found.capped is not None
    assert found.shift is not None
    assert found.capped >= found.shift - 1e-9


def test_a_rank_that_is_held_takes_nothing(small: Study) -> None:
    """Who has the rank, or a better one, needs nothing."""
    found = reach(small, "CHE", 4)
    assert found.there
    assert (found.levers, found.shift, found.cheapest) == ((), 0.0, None)
    assert "already" in page(found).lead


def test_refusals(small: Study) -> None:
    """No such rank, no such unit, no score, and a method by which one unit's value moves the others."""
    study = made(small, np.array([[1.0, 2], [2, 1], [np.nan, np.nan]]), {"index": ["p", "q"]})
    for unit, rank, words in (("U00", 99, "no rank 99"), ("XYZ", 1, "no unit"), ("U02", 1, "no score")):
        with pytest.raises(StudyError, match=words):
            reach(study, unit, rank)
    with pytest.raises(StudyError, match="is aggregated by copeland"):
        reach(what_if(small, "aggregate", "copeland"), "NOR", 1)
