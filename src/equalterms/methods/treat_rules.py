"""Treat in two stages: outliers are drawn in, and where that is not enough a transformation is tried."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from equalterms.methods.arrays import Floats, shape
from equalterms.methods.treat import Stage, Treated, as_they_came, heavy, treat
from equalterms.methods.treat_logs import log, log_ct, log_ct_plus, log_gii, log_plus_one
from equalterms.methods.treat_outliers import drawn_in
from equalterms.methods.treat_power import FITTED, box_cox, yeo_johnson

_LOGS = {each.__name__: each for each in (log, log_ct, log_ct_plus, log_plus_one, log_gii)}
_POWERS = {each.__name__: each for each in (box_cox, yeo_johnson)}
# Less than this share nearer to symmetry is rounding.
_ROUNDING = 1e-9


@treat
def skew_rule(
    x: Floats,
    *,
    most: int = 5,
    skew: float = 2.0,
    kurtosis: float = 3.5,
    then: str = "log",
    power: float | str = FITTED,
) -> Treated:
    """Winsorised where that removes the outliers, else a transformation where that serves, else untouched.

    Formula: an indicator with |skewness| >= skew and kurtosis >= kurtosis is winsorised; if it still
    fails, the transformation of the original is taken, unless that is no nearer to symmetry than before.
    `then` is log, log_ct, log_ct_plus, log_plus_one, log_gii, box_cox or yeo_johnson; `power` is for these two.

    Source: OECD and JRC (2008), Handbook on Constructing Composite Indicators, ch. 5;
    Becker et al. (2022), doi:10.21105/joss.04567.
    """
    second = _transformation("then", then, power)
    first = np.flatnonzero(heavy(x, skew, kurtosis))
    drawn, words = drawn_in(x[:, first], most, skew, kurtosis)
    out, decisions = _begun(x, first, drawn, words)
    still = first[heavy(drawn, skew, kurtosis)]
    stages = [as_they_came(x), Stage("winsorise", first, drawn)]
    if still.size:
        came = x[:, still]
        made = second(came)
        better = np.abs(shape(made.values)[0]) < np.abs(shape(came)[0]) * (1 - _ROUNDING)
        out[:, still] = np.where(better, made.values, came)
        stages.append(Stage(then, still, made.values, made.stages[-1].parameter))
        for j, helps, said in zip(still, better, made.decisions, strict=True):
            decisions[j] = said if helps else "skewed; no treatment helps"
    return Treated(out, tuple(decisions), tuple(stages))


@treat
def coinr_rule(
    x: Floats,
    *,
    most: int = 5,
    skew: float = 2.0,
    kurtosis: float = 3.5,
    first: str = "winsorise",
    then: str = "log_ct",
    power: float | str = FITTED,
    combine: bool = False,
) -> Treated:
    """COINr's two stages to the letter, for its numbers: the second is kept even where it makes things worse.

    Formula: an indicator with |skewness| >= skew and kurtosis >= kurtosis goes through `first`, winsorise (which
    passes `most` where the last values drawn in are equal) or a transformation; if it still fails, through `then`,
    a transformation or none, of the original or with combine=true of what the first stage left. Transformations
    are log, log_ct, log_ct_plus, log_plus_one, log_gii, box_cox and yeo_johnson; `power` is for the last two.

    Source: Becker et al. (2022), Journal of Open Source Software 7:4567, doi:10.21105/joss.04567 (Treat).
    """
    at = np.flatnonzero(heavy(x, skew, kurtosis))
    if first == "winsorise":
        values, words = drawn_in(x[:, at], most, skew, kurtosis, ties=True)
        stages = [as_they_came(x), Stage(first, at, values)]
    else:
        made = _transformation("first", first, power)(x[:, at])
        values, words = made.values, list(made.decisions)
        stages = [as_they_came(x), Stage(first, at, values, made.stages[-1].parameter)]
    out, decisions = _begun(x, at, values, words)
    still = at[heavy(values, skew, kurtosis)]
    if then != "none":
        made = _transformation("then", then, power)((out if combine else x)[:, still])
        out[:, still] = made.values
        stages.append(Stage(then, still, made.values, made.stages[-1].parameter))
        for j, said in zip(still, made.decisions, strict=True):
            decisions[j] = f"{decisions[j]}; {said}" if combine and decisions[j] and said else said
    return Treated(out, tuple(decisions), tuple(stages))


def _begun(x: Floats, at: np.ndarray, values: Floats, words: list[str]) -> tuple[Floats, list[str]]:
    """The table and the decisions after the first stage."""
    out, decisions = x.copy(), [""] * x.shape[1]
    out[:, at] = values
    for j, said in zip(at, words, strict=True):
        decisions[j] = said
    return out, decisions


def _transformation(option: str, name: str, power: float | str) -> Callable[[Floats], Treated]:
    if name in _POWERS:
        return lambda x: _POWERS[name](x, power=power)
    if name in _LOGS:
        return _LOGS[name]
    raise ValueError(f"needs {option} to be a transformation: {', '.join([*_LOGS, *_POWERS])}")
