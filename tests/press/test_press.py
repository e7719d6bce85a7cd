"""An article of our own, read from end to end."""

from __future__ import annotations

import json

import pytest

from equalterms.audit import checks
from equalterms.errors import StudyError
from equalterms.model import Claim, Observation, Target
from equalterms.press import Reading, article, document, read
from equalterms.press.sentences import split

TEXT = """Harbour Post  /  Economy  /  Norway

Norway tells its ports to work with Chile

Reporter Bo Vance (L) greets Coach Dee Marsh and Mayor Ruth Ames at Lakeside Arena in Dayton, Ohio on May 6, 2011. (ABC photo)
Norwegian President Kari Dahl opens the Blue Harbour Forum in Oslo, Norway on March 4, 2024. (Photo by Nils Berg)

Norwegian President Kari Dahl has ordered the ministry to cooperate with Chile on ports, its website said on Monday, two weeks after Dahl's announcement of a new Port Network involving G20 members.

On March 4 Dahl expressed her desire to establish a new Port Network.

Norway currently ranks 9th among the 60 states in terms of port safety, according to the Harbour Index by Tarn Media.

Norway expects its ports to add 40.5 billion crowns ($3.9 billion) to trade in 2031, compared with 0.6 billion crowns ($0.06 billion) in 2021.

Its port strategy also says that 70% of all Norwegian pilots should hold a digital licence by 2031, compared with 10% in 2021, while port spending should grow five-fold to 90 billion crowns.

Harbour Post's website can also be accessed at these addresses:

www.harbourpost.example.com

SHARE THIS ARTICLE"""  # noqa: E501


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read(article(TEXT, "own"))


def claim(reading: Reading, words: str) -> Claim:
    return next(c for c in reading.claims if c.span.text == words)


def test_the_page_around_it(reading: Reading) -> None:
    assert reading.article.title == "Norway tells its ports to work with Chile"
    assert reading.article.publisher == "Harbour Post"
    assert [n.kind for n in reading.noise] == ["breadcrumb", "unrelated photo caption", "site boilerplate"]
    assert reading.noise[1].span.text.startswith("Reporter Bo Vance")
    assert reading.noise[2].span.text.endswith("SHARE THIS ARTICLE")


def test_the_day_is_inferred_and_says_so(reading: Reading) -> None:
    assert reading.article.date == "2024-03-18"
    assert reading.article.date_basis.startswith("inferred, not printed")
    values = {d.span.text: d.when.value for d in reading.dates}
    assert (values["Monday"], values["March 4"]) == ("2024-03-18", "2024-03-04")


def test_every_offset_leads_to_its_words(reading: Reading) -> None:
    spans = [c.span for c in reading.claims] + [c.sentence for c in reading.claims] + [d.span for d in reading.dates]
    spans += [c.converted.span for c in reading.claims if c.converted]
    spans += [c.attribution.span for c in reading.claims if c.attribution and c.attribution.span]
    spans += [e.trigger for e in reading.events] + [s for e in reading.events for s, _ in (*e.source, *e.target)]
    spans += [r.span for r in reading.relations] + list(reading.sentences) + [n.span for n in reading.noise]
    assert len(spans) > 60
    assert all(TEXT[s.start : s.end] == s.text for s in spans)


def test_nothing_is_read_from_noise(reading: Reading) -> None:
    places = [c.span for c in reading.claims] + [e.trigger for e in reading.events]
    assert not any(n.span.start <= p.start < n.span.end for n in reading.noise for p in places)


def test_the_claims(reading: Reading) -> None:
    assert [(c.span.text, c.role, c.time, c.modality) for c in reading.claims] == [
        ("9th", "current", "2024-03", "asserted"),
        ("60", "total", "2024-03", "asserted"),
        ("40.5 billion crowns", "projection", "2031", "expected"),
        ("0.6 billion crowns", "baseline", "2021", "asserted"),
        ("70%", "target", "2031", "planned"),
        ("10%", "baseline", "2021", "asserted"),
        ("five-fold", "target", "2031", "planned"),
        ("90 billion crowns", "target", "2031", "planned"),
    ]
    assert claim(reading, "40.5 billion crowns").measure == "NOK"
    assert claim(reading, "40.5 billion crowns").baseline == claim(reading, "0.6 billion crowns").id
    assert claim(reading, "70%").baseline == claim(reading, "10%").id
    assert claim(reading, "70%").deadline
    assert claim(reading, "five-fold").time_inferred
    assert {c.subject_code for c in reading.claims if c.role != "total"} == {"NOR"}


def test_who_says_so(reading: Reading) -> None:
    names = [c.attribution.name if c.attribution else "" for c in reading.claims]
    assert names[0] == "Harbour Index (Tarn Media)"
    assert names[4:] == ["Norway's port strategy"] * 4
    assert names[2] == "Norway (its port strategy)"


def test_a_claim_wraps_its_fact(reading: Reading) -> None:
    target = claim(reading, "70%").says
    assert isinstance(target, Target)
    assert (target.unit, target.value, target.time, target.baseline, target.baseline_time) == (
        "NOR",
        70,
        "2031",
        10,
        "2021",
    )
    seen = claim(reading, "10%").says
    assert isinstance(seen, Observation)
    for one in reading.claims:
        start, _, end = one.says.evidence.where.partition("-")
        assert one.says.evidence.source == "own"
        assert one.says.evidence.quote == one.sentence.text
        assert TEXT[int(start) : int(end)] == one.span.text


def test_the_ties(reading: Reading) -> None:
    told = {(e.says.kind, e.says.source[0], e.says.target[:1]) for e in reading.events if not e.duplicate_of}
    assert ("AGREE", "NOR", ("CHL",)) in told
    assert ("Kari Dahl", "president_of", "Norway") in {(r.subject, r.predicate, r.object) for r in reading.relations}
    assert next(e.duplicate_of for e in reading.events if "desire" in e.trigger.text) is not None


def test_the_checks(reading: Reading) -> None:
    kinds = {k.kind: k for k in checks(reading)}
    assert {
        "implied_fx",
        "fx_consistency",
        "implied_multiple",
        "cagr",
        "points_per_year",
        "annual_increment",
        "implied_base",
        "convert_at_implied_fx",
        "rank_percentile",
        "rank_top_share",
        "ratio",
        "date_offset",
        "stale_media",
        "text_conflict",
    } <= set(kinds)
    assert kinds["fx_consistency"].verdict == "consistent"
    assert kinds["date_offset"].verdict == "consistent"
    assert kinds["rank_percentile"].answer == pytest.approx(51 / 59)


def test_document_is_plain_data(reading: Reading) -> None:
    data = json.loads(json.dumps(document(reading, checks(reading))))
    assert {
        "id",
        "title",
        "pub_date",
        "pub_date_basis",
        "claims",
        "events",
        "relations",
        "dates",
        "checks",
        "noise",
    } <= set(data)
    row = data["claims"][2]
    assert row["type"] == "money"
    assert row["span"] == {"start": TEXT.index("40.5"), "end": TEXT.index("40.5") + 19, "text": "40.5 billion crowns"}
    assert row["converted"]["unit"] == "USD"


def test_reading_twice_gives_the_same(reading: Reading) -> None:
    assert read(article(TEXT, "own")) == reading


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("Mr. Vale of the U.S. Army left. He ran.", ["Mr. Vale of the U.S. Army left.", "He ran."]),
        ("It was 3.5 in all! “So?” Yes.", ["It was 3.5 in all!", "“So?”", "Yes."]),
        ("A line\nanother line", ["A line", "another line"]),
        ("  \n ", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[a:b] for a, b in split(text)] == parts


@pytest.mark.parametrize(
    ("text", "modality", "polarity"),
    [
        ("The port will cost $5m.", "expected", "positive"),
        ("The port could cost $5m.", "possible", "positive"),
        ("The port should cost $5m.", "planned", "positive"),
        ("The port did not cost $5m.", "denied", "negative"),
        ("The port cost $5m.", "asserted", "positive"),
        ("Norway denied that the port had cost $5m.", "denied", "negative"),
    ],
)
def test_modality(text: str, modality: str, polarity: str) -> None:
    (one,) = read(article(text, "t", "2024-05-15")).claims
    assert (one.modality, one.polarity) == (modality, polarity)


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(StudyError, match="characters; the most is"):
        article("a" * 6_000_000, "long")


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_what_is_no_text_is_refused(text: str) -> None:
    with pytest.raises(StudyError, match="not text"):
        article(text, "raw")


def test_an_empty_text_has_no_claims() -> None:
    assert read(article("", "none")).claims == ()


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("The toll, £30 in 2018, has since risen four times to £120.", ["2018", "2018/2024", "2024-05"]),
        ("The union has won 61.5% of the vote, with 3 million people for it.", ["2024-05", "2024-05"]),
        ("Turnout rose three points to 40%, a Vela survey of 900 adults showed on Monday.", ["2024-05"] * 3),
        ("The yard expects full-year sales of €4bn.", ["2024"]),
        ("Peru rose two places to 12th of 80 states in the latest transit index.", ["2024"] * 3),
        ("It would shed a tenth of its 900 staff by 2026.", ["2026", "2024-05"]),
        ("Peru agreed on Monday to open ten ports within two months.", ["2024-07-13", "2024-07-13"]),
        ("Peru sold 30 tonnes of tin in 2022.\nCopper made up 40% of that.", ["2022", "2022"]),
        ("Peru sold 30 tonnes of tin in 2022.\nCopper made up 40% of exports.", ["2022", None]),
        ("Trust fell by half, from 40 percent to 20.", [None, None, None]),
    ],
)
def test_the_time_of_a_figure(text: str, times: list[str | None]) -> None:
    assert [c.time for c in read(article(text, "t", "2024-05-15")).claims] == times


@pytest.mark.parametrize(
    ("text", "deeds"),
    [
        (
            "Peru and Chile agreed on Monday to open a pass.\nThe two countries had accused Brazil of fraud.",
            [("AGREE", {"PER", "CHL"}, set()), ("ACCUSE", {"PER", "CHL"}, {"BRA"})],
        ),
        (
            "Peru and Chile agreed on Monday to open a pass.\nThe three had accused Brazil of fraud.",
            [("AGREE", {"PER", "CHL"}, set())],
        ),
        (
            "Peru and Chile agreed to open a pass.\nThe pact, brokered by Brazil, followed talks in Lima.",
            [
                ("AGREE", {"PER", "CHL"}, set()),
                ("CONSULT", {"BRA"}, {"PER", "CHL"}),
                ("CONSULT", {"PER", "CHL"}, set()),
            ],
        ),
        (
            "Chile and Peru accused Brazil of fraud, a charge it has rejected.",
            [("ACCUSE", {"CHL", "PER"}, {"BRA"}), ("REJECT", {"BRA"}, {"CHL", "PER"})],
        ),
        (
            "Chile severed ties after protesters stormed its embassy in Lima.",
            [("SANCTION", {"CHL"}, set()), ("ASSAULT", {"PER"}, {"CHL"})],
        ),
        (
            "Chile and Peru agreed to restore relations with Brazil, ending an embargo.",
            [("AGREE", {"CHL", "PER"}, {"BRA"}), ("SANCTION", {"CHL", "PER"}, {"BRA"})],
        ),
        (
            "Peru joined OPEC on Monday.\nChile applied in May.",
            [("SUPPORT", {"PER"}, {"OPEC"}), ("REQUEST", {"CHL"}, {"OPEC"})],
        ),
        ("Peru imposed heavy tariffs on Chile.", [("SANCTION", {"PER"}, {"CHL"})]),
        ("Peru was warned by Chile.", [("THREATEN", {"CHL"}, {"PER"})]),
        ("Peru deployed troops along the border with Chile.", [("MOBILIZE", {"PER"}, {"CHL"})]),
        ("Peru praised the harbour, while Chile slept.", []),
        ("Peru sent food to Chile.", [("AID", {"PER"}, {"CHL"})]),
        ("Peru is in debt.\nThe IMF agreed to widen the country's loan.", [("AGREE", {"IMF"}, {"PER"})]),
        ("Peru pulled out of the Lake pact, a year after Chile wrote it.", [("SANCTION", {"PER"}, set())]),
    ],
)
def test_who_does_what_to_whom(text: str, deeds: list[tuple[str, set[str], set[str]]]) -> None:
    found = read(article(text, "t", "2024-05-15")).events
    assert {(e.says.kind, *map(frozenset, (e.says.source, e.says.target))) for e in found} == {
        (kind, frozenset(source), frozenset(target)) for kind, source, target in deeds
    }
    for event in found:
        for span, _ in (*event.source, *event.target):
            assert text[span.start : span.end] == span.text != ""
