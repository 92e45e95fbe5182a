"""Compiled walks over all windows of many draws at once; they hold no lock."""

import numba as nb
import numpy as np
import numpy.typing as npt

from gridloom_analytics.statistics.scanning.likelihood import (
    BOTH,
    HIGH,
    LOW,
    least_above,
    likelihood_ratio,
    most_below,
)
from gridloom_analytics.statistics.scanning.study import Counts, Integers
from gridloom_analytics.statistics.scanning.windows import grow_circle

Floats = npt.NDArray[np.float64]

STEPS = 2048
"""Steps of the tables of bounds, even in the square root of what is expected."""
SURELY = 1e-9
"""Bounds are for a level this much lower, so that rounding never hides a window."""
OUTGROWN = 1.05
"""Bounds are found anew once the level that they must beat has grown this much."""
UNKNOWN = -2
NEVER = 2**31 - 1


@nb.njit(cache=True, nogil=True)
def raise_maxima(
    centres: Integers,
    xy: Floats,
    weight: Floats,
    most: float,
    radius: float,
    expected: Floats,
    starts: Integers,
    ends: Integers,
    people: float,
    side: int,
    draws: Counts,
    best: Floats,
) -> None:
    """Raise ``best`` to the greatest ratio of each draw over the windows around ``centres``.

    ``expected`` (n, periods) sums to all cases; windows last from ``starts`` to ``ends``, both
    included. ``draws`` (blocks, n, periods, width) are counts, in time up to and with each
    period; ``best`` has shape (blocks, width).

    A block of draws is walked at once, so that a processor adds dozens of counts in one
    instruction. Bounds tell from how many cases on a window can beat the weakest ``best`` of its
    block: only the few counts beyond them have their ratio computed.
    """
    blocks, n, periods, width = draws.shape
    total = expected.sum()
    order, closes = np.empty(n, dtype=np.int32), np.empty(n, dtype=np.bool_)
    due = np.empty((n, len(starts)))
    above = np.full((blocks, STEPS + 1), UNKNOWN, dtype=np.int32)
    below = np.full((blocks, STEPS + 1), UNKNOWN, dtype=np.int32)
    level = np.zeros(blocks)
    step = np.empty((n, len(starts)), dtype=np.int16)
    sums = np.empty((periods + 1, width), dtype=draws.dtype)  # the last row: between two others
    reach, before = np.inf, 0
    for centre in centres:
        shift = np.hypot(xy[centre, 0] - xy[before, 0], xy[centre, 1] - xy[before, 1])
        size, reach = grow_circle(
            centre, xy, weight, most, radius, (reach + shift) * (1.0 + SURELY), order, closes
        )
        before = centre
        tally_expected(order[:size], expected, starts, ends, due, step)
        for block in range(blocks):
            lowest = best[block].min()
            if lowest > OUTGROWN * level[block]:
                level[block] = lowest
                above[block], below[block] = UNKNOWN, UNKNOWN
            walk_block(
                block, order[:size], closes, draws, step, starts, ends, due, level[block] - SURELY,
                total, people, side, above[block], below[block], sums, best,
            )  # fmt: skip


@nb.njit(cache=True, nogil=True)
def walk_block(
    block: int,
    order: npt.NDArray[np.int32],
    closes: npt.NDArray[np.bool_],
    draws: Counts,
    step: npt.NDArray[np.int16],
    starts: Integers,
    ends: Integers,
    due: Floats,
    level: float,
    total: float,
    people: float,
    side: int,
    above: npt.NDArray[np.int32],
    below: npt.NDArray[np.int32],
    sums: Counts,
    best: Floats,
) -> None:
    """Raise a block's ``best`` over the windows of one centre, as its circle grows by ``order``.

    ``above`` and ``below`` are the bounds of each step that are known at this ``level``; those
    that are asked for first are found and kept. ``sums`` is room to count in.
    """
    between = len(sums) - 1
    sums[:] = 0
    for rank in range(len(order)):
        add_place(sums, draws, block, order[rank])
        if not closes[rank]:
            continue
        for interval in range(len(starts)):
            at = step[rank, interval]
            if above[at] == UNKNOWN:
                above[at], below[at] = bounds(at, level, total, people, side)
            high, low = int(above[at]), int(below[at])
            row = ends[interval]
            if starts[interval] > 0:
                subtract(sums, row, starts[interval] - 1)
                row = between
            if (side != LOW and greatest(sums, row) >= high) or (
                side != HIGH and least(sums, row) <= low
            ):
                look_at(
                    sums, row, high, low,  # pyright: ignore[reportArgumentType] - whole numbers
                    due[rank, interval], total, people, best, block,
                )  # fmt: skip


@nb.njit(cache=True, nogil=True)
def tally_expected(
    order: npt.NDArray[np.int32],
    expected: Floats,
    starts: Integers,
    ends: Integers,
    due: Floats,
    step: npt.NDArray[np.int16],
) -> None:
    """Put what is expected in each window, as it grows, and its step (both (n, intervals))."""
    periods, total = expected.shape[1], expected.sum()
    sums = np.zeros(periods + 1)
    for rank in range(len(order)):
        running = 0.0
        for period in range(periods):
            running += expected[order[rank], period]
            sums[period + 1] += running
        for interval in range(len(starts)):
            due[rank, interval] = sums[ends[interval] + 1] - sums[starts[interval]]
            share = max(0.0, due[rank, interval] / total)
            step[rank, interval] = int(np.sqrt(share) * STEPS)


@nb.njit(cache=True, nogil=True)
def bounds(step: int, level: float, total: float, people: float, side: int) -> tuple[int, int]:
    """Return from how many cases on, and up to how many, a window can beat a level.

    They hold for whatever is expected within a ``step``: neither falls as more is expected.
    """
    high, low = NEVER, -1
    if side != LOW:
        high = least_above((step / STEPS) ** 2 * total, level, total, people)
    if side != HIGH:
        low = most_below(min(1.0, ((step + 1) / STEPS) ** 2) * total, level, total, people)
    return high, low


@nb.njit(cache=True, nogil=True)
def add_place(sums: Counts, draws: Counts, block: int, place: int) -> None:
    """Add the counts of a place to those of the window, in all periods."""
    for period in range(draws.shape[2]):
        for draw in range(draws.shape[3]):
            sums[period, draw] += draws[block, place, period, draw]


@nb.njit(cache=True, nogil=True)
def subtract(sums: Counts, upper: int, lower: int) -> None:
    """Put the difference of two rows into the last one."""
    last = sums.shape[0] - 1
    for draw in range(sums.shape[1]):
        sums[last, draw] = sums[upper, draw] - sums[lower, draw]


@nb.njit(cache=True, nogil=True)
def greatest(sums: Counts, row: int) -> int:
    """Return the greatest count: a loop that becomes one instruction for dozens of counts."""
    found = sums[row, 0]
    for draw in range(sums.shape[1]):
        found = max(found, sums[row, draw])
    return found


@nb.njit(cache=True, nogil=True)
def least(sums: Counts, row: int) -> int:
    """Return the least count."""
    found = sums[row, 0]
    for draw in range(sums.shape[1]):
        found = min(found, sums[row, draw])
    return found


@nb.njit(cache=True, nogil=True)
def look_at(
    sums: Counts,
    row: int,
    above: int,
    below: int,
    expected: float,
    total: float,
    people: float,
    best: Floats,
    block: int,
) -> None:
    """Raise ``best`` of the draws whose count in a window lies beyond a bound."""
    for draw in range(sums.shape[1]):
        cases = int(sums[row, draw])
        if cases >= above or cases <= below:
            found = likelihood_ratio(cases, expected, total, people, BOTH)
            best[block, draw] = max(best[block, draw], found)
