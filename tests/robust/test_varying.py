"""What may vary, written as a setting: families with their choices, members with their options, names that stand."""

import pytest

from equalterms.errors import StudyError
from equalterms.model import Study, Variation
from equalterms.robust import by_definition, compiled, draw
from equalterms.variations import what_if
from tests.conftest import embedded


def test_entries_take_the_place_of_the_studys_own(small: Study) -> None:
    """Choices and options as in study.yaml; the what-if is remembered."""
    made = what_if(small, "vary", "weights(noise=0.1); aggregate=arithmetic|power(p=2) ; leave_out(what=units)")
    assert made.vary == (
        Variation("weights", {"noise": 0.1}),
        Variation("aggregate", {"choices": ("arithmetic", "power(p=2)")}),
        Variation("leave_out", {"what": "units"}),
    )
    assert made.settings[-1][0] == "vary"
    draws = draw(made, 8, 1)
    assert compiled(made, draws) == pytest.approx(by_definition(made, draws), nan_ok=True)


def test_a_name_alone_keeps_what_the_study_says() -> None:
    """The study's own entry, with its choices; what it has not is taken with the defaults."""
    study = embedded("hdi")
    own = study.vary[0]
    assert what_if(study, "vary", own.key).vary == (own,)
    assert what_if(study, "vary", "dirichlet").vary == (Variation("dirichlet", {}),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "vary names nothing"),
        ("weihgts", "no method of the family vary"),
        ("weights(nose=1)", "has no option 'nose'"),
        ("fill", "vary fill has no choices"),
        ("aggregate=arithmetic|mean", "no method of the family aggregate"),
        ("weights=1", "is no method"),
    ],
)
def test_what_is_refused(small: Study, text: str, said: str) -> None:
    """A slip is named, with the setting."""
    with pytest.raises(StudyError, match=said) as error:
        what_if(small, "vary", text)
    assert error.value.where == "--set vary"
