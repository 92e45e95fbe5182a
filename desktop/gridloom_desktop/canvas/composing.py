"""From accumulated coverage to colours."""

import numpy as np
from numba import njit

from gridloom_desktop.canvas.coverage import FULL, HALF


@njit(cache=True, nogil=True)
def compose(frame, target, opacity):
    """Lay the coverage in ``target`` over ``frame`` and clear it for the next layer."""
    height, width = frame.shape
    for row in range(height):
        red_green = blue_cover = 0
        painted, over, under = False, frame[row, 0], frame[row, 0]
        for column in range(width):
            if target[row, column, 0] != 0 or target[row, column, 1] != 0:
                red_green += target[row, column, 0]
                blue_cover += target[row, column, 1]
                target[row, column, 0] = 0
                target[row, column, 1] = 0
                painted = False
            if blue_cover == 0:
                continue
            below = frame[row, column]
            if not painted or below != under:
                over, under = _mixed(below, red_green, blue_cover, opacity), below
                painted = True
            frame[row, column] = over
        target[row, width:] = 0


@njit(cache=True, nogil=True)
def _mixed(below, red_green, blue_cover, opacity):
    """Return the pixel ``below`` with the accumulated colour over it."""
    green, cover = _low(red_green), _low(blue_cover)
    red, blue = (red_green - green) // HALF, (blue_cover - cover) // HALF
    if cover <= 0:
        return below
    alpha = min(cover / FULL, 1.0) * opacity
    share = 255.0 / cover
    mixed = 0xFF
    for channel, shift in ((red, 16), (green, 8), (blue, 0)):
        under = (below >> shift) & 0xFF
        level = under + (min(max(channel * share, 0.0), 255.0) - under) * alpha
        mixed = mixed << 8 | int(level + 0.5)
    return mixed


@njit(cache=True, nogil=True)
def _low(word):
    """Return the lower of the two signed numbers in a word (see ``coverage.pack``)."""
    return (word + HALF // 2) % HALF - HALF // 2


@njit(cache=True, nogil=True)
def blend(frame, below, opacity):
    """Let what is ``below`` shine through what was painted over it."""
    share = int(opacity * 256 + 0.5)
    for row in range(frame.shape[0]):
        for column in range(frame.shape[1]):
            over, under = np.int64(frame[row, column]), np.int64(below[row, column])
            mixed = 0xFF
            for shift in (16, 8, 0):
                level = ((over >> shift) & 0xFF) * share + ((under >> shift) & 0xFF) * (256 - share)
                mixed = mixed << 8 | (level + 128) >> 8
            frame[row, column] = mixed
