"""How far long work has come: a bar on a terminal's stderr, nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from equalterms.cli.app import Common


@contextmanager
def bar(common: Common, title: str) -> Iterator[Callable[[int, int], None] | None]:
    """A function to be told how much is done, and of how much (0: nobody knows); None where nobody looks.

    Nobody looks where stderr is no terminal, and under --quiet.
    """
    if common.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(title, total=None)
        yield lambda done, whole: shown.update(task, completed=done, total=whole or None)
