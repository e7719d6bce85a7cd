"""Sentences with values in them that can be said in another language: they are English, and remember of what."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any


class Said(str):
    """An English sentence that carries its message and its values; wherever text stands, it may stand.

    `message` is the key of the catalogues, `many` the plural form of it (empty: it has none), `n` the count
    that chooses between them.
    """

    __slots__ = ("many", "message", "n", "values")
    message: str
    many: str
    n: float
    values: Mapping[str, Any]


class _English(Formatter):
    """Values as English writes them: a sequence is a list with commas."""

    def format_field(self, value: Any, format_spec: str) -> str:
        return str(super().format_field(", ".join(map(str, value)) if isinstance(value, tuple) else value, format_spec))


_ENGLISH = _English()


def said(message: str, /, **values: Any) -> Said:
    """A message with its values, `said("{name}: rank {rank}", name=..., rank=...)`; a tuple is listed with commas."""
    return _made(message, "", 0, values)


def counted(message: str, many: str, /, *, n: float, **values: Any) -> Said:
    """A message that depends on a count: `counted("{n} run", "{n} runs", n=...)`."""
    return _made(message, many, n, {"n": n, **values})


def _made(message: str, many: str, n: float, values: Mapping[str, Any]) -> Said:
    made = Said(_ENGLISH.vformat(many if many and n != 1 else message, (), values))
    made.message, made.many, made.n, made.values = message, many, n, values
    return made
