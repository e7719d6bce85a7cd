"""The World Bank into a study: pages, gaps, aggregates, footnotes, revisions; and every fault leaves it as it was."""

import dataclasses
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from equalterms.compare import compare
from equalterms.errors import StudyError
from equalterms.fetch import ORIGINS
from equalterms.files import check, load, write_whole
from equalterms.files.orders import GRAMMAR
from tests.fetch.places import Bank, Clock, bring, shot, study
from tests.fetch.server import Place, Reply, serving


@pytest.fixture
def bank() -> Bank:
    """The World Bank."""
    return Bank()


@pytest.fixture
def place(bank: Bank) -> Iterator[Place]:
    """Where it answers."""
    with serving(bank) as place:
        yield place


@pytest.fixture
def clock() -> Clock:
    """A clock of the test."""
    return Clock()


def test_a_first_fetch(bank: Bank, place: Place, tmp_path: Path, clock: Clock) -> None:
    """Every country of every page is there, aggregates are not; a gap is a row that says so."""
    home = study(tmp_path, place)
    made = bring(home, clock)
    assert check(home) == ()
    rows = {(row[1], row[0], row[2]): row for row in made.rows}
    countries = {"CHE", "HKG", "KOR", "NOR", "XKX"}
    assert {unit for _, unit, _ in rows} == countries
    assert len(rows) == len(countries) * 3
    assert rows["internet", "KOR", "2023"][3:5] == ("94.5", "")
    assert rows["internet", "NOR", "2022"][3:5] == ("", "M")
    assert rows["people", "XKX", "2023"][3] == "5000006"
    assert made.vintage.gaps == 1
    assert made.vintage.left_out == ("Arab World", "CHI", "World")
    # Two pages of countries, four of internet users (16 rows), two of people: none is asked twice.
    assert len(place.seen) == len({path for path, _ in place.seen}) == 8
    assert all("footnote=y" in path and "date=2020:2100" in path for path, _ in place.seen if "indicator" in path)
    loaded = load(home)
    assert loaded.observations.rows("KOR", "internet")["value"].to_list() == [84.25, 94.5]
    assert loaded.observations.rows("KOR", "internet")["where"][0] == f"IT.NET.USER.ZS, vintage {made.vintage.since}"


def test_the_vintage(bank: Bank, place: Place, tmp_path: Path, clock: Clock) -> None:
    """Address, time, SHA-256, licence and rows, beside the study; the study's hash does not hang on it."""
    home = study(tmp_path, place)
    made = bring(home, clock).vintage
    data = json.loads((home / "vintages" / "wb" / f"{made.since}.json").read_text())
    assert data["licence"] == "CC BY 4.0"
    assert data["rows"] == 15
    assert data["measures"]["people"] == "Population, total"
    assert [one["address"].startswith(place.address) for one in data["asked"]] == [True] * 8
    import gzip
    import hashlib

    for one in data["asked"]:
        answer = gzip.decompress((home / "vintages" / "wb" / "answers" / f"{one['sha256']}.gz").read_bytes())
        assert hashlib.sha256(answer).hexdigest() == one["sha256"]
        assert len(answer) == one["bytes"]
    table = (home / "vintages" / "wb" / data["file"]).read_bytes()
    assert hashlib.sha256(table).hexdigest() == data["sha256"]
    before = load(home).hash
    (home / "vintages" / "wb" / "note.txt").write_text("ours")
    assert load(home).hash == before


def test_statuses_and_footnotes(bank: Bank, place: Place, tmp_path: Path, clock: Clock) -> None:
    """An estimate stays one; the words of a footnote stand with the value; other marks must be told."""
    key = ("IT.NET.USER.ZS", "CHE", "2023")
    bank.more[key] = {"obs_status": "E", "footnote": "Based on a survey\nof households."}
    home = study(tmp_path, place)
    row = next(row for row in bring(home, clock).rows if row[:3] == ("CHE", "internet", "2023"))
    assert (row[4], row[7]) == ("E", "Based on a survey of households.")
    bank.more[key] = {"obs_status": "F"}
    before = shot(home)
    with pytest.raises(StudyError, match="status 'F' is not known"):
        bring(home, clock, refresh=True)
    assert shot(home) == before
    home = study(tmp_path, place, "    status: {F: E}\n")
    row = next(row for row in bring(home, clock, refresh=True).rows if row[:3] == ("CHE", "internet", "2023"))
    assert row[4] == "E"


def test_a_refresh_adds_and_says_what_changed(bank: Bank, place: Place, tmp_path: Path, clock: Clock) -> None:
    """Revised, added and gone values are told apart; the vintage before stays byte for byte."""
    home = study(tmp_path, place)
    first = bring(home, clock)
    kept = shot(home / "vintages")
    bank.values["IT.NET.USER.ZS", "KOR", "2023"] = 95.75
    bank.values["IT.NET.USER.ZS", "NOR", "2022"] = 99
    bank.values["SP.POP.TOTL", "CHE", "2024"] = 9_000_000
    bank.values["SP.POP.TOTL", "XKX", "2023"] = None
    del bank.values["IT.NET.USER.ZS", "HKG", "2022"]
    del bank.values["SP.POP.TOTL", "HKG", "2023"]
    second = bring(home, clock, refresh=True)
    assert [dataclasses.astuple(change) for change in second.changes] == [
        ("gone", "HKG", "internet", "2022", "83.25", None),
        ("revised", "KOR", "internet", "2023", "94.5", "95.75"),
        ("added", "NOR", "internet", "2022", None, "99"),
        ("added", "CHE", "people", "2024", None, "9000000"),
        ("unit gone", "HKG", "people", "2023", "5000003", None),
        ("gone", "XKX", "people", "2023", "5000006", None),
    ]
    after = shot(home / "vintages")
    assert after.items() >= kept.items()
    assert second.vintage.since != first.vintage.since
    assert load(home).observations.rows("KOR", "internet")["value"].to_list() == [84.25, 95.75]


def test_without_refresh_nobody_is_asked(bank: Bank, place: Place, tmp_path: Path, clock: Clock) -> None:
    """What was fetched stands, until it is asked for again; an answer that has not changed is not sent again."""
    home = study(tmp_path, place)
    first = bring(home, clock)
    before, asked = shot(home), len(place.seen)
    again = bring(home, clock)
    assert (again.asked, again.rows, shot(home)) == (False, first.rows, before)
    assert len(place.seen) == asked
    third = bring(home, clock, refresh=True)
    assert third.changes == ()
    assert third.vintage.file == first.vintage.file
    assert all("if-none-match" in headers for _, headers in place.seen[asked:])
    # One more file, which says when the source was asked; the observations are the same.
    assert shot(home).items() > before.items()
    assert len(shot(home)) == len(before) + 1


def test_as_of_a_date(bank: Bank, place: Place, tmp_path: Path, clock: Clock) -> None:
    """The study goes back to a vintage, byte for byte, and forth again; before the first there is none."""
    home = study(tmp_path, place)
    bring(home, clock)
    first = (home / "observations-wb.csv").read_bytes()
    clock.time += 40 * 86_400
    bank.values["IT.NET.USER.ZS", "KOR", "2023"] = 95.75
    bring(home, clock, refresh=True)
    second = (home / "observations-wb.csv").read_bytes()
    assert first != second
    for date, wanted in (("2026-11-23", first), ("2026-12", first), ("2026", first), ("2027-01-02", second)):
        made = bring(home, clock, date=date)
        assert (home / "observations-wb.csv").read_bytes() == wanted
        assert not made.asked
    bring(home, clock)
    assert (home / "observations-wb.csv").read_bytes() == second
    for date in ("2026-11-22", "2025"):
        with pytest.raises(StudyError, match="no vintage of"):
            bring(home, clock, date=date)
    with pytest.raises(StudyError, match="is no date"):
        bring(home, clock, date="yesterday")


def test_two_vintages_compared(bank: Bank, place: Place, tmp_path: Path, clock: Clock) -> None:
    """What a revision, another method and a new unit each move stands apart, and sums to what moved."""
    home, old = study(tmp_path, place), tmp_path / "old"
    bring(home, clock)
    shutil.copytree(home, old)
    clock.time += 40 * 86_400
    bank.values["IT.NET.USER.ZS", "KOR", "2023"] = 94.0
    del bank.values["IT.NET.USER.ZS", "CHE", "2023"], bank.values["IT.NET.USER.ZS", "CHE", "2022"]
    bring(home, clock, refresh=True)
    text = (home / "study.yaml").read_text(encoding="utf-8")
    (home / "study.yaml").write_text(text + "recipe: {normalise: percentile_rank}\n", encoding="utf-8")
    made = compare(load(old), load(home))
    by_unit = {move.unit: move for move in made.rows}
    korea = by_unit["KOR"]
    assert korea.data
    assert korea.method
    assert korea.units
    assert korea.data + korea.method + korea.units == pytest.approx(korea.change)
    assert by_unit["CHE"].score_b is None
    bring(home, clock, date="2026-11-23")
    back = compare(load(old), load(home))
    assert all(move.data == 0 and move.units == 0 for move in back.rows)


def _with(**more: object) -> Callable[[Reply], Reply]:
    return lambda reply: dataclasses.replace(reply, **more)  # type: ignore[arg-type]


def _said(old: str, new: str) -> Callable[[Reply], Reply]:
    return lambda reply: dataclasses.replace(reply, body=reply.body.replace(old.encode(), new.encode()))


FAULTS: dict[str, tuple[Callable[[Reply], Reply], str]] = {
    "5xx": (_with(status=503), "503"),
    "429": (_with(status=429, headers={"Retry-After": "9999"}), "9999 s"),
    "404": (_with(status=404), "404"),
    "cut short": (_with(short=20), "broke off"),
    "too slow": (_with(wait=0.5), "no answer in time"),
    "cut JSON": (lambda reply: Reply(reply.body[:-20]), "no sound JSON"),
    "wrong encoding": (lambda reply: Reply(reply.body.replace(b"Korea", b"Cor\xe9e")), "UTF-8"),
    "UTF-16": (lambda reply: Reply(reply.body.decode().encode("utf-16")), "UTF-16"),
    "a page for people": (lambda reply: Reply(b"<!DOCTYPE html><title>Log in</title>"), "page for people"),
    "nothing": (lambda reply: Reply(b""), "gives nothing"),
    "an error of the service": (lambda reply: Reply(b'[{"message":[{"key":"k","value":"v"}]}]'), "refuses: k: v"),
    "another shape": (lambda reply: Reply(b'{"rows": []}'), "page and its rows"),
    "another column": (_said('"value": 8', '"amount": 8'), "no value or no date"),
    "another total": (_said('"total": 16', '"total": 17'), "pages changed"),
    "rows missing": (_said('"pages": 4', '"pages": 2'), "gave 8 rows of the 16"),
    "a redirect inside": (_with(status=302, headers={"Location": "file:///etc/passwd"}), "302"),
    "another series": (_said("IT.NET.USER.ZS", "IT.NET.USER.P2"), "check the code"),
    "a country that is not listed": (_said('"KOR"', '"KOX"'), "not understood"),
    "a year that is none": (_said('"2022"', '"FY22"'), "no time"),
    "a number that is none": (_said('"value": 8', '"value": "1,0", "x": 8'), "not a number"),
    "out of range": (_said('"value": 8', '"value": 108'), "outside 0.0 to 100.0|outside 0 to 100"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("refresh", [False, True])
def test_every_fault_leaves_the_study_as_it_was(
    fault: str, refresh: bool, bank: Bank, place: Place, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of the pages, at the first fetch and at a later one: nothing is written."""
    from equalterms.fetch import client

    home = study(tmp_path, place)
    if refresh:
        bring(home, clock)
        # Other values, so that no answer is a 304.
        bank.values = {key: value and value - 0.125 for key, value in bank.values.items()}
    before = shot(home)
    change, message = FAULTS[fault]
    bank.faults = dict.fromkeys(range(bank.count + 4, bank.count + 60), change)
    made = client.Client(sleep=clock.sleep, now=clock.now, timeout=0.2, tries=3)
    from equalterms.fetch import fetch

    with pytest.raises(StudyError, match=message) as caught:
        fetch(str(home), "wb", made, refresh=refresh)
    assert caught.value.code == (5 if fault in ("5xx", "429", "cut short", "too slow") else 3)
    assert shot(home) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [home.name]
    if refresh:
        # The last good vintage stays in use.
        assert bring(home, clock).asked is False


def test_a_fault_that_passes(bank: Bank, place: Place, tmp_path: Path, clock: Clock) -> None:
    """One bad answer in the middle is asked for again, and the fetch goes on."""
    home = study(tmp_path, place)
    bank.faults = {4: FAULTS["5xx"][0], 6: FAULTS["cut short"][0]}
    assert len(bring(home, clock).rows) == 15
    assert len(place.seen) == 10


def test_a_redirect_to_loopback(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a public address (here through a proxy) into this machine: refused, and the study is as it was."""
    target = Reply(status=302, headers={"Location": "http://127.0.0.1:9/v2/country"})
    with serving(lambda path, headers: target) as place:
        home = study(tmp_path, dataclasses.replace(place, address="http://api.example"))
        before = shot(home)
        monkeypatch.setenv("http_proxy", place.address)
        with pytest.raises(StudyError, match="private network"):
            bring(home, clock)
    assert shot(home) == before


def test_a_study_names_no_machine_of_this_network(
    bank: Bank, place: Place, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A study of a stranger cannot make this machine ask its own."""
    monkeypatch.delenv("EQUALTERMS_FETCH_PRIVATE")
    home = study(tmp_path, place)
    with pytest.raises(StudyError, match="private network"):
        bring(home, clock)
    assert place.seen == []


def test_a_unit_of_measure_that_changed(
    bank: Bank, place: Place, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stops the fetch, until the study states the new one."""
    from tests.fetch import places

    home = study(tmp_path, place)
    bring(home, clock)
    before = shot(home)
    monkeypatch.setitem(places.NAMES, "SP.POP.TOTL", "Population, total (thousands)")
    with pytest.raises(StudyError, match=r"now 'Population, total \(thousands\)', not 'Population, total'"):
        bring(home, clock, refresh=True)
    assert shot(home) == before
    text = places.STUDY.replace("SP.POP.TOTL", '{code: SP.POP.TOTL, measure: "Population, total (thousands)"}')
    study(tmp_path, place, text=text)
    assert bring(home, clock, refresh=True).vintage.measures["people"].endswith("(thousands)")


def test_too_few_values(bank: Bank, place: Place, tmp_path: Path, clock: Clock) -> None:
    """What a source must contain is stated, and gaps do not count."""
    for code in ("CHE", "HKG", "KOR"):
        bank.values["IT.NET.USER.ZS", code, "2022"] = bank.values["IT.NET.USER.ZS", code, "2023"] = None
    bank.values["IT.NET.USER.ZS", "XKX", "2022"] = None
    home = study(tmp_path, place)
    with pytest.raises(StudyError, match="internet has 2 values, at least 3 are expected"):
        bring(home, clock)


def test_a_study_that_would_be_faulty(bank: Bank, place: Place, tmp_path: Path, clock: Clock) -> None:
    """Rows that stand elsewhere in the study already: the fetch is refused, and both files are named."""
    home = study(tmp_path, place)
    (home / "observations.csv").write_text("unit,indicator,time,value,source\nNOR,internet,2023,90,wb\n")
    before = shot(home)
    with pytest.raises(StudyError, match="observations"):
        bring(home, clock)
    assert shot(home) == before


def test_a_file_that_is_of_no_vintage(bank: Bank, place: Place, tmp_path: Path, clock: Clock) -> None:
    """What someone wrote or changed by hand is not written over."""
    home = study(tmp_path, place)
    path = home / "observations-wb.csv"
    path.write_text("unit,indicator,time,value,source\nNOR,internet,2023,90,wb\n")
    with pytest.raises(StudyError, match="by hand"):
        bring(home, clock)
    path.unlink()
    bring(home, clock)
    path.write_bytes(path.read_bytes().replace(b"94.5", b"94.6"))
    for options in ({}, {"refresh": True}, {"date": "2026"}):
        with pytest.raises(StudyError, match="by hand"):
            bring(home, clock, **options)


def test_a_vintage_that_was_changed(bank: Bank, place: Place, tmp_path: Path, clock: Clock) -> None:
    """Its digest tells; a broken answer in the cache is told too."""
    home = study(tmp_path, place)
    made = bring(home, clock).vintage
    kept = home / "vintages" / "wb" / made.file
    data = kept.read_bytes()
    kept.write_bytes(data.replace(b"94.5", b"94.6"))
    with pytest.raises(StudyError, match="SHA-256 differs"):
        bring(home, clock)
    kept.write_bytes(data)
    for path in (home / "vintages" / "wb" / "answers").iterdir():
        path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(StudyError, match="not what was fetched"):
        bring(home, clock, refresh=True)
    (home / "vintages" / "wb" / f"{made.since}.json").write_text("{}")
    with pytest.raises(StudyError, match="is no vintage"):
        bring(home, clock)


def test_a_disk_that_is_full(
    bank: Bank, place: Place, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever file cannot be written, none of the others stays."""
    from equalterms.fetch import vintages

    home = study(tmp_path, place)
    bring(home, clock)
    bank.values["IT.NET.USER.ZS", "KOR", "2023"] = 95.75
    before = shot(home)
    whole, left = write_whole, 0

    def full(path: Path, data: bytes) -> None:
        nonlocal left
        if not left:
            raise StudyError("cannot be written: No space left on device", str(path))
        left -= 1
        whole(path, data)

    monkeypatch.setattr(vintages, "write_whole", full)
    # One new answer, rows, what the vintage is, observations.
    for after in range(4):
        left = after
        with pytest.raises(StudyError, match="No space"):
            bring(home, clock, refresh=True)
        assert shot(home) == before
    left = 4
    assert bring(home, clock, refresh=True).changes[0].now == "95.75"


def test_the_family(tmp_path: Path) -> None:
    """What a study may write is what there is, and every source declares licence and citation."""
    assert set(ORIGINS) == set(GRAMMAR)
    for name, origin in ORIGINS.items():
        assert origin.name == name
        assert origin.title
        if origin.address:
            assert origin.address.startswith("https://")
            assert origin.licence
            assert origin.citation
