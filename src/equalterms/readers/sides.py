"""Who did a deed and to whom: the names around its trigger, by the frame of the rule that found it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from equalterms.model.values import replace
from equalterms.readers.sentence import Mention, Sentence
from equalterms.readers.triggers import COOP, GROUP

_GLUE: Final = re.compile(
    r"(?:,|,?\s(?:and|or|as well as)|(?:\s(?:countries|nations|states"
    r"|members))?,?\s(?:including|such as))\s(?:the\s)?$|['’]s?\s$|\s\([A-Z]\)\s"
    r"(?:and\s)?$"
)
_FIRM_WORDS: Final = (
    *("manufacturers ", "companies ", "firms ", "banks ", "makers ", "producers ", "suppliers ", "retailers "),
    "exporters ",
)
_FIRMS: Final = re.compile(
    r"(?:^|[,;]\s|\b(?:and|but|that|while)\s)(?P<np>(?:[a-z-]{1,24}\s){0,3}(?:manufacturers|companies|firms|banks|makers|producers|suppliers|chipmakers|retailers|exporters))\s$"
)
_BE: Final = re.compile(r"(?:is|are|was|were|been|has been|have been|had been)\s(?!ready|willing|prepared|\w+ing\b)")
_DEAL: Final = re.compile(
    r"(?:^|[.,]\s|\b)(?P<what>[Tt]he\s(?:deal|agreement|accord|pact|truce|talks|ceasefire|meeting|two sides))\b"
)
_FOLLOWED: Final = re.compile(r"\bfollow(?:s|ed|ing)\s(?:[\w-]+\s){0,6}$")
_CROWD: Final = re.compile(r"\b(?P<who>protesters|demonstrators|rioters|crowds|a crowd|a mob|militants|students)\s$")
_ASIDE: Final = re.compile(r",\s(?!and\b|or\b)|\s(?:after|before|when|while)\s|;\s")
_IT: Final = re.compile(r"\sit\b(?!s)")
_RELATIVE: Final = re.compile(r"\s(?:which|who|that|whose)\s")
_WHICH: Final = re.compile(r",\s(?:which|who)\s(?:\w+\s)?")
_JOINS: Final = ("join", "joins", "joined", "joining")
_THE_GROUP: Final = re.compile(rf"\s(?P<it>the\s{GROUP})\b")
_RESPONSE: Final = re.compile(
    r"(?:In|As) (?:response|retaliation|return|revenge|reply)\b|In (?:its|their) (?:response|turn)\b"
)
_ACT: Final = re.compile(
    r"\s(?P<it>(?:the|its|their|that|this)\s(?:\w+\s)?(?:move|decision|step|attack|strike|raid|annexation|invasion|coup"
    r"|crackdown|killing|bombing|test|launch|vote|arrest)s?\b"
    r"(?!\s(?:of|by|on|in|against)\b)|(?:the|its|their|that|this)\s(?:\w+\s)?(?:bid|proposal|resolution|motion|request)s?\b"
    r"(?!\s(?:of|by)\b))"
)
_OWNS: Final = re.compile(r"['’]s?\s")  # `to Peru, Chile's president said`
_VERB: Final = re.compile(r",?\sand\s(?:(?P<says>said|says|added|told|will|would)|put|sent|began|took|[a-z]{3,}ed)\s")
_NEXT: Final = re.compile(r"(?:;\s|,?\s(?:and|but|while|whereas)\s|:\s)(?:the\s)?$")
_NEXT_ENDS: Final = ("and ", "but ", "while ", "whereas ", "the ", "; ", ": ")
_DOES: Final = re.compile(
    r"\s(?:also\s|has\s|have\s|had\s|will\s|would\s|did\s|does\s)?"
    r"(?!(?:forces|troops|soldiers|officials|goods|companies|citizens|banks|ports|ships)\b)(?:\w+ed|said|sent|put|gave|made|took"
    r"|began|met|shot|told|left|[a-z]+s)\b"
)
_HOW_MANY: Final = {"two": 2, "three": 3, "four": 4, "five": 5}
_COUNTS: Final = ("two ", "three ", "four ", "five ")
_COUNTED: Final = re.compile(r"\b[Tt]he\s(two|three|four|five)\s$")
_AND_DID: Final = (" and ", " and then ", " and also ", " and later ")
_SET_ASIDE: Final = (
    "with ",
    "in ",
    "from ",
    "of ",
    "to ",
    "on ",
    "against ",
    "near ",
    "than ",
    "by ",
    "like ",
    "the ",
    "over ",
)
_COMMA: Final = (", ", ", and ", ", also ", ", and also ")
# `agreed to readmit Peru`, not `agreed to meet in Lima`.
_TO_WHOM: Final = re.compile(r"\s(?!in\b|at\b|on\b|by\b|after\b|before\b|near\b|of\b|for\b)[a-z-]+\s(?:the\s)?")
_NAMED_SO: Final = re.compile(r"(?:[\w-]+\s){0,6}?[\w-]+,\s")  # `announced a pact, AUKUS`: the name of the pact
_ITS_COUNTRY: Final = re.compile(
    r"\b[Tt]he\s(?:[\w-]+\s)?(?:country|nation|state|kingdom|republic),\s(?:which|who)\s(?:\w+\s)?$"
)
_GOVERNMENT: Final = re.compile(r"\s(?:the|its|his)\s(?P<it>government)\b")
_HE: Final = re.compile(r"\b(?P<he>[Hh]e|[Ss]he)\s$")
_HE_ENDS: Final = (" he ", " she ", "He ", "She ")
_PRONOUN: Final = re.compile(r"\b(?P<he>He|She|he|she|They|It|it)\s(?:\w+\s)?$")


def sides(
    sentence: Sentence, span: tuple[int, int], kind: str, frame: str
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Who did it and to whom, by the frame of the trigger."""
    (start, end), text = span, sentence.text
    words = text[start:end]
    source, target = left(sentence, start), right(sentence, end)
    if frame == "passive" and (by := re.match(r"\sby\s", text[end : end + 4])):
        source, target = target if by else source, source
        if not target:
            target = _parties(sentence, start)
    if frame == "both":
        with_ = re.search(r"\bwith\s(?:the\s)?$", text[end : target[0].start]) if target else None
        named = not with_ and len(source) == 1 and target and _TO_WHOM.fullmatch(text[end : target[0].start])
        target = target if with_ or named else _the_country(sentence, end)
    if frame == "with":
        after = re.compile(COOP).search(text, end)
        target = right(sentence, after.end()) if after else ()
    if frame == "between":
        source, target = _group(text, [m for m in sentence.mentions if end <= m.start <= end + 140]), ()
    if words == "talks" and len(source) > 1 and target and text.startswith(" in ", end):
        target = ()  # of the talks in a city
    if frame == "near":
        source, target = _near(sentence, source, target, start, end)
    if frame == "any" and target and _ASIDE.search(text[end : target[0].start]):
        target = ()
    if words.endswith(("applied", "applying")) and not re.match(r"\sto\s", text[end : end + 4]):
        joined = tuple(m for m in sentence.mentions if m.kind == "bloc" and end <= m.start <= end + 60)
        target = joined[:1] or ((replace(sentence.bloc, start=start, end=end),) if sentence.bloc else ())
    if words.endswith(_JOINS) and not target and sentence.bloc and (group := _THE_GROUP.match(text, end)):
        target = (replace(sentence.bloc, start=group.start("it"), end=group.end()),)
    if words == "talks" and (not source or _FOLLOWED.search(text[max(0, start - 60) : start])):
        parties = _parties(sentence, start)
        source, target = (parties, ()) if parties else (source, target)
    if kind == "ASSAULT" and (crowd := _CROWD.search(text[max(0, start - 30) : start])):
        source, target = _crowd(sentence, max(0, start - 30) + crowd.start("who"), start, end)
    if not target and kind in ("SANCTION", "ASSAULT", "ACCUSE", "COERCE") and source:
        target = _elsewhere(sentence, start, source) if frame == "right" or words.endswith("relations") else ()
        target = target or _in_response(sentence, source)
    if kind == "AGREE" and len(target) == 1 and target[0].kind == "bloc" and frame == "right":
        target = () if _NAMED_SO.fullmatch(text[end : target[0].start].lstrip()) else target
    if (inside := [m for m in sentence.mentions if start <= m.start < end]) and not words.endswith(" from"):
        target = tuple(inside)  # `suspended Peru's membership`
    if frame == "noun" and not source:
        source = _adjective(sentence, start)
    return source, () if frame in ("negative", "alone") else target


def _near(
    sentence: Sentence, source: tuple[Mention, ...], target: tuple[Mention, ...], start: int, end: int
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """The sides of a common verb: one right before it, the other soon after in its clause; turned round by `by`."""
    text = sentence.text
    if not source or not target or start - source[-1].end > 70 or target[0].start - end > 60:
        return (), ()
    between = text[source[-1].end : start]
    listed = between.endswith((", ", ", and ")) and not _ASIDE.search(between[: between.rfind(",")])
    if listed and not _RELATIVE.search(between):  # `Peru denied it, closed its border with Chile and ...`
        return source, target
    if (_ASIDE.search(between) and not _WHICH.fullmatch(between)) or _ASIDE.search(text[end : target[0].start]):
        return (), ()
    passive = _BE.match(text, start, end) or text.endswith((" been ", " being "), 0, start)
    if not passive or text[start:end].endswith("opposed"):
        return source, target
    return (target, source) if re.match(r"\s(?:[\w-]+\s){0,4}by\s", text[end : end + 40]) else ((), ())


def _parties(sentence: Sentence, at: int) -> tuple[Mention, ...]:
    """The states of which the sentences before told, where this one says `the deal`; the words there stand for them."""
    found = _DEAL.search(sentence.text[:at])
    start, end = found.span("what") if found else (at, at)
    return tuple(replace(one, start=start, end=end) for one in sentence.parties) if found else ()


def _the_country(sentence: Sentence, at: int) -> tuple[Mention, ...]:
    """`agreed to expand the country's loan`: the country that is told of."""
    found = re.search(r"\bthe\scountry\b", sentence.text[at : at + 60])
    if not found or not sentence.topic:
        return ()
    return (replace(sentence.topic, start=at + found.start(), end=at + found.end()),)


def _crowd(sentence: Sentence, who: int, start: int, end: int) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """`protesters stormed its mission in Lima`: people of the place, against the state named before."""
    places = [m for m in sentence.mentions if m.start >= end and re.search(r"\bin\s$", sentence.text[: m.start][-4:])]
    before = [m for m in sentence.mentions if m.end <= who and m.kind in ("country", "capital", "demonym")]
    owned = re.match(
        r"\s(?:its|the)\s(?:\w+\s)?(?:embassy|mission|consulate|legation)\b", sentence.text[end : end + 40]
    )
    if not places or not owned or not before:
        return left(sentence, start), right(sentence, end)
    return (Mention(who, start - 1, places[0].name, places[0].code, "crowd", "CVL"),), (before[-1],)


def _elsewhere(sentence: Sentence, at: int, source: Sequence[Mention]) -> tuple[Mention, ...]:
    """The other state that a sentence named before: `the embassy that Rome shut`."""
    others = [
        m
        for m in sentence.mentions
        if m.end <= at and m.code not in {s.code for s in source} and m.kind in ("country", "capital")
    ]
    return (others[-1],) if others else ()


def _in_response(sentence: Sentence, source: Sequence[Mention]) -> tuple[Mention, ...]:
    """`In response, China restricted exports`: whom the sentence before was about, if another than who acts."""
    found = _RESPONSE.match(sentence.text)
    one = sentence.earlier
    if not found or one is None or one.code in {m.code for m in source}:
        return ()
    return (replace(one, start=found.start(), end=found.end()),)


def _adjective(sentence: Sentence, at: int) -> tuple[Mention, ...]:
    return tuple(m for m in sentence.mentions if m.end + 1 == at)


def left(sentence: Sentence, at: int) -> tuple[Mention, ...]:
    """The actors named right before a trigger, with those coordinated to them."""
    text = sentence.text
    before_ = text[max(0, at - 70) : at]
    firms = _FIRMS.search(before_) if before_.endswith(_FIRM_WORDS) else None
    if firms:
        start = max(0, at - 70) + firms.start("np")
        return (Mention(start, at - 1, firms["np"], "MNC", "org", "BUS"),)
    before = [m for m in sentence.mentions if m.end <= at]
    if text.find(", wh", max(0, at - 60), at) >= 0 and _ITS_COUNTRY.search(text, max(0, at - 60), at):
        return tuple([m for m in before if m.kind in ("country", "capital", "demonym")][-1:])
    if before and before_.endswith(_COMMA):
        named = before[-1].kind == "person" and text[before[-1].end : at] == ", "  # `its president, A B, declined`
        return (before[-1 if named else 0],)
    if before_.endswith(_COUNTS) and (counted := _COUNTED.search(before_)):  # `after the three signed`
        told = list({m.code: m for m in before if m.code and m.kind in ("country", "capital")}.values())
        if len(told) == _HOW_MANY[counted[1]]:
            return tuple(told)
    if (
        before
        and before_.endswith(_HE_ENDS)
        and (found := _HE.search(before_))
        and (doer := _first_actor(text, before, at))
    ):
        start = max(0, at - 70) + found.start("he")
        return (replace(doer, start=start, end=start + len(found["he"])),)
    if before and (first := _both_did(text, before, at)):
        return first
    if not before:
        return (sentence.topic,) if sentence.topic and _PRONOUN.search(text[max(0, at - 16) : at]) else ()
    return _group(text, before[::-1])[::-1]


def _both_did(text: str, before: Sequence[Mention], at: int) -> tuple[Mention, ...]:
    """Who did the second of two deeds: in `Peru attacked Chile and bombed Lima` it is not Chile, but Peru."""
    if not text.endswith(_AND_DID, 0, at):
        return ()
    clause = max(text.rfind(mark, 0, at) for mark in ("; ", ", but ", ", while ", ", and "))
    one = _first_actor(text, before, at, clause)
    first = _group(text, [m for m in before if one and m.start >= one.start])
    return () if before[-1] in first else first


def _first_actor(text: str, before: Sequence[Mention], at: int, since: int = -1) -> Mention | None:
    """The first of those named before a place that no preposition sets aside."""
    return next((m for m in before if m.start > since and not text[: m.start].endswith(_SET_ASIDE)), None)


def right(sentence: Sentence, at: int) -> tuple[Mention, ...]:
    """Who is named after a trigger in its clause; of an act (`condemned the move`) those told of before."""
    text = sentence.text
    if act := _ACT.match(text, at):
        one = sentence.earlier
        joint = one is None or one.code in {m.code for m in sentence.parties}
        told = sentence.parties if sentence.parties and joint else (one,) if one else ()
        told = told or ((sentence.bloc,) if sentence.bloc else ())
        here = {m.code for m in sentence.mentions if m.end <= at}
        return tuple(replace(m, start=act.start("it"), end=act.end("it")) for m in told if m.code not in here)
    if _IT.match(text, at):  # `warned it`: of those named before, the last but who warns
        before = [m for m in sentence.mentions if m.end <= at and m.code]
        other = next((m for m in reversed(before) if m.code != before[-1].code), None)
        if other is None and before and sentence.earlier and sentence.earlier.code != before[-1].code:
            other = sentence.earlier  # `Russia attacked Ukraine. France condemned it.`
        return (replace(other, start=at + 1, end=at + 3),) if other else ()
    after = [m for m in sentence.mentions if at <= m.start <= at + 140]
    cut = next((m.start for m in after if _is_subject(text, m, at)), len(text))
    verb = _VERB.search(text, at, cut) if text.find("and", at, cut) >= 0 else None
    whole = text.endswith(("relations", "ties", "talks"), 0, at)
    if verb and (verb["says"] or verb.start() > at or whole):  # `attacked and occupied Peru` has one object for both
        cut = verb.start()
    after = [m for m in after if m.start < cut]
    government = _GOVERNMENT.match(text, at)
    if government and sentence.topic:
        one = Mention(*government.span("it"), "the government", sentence.topic.code, "org", "GOV")
        return (one, *_group(sentence.text, [m for m in after if m.start <= at + 40]))
    return _group(sentence.text, after)


def _is_subject(text: str, one: Mention, since: int) -> bool:
    """Whether a name begins a clause of its own: `; China called`, `and America imposed`."""
    before = text[max(since, one.start - 14) : one.start]
    if not before.endswith(_NEXT_ENDS) or not _NEXT.search(before):
        return False
    return ";" in before or bool(_DOES.match(text, one.end))


def _group(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    out: list[Mention] = list(mentions[:1])
    for mention in mentions[1:]:
        first, second = sorted((out[-1], mention), key=lambda m: m.start)
        if (first.start, first.end) != (second.start, second.end) and (
            second.start - first.end > 40 or not _GLUE.fullmatch(text[first.end : second.start])
        ):
            break
        if text[first.end : second.start] == ", " and _OWNS.match(text, second.end):
            break
        if second.kind == "bloc" and text[first.end : second.start] in ("'s ", "’s "):  # `Sweden's NATO bid`
            break
        out.append(mention)
    return tuple(out)
