"""A bloc as if it were one country: raw values pooled, then placed on the scale that the countries set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from equalterms.alliances.blocs import Bloc, bloc
from equalterms.alliances.firmness import guest_ranks
from equalterms.alliances.stock import AS_ONE, NEEDS, Stock, stock
from equalterms.methods.arrays import Floats, deviation, significant
from equalterms.methods.pool import Blocs, gap_error, shared_once
from equalterms.model import Study
from equalterms.scores import Scores, effective, number, placed, score

Range = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Holding:
    """A bloc's value of one indicator: the rule, what is missing, how far off that may put it.

    `expected` and `worst` are in the indicator's measure, for means. `beyond` is whether no country has so
    much or so little. `once` is the sum with what members made together counted once, where ties tell it.
    """

    indicator: str
    name: str
    measure: str
    rule: str
    weight: str
    stated: bool
    value: float | None
    score: float | None
    known: float
    missing: tuple[str, ...]
    expected: float | None
    worst: float | None
    beyond: bool
    once: float | None


@dataclass(frozen=True, slots=True)
class Pooled:
    """A bloc on the countries' scale: a score and a rank for every node of the tree.

    Ranks are among the countries outside the bloc. `error` is how far off the index must be expected to
    be for gaps, and at worst, in its points. `interval` holds 90% of the index's ranks over `runs` draws.
    """

    study: Study
    bloc: Bloc
    rule: str
    needs: float
    scores: Mapping[str, float | None]
    ranks: Mapping[str, int | None]
    rivals: int
    interval: Range
    runs: int
    holdings: tuple[Holding, ...]
    error: tuple[float, float]
    stock: Stock
    made: Scores
    warnings: tuple[str, ...] = ()


def pooled(study: Study, text: str, rule: str = AS_ONE, needs: float = NEEDS, runs: int = 200, seed: int = 0) -> Pooled:
    """The bloc that `text` names as if it were one country; `runs` draws give its rank an interval (0: none)."""
    found = bloc(study, text)
    held = stock(study, found.units, rule)
    everyone = np.ones((1, len(found.units)), dtype=bool)
    values = held.pooled(everyone, needs)
    made = score(study)
    nodes = placed(made, values)
    outside = np.array([unit.code not in found.units for unit in study.units])
    # A bloc of countries does not compete with its own members: they step aside.
    ranks = {id: _rank(made.nodes[id], float(own[0]), outside) for id, own in nodes.items()}
    holdings = _holdings(study, made, held, values[0], nodes)
    return Pooled(
        study=study,
        bloc=found,
        rule=rule,
        needs=needs,
        scores={id: number(own[0]) for id, own in nodes.items()},
        ranks=ranks,
        rivals=int((np.isfinite(made.index) & outside).sum()),
        interval=guest_ranks(study, values, outside, runs, seed) if runs else (None, None),
        runs=runs,
        holdings=holdings,
        error=_error(study, made, held, everyone),
        stock=held,
        made=made,
        warnings=_warnings(study, found, held, holdings),
    )


def _rank(hosts: Floats, own: float, outside: Floats) -> int | None:
    """The place of a bloc among the countries outside it; equal to 12 digits is equal."""
    if np.isnan(own):
        return None
    both = significant(np.append(np.where(outside, hosts, np.nan), own))
    return 1 + int((both[:-1] > both[-1]).sum())


def _holdings(
    study: Study, made: Scores, held: Stock, values: Floats, nodes: Mapping[str, Floats]
) -> tuple[Holding, ...]:
    share = held.known(np.ones((1, len(held.units)), dtype=bool))[0]
    usual, worst = gap_error(share, deviation(made.table.values))
    found = []
    for i, (leaf, rule) in enumerate(zip(study.indicators, held.rules, strict=True)):
        seen = made.table.values[:, i]
        bare = np.isnan(held.values[:, i]) | np.isnan(held.weights[:, i])
        mean = rule.step.name in ("mean", "weighted_mean")
        found.append(
            Holding(
                indicator=leaf.id,
                name=leaf.name,
                measure=leaf.measure,
                rule=rule.step.name,
                weight=rule.weight,
                stated=rule.stated,
                value=number(values[i]),
                score=number(nodes[leaf.id][0]),
                known=float(share[i]),
                missing=tuple(unit for unit, gap in zip(held.units, bare, strict=True) if gap),
                expected=number(usual[i]) if mean and bare.any() else None,
                worst=number(worst[i]) if mean and bare.any() else None,
                beyond=bool(
                    values[i] > np.nanmax(seen, initial=-np.inf) or values[i] < np.nanmin(seen, initial=np.inf)
                ),
                once=_once(study, leaf.id, held.units, values[i]) if rule.step.name == "sum" else None,
            )
        )
    return tuple(found)


def _once(study: Study, id: str, units: tuple[str, ...], value: float) -> float | None:
    """The sum with joint things counted once: the share of doubles in the ties of the indicator's name."""
    pairs = np.full((len(units), len(units)), np.nan)
    place = {unit: u for u, unit in enumerate(units)}
    for tie in study.ties:
        if tie.kind == id and tie.a in place and tie.b in place:
            pairs[place[tie.a], place[tie.b]] = pairs[place[tie.b], place[tie.a]] = tie.value
    off = ~np.eye(len(units), dtype=bool)
    total = study.observations.cube(units, [f"{id}_total"], (study.time,)).values[0, :, 0]
    if len(units) < 2 or np.isnan(pairs[off]).any() or np.isnan(total).any() or total.sum() <= 0:
        return None
    least, most = shared_once(total, pairs, np.ones((1, len(units)), dtype=bool))
    return number(value * least[0] / most[0])


def _error(study: Study, made: Scores, held: Stock, everyone: Blocs) -> tuple[float, float]:
    """What gaps may cost the index, in its points: each indicator's rule of thumb, weighed and added up."""
    share = held.known(everyone)[0]
    points = deviation(made.columns.normalised)
    weight = effective(study, made.weights)
    w = np.array([weight[leaf.id] for leaf in study.indicators])
    kept = np.isfinite(points)
    usual, worst = gap_error(share[kept], points[kept])
    return float(w[kept] @ usual), float(w[kept] @ worst)


def _warnings(study: Study, found: Bloc, held: Stock, holdings: tuple[Holding, ...]) -> tuple[str, ...]:
    said = [f"contested: {words}" for words in found.contested]
    bare = [unit for unit, row in zip(held.units, held.values, strict=True) if not np.isfinite(row).any()]
    if bare:
        said.append(f"no data in the study: {', '.join(bare)}")
    gone = [each.indicator for each in holdings if each.value is None]
    if gone:
        said.append(f"too little is known of the members for {_first(gone)}")
    guessed = [each.indicator for each in holdings if not each.stated]
    if guessed:
        how = "a mean weighed by population" if "population" in {n.id for n in study.series} else "a plain mean"
        said.append(f"the study states no pooling rule for {_first(guessed)}: {how} is taken")
    beyond = [each.indicator for each in holdings if each.beyond]
    if beyond:
        said.append(
            f"beyond every single country in {_first(beyond)}; "
            "where the recipe treats or ranks values, the bloc counts there like the outermost country"
        )
    return tuple(said)


def _first(ids: list[str]) -> str:
    return ", ".join(ids[:6]) + (f" and {len(ids) - 6} more" if len(ids) > 6 else "")
