"""Events between states and organisations, by trigger: the classes of the PLOVER manual of 2021."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from equalterms.readers import readers
from equalterms.readers.sentence import Deed, Mention, Sentence

_HAVE = r"(?:(?:has|have|had|would|will|is|are|was|were)\s)?(?:already\s|now\s)?"
_COOP = r"(?:co-?operat|collaborat|partner)\w*\s(?:in\s[\w\s]{1,30}\s)?with\b"
_NET = r"(?:[Aa]lliance|[Nn]etwork|[Pp]artnership|[Pp]act|[Cc]oalition|[Tt]reaty|[Aa]greement|[Bb]loc|[Ff]und)"
# trigger, class, CAMEO code, frame: `right` needs an actor after it, `both` takes the actors on its left as both sides.
_LEXICON: tuple[tuple[str, str, str, str], ...] = (
    (
        rf"{_HAVE}(?:order(?:s|ed)?|instruct(?:s|ed)?|direct(?:s|ed)|task(?:s|ed))(?=\s[^.;]{{3,140}}{_COOP})",
        "AGREE",
        "031",
        "with",
    ),
    (
        rf"{_HAVE}(?:agree(?:s|d)?\s(?:on\s\w+\s)?to|sign(?:s|ed)\s(?:a|an|the)\s(?:\w+\s){{0,3}}{_NET})",
        "AGREE",
        "030",
        "both",
    ),
    (
        rf"(?:declaration|announcement|declare[sd]|announce[sd]|launch(?:es|ed)?|unveil(?:s|ed)?)(?=\s(?:of\s)?(?:a\s|an\s|the\s)(?:new\s)?(?:[\w-]+\s){{0,4}}{_NET})",
        "AGREE",
        "030",
        "right",
    ),
    (
        r"expressed\s(?:his|her|its|their)\s(?:desire|wish|intention|intent|readiness|willingness|hope)\sto\s(?:establish|create|cooperate|form|build|deepen|expand|strengthen)",
        "AGREE",
        "030",
        "any",
    ),
    (rf"{_HAVE}engaged?(?=\swith\b)", "CONSULT", "040", "right"),
    (r"invit(?:es|ed)(?=\s[a-z]|\s[A-Z])", "AGREE", "030", "any"),
    (
        rf"{_HAVE}(?:told|urge[sd]?|ask(?:s|ed)|call(?:s|ed)\son|demand(?:s|ed))(?=\s[^.;]{{2,80}}\bto\b)",
        "REQUEST",
        "102",
        "right",
    ),
    (
        rf"{_HAVE}(?:cease[sd]?|halt(?:s|ed)?|stop(?:s|ped)?|suspend(?:s|ed)?|ban(?:s|ned)?|restrict(?:s|ed)?)\s(?:all\s)?(?:exports?|shipments?|deliveries|sales|supplies|imports?)",
        "SANCTION",
        "163",
        "right",
    ),
    (r"sanctions(?=\s(?:aimed|on|against|imposed|limiting|over|targeting))", "SANCTION", "163", "noun"),
    (r"boycott|embargo", "SANCTION", "163", "noun"),
    (rf"{_HAVE}(?:expel(?:s|led)?|ordered\sout)", "SANCTION", "166", "right"),
    (r"closure(?=\sof\sthe\s[A-Z])", "SANCTION", "160", "right"),
    (
        rf"{_HAVE}(?:leav(?:es|ing)|withdraw(?:s|n|ing)?\sfrom|withdrew\sfrom|pull(?:ed|ing)?\sout|quit(?:s|ting)?|vot(?:ed|es)\sto\sleave)(?=\s(?:of\s)?(?:the\s)?[A-Z])",
        "SANCTION",
        "166",
        "any",
    ),
    (
        rf"{_HAVE}(?:cut|sever(?:ed|s)?|br(?:eak|oke)\soff)\s(?:diplomatic\s)?(?:ties|relations)",
        "SANCTION",
        "161",
        "any",
    ),
    (
        r"military\soperations?(?=\sin\b)|invasion(?=\sof\b)|(?:air)?strikes?(?=\son\b)|offensive(?=\sin\b)|bombing(?=\sof\b)|war(?=\s(?:in|on|against)\s[A-Z])",
        "ASSAULT",
        "190",
        "right",
    ),
    (rf"{_HAVE}(?:storm(?:ed|s)|attack(?:s|ed)|invade[sd]?|bomb(?:s|ed)|shell(?:s|ed))(?=\s)", "ASSAULT", "190", "any"),
    (rf"{_HAVE}(?:broker(?:ed|s)|mediate[sd]?)", "CONSULT", "045", "passive"),
    (
        r"(?<=\s)talks(?=\s(?:with|in|between|on|over|about)\b)|{h}(?:met\swith|host(?:ed|s)|visit(?:ed|s))(?=\s)".replace(
            "{h}", _HAVE
        ),
        "CONSULT",
        "046",
        "any",
    ),
    (rf"{_HAVE}(?:join(?:s|ed|ing)?)(?=\s(?:the\s)?[A-Z])", "AGREE", "057", "right"),
    (rf"{_HAVE}applied(?=\s|$)", "AGREE", "102", "any"),
    (r"denied(?=\s(?:any|all|the|that|having|being))", "REJECT", "016", "negative"),
    (rf"{_HAVE}accuse[sd]?", "ACCUSE", "112", "right"),
    (rf"{_HAVE}(?:condemn(?:s|ed)|denounce[sd]?|criticise[sd]?|criticize[sd]?)", "ACCUSE", "111", "right"),
    (rf"{_HAVE}threaten(?:s|ed)?", "THREATEN", "130", "right"),
    (rf"{_HAVE}(?:always\s)?(?:reject(?:s|ed)|refuse[sd]?|rebuff(?:s|ed))", "REJECT", "120", "any"),
    (
        r"(?:pledge[sd]?|donate[sd]?|provide[sd]?|sen(?:t|ds))(?=\s[^.;,]{1,40}\b(?:aid|assistance|relief)\b)",
        "AID",
        "070",
        "right",
    ),
)
_RULES = tuple(
    (re.compile(rf"(?<![\w-])(?:{words})(?!\w)"), kind, cameo, frame) for words, kind, cameo, frame in _LEXICON
)
_GLUE = re.compile(
    r"(?:,|,?\s(?:and|or|as well as)|(?:\s(?:countries|nations|states"
    r"|members))?,?\s(?:including|such as))\s(?:the\s)?$|['’]s?\s$|\s\([A-Z]\)\s"
    r"(?:and\s)?$"
)
_FIRMS = re.compile(
    r"(?:^|[,;]\s|\b(?:and|but|that|while)\s)(?P<np>(?:[a-z-]{1,24}\s){0,3}(?:manufacturers|companies|firms|banks|makers|producers|suppliers|chipmakers|retailers|exporters))\s$"
)
_NOT = re.compile(r"\b(?:not|never|n['’]t|den(?:y|ies|ied)|without|no)\s(?:\w+\s){0,2}$")
_PLAN = re.compile(r"^(?:would|will)\b")
_THEME = re.compile(
    r"(?:[A-Z][\w-]{0,24}\s){1,4}(?:Alliance|Network|Pact|Treaty|Agreement|Fund|Partnership|Forum)(?:\s(?:Network|Fund|Agreement|Pact))?"
)
_PRONOUN = re.compile(r"\b(?P<he>He|She|he|she|They|It|it)\s(?:\w+\s)?$")


@readers
def event(sentence: Sentence) -> Iterator[Deed]:
    """Who did what to whom."""
    held: list[tuple[int, int]] = []
    for pattern, kind, cameo, frame in _RULES:
        for found in pattern.finditer(sentence.text):
            if any(a < found.end() and found.start() < b for a, b in held):
                continue
            deed = _deed(sentence, found, kind, cameo, frame)
            if deed is not None:
                held.append(found.span())
                yield deed


def _deed(sentence: Sentence, found: re.Match[str], kind: str, cameo: str, frame: str) -> Deed | None:
    text, start, end = sentence.text, found.start(), found.end()
    source, target = _left(sentence, start), _right(sentence, end)
    if frame == "passive" and (by := re.match(r"\sby\s", text[end : end + 4])):
        source, target = target if by else source, source
    if frame == "both":
        with_ = re.search(r"\bwith\s(?:the\s)?$", text[end : target[0].start]) if target else None
        target = target if with_ else ()
    if frame == "with":
        after = re.compile(_COOP).search(text, end)
        target = _right(sentence, after.end()) if after else ()
    if frame == "right" and not target and kind in ("SANCTION", "ASSAULT", "ACCUSE") and source:
        target = _elsewhere(sentence, start, source)
    if frame == "noun" and not source:
        source = _adjective(sentence, start)
    if not source or (frame in ("right", "with") and not target):
        return None
    if {m.code for m in source} == {m.code for m in target} and kind not in ("REQUEST",):
        return None
    if frame == "negative":
        target = ()
    denied = frame == "negative" or bool(_NOT.search(text[max(0, start - 30) : start]))
    theme = _THEME.search(text, end, min(len(text), end + 90))
    return Deed(
        start, end, kind, cameo, source, target, "planned" if _PLAN.match(found[0]) else "asserted",
        "negative" if denied else "positive", frame == "noun" or (cameo == "190" and not re.search("ed$", found[0])),
        theme[0] if theme else "",
    )  # fmt: skip


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
    firms = _FIRMS.search(sentence.text[max(0, at - 70) : at])
    if firms:
        start = max(0, at - 70) + firms.start("np")
        return (Mention(start, at - 1, firms["np"], "MNC", "org", "BUS"),)
    before = [m for m in sentence.mentions if m.end <= at]
    if before and re.search(r",\sand\s(?:also\s)?$", sentence.text[max(0, at - 12) : at]):
        return (before[0],)
    if _PRONOUN.search(sentence.text[max(0, at - 16) : at]) and sentence.topic and not before:
        return (sentence.topic,)
    return _group(sentence.text, before[::-1])[::-1] if before else ()


def _right(sentence: Sentence, at: int) -> tuple[Mention, ...]:
    after = [m for m in sentence.mentions if at <= m.start <= at + 140]
    government = re.match(r"\s(?:the|its|his)\s(?P<it>government)\b", sentence.text[at : at + 20])
    if government and sentence.topic:
        one = Mention(
            at + government.start("it"), at + government.end("it"), "the government", sentence.topic.code, "org", "GOV"
        )
        return (one, *_group(sentence.text, [m for m in after if m.start <= at + 40]))
    return _group(sentence.text, after)


def _group(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    out: list[Mention] = list(mentions[:1])
    for mention in mentions[1:]:
        first, second = sorted((out[-1], mention), key=lambda m: m.start)
        if second.start - first.end > 40 or not _GLUE.fullmatch(text[first.end : second.start]):
            break
        out.append(mention)
    return tuple(out)
