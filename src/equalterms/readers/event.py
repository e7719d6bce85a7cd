"""Events between states and organisations, by trigger: the classes of the PLOVER manual of 2021."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from equalterms.model.values import replace
from equalterms.readers import readers
from equalterms.readers.sentence import Deed, Mention, Sentence
from equalterms.readers.sides import left, right, sides
from equalterms.readers.triggers import HAVE, LEXICON, STEMS
from equalterms.readers.verbs import BARE, COMMON
from equalterms.readers.words import Stems, holds

_ROWS: Final = (
    *((stems, *row) for stems, row in zip(STEMS, LEXICON, strict=True)),
    *((stems, HAVE + words, kind, cameo, "near") for stems, words, kind, cameo in COMMON),
)
_RULES: Final = tuple(
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
_HAD: Final = re.compile(
    r"(?<![\w-])(?:(?:has|have|had|would|will|is|are|was|were)\s(?:already\s|now\s)?|already\s|now\s)$"
)
_HAD_ENDS: Final = ("has ", "have ", "had ", "would ", "will ", "is ", "are ", "was ", "were ", "already ", "now ")
_STEMS: Final = Stems({side: side.split() for needs, *_ in _RULES for side in needs})
_BY_STEM: Final[dict[str, list[int]]] = {}
for _place, (_needs, *_) in enumerate(_RULES):
    # Every stem of a rule must be there, so that any one of them finds it.
    _BY_STEM.setdefault(min(_needs), []).append(_place)
_NOT: Final = re.compile(r"\b(?:not|never|n['’]t|den(?:y|ies|ied)|without|no)\s(?:\w+\s){0,2}$")
_NO: Final = ("n't ", "n’t ", "not ", "no ", "never ", "den", "without ")
_PLAN: Final = re.compile(r"^(?:would|will)\b")
_TO_DO: Final = re.compile(
    r"\b(?:must|should|could|may|might|can|(?:want|plan|intend|hope|appl|prepar|vow|promise|threaten|aim|seek)\w*\sto"
    r"|\b(?:bid|application|attempt|effort|wish|desire|hope|offer|request|campaign|right|chance)s?\sto)\s$"
)
_TO_DO_ENDS: Final = ("to ", "must ", "should ", "could ", "may ", "might ", "can ")
# `demanded that Peru withdraw`
_DEMANDED: Final = re.compile(
    r"\b(?:demand|urg|ask|insist|propos|request|recommend)\w*\s(?:on\s\w+\s)?that\s[^.;,]{1,50}$"
)
_LIFTED: Final = re.compile(
    r"\b(?:lift|lifts|lifted|eases?|eased|relax(?:es|ed)?|removed?|waived?)\s(?:[\w-]+\s){0,2}$"
)
_HOSTED: Final = re.compile(r"\b(?:mediat|broker|host)\w*\s(?:[\w-]+\s){0,3}$")
# `was accused`, `been accused`, but not `was leaving`.
_PASSIVE: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s(?:already\s|now\s|\w+ly\s)?(?!\w+ing\b|met\b|engaged\b|opposed\b)"
    r"[a-z]+(?:\s(?:out|off|down|on|to))?$"
)
_BY: Final = re.compile(r"\s(?:[\w-]+\s){0,3}?by\s")
_TO_HOLD: Final = re.compile(r"\b(?:will|would|to)\s(?:hold|resume|begin|start|open|attend|host)\s(?:[\w-]+\s){0,3}$")
_LEFT: Final = ("left", "leave")
# `refused to impose sanctions`, `declined an invitation to join`
_REFUSED: Final = re.compile(r"\b(?:refus|declin|reject)\w*\s(?:(?:an?|the|its|their)\s\w+\s)?to\s(?:\w+\s){0,2}$")
_CARRIED_OUT: Final = re.compile(r"\b(?:conduct|carri|launch|beg[au]n|order|mount)\w*\s(?:out\s)?(?:[\w-]+\s){0,2}$")
_RECEIVED: Final = ("welcomed", "received", "welcomes", "receives")
_THEMES: Final = ("Alliance", "Network", "Pact", "Treaty", "Agreement", "Fund", "Partnership", "Forum")
_THEME: Final = re.compile(
    r"(?:[A-Z][\w-]{0,24}\s){1,4}(?:Alliance|Network|Pact|Treaty|Agreement|Fund|Partnership|Forum)(?:\s(?:Network|Fund|Agreement|Pact))?"
)


@readers
def event(sentence: Sentence) -> Iterator[Deed]:
    """Who did what to whom."""
    stems = _STEMS.of(sentence.text)
    if not stems:
        return
    text = sentence.text
    found = [
        (_begin(text, match.start(), verb), match.end(), kind, cameo, frame)
        for pattern, verb, kind, cameo, frame in _rules(stems)
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
    if words.partition(" ")[0] in BARE and not text.endswith(_TO_DO_ENDS, 0, start):
        return None
    before = text[max(0, start - 40) : start]
    if (frame == "noun" and _LIFTED.search(before)) or (words == "talks" and _HOSTED.search(before)):
        return None
    if frame not in ("passive", "near", "noun", "negative") and _PASSIVE.search(text, max(0, start - 8), end):
        by = _BY.match(text, end)
        source = right(sentence, by.end() - 1) if by else ()
        target = left(sentence, start) if frame != "both" else ()
    else:
        source, target = sides(sentence, span, kind, frame)
    if words.endswith(_LEFT) and not any(m.kind == "bloc" for m in target):
        return None  # one leaves a place as well as an organisation
    bare = frame in ("right", "with", "near") and not target and not (kind == "AGREE" and len(source) > 1)
    if not source or bare:
        return None
    if frame == "both" and kind == "CONSULT" and not target and len(source) < 2:
        return None  # `the two met` names who did, `he met on Monday` does not
    own = {m.code or m.name for m in source}
    if len(own) > 1:  # `A and B announced a pact under which B ...`
        target = tuple(m for m in target if (m.code or m.name) not in own)
    if {m.code for m in source} == {m.code for m in target} and kind not in ("REQUEST",):
        return None
    denied = frame == "negative" or (holds(before, _NO) and bool(_NOT.search(before[-30:])))
    denied = denied or bool((frame == "noun" or words.startswith("join")) and _REFUSED.search(before))
    kind, cameo = _classed(sentence, span, kind, cameo, source, target)
    told = cameo == "190" and not words.endswith("ed")  # of a war or an attack that another sentence is about
    theme = _THEME.search(text, end, end + 90) if holds(text[end : end + 90], _THEMES) else None
    return Deed(
        start, end, kind, cameo, source, target, "planned" if _planned(text, start, words) else "asserted",
        "negative" if denied else "positive", frame == "noun" or (told and not _CARRIED_OUT.search(before)),
        theme[0] if theme else "",
    )  # fmt: skip


def _classed(
    sentence: Sentence,
    span: tuple[int, int],
    kind: str,
    cameo: str,
    source: Sequence[Mention],
    target: Sequence[Mention],
) -> tuple[str, str]:
    """The class of a deed where it hangs on who does it: states protest in words, and a guest is received."""
    words = sentence.text[span[0] : span[1]]
    if kind == "PROTEST" and source[0].kind in ("country", "capital", "person", "seat"):
        return "ACCUSE", "113"
    if words.endswith(_RECEIVED):
        return ("CONSULT", "043") if target and target[0].kind == "person" else (kind, cameo)
    return kind, cameo


def _planned(text: str, start: int, words: str) -> bool:
    """Whether a deed is still to be done: `will join`, `must apply to join`."""
    if text.find("that ", max(0, start - 90), start) >= 0 and _DEMANDED.search(text, max(0, start - 90), start):
        return True
    before = text[max(0, start - 40) : start] + ("to " if words.startswith("to ") else "")
    if words == "talks" and _TO_HOLD.search(before):
        return True
    return bool(_PLAN.match(words)) or (before.endswith(_TO_DO_ENDS) and bool(_TO_DO.search(before)))


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
