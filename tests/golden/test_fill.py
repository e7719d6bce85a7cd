"""COINr's imputed files, one by one, by calling the methods on arrays."""

from itertools import product

import numpy as np
import polars as pl
import pytest

from equalterms.methods import fill
from equalterms.methods.arrays import Floats
from tests.golden.asem import SHARED, reference

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference values (../shared/golden) are not here")
GROUPS = ("EurAsia_group", "GDP_group", "GDPpc_group", "Pop_group")
BEFORE = {"Raw": "01_pipeline/Raw.csv", "Denominated": "01_pipeline/Denominated.csv"}
PANEL = "11_purse/_input_panel_with_NAs.csv"


def words(path: str, column: str) -> list[str]:
    """A column of a reference file."""
    return [str(word) for word in pl.read_csv(SHARED / path, infer_schema_length=None)[column]]


def indicators(path: str) -> list[str]:
    """The columns of a reference file that are indicators."""
    return [name for name in pl.read_csv(SHARED / path, n_rows=1).columns if name not in ("uCode", "Time")]


def grouped(name: str, x: Floats, labels: list[str]) -> Floats:
    """A fill within each group of units."""
    out = x.copy()
    for label in set(labels):
        rows = np.array(labels) == label
        out[rows] = fill[name](x[rows])
    return out


def labels_of(group: str, units: list[str]) -> list[str]:
    """The group of each unit."""
    codes, groups = (words("00_inputs/ASEM_iData.csv", column) for column in ("uCode", group))
    found = dict(zip(codes, groups, strict=True))
    return [found[unit] for unit in units]


def compare(ours: Floats, theirs: Floats, path: str) -> None:
    """Hold our values to a file's, and print how far apart they are."""
    assert np.array_equal(np.isnan(ours), np.isnan(theirs)), path
    difference = float(np.nanmax(np.abs(ours - theirs) / np.maximum(np.abs(theirs), 1e-12)))
    print(f"\ngolden {path}: {difference:.1e}")
    assert difference < 1e-10, path


@pytest.mark.parametrize(("table", "name", "group"), list(product(BEFORE, ("mean", "median"), ("", *GROUPS))))
def test_by_the_column_and_by_groups_of_units(table: str, name: str, group: str) -> None:
    """Twenty files: mean and median, of all units and of those of a group, before and after denomination."""
    path = f"04_impute/{table}_i_{name}{f'_grp_{group}' if group else ''}.csv"
    units, columns = words(path, "uCode"), indicators(path)
    x = reference(BEFORE[table], units, columns)
    assert np.isnan(x).any()
    ours = grouped(name, x, labels_of(group, units)) if group else fill[name](x)
    compare(ours, reference(path, units, columns), path)


@pytest.mark.parametrize(
    ("path", "name", "group"),
    [
        ("11_purse/impute_i_mean_per_time.csv", "mean", ""),
        ("11_purse/impute_i_median_grp_GDPpc.csv", "median", "GDPpc_group"),
    ],
)
def test_a_panel_year_by_year(path: str, name: str, group: str) -> None:
    """Two files of five years, each year filled by itself."""
    units, columns = sorted(set(words(path, "uCode"))), indicators(path)
    ours, theirs = [], []
    for year in range(2018, 2023):
        x = reference(PANEL, units, columns, year)
        ours.append(grouped(name, x, labels_of(group, units)) if group else fill[name](x))
        theirs.append(reference(path, units, columns, year))
    compare(np.concatenate(ours), np.concatenate(theirs), path)


def test_no_file_is_left_out() -> None:
    """Every imputed file of the folder but a random draw is among those above."""
    kept = {f"{table}_i_{name}" for table, name in product(BEFORE, ("mean", "median"))}
    kept |= {f"{start}_grp_{group}" for start in kept for group in GROUPS}
    found = {path.stem for path in (SHARED / "04_impute").glob("*.csv")}
    assert found - kept == {"Raw_EM_amelia_grouplevel2"}
