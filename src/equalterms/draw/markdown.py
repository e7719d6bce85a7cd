"""Page -> Markdown: for a wiki, a pull request, a message."""

from __future__ import annotations

import re

from equalterms.draw import words
from equalterms.page import Block, Figure, Heading, Note, Page, Quote, Table, Text, Tree

_SYNTAX = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown(page: Page) -> str:
    """The page as Markdown; what stands in it is text, never markup."""
    parts = [f"# {_safe(page.title)}"]
    parts += [_safe(page.lead)] if page.lead else []
    parts += [text for block in page.blocks if (text := _block(block))]
    parts += [f"---\n{_safe(page.foot)}"] if page.foot else []
    return "\n\n".join(parts) + "\n"


def _safe(text: str) -> str:
    return _SYNTAX.sub(r"\\\1", words.one_line(text))


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"## {_safe(block.text)}"
    if isinstance(block, Text):
        return _safe(block.text)
    if isinstance(block, Note):
        return f"> {'**Note:** ' if block.tone == 'warn' else ''}{_safe(block.text)}"
    if isinstance(block, Quote):
        return _quote(block)
    if isinstance(block, Figure):
        return "\n\n".join(
            part for part in (f"**{_safe(block.title)}**", _safe(block.finding), _table(block.table)) if part
        )
    if isinstance(block, Tree):
        return "\n".join(_lines(block, 0))
    return _table(block)


def _quote(block: Quote) -> str:
    marked = "".join(f"**{_safe(text)}**" if mark else _safe_inside(text) for text, mark in words.pieces(block))
    return f"> “{marked.strip()}”" + (f" — {_safe(block.cite)}" if block.cite else "")


def _safe_inside(text: str) -> str:
    """A piece of a sentence: its spaces at the ends are part of it."""
    head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return (" " if head else "") + _safe(text) + (" " if tail and text.strip() else "")


def _table(table: Table) -> str:
    right = words.numeric(table)
    heads = "| " + " | ".join(_safe(column.title) for column in table.columns) + " |"
    rule = "|" + "|".join("---:" if number else "---" for number in right) + "|"
    rows = [
        "| " + " | ".join(_safe(words.cell(value, c)) for value, c in zip(row, table.columns, strict=True)) + " |"
        for row in table.rows
    ]
    caption = [f"*{_safe(table.caption)}*\n"] if table.caption else []
    return "\n".join([*caption, heads, rule, *rows])


def _lines(tree: Tree, depth: int) -> list[str]:
    below = [line for child in tree.children for line in _lines(child, depth + 1)]
    return [f"{'  ' * depth}- {_safe(tree.text)}", *below]
