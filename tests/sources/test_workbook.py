"""Workbooks as they come: errors, merged cells, gaps, dates; and workbooks made to do harm."""

import contextlib
import datetime
import io
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from equalterms.errors import StudyError
from equalterms.sources import read, workbook
from equalterms.sources.grid import letters, missing, written
from tests.sources.books import book, respell

GOOD: list[list[Any]] = [["unit", "books", "films"], ["NOR", 12, 0.1], ["CHE", 30, 7], ["FRA", 5, 1e-7]]
SHEET = "xl/worksheets/sheet1.xml"


def values(path: Path) -> list[tuple[str, ...]]:
    """Unit, indicator, value, status and place of each observation."""
    _, tables = read(path, time=2024)
    return [(cells[0], cells[1], cells[3], cells[4], cells[6]) for cells, _ in tables.observations]


def test_numbers_keep_all_their_digits_and_their_place(tmp_path: Path) -> None:
    """Each value comes with the cell that it stands in; whole numbers have no point."""
    assert values(book(tmp_path / "t.xlsx", {"Data": GOOD})) == [
        ("NOR", "books", "12", "A", "Data!B2"),
        ("NOR", "films", "0.1", "A", "Data!C2"),
        ("CHE", "books", "30", "A", "Data!B3"),
        ("CHE", "films", "7", "A", "Data!C3"),
        ("FRA", "books", "5", "A", "Data!B4"),
        ("FRA", "films", "1e-07", "A", "Data!C4"),
    ]


@pytest.mark.parametrize("word", ["n/a", "N/A", "..", "-", "–", "NA", "NaN", "null", "  ", None, "#N/A"])
def test_known_words_are_gaps(word: str | None, tmp_path: Path) -> None:
    """A gap stays a gap, with the status M: it is neither 0 nor left out."""
    found = values(book(tmp_path / "t.xlsx", {"Data": [*GOOD[:2], ["CHE", word, 7]]}))
    assert found[2] == ("CHE", "books", "", "M", "Data!B3")


def test_the_error_na_is_a_gap_and_others_are_refused(tmp_path: Path) -> None:
    """Excel's #N/A says that there is no value; a division by zero is a fault, told with its cell."""

    def formula(text: str, result: str) -> Callable[[object], None]:
        return lambda made: made.get_worksheet_by_name("Data").write_formula(1, 1, text, None, result)  # type: ignore[attr-defined]

    assert values(book(tmp_path / "a.xlsx", {"Data": GOOD}, formula("=NA()", "#N/A")))[0][2:4] == ("", "M")
    with pytest.raises(StudyError, match=r"b.xlsx, Data!B2: holds the error #DIV/0! \(mend the formula"):
        values(book(tmp_path / "b.xlsx", {"Data": GOOD}, formula("=1/0", "#DIV/0!")))
    assert values(book(tmp_path / "c.xlsx", {"Data": GOOD}, formula("=2*3", "6")))[0][2] == "6"


def test_a_formula_without_a_stored_result_is_no_gap(tmp_path: Path) -> None:
    """Programs that cannot count write formulas without results: read as gaps they would be lost silently."""
    import openpyxl

    made = openpyxl.Workbook()
    for row in GOOD:
        made.active.append(row)
    made.active["B2"] = "=6*7"
    made.save(tmp_path / "t.xlsx")
    with pytest.raises(StudyError, match=r"Sheet!B2: holds a formula without a stored result \(open the file in"):
        values(tmp_path / "t.xlsx")


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1 234,5", r"Data!B2: '1 234,5' is not a number \(write a point for decimals and no separator"),
        ("about 5 000", "Data!B2: 'about 5 000' is not a number"),
        ("12 %", "Data!B2: '12 %' is not a number"),
        (True, "Data!B2: 'TRUE' is not a number"),
    ],
)
def test_text_where_a_number_should_be(cell: object, said: str, tmp_path: Path) -> None:
    """What is no number and no known word for a gap is a fault with sheet, cell and remedy."""
    rows: list[list[Any]] = [["unit", "books", "films"], ["NOR", cell, 1], ["CHE", 30, 7]]
    with pytest.raises(StudyError, match=said):
        values(book(tmp_path / "t.xlsx", {"Data": rows}))


def test_a_date_in_a_column_of_numbers_is_refused(tmp_path: Path) -> None:
    """A number that Excel has turned into a date is not taken for days since 1900."""

    def dated(made: object) -> None:
        shape = made.add_format({"num_format": "yyyy-mm-dd"})  # type: ignore[attr-defined]
        made.get_worksheet_by_name("Data").write_datetime(1, 1, datetime.datetime(2024, 3, 1), shape)  # type: ignore[attr-defined]

    with pytest.raises(StudyError, match="Data!B2: '2024-03-01' is not a number"):
        values(book(tmp_path / "t.xlsx", {"Data": GOOD}, dated))


def test_merged_cells_in_the_table_are_refused_and_above_it_are_not(tmp_path: Path) -> None:
    """A merged cell leaves it open which row its value belongs to."""

    def merge(cells: str) -> Callable[[object], None]:
        return lambda made: made.get_worksheet_by_name("Data").merge_range(cells, "x")  # type: ignore[attr-defined]

    titled = [["A title"], [], *GOOD]
    assert len(values(book(tmp_path / "a.xlsx", {"Data": titled}, merge("A1:C1")))) == 6
    with pytest.raises(StudyError, match=r"sheet 'Data': the cells A4:A5 are merged \(unmerge"):
        values(book(tmp_path / "b.xlsx", {"Data": titled}, merge("A4:A5")))


def test_values_without_a_heading_and_doubled_headings(tmp_path: Path) -> None:
    """Neither is guessed."""
    with pytest.raises(StudyError, match=r"Data!D2: holds a value without a heading \(write a heading into D1"):
        values(book(tmp_path / "a.xlsx", {"Data": [GOOD[0], [*GOOD[1], 9]]}))
    with pytest.raises(StudyError, match="Data!C1: the heading 'books' stands twice"):
        values(book(tmp_path / "b.xlsx", {"Data": [["unit", "books", "books"], ["NOR", 1, 2]]}))


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    """A part that unpacks to 300 MiB is not unpacked."""
    path = book(tmp_path / "bomb.xlsx", {"Data": GOOD})
    respell(path, SHEET, lambda data: data + b" " * (300 * 1024 * 1024))
    assert path.stat().st_size < 1_000_000
    begun = time.perf_counter()
    with pytest.raises(StudyError, match="unpacks to more than 256 MiB"):
        values(path)
    assert time.perf_counter() - begun < 5


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """The size that the archive declares need not be true: what is more is never unpacked."""
    path = book(tmp_path / "t.xlsx", {"Data": GOOD})
    respell(path, SHEET, lambda data: data + b" " * 50_000_000)
    data = bytearray(path.read_bytes())
    place = data.rfind(b"PK\x01\x02", 0, data.rfind(SHEET.encode()))
    assert struct.unpack_from("<I", data, place + 24)[0] > 50_000_000
    struct.pack_into("<I", data, place + 24, 100)
    path.write_bytes(bytes(data))
    with pytest.raises(StudyError, match="is damaged or locked"):
        values(path)


def test_one_cell_at_the_end_of_the_world(tmp_path: Path) -> None:
    """A cell at XFD1048576 would make a grid of seventeen thousand million cells."""
    path = book(tmp_path / "t.xlsx", {"Data": GOOD})
    respell(path, SHEET, lambda data: data.replace(b'r="C4"', b'r="XFD1048576"'))
    with pytest.raises(StudyError, match="holds too much: 12 cells down to XFD1048576"):
        values(path)


def test_a_long_text_a_million_times(tmp_path: Path) -> None:
    """One shared text of many bytes, named by many cells, is counted as often as it is named."""
    path = book(tmp_path / "t.xlsx", {"Data": [GOOD[0][:2], *[["NOR", 1]] * 20_000]})
    respell(path, "xl/sharedStrings.xml", lambda data: data.replace(b"NOR", b"N" * 30_000))
    with pytest.raises(StudyError, match="holds too much"):
        values(path)


@pytest.mark.parametrize(
    "prolog",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
        b'<?xml version="1.0" encoding="UTF-16"?>',
        b'<?xml version="1.0"?>\0',
    ],
)
def test_xml_that_no_spreadsheet_writes(prolog: bytes, tmp_path: Path) -> None:
    """Entities and other encodings than UTF-8 are refused."""
    path = book(tmp_path / "t.xlsx", {"Data": GOOD})
    respell(path, SHEET, lambda data: prolog + data.partition(b"?>")[2])
    with pytest.raises(StudyError, match="holds XML that no spreadsheet program writes"):
        values(path)


def test_cells_that_are_many_are_looked_over_in_linear_time(tmp_path: Path) -> None:
    """Tags that never end make no search run over and over."""
    path = book(tmp_path / "t.xlsx", {"Data": GOOD})
    for noise in (b"<c " * 300_000, b'<c r="A1" t="s"><v>' * 60_000, b"<f>" * 300_000, b'<c r="A1"></f>' * 60_000):
        respell(path, SHEET, lambda data, noise=noise: data.replace(b"</sheetData>", noise + b"</sheetData>"))  # type: ignore[misc]
        begun = time.perf_counter()
        with contextlib.suppress(StudyError):
            values(path)
        assert time.perf_counter() - begun < 10
        book(path, {"Data": GOOD})


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("t.xlsx", b"unit,books\n", "is no workbook that can be read"),
        ("t.xlsx", b"PK\x03\x04 and no more", "is damaged or locked"),
        ("t.xls", b"\xd0\xcf\x11\xe0", ".xls is not read"),
        ("t.ods", b"PK\x03\x04", ".ods is not read"),
        ("t", b"", "a file without ending is not read"),
    ],
)
def test_files_that_are_no_workbooks(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    """A line says what to save instead."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(StudyError, match=said) as refused:
        values(tmp_path / name)
    assert ".xlsx" in refused.value.remedy or "again" in refused.value.remedy


def test_every_byte_changed_is_a_workbook_or_a_refusal(tmp_path: Path) -> None:
    """Damage anywhere in the sheet ends in a StudyError or in a table, never in another error."""
    path = book(tmp_path / "t.xlsx", {"Data": GOOD})
    with zipfile.ZipFile(path) as archive:
        whole = archive.read(SHEET)
    refused = 0
    for place in range(whole.index(b"<sheetData>"), whole.index(b"</sheetData>"), 7):
        respell(path, SHEET, lambda _, place=place: whole[:place] + b"<" + whole[place + 1 :])  # type: ignore[misc]
        try:
            values(path)
        except StudyError:
            refused += 1
    assert refused > 10


def test_macros_never_get_to_the_parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only parts that hold cells are packed for the parser."""
    path = book(tmp_path / "t.xlsx", {"Data": GOOD})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
        archive.writestr("xl/externalLinks/externalLink1.xml", b"<x/>")
    path.rename(tmp_path / "t.xlsm")
    packed: list[str] = []
    pack = workbook._pack

    def watch(parts: dict[str, bytes]) -> io.BytesIO:
        packed.extend(parts)
        return pack(parts)

    monkeypatch.setattr(workbook, "_pack", watch)
    assert len(values(tmp_path / "t.xlsm")) == 6
    assert SHEET in packed
    assert not any("vba" in part or "external" in part for part in packed)


@pytest.mark.parametrize(("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (102, "CY"), (16383, "XFD")])
def test_columns_as_excel_names_them(column: int, name: str) -> None:
    """0 is A, 102 is CY, the last is XFD."""
    assert letters(column) == name


def test_values_as_text() -> None:
    """Any number that a frame or a workbook can hold, in all its digits."""
    import numpy as np

    cases = [None, float("nan"), np.nan, 3.0, np.float64(0.1), np.int64(7), True, np.bool_(False), 1e300, "x"]
    assert [written(case) for case in cases] == ["", "", "", "3", "0.1", "7", "TRUE", "FALSE", "1e+300", "x"]
    assert written(datetime.datetime(2024, 3, 1)) == written(datetime.date(2024, 3, 1)) == "2024-03-01"
    assert missing(" N/A ")
    assert not missing("0")
