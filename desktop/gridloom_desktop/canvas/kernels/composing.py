"""From accumulated coverage to colours."""

import numpy as np
from numba import njit

from gridloom_desktop.canvas.kernels.coverage import PLAIN
from gridloom_desktop.canvas.units import FULL

BLOCK = 8
"""Pixels of a row that are looked at together: mixed if anything begins or ends in one of them."""


@njit(cache=True, nogil=True)
def compose(frame, target, opacity):
    """Lay the coverage in ``target`` over ``frame`` and clear it for the next layer.

    Most pixels look as the one before: nothing begins or ends there. The others of a row are
    gathered and mixed in one go, as the processor then takes several at a time.
    """
    height, width = frame.shape
    sums, mixed = np.empty((2, width), np.int64), np.empty(width, np.uint32)
    changed = np.empty(width // BLOCK, np.bool_)
    for row in range(height):
        count = _gather(frame[row], target[row], sums, mixed, changed)
        if count > 0:
            _mix(mixed, sums[0], sums[1], count, opacity)
            _spread(frame[row], sums, mixed, changed, opacity)
        last = sums[:, max(count - 1, 0)]
        _mix_rest(frame[row], target[row], last[0], last[1], count > 0, opacity)
        target[row, width:] = 0


@njit(cache=True, **PLAIN)
def _gather(frame, target, sums, below, changed):
    """Write the sums of the blocks that change, and what is below them; return how many pixels."""
    red_green = blue_cover = count = 0
    for block in range(len(changed)):
        first = block * BLOCK
        found = 0
        for column in range(first, first + BLOCK):
            found |= target[np.uintp(column), 0] | target[np.uintp(column), 1]
        changed[block] = found != 0
        if found == 0:
            continue
        for offset in range(BLOCK):
            here, at = np.uintp(first + offset), np.uintp(count + offset)
            red_green += target[here, 0]
            blue_cover += target[here, 1]
            sums[0, at], sums[1, at] = red_green, blue_cover
            target[here, 0], target[here, 1] = 0, 0
            below[at] = frame[here]
        count += BLOCK
    return count


@njit(cache=True, **PLAIN)
def _mix(pixels, red_greens, blue_covers, count, opacity):
    """Lay the first ``count`` sums over as many pixels."""
    for i in range(count):
        pixels[i] = _mixed(pixels[i], red_greens[i], blue_covers[i], opacity)


@njit(cache=True, **PLAIN)
def _spread(frame, sums, mixed, changed, opacity):
    """Write what was mixed to its blocks; the others go on with the sums of the one before."""
    red_green = blue_cover = count = 0
    painted, over, under = False, frame[0], frame[0]
    for block in range(len(changed)):
        first = block * BLOCK
        if changed[block]:
            for offset in range(BLOCK):
                frame[np.uintp(first + offset)] = mixed[np.uintp(count + offset)]
            count += BLOCK
            red_green, blue_cover = sums[0, np.uintp(count - 1)], sums[1, np.uintp(count - 1)]
            painted = False
            continue
        if blue_cover == 0:
            continue
        for column in range(first, first + BLOCK):
            below = frame[np.uintp(column)]
            if not painted or below != under:
                over, under = _mixed(below, red_green, blue_cover, opacity), below
                painted = True
            frame[np.uintp(column)] = over


@njit(cache=True, **PLAIN)
def _mix_rest(frame, target, red_green, blue_cover, begun, opacity):
    """Mix the last pixels of a row, which are no whole block."""
    if not begun:
        red_green = blue_cover = 0
    for column in range(len(frame) // BLOCK * BLOCK, len(frame)):
        red_green += target[column, 0]
        blue_cover += target[column, 1]
        target[column, 0], target[column, 1] = 0, 0
        if blue_cover != 0:
            frame[column] = _mixed(frame[column], red_green, blue_cover, opacity)


@njit(cache=True, nogil=True, inline="always", error_model="numpy")
def _mixed(below, red_green, blue_cover, opacity):
    """Return the pixel ``below`` with the accumulated colour over it.

    A channel holds its colour times the coverage; where shapes overlap the colour is their mean.
    """
    full = np.float32(FULL)
    green, cover = np.int32(red_green), np.int32(blue_cover)
    red, blue = np.int32((red_green - green) >> 32), np.int32((blue_cover - cover) >> 32)
    covered = np.float32(max(cover, np.int32(0)))
    share = np.float32(255 * opacity) / max(covered, full)
    kept = np.float32(1) - min(covered, full) * np.float32(opacity / FULL)
    return (
        np.uint32(0xFF000000)
        | _level(red, share, below >> np.uint32(16), kept) << np.uint32(16)
        | _level(green, share, below >> np.uint32(8), kept) << np.uint32(8)
        | _level(blue, share, below, kept)
    )


@njit(cache=True, nogil=True, inline="always")
def _level(channel, share, below, kept):
    under = np.float32(np.int32(below & np.uint32(0xFF)))
    level = max(np.float32(channel) * share, np.float32(0)) + under * kept + np.float32(0.5)
    return np.uint32(np.int32(min(level, np.float32(255))))


@njit(cache=True, nogil=True)
def blend(frame, below, opacity):
    """Let what is ``below`` shine through what was painted over it."""
    share = int(opacity * 256 + 0.5)
    for row in range(frame.shape[0]):
        for column in range(frame.shape[1]):
            over, under = frame[row, column], below[row, column]
            mixed = np.uint32(0xFF000000)
            for shift in (16, 8, 0):
                level = np.int32((over >> np.uint32(shift)) & np.uint32(0xFF)) * share
                level += np.int32((under >> np.uint32(shift)) & np.uint32(0xFF)) * (256 - share)
                mixed |= np.uint32((level + 128) >> 8) << np.uint32(shift)
            frame[row, column] = mixed
