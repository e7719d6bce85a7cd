"""Fill by expectation and maximisation: what a multivariate normal distribution expects of a gap."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from equalterms.methods.arrays import Floats
from equalterms.methods.fill import fill
from equalterms.methods.fill_models import needs_values, standardised

_Rows = NDArray[np.intp]
_STEPS = 20_000
_BLOCK = 4_000_000
_SINGULAR = 1e-9


@fill
def em(x: Floats, *, ridge: float = 0.5, tolerance: float = 1e-6) -> Floats:
    """A gap becomes its expectation given the unit's other values, under a multivariate normal distribution.

    Means and covariances are those that make the observed values most likely, gaps and all. A prior without
    correlations counts as much as `ridge` units for each indicator, so that there may be more indicators than units;
    with 0 the estimates are of maximum likelihood. Steps end when no standardised parameter moves by the tolerance.

    Formula: y_m = mu_m + S_mo S_oo^-1 (x_o - mu_o), o the observed and m the missing part of a unit;
    S = (sum E[(x - mu)(x - mu)'] + r diag(s^2))/(n + r), s the deviations of observed values, r = ridge times the
    number of indicators, n the units with any value.

    Source: Dempster, Laird and Rubin (1977), Journal of the Royal Statistical Society B 39:1,
    doi:10.1111/j.2517-6161.1977.tb01600.x; the ridge: Schafer (1997), Analysis of Incomplete Multivariate Data, 5.2.
    """
    return completed(x, ridge, tolerance)


def completed(x: Floats, ridge: float, tolerance: float, rng: np.random.Generator | None = None) -> Floats:
    """`x` with gaps at their conditional means or, with `rng`, drawn from their conditional distributions."""
    needs_values(x)
    if ridge < 0 or not tolerance > 0:
        raise ValueError("needs ridge of 0 or more and tolerance above 0")
    scale = standardised(x)
    varies = np.flatnonzero(scale.spread > 0)
    out = np.where(np.isnan(scale.mean), np.nan, 0.0) + np.zeros_like(x)
    z = scale.z[:, varies]
    if np.isnan(z).any():
        mean, covariance = parameters(z, ridge, tolerance)
        for rows, places, given, spread in _expected(z, mean, covariance):
            if rng is not None:
                noise = rng.standard_normal((*given.shape, 1))
                given = given + (np.linalg.cholesky(spread) @ noise)[..., 0]
            z[rows[:, None], places] = given
    out[:, varies] = z
    return scale.back(out, x)


def parameters(z: Floats, ridge: float, tolerance: float) -> tuple[Floats, Floats]:
    """Means and covariance matrix of standardised columns with gaps; ValueError where they cannot be told."""
    # Many draws ask for the same fit, which takes longer than all else.
    return _fitted(np.ascontiguousarray(z).tobytes(), z.shape[1], ridge, tolerance)


@lru_cache(maxsize=4)
def _fitted(values: bytes, width: int, ridge: float, tolerance: float) -> tuple[Floats, Floats]:
    z = np.frombuffer(values).reshape(-1, width)
    z = z[np.isfinite(z).any(axis=1)]
    mean, covariance = np.zeros(width), np.eye(width)
    for _ in range(_STEPS):
        fresh, wider = _step(z, mean, covariance, ridge)
        moved = max(np.abs(fresh - mean).max(), np.abs(wider - covariance).max())
        mean, covariance = fresh, wider
        if moved < tolerance:
            mean.flags.writeable = covariance.flags.writeable = False
            return mean, covariance
    raise ValueError(f"needs a larger ridge: no end after {_STEPS} steps")


def _step(z: Floats, mean: Floats, covariance: Floats, ridge: float) -> tuple[Floats, Floats]:
    """One expectation of the gaps and their products, and the parameters that are most likely then."""
    width = len(mean)
    full, extra = z.copy(), np.zeros(width * width)
    for rows, places, given, spread in _expected(z, mean, covariance):
        full[rows[:, None], places] = given
        pair = places[:, :, None] * width + places[:, None, :]
        extra += np.bincount(pair.ravel(), spread.ravel(), width * width)
    mean = full.mean(axis=0)
    away = full - mean
    prior = ridge * width
    return mean, (away.T @ away + extra.reshape(width, width) + prior * np.eye(width)) / (len(z) + prior)


def _expected(z: Floats, mean: Floats, covariance: Floats) -> Iterator[tuple[_Rows, _Rows, Floats, Floats]]:
    """For rows with as many gaps: the rows, the columns of their gaps, conditional means and covariances.

    With P the inverse of the covariance matrix, the gaps have the covariance P_mm^-1 and the mean
    mu_m - P_mm^-1 P_mo (x_o - mu_o): one large inverse for all patterns, and a small one for each row.
    """
    precision = _inverse(covariance)
    missing = np.isnan(z)
    pull = np.where(missing, 0.0, z - mean) @ precision
    number = missing.sum(axis=1)
    for m in np.unique(number[number > 0]):
        alike = np.flatnonzero(number == m)
        for rows in np.array_split(alike, -(-len(alike) * m * m // _BLOCK)):
            places = np.argsort(~missing[rows], axis=1, kind="stable")[:, :m]
            spread = np.linalg.inv(precision[places[:, :, None], places[:, None, :]])
            given = mean[places] - (spread @ pull[rows[:, None], places][..., None])[..., 0]
            yield rows, places, given, (spread + spread.transpose(0, 2, 1)) / 2


def _inverse(covariance: Floats) -> Floats:
    try:
        # Squared, these are the variances that each indicator has left once those before it are known.
        left = np.diagonal(np.linalg.cholesky(covariance)).min() ** 2
    except np.linalg.LinAlgError:
        left = 0.0
    if left < _SINGULAR:
        raise ValueError("needs ridge above 0: indicators that follow from others, or more of them than units")
    return np.asarray(np.linalg.inv(covariance), dtype=float)
