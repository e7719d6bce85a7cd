"""Why a unit has its score: the tree of numbers, down to the sources."""

from __future__ import annotations

from equalterms.model import STATUSES, Study
from equalterms.page import Block, Note, Page, Tree
from equalterms.pages.common import aged, digits, foot, settings_note
from equalterms.reasons import Reason
from equalterms.said import said


def why(study: Study, unit: str, reason: Reason) -> Page:
    """The page of a reason: the tree with contributions, each published value with its source."""
    name = study.names.get(unit, unit)
    leaves = _leaves(reason)
    gaps = sum(leaf.raw is None for leaf in leaves)
    blocks: list[Block] = [*settings_note(study)]
    if gaps:
        blocks.append(Note(_gaps(leaves), "warn"))
    blocks.append(_tree(reason, study.time, top=True))
    target = "" if reason.node == study.root else f"/{reason.node}"
    return Page(
        f"why/{unit}{target}",
        said("Why {unit}: {node}", unit=name, node=reason.name),
        tuple(blocks),
        _lead(reason, name),
        foot(study),
    )


def _lead(reason: Reason, name: str) -> str:
    if reason.value is None:
        return said("{unit} has too few data for a score.", unit=name)
    score = _number(reason.value)
    return said(
        "{unit} scores {score} and ranks {rank}. Contributions of siblings add up to their parent.",
        unit=name,
        score=score,
        rank=reason.rank,
    )


def _leaves(reason: Reason) -> list[Reason]:
    if not reason.children:
        return [reason]
    return [leaf for child in reason.children for leaf in _leaves(child)]


def _gaps(leaves: list[Reason]) -> str:
    missing = [leaf.name for leaf in leaves if leaf.raw is None]
    first, gaps, every = "; ".join(missing[:6]), len(missing), len(leaves)
    if gaps > 6:
        return said(
            "{gaps} of {every} indicators have no published value: {first} and {more} more.",
            gaps=gaps,
            every=every,
            first=first,
            more=gaps - 6,
        )
    return said("{gaps} of {every} indicators have no published value: {first}.", gaps=gaps, every=every, first=first)


def _tree(reason: Reason, now: int, top: bool = False) -> Tree:
    parts: list[str] = [said("{node}: {score}", node=reason.name, score=_number(reason.value, said("no score")))]
    if reason.rank is not None:
        parts.append(said("rank {rank}", rank=reason.rank))
    if not top:
        parts += _share(reason)
    if reason.children:
        parts += [said("by {method}", method=reason.method)] if reason.method else []
        if top and reason.aggregated is not None and reason.aggregated != reason.value:
            parts.append(said("aggregated {score:.4f}", score=reason.aggregated))
        return Tree(said("{parts}", parts=tuple(parts)), tuple(_tree(child, now) for child in reason.children))
    below = [Tree(" → ".join(reason.steps))]
    if reason.source:
        below.append(Tree(_source(reason, now), to="sources"))
    if reason.quote:
        below.append(Tree(f"“{reason.quote}”"))
    return Tree(said("{parts}", parts=tuple(parts)), tuple(below))


def _number(value: float | None, nothing: str = "–") -> str:
    return nothing if value is None else f"{value:.{min(digits([value]), 4)}f}"


def _share(reason: Reason) -> list[str]:
    if reason.weight is None:
        return [said("no weight (a gap)")]
    weight: list[str] = [said("weight {weight:.1%}", weight=reason.weight)]
    if reason.contribution is None:
        return weight
    return [*weight, said("adds {score}", score=_number(reason.contribution))]


def _source(reason: Reason, now: int) -> str:
    return said(
        "source {source}, {where}, {time}, {status}",
        source=reason.source,
        where=reason.where or said("no place given"),
        time=aged(reason.time, now),
        status=STATUSES.get(reason.status, reason.status),
    )
