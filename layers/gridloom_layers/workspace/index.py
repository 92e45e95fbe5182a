"""Sorted indexes: at which rows a value is. Made once, kept on the disk, read without loading.

An index is two columns of an Arrow file that is mapped into memory: numbers in rising order and
the position of the row of each; positions of equal numbers rise. Texts are indexed by their
64-bit hashes: of 18 million different keys two share one with a probability of 1 in 100,000.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numba import njit

from gridloom_layers.keys import hash_texts
from gridloom_layers.slices import on_all_cores
from gridloom_layers.workspace.sealing import Seal

TOGETHER, GUESSES = 128, 4
"""Of 18 million hashes the first guess is off by a thousand, the fourth by less than ten."""
Numbers = npt.NDArray[np.uint64]
Positions = npt.NDArray[np.int64]


def hashed(columns: Iterable[pa.Array]) -> Iterator[tuple[Numbers, npt.NDArray[np.bool_]]]:
    """Yield the hashes of texts, and which of them are not null."""
    for column in columns:
        yield hash_texts(column.cast(pa.string())), column.is_valid().to_numpy(zero_copy_only=False)


def numbered(columns: Iterable[pa.Array]) -> Iterator[tuple[Numbers, npt.NDArray[np.bool_]]]:
    """Yield row keys, and which of them are not null."""
    for column in columns:
        whole = pc.fill_null(column, 0) if column.null_count else column
        keys = whole.to_numpy(zero_copy_only=False)
        yield keys.astype(np.uint64), column.is_valid().to_numpy(zero_copy_only=False)


def write_index(
    path: Path, columns: Iterable[tuple[Numbers, npt.NDArray[np.bool_]]], seal: Seal
) -> None:
    """Write the index of a column given in pieces, nulls left out.

    In an encrypted workspace it is sealed Parquet: from the hash of an ID the ID can be guessed.
    """
    numbers, positions, offset = [np.empty(0, np.uint64)], [np.empty(0, np.uint32)], 0
    for piece, valid in columns:
        numbers.append(piece[valid])
        positions.append((np.flatnonzero(valid) + offset).astype(np.uint32))
        offset += len(piece)
    every, where = np.concatenate(numbers), np.concatenate(positions)
    numbers.clear()
    positions.clear()
    order = np.argsort(every, kind="stable")
    table = pa.table({"number": every[order], "position": where[order]})
    if seal.encrypted:
        pq.write_table(table, path, compression="none", use_dictionary=False, **seal.writing())
        return
    with pa.ipc.new_file(str(path), table.schema) as file:
        file.write_table(table)


class Index:
    """An index that :func:`write_index` wrote, mapped into memory or, a sealed one, read."""

    def __init__(self, path: Path, seal: Seal) -> None:
        if seal.encrypted:
            table = pq.read_table(path, **seal.reading()).combine_chunks()
        else:
            with pa.memory_map(str(path)) as source:
                table = pa.ipc.open_file(source).read_all()
        self._numbers: Numbers = _column(table, "number", np.uint64)
        self._positions = _column(table, "position", np.uint32)

    def rows(self, numbers: Numbers) -> tuple[Positions, Positions]:
        """Return pairs: the place in ``numbers`` and the position of a row that has that number.

        The pairs are in the order of ``numbers``, those of one number in row order.
        """
        low, counts = self._runs(numbers)
        begins = np.cumsum(counts) - counts
        pairs = int(counts.sum())
        which, rows = np.empty(pairs, np.int64), np.empty(pairs, np.int64)

        def fill(first: int, end: int) -> None:
            _pairs(self._positions, low, counts, begins, first, end, which, rows)

        on_all_cores(fill, len(numbers))
        return which, rows

    def _runs(self, numbers: Numbers) -> tuple[Positions, Positions]:
        """Return where the run of each number begins in the index, and how long it is."""
        low, counts = np.empty(len(numbers), np.int64), np.empty(len(numbers), np.int64)

        def search(first: int, end: int) -> None:
            _ranges(self._numbers, numbers[first:end], low[first:end], counts[first:end])

        if len(self._numbers):
            on_all_cores(search, len(numbers))
        else:
            counts[:] = 0
        return low, counts


def _column(table: pa.Table, name: str, kind: type) -> npt.NDArray[np.uint64]:
    chunks = table.column(name).chunks
    return chunks[0].to_numpy() if len(chunks) == 1 else np.empty(0, kind)


@njit(cache=True, nogil=True)
def _ranges(numbers: Numbers, wanted: Numbers, low: Positions, counts: Positions) -> None:
    """Find the run of each wanted number, from a guess at its place.

    Some are guessed together, so that the processor waits for their memory at once: one after
    another takes twice as long.
    """
    n = len(numbers)
    guesses = np.empty(TOGETHER, np.int64)
    for first in range(0, len(wanted), TOGETHER):
        some = wanted[first : first + TOGETHER]
        _guess(numbers, some, guesses)
        for i in range(len(some)):
            start = _lower_bound(numbers, some[i], guesses[i])
            end = start
            while end < n and numbers[end] == some[i]:
                end += 1
            low[first + i], counts[first + i] = start, end - start


@njit(cache=True, nogil=True)
def _guess(numbers: Numbers, wanted: Numbers, guesses: Positions) -> None:
    """Guess the place of each from its size, as hashes are evenly spread, and correct the guesses
    by how far off they are."""
    last = len(numbers) - 1
    span = float(numbers[last] - numbers[0])
    scale = last / span if span > 0 else 0.0
    for i in range(len(wanted)):
        guesses[i] = 0
    for _ in range(GUESSES):
        for i in range(len(wanted)):
            off = float(wanted[i]) - float(numbers[guesses[i]])
            guesses[i] = int(min(max(guesses[i] + off * scale, 0.0), float(last)))


@njit(cache=True, nogil=True)
def _pairs(
    positions: npt.NDArray[np.unsignedinteger], low: Positions, counts: Positions,
    begins: Positions, first: int, end: int, which: Positions, rows: Positions,
) -> None:  # fmt: skip
    """Write the place of each number once for each row of its run, and the row's position."""
    for i in range(first, end):
        for number in range(counts[i]):
            which[begins[i] + number], rows[begins[i] + number] = i, positions[low[i] + number]


@njit(cache=True, nogil=True)
def _lower_bound(numbers: Numbers, value: np.uint64, guess: int) -> int:
    """Return the first place whose number is not below ``value``: strides from a guess, halved."""
    n = len(numbers)
    step = 1
    if guess < n and numbers[guess] < value:
        left = guess
        while left + step < n and numbers[left + step] < value:
            left += step
            step *= 2
        right = min(left + step, n)
    else:
        right = min(guess, n)
        while right - step >= 0 and numbers[right - step] >= value:
            right -= step
            step *= 2
        left = max(right - step, -1)
    while right - left > 1:
        middle = (left + right) // 2
        if numbers[middle] < value:
            left = middle
        else:
            right = middle
    return right
