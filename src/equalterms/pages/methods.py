"""The families of methods, from their own docstrings."""

from __future__ import annotations

from collections.abc import Iterable

from equalterms.family import Family
from equalterms.methods import pace, pool, steps
from equalterms.page import Column, Page, Table
from equalterms.variations import vary

FAMILIES: tuple[Family, ...] = (*steps.values(), pace, pool, vary)  # type: ignore[type-arg]


def rows() -> list[dict[str, object]]:
    """A row a method: family, method, what it does, options with defaults, source."""
    return [
        {
            "family": family.name,
            "method": name,
            "does": family.help(name),
            "options": {key: default for key, default in family.options(name).items() if default is not None},
            "source": family.source(name),
        }
        for family in FAMILIES
        for name in family
    ]


def methods() -> Page:
    """Every method by family, with its options and its source."""
    columns = (
        Column("family", "Family"),
        Column("method", "Method"),
        Column("does", "What it does"),
        Column("options", "Options"),
        Column("source", "Source"),
    )
    cells = tuple(
        (str(row["family"]), str(row["method"]), str(row["does"]), _written(row["options"]), str(row["source"]))
        for row in rows()
    )
    return Page("methods", "Methods", (Table(columns, cells, "Methods by family"),), lead=_lead())


def _written(options: object) -> str | None:
    items: Iterable[tuple[str, object]] = options.items() if isinstance(options, dict) else ()
    return ", ".join(f"{key}={value}" for key, value in items if value != ()) or None


def _lead() -> str:
    return "; ".join(f"{family.name}: {family.caption}" for family in FAMILIES) + "."
