"""The one error of the house: an input that is refused, with the place and the remedy."""

from __future__ import annotations

from collections.abc import Iterable


class StudyError(Exception):
    """An input that the program refuses, said in one line.

    `message` is what is wrong, `where` the place (`file`, `file:row` or an address in the study),
    `remedy` what to do about it. `code` is the exit code that the terminal gives (3: input refused).
    """

    code = 3

    def __init__(self, message: str, where: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f" ({self.remedy})" if self.remedy else ""
        return one_line(f"{place}{self.message}{remedy}")


class UsageError(StudyError):
    """A command that was called in a way it does not understand (exit code 2)."""

    code = 2


def one_line(text: str) -> str:
    """`text` with control and direction-changing characters made visible, so that it stays one line."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def nearest(word: str, known: Iterable[str], most: int = 3) -> str:
    """A remedy that lists the known names closest to `word`; all of them where they are few."""
    from difflib import get_close_matches

    names = sorted(known)
    close = get_close_matches(word, names, n=most, cutoff=0.6)
    if close:
        return "did you mean " + " or ".join(close) + "?"
    if len(names) <= 12:
        return "known: " + ", ".join(names) if names else "none is known"
    return f"{len(names)} are known, such as " + ", ".join(names[:most])
