"""Names in the cases of Russian: the six forms of a name of one word or several, by the endings of its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def cases(name: str) -> set[str]:
    """The forms of a name in the six cases, by the endings of its words."""
    words = name.split(" ")
    forms = [_forms(word) for word in words]
    most = max(len(f) for f in forms)
    # words of a name agree: the third form of one goes with the third of the other
    return {" ".join(f[min(n, len(f) - 1)] for f in forms) for n in range(most)} | {name}


_DECLENSIONS = (
    ("ия", "ия ии ии ию ией ии"), ("ья", "ья ьи ье ью ьей ье"), ("ая", "ая ой ой ую ой ой"),
    ("яя", "яя ей ей юю ей ей"), ("ое", "ое ого ому ое ым ом"), ("ые", "ые ых ым ые ыми ых"),
    ("ие", "ие их им ие ими их"), ("ый", "ый ого ому ый ым ом"), ("а", "а ы е у ой е"), ("я", "я и е ю ей е"),
    ("ай", "ай ая аю ай аем ае"), ("ей", "ей ея ею ей еем ее"), ("ль", "ль ля лю ль лем ле"),
    ("сь", "сь си си сь сью си"), ("нь", "нь ни ни нь нью ни"), ("ы", "ы  ам ы ами ах"),
    ("ство", "ство ства ству ство ством стве"),
)  # fmt: skip
_HUSH = ("жа", "ка", "га", "ха", "ша", "ча")
_PLURAL = {"Нидерланды": "Нидерландов", "Эмираты": "Эмиратов", "Штаты": "Штатов", "Филиппины": "Филиппин"}


def _forms(word: str) -> list[str]:
    """A word in nominative, genitive, dative, accusative, instrumental, prepositional."""
    for ending, row in _DECLENSIONS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            forms = [stem + (e or "") for e in row.split(" ")]
            if word.endswith(_HUSH):
                forms[1] = stem + "и"
            if word in _PLURAL:
                forms[1] = _PLURAL[word]
            return forms
    if word[-1] in "бвгджзклмнпрстфхцчш" and word.upper() != word:
        return [word, word + "а", word + "у", word, word + "ом", word + "е"]
    return [word]


DECLINED: Mapping[str, Callable[[str], set[str]]] = {"ru": cases}
