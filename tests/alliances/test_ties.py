"""Ties, their network, partners: the published index as a check value, networkx and other answers beside ours."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pytest

from equalterms.alliances import bloc, network, partners, ties
from equalterms.alliances.network import communities, consensus, disparity, external, graph
from equalterms.alliances.ties import counts
from equalterms.draw.figures import chart
from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.methods.affinity import collaboration_index, expected
from equalterms.model import Event, Study
from equalterms.pages.ties import drawn_network
from equalterms.scores import placed, score
from tests.conftest import Edit, embedded

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "cooperation"
WORLD = 153_630  # AI articles of authors from several countries, 2003 to 2022; follows from the published indices


@pytest.fixture
def study() -> Study:
    return embedded("ai-capability")


PUBLISHED = {
    ("CHN", "USA"): 1.08,
    ("CHN", "RUS"): 0.35,
    ("GBR", "USA"): 0.55,
    ("DZA", "EGY"): 2.10,
    ("DEU", "RUS"): 1.15,
    ("DZA", "FRA"): 6.22,
}


def indices(study: Study) -> tuple[tuple[str, ...], np.ndarray]:
    found = counts(study, "ai_articles")
    return found.units, collaboration_index(found.table, found.abroad, WORLD)


def test_the_published_index_of_collaboration(study: Study) -> None:
    units, made = indices(study)
    for (a, b), value in PUBLISHED.items():
        assert round(made[units.index(a), units.index(b)], 2) == value


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared tables are not on this machine")
def test_every_published_index(study: Study) -> None:
    """All 1770 pairs, to the two decimals printed."""
    units, made = indices(study)
    with (DATA / "ai_copublication_pairs_2003_22.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 1770
    for row in rows:
        ours = made[units.index(row["iso3_a"]), units.index(row["iso3_b"])]
        assert ours == pytest.approx(float(row["collaboration_index"]), abs=0.005 + 1e-4), row


def test_a_tie_from_both_ends(study: Study) -> None:
    here, there = ties(study, "RUS", "CHN").rows[0], ties(study, "CHN", "RUS").rows[0]
    assert (here.a, here.b, there.a, there.b) == ("RUS", "CHN", "CHN", "RUS")
    assert (here.affinity_ab, here.affinity_ba) == (there.affinity_ba, there.affinity_ab)
    assert here.preference == there.preference
    assert here.count == 245
    assert here.jaccard == pytest.approx(245 / (11774 + 274096 - 245))
    assert here.inclusion == pytest.approx(245 / 11774)


def test_ties_of_one_and_of_all(study: Study) -> None:
    own = ties(study, "RUS")
    assert len(own.rows) == 59
    assert all(row.a == "RUS" for row in own.rows)
    assert sum(row.affinity_ab or 0 for row in own.rows) == pytest.approx(1.0)
    assert len(ties(study).rows) == 1770
    likes = [row.preference for row in own.rows if row.preference is not None]
    assert likes == sorted(likes, reverse=True)
    few = [row for row in own.rows if row.count < 5]
    assert all(row.preference is None for row in few)
    assert any(f"{len(few)} ties below 5" in words for words in own.warnings)
    e = expected(own.counts.table)
    assert np.nansum(e, axis=1) == pytest.approx(np.nansum(own.counts.table, axis=1), rel=1e-9)


def test_change_over_time(study: Study) -> None:
    """Works of all fields: the preference of 2019 to 2023 against that of 2014 to 2018."""
    made = ties(study, "RUS", "CHN", "works")
    assert (made.counts.since, made.counts.time, made.before) == ("2019", "2023", "2018")
    earlier = ties(study, "RUS", "CHN", "works", "2018").rows[0]
    row = made.rows[0]
    assert row.change == pytest.approx((row.preference or 0) / (earlier.preference or 1))
    assert earlier.change is None
    assert row.salton is None
    assert any("not known what each unit has" in words for words in made.warnings)


def test_what_is_not_there_is_refused(study: Study) -> None:
    for call, words in (
        (("XXX",), "has no ties"),
        (("RUS", "RUS"), "not tied to itself"),
        (("RUS", "", "friends"), "no ties are of the kind"),
        (("RUS", "", "works", "2020"), "were not counted by 2020"),
    ):
        with pytest.raises(StudyError, match=words):
            ties(study, *call)
    with pytest.raises(StudyError, match="has no ties"):
        ties(embedded("hdi"))


def test_one_who_has_a_part_in_every_tie_admits_no_preference(folder: Edit) -> None:
    rows = "CHE,FRA,articles,2022,9,table\nCHE,NOR,articles,2022,7,table\nFRA,NOR,articles,2022,0,table\n"
    made = ties(load(folder(ties__csv="a,b,kind,time,value,source\n" + rows)))
    assert [(row.count, row.preference) for row in made.rows] == [(9, None), (7, None), (0, None)]
    assert any("no table without preference" in words for words in made.warnings)


def test_zachary_s_club() -> None:
    """The best of many seeds finds the known optimum of modularity, weighted and not."""
    club = nx.karate_club_graph()
    for weight, optimum in ((None, 0.4198), ("weight", 0.4449)):
        table = nx.to_numpy_array(club, nodelist=range(34), weight=weight)
        together, best = communities(table, 100)
        assert best == pytest.approx(optimum, abs=5e-5)
        assert together.diagonal() == pytest.approx(1.0)
    betweenness = nx.betweenness_centrality(graph(nx.to_numpy_array(club, nodelist=range(34), weight=None)))
    assert [betweenness[0], betweenness[33]] == pytest.approx([0.4376, 0.3041], abs=5e-5)


def test_the_backbone_keeps_what_stands_out() -> None:
    w = np.array([[0, 97, 1, 1, 1], [97, 0, 0, 0, 0], [1, 0, 0, 5, 0], [1, 0, 5, 0, 0], [1, 0, 0, 0, 0]], dtype=float)
    made = disparity(w)
    assert made[0, 1] == pytest.approx(0.03**3)
    assert made[0, 2] == pytest.approx(0.99**3)
    assert made[1, 0] == 1
    assert made[4, 3] == 1


def test_groups_on_which_seeds_agree() -> None:
    together = np.array([[1, 0.9, 0.2], [0.9, 1, 0.5], [0.2, 0.5, 1]])
    assert consensus(together) == ((0, 1), (2,))


def test_the_network_of_ai_articles(study: Study) -> None:
    made = network(study, seeds=5)
    assert sorted(code for group in made.groups for code in group) == sorted(made.counts.units)
    assert [place.unit for place in made.places[:2]] == ["USA", "CHN"]
    assert sum(place.influence for place in made.places) == pytest.approx(1.0, abs=1e-6)
    assert sum(place.kept for place in made.places) == 2 * len(made.backbone)
    again = network(study, seeds=5)
    assert again.groups == made.groups
    inside = external(made.counts, bloc(study, "EU").units)
    assert inside is not None
    assert -1 < inside < 1
    with pytest.raises(StudyError, match="seeds"):
        network(study, seeds=0)


def test_partners_by_definition(study: Study) -> None:
    """Best-of of two rows on the indicators that both have, scored by hand."""
    made = partners(study, "RUS", rule="best_of", runs=0, among=["CHN", "IND"])
    scores = score(study)
    codes = [unit.code for unit in study.units]
    sign = np.array([leaf.direction for leaf in study.indicators], dtype=float)
    own = scores.table.values[codes.index("RUS")] * sign
    for row in made.rows:
        other = scores.table.values[codes.index(row.partner)] * sign
        gap = np.isnan(own) | np.isnan(other)
        rows = np.where(gap, np.nan, np.stack([np.fmax(own, other), own, other])) * sign
        pool, alone, theirs = placed(scores, rows)[study.root]
        assert row.gain_to_unit == pytest.approx(pool - alone, abs=1e-9)
        assert row.gain_to_partner == pytest.approx(pool - theirs, abs=1e-9)
        assert row.synergy == pytest.approx(pool - max(alone, theirs), abs=1e-9)


def test_partners_share_what_can_be_shared(study: Study) -> None:
    """Gains from sums and bests alone: never below 0 here, never above those of best-of with sums."""
    made = partners(study, "RUS", runs=20)
    assert len(made.rows) == len(study.units) - 1
    told = [row for row in made.rows if row.gain_to_unit is not None]
    assert all((row.gain_to_unit or 0) >= -1e-9 and (row.gain_to_partner or 0) >= -1e-9 for row in told)
    assert [row.synergy for row in told] == sorted(
        (row.synergy for row in told if row.synergy is not None), reverse=True
    )
    china = next(row for row in made.rows if row.partner == "CHN")
    assert china.existing_tie is not None
    assert china.existing_tie["count"] == 245
    assert 0 < (china.gain_to_unit_low or 0) < (china.gain_to_unit_high or 0)
    assert set(china.pillars) == {"implementation", "innovation", "investment"}
    shareable = {leaf.id for leaf in study.indicators if leaf.pool and leaf.pool.name in ("sum", "max")}
    assert set(china.where) <= shareable
    assert 0 <= (china.similarity or 0) <= 1
    assert any("can be shared" in words for words in made.warnings)


def test_partners_refuse_what_is_not_ranked(study: Study) -> None:
    for call in ({"unit": "XXX"}, {"unit": "RUS", "among": ["XXX"]}, {"unit": "RUS", "among": ["RUS"]}):
        with pytest.raises(StudyError):
            partners(study, **call, runs=0)
    with pytest.raises(StudyError, match="know no rule"):
        partners(study, "RUS", rule="sum", runs=0)


def event(kind: str, source: str, target: str, **more: Any) -> Event:
    return Event(kind, tuple(source.split()), tuple(target.split()), **more)


def test_events_of_cooperation_are_ties(study: Study) -> None:
    """Deeds count, by pairs; plans, denials and conflict have columns of their own; no code that is no unit."""
    told = (
        event("AGREE", "RUS CHN", ""),
        event("COOPERATE", "RUS", "CHN IND", time="2025-01-02"),
        event("CONSULT", "CHN", "RUS", modality="planned"),
        event("SANCTION", "CHN", "IND"),
        event("AGREE", "IND", "RUS", polarity="negative"),
        event("AID", "XYZ", "RUS"),
    )
    made = ties(replace(study, events=told), kind="events")
    assert {(row.a, row.b): row.count for row in made.rows} == {("CHN", "RUS"): 2, ("IND", "RUS"): 1}
    beside = ties(replace(study, events=told), "CHN")
    row = next(row for row in beside.rows if row.b == "RUS")
    assert (row.events, row.plans, row.disputes) == (2, 1, 0)
    assert next(row for row in beside.rows if row.b == "IND").disputes == 1
    assert {act.said for act in ties(replace(study, events=told), "RUS", "IND").acts} == {"done", "denied"}
    assert "events" not in ties(study).kinds


def test_the_drawn_network_is_the_table(study: Study) -> None:
    """A line for each name in the table, a mark inside the sheet for each unit, no two names on each other."""
    figure = drawn_network(network(study, seeds=2))
    spec = chart(figure).to_dict(validate=False)
    lines, marks, texts = (spec["datasets"][layer["data"]["name"]] for layer in spec["layer"])
    pairs = {frozenset((row[0], name)) for row in figure.table.rows for name in str(row[1]).split("; ") if name}
    at = {(mark["px"], mark["py"]): mark["y"] for mark in marks}
    assert {frozenset((at[line["px"], line["py"]], at[line["qx"], line["qy"]])) for line in lines} == pairs
    assert all(0 <= mark["px"] <= 720 and mark["py"] >= 0 for mark in marks)
    assert len(texts) > 50
    for k, one in enumerate(texts):
        for other in texts[k + 1 :]:
            wide = 3 * (len(one["said"]) + len(other["said"]))
            assert abs(one["py"] - other["py"]) >= 12 or abs(one["px"] - other["px"]) >= wide
    assert chart(figure).to_dict(validate=False) == spec
