"""Epoch AI's table of notable models: how many were made in each country and year.

A model of several countries counts for each of them. What the table names beside countries is no unit.
"""

from __future__ import annotations

from dataclasses import replace

from equalterms.fetch import table
from equalterms.fetch.client import Client
from equalterms.fetch.origin import Origin, Reading
from equalterms.files.orders import Order

_MAPPING = {"unit": "Country (of organization)", "time": "Publication date", "split": ","}
_NO_UNITS = ("Multinational", table.EMPTY)


def read(order: Order, client: Client, address: str) -> Reading:
    """The rows of the table counted by country and year, for each series those that its `where` chooses."""
    series = tuple(replace(each, count=True) for each in order.series)
    made = table.read(replace(order, options={**_MAPPING, **order.options}, series=series), client, address)
    made.measures |= {each.indicator: "models" for each in series}
    return made


EPOCH = Origin(
    name="epoch",
    title="Data on notable AI models",
    publisher="Epoch AI",
    licence="CC BY 4.0",
    citation="Epoch AI, Data on AI Models.",
    address="https://epoch.ai/data/notable_ai_models.csv",
    read=read,
    groups=frozenset(_NO_UNITS),
)
