"""What of a page is the article: title, breadcrumb, captions of other stories, the site's own words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from equalterms.model import Noise, Span
from equalterms.model.values import replace, value
from equalterms.readers.words import holds

_CRUMB: Final = re.compile(r"\s*[^/|›»>\\]{1,40}(?:\s+[/|>\\]\s+|\s*[›»]\s*)[^.!?]{1,120}")
_CREDIT: Final = re.compile(
    r"[(\[](?:[^()\[\]]{0,40}\b)?(?:[Pp]hoto|[Ii]mage|[Pp]icture|[Cc]redit|Getty|Reuters|AFP|AP|EPA|Sputnik|Xinhua|file)\b[^()\[\]]{0,60}[)\]]\s*$"
    r"|(?:Photo(?:graph)?|Image|Picture|Credit)(?: by|:)\s[^.]{2,60}\.?\s*$"
)
_CREDITED: Final = ("Photo", "Image", "Picture", "Credit")
_URL: Final = re.compile(
    r"\s*(?:https?://|www\.)\S+\s*|\s*[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|ir|co\.uk|co|info|io|eu|de|fr|ru|cn|gov)(?:/\S*)?\s*"
)
_SITE: Final = re.compile(
    r"(?:can (?:also )?be accessed at|alternate addresses|all rights reserved"
    r"|terms (?:of use|and conditions)|privacy policy|cookie policy"
    r"|share this (?:article|story|page)|share on (?:facebook|twitter"
    r"|x\b)|subscribe (?:to|now)|sign up (?:for|to)|follow us|click here"
    r"|read (?:more|also|next):?|related (?:articles|stories|news|topics"
    r"|content)|most (?:read|popular)|advertisement|our newsletter"
    r"|©|copyright \d|\(c\) \d{4}|comments? (?:are )?(?:closed|disabled)"
    r"|download (?:the|our) app|print this|recommended for you"
    r"|editing by|reporting by|powered by|skip to (?:main )?content"
    r"|log ?in\b|back to top|listen to this article|min(?:ute)?s? read\b)",
    re.I,
)
_SITE_WORDS: Final = (
    "accessed at", "alternate addresses", "rights reserved", "terms of use", "terms and conditions", "privacy policy",
    "cookie policy", "share this", "share on", "subscribe ", "sign up ", "follow us", "click here", "read more",
    "read also", "read next", "related ", "most read", "most popular", "advertisement", "our newsletter", "©",
    "copyright ", "(c) ", "comment", "download ", "print this", "recommended for you", "editing by", "reporting by",
    "powered by", "skip to ", "login", "log in", "back to top", "listen to this article", "min read", "mins read",
    "minute read", "minutes read",
)  # fmt: skip
_SITE_ONLY: Final = ("accessed at", "rights reserved", "©", "newsletter", "privacy policy")
_OWN: Final = re.compile(r"(?:^|\n)\s*([A-Z][\w .&-]{1,40}?)(?:['’]s)? website can (?:also )?be accessed")
_COPYRIGHT: Final = re.compile(
    r"(?:©|[Cc]opyright|\([Cc]\))\s*(?:\d{4}[-–]?\d{0,4})?,?\s*(?:by )?"
    r"([A-Z][\w.& -]{1,40}?)(?:\.|,|\s+[Aa]ll rights|$)",
    re.M,
)
_NAME: Final = re.compile(r"[A-ZÀ-Þ][\w’'-]*")  # without an edge before it the engine skips to the next capital
_DULL: Final = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "Of",
        "By",
        "And",
        "Or",
        "With",
        "For",
        "During",
        "After",
        "Before",
        "As",
        "He",
        "She",
        "It",
        "They",
        "Photo",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
)


@value(frozen=True, slots=True)
class Page:
    """The parts of a page: its title, its captions, its noise (in order), and what is of the article."""

    title: Span | None
    publisher: str
    captions: tuple[Span, ...]
    noise: tuple[Noise, ...]

    def is_noise(self, start: int, end: int) -> bool:
        """Whether a stretch touches noise."""
        at = bisect_left(self.noise, end, key=lambda n: n.span.start)
        return at > 0 and self.noise[at - 1].span.end > start


def clean(text: str, marked: Sequence[Noise] = (), title: str = "") -> Page:
    """Tell the article from what stands around it on its page; `marked` is the noise that the markup gave away."""
    page, body, lines = _parts(text, tuple(marked))
    return replace(page, title=_title(body, page.captions, lines, title))


@lru_cache(maxsize=2)
def _parts(text: str, marked: tuple[Noise, ...]) -> tuple[Page, tuple[Span, ...], int]:
    """The page without its title, the lines of its body, how many lines it has; kept while it is dressed and read."""
    known = sorted(marked, key=lambda n: n.span.start)
    apart = Page(None, "", (), tuple(known))
    every = list(_lines(text))
    lines = [line for line in every if not apart.is_noise(line.start, line.end)]
    head = _breadcrumbs(lines)
    tail = _boilerplate(lines[len(head) :])
    out = {line.start for line in (*head, *tail)}
    body = [line for line in lines if line.start not in out]
    captions = tuple(line for line in body if _is_credit(line.text[-200:]))
    others = _foreign(captions, body)
    noise = [Noise(s, "breadcrumb", "a path of sections, not a sentence") for s in head]
    noise += [Noise(s, "unrelated photo caption", "its names are not in the article's text") for s in others]
    noise += [Noise(s, "site boilerplate", "the site's own words") for s in _merged(text, tail)]
    owner = _publisher([*(line.text for line in tail), *(n.span.text for n in known)])
    whole = sorted([*noise, *known], key=lambda n: n.span.start)
    return Page(None, owner, captions, tuple(whole)), tuple(body), len(every)


def _lines(text: str) -> Iterator[Span]:
    """The lines that hold more than blanks."""
    start = 0
    for line in text.replace("\r", "\n").split("\n"):
        if line and not line.isspace():
            yield Span(start, start + len(line), line)
        start += len(line) + 1


def _is_credit(end: str) -> bool:
    """Whether a line ends with the credit of a picture: in brackets, or after one of four words."""
    return (end.rstrip().endswith((")", "]")) or holds(end, _CREDITED)) and bool(_CREDIT.search(end))


def _breadcrumbs(lines: Sequence[Span]) -> list[Span]:
    first = lines[:1]
    return [
        s
        for s in first
        if len(lines) > 1 and len(s.text) < 160 and _CRUMB.fullmatch(s.text) and not re.search(r"\d", s.text)
    ]


def _boilerplate(lines: Sequence[Span]) -> list[Span]:
    """The lines of the site: at the end any run of them, elsewhere only whole short lines."""
    if len(lines) < 2:
        return []
    return [s for s in lines if len(s.text) < 300 and _is_site(s.text)]


def _is_site(line: str) -> bool:
    """A bare address, or a phrase of sites: any in a short line, in a long one those that have no other sense.

    A sentence of the article may say "sign up to".
    """
    if " " not in line.strip() and _URL.fullmatch(line):
        return True
    return holds(line.lower(), _SITE_WORDS if len(line) < 60 else _SITE_ONLY) and bool(_SITE.search(line))


def _title(body: Sequence[Span], captions: Sequence[Span], lines: int, printed: str) -> Span | None:
    """The line of the title: the one that says what the page calls itself, else the first of a page of several."""
    same = " ".join(printed.split()).lower()
    named = next((line for line in body if same and " ".join(line.text.split()).lower() == same), None)
    first = named or next(iter(body), None)
    if first is None:
        return None
    if named is None and (
        lines < 2 or first in captions or len(first.text) > 200 or re.search(r"[.!]\s*$", first.text)
    ):
        return None
    start = first.start + len(first.text) - len(first.text.lstrip())
    bare = first.text.strip()
    return Span(start, start + len(bare), bare)


def _foreign(captions: Sequence[Span], body: Sequence[Span]) -> list[Span]:
    """The captions that name hardly anything that the rest of the article names."""
    size = sum(len(line.text) + 1 for line in body) - 1
    names = {line: set(_NAME.findall(line.text)) - _DULL for line in captions if size - len(line.text) - 1 > 200}
    names = {line: its for line, its in names.items() if len(its) >= 4}
    once: set[str] = set()
    wanted = {name for its in names.values() for name in its}
    for line in body:
        if holds(line.text, wanted):  # those that a second line tells too need no third
            here = wanted.intersection(_NAME.findall(line.text))
            wanted -= once & here
            once |= here
    return [line for line, its in names.items() if sum(name not in wanted for name in its) < 0.34 * len(its)]


def _merged(text: str, lines: Sequence[Span]) -> list[Span]:
    """Neighbouring lines as one stretch."""
    ends: list[list[int]] = []
    for line in lines:
        if ends and not text[ends[-1][1] : line.start].strip():
            ends[-1][1] = line.end
        else:
            ends.append([line.start, line.end])
    return [Span(start, end, text[start:end]) for start, end in ends]


def _publisher(tail: Sequence[str]) -> str:
    inside = "\n".join(tail)
    found = _OWN.search(inside) or _COPYRIGHT.search(inside)
    if found:
        return re.sub(r"['’]s?$", "", found[1].strip())
    site = re.search(r"(?:www\.|https?://(?:www\.)?)([\w-]+\.[\w.]+)", inside)
    return site[1] if site else ""
