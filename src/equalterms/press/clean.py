"""What of a page is the article: title, breadcrumb, captions of other stories, the site's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from equalterms.model import Span

_LINE = re.compile(r"[^\r\n]+")
_CRUMB = re.compile(r"\s*[^/|›»>\\]{1,40}(?:\s+[/|>\\]\s+|\s*[›»]\s*)[^.!?]{1,120}")
_CREDIT = re.compile(
    r"[(\[](?:[^()\[\]]{0,40}\b)?(?:[Pp]hoto|[Ii]mage|[Pp]icture|[Cc]redit|Getty|Reuters|AFP|AP|EPA|Sputnik|Xinhua|file)\b[^()\[\]]{0,60}[)\]]\s*$"
    r"|(?:Photo(?:graph)?|Image|Picture|Credit)(?: by|:)\s[^.]{2,60}\.?\s*$"
)
_URL = re.compile(
    r"\s*(?:https?://|www\.)\S+\s*|\s*[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|ir|co\.uk|co|info|io|eu|de|fr|ru|cn|gov)(?:/\S*)?\s*"
)
_SITE = re.compile(
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
_OWN = re.compile(r"(?:^|\n)\s*([A-Z][\w .&-]{1,40}?)(?:['’]s)? website can (?:also )?be accessed")
_COPYRIGHT = re.compile(
    r"(?:©|[Cc]opyright|\([Cc]\))\s*(?:\d{4}[-–]?\d{0,4})?,?\s*(?:by )?"
    r"([A-Z][\w.& -]{1,40}?)(?:\.|,|\s+[Aa]ll rights|$)",
    re.M,
)
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]*")
_DULL = frozenset(
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


@dataclass(frozen=True, slots=True)
class Noise:
    """A stretch of the page that is not of the article, and why."""

    span: Span
    kind: str
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """The parts of a page: its title, its captions, its noise, and the article's own stretches."""

    title: Span | None
    publisher: str
    captions: tuple[Span, ...]
    noise: tuple[Noise, ...]

    def is_noise(self, start: int, end: int) -> bool:
        """Whether a stretch touches noise."""
        return any(n.span.start < end and start < n.span.end for n in self.noise)


def clean(text: str) -> Page:
    """Tell the article from what stands around it on its page."""
    lines = [Span(m.start(), m.end(), m[0]) for m in _LINE.finditer(text) if m[0].strip()]
    head = _breadcrumbs(lines)
    tail = _boilerplate(lines[len(head) :])
    body = [line for line in lines if line not in head and line not in tail]
    captions = tuple(line for line in body if _CREDIT.search(line.text[-200:]))
    title = _title(body, captions, len(lines))
    others = tuple(line for line in captions if _foreign(line, body))
    noise = [Noise(s, "breadcrumb", "a path of sections, not a sentence") for s in head]
    noise += [Noise(s, "unrelated photo caption", "its names are not in the article's text") for s in others]
    noise += [Noise(s, "site boilerplate", "the site's own words") for s in _merged(text, tail)]
    return Page(title, _publisher(text, tail), captions, tuple(sorted(noise, key=lambda n: n.span.start)))


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
    return [
        s for s in lines if len(s.text) < 300 and (_URL.fullmatch(s.text) or _SITE.search(s.text)) and _is_site(s.text)
    ]


def _is_site(line: str) -> bool:
    """A sentence of the article may say "sign up to"; a line of the site is short or has no other sense."""
    return (
        bool(_URL.fullmatch(line))
        or len(line) < 60
        or bool(re.search(r"accessed at|rights reserved|©|newsletter|privacy policy", line, re.I))
    )


def _title(body: Sequence[Span], captions: Sequence[Span], lines: int) -> Span | None:
    first = next(iter(body), None)
    if first is None or lines < 2 or first in captions or len(first.text) > 200 or re.search(r"[.!]\s*$", first.text):
        return None
    start = first.start + len(first.text) - len(first.text.lstrip())
    bare = first.text.strip()
    return Span(start, start + len(bare), bare)


def _foreign(caption: Span, body: Sequence[Span]) -> bool:
    """Whether a caption names hardly anything that the rest of the article names."""
    rest = " ".join(line.text for line in body if line is not caption)
    known = set(_NAME.findall(rest)) - _DULL
    names = set(_NAME.findall(caption.text)) - _DULL
    return len(rest) > 200 and len(names) >= 4 and len(names & known) < 0.34 * len(names)


def _merged(text: str, lines: Sequence[Span]) -> list[Span]:
    """Neighbouring lines as one stretch."""
    out: list[Span] = []
    for line in lines:
        if out and not text[out[-1].end : line.start].strip():
            out[-1] = Span(out[-1].start, line.end, text[out[-1].start : line.end])
        else:
            out.append(line)
    return out


def _publisher(text: str, tail: Sequence[Span]) -> str:
    inside = "\n".join(line.text for line in tail)
    found = _OWN.search(inside) or _COPYRIGHT.search(inside)
    if found:
        return re.sub(r"['’]s?$", "", found[1].strip())
    site = re.search(r"(?:www\.|https?://(?:www\.)?)([\w-]+\.[\w.]+)", inside)
    return site[1] if site else ""
