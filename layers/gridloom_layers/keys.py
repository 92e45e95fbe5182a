"""Keys of tens of millions of rows: which were met before, in a few bytes each."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from numba import njit

Mask = npt.NDArray[np.bool_]
SEED, PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
MIX_1, MIX_2 = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
FILL = 0.6


class KeySet:
    """A set of texts held as 64-bit hashes: 18 million keys take a quarter of a gigabyte.

    Two of 18 million different keys share a hash with a probability of 1 in 100,000.
    """

    def __init__(self) -> None:
        self._slots = np.zeros(1 << 16, np.uint64)
        self._size = 0

    def add(self, text: pa.StringArray) -> Mask:
        """Add texts; return which were there before, or earlier in ``text``. Nulls never were.

        >>> KeySet().add(pa.array(["a", "b", "a", None, None])).tolist()
        [False, False, True, False, False]
        """
        hashes = hash_texts(text)
        while self._size + len(hashes) > FILL * len(self._slots):
            self._grow()
        known = np.zeros(len(hashes), np.bool_)
        self._size += _insert(self._slots, hashes, known)
        return known

    def holds(self, text: pa.StringArray) -> Mask:
        """Return which texts are in the set."""
        known = np.zeros(len(text), np.bool_)
        _find(self._slots, hash_texts(text), known)
        return known

    def _grow(self) -> None:
        old = self._slots
        self._slots = np.zeros(len(old) * 4, np.uint64)
        filled = old[old != 0]
        _insert(self._slots, filled, np.zeros(len(filled), np.bool_))


class KeyIndex:
    """Where each key is: the rows of texts by their hashes. Of equal texts the first counts."""

    def __init__(self, texts: Iterable[pa.StringArray]) -> None:
        hashes = np.concatenate([np.zeros(0, np.uint64), *map(hash_texts, texts)])
        self._slots = np.zeros(1 << max(4, int(len(hashes) / FILL).bit_length()), np.uint64)
        self._rows = np.zeros(len(self._slots), np.int64)
        _place(self._slots, self._rows, hashes)

    def rows(self, text: pa.StringArray) -> npt.NDArray[np.int64]:
        """Return the row of each text, −1 where there is none.

        >>> KeyIndex([pa.array(["a", "b"]), pa.array(["c"])]).rows(pa.array(["c", "x"])).tolist()
        [2, -1]
        """
        found = np.full(len(text), -1, np.int64)
        _look_up(self._slots, self._rows, hash_texts(text), found)
        return found


def hash_texts(text: pa.StringArray) -> npt.NDArray[np.uint64]:
    """Return a hash of each text; 0 for null."""
    hashes = np.zeros(len(text), np.uint64)
    data = text.buffers()[2]
    if len(text) and data is not None:
        offsets = np.frombuffer(text.buffers()[1], np.int32)[text.offset :][: len(text) + 1]
        _hash(offsets, np.frombuffer(data, np.uint8), hashes)
    hashes[~text.is_valid().to_numpy(zero_copy_only=False)] = 0
    return hashes


@njit(cache=True, nogil=True)
def _hash(
    offsets: npt.NDArray[np.int32], data: npt.NDArray[np.uint8], hashes: npt.NDArray[np.uint64]
) -> None:
    """FNV-1a, its bits then mixed as MurmurHash3 does."""
    for row in range(len(hashes)):
        value = SEED
        for at in range(offsets[row], offsets[row + 1]):
            value = (value ^ np.uint64(data[at])) * PRIME
        value = (value ^ (value >> np.uint64(33))) * MIX_1
        value = (value ^ (value >> np.uint64(33))) * MIX_2
        value = value ^ (value >> np.uint64(33))
        hashes[row] = value if value != 0 else np.uint64(1)


@njit(cache=True, nogil=True)
def _slot(slots: npt.NDArray[np.uint64], value: np.uint64) -> np.uint64:
    """Return where a hash is, or the empty slot (0) where it belongs: open addressing."""
    last = np.uint64(len(slots) - 1)
    at = value & last
    while slots[at] != 0 and slots[at] != value:
        at = (at + np.uint64(1)) & last
    return at


@njit(cache=True, nogil=True)
def _insert(
    slots: npt.NDArray[np.uint64], hashes: npt.NDArray[np.uint64], known: npt.NDArray[np.bool_]
) -> int:
    """Insert hashes; return how many were new."""
    added = 0
    for row in range(len(hashes)):
        value = hashes[row]
        if value == 0:
            continue
        at = _slot(slots, value)
        if slots[at] == value:
            known[row] = True
        else:
            slots[at] = value
            added += 1
    return added


@njit(cache=True, nogil=True)
def _find(
    slots: npt.NDArray[np.uint64], hashes: npt.NDArray[np.uint64], known: npt.NDArray[np.bool_]
) -> None:
    for row in range(len(hashes)):
        value = hashes[row]
        at = _slot(slots, value)
        known[row] = value != 0 and slots[at] == value


@njit(cache=True, nogil=True)
def _place(
    slots: npt.NDArray[np.uint64], rows: npt.NDArray[np.int64], hashes: npt.NDArray[np.uint64]
) -> None:
    for row in range(len(hashes)):
        value = hashes[row]
        at = _slot(slots, value)
        if value != 0 and slots[at] == 0:
            slots[at] = value
            rows[at] = row


@njit(cache=True, nogil=True)
def _look_up(
    slots: npt.NDArray[np.uint64],
    rows: npt.NDArray[np.int64],
    hashes: npt.NDArray[np.uint64],
    found: npt.NDArray[np.int64],
) -> None:
    for row in range(len(hashes)):
        value = hashes[row]
        at = _slot(slots, value)
        if value != 0 and slots[at] == value:
            found[row] = rows[at]
