"""Members of `vary` that shake the data: draws for gaps, errors of measurement, goalposts moved."""

from __future__ import annotations

import numpy as np

from equalterms.errors import StudyError
from equalterms.methods.fill_draws import draws as known_draws
from equalterms.model import Study
from equalterms.variations.chance import possible
from equalterms.variations.error import STATUSES, written
from equalterms.variations.factor import Factor, Sets
from equalterms.variations.family import vary

_MOST = 100_000


@vary
def imputation(study: Study, *, draws: int = 20) -> tuple[Factor, ...]:
    """A gap gets a value at random, from what the study's method of filling knows of it (multiple imputation).

    So many completed tables are drawn, and each run takes one of them.

    Formula: table number 1 + floor(u draws), drawn as docs/methods/fill.md says under `draw`.

    Source: Rubin (1987), Multiple Imputation for Nonresponse in Surveys, doi:10.1002/9780470316696.
    """
    _count(draws)
    filling = [step for step in possible(study, "fill") if step.name != "none"]
    without = [step.name for step in filling if step.name not in set(known_draws)]
    if without or not filling:
        said = f"fill {without[0]} has no draws" if without else "nothing is filled in this study"
        raise StudyError(said, study.name, f"fill by one of {', '.join(known_draws)}, or leave imputation out of vary")
    return (Factor("every.fill.draw", choices=tuple(str(k + 1) for k in range(int(draws)))),)


@vary
def measurement(
    study: Study,
    *,
    estimated: float = 0.1,
    provisional: float = 0.05,
    imputed: float = 0.1,
    normal: float = 0.0,
    draws: int = 50,
) -> tuple[Factor, ...]:
    """Values carry an error: a share of the value by its status, or the standard error that the study states.

    The stated standard error of the indicator gdp is a series beside the tree that is called gdp_se, in the same
    measure. So many tables of errors are drawn, and each run takes one of them. An error by status keeps the sign.

    Formula: x' = x exp(s z - s^2 / 2), s^2 = ln(1 + share^2), z ~ N(0, 1) for each observation; with a stated
    standard error x' = x + se z.

    Source: Nardo et al. (2008), OECD/JRC Handbook on Constructing Composite Indicators, 7.
    """
    _count(draws)
    shares = dict(zip(STATUSES, (estimated, provisional, imputed, normal), strict=True))
    for name, share in shares.items():
        if not 0 <= share <= 10:
            raise StudyError(f"measurement {name} is {share}", remedy="give a share of the value, such as 0.1")
    return (Factor("error", choices=tuple(written(k + 1, shares) for k in range(int(draws)))),)


@vary
def goalposts(study: Study, *, share: float = 0.1, draws: int = 50) -> tuple[Factor, ...]:
    """Both goalposts of every indicator that has them are moved by up to a share of their distance.

    So many sets of goalposts are drawn, and each run takes one of them.

    Formula: g' = g + share (high - low) (2 v - 1), v uniform, for each goalpost by itself.

    Source: Saisana, Saltelli and Tarantola (2005), J. R. Stat. Soc. A 168:307, doi:10.1111/j.1467-985X.2005.00350.x.
    """
    _count(draws)
    if not 0 <= share < 0.5:
        raise StudyError(f"share is {share}", remedy="give a share from 0 to below 0.5")
    posts = {node.id: node.goalposts for node in study.indicators if node.goalposts}
    if not posts:
        raise StudyError("no indicator has goalposts", study.name, "leave goalposts out of vary")
    sets = []
    for k in range(int(draws)):
        v = 2 * np.random.default_rng(k + 1).random((len(posts), 2)) - 1
        moved = [
            (id, float(low + share * (high - low) * v[i, 0]), float(high + share * (high - low) * v[i, 1]))
            for i, (id, (low, high)) in enumerate(posts.items())
        ]
        sets.append(tuple((f"goalposts.{id}", f"{low!r} {high!r}") for id, low, high in moved))
    return (Sets("goalposts", choices=tuple(str(k + 1) for k in range(int(draws))), sets=tuple(sets)),)


def _count(draws: int) -> None:
    if not 1 <= draws <= _MOST or draws != int(draws):
        raise StudyError(f"draws is {draws}", remedy=f"give a whole number from 1 to {_MOST}")
