"""Treat by a logarithm: shifted so that it is defined, mirrored where skewed left; and its variants in use."""

from __future__ import annotations

import numpy as np

from equalterms.methods.arrays import Floats, shape
from equalterms.methods.treat import Flags, Treated, extent, one_step, treat

# How far below the least value the logarithm's zero lies, as a share of the range: the COIN Tool's choice.
_PAD = 0.01
# Skewness this near to 0 is rounding: which side it falls on would hang on the order of the units.
_SYMMETRY = 1e-9


def _padded(method: str, x: Floats, mirrored: Flags) -> Treated:
    least, most, able = extent(x)
    pad = _PAD * np.where(able, most - least, 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):  # columns that stay as they are
        y = np.where(mirrored, -np.log(most - x + pad), np.log(x - least + pad))
    return _said(method, x, y, able, mirrored)


def _said(method: str, x: Floats, y: Floats, able: Flags, mirrored: Flags | None = None) -> Treated:
    words = np.where(able, "logarithm", "")
    if mirrored is not None:
        words = np.where(able & mirrored, "mirrored logarithm", words)
    return one_step(method, x, np.where(able, y, x), words.tolist())


@treat
def log(x: Floats) -> Treated:
    """Every indicator becomes its logarithm, shifted so that it is defined, mirrored where skewed left.

    Formula: y = ln(x - min + 0.01 (max - min)); where skewness is negative
    y = -ln(max - x + 0.01 (max - min)). The order of the units stays. Two distinct values stay as they are.

    Source: Becker et al. (2022), Journal of Open Source Software 7:4567, doi:10.21105/joss.04567.
    """
    return _padded("log", x, shape(x)[0] < -_SYMMETRY)


@treat
def log_ct(x: Floats) -> Treated:
    """Every indicator becomes its logarithm, shifted by a hundredth of its range; never mirrored.

    Formula: y = ln(x - min + 0.01 (max - min)). It makes what is skewed left more so.

    Source: Becker et al. (2022), Journal of Open Source Software 7:4567, doi:10.21105/joss.04567 (log_CT).
    """
    return _padded("log_ct", x, np.zeros(x.shape[1], dtype=bool))


@treat
def log_ct_plus(x: Floats) -> Treated:
    """Every indicator becomes its logarithm, mirrored unless skewed right.

    Formula: y = ln(x - min + 0.01 (max - min)) where skewness is above 0, else
    y = -ln(max - x + 0.01 (max - min)); it differs from `log` where skewness is 0 or undefined.

    Source: Becker et al. (2022), Journal of Open Source Software 7:4567, doi:10.21105/joss.04567 (log_CT_plus).
    """
    return _padded("log_ct_plus", x, ~(shape(x)[0] > _SYMMETRY))


@treat
def log_plus_one(x: Floats) -> Treated:
    """Every indicator becomes the logarithm of its distance from the least value, plus one.

    Formula: y = ln(x - min + 1). It depends on the measure: values within a range far below 1 hardly change.

    Source: Becker et al. (2022), Journal of Open Source Software 7:4567, doi:10.21105/joss.04567 (log_CT_orig).
    """
    least, _, able = extent(x)
    return _said("log_plus_one", x, np.log1p(x - least), able)


@treat
def log_gii(x: Floats, *, factor: float = 1.0) -> Treated:
    """The logarithm of the Global Innovation Index, from 0 to that of the greatest value.

    Formula: y = ln((f max - 1)(x - min)/(max - min) + 1), f a factor of 1, or more for small measures. Where f max
    is 1 or less this would turn the order of the units round or be undefined; such an indicator stays as it is,
    and is told.

    Source: Becker et al. (2022), Journal of Open Source Software 7:4567, doi:10.21105/joss.04567 (log_GII, after the
    spreadsheet of the Global Innovation Index 2020).
    """
    if not factor > 0:
        raise ValueError("needs factor above 0")
    least, most, able = extent(x)
    defined = able & (most * factor > 1)
    slope = np.where(defined, (most * factor - 1) / np.where(able, most - least, 1.0), 0.0)
    made = _said("log_gii", x, np.log1p(slope * (x - least)), defined)
    words = np.where(able & ~defined, "no logarithm: its greatest value is not above 1", made.decisions)
    return Treated(made.values, tuple(words.tolist()), made.stages)
