"""Pixels of a basemap, warped into a frame of the map."""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit

from gridloom_desktop.basemap.grid import Grid
from gridloom_desktop.basemap.pictures import Pixels
from gridloom_desktop.basemap.toning import Toning
from gridloom_desktop.canvas import Colour, Frame

MOST_THREADS = 4


@dataclass(frozen=True)
class Mosaic:
    """Pixels of a basemap: the upper left corner lies at (``left``, ``top``) in its CRS.

    ``resolution`` is the side of a pixel across and down, in units of that CRS.
    """

    pixels: Pixels
    left: float
    top: float
    resolution: tuple[float, float]


def warp(
    mosaic: Mosaic, grid: Grid, width: int, height: int, paper: Colour, toning: Toning
) -> Frame:
    """Return the frame whose nodes ``grid`` tells; paper where the mosaic has nothing.

    A pixel is interpolated bilinearly between the four of the mosaic around it.
    """
    across, down = mosaic.resolution
    nodes = (grid.places - (mosaic.left, mosaic.top)) / (across, -down)
    frame = np.empty((height, width), dtype=np.uint32)
    look = np.array([*paper, *toning.line, toning.saturation, toning.opacity], dtype=np.float32)
    rows = range(-(-height // grid.step))
    threads = max(min(os.cpu_count() or 1, MOST_THREADS, len(rows)), 1)
    with ThreadPoolExecutor(threads) as pool:
        shares = [np.array(rows[first::threads]) for first in range(threads)]
        list(pool.map(lambda share: _fill(frame, share, nodes, grid.step, mosaic.pixels, look),
                      shares))  # fmt: skip
    return frame


@njit(cache=True, nogil=True)
def _fill(frame, cell_rows, nodes, step, pixels, look):
    """Fill the rows of cells of a frame that are named."""
    height, width = frame.shape
    nothing = _over_paper(np.uint32(0), look)
    for cell_row in cell_rows:
        for cell in range(nodes.shape[1] - 1):
            first, last = cell * step, min((cell + 1) * step, width)
            for row in range(cell_row * step, min((cell_row + 1) * step, height)):
                down = (row + 0.5 - cell_row * step) / step
                x, x_step = _line(nodes, cell_row, cell, down, step, 0)
                y, y_step = _line(nodes, cell_row, cell, down, step, 1)
                if not (np.isfinite(x + x_step) and np.isfinite(y + y_step)):
                    frame[row, first:last] = nothing
                    continue
                for column in range(first, last):
                    frame[row, column] = _over_paper(_sample(pixels, x, y), look)
                    x += x_step
                    y += y_step


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
    """Return the pixel at a position, 0 outside; weights are 1/256 each way."""
    height, width = pixels.shape
    if not (0 <= x < width and 0 <= y < height):
        return np.uint32(0)
    x256, y256 = int(x * 256) - 128, int(y * 256) - 128
    left, top = x256 >> 8, y256 >> 8
    along, down = np.uint64(x256 & 255), np.uint64(y256 & 255)
    right, bottom = min(left + 1, width - 1), min(top + 1, height - 1)
    left, top = max(left, 0), max(top, 0)
    upper = _between(pixels[top, left], pixels[top, right], along)
    lower = _between(pixels[bottom, left], pixels[bottom, right], along)
    return np.uint32(_pair(upper, lower, down))


@njit(cache=True, nogil=True, inline="always")
def _between(first, second, share):
    return _pair(np.uint64(first), np.uint64(second), share)


@njit(cache=True, nogil=True, inline="always")
def _pair(first, second, share):
    """Return the mean of two pixels, all four channels at once, ``share``/256 of the second."""
    even, half = np.uint64(0x00FF00FF), np.uint64(0x00800080)
    eight, rest = np.uint64(8), np.uint64(256) - share
    low = ((first & even) * rest + (second & even) * share + half) >> eight
    high = ((first >> eight) & even) * rest + ((second >> eight) & even) * share + half
    return (low & even) | (high & np.uint64(0xFF00FF00))


@njit(cache=True, nogil=True, inline="always")
def _over_paper(pixel, look):
    """Return a pixel toned, over paper; all steps are linear, so alpha stays multiplied in."""
    word, one = np.int64(pixel), np.float32(1)
    alpha, red = np.float32(word >> 24), np.float32((word >> 16) & 0xFF)
    green, blue = np.float32((word >> 8) & 0xFF), np.float32(word & 0xFF)
    grey = np.float32(0.299) * red + np.float32(0.587) * green + np.float32(0.114) * blue
    grey *= one - look[5]
    cover = alpha / np.float32(255)
    below, summand = one - cover * look[6], look[4] * cover
    packed = 0xFF
    for level, paper in ((red, look[0]), (green, look[1]), (blue, look[2])):
        toned = look[3] * (grey + level * look[5]) + summand
        toned = min(max(toned, np.float32(0)), alpha)
        packed = packed << 8 | np.int64(toned * look[6] + paper * below + np.float32(0.5))
    return packed
