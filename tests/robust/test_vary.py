"""What chance may vary: each member's draws, and the compiled way against the definition for all of them together."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equalterms.errors import StudyError
from equalterms.files import check, load
from equalterms.methods.arrays import Floats
from equalterms.model import Indicator, Observations, Pillar, Recipe, Step, Study, Unit, Variation
from equalterms.robust import by_definition, compiled, draw
from equalterms.scores import score
from equalterms.variations import factors, what_if
from tests.conftest import FILES, Edit

CHOICES: dict[str, tuple[str, ...]] = {
    "normalise": ("minmax(low=1, high=100)", "percentile_rank(low=1)", "goalposts(low=1, high=50)"),
    "aggregate": ("arithmetic", "geometric", "median", "copeland", "topsis"),
    "treat": ("none", "winsorise(most=1)", "skew_rule"),
    "weigh": ("given", "equal", "critic"),
    "screen": ("none", "by_data(least=0.5)"),
}
FILLS = ("none", "mean", "nearest", "em", "median")


def build(seed: int, units: int, shape: tuple[int, ...], gaps: float) -> Study:
    """A random study of two levels: some gaps, some zero weights, statuses of every kind, goalposts, errors."""
    rng = np.random.default_rng(seed)
    nodes: list[Pillar | Indicator] = [Pillar("index", "", "Index")]
    ids = []
    for p, size in enumerate(shape):
        nodes.append(Pillar(f"p{p}", "index", f"p{p}", None if p % 2 else 2.0))
        for k in range(size):
            posts = (0.0, 3.0 + k) if k % 2 else (0.01, 5.0)
            ids.append(f"p{p}i{k}")
            nodes.append(Indicator(ids[-1], f"p{p}", ids[-1], "x", 1 if k else -1, 1.0 + k, goalposts=posts))
    nodes.append(Indicator(f"{ids[0]}_se", None, "standard errors", "x", 1))
    codes = [f"U{u}" for u in range(units)]
    rows = [
        (unit, id, float(value), str(rng.choice(["A", "E", "P", "I"])))
        for unit in codes
        for id in ids
        for value in [rng.lognormal()]
        if rng.random() >= gaps
    ]
    rows += [(unit, f"{ids[0]}_se", 0.05, "A") for unit in codes[::2]]
    frame = pl.DataFrame(rows, schema=["unit", "indicator", "value", "status"], orient="row").with_columns(
        time=pl.lit("2024"), when=pl.lit(2025.0), source=pl.lit("s")
    )
    return Study(
        name="random",
        title="random",
        time=2024,
        nodes=tuple(nodes),
        units=tuple(Unit(code, code) for code in codes),
        observations=Observations(frame),
        sources={},
        recipe=Recipe(normalise=Step("minmax", {"low": 1.0})),
    )


@st.composite
def vary(drawn: st.DrawFn, study: Study, filled: bool) -> tuple[Variation, ...]:
    """A random list of variations of every kind that go together, in a random order."""
    weights: dict[str, dict[str, object]] = {
        "weights": {"noise": 0.4},
        "dirichlet": {"concentration": drawn(st.sampled_from([1.0, 30.0, 1e4]))},
        "rank_ordered": {},
        "stakeholders": {"groups": {"a": {"p0": 3.0, study.indicators[0].id: 0.2}, "b": {"p0": 0.5}}},
    }
    which = drawn(st.sampled_from(sorted(weights)))
    found = [Variation(which, weights[which])]
    for family, choices in CHOICES.items():
        some = drawn(st.lists(st.sampled_from(choices), max_size=3, unique=True))
        found += [Variation(family, {"choices": tuple(some)})] if some else []
    for what in drawn(st.lists(st.sampled_from(["indicators", "units", "pillars"]), max_size=2, unique=True)):
        found.append(Variation("leave_out", {"what": what}))
    found += [Variation("measurement", {"draws": 3, "normal": 0.01})] if drawn(st.booleans()) else []
    found += [Variation("goalposts", {"draws": 3})] if drawn(st.booleans()) else []
    found += [Variation("imputation", {"draws": 3})] if filled and drawn(st.booleans()) else []
    if any(each.key == "treat" and "winsorise(most=1)" in each.options["choices"] for each in found):  # type: ignore[operator]
        found += [Variation("treat_limit", {"option": "most", "low": 1.0, "high": 3.0})] if drawn(st.booleans()) else []
    return tuple(drawn(st.permutations(found)))


def alike(fast: Floats, plain: Floats) -> bool:
    """Equal to 1e-12 of the largest, gaps included."""
    close = np.nanmax(np.abs(fast - plain), initial=0.0) <= 1e-12 * np.nanmax(np.abs(plain), initial=1.0)
    return bool(np.array_equal(np.isnan(fast), np.isnan(plain)) and close)


@given(data=st.data(), seed=st.integers(0, 1000))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_compiled_is_the_definition_over_random_studies(data: st.DataObject, seed: int) -> None:
    """For the same draws the same scores at every kind of node, or the same refusal."""
    shape = tuple(data.draw(st.lists(st.integers(1, 3), min_size=2, max_size=3)))
    study = build(seed, data.draw(st.integers(6, 9)), shape, data.draw(st.sampled_from([0.0, 0.15])))
    fill = data.draw(st.sampled_from(FILLS))
    needs = data.draw(st.sampled_from([0.0, 0.5]))
    study = replace(study, recipe=replace(study.recipe, fill=Step(fill), needs=needs))
    study = replace(study, vary=data.draw(vary(study, fill in ("mean", "nearest", "em"))))
    draws = draw(study, 6, seed)
    for node in ("index", "p0", "p0i0"):
        try:
            plain = by_definition(study, draws, node)
        except StudyError:
            with pytest.raises(StudyError):
                compiled(study, draws, node)
            continue
        assert alike(compiled(study, draws, node), plain)


def of(study: Study, key: str, **options: object) -> Study:
    """The study with one entry under vary."""
    return replace(study, vary=(Variation(key, options),))


def test_dirichlet_weights_keep_their_sum_and_lie_around_the_stated() -> None:
    """Means are the stated shares, variances s (1 - s) / (concentration + 1); gamma numbers by another road agree."""
    study = of(build(0, 4, (3,), 0.0), "dirichlet", concentration=20.0)
    draws = draw(study, 20_000, 1)
    made = np.column_stack([column for k, f in enumerate(draws.factors) for column in f.columns(draws.of(k))])
    share = np.array([1, 2, 3]) / 6
    assert np.allclose(made.sum(axis=1), 6)
    assert made.mean(axis=0) / 6 == pytest.approx(share, abs=0.003)
    assert made.var(axis=0) / 36 == pytest.approx(share * (1 - share) / 21, rel=0.05)
    reference = np.random.default_rng(5).dirichlet(20 * share, 20_000)
    for column, other in zip(made.T / 6, reference.T, strict=True):
        assert np.quantile(column, [0.1, 0.5, 0.9]) == pytest.approx(np.quantile(other, [0.1, 0.5, 0.9]), abs=0.01)
    with pytest.raises(StudyError, match=r"concentration is 0\.5"):
        factors(of(study, "dirichlet", concentration=0.5))


def test_rank_ordered_weights_are_uniform_where_the_order_holds() -> None:
    """Their means are the rank-order centroids; against uniform weights of which those out of order are thrown away."""
    study = of(build(0, 4, (3,), 0.0), "rank_ordered")
    draws = draw(study, 30_000, 1)
    made = np.column_stack([column for k, f in enumerate(draws.factors) for column in f.columns(draws.of(k))]) / 6
    assert ((made[:, 2] >= made[:, 1]) & (made[:, 1] >= made[:, 0])).all()
    assert made.mean(axis=0) == pytest.approx([1 / 9, 5 / 18, 11 / 18], abs=0.005)
    drawn = np.random.default_rng(2).dirichlet(np.ones(3), 60_000)
    kept = drawn[(drawn[:, 2] >= drawn[:, 1]) & (drawn[:, 1] >= drawn[:, 0])]
    for column, other in zip(made.T, kept.T, strict=True):
        assert np.quantile(column, [0.1, 0.5, 0.9]) == pytest.approx(np.quantile(other, [0.1, 0.5, 0.9]), abs=0.02)


def test_equal_weights_have_no_order() -> None:
    """Of two equal weights and a larger one the larger stays ahead; either of the two is the second as often."""
    study = build(0, 4, (3,), 0.0)
    study = of(what_if(study, "weight.p0i1", "1"), "rank_ordered")
    draws = draw(study, 20_000, 3)
    a, b, c = (column for k, f in enumerate(draws.factors) for column in f.columns(draws.of(k)))
    assert (np.asarray(c) >= np.maximum(a, b)).all()
    assert np.mean(np.asarray(a) > np.asarray(b)) == pytest.approx(0.5, abs=0.02)


def test_stakeholders_from_a_file(folder: Edit) -> None:
    """Groups in study.yaml: a run takes one group's weights; what a group does not name is as stated."""
    text = FILES["study.yaml"].replace(
        "  - weights: {noise: 0.25}\n",
        "  - stakeholders:\n      teachers: {skills: 3, tools: 1}\n      makers: {tools: 5}\n",
    )
    study = load(folder(study__yaml=text))
    draws = draw(study, 200, 0)
    seen = {tuple(pair for pair in draws.settings(run) if pair[0].startswith("weight.")) for run in range(200)}
    assert seen == {
        (("weight.skills", "3.0"), ("weight.tools", "1.0")),
        (("weight.skills", "4.0"), ("weight.tools", "5.0")),
    }
    assert set(draws.frame()["stakeholders"]) == {"teachers", "makers"}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("stakeholders: {teachers: {skils: 3}}", "skils"),
        ("stakeholders: {teachers: {}}", "teachers has no weights"),
        ("stakeholders: {}", "has no group"),
        ("treat_limit: {option: most, low: 1, high: 3}", "no treatment of the study takes 'most'"),
        ("imputation: {draws: 5}", "nothing is filled"),
        ("measurement: {estimated: -1}", "measurement estimated is -1"),
        ("goalposts: {share: 0.7}", "share is 0.7"),
        ("weights: {noise: 0.1}", "two entries of vary set weight"),
        ("leave_out: countries", "leave_out knows no 'countries'"),
    ],
)
def test_entries_that_cannot_be_drawn_are_refused(folder: Edit, entry: str, said: str) -> None:
    """At the door where the file alone tells, otherwise when the study is asked to vary."""
    text = FILES["study.yaml"].replace("vary:\n", f"vary:\n  - {entry}\n")
    faults = check(folder(study__yaml=text))
    if faults:
        assert said in str(faults[0])
        return
    with pytest.raises(StudyError) as error:
        factors(load(folder(study__yaml=text)))
    assert said in str(error.value)


def test_errors_of_measurement_have_the_stated_size() -> None:
    """A share of the value by its status, mean kept; a stated standard error goes before; nothing else moves."""
    study = build(3, 40, (4, 4), 0.0)
    plain = score(study).table
    frame = study.observations.frame
    status = frame["status"].to_numpy()[plain.row]
    moved = np.stack(
        [score(what_if(study, "error", f"{k} estimated=0.2 provisional=0.1")).table.values for k in range(1, 401)]
    )
    ratio = moved / plain.values
    stated = np.zeros(plain.values.shape, dtype=bool)
    stated[::2, 0] = True
    for code, share in (("E", 0.2), ("P", 0.1)):
        some = ratio[:, (status == code) & ~stated]
        assert some.mean() == pytest.approx(1, abs=0.005)
        assert some.std() == pytest.approx(share, rel=0.03)
        assert (some > 0).all()
    assert (ratio[:, np.isin(status, ["A", "I"]) & ~stated] == 1).all()
    spread = (moved - plain.values)[:, stated]
    assert spread.std() == pytest.approx(0.05, rel=0.03)
    assert abs(np.atleast_2d(np.corrcoef(ratio[:, (status == "E") & ~stated].T))[0, 1]) < 0.15


def test_an_observation_has_one_error_in_every_table() -> None:
    """Other units, other indicators, other years of the table: the same draw moves the same value alike."""
    study = what_if(build(3, 6, (2, 2), 0.0), "error", "7 estimated=0.3 normal=0.1")
    whole = score(study).table.values
    fewer = what_if(what_if(study, "drop", "U2"), "drop", "p0i1")
    assert np.array_equal(score(fewer).table.values, whole[[0, 1, 3, 4, 5]][:, [0, 2, 3]])
    again = what_if(study, "error", "8 estimated=0.3 normal=0.1")
    assert not np.array_equal(score(again).table.values, whole)


@pytest.mark.parametrize("text", ["", "0", "one", "1 guessed=0.1", "1 estimated=much"])
def test_errors_that_are_none_are_refused(small: Study, text: str) -> None:
    """The setting says a number and shares by status."""
    with pytest.raises(StudyError):
        what_if(small, "error", text)


def test_goalposts_are_moved_within_their_share() -> None:
    """By no more than the share of their distance, each set of its own."""
    study = of(build(1, 5, (2, 2), 0.0), "goalposts", share=0.2, draws=30)
    draws = draw(study, 300, 0)
    ends = {run: dict(draws.settings(run))["goalposts.p0i1"] for run in range(300)}
    found = np.array([[float(end) for end in text.split()] for text in set(ends.values())])
    assert len(found) == 30
    assert (np.abs(found - [0.0, 4.0]) <= 0.2 * 4).all()
    assert np.ptp(found, axis=0).min() > 0.5
    for text in ("1", "3 2", "a b"):
        with pytest.raises(StudyError, match=r"goalpost"):
            what_if(study, "goalposts.p0i1", text)


def test_limits_go_to_every_treatment_that_takes_them() -> None:
    """The recipe's and the nodes' own; whole numbers where the option counts; a step without it stays."""
    study = build(1, 6, (2, 2), 0.0)
    study = what_if(what_if(study, "treat", "winsorise"), "treat.p0i0", "skew_rule(most=4)")
    study = what_if(study, "treat.p0i1", "log")
    made = what_if(study, "every.treat.most", "2")
    assert str(made.recipe.treat) == "winsorise(most=2)"
    assert [str(leaf.treat) for leaf in made.indicators[:2]] == ["skew_rule(most=2)", "log"]
    (factor,) = factors(of(study, "treat_limit", option="most", low=1.0, high=4.0))
    assert factor.choices == ("1", "2", "3", "4")
    (factor,) = factors(of(study, "treat_limit", option="skew", low=1.0, high=2.0, values=3))
    assert factor.choices == ("1.0", "1.5", "2.0")
    for key in ("every.treat.mots", "every.cure.most"):
        with pytest.raises(StudyError):
            what_if(study, key, "2")


def test_a_unit_that_is_left_out_has_no_rank() -> None:
    """And the others are scaled without it."""
    study = of(build(1, 5, (2, 2), 0.0), "leave_out", what="units")
    draws = draw(study, 40, 2)
    made = compiled(study, draws)
    for run in range(40):
        left = [text for key, text in draws.settings(run) if key == "drop"]
        assert [unit.code for unit, x in zip(study.units, made[run], strict=True) if np.isnan(x)] == left


def test_draws_of_gaps_differ_and_known_values_stay() -> None:
    """Imputation moves only units with a gap, on a scale that the gap does not set."""
    study = build(2, 9, (3, 3), 0.15)
    study = replace(study, recipe=replace(study.recipe, fill=Step("em")))
    tables = [score(what_if(study, "every.fill.draw", str(k))).columns.filled for k in (1, 2, 1)]
    known = np.isfinite(score(study).table.values)
    assert not known.all()
    assert np.array_equal(tables[0], tables[2])
    assert np.array_equal(tables[0][known], tables[1][known])
    assert (tables[0][~known] != tables[1][~known]).all()
    with pytest.raises(StudyError, match="needs a method that has draws"):
        score(what_if(what_if(study, "fill", "median"), "every.fill.draw", "1"))


def test_a_run_depends_on_its_number_alone() -> None:
    """Parts of the draws are the whole: from any run on, and with fewer of them."""
    study = of(build(1, 5, (2, 2), 0.0), "dirichlet")
    whole = draw(study, 50, 9)
    assert np.array_equal(draw(study, 20, 9, 30).numbers, whole.numbers[30:])
    assert np.array_equal(draw(study, 10, 9).numbers, whole.numbers[:10])


def test_a_pillar_in_which_nothing_weighs_is_left_out(small: Study) -> None:
    """One of two indicators weighs 0 and chance leaves out the other: then their pillar is left out, not refused."""
    study = replace(what_if(small, "weight.dropouts", "0"), vary=(Variation("leave_out", {"what": "indicators"}),))
    draws = draw(study, 40, 1)
    fast, plain = compiled(study, draws), by_definition(study, draws)
    assert {setting for run in range(40) for setting in draws.settings(run)} >= {("drop", "graduates")}
    assert np.isfinite(fast).all()
    assert fast == pytest.approx(plain, rel=1e-12)
