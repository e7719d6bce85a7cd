"""Pages as HTML: what is in them, and that nothing escapes."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode, b64encode
from hashlib import sha256
from html.parser import HTMLParser
from posixpath import dirname, normpath
from urllib.parse import unquote

import pytest

from equalterms.draw import html
from equalterms.errors import StudyError
from equalterms.page import Column, Link, Page, Table, Text
from tests.draw.samples import BRIEF, NASTY, PAGES, SCRIPT, hostile


class Elements(HTMLParser):
    """The elements of a document with their attributes, and the text of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str]]] = []
        self.raw: list[tuple[str, dict[str, str], str]] = []
        self.shown: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, {key: value or "" for key, value in attrs}))
        if tag in ("script", "style"):
            self.raw.append((*self.all[-1], ""))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            tag, attrs, text = self.raw[-1]
            self.raw[-1] = (tag, attrs, text + data)
        else:
            self.shown.append(data)

    def of(self, tag: str) -> list[dict[str, str]]:
        return [attrs for each, attrs in self.all if each == tag]


@pytest.fixture(scope="module")
def whole() -> Elements:
    return Elements(html.document(PAGES, "A study"))


def test_the_frame_of_a_document(whole: Elements) -> None:
    assert whole.of("html") == [{"lang": "en", "dir": "ltr", "data-start": "brief"}]
    assert next(attrs["href"] for attrs in whole.of("a")) == "#et-main"
    assert len(whole.of("main")) == 1
    assert [each["id"] for each in whole.of("section")] == [page.name for page in PAGES]
    assert {a["href"] for a in whole.of("a")} >= {"#rank", "#why/ATL"}
    headings = [tag for tag, _ in whole.all if re.fullmatch("h[1-6]", tag)]
    assert set(headings) == {"h1", "h2"}
    assert headings[0] == "h1"


def test_ids_are_unique(whole: Elements) -> None:
    ids = [attrs["id"] for _, attrs in whole.all if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_tables_have_captions_and_headings(whole: Elements) -> None:
    assert len(whole.of("caption")) == len(whole.of("table")) > 4
    assert {each["scope"] for each in whole.of("th")} == {"col", "row"}
    assert all(each.get("aria-label") for each in whole.of("div") if each.get("role") in ("region", "img"))


def test_each_figure_has_its_twin(whole: Elements) -> None:
    figures = [each for each in whole.of("figure") if each.get("class") == "figure"]
    twins = [each for each in whole.of("details") if each.get("class") == "twin"]
    assert len(figures) == len(twins) == 3
    specs = json.loads(unpacked(whole, "et-specs"))
    assert [int(each["data-spec"] or 0) for each in figures] == [0, 1, 2]
    assert specs[0]["description"] == "Only the first place is firm."


def unpacked(whole: Elements, id: str) -> str:
    """What a browser makes of a packed script."""
    return gzip.decompress(b64decode(next(text for _, attrs, text in whole.raw if attrs.get("id") == id))).decode()


def test_the_policy_names_each_script_and_style_by_its_hash(whole: Elements) -> None:
    policy = next(meta["content"] for meta in whole.of("meta") if "http-equiv" in meta)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    run = [text for _, attrs, text in whole.raw if "type" not in attrs]
    run.append(unpacked(whole, "et-vega"))
    assert len(run) == 3
    for text in run:
        assert b64encode(sha256(text.encode()).digest()).decode() in policy
    assert not [attrs for _, attrs in whole.all if "style" in attrs]


def test_no_script_of_figures_where_there_are_none() -> None:
    small = html.document([Page("a", "A", (Text("x"),))], "A")
    assert len(small) < 40_000
    assert "vegaEmbed=" not in small
    assert "assets/vega.js" not in html.folder([Page("a", "A", (Text("x"),))], "A")
    assert "vega.js" in html.assets()


def test_links_lead_somewhere_or_are_text() -> None:
    cells = (
        Link("here", "a"),
        Link("gone", "b"),
        Link("out", "https://example.org/?a=1&b=2"),
        Link("js", "javascript:alert(1)"),
        Link("data", "data:text/html,x"),
    )
    table = Table((Column("l", "L"),), tuple((cell,) for cell in cells), "T")
    found = Elements(html.document([Page("a", "A", (table,))], "T", "a")).of("a")
    assert [a["href"] for a in found[1:]] == ["#a", "https://example.org/?a=1&b=2"]
    assert found[-1]["rel"] == "external noopener noreferrer"


def test_what_a_document_refuses() -> None:
    with pytest.raises(StudyError, match="no page 'x'"):
        html.document(PAGES, "T", "x")
    with pytest.raises(StudyError, match="of no pages"):
        html.document((), "T")
    with pytest.raises(StudyError, match="two pages are called 'brief'"):
        html.folder((BRIEF, BRIEF), "T")


def test_every_link_of_a_folder_leads_to_a_file_in_it() -> None:
    made = html.folder(PAGES, "A study")
    assert {"index.html", "rank.html", "unit/ATL.html", "why/BOR.html", "contents.html"} < set(made)
    assert {"assets/style.css", "assets/app.js", "assets/vega.js"} < set(made)
    for name, text in made.items():
        if name.endswith(".html"):
            assert isinstance(text, str)
            found = Elements(text)
            at = [a["href"] for a in found.of("a") + found.of("link")] + [s.get("src", "") for s in found.of("script")]
            for href in at:
                if href and not href.startswith(("#", "data:")):
                    assert normpath(f"{dirname(name)}/{unquote(href)}".lstrip("/")) in made


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "..",
        ".",
        "a//b",
        "a\\b",
        "C:x",
        "a b",
        "%2e%2e/x",
        "",
        "a\x00",
        "я",
        "\ud800",
    ],
)
def test_no_name_leaves_the_folder(name: str) -> None:
    pages = (Page("first", "F", ()), Page(name, "N", ()))
    made = [path for path in html.folder(pages, "T") if path.endswith(".html") and path != "contents.html"]
    assert len(made) == 2
    assert all(re.fullmatch(r"(?:[\w~-]+/)*[\w~-]+\.html", path, re.ASCII) for path in made)


def test_names_that_differ_by_case_are_different_files() -> None:
    pages = [Page(name, name, ()) for name in ("x", "a", "A", "contents", "index")]
    made = [path for path in html.folder(pages, "T") if path.endswith(".html")]
    assert len({path.lower() for path in made}) == len(made) == 5


def test_hostile_text_is_text() -> None:
    for text in (html.document([hostile(), *PAGES], SCRIPT), html.sheet(hostile(), SCRIPT, lambda _: None)):
        found = Elements(text)
        text.encode()
        tags = {tag for tag, _ in found.all}
        assert not tags & {"iframe", "img", "object", "embed", "base", "form", "input"}
        assert not [key for _, attrs in found.all for key in attrs if key.startswith("on") or key == "autofocus"]
        assert not [text for _, attrs, text in found.raw if "alert" in text and attrs.get("class") != "spec"]
        for _, attrs, text in found.raw:
            if attrs.get("class") == "spec":
                json.loads(text)
                assert not set(text) & set("<>&\u2028")
        shown = "".join(found.shown)
        assert SCRIPT in shown
        assert "{{ 7 * 7 }} {% raw %}" in shown
        assert "\\x1b[31mred" in shown
        assert not set(shown) & {"\x1b", "\x00", "\u202e", "\u2066", "\u2028", "\ud800"}
        assert sum(shown.count(bad) for bad in NASTY if bad.isprintable()) > 50


def test_the_same_pages_are_the_same_bytes() -> None:
    assert html.document(PAGES, "T") == html.document(PAGES, "T")
