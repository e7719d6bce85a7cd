"""The command `serve`: the observatory in a browser, on this machine alone."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from equalterms.cli.app import COMMANDS, Common, command
from equalterms.cli.out import Output
from equalterms.errors import StudyError, UsageError

if TYPE_CHECKING:
    from equalterms.model import Study
    from equalterms.web.desk import Desk
    from equalterms.web.safety import Guard

PAGES = (
    *("rank", "why", "profile", "trends", "data", "freshness", "coherence", "removal", "targets", "brief", "methods"),
    *("ties", "partners", "allies", "robust", "bounds", "swap", "reach", "acceptability"),
)
"""The commands whose pages are served."""

WHOLE: Mapping[str, Mapping[str, object]] = {"robust": {"sensitivity": True, "dominance": True}}
"""What a page shows that the terminal gives when it is asked for it."""


@dataclass(frozen=True, slots=True)
class Prepared(Common):
    """What a command takes, with the study at hand: whatever is named, nothing is read from disk."""

    made: Study | None = None

    def load(self, name: str = "") -> Study:
        """The study at hand."""
        assert self.made is not None  # noqa: S101  # it is always made with one
        return self.made


@command
def serve(
    common: Common,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Where on this machine.")] = 8017,
    lang: Annotated[str, typer.Option("--lang", help="Language: en, ru, zh, pt, ar; else the browser’s.")] = "",
) -> Output:
    """The observatory: every page in a browser, what-ifs by hand, on this machine alone.

    Examples:

      equalterms serve

      equalterms serve --study my-study/ --port 9000

      equalterms serve --lang ru
    """
    from equalterms.draw.tongue import tongue
    from equalterms.page import Page

    if common.json or common.format or common.output != "-":
        raise UsageError("serve writes no table", remedy="every page has .json, .csv, .xlsx: see /openapi.json")
    if lang:
        tongue(lang)
    app = served(common, port, lang)
    address = f"http://127.0.0.1:{port}/"
    if not common.quiet:
        print(f"equalterms: {address} (until Ctrl+C)", file=sys.stderr)
    _run(app, port)
    return Output("serve", {"address": address}, Page("serve", address, ()), written="no longer served")


def served(common: Common, port: int | None = None, lang: str = "") -> Guard:
    """The observatory of the study that is asked for."""
    from equalterms.cli.schemas import SCHEMAS
    from equalterms.files import DEFAULT
    from equalterms.web import application

    name = common.study or DEFAULT
    pages = {page: _asked(common, page) for page in PAGES}
    return application(common.load(name), pages, SCHEMAS, name, port, lang, common.ledger())


def desk(common: Common) -> Desk:
    """The pages of the study that is asked for, without a browser around them."""
    from equalterms.web.desk import Desk

    return Desk(common.load(), {page: _asked(common, page) for page in PAGES})


def _asked(common: Common, name: str) -> Callable[[Study, int, Mapping[str, object]], Output]:
    """A command as the browser asks it: of a study that is at hand."""
    from equalterms.cli import commands as _commands  # noqa: F401  # importing it makes the commands known

    function = COMMANDS[name]

    def ask(study: Study, seed: int, given: Mapping[str, object]) -> Output:
        shared: dict[str, Any] = {field.name: getattr(common, field.name) for field in dataclasses.fields(Common)}
        made: Output = function(Prepared(**{**shared, "seed": seed, "made": study}), **WHOLE.get(name, {}), **given)
        return made

    return ask


def _run(app: Guard, port: int) -> None:
    import uvicorn

    try:
        uvicorn.run(
            app,
            host="127.0.0.1",
            port=port,
            log_level="warning",
            server_header=False,
            access_log=False,
            limit_concurrency=2000,
            timeout_keep_alive=20,
            h11_max_incomplete_event_size=32 * 1024,
        )
    except SystemExit:
        raise StudyError(f"port {port} cannot be used", "--port", "another program may hold it: name another") from None
