"""What a reader is given (a sentence with its offsets) and what it gives (finds, never quotes).

All offsets lead into the sentence. `press` adds the place of the sentence in its article and cuts
the quotes, so that no reader can put words into a source's mouth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import field

from equalterms.model.values import value


@value(frozen=True, slots=True)
class Numeral:
    """A number as printed: `value`, or `low` and `high` of a range; `form` says how it is written."""

    start: int
    end: int
    value: float | None
    low: float | None = None
    high: float | None = None
    form: str = "digits"
    fraction: str | None = None
    scale: float = 1.0


@value(frozen=True, slots=True)
class When:
    """A date, a period or a span of time. `value` is empty where it hangs on a day not known."""

    start: int
    end: int
    value: str
    kind: str = "date"
    relative: bool = False
    deadline: bool = False
    anchor: str = ""


@value(frozen=True, slots=True)
class Mention:
    """Someone or something named: a country, a bloc, a person, an organisation."""

    start: int
    end: int
    name: str
    code: str | None
    kind: str
    sector: str | None = None


@value(frozen=True, slots=True)
class Sentence:
    """A sentence: its words, where it starts in the article, and what every reader needs to know of it.

    `parties` are the states that the sentences before named together last, `bloc` the last organisation: whom
    `the two countries`, `the deal` and `applied` speak of; `earlier` is whom the sentence before was about. Their
    offsets lead elsewhere. `counted` is what was counted last, or `paid_in` the money of the last sum.
    """

    text: str
    start: int = 0
    numerals: tuple[Numeral, ...] = ()
    dates: tuple[When, ...] = ()
    mentions: tuple[Mention, ...] = ()
    topic: Mention | None = None
    parties: tuple[Mention, ...] = ()
    bloc: Mention | None = None
    earlier: Mention | None = None
    counted: str = ""
    paid_in: str = ""


@value(frozen=True, slots=True)
class Figure:
    """A figure that a reader found, with what its next words say of it.

    `half` is half of the last printed place, given where the words follow marks and scales other than English ones;
    `by` names the language model that found it, empty where a rule did.
    """

    kind: str
    start: int
    end: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    measure: str = ""
    comparator: str = "eq"
    fraction: str | None = None
    rank_of: float | None = None
    per: str | None = None
    noun: str = ""
    scope: str | None = None
    role: str = ""
    converted: Figure | None = None
    half: float | None = None
    by: str = ""


@value(frozen=True, slots=True)
class Deed:
    """An event that a reader found: its trigger, who did it to whom, its class."""

    start: int
    end: int
    kind: str
    cameo: str
    source: tuple[Mention, ...] = ()
    target: tuple[Mention, ...] = ()
    modality: str = "asserted"
    polarity: str = "positive"
    background: bool = False
    theme: str = ""
    note: str = field(default="", compare=False)


@value(frozen=True, slots=True)
class Bond:
    """A relation that a reader found: subject, predicate, object."""

    start: int
    end: int
    subject: str
    predicate: str
    object: str
    polarity: str = "positive"
    modality: str = "asserted"


Found = Figure | Deed | Bond
Reader = Callable[[Sentence], Iterable[Found]]
