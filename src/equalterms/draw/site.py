"""A page as a served site shows it: with its menu, the what-if form, its downloads; or the page alone.

Escaping is that of `html`: these templates stand in the same environment.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from equalterms.draw import figures, words
from equalterms.draw.html import Href, Menu, environment, speech
from equalterms.draw.tongue import spoken, tongue
from equalterms.page import Figure, Page


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: `own` is what it holds before anyone touches it.

    With `choices` (value, words) it is a selection, otherwise a number from `low` in steps; `wide` ones are text.
    """

    name: str
    label: str
    value: str
    own: str
    choices: tuple[tuple[str, str], ...] = ()
    low: float | None = None
    high: float | None = None
    step: str = "any"
    slides: float | None = None
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under a title that folds."""

    title: str
    fields: tuple[Field, ...]
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Download:
    """What a page can be taken away as: words, and the addresses by format."""

    label: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim that can be judged: its name, what it says, in which words, the verdict on it so far.

    `measured` says that it may be about an indicator of the study.
    """

    id: str
    says: str
    quote: str
    state: str
    measured: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """What stands around a page: `here` is its name in the menu, `state` the fields that keep the what-if.

    `groups` is the form (none: no form), `changed` how many settings it makes, `plain` leads back to the
    study as it is, `save` to the study with the settings written into it. `units` are offered by the search.
    `keeps` says that claims can be kept,
    `verdicts` are claims with buttons, `series` the indicators that they may be about. `poll` is where the browser
    asks again while the work is not done. `lang` is the language of the page, and
    `speaks` are the addresses of the same page in each.
    """

    title: str
    here: str
    href: Href
    menu: Menu
    assets: str
    state: tuple[tuple[str, str], ...] = ()
    groups: tuple[Group, ...] = ()
    action: str = ""
    changed: int = 0
    plain: str = ""
    save: str = ""
    downloads: tuple[Download, ...] = ()
    units: Sequence[tuple[str, str]] = ()
    token: str = ""
    upload: str = ""
    keeps: bool = False
    verdicts: tuple[Judged, ...] = ()
    series: tuple[tuple[str, str], ...] = ()
    poll: str = ""
    lang: str = "en"
    speaks: tuple[tuple[str, str], ...] = ()


def sheet(page: Page, shell: Shell) -> str:
    """The page with everything around it."""
    scripts = ["app.js", *(["vega.js"] if words.figures(page) else []), "site.js"]
    return environment().get_template("site.html.jinja").render(scripts=scripts, **_named(page, shell))


def part(page: Page, shell: Shell) -> str:
    """The page alone, to take the place of one that stands: figures are drawn by the browser."""
    return _light().get_template("part.html.jinja").render(**_named(page, shell))


def _named(page: Page, shell: Shell) -> dict[str, Any]:
    return {"page": spoken(page, tongue(shell.lang)), "shell": shell, **speech(shell.lang)}


@lru_cache(maxsize=1)
def _light() -> Environment:
    made = environment().overlay()
    made.filters = {**made.filters, "picture": _unpainted}
    return made


def _unpainted(figure: Figure) -> dict[str, Any]:
    """A figure's specification without its drawing: a tenth of a second less, where scripts run anyway."""
    text = json.dumps(figures.spec(figure), separators=(",", ":"))
    for char in "&<>":
        text = text.replace(char, f"\\u{ord(char):04x}")
    still = '<svg aria-hidden="true" width="10" height="300"></svg>'
    return {"svg": Markup(still), "spec": Markup(text)}  # noqa: S704  # our own text; the JSON is escaped above
