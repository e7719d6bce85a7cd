"""Treat by a power transformation whose lambda is given, or fitted by maximum likelihood."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from equalterms.methods.arrays import Floats
from equalterms.methods.treat import Flags, Treated, extent, one_step, treat

# A fitted lambda is sought this far from 0: beyond it, nearly all values fall on one.
FARTHEST = 5.0
FITTED = "fitted"


@treat
def box_cox(x: Floats, *, power: float | str = FITTED, shift: bool = True) -> Treated:
    """Every indicator becomes a power of itself that brings it nearest to a normal distribution.

    Formula: y = (z^lambda - 1)/lambda, ln z for lambda = 0; z = x - min + 1, or x with shift=false, which needs
    positive values. `power` is lambda; fitted, it has the greatest likelihood of a normal y between -5 and 5.

    Source: Box and Cox (1964), J. R. Stat. Soc. B 26:211, doi:10.1111/j.2517-6161.1964.tb00553.x.
    """
    from scipy.special import boxcox, boxcox1p
    from scipy.stats import boxcox_llf

    least, _, able = extent(x)
    if not shift and (least <= 0).any():
        raise ValueError("needs positive values where shift=false")
    powers = _powers(power, x - least + 1 if shift else x, able, boxcox_llf)
    y = boxcox1p(x - least, powers) if shift else boxcox(x, powers)
    return _said("box_cox", "Box-Cox", x, y, powers)


@treat
def yeo_johnson(x: Floats, *, power: float | str = FITTED) -> Treated:
    """Every indicator becomes a power of itself, of either sign, that brings it nearest to a normal distribution.

    Formula: y = ((x + 1)^lambda - 1)/lambda for x >= 0, ln(x + 1) for lambda = 0;
    y = -((1 - x)^(2 - lambda) - 1)/(2 - lambda) for x < 0, -ln(1 - x) for lambda = 2. `power` is lambda;
    fitted, it has the greatest likelihood of a normal y between -5 and 5.

    Source: Yeo and Johnson (2000), Biometrika 87:954, doi:10.1093/biomet/87.4.954.
    """
    from scipy.special import boxcox1p
    from scipy.stats import yeojohnson_llf

    powers = _powers(power, x, extent(x)[2], yeojohnson_llf)
    y = np.where(x >= 0, boxcox1p(np.maximum(x, 0.0), powers), -boxcox1p(np.maximum(-x, 0.0), 2 - powers))
    return _said("yeo_johnson", "Yeo-Johnson", x, y, powers)


def _powers(power: float | str, z: Floats, able: Flags, likelihood: Callable[..., float]) -> Floats:
    """The lambda of each column; NaN for one that no transformation changes in shape."""
    if power != FITTED:
        try:
            given = float(power)
        except ValueError:
            given = np.nan
        if not np.isfinite(given):
            raise ValueError(f"needs power to be a number or {FITTED}")
        return np.where(able, given, np.nan)
    found = np.full(z.shape[1], np.nan)
    for j in np.flatnonzero(able):
        # In order, so that the likelihood is summed alike however the units stand.
        found[j] = _fitted(np.sort(z[~np.isnan(z[:, j]), j]), likelihood)
    return found


def _fitted(z: Floats, likelihood: Callable[..., float]) -> float:
    from scipy.optimize import minimize_scalar

    with np.errstate(all="ignore"):  # a lambda on which all values fall together has no likelihood
        best = minimize_scalar(
            lambda power: -np.nan_to_num(float(likelihood(power, z)), nan=-np.inf, posinf=-np.inf),
            bounds=(-FARTHEST, FARTHEST),
            method="bounded",
            options={"xatol": 1e-9},
        )
    return float(best.x)


def _said(method: str, name: str, x: Floats, y: Floats, powers: Floats) -> Treated:
    done = ~np.isnan(powers)
    values = np.where(done, y, x)
    if np.isinf(values).any():
        raise ValueError("needs a power nearer to 1, for values so large")
    words = [f"{name}, lambda {power:.3g}" if some else "" for power, some in zip(powers, done, strict=True)]
    return one_step(method, x, values, words, powers)
