"""CSV files -> one sheet of text; commas, semicolons or tabs between cells, as the heading has them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from equalterms.errors import StudyError
from equalterms.files.texts import MIB, decode, read_bytes
from equalterms.sources.grid import Sheet
from equalterms.sources.workbook import CELLS, MOST


def read(path: Path) -> list[Sheet]:
    """The file as the only sheet of a book; a StudyError with the row where it is no CSV."""
    text = decode(read_bytes(path, MOST), path.name)
    first = text.lstrip().partition("\n")[0]
    mark = max(",;\t", key=first.count)
    rows: list[list[str]] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for row in reader:
            rows.append(row)
            cells += len(row)
            if cells > CELLS * 4:
                raise StudyError(
                    f"holds more than {CELLS * 4} cells", path.name, f"split it; {MOST // MIB} MiB at most"
                )
    except csv.Error as error:
        raise StudyError(f"is not CSV: {error}", f"{path.name}, row {reader.line_num}", "check quotes") from None
    return [Sheet(path.name, "", rows)]
