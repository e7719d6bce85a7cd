"""The table of edge cases, case by case, on whole targets."""

import math

import pytest

from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.model import Target
from equalterms.progress import Point, Progress, Rules, Series, judge, judged, progress, sentence
from tests.conftest import FILES, Edit


def target(**changes: object) -> Target:
    """From 20 in 2020 to 60 in 2030, with some of it changed."""
    given: dict[str, object] = {
        "unit": "NOR",
        "indicator": "machines",
        "value": 60.0,
        "time": "2030",
        "direction": 1,
        "measure": "count",
        "baseline": 20.0,
        "baseline_time": "2020",
    }
    return Target(**{**given, **changes})  # type: ignore[arg-type]


def points(**values: float) -> tuple[Point, ...]:
    """Points from keywords: y2021=25."""
    return tuple(Point(year[1:], value) for year, value in values.items())


SEEN = points(y2020=20, y2021=24, y2022=29, y2023=35, y2024=38)


def test_a_plain_target_has_its_panel() -> None:
    """Every verdict, what is required and needed, the age of the latest value, the sentence."""
    made = progress(target(), SEEN, now=2025)
    assert made.state == "judged"
    assert made.verdicts["linear"].value == pytest.approx((18 / 4) / (40 / 10))
    assert made.verdicts["cagr"].value == pytest.approx(((38 / 20) ** 0.25 - 1) / (3**0.1 - 1))
    assert set(made.verdicts["cagr"].detail["variants"]) == {"un", "eurostat", "statcan"}  # type: ignore[call-overload]
    assert made.verdicts["reach_probability"].value is not None
    assert made.needed["linear"] == pytest.approx(22 / 6)
    assert made.age == 1
    assert made.agreement == "all 3 methods say on track"
    assert sentence(made) == (
        "From 38 in 2024 it takes +3.67 count a year (+7.9% a year) to reach 60 count by 2030, "
        "0.81 times the pace seen so far."
    )


def test_baseline_of_zero() -> None:
    """No growth rate, flagged by name; linear stays; a replacement is asked for and printed."""
    zero = target(baseline=0.0)
    made = progress(zero, SEEN, now=2025)
    assert made.verdicts["cagr"].value is None
    assert "cagr:undefined(zero_baseline)" in made.notes
    assert made.verdicts["linear"].value == pytest.approx((38 / 4) / (60 / 10))
    small = judge([zero], [Series(SEEN)], Rules(now=2025, zero_policy=0.001))[0]
    assert small.verdicts["cagr"].value is not None
    assert any(note.startswith("zero_policy: 0 is replaced by 0.001") for note in small.notes)


def test_target_of_zero() -> None:
    """To eliminate: steps and a half-life, never growth."""
    falling = points(y2020=20, y2022=10, y2024=5)
    made = progress(target(value=0.0, direction=-1), falling, now=2025)
    assert made.verdicts["cagr"].value is None
    assert "cagr:undefined(zero_target)" in made.notes
    assert made.verdicts["half_life"].value == pytest.approx(0.5)
    assert made.verdicts["linear"].value == pytest.approx((15 / 4) / 2)


@pytest.mark.parametrize(
    ("values", "state"),
    [(points(y2022=50, y2024=61), "achieved"), (points(y2022=70, y2024=61), "achieved_but_declining")],
)
def test_achieved(values: tuple[Point, ...], state: str) -> None:
    """At the target already: said so, the trend still told, and where bodies differ."""
    made = progress(target(), values, now=2025)
    assert made.state == state
    assert made.verdicts["linear"].value is not None
    assert any("Eurostat" in note for note in made.notes) == (state == "achieved_but_declining")
    assert sentence(made).startswith("It is achieved: 61 in 2024")


def test_met_at_the_baseline() -> None:
    """A baseline beyond the target is met there, also when the value has fallen behind since."""
    made = progress(target(baseline=70.0), points(y2024=55), now=2025)
    assert made.state == "met_at_baseline"
    assert made.verdicts["linear"].reason == "met_at_baseline"
    assert any("fallen behind" in note for note in made.notes)


@pytest.mark.parametrize(
    ("latest", "tolerance", "direction", "state"),
    [
        (59.0, None, 1, "maintained"),
        (58.0, None, 1, "not_maintained"),
        (58.0, 3.0, 1, "maintained"),
        (99.0, None, 1, "maintained"),
        (62.0, None, -1, "not_maintained"),
    ],
)
def test_maintain(latest: float, tolerance: float | None, direction: int, state: str) -> None:
    """A value to keep is judged by its band: 2% of it, or as the target says; the good side is always kept."""
    kept = target(kind="maintain", baseline=60.0, tolerance=tolerance, direction=direction)
    made = progress(kept, points(y2024=latest), now=2025)
    assert made.state == state
    assert made.verdicts["linear"].value is None
    assert "staying at 60" in sentence(made)


@pytest.mark.parametrize(("latest", "ratio"), [(80.0, (2 - 80 / 60) / 1), (45.0, (2 - 60 / 45) / 1)])
def test_two_sided(latest: float, ratio: float) -> None:
    """From twice the target towards it: above or below it counts by how many times it is off."""
    made = progress(target(kind="two-sided", baseline=120.0), points(y2020=120, y2025=latest), now=2025)
    assert made.verdicts["linear"].value == pytest.approx(ratio / 5 * 10)
    assert any("two-sided" in note for note in made.notes)


def test_negative_values_leave_linear() -> None:
    """A change of sign has no growth rate, and the drift is in steps."""
    made = progress(target(baseline=-20.0), points(y2020=-20, y2021=-5, y2022=2, y2023=10, y2024=12), now=2025)
    assert made.verdicts["linear"].value == pytest.approx((32 / 4) / (80 / 10))
    assert "cagr:undefined(change_of_sign)" in made.notes
    assert made.verdicts["reach_probability"].value is not None


def test_a_share_near_its_bound() -> None:
    """Near 100% the log odds ask more than steps do, and the forecast stays below the bound."""
    share = target(kind="share", measure="%", value=99.0, baseline=90.0)
    made = progress(share, points(y2020=90, y2021=92, y2022=94, y2023=95, y2024=96), now=2025)
    assert made.headline is not None
    assert made.headline.method == "logit"
    forecast = made.verdicts["reach_probability"]
    assert forecast.high is not None
    assert forecast.high < 100
    assert [name for name in made.verdicts if name.startswith("s_curve")] == ["s_curve_1", "s_curve_0.9", "s_curve_0.8"]
    assert made.verdicts["s_curve_0.8"].reason == "outside_the_scale"
    ones = progress(target(kind="share", measure="share", value=0.9, baseline=0.5), points(y2020=0.5, y2024=0.7))
    assert ones.verdicts["logit"].value is not None


@pytest.mark.parametrize(("policy", "used"), [("next", "2022"), ("nearest", "2019"), ("exact", None)])
def test_the_baseline_year_is_missing(policy: str, used: str | None) -> None:
    """The policy finds another year, and the note tells which; `exact` finds none."""
    without = target(baseline=None, baseline_time="2020")
    values = points(y2019=19, y2022=25, y2024=30)
    made = judge([without], [Series(values)], Rules(now=2025, policy=policy))[0]
    assert (made.baseline.time if made.baseline else None) == used
    assert any((used or "has no value for the baseline of 2020") in note for note in made.notes)
    with pytest.raises(StudyError, match="no policy for the baseline"):
        judge([without], [Series(values)], Rules(now=2025, policy="any"))


def test_old_values() -> None:
    """Age is told; beyond the limit nothing is assessed, though the required pace is."""
    made = judge([target()], [Series(SEEN)], Rules(now=2027, stale=2))[0]
    assert made.state == "not_assessed"
    assert made.age == 3
    assert dict(made.verdicts) == {}
    assert made.required["linear"] == 4
    assert judge([target()], [Series(SEEN)], Rules(now=2026, stale=2))[0].state == "judged"


def test_one_point() -> None:
    """The baseline alone: a required pace and nothing else."""
    made = progress(target(), points(y2020=20), now=2022)
    assert made.state == "required_pace_only"
    assert made.required["linear"] == 4
    assert all(each.value is None for each in made.verdicts.values() if each.method != "status_index")
    assert "To" not in sentence(made)[:2]


def test_an_old_target_keeps_its_final_verdict() -> None:
    """Past its year the verdict is that of the year; later values are shown and do not change it."""
    values = points(y2020=20, y2025=40, y2030=59, y2031=70, y2032=80)
    made = progress(target(), values, now=2033)
    assert made.final
    assert made.latest is not None
    assert made.latest.time == "2030"
    assert [point.value for point in made.later] == [70, 80]
    assert made.verdicts["linear"].value == pytest.approx(39 / 40)
    assert "The year has passed" in sentence(made)


def test_vague_targets() -> None:
    """Leading by 2030: no number, no verdict, the points as evidence."""
    made = progress(target(kind="qualitative", value=None, baseline=None), SEEN)
    assert made.state == "qualitative"
    assert dict(made.verdicts) == {}
    assert made.required == {}
    assert made.points == SEEN
    assert "No number" in sentence(made)


def test_two_points_have_no_probability() -> None:
    """Three values: the rest is judged, the probability refused in words."""
    made = progress(target(), SEEN[:3], now=2023)
    assert made.verdicts["linear"].value is not None
    assert made.verdicts["reach_probability"].reason == "fewer_than_four_points"
    assert "3 values: too few for a probability, which takes 4" in made.notes


def test_milestones_bend_the_path() -> None:
    """40 by 2025 asked for 36 in 2024: the way so far is a little ahead of the path, and well ahead of the line."""
    made = progress(target(milestones=(("2025", 40.0),)), SEEN, now=2025)
    assert made.verdicts["path"].value == pytest.approx(18 / 16)
    assert "path" not in progress(target(), SEEN, now=2025).verdicts


# --- whole studies -------------------------------------------------------------------------------------

HEAD = "unit,indicator,value,time,direction,measure,kind,baseline,baseline_time,"
VALUES = FILES["observations.csv"]


def study(folder: Edit, targets: str, values: str = "", more: str = "") -> tuple[Progress, ...]:
    """The verdicts on targets of the small study, with more values and more indicators."""
    home = folder(
        targets__csv=targets,
        observations__csv=VALUES + values,
        indicators__csv=FILES["indicators.csv"] + more,
    )
    return judged(load(home))


def test_a_break_begins_the_series_anew(folder: Edit) -> None:
    """Only values from the last break on count."""
    rows = "NOR,total,2018,90,,table,,\nNOR,total,2019,20,B,table,,\nNOR,total,2021,30,,table,,\n"
    made = study(
        folder, f"{HEAD}source\nNOR,total,60,2030,1,,level,20,2019,table\n", rows, "total,none,T,persons,1,,,,,table\n"
    )[0]
    assert [point.time for point in made.points] == ["2019", "2021"]
    assert any("a break in the series in 2019" in note for note in made.notes)


def test_versions_of_a_target(folder: Edit) -> None:
    """A revised target stands beside the old one; each is judged by itself and names the other."""
    rows = f"{HEAD}announced,superseded,source\nNOR,machines,900,2030,1,count,level,100,2020,2020,2023,table\n"
    first, second = study(folder, rows + "NOR,machines,700,2030,1,count,level,100,2020,2023,,table\n")
    assert first.verdicts["linear"].value == pytest.approx((400 / 2) / (800 / 10))
    assert second.verdicts["linear"].value == pytest.approx((400 / 2) / (600 / 10))
    assert any("superseded in 2023" in note for note in first.notes)
    assert any("has 700" in note for note in first.notes)
    assert any("has 900" in note for note in second.notes)


def test_price_bases_are_other_targets(folder: Edit) -> None:
    """The same sum in other prices, or in another currency, is another target and never compared with it."""
    rows = f"{HEAD}prices,source\nNOR,machines,900,2030,1,NOK,level,100,2020,2020,table\n"
    first, second = study(folder, rows + "NOR,machines,900,2030,1,NOK,level,100,2020,current,table\n")
    assert first.target.key != second.target.key
    assert any("another target in NOK current" in note for note in first.notes)
    assert first.latest is None
    assert any("the series is in count, the target in NOK: not compared" in note for note in first.notes)


def test_money_that_adds_up(folder: Edit) -> None:
    """What was paid is added up; what was budgeted and pledged is shown and not counted."""
    more = "".join(f"{id},none,{id},billion NOK,1,,,,,table\n" for id in ("paid", "budget", "pledge"))
    values = (
        "NOR,paid,2021,1,,table,,\nNOR,paid,2022,2,,table,,\nNOR,budget,2022,5,,table,,\nNOR,pledge,2021,50,,table,,\n"
    )
    rows = (
        f"{HEAD}series,budgeted,pledged,source\n"
        "NOR,Investment,10,2030,1,billion NOK,cumulative,,2021,paid,budget,pledge,table\n"
    )
    made = study(folder, rows, values, more)[0]
    assert made.latest is not None
    assert made.latest.value == 3
    assert made.verdicts["linear"].value == pytest.approx((3 / 2) / (10 / 10))
    assert "pledged so far: 50 billion NOK" in made.notes
    assert "budgeted so far: 5 billion NOK" in made.notes
    assert made.verdicts["cagr"].value is None


def test_a_rank_target_is_simulated_jointly(folder: Edit) -> None:
    """All ranked countries are moved on together; too few years are said to be too few."""
    few = study(folder, f"{HEAD}source\nNOR,rank,1,2030,-1,rank,rank,3,2020,table\n")[0]
    assert any("rank: scores of" in note for note in few.notes)
    assert few.verdicts["reach_probability"].value is None
    years = range(2015, 2022)
    old = "".join(
        f"{unit},{leaf},{year},{20 + 3 * u + (year - 2015) * (u + 1)},,table,,\n"
        for u, unit in enumerate(("CHE", "FRA", "NOR"))
        for leaf in ("graduates", "machines", "people")
        for year in years
        if (unit, leaf, year) not in {("NOR", "graduates", 2020), ("FRA", "graduates", 2021)}
    )
    made = study(folder, f"{HEAD}source\nNOR,rank,1,2025,-1,rank,rank,3,2020,table\n", old)[0]
    verdict = made.verdicts["reach_probability"]
    assert verdict.value is not None
    assert verdict.low is not None
    assert verdict.high is not None
    assert 0 <= verdict.value <= 1
    assert 1 <= verdict.low <= verdict.high <= 4
    assert "depends on all rivals" in sentence(made)


def test_other_countries_are_asked() -> None:
    """In a study with a panel the history of others gives a reference class, distances and the forecast's stretch."""
    from dataclasses import replace

    from tests.conftest import embedded

    hdi = embedded("hdi")
    aim = target(
        unit="RWA", indicator="life_expectancy", value=80.0, measure="years", baseline=66.0, baseline_time="2015"
    )
    fast = replace(aim, value=120.0, time="2026")
    made, dream = judged(replace(hdi, targets=(aim, fast)))
    for name in ("reference_class", "distance", "reach_probability"):
        assert made.verdicts[name].value is not None
    assert dream.verdicts["reference_class"].value == 0
    assert "no country on record has moved so fast" in sentence(dream)
    interval = made.verdicts["reach_probability"]
    assert interval.low is not None
    assert interval.middle is not None
    assert interval.high is not None
    assert interval.low < interval.middle < interval.high


# --- the reader ----------------------------------------------------------------------------------------


def test_new_columns_are_read_and_old_files_still_load(folder: Edit) -> None:
    """Milestones, versions, wording, series, prices and tolerance; a file without them loads as before."""
    plain = load(folder()).targets[0]
    assert (plain.milestones, plain.superseded, plain.series, plain.tolerance) == ((), "", "", None)
    rows = f"{HEAD}milestones,superseded,legal,series,prices,tolerance,source\n"
    row = "NOR,Jobs,80,2030,1,persons,level,10,2020,2024: 30; 2027-06: 50,2025,shall,graduates,2020,1.5,table\n"
    full = load(folder(targets__csv=rows + row)).targets[0]
    assert full.milestones == (("2024", 30.0), ("2027-06", 50.0))
    assert (full.superseded, full.legal, full.series, full.prices) == ("2025", "shall", "graduates", "2020")
    assert full.tolerance == 1.5


@pytest.mark.parametrize(
    ("milestones", "said"),
    [
        ("2024", "the milestone '2024' is none"),
        ("2024: many", "the milestone '2024: many' is none"),
        ("2027: 1; 2025: 2", "not in order"),
        ("2019: 1", "not in order"),
        ("2031: 1", "not in order"),
        ("soon: 1", "is out of range or no time"),
    ],
)
def test_faulty_milestones(folder: Edit, milestones: str, said: str) -> None:
    """A milestone that is none, or out of order, is a fault with its row."""
    rows = f"{HEAD}milestones,source\nNOR,Jobs,80,2030,1,persons,level,10,2020,{milestones},table\n"
    with pytest.raises(StudyError, match=said):
        load(folder(targets__csv=rows))


def test_an_unknown_series_is_told(folder: Edit) -> None:
    """A series that the study lacks is no reason to be silent."""
    made = study(folder, f"{HEAD}series,source\nNOR,Jobs,80,2030,1,,level,10,2020,nothing,table\n")[0]
    assert "the series nothing is no indicator of the study" in made.notes
    with pytest.raises(StudyError, match="not known"):
        judged(load(folder()), "ZZZ")


def test_many_at_once_are_as_one_by_one() -> None:
    """A hundred different targets judged together give what each gives alone."""
    aims = [target(value=30.0 + k, kind=("level", "share", "multiple")[k % 3]) for k in range(100)]
    seen = [Series(SEEN[: k % 6]) for k in range(100)]
    together = judge(aims, seen, Rules(now=2025))
    for aim, series, made in zip(aims, seen, together, strict=True):
        alone = judge([aim], [series], Rules(now=2025))[0]
        assert alone.to_json() == made.to_json()
        assert all(value is None or math.isfinite(value) for value in made.required.values())


def test_the_collector_is_as_it_was() -> None:
    """Judging leaves the search for cycles as it found it, on or off, and also where it fails."""
    import gc

    aim = Target("XAA", "t", 50.0, "2030", 1, "%", "share", 10.0, "2018")
    for was in (True, False):
        (gc.enable if was else gc.disable)()
        try:
            judge([aim], [Series()], Rules(now=2025))
            assert gc.isenabled() == was
            with pytest.raises(ValueError, match="shorter"):
                judge([aim], [], Rules(now=2025))
            assert gc.isenabled() == was
        finally:
            gc.enable()
