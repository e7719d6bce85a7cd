"""How old values are: years and limits of the small study, reckoned by hand."""

from equalterms.draw.markdown import markdown
from equalterms.files import load
from equalterms.freshness import RULE, freshness
from equalterms.model import Study
from equalterms.page import Page
from equalterms.pages.freshness import freshness as page
from equalterms.pages.profile import profile as profile_page
from equalterms.pages.why import why as why_page
from equalterms.profile import profile
from equalterms.reasons import why
from equalterms.variations import what_if
from tests.conftest import FILES, Edit, embedded


def aged(folder: Edit) -> Study:
    """The small study with a limit of one year, and graduates of several years: FRA's is of 2019, ITA's of 2021."""
    text = FILES["observations.csv"].replace("FRA,graduates,2021", "FRA,graduates,2019")
    text = text.replace("ITA,graduates,2022", "ITA,graduates,2021") + "CHE,graduates,2019,50,A,table,row 18,\n"
    recipe = FILES["study.yaml"].replace("recipe:\n", "recipe:\n  max_age: 1\n")
    return load(folder(observations__csv=text, study__yaml=recipe))


def test_years_ages_and_shares(folder: Edit) -> None:
    """NOR and CHE of 2022, ITA of 2021 count; FRA's value of 2019 is too old: one of four."""
    row = {each.indicator: each for each in freshness(aged(folder)).indicators}["graduates"]
    assert (row.n, row.newest, row.median, row.oldest, row.median_age) == (3, 2022, 2022, 2021, 0)
    assert (row.max_age, row.stale, row.share_stale, row.lost) == (1, 1, 0.25, 1)


def test_what_is_lost_has_the_rank_of_its_year(folder: Edit) -> None:
    """At the end of 2019 CHE had 50 and FRA 20: FRA was second of two."""
    made = freshness(aged(folder))
    (row,) = made.lost
    assert (row.unit, row.indicator, row.year, row.age, row.value) == ("FRA", "graduates", 2019, 3, 20)
    assert (row.rank, row.ranked, row.status, row.why) == (2, 2, "E", "older than 1 year")


def test_less_is_better_is_ranked_so_and_ties_share(folder: Edit) -> None:
    """Ranks of an indicator of which less is better; two equal values share the better rank."""
    text = FILES["observations.csv"].replace("dropouts,2022", "dropouts,2019")
    text = text.replace("CHE,dropouts,2019,12.5", "CHE,dropouts,2019,20")
    study = load(
        folder(observations__csv=text, study__yaml=FILES["study.yaml"].replace("recipe:", "recipe:\n  max_age: 0"))
    )
    lost = {row.unit: row for row in freshness(study).lost if row.indicator == "dropouts"}
    assert {unit: (row.rank, row.ranked) for unit, row in lost.items()} == {"NOR": (1, 3), "CHE": (2, 3), "FRA": (2, 3)}


def test_an_indicators_own_limit_goes_before_the_recipes(folder: Edit) -> None:
    """What counts is what the scores count, whatever limit stands where: the rule is obeyed in one place."""
    study = aged(folder)
    wide = FILES["indicators.csv"].replace("denominator,source", "denominator,max_age,source")
    lines = [line if k == 0 else _with_age(line, "9") for k, line in enumerate(wide.splitlines())]
    own = load(folder(indicators__csv="\n".join(lines) + "\n"))
    assert {leaf.max_age for leaf in own.indicators} == {9}
    assert len(freshness(study).lost) == 1
    assert not freshness(own).lost


def _with_age(line: str, age: str) -> str:
    cells = line.split(",")
    leaf = cells[4] != "" and cells[1] not in ("", "none")
    return ",".join([*cells[:9], age if leaf else "", *cells[9:]])


def test_a_value_without_its_denominator_says_so(folder: Edit) -> None:
    """A value of the year that cannot be divided is lost for that reason, without a rank."""
    text = "\n".join(line for line in FILES["observations.csv"].splitlines() if not line.startswith("NOR,people"))
    (row,) = freshness(load(folder(observations__csv=text + "\n"))).lost
    assert (row.unit, row.indicator, row.why, row.rank) == ("NOR", "machines", "no people to divide by", None)


def test_lost_and_counted_are_all_there_is() -> None:
    """Of the default study, with a limit of one year: what counts and what is lost make up what was ever known."""
    study = what_if(embedded("ai-capability"), "max_age", "1")
    made = freshness(study)
    codes = {unit.code for unit in study.units}
    frame = study.observations.frame
    for row in made.indicators:
        known = frame.filter((frame["indicator"] == row.indicator) & frame["value"].is_not_null())
        assert row.n + row.lost == len(set(known["unit"]) & codes), row.indicator
    assert sum(row.lost for row in made.indicators) == len(made.lost) > 100
    assert all(row.rank is None or 1 <= row.rank <= row.ranked for row in made.lost)
    told = words(page(made))
    assert f"{len(made.lost) - 200} older ones are not shown here" in told
    assert " ".join(RULE.split()).replace("max_age", "max\\_age") in told


def words(made: Page) -> str:
    """A page as text."""
    return " ".join(markdown(made).split())


def test_pages_show_the_age_of_each_value(folder: Edit) -> None:
    """`why` and `profile` say how old a value of an earlier year is, and nothing of the year's own."""
    study = load(folder())
    assert "2021 (1 year old)" in words(why_page(study, "FRA", why(study, "FRA")))
    assert "2021 (1 year old)" in words(profile_page(profile(study, "FRA", runs=5)))
    assert "old)" not in words(why_page(study, "CHE", why(study, "CHE")))
    later = load(folder(study__yaml=FILES["study.yaml"].replace("time: 2022", "time: 2024")))
    assert "2022 (2 years old)" in words(why_page(later, "CHE", why(later, "CHE")))
