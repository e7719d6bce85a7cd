"""Scores against independent answers: published tables, plain arithmetic written out."""

import math

import numpy as np
import polars as pl
import pytest

from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.model import Study
from equalterms.scores import score
from equalterms.variations import at, what_if
from tests.conftest import Edit, embedded


@pytest.mark.parametrize("year", range(1990, 2023))
def test_hdi_as_published(year: int) -> None:
    """Every HDI of the year as the United Nations Development Programme published it, at three decimals."""
    study = at(embedded("hdi"), year)
    made = score(study)
    published = study.observations.frame.filter(
        (pl.col("indicator") == "hdi_published") & (pl.col("time") == str(year))
    )
    values = dict(published.select("unit", "value").iter_rows())
    ours = {unit.code: value for unit, value in zip(study.units, made.index, strict=True)}
    seen = [code for code in ours if values.get(code) is not None]
    assert len(seen) >= 140
    assert {code: round(float(ours[code]), 3) for code in seen} == {code: values[code] for code in seen}


def test_hdi_ranks_of_2022() -> None:
    """All 193 ranks, counted from the published values; units that are level there may differ in the fourth decimal."""
    study = embedded("hdi")
    made = score(study)
    frame = study.observations.frame.filter((pl.col("indicator") == "hdi_published") & (pl.col("time") == "2022"))
    published = dict(frame.select("unit", "value").iter_rows())
    codes = [unit.code for unit in study.units]
    assert len(codes) == 193
    rounded = np.array([published[code] for code in codes])
    best = np.array([1 + (rounded > value).sum() for value in rounded])
    worst = np.array([(rounded >= value).sum() for value in rounded])
    ours = made.rank()
    assert ((best <= ours) & (ours <= worst)).all()


def test_the_small_study_by_hand(small: Study) -> None:
    """Denominator, direction, min-max onto 1-100 and the weights 1:3 and 1:2, written out for Norway."""
    made = score(small)
    nor = [unit.code for unit in small.units].index("NOR")
    graduates = 1 + 99 * (40 - 20) / (80 - 20)
    dropouts = 1 + 99 * (20 - 5) / (20 - 5)
    machines = 1 + 99 * (500 / 50 - 300 / 60) / (500 / 50 - 300 / 60)
    skills = (1 * graduates + 3 * dropouts) / 4
    # The pillar skills has no weight of its own: it weighs what its children weigh, 1 + 3.
    index = (4 * skills + 2 * machines) / 6
    assert made.nodes["graduates"][nor] == pytest.approx(graduates, rel=1e-14)
    assert made.nodes["skills"][nor] == pytest.approx(skills, rel=1e-14)
    assert made.index[nor] == pytest.approx(index, rel=1e-14)


def test_a_gap_scales_the_rest_up(small: Study) -> None:
    """Italy has no drop-outs: its skills are its graduates alone, and its coverage says so."""
    made = score(small)
    ita = [unit.code for unit in small.units].index("ITA")
    assert made.nodes["skills"][ita] == made.nodes["graduates"][ita]
    assert made.coverage()[ita] == pytest.approx(2 / 3)
    assert made.imputed()[ita] == 0


def test_what_is_filled_is_counted_as_imputed(small: Study) -> None:
    """The same gap filled by the median: 12.5 among 5, 12.5 and 20; the share imputed is visible."""
    made = score(what_if(small, "fill", "median"))
    ita = [unit.code for unit in small.units].index("ITA")
    assert made.columns.filled[ita, 1] == 12.5
    assert made.imputed()[ita] == pytest.approx(1 / 3)
    assert made.coverage()[ita] == pytest.approx(2 / 3)


def test_needs_withholds_a_score(small: Study) -> None:
    """With `needs` of one half, a quarter of the weight is too little for Italy's skills."""
    made = score(what_if(small, "needs", "0.5"))
    ita = [unit.code for unit in small.units].index("ITA")
    assert math.isnan(made.nodes["skills"][ita])
    assert any("too few data" in text for text in score(what_if(small, "needs", "1")).warnings())


def test_old_values_do_not_count_and_are_told(small: Study) -> None:
    """With a maximum age of 0 years, France's graduates of 2021 are a gap in 2022."""
    made = score(what_if(small, "max_age", "0"))
    fra = [unit.code for unit in small.units].index("FRA")
    assert math.isnan(made.table.values[fra, 0])
    assert made.table.observed[fra, 0] == 20
    assert any("older than max_age" in text for text in made.warnings())


def test_an_earlier_year_sees_only_what_was_known(small: Study) -> None:
    """At 2020 there is one value; an indicator without any is told, not hidden."""
    made = score(at(small, 2020))
    assert np.isfinite(made.table.values).sum() == 1
    assert any("machines has no value" in text for text in made.warnings())
    with pytest.raises(StudyError, match="no values for 2019"):
        at(small, 2019)


def test_a_step_on_a_node_goes_before_the_recipe(folder: Edit) -> None:
    """A normalisation on one indicator stands when the recipe's is changed by a what-if."""
    from tests.conftest import FILES

    heading = "id,parent,name,measure,direction,weight,goalpost_low,goalpost_high,denominator,source"
    lines = [line + "," for line in FILES["indicators.csv"].splitlines()]
    lines[0] = heading + ",normalise"
    lines[4] += "goalposts"
    study = load(folder(indicators__csv="\n".join(lines) + "\n"))
    made = score(what_if(study, "normalise", "zscore"))
    assert made.nodes["graduates"].tolist() == [80.0, 20.0, 60.0, 40.0]
    assert made.nodes["machines"].mean() == pytest.approx(0)


def test_a_pillar_may_be_rescaled(small: Study) -> None:
    """`normalise` on the index stretches its scores over the units: the best has 100, the last 0."""
    made = score(what_if(small, "normalise.index", "minmax"))
    assert made.index.max() == 100
    assert made.index.min() == 0


def test_an_indicator_is_replaced_by_another(small: Study) -> None:
    """A series beside the tree comes in, an indicator goes out, a pillar moves; the order of the tree holds."""
    new = what_if(what_if(small, "parent.people", "tools"), "parent.machines", "none")
    made = score(new)
    assert [leaf.id for leaf in new.indicators] == ["graduates", "dropouts", "people"]
    assert [leaf.id for leaf in new.series] == ["machines"]
    assert made.nodes["tools"] == pytest.approx(made.nodes["people"])
    below = what_if(small, "parent.tools", "skills")
    assert [node.id for node in below.nodes] == [
        "index",
        "skills",
        "graduates",
        "dropouts",
        "tools",
        "machines",
        "people",
    ]
    assert np.isfinite(score(below).index).any()
    alone = what_if(what_if(small, "parent.machines", "none"), "parent.dropouts", "none")
    assert [pillar.id for pillar in alone.pillars] == ["index", "skills"]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("parent.skills", "skills", "cannot stand under"),
        ("parent.index", "skills", "cannot stand under"),
        ("parent.skills", "none", "cannot stand under"),
        ("parent.graduates", "machines", "is no pillar"),
        ("parent.graduates", "nowhere", "no indicator or pillar"),
        ("weight.skils", "2", "skills"),
        ("weight.skills", "-1", "below 0"),
        ("weight.skills", "much", "not a number"),
        ("weight.people", "1", "beside the tree"),
        ("normalise", "minimax", "minmax"),
        ("normalise", "minmax(0, 1)", "key=value"),
        ("aggregate.graduates", "geometric", "takes no aggregate"),
        ("drop", "DEU", "no unit, indicator or pillar"),
        ("drop", "index", "no unit, indicator or pillar"),
        ("needs", "2", "no share"),
        ("time", "1492", "from 2020 to 2022"),
        ("colour", "red", "is no setting"),
        ("weight.skills.more", "1", "no indicator or pillar"),
    ],
)
def test_a_what_if_that_is_not_understood(small: Study, key: str, value: str, message: str) -> None:
    """Every wrong setting is refused with its key and a remedy."""
    with pytest.raises(StudyError, match=message) as caught:
        what_if(small, key, value)
    assert caught.value.where == f"--set {key}" or caught.value.where == "--at"


def test_a_denominator_of_zero_is_refused(folder: Edit) -> None:
    """Not an infinity in a table, but a line that names unit and indicator."""
    from tests.conftest import FILES

    values = FILES["observations.csv"].replace("FRA,people,2022,120", "FRA,people,2022,0")
    with pytest.raises(StudyError, match="people of machines is 0 for FRA"):
        score(load(folder(observations__csv=values)))


def test_goalposts_that_are_missing_are_named(small: Study) -> None:
    """The indicator that cannot be normalised stands in the message."""
    with pytest.raises(StudyError, match="machines has not"):
        score(what_if(small, "normalise", "goalposts"))


def test_weights_all_zero(small: Study) -> None:
    """A pillar cannot be made of nothing."""
    with pytest.raises(StudyError, match="weights below tools are all 0"):
        score(what_if(small, "weight.machines", "0"))


def test_weights_may_come_from_a_method(small: Study) -> None:
    """Equal weights by method are equal weights by hand, and the weights used are told."""
    by_method = score(what_if(small, "weigh", "equal"))
    by_hand = small
    for node in small.nodes:
        if node.parent:
            by_hand = what_if(by_hand, f"weight.{node.id}", "1")
    assert by_method.index.tolist() == pytest.approx(score(by_hand).index.tolist(), rel=1e-14)
    assert by_method.weights["graduates"] == by_method.weights["dropouts"] == 0.5


def test_a_pillar_may_be_weighed_by_a_method_of_its_own(small: Study) -> None:
    """`weigh.skills=equal` leaves the other pillars as they are."""
    made = score(what_if(small, "weigh.skills", "equal"))
    nor = [unit.code for unit in small.units].index("NOR")
    skills = (made.nodes["graduates"][nor] + made.nodes["dropouts"][nor]) / 2
    assert made.nodes["skills"][nor] == pytest.approx(skills)
    assert made.index[nor] == pytest.approx((4 * skills + 2 * made.nodes["machines"][nor]) / 6)


@pytest.mark.parametrize("method", ["copeland", "borda", "topsis", "promethee", "median", "mazziotta_pareto"])
def test_members_that_compare_units_score_and_explain(method: str, small: Study) -> None:
    """Every aggregation can be asked why, also where a part has no contribution of its own."""
    from equalterms.reasons import why

    study = what_if(small, "aggregate", method)
    assert np.isfinite(score(study).index).all()
    reason = why(study, "NOR")
    assert reason.value is not None
    assert reason.children
