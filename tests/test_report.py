"""The report: one file or a folder, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from equalterms import report
from equalterms.errors import StudyError
from equalterms.page import Column, Link, Page, Table, Text

PAGES = (
    Page("rank", "Ranking", (Table((Column("n", "Name"),), ((Link("Ruritania", "why/RUR"),),), "Names"),)),
    Page("why/RUR", "Why", (Text("Because."),)),
)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_one_file(tmp_path: Path) -> None:
    made = report.write(PAGES, tmp_path / "new" / "out.html", "Title")
    assert made.read_text("utf-8").lstrip().startswith("<!doctype html>")
    assert left(tmp_path / "new") == ["out.html"]
    before = made.read_bytes()
    report.write(iter(PAGES), made, "Title")
    assert made.read_bytes() == before


def test_folder_is_written_and_replaced(tmp_path: Path) -> None:
    opened = report.write(PAGES, tmp_path / "out", "Title")
    assert opened == tmp_path / "out" / "index.html"
    assert (tmp_path / "out/why/RUR.html").exists()
    assert "why/RUR.html" in opened.read_text("utf-8")
    report.write(PAGES[:1], tmp_path / "out", "Title")
    assert not (tmp_path / "out/why").exists()
    assert left(tmp_path) == ["out"]
    files = json.loads((tmp_path / "out" / report.LIST).read_text("utf-8"))["files"]
    assert sorted([*files, report.LIST]) == sorted(
        path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*")
    )


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert report.write(PAGES, tmp_path / "out", "Title").exists()


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.txt").write_text("years of work")
    with pytest.raises(StudyError, match=r"is no report.*name a new or an empty folder"):
        report.write(PAGES, tmp_path / "out", "Title")
    assert left(tmp_path / "out") == ["thesis.txt"]


def test_a_report_with_a_file_of_someone_else_is_left_alone(tmp_path: Path) -> None:
    report.write(PAGES, tmp_path / "out", "Title")
    (tmp_path / "out/notes.txt").write_text("mine")
    with pytest.raises(StudyError, match=r"no report wrote: notes\.txt"):
        report.write(PAGES, tmp_path / "out", "Title")
    assert (tmp_path / "out/notes.txt").read_text() == "mine"


@pytest.mark.parametrize("name", ["file", "out.html"])
def test_the_wrong_kind_of_place_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "out.html").mkdir()
    with pytest.raises(StudyError, match="this is a"):
        report.write(PAGES, tmp_path / name, "Title")


def test_a_link_to_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(StudyError, match="this is a link"):
        report.write(PAGES, tmp_path / "link", "Title")


def test_a_failure_leaves_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report.write(PAGES, tmp_path / "out", "Old")
    before = (tmp_path / "out/index.html").read_bytes()
    rename = Path.rename

    def fails(self: Path, to: Path) -> Path:
        if to == tmp_path / "out" and self.parent == tmp_path:
            raise OSError(28, "No space left on device")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(StudyError, match="No space left"):
        report.write(PAGES, tmp_path / "out", "New")
    assert (tmp_path / "out/index.html").read_bytes() == before
    assert left(tmp_path) == ["out"]


def test_a_parent_that_is_a_file_is_an_error_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name in ("a.html", "folder"):
        with pytest.raises(StudyError, match="cannot write"):
            report.write(PAGES, tmp_path / "file" / name, "Title")


def test_nothing_to_write(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="no pages"):
        report.write((), tmp_path / "a.html", "Title")
    with pytest.raises(StudyError, match="two pages"):
        report.write((PAGES[0], PAGES[0]), tmp_path / "a", "Title")
    assert left(tmp_path) == []
