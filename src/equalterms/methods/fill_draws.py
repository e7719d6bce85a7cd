"""Draws: a gap becomes a value at random, from what a method of filling knows of it, for multiple imputation.

A draw goes by the name of the method whose uncertainty it shows and takes the same options. Parameters (means,
covariances, distances) are held as estimated, so the spread between draws is that of a value, not of the model too.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from equalterms.family import Family
from equalterms.methods import fill_em, fill_models
from equalterms.methods.arrays import Floats, columnwise, deviation


class Draw(Protocol):
    """A member of the family."""

    __name__: str

    def __call__(self, x: Floats, rng: np.random.Generator, /) -> Floats: ...


draws: Family[Draw] = Family("draws", "a gap becomes a value at random (multiple imputation)")


@draws
def mean(x: Floats, rng: np.random.Generator) -> Floats:
    """A gap is drawn from a normal distribution with the indicator's mean and standard deviation.

    Formula: y_ij ~ N(m_j, s_j^2), s with n - 1; an indicator needs two values.

    Source: Little and Rubin (2019), Statistical Analysis with Missing Data, 3rd ed., 4.3.
    """
    if (np.isfinite(x).sum(axis=0) == 1).any():
        raise ValueError("needs 2 values of an indicator or more")
    noise = rng.standard_normal(x.shape)
    return np.where(np.isnan(x), columnwise(np.nanmean, x) + deviation(x) * noise, x)


@draws
def nearest(x: Floats, rng: np.random.Generator, *, k: int = 5) -> Floats:
    """A gap becomes the value of one of the k units that are most alike, each as likely (hot deck).

    Formula: P(y_ij = x_kj) = 1/k for the k nearest units, as the method nearest finds them.

    Source: Andridge and Little (2010), International Statistical Review 78:40,
    doi:10.1111/j.1751-5823.2010.00103.x.
    """
    out = x.copy()
    for near in fill_models.neighbours(x, k):
        ticket = np.where(near.chosen, rng.random(near.chosen.shape), -1.0)
        drawn = x[near.givers[np.argmax(ticket, axis=1)], near.column]
        out[near.rows, near.column] = np.where(near.chosen.any(axis=1), drawn, np.nan)
    return out


@draws
def chained(x: Floats, rng: np.random.Generator, *, rounds: int = 10, predictors: int = 25) -> Floats:
    """Chained equations whose predictions are drawn, each from its own distribution, in every round.

    Formula: z_ij ~ N(E z_ij, Var z_ij) of the Bayesian ridge regression of j on the other indicators.

    Source: Van Buuren and Groothuis-Oudshoorn (2011), Journal of Statistical Software 45(3),
    doi:10.18637/jss.v045.i03.
    """
    seed = int(rng.integers(2**31))
    return fill_models.chained(x, rounds=rounds, predictors=predictors, sample=True, seed=seed)


@draws
def em(x: Floats, rng: np.random.Generator, *, ridge: float = 0.5, tolerance: float = 1e-6) -> Floats:
    """The gaps of a unit are drawn together from the normal distribution that its other values leave them.

    Formula: y_m ~ N(mu_m + S_mo S_oo^-1 (x_o - mu_o), S_mm - S_mo S_oo^-1 S_om).

    Source: Schafer (1997), Analysis of Incomplete Multivariate Data, ch. 5; Honaker, King and Blackwell (2011),
    Journal of Statistical Software 45(7), doi:10.18637/jss.v045.i07.
    """
    return fill_em.completed(x, ridge, tolerance, rng)
