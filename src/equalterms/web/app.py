"""The observatory as an ASGI application: its routes, its errors as pages, its limits around everything."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from equalterms.countries import codes
from equalterms.draw.site import sheet
from equalterms.draw.tongue import LANGUAGES, accepted
from equalterms.errors import StudyError
from equalterms.files.save import saved
from equalterms.model import Study
from equalterms.page import Page, Text
from equalterms.said import said
from equalterms.web import api, uploads
from equalterms.web.assets import assets, version
from equalterms.web.desk import PATIENCE, Desk, Wish
from equalterms.web.downloads import TYPES, zipped
from equalterms.web.kinds import MissingError, checked
from equalterms.web.own import Command
from equalterms.web.safety import Guard
from equalterms.web.state import of_form, read
from equalterms.web.verdicts import Verdicts, judged
from equalterms.web.work import BusyError

_LOG = logging.getLogger("equalterms.web")
Answer = Callable[[Request], Awaitable[Response]]


def application(
    study: Study,
    commands: Mapping[str, Command],
    schemas: Mapping[str, Mapping[str, object]] | None = None,
    folder: str = "",
    port: int | None = None,
    lang: str = "",
    ledger: str = "",
) -> Guard:
    """The observatory of one study. `commands` make its pages by name, `schemas` describe their JSON;
    `folder` is the study's name or place, from which it can be saved; `port` is the one that hosts must name,
    `lang` the language of whoever asks for none in the address; without it, their browser is asked. `ledger` is where
    verdicts are kept (`study` is then the study without them); without it, none can be given."""
    verdicts = Verdicts(study, ledger) if ledger else None
    known = {**commands, **({"ledger": verdicts.page} if verdicts else {})}
    desk = Desk(verdicts.study() if verdicts else study, known, version())
    if verdicts:
        desk.verdicts = verdicts.forms
    house = _House(desk, schemas or {}, folder, lang)
    house.verdicts, house.commands = verdicts, known

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        yield
        desk.work.close()

    routes = [
        Route("/assets/{name}", house.asset),
        Route("/go", house.go),
        Route("/work/{name}", house.progress),
        Route("/openapi.json", house.openapi),
        Route("/study.zip", house.safely(house.study)),
        Route("/read", house.safely(house.read), methods=["POST"]),
        Route("/read", house.safely(house.reader), methods=["GET"]),
        Route("/verdict", house.safely(house.verdict), methods=["POST"]),
        Route("/verdict", house.safely(house.judge), methods=["GET"]),
        Route("/{path:path}", house.safely(house.page)),
    ]
    return Guard(Starlette(routes=routes, lifespan=life, exception_handlers={404: house.nowhere}), port)


class _House:
    """What answers each route."""

    def __init__(self, desk: Desk, schemas: Mapping[str, Mapping[str, object]], folder: str, lang: str) -> None:
        self.desk, self.folder, self.lang = desk, folder, lang
        self.verdicts: Verdicts | None = None
        self.turns = count()
        self.commands: Mapping[str, Command] = {}
        self.assets = assets()
        self.described = api.described(desk, schemas)

    def safely(self, answer: Answer) -> Answer:
        """Refusals as pages or as JSON; what nobody foresaw is logged here and told without a trace."""

        async def safe(request: Request) -> Response:
            try:
                return await answer(request)
            except StudyError as error:
                return self.refused(request, error)
            except ClientDisconnect:
                return Response(status_code=400)
            except Exception:
                _LOG.exception("a request failed: %s", request.url.path)
                return self.refused(request, StudyError("this is a fault of the program", "", "see its log"), 500)

        return safe

    def refused(self, request: Request, error: StudyError, status: int = 0) -> Response:
        """The page, or the object, of a refusal."""
        status = status or (404 if isinstance(error, MissingError) else 503 if isinstance(error, BusyError) else 422)
        heads = {"cache-control": "no-store", **({"retry-after": "60"} if status == 503 else {})}
        format = _split(request.url.path)[1]
        if format in ("", "part"):
            return Response(self.desk.refused(error, lang=self.spoken(request)), status, heads, TYPES[""])
        said = {"message": error.message, "where": error.where, "remedy": error.remedy}
        return JSONResponse({"error": said}, status, heads)

    async def nowhere(self, request: Request, error: Exception) -> Response:
        """An address that no route is of, such as one with a line break in it."""
        return self.refused(request, MissingError("there is no such page", "/", "see /openapi.json"))

    def spoken(self, request: Request) -> str:
        """The language of an answer whose address names none."""
        named = request.query_params.get("lang", "")
        return named if named in LANGUAGES else self.lang or accepted(request.headers.get("accept-language", ""))

    async def page(self, request: Request) -> Response:
        """A page in any format. A form's fields lead to the address that says the same."""
        path, format = _split(request.url.path)
        pairs = request.query_params.multi_items()
        if ("form", "1") in pairs:
            plain = of_form(pairs, self.desk.form.own)
            kept, asks = [pair for pair in plain if pair[0] != "set"], [pair[1] for pair in plain if pair[0] == "set"]
            state, params = read([*(("set", each) for each in asks), *kept], _asks(self.desk, path))
            return RedirectResponse(self.desk.wish(path, state, params, "").at(), 303)
        state, params = read(pairs, (*_asks(self.desk, path), *_more(format)))
        wish = self.desk.wish(path, state, params, format, self.spoken(request))
        body = await self.desk.body(wish, None if format else PATIENCE)
        if isinstance(body, str):
            return self.working(wish, body)
        heads = {"cache-control": "no-cache", "vary": "accept-language", "content-language": wish.lang}
        if format not in ("", "part", "json"):
            name = "-".join([self.desk.base.name, wish.kind.name, *wish.parts])
            safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in name)
            heads["content-disposition"] = f'attachment; filename="{safe}.{format}"'
        return Response(body, 200, heads, TYPES[format])

    def working(self, wish: Wish, job: str) -> Response:
        """A page that asks again by itself until the work is done."""
        shell = replace(self.desk.shell(wish), poll=f"/work/{job}")
        page = Page("working", said("{title}: at work", title=wish.kind.title), (Text(wish.kind.says),))
        return Response(sheet(page, shell), 202, {"cache-control": "no-store"}, TYPES[""])

    async def progress(self, request: Request) -> Response:
        """How far a job is."""
        state = self.desk.work.state(request.path_params["name"])
        return JSONResponse(state, headers={"cache-control": "no-store"})

    async def asset(self, request: Request) -> Response:
        """A style sheet or a script; its address changes with its words, so it may be kept."""
        kept = self.assets.get(request.path_params["name"])
        if kept is None:
            return Response("There is no such file.\n", 404, media_type="text/plain")
        kind, data = kept
        return Response(data, 200, {"cache-control": "public, max-age=31536000, immutable"}, kind)

    async def go(self, request: Request) -> Response:
        """A country by any of its names, or by its code: to its profile, the what-if with it."""
        pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "q"]
        wanted = request.query_params.get("q", "").strip()
        try:
            state, _ = read(pairs)
            own = {name.casefold(): code for code, name in self.desk.units}
            code = own.get(wanted.casefold()) or codes().get(wanted.casefold()) or wanted
            found = checked("unit", code, self.desk.base)
        except StudyError as error:
            return self.refused(request, error)
        return RedirectResponse(Wish(self.desk.kinds["profile"], (str(found),), state).at(), 303)

    async def openapi(self, request: Request) -> Response:
        """The description of every address."""
        return JSONResponse(self.described)

    async def study(self, request: Request) -> Response:
        """The study's folder as an archive, the settings written into it."""
        state, _ = read(request.query_params.multi_items())

        def make() -> bytes:
            changed = state.study(self.desk.base)
            return zipped({f"{changed.name}/{name}": data for name, data in saved(self.folder, changed).items()})

        data = await self.desk.work.do(("study", state), make)
        heads = {
            "content-disposition": f'attachment; filename="{self.desk.base.name}.zip"',
            "cache-control": "no-cache",
        }
        return Response(data, 200, heads, TYPES["zip"])

    async def read(self, request: Request) -> Response:
        """An article that was sent: its claims in its own words. Nothing of it is kept unless the form says so."""
        name, data, keep = await uploads.received(request, self.desk.token)
        if keep and self.verdicts:
            verdicts = self.verdicts
            await self.desk.work.do(("keep", name, data), lambda: verdicts.keep(uploads.reading(name, data)))
            return await self._renewed()
        made = await self.desk.work.do(("read", name, data), lambda: uploads.answer(name, data))
        return Response(uploads.drawn(made, self.desk), 200, {"cache-control": "no-store"}, TYPES[""])

    async def verdict(self, request: Request) -> Response:
        """A verdict on a claim: the study that is served is the one with it from then on."""
        id, verdict, series = await judged(request, self.desk.token)
        if self.verdicts is None:
            raise MissingError("no ledger is kept here", "/verdict", "equalterms serve keeps one")
        verdicts = self.verdicts
        await self.desk.work.do(("verdict", next(self.turns)), lambda: verdicts.judge(id, verdict, series))
        return await self._renewed(f"#claim-{id}")

    async def _renewed(self, place: str = "") -> Response:
        """The study with its ledger as it is now, and the way to the verdicts."""
        assert self.verdicts is not None  # noqa: S101  # only who has a ledger comes here
        study = await self.desk.work.do(("join", next(self.turns)), self.verdicts.study)
        self.desk.renew(study, self.commands)
        return RedirectResponse(f"/ledger{place}", 303)

    async def judge(self, request: Request) -> Response:
        """Where verdicts are given."""
        return RedirectResponse("/ledger", 303)

    async def reader(self, request: Request) -> Response:
        """Where an article is sent from."""
        return RedirectResponse("/claims", 303)


def _split(path: str) -> tuple[str, str]:
    """An address and the format that its end names."""
    stem, dot, end = path.rpartition(".")
    return (stem, end) if dot and end in TYPES and end else (path, "")


def _asks(desk: Desk, path: str) -> tuple[str, ...]:
    first = next((part for part in path.split("/") if part), "overview")
    return desk.kinds[first].asks if first in desk.kinds else ()


def _more(format: str) -> tuple[str, ...]:
    if format in ("svg", "png"):
        return ("figure",)
    return ("table",) if format in ("csv", "xlsx", "parquet", "json") else ()
