"""Ranks of many runs at once, and how often each unit has each: whole numbers, a block of runs at a time."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from equalterms.methods.arrays import Floats, ranks

Places = NDArray[Any]
"""Ranks as whole numbers of 16 or 32 bits; 0 where a run gives none."""

_CHUNK = 1 << 15
_MARGIN = 1.001
_DIGITS = 12


def empty(runs: int, units: int) -> Places:
    """Room for the ranks of so many runs and units."""
    return np.zeros((runs, units), dtype=np.int16 if units < 2**15 else np.int32)


def places(scores: Floats) -> Places:
    """The rank of each unit in each run (runs x units); the same as `methods.arrays.ranks`, some ten times as fast.

    Each run is sorted once. Only where two neighbours are so close that rounding to 12 digits may make them
    equal is a run ranked with all care.
    """
    out = empty(*scores.shape)
    rows = max(1, _CHUNK // max(1, scores.shape[1]))
    for start in range(0, len(scores), rows):
        _ranked(scores[start : start + rows], out[start : start + rows])
    return out


def _ranked(scores: Floats, out: Places) -> None:
    runs, units = scores.shape
    if not units:
        return
    key = -scores
    # Units without a score come last and are no neighbours of anybody.
    order = np.argsort(key, axis=1)
    base = np.arange(0, runs * units, units)[:, None]
    order += base
    key = key.ravel()[order]
    place = np.arange(1, units + 1, dtype=out.dtype)
    there = np.isfinite(key)
    whole = bool(there.all())
    out.ravel()[order] = place if whole else np.where(there, place, 0)
    last = key[:, -1] if whole else np.where(there, key, -np.inf).max(axis=1)
    size = np.maximum(np.abs(key[:, 0]), np.abs(last))
    odd = ~np.isfinite(size)
    step = _MARGIN * 10.0 ** (np.floor(np.log10(np.where(odd | (size <= 0), 1.0, size))) - (_DIGITS - 1))
    # A comparison with a gap is false, so that only scores beside each other count.
    near = odd | ((key[:, 1:] - key[:, :-1]) <= step[:, None]).any(axis=1)
    if near.any():
        out[near] = np.nan_to_num(ranks(scores[near]), nan=0.0).astype(out.dtype)


def counts(found: Places) -> NDArray[np.int64]:
    """How often each unit has each rank (units x ranks from 1); runs in which it has none are left out."""
    units = found.shape[1]
    out = np.zeros(units * (units + 1), dtype=np.int64)
    base = np.arange(0, units * (units + 1), units + 1)
    rows = max(1, (1 << 20) // max(1, units))
    for start in range(0, len(found), rows):
        out += np.bincount((found[start : start + rows] + base).ravel(), minlength=out.size)
    return out.reshape(units, units + 1)[:, 1:]


def quantile(counted: NDArray[np.int64], q: float, slack: Floats | float = 0.0) -> Floats:
    """The rank below which a share of a unit's runs lies, from counts: an observed rank, cut outwards; NaN for none.

    `slack` moves the share by so many runs, for the ends of an interval around a quantile.
    """
    seen = counted.sum(axis=1)
    wanted = np.clip(np.ceil(q * seen - 1e-9 + slack), 1, np.maximum(seen, 1))
    made = (counted.cumsum(axis=1) < wanted[:, None]).sum(axis=1) + 1.0
    return np.where(seen > 0, made, np.nan)


def above(found: Places) -> NDArray[np.int64]:
    """In how many runs each unit has a better rank than each other (units x units); ties and gaps are no such runs."""
    runs, units = found.shape
    none = np.iinfo(found.dtype).max if units > 250 else 255
    out = np.zeros((units, units), dtype=np.int64)
    rows = 1 << 14
    for start in range(0, runs, rows):
        part = found[start : start + rows].T
        kind = found.dtype if units > 250 else np.uint8
        own = np.ascontiguousarray(np.where(part == 0, none, part).astype(kind))
        padded = np.full((units, -(-own.shape[1] // 8) * 8), none, dtype=kind)
        padded[:, : own.shape[1]] = own
        for i in range(units):
            better = (padded[i] < padded).view(np.uint64)
            out[i] += np.bitwise_count(better).sum(axis=1, dtype=np.int64)
    return out
