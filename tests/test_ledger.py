"""The ledger: nothing acknowledged is lost, verdicts stay, accepted claims are facts; on SQLite and on PostgreSQL."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from equalterms.errors import StudyError
from equalterms.files import load
from equalterms.ledger import Ledger, Sighting, claim_id, exists, join, place
from equalterms.model import Article, Event, Evidence, Fact, Member, Observation, Study, Target, Tie
from tests.conftest import Edit

ARTICLE = Article("paper", "Norway will train 80 persons by 2030.", title="A paper", publisher="Us", date="2025-01-02")
TARGET = Target("NOR", "Graduates", 80.0, "2030", 1, "persons", baseline=10.0, milestones=(("2027", 50.0),))
FACTS: tuple[Fact, ...] = (
    TARGET,
    Observation("NOR", "graduates", "2023", 44.0, "P", "persons"),
    Tie("CHE", "NOR", "articles", "2023", 9.0),
    Member("EFTA", "NOR", "1960"),
    Event("AGREE", ("NOR",), ("CHE", "FRA"), "2025", "030"),
)
FOUND = tuple(Sighting(fact, f"words {k}", k, k + 7, "planned", "a minister") for k, fact in enumerate(FACTS))


def servers() -> list[str]:
    """Where PostgreSQL's programs are, by Debian's custom or on the path."""
    homes = sorted(str(path) for path in Path("/usr/lib/postgresql").glob("*/bin"))
    return homes[-1:] or [str(Path(found).parent) for found in [shutil.which("initdb")] if found]


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, on a socket in a folder of its own."""
    if not servers():
        pytest.skip("PostgreSQL is not here (apt-get install postgresql)")
    home = tmp_path_factory.mktemp("postgres")
    home.chmod(0o777)
    binaries, data = servers()[0], home / "data"
    # The server refuses to run as root: then it runs as the user that Debian's package made.
    root = os.getuid() == 0
    for up in home.parents if root else ():
        if up == Path("/tmp"):  # noqa: S108  # only the way to the folder that pytest gave
            break
        up.chmod(up.stat().st_mode | 0o011)

    def run(program: str, *arguments: str, check: bool = True) -> None:
        person = {"user": "postgres", "group": "postgres", "extra_groups": []} if root else {}
        subprocess.run(
            [f"{binaries}/{program}", "-D", str(data), *arguments],
            check=check,
            cwd=home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **person,  # type: ignore[call-overload]  # the person, where there is a choice
        )

    run("initdb", "-U", "tester", "-A", "trust")
    run("pg_ctl", "-w", "-o", f"-k {home} -c listen_addresses=''", "start")
    yield f"postgresql+psycopg://tester@/postgres?host={home}"
    run("pg_ctl", "-m", "immediate", "stop", check=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty ledger's place, on each of the two."""
    if request.param == "sqlite":
        yield str(tmp_path / "ledger.sqlite")
        return
    import sqlalchemy as sql

    url = request.getfixturevalue("postgres")
    engine = sql.create_engine(url)
    with engine.begin() as connection:
        for table in ("verdicts", "sightings", "claims", "articles"):
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}")
    engine.dispose()
    yield url


def test_what_is_kept_comes_back(where: str) -> None:
    """Every kind of fact, its words, its article, to the last field."""
    ids = Ledger(where).keep(ARTICLE, FOUND)
    claims = Ledger(where).claims()
    assert [claim.id for claim in claims] == list(ids)
    assert [claim.says for claim in claims] == list(FACTS)
    assert {claim.state for claim in claims} == {"open"}
    assert claims[0].articles == ("paper",)
    assert (claims[0].quote, claims[0].modality, claims[0].attribution) == ("words 0", "planned", "a minister")


def test_reading_again_keeps_verdicts(where: str) -> None:
    """The same words are the same claim, in the same article or in another; verdicts stay, the latest counts."""
    ledger = Ledger(where)
    ids = ledger.keep(ARTICLE, FOUND)
    ledger.judge([ids[0]], "unsure", "Kari", "which persons?")
    ledger.judge([ids[0][:6], ids[1]], "accept", "Ola")
    assert ledger.keep(ARTICLE, FOUND) == ids
    ledger.keep(replace(ARTICLE, id="other", text="Another text with the same words."), FOUND[:1])
    first, second, *rest = ledger.claims()
    assert (first.state, first.who, second.state) == ("accept", "Ola", "accept")
    assert sorted(first.articles) == ["other", "paper"]
    assert {claim.state for claim in rest} == {"open"}
    assert [claim.id for claim in ledger.claims("accept")] == list(ids[:2])


def test_another_text_under_the_same_name_is_another_article(where: str) -> None:
    """Two files called article.txt do not become one source."""
    ledger = Ledger(where)
    ledger.keep(ARTICLE, FOUND[:1])
    ledger.keep(replace(ARTICLE, text="Something else."), FOUND[1:2])
    names = [claim.articles[0] for claim in ledger.claims()]
    assert names[0] == "paper"
    assert names[1].startswith("paper@")
    assert set(names) == set(ledger.articles())


def test_a_claim_is_what_it_says_and_in_which_words() -> None:
    """Other words, another value or another kind is another claim; the evidence's article is not part of it."""
    id = claim_id(TARGET, "words")
    assert claim_id(replace(TARGET, evidence=Evidence("elsewhere")), "words") == id
    assert claim_id(TARGET, "other words") != id
    assert claim_id(replace(TARGET, value=81.0), "words") != id


def test_verdicts_that_cannot_be(where: str) -> None:
    """An unknown verdict or claim is refused, and then none of several is judged."""
    ledger = Ledger(where)
    ids = ledger.keep(ARTICLE, FOUND)
    with pytest.raises(StudyError, match="no claim"):
        ledger.judge([ids[0], "zzz"], "accept", "Kari")
    with pytest.raises(StudyError, match="no verdict"):
        ledger.judge([ids[0]], "maybe", "Kari")
    with pytest.raises(StudyError, match=r"several claims|no claim"):
        ledger.judge([""], "accept", "Kari")
    assert {claim.state for claim in ledger.claims()} == {"open"}


def test_accepted_claims_are_facts_of_the_study(where: str, small: Study) -> None:
    """Each kind stands among the study's own, with its quote and its article as source; the hash tells of it."""
    ledger = Ledger(where)
    ids = ledger.keep(ARTICLE, FOUND)
    assert join(small, ledger) is small
    ledger.judge(ids, "accept", "Kari")
    ledger.judge([ids[0]], "accept", "Kari", series="graduates")
    ledger.judge([ids[2]], "reject", "Kari")
    made = join(small, ledger)
    target = made.targets[-1]
    assert (target.series, target.baseline, target.evidence.quote) == ("graduates", 10.0, "words 0")
    assert made.sources[target.evidence.source].publisher == "Us"
    assert made.stated[-1].value == 44.0
    assert len(made.ties) == len(small.ties)
    assert made.members[-1].bloc == "EFTA"
    assert made.events[-1].target == ("CHE", "FRA")
    assert made.hash != small.hash


WRITER = """
import sys
from equalterms.ledger import Ledger, Sighting
from equalterms.model import Article, Observation
ledger = Ledger(sys.argv[1])
for k in range(int(sys.argv[3])):
    fact = Observation("NOR", sys.argv[2], str(k), float(k))
    print(*ledger.keep(Article(sys.argv[2], "text"), [Sighting(fact, f"{sys.argv[2]} {k}", 0, 1)]), flush=True)
"""


def writer(where: str, name: str, count: int) -> "subprocess.Popen[str]":
    """A process that keeps claims one by one and says each that is kept."""
    command = [sys.executable, "-c", WRITER, where, name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_writer_that_is_killed_loses_nothing_acknowledged(where: str) -> None:
    """kill -9 in the midst: every claim that was told is there, and the ledger goes on."""
    Ledger(where)
    process = writer(where, "killed", 100_000)
    assert process.stdout is not None
    told = [process.stdout.readline().strip() for _ in range(25)]
    process.send_signal(signal.SIGKILL)
    told += [line.strip() for line in process.stdout.read().splitlines() if len(line.strip()) == 12]
    process.stdout.close()
    process.wait()
    ledger = Ledger(where)
    assert set(told) <= {claim.id for claim in ledger.claims()}
    assert ledger.keep(ARTICLE, FOUND)


def test_two_writers_do_not_corrupt_it(where: str) -> None:
    """Two processes at once: both keep all of theirs."""
    Ledger(where)
    both = [writer(where, name, 40) for name in ("a", "b")]
    told = [line.split() for process in both for line in process.communicate()[0].splitlines()]
    assert [process.returncode for process in both] == [0, 0]
    assert len(Ledger(where).claims()) == 80
    assert {id for row in told for id in row} == {claim.id for claim in Ledger(where).claims()}


def test_a_place_that_cannot_be(tmp_path: Path) -> None:
    """A folder, a file that is none, a server that is not there: one line, without the password."""
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"this is no database, however long it is" * 50)
    with pytest.raises(StudyError, match="cannot be used"):
        Ledger(str(broken))
    with pytest.raises(StudyError, match="cannot be used") as caught:
        Ledger("postgresql+psycopg://kari:secret@127.0.0.1:1/none?connect_timeout=1")
    assert "secret" not in str(caught.value.where) + caught.value.message


def test_where_a_ledger_is(tmp_path: Path) -> None:
    """As given, in the study's folder, or among the user's data; a server's address is taken as it is."""
    assert place("hdi", None, "x.sqlite") == "x.sqlite"
    assert place("mine", tmp_path) == str(tmp_path / "ledger.sqlite")
    assert place("hdi", None).endswith("hdi.sqlite")
    assert not exists(str(tmp_path / "none.sqlite"))
    assert exists("postgresql://somewhere/db")


def test_the_ledger_is_no_part_of_the_studys_hash(folder: Edit) -> None:
    """A ledger beside a study's files is no strange file, and does not change the hash."""
    home = folder()
    before = load(home).hash
    Ledger(place("small", home)).keep(ARTICLE, FOUND)
    assert load(home).hash == before
