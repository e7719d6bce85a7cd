"""Who is named: countries by name, people and capital; blocs; the persons and firms an article introduces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from equalterms.countries import countries
from equalterms.model.values import replace
from equalterms.offices import Office, offices, on
from equalterms.readers import Bond, Mention
from equalterms.readers.words import holds, vocabulary

BLOCS: Final[Mapping[str, str]] = {
    "BRICS": "BRICS",
    "OPEC+": "OPEC+",
    "OPEC": "OPEC",
    "NATO": "NATO",
    "Nato": "NATO",
    "European Union": "EU",
    "EU": "EU",
    "European Community": "EU",
    "International Monetary Fund": "IMF",
    "IMF": "IMF",
    "World Bank": "WB",
    "United Nations": "UNO",
    "UN": "UNO",
    "Security Council": "UNO",
    "U.N.": "UNO",
    "G7": "G7",
    "G20": "G20",
    "ASEAN": "ASEAN",
    "African Union": "AU",
    "Arab League": "ARL",
    "Gulf Cooperation Council": "GCC",
    "GCC": "GCC",
    "Shanghai Cooperation Organisation": "SCO",
    "Shanghai Cooperation Organization": "SCO",
    "SCO": "SCO",
    "Mercosur": "MERCOSUR",
    "OECD": "OECD",
    "WTO": "WTO",
    "World Trade Organization": "WTO",
    "World Trade Organisation": "WTO",
    "World Health Organization": "WHO",
    "World Health Organisation": "WHO",
    "WHO": "WHO",
    "IAEA": "IAEA",
    "UNESCO": "UNESCO",
    "APEC": "APEC",
    "AUKUS": "AUKUS",
    "Quad": "QUAD",
    "Five Eyes": "FVEY",
    "Schengen area": "SCHENGEN",
    "Schengen zone": "SCHENGEN",
    "Commonwealth": "COMW",
    "European Commission": "EU",
    "Non-Aligned Movement": "NAM-BLOC",
    "Economic Community of West African States": "ECOWAS",
    "ECOWAS": "ECOWAS",
    "Ecowas": "ECOWAS",
    "Eurasian Economic Union": "EAEU",
    "Collective Security Treaty Organisation": "CSTO",
    "Collective Security Treaty Organization": "CSTO",
    "CSTO": "CSTO",
    "International Criminal Court": "ICC",
    "International Court of Justice": "ICJ",
    "CPTPP": "CPTPP",
    "RCEP": "RCEP",
    "East African Community": "EAC",
    "Andean Community": "CAN-BLOC",
    "Council of Europe": "COE",
    "OSCE": "OSCE",
    "General Assembly": "UNO",
    "Asian Infrastructure Investment Bank": "AIIB",
    "New Development Bank": "NDB",
    "African Development Bank": "AFDB",
    "Asian Development Bank": "ADB",
    "Pacific Islands Forum": "PIF",
    "FARC": "FARC",
    "Islamic State": "IS",
    "Hamas": "HAMAS",
    "Hezbollah": "HEZBOLLAH",
    "Hizbullah": "HEZBOLLAH",
    "Houthis": "HOUTHI",
    "Houthi": "HOUTHI",
    "Taliban": "TALIBAN",
    "Western": "WST",
    "West": "WST",
}
_ALSO_WORDS: Final = frozenset(
    [
        "Victoria",
        "Stanley",
        "Hamilton",
        "Kingston",
        "Georgetown",
        "Plymouth",
        "Jamestown",
        "Pole",
        "Dane",
        "Finn",
        "Swede",
        "Turk",
    ]
)
# A letter of a word or a hyphen before it is looked for after the capital: the engine runs from capital to capital.
_WORD: Final = re.compile(r"(?P<head>[A-ZÀ-Þ](?<![\w-].)[A-Za-zÀ-ÿ]*)[\w.’'-]*")
_HEAD: Final = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ÿ]*")
_AND: Final = re.compile(r",\s(?:and\s)?(?:the\s)?|\s(?:and|with)\s(?:the\s)?")
_COUNTS: Final = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_NUMBERS_OF_PARTIES: Final = frozenset([*_COUNTS, "both"])
_THE_TWO: Final = re.compile(
    r"\b(?:[Tt]he\s(?P<n>two|three|four|five|six|seven)(?:\s(?:countries|nations|states|sides|neighbours|neighbors|governments"
    r"|allies|rivals|powers))?(?=\s(?:had|have|has|are|were|will|also|agreed|said|signed|accused|must|would|did)\b|[.,;])"
    r"|[Bb]oth\s(?:countries|sides|nations|governments))"
)
_DESCRIBED: Final = re.compile(
    r"\b[Tt]he\s(?P<noun>central\sbank|bank|lender|company|firm|group)\b(?!\s(?:of|for|that)\b|['’-])"
)
_DESCRIPTIONS: Final = ("central bank", "he bank", "he lender", "he company", "he firm", "he group")
_SAME: Final = {"lender": "bank", "firm": "company", "group": "company"}
_BANKS: Final = ("Federal Reserve", "Fed", "ECB")
_TITLES: Final = ["president", "prime_minister", "chancellor", "king", "queen", "premier", "foreign_minister"]


Row = tuple[str, str | None, str, str | None]
Index = Mapping[str, Sequence[Row]]


@cache
def _index() -> Index:
    """Every known name by its first word, the longest first: (words, code, kind, sector)."""
    table: dict[str, list[Row]] = {}

    def add(words: str, code: str, kind: str, sector: str | None = None) -> None:
        if head := _HEAD.match(words):
            table.setdefault(head[0], []).append((words, code, kind, sector))

    for country in countries().values():
        for kind, names in (("country", country.names), ("demonym", country.demonyms), ("capital", country.capitals)):
            for name in names:
                code = (
                    "COD" if name == "Congo" else country.code
                )  # the press means the larger, and names the other whole
                if name not in _ALSO_WORDS:
                    add(name, code, kind, "GOV" if kind == "capital" else None)
    for name, code in BLOCS.items():
        add(name, code, "bloc", "IGO")
    return {head: tuple(sorted(rows, key=lambda r: -len(r[0]))) for head, rows in table.items()}


@cache
def _dated() -> Mapping[str, Sequence[tuple[str, tuple[Office, ...]]]]:
    """The words of the table of offices by their first word, the longest first, with the rows of each."""
    rows: dict[str, list[Office]] = {}
    for office in offices():
        for words in (*office.words, *office.titled):
            rows.setdefault(words, []).append(office)
    table: dict[str, list[tuple[str, tuple[Office, ...]]]] = {}
    for words, held in rows.items():
        if head := _HEAD.match(words):
            table.setdefault(head[0], []).append((words, tuple(held)))
    return {head: tuple(sorted(found, key=lambda r: -len(r[0]))) for head, found in table.items()}


def named(text: str, people: tuple[Mention, ...] = (), day: str = "") -> tuple[Mention, ...]:
    """The countries, blocs, offices and persons that a sentence names, from left to right.

    `people` are those whom the article introduces, `day` is its day: who held which office then.
    """
    found = _all_named(text, day)
    known = _people(people) if people else {}
    if not holds(text, known):
        return found
    own = [one for head, rows in known.items() if head in text for one in _introduced(text, head, rows)]
    out: list[Mention] = []
    for one in sorted((*own, *found), key=lambda m: m.start):  # of two that begin together, the article's own
        if not out or one.start >= out[-1].end:
            out.append(one)
    return tuple(out)


def _introduced(text: str, head: str, rows: Sequence[Row]) -> Iterator[Mention]:
    """The persons and firms whose names begin with a word, wherever it stands as one."""
    at = text.find(head)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(head) : at + len(head) + 1]
        if not (before in ("-", "_") or before.isalnum() or after.isalpha()) and (one := _match(text, at, rows)):
            yield one
        at = text.find(head, at + 1)


@lru_cache(maxsize=256)
def _all_named(text: str, day: str) -> tuple[Mention, ...]:
    return tuple(_named(text, day))


def _named(text: str, day: str) -> Iterator[Mention]:
    """The names that begin a word, or stand apart in it by a dot; what `non-` stands before is not named."""
    index, dated, end = _index(), _dated(), 0
    for found in _WORD.finditer(text):
        start = found.start()
        if start < end:
            continue
        first = found["head"]
        mention = _office(text, start, dated[first], day) if first in dated else None
        rows = index.get(first) or (index.get(first[:-1]) if first[-1] == "s" else None)  # `Palestinians`
        if mention is None and rows:
            mention = _match(text, start, rows)
        if mention is not None:
            end = mention.end
            yield mention


_PLACE: Final = re.compile(r"\s[A-Z][a-z]")  # the West Bank, Western Australia
_TREATY: Final = re.compile(
    r"\s(?:[A-Z]?[a-z]+\s)?(?:[Aa]greement|[Aa]ccords?|[Cc]onventions?|[Pp]rotocol|[Tt]reaty|[Ss]tatute|[Pp]act|[Mm]emorandum|[Cc]lub"
    r"|[Dd]eclaration)\b"
)
_AMERICAS: Final = ("Latin ", "North ", "South ", "Central ", " of ", "Captain ")


def _match(text: str, at: int, rows: Sequence[Row]) -> Mention | None:
    for words, code, kind, sector in rows:
        if words == "America" and text[max(0, at - 8) : at].endswith(_AMERICAS):
            continue
        if not text.startswith(words, at) and "'" not in words:
            continue  # as most rows end, without a call
        if code == "WST" and _PLACE.match(text, at + len(words)):
            continue
        if kind == "capital" and _TREATY.match(text, at + len(words)):
            continue  # `the Ottawa convention`, `the Paris climate agreement`
        if (end := _stands(text, at, words, kind == "demonym")) is not None:
            name = countries()[code].name if kind in ("country", "capital", "demonym") and code else words
            return Mention(at, end, name, code, kind, sector)
    return None


def _office(text: str, at: int, rows: Sequence[tuple[str, tuple[Office, ...]]], day: str) -> Mention | None:
    """The longest words of the table of offices that stand here, as what they stood for on a day."""
    for words, held in rows:
        if not text.startswith(words, at) and "'" not in words:
            continue
        if (end := _stands(text, at, words, False)) is not None:
            found = on(day, held)
            return Mention(at, end, held[-1].words[0], found[0], held[0].kind, found[1]) if found else None
    return None


def _stands(text: str, at: int, words: str, plural: bool) -> int | None:
    """Where words that stand at a place end there, as a whole word; None where they do not stand."""
    if not text.startswith(words, at) and text[at : at + len(words)].replace("’", "'") != words:
        return None
    end = at + len(words)
    end += 1 if plural and text[end : end + 1] == "s" else 0
    apart = not (text[end : end + 1].isalnum() or (text[end : end + 1] == "-" and text[end + 1 : end + 2].isupper()))
    return end if apart else None


@lru_cache(maxsize=8)
def _people(people: tuple[Mention, ...]) -> Index:
    table: dict[str, list[Row]] = {}
    for one in people:
        parts = one.name.split()
        names = {one.name} | ({parts[-1]} if one.kind == "person" and len(parts[-1]) > 2 else set())
        for name in names:
            if head := _HEAD.match(name):
                table.setdefault(head[0], []).append((name, one.code, one.kind, one.sector))
    return {head: tuple(sorted(rows, key=lambda r: -len(r[0]))) for head, rows in table.items()}


@cache
def _code_of() -> Mapping[str, str]:
    return {country.name: country.code for country in countries().values()}


def introduced(bonds: Iterable[Bond]) -> Iterator[Mention]:
    """The persons and firms that an article's own words place: its president, its largest firm."""
    code_of = _code_of()
    rows = list(bonds)
    firms = {b.subject: code_of.get(b.object) for b in rows if b.predicate.startswith("largest_")}
    for bond in rows:
        if bond.predicate.endswith("_of") and any(
            bond.predicate.startswith(t) or "minister" in bond.predicate for t in _TITLES
        ):
            yield Mention(0, 0, bond.subject, code_of.get(bond.object), "person", "GOV")
        elif bond.predicate == "ceo_of":
            firm = bond.object
            yield Mention(0, 0, bond.subject, firms.get(firm), "person", "BUS")
            yield Mention(0, 0, firm, firms.get(firm), "org", "BUS")
    for firm, code in firms.items():
        yield Mention(0, 0, firm, code, "org", "BUS")


class Described:
    """Whom `the bank` or `the company` of a text speaks of: the last one named that is such a thing.

    `the central bank` is that of the country told of where none was named. `bonds` say which firm is a bank.
    """

    def __init__(self, bonds: Iterable[Bond]) -> None:
        self._banks = {*_BANKS, *(b.subject for b in bonds if b.predicate == "largest_bank_of")}
        self._last: dict[str, Mention] = {}

    def of(self, text: str, mentions: Sequence[Mention], topic: Mention | None) -> tuple[Mention, ...]:
        """The mentions of a sentence with those that it describes; what it names is remembered."""
        out = list(mentions)
        for found in _DESCRIBED.finditer(text) if holds(text, _DESCRIPTIONS) else ():
            noun = _SAME.get(found["noun"], found["noun"])
            so_far = [m for m in mentions if m.end <= found.start()]
            self._remember(so_far)
            known = self._last.get(noun)
            if known is None and noun == "central bank" and topic is not None and topic.code:
                known = replace(topic, name=f"central bank of {topic.name}", kind="seat", sector="GOV")
            if known is not None:
                out.append(replace(known, start=found.start(), end=found.end()))
        self._remember(mentions)
        return tuple(sorted(out, key=lambda m: m.start)) if len(out) > len(mentions) else tuple(mentions)

    def _remember(self, mentions: Sequence[Mention]) -> None:
        for one in mentions:
            bank = "bank" in one.name.lower() or one.name in self._banks
            if one.kind == "org":
                self._last["company"] = one
            if bank and one.kind in ("org", "seat"):
                self._last["bank"] = one
            if bank and one.kind == "seat":
                self._last["central bank"] = one


def together(text: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """The largest group of states that a sentence names in one breath: `Peru, Chile and Bolivia`; empty if none."""
    if len(mentions) < 2:
        return ()
    best: list[Mention] = []
    row: list[Mention] = []
    for mention in (m for m in mentions if m.code and m.kind in ("country", "capital")):
        glued = bool(row) and _AND.fullmatch(text[row[-1].end : mention.start])
        row = [*row, mention] if glued else [mention]
        if len(row) > max(1, len(best)) and len({m.code for m in row}) == len(row):
            best = row
    return tuple(best)


def grouped(text: str, mentions: Sequence[Mention], parties: Sequence[Mention]) -> tuple[Mention, ...]:
    """The mentions with those whom `the two countries` or `the four` speaks of, if the number is theirs."""
    if not parties or vocabulary(text).isdisjoint(_NUMBERS_OF_PARTIES):
        return tuple(mentions)
    out = list(mentions)
    for found in _THE_TWO.finditer(text):
        count = _COUNTS.get((found["n"] or "").lower(), 2)
        if count == len(parties):
            out += [replace(one, start=found.start(), end=found.end(), kind="group") for one in parties]
    return tuple(sorted(out, key=lambda m: m.start))
