"""How columns hang together: correlations, reliability, factors, gaps, and what drives an index.

Matrices are units x columns, NaN is a gap. A statistic that the data do not define is NaN.
"""

from __future__ import annotations

import numpy as np

from equalterms.methods.arrays import Floats

_FLAT = 1e-12


def correlate(a: Floats, b: Floats, rank: bool = False) -> tuple[float, int]:
    """Correlation of two columns over the units that have both, and how many these are.

    NaN below three units or where one of the columns has equal values only. With `rank` it is Spearman's:
    Pearson's of the ranks among these units, equal values sharing the mean of their ranks.

    Formula: r = sum (a - mean a)(b - mean b) / sqrt(sum (a - mean a)^2 sum (b - mean b)^2).

    Source: Spearman (1904), American Journal of Psychology 15:72, doi:10.2307/1412159.
    """
    both = np.isfinite(a) & np.isfinite(b)
    n = int(both.sum())
    x, y = a[both], b[both]
    if n < 3 or _flat(x) or _flat(y):
        return float("nan"), n
    if rank:
        x, y = mean_ranks(x), mean_ranks(y)
    x, y = x - x.mean(), y - y.mean()
    r = (x @ y) / np.sqrt((x @ x) * (y @ y))
    return float(np.clip(r, -1.0, 1.0)), n


def kendall(a: Floats, b: Floats) -> float:
    """Kendall's tau-b of two columns over the units that have both; NaN as for `correlate`.

    Formula: tau = sum sign(a_i - a_j) sign(b_i - b_j) / sqrt(A B), A and B the pairs that differ in a, in b.

    Source: Kendall (1945), Biometrika 33:239, doi:10.1093/biomet/33.3.239.
    """
    both = np.isfinite(a) & np.isfinite(b)
    x, y = a[both], b[both]
    if len(x) < 3 or _flat(x) or _flat(y):
        return float("nan")
    agree, differ_x, differ_y = 0.0, 0.0, 0.0
    # A block of rows at a time: all pairs of many units would not fit into memory.
    step = max(1, 4_000_000 // len(x))
    for start in range(0, len(x), step):
        across = np.sign(x[start : start + step, None] - x)
        down = np.sign(y[start : start + step, None] - y)
        agree += float((across * down).sum())
        differ_x += float(np.abs(across).sum())
        differ_y += float(np.abs(down).sum())
    return agree / float(np.sqrt(differ_x * differ_y))


def inflation(r: Floats) -> Floats:
    """How much the variance of each column's coefficient is inflated by the others; infinite where they give it.

    Formula: VIF_j = (R^-1)_jj = 1 / (1 - R_j^2), R the correlations of the columns.

    Source: Marquardt (1970), Technometrics 12:591, doi:10.1080/00401706.1970.10488699.
    """
    if np.isnan(r).any():
        return np.full(len(r), np.nan)
    if np.linalg.cond(r) > 1 / np.finfo(float).eps:
        return np.full(len(r), np.inf)
    return np.asarray(np.diagonal(np.linalg.inv(r)), dtype=float)


def _flat(x: Floats) -> bool:
    return bool(np.ptp(x) <= _FLAT * np.abs(x).max())


def mean_ranks(x: Floats) -> Floats:
    """Ranks from 1 for the least value; equal values share the mean of their ranks."""
    _, places, counts = np.unique(x, return_inverse=True, return_counts=True)
    out: Floats = (np.cumsum(counts) - (counts - 1) / 2)[places].astype(float)
    return out


def correlations(x: Floats, rank: bool = False) -> tuple[Floats, Floats]:
    """The correlations of all columns with each other, and the units behind each (`correlate`)."""
    k = x.shape[1]
    r, n = np.ones((k, k)), np.zeros((k, k))
    for i in range(k):
        for j in range(i, k):
            r[i, j], n[i, j] = correlate(x[:, i], x[:, j], rank)
            r[j, i], n[j, i] = r[i, j], n[i, j]
    return r, n


def p_values(r: Floats, n: Floats) -> Floats:
    """Two-sided p-values of correlations, were the columns unrelated; for ranks it is an approximation.

    Formula: t = r sqrt((n - 2) / (1 - r^2)) has Student's distribution with n - 2 degrees of freedom.

    Source: Student (1908), Biometrika 6:302, doi:10.1093/biomet/6.2-3.302.
    """
    from scipy.special import stdtr

    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.abs(r) * np.sqrt((n - 2) / (1 - r * r))
        p = 2 * stdtr(n - 2, -t)
    return np.where((n > 2) & np.isfinite(r), np.where(np.abs(r) >= 1, 0.0, p), np.nan)


def holm(p: Floats) -> Floats:
    """p-values corrected so that among all of them a false finding is rare; NaN is no test.

    Formula: in ascending order, the greatest of (m - k + 1) p_k so far, at most 1.

    Source: Holm (1979), Scandinavian Journal of Statistics 6:65, https://www.jstor.org/stable/4615733.
    """
    out = np.full(p.shape, np.nan)
    tests = np.flatnonzero(np.isfinite(p))
    order = tests[np.argsort(p[tests], kind="stable")]
    out[order] = np.minimum(np.maximum.accumulate(p[order] * np.arange(len(order), 0, -1)), 1.0)
    return out


def benjamini_hochberg(p: Floats) -> Floats:
    """p-values corrected so that of all findings the share of false ones stays small; NaN is no test.

    Formula: in descending order, the least of p_k m / k so far, k the place in ascending order, at most 1.

    Source: Benjamini and Hochberg (1995), JRSS B 57:289, doi:10.1111/j.2517-6161.1995.tb02031.x.
    """
    out = np.full(p.shape, np.nan)
    tests = np.flatnonzero(np.isfinite(p))
    order = tests[np.argsort(p[tests], kind="stable")][::-1]
    m = len(order)
    out[order] = np.minimum(np.minimum.accumulate(p[order] * m / np.arange(m, 0, -1)), 1.0)
    return out


def covariances(x: Floats) -> Floats:
    """Covariances (n - 1) of all columns, each over the units that have both of the two."""
    k = x.shape[1]
    c = np.full((k, k), np.nan)
    for i in range(k):
        for j in range(i, k):
            both = np.isfinite(x[:, i]) & np.isfinite(x[:, j])
            n = int(both.sum())
            if n > 1:
                a, b = x[both, i], x[both, j]
                c[i, j] = c[j, i] = (a - a.mean()) @ (b - b.mean()) / (n - 1)
    return c


def cronbach(c: Floats) -> float:
    """Cronbach's alpha of the sum of columns, from their covariances; NaN below two columns.

    Formula: alpha = k / (k - 1) (1 - sum_i c_ii / sum_ij c_ij).

    Source: Cronbach (1951), Psychometrika 16:297, doi:10.1007/BF02310555.
    """
    k, total = len(c), float(c.sum())
    if k < 2 or not np.isfinite(total) or total <= 0:
        return float("nan")
    return float(k / (k - 1) * (1 - np.trace(c) / total))


def feldt(alpha: float, n: int, k: int, level: float = 0.95) -> tuple[float, float]:
    """The interval of Cronbach's alpha of k columns over n units, were these drawn from many.

    Formula: 1 - (1 - alpha) F, F the upper and the lower quantile of F(n - 1, (n - 1)(k - 1)).

    Source: Feldt (1965), Psychometrika 30:357, doi:10.1007/BF02289499.
    """
    from scipy.special import fdtri

    if not np.isfinite(alpha) or n < 2 or k < 2:
        return float("nan"), float("nan")
    tail = (1 - level) / 2
    low, high = (1 - (1 - alpha) * float(fdtri(n - 1, (n - 1) * (k - 1), q)) for q in (1 - tail, tail))
    return low, high


def one_factor(r: Floats, turns: int = 5000) -> Floats:
    """Loadings of the one factor that comes nearest to the correlations; NaN below three columns.

    Their sum is not negative; no loading is beyond 1 in size.

    Formula: l minimises sum_i<j (r_ij - l_i l_j)^2 (minres); one at a time, l_i = sum_j r_ij l_j / sum_j l_j^2.

    Source: Harman and Jones (1966), Psychometrika 31:351, doi:10.1007/BF02289468.
    """
    k = len(r)
    if k < 3 or not np.isfinite(r).all():
        return np.full(k, np.nan)
    values, vectors = np.linalg.eigh(r)
    l = vectors[:, -1] * np.sqrt(max(values[-1], 0.0))  # noqa: E741  # the letter of the formula
    off = r - np.diag(np.diag(r))
    for _ in range(turns):
        before = l.copy()
        for i in range(k):
            others = l @ l - l[i] ** 2
            l[i] = np.clip((off[i] @ l) / others, -1.0, 1.0) if others > _FLAT else 0.0
        if np.abs(l - before).max() < 1e-13:
            break
    out: Floats = l if l.sum() >= 0 else -l
    return out


def omega(c: Floats) -> float:
    """McDonald's omega of the sum of columns, from their covariances: what one factor gives of its variance.

    NaN below three columns, where one factor is not determined.

    Formula: omega = (sum_i a_i)^2 / ((sum_i a_i)^2 + sum_i (c_ii - a_i^2)), a_i = l_i sqrt(c_ii), l as `one_factor`.

    Source: McDonald (1999), Test Theory, doi:10.4324/9781410601087, chapter 6.
    """
    spread = np.sqrt(np.diag(c))
    if not np.isfinite(c).all() or not (spread > 0).all():
        return float("nan")
    a = one_factor(c / np.outer(spread, spread)) * spread
    common = a.sum() ** 2
    return float(common / (common + (spread**2 - a**2).sum()))


def kmo(r: Floats) -> tuple[float, Floats]:
    """The Kaiser-Meyer-Olkin measure, of all columns and of each: is what they share more than pairs share?

    NaN where the correlations have no inverse.

    Formula: sum r_ij^2 / (sum r_ij^2 + sum p_ij^2) over i != j, p the partial correlations given all the others.

    Source: Kaiser (1974), Psychometrika 39:31, doi:10.1007/BF02291575.
    """
    k = len(r)
    if k < 2 or not np.isfinite(r).all() or np.linalg.cond(r) > 1e12:
        return float("nan"), np.full(k, np.nan)
    inverse = np.linalg.inv(r)
    scale = np.sqrt(np.diag(inverse))
    shared, partial = r**2, (inverse / np.outer(scale, scale)) ** 2
    np.fill_diagonal(shared, 0.0)
    np.fill_diagonal(partial, 0.0)
    with np.errstate(invalid="ignore"):
        each = shared.sum(axis=0) / (shared + partial).sum(axis=0)
        return float(shared.sum() / (shared + partial).sum()), each


def eigenvalues(r: Floats) -> Floats:
    """Eigenvalues of correlations, the greatest first: each, divided by their number, is a share of variance.

    Source: Jolliffe (2002), Principal Component Analysis, Springer, doi:10.1007/b98835.
    """
    if not np.isfinite(r).all():
        return np.full(len(r), np.nan)
    return np.asarray(np.linalg.eigvalsh(r)[::-1], dtype=float)


def smooth(x: Floats, y: Floats, knots: int = 20) -> Floats:
    """y as a smooth function of x: broken lines, their turns held back; a straight line where that serves as well.

    With few units the curve may follow chance; x and y have no gaps, and x has different values.

    Formula: y = b0 + b1 x + sum_k u_k (x - t_k)+ by least squares with the penalty d sum u_k^2, t_k `knots`
    quantiles of the different values of x, or all within where they are few; d minimises n RSS / (n - 1.4 df)^2,
    df the trace of the smoother.

    Source: Ruppert, Wand and Carroll (2003), Semiparametric Regression, doi:10.1017/CBO9780511755453, chapter 5;
    the 1.4: Kim and Gu (2004), JRSS B 66:337, doi:10.1046/j.1369-7412.2003.05316.x.
    """
    n, different = len(x), np.unique(x)
    scaled, different = ((v - x.mean()) / np.ptp(x) for v in (x, different))
    straight, _ = np.linalg.qr(np.column_stack([np.ones(n), scaled]))
    line = straight @ (straight.T @ y)
    if len(different) < 3:
        return line
    few = len(different) <= knots + 2
    turns = different[1:-1] if few else np.quantile(different, np.arange(1, knots + 1) / (knots + 1))
    basis = np.maximum(scaled[:, None] - turns, 0.0)
    left, size, _ = np.linalg.svd(basis - straight @ (straight.T @ basis), full_matrices=False)
    power, along = size**2, left.T @ (y - line)
    best, least = line, n * ((y - line) ** 2).sum() / (n - 2.8) ** 2
    for penalty in power[0] * np.logspace(3, -7, 61):
        kept = power / (power + penalty)
        freedom = n - 1.4 * (2 + kept.sum())
        fitted = line + left @ (kept * along)
        if freedom > 0 and (criterion := n * ((y - fitted) ** 2).sum() / freedom**2) < least * (1 - 1e-9):
            best, least = fitted, criterion
    return best


def importance(x: Floats, y: Floats) -> tuple[float, float]:
    """How much of y's variance x explains, alone: as a smooth function, and as a straight line (r^2).

    Over the units that have both; NaN below five, or where x or y has equal values only.

    Formula: S = Var(E[y | x]) / Var(y), the first-order effect or correlation ratio; E[y | x] by `smooth`.

    Source: Paruolo, Saisana and Saltelli (2013), JRSS A 176:609, doi:10.1111/j.1467-985X.2012.01059.x.
    """
    both = np.isfinite(x) & np.isfinite(y)
    a, b = x[both], y[both]
    if len(a) < 5 or _flat(a) or _flat(b):
        return float("nan"), float("nan")
    share = float(np.var(smooth(a, b)) / np.var(b))
    return min(share, 1.0), correlate(a, b)[0] ** 2


def patterns(x: Floats) -> list[tuple[tuple[int, ...], int]]:
    """Which columns are missing together: each set of gaps and how many units have it, the most frequent first."""
    gaps, counts = np.unique(np.isnan(x), axis=0, return_counts=True)
    found = [(tuple(int(j) for j in np.flatnonzero(gap)), int(n)) for gap, n in zip(gaps, counts, strict=True)]
    return sorted(found, key=lambda pattern: (-pattern[1], len(pattern[0]), pattern[0]))
