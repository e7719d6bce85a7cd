"""Probabilities of reaching a target, reference classes and joint ranks: published results, closed forms, chance."""

import numpy as np
import pytest

from equalterms.methods import pace
from equalterms.methods.arrays import Floats
from equalterms.methods.pace import Track, track
from equalterms.methods.pace_class import basis_median, episodes, typical_path
from equalterms.methods.pace_drift import drift, errors, fitted_ceiling, packed, pinball, record
from equalterms.methods.pace_ranks import simulate

ENTERPRISES = {"values": [[7.6, 8.0, 13.5, 20.0]], "years": [[2021.0, 2023, 2024, 2025]]}
LATER = {"goal": 75.0, "goal_year": 2030.0, "floor": 0.0, "ceiling": 100.0}


def enterprises(**given: object) -> Track:
    """EU enterprises that use AI: 7.6% to 20.0%, target 75% in 2030, with some of it changed."""
    return track(direction=1, **{**ENTERPRISES, **LATER, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(("ceiling", "median", "p"), [(1.0, 50.1, 0.23), (0.9, 48.6, 0.18), (0.8, 46.9, 0.10)])
def test_enterprises_using_ai(ceiling: float, median: float, p: float) -> None:
    """Medians of 50.1, 48.6 and 46.9%, probabilities of 0.23, 0.18 and 0.10 under three stated ceilings.

    The third median is 46.847: its printed digit comes from a drift that was rounded first.
    """
    made = pace["s_curve"](enterprises(), ceiling=ceiling)
    assert made.middle is not None
    assert made.middle[0] == pytest.approx(median, abs=0.055)
    assert made.value[0] == pytest.approx(p, abs=5e-3)


def test_enterprises_using_ai_interval_and_pace() -> None:
    """The 80% interval of 9 to 91%; required 0.497 a year from now against 0.278 observed."""
    made = pace["reach"](enterprises(), scale="logit")
    assert made.low is not None
    assert made.high is not None
    assert made.low[0] == pytest.approx(9, abs=0.5)
    assert made.high[0] == pytest.approx(91, abs=0.5)
    assert made.required[0] == pytest.approx(0.497, abs=5e-4)
    assert made.actual[0] == pytest.approx(0.278, abs=5e-4)
    assert made.words() == ["no progress or moving away"]


def test_a_goal_above_the_ceiling_is_not_reached() -> None:
    """75% under a ceiling of 70%: 0, not an error; a value above the ceiling is outside the scale."""
    assert pace["s_curve"](enterprises(), ceiling=0.7).value[0] == 0
    made = pace["s_curve"](enterprises(), ceiling=0.15)
    assert made.reason(0) == "outside_the_scale"
    with pytest.raises(ValueError, match="ceiling above 0"):
        pace["s_curve"](enterprises(), ceiling=0)


@pytest.mark.parametrize("name", ["reach", "s_curve"])
def test_no_probability_below_four_points(name: str) -> None:
    """Three observations are refused, as is a track without any; four are taken."""
    three = enterprises(values=[[7.6, 8.0, 13.5, np.nan]], years=[[2021.0, 2023, 2024, np.nan]])
    assert pace[name](three).reason(0) == "fewer_than_four_points"
    assert np.isnan(pace[name](three).value[0])
    none = track(direction=1, latest=5, latest_year=2020, **LATER)
    assert pace[name](none).reason(0) == "fewer_than_four_points"
    assert pace[name](enterprises()).reason(0) == ""


def test_drift_by_hand() -> None:
    """1, 2, 4 at 2000, 2001, 2003: drift 1, residuals 0 and 0; then 1, 3, 4: by the formula."""
    years = np.array([[2000.0, 2001, 2003], [2000, 2001, 2003]])
    made = drift(np.array([[1.0, 2, 4], [1, 3, 4]]), years, np.array([3.0, 3.0]))
    assert made.mean.tolist() == [7, 7]
    squares = (2 - 1) ** 2 / 1 + (1 - 2) ** 2 / 2
    assert made.spread.tolist() == pytest.approx([0, np.sqrt(squares * 3 * (1 + 3 / 3))])
    assert made.freedom.tolist() == [1, 1]


def test_regular_drift_is_that_of_the_field() -> None:
    """At yearly values the drift and its variance are the mean step and the formula of the textbook."""
    z = np.random.default_rng(1).normal(size=(5, 12)).cumsum(axis=1)
    years = np.tile(np.arange(2000.0, 2012), (5, 1))
    made = drift(z, years, np.full(5, 4.0))
    steps = np.diff(z, axis=1)
    assert np.allclose(made.mean, z[:, -1] + 4 * steps.mean(axis=1))
    assert np.allclose(made.spread, steps.std(axis=1, ddof=1) * np.sqrt(4 * (1 + 4 / 11)))


def test_gaps_and_windows() -> None:
    """A gap in the middle is no point; a window takes the last values that are there."""
    z = np.array([[1.0, np.nan, 2, 5, np.nan]])
    years = np.array([[2000.0, 2001, 2002, 2003, 2004]])
    short, when = packed(z, years, 2)
    assert short[0, :2].tolist() == [2, 5]
    assert when[0, :2].tolist() == [2002, 2003]
    assert np.isnan(short[0, 2:]).all()
    whole = drift(z, years, np.array([1.0]))
    assert whole.drift[0] == pytest.approx(4 / 3)


def test_certainty_and_direction() -> None:
    """A series without noise reaches or does not; less is good the other way round."""
    years = np.tile(np.arange(2000.0, 2005), (3, 1))
    up, down = np.arange(5.0) + 10, 20 - np.arange(5.0)
    on = track(
        values=np.stack([up, up, down]), years=years, goal=[16.0, 17.0, 14.0], goal_year=2006, direction=[1, 1, -1]
    )
    assert pace["reach"](on).value.tolist() == [1, 0, 1]
    noisy = np.array([[3.0, 5, 4, 6, 6]])
    both = [
        pace["reach"](track(values=sign * noisy, years=years[:1], goal=sign * 8.0, goal_year=2006, direction=sign))
        for sign in (1, -1)
    ]
    assert both[0].value[0] == pytest.approx(both[1].value[0])
    assert both[0].value[0] == pytest.approx(
        1 - pace["reach"](track(values=noisy, years=years[:1], goal=8, goal_year=2006, direction=-1)).value[0]
    )


def test_outside_the_scale() -> None:
    """A zero has no logarithm and a full share no log odds: refused, not skipped; an unknown scale is an error."""
    on = enterprises(values=[[0.0, 8.0, 13.5, 20.0]])
    for scale in ("log", "logit"):
        assert pace["reach"](on, scale=scale).reason(0) == "outside_the_scale"
    assert pace["reach"](on).reason(0) == ""
    assert pace["reach"](enterprises(goal_year=2025), scale="log").reason(0) == "no_years_left"
    with pytest.raises(ValueError, match="level, log or logit"):
        pace["reach"](on, scale="cubic")


def test_the_interval_holds_what_it_says() -> None:
    """Of 20,000 random walks with drift, 80% end within the 80% interval, a tenth on either side."""
    rng = np.random.default_rng(7)
    walks = (0.3 + rng.normal(size=(20_000, 11))).cumsum(axis=1)
    seen, outcome = walks[:, :8], walks[:, 10]
    years = np.tile(np.arange(2000.0, 2008), (len(seen), 1))
    made = pace["reach"](track(values=seen, years=years, goal=seen[:, -1] + 2, goal_year=2010, direction=1))
    assert made.low is not None
    assert made.high is not None
    held = ((made.low <= outcome) & (outcome <= made.high)).mean()
    assert held == pytest.approx(0.8, abs=0.01)
    assert (outcome < made.low).mean() == pytest.approx(0.1, abs=0.01)
    at_low = pace["reach"](track(values=seen, years=years, goal=made.low, goal_year=2010, direction=1))
    assert at_low.value.tolist() == pytest.approx([0.9] * len(seen))


def test_the_record_of_a_panel() -> None:
    """Much is missed where steps persist; a record needs forecasts that can be checked."""
    rng = np.random.default_rng(3)
    years = np.arange(1990.0, 2020)
    walk = rng.normal(size=(150, 30)).cumsum(axis=1)
    plain, bent = record(walk, years, 3, 6), record(walk.cumsum(axis=1), years, 3, 6)
    assert plain is not None
    assert bent is not None
    assert plain.miss < 1
    assert bent.miss > 3
    assert bent.narrow == 1
    assert record(walk[:3, :8], years[:8], 3, 6) is None
    assert record(walk[:, :6], years[:6], 3, 6) is None
    walk[0, 10] = np.nan
    assert np.isnan(errors(walk, years, 12, 3, 6)[0][0])
    assert np.isfinite(errors(walk, years, 20, 3, 6)[0][0])


def test_errors_by_hand() -> None:
    """0, 1, 2, 3 foretells 4 and is sure of it; 7 came: an error of 3, in units of t(0.9), and no spread."""
    from scipy.stats import t

    z = np.array([[0.0, 1, 2, 3, 7], [0, 1, 2, 3, 4]])
    e, spread = errors(z, np.arange(2000.0, 2005), 3, 1, 4)
    assert e.tolist() == pytest.approx([3 / t.ppf(0.9, 2), 0])
    assert spread.tolist() == [0, 0]


def test_intervals_that_were_too_wide_are_narrowed() -> None:
    """Values that come back to a line fool the textbook's interval; the record narrows it."""
    years = np.arange(2000.0, 2012)
    z = np.random.default_rng(5).normal(size=(300, 12)) * np.array([1.0, 0.05] * 6)
    made = record(z, years, 2, 5)
    assert made is not None
    assert made.miss == 0
    assert made.narrow < 0.9


@pytest.mark.parametrize("persistent", [False, True])
def test_intervals_with_what_was_missed_hold_what_they_say(persistent: bool) -> None:
    """On panels whose steps hang together, and on those whose do not, 80% of the next outcomes are held."""
    rng = np.random.default_rng(11)
    noise = rng.normal(size=(2000, 24))
    if persistent:
        for year in range(1, 24):
            noise[:, year] += 0.8 * noise[:, year - 1]
    z = noise.cumsum(axis=1)
    years = np.arange(2000.0, 2024)
    known = record(z[:, :20], years[:20], 4, 5)
    assert known is not None
    seen = track(values=z[:, 15:20], years=np.tile(years[15:20], (2000, 1)), goal=0, goal_year=2023, direction=1)
    plain, wide = pace["reach"](seen), pace["reach"](seen, miss=known.miss, narrow=known.narrow)
    assert wide.low is not None
    assert wide.high is not None
    held = ((wide.low <= z[:, 23]) & (z[:, 23] <= wide.high)).mean()
    assert held == pytest.approx(0.8, abs=0.04)
    assert plain.low is not None
    assert plain.high is not None
    textbook = ((plain.low <= z[:, 23]) & (z[:, 23] <= plain.high)).mean()
    assert textbook < (0.7 if persistent else 0.83)


def test_a_miss_widens_around_the_same_middle() -> None:
    """Variances add: a miss of 3 on a spread of 4 is 5; below no miss nothing changes."""
    plain, wide = (pace["reach"](enterprises(), miss=k) for k in (0.0, 5.0))
    assert plain.low is not None
    assert plain.middle is not None
    assert wide.low is not None
    assert wide.middle is not None
    assert wide.middle[0] == plain.middle[0]
    on = enterprises()
    spread = drift(on.values, on.years, on.left).spread[0]
    ratio = (wide.middle[0] - wide.low[0]) / (plain.middle[0] - plain.low[0])
    assert ratio == pytest.approx(np.sqrt(spread**2 + 25) / spread)


def test_pinball_loss() -> None:
    """Missing upward costs the level, downward its rest; the mean is least at the quantile itself."""
    assert pinball(np.array([3.0, 1.0]), np.array([1.0, 3.0]), 0.9).tolist() == pytest.approx([1.8, 0.2])
    x = np.random.default_rng(0).normal(size=20_000)
    losses = [pinball(x, np.full(x.shape, q), 0.9).mean() for q in (0.8, 1.2816, 1.8)]
    assert losses[1] == min(losses)


def logistic(years: Floats, ceiling: float) -> Floats:
    """An S-curve with its middle in 2010 and a slope of 0.4 a year."""
    return ceiling / (1 + np.exp(-0.4 * (years - 2010)))


def test_a_ceiling_is_not_fitted_before_half_way() -> None:
    """Past the middle the ceiling is found; before it, and with too few values, the fit is refused."""
    late, early = np.arange(2000.0, 2021), np.arange(2000.0, 2008)
    rng = np.random.default_rng(5)
    best, low, high = fitted_ceiling(logistic(late, 0.8) * (1 + 0.03 * rng.normal(size=late.size)), late)
    assert low <= best <= high
    assert best == pytest.approx(0.8, abs=0.05)
    with pytest.raises(ValueError, match="past half of the ceiling"):
        fitted_ceiling(logistic(early, 0.8) * (1 + 0.05 * rng.normal(size=early.size)), early)
    with pytest.raises(ValueError, match="five values"):
        fitted_ceiling(logistic(late[:4], 0.8), late[:4])


# --- reference classes ---------------------------------------------------------------------------------


def test_reference_class_by_counting() -> None:
    """Sixty units that moved k steps a year from 0: the share that moved at least as fast, counted."""
    values = np.arange(1.0, 61)[:, None] * np.array([0.0, 5.0]) / 5
    among = episodes(values, np.array([2000.0, 2005]), 5)
    assert len(among.start) == 60
    on = track(latest=0.0, latest_year=2025, goal=[100, 300, 301, 5], goal_year=2030, direction=1)
    made = pace["reference_class"](on, among=among)
    # Every start is 0, so all sixty count; a step a year is what all but the four slowest made.
    assert made.value[3] == pytest.approx(56 / 60)
    assert made.value[:3].tolist() == [0, 0, 0]
    assert made.words()[1] == "none of the class has moved so fast from there"


def test_reference_class_looks_at_its_own_level() -> None:
    """Fast moves from low levels say nothing about high ones; direction turns the comparison."""
    rng = np.random.default_rng(2)
    start = np.linspace(10, 90, 200)
    end = start + np.where(start < 50, 20, 2) + rng.uniform(-1, 1, 200)
    among = episodes(np.stack([start, end], axis=1), np.array([2010.0, 2015]), 5)
    on = track(
        latest=[20, 80, 20, 95], latest_year=2020, goal=[35, 95, 10, 99], goal_year=2025, direction=[1, 1, -1, 1]
    )
    made = pace["reference_class"](on, among=among)
    assert made.value[:3].tolist() == [1, 0, 0]
    assert made.reason(3) == "outside_the_class"
    mirrored = episodes(-np.stack([start, end], axis=1), np.array([2010.0, 2015]), 5)
    down = track(latest=[-20, -80], latest_year=2020, goal=[-35, -95], goal_year=2025, direction=-1)
    assert pace["reference_class"](down, among=mirrored).value.tolist() == [1, 0]


def test_a_class_needs_episodes() -> None:
    """Too few episodes, or none given, are refused; spans without a year of their own take the next."""
    with pytest.raises(ValueError, match="20 episodes"):
        episodes(np.zeros((3, 4)), np.arange(4.0), 2)
    with pytest.raises(ValueError, match="class of episodes"):
        pace["reference_class"](enterprises())
    grown = episodes(np.tile([1.0, 2, 8], (30, 1)), np.array([2000.0, 2003, 2006]), 2, "log")
    assert sorted(set(grown.pace.round(9))) == sorted({round(2 ** (1 / 3) - 1, 9), round(4 ** (1 / 3) - 1, 9)})


def test_median_regression() -> None:
    """The median of a constant basis is the median; on a line without noise, the line."""
    y = np.array([1.0, 2, 10, 3, 2.5])
    assert basis_median(np.ones((5, 1)), y)[0] == pytest.approx(2.5)
    x = np.linspace(0, 1, 30)
    found = basis_median(np.stack([np.ones(30), x], axis=1), 2 + 3 * x)
    assert found.tolist() == pytest.approx([2, 3])


def test_typical_path() -> None:
    """Where all move 2 a year, 10 takes five years; who moves 4 a year is twice as fast as is typical."""
    start = np.linspace(0, 50, 60)
    values = start[:, None] + 2 * np.arange(0.0, 11)
    made = typical_path(values, np.arange(2000.0, 2011))
    on = track(start=[10, 10, -5], start_year=2000, latest=[20, 30, 10], latest_year=2005, direction=1)
    speed = made.speed(on)
    assert speed[:2].tolist() == pytest.approx([1, 2])
    assert np.isnan(speed[2])
    with pytest.raises(ValueError, match="one way"):
        typical_path(np.where(start < 25, 1, -1)[:, None] * np.arange(11.0) + start[:, None], np.arange(2000.0, 2011))


# --- joint ranks ---------------------------------------------------------------------------------------


def test_ranks_without_noise() -> None:
    """Straight lines: the one that rises overtakes when arithmetic says so."""
    years = np.arange(2015.0, 2021)
    scores = np.stack([50 + 0 * years, 40 + 3 * (years - 2015), 20 + 0 * years])
    assert simulate(scores, years, 1, 200).within(1, 1) == 1
    scores[1] -= 9
    made = simulate(scores, years, 1, 200)
    assert made.within(1, 1) == 0
    assert made.interval(1) == (2, 2, 2)
    assert simulate(scores, years, 2, 200).within(1, 1) == 1


def test_rivals_count() -> None:
    """A unit whose own trend would do does not reach a rank that its rivals move away from."""
    years = np.arange(2010.0, 2020)
    rng = np.random.default_rng(4)
    noise = rng.normal(scale=0.5, size=(12, 10)).cumsum(axis=1)
    start = np.linspace(40, 60, 12)[:, None]
    still = simulate(start + noise + np.where(np.arange(12) == 0, 2.5, 0.0)[:, None] * np.arange(10), years, 5)
    moving = simulate(start + noise + 2.5 * np.arange(10), years, 5)
    assert still.within(0, 3) > 0.9
    assert moving.within(0, 3) < 0.1


def test_what_moves_all_moves_no_rank() -> None:
    """A shock that all share leaves ranks alone, however large: years are drawn for all units at once."""
    years = np.arange(2010.0, 2020)
    shared = np.random.default_rng(0).normal(scale=100, size=10).cumsum()
    scores = np.array([[10.0], [9], [8]]) + shared
    assert (simulate(scores, years, 5, 300).ranks == [1, 2, 3]).all()


def test_joint_spread_is_that_of_the_drift_method() -> None:
    """A rival who stands still is passed with the probability that the closed form of `reach` gives."""
    steps = np.random.default_rng(9).normal(size=12)
    own = np.concatenate([[0.0], steps.cumsum()])
    years = np.arange(2010.0, 2023)
    for level in (0.5, -1.0):
        goal = own[-1] + steps.mean() * 4 + level * steps.std(ddof=1) * np.sqrt(4 * (1 + 4 / 12))
        exact = pace["reach"](track(values=own, years=years, goal=goal, goal_year=2026, direction=1)).value[0]
        p = simulate(np.stack([own, np.full(13, goal)]), years, 4, 20_000).within(0, 1)
        assert p == pytest.approx(exact, abs=0.02)


def test_ranks_are_refused_or_missing() -> None:
    """Three years are too few, years must follow one another, and a unit with a gap is not ranked."""
    with pytest.raises(ValueError, match="4 years"):
        simulate(np.ones((2, 3)), np.arange(3.0), 2)
    with pytest.raises(ValueError, match="follow one another"):
        simulate(np.ones((2, 4)), np.array([2000.0, 2001, 2002, 2004]), 2)
    scores = np.array([[1.0, 2, 3, 4], [2, np.nan, 2, 2], [0, 0, 0, 0]])
    made = simulate(scores, np.arange(4.0), 2, 50, seed=3)
    assert np.isnan(made.within(1, 1))
    assert np.isnan(made.interval(1)).all()
    assert made.within(0, 1) == 1
    assert np.array_equal(made.ranks, simulate(scores, np.arange(4.0), 2, 50, seed=3).ranks, equal_nan=True)
