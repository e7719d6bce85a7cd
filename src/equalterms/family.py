"""A family: interchangeable functions that answer to a name."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar, cast

from equalterms.errors import StudyError, nearest

F = TypeVar("F", bound=Callable[..., object])
G = TypeVar("G", bound=Callable[..., object])


class Family(Mapping[str, F], Generic[F]):
    """The members of a family by name; `@family` adds a function under its own name.

    A trailing underscore of the function's name is dropped (`max_` answers to `max`), so a member
    may bear a name that Python has taken.
    """

    def __init__(self, name: str, caption: str) -> None:
        self.name = name
        self.caption = caption
        self._members: dict[str, F] = {}

    def __call__(self, function: G) -> G:
        self._members[function.__name__.rstrip("_")] = cast(F, function)
        return function

    def __getitem__(self, name: str) -> F:
        try:
            return self._members[name]
        except KeyError:
            raise StudyError(
                f"no method of the family {self.name} is called {name!r}", remedy=nearest(name, self._members)
            ) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def options(self, name: str) -> dict[str, object]:
        """The keyword options of a member with their defaults."""
        parameters = inspect.signature(self[name]).parameters.values()
        return {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}

    def help(self, name: str) -> str:
        """The first line of a member's docstring."""
        return (inspect.getdoc(self[name]) or "").partition("\n")[0]

    def source(self, name: str) -> str:
        """The citation of a member: the paragraph of its docstring that begins with `Source:`."""
        found = re.search(r"^Source:\s*(.+?)(?:\n\s*\n|\Z)", inspect.getdoc(self[name]) or "", re.M | re.S)
        return " ".join(found.group(1).split()) if found else ""
