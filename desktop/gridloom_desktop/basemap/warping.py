"""Pixels of a basemap, warped into a frame of the map."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit

from gridloom_desktop.basemap.grid import Grid
from gridloom_desktop.basemap.pictures import Pixels
from gridloom_desktop.basemap.toning import Toning

MOST_THREADS = 4
BITS = 16
ONE = 1 << BITS
"""A pixel, where positions are whole numbers: adding them up is exact and fast."""
FAR = 1e9
"""Pixels: what lies farther from a mosaic is not in it, and might not fit into a number."""


@dataclass(frozen=True)
class Mosaic:
    """Pixels of a basemap: the upper left corner lies at (``left``, ``top``) in its CRS.

    ``resolution`` is the side of a pixel across and down, in units of that CRS.
    """

    pixels: Pixels
    left: float
    top: float
    resolution: tuple[float, float]


def warp(mosaic: Mosaic, grid: Grid, width: int, height: int, toning: Toning) -> Pixels:
    """Return the pixels of the frame whose nodes ``grid`` tells, in their tones.

    A pixel is interpolated bilinearly between the four of the mosaic around it.
    """
    across, down = mosaic.resolution
    nodes = (grid.places - (mosaic.left, mosaic.top)) / (across, -down)
    frame = np.empty((height, width), dtype=np.uint32)
    look = (*toning.line, toning.saturation)
    rows = range(-(-height // grid.step))
    threads = max(min(os.cpu_count() or 1, MOST_THREADS, len(rows)), 1)

    def fill(first: int) -> None:
        _fill(frame, np.array(rows[first::threads]), nodes, grid.step, mosaic.pixels, look)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(fill, range(threads)))
    return frame


@njit(cache=True, nogil=True)
def _fill(frame, cell_rows, nodes, step, pixels, look):
    """Fill the rows of cells of a frame that are named."""
    height, width = frame.shape
    for cell_row in cell_rows:
        for row in range(cell_row * step, min((cell_row + 1) * step, height)):
            down = (row + 0.5 - cell_row * step) / step
            for cell in range(-(-width // step)):
                first, last = cell * step, min((cell + 1) * step, width)
                x, x_way = _line(nodes, cell_row, cell, down, step, 0)
                y, y_way = _line(nodes, cell_row, cell, down, step, 1)
                if abs(x) + abs(y) + step * (abs(x_way) + abs(y_way)) < FAR:  # not if NaN
                    _sample_line(frame[row, first:last], pixels, x, y, x_way, y_way)
                else:
                    frame[row, first:last] = 0
            _tone_line(frame[row], look)


@njit(cache=True, nogil=True)
def _sample_line(line, pixels, x, y, x_way, y_way):
    """Fill a line of a frame from a position on, a way farther with each pixel."""
    x, y, x_way, y_way = int(x * ONE), int(y * ONE), int(x_way * ONE), int(y_way * ONE)
    for column in range(len(line)):
        line[column] = _sample(pixels, x, y)
        x += x_way
        y += y_way


@njit(cache=True, nogil=True)
def _tone_line(line, look):
    """Tone a line of a frame: apart from the sampling, the compiler vectorises it."""
    for column in range(len(line)):
        line[column] = _toned(line[column], look)


@njit(cache=True, nogil=True, inline="always")
def _line(nodes, row, column, down, step, axis):
    """Return where the middle of a cell's first pixel of a row lies, and the way to the next."""
    start = nodes[row, column, axis]
    start += (nodes[row + 1, column, axis] - start) * down
    end = nodes[row, column + 1, axis]
    end += (nodes[row + 1, column + 1, axis] - end) * down
    way = (end - start) / step
    return start + way / 2, way


@njit(cache=True, nogil=True, inline="always")
def _sample(pixels, x, y):
    """Return the pixel at a position in 1/65536, 0 outside; weights are 1/256 each way."""
    height, width = pixels.shape
    if x < 0 or y < 0 or x >= width << BITS or y >= height << BITS:
        return np.uint32(0)
    x, y = x - ONE // 2, y - ONE // 2
    left, top = x >> BITS, y >> BITS
    along, down = np.uint64((x >> 8) & 255), np.uint64((y >> 8) & 255)
    right, bottom = left + 1, top + 1
    if left < 0 or top < 0 or right == width or bottom == height:  # the border goes on outwards
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, width - 1), min(bottom, height - 1)
    upper = _pair(np.uint64(pixels[top, left]), np.uint64(pixels[top, right]), along)
    lower = _pair(np.uint64(pixels[bottom, left]), np.uint64(pixels[bottom, right]), along)
    return np.uint32(_pair(upper, lower, down))


@njit(cache=True, nogil=True, inline="always")
def _pair(first, second, share):
    """Return the mean of two pixels, all four channels at once, ``share``/256 of the second."""
    even, half = np.uint64(0x00FF00FF), np.uint64(0x00800080)
    eight, rest = np.uint64(8), np.uint64(256) - share
    low = ((first & even) * rest + (second & even) * share + half) >> eight
    high = ((first >> eight) & even) * rest + ((second >> eight) & even) * share + half
    return (low & even) | (high & np.uint64(0xFF00FF00))


@njit(cache=True, nogil=True, inline="always")
def _toned(pixel, look):
    """Return a pixel toned; all steps are linear, so that alpha stays multiplied in.

    ``look`` is factor and summand of the brightness, and the saturation.
    """
    word = np.int64(pixel)
    alpha, red, green, blue = word >> 24, (word >> 16) & 0xFF, (word >> 8) & 0xFF, word & 0xFF
    grey = (0.299 * red + 0.587 * green + 0.114 * blue) * (1 - look[2])
    summand = look[1] * alpha / 255
    return (
        alpha << 24
        | _level(red, grey, summand, alpha, look) << 16
        | _level(green, grey, summand, alpha, look) << 8
        | _level(blue, grey, summand, alpha, look)
    )


@njit(cache=True, nogil=True, inline="always")
def _level(level, grey, summand, alpha, look):
    toned = look[0] * (grey + level * look[2]) + summand
    return int(min(max(toned, 0.0), float(alpha)) + 0.5)


@njit(cache=True, nogil=True)
def lay_over(frame, pixels):
    """Lay pixels over an opaque frame of the same size."""
    for row in range(frame.shape[0]):
        for column in range(frame.shape[1]):
            over, under = np.int64(pixels[row, column]), np.int64(frame[row, column])
            rest = 255 - (over >> 24)
            mixed = 0xFF
            for shift in (16, 8, 0):
                level = ((under >> shift) & 0xFF) * rest
                mixed = mixed << 8 | ((over >> shift) & 0xFF) + (level + 127) // 255
            frame[row, column] = mixed
