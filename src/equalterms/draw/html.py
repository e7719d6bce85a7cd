"""Pages as HTML: one file, a folder, or one page of a served site. All escaping is done here.

Jinja escapes whatever a page holds, after control and direction-changing characters were written out
(`words.visible`). Only four things enter unescaped, and all are made in this package: the style sheet,
the scripts, the SVG that Vega wrote, and JSON in which no `<` is left.
"""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from posixpath import relpath
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from equalterms.draw import figures, words
from equalterms.draw.tongue import LANGUAGES, Tongue, spoken, tongue
from equalterms.errors import StudyError
from equalterms.page import Cell, Column, Figure, Link, Mark, Page, Table
from equalterms.said import said

Href = Callable[[str], str | None]
"""Where a page's name leads; None where it leads nowhere: the link is then text."""

FILTER_FROM = 20
"""A table with more rows than this has a search field."""


@dataclass(frozen=True, slots=True)
class Menu:
    """The links on top: single pages, then groups of pages (`why/...`) that fold out."""

    pages: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()


def document(pages: Iterable[Page], title: str, start: str | None = None, lang: str = "en") -> str:
    """All pages in one HTML file that needs nothing beside it; it opens on `start`, or on the first."""
    held = _held(pages, lang)
    held, foot = _feet(held)
    names = {page.name for page in held}
    if start is not None and start not in names:
        raise StudyError(f"the report has no page '{start}' to open on")
    style, app = _file("style.css"), _file("app.js")
    drawn = any(map(words.figures, held))
    scripts = [app, *([figures.script()] if drawn else [])]
    specs: list[str] = []
    text = environment().overlay()
    text.filters = {**text.filters, "picture": lambda figure: _packed_picture(figure, specs)}
    return text.get_template("document.html.jinja").render(
        pages=held,
        title=title,
        menu=_menu(held),
        **speech(lang),
        href=lambda name: "#" + anchor(name) if name in names else None,
        start=anchor(start or held[0].name),
        style=Markup(style),  # noqa: S704  # our own files, not input
        script=Markup(app),  # noqa: S704  # our own file, not input
        packed=_packed() if drawn else "",
        specs=lambda: _gzip(f"[{','.join(specs)}]"),
        foot=foot,
        policy=_policy(" ".join(map(_hash, scripts)), _hash(style)),
    )


@lru_cache(maxsize=1)
def _packed() -> str:
    """Vega as a browser unpacks it: a third of its size. The policy names the hash of what comes out."""
    return _gzip(figures.script())


def _gzip(text: str) -> str:
    return b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()


def _feet(pages: tuple[Page, ...]) -> tuple[tuple[Page, ...], str]:
    """The pages without the foot that most of them share: one file says it once, below all of them."""
    shared, count = Counter(page.foot for page in pages).most_common(1)[0]
    if not shared or count < 2:
        return pages, ""
    return tuple(replace(page, foot="") if page.foot == shared else page for page in pages), shared


def folder(pages: Iterable[Page], title: str, lang: str = "en") -> dict[str, str | bytes]:
    """The same pages as files by path: the first is `index.html`; style and scripts are in `assets/`."""
    held = _held(pages, lang)
    paths = _paths(held)
    menu = _menu(held)
    if menu.groups:
        held = (*held, spoken(_contents(held), tongue(lang)))
        paths[CONTENTS] = "contents.html"
        menu = Menu((*menu.pages, (CONTENTS, tongue(lang).say("All pages"))))
    made: dict[str, str | bytes] = {}
    for page in held:
        here = paths[page.name]

        def href(name: str, here: str = here) -> str | None:
            to = paths.get(name)
            return None if to is None else quote(relpath(to, here.rpartition("/")[0] or "."))

        made[here] = sheet(page, title, href, menu, "../" * here.count("/") + "assets/", lang)
    for name, data in assets(with_figures=any(map(words.figures, held))).items():
        made["assets/" + name] = data
    return made


def sheet(
    page: Page, title: str, href: Href, menu: Menu | None = None, assets: str = "assets/", lang: str = "en"
) -> str:
    """One page as an HTML file of its own, with style and scripts beside it under `assets`."""
    scripts = ["app.js", *(["vega.js"] if words.figures(page) else [])]
    return _render(
        pages=(spoken(page, tongue(lang)),),
        title=title,
        lang=lang,
        menu=menu or Menu(()),
        href=href,
        start="",
        style_at=assets + "style.css",
        scripts_at=[assets + name for name in scripts],
        policy=_policy("'self' file:", "'self' file:"),
    )


def assets(with_figures: bool = True) -> dict[str, bytes]:
    """The files that `sheet` asks for, by name; Vega only where figures are drawn."""
    made = {name: _file(name).encode() for name in ("style.css", "app.js")}
    if with_figures:
        made["vega.js"] = figures.script().encode()
    return made


def anchor(name: str) -> str:
    """A page's name as an id and as the fragment that leads to it."""
    return quote(name, safe="/._-~", errors="surrogatepass")


CONTENTS = "contents"


def _held(pages: Iterable[Page], lang: str) -> tuple[Page, ...]:
    held = tuple(spoken(page, tongue(lang)) for page in pages)
    names = [page.name for page in held]
    if not held:
        raise StudyError("a report of no pages")
    for name in names:
        if names.count(name) > 1:
            raise StudyError(f"two pages are called '{name}'")
    return held


def _menu(pages: Sequence[Page]) -> Menu:
    """Pages without a slash in their name stand in the menu, the others in a group of their first part."""
    top: list[tuple[str, str]] = []
    groups: dict[str, list[tuple[str, str]]] = {}
    for page in pages:
        first, slash, _ = page.name.partition("/")
        (groups.setdefault(first, []) if slash else top).append((page.name, page.title))
    return Menu(tuple(top), tuple((name.capitalize(), tuple(each)) for name, each in groups.items()))


def _contents(pages: Sequence[Page]) -> Page:
    rows = tuple((Link(page.title, page.name), page.lead) for page in pages)
    columns = (Column("page", "Page"), Column("lead", "What it says"))
    return Page(CONTENTS, "All pages", (Table(columns, rows, said("The {n} pages of this report", n=len(rows))),))


def _paths(pages: Sequence[Page]) -> dict[str, str]:
    """A file for each page. No name leaves the folder, and none differs from another by case alone."""
    paths: dict[str, str] = {}
    taken = {"contents.html"}
    for page in pages:
        parts = [
            quote(part, safe="", errors="surrogatepass").replace("%", "_").replace(".", "_2E")
            for part in page.name.split("/")
        ]
        stem = "/".join(part or "_" for part in parts) if paths else "index"
        path, again = f"{stem}.html", 1
        while path.lower() in taken:
            again += 1
            path = f"{stem}-{again}.html"
        taken.add(path.lower())
        paths[page.name] = path
    return paths


def _file(name: str) -> str:
    return (files("equalterms.draw") / "templates" / name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _policy(scripts: str, styles: str) -> str:
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src data:; "
        "base-uri 'none'; form-action 'self'"
    )


def _render(lang: str, **names: Any) -> str:
    return environment().get_template("document.html.jinja").render(**names, **speech(lang))


def speech(lang: str) -> dict[str, Any]:
    """What templates speak a language with: `_`, the language, and what marks text that is not in it."""
    into = tongue(lang)
    scripts = {text: into.say(text) for text in SCRIPTS}
    return {"_": into.say, "said": said, "tongue": into, "languages": LANGUAGES, "scripts_say": json.dumps(scripts)}


SCRIPTS = (
    said("Find in the table"),
    said("{seen} of {all} rows", seen="{seen}", all="{all}"),
    said("Moved: {moves}", moves="{moves}"),
    said("No rank moved"),
    said("{n} more", n="{n}"),
    said("Working …"),
    said("The observatory does not answer: is it still running?"),
)
"""What the scripts say: they fill in the braces themselves."""


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The room of templates: escaping on, everything printed made visible first."""
    made = Environment(
        loader=PackageLoader("equalterms.draw", "templates"),
        autoescape=True,
        finalize=_seen,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters["kind"] = lambda block: type(block).__name__
    made.filters["anchor"] = anchor
    made.filters["pieces"] = words.pieces
    made.filters["grid"] = _grid
    made.filters["picture"] = _picture
    return made


def _seen(value: Any) -> Any:
    """Whatever a template prints passes here first."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return words.visible(value)
    return "" if value is None else value


@pass_context
def _grid(context: Context, table: Table) -> dict[str, Any]:
    """A table as its template wants it: headings, and cells with their words and what they sort by."""
    holds = words.numeric(table)
    into: Tongue = context["tongue"]
    return {
        "columns": [
            {"key": column.key, "title": column.title, "help": column.help, "number": number}
            for column, number in zip(table.columns, holds, strict=True)
        ],
        "rows": [
            [
                _written(value, column, number, into)
                for value, column, number in zip(row, table.columns, holds, strict=True)
            ]
            for row in table.rows
        ],
        # A class for each column of numbers: the cells of a large report need none of their own.
        "numbers": " ".join(f"n{k}" for k, number in enumerate(holds, 1) if number),
        "naming": words.naming(table),
        "searched": len(table.rows) > FILTER_FROM,
    }


def _written(value: Cell, column: Column, number: bool, into: Tongue) -> dict[str, Any]:
    text = words.cell(value, column)
    amount = words.amount(value) if number else None
    held = value.text if isinstance(value, Link | Mark) else value
    if not isinstance(held, str):
        text = into.signs(text)
    return {
        "text": text.replace("-", "−", 1) if amount is not None and text.startswith("-") else text,
        "to": value.to if isinstance(value, Link) else "",
        "tone": value.tone if isinstance(value, Mark) else "",
        "foreign": isinstance(held, str) and into.foreign(held),
        "sorts": _sorts(text, amount),
    }


_SHOWN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def _sorts(text: str, amount: float | None) -> str:
    """What a number sorts by, where its words do not say it in full; empty where they do, or where there is none."""
    if amount is None or (_SHOWN.fullmatch(text) and float(text) == amount):
        return ""
    return f"{amount:.7g}"


def _picture(figure: Figure) -> dict[str, Markup]:
    """A figure's drawing, and its specification as JSON that cannot end the <script> that it stands in.

    The drawing is hidden from screen readers: the element around it has the finding as its name.
    """
    spec = figures.spec(figure)
    text = json.dumps(spec, separators=(",", ":"))
    for char in "&<>":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return {"svg": _drawing(spec), "spec": Markup(text)}  # noqa: S704  # the JSON is escaped above


def _packed_picture(figure: Figure, specs: list[str]) -> dict[str, Any]:
    """The same with the specification among those that a report packs together, and its place there."""
    spec = figures.spec(figure)
    specs.append(json.dumps(spec, separators=(",", ":")))
    return {"svg": _drawing(spec), "place": len(specs) - 1}


_TAG = re.compile(r"<[a-z][^<>]*>")
_IDLE = re.compile(
    r' (?:opacity="1"|pointer-events="none"|aria-hidden="true"|role="graphics-[a-z]+"|aria-roledescription="[^"]*"'
    r'|class="(?:mark|role|background|foreground|root)[^"]*"|font-family="[^"]*")'
)
_EMPTY = re.compile(r'<path d=""[^<>]*/>|<path d="M0,0h0v0h0Z"/>')


def _drawing(spec: dict[str, Any]) -> Markup:
    """The SVG without what says nothing on a page: that marks are marks, and opaque, and the page's own font."""
    svg = _EMPTY.sub("", _TAG.sub(lambda tag: _IDLE.sub("", tag[0]), figures.svg(spec)))
    return Markup(svg.replace("<svg ", '<svg aria-hidden="true" ', 1))  # noqa: S704  # the renderer escapes text
