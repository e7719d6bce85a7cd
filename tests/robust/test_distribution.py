"""Rank distributions by counting: every number from the definition, run by run."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from equalterms.draw.markdown import markdown
from equalterms.errors import StudyError
from equalterms.methods.arrays import ranks
from equalterms.model import Study
from equalterms.pages.robust import robust as page
from equalterms.robust import by_definition, draw, robustness
from equalterms.robust.distribution import distribution, here, runs_of
from equalterms.robust.sensitivity import sensitivity
from tests.conftest import embedded


def test_every_number_is_a_count(small: Study) -> None:
    """Means, medians, quantiles, probabilities and pairs, counted run by run from the definition."""
    made = distribution(small, 60, 4)
    drawn = ranks(by_definition(small, draw(small, 60, 4)))
    for row in made.rows:
        u = [unit.code for unit in small.units].index(row.unit)
        seen = drawn[:, u]
        assert row.mean == pytest.approx(seen.mean())
        assert row.median == np.median(seen)
        assert (row.best, row.worst) == (seen.min(), seen.max())
        assert [round(p * 60) for p in row.probabilities] == [(seen == k + 1).sum() for k in range(len(small.units))]
        assert row.q05 is not None
        assert row.q95 is not None
        assert row.q05 in seen
        assert ((seen >= row.q05) & (seen <= row.q95)).mean() >= 0.9
    for i, j in product(range(len(small.units)), repeat=2):
        assert made.above[i, j] == pytest.approx(np.mean(drawn[:, i] < drawn[:, j]))


def test_groups_are_cut_where_the_runs_are_sure() -> None:
    """Every unit is in one group; the first of a group is above the first of the next in 95% of the runs."""
    made = distribution(embedded("hdi"), 300)
    flat = [unit for group in made.groups for unit in group]
    assert len(flat) == len(set(flat)) == 193
    places = {unit.code: u for u, unit in enumerate(made.study.units)}
    for group, after in zip(made.groups, made.groups[1:], strict=False):
        assert made.above[places[group[0]], places[after[0]]] >= 0.95
        assert all(made.above[places[group[0]], places[unit]] < 0.95 for unit in group[1:])


def test_draws_are_written_beside_ranks(small: Study, tmp_path: Path) -> None:
    """Each run's settings and ranks in one row."""
    made = distribution(small, 30, 2)
    frame = made.draws()
    assert frame.height == 30
    assert frame["rank.NOR"].to_list() == made.robustness.ranks[:, [u.code for u in small.units].index("NOR")].tolist()
    assert "weight.skills" in frame.columns or "aggregate" in frame.columns
    frame.write_parquet(tmp_path / "draws.parquet")
    assert pl.read_parquet(tmp_path / "draws.parquet").equals(frame)


def test_runs_until_they_settle(small: Study) -> None:
    """`auto` stops when both halves agree; a study that varies in nothing settles at once."""
    made = distribution(small, None, 1)
    assert made.converged
    assert made.robustness.runs >= 500
    assert distribution(replace(small, vary=()), None).robustness.runs == 500
    assert not distribution(small, 10).converged
    assert (runs_of("auto"), runs_of("25")) == (None, 25)
    for wrong in ("0", "many", "-1"):
        with pytest.raises(StudyError, match="runs is"):
            runs_of(wrong)


def test_intervals_of_any_level(small: Study) -> None:
    """Each holds at least its share of the runs, the wider the higher; a level that is none is refused."""
    made = distribution(small, 400, 1, levels=(0.99, 0.3))
    assert made.levels == (0.3, 0.99)
    for row in made.rows:
        seen = made.robustness.ranks[:, [unit.code for unit in small.units].index(row.unit)]
        narrow, wide = row.intervals
        assert wide.low <= narrow.low <= narrow.high <= wide.high
        for each in row.intervals:
            assert ((seen >= each.low) & (seen <= each.high)).mean() >= each.level
    with pytest.raises(StudyError, match="between 0 and 1"):
        distribution(small, 10, levels=(1.0,))


def test_what_was_done_is_kept(small: Study) -> None:
    """Ctrl-C in the middle: the runs made so far, the same as those of a shorter study of chance, and said so."""

    def stop(done: int, whole: int) -> None:
        raise KeyboardInterrupt

    wanted = 5_000_000
    made = distribution(small, wanted, 3, make=here(small, 3, progress=stop))
    runs = made.robustness.runs
    assert 0 < runs < wanted == made.robustness.wanted
    assert made.robustness.interrupted
    assert np.array_equal(made.robustness.places[:50], distribution(small, 50, 3).robustness.places)
    assert f"Interrupted: {runs} of 5000000 runs" in markdown(page(made))


@pytest.mark.parametrize("jobs", [2, 3])
def test_any_number_of_threads_gives_the_same(jobs: int) -> None:
    """Ranks of runs that are cut into several blocks, on one thread and on more."""
    study = embedded("hdi")
    one = robustness(study, 45_000, 5)
    assert np.array_equal(one.places, robustness(study, 45_000, 5, jobs=jobs).places)
    with pytest.raises(StudyError, match="jobs is 0"):
        robustness(study, 10, jobs=0)


def test_the_page(small: Study) -> None:
    """Intervals, groups and shares on one page."""
    text = markdown(page(distribution(small, 40), sensitivity(small, 32)))
    assert "Groups that can be told apart" in text
    assert "Whose doing is the shift of ranks?" in text
