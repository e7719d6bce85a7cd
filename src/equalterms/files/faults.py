"""The faults of a study, gathered so that all can be told at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from equalterms.errors import StudyError


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong, in which file and row (0: the file as a whole), and the remedy."""

    file: str
    row: int
    message: str
    remedy: str = ""

    @property
    def where(self) -> str:
        """`file:row`, or the file alone."""
        return f"{self.file}:{self.row}" if self.row else self.file

    def error(self, more: int = 0) -> StudyError:
        """The fault as the error that stops a command; it says how many others there are."""
        others = f"{more} more fault{'s' if more > 1 else ''}: run `equalterms check`" if more else ""
        return StudyError(self.message, self.where, "; ".join(part for part in (self.remedy, others) if part))


@dataclass(slots=True)
class Faults:
    """The faults found so far. `most` keeps a broken file of a million rows from a million lines."""

    found: list[Fault] = field(default_factory=list)
    most: int = 500

    def add(self, file: str, row: int, message: str, remedy: str = "") -> None:
        """One more fault."""
        if len(self.found) < self.most:
            self.found.append(Fault(file, row, message, remedy))

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.found)

    @contextmanager
    def at(self, file: str, row: int) -> Iterator[None]:
        """A StudyError inside becomes a fault of this file and row, and the work goes on."""
        try:
            yield
        except StudyError as error:
            self.add(file, row, error.message, error.remedy)

    def raise_first(self) -> None:
        """Stop with the first fault, if there is any."""
        if self.found:
            raise self.found[0].error(len(self.found) - 1)
