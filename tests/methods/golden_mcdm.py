"""Reference values of other programs, where they are at hand beside the checkout."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from equalterms.methods.arrays import Floats

FOLDER = Path(__file__).parents[3] / "shared" / "golden" / "coinr"
PILLARS = ["Physical", "ConEcFin", "Political", "Instit", "P2P", "Environ", "Social", "SusEcFin"]
golden = pytest.mark.skipif(not FOLDER.is_dir(), reason="the reference values (../shared/golden) are not here")


def table(path: str) -> pl.DataFrame:
    """A reference table; its gaps are written NA."""
    return pl.read_csv(FOLDER / path, null_values=["NA", "NaN"], infer_schema_length=None)


def matrix(frame: pl.DataFrame, names: list[str]) -> Floats:
    """Columns of a table as numbers."""
    return frame.select(pl.col(names).cast(pl.Float64)).fill_null(np.nan).to_numpy().astype(float)


def pillars() -> Floats:
    """The eight pillars of the example index, the table that the methods were given."""
    return matrix(table("01_pipeline/Aggregated.csv"), PILLARS)


def tree() -> dict[str, list[str]]:
    """The children of each node of the example index, children before parents."""
    nodes = table("00_inputs/iMeta_sorted.csv").filter(
        pl.col("Type").is_in(["Indicator", "Aggregate"]) & pl.col("Parent").is_not_null()
    )
    return {str(name): group["iCode"].to_list() for (name,), group in nodes.group_by("Parent", maintain_order=True)}
