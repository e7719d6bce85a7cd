"""Counts of things: `40 envoys`, `2.1 lakh visitors a day`, `3 million people`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from equalterms.model.values import replace
from equalterms.readers import readers
from equalterms.readers.change import direction
from equalterms.readers.comparators import comparator
from equalterms.readers.currencies import after, before
from equalterms.readers.measures import counted, per, singular
from equalterms.readers.sentence import Figure, Numeral, Sentence
from equalterms.readers.spelled import SMALL
from equalterms.readers.words import vocabulary

_FOUR: Final = re.compile(
    r"\b[Tt]he (?P<n>two|three|four|five|six|seven|eight|nine|ten)\b"
    r"(?=\s(?:had|have|has|are|were|will|also|agreed|said|signed|must"
    r"|would|did)\b)"
)
_TEN: Final = frozenset(SMALL[2:11])
_LARGE: Final = re.compile(
    r"\s(?:so\sfar|target|goal|limit|cap|forecast|expected|planned|promised|projected|needed|against|in favou?r|for|on"
    r"|in|of|to|and|short\sof|work|live|last|this|by|at|from|while|but)\b|[,.;)]|$"
)


# Where a number stands without its noun: held against another, added to it, so many a day, the same as a share.
_ELIDED: Final = re.compile(
    r"\b(?:from|to|of|on|than|with|against|by|at|reach(?:es|ed|ing)?|hit|pass(?:es|ed|ing)?|exceed(?:s|ed)|total(?:s|led))\s"
    r"(?:a |about |around |some |roughly |nearly |almost |just |only |over |more than |peak |low |high |record |of "
    r"|the |its |their )*$"
)
_AGAIN: Final = re.compile(
    r"\b(?:another|a further|an additional|of (?:whom|which|these|those|them)|average (?:is|was)|figure (?:is|was)"
    r"|total (?:is|was)|and \w+ed)\s$"
)
_CROWD: Final = re.compile(
    r"\b(?:crowd|audience|staff|population|workforce|membership|army|force|congregation) of (?:about |some )?$"
)
# `five against, 35 abstained`
_STANDS: Final = re.compile(
    r"\s(?:backed|supported|approved|rejected|voted|against|abstained|abstaining|opposed|in\sfavou?r|did\snot|of\s(?:them|whom|these))\b"
)
_TO_SIZE: Final = re.compile(
    r"\b(?:its|their|the)\s(?:\w+\s)?(?P<what>membership|workforce|headcount|staff|population)\s(?:\w+\s)?to\s(?:about\s|some\s)?$"
)
_NUMBER_OF: Final = re.compile(r"\bnumber\sof\s(?:[a-z-]+\s){0,2}(?P<noun>[a-z]{3,}s),\s(?:now\s|about\s|some\s)?$")
_SET_IN: Final = re.compile(
    r"\b(?:[Ii]ts|[Tt]heir|[Tt]he)\s(?:[a-z-]+\s){0,2}(?P<noun>[a-z]{3,}s),\s(?:now\s|about\s|some\s)?$"
)
_ELSEWHERE: Final = re.compile(r"\s(?:abroad|elsewhere|overseas|at\shome|in\s(?:the\s)?[A-Z])")
_EMPLOYS: Final = re.compile(
    r"\b(?:employ(?:s|ed|ing)?|hire[sd]?|sack(?:s|ed|ing)?|lay(?:s|ing)?\soff|laid\soff)\s"
    r"(?:about\s|some\s|over\s|more\sthan\s|nearly\s|almost\s|only\s|just\s|another\s|around\s|up\sto\s)*$"
)
_WHEN: Final = re.compile(r"\s(?:in|last|this|by|at)\b|,")
_STEP: Final = re.compile(r"\s(?P<way>more|fewer)\sthan\b")
_PER: Final = re.compile(r"\b(?:per|for every)\s$")
_AFTER: Final = re.compile(r"\s(?:more|others?)\b(?!\sthan)|,\sor\s(?:about |some )?\d[\d.]*\s?(?:%|per ?cent)")
_UNIT_FOLLOWS: Final = re.compile(
    r"\s?[%$€£¥₹°]|[-/]\w|\s(?:per ?cent|percent|times|points?|basis|o['’]clock|[ap]m)\b|(?:st|nd|rd|th)\b"
)
_SUBJECT: Final = re.compile(
    r"\b(?P<noun>population|headcount|workforce|membership|audience|[a-z]{3,}s)(?:\s(?:of|in|at|to)\s[^,.;]{1,40}?)?"
    r"\s(?:has\s|have\s|had\s|will\s|would\s|is\s|are\s)?(?:\w+ly\s)?(?:r[io]se|rose|f[ae]ll|dropp|drop|gr[eo]w|increas|climb"
    r"|jump|surg|declin|decreas|slip|shrank|shr[iu]nk|reach|pass|exceed|hit|stood|stand|total|number|doubl|plung|soar)",
    re.I,
)
_FROM_NOUNS: Final = re.compile(r"\b(?P<noun>[a-z]{3,}s)\sfrom\s(?:about |some |just |only |nearly )?$")
_CARRIED: Final = re.compile(
    r"\b(?:(?:r[io]se|rising|f[ae]ll|falling|gr[eo]w|growing|shr[aiu]nk|climb|drop|increase|decline|down|up)\w{0,3}\sto|sell|sells|sold|makes?|made|builds?|built|expects?|expected|be|been|was|were|deliver(?:s|ed)?|produced?|ha[sd]|have"
    r"|hire[sd]?|hope[sd]?\sfor|took|takes?|gets?|got|won|lost|aim(?:s|ed)?\sfor|put|train(?:s|ed)?|reach(?:es|ed)?|only|forecasts?|sees)\s"
    r"(?:about |some |around |nearer |just |only |over |nearly |almost |at least |fewer than |more than |up to )?$"
)
_OR_SO_MANY: Final = re.compile(  # `14% of the city's adults, or 2.9m`
    r"(?:%|per\scent|percent|in\s\w+)\sof\s(?:[\w’'-]+\s){0,3}?(?P<noun>[a-z]{3,}s),\sor\s"
    r"(?:about\s|some\s|nearly\s|almost\s|over\s|just\s)*$"
)
_OF_THEM: Final = re.compile(r"\sof\s(?:them|these|those)\b")
_SCALE_ENDS: Final = frozenset(["5", "7", "10", "100", "000", "five", "seven", "ten", "hundred"])
_SCALE: Final = re.compile(
    r"\bfrom\s(?:0|1|zero|one)\sto\s(?:5|7|10|100|1,000|five|seven|ten|a\shundred)\b(?!\s[a-z]+s\b)"
)
_OF_THE_NUMBER: Final = re.compile(
    r"[^.;:]{0,60}?\b(?:from|to|at|was|is|reached|hit|passed|exceeded|totall?ed|by)\s(?:about\s|some\s|over\s|more\sthan\s|just\s|only\s|nearly\s|around\s|almost\s)*"
)
_WHOSE: Final = re.compile(r"\s(?:its|their|the|his|all|such|new|these|those)(?=\s)")
_FROM_ONE: Final = re.compile(
    r"\bfrom\s(?:about\s|some\s|over\s|just\s|only\s)?[\d,.]+(?:\s(?:in|on)\s(?:\w+\s)?\d{4})?\sto\s(?:\w+\s)?$"
)
_AND_IN: Final = re.compile(r"\sin\s[A-Z][\w-]+,?\sand\s$")  # `against 7.8 in Norland and 1.2 in Brava`
_IN_NAME: Final = re.compile(r"\sin\s[A-Z]")
_HURT: Final = re.compile(r"\s(?:injured|wounded|killed|dead|missing|displaced|homeless|arrested|hurt|detained)\b")
_TO_NUMBER: Final = re.compile(r"\bto\s(?:about\s|some\s|over\s|more\sthan\s|just\s|only\s|nearly\s)*$")
_TO_GREAT: Final = re.compile(r"\sto\s(?:about\s|some\s|over\s|more\sthan\s|just\s|only\s|nearly\s)*\d")
_BY: Final = re.compile(r"\bby\s(?:about |some |nearly |almost |more than )?$")
_WHO: Final = re.compile(r"\swho\b")
_PEOPLE: Final = frozenset(["population", "headcount", "workforce", "membership", "audience"])


@readers
def count(sentence: Sentence) -> Iterator[Figure]:
    """How many there are."""
    text, low = sentence.text, vocabulary(sentence.text)
    # `scores them from 0 to 100`: the ends of a scale count nothing
    scale = _SCALE.search(text) if "from" in low and not low.isdisjoint(_SCALE_ENDS) else None
    last: Figure | None = None
    nouns = [counted(text, n.end) for n in sentence.numerals]
    for place, numeral in enumerate(sentence.numerals):
        if numeral.form == "fraction" or (numeral.form == "words" and numeral.value in (0.0, 1.0)):
            continue
        if after(text, numeral.end) or before(text, numeral.start):
            continue
        if scale and scale.start() <= numeral.start < scale.end():
            continue
        if _votes(sentence, place, low):
            yield Figure("count", numeral.start, numeral.end, numeral.value, measure="vote")
            continue
        start = comparator(text, numeral.start)[1]
        if _PER.search(text[max(0, start - 12) : start]) or _refers(text, numeral, nouns[place]):
            continue
        noun = nouns[place]
        follows = _next(sentence, place, nouns) if noun is None else None
        if last and last.low is not None and numeral.end <= last.end:
            continue  # the second end of a range
        if noun:
            found = _counted(text, numeral, *noun)
        elif follows:
            found = _between(sentence, place, follows[0]) or _same(text, numeral, follows[0])
        else:
            found = _bare(text, numeral, last) or _carried(sentence, numeral, last)
        if found is not None:
            yield found
            last = found
    for match in _FOUR.finditer(text) if "the" in low and not low.isdisjoint(_TEN) else ():
        named = next((n for n in sentence.numerals if n.start == match.start("n")), None)
        if named:
            yield Figure("count", named.start, named.end, named.value, measure="country")


_VOTING: Final = frozenset(
    [
        *("vote", "votes", "voted", "voting", "ballot", "referendum", "majority", "senate", "parliament", "house"),
        *("congress", "lawmakers", "deputies", "mps", "senators", "assembly", "bundestag", "duma", "knesset", "jury"),
    ]
)


def _votes(sentence: Sentence, place: int, low: frozenset[str]) -> bool:
    """The two numbers of `voted by 188 to 6`."""
    if low.isdisjoint(_VOTING):
        return False
    rows, text = sentence.numerals, sentence.text
    for one, two in ((place, place + 1), (place - 1, place)):
        if one < 0 or two >= len(rows) or text[rows[one].end : rows[two].start] not in (" to ", "-", "–"):
            continue
        whole = all(row.value is not None and row.value.is_integer() for row in (rows[one], rows[two]))
        follows = counted(text, rows[two].end) is None and not _UNIT_FOLLOWS.match(text, rows[two].end)
        if (
            whole
            and follows
            and text[: rows[one].start].endswith(
                (" by ", " voted ", " vote of ", " vote was ", " passed ", " majority of ")
            )
        ):
            return True
    return False


# `365 of the 500 seats`, `412 of 650 seats`
_OF_THE: Final = re.compile(r"\s(?:out\s)?of\s(?:(?:the|its|their|all|all\sthe|a\stotal\sof|(?:the\s)?[\w-]+['’]s)\s)?")
_PARTIES: Final = frozenset(
    ["country", "nation", "state", "side", "leader", "government", "neighbour", "neighbor", "rival", "ally"]
)


def _refers(text: str, numeral: Numeral, noun: tuple[str, int] | None) -> bool:
    """`the two countries` speaks of those named before and counts nothing."""
    small = numeral.form == "words" and (numeral.value or 0) <= 5
    return small and noun is not None and noun[0] in _PARTIES and text[: numeral.start].endswith((" the ", "The "))


def _next(sentence: Sentence, place: int, nouns: Sequence[tuple[str, int] | None]) -> tuple[str, int] | None:
    """The noun of the next number where this one shares it: `from 42 to 60 aircraft`, `365 of the 500 seats`."""
    if place + 1 >= len(nouns) or nouns[place + 1] is None:
        return None
    one, two, text = sentence.numerals[place], sentence.numerals[place + 1], sentence.text
    if two.form == "fraction" or after(text, two.end) is not None:
        return None
    before_, between = text[max(0, one.start - 8) : one.start].lower(), text[one.end : two.start]
    opened = (before_.endswith("from ") and between == " to ") or (before_ == "between " and between == " and ")
    return nouns[place + 1] if opened or _OF_THE.fullmatch(text[one.end : two.start]) else None


def _between(sentence: Sentence, place: int, noun: str) -> Figure | None:
    """`between 1.6m and 1.7m cars`: at least and at most."""
    one, two = sentence.numerals[place], sentence.numerals[place + 1]
    opened = sentence.text[max(0, one.start - 8) : one.start].lower() == "between "
    if not opened or one.value is None or two.value is None:
        return None
    return Figure("count", one.start - 8, two.end, None, one.value, two.value, noun)


def _counted(text: str, numeral: Numeral, noun: str, end: int) -> Figure | None:
    if noun == "time":
        return None
    rate = per(text, end)
    sign, _ = comparator(text, numeral.start)
    return Figure(
        "count",
        numeral.start,
        numeral.end,
        numeral.value,
        numeral.low,
        numeral.high,
        noun,
        sign,
        per=rate[0] if rate else None,
        noun=text[numeral.end : end].strip(),
    )


def _bare(text: str, numeral: Numeral, last: Figure | None) -> Figure | None:
    """A number without its noun: that of the count before it, or of the sentence's subject where it is a great one."""
    if numeral.scale > 1 and _WHO.match(text, numeral.end):
        return _same(text, numeral, last.measure if last else "person", last.per if last else None)
    if _UNIT_FOLLOWS.match(text, numeral.end):
        return None
    words = text[max(0, numeral.start - 40) : numeral.start]
    great = numeral.form == "digits" and (numeral.value or 0) >= 1000 and not text.startswith("%", numeral.end)
    if noun := _told_before(text, numeral, words, great):
        return _moved_by(text, numeral, _same(text, numeral, noun))
    ends = _LARGE.match(text, numeral.end) is not None
    if last is not None:
        return _like_last(text, numeral, last, words, ends)
    if (
        (numeral.scale >= 1e3 or (great and _TO_NUMBER.search(words)))
        and ends
        and (found := _SUBJECT.search(text[: numeral.start]))
    ):
        noun = found["noun"].lower()
        return _moved_by(text, numeral, _same(text, numeral, "person" if noun in _PEOPLE else singular(noun)))
    return None


def _moved_by(text: str, numeral: Numeral, made: Figure) -> Figure:
    """The count, or by how many it rose or fell: `fell by 1,200 to 14,800`."""
    sign = direction(text, numeral.start, numeral.end) if _BY.search(text, 0, numeral.start) else 0
    return replace(made, kind="change", value=sign * numeral.value) if sign and numeral.value else made


def _told_before(text: str, numeral: Numeral, words: str, great: bool) -> str:
    """What is counted, where the words around a number say it in another place than after it; empty where none do."""
    if taken := _TO_SIZE.search(words):
        return {"membership": "member", "fleet": "vessel"}.get(taken["what"], "person")
    if (
        (told := _NUMBER_OF.search(words) or _SET_IN.search(words))
        and numeral.form == "digits"
        and (_WHEN.match(text, numeral.end) and not 1900 <= (numeral.value or 0) <= 2100)
    ):
        return singular(told["noun"])
    if told := _OR_SO_MANY.search(text, max(0, numeral.start - 70), numeral.start):
        return singular(told["noun"])
    if noun := _number_moved(text, numeral, words):
        return noun
    if (
        numeral.form == "digits"
        and (numeral.value or 0) >= 10
        and _EMPLOYS.search(words)
        and _LARGE.match(text, numeral.end)
    ):
        return "person"
    if great and (told := _FROM_NOUNS.search(words)) and _TO_GREAT.match(text, numeral.end):
        return singular(told["noun"])
    hurt = numeral.form == "digits" and _HURT.match(text, numeral.end)
    return "person" if hurt or _CROWD.search(words) else ""


def _number_moved(text: str, numeral: Numeral, words: str) -> str:
    """What is counted in `the number of clinics rose from 64 to 391`; empty where no such words stand before."""
    at = text.rfind("umber of ", max(0, numeral.start - 120), numeral.start)
    if at < 0 or numeral.form != "digits" or 1900 <= (numeral.value or 0) <= 2100:
        return ""
    end = at + len("umber of")
    whose = _WHOSE.match(text, end)
    noun = counted(text, whose.end() if whose else end)
    noun = noun or (("person", dead.end()) if (dead := _HURT.match(text, end)) else None)
    told = noun and noun[1] < numeral.start and _OF_THE_NUMBER.fullmatch(text, noun[1], numeral.start)
    if not told and noun and noun[1] < numeral.start:  # `from 64 to 391`: the second end
        told = _FROM_ONE.search(text, noun[1], numeral.start)
    return noun[0] if noun and told else ""


def _like_last(text: str, numeral: Numeral, last: Figure, words: str, ends: bool) -> Figure | None:
    """A number that counts what the one before it counted, or by how many more."""
    rate = per(text, numeral.end)
    if step := _STEP.match(text, numeral.end):
        sign = 1 if step["way"] == "more" else -1
        made = _same(text, numeral, last.measure)
        return replace(made, kind="change", value=sign * numeral.value) if numeral.value else None
    if 1900 <= (numeral.value or 0) <= 2200 and numeral.scale == 1 and "," not in text[numeral.start : numeral.end]:
        return None  # a year
    great = "," in text[numeral.start : numeral.end] and (numeral.value or 0) >= 1000
    elided = (
        (great and ends and _CARRIED.search(words))
        or (ends and _ELIDED.search(words))
        or (_AND_IN.search(words) and _IN_NAME.match(text, numeral.end))
        or _AGAIN.search(words)
        or _STANDS.match(text, numeral.end)
        or (great and last.comparator == "eq" and words.endswith(" and ") and _ELSEWHERE.match(text, numeral.end))
    )
    if rate or elided or _AFTER.match(text, numeral.end) or (numeral.scale >= 1e3 and ends):
        return _same(text, numeral, last.measure, rate[0] if rate else None)
    return None


def _carried(sentence: Sentence, numeral: Numeral, last: Figure | None) -> Figure | None:
    """A great number alone, of what the sentences before counted: `It hopes to sell 1.8m this year`."""
    text = sentence.text
    if last is not None or not sentence.counted or numeral.form != "digits":
        return None
    if _OF_THEM.match(text, numeral.end):
        return _same(text, numeral, sentence.counted)
    great = numeral.scale >= 1e3 or ("," in text[numeral.start : numeral.end] and (numeral.value or 0) >= 1000)
    told = (
        great and _LARGE.match(text, numeral.end) and _CARRIED.search(text, max(0, numeral.start - 40), numeral.start)
    )
    return _same(text, numeral, sentence.counted) if told else None


def _same(text: str, numeral: Numeral, measure: str, per_: str | None = None) -> Figure:
    """A count of a number whose noun stands elsewhere."""
    sign = comparator(text, numeral.start)[0]
    return Figure(
        "count", numeral.start, numeral.end, numeral.value, numeral.low, numeral.high, measure, sign, per=per_
    )
