"""Why a unit has its score: the tree of numbers, down to the sources."""

from __future__ import annotations

from equalterms.model import STATUSES, Study
from equalterms.page import Block, Note, Page, Tree
from equalterms.pages.common import aged, digits, foot, settings_note
from equalterms.reasons import Reason


def why(study: Study, unit: str, reason: Reason) -> Page:
    """The page of a reason: the tree with contributions, each published value with its source."""
    name = study.names.get(unit, unit)
    leaves = _leaves(reason)
    gaps = sum(leaf.raw is None for leaf in leaves)
    blocks: list[Block] = [*settings_note(study)]
    if gaps:
        blocks.append(Note(f"{gaps} of {len(leaves)} indicators have no published value: {_gaps(leaves)}.", "warn"))
    blocks.append(_tree(reason, study.time, top=True))
    target = "" if reason.node == study.root else f"/{reason.node}"
    return Page(f"why/{unit}{target}", f"Why {name}: {reason.name}", tuple(blocks), _lead(reason, name), foot(study))


def _lead(reason: Reason, name: str) -> str:
    if reason.value is None:
        return f"{name} has too few data for a score."
    score = _number(reason.value)
    return f"{name} scores {score} and ranks {reason.rank}. Contributions of siblings add up to their parent."


def _leaves(reason: Reason) -> list[Reason]:
    if not reason.children:
        return [reason]
    return [leaf for child in reason.children for leaf in _leaves(child)]


def _gaps(leaves: list[Reason]) -> str:
    missing = [leaf.name for leaf in leaves if leaf.raw is None]
    return "; ".join(missing[:6]) + (f" and {len(missing) - 6} more" if len(missing) > 6 else "")


def _tree(reason: Reason, now: int, top: bool = False) -> Tree:
    score = _number(reason.value, "no score")
    parts = [f"{reason.name}: {score}"]
    if reason.rank is not None:
        parts.append(f"rank {reason.rank}")
    if not top:
        parts.append(_share(reason))
    if reason.children:
        parts.append(f"by {reason.method}" if reason.method else "")
        if top and reason.aggregated is not None and reason.aggregated != reason.value:
            parts.append(f"aggregated {reason.aggregated:.4f}")
        return Tree(", ".join(p for p in parts if p), tuple(_tree(child, now) for child in reason.children))
    below = [Tree(" → ".join(reason.steps))]
    if reason.source:
        below.append(Tree(_source(reason, now), to="sources"))
    if reason.quote:
        below.append(Tree(f"“{reason.quote}”"))
    return Tree(", ".join(p for p in parts if p), tuple(below))


def _number(value: float | None, nothing: str = "–") -> str:
    return nothing if value is None else f"{value:.{min(digits([value]), 4)}f}"


def _share(reason: Reason) -> str:
    if reason.weight is None:
        return "no weight (a gap)"
    added = "" if reason.contribution is None else f", adds {_number(reason.contribution)}"
    return f"weight {reason.weight:.1%}{added}"


def _source(reason: Reason, now: int) -> str:
    status = STATUSES.get(reason.status, reason.status)
    return f"source {reason.source}, {reason.where or 'no place given'}, {aged(reason.time, now)}, {status}"
