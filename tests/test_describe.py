"""What the data are like, and one unit's profile: against published tables and plain counting."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from equalterms.describe import describe, statistics
from equalterms.draw.markdown import markdown
from equalterms.errors import StudyError
from equalterms.model import Study
from equalterms.pages.data import data as data_page
from equalterms.pages.profile import profile as profile_page
from equalterms.profile import profile
from equalterms.scores import score
from equalterms.variations import what_if
from tests.conftest import embedded
from tests.golden.asem import SHARED
from tests.golden.test_panel import panel as asem

golden = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference values (../shared/golden) are not here")
FIELDS = {
    "Min": "low",
    "Max": "high",
    "Mean": "mean",
    "Median": "median",
    "Std": "sd",
    "Skew": "skewness",
    "Kurt": "kurtosis",
    "N.Avail": "n",
    "N.NonZero": "nonzero",
    "N.Unique": "unique",
    "N.Same": "same",
}


@golden
@pytest.mark.parametrize("stage", ["Raw", "Treated", "Normalised"])
def test_statistics_of_the_example_index(tmp_path: Path, stage: str) -> None:
    """Eleven statistics of 49 indicators at three stages, from the stage's own table."""
    study = asem(tmp_path / "asem", "  fill: none\n", "00_inputs/ASEM_iData.csv")
    frame = pl.read_csv(SHARED / "01_pipeline" / f"{stage}.csv", null_values="NA", infer_schema_length=None)
    x = frame.select([leaf.id for leaf in study.indicators]).cast(pl.Float64).fill_null(np.nan).to_numpy()
    theirs = pl.read_csv(SHARED / "09_analysis" / f"stats_{stage}.csv", null_values="NA", infer_schema_length=None)
    worst = 0.0
    rows = {row["iCode"]: row for row in theirs.iter_rows(named=True)}
    for ours in statistics(study, x):
        for key, field in FIELDS.items():
            want, have = rows[ours.indicator][key], getattr(ours, field)
            if want is None or have is None:
                assert want is have
                continue
            worst = max(worst, abs(float(want) - have) / max(abs(float(want)), 1e-9))
        outliers = rows[ours.indicator]["Flag.SkewKurt"] == "OUT"
        assert ("outliers" in ours.flags) == outliers
    print(f"\ngolden 09_analysis/stats_{stage}.csv: {worst:.1e}")
    assert worst < 1e-10


@golden
def test_data_by_unit_and_pillar(tmp_path: Path) -> None:
    """Missing, zero and available values of each unit; the share available below each pillar."""
    study = asem(tmp_path / "asem", "  fill: none\n", "00_inputs/ASEM_iData.csv")
    theirs = pl.read_csv(SHARED / "09_analysis" / "data_avail_Raw_summary.csv")
    ours = {row.unit: row for row in describe(study).units}
    for row in theirs.iter_rows(named=True):
        held = ours[row["uCode"]]
        assert (held.missing, held.zeros) == (row["N_missing"], row["N_zero"])
        assert held.coverage == pytest.approx(row["Dat_Avail"], rel=1e-12)
        assert held.nonzero == pytest.approx(row["Non_Zero"], rel=1e-12)
    groups = pl.read_csv(SHARED / "09_analysis" / "data_avail_Raw_bygroup.csv")
    made = score(study)
    codes = [unit.code for unit in study.units]
    for pillar in study.pillars:
        want = dict(groups.select("uCode", pillar.id).iter_rows())
        assert made.coverage(pillar.id).tolist() == pytest.approx([want[code] for code in codes], rel=1e-12)
    print("\ngolden 09_analysis/data_avail_Raw_summary.csv, _bygroup.csv: below 1e-12")


@golden
def test_correlations_with_size(tmp_path: Path) -> None:
    """Every indicator with every denominator, as published values."""
    study = asem(tmp_path / "asem", "  fill: none\n", "00_inputs/ASEM_iData.csv", plain=False)
    theirs = pl.read_csv(SHARED / "06_denominate" / "denom_corr_all.csv")
    want = {(row[0], row[1]): row[2] for row in theirs.iter_rows()}
    ours = {(size.indicator, size.series): size.r for size in describe(study, least=0.0).sizes}
    assert ours
    assert set(ours) <= set(want)
    worst = max(abs(want[key] - r) for key, r in ours.items())
    print(f"\ngolden 06_denominate/denom_corr_all.csv: {worst:.1e}, {len(ours)} of {len(want)} pairs")
    assert worst < 1e-12


@golden
def test_strengths_and_weaknesses(tmp_path: Path) -> None:
    """Spain's five best and five worst ranks among the published values, in the same order."""
    study = asem(tmp_path / "asem", "  fill: none\n", "00_inputs/ASEM_iData.csv")
    made = profile(study, "ESP", runs=1)
    for name, ours in (("strengths", made.strengths), ("weaknesses", made.weaknesses[::-1])):
        theirs = pl.read_csv(SHARED / "01_pipeline" / f"{name}_ESP.csv")
        assert [place.rank for place in ours] == theirs["Rank"].to_list()
        assert sorted(p.node for p in ours) == sorted(theirs["Code"].to_list())
        print(f"\ngolden 01_pipeline/{name}_ESP.csv: {theirs.height} alike")


def test_flags_by_hand(small: Study) -> None:
    """Few data, many zeros, few distinct values, outliers and no data, each by a column made for it."""
    n = 12
    columns = {
        "few data": [1.0, 2, 3, 4, 5, 6, 7] + [np.nan] * 5,
        "many zeros": [0.0] * 7 + [1, 2, 3, 4, 5],
        "few distinct values": [1.0, 2] * 6,
        "outliers": [1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2.0, 900],
        "no data": [np.nan] * n,
    }
    leaves = small.indicators
    for flag, column in columns.items():
        x = np.tile(np.arange(n, dtype=float)[:, None], (1, len(leaves)))
        x[:, 1] = column
        found = statistics(small, x)
        assert flag in found[1].flags, flag
        assert not found[0].flags
        assert found[1].n + found[1].missing == n


def test_the_treatment_log(small: Study) -> None:
    """Only what was treated is listed, with how many values changed and the shape before and after."""
    study = embedded("ai-capability")
    made = describe(what_if(study, "treat", "skew_rule"))
    assert made.treatments
    for row in made.treatments:
        assert row.decision
    drawn = [row for row in made.treatments if "drawn" in row.decision]
    assert all(0 < row.changed <= 5 for row in drawn)
    assert not describe(what_if(small, "treat", "none")).treatments
    with pytest.raises(StudyError, match="no stage"):
        describe(small, "cooked")


def test_a_profile_counts(small: Study) -> None:
    """Ranks by counting among the published values; gaps named; a unit unknown is refused."""
    made = profile(small, "ITA", runs=5)
    assert [place.node for place in made.gaps] == ["dropouts"]
    assert made.gaps[0].status == "M"
    ranks = {place.node: place.rank for place in (*made.strengths, *made.weaknesses)}
    assert ranks["graduates"] == 2
    assert ranks["machines"] == 3 or ranks["machines"] == 4
    with pytest.raises(StudyError, match="not ranked"):
        profile(small, "DEU")


def test_peers_by_brute_force() -> None:
    """The nearest profile is the one of least distance over all units, counted one by one."""
    study = embedded("hdi")
    made = profile(study, "NOR", runs=1)
    x = score(study).table.values
    codes = [unit.code for unit in study.units]

    def ahead(u: int, i: int) -> float:
        seen = x[np.isfinite(x[:, i]), i]
        return float((seen < x[u, i]).sum() / (len(seen) - 1))

    def distance(a: int, b: int) -> float:
        gaps = [(ahead(a, i) - ahead(b, i)) ** 2 for i in range(x.shape[1])]
        return float(np.sqrt(np.mean(gaps)))

    nor = codes.index("NOR")
    by_hand = {code: distance(nor, u) for u, code in enumerate(codes) if u != nor and np.isfinite(x[u]).all()}
    assert [peer.unit for peer in made.peers] == sorted(by_hand, key=lambda code: by_hand[code])[:5]
    assert made.peers[0].distance == pytest.approx(min(by_hand.values()))


def test_one_on_whom_nobody_stands_behind_has_no_strength_there(small: Study) -> None:
    """A first place that all share is no strength."""
    level = what_if(small, "drop", "NOR")
    made = profile(level, "FRA", runs=1)
    assert all(place.rank is not None and place.rank < place.ranked for place in made.strengths)


def test_pages_are_drawn(small: Study) -> None:
    """Both pages as Markdown, with the flags, the gaps and the peers."""
    text = markdown(profile_page(profile(small, "ITA", runs=5)))
    assert "Drop-outs" in text
    assert "Who is like it" in text
    text = markdown(data_page(describe(small)))
    assert "Units with the fewest data" in text
