"""Near-duplicates: texts that share most of their runs of three words, found without holding each against each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from datasketch import MinHash

PERMUTATIONS: Final = 64  # an estimate of 0.8 has a standard error of 0.05
BANDS: Final = 16  # of four values each: texts alike by 0.8 share a band in 99.98 of 100 cases, by 0.3 in 12
SAME: Final = 0.8
LEAST: Final = 8  # runs of words; a shorter text says too little to be told from another
MOST_KEPT: Final = 20_000  # texts that are remembered, the latest: memory stays flat over a corpus of any length
_RUN: Final = 3
_SEED: Final = 1
_SCHEME: Final = "affine32"
_P, _Q = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77)  # odd, so that no word is lost in the product
_WORD: Final = re.compile(r"\w")
_MARKS: Final = "‘’“”«»—–…\u00a0\u202f、。，"  # marks and blanks of more than one byte
_BLANKS: Final = bytes(c if chr(c).isalnum() or c == ord("_") or c > 127 else ord(" ") for c in range(256))

Signature = NDArray[Any]
"""64 whole numbers."""


def runs(text: str) -> NDArray[np.uint32]:
    """The runs of three words of a text in small letters, each once as one number, in order of size.

    Of a script without blanks, the runs of three letters.

    Formula: of the CRC-32 a, b, c of three words that follow each other, (a p + b) q + c modulo 2^32, p and q odd.
    """
    words = _words(text)
    if len(words) < _RUN:
        return np.zeros(0, dtype=np.uint32)
    codes = np.fromiter(map(crc32, words), dtype=np.uint32, count=len(words))
    found = (codes[:-2] * _P + codes[1:-1]) * _Q + codes[2:]
    found.sort()
    new = np.ones(len(found), dtype=bool)
    np.not_equal(found[1:], found[:-1], out=new[1:])
    each: NDArray[np.uint32] = found[new]  # as `unique`, in a quarter of its time
    return each


def _words(text: str) -> list[bytes]:
    """The words of a text as bytes: twice as fast to cut as a string by a pattern, and what the hash takes."""
    low = text.lower()
    if not low.isascii():
        for mark in _MARKS:
            low = low.replace(mark, " ")
    data = low.encode()
    words = data.translate(_BLANKS).split()
    # as Chinese has it: three bytes a letter, no blanks; the length of all spares most texts the sum
    if len(data) > 45 * len(words) and sum(map(len, words)) > 45 * len(words):
        return [letter.encode() for letter in _WORD.findall(low)]
    return words


def signature(text: str) -> Signature | None:
    """The MinHash of a text: 64 values whose share of agreement with another's estimates how much the two overlap.

    None where the text has fewer than eight runs of words.

    Formula: P(two texts agree in value i) = |X and Y| / |X or Y|, the overlap of Jaccard of their runs of words.

    Source: Broder, A. Z. (1997). On the resemblance and containment of documents. Compression and Complexity of
    Sequences 1997, 21-29. DOI 10.1109/SEQUEN.1997.666900.
    """
    found = runs(text)
    if len(found) < LEAST:
        return None
    made = copy(_blank())  # its values are replaced, not changed; its own `copy` checks its permutations again
    made.update_batch([found])
    sign: Signature = made.digest()
    return sign


@cache
def _blank() -> MinHash:
    """A MinHash of nothing: making its permutations takes longer than a copy.

    The runs are hashes already, and it takes all of a text as one array.
    """
    from datasketch import MinHash

    return MinHash(num_perm=PERMUTATIONS, seed=_SEED, scheme=_SCHEME, hashfunc=np.asarray)


class Alike:
    """The texts seen so far, the latest 20,000: asks for each new one which of them it repeats.

    Formula: the 64 values are cut into 16 bands of four; only texts that share a whole band are compared, and two are
    near-duplicates where at least 80% of their values agree.

    Source: Leskovec, J., Rajaraman, A. and Ullman, J. D. (2014). Mining of Massive Datasets, 2nd ed., ch. 3.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._bands: dict[bytes, list[int]] = {}  # of a band, its number before its values: the texts that have it
        self._names: dict[int, str] = {}
        self._signs = np.zeros((0, PERMUTATIONS), dtype=np.uint64)  # of text k in row k modulo `most`
        self._seen = 0

    def add(self, name: str, sign: Signature | None) -> str | None:
        """The name of the text that this one repeats, the most alike, of those the first; else it is remembered."""
        if sign is None:
            return None
        keys = _keys(sign)
        if near := sorted({text for key in keys for text in self._bands.get(key, ())}):
            agree = np.count_nonzero(self._signs[np.array(near) % self._most] == sign, axis=1)
            best = int(agree.argmax())  # of equals the first, which is the oldest
            if agree[best] >= SAME * PERMUTATIONS:
                return self._names[near[best]]
        self._keep(name, sign, keys)
        return None

    def _keep(self, name: str, sign: Signature, keys: Sequence[bytes]) -> None:
        if len(self._names) >= self._most:
            self._forget(self._seen + 1 - self._most)
        self._seen += 1
        self._names[self._seen] = name
        row = self._seen % self._most
        if row >= len(self._signs):
            more = min(self._most, max(1024, 2 * len(self._signs), row + 1)) - len(self._signs)
            self._signs = np.vstack([self._signs, np.zeros((more, PERMUTATIONS), dtype=np.uint64)])
        self._signs[row] = sign
        for key in keys:
            self._bands.setdefault(key, []).append(self._seen)

    def _forget(self, text: int) -> None:
        """Let the oldest text go; in each of its bands it stands first."""
        del self._names[text]
        for key in _keys(self._signs[text % self._most]):
            del self._bands[key][0]
            if not self._bands[key]:
                del self._bands[key]


def _keys(sign: Signature) -> list[bytes]:
    """The bands of a signature: the number of each and its four values, as bytes."""
    raw = sign.astype(np.uint64).tobytes()
    size = len(raw) // BANDS
    return [bytes((band,)) + raw[band * size : (band + 1) * size] for band in range(BANDS)]
