"""A bloc as one country: pooled by hand, placed on the frozen scale, ranked; its interval by definition."""

import math
from dataclasses import replace

import numpy as np
import pytest

from equalterms.alliances import contributions, pooled
from equalterms.alliances.firmness import guest_scores
from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.methods.shapley import best_of
from equalterms.model import Study
from equalterms.robust import robustness
from equalterms.robust.draw import draw
from equalterms.scores import effective, placed, score
from equalterms.variations import what_if
from tests.conftest import Edit, embedded


@pytest.fixture
def study() -> Study:
    return embedded("ai-capability")


def small_tree(pool: str = "sum") -> str:
    return f"""id,parent,name,measure,direction,weight,goalpost_low,goalpost_high,denominator,pool,source
index,,The index,,,,,,,,
skills,index,Skills,,,,,,,,
tools,index,Tools,,,2,,,,,
graduates,skills,Graduates,persons,1,,0,100,,{pool},table
dropouts,skills,Drop-outs,percent,-1,3,0,50,,weighted_mean(weight=people),table
machines,tools,Machines,count,1,1,,,people,,table
people,none,People,persons,1,,,,,,table
"""


def test_by_hand(folder: Edit) -> None:
    """Switzerland and France: 100 graduates, drop-outs weighed by people, 1500 machines for 220 people."""
    study = load(folder(indicators__csv=small_tree()))
    made = pooled(study, "CHE,FRA", runs=0)
    values = {each.indicator: each.value for each in made.holdings}
    assert values["graduates"] == 100
    assert values["dropouts"] == pytest.approx((100 * 12.5 + 120 * 20) / 220)
    assert values["machines"] == pytest.approx(1500 / 220)
    assert [each.beyond for each in made.holdings] == [True, False, False]
    # minmax(low=1, high=100): graduates 20 to 80, machines per head 5 to 10, drop-outs 5 to 20 turned round.
    graduates = 1 + 99 * (100 - 20) / 60
    machines = 1 + 99 * (1500 / 220 - 5) / 5
    dropouts = 1 + 99 * (20 - (100 * 12.5 + 120 * 20) / 220) / 15
    assert made.scores["index"] == pytest.approx((4 * (graduates + 3 * dropouts) / 4 + 2 * machines) / 6)


def test_a_country_alone_is_itself(study: Study) -> None:
    """A bloc of one has the country's scores, and its ranks."""
    made = score(study)
    for code in ("RUS", "CHN", "SGP"):
        alone = pooled(study, code, runs=0)
        u = [unit.code for unit in study.units].index(code)
        for id, value in alone.scores.items():
            assert (math.nan if value is None else value) == pytest.approx(made.nodes[id][u], abs=1e-9, nan_ok=True), id
        assert alone.ranks[study.root] == made.rank()[u]
        assert (alone.error == (0, 0)) == (not any(each.missing for each in alone.holdings))


def test_members_step_aside(study: Study) -> None:
    """The bloc of the first country and others is ranked among those outside."""
    made = pooled(study, "OECD", runs=0)
    assert made.ranks[study.root] == 1
    outside = {unit.code for unit in study.units} - set(made.bloc.units)
    index = dict(zip([unit.code for unit in study.units], made.made.index, strict=True))
    assert made.rivals == sum(np.isfinite(index[code]) for code in outside)


def test_gaps_are_told_and_priced(study: Study) -> None:
    """China's graduates are not known: too little of BRICS for a mean; the error of thumb grows with it."""
    made = pooled(study, "BRICS", runs=0)
    stem = next(each for each in made.holdings if each.indicator == "stem_graduates")
    assert stem.value is None
    assert "CHN" in stem.missing
    assert stem.known < 2 / 3
    assert stem.expected == pytest.approx(0.37 * (stem.worst or 0), rel=1e-12)
    assert 0 < made.error[0] < made.error[1]
    lax = pooled(study, "BRICS", needs=0.5, runs=0)
    assert next(each for each in lax.holdings if each.indicator == "stem_graduates").value is not None
    assert any("too little is known" in words for words in made.warnings)
    assert any("no data in the study: CUB" in w for w in pooled(study, "BRICS:partner", runs=0).warnings)


def test_joint_articles_are_counted_once(study: Study) -> None:
    """Members' sum, and the sum less the share that pairs wrote together; none where a pair was not counted."""
    made = pooled(study, "CHN,USA", runs=0)
    articles = next(each for each in made.holdings if each.indicator == "ai_articles")
    assert articles.once == pytest.approx((articles.value or 0) * (1 - 13631 / (274096 + 133601)), rel=1e-9)
    none = pooled(study, "CHN,ETH", runs=0)
    assert next(each for each in none.holdings if each.indicator == "ai_articles").once is None


def test_other_rules(study: Study) -> None:
    """Best-of is no less than any member in any indicator; a rule for all is that rule; nonsense is refused."""
    best = pooled(study, "BRA,IND,ZAF", rule="best_of", runs=0)
    single = [pooled(study, code, runs=0) for code in ("BRA", "IND", "ZAF")]
    for place, each in enumerate(best.holdings):
        points = [own.holdings[place].score for own in single if own.holdings[place].score is not None]
        if points:
            assert each.score == pytest.approx(max(p for p in points if p is not None), abs=1e-9)
    assert {each.rule for each in pooled(study, "BRA,IND", rule="mean", runs=0).holdings} == {"mean"}
    weighed = pooled(study, "BRA,IND", rule="weighted_mean(weight=gdp)", runs=0)
    assert {each.weight for each in weighed.holdings} == {"gdp"}
    for rule, words in (("summ", "no method"), ("weighted_mean(weight=heads)", "no series"), ("union", "from 0 to 1")):
        with pytest.raises(StudyError, match=words):
            pooled(study, "BRA,IND", rule=rule, runs=0)


def test_a_study_without_rules_says_what_it_takes() -> None:
    made = pooled(embedded("hdi"), "NOR,SWE", runs=0)
    assert {each.rule for each in made.holdings} == {"weighted_mean"}
    assert not any(each.stated for each in made.holdings)
    assert any("a plain mean is taken" in words for words in made.warnings)
    both = [pooled(embedded("hdi"), code, runs=0).holdings[0].value or 0 for code in ("NOR", "SWE")]
    assert made.holdings[0].value == pytest.approx(sum(both) / 2)


def test_the_interval_is_that_of_the_definition(study: Study) -> None:
    """Each run as a what-if scored by itself gives the same scores, of the countries and of the guests."""
    held = pooled(study, "BRICS", runs=0)
    values = held.stock.pooled(np.ones((1, len(held.stock.units)), dtype=bool))
    runs, seed = 12, 3
    fast = guest_scores(study, values, runs, seed)
    assert fast[:, : len(study.units)] == pytest.approx(robustness(study, runs, seed).scores, abs=1e-9, nan_ok=True)
    draws = draw(study, runs, seed)
    for run in range(runs):
        varied, kept = study, values
        for key, text in draws.settings(run):
            if key == "drop":
                gone = study.within(text)
                kept = values[:, [leaf.id not in gone for leaf in study.indicators]]
            varied = what_if(varied, key, text)
        assert fast[run, -1] == pytest.approx(placed(score(varied), kept)[study.root][0], abs=1e-9)


def test_contributions_add_up_and_agree_with_single_scores(study: Study) -> None:
    made = pooled(study, "BRICS@2023", runs=0)
    found = contributions(made)
    total = made.scores[study.root] or 0
    assert sum(each.shapley for each in found.members) == pytest.approx(total, abs=1e-9)
    index = dict(zip([unit.code for unit in study.units], made.made.index, strict=True))
    for each in found.members:
        assert each.own == pytest.approx(index[each.unit], abs=1e-9)
        without = "BRICS@2023 - " + each.unit
        assert each.leave_one_out == pytest.approx(
            total - (pooled(study, without, runs=0).scores[study.root] or 0), abs=1e-9
        )
    based = contributions(made, nothing=30.0)
    assert sum(each.shapley for each in based.members) == pytest.approx(total - 30, abs=1e-9)


def test_sampled_contributions_come_near_the_exact(study: Study) -> None:
    made = pooled(study, "GCC", runs=0)
    exact = {each.unit: each for each in contributions(made).members}
    drawn = contributions(made, exact=2, orders=400)
    assert drawn.orders == 400
    for each in drawn.members:
        assert abs(each.shapley - exact[each.unit].shapley) < 5 * each.error + 1e-9
        assert each.own == pytest.approx(exact[each.unit].own)
        assert each.leave_one_out == pytest.approx(exact[each.unit].leave_one_out)


def test_best_of_shares_add_up_to_the_best_of_score(study: Study) -> None:
    """The best-of composite of the points: closed form against the greatest points of each indicator."""
    made = pooled(study, "EU", runs=0)
    found = contributions(made, orders=4)
    weight = effective(study, made.made.weights)
    u = [[unit.code for unit in study.units].index(code) for code in made.bloc.units]
    points = np.stack([made.made.nodes[leaf.id][u] for leaf in study.indicators], axis=1)
    w = np.array([weight[leaf.id] for leaf in study.indicators])
    assert found.best == pytest.approx(np.nanmax(points, axis=0) @ w / w.sum(), abs=1e-9)
    shares = best_of(points) @ w / w.sum()
    assert {e.unit: e.best for e in found.members} == pytest.approx(dict(zip(made.bloc.units, shares, strict=True)))


def test_a_bloc_inside_the_bloc(study: Study) -> None:
    """Owen's values add up too; a bloc inside that is everyone, or one, changes nothing."""
    made = pooled(study, "GCC", runs=0)
    found = contributions(made, nested="ARE,SAU")
    assert sum(each.owen or 0 for each in found.members) == pytest.approx(made.scores[study.root])
    for each in contributions(made, nested="GCC").members:
        assert each.owen == pytest.approx(each.shapley)
    with pytest.raises(StudyError, match="no member is in"):
        contributions(made, nested="EU")


def test_members_without_a_score_count_like_nothing(study: Study) -> None:
    made = pooled(study, "VNM,CUB", runs=0)
    found = {each.unit: each for each in contributions(made).members}
    assert found["CUB"].own is None
    assert any("CUB" in words for words in contributions(made).warnings)
    with pytest.raises(StudyError, match="exact is 21"):
        contributions(made, exact=21)
    with pytest.raises(StudyError, match="orders is 3"):
        contributions(made, orders=3)


def test_a_year_back(study: Study) -> None:
    """The bloc follows the study's time."""
    assert len(pooled(replace(study, time=2023), "BRICS", runs=0).bloc.units) == 5
