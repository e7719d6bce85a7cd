"""Panels, screening and denominators of COINr's example index, to 1e-10."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from equalterms.files import load
from equalterms.model import Indicator, Study
from equalterms.scores import Scores, score, scored
from equalterms.variations import what_if
from tests.golden.asem import SHARED, reference, write
from tests.golden.test_pipeline import apart

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference values (../shared/golden) are not here")
PLAIN = "  fill: none\n  max_age: 0\n"
EXAMPLE = """  screen: by_data(least=0.9)
  treat: {treat}
  normalise: minmax(over=all)
  aggregate: arithmetic
  max_age: 0
"""


def panel(home: Path, recipe: str, values: str = "00_inputs/ASEM_iData_p.csv", plain: bool = True) -> Study:
    """The artificial panel of five years; the reference takes its values without denominators."""
    study = load(write(home, recipe, values))
    nodes = tuple(replace(n, denominator="") if plain and isinstance(n, Indicator) else n for n in study.nodes)
    return replace(study, nodes=nodes)


def compare(made: tuple[Scores, ...], path: str, stage: str) -> None:
    """Hold a stage of every year to the file's rows of that year, and print how far apart they are."""
    worst = 0.0
    leaves = [leaf.id for leaf in made[0].study.indicators]
    for each in made:
        units = [unit.code for unit in each.study.units]
        ours = each.table.values if stage == "values" else getattr(each.columns, stage)
        worst = max(worst, apart(ours, reference(path, units, leaves, each.study.time)))
    print(f"\ngolden {path}: {worst:.1e}")
    assert worst < 1e-10, path


def test_the_example_panel(tmp_path: Path) -> None:
    """Screened by data in each year, treated in each year, one scale for all years: every value of five years."""
    study = panel(tmp_path / "asem", EXAMPLE.format(treat="coinr_rule(most=5)"))
    made = scored(study, study.years)
    for year in made:
        kept = reference("11_purse/example_Screened.csv", [u.code for u in study.units], ["Goods"], year.study.time)
        assert np.array_equal(year.columns.kept, np.isfinite(kept[:, 0]))
    compare(made, "11_purse/example_Raw.csv", "values")
    compare(made, "11_purse/example_Treated.csv", "treated")
    compare(made, "11_purse/example_Normalised.csv", "normalised")
    pillars = [pillar.id for pillar in study.pillars]
    units = [unit.code for unit in study.units]
    for year in made:
        ours = np.column_stack([year.nodes[id] for id in pillars])
        assert apart(ours, reference("11_purse/example_Aggregated.csv", units, pillars, year.study.time)) < 1e-10
    print(f"\ngolden 11_purse/example_Aggregated.csv: {len(made)} years below 1e-10")


@pytest.mark.parametrize("method", ["minmax", "zscore", "percentile_rank(high=1)"])
@pytest.mark.parametrize("over", ["all", "year"])
def test_one_scale_for_all_years_or_one_for_each(tmp_path: Path, method: str, over: str) -> None:
    """`over=all` is COINr's global normalisation, `over=year` its normalisation by time."""
    name, _, inside = method.rstrip(")").partition("(")
    options = ", ".join(part for part in (inside, f"over={over}") if part)
    study = panel(tmp_path / "asem", f"  normalise: {name}({options})\n  max_age: 0\n")
    theirs = {"minmax": "n_minmax", "zscore": "n_zscore", "percentile_rank": "n_prank"}[name]
    path = f"11_purse/norm_raw_{theirs}_{ {'all': 'global', 'year': 'pertime'}[over] }.csv"
    compare(scored(study, study.years), path, "normalised")


def test_denominators_of_a_panel(tmp_path: Path) -> None:
    """Each year's values are divided by that year's denominators."""
    study = panel(tmp_path / "asem", PLAIN, plain=False)
    compare(scored(study, study.years), "11_purse/denominated.csv", "values")


@pytest.mark.parametrize(
    ("fill", "path"),
    [("mean", "impute_i_mean_per_time"), ("median(by=GDPpc_group)", "impute_i_median_grp_GDPpc")],
)
def test_gaps_of_a_panel(tmp_path: Path, fill: str, path: str) -> None:
    """A gap is filled from the same year, all units or those of its group."""
    study = panel(tmp_path / "asem", f"  fill: {fill}\n  max_age: 0\n", "11_purse/_input_panel_with_NAs.csv")
    compare(scored(study, study.years), f"11_purse/{path}.csv", "filled")


def test_screening_of_a_panel(tmp_path: Path) -> None:
    """The units with data for 85% of the indicators, year by year."""
    study = panel(tmp_path / "asem", "  screen: by_data(least=0.85)\n  max_age: 0\n")
    kept = pl.read_csv(SHARED / "11_purse" / "screened_0.85.csv").select("Time", "uCode").rows()
    ours = [
        (each.study.time, unit.code)
        for each in scored(study, study.years)
        for unit, stays in zip(study.units, each.columns.kept, strict=True)
        if stays
    ]
    assert sorted(ours) == sorted(kept)
    print(f"\ngolden 11_purse/screened_0.85.csv: {len(kept)} rows alike")


@pytest.mark.parametrize(
    ("path", "step"),
    [
        ("byNA_default", "by_data"),
        ("byNA_0.85", "by_data(least=0.85)"),
        ("byNA_0.9", "by_data(least=0.9)"),
        ("byzeros_0.9", "by_zeros(nonzero=0.9)"),
        ("byNAandzeros_0.9_0.9", "by_data_and_zeros(least=0.9, nonzero=0.9)"),
    ],
)
def test_screening(tmp_path: Path, path: str, step: str) -> None:
    """Who stays by data, by zeros and by both, unit by unit."""
    study = panel(tmp_path / "asem", f"  screen: {step}\n", "00_inputs/ASEM_iData.csv")
    theirs = pl.read_csv(SHARED / "07_screen" / f"{path}__kept.csv")["uCode"].to_list()
    made = score(study)
    assert sorted(u.code for u, kept in zip(study.units, made.columns.kept, strict=True) if kept) == sorted(theirs)
    print(f"\ngolden 07_screen/{path}__kept.csv: {len(theirs)} units alike")


def test_forced_in_and_out(tmp_path: Path) -> None:
    """Units that are kept or dropped whatever their data."""
    summary = pl.read_csv(SHARED / "07_screen" / "force__summary.csv", null_values="NA")
    theirs = set(summary.filter(pl.col("Included"))["uCode"])
    by_rule = set(pl.read_csv(SHARED / "07_screen" / "byNA_0.9__kept.csv")["uCode"])
    keep, drop = " ".join(sorted(theirs - by_rule)), " ".join(sorted(by_rule - theirs))
    assert keep
    assert drop
    step = f"by_data(least=0.9, keep={keep}, drop={drop})"
    study = panel(tmp_path / "asem", f"  screen: {step}\n", "00_inputs/ASEM_iData.csv")
    made = score(study)
    assert {u.code for u, kept in zip(study.units, made.columns.kept, strict=True) if kept} == theirs
    assert any(drop.split()[0] in text and "screened out" in text for text in made.warnings())


def test_screened_before_the_index(tmp_path: Path) -> None:
    """Without imputation and with a share of 0.9 fewer units set the scale: every score of the rest."""
    recipe = "  screen: by_data(least=0.9)\n  treat: coinr_rule(most=5)\n"
    study = panel(tmp_path / "asem", recipe, "00_inputs/ASEM_iData.csv", plain=False)
    made, pillars = score(study), [pillar.id for pillar in study.pillars]
    ours = np.column_stack([made.nodes[id] for id in pillars])
    path = "10_adjust/noimpute_screen90_Aggregated.csv"
    difference = apart(ours, reference(path, [unit.code for unit in study.units], pillars))
    print(f"\ngolden {path}: {difference:.1e}")
    assert difference < 1e-10


def test_a_scaled_denominator_and_one_from_elsewhere(tmp_path: Path) -> None:
    """Goods per GDP and flights per thousand people, with the denominators of another table."""
    home = write(tmp_path / "asem", PLAIN)
    elsewhere = pl.read_csv(SHARED / "00_inputs" / "WorldDenoms.csv", null_values="NA", infer_schema_length=None)
    theirs = pl.read_csv(SHARED / "06_denominate" / "WorldDenoms_Goods_Flights.csv", infer_schema_length=None)
    study = load(home)
    values = study.observations.frame.filter(~pl.col("indicator").is_in(["GDP", "Population"]))
    new = [
        {**values.row(0, named=True), "unit": unit, "indicator": name, "value": float(value)}
        for unit, gdp, people in elsewhere.select("uCode", "GDP", "Population").iter_rows()
        for name, value in (("GDP", gdp), ("Population", people))
        if value is not None
    ]
    joined = pl.concat([values, pl.DataFrame(new, schema=values.schema)])
    scales = dict.fromkeys(["Goods"], 1.0) | {"Flights": 1000.0}
    nodes = tuple(replace(n, per=scales.get(n.id, 1.0)) if isinstance(n, Indicator) else n for n in study.nodes)
    made = score(replace(study, nodes=nodes, observations=type(study.observations)(joined)))
    ids = [leaf.id for leaf in study.indicators]
    units = [unit.code for unit in study.units]
    ours = made.table.values[:, [ids.index("Goods"), ids.index("Flights")]]
    difference = apart(ours, reference("06_denominate/WorldDenoms_Goods_Flights.csv", units, ["Goods", "Flights"]))
    print(f"\ngolden 06_denominate/WorldDenoms_Goods_Flights.csv: {difference:.1e}")
    assert theirs.height == len(units)
    assert difference < 1e-10


def test_the_denominator_is_a_what_if_of_the_study_alone(tmp_path: Path) -> None:
    """What stands in a study's file is what is divided by: the same study with another year has its own."""
    study = panel(tmp_path / "asem", PLAIN, plain=False)
    early, late = (score(what_if(study, "time", year)) for year in ("2018", "2022"))
    assert not np.allclose(early.table.values, late.table.values, equal_nan=True)
