"""What every member of a family of methods promises, to try a function of one's own against it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from equalterms.errors import StudyError
from equalterms.family import Family
from equalterms.methods import aggregate, fill, normalise, screen, treat, weigh
from equalterms.methods.aggregate import penalised, relative
from equalterms.methods.arrays import Floats
from equalterms.methods.fill import over_time
from equalterms.methods.normalise import Ends

_Check = Callable[[Callable[..., Any], Floats, np.random.Generator], Iterator[str]]


def broken(family: Family, name: str, tables: int = 100, seed: int = 0) -> tuple[str, ...]:  # type: ignore[type-arg]
    """The promises of a family that its member breaks on random tables; empty where it keeps them all.

    The tables have 5 to 12 units and 2 to 5 columns of values above 0, with ties and gaps. A promise that is
    broken is told once, with the table that shows it. A ValueError whose message begins with "needs" is a
    refusal, and no breach.
    """
    member, rng = family[name], np.random.default_rng(seed)
    told: dict[str, str] = {}
    text = member.__doc__ or ""
    for needed in ("Formula:", "Source:"):
        if needed not in text:
            told[f"has no {needed} paragraph in its docstring"] = ""
    check = _CHECKS.get(family.name)
    for _ in range(tables if check else 0):
        x = _table(rng)
        try:
            for promise in check(member, x, rng) if check else ():
                told.setdefault(promise, f", for example for {x.tolist()}")
        except ValueError as error:
            if not str(error).startswith("needs"):
                told.setdefault(f"raises ValueError: {error}", f", for example for {x.tolist()}")
    return tuple(f"{name} {promise}{example}" for promise, example in told.items())


def own(path: str) -> None:
    """Run a Python file of the user's own, whose functions then stand in the families.

    It is run as any script that the user starts; nothing of a study ever names it.
    """
    file = Path(path)
    spec = importlib.util.spec_from_file_location("equalterms_own_methods", file)
    if spec is None or spec.loader is None or not file.exists():
        raise StudyError("is no Python file", path, "name a .py file in EQUALTERMS_METHODS")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise StudyError(f"fails: {type(error).__name__}: {error}", path, "run it alone to see where") from error


def _table(rng: np.random.Generator) -> Floats:
    x = rng.integers(1, 60, (int(rng.integers(5, 13)), int(rng.integers(2, 6)))) / 4
    gaps = rng.random(x.shape) < 0.15
    gaps[:3], gaps[:, 0] = False, False
    return np.where(gaps, np.nan, x)


def _same(a: Floats, b: Floats) -> bool:
    return a.shape == b.shape and bool(np.allclose(a, b, rtol=1e-9, atol=1e-9, equal_nan=True))


def _falls(x: Floats, y: Floats) -> bool:
    """Whether y falls somewhere where x rises, gaps left out."""
    for j in range(x.shape[1]):
        kept = np.argsort(x[:, j], kind="stable")
        kept = kept[np.isfinite(x[kept, j])]
        if (np.diff(y[kept, j]) < -1e-9).any():
            return True
    return False


def _ends(x: Floats, direction: float) -> Ends:
    goal = 60.0 if direction > 0 else 0.1
    ones = np.ones(x.shape[1])
    return Ends(direction * ones, 0.01 * ones, 60.0 * ones, goal * ones, goal * ones)


def _normalise(member: Callable[..., Any], x: Floats, rng: np.random.Generator) -> Iterator[str]:
    before, rows = x.copy(), rng.permutation(len(x))
    up, down = member(x, _ends(x, 1.0)), member(x, _ends(x, -1.0))
    if not np.array_equal(x, before, equal_nan=True):
        yield "changes the table that it is given"
    if not np.array_equal(np.isnan(up), np.isnan(x)) or not np.array_equal(np.isnan(down), np.isnan(x)):
        yield "does not keep gaps as gaps"
        return
    if _falls(x, up):
        yield "does not keep the order"
    if _falls(x, -down):
        yield "does not obey the direction"
    if not _same(up[rows], member(x[rows], _ends(x, 1.0))):
        yield "sees the order of the rows"
    ends = _ends(x, 1.0)
    among = Ends(ends.direction, ends.low, ends.high, ends.target, ends.reference, x)
    if not _same(member(x[:1], among), up[:1]):
        yield "does not place a row among the table that sets the scale (ends.scale)"


def _fill(member: Callable[..., Any], x: Floats, rng: np.random.Generator) -> Iterator[str]:
    before = x.copy()
    years = np.arange(2000.0, 2000 + len(x))
    y = member(x, years) if member.__name__ in over_time else member(x)
    seen = np.isfinite(x)
    if not np.array_equal(x, before, equal_nan=True):
        yield "changes the table that it is given"
    if y.shape != x.shape or not np.array_equal(y[seen], x[seen]):
        yield "changes observed values"


def _treat(member: Callable[..., Any], x: Floats, rng: np.random.Generator) -> Iterator[str]:
    before, done = x.copy(), member(x)
    if not np.array_equal(x, before, equal_nan=True):
        yield "changes the table that it is given"
    if not np.array_equal(np.isnan(done.values), np.isnan(x)):
        yield "does not keep gaps as gaps"
    elif _falls(x, done.values):
        yield "does not keep the order"
    for j, words in enumerate(done.decisions):
        if not words and not np.array_equal(done.values[:, j], x[:, j], equal_nan=True):
            yield "changes a column without a word in its decisions"
    if len(done.decisions) != x.shape[1]:
        yield "has not one decision for each column"


def _weigh(member: Callable[..., Any], x: Floats, rng: np.random.Generator) -> Iterator[str]:
    if member.__name__ == "given":
        return
    x = np.nan_to_num(x, nan=3.0)
    w, columns = member(x), rng.permutation(x.shape[1])
    if w.shape != (x.shape[1],) or (w < -1e-12).any() or abs(w.sum() - 1) > 1e-6:
        yield "does not give one weight of 0 or more for each column, 1 in sum"
    elif not np.allclose(member(x[:, columns]), w[columns], atol=1e-4):
        yield "sees the order of the columns"


def _aggregate(member: Callable[..., Any], x: Floats, rng: np.random.Generator) -> Iterator[str]:
    w: Floats = np.asarray(rng.uniform(0.1, 2, x.shape[1]))
    y, columns = member(x, w), rng.permutation(x.shape[1])
    if y.shape != x.shape[:-1]:
        yield "does not give one value for each unit"
        return
    if not _same(member(x[:, columns], w[columns]), y):
        yield "sees the order of the columns"
    if not _same(member(x, 7 * w), y):
        yield "sees the size of the weights, not their shares alone"
    if member.__name__.rstrip("_") in relative | penalised:
        return
    if (y < np.nanmin(x, axis=1) - 1e-9).any() or (y > np.nanmax(x, axis=1) + 1e-9).any():
        yield "lies outside its parts: mark it @compares or @penalises, or it is no average"
    more = x.copy()
    more[:, 0] += 1
    if (member(more, w) < y - 1e-9).any():
        yield "falls where a part rises"


def _screen(member: Callable[..., Any], x: Floats, rng: np.random.Generator) -> Iterator[str]:
    kept, rows = member(x), rng.permutation(len(x))
    if kept.dtype != bool or kept.shape != (len(x),):
        yield "does not say yes or no for each unit"
    elif not np.array_equal(member(x[rows]), kept[rows]):
        yield "sees the order of the rows"


_CHECKS: dict[str, _Check] = {
    normalise.name: _normalise,
    fill.name: _fill,
    treat.name: _treat,
    weigh.name: _weigh,
    aggregate.name: _aggregate,
    screen.name: _screen,
}
