"""The builders give, from the shared tables, the studies that are committed; their numbers hold."""

from __future__ import annotations

import csv
import importlib
import math
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
STUDIES = ROOT / "src" / "equalterms" / "studies"
DATA = ROOT.parent / "shared" / "data"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the shared tables are not on this machine")


def script(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return importlib.import_module(name)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def places(values: Iterable[float]) -> list[int]:
    """Ranks, 1 for the greatest; equal values share one."""
    known = list(values)
    return [1 + sum(other > value for other in known) for value in known]


@needs_data
def test_same_tables_give_the_committed_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert script("build_studies", monkeypatch).main([str(DATA), str(tmp_path)]) == 0
    for study in ("hdi", "ai-capability"):
        made = sorted(path.name for path in (tmp_path / study).iterdir())
        kept = sorted(path.name for path in (STUDIES / study).iterdir() if path.is_file())
        assert made == kept
        for name in made:
            assert (tmp_path / study / name).read_bytes() == (STUDIES / study / name).read_bytes(), name


def test_help_and_missing_tables(tmp_path: Path) -> None:
    for name in ("build_studies.py", "build_gai.py"):
        command = [sys.executable, str(SCRIPTS / name)]
        told = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True)
        assert "SOURCE_FOLDER" in told.stdout
        failed = subprocess.run([*command, str(tmp_path), str(tmp_path)], capture_output=True, check=False)
        assert failed.returncode == 3


# --- the committed studies, read with no help from the package --------------------------------------------


def hdi(cell: dict[str, float]) -> float:
    """The Human Development Index by technical note 1 of the report, in plain arithmetic."""

    def share(value: float, low: float, high: float) -> float:
        return min(max((value - low) / (high - low), 0.0), 1.0)

    health = share(cell["life_expectancy"], 20, 85)
    education = (share(cell["expected_schooling"], 0, 18) + share(cell["mean_schooling"], 0, 15)) / 2
    income = share(math.log(cell["gni_per_head"]), math.log(100), math.log(75000))
    return math.cbrt(health * education * income)


def test_every_published_hdi_is_reproduced() -> None:
    cells: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows(STUDIES / "hdi" / "observations.csv"):
        if row["value"]:
            cells.setdefault((row["unit"], row["time"]), {})[row["indicator"]] = float(row["value"])
    published = {key: cell for key, cell in cells.items() if "hdi_published" in cell}
    wrong = [key for key, cell in published.items() if round(hdi(cell), 3) != cell["hdi_published"]]
    assert len(published) == 5808
    assert wrong == []
    latest = [cell for (_, time), cell in published.items() if time == "2022"]
    assert len(latest) == 193
    ours = places(round(hdi(cell), 3) for cell in latest)
    assert ours == places(cell["hdi_published"] for cell in latest)


def test_default_study_is_complete_and_clean() -> None:
    folder = STUDIES / "ai-capability"
    tree = {row["id"]: row for row in rows(folder / "indicators.csv")}
    parents = {row["parent"] for row in tree.values()}
    leaves = [row for id, row in tree.items() if id not in parents and row["parent"] != "none"]
    assert len(leaves) >= 35
    for row in leaves:
        assert row["definition"], row["id"]
        assert row["source"], row["id"]
        assert row["direction"] in ("1", "-1")
    for row in tree.values():
        assert not row["denominator"] or row["denominator"] in tree
    seen = set()
    for name in ("observations.csv", "observations-share-alike.csv"):
        for row in rows(folder / name):
            key = (row["unit"], row["indicator"], row["time"])
            assert key not in seen
            seen.add(key)
            assert row["indicator"] in tree
            assert math.isfinite(float(row["value"]))
            assert (row["source"] == "oxford_insights") == (name != "observations.csv")
    assert {row["id"] for row in leaves} <= {indicator for _, indicator, _ in seen}


def test_the_page_on_the_study_lists_every_indicator() -> None:
    page = (ROOT / "docs" / "ai-capability.md").read_text(encoding="utf-8")
    tree = rows(STUDIES / "ai-capability" / "indicators.csv")
    parents = {row["parent"] for row in tree}
    leaves = [row["id"] for row in tree if row["id"] not in parents and row["parent"] != "none"]
    assert [id for id in leaves if f"| `{id}` |" not in page] == []
    assert f"| indicators | {len(leaves)} in the tree" in page


def test_zeros_are_said_to_be_ours() -> None:
    for row in rows(STUDIES / "ai-capability" / "observations.csv"):
        if "absent from a complete list" in row["where"]:
            assert row["status"] == "E"
            assert row["value"] == "0"
            assert row["unit"] != "HKG" or not row["source"].startswith("ncses")


def test_targets_are_targets() -> None:
    targets = rows(STUDIES / "ai-capability" / "targets.csv")
    assert len(targets) == 31
    assert not any("actual" in row["indicator"] for row in targets)
    assert [row["indicator"] for row in targets if row["direction"] == "-1"] == ["gai_rank"]


def test_outputs_name_no_machine_and_no_crawl() -> None:
    for path in sorted(STUDIES.glob("*/*")):
        if path.is_file() and path.suffix in (".csv", ".yaml"):
            text = path.read_text(encoding="utf-8")
            assert "github:" not in text
            assert "/work" not in text


# --- the Global AI Index ----------------------------------------------------------------------------------

LEAVES = {
    "talent": (5, 15),
    "infrastructure": (3, 9),
    "operating_environment": (2, 3),
    "research": (5, 24),
    "development": (3, 16),
    "government_strategy": (1, 8),
    "commercial": (5, 24),
}


def gai(folder: Path, year: int) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for row in rows(folder / f"gai-{year}" / "observations.csv"):
        found.setdefault(row["unit"], {})[row["indicator"]] = float(row["value"])
    return found


def sums(cells: dict[str, dict[str, float]], weights: dict[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {unit: sum(weight * cell[leaf] for leaf, weight in weights.items()) / total for unit, cell in cells.items()}


@pytest.fixture
def gai_studies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert script("build_gai", monkeypatch).main([str(DATA / "gai"), str(tmp_path)]) == 0
    return tmp_path


@needs_data
def test_gai_2021_is_exact(gai_studies: Path) -> None:
    cells = gai(gai_studies, 2021)
    raw = sums(cells, {leaf: float(weights[0]) for leaf, weights in LEAVES.items()})
    low, high = min(raw.values()), max(raw.values())
    ours = {unit: 100 * (value - low) / (high - low) for unit, value in raw.items()}
    assert len(cells) == 62
    assert max(abs(ours[unit] - cell["total_published"]) for unit, cell in cells.items()) < 0.01
    assert places(ours.values()) == [cell["rank_published"] for cell in cells.values()]


@needs_data
@pytest.mark.parametrize(("weighting", "place"), [("2024", 31), ("2021", 36), ("equal", 30)])
def test_gai_2024_places_russia(gai_studies: Path, weighting: str, place: int) -> None:
    cells = gai(gai_studies, 2024)
    column = {"2021": 0, "2024": 1}
    weights = {leaf: float(pair[column[weighting]]) if weighting in column else 1.0 for leaf, pair in LEAVES.items()}
    ours = sums(cells, weights)
    assert len(cells) == 83
    assert dict(zip(ours, places(round(v, 9) for v in ours.values()), strict=True))["RUS"] == place


@needs_data
def test_gai_weights_are_those_checked(gai_studies: Path) -> None:
    for column, year in enumerate((2021, 2024)):
        tree = {row["id"]: row["weight"] for row in rows(gai_studies / f"gai-{year}" / "indicators.csv")}
        stated = [float(tree[leaf]) for leaf in LEAVES]
        wanted = [pair[column] for pair in LEAVES.values()]
        assert [round(weight / sum(stated), 9) for weight in stated] == [
            round(weight / sum(wanted), 9) for weight in wanted
        ]
