"""Scores over years, frozen or each by itself; guests on the scale of others; screening."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equalterms.errors import StudyError
from equalterms.files import check, load
from equalterms.methods.arrays import Floats
from equalterms.model import Indicator, Observations, Recipe, Step, Study
from equalterms.robust import by_definition, compiled, draw
from equalterms.scores import panel_years, placed, score, scored
from equalterms.steps import parse
from equalterms.variations import at, what_if
from tests.conftest import FILES, Edit, embedded

YEARS = (2019, 2020, 2021, 2022)


def panel(small: Study, seed: int = 0, gaps: float = 0.2, **recipe: str) -> Study:
    """The small study with random values for four years, some of them missing."""
    rng = np.random.default_rng(seed)
    names = ["graduates", "dropouts", "machines", "people"]
    rows = [
        {
            "unit": unit.code,
            "indicator": name,
            "time": str(year),
            "when": year + 1.0,
            "value": float(rng.uniform(1, 50)),
        }
        for year in YEARS
        for unit in small.units
        for name in names
        if name == "people" or rng.random() > gaps
    ]
    frame = pl.DataFrame(rows).with_columns(
        status=pl.lit("A"), source=pl.lit("table"), where=pl.lit(""), quote=pl.lit(""), row=pl.lit(1)
    )
    steps = {key: parse(text, key) for key, text in recipe.items()}
    made = Recipe(max_age=0, **{"normalise": Step("minmax"), **steps})  # type: ignore[arg-type]  # steps by family
    return replace(small, observations=Observations(frame), recipe=made, years=YEARS)


@pytest.mark.parametrize("over", ["year", "all", "2020"])
@pytest.mark.parametrize("scale", ["minmax", "zscore", "percentile_rank"])
def test_one_pass_is_year_by_year(small: Study, over: str, scale: str) -> None:
    """All years at once give what each year gives when it is asked for alone."""
    study = panel(small, normalise=f"{scale}(over={over})")
    together = scored(study, YEARS)
    for made in together:
        alone = score(at(study, made.study.time))
        for node in alone.nodes:
            assert np.array_equal(alone.nodes[node], made.nodes[node], equal_nan=True), node
        assert alone.table.evidence(0) == made.table.evidence(0)


def test_frozen_scales_by_hand(small: Study) -> None:
    """Over all years the least and the most of the whole panel are 0 and 100; over one year those of that year."""
    study = panel(small, normalise="minmax(over=all)")
    raw = np.stack([made.table.values[:, 0] for made in scored(study, YEARS)])
    low, high = np.nanmin(raw), np.nanmax(raw)
    every = np.stack([made.nodes["graduates"] for made in scored(study, YEARS)])
    assert np.allclose(every, 100 * (raw - low) / (high - low), equal_nan=True)
    base = what_if(study, "normalise", "minmax(over=2020)")
    low, high = np.nanmin(raw[1]), np.nanmax(raw[1])
    since = np.stack([made.nodes["graduates"] for made in scored(base, YEARS)])
    assert np.allclose(since, 100 * (raw - low) / (high - low), equal_nan=True)


def test_a_frozen_scale_does_not_see_years_outside_the_panel(small: Study) -> None:
    """With the panel 2019 to 2021, the values of 2022 are placed on its scale and do not set it."""
    study = replace(panel(small, gaps=0, normalise="minmax(over=all)"), years=YEARS[:3])
    raw = np.stack([made.table.values[:, 0] for made in scored(study, YEARS)])
    low, high = raw[:3].min(), raw[:3].max()
    assert np.allclose(score(at(study, 2022)).nodes["graduates"], 100 * (raw[3] - low) / (high - low))


def test_a_panel_that_is_not_stated_is_the_whole_record(small: Study) -> None:
    """Without `years` the panel runs from the first to the last value."""
    assert panel_years(replace(panel(small), years=())) == YEARS


def test_gaps_filled_from_other_years(small: Study) -> None:
    """A gap takes the unit's value of the year before, counts as imputed and says so; observed values stay."""
    study = panel(small, seed=3, fill="latest")
    plain = scored(what_if(study, "fill", "none"), YEARS)
    made = scored(study, YEARS)
    for before, year, raw in zip(made, made[1:], plain[1:], strict=False):
        gap = np.isnan(raw.table.values)
        assert np.array_equal(year.columns.filled[gap], before.columns.filled[gap], equal_nan=True)
        assert np.array_equal(year.columns.filled[~gap], raw.table.values[~gap])
        assert (year.imputed() > 0).sum() == (gap & np.isfinite(year.columns.filled)).any(axis=1).sum()


def test_values_within_their_age_are_left_to_a_fill_over_time(small: Study) -> None:
    """Where a fill looks over the years, an old value is no observation of the year: it is filled, visibly."""
    study = replace(panel(small, seed=3, fill="linear"), recipe=Recipe(fill=Step("linear"), normalise=Step("minmax")))
    made = score(at(study, 2021))
    assert not made.table.stale.any()
    known = made.table.row >= 0
    assert np.array_equal(known, np.isfinite(made.table.values))
    assert (made.table.when[known] == 2022.0).all()


def test_weights_of_all_years_together(small: Study) -> None:
    """`over=all` weighs each year alike, by a table of all of them; `over=year` each year by its own."""
    apart = scored(panel(small, gaps=0, weigh="critic"), YEARS)
    together = scored(panel(small, gaps=0, weigh="critic(over=all)"), YEARS)
    assert len({made.weights["graduates"] for made in apart}) == len(YEARS)
    assert len({made.weights["graduates"] for made in together}) == 1
    from equalterms.methods import weigh

    stacked = np.concatenate([np.column_stack([m.nodes["graduates"], m.nodes["dropouts"]]) for m in together])
    assert together[0].weights["graduates"] == pytest.approx(float(weigh["critic"](stacked)[0]))


def test_treatment_of_all_years_together(small: Study) -> None:
    """Over all years a logarithm has one shift: the order across years stays."""
    study = panel(small, gaps=0, treat="log(over=all)")
    made = scored(study, YEARS)
    before = np.concatenate([each.columns.filled[:, 0] for each in made])
    after = np.concatenate([each.columns.treated[:, 0] for each in made])
    assert np.array_equal(np.argsort(before), np.argsort(after))
    assert not np.array_equal(before, after)
    assert made[0].columns.decisions == made[-1].columns.decisions


def test_groups_of_units(small: Study) -> None:
    """A scale within a group takes the least and the most of the group."""
    units = tuple(replace(u, groups={"side": "a" if u.code < "IT" else "b"}) for u in small.units)
    study = replace(panel(small, gaps=0, normalise="minmax(by=side)"), units=units)
    made = score(study)
    for group in ("a", "b"):
        inside = [i for i, unit in enumerate(units) if unit.groups["side"] == group]
        assert sorted(made.nodes["graduates"][inside])[0] == 0
        assert sorted(made.nodes["graduates"][inside])[-1] == 100
    with pytest.raises(StudyError, match="no unit has the group 'shore'"):
        score(what_if(study, "normalise", "minmax(by=shore)"))


def test_a_reference_unit(small: Study) -> None:
    """The distance to Norway is measured from Norway's own value."""
    study = panel(small, gaps=0, normalise="distance_to_reference(reference=NOR)")
    made = score(study)
    nor = [unit.code for unit in study.units].index("NOR")
    assert made.nodes["graduates"][nor] == 100
    assert made.nodes["dropouts"][nor] == 100
    with pytest.raises(StudyError, match="XYZ is no unit"):
        score(what_if(study, "normalise", "distance_to_reference(reference=XYZ)"))


SCALES = ("minmax", "zscore(over=all)", "percentile_rank", "minmax(over=2020)", "minmax(low=1, high=7)")


@given(
    seed=st.integers(0, 50),
    scale=st.sampled_from(SCALES),
    treat=st.sampled_from(["none", "winsorise(skew=0.1, kurtosis=-9)"]),
    mean=st.sampled_from(["arithmetic", "median"]),
    again=st.sampled_from(["", "minmax", "zscore(over=all)"]),
    weigh=st.sampled_from(["given", "critic"]),
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_guest_like_a_unit_scores_like_it(
    small: Study, seed: int, scale: str, treat: str, mean: str, again: str, weigh: str
) -> None:
    """The units' own rows, placed as guests, have the units' own scores at every node, and move nothing."""
    study = panel(small, seed, 0.1, normalise=scale, treat=treat, weigh=weigh, aggregate=mean)
    study = what_if(study, "normalise.skills", again) if again else study
    made = score(study)
    guests = placed(made, made.table.values)
    for node, values in made.nodes.items():
        assert np.allclose(guests[node], values, equal_nan=True, atol=1e-9), node


def test_a_guest_beyond_the_units(small: Study) -> None:
    """A bloc with twice the best value has twice the range on a min-max scale; the units' scores are untouched."""
    made = score(panel(small, gaps=0))
    raw: Floats = made.table.values
    best = raw.max(axis=0)[None, :]
    double = placed(made, np.where(np.arange(3) == 0, 2 * best, best))
    low = raw[:, 0].min()
    assert double["graduates"][0] == pytest.approx(100 * (2 * best[0, 0] - low) / (best[0, 0] - low))


@pytest.mark.parametrize("normalise", ["minmax(over=all)", "zscore(over=2020)"])
def test_robustness_of_a_panel(small: Study, normalise: str) -> None:
    """The compiled way is the definition on a panel too, with choices that need other years and choices that do not."""
    from equalterms.model import Variation

    study = replace(
        panel(small, normalise=normalise),
        vary=(Variation("weights", {"noise": 0.3}), Variation("normalise", {"choices": (normalise, "minmax")})),
    )
    draws = draw(study, 20, 1)
    fast, plain = compiled(study, draws), by_definition(study, draws)
    assert np.allclose(fast, plain, rtol=1e-12, equal_nan=True)


def test_screened_units_set_no_scale(small: Study) -> None:
    """A unit with too few data has no score, is named in a warning and moves nobody else's score."""
    study = what_if(small, "screen", "by_data(least=0.9)")
    made = score(study)
    ita = [unit.code for unit in small.units].index("ITA")
    assert np.isnan(made.index[ita])
    assert np.isfinite(made.table.values[ita]).any()
    assert "screened out by by_data(least=0.9): ITA" in made.warnings()
    without = score(what_if(small, "drop", "ITA"))
    rest = [u for u in range(len(small.units)) if u != ita]
    assert np.array_equal(made.index[rest], without.index)
    kept = score(what_if(small, "screen", "by_data(least=0.9, keep=ITA, drop=FRA)"))
    assert [u.code for u, stays in zip(small.units, kept.columns.kept, strict=True) if not stays] == ["FRA"]


def test_screening_after_filling(small: Study) -> None:
    """Screened by the filled table, nobody lacks data."""
    study = what_if(what_if(small, "fill", "median"), "screen", "by_data(least=0.9, after=fill)")
    assert score(study).columns.kept.all()


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("screen", "by_data(keep=XYZ)", "XYZ is no unit"),
        ("normalise", "minmax(over=1800)", "no values for 1800"),
    ],
)
def test_settings_that_the_data_refuse(small: Study, setting: str, value: str, message: str) -> None:
    """A year or a unit that the study has not is named with a remedy."""
    with pytest.raises(StudyError, match=message):
        score(what_if(small, setting, value))


@pytest.mark.parametrize(
    ("setting", "value"),
    [("normalise", "minmax(over=ever)"), ("treat", "log(over=2020)"), ("screen.skills", "by_data"), ("screen", "all")],
)
def test_settings_that_are_refused(small: Study, setting: str, value: str) -> None:
    """What no recipe may say is refused when it is said."""
    with pytest.raises(StudyError):
        what_if(small, setting, value)


@pytest.mark.parametrize(
    ("years", "message"),
    [
        ("2022-2015", "earlier year first"),
        ("[2020]", "two or more"),
        ("[2021, 2020]", "ascending"),
        ("often", "is no list"),
    ],
)
def test_years_that_are_refused(folder: Edit, years: str, message: str) -> None:
    """The panel of a study's file is a span or an ascending list."""
    faults = check(folder(study__yaml=FILES["study.yaml"].replace("time: 2022", f"time: 2022\nyears: {years}")))
    assert [fault for fault in faults if message in fault.message + fault.remedy]


def test_years_as_span_and_list(folder: Edit) -> None:
    """Both ways to write a panel."""
    for text in ("2020-2022", "[2020, 2021, 2022]"):
        study = load(folder(study__yaml=FILES["study.yaml"].replace("time: 2022", f"time: 2022\nyears: {text}")))
        assert study.years == (2020, 2021, 2022)


def test_a_target_and_a_scaled_denominator(folder: Edit) -> None:
    """`people / 1000` divides by thousands of people; a target stands beside the goalposts."""
    text = FILES["indicators.csv"].replace(",denominator,source", ",denominator,target,source")
    lines = [line.replace(",table", ",,table") for line in text.splitlines()]
    lines = [line.replace(",people,,table", ",people / 1000,7.5,table") for line in lines]
    lines = [line + "," if line.count(",") < 10 else line for line in lines]
    study = load(folder(indicators__csv="\n".join(lines) + "\n"))
    machines = next(leaf for leaf in study.indicators if leaf.id == "machines")
    assert isinstance(machines, Indicator)
    assert (machines.denominator, machines.per, machines.target) == ("people", 1000.0, 7.5)
    assert machines.divisor == "people / 1000"
    nor = [unit.code for unit in study.units].index("NOR")
    assert score(study).table.values[nor, 2] == pytest.approx(500 / (50 / 1000))
    wrong = [line.replace("people / 1000", "people / -1") for line in lines]
    assert [f for f in check(folder(indicators__csv="\n".join(wrong) + "\n")) if "above 0" in f.remedy]


def test_the_record_of_the_human_development_index() -> None:
    """Thirty-three years from one pass: Norway's index as published in each."""
    study = embedded("hdi")
    years = tuple(range(1990, 2023))
    nor = [unit.code for unit in study.units].index("NOR")
    published = dict(study.observations.rows("NOR", "hdi_published").select("time", "value").iter_rows())
    for made in scored(study, years):
        assert round(float(made.index[nor]), 3) == published[str(made.study.time)]
