"""A study with a published total: digits as printed, its own weights beside those found, units by code."""

import importlib
from pathlib import Path

import numpy as np
import pytest

from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.page import Text
from equalterms.pages.recover import recover as page
from equalterms.recover import recover
from tests.conftest import Edit, embedded

ROOT = Path(__file__).parents[1]
GAI = ROOT.parent / "shared" / "data" / "gai"
HEADER = """title: A published table
time: 2022
licence: CC0-1.0
recipe:
  normalise: none
sources:
  table:
    title: A table of our own
    licence: CC0-1.0
"""
TREE = """id,parent,name,measure,direction,weight,source
index,,The index,,,,
left,index,Left,,,1,
right,index,Right,,,1,
a,left,A,points,1,1,table
b,left,B,points,1,3,table
c,right,C,points,-1,1,table
total,none,Total as published,points,1,,table
"""
CODES = ["AUT", "BEL", "CHE", "DEU", "ESP", "FIN", "FRA", "GBR", "GRC", "ITA", "NLD", "NOR", "POL", "PRT", "SWE"]


def published(folder: Edit, **changes: float | None) -> Path:
    """A study of three parts whose total is 10 + (a + 3 b - 4 c) / 8 in one decimal; some totals changed."""
    rng = np.random.default_rng(5)
    lines = ["unit,indicator,time,value,source,where"]
    for code in CODES:
        a, b, c = rng.uniform(0, 100, 3).round(1)
        total = changes.get(code, round(10 + (a + 3 * b - 4 * c) / 8, 1))
        for id, value in (("a", a), ("b", b), ("c", c), ("total", total)):
            if value is not None:
                lines.append(f"{code},{id},2022,{value},table,")
    nothing = dict.fromkeys(("units__csv", "targets__csv", "ties__csv", "members__csv"))
    return folder(study__yaml=HEADER, indicators__csv=TREE, observations__csv="\n".join(lines) + "\n", **nothing)


def test_the_weights_of_a_small_table(folder: Edit) -> None:
    """Digits are found, a part of which less is better counts with its sign changed, own weights are in the ranges."""
    made = recover(load(published(folder)), "total")
    assert made.digits == 1
    assert [part.digits for part in made.parts] == [1, 1, 1]
    assert made.feasible
    assert made.own_explains
    assert [part.own for part in made.parts] == pytest.approx([0.125, 0.375, 0.5])
    for part in made.parts:
        assert part.low is not None
        assert part.high is not None
        assert part.low <= part.own <= part.high
        assert part.high - part.low < 0.01
        assert part.weight == pytest.approx(part.own, abs=0.005)
    assert [part.whole for part in made.parts] == [1, 3, 4]
    assert made.denominator == 8
    assert made.largest <= made.largest_least_squares
    assert len(made.units) == len(CODES)
    assert abs(made.units[0].residual) == pytest.approx(made.largest)
    assert made.table().height == 3
    said = " ".join(block.text for block in page(made).blocks if isinstance(block, Text))
    assert "1:3:4 of 8" in said


def test_a_unit_that_contradicts(folder: Edit) -> None:
    """A total that cannot be is named; what explains the rest is said."""
    made = recover(load(published(folder, GBR=-90.0)), "total")
    assert not made.feasible
    assert not made.own_explains
    assert "GBR" in made.conflict
    assert "GBR" in made.alone
    assert made.excess > 1
    assert all(part.low is None and part.whole is None for part in made.parts)
    assert any("GBR" in block.text for block in page(made).blocks if isinstance(block, Text))


def test_gaps_and_given_digits(folder: Edit) -> None:
    """A unit without a total does not count and is said; coarser digits widen the ranges."""
    study = load(published(folder, NOR=None))
    made = recover(study, "total")
    assert made.left_out == ("NOR",)
    assert "1 unit has a gap" in made.warnings[0]
    wide = recover(study, "total", digits=0, part_digits=0)
    for fine, coarse in zip(made.parts, wide.parts, strict=True):
        assert fine.low is not None
        assert fine.high is not None
        assert coarse.low is not None
        assert coarse.high is not None
        assert coarse.low < fine.low < fine.high < coarse.high
    assert not recover(study, "total", constant=0.0).feasible


def test_what_is_refused(folder: Edit) -> None:
    """Only a series beside the tree can be a published total; totals that do not differ say nothing."""
    with pytest.raises(StudyError, match="no series beside the tree is called 'a'"):
        recover(load(published(folder)), "a")
    with pytest.raises(StudyError, match="no more than their rounding"):
        recover(load(published(folder, **dict.fromkeys(CODES, 3.0))), "total")


def test_a_geometric_index_has_no_linear_rule() -> None:
    """The Human Development Index is no weighted sum of what it is made from, and the page says so."""
    made = recover(embedded("hdi"), "hdi_published")
    assert not made.feasible
    assert made.digits == 3
    assert len(made.conflict) >= 2
    assert "normalises 4 of 4 parts" in made.warnings[0]


@pytest.mark.skipif(not GAI.is_dir(), reason="the Global AI Index (../shared/data/gai) is not here")
def test_the_global_ai_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The studies that scripts/build_gai.py makes: their own weights explain what was published."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    assert importlib.import_module("build_gai").main([str(GAI), str(tmp_path)]) == 0
    for year, digits, largest in ((2021, 2, 0.0056), (2024, 0, 0.557)):
        made = recover(load(tmp_path / f"gai-{year}"), "total_published")
        assert made.digits == digits
        assert made.feasible
        assert made.own_explains
        assert made.largest == pytest.approx(largest, abs=0.001)
        assert not made.warnings
