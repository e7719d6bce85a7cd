"""What a figure is told of: whom, what is measured, what it is limited to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from equalterms.countries import Country, codes, countries
from equalterms.readers import Figure, Mention, Sentence
from equalterms.readers.words import vocabulary

_OF: Final = re.compile(
    r"^\s(?:of|in)\s(?!(?:the\s)?(?:[\w-]+\s)?(?:months|years|weeks|days|quarters|hours)\b)(?P<np>(?:all\s|the\s|its\s|their\s|every\s)*(?:(?!and\b|or\b|but\b|if\b|unless\b)[A-Za-z][\w-]*\s){0,3}?(?!(?:is|was|has|as|does)\b)[a-z]+s)(?=\s|[,.;]|$)"
)


def subject(sentence: Sentence, figure: Figure) -> tuple[str, str | None]:
    """What a figure is told of and its country: the words after `of`, else the actor before it."""
    text = sentence.text
    near = [
        m
        for m in sentence.mentions
        if m.end <= figure.start and m.kind in ("country", "demonym", "capital", "bloc", "seat")
    ]
    if figure.kind == "fx_rate" and not near and (owner := _issuer(figure.measure)):
        return owner.name, owner.code
    actor = near[-1] if near else sentence.topic
    code = actor.code if actor and actor.kind != "bloc" else None
    if figure.kind == "share" and (found := _OF.match(text[figure.end : figure.end + 90])):
        inner = next((m for m in sentence.mentions if figure.end <= m.start < figure.end + found.end()), None)
        name = re.sub(r"^(?:(?:all|the|its|their|every)\s)+", "", found["np"])
        if name in ("its", "theirs", "this"):  # `4.2% of its £905m budget`
            return (actor.name if actor else ""), code
        return name, (inner.code if inner and inner.kind != "bloc" else code)
    if figure.scope:
        return _appositive(text, figure.start) or (actor.name if actor else ""), code
    return (actor.name if actor else ""), code


def _issuer(measure: str) -> Country | None:
    """Whose money a rate prices: the country of RUB in `RUB/USD`; None for money of several states."""
    return countries().get(codes().get(measure[:2].casefold(), "")) if re.match("[A-WYZ][A-Z]{2}/", measure) else None


def scope(sentence: Sentence, figure: Figure) -> str | None:
    """What a figure is limited to: the country of `the country's oldest`, the `all schools` of a share."""
    if figure.scope == "country":
        return sentence.topic.name if sentence.topic else "country"
    if figure.kind == "share" and (found := _OF.match(sentence.text[figure.end : figure.end + 90])):
        return found["np"]
    return figure.scope


def _appositive(text: str, at: int) -> str:
    """The name before `, the country's largest bank`."""
    found = re.search(
        r"(?P<who>[A-Z][\w&.-]*(?:\s[A-Z][\w&.-]*){0,3}),\s(?:[\w’']+\s){1,3}$", text[max(0, at - 80) : at]
    )
    return found["who"] if found else ""


_VERB: Final = re.compile(
    r"\s(?:is|are|was|were|has|have|had|should|must|will|would|could|may|might|rose|fell|grew|totals?|costs?|raised|sold|booked|reached|hit|stood|"
    r"accounted|made up|aims?|wants?|plans?|put|paid|owes?)\b.*$"
)
_TERMS: Final = re.compile(r"\bin terms of (?P<what>[^.;]{3,90}?)(?=,\s(?:according|said)|[.;]|$)")
_INDEX: Final = re.compile(r"\b(?:[A-Z][\w-]*\s){1,4}Index\b")
_OWNED: Final = re.compile(
    r".{0,60}?\b(?:should|must|will|would|to)\s(?:have|be|get|hold)\s(?P<what>[\w\s-]{2,40}?)(?=\sby\b|\sin\b|[,.;]|$)"
)
_TO_DO: Final = re.compile(r"\s?(?:\([^)]{0,40}\)\s)?to\s(?P<what>[a-z][a-z\s]{3,40}?)(?=\sin\s|\sby\s|[,.;]|$)")
_LEAD: Final = re.compile(
    r"^(?:and|but|while|whereas|with|that|as|says?|said|on|in|by|it|the|a|an|its|their|also|of|some|about)\s", re.I
)


def indicator(sentence: Sentence, figure: Figure, name: str) -> str:
    """A short name for what is measured, made of the article's own words."""
    text = sentence.text
    if figure.kind == "rank" and figure.scope:
        noun = figure.noun.split()[-1] if figure.noun else ""
        return f"{noun} size (metric not stated)" if re.match("largest|biggest|smallest", figure.noun) else figure.noun
    index = _INDEX.search(text) if "Index" in text else None
    if "in terms of" in text and (found := _TERMS.search(text, figure.end)):
        return found["what"] + (f" ({index[0]})" if index else "")
    if figure.kind == "rank":
        return index[0].removeprefix("The ") if index else "rank"
    if figure.role == "total":
        return "countries ranked"
    if figure.kind in ("count", "duration") and figure.noun:
        return figure.noun
    if figure.kind == "share" and (owned := _OWNED.match(text, figure.end)):
        return f"share with {owned['what']}"
    left = _clause(text, figure.start)
    after = _TO_DO.match(text, figure.end)
    head = _VERB.sub("", left)
    words = _bare(head if len(head) > 3 else left)
    named = next((name for m in sentence.mentions if words.startswith(name := text[m.start : m.end])), "")
    if named and words[len(named) : len(named) + 1] in ("", " "):  # a country is whom it is told of, not what
        rest = left.partition(named)[2] if words == named else words[len(named) :]
        words = _bare(rest).strip()
    return (words + (f" to {after['what']}" if after else "")) or figure.kind


_MARKS: Final = r"[;:,.!?](?:(?<=[;:])|(?<=,)\s(?:and|but|while|compared|up|down|against)?\s?|(?<=[.!?])\s)"
_STOP: Final = re.compile(_MARKS)
_CUT: Final = re.compile(
    rf"{_MARKS}|\s(?:while|whereas)\s|\b(?:sees|expects|forecasts|says that|said that|says|said)\s"
)
_CUTS: Final = frozenset(["while", "whereas", "sees", "expects", "forecasts", "says", "said"])
_END: Final = re.compile(
    r"\b(?:should|will|would|to|by|from|of|at|about|nearly|some|grow|rise|reach|more than|up|just|only|over|the|a|an)"
    r"\s*$"
)


def _clause(text: str, at: int) -> str:
    cut = _STOP if vocabulary(text).isdisjoint(_CUTS) else _CUT
    left = cut.split(text[max(0, at - 120) : at])[-1]
    return " ".join(left.split())


def _bare(words: str) -> str:
    while (shorter := _LEAD.sub("", words)) != words:
        words = shorter
    words = _END.sub("", words).strip(" ,")
    return words if not words or words[-1] != "(" else words[:-1].strip()


_BEFORE_NAMES: Final = frozenset(
    "with against than over of to from like including nations countries states".split()  # noqa: SIM905
)
_ASIDE: Final = re.compile(rf"\b(?:{'|'.join(sorted(_BEFORE_NAMES))})\s(?:the\s|fellow\s|non-)?$")
_ASIDES: Final = (*(f"{word} " for word in sorted(_BEFORE_NAMES)), "the ", "fellow ", "non-")
_GLUE: Final = re.compile(r"(?:['’]s?)?(?:,|,?\s(?:and|or))\s(?:the\s)?")


def _is_aside(before: str) -> bool:
    """Whether the words before a name end with a preposition: most with one word, which needs no pattern."""
    word = before[:-1].rpartition(" ")[2]
    if word.isalpha() and word not in ("the", "fellow", "non"):
        return word in _BEFORE_NAMES
    return bool(_ASIDE.search(before))


def topic(text: str, mentions: Sequence[Mention], before: Mention | None) -> Mention | None:
    """The country that a sentence is about: its first actor that no preposition sets aside, else the last one's."""
    if not mentions:
        return before
    aside = -1
    for mention in mentions:
        if not mention.code or mention.kind == "bloc":
            continue
        glued = aside >= 0 and _GLUE.fullmatch(text[aside : mention.start])
        before_ = text[max(0, mention.start - 24) : mention.start]
        if not glued and not (before_.endswith(_ASIDES) and _is_aside(before_)):
            return mention
        aside = mention.end
    return before or next((m for m in mentions if m.code and m.kind != "bloc"), None)
