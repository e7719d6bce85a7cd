"""Without each part: by dropping it, by another program's tables, and by hand."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from equalterms.draw.markdown import markdown
from equalterms.errors import StudyError
from equalterms.methods.arrays import ranks
from equalterms.model import Study
from equalterms.pages.removal import removal as page
from equalterms.removal import removal
from equalterms.scores import score
from equalterms.variations import what_if
from tests.conftest import embedded
from tests.golden.asem import SHARED, write

golden = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference values (../shared/golden) are not here")


@pytest.mark.parametrize("name", ["hdi", "small"])
def test_left_out_is_dropped(name: str, small: Study) -> None:
    """Each row is what the study scores when the node is dropped from it."""
    study = small if name == "small" else what_if(embedded("hdi"), "needs", "0")
    made = removal(study)
    for run, id in enumerate(made.ids):
        dropped = score(what_if(study, "drop", id))
        assert np.allclose(made.scores[run], dropped.index, equal_nan=True, rtol=1e-12), id
        row = next(each for each in made.rows if each.node == id)
        before, after = ranks(made.nominal), ranks(dropped.index)
        both = np.isfinite(before) & np.isfinite(after)
        assert row.shift == pytest.approx(np.abs(before - after)[both].mean())
        assert row.lost == int((np.isfinite(before) & np.isnan(after)).sum())


@golden
@pytest.mark.parametrize("level", [1, 2, 3])
def test_removal_of_another_program(tmp_path: Path, level: int) -> None:
    """51 scores and ranks without each of 49 indicators, 8 pillars and 2 sub-indices, and the mean shifts."""
    from equalterms.files import load

    recipe = "  fill: mean(by=EurAsia_group)\n  treat: skew_rule(most=5)\n"
    study = load(write(tmp_path / "asem", recipe))
    made = removal(study)
    units = [unit.code for unit in study.units]
    home = SHARED / "10_adjust"
    scores = pl.read_csv(home / f"remove_L{level}_Scores.csv")
    places = pl.read_csv(home / f"remove_L{level}_Ranks.csv")
    worst = 0.0
    for id in scores.columns[2:]:
        ours = made.scores[made.ids.index(id)]
        theirs = np.array([dict(scores.select("uCode", id).iter_rows())[unit] for unit in units])
        worst = max(worst, float(np.abs(ours / theirs - 1).max()))
        wanted = [dict(places.select("uCode", id).iter_rows())[unit] for unit in units]
        assert ranks(ours).tolist() == wanted, id
    shifts = dict(pl.read_csv(home / f"remove_L{level}_MeanAbsDiff.csv").iter_rows())
    for row in made.rows:
        if row.node in shifts:
            assert row.shift == pytest.approx(shifts[row.node], abs=1e-12), row.node
    print(f"\ngolden 10_adjust/remove_L{level}_*.csv: {worst:.1e}, ranks equal")
    assert worst < 1e-10


@golden
def test_removal_below_a_sub_index_of_another_program(tmp_path: Path) -> None:
    """The same for one sub-index under percentile ranks."""
    from equalterms.files import load

    recipe = "  fill: mean(by=EurAsia_group)\n  treat: skew_rule(most=5)\n  normalise: percentile_rank(high=1)\n"
    made = removal(load(write(tmp_path / "asem", recipe)), "Conn")
    shifts = dict(pl.read_csv(SHARED / "10_adjust" / "remove_L2_prank_targetConn_MeanAbsDiff.csv").iter_rows())
    ours = {row.node: row.shift for row in made.rows}
    for id in set(ours) & set(shifts):
        assert ours[id] == pytest.approx(shifts[id], abs=1e-12), id
    print("\ngolden 10_adjust/remove_L2_prank_targetConn_MeanAbsDiff.csv: alike")


def test_nothing_below_an_indicator(small: Study) -> None:
    """A leaf has no parts."""
    with pytest.raises(StudyError, match="nothing below"):
        removal(small, "graduates")


def test_the_page(small: Study) -> None:
    """Rows in order of their shift, with a figure."""
    made = removal(small)
    shifts = [row.shift for row in made.rows if row.shift is not None]
    assert shifts == sorted(shifts, reverse=True)
    assert "Whose absence moves the ranks most?" in markdown(page(made))
