"""Write docs/methods: a page for each family of methods, from the docstrings of its members.

Usage: python scripts/method_pages.py [FOLDER]
"""

from __future__ import annotations

import inspect
import re
import sys
from pathlib import Path

from equalterms.family import Family
from equalterms.pages.methods import FAMILIES
from equalterms.steps import SHARED

FOLDER = Path(__file__).parent.parent / "docs" / "methods"
_WHERE = {
    "screen": "`screen:` in the recipe of study.yaml, or `--set screen=...`",
    "vary": "a list entry under `vary:` in study.yaml",
    "pace": "the verdicts of `equalterms targets`",
    "pool": "the rules of `equalterms allies`",
    "weigh": "`weigh:` in the recipe, a cell of a pillar in indicators.csv, or `--set weigh.NODE=...`",
    "aggregate": "`aggregate:` in the recipe, a cell of a pillar in indicators.csv, or `--set aggregate.NODE=...`",
}
_ANY = "`{0}:` in the recipe, a cell of indicators.csv, or `--set {0}=...`, `--set {0}.NODE=...`"


def page(family: Family) -> str:  # type: ignore[type-arg]  # each family has a signature of its own
    """The Markdown page of a family."""
    lines = [
        f"# {family.name}: {family.caption}",
        "",
        "Made from the docstrings of the code by `scripts/method_pages.py`; do not edit.",
        "",
        f"Where it is written: {_WHERE.get(family.name, _ANY.format(family.name))}.",
        "",
        "| method | does |",
        "|---|---|",
        *(f"| [{name}](#{name}) | {_cell(family.help(name))} |" for name in family),
    ]
    if family.name in SHARED:
        lines += ["", "Every member takes these options too, described in [studies.md](../studies.md):", ""]
        lines += [f"- `{name}`, {_default(value)}" for name, value in SHARED[family.name].items()]
    for name in family:
        lines += ["", f"## {name}", "", *_member(family, name)]
    return "\n".join(lines) + "\n"


def _member(family: Family, name: str) -> list[str]:  # type: ignore[type-arg]
    lines: list[str] = []
    for paragraph in (inspect.getdoc(family[name]) or "").split("\n\n"):
        text = " ".join(paragraph.split())
        head, colon, rest = text.partition(":")
        if colon and head in ("Formula", "Source"):
            text = f"**{head}.** {_formula(rest.strip()) if head == 'Formula' else rest.strip()}"
        lines += [text, ""]
    options = {key: value for key, value in family.options(name).items() if value is not None}
    if options:
        lines += ["| option | default |", "|---|---|"]
        lines += [f"| `{key}` | {_default(value, bare=True)} |" for key, value in options.items()]
        lines.append("")
    return lines[:-1]


def _formula(text: str) -> str:
    """A formula as it stands: its signs are no Markdown."""
    return re.sub(r"([*_|<>\\])", r"\\\1", text)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _default(value: object, bare: bool = False) -> str:
    said = "none" if value in ("", ()) else f"`{str(value).lower() if isinstance(value, bool) else value}`"
    return said if bare else f"by default {said}"


def main() -> None:
    """Write every page, and drop those of families that are gone."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        old.unlink()
    for family in FAMILIES:
        (folder / f"{family.name}.md").write_text(page(family), encoding="utf-8")


if __name__ == "__main__":
    main()
