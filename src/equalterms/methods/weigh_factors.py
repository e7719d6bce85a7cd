"""Members of weigh that ask what the children have in common: principal components and factors."""

from __future__ import annotations

import numpy as np

from equalterms.methods.arrays import Floats
from equalterms.methods.weigh import correlations, shares, spread, weigh


def components(x: Floats) -> tuple[Floats, Floats]:
    """Eigenvalues, greatest first, and unit eigenvectors (columns) of the correlations over units without gaps.

    The sign of each vector is such that its sum is positive; a column of equal values has no part in any.

    Formula: R v = lambda v, R the Pearson correlations.

    Source: Jolliffe (2002), Principal Component Analysis, Springer, doi:10.1007/b98835.
    """
    whole = x[np.isfinite(x).all(axis=1)]
    if len(whole) < 3:
        raise ValueError(f"needs 3 units without gaps and finds {len(whole)}: fill the gaps first")
    r = correlations(whole)
    told = np.ptp(whole, axis=0) > 1e-12 * np.abs(whole).max(axis=0)
    values, vectors = np.linalg.eigh(r * np.outer(told, told))
    values, vectors = values[::-1], vectors[:, ::-1]
    return values, vectors * np.where(vectors.sum(axis=0) < 0, -1.0, 1.0)


@weigh
def pca(x: Floats, *, squared: bool = True) -> Floats:
    """Weights of the first principal component: more to what moves with the rest. Over units without gaps.

    Squared loadings are a share of the component's variance and never negative. With squared=false the
    loadings themselves count; one below 0 is refused, for a part cannot be taken from its index.

    Formula: w_j = v_j^2, or v_j / sum v, v the first unit eigenvector of the correlations, sum v > 0.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, 6.1, doi:10.1787/9789264043466-en.
    """
    values, vectors = components(x)
    # Where several components are first alike, the one among their mixtures that is nearest to equal weights.
    first = vectors[:, values >= values[0] * (1 - 1e-9)]
    even = first @ first.sum(axis=0)
    first = even / np.linalg.norm(even) if np.linalg.norm(even) > 1e-9 else first[:, 0]
    if squared:
        return shares(first**2)
    if first.min() < -1e-12:
        raise ValueError(
            f"gives the part number {int(first.argmin()) + 1} a loading below 0, for it moves against the rest: "
            "turn its direction, leave it out or take squared=true"
        )
    return shares(np.maximum(first, 0.0))


@weigh
def factor(x: Floats, *, least: float = 1.0) -> Floats:
    """Weights of the OECD: of each part the share of variance that its own factor, after rotation, explains.

    Factors are the principal components with an eigenvalue above `least`, at the least the first, turned by
    varimax; a part belongs to the factor that it loads on most. Over units without gaps.

    Formula: w_j = (a_jf^2/E_f)(E_f/sum E) rescaled to 1 in sum, thus a_jf^2 / sum_k a_kf(k)^2; a the rotated
    loadings, E_f = sum_j a_jf^2, f = f(j) the factor with the greatest a_jf^2.

    Source: Nicoletti, Scarpetta and Boylaud (2000), OECD Economics Department Working Papers 226,
    doi:10.1787/215182844604; OECD and JRC (2008), Handbook on Constructing Composite Indicators, 6.1.
    """
    values, vectors = components(x)
    kept = max(int((values > least).sum()), 1)
    loadings = vectors[:, :kept] * np.sqrt(np.maximum(values[:kept], 0.0))
    return shares((varimax(loadings) ** 2).max(axis=1))


def varimax(loadings: Floats, turns: int = 1000) -> Floats:
    """Loadings turned so that each part loads on as few factors as may be (Kaiser's rows of length 1).

    Formula: R maximises sum_f var_j((L R)_jf^2), the rows of L scaled to length 1; by repeated singular values.

    Source: Kaiser (1958), Psychometrika 23:187, doi:10.1007/BF02289233.
    """
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    rows = loadings / np.where(length > 0, length, 1.0)
    turn = np.eye(loadings.shape[1])
    reached = 0.0
    for _ in range(turns):
        turned = rows @ turn
        left, size, right = np.linalg.svd(rows.T @ (turned**3 - turned * (turned**2).mean(axis=0)))
        turn = left @ right
        if size.sum() <= reached * (1 + 1e-14):
            break
        reached = size.sum()
    out: Floats = loadings @ turn
    return out


@weigh
def infomax(x: Floats) -> Floats:
    """Weights under which the whole tells most of its parts: the sum of correlations with them is greatest.

    It is the mean of standardised columns. Exact without gaps; a gap is left out of the deviations.

    Formula: argmax_w sum_j corr(x_j, X w) = 1/s_j, by Cauchy and Schwarz on sum_j z_j and X w; in shares.

    Source: Becker, Saisana, Paruolo and Vandecasteele (2017), Ecological Indicators 80:12,
    doi:10.1016/j.ecolind.2017.03.056, for the aim; the closed form is ours.
    """
    wide = spread(x)
    return shares(np.where(wide > 0, 1.0 / np.where(wide > 0, wide, 1.0), 0.0))
