"""Targets and the pace they need."""

import pytest

from equalterms.model import Target
from equalterms.progress import progress


def target(**changes: object) -> Target:
    """The share of workers with AI skills, 5% in 2023 to 80% in 2030, with some of it changed."""
    given: dict[str, object] = {
        "unit": "RUS",
        "indicator": "workers with AI skills",
        "value": 80.0,
        "time": "2030",
        "direction": 1,
        "measure": "percent",
        "baseline": 5.0,
        "baseline_time": "2023",
    }
    return Target(**{**given, **changes})  # type: ignore[arg-type]


def test_required_pace() -> None:
    """10.71 points a year for seven years, or 48.6% growth a year."""
    made = progress(target())
    assert made.years == 7
    assert made.required["linear"] == pytest.approx(75 / 7)
    assert made.required["cagr"] == pytest.approx(16 ** (1 / 7) - 1)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"baseline": None}, "no baseline is stated"),
        ({"time": ""}, "no target year"),
        ({"baseline_time": "", "time": ""}, "no year of the baseline, no target year"),
        ({"kind": "qualitative", "value": None}, "qualitative"),
    ],
)
def test_what_cannot_be_judged_says_why(changes: dict[str, object], said: str) -> None:
    """Underdetermined is an answer."""
    made = progress(target(**changes))
    assert made.required == {}
    assert said in made.notes[0]


def test_zero_baseline_has_no_growth_rate() -> None:
    """From zero there is a linear pace and no rate of growth, and the note says so."""
    made = progress(target(baseline=0.0))
    assert made.required["cagr"] is None
    assert made.required["linear"] == pytest.approx(80 / 7)
    assert "cagr:undefined(zero_baseline)" in made.notes


def test_doubts_are_noted() -> None:
    """A baseline already beyond the target, and a total over years, are told."""
    assert any("already beyond" in note for note in progress(target(baseline=90.0)).notes)
    assert any("total over years" in note for note in progress(target(kind="cumulative")).notes)
