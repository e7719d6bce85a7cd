"""Weights that need more than values, as a recipe uses them; weights of each unit's own."""

import numpy as np
import pytest

from equalterms.errors import StudyError
from equalterms.files import check, load
from equalterms.methods import aggregate
from equalterms.methods.association import correlate
from equalterms.methods.weigh_given import ahp, benefit_of_the_doubt
from equalterms.robust import by_definition, compiled, draw
from equalterms.scores import score
from equalterms.variations import what_if
from tests.conftest import Edit, embedded

THREE = """id,parent,name,measure,direction,weight
index,,Index,,,
a,index,A,x,1,1
b,index,B,x,1,1
c,index,C,x,1,1
"""
VALUES = "unit,indicator,time,value,source\n" + "".join(
    f"{unit},{name},2022,{value},table\n"
    for unit, row in {"NOR": (9, 2, 5), "CHE": (7, 8, 1), "FRA": (3, 6, 9), "ITA": (1, 1, 4)}.items()
    for name, value in zip("abc", row, strict=True)
)


def judged(folder: Edit, comparisons: str | None) -> object:
    """The folder of three indicators with people's comparisons."""
    return folder(
        indicators__csv=THREE,
        observations__csv=VALUES,
        comparisons__csv=comparisons,
        targets__csv=None,
        study__yaml=STUDY,
    )


STUDY = """title: Judged
time: 2022
licence: CC0-1.0
recipe:
  normalise: minmax
  weigh: ahp
vary:
  - leave_out: indicators
sources:
  table: {title: A table of our own, licence: CC0-1.0}
"""


def test_weights_from_judgements(folder: Edit) -> None:
    """Saaty's weights of the matrix that the file says, and the same in every run that leaves one out."""
    study = load(judged(folder, "pillar,a,b,times\nindex,a,b,2\nindex,c,a,0.25\nindex,b,c,3\n"))  # type: ignore[arg-type]
    matrix = np.array([[1, 2, 4], [0.5, 1, 3], [0.25, 1 / 3, 1]])
    wanted = ahp(matrix)
    made = score(study)
    assert [made.weights[id] for id in "abc"] == pytest.approx(wanted.weights.tolist())
    assert not [text for text in made.warnings() if "contradict" in text]
    draws = draw(study, 20, 0)
    assert np.allclose(compiled(study, draws), by_definition(study, draws), rtol=1e-12, equal_nan=True)


def test_judgements_of_several_people(folder: Edit) -> None:
    """The geometric mean of what two people said; contradictions are warned of."""
    two = "pillar,a,b,times,who\n" + "".join(
        f"index,{a},{b},{times},{who}\n"
        for who, rows in {"x": ((("a", "b"), 4), (("b", "c"), 4), (("a", "c"), 1)), "y": ((("a", "b"), 1),)}.items()
        for (a, b), times in rows
    )
    two += "index,b,c,1,y\nindex,a,c,1,y\n"
    study = load(judged(folder, two))  # type: ignore[arg-type]
    matrix = np.array([[1, 2, 1], [0.5, 1, 2], [1, 0.5, 1]])
    made = score(study)
    assert [made.weights[id] for id in "abc"] == pytest.approx(ahp(matrix).weights.tolist())
    assert any("contradict" in text for text in made.warnings())


@pytest.mark.parametrize(
    ("comparisons", "message"),
    [
        ("pillar,a,b,times\nindex,a,b,2\n", "not compared"),
        ("pillar,a,b,times\nindex,a,b,20\nindex,a,c,1\nindex,b,c,1\n", "times is '20'"),
        ("pillar,a,b,times\nindex,a,a,2\nindex,a,b,1\nindex,a,c,1\nindex,b,c,1\n", "compared with itself"),
        ("pillar,a,b,times\nindex,a,b,2\nindex,b,a,2\nindex,a,c,1\nindex,b,c,1\n", "stand twice"),
        ("pillar,a,b,times\nindx,a,b,2\n", "not known"),
    ],
)
def test_judgements_that_are_refused(folder: Edit, comparisons: str, message: str) -> None:
    """Each with the file and, where there is one, the row."""
    faults = check(judged(folder, comparisons))  # type: ignore[arg-type]
    assert [f for f in faults if f.file == "comparisons.csv" and message in f.message + f.remedy], faults


def test_judgements_that_are_missing(folder: Edit) -> None:
    """Without the file, `ahp` says what it needs."""
    with pytest.raises(StudyError, match=r"comparisons\.csv"):
        score(load(judged(folder, None)))  # type: ignore[arg-type]


def test_importance_as_the_stated_weights(folder: Edit) -> None:
    """With `weigh=importance` the correlations with the index stand in the proportion of the stated weights."""
    study = load(judged(folder, None))  # type: ignore[arg-type]
    study = what_if(what_if(study, "weigh", "importance"), "weight.a", "2")
    made = score(study)
    r = np.array([correlate(made.nodes[id], made.index)[0] for id in "abc"])
    assert r / r.sum() == pytest.approx([0.5, 0.25, 0.25], abs=1e-6)


def test_importance_does_not_mix_up_its_children() -> None:
    """The pillar that is to count four times is the one that does: COINr gives the target to another."""
    study = embedded("ai-capability")
    study = what_if(what_if(study, "weigh.innovation", "importance"), "weight.development", "4")
    study = what_if(study, "weight.research", "1")
    made = score(study)
    r = {id: correlate(made.nodes[id], made.nodes["innovation"])[0] for id in ("research", "development")}
    assert made.weights["development"] > made.weights["research"]
    assert min(made.weights[id] for id in r) >= 0
    assert r["development"] > r["research"]


def test_benefit_of_the_doubt_as_an_aggregate(folder: Edit) -> None:
    """Every unit's best score; units that no weighting puts below another have 100; runs share a table."""
    study = what_if(load(judged(folder, None)), "weigh", "given")  # type: ignore[arg-type]
    made = score(what_if(study, "aggregate", "benefit_of_the_doubt"))
    x = np.column_stack([made.nodes[id] for id in "abc"])
    assert made.index.tolist() == pytest.approx((100 * benefit_of_the_doubt(x).scores).tolist())
    assert made.index.max() == pytest.approx(100)
    w = np.array([[1.0, 1, 1], [2, 1, 1], [1, 0, 1]])
    runs = aggregate["benefit_of_the_doubt"](x[None], w[:, None, :])
    assert np.allclose(runs[0], runs[1])
    assert np.allclose(runs[2], 100 * benefit_of_the_doubt(x[:, [0, 2]]).scores)
