"""The commands of the loop: claims that are kept, and a person's verdicts on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from equalterms.cli.app import Common, command
from equalterms.cli.out import Output
from equalterms.errors import UsageError, nearest

if TYPE_CHECKING:
    from equalterms.ledger import Kept, Ledger
    from equalterms.press import Reading

_Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="Claims, as `equalterms claims` names them.")]
_Who = Annotated[str, typer.Option("--who", help="Whose verdict it is; your user name where it is not said.")]
_Note = Annotated[str, typer.Option("--note", help="Why.")]


def opened(common: Common) -> Ledger:
    """The ledger of the study that is asked for: EQUALTERMS_LEDGER, the study's folder, or the user's own data."""
    from equalterms.ledger import Ledger

    return Ledger(common.ledger())


def keep(common: Common, readings: list[Reading]) -> int:
    """Keep what was read; how many different claims that is."""
    from equalterms.press.sightings import sightings

    ledger, ids = opened(common), set()
    for reading in readings:
        ids |= set(ledger.keep(reading.article, sightings(reading)))
    return len(ids)


@command
def claims(
    common: Common,
    state: Annotated[str, typer.Option("--state", help="open, accept, reject or unsure.")] = "",
) -> Output:
    """The claims of the ledger, with the verdicts on them.

    Examples:

      equalterms claims

      equalterms claims --state open --json
    """
    from equalterms.ledger import STATES
    from equalterms.pages.ledger import ledger as page

    if state and state not in STATES:
        raise UsageError(f"--state {state[:40]!r} is not known", remedy=nearest(state, STATES))
    kept = opened(common).claims(state)
    rows = [claim.to_json() for claim in kept]
    return Output("claims", rows, page(kept), rows)


@command
def accept(
    common: Common,
    ids: _Ids,
    who: _Who = "",
    note: _Note = "",
    series: Annotated[str, typer.Option("--series", help="The study's indicator that the claim is about.")] = "",
) -> Output:
    """Accept claims: they become facts of the study, with their quotes.

    Examples:

      equalterms accept 3f9a0c1d2b4e

      equalterms accept 3f9a --series rd_spending --note "as in the decree"
    """
    if series:
        common.load().node(series)
    return _judged(common, ids, "accept", who, note, series)


@command
def reject(common: Common, ids: _Ids, who: _Who = "", note: _Note = "") -> Output:
    """Reject claims: they stay in the ledger and are no facts.

    Examples:

      equalterms reject 3f9a0c1d2b4e

      equalterms reject 3f9a 77b0 --note "a forecast of another country"
    """
    return _judged(common, ids, "reject", who, note)


@command
def unsure(common: Common, ids: _Ids, who: _Who = "", note: _Note = "") -> Output:
    """Say that claims cannot be judged yet.

    Examples:

      equalterms unsure 3f9a0c1d2b4e

      equalterms unsure 3f9a --note "ask the ministry"
    """
    return _judged(common, ids, "unsure", who, note)


def _judged(common: Common, ids: list[str], verdict: str, who: str, note: str, series: str = "") -> Output:
    from equalterms.ledger import person
    from equalterms.pages.ledger import ledger as page

    kept: tuple[Kept, ...] = opened(common).judge(ids, verdict, who or person(), note, series)
    rows = [claim.to_json() for claim in kept]
    return Output(verdict, rows, page(kept), rows)
