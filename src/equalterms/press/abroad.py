"""Claims of articles in other languages: figures with their time, role, modality and speaker, by a language's table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from equalterms.model import Article, Attribution, Claim, Span
from equalterms.model.values import replace, value
from equalterms.press.about import topic
from equalterms.press.baselines import LEVELS
from equalterms.press.claims import claim, fact
from equalterms.press.dates import Day
from equalterms.press.link import role
from equalterms.press.voice import Voice
from equalterms.readers import Figure, Mention, Sentence, When
from equalterms.tongues import Tongue, dates, named, numbers, patterns, table_of

_BREAK: Final = re.compile(r"[;；。]|[,，、]\s?|\s[–—]\s")
_PART: Final = re.compile(r"[,，:：](?!\d)\s?")
_REACH: Final = 300  # no clause of prose is longer


class Telling:
    """The expressions by which a language tells how a thing is said, put together once."""

    def __init__(self, of: Tongue) -> None:
        edge = r"(?<!\w)" if of.spaced else ""
        self.compared = re.compile(rf"{edge}(?:{of.compared})$", re.I)
        self.opened, self.closed = re.compile(of.opened, re.I), re.compile(of.closed, re.I)
        self.clause, self.lead = re.compile(of.clause, re.I), re.compile(of.lead, re.I)
        self.told = tuple(re.compile(edge + words, re.I) for words in of.told)
        self.verb = re.compile(rf"{edge}(?:{of.up}|{of.down})", re.I)


@cache
def telling(code: str) -> Telling:
    """How a language that has a table says things."""
    return Telling(table_of(code))


def prepared(spans: Sequence[Span], day: Day, of: Tongue) -> list[Sentence]:
    """The sentences with their numbers, dates and countries, and the country that each is about."""
    from equalterms.readers.numbers import plain

    out: list[Sentence] = []
    before: Mention | None = None
    for span in spans:
        text = plain(span.text)
        when = dates(text, of, day.date)
        numerals = tuple(n for n in numbers(text, of) if not any(w.start < n.end and n.start < w.end for w in when))
        mentions = named(text, of)
        before = topic(text, mentions, before)
        out.append(Sentence(text, span.start, numerals, when, mentions, before))
    return out


def claims(
    article: Article, sentences: Sequence[Sentence], found: Sequence[Sequence[Figure]], of: Tongue
) -> Iterator[Claim]:
    """The claims of an article in the order of the text, numbered c1, c2, ..."""
    count = 0
    for sentence, rows_ in zip(sentences, found, strict=True):
        rows = _alike(list(_rows(article, sentence, rows_, of, count)))
        yield from (fact(article, row, rows) for row in rows)
        count += len(rows)


def _alike(rows: list[Claim]) -> list[Claim]:
    """The claims of a sentence, each baseline about what it is the baseline of."""
    of = {row.baseline: row for row in rows if row.baseline}
    return [
        replace(row, subject=one.subject, subject_code=one.subject_code, indicator=one.indicator)
        if (one := of.get(row.id))
        else row
        for row in rows
    ]


@value(frozen=True, slots=True)
class _Told:
    """A figure with all that its sentence says of it."""

    base: int | None
    compared: bool
    when: When | None
    voice: Voice


def _rows(article: Article, sentence: Sentence, found: Sequence[Figure], of: Tongue, count: int) -> Iterator[Claim]:
    bases = _baselines(sentence.text, found, of)
    who = _speaker(sentence, of) if found else None
    target_of = {base: target for target, base in bases.items()}
    told = [
        _Told(bases.get(n), n in target_of, _when(sentence, found, n, of), _voice(sentence.text, found, n, of))
        for n in range(len(found))
    ]
    roles: dict[int, str] = {}
    for n in sorted(range(len(found)), key=lambda n: n in target_of):
        one = told[n]
        target = roles.get(target_of[n]) if n in target_of else None
        roles[n] = role(found[n], one.voice, one.compared, target, bool(one.when and one.when.deadline))
    for n, figure in enumerate(found):
        one = told[n]
        deadline = bool(one.when and one.when.deadline and roles[n] in ("target", "projection", "plan"))
        base = f"c{count + one.base + 1}" if one.base is not None else None
        time = (one.when.value if one.when else None, deadline)
        about = _subject(sentence, figure, of)
        yield claim(article, sentence, figure, f"c{count + n + 1}", roles[n], time, base, one.voice, who, about)


def _baselines(text: str, found: Sequence[Figure], of: Tongue) -> dict[int, int]:
    """For each level that is held against an earlier one of the same measure, where that one stands."""
    known, out = telling(of.code), dict[int, int]()
    for n, figure in enumerate(found[1:], 1):
        last = next((k for k in range(n - 1, max(-1, n - 4), -1) if found[k].measure == figure.measure), None)
        if last is None or figure.kind not in LEVELS or found[last].kind not in LEVELS or figure.role == "total":
            continue
        between = text[found[last].end : figure.start]
        if known.compared.search(text[max(found[n - 1].end, figure.start - 60) : figure.start]):
            out.setdefault(last, n)
        elif (
            last == n - 1
            and known.opened.search(text[max(0, found[last].start - 24) : found[last].start])
            and known.closed.search(between)
            and len(between) < 40
        ):
            out[n] = last
    return out


def _when(sentence: Sentence, found: Sequence[Figure], place: int, of: Tongue) -> When | None:
    """The date of a figure: the one after it in its clause, else one before it since the last figure."""
    text, figure = sentence.text, found[place]
    dated = [d for d in sentence.dates if d.kind == "date" and d.value]
    stop = min((f.start for f in found if f.start >= figure.end), default=len(text))
    cut = _BREAK.search(text, figure.end, stop)
    if after := [d for d in dated if figure.end <= d.start < (cut.start() if cut else stop)]:
        return after[0]
    since = max([f.end for f in found if f.end <= figure.start], default=0)
    since = max([since, *(m.end() for m in re.finditer(r"[;；。]", text[: figure.start]))])
    if before := [d for d in dated if since <= d.start < figure.start]:
        return before[-1]
    later = [d for d in dated if d.start >= figure.end and d.deadline]
    return later[0] if later and stop == len(text) else None


def _voice(text: str, found: Sequence[Figure], place: int, of: Tongue) -> Voice:
    """The modality that the last marker before a figure gives it in its clause, else one that follows it."""
    figure, known = found[place], patterns(of.code)
    breaks = [m.end() for m in telling(of.code).clause.finditer(text, 0, figure.start)]
    since = max([0, figure.start - _REACH, *breaks])
    marks = list(known.modes.finditer(text, since, figure.start))
    if not marks:
        stop = telling(of.code).clause.search(text, figure.end)
        end = min(
            [len(text), figure.end + 70, *([stop.start()] if stop else []), *(f.start for f in found[place + 1 :])]
        )
        marks = [m for m in known.modes.finditer(text, figure.end, end) if m.lastgroup in ("planned", "possible")][:1]
    if not marks:
        return Voice("asserted")
    mode = marks[-1].lastgroup or "asserted"
    return Voice(mode, "negative" if mode == "denied" else "positive", marks[-1][0])


def _speaker(sentence: Sentence, of: Tongue) -> Attribution | None:
    """Who says so, where the sentence names them."""
    for pattern in telling(of.code).told:
        if found := pattern.search(sentence.text):
            at = sentence.start
            name = found["name"].strip()
            return Attribution(
                name,
                "explicit",
                Span(at + found.start(), at + found.end("name"), found[0][: found.end("name") - found.start()]),
            )
    return None


def _subject(sentence: Sentence, figure: Figure, of: Tongue) -> tuple[str, str | None, str]:
    """What a figure is told of: the country before it, and the words of its own clause."""
    near = [m for m in sentence.mentions if m.end <= figure.start]
    actor = near[-1] if near else sentence.topic
    known = telling(of.code)
    since = max([0, figure.start - 160, *(m.end() for m in known.clause.finditer(sentence.text, 0, figure.start))])
    words = _PART.split(sentence.text[since : figure.start])[-1]
    verb = next((m for m in known.verb.finditer(words) if m.start() > 3), None)
    head = words[: verb.start()] if verb else words
    mark = next((m for m in patterns(of.code).modes.finditer(head) if m.start() > 3), None)
    head = head[: mark.start()] if mark else head
    names = [sentence.text[m.start : m.end] for m in sentence.mentions]
    told = _bare(head, names, known) or _bare(words, names, known) or figure.noun or figure.kind
    return actor.name if actor else "", actor.code if actor else None, told


def _bare(words: str, names: Sequence[str], known: Telling) -> str:
    """Words without the article before them; empty where they are nothing but the name of a country."""
    bare = words.strip(" –—-(（")
    while (shorter := known.lead.sub("", bare)) != bare:
        bare = shorter
    rest = bare
    for name in names:
        rest = rest.replace(name, "")
    return bare if len(rest.strip()) > 2 or (rest.strip() and not rest.isascii()) else ""
