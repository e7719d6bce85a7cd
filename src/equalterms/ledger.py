"""The ledger: claims as they were read, and people's verdicts on them, kept for good.

Nothing is ever changed or taken out: a verdict is a new row, and the latest counts. SQLite by default,
PostgreSQL where a team shares one.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from equalterms.errors import StudyError, nearest
from equalterms.model import Article, Event, Evidence, Fact, Member, Observation, Source, Study, Target, Tie

if TYPE_CHECKING:
    import sqlalchemy as sql

VERDICTS = ("accept", "reject", "unsure")
STATES = ("open", *VERDICTS)
_KINDS: Mapping[str, type] = {kind.__name__.lower(): kind for kind in (Observation, Target, Tie, Member, Event)}
_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Sighting:
    """A claim as a reading found it: the fact that it would become, the words, where they stand."""

    says: Fact
    quote: str
    start: int
    end: int
    modality: str = "asserted"
    attribution: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A claim of the ledger. `state` is open, or the latest verdict, by `who` at `when`; `series` is the indicator
    of the study that whoever accepted it said it is about; `articles` are those that say it in these words."""

    id: str
    kind: str
    says: Fact
    quote: str
    modality: str
    attribution: str
    articles: tuple[str, ...]
    state: str = "open"
    who: str = ""
    when: str = ""
    note: str = ""
    series: str = ""

    def to_json(self) -> dict[str, object]:
        """The claim as a flat row with what it says under `says`."""
        row = {key: getattr(self, key) for key in ("id", "state", "kind", "quote", "modality", "attribution")}
        row |= {"articles": list(self.articles), "says": _plain(self.says)}
        return row | {key: getattr(self, key) for key in ("who", "when", "note", "series")}


def claim_id(says: Fact, quote: str) -> str:
    """The name of a claim: a hash of what it says and in which words, whatever article they stand in."""
    fact = _plain(says)
    fact.pop("evidence", None)
    whole = json.dumps([type(says).__name__, fact, quote], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


def place(study: str, folder: Path | None, given: str = "") -> str:
    """Where the ledger of a study is: as given, in the study's folder, or (embedded studies) in the user's own data."""
    if given:
        return given
    if folder is not None:
        return str(folder / "ledger.sqlite")
    import platformdirs

    return str(platformdirs.user_data_path("equalterms") / f"{study}.sqlite")


def person() -> str:
    """Whose verdict it is where nobody says so: the user of this machine."""
    return os.environ.get("USER") or os.environ.get("USERNAME") or "unknown"


def exists(where: str) -> bool:
    """Whether there is a ledger; an address of a server is taken to lead to one."""
    return "://" in where or Path(where).exists()


class Ledger:
    """A ledger at a path or at an SQLAlchemy address (postgresql+psycopg://...); made where it is not there."""

    def __init__(self, where: str) -> None:
        import sqlalchemy as sql

        self.where = where
        url = where if "://" in where else f"sqlite:///{where}"
        if "://" not in where:
            _folder(Path(where))
        try:
            # Transactions begin by hand (below): the driver's own begin takes no lock before the first write.
            # No pool: a connection is closed when its work is done, so a ledger needs no closing.
            self._engine = sql.create_engine(url, poolclass=sql.NullPool)
            if self._engine.dialect.name == "sqlite":
                sql.event.listen(self._engine, "connect", _sturdy)
                sql.event.listen(self._engine, "begin", _begin)
            self._tables = _tables(sql.MetaData())
            with self._writing() as connection:
                self._tables["claims"].metadata.create_all(connection)
        except (sql.exc.SQLAlchemyError, ImportError) as error:
            raise _refused(where, error) from None

    def keep(self, article: Article, found: Sequence[Sighting]) -> tuple[str, ...]:
        """Keep what a reading found, and give the claims' ids; what is known already keeps its verdicts."""
        ids = [claim_id(each.says, each.quote) for each in found]
        now, digest = _now(), hashlib.sha256(article.text.encode()).hexdigest()
        # Another text under the same name is another article.
        known = self.articles().get(article.id)
        name = article.id if known is None or digest[:16] in known.note else f"{article.id}@{digest[:8]}"
        papers = [
            {
                "id": name,
                "sha256": digest,
                "title": article.title,
                "publisher": article.publisher,
                "date": article.date,
                "seen": now,
            }
        ]
        claims = [
            {
                "id": id,
                "kind": type(each.says).__name__.lower(),
                "says": json.dumps(_plain(each.says), ensure_ascii=False),
                "quote": each.quote,
                "modality": each.modality,
                "attribution": each.attribution,
                "seen": now,
            }
            for id, each in zip(ids, found, strict=True)
        ]
        places = [
            {"claim": id, "article": name, "start": each.start, "stop": each.end}
            for id, each in zip(ids, found, strict=True)
        ]
        with self._writing() as connection:
            self._insert(connection, "articles", papers)
            self._insert(connection, "claims", claims)
            self._insert(connection, "sightings", places)
        return tuple(dict.fromkeys(ids))

    def judge(self, ids: Sequence[str], verdict: str, who: str, note: str = "", series: str = "") -> tuple[Kept, ...]:
        """Write a person's verdict on claims (all or none); an id may be cut short as long as it is clear."""
        if verdict not in VERDICTS:
            raise StudyError(f"{verdict[:40]!r} is no verdict", remedy=nearest(verdict, VERDICTS))
        with self._writing() as connection:
            whole = [self._whole(connection, id) for id in ids]
            rows = [
                {"claim": id, "verdict": verdict, "who": who, "at": _now(), "note": note, "series": series}
                for id in whole
            ]
            self._insert(connection, "verdicts", rows)
        known = {claim.id: claim for claim in self.claims()}
        return tuple(known[id] for id in whole)

    def claims(self, state: str = "") -> tuple[Kept, ...]:
        """Every claim, or those in a state, in the order in which they were first read."""
        import sqlalchemy as sql

        tables = self._tables
        with self._reading() as connection:
            rows = connection.execute(sql.select(tables["claims"]).order_by(tables["claims"].c.number)).mappings().all()
            said = connection.execute(sql.select(tables["verdicts"]).order_by(tables["verdicts"].c.number)).mappings()
            latest = {row["claim"]: dict(row) for row in said}
            seen: dict[str, list[str]] = {}
            for row in connection.execute(sql.select(tables["sightings"])).mappings():
                seen.setdefault(row["claim"], []).append(row["article"])
        kept = [_kept(dict(row), latest.get(row["id"]), seen.get(row["id"], [])) for row in rows]
        return tuple(claim for claim in kept if state in ("", claim.state))

    def articles(self) -> dict[str, Source]:
        """The articles as sources, by id: of these the quotes are."""
        import sqlalchemy as sql

        with self._reading() as connection:
            rows = connection.execute(sql.select(self._tables["articles"])).mappings().all()
        return {
            row["id"]: Source(
                row["id"],
                row["title"] or row["id"],
                "quoted",
                publisher=row["publisher"],
                retrieved=row["date"],
                note=f"a press article, SHA-256 of its text {row['sha256'][:16]}",
            )
            for row in rows
        }

    def _whole(self, connection: sql.Connection, id: str) -> str:
        import sqlalchemy as sql

        column = self._tables["claims"].c.id
        found = connection.execute(sql.select(column).where(column.startswith(id, autoescape=True)).limit(2)).scalars()
        ids = list(found)
        if id and len(ids) == 1:
            return str(ids[0])
        what = "is the beginning of several claims" if ids else "is no claim of the ledger"
        raise StudyError(f"{id[:40]!r} {what}", self.where, "see `equalterms claims`")

    def _insert(self, connection: sql.Connection, table: str, rows: Sequence[Mapping[str, object]]) -> None:
        if self._engine.dialect.name == "sqlite":
            from sqlalchemy.dialects.sqlite import insert
        else:
            from sqlalchemy.dialects.postgresql import insert  # type: ignore[assignment]  # the same verbs
        for start in range(0, len(rows), _MOST):
            part = [dict(row) for row in rows[start : start + _MOST]]
            connection.execute(insert(self._tables[table]).on_conflict_do_nothing(), part)

    @contextmanager
    def _writing(self) -> Iterator[sql.Connection]:
        import sqlalchemy as sql

        try:
            with self._engine.begin() as connection:
                yield connection
        except sql.exc.SQLAlchemyError as error:
            raise _refused(self.where, error) from None

    _reading = _writing


def join(study: Study, ledger: Ledger) -> Study:
    """The study with the facts of accepted claims among its own, each with its quote and its article as source.

    An observation joins the observations where its unit and its series are the study's; otherwise it stands
    among `stated`. The study's hash then tells which claims were accepted.
    """
    accepted = ledger.claims("accept")
    if not accepted:
        return study
    facts = [_with_evidence(claim) for claim in accepted]
    marks = "".join(sorted(claim.id for claim in accepted))
    return replace(
        study,
        sources={**study.sources, **ledger.articles()},
        targets=(*study.targets, *(fact for fact in facts if isinstance(fact, Target))),
        ties=(*study.ties, *(fact for fact in facts if isinstance(fact, Tie))),
        members=(*study.members, *(fact for fact in facts if isinstance(fact, Member))),
        events=(*study.events, *(fact for fact in facts if isinstance(fact, Event))),
        stated=(*study.stated, *(fact for fact in facts if isinstance(fact, Observation))),
        hash=hashlib.sha256(f"{study.hash}{marks}".encode()).hexdigest(),
    )


def _with_evidence(claim: Kept) -> Fact:
    article = claim.articles[0] if claim.articles else ""
    fact = replace(claim.says, evidence=Evidence(article, claim.says.evidence.where, claim.quote))
    if claim.series and isinstance(fact, Observation):
        return replace(fact, indicator=claim.series)
    return replace(fact, series=claim.series) if claim.series and isinstance(fact, Target) else fact


def _kept(row: Mapping[str, Any], verdict: Mapping[str, Any] | None, articles: list[str]) -> Kept:
    told = {"state": verdict["verdict"], "when": verdict["at"]} if verdict else {}
    told |= {key: verdict[key] for key in ("who", "note", "series")} if verdict else {}
    return Kept(
        row["id"],
        row["kind"],
        _fact(row["kind"], json.loads(row["says"])),
        row["quote"],
        row["modality"],
        row["attribution"],
        tuple(articles),
        **told,
    )


def _plain(fact: Fact) -> dict[str, Any]:
    return json.loads(json.dumps(asdict(fact)))  # type: ignore[no-any-return]  # tuples become lists, as in the ledger


def _fact(kind: str, fields: dict[str, Any]) -> Fact:
    fields["evidence"] = Evidence(**fields.get("evidence", {"source": ""}))
    for key in ("source", "target"):
        if kind == "event" and key in fields:
            fields[key] = tuple(fields[key])
    if "milestones" in fields:
        fields["milestones"] = tuple((time, value) for time, value in fields["milestones"])
    made: Fact = _KINDS[kind](**fields)
    return made


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StudyError(f"cannot be made: {error.strerror}", str(path), "name another place with --ledger") from None


def _refused(where: str, error: Exception) -> StudyError:
    said = str(getattr(error, "orig", None) or error).strip().splitlines()[0][:200]
    remedy = "pip install 'equalterms[postgres]'" if isinstance(error, ImportError) else "name another with --ledger"
    # An address may hold a password: what is before the @ is not said again.
    return StudyError(f"the ledger cannot be used: {said}", where.rpartition("@")[2], remedy)


def _sturdy(connection: Any, record: Any) -> None:
    """SQLite so that what was acknowledged is on the disk, and two writers wait for each other."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=20000", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: sql.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _tables(metadata: sql.MetaData) -> dict[str, sql.Table]:
    """The four tables: articles, claims, where claims were seen, verdicts. Rows are only ever added."""
    import sqlalchemy as sql

    def text(name: str, **options: Any) -> sql.Column[str]:
        return sql.Column(name, sql.Text, nullable=False, **options)

    number = sql.Integer().with_variant(sql.BigInteger(), "postgresql")
    articles = [text(name) for name in ("sha256", "title", "publisher", "date", "seen")]
    claims = [text(name) for name in ("kind", "says", "quote", "modality", "attribution", "seen")]
    verdicts = [text(name) for name in ("verdict", "who", "at", "note", "series")]
    return {
        "articles": sql.Table("articles", metadata, text("id", primary_key=True), *articles),
        "claims": sql.Table(
            "claims",
            metadata,
            sql.Column("number", number, primary_key=True, autoincrement=True),
            text("id", unique=True),
            *claims,
        ),
        "sightings": sql.Table(
            "sightings",
            metadata,
            sql.Column("claim", sql.Text, sql.ForeignKey("claims.id"), primary_key=True),
            sql.Column("article", sql.Text, sql.ForeignKey("articles.id"), primary_key=True),
            sql.Column("start", sql.Integer, primary_key=True),
            sql.Column("stop", sql.Integer, nullable=False),
        ),
        "verdicts": sql.Table(
            "verdicts",
            metadata,
            sql.Column("number", number, primary_key=True, autoincrement=True),
            sql.Column("claim", sql.Text, sql.ForeignKey("claims.id"), nullable=False),
            *verdicts,
        ),
    }
