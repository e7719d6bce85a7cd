"""The language of a text: by its script, and among Latin scripts by the small words that it uses most."""

from __future__ import annotations

import re
from typing import Final

from equalterms.readers.words import words_of

UNKNOWN: Final = "und"  # ISO 639-2: undetermined
_LOOKED_AT: Final = (700, 3_000, 20_000)  # letters: the beginning settles it for most texts
_SCRIPTS: Final = {
    "ja": re.compile(r"[\u3040-\u30ff]"),
    "zh": re.compile(r"[\u4e00-\u9fff]"),
    "ko": re.compile(r"[\uac00-\ud7af]"),
    "ar": re.compile(r"[\u0600-\u06ff]"),
    "hi": re.compile(r"[\u0900-\u097f]"),
    "el": re.compile(r"[\u0370-\u03ff]"),
    "he": re.compile(r"[\u0590-\u05ff]"),
    "uk": re.compile(r"[іїєґІЇЄҐ]"),
    "ru": re.compile(r"[\u0400-\u04ff]"),
}
_SMALL: Final = {
    "en": "the of and to in that is was for with its by on said has have from will this are which were but not",
    "fr": "de le la les des et en un une du que qui est pour dans sur au par pas avec plus ce cette sont aux l d qu"
    " ont été leur ses entre chez millions milliards",
    "de": "der die das und in den von zu mit ist im dem nicht ein eine auf sich auch des wird bei nach um hat",
    "es": "el la de los que y en un una al del las por con para es se su como más pero ha este sobre entre fue son"
    " hasta desde otros unos millones",
    "pt": "o a de os que e é em um uma do da dos por com para se não mais ao como mas na no foi pela das às são até"
    " entre outros milhões bilhões",
    "it": "il la di che e in un una del della per con non è si le dei gli sono da al nel alla più anche l d dell nella"
    " degli milioni miliardi",
    "nl": "de het een van en in is dat op te voor met zijn niet aan er ook als bij naar maar om door over",
    "sv": "och att det som en är av för på med den till inte har de ett om var från men vid kan efter sig",
}
_CODES: Final[dict[str, list[str]]] = {}  # of a small word: the languages that have it
for _code, _words in _SMALL.items():
    for _word in set(_words.split()):
        _CODES.setdefault(_word, []).append(_code)
_LETTERS: Final = {"es": "ñ¿¡áíóú", "pt": "ãõáíóú", "fr": "œèêëîûéç", "de": "ßäöü"}
_FOREIGN: Final = re.compile("[\u0370-\u1fff\u3040-\ud7af]")  # a letter of any of these scripts
_WORD: Final = re.compile(r"[^\W\d_]+")


def language(text: str) -> str:
    """The language of a text as an ISO 639-1 code; `und` where its words do not settle it."""
    for length in _LOOKED_AT:
        sample = text[:length]
        found = (_by_script(sample) if _FOREIGN.search(sample) else "") or _by_words(sample)
        if found != UNKNOWN or length >= len(text):
            break
    return found


def _by_script(sample: str) -> str:
    letters = len(re.findall(r"[^\W\d_]", sample))
    other = {code: len(script.findall(sample)) for code, script in _SCRIPTS.items()}
    for code, least in (("ja", 0.1), ("uk", 0.02), ("ru", 0.4)):
        if letters and other[code] >= least * letters:
            return code
    most = max(other, key=lambda code: other[code])
    return most if other[most] > 0.4 * letters > 0 else ""


def _by_words(sample: str) -> str:
    hits = dict.fromkeys(_SMALL, 0)
    seen: dict[str, set[str]] = {code: set() for code in _SMALL}
    low = sample.lower()
    for word in words_of(low) if low.isascii() else _WORD.findall(low):
        for code in _CODES.get(word, ()):
            hits[code] += 1
            seen[code].add(word)
    if not sample.isascii():
        for code, letters in _LETTERS.items():
            hits[code] += sum(map(sample.count, letters))
    (second, _), (first, code) = sorted((count, code) for code, count in hits.items())[-2:]
    several = len(seen[code]) > 1  # one word again and again is no language
    return code if several and first >= 3 and first > 1.2 * second else UNKNOWN
