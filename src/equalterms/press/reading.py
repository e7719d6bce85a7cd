"""An article read: what it claims, who did what, which ties it names, each with its words and place."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Final

from equalterms.errors import StudyError
from equalterms.model import Article, Claim, Event, Evidence, Noise, Span
from equalterms.model.values import replace, value
from equalterms.press import about, abroad, actors, dates, link
from equalterms.press.claims import claims
from equalterms.press.clean import clean
from equalterms.press.dates import Day
from equalterms.press.language import language
from equalterms.press.sentences import cut, split
from equalterms.readers import (
    CUES,
    OF_NUMBERS,
    PRECEDENCE,
    Bond,
    Deed,
    Figure,
    Found,
    Mention,
    Reader,
    Sentence,
    When,
    readers,
)
from equalterms.readers.model import Asked, Refused, model
from equalterms.readers.numbers import plain
from equalterms.readers.numbers import scan as numbers
from equalterms.readers.spelled import SMALL, TENS
from equalterms.readers.words import vocabulary
from equalterms.tongues import Tongue, figures, tongue

MOST: Final = 5 * 1024 * 1024
MOST_NUMBERS: Final = 20_000
MOST_SENTENCES: Final = 50_000
_NUMBER: Final = re.compile(
    rf"\d[\d.,]*|\b(?:{'|'.join([*SMALL, *TENS])}|half|hundred|thousand|million|twice"
    r"|(?:doubl|trebl|tripl|quadrupl|halv)\w*)\b"
)
MOST_ALIKE: Final = 50  # events of one class by one actor; no article tells more, and each is held against each
_SURROGATE: Final = re.compile(f"[{chr(0xD800)}-{chr(0xDFFF)}]")
_TIES: Final = ("membership", "office", "standing")
_OTHERS: Final = (*_TIES, "event", "model")


@value(frozen=True, slots=True)
class Happening:
    """An event of an article: the fact that it would become, its trigger, its sentence, its actors."""

    id: str
    says: Event
    trigger: Span
    sentence: Span
    source: tuple[tuple[Span, Mention], ...]
    target: tuple[tuple[Span, Mention], ...]
    background: bool = False
    theme: str = ""
    duplicate_of: str | None = None


@value(frozen=True, slots=True)
class Relation:
    """A standing tie that an article states: subject, predicate, object, and the words."""

    subject: str
    predicate: str
    object: str
    span: Span
    sentence: Span
    polarity: str = "positive"
    modality: str = "asserted"


@value(frozen=True, slots=True)
class Dated:
    """A date of an article: its words and its value; `noise` where it is not of the article."""

    span: Span
    when: When
    noise: bool = False


@value(frozen=True, slots=True)
class Reading:
    """All that a reading found. Offsets lead into `article.text`.

    `grammar` is the language by whose rules it was read: that of the article, or English where there are none for it;
    `refused` is what a language model said that the text does not print.
    """

    article: Article
    noise: tuple[Noise, ...]
    sentences: tuple[Span, ...]
    dates: tuple[Dated, ...]
    claims: tuple[Claim, ...]
    events: tuple[Happening, ...]
    relations: tuple[Relation, ...]
    names: tuple[Mention, ...]
    day: Day
    grammar: str = "en"
    refused: tuple[Refused, ...] = ()


def article(text: str, id: str = "article", date: str = "", publisher: str = "") -> Article:
    """A text as an article: its title, publisher and day are found in it where they are not given."""
    return dressed(Article(id, text, publisher=publisher, date=date, date_basis="given" if date else ""))


def dressed(paper: Article) -> Article:
    """The article with what its file did not say and its text does: title, publisher, day, language."""
    text, id = paper.text, paper.id
    if len(text) > MOST:
        raise StudyError(f"the text has {len(text):,} characters; the most is {MOST:,}", id, "cut it into articles")
    if "\0" in text:
        raise StudyError("this is not text: it holds NUL characters", id, "give a plain text file in UTF-8")
    if not text.isascii() and _SURROGATE.search(text):
        raise StudyError("this is not text: it holds lone surrogates", id, "give a plain text file in UTF-8")
    if len(text) > MOST_NUMBERS:  # a shorter text cannot hold so many
        _countable(_NUMBER.finditer(text), MOST_NUMBERS, "numbers", id)
        _countable(split(text), MOST_SENTENCES, "sentences", id)
    page = clean(text, paper.noise, paper.title)
    stretches = tuple(s for s in cut(text) if not page.is_noise(*s))
    printed = Day(paper.date, paper.date_basis or "given", doubt=paper.date_doubt)
    day = printed if paper.date_basis == "given" else dates.settled(dates.day(plain(text), stretches), printed)
    doubt = f"; {day.doubt}" if day.doubt and day.doubt not in day.basis else ""
    return replace(
        paper,
        title=paper.title or (page.title.text if page.title else ""),
        publisher=paper.publisher or page.publisher,
        date=day.date,
        date_basis=day.basis + doubt,
        date_doubt=day.doubt,
        language=paper.language or language(text),
    )


def _countable(found: Iterator[object], most: int, what: str, id: str) -> None:
    """Refuse a text with more of something than any article has, before an hour is spent on it."""
    if any(True for _ in islice(found, most, None)):
        raise StudyError(f"the text holds more than {most:,} {what}: this is no article", id, "cut it into articles")


def read(article: Article, asked: Asked | None = None) -> Reading:
    """Read an article: clean it, cut it into sentences, hand each to every reader, link what they find.

    `asked` is a language model that is asked too; it adds what no rule has found, as far as the text prints it.
    """
    if not (article.date_basis and article.language):
        article = dressed(article)
    text, page = article.text, clean(article.text, article.noise, article.title)
    spans = [Span(a, b, text[a:b]) for a, b in cut(text)]
    kept = [s for s in spans if not page.is_noise(s.start, s.end)]
    stretches = tuple((s.start, s.end) for s in kept)
    flat = plain(text)
    known = dates.full_dates(flat, stretches)
    day = replace(dates.day(flat, stretches, article.date), basis=article.date_basis, doubt=article.date_doubt)
    if of := tongue(article.language):
        return _abroad(article, page.noise, spans, kept, day, of, asked)
    sentences = _prepared(flat, kept, day, known)
    ties = [readers[name] for name in _TIES]
    found = [[one for reader in ties for one in reader(sentence)] for sentence in sentences]
    bonds = [(s, b) for s, rows in zip(sentences, found, strict=True) for b in rows if isinstance(b, Bond)]
    sentences = _peopled(sentences, [b for _, b in bonds], day)
    ruled = list(_ruled(sentences))
    return Reading(
        article=article,
        noise=page.noise,
        sentences=tuple(spans),
        dates=tuple(_dated(article, spans, sentences, day)),
        claims=tuple(claims(article, sentences, _asked(sentences, ruled, asked))),
        events=tuple(_happenings(article, sentences, page.title)),
        relations=tuple(_relations(text, bonds)),
        names=tuple(_names(sentences)),
        day=day,
        refused=tuple(asked.refused) if asked else (),
    )


def _ruled(sentences: Sequence[Sentence]) -> Iterator[list[Figure]]:
    """The figures of each sentence; a sentence knows what those before it counted last, or in which money."""
    counted = paid_in = ""
    for sentence in sentences:
        if not sentence.numerals and vocabulary(sentence.text).isdisjoint(CUES):
            yield []
            continue
        carried = (counted or paid_in) and sentence.numerals
        one = replace(sentence, counted=counted, paid_in=paid_in) if carried else sentence
        figures = _settled(reader(one) for reader in _family(bool(one.numerals)))
        for figure in figures:
            if figure.kind in ("count", "money", "measure") and not figure.role:
                counted = figure.measure if figure.kind == "count" else ""
                paid_in = figure.measure if figure.kind == "money" else ""
        yield figures


@cache
def _family(numbers: bool) -> tuple[Reader, ...]:
    """The readers of figures in the order of their precedence; those that a sentence without a number needs."""
    names = [*PRECEDENCE, *[name for name in readers if name not in PRECEDENCE and name not in _OTHERS]]
    return tuple(readers[name] for name in names if numbers or name not in OF_NUMBERS)


def _asked(
    sentences: Sequence[Sentence], figures: Sequence[list[Figure]], asked: Asked | None
) -> Sequence[list[Figure]]:
    """The figures of each sentence with those that a language model adds, where one is asked."""
    if asked is None:
        return figures
    asked.prepare(sentences)
    return [_settled((rows, model(one, asked=asked))) for one, rows in zip(sentences, figures, strict=True)]


def _abroad(
    article: Article,
    noise: tuple[Noise, ...],
    spans: Sequence[Span],
    kept: Sequence[Span],
    day: Day,
    of: Tongue,
    asked: Asked | None,
) -> Reading:
    """An article in another language: its claims, dates and countries; events and relations are not read."""
    sentences = abroad.prepared(kept, day, of)
    found = tuple(
        Dated(Span(s.start + w.start, s.start + w.end, article.text[s.start + w.start : s.start + w.end]), w)
        for s in sentences
        for w in s.dates
    )
    ruled = [figures(sentence, of) for sentence in sentences]
    told = tuple(abroad.claims(article, sentences, _asked(sentences, ruled, asked), of))
    refused = tuple(asked.refused) if asked else ()
    return Reading(article, noise, tuple(spans), found, told, (), (), tuple(_names(sentences)), day, of.code, refused)


def _names(sentences: Sequence[Sentence]) -> Iterator[Mention]:
    """Everyone named, with offsets into the article."""
    for sentence in sentences:
        for one in sentence.mentions:
            a, b = sentence.start + one.start, sentence.start + one.end
            yield Mention(a, b, one.name, one.code, one.kind, one.sector)


def _prepared(flat: str, spans: Sequence[Span], day: Day, known: Sequence[str]) -> list[Sentence]:
    """The sentences with their numbers, dates and names, and the country that each is about."""
    out: list[Sentence] = []
    before: Mention | None = None
    bloc: Mention | None = None
    for span in spans:
        text = flat[span.start : span.end]
        when = dates.dates(text, day, known, span.start)
        figures = numbers(text)
        if when and figures:
            loose = [w for w in when if w.kind != "deadline" or text[w.start : w.start + 6].lower() != "within"]
            figures = tuple(n for n in figures if not any(w.start < n.end and n.start < w.end for w in loose))
        mentions = actors.named(text, (), day.date)
        before = about.topic(text, mentions, before)
        out.append(Sentence(text, span.start, figures, when, mentions, before, (), bloc))
        bloc = _last_bloc(mentions) or bloc
    return out


def _peopled(sentences: Sequence[Sentence], bonds: Sequence[Bond], day: Day) -> list[Sentence]:
    """The sentences again, with the persons and firms that the article introduced among their names."""
    people = tuple(actors.introduced(bonds))
    out: list[Sentence] = []
    before: Mention | None = None
    parties: tuple[Mention, ...] = ()
    bloc: Mention | None = None
    described = actors.Described(bonds)
    for sentence in sentences:
        mentions = actors.grouped(sentence.text, actors.named(sentence.text, people, day.date), parties)
        earlier, before = before, about.topic(sentence.text, mentions, before)
        mentions = described.of(sentence.text, mentions, before)
        flat, start = sentence.text, sentence.start
        out.append(Sentence(flat, start, sentence.numerals, sentence.dates, mentions, before, parties, bloc, earlier))
        parties = actors.together(sentence.text, mentions) or parties
        bloc = _last_bloc(mentions) or bloc
    return out


def _last_bloc(mentions: Sequence[Mention]) -> Mention | None:
    """The last bloc that a sentence names."""
    return next((m for m in reversed(mentions) if m.kind == "bloc"), None) if mentions else None


def _settled(finds: Iterable[Iterable[Found]]) -> list[Figure]:
    """The figures of a sentence; where two readers claim the same words, the first of the family has them."""
    kept: list[Figure] = []
    taken: list[tuple[int, int]] = []
    for found in finds:
        for one in found:
            if isinstance(one, Figure) and _free(taken, one.start, one.end):
                kept.append(one)
                insort(taken, (one.start, one.end))
                if one.converted:
                    insort(taken, (one.converted.start, one.converted.end))
    return sorted(kept, key=lambda f: f.start)


def _free(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Whether no taken stretch (in order, none over another) touches this one."""
    at = bisect_left(taken, (end, 0))
    return at == 0 or taken[at - 1][1] <= start


def _dated(article: Article, spans: Sequence[Span], sentences: Sequence[Sentence], day: Day) -> Iterator[Dated]:
    """Every date of the page; those of its noise are read with no regard to the article's own days."""
    read_ = {sentence.start: sentence.dates for sentence in sentences}
    for span in spans:
        own = read_.get(span.start)
        for when in dates.dates(plain(span.text), day, (), span.start) if own is None else own:
            start, end = span.start + when.start, span.start + when.end
            yield Dated(Span(start, end, article.text[start:end]), when, own is None)


def _happenings(article: Article, sentences: Sequence[Sentence], title: Span | None) -> list[Happening]:
    out: list[Happening] = []
    reader = readers["event"]
    for sentence in sentences:
        for deed in reader(sentence):
            if isinstance(deed, Deed):
                out.append(_happening(article, sentence, deed, f"e{len(out) + 1}"))
    alike: dict[tuple[str, str], list[Happening]] = {}
    for one in out:
        for actor in one.says.source:
            alike.setdefault((one.says.kind, actor), []).append(one)
    told = [_told_before(one, _alike(one, alike), title) for one in out]
    return [replace(one, duplicate_of=other) if other else one for one, other in zip(out, told, strict=True)]


def _alike(one: Happening, alike: Mapping[tuple[str, str], Sequence[Happening]]) -> list[Happening]:
    """The events of the same class by one of the same actors, as far as there are few enough to be compared."""
    rows = [other for actor in one.says.source for other in alike[one.says.kind, actor][:MOST_ALIKE]]
    return sorted(rows, key=lambda other: other.trigger.start)


def _happening(article: Article, sentence: Sentence, deed: Deed, id: str) -> Happening:
    text, at = article.text, sentence.start

    def span(start: int, end: int) -> Span:
        return Span(at + start, at + end, text[at + start : at + end])

    whole = span(0, len(sentence.text))
    day = link.sentence_day(sentence, ())
    says = Event(
        deed.kind,
        tuple(m.code or m.name for m in deed.source),
        tuple(m.code or m.name for m in deed.target),
        day.value if day and not deed.background else "",
        deed.cameo,
        deed.modality,
        deed.polarity,
        Evidence(article.id, f"{whole.start}-{whole.end}", whole.text),
    )
    source = tuple((span(m.start, m.end), m) for m in deed.source)
    target = tuple((span(m.start, m.end), m) for m in deed.target)
    return Happening(id, says, span(deed.start, deed.end), whole, source, target, deed.background, deed.theme)


def _told_before(one: Happening, alike: Sequence[Happening], title: Span | None) -> str | None:
    """The event that this one tells again: the headline's, or one of the same class, actor and theme."""
    in_title = title is not None and title.start <= one.trigger.start < title.end
    for other in alike:
        if other is one or not set(other.says.source) & set(one.says.source):
            continue
        if in_title and set(other.says.target) & set(one.says.target):
            return other.id
        if one.theme and one.theme == other.theme and other.trigger.start < one.trigger.start and not in_title:
            return other.id
    return None


def _relations(text: str, bonds: Sequence[tuple[Sentence, Bond]]) -> Iterator[Relation]:
    seen: set[tuple[str, str, str, str]] = set()
    for sentence, bond in bonds:
        key = (bond.subject, bond.predicate, bond.object, bond.polarity)
        if key in seen:
            continue
        seen.add(key)
        start, end = sentence.start + bond.start, sentence.start + bond.end
        stop = sentence.start + len(sentence.text)
        whole = Span(sentence.start, stop, text[sentence.start : stop])
        yield Relation(*key[:3], Span(start, end, text[start:end]), whole, bond.polarity, bond.modality)
