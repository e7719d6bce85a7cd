"""The partial order against random weights: what it decides no weighting undoes, what it leaves open some do."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from equalterms.errors import StudyError
from equalterms.methods.arrays import Floats
from equalterms.model import Step, Study
from equalterms.robust.dominance import dominance, dominating
from equalterms.scores import score
from equalterms.variations import what_if
from tests.conftest import embedded


def means(values: Floats, weights: Floats) -> Floats:
    """Weighted means without the gaps (weightings x units)."""
    there = np.isfinite(values)
    return (weights @ np.where(there, values, 0.0).T) / (weights @ there.T)


VALUES = st.sampled_from([0.0, 1, 2, 3, np.nan])
TABLES = arrays(float, st.tuples(st.integers(2, 6), st.integers(1, 4)), elements=VALUES)


@given(TABLES, st.integers(0, 2**32 - 1))
def test_no_weighting_undoes_what_is_decided(values: Floats, seed: int) -> None:
    """Under random weights, and under weights that all but name one part, a unit that dominates is above."""
    found = dominating(values)
    parts = values.shape[1]
    weights = np.concatenate([np.random.default_rng(seed).dirichlet(np.ones(parts), 50), np.eye(parts) + 1e-9])
    with np.errstate(invalid="ignore"):
        made = means(values, weights)
    for i, j in zip(*np.nonzero(found), strict=True):
        assert (made[:, i] >= made[:, j] - 1e-12).all()
        assert (made[:50, i] > made[:50, j]).all()
        assert not found[j, i]


@given(TABLES)
def test_some_weighting_undoes_what_is_left_open(values: Floats) -> None:
    """Where i does not dominate j, weights on one part or on two show it: a grid of pairs finds them."""
    found = dominating(values)
    units, parts = values.shape
    share = np.linspace(0, 1, 41)
    pairs = [(p, q) for p in range(parts) for q in range(parts)]
    weights = np.full((len(pairs) * len(share), parts), 1e-7)
    for k, (p, q) in enumerate(pairs):
        for m, s in enumerate(share):
            weights[k * len(share) + m, p] += s
            weights[k * len(share) + m, q] += 1 - s
    with np.errstate(invalid="ignore"):
        made = means(values, weights)
    for i in range(units):
        for j in range(units):
            if i != j and not found[i, j] and np.isfinite(made[:, [i, j]]).all():
                assert (made[:, i] <= made[:, j] + 1e-5).any()


@pytest.mark.parametrize("leaves", [False, True])
def test_the_embedded_study(leaves: bool) -> None:
    """What is decided on the human development index holds under drawn weights of all its nodes."""
    study = embedded("hdi")
    made = dominance(study, leaves=leaves)
    assert 0 < made.decided < 1
    assert [row.above for row in made.rows if row.rank == 1] == [0]
    rng = np.random.default_rng(1)
    nodes = [node.id for node in study.nodes if node.parent]
    for _ in range(5):
        varied = study
        for id in nodes if leaves else [node.id for node in study.children(study.root)]:
            varied = what_if(varied, f"weight.{id}", str(rng.random() + 0.001))
        index = score(varied).index
        for i, j in zip(*np.nonzero(made.matrix), strict=True):
            assert index[i] > index[j] - 1e-12


def test_next_above_has_none_between() -> None:
    """Following the next above from anywhere finds all that are above."""
    made = dominance(embedded("hdi"))
    rows = {row.unit: row for row in made.rows}
    codes = [unit.code for unit in made.study.units]
    for unit in ("NOR", "RUS", "NER"):
        seen: set[str] = set()
        todo = list(rows[unit].over)
        while todo:
            code = todo.pop()
            if code not in seen:
                seen.add(code)
                todo += rows[code].over
        assert seen == {codes[i] for i in np.flatnonzero(made.matrix[:, codes.index(unit)])}
        assert len(seen) == rows[unit].above
        assert all(unit in rows[code].under for code in rows[unit].over)


def test_what_is_no_mean_is_refused(small: Study) -> None:
    """A node that is aggregated by outranking has no order that weights cannot undo."""
    study = replace(small, recipe=replace(small.recipe, aggregate=Step("copeland", {})))
    with pytest.raises(StudyError, match="no mean"):
        dominance(study)
