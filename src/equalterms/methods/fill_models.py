"""Fill from what indicators and units have in common: neighbours, regression, chained equations.

Models work on standardised columns, so that no unit of measure counts for more. A column without values stays
one; a value that is the same for all that have it is the fill of its column.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from equalterms.methods.arrays import Floats, columnwise, deviation
from equalterms.methods.fill import fill

_FEWEST = 3


class Standard(NamedTuple):
    """Columns with mean 0 and standard deviation 1 (n - 1), and what leads back; a constant column is all 0."""

    z: Floats
    mean: Floats
    spread: Floats

    def back(self, z: Floats, x: Floats) -> Floats:
        """Filled standardised columns in the units of `x`, whose values stay to the last bit."""
        return np.where(np.isnan(x), self.mean + self.spread * z, x)


def standardised(x: Floats) -> Standard:
    """The columns on the scale of their own mean and standard deviation."""
    mean, spread = columnwise(np.nanmean, x), deviation(x)
    flat = ~(columnwise(np.nanmax, x) > columnwise(np.nanmin, x))
    # Rounding lets equal values deviate from their mean: of a constant column the value is the mean.
    mean = np.where(flat, columnwise(np.nanmin, x), mean)
    spread = np.where(flat, 0.0, spread)
    return Standard((x - mean) / np.where(flat, 1.0, spread), mean, spread)


def needs_values(x: Floats) -> None:
    """ValueError where an indicator has a value or two: too few for a model to learn from."""
    seen = np.isfinite(x).sum(axis=0)
    if ((seen > 0) & (seen < _FEWEST)).any():
        raise ValueError(f"needs {_FEWEST} values of an indicator or more")


class Near(NamedTuple):
    """The gaps of a column (rows), the units that have a value (givers), and which of them are near (gaps x givers)."""

    column: int
    rows: NDArray[np.intp]
    givers: NDArray[np.intp]
    chosen: NDArray[np.bool_]


def neighbours(x: Floats, k: int) -> Iterator[Near]:
    """For each column with gaps, the k nearest units that have a value; all that are as near as the k-th."""
    if k < 1:
        raise ValueError("needs k of 1 or more")
    seen = np.isfinite(x)
    rows = np.flatnonzero(~seen.all(axis=1))
    far = _distances(x, rows)
    for j in range(x.shape[1]):
        gaps, givers = np.flatnonzero(~seen[rows, j]), np.flatnonzero(seen[:, j])
        if not (len(gaps) and len(givers)):
            continue
        d = far[np.ix_(gaps, givers)]
        last = min(k, len(givers)) - 1
        chosen = np.isfinite(d) & (d <= np.partition(d, last, axis=1)[:, [last]])
        yield Near(j, rows[gaps], givers, chosen)


def _distances(x: Floats, rows: NDArray[np.intp]) -> Floats:
    """Mean squared differences of standardised values over shared indicators; infinite where none is shared."""
    z = standardised(x).z
    seen = np.isfinite(z)
    value, has = np.where(seen, z, 0.0), seen.astype(float)
    shared = has[rows] @ has.T
    square = value * value
    total = square[rows] @ has.T + has[rows] @ square.T - 2 * value[rows] @ value.T
    # Nine decimals of a squared standard deviation: products of matrices round, and a tie should stay one.
    return np.where(shared > 0, np.round(np.maximum(total, 0.0) / np.maximum(shared, 1.0), 9), np.inf)


@fill
def nearest(x: Floats, *, k: int = 5) -> Floats:
    """A gap becomes the mean of the k units that are most alike on the other indicators.

    Units are compared on the indicators that both have; those as near as the k-th count too, so that the order of
    units does not matter. A unit that shares no indicator with one that has the value keeps its gap.

    Formula: y_ij = mean of x_kj over the k nearest; d_ik^2 = mean_h (z_ih - z_kh)^2 over shared h.

    Source: Troyanskaya et al. (2001), Bioinformatics 17:520, doi:10.1093/bioinformatics/17.6.520.
    """
    out = x.copy()
    for near in neighbours(x, k):
        values, count = x[near.givers, near.column], near.chosen.sum(axis=1)
        mean = near.chosen @ values / np.maximum(count, 1)
        out[near.rows, near.column] = np.where(count > 0, mean, np.nan)
    return out


@fill
def regression(x: Floats, *, pairs: int = 10) -> Floats:
    """A gap lies on the regression line on the one other indicator that correlates most with it.

    Chosen among the indicators that the unit has, with at least so many units that have both; a gap without such an
    indicator stays. The line may lead beyond the values that were observed.

    Formula: y_ij = m_j + b (x_ih - m_h), b = cov(j, h)/var(h), over the units with both; h maximises r_jh^2.

    Source: Buck (1960), Journal of the Royal Statistical Society B 22:302; OECD and JRC (2008), Handbook on
    Constructing Composite Indicators, 4.2.
    """
    if pairs < _FEWEST:
        raise ValueError(f"needs pairs of {_FEWEST} or more")
    scale = standardised(x)
    seen = np.isfinite(x)
    line = _lines(scale.z, pairs)
    out = scale.z.copy()
    for j in np.flatnonzero(~seen.all(axis=0)):
        rows = np.flatnonzero(~seen[:, j])
        strength = np.where(seen[rows], line.strength[j], -1.0)
        best = np.argmax(strength, axis=1)
        given = line.mean[j, best] + line.slope[j, best] * (scale.z[rows, best] - line.mean[best, j])
        out[rows, j] = np.where(strength[np.arange(len(rows)), best] >= 0, given, np.nan)
    return scale.back(out, x)


class _Lines(NamedTuple):
    """For each pair of columns j, h over the units with both: the mean of j, its slope on h, r^2 (-1: no use)."""

    mean: Floats
    slope: Floats
    strength: Floats


def _lines(z: Floats, pairs: int) -> _Lines:
    seen = np.isfinite(z)
    value, has = np.where(seen, z, 0.0), seen.astype(float)
    n = np.maximum(has.T @ has, 1.0)
    mean = value.T @ has / n
    variance = np.maximum((value * value).T @ has / n - mean**2, 0.0)
    covariance = value.T @ value / n - mean * mean.T
    varies = variance > 1e-12
    able = varies.T & (n >= pairs) & ~np.eye(z.shape[1], dtype=bool)
    slope = np.where(able, covariance / np.where(able, variance.T, 1.0), 0.0)
    known = able & varies
    strength = np.where(known, slope * covariance / np.where(known, variance, 1.0), np.where(able, 0.0, -1.0))
    # Equal to nine decimals is equal: then the first indicator is taken, whatever the order of the units.
    return _Lines(mean, slope, np.asarray(np.round(strength, 9), dtype=float))


@fill
def chained(x: Floats, *, rounds: int = 10, predictors: int = 25, sample: bool = False, seed: int = 0) -> Floats:
    """Each indicator is regressed on the others in turn, round after round, and its gaps are predicted anew.

    Of more than `predictors` others, so many are chosen by chance in each round, those that correlate more being more
    likely. sample=true draws each prediction from its distribution instead of taking the mean. `seed` sets the chance
    in both; where neither is needed, it changes nothing.

    Formula: z_j = a_j + sum_h b_jh z_h + e, h /= j, by Bayesian ridge regression over the units with j; y_ij = E z_ij.

    Source: Van Buuren and Groothuis-Oudshoorn (2011), Journal of Statistical Software 45(3),
    doi:10.18637/jss.v045.i03; regressions by MacKay (1992), Neural Computation 4:415, doi:10.1162/neco.1992.4.3.415;
    15 to 25 predictors: Van Buuren (2018), Flexible Imputation of Missing Data, 2nd ed., 6.3.
    """
    needs_values(x)
    if rounds < 1 or predictors < 1:
        raise ValueError("needs rounds and predictors of 1 or more")
    if not 0 <= seed < 2**32:
        raise ValueError("needs a seed from 0 to 4294967295")
    scale = standardised(x)
    varies = np.flatnonzero(scale.spread > 0)
    if sample and len(varies) < 2:
        raise ValueError("needs two indicators whose values differ")
    out = np.where(np.isnan(scale.mean), np.nan, 0.0) + np.zeros_like(x)
    if len(varies) and np.isnan(x[:, varies]).any():
        few = predictors if predictors < len(varies) - 1 else None
        out[:, varies] = _iterated(
            scale.z[:, varies], max_iter=rounds, n_nearest_features=few, sample_posterior=sample, random_state=seed
        )
    return scale.back(out, x)


def _iterated(z: Floats, **options: int | bool | None) -> Floats:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.experimental import enable_iterative_imputer  # noqa: F401  # makes the next import possible
    from sklearn.impute import IterativeImputer
    from sklearn.linear_model import BayesianRidge

    model = IterativeImputer(BayesianRidge(), **options)
    with warnings.catch_warnings():
        # The number of rounds is the method's own end, as in the source; the library warns of it as an accident.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return np.asarray(model.fit_transform(z), dtype=float)
