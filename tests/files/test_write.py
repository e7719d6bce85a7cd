"""A study's folder written from plain tables: whole or not at all, and never over another."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equalterms.errors import StudyError
from equalterms.files import check, load, write_whole
from equalterms.files.settings import read
from equalterms.files.tree import COLUMNS
from equalterms.files.write import EXAMPLE, Line, Tables, example, quoted, rows, write

TABLES = Tables(
    title='A "small" study: # of things',
    time=2022,
    licence="CC0-1.0",
    sources={"table": {"title": "A table", "licence": "CC0-1.0", "url": ""}},
    indicators=[
        Line({"id": "index", "parent": "", "name": "Index"}, "sheet, A2"),
        Line({"id": "a", "parent": "index", "name": "A, and\nmore", "measure": "count", "direction": "1"}, "sheet, A3"),
    ],
    observations=[
        (("NOR", "a", "2021", "1", "A", "table", "p. 1", ""), "sheet, B1"),
        (("CHE", "a", "2022", "", "M", "table", 'p. "2"', ""), "sheet, B2"),
        (("XAB", "a", "2022", "3", "A", "table", "", ""), "sheet, B3"),
    ],
    units=[Line({"unit": "XAB", "name": "Atlantis", "group.sea": "yes"}, "sheet, C1")],
    recipe={"normalise": "minmax(low=1, high=10)", "needs": "0.25", "max_age": "3", "treat": ""},
    notes=("Mind the gap: 1",),
    years=(2021, 2022),
)


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    """Every part of the tables comes back from the folder."""
    write(tmp_path / "made", TABLES)
    study = load(tmp_path / "made")
    assert (study.title, study.time, study.years, study.notes) == (TABLES.title, 2022, (2021, 2022), TABLES.notes)
    assert study.name == "made"
    assert study.recipe.needs == 0.25
    assert study.recipe.max_age == 3
    assert str(study.recipe.normalise) == "minmax(low=1, high=10)"
    assert str(study.recipe.treat) == "none"
    assert [(u.code, u.name, dict(u.groups)) for u in study.units] == [
        ("NOR", "Norway", {}),
        ("XAB", "Atlantis", {"sea": "yes"}),
    ]
    assert study.indicators[0].name == "A, and more"
    assert study.observations.frame.select("value", "where").rows() == [(1.0, "p. 1"), (None, 'p. "2"'), (3.0, "")]
    assert {variation.key for variation in study.vary} == {"weights", "normalise"}
    assert (tmp_path / "made" / "README.md").read_text() == (EXAMPLE / "README.md").read_text()


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """An empty folder is filled; one that holds anything, a file and a link are left as they are."""
    (tmp_path / "empty").mkdir()
    write(tmp_path / "empty", TABLES)
    assert check(tmp_path / "empty") == ()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "kept.txt").write_text("kept")
    (tmp_path / "file").write_text("kept")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name, said in (("full", "is there and is not empty"), ("file", "is no folder"), ("link", "is no folder")):
        with pytest.raises(StudyError, match=said):
            write(tmp_path / name, TABLES)
        with pytest.raises(StudyError, match=said):
            example(tmp_path / name)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["kept.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "file", "full", "link"]


def test_a_fault_leaves_no_folder_and_names_where_the_row_came_from(tmp_path: Path) -> None:
    """The place is that of the table which was read, not of the file that was to be written."""
    broken = replace(
        TABLES, observations=[*TABLES.observations, (("QQQ", "a", "2022", "1", "A", "table", "", ""), "s!B9")]
    )
    with pytest.raises(StudyError) as refused:
        write(tmp_path / "made", broken)
    assert (refused.value.where, refused.value.message) == ("s!B9", "the unit 'QQQ' is not known")
    broken = replace(
        broken, indicators=[TABLES.indicators[0], Line({"id": "a", "parent": "indx", "name": "A"}, "sheet, A3")]
    )
    with pytest.raises(
        StudyError,
        match=r"^sheet, A2: the index 'index' has no indicator below it \(name it as a parent; 4 more faults\)$",
    ):
        write(tmp_path / "made", broken)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong while the folder is built is cleared away."""

    def full(path: Path, *_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(StudyError, match="cannot be written: No space left on device"):
        write(tmp_path / "made", TABLES)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(StudyError, match="cannot be written: No such file"):
        example(tmp_path / "no" / "such")


def test_the_folder_has_the_rights_of_any_other(tmp_path: Path) -> None:
    """Not those of a temporary folder, which nobody else may read."""
    (tmp_path / "plain").mkdir()
    example(tmp_path / "made")
    assert os.stat(tmp_path / "made").st_mode == os.stat(tmp_path / "plain").st_mode


def test_the_example_explains_every_column(tmp_path: Path) -> None:
    """It is sound, its figures are those of the embedded study, and its README names each column there is."""
    example(tmp_path / "made")
    assert check(tmp_path / "made") == ()
    study, hdi = load(tmp_path / "made"), load("hdi")
    theirs = {(r["unit"], r["indicator"], r["time"]): r["value"] for r in hdi.observations.frame.iter_rows(named=True)}
    for row in study.observations.frame.iter_rows(named=True):
        assert row["value"] == theirs[row["unit"], row["indicator"], row["time"]]
    text = (tmp_path / "made" / "README.md").read_text(encoding="utf-8")
    for column in (*COLUMNS, *rows(EXAMPLE, "observations.csv")[0], "group.NAME"):
        assert f"`{column}`" in text, column


@given(st.text(max_size=60))
def test_any_text_is_a_scalar_of_yaml(text: str) -> None:
    """Quotes, line ends, control characters and all of Unicode come back as they were."""
    value = read(f"key: {quoted(text)}\n", "t.yaml").data
    assert isinstance(value, dict)
    assert value["key"].data == text


def test_a_pipe_stays_a_pipe_and_a_link_a_link(tmp_path: Path) -> None:
    """What is no file is written to, not replaced: a device would be gone for the whole machine."""
    pipe, link, file = tmp_path / "pipe", tmp_path / "link", tmp_path / "file"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, b"through")
        assert os.read(reader, 20) == b"through"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    link.symlink_to(file)
    write_whole(link, b"behind")
    assert (link.is_symlink(), file.read_bytes()) == (True, b"behind")
