"""The crate: what other programs read in it, what stands in every file, and the study that comes back."""

import csv
import io
import json
import logging
import warnings
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from equalterms import __version__
from equalterms.cli.app import run
from equalterms.errors import StudyError, UsageError
from equalterms.files import home_of, load
from equalterms.files.columns import columns
from equalterms.files.save import original
from equalterms.files.write import write_folder
from equalterms.model import Study
from equalterms.workbook import archive
from equalterms.workbook.crate import PARTS, sdmx
from equalterms.workbook.parts import sha256
from equalterms.workbook.words import licence_url
from tests.conftest import FILES

DESCRIPTIONS = ("ro-crate-metadata.json", "datapackage.json", "croissant.json", "prov.json")


@pytest.fixture
def crate(small: Study, tmp_path: Path) -> Path:
    """The small study's crate."""
    archive(small, original(str(tmp_path / "small")), tmp_path / "out", runs=20, seed=2, date="2022-12-01")
    return tmp_path / "out"


def told(crate: Path, name: str) -> Any:
    """A description of a crate."""
    return json.loads((crate / name).read_text(encoding="utf-8"))


def test_the_study_comes_back(crate: Path, small: Study) -> None:
    """`load` of the crate is the study: hash, tree, recipe, facts and observations."""
    back = load(crate)
    assert back.hash == small.hash
    assert (back.name, back.nodes, back.recipe, back.targets) == (small.name, small.nodes, small.recipe, small.targets)
    assert back.observations.frame.equals(small.observations.frame)


def test_rocrate_reads_it(crate: Path, small: Study) -> None:
    """The library of the format's authors finds root, files and action; every hash is that of the file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the library's own dependencies
        from rocrate.rocrate import ROCrate

        made = ROCrate(crate)
    assert made.name == "A small study"
    assert str(made.root_dataset["datePublished"]).startswith("2022-12-01")
    assert made.license.id == "https://spdx.org/licenses/CC0-1.0"
    files = [each for each in made.get_by_type("File") if each.id != "ro-crate-metadata.json"]
    on_disk = {path.relative_to(crate).as_posix() for path in crate.rglob("*") if path.is_file()}
    assert {each.id for each in files} == on_disk - {"ro-crate-metadata.json"}
    for each in files:
        assert each["sha256"] == sha256((crate / each.id).read_bytes()), each.id
    action = made.get("#scoring")
    assert action["instrument"]["softwareVersion"] == __version__
    assert {each.id for each in action["object"]} == {each for each in on_disk if each.startswith("study/")}
    assert small.hash in made.root_dataset["identifier"]
    # Whatever is named in the graph stands in it.
    graph = told(crate, "ro-crate-metadata.json")["@graph"]
    known = {each["@id"] for each in graph}
    assert len(known) == len(graph)
    named = {
        ref["@id"]
        for each in graph
        for value in each.values()
        for ref in (value if isinstance(value, list) else [value])
        if isinstance(ref, dict)
    }
    assert named - known == {"https://w3id.org/ro/crate/1.1"}


def test_frictionless_finds_every_row_valid(crate: Path) -> None:
    """Every CSV file matches its Table Schema, row by row, with its size and hash."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own
        from frictionless import Package

        report = Package(str(crate / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "message"])
    assert report.stats["tasks"] == len(list(crate.rglob("*.csv"))) == 15
    package = told(crate, "datapackage.json")
    assert package["licenses"] == [{"name": "CC0-1.0", "title": "CC0-1.0"}]
    for each in package["resources"]:
        assert each["hash"] == f"sha256:{sha256((crate / each['path']).read_bytes())}"


def test_frictionless_finds_a_changed_cell(crate: Path) -> None:
    """The check can fail: a cell that is changed afterwards is told."""
    from frictionless import Package

    path = crate / "results" / "ranks.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("CHE", "CHX"), encoding="utf-8")
    assert not Package(str(crate / "datapackage.json")).validate().valid


def test_croissant_is_read_as_records(crate: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The format's own library has no complaint, and reads the ranks through the description."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own
        import mlcroissant as mlc

        with caplog.at_level(logging.WARNING):
            data = mlc.Dataset(jsonld=crate / "croissant.json")
            rows = list(data.records("results-ranks"))
    assert not data.metadata.ctx.issues.errors
    ranks = pl.read_csv(crate / "results" / "ranks.csv")
    assert [row["results-ranks/unit"].decode() for row in rows] == ranks["unit"].to_list()
    assert rows[0]["results-ranks/score"] == ranks["score"][0]


def test_prov_reads_it(crate: Path, small: Study) -> None:
    """The provenance is a document of the W3C's model: what was used, what was made, by which program."""
    from prov.model import ProvActivity, ProvAgent, ProvDocument, ProvEntity, ProvGeneration

    made = ProvDocument.deserialize(str(crate / "prov.json"))
    (activity,) = made.get_records(ProvActivity)
    (agent,) = made.get_records(ProvAgent)
    said = {str(name): str(value) for name, value in activity.attributes}
    assert (said["et:runs"], said["et:seed"]) == ("20", "2")
    assert {str(value) for name, value in agent.attributes if str(name) == "et:version"} == {__version__}
    assert len(list(made.get_records(ProvGeneration))) == len(list((crate / "results").iterdir()))
    files = len([path for path in crate.rglob("*") if path.is_file() and path.parent != crate])
    assert len(list(made.get_records(ProvEntity))) == files + 1 + len(small.sources)
    assert ProvDocument.deserialize(content=made.serialize(format="json"), format="json") == made


def test_sdmx_by_the_rules_of_the_format(small: Study) -> None:
    """SDMX-CSV 2.0: its three first columns, a row for each observation, codes of the status list, plain numbers."""
    rows = list(csv.DictReader(io.StringIO(sdmx(small).decode(), newline="")))
    assert list(rows[0])[:3] == ["STRUCTURE", "STRUCTURE_ID", "ACTION"]
    assert {(row["STRUCTURE"], row["STRUCTURE_ID"], row["ACTION"]) for row in rows} == {
        ("dataflow", "EQUALTERMS:SMALL(1.0)", "I")
    }
    frame = small.observations.frame
    assert [row["REF_AREA"] for row in rows] == frame["unit"].to_list()
    assert [float(row["OBS_VALUE"]) if row["OBS_VALUE"] else None for row in rows] == frame["value"].to_list()
    assert {row["OBS_STATUS"] for row in rows} == {"A", "E", "M"}
    assert rows[0]["UNIT_MEASURE"] == "persons"
    assert {row["LICENCE"] for row in rows} == {"CC0-1.0"}
    (missing,) = [row for row in rows if row["OBS_STATUS"] == "M"]
    assert (missing["REF_AREA"], missing["OBS_VALUE"]) == ("ITA", "")


def test_each_description_says_licence_sources_citation_hash_and_version(crate: Path, small: Study) -> None:
    """Whoever has one of the descriptions alone knows what the table is and how to cite it."""
    for name in (*DESCRIPTIONS, "README.md"):
        text = (crate / name).read_text(encoding="utf-8")
        for words in ("CC0-1.0", "A table of our own", "Computed with Equal Terms", small.hash, __version__):
            assert words in text, (name, words)
    said = (crate / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in said for name in PARTS)


def test_same_study_same_bytes(small: Study, tmp_path: Path) -> None:
    """No clock and no place is in the files; without a day of publication it is the study's year."""
    files = original(str(tmp_path / "small"))
    for name in ("one", "two"):
        archive(small, files, tmp_path / name, runs=5)
    one, two = (original_bytes(tmp_path / name) for name in ("one", "two"))
    assert one == two
    assert told(tmp_path / "one", "croissant.json")["datePublished"] == "2022"
    assert str(tmp_path).encode() not in b"".join(one.values())


def original_bytes(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


VALUES = st.floats(-1e9, 1e9).filter(lambda x: x == 0 or abs(x) > 1e-9)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=12)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(VALUES, st.sampled_from("AEPB"), WORDS), min_size=3, max_size=3),
    WORDS,
    st.sampled_from(["minmax", "zscore", "percentile_rank"]),
    st.floats(0.1, 9),
)
def test_random_studies_come_back(
    tmp_path_factory: pytest.TempPathFactory,
    cells: list[tuple[float, str, str]],
    title: str,
    scale: str,
    weight: float,
) -> None:
    """Load, export, load: the same hash and observations, whatever values, words and names; twice the same."""
    home = tmp_path_factory.mktemp("any") / "st udy"
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(
        [
            FILES["observations.csv"].splitlines()[0].split(","),
            *((unit, "a", 2022, value, status, "table", words, words) for unit, (value, status, words) in zip(
                ("NOR", "CHE", "FRA"), cells, strict=True)),
        ]
    )  # fmt: skip
    write_folder(
        home,
        {
            "study.yaml": f"title: {json.dumps(title, ensure_ascii=False)}\ntime: 2022\nlicence: some words\n"
            f"recipe: {{normalise: {scale}}}\n"
            "sources: {table: {title: ours, licence: CC BY 4.0}}\n".encode(),
            "indicators.csv": "id,parent,name,measure,direction,weight,source\nindex,,I,,,,\n"
            f"a,index,A,points,1,{weight!r},table\n".encode(),
            "observations.csv": out.getvalue().encode(),
        },
    )
    study = load(home)
    made = tmp_path_factory.mktemp("crates") / "crate"
    archive(study, original(str(home)), made, runs=2)
    back = load(made)
    assert (back.hash, back.name, back.title) == (study.hash, study.name, study.title)
    assert back.observations.frame.equals(study.observations.frame)
    assert (back.nodes, back.recipe, back.units, back.sources) == (
        study.nodes,
        study.recipe,
        study.units,
        study.sources,
    )
    archive(back, original(str(made)), made.parent / "again", runs=2)
    assert original_bytes(made.parent / "again") == original_bytes(made)


def test_codes_with_leading_zeros_stay_text() -> None:
    """Types are what the column holds: numbers, flags, and text where a number would lose digits."""
    found = columns(b"code,n,x,flag,word\n007,1,1.5,true,a\n012,2,2,false,\n")
    assert found == [("code", "string"), ("n", "integer"), ("x", "number"), ("flag", "boolean"), ("word", "string")]


def test_licences_with_an_address() -> None:
    """SPDX names and those of Creative Commons have an address; words have none, and none is made up."""
    assert licence_url("CC BY-SA 4.0") == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert licence_url("CC-BY-4.0") == "https://spdx.org/licenses/CC-BY-4.0"
    assert licence_url("CC BY 4.0; parts otherwise") == ""


def test_the_command_writes_what_ifs_as_a_study(tmp_path: Path) -> None:
    """A crate of a what-if holds the changed study; both forms of folder refuse what does not go together."""
    place = tmp_path / "crate"
    arguments = ["export", "--study", "hdi", "--runs", "5", "--as", "crate", "-o", str(place)]
    assert run([*arguments, "--set", "weight.income=2", "--at", "2010"]) == 0
    back = load(place)
    assert back.time == 2010
    assert {node.id: node.weight for node in back.nodes}["income"] == 2
    assert home_of(place) == place / "study" / "hdi"
    with pytest.raises(StudyError, match="not empty"):
        run(arguments)
    for more, words in (
        (["--as", "zip"], "no form of export"),
        (["--date", "2022-13-01", "--as", "crate"], "no day of a crate"),
        (["--date", "2022-12-01"], "no day of a crate"),
    ):
        with pytest.raises(UsageError, match=words):
            run(["export", "--study", "hdi", *more, "-o", str(tmp_path / "other")])
    with pytest.raises(UsageError, match="as crate"):
        run(["export", "--study", "hdi", "--as", "crate", "-o", str(tmp_path / "b.xlsx")])
    assert [path.name for path in tmp_path.iterdir()] == ["crate"]
