"""What accepted articles say that units did with or against each other: events as ties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

import numpy as np

from equalterms.model import Event, Study

KIND = "events"
"""The kind of ties that events make, beside those of ties.csv."""

COOPERATION = frozenset(("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"))
"""The classes of cooperation, in words and in deeds; the other classes are of conflict.

Source: Open Event Data Alliance (2021), PLOVER: Political Language Ontology for Verifiable Event Records.
"""


@dataclass(frozen=True, slots=True)
class Act:
    """An event between two units, `a` before `b` by their codes: what, when, how the article says it, and its words.

    `sense` is cooperation or conflict; `said` is done, planned or denied.
    """

    a: str
    b: str
    event: str
    sense: str
    said: str
    time: str
    quote: str
    source: str

    def to_json(self) -> dict[str, object]:
        """The event as a JSON object."""
        return asdict(self)


def acts(study: Study, a: str = "", b: str = "") -> tuple[Act, ...]:
    """The events of accepted claims between two of the study's units, or those that `a` (and `b`) had a part in.

    An event of several sides is one between each of one side and each of the other, as event data count it; where
    all are on one side, between each two of them.
    """
    wanted = {a, b} - {""}
    found = [act for event in study.events for act in _between(study, event) if wanted <= {act.a, act.b}]
    return tuple(sorted(found, key=lambda act: (act.a, act.b, act.time, act.event, act.quote)))


def _between(study: Study, event: Event) -> Iterator[Act]:
    known = {unit.code for unit in study.units}
    # "A and B signed": all of them do it, and nobody is named that it is done to.
    others = event.target or event.source
    pairs = {(min(s, t), max(s, t)) for s in event.source for t in others if s != t}
    sense = "cooperation" if event.kind in COOPERATION else "conflict"
    said = "denied" if event.polarity == "negative" else "done" if event.modality == "asserted" else "planned"
    for one, other in sorted(pairs):
        if {one, other} <= known:
            yield Act(one, other, event.kind, sense, said, event.time, event.evidence.quote, event.evidence.source)


def cooperation(found: tuple[Act, ...]) -> tuple[tuple[str, ...], np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    """How many events of cooperation each two units had (units x units, 0 for none): those done, not those planned."""
    done = [act for act in found if act.sense == "cooperation" and act.said == "done"]
    units = tuple(sorted({code for act in done for code in (act.a, act.b)}))
    table = np.zeros((len(units), len(units)))
    for act in done:
        i, j = units.index(act.a), units.index(act.b)
        table[i, j] += 1
        table[j, i] += 1
    np.fill_diagonal(table, np.nan)
    return units, table
