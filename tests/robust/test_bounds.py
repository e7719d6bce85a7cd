"""Rank bounds: reached by the weights they name, and passed by no weights that brute force tries."""

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import polars as pl
import pytest

from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats
from equalterms.model import Indicator, Observations, Pillar, Step, Study, Unit
from equalterms.pages.bounds import bounds as page
from equalterms.robust.bounds import Bounds, bounds
from equalterms.robust.weighting import ground
from equalterms.scores import score
from equalterms.variations import what_if
from tests.conftest import embedded

TREE = {"index": ["a", "b"], "a": ["a1", "a2", "a3"], "b": ["b1", "b2"]}


def made(small: Study, x: Floats, tree: dict[str, list[str]], **recipe: object) -> Study:
    """A study of random columns under a tree; leaves in the tree's order, goalposts 0 and 100, weights 1, 2, 3, ..."""
    parents = {child: parent for parent, children in tree.items() for child in children}
    ids = ["index", *parents]
    weight = {id: 1.0 + k for children in tree.values() for k, id in enumerate(children)}
    leaves = [id for id in parents if id not in tree]
    nodes = tuple(
        Pillar(id, parents.get(id, ""), id, weight=weight.get(id))
        if id in tree
        else Indicator(id, parents[id], id, "points", 1, weight[id], goalposts=(0.0, 100.0))
        for id in ids
    )
    units = tuple(Unit(f"U{u:02d}", f"Unit {u}") for u in range(len(x)))
    rows = [
        (units[u].code, leaves[i], x[u, i]) for u in range(len(x)) for i in range(len(leaves)) if x[u, i] == x[u, i]
    ]
    frame = small.observations.frame
    long = pl.DataFrame(rows, schema=["unit", "indicator", "value"], orient="row")
    base = frame.head(1).drop("unit", "indicator", "value")
    long = pl.concat([long, pl.concat([base] * len(rows))], how="horizontal").select(frame.columns).cast(frame.schema)
    steps = {"normalise": Step("none"), **recipe}
    changed = replace(small.recipe, **steps)  # type: ignore[arg-type]
    year = int(frame.head(1)["when"][0])
    return replace(small, nodes=nodes, units=units, observations=Observations(long), recipe=changed, time=year, vary=())


def reweighed(study: Study, weights: dict[str, float]) -> Study:
    """The study with some weights set."""
    for id, weight in weights.items():
        # A weight of 0 is written as almost 0, so that the children of a pillar without weight still have shares.
        study = what_if(study, f"weight.{id}", repr(max(weight, 1e-13)))
    return study


def check_reached(study: Study, found: Bounds) -> None:
    """The weights of each bound, set in the study itself, give the rank of the bound."""
    for u, unit in enumerate(study.units):
        row = found.of(unit.code)
        for rank, weights in ((row.best, row.best_weights), (row.worst, row.worst_weights)):
            if rank is not None:
                scores = score(reweighed(study, dict(weights))).nodes[found.node]
                assert rank == 1 + (scores > scores[u] + 1e-9 * 100).sum(), (unit.code, rank)


def check_never_passed(study: Study, found: Bounds, tried: Floats, ids: list[str]) -> None:
    """No weighting of brute force (weightings x ids) gives a rank beyond the limits."""
    for weights in tried:
        scores = score(reweighed(study, dict(zip(ids, weights.tolist(), strict=True)))).nodes[found.node]
        for u, unit in enumerate(study.units):
            row = found.of(unit.code)
            if scores[u] == scores[u] and row.best_limit is not None and row.worst_limit is not None:
                rank = 1 + (scores > scores[u] + 1e-7).sum()
                assert row.best_limit <= rank <= row.worst_limit, (unit.code, rank, weights)


def crossings(x: Floats, low: Floats, high: Floats) -> Floats:
    """Every weighting of three parts where two pairs tie, or one ties on the edge of the ranges, or a corner."""
    lines = [x[i] - x[j] for i, j in combinations(range(len(x)), 2)]
    edges = []
    for j, k in combinations(range(3), 2):
        for a, b in product((low, high), repeat=2):
            edge = np.zeros(3)
            edge[j], edge[k] = a[k], -b[j]
            edges.append(edge)
    found = []
    for one, other in combinations([*lines, *edges], 2):
        v = np.cross(one, other)
        if abs(v.sum()) > 1e-9:
            v = v / v.sum()
            scale = np.divide(v, high).max()
            if (v >= scale * low - 1e-12).all() and scale > 0:
                found.append(v)
    return np.array(found)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("aggregate", ["arithmetic", "geometric", "harmonic"])
def test_three_parts_by_every_crossing(small: Study, seed: int, aggregate: str) -> None:
    """In the plane of three shares a best rank is found at a crossing of ties: all crossings are tried."""
    x = np.random.default_rng(seed).integers(1, 99, (7, 3)).astype(float)
    study = made(small, x, {"index": ["p", "q", "r"]}, aggregate=Step(aggregate))
    found = bounds(study, noise=0.5)
    assert all(row.exact for row in found.rows)
    check_reached(study, found)
    g = {"arithmetic": x, "geometric": np.log(x), "harmonic": -1 / x}[aggregate]
    stated = np.array([1.0, 2.0, 3.0])
    tried = crossings(g, stated * 0.5, stated * 1.5)
    between = np.random.default_rng(seed).dirichlet(np.ones(3), 20000)
    chosen = np.random.default_rng(seed).integers(0, len(tried), (20000, 3))
    inside = (between[:, :, None] * tried[chosen]).sum(axis=1)
    for u, unit in enumerate(study.units):
        best = min(1 + ((g - g[u]) @ w > 1e-9).sum() for w in tried)
        worst = (1 + ((inside @ (g - g[u]).T) > 1e-9).sum(axis=1)).max()
        row = found.of(unit.code)
        assert row.best == best
        assert row.worst is not None
        assert row.worst >= worst
        assert worst >= row.worst - 1


@pytest.mark.parametrize("over", ["noise", "free", "order"])
def test_a_tree_by_corners_and_draws(small: Study, over: str) -> None:
    """All weights of two levels at once: exact, reached in the study itself, not passed by draws or corners."""
    x = np.random.default_rng(5).uniform(1, 99, (8, 5))
    study = made(small, x, TREE)
    found = bounds(study, over=over, noise=0.6, leaves=True)
    assert all(row.exact for row in found.rows)
    check_reached(study, found)
    rng = np.random.default_rng(6)
    ids = [id for children in TREE.values() for id in children]
    stated = np.array([float(study.node(id).weight or 0) for id in ids])
    tried = stated * rng.choice([0.4, 0.7, 1.0, 1.6], (150, len(ids)))
    if over == "order":
        tried = np.concatenate([np.sort(rng.random((150, n)), axis=1) for n in (2, 3, 2)], axis=1)
    check_never_passed(study, found, tried, ids)


def test_a_tree_with_gaps_says_what_is_proven(small: Study) -> None:
    """Gaps below the top: the bounds enclose every draw; where they are open the row says so."""
    x = np.random.default_rng(7).uniform(1, 99, (9, 5))
    x[0, 0] = x[1, 3] = x[2, 1] = x[3, [0, 1]] = x[4, [3, 4]] = np.nan
    study = made(small, x, TREE, needs=0.4)
    found = bounds(study, noise=0.6, leaves=True)
    check_reached(study, found)
    ids = [id for children in TREE.values() for id in children]
    stated = np.array([float(study.node(id).weight or 0) for id in ids])
    tried = stated * np.random.default_rng(8).choice([0.4, 1.0, 1.6], (200, len(ids)))
    check_never_passed(study, found, tried, ids)
    assert bool(found.warnings) == any(not row.exact for row in found.rows)


@pytest.mark.parametrize("needs", [0.0, 0.5])
@pytest.mark.parametrize("seed", range(3))
def test_unlike_gaps_at_the_node(small: Study, needs: float, seed: int) -> None:
    """Units that lack different parts do not compare linearly; the search still meets its own bound."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(1, 99, (8, 4))
    x[0, 0] = x[1, 1] = x[2, 2] = x[3, 3] = x[4, [0, 3]] = np.nan
    study = made(small, x, {"index": ["p", "q", "r", "s"]}, needs=needs)
    found = bounds(study, noise=0.5)
    assert all(row.exact for row in found.rows)
    check_reached(study, found)
    stated = np.array([1.0, 2.0, 3.0, 4.0])
    tried = stated * np.array(list(product([0.5, 0.8, 1.0, 1.5], repeat=4)))
    check_never_passed(study, found, tried, ["p", "q", "r", "s"])


def test_equal_units_share_their_ranks(small: Study) -> None:
    """A unit's twin is never ahead of it: bounds count who is strictly ahead."""
    x = np.array([[90.0, 10], [90, 10], [10, 90], [50, 50], [5, 5]])
    found = bounds(made(small, x, {"index": ["p", "q"]}), over="free")
    assert [(r.best, r.worst, r.exact) for r in sorted(found.rows, key=lambda r: r.unit)] == [
        (1, 3, True),
        (1, 3, True),
        (1, 4, True),
        (1, 3, True),
        (5, 5, True),
    ]


def test_no_noise_is_the_stated_rank() -> None:
    """Where nothing may vary, best and worst are the rank itself."""
    for name in ("hdi", "ai-capability"):
        found = bounds(embedded(name), noise=0.0)
        assert all(row.best == row.worst == row.rank for row in found.rows)


def test_embedded_bounds_hold_all_draws() -> None:
    """The index of the embedded study: exact for all units, and wide enough for twenty thousand draws."""
    study = embedded("ai-capability")
    found = bounds(study, noise=0.25)
    assert all(row.exact for row in found.rows if row.rank is not None)
    given = ground(study)
    rng = np.random.default_rng(1)
    drawn = given.stated * rng.uniform(0.75, 1.25, (20000, len(given.stated)))
    scored = given.race.score(drawn / drawn.sum(axis=1, keepdims=True))
    for u, unit in enumerate(study.units):
        row = found.of(unit.code)
        if row.best is not None and row.worst is not None:
            place = 1 + (scored > scored[:, u, None] + 1e-9).sum(axis=1)
            assert row.best <= place.min()
            assert place.max() <= row.worst


def test_the_page_and_the_refusals(small: Study) -> None:
    """A table and a figure; an indicator, an unknown set and a method without linear weights are refused."""
    found = bounds(small, "skills")
    shown = page(found)
    assert shown.title.startswith("Skills")
    with pytest.raises(StudyError, match="is an indicator"):
        bounds(small, "machines")
    with pytest.raises(StudyError, match="no set of weights"):
        bounds(small, over="any")
    with pytest.raises(StudyError, match="noise is 2"):
        bounds(small, noise=2)
    with pytest.raises(StudyError, match="no mean through a function"):
        bounds(what_if(small, "aggregate", "copeland"))
    with pytest.raises(StudyError, match="not linear in all leaves"):
        bounds(what_if(small, "aggregate", "geometric"), leaves=True)
