"""What a folder holds is what the study says."""

from pathlib import Path

import polars as pl

from equalterms.files import check, embedded, load
from equalterms.model import Study
from equalterms.scores import score
from tests.conftest import FILES, Edit


def test_parquet_gives_the_same_study(folder: Edit, tmp_path: Path) -> None:
    """The same observations as Parquet: the same scores to the last bit."""
    plain = score(load(folder()))
    frame = pl.read_csv(FILES["observations.csv"].encode(), infer_schema=False)
    frame.with_columns(pl.col("value").cast(pl.Float64)).write_parquet(tmp_path / "observations.parquet")
    home = folder(observations__csv=None, observations__parquet=(tmp_path / "observations.parquet").read_bytes())
    (home / "observations.csv").unlink()
    assert check(home) == ()
    assert score(load(home)).index.tolist() == plain.index.tolist()


def test_several_files_of_observations_are_one(folder: Edit) -> None:
    """`observations-more.csv` is read too, and a value in both files is a duplicate."""
    head, *rows = FILES["observations.csv"].splitlines(keepends=True)
    home = folder(observations__csv=head + "".join(rows[:8]), **{"observations-more__csv": head + "".join(rows[8:])})
    assert check(home) == ()
    assert load(home).observations.frame.height == len(rows)
    home = folder(**{"observations-more__csv": head + rows[0]})
    assert any("stands twice" in fault.message for fault in check(home))


def test_what_stands_in_the_small_files(small: Study) -> None:
    """Units with groups, targets, ties and members, each with its source."""
    assert small.names["XAA"] == "Atlantis"
    assert small.targets[0].baseline == 10
    assert small.targets[0].evidence.source == "table"
    assert (small.ties[0].a, small.ties[0].b, small.ties[0].value) == ("CHE", "NOR", 7)
    assert small.members[0].since == "1960"


def test_units_may_be_chosen(folder: Edit) -> None:
    """A list of units ranks those alone; all others stay observations."""
    study = load(folder(study__yaml=FILES["study.yaml"] + 'units: [CHE, "NOR"]\n'))
    assert [unit.code for unit in study.units] == ["CHE", "NOR"]
    assert "FRA" in study.observations.frame["unit"].to_list()


def test_the_hash_is_of_the_contents(folder: Edit) -> None:
    """The same files have the same hash; one value changed changes it."""
    first = load(folder()).hash
    assert load(folder()).hash == first
    assert load(folder(observations__csv=FILES["observations.csv"].replace("12.5", "12.6"))).hash != first


def test_embedded_studies_are_sound() -> None:
    """Every study that ships is without fault, and every one of its sources names a licence."""
    assert {"ai-capability", "hdi"} <= set(embedded())
    for name in embedded():
        assert check(name) == ()
        assert all(source.licence for source in load(name).sources.values())


def test_the_default_study_is_what_it_promises() -> None:
    """At least 83 countries and 35 indicators, each with definition, measure, direction and source."""
    study = load()
    assert len(study.units) >= 83
    assert len(study.indicators) >= 35
    for leaf in study.indicators:
        assert leaf.definition
        assert leaf.measure
        assert leaf.direction in (1, -1)
        assert leaf.source in study.sources
    first, last = study.observations.span()
    assert last - first >= 5
    assert {pillar.id for pillar in study.pillars} >= {"implementation", "innovation", "investment"}
