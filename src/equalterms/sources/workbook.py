"""Excel workbooks (.xlsx, .xlsm) -> sheets of text. The file is taken for hostile until it is known not to be.

The parts that hold cells are unpacked under a limit, looked over, and packed again; only this copy is
parsed. So sizes that the archive declares need not be true, and macros, links and pictures never get in.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Any, TypeVar

from equalterms.errors import StudyError
from equalterms.files.texts import MIB, read_bytes
from equalterms.sources.grid import UNCOUNTED, Sheet, letters, written

MOST = 64 * MIB
UNPACKED = 256 * MIB
CELLS = 1_000_000
AREA = 8_000_000
_FRAME = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
_SHARED = ("xl/sharedStrings.xml", "xl/styles.xml")
_TAG = r"<(?:\w{1,20}:)?"
_END = r"</(?:\w{1,20}:)?"
_FORMULA = rf"\s*{_TAG}f\b[^<>]*>(?:[^<>]*{_END}f>)?"
_CELL = re.compile(rf"{_TAG}c(?=[\s>])([^<>]*)>(?:(?:{_FORMULA})?\s*{_TAG}v>([^<>]*)</)?".encode())
_NO_RESULT = re.compile(rf"(?:{_END}f>|{_TAG}f\b[^<>]*/>)\s*(?:{_TAG}v\s*/>|{_TAG}v>{_END}v>)?\s*{_END}c>".encode())
_SHEET = re.compile(rf"{_TAG}sheet\s([^<>]*)>".encode())
_LINK = re.compile(rf"{_TAG}Relationship\s([^<>]*)>".encode())
_ITEM = re.compile(rf"{_TAG}si\b".encode())
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ADDRESS = re.compile(rb"([A-Z]{1,3})([0-9]{1,7})\Z")
_UNPACKED_MESSAGE = f"unpacks to more than {UNPACKED // MIB} MiB"
T = TypeVar("T")


def read(path: Path, layouts: Sequence[Collection[str]] = ()) -> list[Sheet]:
    """The sheets of a workbook, in its order; a StudyError that names file, sheet, cell and remedy.

    Of a workbook that has every sheet of one of the `layouts` (names in small letters), only these are
    unpacked: what else a large tool calculates is neither read nor counted.
    """
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise _unreadable(path.name)
    return sheets(read_bytes(path, MOST), path.name, layouts)


def sheets(data: bytes, name: str, layouts: Sequence[Collection[str]] = ()) -> list[Sheet]:
    """The sheets of a workbook's bytes, as `read` gives them."""
    if data[:4] != b"PK\x03\x04" or len(data) > MOST:
        raise _unreadable(name)
    parts = _unpack(data, name, _FRAME)
    places = _places(parts, name)
    layout = next((names for names in layouts if set(names) <= {sheet.lower() for sheet in places}), None)
    if layout is not None:
        places = {sheet: part for sheet, part in places.items() if sheet.lower() in layout}
    parts |= _unpack(data, name, (*_SHARED, *places.values()))
    places = {sheet: part for sheet, part in places.items() if part in parts}
    found = _Found(name, parts)
    for sheet, part in places.items():
        found.look(sheet, part)
    return _parsed(_pack(parts), found)


def _unreadable(name: str) -> StudyError:
    return StudyError("is no workbook that can be read", name, "save it as .xlsx (Excel workbook)")


def _unpack(data: bytes, name: str, parts: Collection[str]) -> dict[str, bytes]:
    """Parts of the workbook, together below the limit, in UTF-8 and without a document type."""
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = [info for info in archive.infolist() if info.filename in parts]
            if sum(info.file_size for info in wanted) > UNPACKED or len(wanted) > 2_000:
                raise StudyError(_UNPACKED_MESSAGE, name, "delete the sheets that are not needed")
            for info in wanted:
                with archive.open(info) as part:
                    # What is declared is read and no more: Python stops there, and the copy holds nothing else.
                    found[info.filename] = _clean(part.read(info.file_size + 1), name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        remedy = "remove its password, or save it again as .xlsx"
        raise StudyError(f"is damaged or locked: {str(error)[:80]}", name, remedy) from None
    return found


def _clean(part: bytes, name: str) -> bytes:
    start = part[:400].lower()
    encoding = re.search(rb"encoding\s*=\s*[\"']([^\"']*)", start)
    plain = b"\0" not in part and (encoding is None or encoding[1] in (b"utf-8", b"us-ascii"))
    if not plain or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise StudyError("holds XML that no spreadsheet program writes", name, "open it in Excel and save it again")
    return part


def _pack(parts: dict[str, bytes]) -> io.BytesIO:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    packed.seek(0)
    return packed


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        key.decode().rpartition(":")[2]: html.unescape((double or single).decode("utf-8", "replace"))
        for key, double, single in _ATTRIBUTE.findall(tag)
    }


def _places(parts: dict[str, bytes], name: str) -> dict[str, str]:
    """The part of each worksheet, by the sheet's name."""
    links = {}
    for tag in _LINK.findall(parts.get("xl/_rels/workbook.xml.rels", b"")):
        own = _attributes(tag)
        links[own.get("Id", "")] = own.get("Target", "").removeprefix("/xl/").removeprefix("/")
    found = {}
    for tag in _SHEET.findall(parts.get("xl/workbook.xml", b"")):
        own = _attributes(tag)
        target = links.get(own.get("id", ""), "")
        if target.startswith("worksheets/"):
            found[own.get("name", "")] = f"xl/{target}"
    if not found:
        raise StudyError("holds no worksheet", name, "save it as .xlsx (Excel workbook)")
    return found


class _Found:
    """What the looking over finds: errors and uncounted formulas by cell, and whether limits hold."""

    def __init__(self, file: str, parts: dict[str, bytes]) -> None:
        self.file = file
        self.parts = parts
        self.errors: dict[str, dict[tuple[int, int], str]] = {}
        self.strings = [len(item) for item in _ITEM.split(parts.get("xl/sharedStrings.xml", b""))[1:]]
        self.cells = 0
        self.text = 0

    def look(self, sheet: str, part: str) -> None:
        """Count the cells of a sheet that hold something; a StudyError where they are too many or too far out."""
        data = self.parts[part]
        errors = self.errors[sheet] = {}
        bottom = right = 0
        for match in _CELL.finditer(data):
            tag, value = match.groups()
            if tag.endswith(b"/"):
                continue
            own = {key: double or single for key, double, single in _ATTRIBUTE.findall(tag)}
            row, column = self._address(own.get(b"r", b""), sheet)
            bottom, right = max(bottom, row), max(right, column)
            self.cells += 1
            kind = own.get(b"t")
            if kind == b"e":
                errors[row, column] = (value or b"#VALUE!").decode("utf-8", "replace")
            elif kind == b"s":
                self.text += self._length(value, sheet)
        if self.cells > CELLS or (bottom + 1) * (right + 1) > AREA or self.text > UNPACKED:
            raise StudyError(
                f"holds too much: {self.cells} cells down to {letters(right)}{bottom + 1} (at most {CELLS} in all)",
                f"{self.file}, sheet {sheet!r}",
                "delete what is not needed, or save the data as CSV",
            )
        self._uncounted(data, errors)

    def _address(self, text: bytes, sheet: str) -> tuple[int, int]:
        form = _ADDRESS.match(text)
        if form is None:
            remedy = "open it in Excel or LibreOffice and save it again"
            raise StudyError("has cells without an address", f"{self.file}, sheet {sheet!r}", remedy)
        column = 0
        for letter in form[1]:
            column = column * 26 + letter - 64
        return int(form[2]) - 1, column - 1

    def _length(self, value: bytes | None, sheet: str) -> int:
        text = (value or b"").strip()
        if not text.isdigit() or len(text) > 9 or int(text) >= len(self.strings):
            raise StudyError("has damaged cells of text", f"{self.file}, sheet {sheet!r}", "save it again as .xlsx")
        return self.strings[int(text)]

    def _uncounted(self, data: bytes, errors: dict[tuple[int, int], str]) -> None:
        """Formulas whose results were never stored: programs that cannot count write such files."""
        for number, match in enumerate(_NO_RESULT.finditer(data)):
            start = max(data.rfind(b"<c ", max(0, match.start() - 100_000), match.start()), 0)
            own = _attributes(data[start : data.find(b">", start)])
            form = _ADDRESS.match(own.get("r", "").encode())
            if form and own.get("t") != "str" and number < 10_000:
                errors[self._address(form[0], "")] = UNCOUNTED


def _parsed(packed: io.BytesIO, found: _Found) -> list[Sheet]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = _guard(lambda: CalamineWorkbook.from_filelike(packed), found.file)
    made = []
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet or about.name not in found.errors:
            continue
        where = f"{found.file}, sheet {about.name!r}"
        sheet: Any = _guard(lambda name=about.name: book.get_sheet_by_name(name), where)  # type: ignore[misc]
        rows = [[written(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
        one = Sheet(found.file, about.name, rows, merged, about.visible != SheetVisibleEnum.Visible)
        made.append(_with_errors(one, found.errors[about.name]))
    return made


def _with_errors(sheet: Sheet, errors: dict[tuple[int, int], str]) -> Sheet:
    """The errors of Excel as the text of their cells, so that reading such a cell can refuse it."""
    for (row, column), text in sorted(errors.items()):
        while len(sheet.rows) <= row:
            sheet.rows.append([])
        sheet.rows[row] += [""] * (column + 1 - len(sheet.rows[row]))
        sheet.rows[row][column] = text
    return sheet


def _guard(parse: Callable[[], T], where: str) -> T:
    """What the parser gives; whatever it stumbles over, its own panic included, is a StudyError."""
    try:
        return parse()
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:
        raise StudyError(f"is damaged: {str(error)[:80]}", where, "save it again as .xlsx") from None
