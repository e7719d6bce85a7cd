"""The desk: who asks for a page gets it, made in a thread, kept for the next who asks the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from equalterms.draw import site
from equalterms.draw.html import Href, Menu
from equalterms.draw.tongue import LANGUAGES
from equalterms.errors import StudyError, nearest
from equalterms.model import Study
from equalterms.page import Page, Text
from equalterms.results import Output
from equalterms.said import said
from equalterms.web import downloads
from equalterms.web.form import Form
from equalterms.web.kinds import KINDS, Kind, MissingError, arguments
from equalterms.web.own import OWN, Command, comparison
from equalterms.web.safety import Token
from equalterms.web.state import State
from equalterms.web.work import Kept, Work

PATIENCE = 2.0
SWIFT_RUNS = 4000
AS_IT_IS = State()
UNCHANGED = ("methods", "sources", "claims", "ledger")
"""Pages that a what-if does not change: they have no form."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A page that is asked for: its kind, the parts of its address, the state, its own parameters, the format."""

    kind: Kind
    parts: tuple[str, ...] = ()
    state: State = AS_IT_IS
    params: tuple[tuple[str, str], ...] = ()
    format: str = ""
    lang: str = "en"

    @property
    def path(self) -> str:
        """The address without the state: `/why/NOR`."""
        if self.kind.name == "overview":
            return "/"
        return "/" + "/".join(quote(part, safe="@") for part in (self.kind.name, *self.parts))

    @property
    def own(self) -> dict[str, str]:
        """The parameters that the page is made with; the others choose a table or a figure of it."""
        return {key: value for key, value in self.params if key in self.kind.asks}

    @property
    def question(self) -> tuple[object, ...]:
        """What is asked, whatever format the answer is given in."""
        return (self.kind.name, self.parts, replace(self.state, lang=""), tuple(self.own.items()))

    @property
    def slow(self) -> bool:
        """Whether the answer may take seconds: then it does not wait among those that take none."""
        return self.kind.slow or (self.state.runs or 0) > SWIFT_RUNS

    def at(self, format: str = "", **more: str) -> str:
        """The address in another format, the state with it."""
        path = "/overview" if format and self.path == "/" else self.path
        query = self.state.query
        pairs = [*(pair for pair in self.params if pair[0] not in more), *more.items()]
        for key, value in pairs:
            query += f"{'&' if query else '?'}{key}={quote(value, safe=',@')}"
        return path + (f".{format}" if format else "") + query


class Desk:
    """One study at many desks: what is asked, what was answered, and the pages around the answers."""

    def __init__(self, base: Study, commands: Mapping[str, Command], assets: str = "") -> None:
        self.verdicts: Callable[[], tuple[site.Judged, ...]] = tuple
        self.work, self.token, self.assets = Work(), Token(), assets
        self.renew(base, commands)

    def renew(self, base: Study, commands: Mapping[str, Command]) -> None:
        """Serve another study, or the same with more facts, from now on: nothing that was answered counts."""
        self.base = base
        self.commands = {**commands, **OWN, "compare": comparison(base)}
        self.kinds = {name: kind for name, kind in KINDS.items() if name in self.commands}
        self.form = Form(base)
        self.answers: Kept[Output | StudyError] = Kept(100, 100, lambda _: 1)
        self.bodies: Kept[bytes] = Kept(2000, 64 * 1024 * 1024, len)
        self.units = [(unit.code, unit.name) for unit in base.units]

    async def body(self, wish: Wish, patience: float | None = None) -> bytes | str:
        """The answer as bytes of its format; the name of the job where patience ends first."""
        kept = self.bodies.get(wish)
        if kept is not None:
            return kept
        made = self.answers.get(wish.question)
        if made is None:
            # Whoever asks for the same in another format waits for the same work, and holds no thread meanwhile.
            job = await self.work.do(wish.question, lambda: self._answered(wish), patience, wish.slow)
            if isinstance(job, str):
                return job
            made = job
        if isinstance(made, StudyError):
            raise made.with_traceback(None)
        answer = made
        return await self.work.do(wish, lambda: self._drawn(wish, answer))

    def _answered(self, wish: Wish) -> Output | StudyError:
        """What is asked, or why it cannot be answered; kept for whoever asks next."""
        made: Output | StudyError
        # What is under way while the study changes is kept among the answers of its own time.
        answers = self.answers
        try:
            study = wish.state.study(self.base)
            given: dict[str, object] = {**arguments(wish.kind, wish.parts, study), **wish.own}
            if wish.kind.runs and wish.state.runs is not None:
                given["runs"] = wish.state.runs
            made = self.commands[wish.kind.name](study, wish.state.seed, given)
        except StudyError as error:
            made = error
        answers.put(wish.question, made)
        return made

    def _drawn(self, wish: Wish, made: Output) -> bytes:
        bodies = self.bodies
        if wish.format in ("", "part"):
            draw = site.part if wish.format else site.sheet
            data = draw(made.page, self.shell(wish, made)).encode()
        else:
            data = downloads.body(made, wish.format, dict(wish.params), wish.at())
        bodies.put(wish, data)
        return data

    def shell(self, wish: Wish | None, made: Output | None = None, lang: str = "en") -> site.Shell:
        """What stands around a page."""
        state = wish.state if wish else State()
        pairs = [("set", f"{key}={value}") for key, value in state.settings]
        pairs += [(key, str(value)) for key in ("at", "runs") if (value := getattr(state, key)) is not None]
        pairs += [("seed", str(state.seed))] if state.seed else []
        pairs += [("lang", state.lang)] if state.lang else []
        live = wish is not None and made is not None and wish.kind.name not in UNCHANGED
        return site.Shell(
            title=self.base.title,
            here=wish.kind.name if wish else "",
            href=self.href(state),
            menu=self.menu(),
            assets=self.assets,
            state=tuple(pairs),
            groups=self.form.groups(state) if live else (),
            action=wish.path if wish else "/",
            changed=len(state.settings) + (state.at is not None),
            plain=Wish(wish.kind, wish.parts, State(), wish.params).at() if wish else "/",
            save=f"/study.zip{state.query}",
            downloads=downloads.offered(wish.at, made) if wish and made else (),
            units=self.units,
            token=self.token.text,
            upload="/read" if wish and wish.kind.name == "claims" else "",
            verdicts=self.verdicts() if wish and wish.kind.name == "ledger" else (),
            keeps="ledger" in self.commands,
            series=tuple((leaf.id, leaf.name) for leaf in self.base.indicators),
            lang=wish.lang if wish else lang,
            speaks=tuple((code, replace(wish, state=replace(state, lang=code)).at()) for code in LANGUAGES)
            if wish
            else (),
        )

    def menu(self) -> Menu:
        """Single pages, then those that fold out under `More`."""
        shown = [kind for kind in self.kinds.values() if kind.group != "-"]
        groups = dict.fromkeys(kind.group for kind in shown if kind.group)
        return Menu(
            tuple((kind.name, kind.title) for kind in shown if not kind.group),
            tuple((name, tuple((k.name, k.title) for k in shown if k.group == name)) for name in groups),
        )

    def href(self, state: State) -> Href:
        """Where a page's name leads, the state with it; None where there is no such kind of page."""

        def lead(name: str) -> str | None:
            first, *rest = name.split("/")
            kind = self.kinds.get(first)
            if kind is None or not kind.least <= len(rest):
                return None
            return Wish(kind, tuple(rest), state).at()

        return lead

    def wish(self, path: str, state: State, params: Mapping[str, str], format: str, lang: str = "en") -> Wish:
        """The wish behind a path; MissingErrorError where there is no such page."""
        first, *rest = [part for part in path.split("/") if part] or ["overview"]
        kind = self.kinds.get(first)
        if kind is None:
            raise MissingError(f"there is no page {first[:60]!r}", "/", nearest(first, self.kinds))
        return Wish(kind, tuple(rest), state, tuple(sorted(params.items())), format, state.lang or lang)

    def refused(self, error: StudyError, wish: Wish | None = None, lang: str = "en") -> bytes:
        """An error as a page: what is wrong, where, and what to do about it."""
        texts = [Text(f"{error.where}: {error.message}" if error.where else error.message)]
        texts += [Text(said("What helps: {remedy}.", remedy=error.remedy))] if error.remedy else []
        title = said("There is no such page") if isinstance(error, MissingError) else said("This cannot be answered")
        return site.sheet(Page("error", title, tuple(texts)), self.shell(wish, lang=lang)).encode()
