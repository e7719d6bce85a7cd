"""Verdicts in the browser: claims kept in the study's ledger, judged by buttons, and facts of the study at once."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request

from equalterms.draw.site import Judged
from equalterms.errors import StudyError
from equalterms.ledger import VERDICTS, Kept, Ledger, exists, join, person
from equalterms.model import Observation, Study, Target
from equalterms.pages.ledger import fact_of
from equalterms.pages.ledger import ledger as page
from equalterms.press import Reading
from equalterms.press.sightings import sightings
from equalterms.results import Output
from equalterms.web.safety import Token
from equalterms.web.uploads import ForgedError

MOST_SHOWN = 200


class Verdicts:
    """The ledger of the served study: `plain` is the study without it, `where` the ledger's place."""

    def __init__(self, plain: Study, where: str) -> None:
        self.plain, self.where = plain, where

    def study(self) -> Study:
        """The study with what has been accepted."""
        return join(self.plain, Ledger(self.where)) if exists(self.where) else self.plain

    def kept(self) -> tuple[Kept, ...]:
        """Every claim of the ledger; none where there is no ledger yet."""
        return Ledger(self.where).claims("") if exists(self.where) else ()

    def page(self, study: Study, seed: int, given: Mapping[str, object]) -> Output:
        """The claims that are kept, as `equalterms claims` gives them."""
        kept = self.kept()
        rows = [claim.to_json() for claim in kept]
        return Output("claims", rows, page(kept), rows, study)

    def forms(self) -> tuple[Judged, ...]:
        """What stands on the page of the ledger to be judged: the open claims first, the latest first."""
        latest = self.kept()[::-1]
        rows = [claim for still in (True, False) for claim in latest if (claim.state == "open") is still]
        return tuple(
            Judged(claim.id, fact_of(claim), claim.quote, claim.state, isinstance(claim.says, Observation | Target))
            for claim in rows[:MOST_SHOWN]
        )

    def keep(self, reading: Reading) -> None:
        """Keep what a reading found."""
        Ledger(self.where).keep(reading.article, sightings(reading))

    def judge(self, id: str, verdict: str, series: str) -> None:
        """A verdict on a claim; it is about an indicator of the study where one is named."""
        if verdict not in VERDICTS:
            raise StudyError(f"{verdict[:40]!r} is no verdict", "/verdict", "choose a button of /ledger")
        if series:
            self.plain.node(series)
        Ledger(self.where).judge([id], verdict, person(), "", series)


async def judged(request: Request, token: Token) -> tuple[str, str, str]:
    """The claim, the verdict and the indicator of a form that was sent from a page of this process."""
    try:
        async with request.form(max_files=0, max_fields=6, max_part_size=4096) as form:
            if not token.fits(form.get("token")):
                raise ForgedError("the page that sent this is of an earlier run", "/verdict", "open /ledger again")
            id, verdict, series = (str(form.get(key) or "") for key in ("id", "verdict", "series"))
    except HTTPException as error:
        raise StudyError(f"the form cannot be read: {error.detail}"[:200], "/verdict", "open /ledger again") from None
    if not id:
        raise StudyError("no claim was named", "/verdict", "open /ledger again")
    return id, verdict, series
