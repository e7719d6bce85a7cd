"""The command `fetch`: observations from the world's tables into a study. No other command uses the network."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from equalterms.cli.app import Common, command
from equalterms.cli.out import Output
from equalterms.errors import UsageError

if TYPE_CHECKING:
    from equalterms.fetch import Fetched, Standing
    from equalterms.fetch.vintages import Vintage
    from equalterms.page import Block

_SHOWN = 20


@command
def fetch(
    common: Common,
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="An id below `fetch:` of study.yaml.")] = "",
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask the source again and add a vintage.")] = False,
    as_of: Annotated[str, typer.Option("--as-of", help="Back to the vintage of that day.", metavar="DATE")] = "",
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody; EQUALTERMS_OFFLINE=1 is the same.")] = False,
) -> Output:
    """Observations from the world's tables into a study's folder, each fetch kept as a dated vintage.

    Without SOURCE: what the study fetches, and how old its last vintage is.

    Examples:

      equalterms fetch worldbank --study my-study/

      equalterms fetch worldbank --study my-study/ --as-of 2026-06-30
    """
    from equalterms.fetch import Client, standing
    from equalterms.fetch import fetch as bring

    if common.set or common.at is not None:
        raise UsageError("fetch takes no --set and no --at", remedy="state years in study.yaml: `since:`, `until:`")
    if refresh and as_of:
        raise UsageError("--refresh and --as-of exclude each other", remedy="give one of them")
    if not source:
        if refresh or as_of:
            raise UsageError("no source is named", remedy="name one: equalterms fetch SOURCE")
        return _listed(standing(common.study), common.study)
    with _progress(common) as tell:
        made = bring(common.study, source, Client(offline=offline, tell=tell), refresh=refresh, date=as_of)
    return _said(made)


@contextmanager
def _progress(common: Common) -> Iterator[Callable[[str], None]]:
    """Lines on stderr: one that is written over on a terminal, none elsewhere unless --verbose."""
    shown = sys.stderr.isatty() and not common.quiet

    def tell(line: str) -> None:
        if shown:
            print(f"\r\x1b[K{line[:100]}", end="", file=sys.stderr, flush=True)
        elif common.verbose:
            print(f"equalterms: {line}", file=sys.stderr)

    try:
        yield tell
    finally:
        if shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _age(time: str) -> int:
    """Whole days since a moment."""
    return max(0, (datetime.now(UTC) - datetime.fromisoformat(time.replace("Z", "+00:00"))).days)


def _days(count: int) -> str:
    return f"{count} day{'s' * (count != 1)}"


def _listed(found: Sequence[Standing], study: str) -> Output:
    """What the study fetches."""
    from equalterms.page import Column, Page, Table, Text

    rows = [
        {
            "source": one.order.source,
            "from": one.order.origin,
            "indicators": [each.indicator for each in one.order.series],
            "vintages": one.count,
            "last": one.last.time if one.last else None,
            "age": _age(one.last.time) if one.last else None,
        }
        for one in found
    ]
    columns = (
        Column("source", "Source"),
        Column("from", "From"),
        Column("indicators", "Indicators"),
        Column("vintages", "Vintages", 0),
        Column("last", "Last"),
        Column("age", "Age in days", 0),
    )
    cells = tuple(
        (one.order.source, one.order.origin, ", ".join(each.indicator for each in one.order.series), one.count)
        + ((one.last.time, _age(one.last.time)) if one.last else (None, None))
        for one in found
    )
    none = Text("Nothing: study.yaml has no `fetch:`. docs/fetching.md shows how it is written.")
    body = Table(columns, cells, "What is fetched, and the last vintage of each") if found else none
    return Output("fetch", {"sources": rows, "fetched": None}, Page("fetch", "What the study fetches", (body,)), rows)


def _said(made: Fetched) -> Output:
    """What was written, and what changed since the vintage before."""
    from equalterms.page import Page, Text

    now, counts = made.vintage, Counter(change.kind for change in made.changes)
    data = {
        **_about(now),
        "asked": made.asked,
        "written": made.file,
        "previous": made.previous.time if made.previous else None,
        "counts": dict(sorted(counts.items())),
        "changes": [
            {
                "kind": change.kind,
                "unit": change.unit,
                "indicator": change.indicator,
                "time": change.time,
                "before": None if change.before is None else float(change.before),
                "now": None if change.now is None else float(change.now),
            }
            for change in made.changes
        ],
    }
    how = "asked" if made.asked else "not asked"
    title = f"{now.title}: {now.rows - now.gaps} values and {now.gaps} gaps in {made.file} (the source was {how})"
    lead = f"Vintage of {now.time}, {_days(_age(now.time))} old. Licence: {now.licence}."
    blocks: list[Block] = [Text(_difference(made, counts)), *_changes(made)]
    if now.left_out:
        blocks.append(Text(f"Left out, being no units: {', '.join(now.left_out)}."))
    return Output("fetch", {"sources": [], "fetched": data}, Page("fetch", title, tuple(blocks), lead), data["changes"])  # type: ignore[arg-type]


def _about(now: Vintage) -> dict[str, object]:
    return {
        "source": now.source,
        "from": now.origin,
        "time": now.time,
        "age": _age(now.time),
        "since": now.since,
        "licence": now.licence,
        "sha256": now.sha256,
        "rows": now.rows,
        "gaps": now.gaps,
        "measures": now.measures,
        "left_out": list(now.left_out),
        "addresses": [one.address for one in now.asked],
    }


def _difference(made: Fetched, counts: Counter[str]) -> str:
    if made.previous is None:
        return "The first vintage: there is nothing to compare it with."
    if not counts:
        return f"Nothing has changed since the vintage of {made.previous.time}."
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    return f"Since the vintage of {made.previous.time}: {told}."


def _changes(made: Fetched) -> list[Block]:
    """The first changes as a table; the rest is counted."""
    from equalterms.page import Column, Table

    if not made.changes:
        return []
    heads = (("kind", "What"), ("indicator", "Indicator"), ("unit", "Unit"), ("time", "Time"))
    columns = (*(Column(key, title) for key, title in heads), Column("before", "Before"), Column("now", "Now"))
    cells = tuple(
        (change.kind, change.indicator, change.unit, change.time, change.before, change.now)
        for change in made.changes[:_SHOWN]
    )
    count = len(made.changes)
    more = f"; the first {_SHOWN} of {count}, all with --format csv" if count > _SHOWN else ""
    return [Table(columns, cells, f"What changed{more}")]
