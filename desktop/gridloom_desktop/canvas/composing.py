"""From accumulated coverage to colours."""

import numpy as np
from numba import njit

from gridloom_desktop.canvas.coverage import FULL


@njit(cache=True, nogil=True)
def compose(frame, target, opacity, dense):
    """Lay the coverage in ``target`` over ``frame`` and clear it for the next layer.

    Where it changes at every few pixels (``dense``) it is quicker to mix each of them, as the
    processor then takes several at a time. The colours are the same.
    """
    height, width = frame.shape
    sums = np.empty((2, width), dtype=np.int64)
    for row in range(height):
        if dense:
            _compose_each(frame[row], target[row], sums[0], sums[1], opacity)
        else:
            _compose_runs(frame[row], target[row], opacity)
        target[row, width:] = 0


@njit(cache=True, nogil=True)
def _compose_runs(frame, target, opacity):
    """Lay a row over the frame; what is mixed holds until the cover or what is below changes."""
    red_green = blue_cover = 0
    painted, over, under = False, frame[0], frame[0]
    for column in range(len(frame)):
        if target[column, 0] != 0 or target[column, 1] != 0:
            red_green += target[column, 0]
            blue_cover += target[column, 1]
            target[column, 0] = 0
            target[column, 1] = 0
            painted = False
        if blue_cover == 0:
            continue
        below = frame[column]
        if not painted or below != under:
            over, under = _mixed(below, red_green, blue_cover, opacity), below
            painted = True
        frame[column] = over


@njit(cache=True, nogil=True)
def _compose_each(frame, target, red_greens, blue_covers, opacity):
    """Lay a row over the frame, mixing each pixel."""
    red_green = blue_cover = 0
    for column in range(len(frame)):
        red_green += target[column, 0]
        blue_cover += target[column, 1]
        red_greens[column], blue_covers[column] = red_green, blue_cover
    target[:] = 0
    for column in range(len(frame)):
        frame[column] = _mixed(frame[column], red_greens[column], blue_covers[column], opacity)


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
