"""The builders give, from the shared tables, the studies that are committed; their numbers hold."""

from __future__ import annotations

import csv
import importlib
import math
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from scipy.stats import spearmanr

from equalterms.files import load
from equalterms.model import Variation
from equalterms.robust import standings
from equalterms.scores import score
from equalterms.steps import parse

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


# --- the committed studies; where the package could hide its own fault, read without it --------------------


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


SCALE = {
    "talent": {"knowledge_workers", "researchers_total"},
    "infrastructure": {"supercomputing_share", "gpu_compute"},
    "operating_environment": set(),
    "research": {"ai_articles", "rd_spending_total", "h_index"},
    "development": {"ai_patents", "notable_models", "corporate_research"},
    "government_strategy": set(),
    "commercial": {"venture_capital_total"},
}


def within(pillar: str) -> dict[str, int]:
    """The weights of a sub-pillar's indicators as they stand in the file: whole numbers."""
    tree = rows(STUDIES / "ai-capability" / "indicators.csv")
    return {row["id"]: int(row["weight"]) for row in tree if row["parent"] == pillar}


@pytest.mark.parametrize("pillar", SCALE)
def test_scale_and_intensity_share_a_sub_pillar_half_and_half(pillar: str) -> None:
    """Exactly, equally within each kind, in the smallest whole numbers; one kind alone weighs one each."""
    stated = within(pillar)
    scale = [weight for id, weight in stated.items() if id in SCALE[pillar]]
    intensity = [weight for id, weight in stated.items() if id not in SCALE[pillar]]
    assert len(scale) == len(SCALE[pillar])
    assert len(set(scale)) <= 1
    assert len(set(intensity)) == 1
    assert math.gcd(*stated.values()) == 1
    assert sum(scale) == (sum(intensity) if scale else 0)


def test_sub_pillars_weigh_one_and_government_strategy_half() -> None:
    tree = {row["id"]: row["weight"] for row in rows(STUDIES / "ai-capability" / "indicators.csv")}
    assert {id: tree[id] for id in SCALE} == {id: "0.5" if id == "government_strategy" else "1" for id in SCALE}


def test_the_page_gives_kinds_and_weights_of_the_tree() -> None:
    page = (ROOT / "docs" / "ai-capability.md").read_text(encoding="utf-8")
    headings = [line for line in page.splitlines() if line.startswith("### ")]
    for heading, (pillar, scale) in zip(headings, SCALE.items(), strict=True):
        stated = within(pillar)
        one = next(weight for id, weight in stated.items() if id not in scale)
        each = f"each of scale {stated[min(scale)]}, each of intensity {one})" if scale else f"each {one})"
        assert heading.endswith(f"; within it {each}")
        for id in stated:
            line = next(line for line in page.splitlines() if line.startswith(f"| `{id}` |"))
            assert ("| scale |" in line) == (id in scale), id


def test_the_page_gives_the_places_that_come_out() -> None:
    page = (ROOT / "docs" / "ai-capability.md").read_text(encoding="utf-8")
    table = page.split("## What comes out")[1].split("## ")[0]
    study = load("ai-capability")
    made = standings(study)
    stated = [line for line in table.splitlines() if line.startswith("| ") and line[2] != "|"]
    found = {f"| {row.name} | {row.rank} | {row.rank_low} to {row.rank_high} |" for row in made.rows}
    assert len(stated) == 15
    assert [line for line in stated if line not in found] == []
    assert [row.rank for row in made.rows[:10]] == list(range(1, 11))
    assert all(row.name in line for row, line in zip(made.rows[:10], stated[:10], strict=True))


@pytest.mark.parametrize(
    ("family", "way", "china", "russia"),
    [
        ("normalise", "percentile_rank(low=1, high=100)", 16, 36),
        ("treat", "none", 2, 54),
        ("aggregate", "geometric", 5, 30),
    ],
)
def test_other_choices_give_the_places_on_the_page(family: str, way: str, china: int, russia: int) -> None:
    study = load("ai-capability")
    other: dict[str, Any] = {family: parse(way, family)}
    place = score(replace(study, recipe=replace(study.recipe, **other))).rank()
    units = [unit.code for unit in study.units]
    assert (place[units.index("CHN")], place[units.index("RUS")]) == (china, russia)


@pytest.mark.parametrize("way", ["arithmetic", "geometric", "harmonic"])
def test_every_way_of_aggregating_gives_the_default_study_scores(way: str) -> None:
    """No draw is refused, and the Seychelles alone are without a score."""
    study = load("ai-capability")
    others = tuple(each for each in study.vary if each.key != "aggregate")
    made = standings(replace(study, vary=(*others, Variation("aggregate", {"choices": (way,)}))), runs=200)
    assert [row.unit for row in made.rows if row.rank is None] == ["SYC"]


def test_countries_without_a_score_for_commercial_are_counted() -> None:
    """They all lack both figures of venture capital; the note and the page say how many they are."""
    study = load("ai-capability")
    made = score(study)
    gaps = [unit.code for unit, value in zip(study.units, made.nodes["commercial"], strict=True) if math.isnan(value)]
    ids = [leaf.id for leaf in study.indicators]
    venture = made.table.values[:, [ids.index("venture_capital_total"), ids.index("venture_deals")]]
    lacking = [unit.code for unit, pair in zip(study.units, venture, strict=True) if all(map(math.isnan, pair))]
    assert gaps == lacking
    assert any(note.startswith(f"{len(gaps)} countries have no score for Commercial") for note in study.notes)
    assert f"**{len(gaps)} countries have no score for Commercial**" in (ROOT / "docs" / "ai-capability.md").read_text(
        encoding="utf-8"
    )


@needs_data
def test_the_page_gives_the_correlations_that_come_out() -> None:
    """Spearman over the countries in both; reported on the page, used for nothing else."""
    page = (ROOT / "docs" / "ai-capability.md").read_text(encoding="utf-8")
    published = {row["iso3"]: row for row in rows(DATA / "gai" / "gai_2024_subpillars.csv")}
    study = load("ai-capability")
    made = score(study)

    def line(name: str, node: str, column: str, sign: int) -> str:
        both = [
            (value, sign * float(published[unit.code][column]))
            for unit, value in zip(study.units, made.nodes[node], strict=True)
            if unit.code in published and math.isfinite(value)
        ]
        ours, theirs = zip(*both, strict=True)
        return f"| {name} | {len(both)} | {float(spearmanr(ours, theirs).statistic):.3f} |"

    assert line("overall, with the published rank", "ai_capability", "rank_published", -1) in page
    for id in SCALE:
        assert line(study.node(id).name, id, id, 1) in page


def test_published_ranks_stand_for_five_countries() -> None:
    cited = [row for row in rows(STUDIES / "ai-capability" / "observations.csv") if row["indicator"] == "gai_rank"]
    ranks = {row["unit"]: row["value"] for row in cited}
    assert ranks == {"USA": "1", "CHN": "2", "IND": "10", "SAU": "14", "RUS": "31"}
    assert all(row["source"] for row in cited)


def test_zeros_are_said_to_be_ours() -> None:
    for row in rows(STUDIES / "ai-capability" / "observations.csv"):
        if "absent from a complete list" in row["where"]:
            assert row["status"] == "E"
            assert row["value"] == "0"
            assert row["unit"] != "HKG" or not row["source"].startswith("ncses")


def test_targets_are_targets() -> None:
    targets = rows(STUDIES / "ai-capability" / "targets.csv")
    assert len(targets) == 32
    skills = [row for row in targets if row["indicator"] == "Workers with AI skills"]
    assert [(row["baseline"], row["baseline_time"]) for row in skills] == [("5", "2022"), ("5", "2023")]
    plan = {row["time"]: row["milestones"] for row in targets if row["indicator"] == "Core AI industry scale"}
    assert plan == {"2020": "", "2025": "2020: 150", "2030": "2020: 150; 2025: 400"}
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
