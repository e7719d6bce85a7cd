"""The back-test says what it measured, and its interval holds what it says."""

import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import backtest  # noqa: E402  # scripts are no package


@pytest.fixture(scope="module")
def found() -> dict[str, list[backtest.Tried]]:
    """Every trial, made once."""
    return backtest.everything()


def test_the_page_is_up_to_date(found: dict[str, list[backtest.Tried]]) -> None:
    """Written anew it is the same page: run `python scripts/backtest.py` after a method has changed."""
    assert backtest.page(found) == (ROOT / "docs" / "backtest.md").read_text(encoding="utf-8")


def test_the_interval_holds_about_four_fifths(found: dict[str, list[backtest.Tried]]) -> None:
    """Overall, on each series of the HDI study, and on shares, the 80% interval holds 75 to 88%."""
    every = [each for tried in found.values() for each in tried]
    shares = [each for words, tried in found.items() if "%" in words for each in tried]
    hdi = [tried for words, tried in found.items() if "%" not in words and "articles" not in words]
    assert len(hdi) == 5
    for tried in (every, shares, *hdi):
        assert 0.75 <= backtest.coverage(tried) <= 0.88


def test_it_is_no_worse_than_a_linear_drift(found: dict[str, list[backtest.Tried]]) -> None:
    """On each series of the HDI study the pinball loss is at most that of the benchmark."""
    for words, tried in found.items():
        if "%" not in words and "articles" not in words:
            loss, bench = (np.concatenate([getattr(e, name) for e in tried]).mean() for name in ("loss", "bench"))
            assert loss <= bench, words


def test_nothing_is_known_before_its_time() -> None:
    """What comes after the outcome changes no trial up to it."""
    rng = np.random.default_rng(0)
    values, years = rng.normal(size=(60, 16)).cumsum(axis=1) + 50, np.arange(2000.0, 2016)
    other = values.copy()
    other[:, 14:] += 40
    first, second = (backtest.trials(x[:, :14], years[:14], "level", 0.0) for x in (values, other))
    whole = backtest.trials(other, years, "level", 0.0)
    for a, b, c in zip(first, second, whole, strict=False):
        assert np.array_equal(a.held, b.held)
        assert np.array_equal(a.held, c.held[: a.held.size])
