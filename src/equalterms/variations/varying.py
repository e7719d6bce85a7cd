"""Other things that chance may vary, as a setting writes them: `weights(noise=0.1); aggregate=arithmetic|geometric`."""

from __future__ import annotations

from dataclasses import replace

from equalterms.errors import StudyError
from equalterms.methods import steps
from equalterms.model import Study, Variation
from equalterms.steps import member, parse
from equalterms.variations.family import vary


def varying(study: Study, text: str) -> Study:
    """The study with the entries that `text` writes in place of its own `vary`.

    An entry is a family with its choices (`normalise=minmax|zscore`) or a member with its options
    (`leave_out(what=units)`); a name alone keeps what the study says under it.
    """
    found: list[Variation] = []
    for part in filter(None, (each.strip() for each in text.split(";"))):
        own = [entry for entry in study.vary if entry.key == part]
        found += own or [_entry(part)]
    if not found:
        raise StudyError("vary names nothing", remedy="write weights(noise=0.1); aggregate=arithmetic|geometric")
    return replace(study, vary=tuple(found))


def _entry(text: str) -> Variation:
    key, equals, listed = text.partition("=")
    if equals and key.strip() in steps:
        family = key.strip()
        choices = tuple(choice.strip() for choice in listed.split("|"))
        for choice in choices:
            parse(choice, family)
        return Variation(family, {"choices": choices})
    if text in steps:
        raise StudyError(f"vary {text} has no choices, and the study names none", remedy=f"write {text}=ONE|OTHER")
    step = member(vary, text)
    return Variation(step.name, step.options)
