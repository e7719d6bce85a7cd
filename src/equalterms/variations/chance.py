"""Members of `vary` that choose: a family's methods, what is left out, limits of treatment."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from equalterms.errors import StudyError, nearest
from equalterms.methods import steps
from equalterms.model import Step, Study
from equalterms.steps import parse
from equalterms.variations.factor import Factor
from equalterms.variations.family import vary


def _choice(family: str) -> Callable[..., tuple[Factor, ...]]:
    def choose(study: Study, *, choices: tuple[str, ...] = ()) -> tuple[Factor, ...]:
        return (Factor(family, choices=choices),)

    choose.__name__ = family
    choose.__doc__ = f"""One of the stated methods of {family}, each alike likely, for every node without its own.

    Formula: choice = choices[floor(u n)].

    Source: Saisana, Saltelli and Tarantola (2005), J. R. Stat. Soc. A 168:307, doi:10.1111/j.1467-985X.2005.00350.x.
    """
    return choose


for _family in steps:
    vary(_choice(_family))


@vary
def leave_out(study: Study, *, what: str = "indicators") -> tuple[Factor, ...]:
    """Half of the time nothing is left out, otherwise one of the indicators, pillars or units, each alike likely.

    A unit that is left out has no rank in that run, and sets no scale.

    Formula: nothing where u < 1/2, else the indicator number floor(2 (u - 1/2) n).

    Source: Saisana, Saltelli and Tarantola (2005), J. R. Stat. Soc. A 168:307, doi:10.1111/j.1467-985X.2005.00350.x.
    """
    groups: Mapping[str, tuple[str, ...]] = {
        "indicators": tuple(node.id for node in study.indicators),
        "pillars": tuple(pillar.id for pillar in study.pillars if pillar.parent),
        "units": tuple(unit.code for unit in study.units),
    }
    if what not in groups:
        raise StudyError(f"leave_out knows no {what!r}", remedy=nearest(what, groups))
    ids = groups[what]
    return (Factor("drop", choices=("",) * len(ids) + ids),)


@vary
def treat_limit(
    study: Study, *, option: str = "most", low: float = 1.0, high: float = 5.0, values: int = 5
) -> tuple[Factor, ...]:
    """A limit of the treatment of outliers, such as how many values are winsorised, is drawn from a range.

    It goes to every treatment that takes the option, in the recipe, on a node or chosen by chance. An option that
    counts takes the whole numbers of the range.

    Formula: limit = low + (high - low) floor(u n) / (n - 1).

    Source: Becker, Caperna, Del Sorbo, Norlen, Papadimitriou and Saisana (2022), J. Open Source Software 7:4567,
    doi:10.21105/joss.04567.
    """
    takers = [step for step in possible(study, "treat") if option in steps["treat"].options(step.name)]
    if not takers:
        known = sorted({name for step in possible(study, "treat") for name in steps["treat"].options(step.name)})
        raise StudyError(f"no treatment of the study takes {option[:60]!r}", study.name, nearest(option, known))
    if not low < high or not 2 <= values <= 1000:
        raise StudyError(f"treat_limit from {low:g} to {high:g} by {values}", remedy="low below high, 2 values or more")
    if all(isinstance(steps["treat"].options(step.name)[option], int) for step in takers):
        return (Factor(f"every.treat.{option}", choices=tuple(str(k) for k in range(round(low), round(high) + 1))),)
    texts = tuple(repr(float(value)) for value in np.linspace(low, high, int(values)))
    return (Factor(f"every.treat.{option}", choices=texts),)


def possible(study: Study, family: str) -> list[Step]:
    """The steps of a family that a run may take: the recipe's, the nodes' own, those that chance chooses."""
    found = [getattr(study.recipe, family)]
    found += [step for node in study.indicators if (step := getattr(node, family, None)) is not None]
    for variation in study.vary:
        if variation.key == family:
            choices = variation.options.get("choices", ())
            found += [parse(str(choice), family) for choice in choices if choice]  # type: ignore[attr-defined]  # texts
    return found
