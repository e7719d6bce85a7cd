"""The main job: articles set beside studies, on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from equalterms.audit import checks as audit
from equalterms.countries import countries
from equalterms.model import Article, Check, Member, Study, Target, Tie
from equalterms.page import Block, Column, Heading, Link, Mark, Note, Page, Table, Text
from equalterms.pages.claims import amount
from equalterms.pages.claims import blocks as claim_blocks
from equalterms.pages.common import digits, foot, settings_note
from equalterms.pages.ranking import figure, interval
from equalterms.press import Reading, document, read
from equalterms.progress import Progress, progress
from equalterms.robust import Standing, Standings, standings
from equalterms.said import said


@dataclass(frozen=True, slots=True)
class Place:
    """Where a named country stands in one study, and the rank that an article claims for it, if any."""

    study: str
    standing: Standing
    claimed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bond:
    """What binds two named countries: a tie on record, or a bloc that both belong to."""

    a: str
    b: str
    kind: str
    detail: str
    source: str


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything the brief says, as data; `page` lays it out."""

    study: Study
    readings: tuple[Reading, ...]
    checks: tuple[tuple[Check, ...], ...]
    ranked: tuple[Standings, ...]
    places: tuple[Place, ...]
    targets: tuple[tuple[str, Progress], ...]
    bonds: tuple[Bond, ...]
    warnings: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """The brief as JSON: articles, claims, checks, standings, targets, ties."""
        papers = [document(r, c) for r, c in zip(self.readings, self.checks, strict=True)]
        parts = ("claims", "checks", "events", "relations", "dates", "noise")
        return {
            "articles": [{k: v for k, v in paper.items() if k not in parts} for paper in papers],
            "claims": [each for paper in papers for each in found_in(paper, "claims")],
            "checks": [each for paper in papers for each in found_in(paper, "checks")],
            "standings": [_place_json(place) for place in self.places],
            "targets": [_target_json(origin, each) for origin, each in self.targets],
            "ties": [{slot: getattr(bond, slot) for slot in Bond.__slots__} for bond in self.bonds],
        }


def found_in(paper: Mapping[str, object], part: str) -> list[dict[str, object]]:
    """The claims, checks, events ... of a document, each with the article it is of."""
    found = paper.get(part)
    return [{"article": paper["id"], **each} for each in found] if isinstance(found, list) else []


def _place_json(place: Place) -> dict[str, object]:
    row = place.standing
    return {
        "study": place.study,
        **{slot: getattr(row, slot) for slot in Standing.__slots__},
        "claimed": list(place.claimed),
    }


def _target_json(origin: str, each: Progress) -> dict[str, object]:
    target = each.target
    slots = ("unit", "indicator", "value", "time", "measure", "kind", "baseline", "baseline_time", "note")
    return {
        "from": origin,
        **{slot: getattr(target, slot) for slot in slots},
        "years": each.years,
        "required": each.required,
        "notes": list(each.notes),
        "source": target.evidence.source,
        "where": target.evidence.where,
        "quote": target.evidence.quote,
    }


def brief(studies: Sequence[Study], articles: Sequence[Article], runs: int = 1000, seed: int = 0) -> Brief:
    """Read the articles, audit their figures, set them beside the studies (the first is the main one)."""
    main = studies[0]
    readings = tuple(read(paper) for paper in articles)
    checks = tuple(audit(reading) for reading in readings)
    codes = {name.code for reading in readings for name in reading.names if name.code}
    named = tuple(sorted(codes & set(countries())))
    blocs = tuple(sorted(codes & {member.bloc for member in main.members}))
    ranked = tuple(standings(study, runs, seed) for study in studies)
    claimed = _claimed(readings)
    places = tuple(
        Place(each.study.name, row, claimed.get(row.unit, ()))
        for each in ranked
        for row in each.rows
        if row.unit in named
    )
    return Brief(
        study=main,
        readings=readings,
        checks=checks,
        ranked=ranked,
        places=places,
        targets=_targets(main, readings),
        bonds=_bonds(main, named, blocs, _year(readings, main.time)),
        warnings=(*ranked[0].warnings, *_unranked(ranked, named)),
    )


def _year(readings: Sequence[Reading], default: int) -> int:
    dates = [reading.article.date[:4] for reading in readings if reading.article.date]
    return int(max(dates)) if dates else default


def _unranked(ranked: Sequence[Standings], named: Sequence[str]) -> list[str]:
    return [
        f"{each.study.name} does not rank {', '.join(missing)}"
        for each in ranked
        if (missing := [code for code in named if each.of(code) is None])
    ]


def _claimed(readings: Sequence[Reading]) -> dict[str, tuple[str, ...]]:
    """The ranks that the articles claim, by country: `31 of 83 (Global AI Index)`."""
    found: dict[str, tuple[str, ...]] = {}
    for claim in (claim for reading in readings for claim in reading.claims):
        if claim.kind == "rank" and claim.value is not None and claim.subject_code and claim.rank_of:
            said = f"{claim.value:g} of {claim.rank_of:g} ({claim.indicator})"
            found[claim.subject_code] = (*found.get(claim.subject_code, ()), said)
    return found


def _targets(study: Study, readings: Sequence[Reading]) -> tuple[tuple[str, Progress], ...]:
    """The articles' targets, then those that the study has on record for the same countries."""
    claimed = [
        (reading.article.id, claim.says)
        for reading in readings
        for claim in reading.claims
        if isinstance(claim.says, Target)
    ]
    units = {target.unit for _, target in claimed}
    recorded = [(study.name, target) for target in study.targets if target.unit in units]
    return tuple((origin, progress(target)) for origin, target in [*claimed, *recorded])


def _bonds(study: Study, named: Sequence[str], blocs: Sequence[str], year: int) -> tuple[Bond, ...]:
    found = [
        Bond(bloc, member.unit, "bloc", _membership(member), member.evidence.source)
        for bloc in blocs
        for member in study.members
        if member.bloc == bloc and member.unit in named and _then(member, year)
    ]
    pairs = set(combinations(named, 2))
    latest = {(tie.kind, tie.a, tie.b): tie for tie in sorted(study.ties, key=lambda tie: (tie.kind, tie.time))}
    found += [
        Bond(tie.a, tie.b, tie.kind, _tie(tie), tie.evidence.source)
        for tie in latest.values()
        if (tie.a, tie.b) in pairs
    ]
    return tuple(found)


def _then(member: Member, year: int) -> bool:
    return int(member.since[:4]) <= year and (not member.until or int(member.until[:4]) >= year)


def _membership(member: Member) -> str:
    note = f"; {member.note}" if member.note else ""
    return f"{member.status} since {member.since}{note}"


def _tie(tie: Tie) -> str:
    return f"{tie.value:,.6g} ({tie.since and tie.since + '–'}{tie.time})"


def page(made: Brief) -> Page:
    """The brief on one page: claims with quotes and checks, standings, targets, ties and blocs."""
    blocks: list[Block] = [*settings_note(made.study)]
    for reading, checks in zip(made.readings, made.checks, strict=True):
        paper = reading.article
        who = ", ".join(part for part in (paper.publisher, paper.date, paper.date_basis) if part)
        blocks += [
            Heading(said("What “{what}” states", what=paper.title or paper.id)),
            Text(who or "Publisher and date unknown."),
        ]
        blocks += claim_blocks(reading, checks)
    blocks += _standing_blocks(made)
    blocks += _target_blocks(made)
    blocks += _bond_blocks(made)
    blocks += [Note(text, "warn") for text in made.warnings]
    count = sum(len(reading.claims) for reading in made.readings)
    verdicts = [check.verdict for checks in made.checks for check in checks]
    doubtful = sum(verdict in ("inconsistent", "flag") for verdict in verdicts)
    lead = (
        f"{len(made.readings)} article{'s' * (len(made.readings) != 1)}, {count} claims, {len(verdicts)} checks "
        f"({doubtful} to look at), {len({place.standing.unit for place in made.places})} countries named and ranked."
    )
    title = "Brief: " + "; ".join(r.article.title or r.article.id for r in made.readings)
    return Page("brief", title, tuple(blocks), lead, foot(made.study))


def _standing_blocks(made: Brief) -> list[Block]:
    columns = (
        Column("name", "Country"),
        Column("study", "Study"),
        Column("rank", "Rank"),
        Column("interval", "90% interval"),
        Column("of", "Of", 0),
        Column("score", "Score"),
        Column("coverage", "Data", share=True),
        Column("claimed", "Claimed by an article"),
    )
    totals = {each.study.name: sum(row.rank is not None for row in each.rows) for each in made.ranked}
    places = {e.study.name: digits([row.score for row in e.rows]) for e in made.ranked}
    rows = tuple(
        (
            Link(place.standing.name, f"why/{place.standing.unit}")
            if place.study == made.study.name
            else place.standing.name,
            place.study,
            f"{place.standing.rank}{'=' * place.standing.tie}" if place.standing.rank is not None else None,
            interval(place.standing),
            totals[place.study],
            _score(place, places),
            place.standing.coverage,
            "; ".join(place.claimed) or None,
        )
        for place in made.places
    )
    blocks: list[Block] = [Heading("Where do the named countries stand, and how firmly?")]
    if rows:
        blocks.append(Table(columns, rows, "Ranks of the named countries, with the interval of 90% of the runs"))
        named = {place.standing.unit for place in made.places}
        blocks.append(figure(made.ranked[0], named, most=40))
    else:
        blocks.append(Note("No country that the studies rank is named."))
    return blocks + _cited(made)


def _score(place: Place, places: Mapping[str, int]) -> str | None:
    """The score with the decimals of its own study: the studies stand in one column."""
    score = place.standing.score
    return None if score is None else f"{score:.{places[place.study]}f}"


def _cited(made: Brief) -> list[Block]:
    """Published ranks on record for the named countries: series beside the tree, measured in ranks."""
    study = made.study
    series = {each.id: each for each in study.series if each.measure.startswith("rank")}
    named = {place.standing.unit for place in made.places}
    frame = study.observations.frame
    found = frame.filter(frame["indicator"].is_in(list(series)) & frame["unit"].is_in(list(named)))
    if found.is_empty():
        return []
    columns = ("Country", "Series", "Rank", "Measure", "Year", "Source", "Where")
    rows = tuple(
        (
            study.names[row["unit"]],
            series[row["indicator"]].name,
            f"{row['value']:g}",
            series[row["indicator"]].measure,
            row["time"],
            study.sources[row["source"]].title,
            row["where"] or None,
        )
        for row in found.sort("indicator", "value").iter_rows(named=True)
    )
    heads = tuple(Column(head.lower(), head) for head in columns)
    return [Table(heads, rows, "Published ranks on record, with who reports them")]


def _target_blocks(made: Brief) -> list[Block]:
    columns = (
        Column("from", "From"),
        Column("unit", "Country"),
        Column("indicator", "Target"),
        Column("baseline", "Baseline"),
        Column("target", "To"),
        Column("linear", "Needs each year"),
        Column("cagr", "Growth a year", 1, share=True),
        Column("notes", "Remarks"),
    )
    blocks: list[Block] = [Heading("What would the targets take?")]
    captions = ("The pace that each target of the articles requires", "Targets on record for the same countries")
    papers = {reading.article.id for reading in made.readings}
    for caption, claimed in zip(captions, (True, False), strict=True):
        rows = tuple(_target_row(o, each, made.study) for o, each in made.targets if (o in papers) == claimed)
        if rows:
            blocks.append(Table(columns, rows, caption))
    if len(blocks) == 1:
        blocks.append(Note("The articles state no target."))
    return blocks


def _target_row(origin: str, each: Progress, study: Study) -> tuple[str | float | None, ...]:
    target = each.target
    linear = each.required.get("linear")
    measure = f" {target.measure}" if target.measure else ""
    base = (
        None if target.baseline is None else f"{amount(target.baseline)}{measure} ({target.baseline_time or 'no year'})"
    )
    goal = "–" if target.value is None else f"{amount(target.value)}{measure}"
    notes = "; ".join(part for part in (*each.notes, target.note) if part)
    return (
        origin,
        study.names.get(target.unit, target.unit),
        target.indicator,
        base,
        f"{goal} ({target.time or 'no year'})",
        None if linear is None else f"{amount(linear)}{_points(target.measure)}",
        each.required.get("cagr"),
        notes or None,
    )


def _points(measure: str) -> str:
    if measure in ("percent", "%") or measure.startswith("%"):
        return " percentage points"
    return f" {measure}" if measure else ""


def _bond_blocks(made: Brief) -> list[Block]:
    names = made.study.names
    blocks: list[Block] = [Heading("What binds the countries?")]
    events = [(r.article.id, each.says) for r in made.readings for each in r.events if each.duplicate_of is None]
    if events:
        columns = tuple(Column(h.lower(), h) for h in ("Article", "Class", "Who", "To whom", "How it is said", "Words"))
        rows = tuple(
            (
                origin,
                Mark(event.kind or "–"),
                ", ".join(names.get(code, code) for code in event.source) or None,
                ", ".join(names.get(code, code) for code in event.target) or None,
                event.modality + ("" if event.polarity == "positive" else f", {event.polarity}"),
                event.evidence.quote or None,
            )
            for origin, event in events
        )
        blocks.append(Table(columns, rows, "What the articles say that one does with another"))
    heads = tuple(Column(h.lower(), h) for h in ("Between", "And", "Kind", "On record", "Source"))
    rows2 = tuple((names.get(b.a, b.a), names.get(b.b, b.b), b.kind, b.detail, b.source) for b in made.bonds)
    if rows2:
        blocks.append(Table(heads, rows2, "Blocs and ties on record among the countries named"))
    if len(blocks) == 1:
        blocks.append(Note("No tie between named countries is stated or on record."))
    return blocks
