"""The commands: each calls one function of the house and hands the result to `out`."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from equalterms.cli.out import Output, emit, ready
from equalterms.errors import StudyError, UsageError

if TYPE_CHECKING:
    from equalterms.model import Study

app = typer.Typer(
    name="equalterms",
    help="A study goes in, a table comes out, and every number can be asked why.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


_MOST = 64 * 1024
"""So many bytes a file of settings may have."""

COMMANDS: dict[str, Callable[..., Output]] = {}
"""Each command's own function, by name: the browser asks them too."""


@dataclass(frozen=True, slots=True)
class Common:
    """What every command takes."""

    study: Annotated[str, typer.Option("--study", help="An embedded study's name, or a study's folder.")] = ""
    at: Annotated[int | None, typer.Option("--at", help="The year to look at.", metavar="YEAR")] = None
    set: Annotated[
        list[str] | None, typer.Option("--set", help="A what-if, such as weight.research=2.", metavar="KEY=VALUE")
    ] = None
    format: Annotated[str, typer.Option("--format", help="table, csv, md, json, jsonl, parquet, xlsx or html.")] = ""
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False
    output: Annotated[str, typer.Option("-o", "--output", help="Write to a file, whole or not at all.")] = "-"
    seed: Annotated[int, typer.Option("--seed", min=0, help="Where chance begins.")] = 0
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No warnings, no progress.")] = False
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more on stderr.")] = False

    def load(self, name: str = "") -> Study:
        """The study of a name (that of --study), with the what-ifs."""
        from equalterms.files import DEFAULT, load
        from equalterms.variations import at, what_if

        study = load(name or self.study or DEFAULT)
        if not name and self._has_ledger():
            from equalterms.ledger import Ledger, join

            study = join(study, Ledger(self.ledger()))
        for key, value in self.settings():
            study = what_if(study, key, value)
        return study if self.at is None else at(study, self.at)

    def settings(self) -> Iterator[tuple[str, str]]:
        """What --set says, in order; `--set @FILE` says what the file says, line by line."""
        for pair in self.set or []:
            key, equals, value = pair.partition("=")
            if pair.startswith("@"):
                yield from lines(pair[1:])
            elif not equals:
                raise UsageError(f"--set {pair!r} has no value", remedy="write --set KEY=VALUE")
            else:
                yield key.strip(), value.strip()

    def ledger(self) -> str:
        """Where the ledger of the study is: EQUALTERMS_LEDGER, the study's folder, or the user's own data."""
        from equalterms.files import DEFAULT, embedded
        from equalterms.ledger import place

        name = self.study or DEFAULT
        folder = None if name in embedded() else Path(name)
        return place(name, folder, os.environ.get("EQUALTERMS_LEDGER", ""))

    def _has_ledger(self) -> bool:
        from equalterms.ledger import exists

        return exists(self.ledger())


def lines(name: str) -> tuple[tuple[str, str], ...]:
    """The settings of a file, one a line: `shock.chips=x0.5@RUS`. What follows a # is for people."""
    from equalterms.files import decode, read_bytes

    path = Path(name)
    found = []
    for number, line in enumerate(decode(read_bytes(path, _MOST), path.name).splitlines(), 1):
        said = line.partition("#")[0].strip()
        key, equals, value = said.partition("=")
        if said and not equals:
            raise StudyError(f"{said[:60]!r} is no setting", f"{path.name}:{number}", "write KEY=VALUE")
        if said:
            found.append((key.strip(), value.strip()))
    return tuple(found)


def command(function: Callable[..., Output]) -> Callable[..., Output]:
    """A command: its own parameters, then the common ones; what it gives is written out."""
    hints = get_type_hints(Common, include_extras=True)
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hints[name])
        for name, default in _defaults().items()
    ]

    def run_it(**given: Any) -> int:
        common = Common(**{name: given.pop(name) for name in _defaults()})
        ready(common)
        result = function(common, **given)
        emit(result, common)
        return 130 if result.interrupted else 1 if result.findings else 0

    own = get_type_hints(function, include_extras=True)
    parameters = [
        p.replace(annotation=own[p.name], kind=inspect.Parameter.KEYWORD_ONLY)
        for p in list(inspect.signature(function).parameters.values())[1:]
    ]
    run_it.__signature__ = inspect.Signature([*parameters, *shared])  # type: ignore[attr-defined]
    run_it.__annotations__ = {p.name: p.annotation for p in [*parameters, *shared]}
    run_it.__doc__ = function.__doc__
    name = function.__name__.strip("_")
    app.command(name)(run_it)
    COMMANDS[name] = function
    return function


def _defaults() -> dict[str, object]:
    return {p.name: p.default for p in inspect.signature(Common).parameters.values()}


def run(arguments: list[str]) -> int:
    """Run a command line; the exit code. Wrong usage is said in one line."""
    from typer.exceptions import Abort, Exit, TyperException

    from equalterms.cli import commands as _commands  # noqa: F401  # importing it makes the commands known

    if os.environ.get("EQUALTERMS_METHODS"):
        from equalterms.contracts import own

        own(os.environ["EQUALTERMS_METHODS"])
    try:
        code = app(arguments, standalone_mode=False)
    except TyperException as error:
        raise UsageError(error.format_message().rstrip("."), remedy="see `equalterms --help`") from None
    except Exit as done:
        return done.exit_code
    except Abort:
        raise KeyboardInterrupt from None
    return code if isinstance(code, int) else 0
