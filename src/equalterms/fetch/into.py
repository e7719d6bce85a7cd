"""A source into a study: asked, understood, kept as a vintage, written as observations; whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from equalterms.countries import countries
from equalterms.errors import StudyError, UsageError, nearest
from equalterms.fetch import vintages
from equalterms.fetch.changes import Change, changes
from equalterms.fetch.client import Client, stamp
from equalterms.fetch.origin import Origin
from equalterms.fetch.origins import ORIGINS
from equalterms.fetch.understand import Row, Understood, understand
from equalterms.fetch.vintages import Asked, Vintage
from equalterms.files import DEFAULT, embedded, facts, header, tree, write_whole
from equalterms.files.faults import Faults
from equalterms.files.orders import Order
from equalterms.model import Indicator, Source


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch did: the vintage that the study now stands on, the one before, and what changed between them.

    `asked` is whether the source was asked; `file` is what was written.
    """

    vintage: Vintage
    previous: Vintage | None
    rows: tuple[Row, ...]
    changes: tuple[Change, ...]
    asked: bool
    file: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A source that a study fetches, its indicators, and its last vintage (None: it was never fetched)."""

    order: Order
    last: Vintage | None
    count: int


def standing(study: str) -> tuple[Standing, ...]:
    """Every source that the study fetches, in the order of study.yaml."""
    found = []
    for source, order in _orders(_folder(study)).items():
        kept = vintages.every(_folder(study), source)
        found.append(Standing(order, kept[-1] if kept else None, len(kept)))
    return tuple(found)


def fetch(study: str, source: str, client: Client | None = None, *, refresh: bool = False, date: str = "") -> Fetched:
    """Bring the observations of a source into a study's folder.

    The source is asked where the study has no vintage of it, or with `refresh`; otherwise the last vintage (of
    `date` or before it) is written again. A StudyError leaves the study as it was; a NetworkError says that the
    network was needed and is not there.
    """
    client = client or Client()
    folder, order = _order(study, source, client)
    kept = vintages.every(folder, order.source)
    vintages.ours(folder, order.source, kept)
    last = kept[-1] if kept else None
    if date or (last and not refresh):
        chosen = vintages.as_of(kept, date) if date else last
        if chosen is None:
            when = f"; the first is of {kept[0].time}" if kept else ""
            raise StudyError(f"{order.source} has no vintage of {date}{when}", str(folder), "name a later date")
        rows = vintages.rows_of(folder, chosen)
        before = _before(kept, chosen)
        file = _write(folder, chosen, rows)
        return Fetched(chosen, before, rows, _changed(folder, before, rows), False, file)
    client.allowed(order.source)
    made, rows, bodies = _ask(folder, order, client, last)
    told = _changed(folder, last, rows)
    vintages.sound(folder, made, rows)
    vintages.keep(folder, made, rows, bodies)
    return Fetched(made, last, rows, told, True, vintages.observations(order.source))


def _folder(study: str) -> Path:
    name = study or DEFAULT
    return embedded().get(name, Path(name))


def _orders(folder: Path) -> Mapping[str, Order]:
    faults = Faults()
    found = header.read(folder, faults).fetch
    faults.raise_first()
    return found


def _order(study: str, source: str, client: Client) -> tuple[Path, Order]:
    """The folder and the order of a source's id, or of a kind of source that only one order is of."""
    folder = _folder(study)
    orders = _orders(folder)
    same = [order for order in orders.values() if order.origin == source]
    if source not in orders and not same and source in ORIGINS:
        client.allowed(source)
    if (study or DEFAULT) in embedded():
        raise UsageError(
            "an embedded study is not written to", remedy=f"copy its folder: equalterms fetch {source} --study FOLDER"
        )
    if source in orders:
        return folder, orders[source]
    if len(same) == 1:
        return folder, same[0]
    told = nearest(source, orders) if orders else "add `fetch:` to study.yaml (docs/fetching.md)"
    raise StudyError(f"the study fetches nothing from {source[:60]!r}", header.FILE, told)


def _ask(
    folder: Path, order: Order, client: Client, last: Vintage | None
) -> tuple[Vintage, tuple[Row, ...], dict[str, bytes]]:
    """Ask the source; the vintage that it makes, its rows, and its answers by digest."""
    origin = ORIGINS[order.origin]
    source, own = _sound_order(folder, order, origin)
    address = (order.address or origin.address).rstrip("/")
    if not address:
        raise StudyError("the fetch has no address", f"fetch.{order.source}", "add `address:`")
    client.known = vintages.known(folder, last)
    reading = origin.read(order, client, address)
    made = understand(order, origin, reading, own, last.measures if last else {})
    bodies = {hashlib.sha256(answer.body).hexdigest(): answer.body for answer in client.answers}
    return _vintage(order, source, client, made, last), made.rows, bodies


def _sound_order(folder: Path, order: Order, origin: Origin) -> tuple[Source, frozenset[str]]:
    """The study's entry of the source and its units; a StudyError where it, or an indicator, is not in the study.

    The study need have no observations yet, so it is not loaded as a whole.
    """
    faults = Faults()
    head = header.read(folder, faults)
    known = {node.id for node in tree.read(folder, frozenset(head.sources), faults) if isinstance(node, Indicator)}
    units = facts.units(folder, {code: country.name for code, country in countries().items()}, faults)
    faults.raise_first()
    place = f"fetch.{order.source}"
    for each in order.series:
        if each.indicator not in known:
            raise StudyError(f"{each.indicator!r} is no indicator", place, nearest(each.indicator, known))
    if order.source not in head.sources:
        entry = f"{order.source}: {{title: {origin.title}, licence: {origin.licence}, citation: {origin.citation}}}"
        raise StudyError(f"{order.source!r} is not among `sources:`", header.FILE, f"add `{entry}`")
    return head.sources[order.source], frozenset(units)


def _vintage(order: Order, source: Source, client: Client, made: Understood, last: Vintage | None) -> Vintage:
    time = stamp(client.now())
    digest = hashlib.sha256(vintages.table(made.rows)).hexdigest()
    same = last is not None and last.sha256 == digest
    return Vintage(
        source=order.source,
        origin=order.origin,
        time=time,
        title=source.title,
        publisher=source.publisher,
        licence=source.licence,
        citation=source.citation,
        file=last.file if last and same else f"{vintages.name_of(time)}.csv",
        sha256=digest,
        rows=len(made.rows),
        gaps=sum(not row[3] for row in made.rows),
        measures=dict(made.measures),
        left_out=made.left_out,
        asked=tuple(
            Asked(
                one.address,
                one.time,
                hashlib.sha256(one.body).hexdigest(),
                len(one.body),
                one.etag,
                one.modified,
            )
            for one in client.answers
        ),
    )


def _write(folder: Path, vintage: Vintage, rows: tuple[Row, ...]) -> str:
    """The observations of a vintage, if the study is sound with them and they are not there already."""
    name = vintages.observations(vintage.source)
    data = vintages.table(rows, vintage.since)
    path = folder / name
    if not path.exists() or path.read_bytes() != data:
        vintages.sound(folder, vintage, rows)
        write_whole(path, data)
    return name


def _before(kept: list[Vintage], chosen: Vintage) -> Vintage | None:
    place = kept.index(chosen)
    return kept[place - 1] if place else None


def _changed(folder: Path, before: Vintage | None, rows: tuple[Row, ...]) -> tuple[Change, ...]:
    return changes(vintages.rows_of(folder, before), rows) if before else ()
