"""Rank distributions by counting; sensitivity against functions whose indices are known."""

from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from equalterms.draw.markdown import markdown
from equalterms.errors import StudyError
from equalterms.methods import sensitivity as shares
from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Study, Variation
from equalterms.pages.robust import robust as page
from equalterms.robust import by_definition, draw
from equalterms.robust.distribution import distribution, runs_of
from equalterms.robust.sensitivity import sensitivity
from equalterms.scores import score
from equalterms.variations import what_if
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


def subsets(function: "np.ufunc | object", inputs: int, base: int = 1 << 13) -> Floats:
    """What each subset of uniform inputs explains of a function, by the estimator under test."""
    from scipy.stats import qmc

    points = qmc.Sobol(2 * inputs, rng=np.random.default_rng(0)).random(base)
    a, b = points[:, :inputs], points[:, inputs:]
    made = [function(np.where([u >> k & 1 for k in range(inputs)], a, b)) for u in range(1 << inputs)]  # type: ignore[operator]
    whole = made[-1]
    parts = [shares.explained(whole, each) for each in made[:-1]]
    parts[0] = np.zeros_like(parts[0])
    return np.stack([*parts, np.concatenate([whole, made[0]]).var(axis=0)])


def test_a_linear_function_in_closed_form() -> None:
    """Variances in the proportion of squared coefficients; nothing together: all three indices agree."""
    w = np.array([3.0, 2.0, 1.0])
    closed = subsets(lambda x: x @ w, 3)
    wanted = w**2 / (w**2).sum()
    for index in (shares.first, shares.total, shares.shapley):
        assert index(closed, 3) == pytest.approx(wanted, abs=0.02)


def test_the_g_function_in_closed_form() -> None:
    """Sobol's g: first and total indices from its known variances; Shapley effects lie between and sum to 1."""
    a = np.array([0.0, 1.0, 4.5])
    closed = subsets(lambda x: np.prod((np.abs(4 * x - 2) + a) / (1 + a), axis=1), 3)
    part = 1 / (3 * (1 + a) ** 2)
    whole = np.prod(1 + part) - 1
    first = part / whole
    total = np.array([part[i] * np.prod(np.delete(1 + part, i)) for i in range(3)]) / whole
    assert shares.first(closed, 3) == pytest.approx(first, abs=0.03)
    assert shares.total(closed, 3) == pytest.approx(total, abs=0.03)
    effects = shares.shapley(closed, 3)
    assert effects.sum() == pytest.approx(1)
    assert (effects >= first - 0.03).all()
    assert (effects <= total + 0.03).all()


def test_exact_when_all_choices_are_few(small: Study) -> None:
    """Two discrete choices, every combination scored by hand: the shares are met within their intervals."""
    choices = {"normalise": ("minmax(low=1)", "percentile_rank(low=1)"), "aggregate": ("arithmetic", "geometric")}
    study = replace(small, vary=tuple(Variation(key, {"choices": some}) for key, some in choices.items()))
    nominal = ranks(score(study).index)
    answers = {}
    for pair in product(*choices.values()):
        varied = study
        for key, text in zip(choices, pair, strict=True):
            varied = what_if(varied, key, text)
        answers[pair] = float(np.nanmean(np.abs(ranks(score(varied).index) - nominal)))
    values = np.array([[answers[n, g] for g in choices["aggregate"]] for n in choices["normalise"]])
    total = values.var()
    made = sensitivity(study, 1024)
    assert made.variance == pytest.approx(total, rel=0.1, abs=1e-12)
    if total > 0:
        alone = [values.mean(axis=1).var() / total, values.mean(axis=0).var() / total]
        assert [row.first for row in made.shares] == pytest.approx(alone, abs=0.1)
        assert sum(row.shapley for row in made.shares) == pytest.approx(1)


def test_nothing_varies_nothing_explains(small: Study) -> None:
    """One choice alone gives shares of 0; no entry, or too many, is refused."""
    study = replace(small, vary=(Variation("aggregate", {"choices": ("arithmetic",)}),))
    made = sensitivity(study, 64)
    assert made.variance == 0
    assert (made.shares[0].first, made.shares[0].total, made.shares[0].shapley) == (0, 0, 0)
    with pytest.raises(StudyError, match="0 entries"):
        sensitivity(replace(small, vary=()), 64)
    with pytest.raises(StudyError, match="base is 60"):
        sensitivity(study, 60)


def test_the_page(small: Study) -> None:
    """Intervals, groups and shares on one page."""
    text = markdown(page(distribution(small, 40), sensitivity(small, 32)))
    assert "Groups that can be told apart" in text
    assert "Whose doing is the shift of ranks?" in text
