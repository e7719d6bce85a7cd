"""Programs over weights: closed forms beside a solver, corners and draws."""

import numpy as np
import pytest

from equalterms.methods.arrays import Floats
from equalterms.methods.programs import Knot, Region, best_share, draws, highest_ratio, hushed, least, most, rows, solve


def box(own: int, children: tuple[int, ...], noise: float) -> Knot:
    """Ranges around 1, 2, 3, ..."""
    stated = np.arange(1.0, len(children) + 1)
    return Knot(own, children, stated * (1 - noise), stated * (1 + noise))


def ordered(own: int, children: tuple[int, ...], levels: tuple[int, ...]) -> Knot:
    """An order of levels."""
    stated = np.ones(len(children))
    return Knot(own, children, stated, stated, levels)


REGIONS = {
    "ranges": Region((box(-1, (0, 1, 2, 3), 0.4),), 4),
    "ranges from 0": Region((box(-1, (0, 1, 2), 1.0),), 3),
    "free": Region((ordered(-1, (0, 1, 2), (0, 0, 0)),), 3),
    "order": Region((ordered(-1, (0, 1, 2, 3), (1, 0, 1, 2)),), 4),
    "tree": Region((box(-1, (0, 1), 0.3), box(0, (2, 3, 4), 0.5), ordered(1, (5, 6), (0, 1))), 7),
}


@pytest.mark.parametrize("name", REGIONS)
def test_the_closed_form_is_the_linear_program(name: str) -> None:
    """The largest value of linear functions, by sorting and by HiGHS."""
    region = REGIONS[name]
    polytope = rows(region)
    aims = np.random.default_rng(3).normal(size=(40, region.size))
    found = most(region, aims)
    for aim, value in zip(aims, found, strict=True):
        wide = np.pad(aim, (0, polytope.width - region.size))
        made = solve(-wide, np.zeros((0, polytope.width)), np.zeros(0), polytope)
        assert -made.fun == pytest.approx(value, abs=1e-9)
    assert least(region, aims) == pytest.approx(-most(region, -aims))


@pytest.mark.parametrize("corners", [False, True])
@pytest.mark.parametrize("name", REGIONS)
def test_draws_lie_inside(name: str, corners: bool) -> None:
    """Each draw keeps the region's rows, with a scale for each knot of ranges that fits."""
    region = REGIONS[name]
    flows = draws(region, 200, 1, corners)
    aims = np.random.default_rng(4).normal(size=(30, region.size))
    assert (flows @ aims.T <= most(region, aims) + 1e-12).all()
    assert np.allclose(flows[:, list(region.knots[0].children)].sum(axis=1), 1.0)


def test_ordered_draws_are_uniform() -> None:
    """The mean of uniform weights in an order of three: the means of sorted uniform spacings, 11/18, 5/18, 2/18."""
    flows = draws(Region((ordered(-1, (0, 1, 2), (0, 1, 2)),), 3), 200_000, 5)
    assert flows.mean(axis=0) == pytest.approx([11 / 18, 5 / 18, 2 / 18], abs=2e-3)


def test_best_share_by_every_corner() -> None:
    """Of ranges, the best mean over all corners of the box."""
    knot = box(-1, (0, 1, 2, 3), 0.5)
    corners = np.array(np.meshgrid(*zip(knot.low, knot.high, strict=True))).reshape(4, -1).T
    values = np.random.default_rng(6).normal(size=(50, 4))
    means: Floats = (corners @ values.T) / corners.sum(axis=1, keepdims=True)
    assert best_share(knot, values) == pytest.approx(means.max(axis=0), abs=1e-12)


def test_the_highest_ratio_by_every_corner() -> None:
    """A quotient of linear functions is largest at a corner."""
    region = REGIONS["ranges"]
    rng = np.random.default_rng(7)
    above, below = rng.random((20, 4)), 0.5 + rng.random((20, 4))
    corner = draws(region, 4000, 0, corners=True)
    found = highest_ratio(region, above, below, (0.0, 10.0))
    assert found == pytest.approx(((corner @ above.T) / (corner @ below.T)).max(axis=0), abs=1e-9)


def test_what_a_solver_prints_stays_off_stdout(capfd: pytest.CaptureFixture[str]) -> None:
    """C code that writes to file 1 is not heard, and Python's own words before and after are."""
    import ctypes

    print("before")
    with hushed():
        ctypes.CDLL(None).puts(b"noise")
    print("after")
    assert capfd.readouterr().out == "before\nafter\n"
