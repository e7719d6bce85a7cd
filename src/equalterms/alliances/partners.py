"""Who complements a unit: what each of two would gain, how alike they are, what they do together already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from equalterms.alliances.firmness import guest_scores
from equalterms.alliances.stock import AS_ONE, BEST_OF, Stock, stock
from equalterms.alliances.ties import Bonded, counts, ties
from equalterms.errors import StudyError, nearest
from equalterms.methods.arrays import Floats
from equalterms.methods.pool_pairs import complementarity, gains, overlap, shares
from equalterms.model import Study
from equalterms.scores import Scores, effective, number, placed, score
from equalterms.scores.table import Flags

_MOST = 3
SHARED = "shared"
RULES = (SHARED, BEST_OF)
_SHAREABLE = ("sum", "max", "union")
_TAILS = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Partner:
    """One unit as a partner of another, in points of the index, over the indicators that both have.

    `gain_to_unit` and `gain_to_partner` are what each gains where both use the pool of the two, `synergy`
    what both gain at least; `*_low` and `*_high` hold 90% of the draws,
    each measured by the spread of the countries in it. `similarity` (0 to 1) is the
    overlap of their profiles; `complementarity` (0 to 100) how well the partner's strengths meet the unit's
    gaps, `offered` how well the unit's meet the partner's. `shared` is the weight of what both have.
    `pillars` are the gains to the unit below the index, `where` the indicators that give it most.
    """

    partner: str
    name: str
    gain_to_unit: float | None
    gain_to_unit_low: float | None
    gain_to_unit_high: float | None
    gain_to_partner: float | None
    gain_to_partner_low: float | None
    gain_to_partner_high: float | None
    synergy: float | None
    synergy_low: float | None
    synergy_high: float | None
    similarity: float | None
    complementarity: float | None
    offered: float | None
    shared: float
    existing_tie: Mapping[str, object] | None
    pillars: Mapping[str, float | None]
    where: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Partners:
    """The partners of a unit, the greatest synergy first."""

    study: Study
    unit: str
    rule: str
    kind: str
    runs: int
    rows: tuple[Partner, ...]
    warnings: tuple[str, ...] = ()

    def to_json(self) -> list[dict[str, object]]:
        """The rows as JSON objects."""
        return [asdict(row) for row in self.rows]


def partners(
    study: Study,
    unit: str,
    rule: str = SHARED,
    kind: str = "",
    runs: int = 200,
    seed: int = 0,
    among: Sequence[str] = (),
) -> Partners:
    """Every other ranked unit (or those `among`) as a partner; `runs` draws give the gains an interval (0: none).

    By the rule `shared`, what the study pools as a sum or a best is shared and every ratio stays its
    owner's; by `best_of` each has the better value of every indicator.
    """
    if rule not in RULES:
        raise StudyError(f"partners know no rule {rule[:40]!r}", "--rule", nearest(rule, RULES))
    codes = [each.code for each in study.units]
    for code in (unit, *among):
        if code not in codes:
            raise StudyError(f"{code} is not ranked", study.name, nearest(code, codes))
    others = [code for code in (among or codes) if code != unit]
    if not others:
        raise StudyError("no partner is left", remedy="name another unit")
    held, made = stock(study, [unit, *others], BEST_OF if rule == BEST_OF else AS_ONE), score(study)
    rows = _tables(held, rule)
    nodes = placed(made, rows)
    found = {id: _gains(own) for id, own in nodes.items()}
    firm = _firm(made, rows, runs, seed) if runs else np.full((2, 3, len(others)), np.nan)
    profile = _profiles(made, nodes, len(others))
    bonds, kind = _bonds(study, unit, kind)
    pillars = [node.id for node in study.children(study.root)]
    made_rows = [
        Partner(
            partner=code,
            name=study.names.get(code, code),
            **{key: number(value) for key, value in _interval(found[study.root], firm, k).items()},
            similarity=number(profile[0][k]),
            complementarity=number(profile[1][k]),
            offered=number(profile[2][k]),
            shared=float(profile[3][k]),
            existing_tie=_bond(bonds.get(code)),
            pillars={id: number(found[id][0, k]) for id in pillars},
            where=_where(made, nodes, len(others), k),
        )
        for k, code in enumerate(others)
    ]
    made_rows.sort(key=lambda row: (row.synergy is None, -(row.synergy or 0.0), row.partner))
    return Partners(study, unit, rule, kind, runs, tuple(made_rows), _warnings(made_rows, unit, held, rule))


def _shareable(held: Stock) -> Flags:
    """The indicators that a partner can bring: those that the study adds up, or takes the best of."""
    return np.array([each.step.name in _SHAREABLE for each in held.rules])


def _tables(held: Stock, rule: str) -> Floats:
    """What the pair has for the unit, and for the other, then the unit alone, the other alone (4 x others, indicators).

    Only indicators that both have count.
    """
    n = len(held.units) - 1
    pairs = np.concatenate([np.ones((n, 1), dtype=bool), np.eye(n, dtype=bool)], axis=1)
    pool = held.pooled(pairs, needs=1.0)
    own, other = np.broadcast_to(held.values[0], pool.shape), held.values[1:]
    gap = np.isnan(own) | np.isnan(other) | np.isnan(pool)
    stays = np.broadcast_to((rule == SHARED) & ~_shareable(held), pool.shape)
    tables = (np.where(stays, own, pool), np.where(stays, other, pool), own, other)
    return np.concatenate([np.where(gap, np.nan, table) for table in tables])


def _gains(scores: Floats) -> Floats:
    """Gain to the unit, gain to the other, synergy (3 x others), of the scores of the four tables."""
    pool, theirs, own, other = np.split(scores, 4, axis=-1)
    made = gains(pool, own, other, theirs)
    return np.stack([made.own, made.other, made.synergy])


def _firm(made: Scores, rows: Floats, runs: int, seed: int) -> Floats:
    """The ends of the intervals of the three gains (2 x 3 x others), in points of the study's own scale.

    Each run's gains are set against the spread of the units' scores in that run: methods differ in scale.
    """
    units = len(made.index)
    scores = guest_scores(made.study, rows, runs, seed)
    scale = np.nanstd(made.index) / np.nanstd(scores[:, :units], axis=1)
    drawn = _gains(scores[:, units:] * scale[:, None])
    out = np.full((2, *drawn[:, 0].shape), np.nan)
    known = np.isfinite(drawn).all(axis=(0, 1))
    out[:, :, known] = np.quantile(drawn[:, :, known], _TAILS, axis=1)
    return out


def _interval(found: Floats, firm: Floats, k: int) -> dict[str, float]:
    out: dict[str, float] = {}
    for g, key in enumerate(("gain_to_unit", "gain_to_partner", "synergy")):
        out |= {key: found[g, k], f"{key}_low": firm[0, g, k], f"{key}_high": firm[1, g, k]}
    return out


def _profiles(made: Scores, nodes: Mapping[str, Floats], n: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Similarity, how the other meets the unit's gaps, how the unit meets the other's, the weight in common."""
    study = made.study
    weight = effective(study, made.weights)
    w = np.array([weight[leaf.id] for leaf in study.indicators])
    points = np.stack([nodes[leaf.id] for leaf in study.indicators], axis=1)
    both = np.isfinite(points[:n])
    floor = np.nanmin(made.columns.normalised, axis=0)
    frontier = np.nanmax(made.columns.normalised, axis=0)
    own, other = (np.maximum(points[k * n : (k + 1) * n] - floor, 0.0) * w for k in (2, 3))
    lacks = [np.where(both, np.maximum((frontier - floor) * w - each, 0.0), np.nan) for each in (own, other)]
    a, b = shares(own), shares(other)
    common = np.where(both, w, 0.0).sum(axis=1) / w.sum()
    return overlap(a, b), complementarity(shares(lacks[0]), b), complementarity(shares(lacks[1]), a), common


def _where(made: Scores, nodes: Mapping[str, Floats], n: int, k: int) -> tuple[str, ...]:
    """The indicators in which the pool lifts the unit most, by their weight in the index."""
    weight = effective(made.study, made.weights)
    lift = {
        leaf.id: weight[leaf.id] * (nodes[leaf.id][k] - nodes[leaf.id][2 * n + k])
        for leaf in made.study.indicators
        if nodes[leaf.id][k] > nodes[leaf.id][2 * n + k]
    }
    return tuple(sorted(lift, key=lambda id: (-lift[id], id))[:_MOST])


def _bonds(study: Study, unit: str, kind: str) -> tuple[dict[str, Bonded], str]:
    """The ties of the unit by partner, and their kind; none where the study has none of it."""
    if not study.ties:
        return {}, ""
    table = counts(study, kind)
    if unit not in table.units:
        return {}, table.kind
    return {row.b: row for row in ties(study, unit, kind=table.kind).rows}, table.kind


def _bond(row: Bonded | None) -> dict[str, object] | None:
    if row is None:
        return None
    return {"count": row.count, "preference": row.preference, "low": row.low, "high": row.high}


def _warnings(rows: Sequence[Partner], unit: str, held: Stock, rule: str) -> tuple[str, ...]:
    few = [row.partner for row in rows if row.gain_to_unit is None]
    said = [f"too little in common with {unit} for a score: {', '.join(few[:8])}"] if few else []
    if rule == SHARED:
        count = int(_shareable(held).sum())
        said.append(
            f"{count} of {len(held.rules)} indicators can be shared (sums and bests); ratios stay their owner's"
        )
    said.append("gains say what a pool would hold, not whether it can be had: no cost of working together is in them")
    return tuple(said)
