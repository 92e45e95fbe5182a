"""The density of points on a grid, and its colours."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def count_points(grid, share, shares, ranges, coordinates, rings, parts, weights, scale, dx, dy):
    """Add one of so many shares of the points to a grid, each spread over four cells."""
    rows, columns = grid.shape
    for piece in range(len(ranges)):
        count = ranges[piece, 1] - ranges[piece, 0]
        first = ranges[piece, 0] + count * share // shares
        for shape in range(first, ranges[piece, 0] + count * (share + 1) // shares):
            weight = weights[shape] if len(weights) else 1.0
            for i in range(rings[parts[shape]], rings[parts[shape + 1]]):
                x, y = coordinates[i, 0] * scale + dx, dy - coordinates[i, 1] * scale
                if not (0 <= x < columns - 1 and 0 <= y < rows - 1):
                    continue
                column, row = int(x), int(y)
                right, below = (x - column) * weight, y - row
                left = weight - right
                grid[row, column] += left * (1 - below)
                grid[row, column + 1] += right * (1 - below)
                grid[row + 1, column] += left * below
                grid[row + 1, column + 1] += right * below


@njit(cache=True, nogil=True, error_model="numpy")
def colour_density(frame, left, top, grid, step, margin, peak, ramp):
    """Mix the colour of the density at each pixel's middle into the frame."""
    for row in range(frame.shape[0]):
        y = (top + row + 0.5) / step + margin
        above, down = int(y), y - int(y)
        for column in range(frame.shape[1]):
            x = (left + column + 0.5) / step + margin
            at, right = int(x), x - int(x)
            upper = grid[above, at] * (1 - right) + grid[above, at + 1] * right
            lower = grid[above + 1, at] * (1 - right) + grid[above + 1, at + 1] * right
            density = (upper * (1 - down) + lower * down) / peak
            level = int(min(density, 1.0) * (len(ramp) - 1) + 0.5)
            if level == 0:
                continue
            alpha, below = ramp[level, 3], frame[row, column]
            mixed = np.uint32(0xFF)
            for channel in range(3):
                under = (below >> np.uint32(16 - 8 * channel)) & np.uint32(0xFF)
                value = ramp[level, channel] * alpha + np.float32(under) * (1 - alpha)
                mixed = mixed << np.uint32(8) | np.uint32(value + 0.5)
            frame[row, column] = mixed
