"""The grammar of currencies: signs, codes and names, before a number or after it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

SIGNS: Final = {
    "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD",
    "NT$": "TWD", "R$": "BRL", "Mex$": "MXN", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB",
    "₩": "KRW", "₺": "TRY", "₴": "UAH", "₦": "NGN", "₱": "PHP", "฿": "THB", "₫": "VND", "₪": "ILS", "₸": "KZT",
    "₡": "CRC", "₵": "GHS", "₲": "PYG", "₾": "GEL", "৳": "BDT", "CN¥": "CNY", "E£": "EGP", "KSh": "KES", "Ksh": "KES",
    "KES": "KES", "TSh": "TZS", "USh": "UGX", "Rs.": "INR", "Rs": "INR", "RM": "MYR", "Rp": "IDR", "Fr.": "CHF",
    "NKr": "NOK", "SKr": "SEK", "DKr": "DKK", "IKr": "ISK", "Ft": "HUF", "N$": "NAD", "J$": "JMD", "TT$": "TTD",
    "Bs": "BOB", "RMB": "CNY", "Dh": "AED", "zł": "PLN", "SFr": "CHF", "Sfr": "CHF", "Kč": "CZK", "₨": "PKR",
}  # fmt: skip
CODES: Final = [
    "AED",
    "AFN",
    "ALL",
    "AMD",
    "ANG",
    "AOA",
    "ARS",
    "AUD",
    "AWG",
    "AZN",
    "BAM",
    "BBD",
    "BDT",
    "BGN",
    "BHD",
    "BIF",
    "BMD",
    "BND",
    "BOB",
    "BRL",
    "BSD",
    "BTN",
    "BWP",
    "BYN",
    "BZD",
    "CAD",
    "CDF",
    "CHF",
    "CLP",
    "CNY",
    "COP",
    "CRC",
    "CUP",
    "CVE",
    "CZK",
    "DJF",
    "DKK",
    "DOP",
    "DZD",
    "EGP",
    "ERN",
    "ETB",
    "EUR",
    "FJD",
    "GBP",
    "GEL",
    "GHS",
    "GMD",
    "GNF",
    "GTQ",
    "GYD",
    "HKD",
    "HNL",
    "HRK",
    "HTG",
    "HUF",
    "IDR",
    "ILS",
    "INR",
    "IQD",
    "IRR",
    "ISK",
    "JMD",
    "JOD",
    "JPY",
    "KES",
    "KGS",
    "KHR",
    "KMF",
    "KPW",
    "KRW",
    "KWD",
    "KYD",
    "KZT",
    "LAK",
    "LBP",
    "LKR",
    "LRD",
    "LSL",
    "LYD",
    "MAD",
    "MDL",
    "MGA",
    "MKD",
    "MMK",
    "MNT",
    "MOP",
    "MRU",
    "MUR",
    "MVR",
    "MWK",
    "MXN",
    "MYR",
    "MZN",
    "NAD",
    "NGN",
    "NIO",
    "NOK",
    "NPR",
    "NZD",
    "OMR",
    "PAB",
    "PEN",
    "PGK",
    "PHP",
    "PKR",
    "PLN",
    "PYG",
    "QAR",
    "RON",
    "RSD",
    "RUB",
    "RWF",
    "SAR",
    "SBD",
    "SCR",
    "SDG",
    "SEK",
    "SGD",
    "SLE",
    "SOS",
    "SRD",
    "SSP",
    "STN",
    "SYP",
    "SZL",
    "THB",
    "TJS",
    "TMT",
    "TND",
    "TOP",
    "TRY",
    "TTD",
    "TWD",
    "TZS",
    "UAH",
    "UGX",
    "USD",
    "UYU",
    "UZS",
    "VES",
    "VND",
    "VUV",
    "WST",
    "XAF",
    "XCD",
    "XOF",
    "XPF",
    "YER",
    "ZAR",
    "ZMW",
    "ZWL",
]
# A name that several countries share has no code of its own: the plain word stays.
NAMES: Final = {
    "dollar": "USD", "us dollar": "USD", "u.s. dollar": "USD", "american dollar": "USD", "greenback": "USD",
    "euro": "EUR", "pound sterling": "GBP", "sterling": "GBP", "british pound": "GBP", "yen": "JPY", "rouble": "RUB",
    "ruble": "RUB", "yuan": "CNY", "renminbi": "CNY", "rupee": "INR", "won": "KRW", "swiss franc": "CHF",
    "hryvnia": "UAH", "hryvnya": "UAH", "zloty": "PLN", "złoty": "PLN", "forint": "HUF", "kuna": "HRK", "lev": "BGN",
    "leva": "BGN", "lei": "RON", "leu": "RON", "tenge": "KZT", "baht": "THB", "ringgit": "MYR", "rupiah": "IDR",
    "dong": "VND", "shekel": "ILS", "naira": "NGN", "cedi": "GHS", "rand": "ZAR", "real": "BRL", "reais": "BRL",
    "lira": "TRY", "lari": "GEL", "dram": "AMD", "taka": "BDT", "kyat": "MMK", "birr": "ETB", "kwacha": "ZMW",
    "kwanza": "AOA", "metical": "MZN", "riyal": "SAR", "rial": "IRR", "dirham": "AED", "sol": "PEN", "bolivar": "VES",
    "guarani": "PYG", "lempira": "HNL", "quetzal": "GTQ", "peso": "peso", "krona": "krona", "kronor": "SEK",
    "krone": "krone", "kroner": "krone", "crown": "crown", "franc": "franc", "dinar": "dinar", "pound": "pound",
    "shilling": "shilling", "canadian dollar": "CAD", "australian dollar": "AUD", "hong kong dollar": "HKD",
    "singapore dollar": "SGD", "new zealand dollar": "NZD", "taiwan dollar": "TWD", "egyptian pound": "EGP",
    "mexican peso": "MXN", "argentine peso": "ARS", "chilean peso": "CLP", "colombian peso": "COP",
    "philippine peso": "PHP", "swedish krona": "SEK", "swedish kronor": "SEK", "swedish crown": "SEK",
    "norwegian krone": "NOK", "norwegian kroner": "NOK", "norwegian crown": "NOK", "danish krone": "DKK",
    "danish kroner": "DKK", "danish crown": "DKK", "czech crown": "CZK", "czech koruna": "CZK", "koruna": "CZK",
    "kenyan shilling": "KES", "ugandan shilling": "UGX", "tanzanian shilling": "TZS", "pakistani rupee": "PKR",
    "sri lankan rupee": "LKR", "indian rupee": "INR", "russian rouble": "RUB", "russian ruble": "RUB",
    "chinese yuan": "CNY", "japanese yen": "JPY", "south korean won": "KRW", "turkish lira": "TRY",
    "brazilian real": "BRL", "brazilian reais": "BRL", "south african rand": "ZAR", "saudi riyal": "SAR",
    "qatari riyal": "QAR", "iranian rial": "IRR", "cfa franc": "XOF", "kuwaiti dinar": "KWD", "jordanian dinar": "JOD",
    "iraqi dinar": "IQD", "florin": "florin", "guilder": "guilder", "ducat": "ducat", "thaler": "thaler",
    "drachma": "drachma", "escudo": "escudo", "peseta": "peseta",
    "lat": "LVL", "lek": "ALL", "denar": "MKD", "somoni": "TJS", "tugrik": "MNT", "riel": "KHR", "gourde": "HTG",
    "ariary": "MGA", "dalasi": "GMD", "leone": "SLE", "rufiyaa": "MVR", "afghani": "AFN", "litas": "LTL", "lats": "LVL",
    "mark": "mark", "kip": "LAK", "pula": "BWP", "manat": "AZN",
    "serbian dinar": "RSD", "uae dirham": "AED", "moroccan dirham": "MAD",
}  # fmt: skip
# Which currency a shared name means where the article's country is known.
LOCAL: Final = {
    ("peso", "ARG"): "ARS", ("peso", "MEX"): "MXN", ("peso", "CHL"): "CLP", ("peso", "COL"): "COP",
    ("peso", "PHL"): "PHP", ("peso", "URY"): "UYU", ("peso", "CUB"): "CUP", ("peso", "DOM"): "DOP",
    ("pound", "GBR"): "GBP", ("pound", "EGY"): "EGP", ("pound", "LBN"): "LBP", ("pound", "SYR"): "SYP",
    ("pound", "SDN"): "SDG", ("crown", "SWE"): "SEK", ("crown", "NOR"): "NOK", ("crown", "DNK"): "DKK",
    ("crown", "CZE"): "CZK", ("krona", "SWE"): "SEK", ("krona", "ISL"): "ISK", ("krone", "NOR"): "NOK",
    ("krone", "DNK"): "DKK", ("franc", "CHE"): "CHF", ("dinar", "KWT"): "KWD", ("dinar", "JOR"): "JOD",
    ("dinar", "IRQ"): "IQD", ("dinar", "SRB"): "RSD", ("dinar", "TUN"): "TND", ("dinar", "DZA"): "DZD",
    ("dinar", "LBY"): "LYD", ("dinar", "BHR"): "BHD", ("shilling", "KEN"): "KES", ("shilling", "UGA"): "UGX",
    ("shilling", "TZA"): "TZS", ("shilling", "SOM"): "SOS", ("INR", "PAK"): "PKR", ("INR", "LKA"): "LKR",
    ("INR", "NPL"): "NPR", ("SAR", "QAT"): "QAR", ("SAR", "OMN"): "OMR", ("AED", "MAR"): "MAD",
}  # fmt: skip
_signs: Final = "|".join(re.escape(s) for s in sorted(SIGNS, key=len, reverse=True))
_names: Final = "|".join(re.escape(n) for n in sorted(NAMES, key=len, reverse=True))
BEFORE: Final = re.compile(
    rf"(?:(?<![A-Za-z])(?:{'|'.join(CODES)})(?=[\s\d]?)|(?<![A-Za-z])(?:{_signs})|[$€£¥₹₽₩])\s?$"
)
AFTER: Final = re.compile(
    rf"[\s  -]?(?:(?P<code>{'|'.join(CODES)})\b|(?P<sign>[$€£¥₹₽₩₺₴]|zł|Kč)(?![\d])|"
    rf"(?P<name>(?i:{_names}))(?i:e?s)?\b)"
)
# What a currency begins with: two letters of a word, or one sign.
_BEGIN: Final = frozenset(word[:2].lower() for word in (*CODES, *NAMES, "zł", "Kč"))
_FIRST: Final = frozenset("$€£¥₹₽₩₺₴")
_MEETING: Final = re.compile(r"COP\d{1,2}\b")  # of the climate convention, no sum of pesos
MONIES: Final = frozenset(word for name in NAMES for word in name.split()) - {
    "us",
    "new",
    "south",
    "real",
    "mark",
    "hong",
}
"""The words of the names of currencies, but for those that mean other things as well."""

NAME: Final = rf"(?:(?i:{_names})(?i:e?s)?)"


def code_of(word: str) -> str:
    """The ISO 4217 code of a sign, code or name; the bare name where several countries share it."""
    bare = " ".join(word.split())
    if bare in SIGNS:
        return SIGNS[bare]
    if bare.upper() in CODES and bare.isupper():
        return bare
    low = bare.lower()
    return NAMES.get(low) or NAMES.get(low.removesuffix("s")) or NAMES.get(low.removesuffix("es")) or low


def before(text: str, at: int) -> tuple[str, int] | None:
    """The currency that ends right before `at`, and where it starts."""
    window = text[max(0, at - 8) : at]
    word = window.rstrip().rpartition(" ")[2]
    if word.isascii() and word.isalpha() and word.islower():  # no sign and no code is such a word
        return None
    if (found := BEFORE.search(window)) and not _MEETING.match(text, at - len(window) + found.start()):
        return code_of(found[0].strip()), at - len(window) + found.start()
    return None


@lru_cache(maxsize=1024)
def after(text: str, at: int) -> tuple[str, int] | None:
    """The currency that starts right after `at`, and where it ends."""
    begins = text[at : at + 4].lstrip(" -\t\u00a0")[:2].lower()
    if begins not in _BEGIN and begins[:1] not in _FIRST:
        return None
    if found := AFTER.match(text, at, at + 26):
        word = found["code"] or found["sign"] or found["name"]
        if word == "mark" and not found[0].endswith("s"):  # `passed the 5 million mark`
            return None
        return code_of(word), found.end()
    return None


def local(code: str, country: str | None) -> str:
    """The currency that a shared name means in a country (`peso` in Argentina is ARS)."""
    return LOCAL.get((code, country or ""), code)
