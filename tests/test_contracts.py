"""The contract that users try their own functions against: kept by every member, and every promise can be broken."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from equalterms.contracts import broken, own
from equalterms.errors import StudyError
from equalterms.family import Family
from equalterms.methods import aggregate, fill, normalise, screen, steps, treat, weigh
from equalterms.methods.treat import Treated

MEMBERS = [(family, name) for family in steps.values() for name in family]


@pytest.mark.parametrize(("family", "name"), MEMBERS, ids=[f"{family.name} {name}" for family, name in MEMBERS])
def test_every_member_keeps_its_promises(family: Family[Any], name: str) -> None:
    """No breach on twenty random tables."""
    slow = name in ("chained", "box_cox", "adjusted_boxplot", "benefit_of_the_doubt", "importance", "kemeny")
    assert broken(family, name, tables=3 if slow else 20, seed=7) == ()


@pytest.fixture
def guests() -> Iterator[list[tuple[Family[Any], str]]]:
    """Functions that a test adds to families; they are taken out again."""
    added: list[tuple[Family[Any], str]] = []
    yield added
    for family, name in added:
        del family._members[name]


def wrong(name: str) -> str:
    """A docstring that promises what the function does not keep."""
    return f"{name}.\n\nFormula: none.\n\nSource: this test."


CASES: list[tuple[Family[Any], Any, str]] = [
    (normalise, lambda x, ends: np.nan_to_num(x), "gaps"),
    (normalise, lambda x, ends: -x * ends.direction, "order"),
    (normalise, lambda x, ends: x, "direction"),
    (normalise, lambda x, ends: x * ends.direction + np.arange(len(x))[:, None] * 0.01, "order of the rows"),
    (normalise, lambda x, ends: (x - np.nanmin(x, axis=0)) * ends.direction, "sets the scale"),
    (fill, lambda x: np.where(np.isnan(x), 0.0, x + 1), "observed values"),
    (treat, lambda x: Treated(x * 2, ("",) * x.shape[1]), "without a word"),
    (treat, lambda x: Treated(-x, ("turned",) * x.shape[1]), "order"),
    (treat, lambda x: Treated(x, ()), "one decision"),
    (weigh, lambda x: np.ones(x.shape[1]), "1 in sum"),
    (weigh, lambda x: np.arange(1.0, x.shape[1] + 1) / np.arange(1.0, x.shape[1] + 1).sum(), "order of the columns"),
    (aggregate, lambda x, w: np.nansum(x * w, axis=-1), "shares"),
    (aggregate, lambda x, w: np.nanmax(x, axis=-1) + 1, "outside its parts"),
    (aggregate, lambda x, w: np.nanmin(np.abs(x - 7), axis=-1), "falls where"),
    (screen, lambda x: np.ones(len(x)), "yes or no"),
    (screen, lambda x: np.arange(len(x)) < 3, "order of the rows"),
]


@pytest.mark.parametrize("case", range(len(CASES)))
def test_a_breach_is_found(case: int, guests: list[tuple[Family[Any], str]]) -> None:
    """A function that breaks one promise is told which, with a table."""
    family, function, said = CASES[case]
    function.__name__, function.__doc__ = "of_my_own", wrong("Mine")
    family(function)
    guests.append((family, "of_my_own"))
    assert any(said in promise for promise in broken(family, "of_my_own"))


def test_a_table_that_is_changed_in_place_is_found(guests: list[tuple[Family[Any], str]]) -> None:
    """The caller's table is the caller's; a missing docstring is told as well."""

    def careless(x: Any) -> Any:
        x[np.isnan(x)] = 0
        return x

    fill(careless)
    guests.append((fill, "careless"))
    told = broken(fill, "careless")
    assert any("changes the table" in promise for promise in told)
    assert any("Formula" in promise for promise in told)


def test_a_file_of_ones_own(tmp_path: Path, guests: list[tuple[Family[Any], str]]) -> None:
    """A function in a file of the user's becomes a member that a recipe may name; a broken file is refused."""
    file = tmp_path / "mine.py"
    file.write_text(
        "import numpy as np\nfrom equalterms.methods import normalise\n\n@normalise\ndef halves(x, ends):\n"
        '    """Half the value.\n\n    Formula: y = d x / 2.\n\n    Source: mine.\n    """\n'
        "    return x * ends.direction / 2\n",
        encoding="utf-8",
    )
    own(str(file))
    guests.append((normalise, "halves"))
    assert broken(normalise, "halves") == ()
    with pytest.raises(StudyError, match="no Python file"):
        own(str(tmp_path / "none.py"))
    file.write_text("1 / 0\n", encoding="utf-8")
    with pytest.raises(StudyError, match="ZeroDivisionError"):
        own(str(file))
