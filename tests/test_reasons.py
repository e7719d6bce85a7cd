"""Every number can be asked why, and the parts add up to it."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from equalterms.errors import StudyError
from equalterms.model import Step, Study
from equalterms.reasons import Reason, contributions, why
from equalterms.scores import score
from equalterms.variations import what_if
from tests.conftest import embedded


def walk(reason: Reason) -> Iterator[Reason]:
    """A reason and all below it."""
    yield reason
    for child in reason.children:
        yield from walk(child)


@pytest.mark.parametrize(("name", "unit"), [("ai-capability", "RUS"), ("ai-capability", "HKG"), ("hdi", "NOR")])
def test_contributions_add_up_to_the_parent(name: str, unit: str) -> None:
    """At every node the contributions of the children sum to the aggregated value."""
    for reason in walk(why(embedded(name), unit)):
        parts = [child.contribution for child in reason.children if child.contribution is not None]
        if reason.children and reason.value is not None:
            assert sum(parts) == pytest.approx(reason.aggregated, rel=1e-12)
            assert sum(c.weight for c in reason.children if c.weight is not None) == pytest.approx(1)


@pytest.mark.parametrize(("name", "unit"), [("ai-capability", "RUS"), ("hdi", "NOR")])
def test_why_ends_in_sources(name: str, unit: str) -> None:
    """Every leaf with a value names a source that the study describes, with its place and its time."""
    study = embedded(name)
    leaves = [reason for reason in walk(why(study, unit)) if not reason.children]
    assert len(leaves) == len(study.indicators)
    for leaf in leaves:
        assert leaf.steps
        if leaf.raw is not None:
            assert leaf.source in study.sources
            assert leaf.time
            assert leaf.where


def test_why_is_the_score(small: Study) -> None:
    """The value at the top is the score of the table, and of every node below."""
    made = score(small)
    u = [unit.code for unit in small.units].index("NOR")
    for reason in walk(why(small, "NOR")):
        assert reason.value == pytest.approx(made.nodes[reason.node][u], rel=1e-15)


def test_a_gap_says_so(small: Study) -> None:
    """Italy's missing drop-outs: no raw value, no weight, and the words for it."""
    leaf = next(reason for reason in walk(why(small, "ITA")) if reason.node == "dropouts")
    assert leaf.raw is None
    assert leaf.weight is None
    assert "gap" in leaf.steps[-1]
    filled = next(r for r in walk(why(what_if(small, "fill", "mean"), "ITA")) if r.node == "dropouts")
    assert any("imputed" in step for step in filled.steps)


@given(
    x=st.lists(st.integers(1, 100), min_size=1, max_size=6),
    method=st.sampled_from([Step("arithmetic"), Step("geometric"), Step("harmonic"), Step("power", {"p": 3.0})]),
    seed=st.integers(0, 99),
)
def test_contributions_sum_for_every_mean(x: list[int], method: Step, seed: int) -> None:
    """Euler's theorem holds for every power mean, whatever the weights."""
    w = np.random.default_rng(seed).uniform(0.1, 1, len(x))
    shares, parts, total = contributions(np.array(x, dtype=float), w, method)
    assert shares.sum() == pytest.approx(1)
    assert parts.sum() == pytest.approx(total)


def test_nobody_to_ask(small: Study) -> None:
    """Units and nodes that are not there are refused with the nearest names."""
    with pytest.raises(StudyError, match="NOR"):
        why(small, "NRO")
    with pytest.raises(StudyError, match="graduates"):
        why(small, "NOR", "gradutes")
    with pytest.raises(StudyError, match="beside the tree"):
        why(small, "NOR", "people")
