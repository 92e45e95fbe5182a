"""Compiled loops over the vertices of areas: numbering them by hashing, and who shares them."""

import numba as nb
import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]


@nb.njit(cache=True, nogil=True)
def number_pairs(pairs: Bits) -> tuple[Integers, int]:
    """Return a number for each pair of words, equal where both are, and how many there are.

    ``pairs`` has shape (n, 2), the numbers (n,).
    Numbers rise from 0 in the order in which pairs first occur. Open addressing in a table that
    is at most half full.
    """
    bits = 4
    while (1 << bits) < 2 * len(pairs):
        bits += 1
    mask, shift = (1 << bits) - 1, np.uint64(64 - bits)
    table = np.full(1 << bits, -1, dtype=np.int32)
    numbers, known = np.empty(len(pairs), dtype=np.int64), 0
    for place in range(len(pairs)):
        first, second = pairs[place]
        mixed = first * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(32))) + second * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0x94D049BB133111EB)
        slot = np.int64(mixed >> shift)
        while True:
            found = table[slot]
            if found < 0:
                table[slot], numbers[place] = place, known
                known += 1
                break
            if pairs[found, 0] == first and pairs[found, 1] == second:
                numbers[place] = numbers[found]
                break
            slot = (slot + 1) & mask
    return numbers, known


@nb.njit(cache=True, nogil=True)
def edges_along(vertex: Integers, lengths: Integers) -> tuple[Integers, Integers]:
    """Return the edges of closed rings: where each starts, and its two ends, the lesser first.

    ``vertex`` are the vertices of the rings one after the other, ``lengths`` how many each has.
    Shapes (edges,) and (edges, 2).
    """
    starts = np.empty(len(vertex), dtype=np.int64)
    ends = np.empty((len(vertex), 2), dtype=np.int64)
    place, known = 0, 0
    for length in lengths:
        for start in range(place, place + length - 1):
            a, b = vertex[start], vertex[start + 1]
            starts[known], ends[known, 0], ends[known, 1] = start, min(a, b), max(a, b)
            known += 1
        place += length
    return starts[:known], ends[:known]


@nb.njit(cache=True, nogil=True)
def owners_of(code: Integers, owner: Integers, codes: int) -> tuple[Integers, Integers]:
    """Return the owners of each code, ascending and once each, as compressed sparse rows.

    ``owner`` ascends. The end of one row may lie before the start of the next: a code that an
    owner has twice leaves a gap. Shapes (codes, 2) of starts and ends, and (len(code),).
    """
    bounds = np.zeros((codes, 2), dtype=np.int64)
    for each in code:
        bounds[each, 1] += 1
    start = 0
    for each in range(codes):
        bounds[each, 0], start = start, start + bounds[each, 1]
        bounds[each, 1] = bounds[each, 0]
    owners = np.empty(len(code), dtype=np.int64)
    for place in range(len(code)):
        begin, end = bounds[code[place]]
        if begin == end or owners[end - 1] != owner[place]:
            owners[end] = owner[place]
            bounds[code[place], 1] += 1
    return bounds, owners


@nb.njit(cache=True, nogil=True)
def _put(row: npt.NDArray[np.int32], begin: int, end: int, value: int) -> int:
    """Put a value where it belongs among the ascending ``row[begin:end]``; return the new end."""
    place = end
    while place > begin and row[place - 1] > value:
        row[place] = row[place - 1]
        place -= 1
    row[place] = value
    return end + 1


@nb.njit(cache=True, nogil=True)
def gather_neighbours(
    n: int, code: Integers, owner: Integers, bounds: Integers, owners: Integers, more: Integers
) -> tuple[Integers, npt.NDArray[np.int32]]:
    """Return the graph (indptr, indices) of n areas that share a code, and of ``more`` pairs.

    ``code`` and ``owner`` speak of each corner or edge, areas ascending; ``bounds`` and ``owners``
    are from :func:`owners_of`. ``more`` has shape (pairs, 2), ascending by its first column.
    """
    most = len(more)
    for each in code:
        most += bounds[each, 1] - bounds[each, 0] - 1
    indptr, indices = np.zeros(n + 1, dtype=np.int64), np.empty(most, dtype=np.int32)
    seen = np.full(n, -1, dtype=np.int64)
    place, pair, found = 0, 0, 0
    for area in range(n):
        seen[area], begin = area, found
        while place < len(code) and owner[place] == area:
            for link in range(bounds[code[place], 0], bounds[code[place], 1]):
                if seen[owners[link]] != area:
                    seen[owners[link]] = area
                    found = _put(indices, begin, found, owners[link])
            place += 1
        while pair < len(more) and more[pair, 0] == area:
            if seen[more[pair, 1]] != area:
                seen[more[pair, 1]] = area
                found = _put(indices, begin, found, more[pair, 1])
            pair += 1
        indptr[area + 1] = found
    return indptr, indices[:found].copy()


@nb.njit(cache=True, nogil=True)
def has_open_corner(
    n: int,
    owner: Integers,
    vertex: Integers,
    vertices: int,
    edge_ends: Integers,
    edge: Integers,
    edges: int,
) -> Flags:
    """Return which of n areas have a vertex on an edge that occurs once.

    ``edge_ends`` has shape (edges with repetition, 2): the vertices of each; ``edge`` their
    numbers.
    """
    times = np.zeros(edges, dtype=np.int64)
    for each in edge:
        times[each] += 1
    opened = np.zeros(vertices, dtype=np.bool_)
    for place in range(len(edge)):
        if times[edge[place]] == 1:
            opened[edge_ends[place, 0]] = True
            opened[edge_ends[place, 1]] = True
    found = np.zeros(n, dtype=np.bool_)
    for place in range(len(vertex)):
        if opened[vertex[place]]:
            found[owner[place]] = True
    return found
