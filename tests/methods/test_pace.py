"""Verdicts on pace, held to the published results of those who use them, to closed forms and to the edge cases."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equalterms.errors import StudyError
from equalterms.methods import pace
from equalterms.methods.arrays import Floats
from equalterms.methods.pace import EUROSTAT, STATCAN, UN, Judged, Track, from_odds, growth, log_odds, step, track
from equalterms.methods.pace_levels import goal_trend, limit_factor, roll_up, status
from equalterms.methods.pace_series import baseline, first_year, last_segment, off_target, rebased

# Statistics Canada, published component files of the Canadian and global indicator frameworks:
# start, its year, latest, its year, goal, its year, direction, published ratio, published score, status.
STATCAN_GOLDEN = (
    ("GIF 1.2.1", 14.5, 2015, 10.2, 2023, 7.25, 2030, -1, 0.9525901792, 2.51855639, "on track"),
    ("CIF 1.1.1", 14.5, 2015, 10.4, 2023, 7.25, 2030, -1, 0.9010899547, 2.15069544, "progress, acceleration needed"),
    ("CIF 11.6.1", 699, 2014, 666.6, 2024, 490, 2030, -1, 0.2156287997, -1.60153948, "limited progress"),
    ("CIF 11.3.1", 63, 2005, 74, 2020, 85, 2030, 1, 0.8949392974, 2.10676191, "progress, acceleration needed"),
    ("CIF 12.1.1", 0.37, 2015, 9.53, 2025, 60, 2030, 1, 0.9504069883, 2.50296208, "on track"),
    ("CIF 11.1.1", 26866, 2016, 36058, 2024, 13433, 2028, -1, -0.6675781358, -5, "deterioration"),
    ("CIF 11.5.1", 19.3, 2016, 13.9, 2021, 22, 2030, 1, -6.7615424396, -5, "deterioration"),
)
# Without a target: start, its year, latest, its year, direction, limit, growth, limit factor, score, status.
STATCAN_TREND = (
    ("CIF 1.2.1", 66.6, 2016, 71.4, 2023, 1, 100, 0.0099914837, 0.835477, 1.73975285, STATCAN.words[2]),
    ("GIF 1.3.1 children", 90, 2015, 93.2, 2021, 1, 100, 0.0058399952, 0.373622, 2.81538665, "on track"),
    ("GIF 1.3.1 older", 93.4, 2017, 92.7, 2021, 1, 100, -0.0018789508, None, -2.73486884, "deterioration"),
    ("CIF 1.3.1", 178.8, 2015, 173.3, 2025, -1, 0, 0.0031194908, 1.0, -0.94025458, "limited progress"),
)
ZERO_EMISSION = {"start": 0.37, "start_year": 2015, "latest": 9.53, "latest_year": 2025, "goal": 60, "goal_year": 2030}


def one(direction: float = 1, **given: float) -> Track:
    """A track of one target: 20 in 2020, 30 in 2022, to be 60 in 2030, with some of it changed."""
    usual = {"start": 20.0, "start_year": 2020.0, "latest": 30.0, "latest_year": 2022.0, "goal": 60.0}
    return track(direction=direction, **{**usual, "goal_year": 2030.0, **given})


def share(**given: float) -> Track:
    """A share of 0 to 100, as `one`."""
    return one(**{"floor": 0.0, "ceiling": 100.0, **given})


@pytest.mark.parametrize("row", STATCAN_GOLDEN, ids=lambda row: row[0])
def test_statistics_canada_with_a_target(row: tuple[str, float, float, float, float, float, float, int]) -> None:
    """Ratio to ten digits, score to nine, and the published status."""
    _, start, y0, latest, y1, goal, y2, direction, ratio, score, word = row  # type: ignore[misc]
    made = pace["cagr_statcan"](
        track(start=start, start_year=y0, latest=latest, latest_year=y1, goal=goal, goal_year=y2, direction=direction)
    )
    assert made.value[0] == pytest.approx(ratio, abs=6e-11)
    assert made.score is not None
    assert made.score[0] == pytest.approx(score, abs=6e-9)
    assert made.words() == [word]


@pytest.mark.parametrize("row", STATCAN_TREND, ids=lambda row: row[0])
def test_statistics_canada_without_a_target(row: tuple[str, float, float, float, float, int, float, float]) -> None:
    """Growth to ten digits, the limit factor to six, score to nine, and the published status."""
    _, start, y0, latest, y1, direction, limit, v, factor, score, word = row  # type: ignore[misc]
    on = track(start=start, start_year=y0, latest=latest, latest_year=y1, direction=direction)
    made = pace["trend_statcan"](on, limit=limit)
    c = limit_factor(on.start, limit)[0]
    assert direction * made.actual[0] == pytest.approx(v, abs=1e-10)
    if factor is not None:
        assert c == pytest.approx(factor, abs=6e-7)
    assert made.score is not None
    assert made.score[0] == pytest.approx(score, abs=6e-9)
    assert made.words() == [word]


def test_a_revision_flips_the_verdict_and_the_edge_says_so() -> None:
    """10.2 and 10.4 lie on two sides of the same edge, and the latest value at which it turns lies between."""
    made = pace["cagr_statcan"](
        track(
            start=14.5, start_year=2015, latest=[10.2, 10.4], latest_year=2023, goal=7.25, goal_year=2030, direction=-1
        )
    )
    assert made.words() == ["on track", "progress, acceleration needed"]
    assert made.edge[0] == pytest.approx(0.0025901792, abs=1e-9)
    assert made.turn[0] == pytest.approx(made.turn[1])
    assert 10.2 < made.turn[0] < 10.4


@pytest.mark.parametrize(
    ("start", "latest", "decimals", "actual", "required", "ratio"),
    [(86.602, 90.508, 3, 0.00886266, 0.00963578, 0.91977), (63, 69, 12, 0.01836088, 0.03128167, 0.58695)],
)
def test_un_progress_chart(
    start: float, latest: float, decimals: int, actual: float, required: float, ratio: float
) -> None:
    """Electricity and clean cooking, world, 2015 to 2020 and 2030: the published ratios, both fair.

    The first row's values are printed with three decimals: what is published lies within their rounding.
    """
    half = 0.5 * 10.0**-decimals
    first, last = start + np.array([half, 0, -half]), latest + np.array([-half, 0, half])
    made = pace["cagr_un"](one(start=first, start_year=2015, latest=last, latest_year=2020, goal=100))  # type: ignore[arg-type]
    for seen, printed, digits in ((made.actual, actual, 8), (made.required, required, 8), (made.value, ratio, 5)):
        low, high = sorted((seen[0], seen[2]))
        assert low - 0.5 * 10.0**-digits <= printed <= high + 0.5 * 10.0**-digits
        assert seen[1] == pytest.approx(printed, rel=1e-4)
    assert made.words() == ["fair progress, acceleration needed"] * 3


def test_the_same_data_opposite_verdicts() -> None:
    """Zero-emission vehicles in Canada: 0.9504 by growth, 0.230 by steps, 0.836 by log odds; none gets there."""
    on = track(**ZERO_EMISSION, direction=1, floor=0, ceiling=100)
    cagr, linear, logit = (pace[name](on) for name in ("cagr_statcan", "linear", "logit"))
    assert cagr.value[0] == pytest.approx(0.9504, abs=5e-5)
    assert linear.value[0] == pytest.approx(0.230, abs=5e-4)
    assert logit.value[0] == pytest.approx(0.836, abs=5e-4)
    ahead = on.left
    assert 9.53 * (1 + cagr.actual[0]) ** ahead[0] == pytest.approx(48.4, abs=0.05)
    assert 9.53 + linear.actual[0] * ahead[0] == pytest.approx(14.1, abs=0.05)
    on_logit = log_odds(on.latest, on.floor, on.ceiling) + logit.actual * ahead
    assert from_odds(on_logit, on.floor, on.ceiling)[0] == pytest.approx(35.9, abs=0.05)


def test_enterprises_using_ai() -> None:
    """EU, 7.6% in 2021, 20.0% in 2025, target 75% in 2030: 0.945, 0.414, 0.696; a hair under Eurostat's edge."""
    on = track(
        start=7.6, start_year=2021, latest=20, latest_year=2025, goal=75, goal_year=2030, direction=1, floor=0,
        ceiling=100,
    )  # fmt: skip
    ratios = {name: pace[name](on).value[0] for name in ("cagr_eurostat", "linear", "logit")}
    assert ratios == pytest.approx({"cagr_eurostat": 0.945, "linear": 0.414, "logit": 0.6955}, abs=5e-4)
    assert pace["cagr_eurostat"](on).words() == ["moderate progress"]


def test_eurostat_scores() -> None:
    """The score is -5 at a ratio of -0.6, 0 at 0.6, 5 at 1.3, and joins at 0.6; a trend of 2% a year scores 5."""
    years = {"start_year": 2020, "latest_year": 2021, "goal_year": 2021}
    on = track(start=100, latest=[94, 106, 113, 130, 80], goal=110, direction=1, **years)
    score = pace["cagr_eurostat"](on).score
    assert score is not None
    assert score.tolist() == pytest.approx([-5, 0, 5, 5, -5])
    trend = pace["trend_eurostat"](track(start=100, latest=[102, 99, 100.5], direction=1, **years))
    assert trend.score is not None
    assert trend.score.tolist() == pytest.approx([5, -2.5, 1.25])
    assert trend.words() == ["significant progress", "moderate movement away", "moderate progress"]


def test_current_status_index() -> None:
    """66.6 to 71.4 of 100 is 1.437; 14.5 to 10.2 of 7.25 is 5.931; away from the target is below 0."""
    made = pace["status_index"](
        track(
            start=[66.6, 14.5, 50], latest=[71.4, 10.2, 40], goal=[100, 7.25, 100], direction=[1, -1, 1],
            start_year=2015, latest_year=2023, goal_year=2030,
        )
    )  # fmt: skip
    assert made.value[:2].tolist() == pytest.approx([1.437, 5.931], abs=5e-4)
    assert made.words() == ["progress so far", "progress so far", "regression"]
    parity = pace["status_index"](one(start=0.6, latest=1.1, goal=1), parity=True)
    assert parity.value[0] == pytest.approx(7.5)


def test_four_arrows() -> None:
    """60 in 2015, 68 in 2022, goal 100: needed 2.667, actual 1.143 a year, ratio 0.4286: stagnating."""
    on = one(start=60, start_year=2015, latest=68, latest_year=2022, goal=100)
    made = pace["arrows"](on, window=7)
    assert made.required[0] == pytest.approx(2.667, abs=5e-4)
    assert made.actual[0] == pytest.approx(1.143, abs=5e-4)
    assert made.value[0] == pytest.approx(0.4286, abs=5e-5)
    assert made.words() == ["→ stagnating"]


def test_arrows_look_at_recent_years_and_ignore_what_is_beyond_the_goal() -> None:
    """A rise of long ago does not count; a fall above the threshold does not either."""
    seen = [[0.0, 40.0, 50.0, 49.0, 48.0], [80.0, 95.0, 99.0, 98.0, 92.0]]
    years = [[2010.0, 2015.0, 2020.0, 2021.0, 2022.0]] * 2
    on = track(values=seen, years=years, goal=[100.0, 90.0], goal_year=2030, direction=1)
    assert pace["arrows"](on, window=2).words() == ["↓ decreasing", "↑ on track or maintaining"]
    assert pace["arrows"](on, window=20).words()[0] == "↗ moderately improving"


# Indicator scores of Finland, goal by goal, as the Sustainable Development Report 2025 publishes them.
FINLAND = (
    (99.73, 99.346),
    (100, 93.55, 95.706, 100, 42.074, 0, 52.515, 19.083, 99.798),
    (99.447, 99.43, 100, 99.394, 98.618, 98.102, 96.721, 96.241, 99.446, 99.35, 84.746, 76.828, 100),
    (94.542, 96.641, 99.61, 100),
    (86.286, 100, 88.53, 90.779),
    (100, 99.389, 100, 82.353, 72.53),
    (100, 100, 93.169, 90.769),
    (71.726, 93.577, 99.489, 73.209, 95.273, 70.52, 68.055),
    (100, 93.368, 100, 100, 100, 100, 80.135, 100),
    (99.437, 95),
    (100, 100, 100, 95.036),
    (59.389, 78.97, 70.696, 68.36, 49.83, 57.021, 59.133),
    (71.475, 53.625, 100),
    (60.866, 59.118, 96.56, 100, 99.04, 96.45),
    (71.884, 75.905, 97.75, 100, 30.146),
    (98.191, 99.4, 76.524, 100, 99.206, 100, 84.824, 98.292, 93.231, 92.143, 77.8),
    (96.187, 41.111, 66.667, 100, 93.487, 52.617),
)


def test_index_arithmetic_of_the_sustainable_development_report() -> None:
    """Finland 2025: the mean of 17 means of published indicator scores, to ten digits."""
    from equalterms.methods import aggregate

    goals: Floats = np.array(
        [aggregate["arithmetic"](np.array([scores], dtype=float), np.ones(len(scores)))[0] for scores in FINLAND]
    )
    assert aggregate["arithmetic"](goals[None], np.ones(17))[0] == pytest.approx(87.0224616297, abs=6e-11)


def test_goal_trends() -> None:
    """Anchors of the 0 to 4 scale, maintaining as 3, and no trend where a quarter and more is missing."""
    ratios = np.array([[-1, 0, 0.5, 1.0], [2, 2, 5, np.nan], [1, np.nan, np.nan, 1]])
    keeping = np.zeros(ratios.shape, dtype=bool)
    keeping[1, 0] = True
    made = goal_trend(ratios, keeping)
    assert made[0] == pytest.approx((0 + 1 + 2 + 3) / 4)
    assert made[1] == pytest.approx((3 + 4 + 4) / 3)
    assert np.isnan(made[2])


def test_distance_in_standard_deviations() -> None:
    """60 of 80 with a spread of 16 is 1.25: medium; met is 0, whatever the excess; down is mirrored."""
    made = pace["distance"](
        track(latest=[60, 90, 100], goal=[80, 80, 80], direction=[1, 1, -1]),
        spread=16,
    )
    assert made.value.tolist() == pytest.approx([-1.25, 0, -1.25])
    assert made.words() == ["medium distance", "small distance", "medium distance"]
    assert made.turn[0] == pytest.approx(56)
    with pytest.raises(ValueError, match="spread above 0"):
        pace["distance"](one(), spread=0)


def test_roll_ups() -> None:
    """The mean of UNDP's points and its word; achieved series score 5 with Statistics Canada."""
    said = [UN.words[3], UN.words[2], "achieved", ""]
    assert roll_up(said) == (2 / 3, "on track")
    assert roll_up([UN.words[2], UN.words[3]]) == (0.5, "for review")
    assert roll_up([UN.words[0], UN.words[2], UN.words[3]]) == (-1 / 3, "for review")
    assert roll_up([UN.words[1], UN.words[2]]) == (-0.5, "off track")
    with pytest.raises(ValueError, match="UN's bands"):
        roll_up(["bright"])
    assert status(np.array([2.0, 3.0]), np.array([False, False])) == (2.5, "on track")
    assert status(np.array([-3.0, 0.0]), np.array([False, True])) == (1.0, "progress, acceleration needed")
    assert status(np.array([0.0, 0.0]), np.array([True, True])) == (5.0, "target achieved")


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("cagr_un", 0.95, UN.words[2]),
        ("cagr_un", 0.9500001, UN.words[3]),
        ("cagr_un", 0.5, UN.words[2]),
        ("cagr_un", -0.1, UN.words[1]),
        ("cagr_un", -0.11, UN.words[0]),
        ("cagr_eurostat", 0.95, EUROSTAT.words[3]),
        ("cagr_eurostat", 0.6, EUROSTAT.words[2]),
        ("cagr_eurostat", 0.0, EUROSTAT.words[1]),
        ("cagr_eurostat", -1e-9, EUROSTAT.words[0]),
    ],
)
def test_on_the_edge(name: str, value: float, word: str) -> None:
    """To which band an edge belongs, as each body writes it."""
    bands = pace[name](one()).bands
    assert bands.words[bands.place(np.array([value]))[0]] == word


def test_un_trend_without_gaps_between_bands_and_with_its_sign() -> None:
    """0.5% a year exactly has a band, and a fall where up is good is deterioration, not progress."""
    years = {"start_year": 2020, "latest_year": 2021}
    made = pace["trend_un"](track(start=100, latest=[100.5, 101, 102, 99, 96.3], direction=1, **years))
    words = pace["trend_un"](one()).bands.words
    assert made.words()[2:] == [words[3], words[1], words[0]]
    assert made.bands.place(np.array([0.005, 0.01, 0.0100001])).tolist() == [1, 2, 3]
    down = pace["trend_un"](track(start=100, latest=96.3, direction=-1, **years))
    assert down.words() == [words[3]]


def test_istat_trend() -> None:
    """Bands at 1% and 5% a year."""
    years = {"start_year": 2020, "latest_year": 2021}
    made = pace["trend_istat"](track(start=100, latest=[94, 97, 100.5, 103, 106], direction=1, **years))
    assert made.words() == list(made.bands.words)


def test_limit_factor() -> None:
    """1 far from the limit, 0 at it, the same on both sides of it; at it, not falling is on track."""
    y = np.array([50.0, 100, 150, 200, 300])
    c = limit_factor(y, 100)
    assert c[1] == pytest.approx(0)
    assert c[0] == pytest.approx(c[2])
    assert c[3:].tolist() == [1, 1]
    at = track(start=100, start_year=2020, latest=100, latest_year=2022, direction=1)
    made = pace["trend_statcan"](at, limit=100)
    assert made.words() == ["on track"]
    assert made.score is not None
    assert made.score[0] == 5


# --- the table of edge cases ---------------------------------------------------------------------------


def reason(made: Judged) -> str:
    """Why the first target has no figure; it must then have none."""
    assert np.isnan(made.value[0]) == bool(made.reason(0))
    return made.reason(0)


def test_zero_baseline() -> None:
    """No growth from zero unless a replacement is asked for; linear needs none."""
    on = one(start=0)
    assert reason(pace["cagr_un"](on)) == "zero_baseline"
    assert pace["linear"](on).value[0] == pytest.approx((30 / 2) / (60 / 10))
    small, one_ = (pace["cagr_un"](on, zero_policy=z).value[0] for z in (0.001, 1.0))
    assert small != pytest.approx(one_)


def test_target_of_zero() -> None:
    """Elimination: no growth rate, but steps and a half-life: 20 to 5 in two years halves once a year."""
    on = one(latest=5, goal=0, direction=-1)
    assert reason(pace["cagr_statcan"](on)) == "zero_target"
    assert pace["linear"](on).value[0] == pytest.approx((15 / 2) / 2)
    assert pace["half_life"](on).value[0] == pytest.approx(1)
    assert reason(pace["half_life"](one(latest=0, goal=0, direction=-1))) == "reached"


def test_baseline_beyond_the_target() -> None:
    """Met at the baseline; Statistics Canada alone still judges it."""
    on = one(start=70)
    for name in ("linear", "cagr_un", "cagr_eurostat", "arrows"):
        assert reason(pace[name](on)) == "met_at_baseline"
    assert pace["cagr_statcan"](on).value[0] < 0


def test_maintain_has_no_ratio() -> None:
    """Nothing is required, so no ratio of paces exists."""
    for name in ("linear", "cagr_un", "status_index"):
        assert reason(pace[name](one(goal=20))) == "maintain"


def test_direction_is_mandatory() -> None:
    """No direction, no verdict."""
    with pytest.raises(ValueError, match="direction of 1 or -1"):
        one(direction=0)
    with pytest.raises(ValueError, match="fields of a track, not finish"):
        one(finish=3)


def test_two_sided_targets() -> None:
    """How many times a value is off, on either side; a distance where ratios mean nothing."""
    assert off_target(np.array([0.5, 1.0, 2.0, np.nan]), 1.0).tolist()[:3] == [2, 1, 2]
    assert off_target(np.array([-1.0, 3.0]), 1.0).tolist() == [3, 3]


def test_negative_values() -> None:
    """A change of sign leaves only steps; values that are all negative are judged with their sign."""
    assert reason(pace["cagr_un"](one(start=-20))) == "change_of_sign"
    assert pace["linear"](one(start=-20)).value[0] == pytest.approx(25 / 8)
    rising = one(start=-20, latest=-15, goal=-10)
    assert pace["cagr_statcan"](rising).value[0] > 0
    assert pace["trend_un"](rising).value[0] > 0


def test_shares_near_their_bound() -> None:
    """Log odds have no figure at a bound or without bounds; close to 100% a small step counts much."""
    assert reason(pace["logit"](share(latest=100))) == "at_or_beyond_a_bound"
    assert reason(pace["logit"](one())) == "unbounded"
    near = share(start=95, latest=96, goal=99)
    assert pace["logit"](near).value[0] < pace["linear"](near).value[0]


def test_one_point_gives_the_required_pace_alone() -> None:
    """Without anything seen later there is a requirement and no verdict."""
    on = one(latest=20, latest_year=2020)
    for name, required in (("linear", 4.0), ("cagr_un", 3 ** (1 / 10) - 1)):
        made = pace[name](on)
        assert reason(made) == "one_point"
        assert made.required[0] == pytest.approx(required)
        assert np.isnan(made.actual[0])


@pytest.mark.parametrize(
    ("policy", "wanted", "year"),
    [
        ("next", 2015, 2017),
        ("exact", 2015, None),
        ("nearest", 2015, 2014),
        ("nearest", 2021, 2020),
        ("nearest", 2025, None),
        ("exact", 2014, 2014),
        ("next", 2021, None),
        ("nearest", 2016, 2017),
    ],
)
def test_baseline_policies(policy: str, wanted: float, year: float | None) -> None:
    """Which year stands in for a baseline that has no value, by policy, with the year that was used."""
    made = baseline(np.array([2014.0, 2017.0, 2020.0]), wanted, policy)
    assert (made.year == year) if year else (made.place == -1 and np.isnan(made.year))
    with pytest.raises(StudyError, match="no policy"):
        baseline(np.array([2014.0]), 2014, "any")


def test_breaks_periods_and_changes() -> None:
    """A series begins anew at its last break; 2015-16 counts for 2015; a fall of 6.61% is 0.9399."""
    assert last_segment(["A", "B", "A", "B", "A"]) == 3
    assert last_segment(["A", "A"]) == 0
    assert first_year("2015-16") == 2015
    assert rebased(np.array([-0.0661])).tolist() == pytest.approx([1, 0.9339])
    assert rebased(np.array([0.1, 0.1]))[-1] == pytest.approx(1.21)


def test_milestones() -> None:
    """Against a path that bends, the ratio is to what the path asks for by now; without one it is linear."""
    on = one(way=25)
    assert pace["path"](on).value[0] == pytest.approx(2)
    assert pace["path"](one()).value[0] == pytest.approx(pace["linear"](one()).value[0])
    assert reason(pace["path"](one(way=20))) == "nothing_due_yet"


# --- properties ----------------------------------------------------------------------------------------

RATIOS = ("linear", "cagr_un", "cagr_eurostat", "logit")


@pytest.mark.parametrize("name", RATIOS)
@given(
    start=st.floats(1, 40), latest=st.floats(1, 99), goal=st.floats(50, 99), seen=st.integers(1, 20),
    more=st.integers(1, 20), up=st.booleans(),
)  # fmt: skip
def test_the_turn_is_where_the_band_changes(
    name: str, start: float, latest: float, goal: float, seen: int, more: int, up: bool
) -> None:
    """Judged at the latest value that `turn` names, the figure is the nearest edge; mirrored for down."""
    whole = {"start_year": 2000.0, "latest_year": 2000.0 + seen, "goal_year": 2000.0 + seen + more}
    where = {"start": start, "goal": goal} if up else {"start": goal, "goal": start}
    bounds = {"floor": 0.0, "ceiling": 100.0}
    direction = 1 if up else -1
    made = pace[name](track(direction=direction, latest=latest, **where, **whole, **bounds))
    turn = float(made.turn[0])
    if np.isnan(turn) or not 1e-9 < turn < 100 - 1e-9:
        return
    again = pace[name](track(direction=direction, latest=turn, **where, **whole, **bounds))
    assert again.value[0] == pytest.approx(made.bands.nearest(made.value)[0], abs=1e-6)


@pytest.mark.parametrize("name", RATIOS)
@given(values=st.lists(st.floats(2, 98), min_size=3, max_size=3))
def test_arrays_are_judged_one_by_one(name: str, values: list[float]) -> None:
    """Many targets at once give what each alone gives."""
    whole = pace[name](share(latest=np.array(values), goal=np.array([60.0, 70, 80])))  # type: ignore[arg-type]
    alone = [pace[name](share(latest=v, goal=g)).value[0] for v, g in zip(values, (60, 70, 80), strict=True)]
    assert whole.value.tolist() == alone


def test_rates() -> None:
    """The rates of the sample article: 11.2 from 0.2 in seven years, 80% from 5%; and back from log odds."""
    a = [np.array([x], dtype=float) for x in (0.2, 11.2, 7, 5, 80, 0, 100)]
    assert growth(a[0], a[1], a[2])[0] == pytest.approx(0.7772, abs=5e-5)
    assert step(a[3], a[4], a[2])[0] == pytest.approx(10.7143, abs=5e-5)
    assert np.isnan(growth(a[5], a[1], a[2])[0])
    assert np.isnan(step(a[0], a[1], a[5])[0])
    assert from_odds(log_odds(a[4], a[5], a[6]), a[5], a[6])[0] == pytest.approx(80)
