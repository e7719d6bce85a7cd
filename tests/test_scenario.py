"""Scenarios: imagined values change what they must and nothing else, and say that they are imagined."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equalterms.draw.markdown import markdown
from equalterms.errors import StudyError
from equalterms.model import Study
from equalterms.pages.scenario import scenarios as page
from equalterms.robust import standings
from equalterms.scenario import scenarios
from equalterms.scores import score
from equalterms.variations import what_if
from tests.conftest import embedded


def latest(study: Study, indicator: str, unit: str) -> float:
    """The value that counts in the study's year."""
    return float(study.observations.cube([unit], [indicator], (study.time,)).values[0, 0, 0])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("x0.5@NOR", 20.0), ("+3@NOR", 43.0), ("-3@NOR", 37.0), ("=7@NOR", 7.0), ("x2@NOR+CHE", 80.0), ("x3@all", 120.0)],
)
def test_what_a_shock_does(small: Study, text: str, wanted: float) -> None:
    """The latest value is changed, by the study's year; the one before stays; the row says what was done."""
    made = what_if(small, "shock.graduates", text)
    assert latest(made, "graduates", "NOR") == wanted
    rows = made.observations.rows("NOR", "graduates")
    assert rows["value"].to_list() == [10.0, wanted]
    assert rows["status"].to_list()[-1] == "E"
    assert rows["where"].to_list()[-1] == f"row 2 (what if: {text.partition('@')[0]})"
    changed = latest(made, "graduates", "CHE") != latest(small, "graduates", "CHE")
    assert changed == (text.endswith(("CHE", "all")))


@given(size=st.floats(0.3, 1), unit=st.sampled_from(["NOR", "CHE", "RUS", "NER"]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_less_of_a_good_thing_raises_nobody(size: float, unit: str) -> None:
    """On fixed goalposts: the unit's score does not rise, and no other's changes (a third keeps it above zero)."""
    study = embedded("hdi")
    before, after = score(study), score(what_if(study, "shock.gni_per_head", f"x{size:.3f}@{unit}"))
    for u, each in enumerate(study.units):
        if each.code == unit:
            assert not after.index[u] > before.index[u]
        else:
            assert after.index[u] == before.index[u]


@pytest.mark.parametrize("text", ["x1@all", "+0@all", "-0@RUS+CHN"])
def test_nothing_is_changed_by_nothing(text: str) -> None:
    """Times one and plus nothing: every score and interval stands."""
    study = embedded("ai-capability")
    varied = what_if(study, "shock.gpu_compute", text)
    assert standings(varied, 50).to_json() == standings(study, 50).to_json()


def test_a_bloc_is_its_members_of_the_year() -> None:
    """The members by the study's year, no partners; one that has no value is named."""
    study = embedded("ai-capability")
    made = what_if(study, "shock.gdp", "x2@G7")
    for unit in ("FRA", "USA"):
        assert latest(made, "gdp", unit) == 2 * latest(study, "gdp", unit)
    assert latest(made, "gdp", "RUS") == latest(study, "gdp", "RUS")


@pytest.mark.parametrize(
    ("node", "text", "said"),
    [
        ("graduates", "0.5@NOR", "the shock is"),
        ("graduates", "x@NOR", "the shock is"),
        ("graduates", "xhalf@NOR", "not a number"),
        ("graduates", "x2@XYZ", "no unit or bloc"),
        ("graduates", "x2@DNK", "DNK has no value of graduates"),
        ("skills", "x2@NOR", "is a pillar"),
        ("gradutes", "x2@NOR", "gradutes"),
    ],
)
def test_what_is_refused(small: Study, node: str, text: str, said: str) -> None:
    """In one line; no value is made up for a unit that has none."""
    with pytest.raises(StudyError, match=said):
        what_if(small, f"shock.{node}", text)


def test_before_and_after(small: Study) -> None:
    """The sides are the standings of the two studies; scenarios stand beside each other by themselves."""
    changes = {"cut": (("shock.machines", "x0.1@NOR"),), "other": (("weight.tools", "9"),)}
    made = scenarios(small, changes, runs=40)
    for each, varied in zip(made, [what_if(small, *setting[0]) for setting in changes.values()], strict=True):
        plain = {row.unit: row for row in standings(small, 40).rows}
        after = {row.unit: row for row in standings(varied, 40).rows}
        assert {row.id for row in each.units} == set(plain) | set(after)
        for row in each.units:
            assert (row.before.rank, row.before.low, row.before.high) == (
                plain[row.id].rank,
                plain[row.id].rank_low,
                plain[row.id].rank_high,
            )
            assert (row.after.rank, row.after.score) == (after[row.id].rank, after[row.id].score)
    text = markdown(page(small, made))
    assert "What is imagined: shock.machines=x0.1@NOR" in text
    assert "Ranks as it is and in each scenario" in text


def test_targets_before_and_after(small: Study) -> None:
    """A hundredth of the indicator under a target turns verdicts, and the page says from which to which."""
    study = replace(small, targets=tuple(replace(target, indicator="graduates") for target in small.targets))
    (made,) = scenarios(study, {"less": (("shock.graduates", "x0.01@NOR"),)}, runs=20)
    assert {row.unit for row in made.targets} == {"NOR"}
    assert all(row.before != row.after for row in made.targets)
    assert "Verdicts on targets that turn" in markdown(page(study, [made]))


def test_blocs_before_and_after() -> None:
    """A bloc moves with its members, and one without them stays."""
    study = embedded("ai-capability")
    (made,) = scenarios(study, {"more": (("shock.gpu_compute", "x100@BRICS"),)}, blocs=["BRICS", "G7"], runs=20)
    brics, g7 = made.blocs
    assert brics.before.score is not None
    assert brics.after.score is not None
    assert brics.after.score > brics.before.score
    assert g7.after.score != brics.after.score
    assert "Blocs as one country before and after" in markdown(page(study, [made]))


def test_what_cannot_be_compared(small: Study) -> None:
    """No scenario, too many, one without a setting."""
    with pytest.raises(StudyError, match="0 scenarios"):
        scenarios(small, {})
    with pytest.raises(StudyError, match="holds no setting"):
        scenarios(small, {"empty": ()})
    with pytest.raises(StudyError, match="11 scenarios"):
        scenarios(small, {str(k): (("time", "2022"),) for k in range(11)})
    assert replace(small) == small
