"""Events between states and organisations, by trigger: the classes of the PLOVER manual of 2021."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from equalterms.model.values import replace
from equalterms.readers import readers
from equalterms.readers.sentence import Deed, Mention, Sentence
from equalterms.readers.triggers import COMMON, COOP, HAVE, LEXICON, STEMS
from equalterms.readers.words import Stems, holds

_ROWS = (
    *((stems, *row) for stems, row in zip(STEMS, LEXICON, strict=True)),
    *((stems, HAVE + words, kind, cameo, "near") for stems, words, kind, cameo in COMMON),
)
_RULES = tuple(
    (
        frozenset(stems.split(" + ")),
        re.compile(rf"(?:{words.removeprefix(HAVE)})(?!\w)"),
        words.startswith(HAVE),
        kind,
        cameo,
        frame,
    )
    for stems, words, kind, cameo, frame in _ROWS
)
_HAD = re.compile(r"(?<![\w-])(?:(?:has|have|had|would|will|is|are|was|were)\s(?:already\s|now\s)?|already\s|now\s)$")
_HAD_ENDS = ("has ", "have ", "had ", "would ", "will ", "is ", "are ", "was ", "were ", "already ", "now ")
_STEMS = Stems({side: side.split() for needs, *_ in _RULES for side in needs})
_BY_STEM: dict[str, list[int]] = {}
for _place, (_needs, *_) in enumerate(_RULES):
    # Every stem of a rule must be there, so that any one of them finds it.
    _BY_STEM.setdefault(min(_needs), []).append(_place)
_GLUE = re.compile(
    r"(?:,|,?\s(?:and|or|as well as)|(?:\s(?:countries|nations|states"
    r"|members))?,?\s(?:including|such as))\s(?:the\s)?$|['’]s?\s$|\s\([A-Z]\)\s"
    r"(?:and\s)?$"
)
_FIRM_WORDS = (
    *("manufacturers ", "companies ", "firms ", "banks ", "makers ", "producers ", "suppliers ", "retailers "),
    "exporters ",
)
_FIRMS = re.compile(
    r"(?:^|[,;]\s|\b(?:and|but|that|while)\s)(?P<np>(?:[a-z-]{1,24}\s){0,3}(?:manufacturers|companies|firms|banks|makers|producers|suppliers|chipmakers|retailers|exporters))\s$"
)
_NOT = re.compile(r"\b(?:not|never|n['’]t|den(?:y|ies|ied)|without|no)\s(?:\w+\s){0,2}$")
_NO = ("n't ", "n’t ", "not ", "no ", "never ", "den", "without ")
_PLAN = re.compile(r"^(?:would|will)\b")
_TO_DO = re.compile(
    r"\b(?:must|should|could|may|might|can|(?:want|plan|intend|hope|appl|prepar|vow|promise|threaten|aim|seek)\w*\sto"
    r"|\b(?:bid|application|attempt|effort|wish|desire|hope|offer|request|campaign|right|chance)s?\sto)\s$"
)
_TO_DO_ENDS = ("to ", "must ", "should ", "could ", "may ", "might ", "can ")
# `demanded that Peru withdraw`
_DEMANDED = re.compile(r"\b(?:demand|urg|ask|insist|propos|request|recommend)\w*\s(?:on\s\w+\s)?that\s[^.;,]{1,50}$")
_LIFTED = re.compile(r"\b(?:lift|lifts|lifted|eases?|eased|relax(?:es|ed)?|removed?|waived?)\s(?:[\w-]+\s){0,2}$")
_HOSTED = re.compile(r"\b(?:mediat|broker|host)\w*\s(?:[\w-]+\s){0,3}$")
# `was accused`, `been accused`, but not `was leaving`.
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s(?:already\s|now\s|\w+ly\s)?(?!\w+ing\b|met\b|engaged\b|opposed\b)"
    r"[a-z]+(?:\s(?:out|off|down|on|to))?$"
)
_BE = re.compile(r"(?:is|are|was|were|been|has been|have been|had been)\s(?!ready|willing|prepared|suing)")
_BY = re.compile(r"\s(?:[\w-]+\s){0,3}?by\s")
_THEMES = ("Alliance", "Network", "Pact", "Treaty", "Agreement", "Fund", "Partnership", "Forum")
_THEME = re.compile(
    r"(?:[A-Z][\w-]{0,24}\s){1,4}(?:Alliance|Network|Pact|Treaty|Agreement|Fund|Partnership|Forum)(?:\s(?:Network|Fund|Agreement|Pact))?"
)
_DEAL = re.compile(
    r"(?:^|[.,]\s|\b)(?P<what>[Tt]he\s(?:deal|agreement|accord|pact|truce|talks|ceasefire|meeting|two sides))\b"
)
_FOLLOWED = re.compile(r"\bfollow(?:s|ed|ing)\s(?:[\w-]+\s){0,6}$")
_CROWD = re.compile(r"\b(?P<who>protesters|demonstrators|rioters|crowds|a crowd|a mob|militants|students)\s$")
_ASIDE = re.compile(r",\s(?!and\b|or\b)|\s(?:after|before|when|while)\s|;\s")
_IT = re.compile(r"\sit\b(?!s)")
_WHICH = re.compile(r",\s(?:which|who)\s(?:\w+\s)?")
_ACT = re.compile(
    r"\s(?P<it>(?:the|its|their|that|this)\s(?:\w+\s)?(?:move|decision|step|attack|strike|raid|annexation|invasion|coup"
    r"|crackdown|killing|bombing|test|launch|vote|arrest)s?\b"
    r"(?!\s(?:of|by|on|in|against)\b)|(?:the|its|their|that|this)\s(?:\w+\s)?(?:bid|proposal|resolution|motion|request)s?\b"
    r"(?!\s(?:of|by)\b))"
)
_OWNS = re.compile(r"['’]s?\s")  # `to Peru, Chile's president said`
_VERB = re.compile(r",?\sand\s(?:(?P<says>said|says|added|told|will|would)|put|sent|began|took|[a-z]{3,}ed)\s")
_NEXT = re.compile(r"(?:;\s|,?\s(?:and|but|while|whereas)\s|:\s)(?:the\s)?$")
_NEXT_ENDS = ("and ", "but ", "while ", "whereas ", "the ", "; ", ": ")
_DOES = re.compile(
    r"\s(?:also\s|has\s|have\s|had\s|will\s|would\s|did\s|does\s)?"
    r"(?!(?:forces|troops|soldiers|officials|goods|companies|citizens|banks|ports|ships)\b)(?:\w+ed|said|sent|put|gave|made|took"
    r"|began|met|shot|told|left|[a-z]+s)\b"
)
_HOW_MANY = {"two": 2, "three": 3, "four": 4, "five": 5}
_COUNTS = ("two ", "three ", "four ", "five ")
_COUNTED = re.compile(r"\b[Tt]he\s(two|three|four|five)\s$")
_AND_DID = (" and ", " and then ", " and also ", " and later ")
_SET_ASIDE = (
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
_COMMA = (", ", ", and ", ", also ", ", and also ")
# `agreed to readmit Peru`, not `agreed to meet in Lima`.
_TO_WHOM = re.compile(r"\s(?!in\b|at\b|on\b|by\b|after\b|before\b|near\b|of\b|for\b)[a-z-]+\s(?:the\s)?")
_NAMED_SO = re.compile(r"(?:[\w-]+\s){0,6}?[\w-]+,\s")  # `announced a pact, AUKUS`: the name of the pact
_ITS_COUNTRY = re.compile(
    r"\b[Tt]he\s(?:[\w-]+\s)?(?:country|nation|state|kingdom|republic),\s(?:which|who)\s(?:\w+\s)?$"
)
_GOVERNMENT = re.compile(r"\s(?:the|its|his)\s(?P<it>government)\b")
_PRONOUN = re.compile(r"\b(?P<he>He|She|he|she|They|It|it)\s(?:\w+\s)?$")


@readers
def event(sentence: Sentence) -> Iterator[Deed]:
    """Who did what to whom."""
    stems = _STEMS.of(sentence.text)
    if not stems:
        return
    text = sentence.text
    found = [
        (_begin(text, match.start(), verb), match.end(), kind, cameo, frame)
        for pattern, verb, kind, cameo, frame in _rules(frozenset(stems))
        for match in pattern.finditer(text)
        if not (before := text[match.start() - 1 : match.start()]).isalnum() and before != "-" and before != "_"
    ]
    deeds: list[Deed] = []  # in the order of the rules: the first that has some words keeps them
    for start, end, kind, cameo, frame in found:
        if not any(one.start < end and start < one.end for one in deeds):
            deed = _deed(sentence, (start, end), kind, cameo, frame)
            if deed is not None:
                deeds.append(deed)
    agreed = {deed.end + 1 for deed in deeds if deed.kind == "AGREE"}  # `agreed to restore ties` is one deed
    for deed in sorted(deeds, key=lambda deed: deed.start):
        if deed.start not in agreed:
            yield _related(sentence, deed, deeds)


@lru_cache(maxsize=4096)
def _rules(stems: frozenset[str]) -> tuple[tuple[re.Pattern[str], bool, str, str, str], ...]:
    """The rules that a sentence with these stems can hold, in their order: most sentences have one or two stems."""
    places = sorted(place for stem in stems for place in _BY_STEM.get(stem, ()))
    return tuple(_RULES[place][1:] for place in places if _RULES[place][0] <= stems)


def _begin(text: str, at: int, verb: bool) -> int:
    """Where a trigger begins: `has already joined` with what stands before its verb."""
    had = _HAD.search(text, max(0, at - 20), at) if verb and text.endswith(_HAD_ENDS, 0, at) else None
    return had.start() if had else at


def _deed(sentence: Sentence, span: tuple[int, int], kind: str, cameo: str, frame: str) -> Deed | None:
    (start, end), text = span, sentence.text
    words = text[start:end]
    if text.endswith((" been ", " being "), 0, start) and not text.startswith(" by ", end):
        return None
    before = text[max(0, start - 40) : start]
    if (frame == "noun" and _LIFTED.search(before)) or (words == "talks" and _HOSTED.search(before)):
        return None
    if frame not in ("passive", "near", "noun", "negative") and _PASSIVE.search(text, max(0, start - 8), end):
        by = _BY.match(text, end)
        source = _right(sentence, by.end() - 1) if by else ()
        target = _left(sentence, start) if frame != "both" else ()
    else:
        source, target = _sides(sentence, span, kind, frame)
    bare = frame in ("right", "with", "near") and not target and not (kind == "AGREE" and len(source) > 1)
    if not source or bare:
        return None
    own = {m.code or m.name for m in source}
    if len(own) > 1:  # `A and B announced a pact under which B ...`
        target = tuple(m for m in target if (m.code or m.name) not in own)
    if {m.code for m in source} == {m.code for m in target} and kind not in ("REQUEST",):
        return None
    denied = frame == "negative" or (holds(before, _NO) and bool(_NOT.search(before[-30:])))
    theme = _THEME.search(text, end, end + 90) if holds(text[end : end + 90], _THEMES) else None
    return Deed(
        start, end, kind, cameo, source, target, "planned" if _planned(text, start, words) else "asserted",
        "negative" if denied else "positive", frame == "noun" or (cameo == "190" and not words.endswith("ed")),
        theme[0] if theme else "",
    )  # fmt: skip


def _planned(text: str, start: int, words: str) -> bool:
    """Whether a deed is still to be done: `will join`, `must apply to join`."""
    if text.find("that ", max(0, start - 90), start) >= 0 and _DEMANDED.search(text, max(0, start - 90), start):
        return True
    before = text[max(0, start - 40) : start] + ("to " if words.startswith("to ") else "")
    return bool(_PLAN.match(words)) or (before.endswith(_TO_DO_ENDS) and bool(_TO_DO.search(before)))


def _sides(
    sentence: Sentence, span: tuple[int, int], kind: str, frame: str
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Who did it and to whom, by the frame of the trigger."""
    (start, end), text = span, sentence.text
    words = text[start:end]
    source, target = _left(sentence, start), _right(sentence, end)
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
        target = _right(sentence, after.end()) if after else ()
    if frame == "near":
        source, target = _near(sentence, source, target, start, end)
    if frame == "any" and target and _ASIDE.search(text[end : target[0].start]):
        target = ()
    if words.endswith(("applied", "applying")) and not re.match(r"\sto\s", text[end : end + 4]):
        joined = tuple(m for m in sentence.mentions if m.kind == "bloc" and end <= m.start <= end + 60)
        target = joined[:1] or ((replace(sentence.bloc, start=start, end=end),) if sentence.bloc else ())
    if words == "talks" and (not source or _FOLLOWED.search(text[max(0, start - 60) : start])):
        parties = _parties(sentence, start)
        source, target = (parties, ()) if parties else (source, target)
    if kind == "ASSAULT" and (crowd := _CROWD.search(text[max(0, start - 30) : start])):
        source, target = _crowd(sentence, max(0, start - 30) + crowd.start("who"), start, end)
    if frame == "right" and not target and kind in ("SANCTION", "ASSAULT", "ACCUSE") and source:
        target = _elsewhere(sentence, start, source)
    if kind == "AGREE" and len(target) == 1 and target[0].kind == "bloc" and frame == "right":
        target = () if _NAMED_SO.fullmatch(text[end : target[0].start].lstrip()) else target
    if inside := [m for m in sentence.mentions if start <= m.start < end]:
        target = tuple(inside)  # `suspended Peru's membership`
    if frame == "noun" and not source:
        source = _adjective(sentence, start)
    return source, () if frame in ("negative", "alone") else target


def _near(
    sentence: Sentence, source: tuple[Mention, ...], target: tuple[Mention, ...], start: int, end: int
) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """The sides of a common verb: one right before it, the other soon after in its clause; turned round by `by`."""
    text = sentence.text
    if not source or not target or start - source[-1].end > 60 or target[0].start - end > 60:
        return (), ()
    between = text[source[-1].end : start]
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
        return _left(sentence, start), _right(sentence, end)
    return (Mention(who, start - 1, places[0].name, places[0].code, "crowd", "CVL"),), (before[-1],)


def _related(sentence: Sentence, deed: Deed, deeds: Sequence[Deed]) -> Deed:
    """The deed with the sides that another one of its sentence gives it: a charge rejected, a boycott ended."""
    text = sentence.text
    if deed.kind == "REJECT" and not deed.target:
        charge = next((d for d in deeds if d.kind in ("ACCUSE", "REQUEST") and _same(d.target, deed.source)), None)
        return replace(deed, target=charge.source) if charge else deed
    if deed.kind == "SANCTION" and re.search(
        r"\b(?:ending|lifting|easing)\s(?:a|an|the|its|their)\s$", text[: deed.start]
    ):
        main = next((d for d in deeds if d.end < deed.start and d.source and d.target), None)
        return replace(deed, source=main.source, target=main.target) if main else deed
    return deed


def _same(some: Sequence[Mention], others: Sequence[Mention]) -> bool:
    return bool({m.code for m in some} & {m.code for m in others})


def _elsewhere(sentence: Sentence, at: int, source: Sequence[Mention]) -> tuple[Mention, ...]:
    """The other state that a sentence named before: `the embassy that Rome shut`."""
    others = [
        m
        for m in sentence.mentions
        if m.end <= at and m.code not in {s.code for s in source} and m.kind in ("country", "capital")
    ]
    return (others[-1],) if others else ()


def _adjective(sentence: Sentence, at: int) -> tuple[Mention, ...]:
    return tuple(m for m in sentence.mentions if m.end + 1 == at)


def _left(sentence: Sentence, at: int) -> tuple[Mention, ...]:
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
        return (before[0],)
    if before_.endswith(_COUNTS) and (counted := _COUNTED.search(before_)):  # `after the three signed`
        told = list({m.code: m for m in before if m.code and m.kind in ("country", "capital")}.values())
        if len(told) == _HOW_MANY[counted[1]]:
            return tuple(told)
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
    did = [m for m in before if m.start > clause and not text[: m.start].endswith(_SET_ASIDE)]
    first = _group(text, [m for m in before if did and m.start >= did[0].start])
    return () if before[-1] in first else first


def _right(sentence: Sentence, at: int) -> tuple[Mention, ...]:
    """Who is named after a trigger in its clause; of an act (`condemned the move`) those told of before."""
    text = sentence.text
    if act := _ACT.match(text, at):
        one = sentence.earlier
        joint = one is None or one.code in {m.code for m in sentence.parties}
        told = sentence.parties if sentence.parties and joint else (one,) if one else ()
        here = {m.code for m in sentence.mentions if m.end <= at}
        return tuple(replace(m, start=act.start("it"), end=act.end("it")) for m in told if m.code not in here)
    if _IT.match(text, at):  # `warned it`: of those named before, the last but who warns
        before = [m for m in sentence.mentions if m.end <= at and m.code]
        other = next((m for m in reversed(before) if m.code != before[-1].code), None)
        return (replace(other, start=at + 1, end=at + 3),) if other else ()
    after = [m for m in sentence.mentions if at <= m.start <= at + 140]
    cut = next((m.start for m in after if _is_subject(text, m, at)), len(text))
    verb = _VERB.search(text, at, cut) if text.find("and", at, cut) >= 0 else None
    if verb and (verb["says"] or verb.start() > at):  # `attacked and occupied Peru` has one object for both
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
        out.append(mention)
    return tuple(out)
