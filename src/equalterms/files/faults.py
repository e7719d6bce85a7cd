"""The faults of a study, gathered so that all can be told at once."""

from __future__ import annotations

from collections.abc import Iterator
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

    def at(self, file: str, row: int) -> Place:
        """A StudyError inside becomes a fault of this file and row, and the work goes on."""
        return Place(self, file, row)

    def raise_first(self) -> None:
        """Stop with the first fault, if there is any."""
        if self.found:
            raise self.found[0].error(len(self.found) - 1)


class Place:
    """A file and a row, and where their faults go. A class, because there is one for every row of every table."""

    __slots__ = ("_faults", "_file", "_row")

    def __init__(self, faults: Faults, file: str, row: int) -> None:
        self._faults, self._file, self._row = faults, file, row

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, StudyError):
            return False
        self._faults.add(self._file, self._row, error.message, error.remedy)
        return True
