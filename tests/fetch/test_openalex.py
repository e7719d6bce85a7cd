"""OpenAlex as it answers: groups of works by country, page by page."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from equalterms.errors import StudyError
from equalterms.fetch import Fetched
from tests.fetch.places import Clock, bring, shot
from tests.fetch.server import Place, Reply, serving
from tests.fetch.test_tables import cells, lay

COUNTS = {
    "2022": [("RU", 40), ("CN", 900), ("NO", 12)],
    "2023": [("RU", 41), ("CN", 1000), ("NO", 15), ("XK", 1)],
}
ORDER = """from: openalex
address: ADDRESS
since: 2022
until: 2023
indicators:
  a: {code: "primary_topic.subfield.id:1702", least: 3}
"""
JOINT = ORDER + '  b: {code: "primary_topic.subfield.id:1702", together: RUS}\n'


class Alex:
    """/works with group_by: two groups a page; joint works are a tenth."""

    def __init__(self) -> None:
        self.faults: dict[int, Callable[[dict[str, Any]], Reply | None]] = {}
        self.count = 0

    def __call__(self, path: str, headers: dict[str, str]) -> Reply:
        """Answer a path; a fault stands at the number of the request and may change what is said."""
        self.count += 1
        query = {key: value[0] for key, value in parse_qs(urlsplit(path).query).items()}
        asked = dict(part.split(":", 1) for part in query["filter"].split(","))
        assert query["group_by"] == "authorships.countries"
        rows = COUNTS[asked["publication_year"]]
        if "authorships.countries" in asked:
            rows = [(code, count if code == "RU" else count // 10) for code, count in rows if code != "XK"]
        at = 0 if query["cursor"] == "*" else int(query["cursor"])
        groups = [
            {"key": f"https://openalex.org/countries/{code}", "key_display_name": code, "count": count}
            for code, count in rows[at : at + 2]
        ]
        said = {
            "meta": {"count": 1000, "per_page": 200, "next_cursor": str(at + 2) if at + 2 < len(rows) else None},
            "results": [],
            "group_by": groups,
        }
        fault = self.faults.get(self.count)
        return (fault(said) if fault else None) or Reply(json.dumps(said).encode())


def brought(folder: Path, order: str = ORDER, alex: Alex | None = None) -> tuple[Fetched, Place]:
    """One fetch."""
    with serving(alex or Alex()) as place:
        return bring(lay(folder, order.replace("ADDRESS", place.address)), Clock(), "s"), place


def test_works_by_country_and_year(tmp_path: Path) -> None:
    """A question a year, page by page; Kosovo is XKX; the groups say their measure."""
    made, place = brought(tmp_path)
    assert cells(made, 1, 0, 2, 3) == [
        ("a", "CHN", "2022", "900"),
        ("a", "CHN", "2023", "1000"),
        ("a", "NOR", "2022", "12"),
        ("a", "NOR", "2023", "15"),
        ("a", "RUS", "2022", "40"),
        ("a", "RUS", "2023", "41"),
        ("a", "XKX", "2023", "1"),
    ]
    assert made.vintage.measures == {"a": "works"}
    assert len(place.seen) == 4


def test_works_written_together(tmp_path: Path) -> None:
    """Those of Russia with each other country; with itself is no tie."""
    made, _ = brought(tmp_path, JOINT)
    joint = [row for row in cells(made, 1, 0, 2, 3) if row[0] == "b"]
    assert joint == [
        ("b", "CHN", "2022", "90"),
        ("b", "CHN", "2023", "100"),
        ("b", "NOR", "2022", "1"),
        ("b", "NOR", "2023", "1"),
    ]


def test_a_key_is_sent_and_kept_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands in what is sent alone: in no file of the study, and in no message of a failure."""
    monkeypatch.setenv("EQUALTERMS_OPENALEX_KEY", "secret words")
    monkeypatch.setenv("EQUALTERMS_CONTACT", "desk@example.org")
    _, place = brought(tmp_path)
    assert all("api_key=secret%20words" in path for path, _ in place.seen)
    assert all("mailto:desk@example.org" in headers["user-agent"] for _, headers in place.seen)
    assert not any(b"secret" in body for body in shot(tmp_path).values())
    alex = Alex()
    alex.faults[1] = lambda said: Reply(b"no", status=403)
    with pytest.raises(StudyError) as caught:
        brought(tmp_path / "refused", ORDER, alex)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("at", "fault", "message"),
    [
        (1, lambda said: Reply(json.dumps({"meta": said["meta"], "groups": []}).encode()), "list of groups"),
        (2, lambda said: Reply(json.dumps({**said, "group_by": [{"key": "NO"}]}).encode()), "list of groups"),
        (1, lambda said: Reply(json.dumps([said]).encode()), "list of groups"),
        (1, lambda said: Reply(b'{"meta": {', status=200), "no sound JSON"),
        (1, lambda said: Reply(b"", status=404), "404"),
        (3, lambda said: Reply(b"busy", status=429, headers={"Retry-After": "9999"}), "429"),
    ],
)
def test_a_fault_leaves_the_study_as_it_was(
    at: int, fault: Callable[[dict[str, Any]], Reply], message: str, tmp_path: Path
) -> None:
    """Other columns, a page that breaks off, a refusal, one that is busy for hours."""
    alex = Alex()
    alex.faults[at] = fault
    with serving(alex) as place:
        home = lay(tmp_path, ORDER.replace("ADDRESS", place.address))
        before = shot(home)
        with pytest.raises(StudyError, match=message):
            bring(home, Clock(), "s")
        assert shot(home) == before


def test_one_that_is_busy_is_asked_again(tmp_path: Path) -> None:
    """429 with a wish, then the answer; pages without an end are refused."""
    alex = Alex()
    alex.faults[2] = lambda said: Reply(b"busy", status=429, headers={"Retry-After": "3"})
    made, place = brought(tmp_path, ORDER, alex)
    assert (len(made.rows), len(place.seen)) == (7, 5)
    endless = Alex()
    for number in range(1, 40):
        endless.faults[number] = lambda said: Reply(
            json.dumps({**said, "meta": {"count": 1, "next_cursor": "0"}}).encode()
        )
    with pytest.raises(StudyError, match="pages of countries"):
        brought(tmp_path / "endless", ORDER, endless)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [("until: 2023\n", "", "first and its last year"), ("together: RUS", "together: Rus", "no country")],
)
def test_an_order_that_is_not_understood(old: str, new: str, message: str, tmp_path: Path) -> None:
    """Without years all of science would be asked for; a partner is named by its code."""
    with pytest.raises(StudyError, match=message):
        brought(tmp_path, JOINT.replace(old, new))
