"""Memberships: `G20 members, such as Canada and Japan`, `leaving OPEC`, `joined NATO`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from equalterms.readers import readers
from equalterms.readers.sentence import Bond, Mention, Sentence
from equalterms.readers.triggers import GROUP
from equalterms.readers.words import holds

_STATES: Final = r"\s(?:countries|nations|states|members|member states|economies|partners|allies|bloc|group)"
_INCLUDING: Final = re.compile(rf"(?:{_STATES})?,?\s(?:including|such as|like|namely|notably|among them)\s(?:the\s)?$")
_LISTED: Final = re.compile(rf"{_STATES}(?:,|:)?\s(?:the\s)?$")
_JOIN: Final = re.compile(
    r"\b(?:join(?:s|ed|ing)?|acced(?:es|ed) to|admitted to|became (?:a"
    r"|an|the \w+|its \w+|the newest|the latest) (?:full )?member (?:state )?of|is a (?:full )?member of"
    r"|was admitted (?:in)?to|entered|belongs to|adopt(?:ed|s)?)\s(?:the\s)?"
    r"(?:[a-z-]{1,24}\s)?$"
)
# What each of the two must hold.
_JOINING: Final = ("join", "acced", "admitted", "member", "entered", "belongs", "adopt")
_LEAVING: Final = ("leav", "left", "quit", "withd", "exit", "pull", "suspended", "expelled")
_LEAVE: Final = re.compile(
    r"\b(?:leav(?:e|es|ing)|left|quit(?:s|ting)?|withdr(?:aw|ew|awn"
    r"|awing)(?:\sfrom)?|exit(?:ed|ing)?(?:\sfrom)?|pull(?:ed|ing)? out of"
    r"|suspended from|expelled from)\s(?:the\s)?$"
)
_AND: Final = re.compile(r"(?:,|,?\s(?:and|or|as well as))\s(?:the\s)?$")
_INVOLVING: Final = re.compile(
    r"\b(?P<net>[A-Z][\w-]{0,24}(?:\s[A-Z][\w-]{0,24}){0,4})\s(?:involving|comprising"
    r"|consisting of|made up of)\s(?P<list>[^,.;]{3,120})"
)
_INVOLVED: Final = ("involving", "comprising", "consisting", "made")
_OF_IT: Final = re.compile(r"['’]s?\s(?:[\w-]+\s){0,2}member\b")
_BECAME: Final = re.compile(r"\b(?:bec[ao]me[s]?|is|was made)\s(?:the\s)?$")
_TO_JOIN: Final = re.compile(r"\b(?:to|must|should|could|may|might|will|would)\s(?:join|accede|enter|adopt)\b")
_DECLINED: Final = re.compile(
    r"\b(?:refus|declin|reject)\w*\s(?:(?:an?|the|its|their)\s\w+\s)?to\s(?:join|accede|enter)\s(?:the\s)?$"
)
_JOINED_IT: Final = re.compile(rf"\bjoin(?:s|ed|ing)?\sthe\s{GROUP}\b")
_OWNED: Final = re.compile(r"['’]s?\s")  # `adopted the EU's sanctions`
_BID: Final = re.compile(r"['’]s?\s(?:\w+\s)?(?:bid|application|plan|wish|attempt|effort|hope|desire|request)s?\sto\s")
_NTH: Final = re.compile(
    r"\b(?:(?:will|would|to|should|could|may)\s)?(?:bec[ao]mes?|be|is|was)\s"
    r"(?:its|the\s(?:alliance|bloc|group|union|club|organi[sz]ation)['’]s)\s(?:\w+\s)?[\w-]+(?:st|nd|rd|th)\smember\b"
)
_APPLIED: Final = re.compile(
    r"\b(?:appl(?:y|ies|ied|ying)\sfor|seek(?:s|ing)?|sought)\s(?:[\w-]+\s){0,2}membership\s(?:of|in)\s(?:the\s)?"
)
_AHEAD: Final = re.compile(r"(?:will|would|to|should|could|may)\b")
_EURO: Final = re.compile(r"\badopt(?:ed|s|ing)?\sthe\s(?P<it>euro)\b")


@readers
def membership(sentence: Sentence) -> Iterator[Bond]:
    """Who belongs to which bloc, who joined it and who left."""
    text, mentions = sentence.text, sentence.mentions
    for place, bloc in enumerate(mentions):
        if bloc.kind != "bloc" or bloc.code == "WST":
            continue
        before = text[max(0, bloc.start - 50) : bloc.start]
        for state in _members(text, bloc, mentions[place + 1 :]):
            yield Bond(bloc.start, state.end, state.name, "member_of", bloc.name)
        fellow = before.endswith("fellow ")
        if fellow and sentence.topic:
            end = re.match(_STATES, text[bloc.end : bloc.end + 20])
            start, stop = bloc.start - len("fellow "), bloc.end + (end.end() if end else 0)
            yield Bond(start, stop, sentence.topic.name, "member_of", bloc.name, modality="implied")
        states = [m for m in mentions[:place] if m.kind == "country"]
        actor = states[0] if states else None
        if states and text[states[-1].end : bloc.start].startswith((" joining ", " entering ", " leaving ")):
            actor = _first_of(text, states)  # `objected to Finland and Sweden joining NATO`
        if states and _BID.match(text, states[-1].end):
            actor = states[-1]
        joined = holds(before, _JOINING) and _JOIN.search(before) and not _OWNED.match(text, bloc.end)
        if actor and (joined or (_OF_IT.match(text, bloc.end) and _BECAME.search(before))):
            mode = "planned" if _TO_JOIN.search(before) or " joining " in before else "asserted"
            sign = "negative" if _DECLINED.search(text, 0, bloc.start) else "positive"
            for one in _together(text, actor, states):
                yield Bond(one.start, bloc.end, one.name, "member_of", bloc.name, sign, mode)
        elif (
            actor
            and holds(before, _LEAVING)
            and _LEAVE.search(before)
            and not re.search(r"\bto (?:leave|quit|exit|withdraw)\b[^.]{0,8}$", before)
        ):
            yield Bond(actor.start, bloc.end, actor.name, "member_of", bloc.name, "negative")
    if sentence.bloc and "join" in text:
        yield from _joined_it(sentence, sentence.bloc)
    if "member" in text and sentence.bloc:
        yield from _nth(sentence)
    if "membership" in text:
        yield from _applied(sentence)
    if "euro" in text:
        yield from _euro(sentence)
    if holds(text, _INVOLVED):
        yield from _networks(sentence)


def _joined_it(sentence: Sentence, bloc: Mention) -> Iterator[Bond]:
    """`Egypt and Iran joined the group`, of the organisation that the sentences before named."""
    text = sentence.text
    found = _JOINED_IT.search(text)
    states = [m for m in sentence.mentions if found and m.kind == "country" and m.end <= found.start()]
    if found and states:
        mode = "planned" if _TO_JOIN.search(text, 0, found.end()) else "asserted"
        for one in _together(text, _first_of(text, states), states):
            yield Bond(one.start, found.end(), one.name, "member_of", bloc.name, modality=mode)


def _together(text: str, first: Mention, states: Sequence[Mention]) -> Iterator[Mention]:
    """A state and those named in one breath with it: `Peru, Chile and Bolivia joined`."""
    end = first.start
    for one in states[states.index(first) :]:
        if one is not first and not _AND.fullmatch(text[end : one.start]):
            return
        yield one
        end = one.end


def _first_of(text: str, states: Sequence[Mention]) -> Mention:
    """The first of the states that are named in one breath with the last."""
    first = states[-1]
    for one in reversed(states[:-1]):
        if not _AND.fullmatch(text[one.end : first.start]):
            break
        first = one
    return first


def _members(text: str, bloc: Mention, after: Sequence[Mention]) -> Iterator[Mention]:
    """The countries listed after `G20 members, such as` or `G20 members`."""
    end, first = bloc.end, True
    for mention in after:
        between = text[end : mention.start]
        listed = (_INCLUDING.fullmatch(between) or _LISTED.fullmatch(between)) if first else _AND.fullmatch(between)
        if not listed or mention.kind != "country":
            return
        yield mention
        end, first = mention.end, False


def _applied(sentence: Sentence) -> Iterator[Bond]:
    """`applied for membership of NATO`: an applicant is no member."""
    found = _APPLIED.search(sentence.text)
    bloc = next((m for m in sentence.mentions if found and m.kind == "bloc" and m.start == found.end()), None)
    actor = next((m for m in sentence.mentions if m.kind == "country"), None)
    if found and bloc and actor and actor.end <= found.start():
        yield Bond(actor.start, bloc.end, actor.name, "member_of", bloc.name, "negative")


def _nth(sentence: Sentence) -> Iterator[Bond]:
    """`Peru became the alliance's 32nd member`, of the organisation that the sentences before named."""
    found = _NTH.search(sentence.text)
    actor = next((m for m in sentence.mentions if m.kind == "country"), None)
    if found and actor and sentence.bloc and actor.end <= found.start():
        mode = "planned" if _AHEAD.match(found[0]) else "asserted"
        yield Bond(actor.start, found.end(), actor.name, "member_of", sentence.bloc.name, modality=mode)


def _euro(sentence: Sentence) -> Iterator[Bond]:
    found = _EURO.search(sentence.text)
    actor = next((m for m in sentence.mentions if m.kind == "country"), None)
    if found and actor and actor.start < found.start():
        yield Bond(actor.start, found.end(), actor.name, "member_of", "euro area")


def _networks(sentence: Sentence) -> Iterator[Bond]:
    """`a Data Pact involving three ministries and two banks`."""
    for found in _INVOLVING.finditer(sentence.text):
        for part in re.split(r",\s(?:and\s)?|\sand\s", found["list"]):
            yield Bond(found.start(), found.end(), part.strip(), "participant_of", found["net"], modality="planned")
