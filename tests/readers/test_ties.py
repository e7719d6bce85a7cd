"""The readers of events and of standing ties."""

from __future__ import annotations

import pytest

from equalterms.press import Reading, article, read


def reading(text: str) -> Reading:
    return read(article(text, "t", "2024-05-15"))


@pytest.mark.parametrize(
    ("text", "kind", "source", "target"),
    [
        ("Chile has ordered its mines to cooperate with Peru on copper.", "AGREE", "CHL", "PER"),
        ("Chile ordered its ministry to work more closely with Peru on copper.", "AGREE", "CHL", "PER"),
        ("Chile asked Peru to cooperate with Kenya.", "REQUEST", "CHL", "PER"),
        ("Chile will cooperate with Peru on copper.", "AGREE", "CHL", "PER"),
        ("Chile plans to work with Peru.", "AGREE", "CHL", "PER"),
        ("Norway expelled two Danish envoys.", "SANCTION", "NOR", "DNK"),
        ("Kenya has suspended exports to Uganda.", "SANCTION", "KEN", "UGA"),
        ("Ghana accused Togo of fraud.", "ACCUSE", "GHA", "TGO"),
        ("Mali condemned Niger on Monday.", "ACCUSE", "MLI", "NER"),
        ("The IMF has engaged with Malawi and Zambia.", "CONSULT", "IMF", "MWI"),
        ("Laos cut ties with Nepal.", "SANCTION", "LAO", "NPL"),
        ("Iceland joined NATO.", "SUPPORT", "ISL", "NATO"),
    ],
)
def test_event(text: str, kind: str, source: str, target: str) -> None:
    (event,) = reading(text).events
    assert event.says.kind == kind
    assert source in event.says.source
    assert target in event.says.target
    assert event.says.evidence.quote == event.sentence.text == text


def test_an_event_denied() -> None:
    (event,) = reading("Ghana never accused Togo of fraud.").events
    assert event.says.polarity == "negative"


def test_an_event_ahead() -> None:
    (event,) = reading("Norway would expel two Danish envoys.").events
    assert event.says.modality == "planned"


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        ("It works with G20 members, including Canada and Japan.", ("Japan", "member_of", "G20")),
        ("Chilean President Ana Rojas spoke.", ("Ana Rojas", "president_of", "Chile")),
        ("Orbix's CEO, Ivo Lind, spoke.", ("Ivo Lind", "ceo_of", "Orbix")),
        ("Ivo Lind, chief executive of Orbix, spoke.", ("Ivo Lind", "ceo_of", "Orbix")),
        ("It is in the Port Index by Harbour Watch.", ("Port Index", "published_by", "Harbour Watch")),
        ("Angola said it was leaving OPEC.", ("Angola", "member_of", "OPEC")),
        ("Orbix, part of the Tarn Group, spoke.", ("Orbix", "part_of", "Tarn Group")),
    ],
)
def test_relation(text: str, triple: tuple[str, str, str]) -> None:
    assert triple in {(r.subject, r.predicate, r.object) for r in reading(text).relations}


def test_fellow_members() -> None:
    (relation, *_) = reading("Peru works with fellow G20 nations.").relations
    assert (relation.subject, relation.modality, relation.span.text) == ("Peru", "implied", "fellow G20 nations")


def test_who_leaves_is_no_member() -> None:
    (relation,) = reading("Angola said it was leaving OPEC.").relations
    assert relation.polarity == "negative"
