"""Amounts of money: `3 billion yen ($20 million)`, `between €4m and €6m`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from equalterms.model.values import replace
from equalterms.readers import readers
from equalterms.readers.change import direction, has_moved
from equalterms.readers.comparators import comparator
from equalterms.readers.currencies import after, before, local
from equalterms.readers.measures import per
from equalterms.readers.sentence import Figure, Numeral, Sentence

_BRACKET: Final = re.compile(
    r"\s?[(\[](?:about |around |roughly |some |approximately |or |nearly "
    r"|equivalent to |equal to |worth |= ?|~ ?|≈ ?)*$"
)
_COMMA: Final = re.compile(
    r",\s(?:or |i\.e\. |that is |equal to |equivalent to )?(?:about |around |roughly |some |approximately |nearly )?$"
)
_AND: Final = re.compile(r"\s(?:and|to)\s$|\s?[–—-]\s?$|\sor\s$")
_BETWEEN: Final = re.compile(r"\b(?:between|from|anywhere from)\s$", re.I)
_ELIDED: Final = re.compile(
    r"^(?:[^.;:]|\.\d)*\b(?:from|than|against|compared with)\s"
    r"(?:(?:this|last|the previous|the current) (?:year|month|quarter)['’]s )?"
    r"(?:about |just |only )?$"
)
_TIMES: Final = re.compile(r"\b(?:times|double|triple|twice|half)\sthe\s$")
_COSTS: Final = re.compile(
    r"\b(?:costs?|worth|spend|spent|pay|paid|invest(?:ed)?|raised?|borrow(?:ed)?|owes?|earned|lost|gets?|got|receives?|received)\s"
    r"(?:at\sleast\s|at\smost\s|up\sto\s|more\sthan\s|less\sthan\s|about\s|around\s|some\s|nearly\s|almost\s|only\s|just\s|another\s)*$"
)
_OF_IT: Final = re.compile(r"\sof\s(?:it|which|that|this)\b")  # `900m crowns a year, 300m of it in pay`
_OF_SIZE: Final = re.compile(
    r"\b(?:average|median|mean|minimum|maximum|cap|limit|level)\sof\s$|\b(?:rises?|rose|falls?|fell|goes|up)\sto\s$"
)
_BY: Final = re.compile(r"\bby\s(?:about\s|some\s|nearly\s|almost\s|more\sthan\s)?$")
_PROFIT: Final = re.compile(
    r"\b(?:profits?|loss(?:es)?|revenues?|sales|deficit|surplus|income|turnover|debts?|budget|fine|dividend|costs?|spending)\s"
    r"(?:of|was|were|is|are|to|at|reached|hit|by|totall?ed)\s(?:about\s|some\s|just\s|only\s|nearly\s|almost\s|over\s|more\sthan\s)*$"
)
_MORE: Final = re.compile(  # `$86m, $12m more than planned`, where no sum follows
    r"\s(?P<way>more|less|higher|lower|above|below|over)\s?(?:than\s)?"
    r"(?:planned|expected|forecast|budgeted|budget|promised|agreed|a\syear\s(?:ago|earlier|before)|the\syear\sbefore|last\syear|before"
    r"|in\s(?:19|20)\d\d)\b"
)
_TO_SUM: Final = re.compile(r"\sto\s(?:about\s|some\s|nearly\s|almost\s|just\s)?[^\s\d]{0,3}\d")
_ENDS: Final = re.compile(r"[,.;)]|$|\s(?:of|in|a|an|last|this|next|before|after|by|within|and|but|while|when)\b")
_UNIT_ONE: Final = re.compile(r"\b(?:to|per|for|every|each)\s$")


@readers
def amount(sentence: Sentence) -> Iterator[Figure]:
    """Sums of money, with the same sum in a second currency where the text gives it in brackets."""
    kept: list[Figure] = []
    for place, numeral in enumerate(sentence.numerals):
        figure = _money(sentence, numeral) or _first(sentence, place) or _again(sentence, kept, numeral)
        if figure is None:
            continue
        if figure.value and (more := _MORE.match(sentence.text, figure.end)) and kept:
            sign = 1 if more["way"] in ("more", "above", "over", "higher") else -1
            figure = replace(figure, kind="change", value=sign * figure.value)
        elif figure.value and _BY.search(sentence.text, max(0, figure.start - 30), figure.start):
            figure = _moved(sentence.text, figure)
        last = kept[-1] if kept else None
        if last and (whole := _range(sentence.text, last, figure)):
            kept[-1] = whole
        elif last and last.converted is None and _converts(sentence.text, last, figure):
            rate = per(sentence.text, figure.end + 1) if last.per is None else None
            kept[-1] = replace(last, converted=figure, per=rate[0] if rate else last.per)
        else:
            kept.append(figure)
    yield from kept


def _moved(text: str, figure: Figure) -> Figure:
    """The sum by which something rose or fell: `narrowed by €1.2bn to €3.9bn`."""
    sign = direction(text, figure.start, figure.end) if _TO_SUM.match(text, figure.end) else 0
    return replace(figure, kind="change", value=sign * (figure.value or 0.0)) if sign else figure


def _money(sentence: Sentence, numeral: Numeral) -> Figure | None:
    text = sentence.text
    if numeral.form == "fraction":
        return None
    sign, tail = before(text, numeral.start), after(text, numeral.end)
    if sign is None and tail is None:
        return None
    code, start = sign if sign else ((tail or ("", 0))[0], numeral.start)
    end = numeral.end if sign else (tail or ("", numeral.end))[1]
    if (
        tail
        and sign
        and code == "USD"
        and tail[0] != code
        and re.match(r"\s[A-Z]{3}\b", text[numeral.end : numeral.end + 4])
    ):
        code, end = tail
    if numeral.value == 1 and numeral.form == "words" and _UNIT_ONE.search(text[max(0, start - 8) : start]):
        return None
    code = local(code, sentence.topic.code if sentence.topic else None)
    rate = per(text, end)
    return Figure(
        "money",
        start,
        end,
        numeral.value,
        numeral.low,
        numeral.high,
        code,
        comparator(text, start)[0],
        per=rate[0] if rate else None,
    )


def _again(sentence: Sentence, kept: Sequence[Figure], numeral: Numeral) -> Figure | None:
    """The 1,900 of `to 2,100 crowns a month in July, from 1,900`: the currency is not said again."""
    last, text = (kept[-1] if kept else None), sentence.text
    if numeral.form != "digits":
        return None
    if last is None:
        return _earned(sentence, numeral) if sentence.paid_in else None
    like = bool(last.value and numeral.value) and 0.1 <= (numeral.value or 0.0) / (last.value or 1.0) <= 10
    level = like and "," in text[numeral.start : numeral.end] and _OF_SIZE.search(text, last.end, numeral.start)
    again = (
        level
        or (numeral.scale >= 1e6 and _OF_IT.match(text, numeral.end))
        or (numeral.scale >= 1e6 and _COSTS.search(text, last.end, numeral.start))
    )
    if not again and not _ELIDED.search(text[last.end : numeral.start]) and not _TIMES.search(text[: numeral.start]):
        return None
    if (numeral.start - last.end > 75 and not again) or not _ENDS.match(text, numeral.end):
        return None
    if any(when.start < numeral.end and numeral.start < when.end for when in sentence.dates):
        return None
    sign = comparator(text, numeral.start)[0]
    return Figure(
        "money", numeral.start, numeral.end, numeral.value, measure=last.measure, comparator=sign, per=last.per
    )


def _earned(sentence: Sentence, numeral: Numeral) -> Figure | None:
    """The 26.3bn of `It made a profit of 26.3bn`, in the money of the sentence before."""
    text = sentence.text
    since = max(0, numeral.start - 50)
    told = _PROFIT.search(text, since, numeral.start) or _COSTS.search(text, since, numeral.start)
    if numeral.scale < 1e6 or not told or not _ENDS.match(text, numeral.end):
        return None
    sign = comparator(text, numeral.start)[0]
    return Figure("money", numeral.start, numeral.end, numeral.value, measure=sentence.paid_in, comparator=sign)


def _first(sentence: Sentence, place: int) -> Figure | None:
    """The 25 of `from 25 to 180 crowns`: the currency is named once."""
    if place + 1 >= len(sentence.numerals):
        return None
    one, two, text = sentence.numerals[place], sentence.numerals[place + 1], sentence.text
    linked = text[one.end : two.start] == " to " and text[: one.start].lower().endswith("from ")
    money = _money(sentence, two) if linked and one.form != "fraction" else None
    if money is None or money.start != two.start:
        return None
    return Figure("money", one.start, one.end, one.value, one.low, one.high, money.measure)


def _converts(text: str, first: Figure, second: Figure) -> bool:
    """Whether `second` says `first` again in another currency."""
    between = text[first.end : second.start]
    if first.measure == second.measure or first.value is None or second.value is None or len(between) > 40:
        return False
    if _BRACKET.search(between):
        return True
    return bool(_COMMA.search(between)) and bool(re.match(r"\s?(?:[,.;)]|$|at\b)", text[second.end : second.end + 3]))


def _range(text: str, first: Figure, second: Figure) -> Figure | None:
    """`between €4m and €6m`, `$20-$30m`."""
    between, before_first = text[first.end : second.start], text[max(0, first.start - 20) : first.start]
    if first.measure != second.measure or first.value is None or second.value is None or not _AND.fullmatch(between):
        return None
    opened = _BETWEEN.search(before_first)
    if between.strip() in ("and", "to") and not (opened and "etween" in opened[0]):
        rising = between == " to " and first.value < second.value <= 20 * first.value
        if not rising or has_moved(text, first.start):
            return None
    start = first.start - len(opened[0]) if opened and "etween" in opened[0] else first.start
    return replace(second, start=start, value=None, low=first.value, high=second.value, comparator="eq")
