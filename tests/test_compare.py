"""What moved between two editions, split into parts that sum exactly."""

from dataclasses import replace

import pytest

from equalterms.compare import compare
from equalterms.files import load
from equalterms.model import Study
from equalterms.pages.compare import compare as page
from equalterms.variations import at, what_if
from tests.conftest import FILES, Edit, embedded


@pytest.mark.parametrize(
    "settings",
    [
        {"normalise": "zscore(mean=50, sd=10)"},
        {"weight.income": "5"},
        {"drop": "NOR"},
        {"drop": "CHE", "aggregate": "arithmetic"},
    ],
)
def test_parts_sum_to_the_change(settings: dict[str, str]) -> None:
    """For every unit with a score in both, data + method + units is the change, and nothing is left over."""
    old = at(embedded("hdi"), 2012)
    new = embedded("hdi")
    for key, value in settings.items():
        new = what_if(new, key, value)
    made = compare(old, new)
    seen = 0
    for row in made.rows:
        if row.data is not None and row.method is not None and row.units is not None and row.change is not None:
            assert row.data + row.method + row.units == pytest.approx(row.change, abs=1e-12)
            seen += 1
    assert seen > 150


def test_what_did_not_change_has_no_part(small: Study, folder: Edit) -> None:
    """Only the data differ: method and units are 0; only the weights differ: data and units are 0."""
    other = load(folder(observations__csv=FILES["observations.csv"].replace("12.5", "15")))
    for row in compare(small, other).rows:
        assert row.method == 0
        assert row.units == 0
        assert row.data == pytest.approx(row.change)
    for row in compare(small, what_if(small, "weight.graduates", "3")).rows:
        assert row.data == 0
        assert row.units == 0
        assert row.method == pytest.approx(row.change)


def test_the_shapley_value_by_hand(small: Study) -> None:
    """Two parts changed: each has half of its step first and half of its step last."""
    from equalterms.scores import score

    fewer = what_if(small, "drop", "CHE")
    both = what_if(fewer, "weight.graduates", "3")
    weights = what_if(small, "weight.graduates", "3")
    u = {name: [unit.code for unit in study.units].index("NOR") for name, study in (("all", small), ("few", fewer))}
    v = {
        "": score(small).index[u["all"]],
        "m": score(weights).index[u["all"]],
        "u": score(fewer).index[u["few"]],
        "mu": score(both).index[u["few"]],
    }
    row = next(row for row in compare(small, both).rows if row.unit == "NOR")
    assert row.method == pytest.approx(((v["m"] - v[""]) + (v["mu"] - v["u"])) / 2)
    assert row.units == pytest.approx(((v["u"] - v[""]) + (v["mu"] - v["m"])) / 2)


def test_a_unit_of_one_study_alone_is_told(small: Study) -> None:
    """Who was dropped is listed without a rank, and the page says so."""
    made = compare(small, what_if(small, "drop", "ITA"))
    row = next(row for row in made.rows if row.unit == "ITA")
    assert row.rank_b is None
    assert row.change is None
    assert "ITA" in str(page(made).blocks[0])


def test_the_same_study_does_not_move(small: Study) -> None:
    """Compared with itself, every change is 0."""
    assert all(row.change == 0 and row.rank_a == row.rank_b for row in compare(small, replace(small)).rows)
