"""Sensitivity against functions whose indices are known, against every combination scored by hand, against COINr."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import polars as pl
import pytest

from equalterms.draw.markdown import markdown
from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.methods import sensitivity as shares
from equalterms.methods.arrays import Floats, ranks
from equalterms.model import Study, Variation
from equalterms.page import Page
from equalterms.pages.sensitivity import which_choices
from equalterms.robust import sensitivity as room
from equalterms.robust.sensitivity import sensitivity
from equalterms.scores import score
from equalterms.variations import what_if
from tests.conftest import embedded
from tests.golden.asem import SHARED, write


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


CHOICES = {"normalise": ("minmax(low=1)", "percentile_rank(low=1)"), "aggregate": ("arithmetic", "geometric")}


def by_hand(study: Study) -> Floats:
    """The mean shift under every combination of the choices (normalise x aggregate)."""
    nominal = ranks(score(study).index)
    out = np.empty((2, 2))
    for (i, scale), (j, mean) in product(*(enumerate(some) for some in CHOICES.values())):
        varied = what_if(what_if(study, "normalise", scale), "aggregate", mean)
        out[i, j] = np.nanmean(np.abs(ranks(score(varied).index) - nominal))
    return out


@pytest.fixture(scope="module")
def hdi() -> Study:
    """A study whose ranks the choices move."""
    return embedded("hdi")


def test_exact_where_choices_are_few(hdi: Study) -> None:
    """Every combination scored by hand gives the same shares, to the last digit, alone, together and by unit."""
    study = replace(hdi, vary=tuple(Variation(key, {"choices": some}) for key, some in CHOICES.items()))
    values = by_hand(study)
    total = values.var()
    assert total > 0
    made = sensitivity(study)
    alone = [values.mean(axis=1).var() / total, values.mean(axis=0).var() / total]
    assert (made.exact, made.runs) == (True, 4)
    assert made.variance == pytest.approx(total)
    assert [row.first for row in made.shares] == pytest.approx(alone)
    assert [row.total for row in made.shares] == pytest.approx([1 - alone[1], 1 - alone[0]])
    assert made.pairs[0].share == pytest.approx(1 - sum(alone))
    assert sum(row.shapley for row in made.shares) == pytest.approx(1)
    assert all(ends == (getattr(row, kind),) * 2 for row in made.shares for kind, ends in row.ci.items())
    for row in made.units:
        assert row.reason or sum(row.shares.values()) == pytest.approx(1)


def test_a_choice_that_stands_twice_is_twice_as_likely(hdi: Study) -> None:
    """Of three texts two are the same: shares by hand with weights of a third and two thirds."""
    (normalise, scales), (aggregate, means) = CHOICES.items()
    vary = (Variation(normalise, {"choices": (*scales, scales[0])}), Variation(aggregate, {"choices": means}))
    values = by_hand(hdi)
    weights = np.outer([2 / 3, 1 / 3], [0.5, 0.5])
    total = np.average((values - np.average(values, weights=weights)) ** 2, weights=weights)
    rows = values.mean(axis=1)
    first = np.average((rows - np.average(rows, weights=[2, 1])) ** 2, weights=[2, 1]) / total
    made = sensitivity(replace(hdi, vary=vary))
    assert made.runs == 4
    assert made.variance == pytest.approx(total)
    assert made.shares[0].first == pytest.approx(first)


def test_sampling_meets_what_is_exact(hdi: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same study by Sobol' points: each exact share lies near its estimate, and within a widened interval."""
    study = replace(hdi, vary=tuple(Variation(key, {"choices": some}) for key, some in CHOICES.items()))
    exact = sensitivity(study)
    monkeypatch.setattr(room, "FEW", 0)
    made = sensitivity(study, 2048, 1)
    assert not made.exact
    for one, other in zip(made.shares, exact.shares, strict=True):
        for kind, (low, high) in one.ci.items():
            assert low - 0.03 <= getattr(other, kind) <= high + 0.03
    for mine, true in zip(made.units, exact.units, strict=True):
        assert mine.variance == pytest.approx(true.variance, abs=0.05)


@pytest.fixture(scope="module")
def asem(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """COINr's example with what its sensitivity analysis varies, the hundred weightings as stakeholders."""
    if not SHARED.is_dir():
        pytest.skip("the reference values (../shared/golden) are not here")
    recipe = "  fill: mean(by=EurAsia_group)\n  treat: coinr_rule(most=5)\n"
    study = load(write(tmp_path_factory.mktemp("asem"), recipe))
    groups: dict[str, dict[str, float]] = {}
    frame = pl.read_csv(SHARED / "12_sensitivity" / "weightsets_100.csv")
    for number, id, level, weight in frame.select("weightset", "iCode", "Level", "Weight").iter_rows():
        if level in (2, 3):
            groups.setdefault(str(number), {})[id] = weight
    vary = (
        Variation("treat_limit", {"low": 1.0, "high": 5.0}),
        Variation("normalise", {"choices": ("minmax(low=1)", "zscore(mean=10, sd=2)")}),
        Variation("stakeholders", {"groups": groups}),
        Variation("aggregate", {"choices": ("arithmetic", "geometric")}),
    )
    return replace(study, vary=vary)


def against() -> Iterator[tuple[dict[str, float], dict[tuple[int, int], float]]]:
    """The reference: a dict for each of the four inputs, and the shares of pairs."""
    home = SHARED / "12_sensitivity"
    second = dict(pl.read_csv(home / "exact_sobol_second_order.csv").iter_rows())
    names = ("Winmax", "Normalisation", "Weights", "Aggregation")
    pairs = {(i, j): second[f"second-order {names[i]}*{names[j]}"] for i, j in combinations(range(4), 2)}
    for row in pl.read_csv(home / "exact_sobol_shapley.csv").iter_rows(named=True):
        yield row, pairs


def test_the_command_meets_the_reference_exactly(asem: Study) -> None:
    """All 2,000 combinations of COINr's choices, by nothing but the study's own `vary`."""
    made = sensitivity(asem)
    assert (made.exact, made.runs) == (True, 2000)
    for row, (theirs, pairs) in zip(made.shares, against(), strict=True):
        assert row.first == pytest.approx(theirs["Si_exact"], abs=1e-10)
        assert row.total == pytest.approx(theirs["STi_exact"], abs=1e-10)
        assert row.shapley == pytest.approx(theirs["Shapley_exact"], abs=1e-10)
        assert made.variance == pytest.approx(theirs["Variance"], rel=1e-10)
        assert [pair.share for pair in made.pairs] == pytest.approx(list(pairs.values()), abs=1e-10)
    print("\ngolden 12_sensitivity: first, total, second-order and Shapley shares by `robust`: below 1e-10")


def test_the_command_meets_the_reference_by_sampling(asem: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exact values lie within the intervals that are stated (at 90%, widened by a tenth of a share's size)."""
    monkeypatch.setattr(room, "FEW", 0)
    made = sensitivity(asem, 1024, 2)
    inside = []
    for row, (theirs, _) in zip(made.shares, against(), strict=True):
        for kind, key in (("first", "Si_exact"), ("total", "STi_exact"), ("shapley", "Shapley_exact")):
            low, high = row.ci[kind]
            inside.append(low <= theirs[key] <= high)
            assert getattr(row, kind) == pytest.approx(theirs[key], abs=0.05)
    assert sum(inside) >= 9
    print(f"\ngolden 12_sensitivity: {sum(inside)} of 12 exact shares within the stated 90% intervals of sampling")


def test_nothing_varies_nothing_explains(small: Study) -> None:
    """One choice alone gives shares of 0 with the reason; no entry, or too many, is refused."""
    study = replace(small, vary=(Variation("aggregate", {"choices": ("arithmetic",)}),))
    made = sensitivity(study, 64)
    assert (made.variance, made.reason) == (0, "no choice moves any rank: there is nothing to share out")
    assert (made.shares[0].first, made.shares[0].total, made.shares[0].shapley) == (0, 0, 0)
    assert all(row.reason == "its rank does not move" for row in made.units)
    assert "nothing to share out" in markdown(Page("x", "x", tuple(which_choices(made))))
    with pytest.raises(StudyError, match="0 entries"):
        sensitivity(replace(small, vary=()), 64)
    with pytest.raises(StudyError, match="base is 60"):
        sensitivity(replace(small, vary=(Variation("weights", {"noise": 0.2}),)), 60)


def test_a_unit_that_some_runs_leave_out_has_no_shares(small: Study) -> None:
    """Its rank is not 0 there: it has none, and the page says so."""
    made = sensitivity(replace(small, vary=(Variation("leave_out", {"what": "units"}),)))
    assert {row.reason for row in made.units} == {"some choices give it no rank"}
    assert all(row.variance is None and not row.shares for row in made.units)


def test_the_page_tells_of_pairs_and_units(hdi: Study) -> None:
    """Bars, shares of two together, and a line for each unit."""
    study = replace(hdi, vary=tuple(Variation(key, {"choices": some}) for key, some in CHOICES.items()))
    text = markdown(Page("x", "x", tuple(which_choices(sensitivity(study)))))
    assert "4 runs: all combinations, so the shares are exact." in text
    assert "What two choices make together" in text
    assert "Shapley shares in the variance of each unit's own rank" in text
