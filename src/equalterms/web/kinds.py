"""The kinds of pages that can be asked for: their addresses, their titles, what each of them takes.

Most are commands of the terminal under the same name; what they give is asked of the same function.
"""

from __future__ import annotations

from dataclasses import dataclass

from equalterms.errors import StudyError, nearest
from equalterms.model import Study


class MissingError(StudyError):
    """A page, a unit or a node that is not there: the status is 404."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page. `takes` are the parts of its address after the name, each a parameter of the command:
    `unit`, `node?` where it may be left out, `units*` for any number. `runs` is whether it draws, `slow`
    whether it may take seconds."""

    name: str
    title: str
    says: str
    takes: tuple[str, ...] = ()
    runs: bool = False
    asks: tuple[str, ...] = ()
    group: str = ""
    slow: bool = False

    @property
    def least(self) -> int:
        """How many parts the address has at least."""
        return sum(part[-1] not in "?*" for part in self.takes)

    @property
    def template(self) -> str:
        """The address as it is written in a list of them: `/why/{unit}/{node}`."""
        if self.name == "overview":
            return "/"
        return "/".join(["", self.name, *("{" + part.rstrip("?*") + "}" for part in self.takes)])


KINDS = {
    kind.name: kind
    for kind in (
        Kind("overview", "Overview", "What there is, and where each country stands"),
        Kind("rank", "Ranks", "Scores and ranks with the interval that holds 90% of the runs", ("level?",), True),
        Kind("map", "Map", "Ranks on a map of the world", ("level?",), True),
        Kind("units", "Side by side", "Up to five countries beside each other", (), True, ("u",)),
        Kind("brief", "Brief", "The article of the study set beside its numbers", (), True, slow=True),
        Kind("claims", "Claims", "What the articles of the study state, in their own words", ("article?",)),
        Kind("targets", "Targets", "How dated targets stand, by every accepted method", ("unit?",)),
        Kind("trends", "Trends", "Scores and ranks over the years", ("units*",), True, group="More"),
        Kind("ties", "Ties", "Who works with whom, for their size", ("a?", "b?"), group="More", slow=True),
        Kind("compare", "What moved", "Two studies, or the study and the what-if", (), False, ("a", "b"), "More"),
        Kind(
            "robust",
            "Firmness",
            "The distribution of every rank, who is above whom, which choices matter",
            ("level?",),
            True,
            group="More",
            slow=True,
        ),
        Kind(
            "bounds",
            "Rank bounds",
            "The best and the worst rank by weights",
            ("node?",),
            group="More",
            slow=True,
        ),
        Kind("removal", "Removal", "The ranks without each indicator and each pillar", ("level?",), group="More"),
        Kind("coherence", "Coherence", "How the indicators hang together", group="More"),
        Kind("data", "Data", "Statistics and flags of each indicator, treatment, gaps", group="More"),
        Kind("freshness", "Freshness", "How old the data are, and what is missing that was there", group="More"),
        Kind("methods", "Methods", "Every method, with its options and its source", group="More"),
        Kind("sources", "Sources", "Where every number comes from, and its licence", group="More"),
        Kind("ledger", "Verdicts", "Claims that are kept, and the verdicts on them", group="More"),
        Kind("why", "Why", "A score taken apart, down to its sources", ("unit", "node?"), group="-"),
        Kind("profile", "Profile", "One unit: strengths, weaknesses, gaps, peers", ("unit",), True, group="-"),
        Kind("partners", "Partners", "Who complements a unit", ("unit",), True, group="-", slow=True),
        Kind(
            "allies",
            "Bloc",
            "A bloc as one country, what members bring",
            ("bloc",),
            True,
            group="-",
            slow=True,
        ),
        Kind("swing", "Swing", "How far one weight alone moves a unit", ("unit", "node"), group="-"),
        Kind("swap", "Swap", "The least change of weights that swaps two units", ("a", "b?"), group="-", slow=True),
        Kind("reach", "Reach", "What it would take to reach a rank", ("unit", "rank"), group="-", slow=True),
        Kind(
            "acceptability",
            "Acceptability",
            "Which weights speak for whom",
            ("node?",),
            group="-",
            slow=True,
        ),
    )
}
"""Every kind by name. Those of the group `-` stand in no menu: they are about one thing, and links lead there."""

_UNITS = {"unit", "units", "a", "b"}
_NODES = {"node", "level"}


def arguments(kind: Kind, parts: tuple[str, ...], study: Study) -> dict[str, object]:
    """The parts of an address as the arguments of a command; MissingErrorError where they name nothing."""
    given: dict[str, object] = {}
    rest = list(parts)
    for part in kind.takes:
        name = part.rstrip("?*")
        if part.endswith("*"):
            given[name] = [checked(name, each, study) for each in rest]
            rest = []
        elif rest:
            given[name] = checked(name, rest.pop(0), study)
        elif not part.endswith("?"):
            raise MissingError(f"the page needs a {name}", kind.template, "add it to the address")
    if rest:
        raise MissingError("there is no such page", "/".join(["", kind.name, *parts])[:120], f"write {kind.template}")
    return given


def checked(name: str, text: str, study: Study) -> object:
    """One part of an address, if the study knows it."""
    if name in _UNITS:
        code = text.upper()
        if code not in study.names:
            raise MissingError(f"no unit is called {text[:60]!r}", study.name, nearest(code, study.names))
        return code
    if name in _NODES:
        ids = [node.id for node in study.nodes]
        if text not in ids:
            raise MissingError(f"no indicator or pillar is called {text[:60]!r}", study.name, nearest(text, ids))
        return text
    if name == "rank":
        if not (text.isascii() and text.isdigit() and len(text) < 7):
            raise MissingError(f"{text[:40]!r} is no rank", study.name, "write a whole number")
        return int(text)
    return text
