"""A page of HTML taken apart: its visible words line by line, what is printed on it, what is not the article.

Nothing of a page is run, fetched or resolved: libxml2's HTML parser knows no external entities and is told to
stay off the network; scripts, frames and hidden parts are left out before any word is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

_UNREAD = (
    "script style noscript template svg math iframe object embed canvas select option textarea head title input "
    "audio video map datalist dialog"
)
_LINES = (
    "p div h1 h2 h3 h4 h5 h6 li ul ol table thead tbody tfoot tr caption section article header footer nav aside main "
    "figure figcaption blockquote pre form fieldset dl dt dd address hr br body html button time center details summary"
)
SKIP = frozenset(_UNREAD.split())
BLOCK = frozenset(_LINES.split())
_TAGS = {
    "nav": "navigation",
    "footer": "site boilerplate",
    "aside": "other stories",
    "form": "form",
    "button": "button",
    "figcaption": "caption",
    "time": "byline",
    "address": "byline",
}
_CLASSES = {
    "breadcrumb": "breadcrumb", "breadcrumbs": "breadcrumb", "nav": "navigation", "navbar": "navigation",
    "menu": "navigation", "share": "sharing links", "sharing": "sharing links", "social": "sharing links",
    "related": "other stories", "recommended": "other stories", "trending": "other stories", "popular": "other stories",
    "newsletter": "newsletter", "subscribe": "newsletter", "signup": "newsletter", "comments": "comments",
    "cookie": "cookie notice", "consent": "cookie notice", "advert": "advertisement", "advertisement": "advertisement",
    "ad": "advertisement", "ads": "advertisement", "promo": "advertisement", "sponsored": "advertisement",
    "byline": "byline", "author": "byline", "dateline": "byline", "published": "byline", "timestamp": "byline",
    "caption": "caption", "footer": "site boilerplate", "copyright": "site boilerplate",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_BLANK = re.compile(r"[ \t\r\n\f\v]+")
_WORD = re.compile(r"\w+")
SHINGLE = 5
_ALIKE = 0.6  # of a line's runs of five words, this many stand in the article's text


class Line(NamedTuple):
    """A line of a page: its words, the part of the page it stands in, the block around its own block."""

    text: str
    region: str
    container: int
    tag: str


def page(data: bytes) -> dict[str, Any]:
    """The text of a page with its noise and its metadata, as plain data; `error` where there is none."""
    tree = parsed(data)
    found = lines(tree) if tree is not None else []
    if tree is None or not found:
        return {"error": "holds no words to read", "remedy": "save the page with its text, or as plain text"}
    from equalterms.files.imprint import imprint

    printed = imprint(tree)
    kept = main(found, _article(tree), str(printed["title"]))
    text, noise = "\n".join(line.text for line in found), []
    at = 0
    for line, keep in zip(found, kept, strict=True):
        if not keep:
            noise.append([at, at + len(line.text), *_why(line.region)])
        at += len(line.text) + 1
    return {"text": text, "noise": _merged(noise), **printed}


def parsed(data: bytes) -> Any:
    """The element tree of a page (lxml), or None where there is no element in it."""
    from lxml import etree, html  # type: ignore[import-untyped]

    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(decoded(data).encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def decoded(data: bytes) -> str:
    """The characters of a page: by its byte order mark, its own declaration, UTF-8, else windows-1252 (as browsers do).

    Bytes that the encoding does not know become U+FFFD; NUL characters are dropped, as browsers drop them.
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace").replace("\0", "")
    said = re.search(rb"charset\s*=\s*[\"']?([\w.:-]{2,30})", data[:4096], re.I)
    for name in (said[1].decode("ascii") if said else "", "utf-8"):
        try:
            return data.decode("windows-1252" if re.fullmatch("(?i)iso-8859-1|latin-?1|ascii", name) else name).replace(
                "\0", ""
            )
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return data.decode("windows-1252", "replace").replace("\0", "")


def lines(tree: Any) -> list[Line]:
    """The visible lines of a page, in its order, each with the part of the page it stands in."""
    walk = _Walk()
    todo = [(tree, True)]
    while todo:
        node, entering = todo.pop()
        if not entering:
            walk.leave(node)
        elif isinstance(node.tag, str) and shown(node):
            walk.enter(node)
            todo.append((node, False))
            todo.extend((child, True) for child in reversed(node))
        else:
            walk.say(node.tail)
    walk.flush()
    return walk.out


def shown(node: Any) -> bool:
    """Whether an element's words are to be seen."""
    return (
        node.tag not in SKIP
        and node.get("hidden") is None
        and node.get("type") != "hidden"
        and not _HIDDEN.search(node.get("style", ""))
    )


class _Walk:
    """The state of a walk through a page: the words of the line at hand and the blocks that it stands in."""

    def __init__(self) -> None:
        self.out: list[Line] = []
        self.words: list[str] = []
        self.blocks: list[tuple[int, str]] = [(0, "")]
        self.regions: list[str] = [""]
        self.count = 0

    def enter(self, node: Any) -> None:
        """Begin an element."""
        if node.tag in BLOCK:
            self.flush()
            self.count += 1
            self.blocks.append((self.count, node.tag))
        elif node.tag in ("td", "th") and "".join(self.words).strip():
            self.words.append(" | ")
        self.regions.append(region(node) or self.regions[-1])
        self.say(node.text)

    def leave(self, node: Any) -> None:
        """End an element."""
        if node.tag in BLOCK:
            self.flush()
            self.blocks.pop()
        self.regions.pop()
        self.say(node.tail)

    def say(self, words: str | None) -> None:
        """Words of the line at hand; in preformatted text a line break ends it."""
        if words and self.blocks[-1][1] == "pre":
            for part in words.split("\n"):
                self.flush()
                self.words.append(part)
        elif words:
            self.words.append(words)

    def flush(self) -> None:
        """End the line at hand."""
        text = _BLANK.sub(" ", "".join(self.words)).strip()
        self.words.clear()
        if text:
            container = self.blocks[-2][0] if len(self.blocks) > 1 else 0
            self.out.append(Line(text, self.regions[-1], container, self.blocks[-1][1]))


def region(node: Any) -> str:
    """The part of a page that an element opens, by its tag, its role and its class; empty where it opens none."""
    if node.tag in ("html", "body", "main", "article"):
        return ""
    if node.tag in _TAGS:
        return _TAGS[node.tag]
    said = f"{node.get('class', '')} {node.get('id', '')} {node.get('role', '')}"[:400].lower()
    return next((_CLASSES[word] for word in re.split(r"[\s_-]+", said) if word in _CLASSES), "")


def _article(tree: Any) -> str:
    """The article's own words as trafilatura finds them; empty where it finds none."""
    from trafilatura import bare_extraction

    found = bare_extraction(tree, include_comments=False, include_tables=True)
    return str(getattr(found, "text", None) or "")


def main(found: Sequence[Line], article: str, title: str) -> list[bool]:
    """For each line, whether it is of the article.

    It is where the extracted article has its words, where it is the title or a caption, and where it is a paragraph
    right among such: what stands between two paragraphs of an article belongs to it unless its markup says otherwise.
    Where nothing was extracted, all that stands in no marked part of the page is the article.
    """
    runs, whole = _shingles(article), {tuple(_words(row)) for row in article.split("\n")}
    if len(runs) < 10:
        return [not line.region or line.region == "caption" for line in found]
    inside = [_within(line.text, runs, whole) for line in found]
    # A short line ("Economy") that the article happens to have as well is no part of a menu's article.
    inside = [ok and (row.region != "navigation" or len(row.text) > 80) for ok, row in zip(inside, found, strict=True)]
    rooms = {line.container for line, ok in zip(found, inside, strict=True) if ok and line.tag == "p"}
    plain = {"p", "h2", "h3", "h4", "blockquote", "br"}
    head = tuple(_words(title))
    return [
        ok
        or (bool(head) and tuple(_words(line.text)) == head)
        or line.region == "caption"
        or (not line.region and line.tag in plain and line.container in rooms)
        for line, ok in zip(found, inside, strict=True)
    ]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _shingles(text: str) -> set[int]:
    words = _words(text)
    return {hash(tuple(words[at : at + SHINGLE])) for at in range(max(0, len(words) - SHINGLE + 1))}


def _within(line: str, runs: set[int], whole: set[tuple[str, ...]]) -> bool:
    words = tuple(_words(line))
    if len(words) < SHINGLE:
        return bool(words) and words in whole
    own = [hash(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)]
    return sum(run in runs for run in own) >= _ALIKE * len(own)


def _why(region_: str) -> tuple[str, str]:
    if region_ == "byline":
        return "byline", "who wrote it and when, not what it says"
    if region_:
        return region_, "the page's markup sets it apart"
    return "outside the article", "stands outside the article's text on its page"


def _merged(noise: list[list[Any]]) -> list[list[Any]]:
    """Neighbouring lines of one kind as one stretch."""
    out: list[list[Any]] = []
    for row in noise:
        if out and out[-1][1] + 1 == row[0] and out[-1][2:] == row[2:]:
            out[-1][1] = row[1]
        else:
            out.append(row)
    return out
