"""Ordinals: `the fifth city to sign`, `as its 12th member`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from equalterms.readers import readers
from equalterms.readers.measures import singular
from equalterms.readers.rank import ordinals
from equalterms.readers.sentence import Figure, Sentence
from equalterms.readers.spelled import ordinal as value_of

_BEFORE: Final = re.compile(
    r"\b(?:became|become|becomes|becoming|is|was|as|be|and|made \w+|only)\s"
    r"(?:the|its|their|only the|(?:the )?[A-Z][\w.]*['’]s|the [a-z]+['’]s)\s$"
    r"|\b(?:making|made)\s(?:[\w-]+\s){1,3}(?:the|its|their)\s$"
)
_NOUN: Final = re.compile(
    r"\s(?P<noun>(?:[a-z]+\s)?[a-z]{3,20})(?=\s(?:to|in|of|on|at|after|and|when|last|this|with|since|state|country)\b|[,.;]|$)"
)
_TO: Final = re.compile(r"\sto\s")


@readers
def ordinal(sentence: Sentence) -> Iterator[Figure]:
    """The how-manieth of its kind to do something."""
    text, last = sentence.text, ""
    for found in ordinals(text):
        if any(d.start < found.end() and found.start() < d.end for d in sentence.dates):
            continue
        if not _BEFORE.search(text[max(0, found.start() - 50) : found.start()]):
            continue
        noun, bare = _NOUN.match(text, found.end()), _TO.match(text, found.end())
        if bare and last:
            yield Figure("ordinal", *found.span(), value_of(found[0]), measure=last)
        elif noun and not re.match(r"time|day|week|month|year|place|half|quarter|step|phase", noun["noun"]):
            last = singular(noun["noun"].split()[-1])
            yield Figure("ordinal", *found.span(), value_of(found[0]), measure=last)
