"""Rings of shapes: turned round, measured, gathered in another order."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def orient(coordinates, rings, holes):
    """Reverse, in place, the rings that run the wrong way."""
    for ring in range(len(rings) - 1):
        first, last = rings[ring], rings[ring + 1] - 1
        if first >= last:
            continue
        # Relative to the first vertex: products of full coordinates would lose the digits.
        x, y = coordinates[first, 0], coordinates[first, 1]
        doubled = 0.0
        for i in range(first, last):
            ax, ay = coordinates[i, 0] - x, coordinates[i, 1] - y
            bx, by = coordinates[i + 1, 0] - x, coordinates[i + 1, 1] - y
            doubled += ax * by - bx * ay
        if (doubled < 0) == holes[ring]:
            continue
        while first < last:
            for axis in range(2):
                kept = coordinates[first, axis]
                coordinates[first, axis] = coordinates[last, axis]
                coordinates[last, axis] = kept
            first += 1
            last -= 1


@njit(cache=True, nogil=True)
def measure(coordinates, rings, parts, closed):
    """Return the box (NaN where empty) and the area of each shape."""
    count = len(parts) - 1
    boxes = np.empty((count, 4), dtype=np.float32)
    areas = np.zeros(count, dtype=np.float32)
    for shape in range(count):
        first, end = rings[parts[shape]], rings[parts[shape + 1]]
        boxes[shape] = np.nan
        if first == end:
            continue
        xmin = xmax = coordinates[first, 0]
        ymin = ymax = coordinates[first, 1]
        for i in range(first, end):
            x, y = coordinates[i, 0], coordinates[i, 1]
            xmin, xmax, ymin, ymax = min(xmin, x), max(xmax, x), min(ymin, y), max(ymax, y)
        boxes[shape, 0], boxes[shape, 1] = xmin, ymin
        boxes[shape, 2], boxes[shape, 3] = xmax, ymax
        if closed:
            areas[shape] = _area(coordinates, rings, parts[shape], parts[shape + 1], xmin, ymin)
    return boxes, areas


@njit(cache=True, nogil=True)
def ring_areas(coordinates, rings):
    """Return the signed area of each ring: holes have a negative one."""
    areas = np.empty(len(rings) - 1)
    for ring in range(len(areas)):
        first = rings[ring]
        x, y = coordinates[first, 0], coordinates[first, 1]
        areas[ring] = _area(coordinates, rings, ring, ring + 1, x, y)
    return areas


@njit(cache=True, nogil=True)
def _area(coordinates, rings, first, end, x, y):
    doubled = 0.0
    for ring in range(first, end):
        for i in range(rings[ring], rings[ring + 1] - 1):
            ax, ay = np.float64(coordinates[i, 0]) - x, np.float64(coordinates[i, 1]) - y
            bx, by = np.float64(coordinates[i + 1, 0]) - x, np.float64(coordinates[i + 1, 1]) - y
            doubled += ax * by - bx * ay
    return doubled / 2


@njit(cache=True, nogil=True)
def gathered(coordinates, rings, parts, order):
    """Return the shapes named by ``order``, in that order."""
    vertices, ring_count = 0, 0
    for shape in order:
        ring_count += parts[shape + 1] - parts[shape]
        vertices += rings[parts[shape + 1]] - rings[parts[shape]]
    new_coordinates = np.empty((vertices, 2), dtype=np.float32)
    new_rings = np.zeros(ring_count + 1, dtype=np.int64)
    new_parts = np.zeros(len(order) + 1, dtype=np.int64)
    vertex, ring = 0, 0
    for position, shape in enumerate(order):
        for old in range(parts[shape], parts[shape + 1]):
            size = rings[old + 1] - rings[old]
            new_coordinates[vertex : vertex + size] = coordinates[rings[old] : rings[old + 1]]
            vertex += size
            ring += 1
            new_rings[ring] = vertex
        new_parts[position + 1] = ring
    return new_coordinates, new_rings, new_parts
