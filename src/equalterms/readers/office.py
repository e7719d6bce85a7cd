"""Offices and other standing relations: president of, chief executive of, published by, part of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from equalterms.readers import readers
from equalterms.readers.sentence import Bond, Mention, Sentence
from equalterms.readers.words import holds, vocabulary

_PERSON: Final = r"[A-ZÀ-Þ][\w’'-]{1,20}(?:\s(?:al-|bin |van |von |de |da )?[A-ZÀ-Þ][\w’'-]{1,20}){1,3}"
_ORG: Final = r"[A-Z][\w&-]{1,24}(?:\s(?:of\s|&\s)?[A-Z][\w&-]{1,24}){0,3}"
_TITLE: Final = (
    r"(?:[Dd]eputy |[Vv]ice )?(?:[Pp]resident|[Pp]rime [Mm]inister|[Cc]hancellor"
    r"|[Pp]remier|[Kk]ing|[Qq]ueen|(?:[A-Za-z]+ )?[Mm]inister)"
)
_TITLED: Final = re.compile(rf"\s(?P<title>{_TITLE})\s(?P<who>{_PERSON})")
_OWNED: Final = re.compile(rf"['’]s?\s(?P<title>{_TITLE}),?\s(?P<who>{_PERSON})")
_MINISTER: Final = re.compile(rf"(?:^|[.,]\s|\b)(?P<title>[A-Z][a-z]{{1,24}} minister)\s(?P<who>{_PERSON})")
_BECAME: Final = re.compile(
    rf"(?P<who>{_PERSON})(?:,[^,.;]{{1,60}},)?\s(?P<verb>became|becomes|will\sbecome|was\s(?:re-?)?elected(?:\sas)?|was\ssworn\sin\sas"
    r"|(?:was|has\sbeen)\s(?:appointed|named|chosen)(?:\sas)?|took\soffice\sas)\s(?:the\s)?"
)
_OF_COUNTRY: Final = re.compile(rf"(?:[\w-]+\s){{0,3}}?(?P<title>{_TITLE})\sof\s(?:the\s)?$")
_OWNS_TITLE: Final = re.compile(rf"(?:['’]s?)?\s(?:[\w-]+\s){{0,3}}?(?P<title>{_TITLE})\b")
_BECAMES: Final = frozenset(["became", "becomes", "become", "elected", "sworn", "appointed", "named", "chosen", "took"])
_TITLES: Final = frozenset(["president", "minister", "chancellor", "premier", "king", "queen"])
_CEO: Final = r"(?:CEO|chief executive(?: officer)?|head|boss|chairman|chairwoman|founder)"
_OF_ORG: Final = re.compile(
    rf"(?P<org>{_ORG})(?:['’]s?)?\s(?P<role>CEO|chief executive(?: officer)?),?\s(?P<who>{_PERSON})"
)
_COMMA: Final = re.compile(
    rf"(?P<who>{_PERSON}),\s(?:the\s)?(?P<role>CEO|chief executive(?: officer)?)\s(?:of|at)\s(?P<org>{_ORG})"
)
_PUBLISHED: Final = ("Index", "Report", "Survey", "Ranking", "Review", "Atlas", "Outlook", "Barometer")
_BY: Final = re.compile(
    rf"(?P<what>[A-Z][\w-]{{0,24}}(?:\s[A-Z][\w-]{{0,24}}){{0,4}}\s(?:Index|Report"
    rf"|Survey|Ranking|Review|Atlas|Outlook|Barometer))\s(?:by|from|of"
    rf"|published by|compiled by)\s(?P<who>{_ORG})"
)
_PART: Final = re.compile(rf"(?P<what>{_ORG}),\s(?:a\s)?(?:part|unit|subsidiary|arm)\sof\s(?:the\s)?(?P<whole>{_ORG})")
_GROUP: Final = re.compile(
    r"\b(?P<whole>G20|G7|OECD|EU|UN|BRICS|ASEAN|NATO)['’]s\s(?:[\w-]+\s){0,2}"
    r"(?P<what>working group|committee|task force|council)\b"
)
_BASED: Final = re.compile(rf"\b(?P<place>[A-Z][a-z]{{1,24}})-based\s[^.;]{{0,50}}?,\s(?P<who>{_ORG}),")
_LARGEST: Final = re.compile(
    rf"(?P<who>{_ORG}),\s(?P<owner>(?:the\s)?[A-Za-z]+['’]s)\s(?P<best>largest|biggest)\s(?P<noun>[a-z]{{1,24}})"
)
_HELD: Final = re.compile(
    rf"\bthe\s(?P<what>{_ORG})(?:\s[a-z]{{1,24}}){{0,3}}\s(?:was|is|will be"
    rf"|to be)\sheld\sin\s(?P<place>[A-Z][\w-]{{1,24}}(?:\s[A-Z][\w-]{{1,24}})?)"
)
_ATTEND: Final = re.compile(
    rf"(?P<who>{_PERSON})(?:\s\([A-Z]\))?(?:\sand\s(?:the\s)?(?:[A-Z][\w-]{{1,24}}\s)?(?:CEO\s)?(?P<two>{_PERSON})(?:\s\([A-Z]\))?)?\sattend(?:s|ed)?\s(?:the\s)?(?P<what>{_ORG})"
)
_HOST: Final = re.compile(rf"(?P<who>{_ORG}),\shost\sof\sthe\s(?P<what>(?:\d{{4}}\s)?[A-Z]\w{{1,24}}(?:\s\w+){{0,3}}),")
_ENGAGED: Final = re.compile(
    rf"(?:^|[.;]\s)(?P<who>{_ORG})(?:,[^,.;]{{1,90}},)?\s(?:has|have|had)\s(?:already\s)?engaged\swith\s(?P<whom>[^,.;]{{3,70}})"
)
_VIEWED: Final = re.compile(
    r"(?P<what>[A-Z][\w-]{0,24}(?:\s[A-Z][\w-]{0,24}){0,4})(?:\sbloc)?(?:,[^,.;]{1,80},)?\sis\s(?:\w+\s)?(?:viewed|seen|regarded)\sas\s(?:a\scounterbalance\sto|an\seffort\sto\scounterbalance)\s(?P<whom>[A-Z]\w{1,24}\s\w+)"
)
# What a sentence must hold, the words, the relation, which of their names is the subject and which the object.
_STANDINGS: Final = (
    (_PUBLISHED, _BY, "published_by", "what", "who"),
    (("part", "unit", "subsidiary", "arm"), _PART, "part_of", "what", "whole"),
    (("working", "committee", "task", "council"), _GROUP, "part_of", "what", "whole"),
    (("-based",), _BASED, "based_in", "who", "place"),
    (("held",), _HELD, "held_in", "what", "place"),
    (("host",), _HOST, "host_of", "who", "what"),
    (("engaged",), _ENGAGED, "engaged_with", "who", "whom"),
    (("counterbalance",), _VIEWED, "counterbalances", "what", "whom"),
)
_BY_CUE: Final[dict[str, list[int]]] = {}  # which of them a word of the sentence calls for
for _place, (_hints, *_) in enumerate(_STANDINGS):
    for _word in _hints:
        _BY_CUE.setdefault(_word.lower().strip("-"), []).append(_place)
_BEST: Final = frozenset(["largest", "biggest"])
# Every one of the rules needs one of these words.
_CUES: Final = _BEST | {*_BY_CUE, "attend", "attends", "attended"}
_PLURAL: Final = {"chief executive": "ceo", "chief executive officer": "ceo", "CEO": "ceo"}


@readers
def office(sentence: Sentence) -> Iterator[Bond]:
    """Who holds which office, who publishes what, what is part of what."""
    text = sentence.text
    for mention in sentence.mentions:
        pattern = _TITLED if mention.kind == "demonym" else _OWNED if mention.kind == "country" else None
        if pattern and (found := pattern.match(text, mention.end)):
            yield Bond(mention.start, found.end(), found["who"], _predicate(found["title"]), mention.name)
    if sentence.topic and "minister" in text:
        for found in _MINISTER.finditer(text):
            yield Bond(*found.span(), found["who"], _predicate(found["title"]), sentence.topic.name)
    low = vocabulary(text)
    if not low.isdisjoint(_BECAMES) and not low.isdisjoint(_TITLES):
        yield from _elected(sentence)
    chiefs = holds(text, ("CEO", "chief"))
    for found in (*_OF_ORG.finditer(text), *_COMMA.finditer(text)) if chiefs else ():
        yield Bond(
            *found.span(), _bare(found["who"]), f"{_PLURAL[found['role']]}_of", re.sub("^The ", "", found["org"])
        )


def _elected(sentence: Sentence) -> Iterator[Bond]:
    """`A B became Japan's first female prime minister`, `was elected president of Peru`."""
    text = sentence.text
    for found in _BECAME.finditer(text):
        for state in sentence.mentions:
            if state.kind not in ("country", "demonym") or not found.end() <= state.start <= found.end() + 60:
                continue
            led = _OF_COUNTRY.fullmatch(text, found.end(), state.start)
            owns = _OWNS_TITLE.match(text, state.end) if state.start == found.end() else None
            if title := led or owns:
                mode = "planned" if found["verb"].startswith("will") else "asserted"
                end = state.end if led else title.end()
                name = _predicate(title["title"])
                yield Bond(found.start(), end, _bare(found["who"]), name, state.name, modality=mode)
                break


@readers
def standing(sentence: Sentence) -> Iterator[Bond]:
    """What publishes, holds, belongs to or stands against what."""
    text, topic = sentence.text, sentence.topic
    cues = vocabulary(text) & _CUES
    if not cues:
        return
    for place in sorted({place for cue in cues for place in _BY_CUE.get(cue, ())}):
        hints, pattern, predicate, one, two = _STANDINGS[place]
        for found in pattern.finditer(text) if holds(text, hints) else ():
            modality = "opinion" if predicate == "counterbalances" else "asserted"
            yield Bond(*found.span(), re.sub("^The ", "", found[one]), predicate, found[two], modality=modality)
    for found in _LARGEST.finditer(text) if not cues.isdisjoint(_BEST) else ():
        owner = _owner(found["owner"], sentence.mentions, topic)
        if owner:
            yield Bond(found.start(), found.end(), found["who"], f"largest_{found['noun']}_of", owner)
    for found in _ATTEND.finditer(text) if "attend" in text else ():
        for who in filter(None, (found["who"], found["two"])):
            yield Bond(*found.span(), _bare(who), "attended", found["what"])


def _bare(person: str) -> str:
    """The name without the nationality and the title that stand before it."""
    return re.sub(rf"^(?:[A-Z]\w{{1,24}}\s)?(?:{_TITLE}|CEO)\s", "", person)


def _predicate(title: str) -> str:
    return re.sub(r"\s+", "_", title.lower()) + "_of"


def _owner(words: str, mentions: tuple[Mention, ...], topic: Mention | None) -> str:
    bare = re.sub(r"^the\s|['’]s$", "", words)
    if bare == "country":
        return topic.name if topic else ""
    return next((m.name for m in mentions if m.kind == "country" and m.name == bare), "")
