"""Collects every message of the program into locale/equalterms.pot, and says what each catalogue still lacks.

    python scripts/catalogues.py

Messages are what stands in the places of a page (`_PLACES`), what is given to `said` and `counted`, and what
templates say. A text that is glued together in such a place cannot be translated: `glued` finds it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).parent.parent / "src" / "equalterms"
LOCALE = HOUSE / "locale"
ROOMS = ("pages", "web", "draw", "model")
_PLACES: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "said": ((0,), ()),
    "counted": ((0,), ()),
    "Column": ((1,), ("title", "help")),
    "Table": ((2,), ("caption",)),
    "Text": ((0,), ("text",)),
    "Note": ((0,), ("text",)),
    "Heading": ((0,), ("text",)),
    "Mark": ((0,), ("text",)),
    "Link": ((0,), ("text",)),
    "Figure": ((1,), ("title", "finding", "source")),
    "Page": ((1, 3), ("title", "lead", "foot")),
    "Kind": ((1, 2), ("title", "says", "group")),
    "Field": ((1,), ("label",)),
    "Group": ((0,), ("title",)),
    "Download": ((0,), ("label",)),
}
"""What stands on a page, by what makes it: the arguments that people read."""

Found = tuple[str, int, str | tuple[str, str]]


def messages() -> Catalog:
    """Every message of the program, with the places that it stands in."""
    made = Catalog(project="Equal Terms", charset="utf-8", fuzzy=False)
    for path, line, message in sorted(_found(), key=lambda each: (each[0], each[1])):
        made.add(message, locations=[(path, line)])
    return made


def _found() -> Iterator[Found]:
    for path, tree in _rooms():
        name = path.relative_to(HOUSE).as_posix()
        for call, at in _calls(tree):
            if at == "counted":
                one, many = (ast.literal_eval(each) for each in call.args[:2])
                yield name, call.lineno, (one, many)
            else:
                for text in _texts(_arguments(call, at)):
                    yield name, text.lineno, str(text.value)
    for path in sorted((HOUSE / "draw" / "templates").glob("*.jinja")):
        with path.open("rb") as file:
            keywords = {"_": None, "said": None}
            for line, message, _, _ in extract("jinja2", file, keywords=keywords, options={"silent": "false"}):
                yield path.relative_to(HOUSE).as_posix(), line, str(message)


def glued() -> list[str]:
    """Where a text that people read is put together from pieces: no catalogue can know it."""
    return [
        f"{path.relative_to(HOUSE).as_posix()}:{each.lineno}"
        for path, tree in _rooms()
        for call, at in _calls(tree)
        for each in _branches(_arguments(call, at))
        if isinstance(each, ast.JoinedStr | ast.BinOp)
    ]


def _rooms() -> Iterator[tuple[Path, ast.Module]]:
    for room in ROOMS:
        for path in sorted((HOUSE / room).rglob("*.py")):
            yield path, ast.parse(path.read_text("utf-8"))


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _PLACES:
            yield node, node.func.id


def _arguments(call: ast.Call, at: str) -> list[ast.expr]:
    places, names = _PLACES[at]
    found = [call.args[place] for place in places if place < len(call.args)]
    return [*found, *(each.value for each in call.keywords if each.arg in names)]


def _branches(expressions: Iterable[ast.expr]) -> Iterator[ast.expr]:
    for each in expressions:
        if isinstance(each, ast.IfExp):
            yield from _branches([each.body, each.orelse])
        else:
            yield each


def _texts(expressions: Iterable[ast.expr]) -> Iterator[ast.Constant]:
    for each in _branches(expressions):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and any(map(str.isalpha, each.value)):
            yield each


def template() -> bytes:
    """The file that translators begin with; the same messages give the same bytes."""
    made, held = messages(), BytesIO()
    write_po(held, made, width=110, omit_header=True, include_lineno=False)
    return held.getvalue()


def lacking(code: str) -> list[str]:
    """The messages that a language has no words for."""
    with (LOCALE / f"{code}.po").open("rb") as file:
        known = read_po(file, locale=code)
    ids = [message.id if isinstance(message.id, str) else message.id[0] for message in messages() if message.id]
    return [id for id in ids if not _whole(known.get(id))]


def _whole(message: object) -> bool:
    said = getattr(message, "string", "")
    return all(said) if isinstance(said, tuple) else bool(said)


if __name__ == "__main__":
    (LOCALE / "equalterms.pot").write_bytes(template())
    missing = {path.stem: lacking(path.stem) for path in sorted(LOCALE.glob("*.po"))}
    for code, texts in missing.items():
        print(f"{code}: {len(texts)} of {len(messages())} messages are not translated", *texts[:5], sep="\n  ")
    print(f"{len(glued())} texts are glued together")
    sys.exit(any(missing.values()))
