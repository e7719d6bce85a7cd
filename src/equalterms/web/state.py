"""The what-if in the address: `?set=weight.research=2&at=2023&runs=2000` is the whole state of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from equalterms.draw.tongue import LANGUAGES
from equalterms.errors import StudyError, nearest
from equalterms.model import Study
from equalterms.variations import at, what_if

MOST_RUNS = 20_000
MOST_SETTINGS = 200
KEYS = ("set", "at", "runs", "seed", "lang")
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class State:
    """What is asked otherwise: settings as after `--set`, a year, how many draws, where chance begins.

    None stands for what the study, or the command, does by itself; an empty `lang` for what the browser asks for.
    """

    settings: Pairs = ()
    at: int | None = None
    runs: int | None = None
    seed: int = 0
    lang: str = ""

    @property
    def query(self) -> str:
        """The state as the end of an address, `?` and all; empty where nothing is asked otherwise."""
        pairs = [("set", f"{key}={value}") for key, value in self.settings]
        pairs += [("at", str(self.at))] if self.at is not None else []
        pairs += [("runs", str(self.runs))] if self.runs is not None else []
        pairs += [("seed", str(self.seed))] if self.seed else []
        pairs += [("lang", self.lang)] if self.lang else []
        return "?" + urlencode(pairs, safe="=(),", quote_via=quote) if pairs else ""

    def study(self, base: Study) -> Study:
        """The study after the what-ifs; a StudyError names the setting that does not fit."""
        for key, value in self.settings:
            base = what_if(base, key, value)
        return base if self.at is None else at(base, self.at)


def read(pairs: Iterable[tuple[str, str]], also: Iterable[str] = ()) -> tuple[State, dict[str, str]]:
    """The state in an address's parameters, and those of `also` beside it; a StudyError at any other."""
    settings: list[tuple[str, str]] = []
    numbers: dict[str, int] = {}
    others: dict[str, str] = {}
    allowed = (*KEYS, *also)
    for key, value in pairs:
        if key == "set":
            settings.append(_setting(value))
        elif key not in allowed:
            raise StudyError("is no parameter of this page", f"?{key[:60]}", nearest(key, allowed))
        elif key in numbers or key in others:
            raise StudyError("is given twice", f"?{key}", "give it once")
        elif key == "lang":
            others[key] = _language(value)
        elif key in KEYS:
            numbers[key] = _whole(key, value)
        else:
            others[key] = value
    if len(settings) > MOST_SETTINGS:
        raise StudyError(f"more than {MOST_SETTINGS} settings", "?set", "give fewer")
    runs = numbers.get("runs")
    if runs is not None and not 1 <= runs <= MOST_RUNS:
        raise StudyError(
            f"runs is {runs}", "?runs", f"give a whole number from 1 to {MOST_RUNS}; the terminal does more"
        )
    return State(tuple(settings), numbers.get("at"), runs, numbers.get("seed", 0), others.pop("lang", "")), others


def _setting(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals:
        raise StudyError(f"{text[:60]!r} has no value", "?set", "write set=KEY=VALUE")
    return key.strip(), value.strip()


def _language(text: str) -> str:
    if text not in LANGUAGES:
        raise StudyError(f"no language is called {text[:20]!r}", "?lang", f"write one of {', '.join(LANGUAGES)}")
    return text


def _whole(key: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise StudyError(f"{key} is {text[:40]!r}, no whole number", f"?{key}", "write digits")
    return int(text)


def of_form(pairs: Iterable[tuple[str, str]], own: Mapping[str, str]) -> Pairs:
    """The parameters of an address from the fields of the form: those alone that differ from `own`.

    `own` has what each field of the form shows before anyone touches it.
    """
    made: list[tuple[str, str]] = []
    for key, raw in pairs:
        value = raw.strip()
        if key in own and (not value or _same(value, own[key])):
            continue
        if key in KEYS:
            made.append((key, value))
        elif value and key != "form":
            made.append(("set", f"{key}={value}"))
    # What is left out goes last: a weight of a node that is no longer there would be refused.
    return tuple(sorted(dict.fromkeys(made), key=lambda pair: (pair[0] != "set", pair[1].startswith("drop="))))


def _same(a: str, b: str) -> bool:
    try:
        return float(a) == float(b)
    except ValueError:
        return a == b
