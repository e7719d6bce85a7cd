"""A reading as a ledger keeps it: each claim and event with its words and where they stand."""

from __future__ import annotations

from equalterms.ledger import Sighting
from equalterms.press.reading import Reading


def sightings(reading: Reading) -> list[Sighting]:
    """The claims, then the events, in the order of the text."""
    found = [
        Sighting(
            claim.says,
            claim.sentence.text,
            claim.sentence.start,
            claim.sentence.end,
            claim.modality,
            claim.attribution.name if claim.attribution else "",
        )
        for claim in reading.claims
    ]
    return found + [
        Sighting(event.says, event.sentence.text, event.sentence.start, event.sentence.end, event.says.modality)
        for event in reading.events
    ]
