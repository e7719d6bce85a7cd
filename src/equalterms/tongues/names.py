"""The countries that a sentence in another language names: by Unicode's CLDR, and as the press says besides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from equalterms.countries import countries
from equalterms.readers.sentence import Mention
from equalterms.tongues.cases import DECLINED
from equalterms.tongues.grammar import Tongue, table_of

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_EXTRA = re.compile(r"\s?[(（].*[)）]$|,.*$")


@cache
def table(code: str) -> Mapping[str, str]:
    """Every form of a name in a language, with the code of its country."""
    from babel import Locale

    of = table_of(code)
    territories = Locale.parse(code).territories
    found: dict[str, str] = {}
    for country in countries().values():
        name = territories.get(country.iso2)
        for one in {name, _EXTRA.sub("", name)} if name else ():
            found.setdefault(_flat(one), country.code)
    found |= {_flat(one): alpha for one, alpha in of.names.items()}
    if code in DECLINED:
        for one, alpha in list(found.items()):
            for form in DECLINED[code](one):
                found.setdefault(form, alpha)
    return found


@cache
def _by_head(code: str) -> Mapping[str, tuple[str, ...]]:
    """The forms by their first word, the longest first."""
    heads: dict[str, list[str]] = {}
    for form in table(code):
        if head := _WORD.match(form):
            heads.setdefault(head[0], []).append(form)
    return {head: tuple(sorted(forms, key=len, reverse=True)) for head, forms in heads.items()}


@cache
def _whole(code: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(form) for form in sorted(table(code), key=len, reverse=True) if len(form) > 1))


def named(text: str, of: Tongue) -> tuple[Mention, ...]:
    """The countries that a sentence names, from left to right; the longest name that fits has its words."""
    known, out = table(of.code), []
    if not of.spaced:
        return tuple(_mention(m.start(), m.end(), known[m[0]]) for m in _whole(of.code).finditer(text))
    heads, flat, at = _by_head(of.code), _flat(text), 0
    for found in _WORD.finditer(flat):
        if found.start() < at or not (found[0][0].isupper() or found[0] in heads):
            start = found.start() + len("l'") if found[0][:2] in ("l'", "d'", "L'", "D'") else -1
            if start < 0 or start < at:
                continue
        else:
            start = found.start() + (2 if found[0][:2] in ("L'", "D'") else 0)
        head = flat[start : found.end()]
        forms = heads.get(head) or heads.get(head.split("-")[0].split("'")[0], ())
        fits = next(
            (f for f in forms if flat.startswith(f, start) and not flat[start + len(f) : start + len(f) + 1].isalnum()),
            None,
        )
        if fits:
            at = start + len(fits)
            out.append(_mention(start, at, known[fits]))
    return tuple(out)


def _flat(text: str) -> str:
    """The text with one apostrophe and without the dots of ё, which are printed or not; same length, same offsets."""
    return text.replace("’", "'").replace("ё", "е").replace("Ё", "Е")


def _mention(start: int, end: int, code: str) -> Mention:
    return Mention(start, end, countries()[code].name, code, "country")
