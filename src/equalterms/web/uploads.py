"""Articles that are sent to be read: checked, read in a thread, answered, and forgotten."""

from __future__ import annotations

from dataclasses import replace

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from equalterms.draw import site
from equalterms.errors import StudyError
from equalterms.files.articles import KINDS, MOST_FILE, from_bytes
from equalterms.press import Reading, dressed, read
from equalterms.results import Output
from equalterms.web.desk import Desk
from equalterms.web.own import about
from equalterms.web.safety import Token


class ForgedError(StudyError):
    """A form that was not sent from a page of this process."""


async def received(request: Request, token: Token) -> tuple[str, bytes, bool]:
    """The name and the bytes of the article in a form, and whether its claims are to be kept; a StudyError where
    there is none or it is too long."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise StudyError("no form was sent", "/read", "send the form of /claims")
    try:
        async with request.form(max_files=1, max_fields=4, max_part_size=2 * 1024 * 1024) as form:
            if not token.fits(form.get("token")):
                raise ForgedError("the page that sent this is of an earlier run", "/read", "open /claims again")
            file, words, keep = form.get("file"), form.get("text"), form.get("keep") == "1"
            if isinstance(file, UploadFile) and file.filename:
                return _name(file.filename), await file.read(MOST_FILE + 1), keep
    except HTTPException as error:
        raise StudyError(f"the form cannot be read: {error.detail}"[:200], "/read", "send a smaller article") from None
    if isinstance(words, str) and words.strip():
        return "article.txt", words.encode("utf-8", "replace"), keep
    raise StudyError("no article was given", "/read", "choose a file or paste its words")


def _name(given: str) -> str:
    """The last part of a file's name; only its end decides how the bytes are read."""
    last = given.replace("\\", "/").rpartition("/")[2][-100:]
    if last[last.rfind(".") :].lower() not in KINDS:
        raise StudyError(f"{last[-40:]!r} is not read", "/read", "send one of " + ", ".join(KINDS))
    return last


def answer(name: str, data: bytes) -> Output:
    """What the article states."""
    return about(reading(name, data))


def reading(name: str, data: bytes) -> Reading:
    """The article read."""
    return read(dressed(from_bytes(data, name)))


def drawn(made: Output, desk: Desk) -> str:
    """The page of an article; another one can be sent from it."""
    shell = replace(desk.shell(None), here="claims", upload="/read")
    return site.sheet(made.page, shell)
