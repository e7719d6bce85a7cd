"""Every table that COINr's `Normalise` makes of its example index, by our members, to 1e-10.

COINr multiplies a column by its direction before it scales it. Where that is right (the scale is set by the
least and the most, the mean or the order) the tables are held to be equal; where it is not (a share of the
maximum, fixed bounds) the difference is held to be what that slip makes, so that it is known and not met by chance.
"""

import csv
from fractions import Fraction

import numpy as np
import polars as pl
import pytest

from equalterms.methods import normalise
from equalterms.methods.arrays import Floats
from equalterms.methods.normalise import Ends
from equalterms.methods.normalise_distance import share_of_max
from tests.golden.asem import SHARED, reference
from tests.golden.test_pipeline import apart

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference values (../shared/golden) are not here")
NAMES = "Treated", "Raw"


def parameters() -> list[dict[str, str]]:
    """The rows of the indicators with their parameters, as COINr's iMeta gives them."""
    text = (SHARED / "00_inputs" / "ASEM_iMeta_normparams.csv").read_text(encoding="utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if row["Type"] == "Indicator"]


class Asem:
    """The example's indicators, as treated and raw, with their directions, goalposts and targets."""

    def __init__(self) -> None:
        rows = parameters()
        self.columns = [row["iCode"] for row in rows]
        self.units = pl.read_csv(SHARED / "01_pipeline" / "Raw.csv")["uCode"].to_list()
        self.direction = np.array([float(row["Direction"]) for row in rows])
        self.low, self.high = (np.array([float(row[f"goalpost_{end}"]) for row in rows]) for end in ("lower", "upper"))
        self.target = np.array([float(row["Target"]) for row in rows])
        self.x = {name: reference(f"01_pipeline/{name}.csv", self.units, self.columns) for name in NAMES}

    def made(self, x: Floats, call: str) -> Floats:
        """The table of a call such as `minmax(low=1)`; the reference unit is the fifth, as in the files."""
        name, _, inside = call.removesuffix(")").partition("(")
        ends = Ends(self.direction, self.low, self.high, self.target, x[4])
        return normalise[name](x, ends, **options(inside))

    def theirs(self, name: str) -> Floats:
        """The table of a file."""
        return reference(f"02_normalise/{name}.csv", self.units, self.columns)


def options(text: str) -> dict[str, object]:
    """`low=1, ties=average` as keyword arguments."""
    pairs = [part.strip().split("=") for part in text.split(",") if part.strip()]
    kinds: dict[str, object] = {"true": True, "false": False}
    return {key: kinds[value] if value in kinds else number(value) for key, value in pairs}


def number(text: str) -> object:
    """A number where the text is one."""
    try:
        return int(text)
    except ValueError:
        return text


@pytest.fixture(scope="module")
def asem() -> Asem:
    """The example index."""
    return Asem()


def hold(path: str, ours: Floats, theirs: Floats) -> None:
    """Hold our values to a file's, and print how far apart they are."""
    difference = apart(ours, theirs)
    print(f"\ngolden 02_normalise/{path}: {difference:.1e}")
    assert difference < 1e-10, path


SAME = [
    ("n_minmax_0_100", "Treated", "minmax"),
    ("n_minmax_1_100", "Treated", "minmax(low=1)"),
    ("n_minmax_0_1", "Treated", "minmax(high=1)"),
    ("n_zscore_0_1", "Treated", "zscore"),
    ("n_zscore_10_2", "Treated", "zscore(mean=10, sd=2)"),
    ("n_dist2max", "Treated", "distance_to_max(high=1)"),
    ("n_prank", "Treated", "percentile_rank(high=1)"),
    ("n_prank_average", "Treated", "percentile_rank(high=1, ties=average)"),
    ("n_rank", "Treated", "rank"),
    ("n_rank_average", "Treated", "rank(ties=average)"),
    ("n_borda", "Treated", "borda"),
    ("none", "Treated", "none"),
    ("raw_n_minmax_0_100", "Raw", "minmax"),
    ("raw_n_zscore_0_1", "Raw", "zscore"),
    ("raw_n_prank", "Raw", "percentile_rank(high=1)"),
    ("raw_n_rank", "Raw", "rank"),
    ("raw_n_borda", "Raw", "borda"),
    ("raw_bin5", "Raw", "categorical(bins=5, edges=width, low=1, high=5)"),
    ("iMeta_n_dist2targ_raw", "Raw", "distance_to_target(high=1, cap=true)"),
    ("iMeta_n_dist2targ_raw_nocap", "Raw", "distance_to_target(high=1)"),
    ("iMeta_n_goalposts_raw", "Raw", "goalposts(high=1)"),
    ("iMeta_n_goalposts_raw_nocap", "Raw", "goalposts(truncate=false)"),
    ("iMeta_n_minmax_raw", "Raw", "minmax(low=5, high=95)"),
    ("iMeta_n_scaled_raw", "Raw", "goalposts(truncate=false)"),
    ("iMeta_n_zscore_raw", "Raw", "zscore(mean=50, sd=10)"),
]


@pytest.mark.parametrize(("path", "data", "call"), SAME, ids=[case[0] for case in SAME])
def test_the_same_table(asem: Asem, path: str, data: str, call: str) -> None:
    """All 51 x 49 values, gaps where they have gaps."""
    hold(f"{path}.csv", asem.made(asem.x[data], call), asem.theirs(path))


@pytest.mark.parametrize(("path", "cap"), [("n_dist2ref_5", "false"), ("n_dist2ref_5_cap", "true")])
def test_the_distance_to_a_reference(asem: Asem, path: str, cap: str) -> None:
    """COINr takes 1 - (ref - x)/(ref - min), which loses digits near the minimum: there, exact fractions decide."""
    x = asem.x["Treated"]
    ours, theirs = asem.made(x, f"distance_to_reference(high=1, cap={cap})"), asem.theirs(path)
    far = np.abs(theirs) > 1e-5
    hold(f"{path}.csv", ours[far], theirs[far])
    assert np.allclose(ours[~far], theirs[~far], rtol=0, atol=1e-15)
    assert (~far & (theirs != 0)).any()
    for u, i in zip(*np.nonzero(~far), strict=True):
        column = [asem.direction[i] * value for value in x[:, i]]
        worst = Fraction(min(column))
        exact = (Fraction(column[u]) - worst) / (Fraction(column[4]) - worst)
        assert ours[u, i] == pytest.approx(float(exact), rel=1e-10, abs=0)


def test_fixed_bounds(asem: Asem) -> None:
    """COINr scales -x between bounds meant for x where less is better: there we are (l + u)/(u - l) = 100 higher."""
    up = asem.direction > 0
    ours, theirs = asem.made(asem.x["Treated"], "scaled"), asem.theirs("n_scaled_0_100")
    hold("n_scaled_0_100.csv", ours[:, up], theirs[:, up])
    hold("n_scaled_0_100.csv, less is better", ours[:, ~up] - 100, theirs[:, ~up])
    assert (~up).sum() == 14


def test_share_of_the_best(asem: Asem) -> None:
    """COINr divides -x by the maximum of -x, so that the worst of what should be low has most: we give its reciprocal.

    Where a value is 0 it gives infinity, and where one is negative a negative share; we refuse both.
    """
    x, theirs = asem.x["Treated"], asem.theirs("n_fracmax")
    refused = []
    for i, direction in enumerate(asem.direction):
        column = x[:, [i]]
        ends = Ends(asem.direction[[i]], asem.low[[i]], asem.high[[i]])
        file = f"n_fracmax.csv {asem.columns[i]}"
        if column.min() < 0 or (direction < 0 and column.min() == 0):
            refused.append(asem.columns[i])
            with pytest.raises(ValueError, match="0 or more"):
                share_of_max(column, ends)
        elif direction > 0:
            hold(file, share_of_max(column, ends, high=1.0), theirs[:, [i]])
        else:
            hold(file, 1 / share_of_max(column, ends, high=1.0), theirs[:, [i]])
            assert (theirs[:, i] >= 1).all()
    assert {"CostImpEx", "Tariff", "Poverty"} < set(refused)
    assert len(refused) < 10


def test_a_method_for_each_indicator(asem: Asem) -> None:
    """One indicator in Borda points, one in z-scores, the others from 0 to 100."""
    ours = asem.made(asem.x["Raw"], "minmax")
    for code, call in (("LPI", "borda"), ("Flights", "zscore(mean=10, sd=2)")):
        i = asem.columns.index(code)
        ours[:, i] = asem.made(asem.x["Raw"], call)[:, i]
    hold("indiv_specs_raw.csv", ours, asem.theirs("indiv_specs_raw"))


def test_another_direction(asem: Asem) -> None:
    """Trade in goods turned round: less is better."""
    direction = np.where(np.array(asem.columns) == "Goods", -1.0, asem.direction)
    ours = normalise["minmax"](asem.x["Raw"], Ends(direction, asem.low, asem.high))
    hold("direction_Goods_neg_raw.csv", ours, asem.theirs("direction_Goods_neg_raw"))


VECTOR = [
    ("minmax", "minmax"),
    ("minmax_50_100", "minmax(low=50)"),
    ("zscore", "zscore"),
    ("zscore_10_2", "zscore(mean=10, sd=2)"),
    ("scaled_1_10", "scaled(lower=1, upper=10)"),
    ("scaled_1_10_f1", "scaled(lower=1, upper=10, high=1)"),
    ("dist2max", "distance_to_max(high=1)"),
    ("dist2ref_5", "distance_to_reference(high=1)"),
    ("dist2ref_5_cap", "distance_to_reference(high=1, cap=true)"),
    ("dist2targ_.75", "distance_to_target(high=1)"),
    ("dist2targ_.75_cap", "distance_to_target(high=1, cap=true)"),
    ("dist2targ_.2_neg", "distance_to_target(high=1)"),
    ("dist2targ_.2_neg_cap", "distance_to_target(high=1, cap=true)"),
    ("fracmax", "share_of_max(high=1)"),
    ("prank", "percentile_rank(high=1)"),
    ("rank", "rank"),
    ("borda", "borda"),
    ("goalposts", "goalposts(high=1)"),
    ("goalposts_neg", "goalposts(high=1)"),
    ("goalposts_notrunc", "goalposts(high=10, truncate=false)"),
]


@pytest.mark.parametrize(("column", "call"), VECTOR, ids=[case[0] for case in VECTOR])
def test_on_a_vector(column: str, call: str) -> None:
    """Twenty numbers with two gaps and a tie; goalposts 0.2 and 0.75, of which one is the target."""
    frame = pl.read_csv(SHARED / "02_normalise" / "vector_functions.csv", null_values="NA").fill_null(np.nan)
    x, theirs = (frame.select(name).to_numpy() for name in ("x", column))
    sign = -1.0 if "_neg" in column else 1.0
    name, _, inside = call.removesuffix(")").partition("(")
    target = np.array([0.75 if sign > 0 else 0.2])
    ends = Ends(np.array([sign]), np.array([0.2]), np.array([0.75]), target, x[4])
    hold(f"vector_functions.csv {column}", normalise[name](x, ends, **options(inside)), theirs)


@pytest.mark.parametrize("over", ["global", "pertime"])
@pytest.mark.parametrize(
    ("path", "call"), [("n_minmax", "minmax"), ("n_zscore", "zscore"), ("n_prank", "percentile_rank(high=1)")]
)
def test_a_year_among_all_years(asem: Asem, path: str, call: str, over: str) -> None:
    """Each year of a panel placed among all of its years, or among itself."""
    name, _, inside = call.removesuffix(")").partition("(")
    file = f"11_purse/norm_raw_{path}_{over}.csv"
    panel, theirs = (
        pl.read_csv(SHARED / each, null_values=["NA", "NaN"], infer_schema_length=None)
        for each in ("11_purse/example_Raw.csv", file)
    )
    whole = panel.select(pl.col(asem.columns).cast(pl.Float64)).fill_null(np.nan).to_numpy()
    wanted = theirs.select(pl.col(asem.columns).cast(pl.Float64)).fill_null(np.nan).to_numpy()
    assert panel.select("Time", "uCode").equals(theirs.select("Time", "uCode"))
    for year in panel["Time"].unique().sort():
        rows = (panel["Time"] == year).to_numpy()
        among = whole if over == "global" else None
        ends = Ends(asem.direction, asem.low, asem.high, among=among)
        difference = apart(normalise[name](whole[rows], ends, **options(inside)), wanted[rows])
        print(f"\ngolden {file} {year}: {difference:.1e}")
        assert difference < 1e-10


def test_no_file_is_left_out() -> None:
    """Every table of the folder stands in one of the tests above."""
    tried = {case[0] for case in SAME} | {"n_dist2ref_5", "n_dist2ref_5_cap", "n_scaled_0_100"}
    tried |= {"n_fracmax", "indiv_specs_raw", "direction_Goods_neg_raw", "vector_functions"}
    assert {path.stem for path in (SHARED / "02_normalise").glob("*.csv")} == tried
