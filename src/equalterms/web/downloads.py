"""What a page can be taken away as: its data, each of its tables and figures, all of it in one archive."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from equalterms import __version__
from equalterms.draw import figures, words
from equalterms.draw.markdown import markdown
from equalterms.draw.site import Download
from equalterms.model import Study
from equalterms.page import Cell, Figure, Link, Mark, Page, Table
from equalterms.results import Output, encode
from equalterms.said import said
from equalterms.web.kinds import MissingError

TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "svg": "image/svg+xml",
    "png": "image/png",
    "zip": "application/zip",
    "part": "text/html; charset=utf-8",
    "": "text/html; charset=utf-8",
}
"""The media types by the end of an address."""

_DATE = (2000, 1, 1, 0, 0, 0)
At = Callable[..., str]
T = TypeVar("T")


def body(made: Output, format: str, params: Mapping[str, str], address: str) -> bytes:
    """The answer in a format; `table` and `figure` choose one of the page by its number, from 1."""
    if format in ("svg", "png"):
        figure = _chosen(pictures(made), params.get("figure", "1"), "figure")
        return figures.poster_svg(figure).encode() if format == "svg" else figures.png(figure)
    if format == "zip":
        return archive(made, address)
    if "table" in params:
        table = _chosen(tables(made.page), params["table"], "table")
        rows = plain(table)
        made = replace(made, data=rows, rows=rows)
    return encode(made, format)


def _chosen(all_of_them: Sequence[T], number: str, what: str) -> T:
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= len(all_of_them)):
        raise MissingError(f"the page has no {what} {number[:20]}", what, f"it has {len(all_of_them)}")
    return all_of_them[int(number) - 1]


def tables(page: Page) -> list[Table]:
    """The tables of a page in their order, those behind its figures among them."""
    return [
        block.table if isinstance(block, Figure) else block
        for block in page.blocks
        if isinstance(block, Table | Figure)
    ]


def pictures(made: Output) -> list[Figure]:
    """The figures of a page; what leaves the page says its licence and its study inside."""
    study = made.study
    said = f". Licence: {study.licence}. Study {study.name}, SHA-256 {study.hash[:16]}" if study else ""
    return [replace(figure, source=figure.source + said) for figure in words.figures(made.page)]


def plain(table: Table) -> list[dict[str, object]]:
    """The rows of a table under the keys of its columns, without links and marks."""
    keys: list[str] = []
    for column in table.columns:
        again = sum(key == column.key or key.startswith(column.key + "_again") for key in keys)
        keys.append(column.key + (f"_again{again}" if again else ""))
    return [dict(zip(keys, map(_bare, row), strict=True)) for row in table.rows]


def _bare(cell: Cell) -> object:
    return cell.text if isinstance(cell, Link | Mark) else cell


def offered(at: At, made: Output) -> tuple[Download, ...]:
    """What can be taken away: first the whole, then each table and figure."""
    whole = [("JSON", at("json"))]
    if made.rows:
        whole += [(kind.upper() if kind != "parquet" else "Parquet", at(kind)) for kind in ("csv", "xlsx", "parquet")]
    whole += [("Markdown", at("md")), ("everything, with README, licence and citations (ZIP)", at("zip"))]
    found = [Download("The data of this page", tuple(whole))]
    for number, table in enumerate(tables(made.page), 1):
        if table.rows:
            links = [(kind.upper(), at(kind, table=str(number))) for kind in ("csv", "xlsx", "json")]
            links.append(("Parquet", at("parquet", table=str(number))))
            found.append(Download(table.caption or said("Table {number}", number=number), tuple(links)))
    for number, figure in enumerate(words.figures(made.page), 1):
        links = [(kind.upper(), at(kind, figure=str(number))) for kind in ("svg", "png")]
        found.append(Download(said("Figure: {title}", title=figure.title), tuple(links)))
    return tuple(found)


def archive(made: Output, address: str) -> bytes:
    """Everything on the page in one archive: data, tables, figures, and a README with licence and citations."""
    files: dict[str, bytes] = {"README.txt": readme(made, address).encode(), "page.md": markdown(made.page).encode()}
    files["data.json"] = encode(made, "json")
    for number, table in enumerate(tables(made.page), 1):
        if table.rows:
            rows = plain(table)
            files[f"tables/{number}.csv"] = encode(replace(made, data=rows, rows=rows), "csv")
    for number, figure in enumerate(pictures(made), 1):
        files[f"figures/{number}.svg"] = figures.poster_svg(figure).encode()
    return zipped(files)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as an archive; the same files give the same bytes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            made.writestr(info, content)
    return data.getvalue()


def readme(made: Output, address: str) -> str:
    """What an archive says of itself: what it is, how to make it again, licences, sources to be cited."""
    study, page = made.study, made.page
    lines = [page.title, "=" * len(page.title), "", page.lead, ""]
    lines += [f"Caution: {text}" for text in made.warnings]
    lines += ["", f"Made by Equal Terms {__version__} from the address {address}"]
    lines += ["data.json holds the data, tables/ and figures/ what the page shows, in its order; page.md is the page."]
    if study:
        lines += _about(study)
    return "\n".join(lines) + "\n"


def _about(study: Study) -> list[str]:
    lines = ["", "Study", "-----", f"{study.title} ({study.name}), as of {study.time}", f"SHA-256: {study.hash}"]
    lines += [f"What if: {json.dumps(dict(study.settings))}"] if study.settings else []
    lines += [f"Licence: {study.licence}", "", "Sources", "-------"]
    for source in study.sources.values():
        lines.append(f"- {source.citation or source.title} Licence: {source.licence}. {source.url}".rstrip())
    return lines
