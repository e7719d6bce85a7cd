"""Annotated paragraphs of other languages: marks in the text become spans, see tongues/README.md."""

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).with_name("tongues")
MARK = re.compile(r"\[\[|\]\]|\{\{|\}\}|<<|>>|\(\((?!\()|\)\)(?!\))")
OPEN = {"[[": "]]", "{{": "}}", "<<": ">>", "((": "))"}


@dataclass
class Marked:
    """A paragraph without its marks, and what they say: (start, end, words of the mark)."""

    text: str
    claims: list[tuple[int, int, dict[str, str]]] = field(default_factory=list)
    dates: list[tuple[int, int, str]] = field(default_factory=list)
    countries: list[tuple[int, int, str]] = field(default_factory=list)
    traps: list[tuple[int, int]] = field(default_factory=list)


def claim(words: str) -> dict[str, str]:
    """`money 11.2e12 RUB time=2030` as fields."""
    kind, value, unit, *rest = words.split()
    return {"kind": kind, "value": value, "unit": unit} | dict(pair.split("=") for pair in rest)


def parse(line: str) -> Marked:
    """A line with marks as its plain text and the spans that were marked."""
    out, plain, stack = Marked(""), "", []
    at = 0
    for found in MARK.finditer(line):
        piece = line[at : found.start()]
        at = found.end()
        if found[0] in OPEN:
            plain += piece
            stack.append((found[0], len(plain)))
            continue
        mark, start = stack.pop()
        assert OPEN[mark] == found[0], line
        words, _, said = piece.rpartition("|") if mark != "((" else (piece, "", "")
        plain += words
        span = (start, len(plain))
        if mark == "[[":
            out.claims.append((*span, claim(said)))
        elif mark == "{{":
            out.dates.append((*span, said))
        elif mark == "<<":
            out.countries.append((*span, said))
        else:
            out.traps.append(span)
    assert not stack, line
    out.text = plain + line[at:]
    return out


def paragraphs(code: str, folder: str = "") -> tuple[str, list[Marked]]:
    """The day and the paragraphs of a language's file."""
    day, *lines = (FOLDER / folder / f"{code}.txt").read_text(encoding="utf-8").splitlines()
    return day, [parse(line) for line in lines if line.strip()]
