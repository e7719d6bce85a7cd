"""How a figure is said: asserted, planned, expected, denied; and who says it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from equalterms.model import Attribution, Span
from equalterms.model.values import value
from equalterms.readers import Figure, Mention, Sentence
from equalterms.readers.words import Stems, holds, met, small, vocabulary

REACH: Final = 300  # no clause of prose is longer
# Where a clause begins anew: after a mark, and, in a sentence that holds such a word, after a blank too.
_STOPPED: Final = (
    r"[;:,.!?](?:(?<=[;:])\s|(?<=,)\s(?:(?:but|while|whereas|although|though|even as|saying|adding|including|noting"
    r"|which|who|where)\s|and\s(?=the\s\w+\s\w+s\b)"
    r"|and\s(?=(?:the\s)?[A-Z]\w+\s(?:\w+ed|sent|gave|said|put|took|made|has|had|was|were)\b)"
    r"|(?:when|as)\s(?!(?:well|of|if|planned|expected)\b)|(?:after|since)\s(?=(?:the\s)?[A-Z])|of\swhich\s)"
    r"|(?<=[.!?])[”\"’]?\s)"
)
_STOP: Final = re.compile(_STOPPED)
_RESET: Final = re.compile(rf"{_STOPPED}|\s(?:but|while|whereas|although|though|even as)\s")
_RESETS: Final = frozenset(["but", "while", "whereas", "although", "though", "even"])
COMPARED: Final = re.compile(
    r",?\s(?:as\s)?(?:compared\s(?:to|with)|up from|down from|against|versus|vs\.?|rather than|instead of|than|from)\s",
)
_POLLED: Final = "vote|back|choose|support|prefer|like"  # what people say that they would do is no plan
_MODALITIES: Final = (
    (
        r"den(?:y|ies|ied|ying)\b(?:\s(?:that|having))?|(?:did|does|do|has|have|had|was|is|are|were)(?:\snot|n['’]t)\b|never\b",
        "denied",
    ),
    (
        r"should\b|must\b|aim(?:s|ed|ing)?\b|wants?\b|wanted to\b"
        r"|plan(?:s|ned|ning)?\b|intend(?:s|ed)?\b|target(?:s|ed|ing)?\b"
        r"|pledge[sd]?\b|promise[sd]?\b|vow(?:s|ed)?\b(?!\s(?:revenge|retaliation|vengeance)\b)|agree[sd]? "
        r"(?:on \w+ )?to\b|(?:is|are|was|were) (?:due |set )?to\b"
        rf"|would\b(?! (?:average|peak|amount to|remain|stay|total|{_POLLED})\b)"
        r"|seek(?:s|ing)?\b"
        r"|hop(?:es|ing|ed) to\b|goal\b|committed to\b|(?:we|i) will\b"
        r"|we['’]ll\b|ambition\b|propos(?:es|ed|al)\b|budgeted\b"
        r"|earmark(?:s|ed)\b",
        "planned",
    ),
    (
        r"expect(?:s|ed|ing)?\b|forecasts?\b|sees?\b(?!\sas\b)|project(?:s|ed|ion)\b|predict(?:s|ed)?\b|will\b|likely\b|anticipate[sd]?\b"
        r"|outlook\b|would (?:average|peak|amount to|remain|stay|total)\b|foresee[sn]?\b|on (?:track|course) to\b",
        "expected",
    ),
    (r"could\b|may\b|might\b|possibly\b|perhaps\b", "possible"),
    (r"alleged(?:ly)?\b|accus(?:es|ed)\b", "alleged"),
)
_MARKS: Final = "|".join(f"(?P<{modality}>{words})" for words, modality in _MODALITIES)
# For a text in small letters; the edge of a word first, and once: it spares a trial at every letter.
_MARK: Final = re.compile(rf"\b(?:{_MARKS})")
# Beginnings of the words that every one of these marks holds: a cheap look that spares a sentence without any.
_MARKED: Final = Stems(
    {
        stem: [stem]
        for stem in (
            *("den", "did", "does", "do", "has", "have", "had", "was", "is", "are", "were", "never", "should", "must"),
            *("aim", "want", "plan", "intend", "target", "pledge", "promise", "vow", "agree", "would", "seek", "hop"),
            *("goal", "committed", "will", "we", "ambition", "propos", "budgeted", "earmark", "expect", "forecast"),
            *("see", "project", "predict", "likely", "anticipate", "outlook", "foresee", "on", "could", "may", "might"),
            *("possibly", "perhaps", "alleged", "accus"),
        )
    },
    {"i": ["i"]},
)
# Words that a condition begins with, and the second verb of what never came about.
_HANGING: Final = frozenset(["if", "unless", "provided", "have", "had", "were", "should"])
_CONDITION: Final = re.compile(
    r"(?:(?:^|(?<=[\s“\"(]))(?:[Ii]f|[Uu]nless|[Pp]rovided\sthat|[Ss]o\slong\sas)|^(?:Had|Were|Should))\s(?:[^,;.]|[,.]\d)*"
)
_IFS: Final = frozenset(["if", "unless", "provided", "long"])
_NO_CONDITION: Final = re.compile(
    r"\b(?:as|even|ask(?:s|ed)?|what|see|know|wonder(?:s|ed)?|only)\sif\b|\bif\s(?:not|any|only|so|at\sall)\b"
)
_MODAL: Final = re.compile(r"would(?: \w+(?: to)?)?|could|will|may|might|should|must")
_NEVER: Final = re.compile(  # `would have cost`
    r"\s(?:otherwise\s)?have\s(?:been\b|\w{2,}ed\b|risen|grown|fallen|cost|cut|lost|made|paid|spent|built|gone|come|taken"
    r"|given|won|met|put|set|hit|had|become|sold|left|brought|meant|kept|begun|seen|shrunk)\b"
)
_SAID_SO: Final = re.compile(
    r"\b(?:sa(?:y|ys|id)|think|thought|found|showed|believed?|hoped?|fear(?:ed)?|feel|felt|told|want(?:ed)?)\b"
)
_SURE: Final = frozenset(["will", "may", "must"])
_APART: Final = re.compile(
    r"[;:]\s|,?\s(?:and|but|while|whereas)\s(?:it|they|he|she|the|would|will|plans|has|said)\b|[.!?]\s"
)
_AFTER: Final = re.compile(
    rf"^(?:[^,;.]|[,.]\d){{0,70}}?\b(?P<modal>should|must|will|would(?!\s(?:{_POLLED})\b)|could|may|might)\b"
)
_MODALS: Final = ("will", "would", "should", "must", "could", "may", "might")
_OWN: Final = re.compile(r"\b(?:of|among|from)\s(?:its|their|the|his|her)\s$")
_NO_MARKS: Final = (" seen", " viewed", "not ", "than ", "plan", "proposal")
_NO_MARK: Final = re.compile(
    r"\b(?:is|are|was|were)\s(?:seen|viewed)\b|\bnot (?:only|just|least)\b"
    r"|\bthan\s(?:was\s|had\sbeen\s)?(?:planned|expected|forecast|predicted|hoped|promised|budgeted|agreed|targeted)\b"
    r"|\b(?:reject|back|approv|oppos|scrapp|dropp|criticis)\w{0,4}\s(?:the|an?|its|his|her|their)\s(?:plan|proposal)s?\b",
    re.I,
)
_PRONOUNS: Final = frozenset(["it", "he", "she", "they", "who", "which"])
_DOCUMENTS: Final = (
    *("strategy", "plan", "report", "survey", "study", "index", "programme", "program", "document", "paper", "filing"),
    *("statement", "census", "poll", "draft", "budget", "review", "data", "figures", "ranking", "website", "decree"),
    "roadmap",
)
_DOC: Final = rf"(?:{'|'.join(_DOCUMENTS)})"
_SAYS: Final = (
    r"(?:say|said|says|state[sd]|show(?:s|ed)?|report(?:s|ed)?|reckon"
    r"(?:s|ed)?|estimate[sd]?|claim(?:s|ed)?|acknowledge[sd]?|find(?:s)?"
    r"|found|note[sd]?|expect(?:s|ed)?|announce[sd]?|denied|told|wants?"
    r"|forecasts?|sees)"
)
# Every form of a verb of saying that the patterns below take.
_SAYING: Final = frozenset(
    [
        *("say", "said", "says", "added", "told", "denied", "find", "finds", "found", "sees", "want", "wants"),
        *(
            f"{verb}{end}"
            for verb in ("state", "note", "estimate", "acknowledge", "announce")
            for end in ("", "d", "s")
        ),
        *(f"{verb}{end}" for verb in ("show", "report", "reckon", "claim", "expect") for end in ("", "ed", "s")),
        *("forecast", "forecasts"),
    ]
)
_ACCORDING: Final = re.compile(
    rf"\b[Aa]ccording to (?P<name>(?:the |a |an )?[A-Za-z][\w&.’'-]{{0,24}}"
    rf"(?:\s(?:[A-Z][\w&.’'-]{{0,24}}|of|by|the|and|for|seen|news|agency|\w*{_DOC}\w*))*)"
)
_DOCUMENT: Final = re.compile(
    rf"(?P<name>\b(?:[Ii]ts|[Tt]heir|[Tt]he|[Hh]is|[Hh]er|[Aa]|[A-Z]\w{{1,24}}['’]s)\s(?:[\w-]+\s){{0,4}}?{_DOC})\s(?P<also>also\s)?{_SAYS}\b"
)
_SPEAKER: Final = re.compile(
    rf"(?P<name>(?:[A-Z][\w&.’'-]{{0,24}}|[Tt]he\s[a-z]+(?:\s[a-z]+)?)(?:\s(?:of|&)\s[A-Z][\w.]*|\s[A-Z][\w&.’'-]{{0,24}}){{0,4}}(?:,\s[^,]{{3,60}},)?)\s(?:also\s|now\s|itself\s)?(?P<verb>{_SAYS})\b(?!\sof\b)"
)
_SAID_BY: Final = re.compile(r"[”\",]\s?(?:said|says|added)\s(?P<name>[A-Z][\w’'-]{0,24}(?:\s[A-Z][\w’'-]{0,24}){0,3})")
_TAIL: Final = re.compile(
    r",\s(?P<name>(?:the\s|a\s|an\s)?[\w’' -]{2,50}?)\s(?:said|say|says"
    r"|shows?|showed|claims|claimed|estimates?|estimated|reckons?|finds?|found|suggests?|suggested)(?:\son\s\w+)?(?=[.,;]|$|\son\s)"
)


@value(frozen=True, slots=True)
class Voice:
    """The modality and the polarity of a figure."""

    modality: str
    polarity: str = "positive"
    mark: str = ""


def voice(text: str, start: int, end: int, since: int = 0, baseline: bool = False) -> Voice:
    """How the words around a figure say it; `since` is where its own clause can begin at the earliest."""
    if _OWN.search(text[max(0, start - 20) : start]) and not baseline:
        return Voice("asserted")
    if not vocabulary(text).isdisjoint(_HANGING) and (hanging := _hangs(text, start, end, since)):
        return hanging
    since = max(since, start - REACH)
    resets, marks = _signs(text)
    clause = max(since, resets[at - 1] if (at := bisect_right(resets, start)) else 0)
    found = _last(marks, clause, start)
    if found is None and not baseline:
        tail = text[end : end + 90]
        stop = COMPARED.search(tail)
        after = _modal_after(tail[: stop.start()] if stop else tail)
        found = _last(_signs(after)[1], 0, len(after)) if after else None
    if found is None:
        return Voice("asserted")
    modality, mark = found
    if mark.lower() == "will" and re.search(r"[“\"][^”\"]*$", text[:start]):
        modality = "planned"
    return Voice(modality, "negative" if modality == "denied" else "positive", mark)


def _modal_after(tail: str) -> str:
    """The `will` of `12 schools will close`; empty where another speaks of it: `half said that they would move`."""
    found = _AFTER.match(tail) if holds(tail, _MODALS) else None
    apart = found and (
        _SAID_SO.search(found[0]) or found[0].endswith((f"and {found['modal']}", f"but {found['modal']}"))
    )
    return found["modal"] if found and not apart else ""


def _hangs(text: str, start: int, end: int, since: int) -> Voice | None:
    """The voice of a figure that hangs on a condition (`if it passes, debt would reach`), or that never came about."""
    marks = [m for m in _signs(text)[1] if m[1] <= start and m[0] >= max(since, start - REACH)]
    mark = next((m for m in reversed(marks) if _MODAL.fullmatch(m[3])), None)
    if (
        mark
        and mark == marks[-1]
        and mark[3] not in _SURE
        and (never := _NEVER.match(text, mark[1]))
        and never.end() <= start
    ):
        return Voice("counterfactual", mark=mark[3])
    for first, last in _conditions(text):
        if first <= start < last:
            return Voice("conditional")
        between = text[last:start] if last <= start else text[end:first]
        after = _modal_after(text[end : end + 90]) if mark is None or mark[0] < last <= start else ""
        own = after or (mark and (mark[0] >= last or start < first))
        if own and not _APART.search(between):
            return Voice("conditional", mark=after or (mark[3] if mark else ""))
    return None


@lru_cache(maxsize=64)
def _conditions(text: str) -> tuple[tuple[int, int], ...]:
    """Where the clauses of a sentence stand that name a condition, each to the comma that ends it."""
    if vocabulary(text).isdisjoint(_IFS) and not text.startswith(("Had", "Were", "Should")):
        return ()
    found = (
        m for m in _CONDITION.finditer(text) if not _NO_CONDITION.search(text, max(0, m.start() - 12), m.end() + 5)
    )
    return tuple(m.span() for m in found)


@lru_cache(maxsize=512)
def _signs(text: str) -> tuple[tuple[int, ...], tuple[tuple[int, int, str, str], ...]]:
    """Where the clauses of a sentence begin anew, and its markers of modality, read once for all its figures."""
    if not _MARKED.of(text):
        return (), ()
    low = small(text.replace("May", "\0\0\0"))  # the month
    if holds(low, _NO_MARKS):
        low = _NO_MARK.sub(_blank, low)
    marks = tuple((m.start(), m.end(), m.lastgroup or "", m[0]) for m in met(_MARK, low, _MARKED.of(text)))
    reset = _STOP if vocabulary(text).isdisjoint(_RESETS) else _RESET
    return tuple(m.end() for m in reset.finditer(text)) if marks else (), marks


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _last(marks: Sequence[tuple[int, int, str, str]], since: int, end: int) -> tuple[str, str] | None:
    """The modality of the last marker between two places, and its word."""
    at = bisect_right(marks, end, key=lambda mark: mark[1])
    return marks[at - 1][2:] if at and marks[at - 1][0] >= since else None


def attribution(sentence: Sentence, subject: Mention | None, owner: Mention | None) -> tuple[Attribution | None, bool]:
    """Who says so, and whether the words carry on from the sentence before (`also says`)."""
    text, at = sentence.text, sentence.start
    if "ccording" in text and (found := _ACCORDING.search(text)):
        words = found["name"].rstrip(" ,.")
        end = found.start("name") + len(words)
        kind = "document" if re.search(_DOC, words, re.I) else "explicit"
        name = re.sub(r"^(?:the|a|an)\s", "", words)
        name = re.sub(r"^(.+?)\sby\s(?:the\s)?(.+)$", r"\1 (\2)", name)
        return Attribution(name, kind, Span(at + found.start(), at + end, text[found.start() : end])), False
    if vocabulary(text).isdisjoint(_SAYING):
        return None, False
    if holds(text, _DOCUMENTS) and (found := _DOCUMENT.search(text)):
        name = re.sub(r"^(?:[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\s", f"{owner.name}'s " if owner else "", found["name"])
        name = re.sub(r"^(?:[Tt]he|[Aa])\s", "", name)
        return Attribution(name, "document", Span(at + found.start(), at + found.end(), found[0])), bool(found["also"])
    for pattern in (_SAID_BY, _TAIL, _SPEAKER):
        if found := pattern.search(text):
            name = re.sub(r"^(?:the|The|a|an)\s|,.*$", "", found["name"])
            name = _described(sentence, found.start("name"), found["name"]) or _person(sentence, found) or name
            return Attribution(name, "explicit", Span(at + found.start(), at + found.end(), found[0])), False
    return None, False


def _person(sentence: Sentence, found: re.Match[str]) -> str:
    """The person whose name the words of a speaker end with: in `to the Gulf Donald Trump said` the last two."""
    ends = found.end("name")
    return next((sentence.text[m.start : ends] for m in sentence.mentions if m.end == ends and m.kind == "person"), "")


def _described(sentence: Sentence, start: int, words: str) -> str:
    """The name behind words that only describe: `the bank`; empty where there is none."""
    if not re.match(r"[Tt]he\s[a-z]", words):
        return ""
    return next((m.name for m in sentence.mentions if m.start == start and m.kind in ("org", "seat")), "")


def carried(before: Attribution, by: Attribution, name: str) -> Attribution:
    """An attribution that `also` of the next sentence makes that document's own."""
    document = re.sub(r"^.*?['’]s\s", "its ", by.name)
    return Attribution(f"{name} ({document})", "document", before.span)


def speakers(
    sentences: Sequence[Sentence], figures: Sequence[Sequence[Figure]]
) -> dict[int, tuple[Attribution | None, bool]]:
    """The attribution, by its place, of each sentence that tells a figure or stands after one that does."""
    out: dict[int, tuple[Attribution | None, bool]] = {}
    owner: Mention | None = None
    told: Attribution | None = None
    for place, sentence in enumerate(sentences):
        if figures[place] or (place and figures[place - 1]):
            who, also = attribution(sentence, sentence.topic, owner)
            if who and who.name.lower() in _PRONOUNS:  # `it says`: who spoke before
                who = Attribution(told.name, told.kind, who.span) if told else None
            out[place], told = (who, also), who or told
        first = next((m for m in sentence.mentions if m.code and m.kind not in ("bloc",)), None)
        owner = first or owner
    return out
