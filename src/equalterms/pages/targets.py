"""The targets of a study, of a country, or of one indicator: verdicts side by side, and charts of the way."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from equalterms.model import Study
from equalterms.page import Block, Cell, Column, Figure, Heading, Link, Mark, Note, Page, Quote, Table, Text
from equalterms.pages.common import foot, settings_note
from equalterms.progress import HEADLINES, Progress, Verdict, sentence
from equalterms.progress.points import moment
from equalterms.progress.words import unit as unit_words
from equalterms.said import said

_OVERVIEW = (
    Column("unit", "Country"),
    Column("indicator", "Target"),
    Column("from", "From"),
    Column("latest", "Latest"),
    Column("to", "To"),
    Column("state", "State"),
    Column("needs", "Needs a year", help="steps a year from the latest value on, or from the baseline"),
    Column("linear", "Linear", help="observed steps a year as a share of the required ones; 1 is on track"),
    Column("cagr", "CAGR", help="observed growth a year as a share of the required one; the UN's bands: above 0.95"),
    Column("logit", "Logit", help="for shares: observed log odds a year as a share of the required ones; from 0.95"),
    Column("p", "P(reach)", share=True, help="the probability of reaching the target, refused below four values"),
)
_PANEL = (
    Column("method", "Method"),
    Column("value", "Figure", 3),
    Column("verdict", "Verdict"),
    Column("edge", "To the edge", 3, help="how far the figure is above (+) or below (-) the nearest edge of a band"),
    Column("turn", "Turns at", help="the latest value at which the verdict would change"),
    Column("required", "Required a year"),
    Column("actual", "Observed a year"),
    Column("why", "Remark"),
)
_NAMES = {
    "linear": "Linear pace",
    "cagr": "CAGR",
    "logit": "Logit",
    "arrows": "Four arrows",
    "path": "Against the path",
    "status_index": "Way so far, 0 to 10",
    "half_life": "Halvings of the gap a year",
    "reach_probability": "Probability of reaching",
    "distance": "Standard deviations from the target",
    "reference_class": "Moves of others as fast",
}
_STATES = {
    "judged": "plain",
    "achieved": "good",
    "achieved_but_declining": "warn",
    "met_at_baseline": "good",
    "maintained": "good",
    "not_maintained": "bad",
    "required_pace_only": "plain",
    "not_assessed": "warn",
    "qualitative": "plain",
}


def targets(study: Study, made: Sequence[Progress]) -> Page:
    """The page of every target: one table, the targets that several countries share, what each would take."""
    blocks: list[Block] = [*settings_note(study)]
    if not made:
        blocks.append(Note("The study has no target."))
    else:
        blocks.append(Table(_OVERVIEW, tuple(_row(each, study, True) for each in made), "Targets and their verdicts"))
        blocks += _required_figure(made, study)
        blocks += _shared(made, study)
    count = len({each.target.unit for each in made})
    lead = f"{len(made)} target{'s' * (len(made) != 1)} of {count} countries and blocs; {_states(made)}."
    return Page("targets", said("Targets: {title}", title=study.title), tuple(blocks), lead, foot(study))


def country(study: Study, unit: str, made: Sequence[Progress]) -> Page:
    """The page of one country: for each target the sentence, the panel of methods, the way as a chart."""
    name = study.names.get(unit, unit)
    blocks: list[Block] = [*settings_note(study)]
    if not made:
        blocks.append(Note(said("The study has no target of {name}.", name=name)))
    else:
        rows = tuple(_row(each, study, False) for each in made)
        blocks.append(Table(_OVERVIEW[1:], rows, said("The targets of {name}", name=name)))
    for each in made:
        blocks += _target(each, study)
    lead = f"{len(made)} target{'s' * (len(made) != 1)}; {_states(made)}."
    return Page(f"targets/{unit}", said("Targets of {name}", name=name), tuple(blocks), lead, foot(study))


def _states(made: Sequence[Progress]) -> str:
    """How many are in which state, in words."""
    counts = [(state, sum(1 for _ in group)) for state, group in groupby(sorted(_words(each) for each in made))]
    return ", ".join(f"{count} {state}" for state, count in counts) or "none"


def _words(each: Progress) -> str:
    """The state in words; where a pace is all there could be, whether there is one."""
    if each.state == "required_pace_only":
        return "nothing seen yet" if each.required else "no baseline stated" if each.target.time else "no year stated"
    return each.state.replace("_", " ")


def _row(each: Progress, study: Study, linked: bool) -> tuple[Cell, ...]:
    target = each.target
    name = study.names.get(target.unit, target.unit)
    p = each.verdicts.get("reach_probability")
    who: tuple[Cell, ...] = (Link(name, f"targets/{target.unit}"),) if linked else ()
    return (
        *who,
        _name(each, study),
        None if each.baseline is None else f"{_amount(each.baseline.value)} ({each.baseline.time or 'no year'})",
        None if each.latest is None else f"{_amount(each.latest.value)} ({each.latest.time})",
        _goal(each).replace(" by ", " (") + ")",
        Mark(_words(each), _STATES[each.state]),  # type: ignore[arg-type]
        _needs(each),
        *(_mark(each.verdicts.get(name)) for name in ("linear", "cagr", "logit")),
        p.value if p else None,
    )


def _needs(each: Progress) -> str | None:
    """The steps a year that are needed from now on, else from the baseline; nothing for ranks and met targets."""
    needed, required = each.needed.get("linear"), each.required.get("linear")
    if each.target.kind in ("rank", "two-sided", "maintain") or each.state.startswith(("achieved", "met")):
        return None
    pace = required if needed is None else needed
    return None if pace is None else f"{pace:+,.3g}"


def _name(each: Progress, study: Study) -> str:
    """The target in words: the name of the indicator where it is an indicator's id."""
    found = next((node.name for node in study.nodes if node.id == each.target.indicator), "")
    return found or each.target.indicator


def _mark(made: Verdict | None) -> Cell:
    """A verdict as its ratio and its tone (the words are on the country's page); nothing where there is none."""
    if made is None or made.value is None:
        return None
    return Mark(f"{made.value:.2f}", made.tone or "plain")  # type: ignore[arg-type]


def _amount(value: float) -> str:
    return f"{value:,.6g}"


def _target(each: Progress, study: Study) -> list[Block]:
    """One target: what it would take, where the methods agree, the panel, the way, its words and its doubts."""
    target = each.target
    title = f"{_name(each, study)}: {_goal(each)}"
    blocks: list[Block] = [Heading(title), Text(sentence(each))]
    if each.headline is not None and each.headline.method in _NAMES:
        why = HEADLINES[target.kind][1]
        first = _NAMES[each.headline.method]
        chosen = f"{first} comes first for a target of the kind {target.kind}: {why}."
        blocks.append(Text(f"{each.agreement[0].upper()}{each.agreement[1:]}. {chosen}" if each.agreement else chosen))
    if each.latest is not None and each.age is not None:
        years = f", {each.age:g} year{'s' * (each.age != 1)} before {study.time}" if each.age else ""
        blocks.append(Text(said("The latest value is of {time}{years}.", time=each.latest.time, years=years)))
    rows = tuple(row for verdict in each.verdicts.values() for row in _verdict_rows(verdict))
    if rows and each.latest is not None:
        blocks.append(Table(_PANEL, rows, "What each method says"))
    blocks += _way(each, study)
    blocks += [_note(text) for text in each.notes if "(fewer_than_four_points)" not in text]  # said in words too
    if target.note:
        blocks.append(Note(target.note[0].upper() + target.note[1:]))
    if target.legal:
        blocks.append(Quote(target.legal, "legal wording"))
    blocks.append(_evidence(each, study))
    return blocks


def _note(text: str) -> Note:
    """A remark on a target; `cagr:undefined(zero_baseline)` in words."""
    method, flag, rest = text.partition(":undefined(")
    if flag:
        text = f"{_NAMES.get(method, method)} has no figure: {_reason(rest.rstrip(')'))}"
    return Note(
        text[0].upper() + text[1:], "warn" if flag or "not assessed" in text or "not compared" in text else "plain"
    )


def _goal(each: Progress) -> str:
    target = each.target
    if target.value is None:
        return "no number"
    least = "first " if target.kind == "rank" else ""
    measure = "" if target.kind == "rank" else unit_words(target.measure)
    return f"{least}{_amount(target.value)}{measure} by {target.time or 'no year'}"


def _verdict_rows(made: Verdict) -> list[tuple[Cell, ...]]:
    """The row of a method; for CAGR one for each body that publishes bands, for a forecast its interval."""
    variants = made.detail.get("variants")
    remark = _reason(made.reason)
    if isinstance(variants, dict) and made.value is not None:
        bodies = {"un": "UN", "eurostat": "Eurostat", "statcan": "Statistics Canada"}
        return [
            (
                f"{_NAMES['cagr']}, {bodies[key]}",
                each["value"],
                Mark(each["verdict"], made.tone if key == "un" else "plain") if each["verdict"] else None,  # type: ignore[arg-type]
                made.edge if key == "un" else None,
                _number(made.turn) if key == "un" else None,
                _share(made.required),
                _share(made.actual),
                f"score {each['score']:+.2f} of -5 to 5" if "score" in each else None,
            )
            for key, each in variants.items()
        ]
    if made.method.startswith("s_curve"):
        if made.reason == "fewer_than_four_points":
            return []  # the row of the probability says so
        name = f"S-curve that ends at {float(made.method.rpartition('_')[2]):.0%}"
        if made.middle is not None:
            remark = f"median {_number(made.middle)}, 80% interval {_number(made.low)} to {_number(made.high)}"
        word = Mark(made.word) if made.word else None
        return [(name, made.value, word, made.edge, *(None,) * 3, remark or None)]
    if made.low is not None and made.value is not None:
        what = "rank on the own index" if "own_rank_now" in made.detail else "value"
        remark = f"{what} then {_number(made.middle)}, 80% interval {_number(made.low)} to {_number(made.high)}"
    tone = made.tone or "plain"
    return [
        (
            _NAMES[made.method],
            made.value,
            Mark(made.word, tone) if made.word else None,  # type: ignore[arg-type]
            made.edge,
            _number(made.turn),
            _number(made.required),
            _number(made.actual),
            remark or None,
        )
    ]


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:,.4g}"


def _share(value: float | None) -> str | None:
    return None if value is None else f"{value:.2%}"


def _reason(name: str) -> str:
    """Why a method has no figure, in words."""
    said = {
        "one_point": "nothing seen since the baseline",
        "no_target_year": "no target year",
        "maintain": "nothing is required: judged by a band",
        "met_at_baseline": "met at the baseline",
        "fewer_than_four_points": "fewer than four values",
        "no_years_left": "no years are left",
    }
    return said.get(name, name.replace("_", " "))


def _evidence(each: Progress, study: Study) -> Block:
    """Whose words the target rests on: the quote, or the source where no words were at hand."""
    evidence = each.target.evidence
    source = study.sources.get(evidence.source)
    cite = ", ".join(part for part in (source.title if source else evidence.source, evidence.where) if part)
    return Quote(evidence.quote, cite) if evidence.quote else Text(f"Source: {cite or 'none'}.")


# --- charts ----------------------------------------------------------------------------------------------


def _way(each: Progress, study: Study) -> list[Block]:
    """The way to the target: values seen, the required path, the 80% interval of the drift forecast."""
    target = each.target
    stops = _stops(each)
    if target.value is None or (len(stops) < 2 and len(each.points) < 2) or target.kind == "two-sided":
        return []
    times: dict[float, list[float | None]] = {}
    for place, points in ((0, _seen(each)), (1, stops)):
        for when, value in points:
            times.setdefault(when, [None] * 4)[place] = value
    forecast = each.verdicts.get("reach_probability")
    band = forecast is not None and forecast.low is not None and target.kind != "rank" and each.latest is not None
    if band and forecast is not None and each.latest is not None and target.time:
        times.setdefault(moment(each.latest.time), [None] * 4)[2:] = [each.latest.value] * 2
        ends = [None if end is None else float(f"{end:.4g}") for end in (forecast.low, forecast.high)]
        times.setdefault(moment(target.time), [None] * 4)[2:] = ends
    columns = (
        Column("year", "Year"),
        Column("seen", f"{target.measure or 'Value'}"),
        Column("way", "Required"),
        *((Column("low", "Low (80%)"), Column("high", "High (80%)")) if band else ()),
    )
    rows = tuple((when, *times[when][: len(columns) - 1]) for when in sorted(times))
    roles = {"x": "year", "y": "seen", "required": "way"} | ({"low": "low", "high": "high"} if band else {})
    table = Table(columns, rows, said("{name}: what was seen and what the target asks for", name=_name(each, study)))
    name = study.names.get(target.unit, target.unit)
    return [
        Figure(
            "path",
            said("{name}: {name2}, the way to {goal}", name=name, name2=_name(each, study), goal=_goal(each)),
            table,
            roles,
            sentence(each),
        )
    ]


def _stops(each: Progress) -> list[tuple[float, float]]:
    """The way that is required: the baseline, the milestones, the target."""
    target = each.target
    stops = []
    if each.baseline is not None and each.baseline.time:
        stops.append((moment(each.baseline.time), each.baseline.value))
    stops += [(moment(time), value) for time, value in target.milestones]
    if target.value is not None and target.time:
        stops.append((moment(target.time), target.value))
    return stops


def _seen(each: Progress) -> list[tuple[float, float]]:
    """What was seen, the stated baseline too, and what came after the target's year."""
    points = [*each.points, *each.later]
    base = each.baseline
    if base is not None and base.time and all(moment(p.time) > moment(base.time) for p in points):
        points.insert(0, base)
    return [(moment(point.time), point.value) for point in points]


def _required_figure(made: Sequence[Progress], study: Study) -> list[Block]:
    """Required against observed growth a year, for every target that has a required one."""
    rows: list[tuple[str, float, float | None]] = []
    for each in made:
        required, seen = each.required.get("cagr"), each.actual.get("cagr")
        if required is None or each.target.kind == "rank":
            continue
        name = f"{study.names.get(each.target.unit, each.target.unit)}: {_name(each, study)} ({each.target.time})"
        twin = sum(row[0].startswith(name) for row in rows)
        rows.append((name + f" [{twin + 1}]" * bool(twin), required, seen))
    if not rows:
        return []
    columns = (
        Column("name", "Target"),
        Column("required", "Required a year", 1, share=True),
        Column("actual", "Observed a year", 1, share=True),
    )
    rows.sort(key=lambda row: -row[1])
    fast = rows[0]
    return [
        Figure(
            "paces",
            "What growth a year do the targets require, and what has been seen?",
            Table(columns, tuple(rows), "Growth a year that each target requires from its baseline, and that seen"),
            {"y": "name", "x": "required", "mark": "actual"},
            f"{fast[0]} requires most: {fast[1]:.0%} a year.",
            study.title,
        )
    ]


def _shared(made: Sequence[Progress], study: Study) -> list[Block]:
    """One target across countries: for each that several have, who stands where."""
    groups: dict[str, list[Progress]] = {}
    for each in made:
        groups.setdefault(each.target.indicator, []).append(each)
    blocks: list[Block] = []
    for group in groups.values():
        if len({each.target.unit for each in group}) > 1:
            name = _name(group[0], study)
            rows = tuple(_row(each, study, True) for each in group)
            blocks += [
                Heading(said("{name}, across countries", name=name)),
                Table(_OVERVIEW, rows, said("{name}: every country's target", name=name)),
            ]
    return blocks
