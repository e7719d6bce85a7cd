"""Against annotated texts that are kept beside the checkout; skipped where they are absent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from equalterms.audit import checks
from equalterms.press import article, document, read

PRESS = Path(__file__).parents[3] / "shared" / "press"
pytestmark = pytest.mark.skipif(not (PRESS / "seed.json").exists(), reason="the annotated texts of others are not here")
FIELDS = (
    "type",
    "value",
    "unit",
    "comparator",
    "role",
    "time",
    "deadline",
    "modality",
    "polarity",
    "rank_of",
    "scope",
    "subject_code",
)


def gold(name: str) -> list[dict[str, Any]]:
    text = (PRESS / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()] if name.endswith("l") else [json.loads(text)]


def told(row: dict[str, Any], date: str = "") -> dict[str, Any]:
    reading = read(article(row["text"], row["id"], date))
    return document(reading, checks(reading))


@pytest.fixture(scope="module")
def seed() -> tuple[dict[str, Any], dict[str, Any]]:
    (row,) = gold("seed.json")
    return row, told(row)


def test_the_article_is_cleaned(seed: tuple[dict[str, Any], dict[str, Any]]) -> None:
    want, got = seed
    assert [(n["start"], n["end"]) for n in got["noise"]] == [(n["start"], n["end"]) for n in want["noise"]]
    assert got["sentences"] == want["sentences"]
    assert (got["title"], got["pub_date"]) == (want["title"], want["pub_date"])
    values = {(d["span"]["start"], d["value"]) for d in got["dates"]}
    assert values == {(d["span"]["start"], d["value"]) for d in want["dates"]}


def test_every_claim_of_the_article(seed: tuple[dict[str, Any], dict[str, Any]]) -> None:
    want, got = seed
    found = {c["span"]["start"]: c for c in got["claims"]}
    assert len(found) == len(want["claims"])
    starts = {c["id"]: c["span"]["start"] for c in want["claims"]}
    mine = {c["id"]: c["span"]["start"] for c in got["claims"]}
    for one in want["claims"]:
        other = found[one["span"]["start"]]
        assert other["span"] == one["span"]
        assert other["evidence"] == one["evidence"]
        assert {k: other[k] or None for k in FIELDS} == {k: one[k] or None for k in FIELDS}, one["id"]
        assert starts.get(one["baseline"]) == mine.get(other["baseline"])
        assert (other["converted"] or {}).get("value") == (one["converted"] or {}).get("value")
        said, heard = one["attribution"] or {}, other["attribution"] or {}
        assert (said.get("span"), said.get("kind")) == (heard.get("span"), heard.get("kind"))


def test_every_check_of_the_article(seed: tuple[dict[str, Any], dict[str, Any]]) -> None:
    want, got = seed
    left = list(got["checks"])
    for one in want["checks"]:
        same = [k for k in left if k["kind"] == one["kind"] and k["verdict"] == one["verdict"] and close(k, one)]
        assert same, one
        left.remove(same[0])
        if one.get("interval") and same[0]["interval"]:
            assert same[0]["interval"] == pytest.approx(one["interval"], rel=2e-3)
    assert left == []


def close(got: dict[str, Any], want: dict[str, Any]) -> bool:
    if isinstance(want["answer"], (int, float)) and not isinstance(want["answer"], bool):
        return bool(got["answer"] == pytest.approx(want["answer"], rel=want["tolerance"], abs=1e-4))
    return bool(got["answer"] == want["answer"])


def test_the_events_of_the_article(seed: tuple[dict[str, Any], dict[str, Any]]) -> None:
    want, got = seed
    wanted = [e for e in want["events"] if e["plover"] and not e["duplicate_of"]]
    found = [e for e in got["events"] if not e["duplicate_of"]]
    assert len(found) == len(wanted)
    for one in wanted:
        other = next(e for e in found if overlap(e["trigger"], one["trigger"]))
        assert other["plover"] in one["plover_accept"]


def overlap(one: dict[str, int], two: dict[str, int]) -> bool:
    return one["start"] < two["end"] and two["start"] < one["end"]


def test_the_grammar_holds_beyond_the_article() -> None:
    rows = gold("dev.jsonl")
    hits = made = wanted = values = 0
    for row in rows:
        got = told(row, row["pub_date"])
        dates = [d["span"] for d in row["dates"]]
        for one in row["claims"]:
            found = next((c for c in got["claims"] if overlap(c["span"], one["span"])), None)
            hits += found is not None
            same = found and found["value"] is not None and one["value"] is not None
            values += bool(same and abs(found["value"]) == pytest.approx(abs(one["value"]), rel=1e-3)) if found else 0
        on_gold = [c for c in got["claims"] if any(overlap(c["span"], o["span"]) for o in row["claims"])]
        off = [c for c in got["claims"] if c not in on_gold and not any(overlap(c["span"], d) for d in dates)]
        made += len(on_gold) + len(off)
        wanted += len(row["claims"])
        assert not any(overlap(c["span"], t["span"]) for c in off for t in row["traps"])
    assert 2 * hits / (made + wanted) >= 0.95
    assert values / wanted >= 0.9
