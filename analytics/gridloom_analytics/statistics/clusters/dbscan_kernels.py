"""Compiled loops of DBSCAN over cells; they hold no lock and share no state."""

import numba as nb
import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.clusters.cells import REACH

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

FEW_PAIRS = 64
"""Pairs that are compared at once; of more, points far from the other cell are passed over."""
NOBODY = -1


@nb.njit(cache=True, nogil=True)
def squared(points: Floats, i: int, j: int) -> float:
    """Return the squared distance of two points."""
    across, along = points[i, 0] - points[j, 0], points[i, 1] - points[j, 1]
    return across * across + along * along


@nb.njit(cache=True, nogil=True)
def row_starts(keys: Integers, key: int, offsets: Integers) -> Integers:
    """Return the first cell within reach of ``key`` in each row of cells."""
    return np.searchsorted(keys, key + offsets - REACH)


@nb.njit(cache=True, nogil=True)
def move_on(keys: Integers, key: int, offsets: Integers, rows: Integers) -> None:
    """Move the starts of rows on to those of a later ``key``."""
    for row in range(len(offsets)):
        while rows[row] < len(keys) and keys[rows[row]] < key + offsets[row] - REACH:
            rows[row] += 1


@nb.njit(cache=True, nogil=True)
def points_in_reach(
    keys: Integers, starts: Integers, key: int, offsets: Integers, rows: Integers, spans: Integers
) -> int:
    """Set ``spans`` to the points within reach of a cell, a row of cells each; return how many.

    ``rows`` are the starts of the rows, as ``move_on`` leaves them.
    """
    total = 0
    for row in range(len(offsets)):
        end = rows[row]
        while end < len(keys) and keys[end] <= key + offsets[row] + REACH:
            end += 1
        spans[row, 0], spans[row, 1] = starts[rows[row]], starts[end]
        total += spans[row, 1] - spans[row, 0]
    return total


@nb.njit(cache=True, nogil=True)
def find_cores(
    points: Floats,
    times: Floats,
    keys: Integers,
    starts: Integers,
    offsets: Integers,
    limits: tuple[float, float],
    fewest: int,
    first: int,
    last: int,
) -> Mask:
    """Tell which points of the cells ``first`` … ``last`` − 1 are cores.

    A core has ``fewest`` points, itself among them, within ``limits``: distance and days.
    """
    core = np.zeros(starts[last] - starts[first], dtype=np.bool_)
    rows = row_starts(keys, keys[first], offsets)
    spans = np.empty((len(offsets), 2), dtype=np.int64)
    for cell in range(first, last):
        start, end = starts[cell] - starts[first], starts[cell + 1] - starts[first]
        if end - start >= fewest:
            core[start:end] = True
            continue
        move_on(keys, keys[cell], offsets, rows)
        if points_in_reach(keys, starts, keys[cell], offsets, rows, spans) < fewest:
            continue
        for i in range(start, end):
            found = 0
            for row in range(len(offsets)):
                found += count_near(
                    points, times, starts[first] + i, spans[row, 0], spans[row, 1], limits,
                    fewest - found,
                )  # fmt: skip
                if found == fewest:
                    core[i] = True
                    break
    return core


@nb.njit(cache=True, nogil=True)
def count_near(
    points: Floats,
    times: Floats,
    i: int,
    start: int,
    end: int,
    limits: tuple[float, float],
    enough: int,
) -> int:
    """Count the points ``start`` … ``end`` − 1 near point ``i``, up to ``enough``."""
    found, most = 0, limits[0] * limits[0]
    for j in range(start, end):
        if squared(points, i, j) <= most and (
            len(times) == 0 or abs(times[i] - times[j]) <= limits[1]
        ):
            found += 1
            if found == enough:
                break
    return found


@nb.njit(cache=True, nogil=True)
def root_of(parents: Integers, cell: int) -> int:
    """Return the cell that stands for the cluster of ``cell``, shortening the way to it."""
    while parents[cell] != cell:
        parents[cell] = parents[parents[cell]]
        cell = parents[cell]
    return cell


@nb.njit(cache=True, nogil=True)
def unite_cells(
    points: Floats,
    times: Floats,
    keys: Integers,
    starts: Integers,
    offsets: Integers,
    limits: tuple[float, float],
) -> Integers:
    """Return for each cell the lowest cell of its cluster; all ``points`` are cores here.

    Cells are linked where a point of the one is near a point of the other.
    """
    parents = np.arange(len(keys))
    if len(keys) == 0:
        return parents
    rows = row_starts(keys, keys[0], offsets)
    for cell in range(len(keys)):
        move_on(keys, keys[cell], offsets, rows)
        for row in range(len(offsets)):
            end = keys[cell] + offsets[row] + REACH
            other = rows[row]
            while other < cell and keys[other] <= end:  # later cells meet this one in their turn
                one, two = root_of(parents, cell), root_of(parents, other)
                if one != two and touching(points, times, starts, cell, other, limits):
                    parents[max(one, two)] = min(one, two)
                other += 1
    for cell in range(len(keys)):
        parents[cell] = root_of(parents, cell)
    return parents


@nb.njit(cache=True, nogil=True)
def touching(
    points: Floats,
    times: Floats,
    starts: Integers,
    cell: int,
    other: int,
    limits: tuple[float, float],
) -> bool:
    """Tell whether a point of one cell is near a point of another."""
    start, end = starts[other], starts[other + 1]
    many = (starts[cell + 1] - starts[cell]) * (end - start) > FEW_PAIRS
    west, east = points[start, 0], points[start, 0]
    south, north = points[start, 1], points[start, 1]
    if many:
        if count_near(points, times, starts[cell], start, end, limits, 1):
            return True
        for j in range(start + 1, end):
            west, east = min(west, points[j, 0]), max(east, points[j, 0])
            south, north = min(south, points[j, 1]), max(north, points[j, 1])
    most = limits[0] * limits[0]
    for i in range(starts[cell], starts[cell + 1]):
        if many:
            across = max(west - points[i, 0], 0.0, points[i, 0] - east)
            along = max(south - points[i, 1], 0.0, points[i, 1] - north)
            if across * across + along * along > most:
                continue
        if count_near(points, times, i, start, end, limits, 1):
            return True
    return False


@nb.njit(cache=True, nogil=True)
def find_nearest_core(
    points: Floats,
    times: Floats,
    keys: Integers,
    starts: Integers,
    offsets: Integers,
    limits: tuple[float, float],
    core: Mask,
    first: int,
    last: int,
) -> Integers:
    """Return the core that each point of the cells ``first`` … ``last`` − 1 belongs to.

    That of a core is itself; of others the nearest core within ``limits``, ``NOBODY`` where there
    is none. Of cores equally far the nearest in time counts, then the westernmost, the
    southernmost and the earliest: the order of points has no say.
    """
    nearest = np.full(starts[last] - starts[first], NOBODY, dtype=np.int64)
    rows = row_starts(keys, keys[first], offsets)
    spans = np.empty((len(offsets), 2), dtype=np.int64)
    for cell in range(first, last):
        move_on(keys, keys[cell], offsets, rows)
        points_in_reach(keys, starts, keys[cell], offsets, rows, spans)
        for i in range(starts[cell], starts[cell + 1]):
            if core[i]:
                nearest[i - starts[first]] = i
                continue
            best = NOBODY
            for row in range(len(offsets)):
                for j in range(spans[row, 0], spans[row, 1]):
                    if core[j] and closer(points, times, i, j, best, limits):
                        best = j
            nearest[i - starts[first]] = best
    return nearest


@nb.njit(cache=True, nogil=True)
def closer(
    points: Floats, times: Floats, i: int, j: int, best: int, limits: tuple[float, float]
) -> bool:
    """Tell whether core ``j`` is near point ``i`` and goes before core ``best``."""
    timed = len(times) > 0
    far = squared(points, i, j)
    if far > limits[0] * limits[0] or (timed and abs(times[i] - times[j]) > limits[1]):
        return False
    if best == NOBODY:
        return True
    known = squared(points, i, best)
    if far != known:
        return far < known
    if timed and abs(times[i] - times[j]) != abs(times[i] - times[best]):
        return abs(times[i] - times[j]) < abs(times[i] - times[best])
    return before(points, times, j, best)


@nb.njit(cache=True, nogil=True)
def before(points: Floats, times: Floats, i: int, j: int) -> bool:
    """Tell whether a point is west of another, else south of it, else earlier."""
    if points[i, 0] != points[j, 0]:
        return points[i, 0] < points[j, 0]
    if points[i, 1] != points[j, 1]:
        return points[i, 1] < points[j, 1]
    return len(times) > 0 and times[i] < times[j]


@nb.njit(cache=True, nogil=True)
def first_points(points: Floats, times: Floats, labels: Integers, count: int) -> Integers:
    """Return the point of each label 0 … ``count`` − 1 that goes before its others."""
    first = np.full(count, NOBODY, dtype=np.int64)
    for i in range(len(labels)):
        label = labels[i]
        if label >= 0:
            known = int(first[label])
            if known == NOBODY or before(points, times, i, known):
                first[label] = i
    return first
