"""Figures become claims: each with its time, role, subject, speaker and the fact that it would become."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from equalterms.model import Article, Attribution, Claim, Converted, Evidence, Observation, Span, Target
from equalterms.model.values import replace
from equalterms.press import about, link, timing
from equalterms.press.baselines import LEVELS, WAS, baselines
from equalterms.press.timing import Days
from equalterms.press.voice import COMPARED, Voice, carried, speakers, voice
from equalterms.readers import Figure, Sentence

_IN: Final = re.compile(r"\s(?:(?:in|of|for|during)\s)?(?:the\s)?")
_EQUAL: Final = re.compile(  # `$4bn last year, the equivalent of 17% of GDP`
    r"(?:[^.;,\d]{0,24})?,\s(?:or\s|the\sequivalent\sof\s|equivalent\sto\s|equal\sto\s)(?:about\s|some\s|nearly\s|almost\s|just\s|only\s)?"
)
_TO: Final = re.compile(r"\sto\s(?:about\s|some\s|just\s|only\s|nearly\s|almost\s)?")
_AHEAD: Final = frozenset({"target", "projection", "plan"})


def claims(article: Article, sentences: Sequence[Sentence], figures: Sequence[Sequence[Figure]]) -> Iterator[Claim]:
    """The claims of an article in the order of the text, numbered c1, c2, ..."""
    said = speakers(sentences, figures)
    count = 0
    before: list[Claim] = []
    for place, (sentence, found) in enumerate(zip(sentences, figures, strict=True)):
        if not found:
            yield from before
            before = []
            continue
        who = _verbatim(article, said[place][0])
        following, also = said.get(place + 1, (None, False))
        if also and following and who and who.kind == "explicit":
            who = carried(who, following, who.name)
        rows = _rows(article, sentence, found, who, count)
        rows = [fact(article, row, rows) for row in timing.taken_over(before, rows)]
        before, rows = _continued(article, before, rows)
        yield from before
        before, count = rows, count + len(rows)
    yield from before


def _verbatim(article: Article, who: Attribution | None) -> Attribution | None:
    """The attribution with its words as the article prints them, its own kinds of space included."""
    if who is None or who.span is None:
        return who
    start, end = who.span.start, who.span.end
    return replace(who, span=Span(start, end, article.text[start:end]))


def _continued(article: Article, before: list[Claim], rows: list[Claim]) -> tuple[list[Claim], list[Claim]]:
    """The two sentences linked where the second goes on: `In 2023 the figure was ...` is the first's baseline."""
    first = rows[0] if rows else None
    goal = next((claim for claim in reversed(before) if claim.role in _AHEAD and claim.baseline is None), None)
    if first is None or goal is None or (first.kind, first.measure) != (goal.kind, goal.measure):
        return before, rows
    if not WAS.search(first.sentence.text[: first.span.start - first.sentence.start]):
        return before, rows
    base = replace(
        first,
        role="baseline",
        subject=goal.subject,
        subject_code=goal.subject_code,
        indicator=goal.indicator,
        attribution=first.attribution or goal.attribution,
    )
    base = fact(article, base, rows)
    goal = replace(goal, baseline=base.id)
    goal = fact(article, goal, [*before, base])
    return [goal if claim.id == goal.id else claim for claim in before], [base, *rows[1:]]


def _rows(
    article: Article, sentence: Sentence, figures: Sequence[Figure], who: Attribution | None, count: int
) -> list[Claim]:
    """The claims of one sentence, linked among themselves; their facts come after, when nothing else changes."""
    bases = baselines(sentence.text, figures)
    rows: list[Claim] = []
    voices = _voices(sentence, figures, bases)
    days: Days = {}
    roles = _roles(sentence, figures, bases, voices, days)
    for place in range(len(figures)):
        when, near = days.get((place, place in bases.values()), (None, False))
        told = when and near and _IN.fullmatch(sentence.text[figures[place].end : when.start])
        level = figures[place].kind in LEVELS and roles[place] in _AHEAD
        if when and told and level and _gone_by(when.value, article.date):
            roles[place], voices[place] = "previous", Voice("asserted")
    for place, figure in enumerate(figures):
        base = bases.get(place)
        rows.append(
            claim(
                article,
                sentence,
                figure,
                f"c{count + place + 1}",
                roles[place],
                timing.time(article, sentence, figures, place, roles[place], days),
                f"c{count + base + 1}" if base is not None else None,
                voices[place],
                who if (not figure.scope or figure.kind != "rank") and _speaks_of(sentence, figure, who) else None,
                _about(sentence, figure),
            )
        )
    return _shared(rows, figures, bases)


def _speaks_of(sentence: Sentence, figure: Figure, who: Attribution | None) -> bool:
    """Whether a figure stands in the clause of who speaks: not before a semicolon after which another is quoted."""
    if who is None or who.span is None:
        return True
    return ";" not in sentence.text[figure.end : max(figure.end, who.span.start - sentence.start)]


def _gone_by(time: str, today: str) -> bool:
    """Whether a year lies behind that of the article: what was then is neither planned nor expected."""
    last = time.split("/")[-1]
    return bool(today) and last[:4].isdigit() and last[:4] < today[:4]


def _voices(sentence: Sentence, figures: Sequence[Figure], bases: dict[int, int]) -> list[Voice]:
    out: list[Voice] = []
    compared = set(bases.values())
    for place, figure in enumerate(figures):
        since = 0
        if place in compared:
            since = max(
                [0, *(m.start() for m in COMPARED.finditer(sentence.text, max(0, figure.start - 120), figure.start))]
            )
            if (bracket := sentence.text.rfind("(", 0, figure.start)) > sentence.text.rfind(")", 0, figure.start):
                since = max(since, bracket)
            since = max(since, figures[place - 1].end) if place and figures[place - 1].kind == "multiple" else since
        out.append(voice(sentence.text, figure.start, figure.end, since, place in compared))
    return out


def _roles(
    sentence: Sentence, figures: Sequence[Figure], bases: dict[int, int], voices: Sequence[Voice], days: Days
) -> list[str]:
    target_of = {base: target for target, base in bases.items()}
    out: dict[int, str] = {}
    for place in sorted(range(len(figures)), key=lambda p: p in target_of):
        when, near = days[place, place in target_of] = link.when(sentence, figures, place, place in target_of)
        deadline = bool(when and near and when.deadline)
        target = out.get(target_of[place]) if place in target_of else None
        out[place] = link.role(
            figures[place],
            voices[place],
            place in target_of,
            target,
            deadline,
            link.aimed(sentence.text, figures[place]),
        )
    return [out[place] for place in range(len(figures))]


def claim(
    article: Article,
    sentence: Sentence,
    figure: Figure,
    id: str,
    role: str,
    time: tuple[str | None, bool],
    baseline: str | None,
    voice_: Voice,
    who: Attribution | None,
    told: tuple[str, str | None, str],
) -> Claim:
    """A claim of one figure, without its fact; `told` is its subject, the code of its country, its indicator."""
    name, code, indicator = told
    scope = about.scope(sentence, figure)
    return Claim(
        id,
        figure.kind,
        _span(article, sentence, figure.start, figure.end),
        _span(article, sentence, 0, len(sentence.text)),
        Observation(code or name, "", "", figure.value),
        subject=name,
        subject_code=code,
        indicator=indicator,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        measure=figure.measure,
        comparator=figure.comparator,
        converted=_converted(article, sentence, figure.converted),
        rank_of=figure.rank_of,
        fraction=figure.fraction,
        per=figure.per,
        scope=scope,
        role=role,
        time=time[0],
        deadline=time[1],
        baseline=baseline,
        modality=voice_.modality,
        polarity=voice_.polarity,
        attribution=who,
        half=figure.half,
        reader=figure.by,
    )


def _converted(article: Article, sentence: Sentence, other: Figure | None) -> Converted | None:
    """The same sum in a second currency, with its words."""
    if other is None or other.value is None:
        return None
    return Converted(_span(article, sentence, other.start, other.end), other.value, other.measure, other.half)


def _span(article: Article, sentence: Sentence, start: int, end: int) -> Span:
    """A stretch of a sentence as the article prints it."""
    a, b = sentence.start + start, sentence.start + end
    return Span(a, b, article.text[a:b])


def _about(sentence: Sentence, figure: Figure) -> tuple[str, str | None, str]:
    """What a figure is told of: a name, the code of its country, and what is measured."""
    name, code = about.subject(sentence, figure)
    return name, code, about.indicator(sentence, figure, name)


def _shared(rows: list[Claim], figures: Sequence[Figure], bases: dict[int, int]) -> list[Claim]:
    """What claims of one sentence have from each other: a baseline its subject, a total its ranking's time."""
    for target, base in bases.items():
        one, two = rows[target], rows[base]
        rows[base] = replace(
            two, subject=one.subject, subject_code=one.subject_code, indicator=one.indicator, scope=one.scope
        )
    for place, row in enumerate(rows):
        beside = [rows[k] for k in (place - 1, place + 1) if 0 <= k < len(rows) and rows[k].kind == "rank"]
        if row.role == "total" and beside:
            who = beside[0].attribution
            index = who.name.split(" (")[0] if who and who.kind == "document" else ""
            rows[place] = replace(row, time=beside[0].time, subject=index or "ranking", subject_code=None)
        if place and row.kind == "share" and not rows[place].time and (other := rows[place - 1]).time:
            between = row.sentence.text[other.span.end - row.sentence.start : row.span.start - row.sentence.start]
            if _EQUAL.fullmatch(between) and other.kind in ("money", "measure", "count"):
                rows[place] = replace(row, time=other.time)
        after = rows[place + 1] if place + 1 < len(rows) else None
        if row.kind == "change" and not row.time and after and after.time and after.role == row.role:
            between = row.sentence.text[row.span.end - row.sentence.start : after.span.start - row.sentence.start]
            if _TO.fullmatch(between):  # `fell 14% to 1.2bn in 2024`
                rows[place] = replace(row, time=after.time)
    dated = next((r for r in rows if r.role in _AHEAD and r.time and r.baseline), None)
    if dated:
        rows = [
            replace(r, time=dated.time, time_inferred=True)
            if r.role == "target" and not r.time and r.kind != "duration"
            else r
            for r in rows
        ]
    return rows


def fact(article: Article, claim: Claim, rows: Sequence[Claim]) -> Claim:
    """The claim with the fact that it would become; `rows` are the claims of its sentence."""
    return replace(claim, says=_fact(article, claim, rows))


def _fact(article: Article, claim: Claim, rows: Sequence[Claim]) -> Observation | Target:
    """The fact that a claim would become: a target where it looks ahead, else an observation."""
    evidence = Evidence(article.id, f"{claim.span.start}-{claim.span.end}", claim.sentence.text)
    unit = claim.subject_code or claim.subject
    value = claim.value
    if claim.role not in _AHEAD:
        status = "E" if claim.modality in ("estimated", "alleged") or claim.comparator == "approx" else "A"
        return Observation(unit, claim.indicator, claim.time or "", value, status, claim.measure, evidence)
    base = next((r for r in rows if r.id == claim.baseline), None)
    start = base.value if base else None
    falls = start is not None and value is not None and value < start
    return Target(
        unit,
        claim.indicator,
        value,
        claim.time or "",
        -1 if falls else 1,
        claim.measure,
        "multiple" if claim.kind == "multiple" else "change" if claim.kind == "change" else "level",
        start,
        (base.time or "") if base else "",
        article.date,
        "time taken from the clause beside it" if claim.time_inferred else "",
        evidence,
    )
