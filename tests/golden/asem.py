"""The example index of COINr (51 countries, 49 indicators) as a study's folder."""

import csv
from pathlib import Path

import numpy as np
import polars as pl

from equalterms.methods.arrays import Floats

SHARED = Path(__file__).parents[3] / "shared" / "golden" / "coinr"


def reference(path: str, units: list[str], columns: list[str], year: int | None = None) -> Floats:
    """Columns of a reference file (of one year of a panel), rows in the order of `units`; a gap is NaN.

    A unit that the file has not is a row of gaps.
    """
    frame = pl.read_csv(SHARED / path, null_values=["NA", "NaN"], infer_schema_length=None)
    if year is not None:
        frame = frame.filter(pl.col("Time") == year)
    order = {code: k for k, code in enumerate(frame["uCode"])}
    made = frame.select(pl.col(columns).cast(pl.Float64, strict=False)).fill_null(np.nan).to_numpy()
    none = np.full(len(columns), np.nan)
    return np.array([made[order[unit]] if unit in order else none for unit in units], dtype=float)


def write(home: Path, recipe: str, values: str = "00_inputs/ASEM_iData.csv") -> Path:
    """The study's folder with a recipe of its own; `values` may be a panel, or values alone."""
    meta, data, named = (
        list(csv.DictReader((SHARED / name).read_text(encoding="utf-8").splitlines()))
        for name in ("00_inputs/ASEM_iMeta.csv", values, "00_inputs/ASEM_iData.csv")
    )
    years = sorted({row.get("Time", "2018") for row in data})
    panel = f"years: [{', '.join(years)}]\n" if len(years) > 1 else ""
    home.mkdir(parents=True, exist_ok=True)
    groups = [row["iCode"] for row in meta if row["Type"] == "Group"]
    (home / "study.yaml").write_text(
        f"title: ASEM\ntime: {years[-1]}\n{panel}licence: MIT\nrecipe:\n{recipe}"
        "sources: {coinr: {title: COINr, licence: MIT}}\n",
        encoding="utf-8",
    )
    with (home / "indicators.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["id", "parent", "name", "measure", "direction", "weight", "denominator"])
        for row in meta:
            out.writerow(_node(row)) if row["Type"] != "Group" else None
    with (home / "units.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["unit", "name", *(f"group.{name}" for name in groups)])
        out.writerows([row["uCode"], row["uName"], *(row[name] for name in groups)] for row in named)
    series = [row["iCode"] for row in meta if row["Type"] in ("Indicator", "Denominator") and row["iCode"] in data[0]]
    with (home / "observations.csv").open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["unit", "indicator", "time", "value", "status", "source"])
        for row in data:
            for name in series:
                value = "" if row[name] == "NA" else row[name]
                out.writerow([row["uCode"], name, row.get("Time", "2018"), value, "A" if value else "M", "coinr"])
    return home


def _node(row: dict[str, str]) -> list[str]:
    own = {key: "" if value == "NA" else value for key, value in row.items()}
    if row["Type"] == "Aggregate":
        return [own["iCode"], own["Parent"], own["iName"], "", "", own["Weight"], ""]
    parent = "none" if row["Type"] == "Denominator" else own["Parent"]
    weight = "" if row["Type"] == "Denominator" else own["Weight"]
    return [own["iCode"], parent, own["iName"], "value", own["Direction"] or "1", weight, own["Denominator"]]
