"""The place of a shape that its label names: well inside an area, half-way along a line."""

import math

import numpy as np
from numba import njit

HEIGHTS = 11
"""How many level cuts through an area are tried, evenly spread over its height."""
ASPECT = 3.0
"""A label is about so many times as wide as it is high."""


@njit(cache=True, nogil=True)
def area_anchors(coordinates, rings, parts, boxes, shapes, anchors):
    """Write where the labels of areas belong to the rows ``shapes`` of ``anchors`` (n, 3).

    Of the widest stretch of each of some level cuts, the middle that has the most room around it
    for a label wins; it lies inside, out of all holes. The third value, an angle, is 0.
    """
    for shape in shapes:
        low, high = boxes[shape, 1], boxes[shape, 3]
        anchors[shape, 0] = (boxes[shape, 0] + boxes[shape, 2]) / 2
        anchors[shape, 1] = (low + high) / 2
        anchors[shape, 2] = 0
        first, end = rings[parts[shape]], rings[parts[shape + 1]]
        crossings = np.empty(end - first, dtype=np.float64)
        best = 0.0
        for step in range(HEIGHTS):
            # Not at the half: corners of grids and of drawn boxes lie there.
            y = low + (high - low) * (step + 0.503) / HEIGHTS
            x, half = _widest(coordinates, rings, parts[shape], parts[shape + 1], y, crossings)
            if half <= 0 or half <= best:
                continue
            near = _clearance(coordinates, rings, parts[shape], parts[shape + 1], x, y)
            room = min(half, ASPECT * near)
            if room > best:
                best = room
                anchors[shape, 0], anchors[shape, 1] = x, y


@njit(cache=True, nogil=True)
def _widest(coordinates, rings, first, end, y, crossings):
    """Return the middle and half the width of the widest stretch inside the rings at height y."""
    count = 0
    for ring in range(first, end):
        for i in range(rings[ring], rings[ring + 1] - 1):
            y0, y1 = coordinates[i, 1], coordinates[i + 1, 1]
            if (y0 > y) != (y1 > y):
                share = (y - y0) / (y1 - y0)
                crossings[count] = coordinates[i, 0] + share * (
                    coordinates[i + 1, 0] - coordinates[i, 0]
                )
                count += 1
    cuts = np.sort(crossings[:count])
    middle, half = 0.0, 0.0
    for i in range(0, count - 1, 2):
        if (cuts[i + 1] - cuts[i]) / 2 > half:
            half = (cuts[i + 1] - cuts[i]) / 2
            middle = (cuts[i + 1] + cuts[i]) / 2
    return middle, half


@njit(cache=True, nogil=True)
def _clearance(coordinates, rings, first, end, x, y):
    """Return the distance of a place to the nearest edge of the rings."""
    nearest = np.inf
    for ring in range(first, end):
        for i in range(rings[ring], rings[ring + 1] - 1):
            ax, ay = coordinates[i, 0], coordinates[i, 1]
            dx, dy = coordinates[i + 1, 0] - ax, coordinates[i + 1, 1] - ay
            squared = dx * dx + dy * dy
            along = 0.0
            if squared > 0:
                along = min(max(((x - ax) * dx + (y - ay) * dy) / squared, 0.0), 1.0)
            nearest = min(nearest, (ax + along * dx - x) ** 2 + (ay + along * dy - y) ** 2)
    return math.sqrt(nearest)


@njit(cache=True, nogil=True)
def line_anchors(coordinates, rings, parts, shapes, anchors):
    """Write the middle of each line's longest part, and the angle in radians it runs at there.

    The angle is between -π/2 and π/2, anticlockwise: no label stands on its head.
    """
    for shape in shapes:
        longest, length = parts[shape], -1.0
        for part in range(parts[shape], parts[shape + 1]):
            found = _length(coordinates, rings[part], rings[part + 1])
            if found > length:
                longest, length = part, found
        _halfway(coordinates, rings[longest], rings[longest + 1], length / 2, anchors[shape])


@njit(cache=True, nogil=True)
def _length(coordinates, first, end):
    total = 0.0
    for i in range(first, end - 1):
        total += math.hypot(
            coordinates[i + 1, 0] - coordinates[i, 0], coordinates[i + 1, 1] - coordinates[i, 1]
        )
    return total


@njit(cache=True, nogil=True)
def _halfway(coordinates, first, end, rest, anchor):
    anchor[0], anchor[1], anchor[2] = coordinates[first, 0], coordinates[first, 1], 0
    for i in range(first, end - 1):
        dx = coordinates[i + 1, 0] - coordinates[i, 0]
        dy = coordinates[i + 1, 1] - coordinates[i, 1]
        step = math.hypot(dx, dy)
        if step > 0 and (step >= rest or i == end - 2):
            share = min(rest / step, 1.0)
            anchor[0] = coordinates[i, 0] + share * dx
            anchor[1] = coordinates[i, 1] + share * dy
            angle = math.atan2(dy, dx)
            if angle > math.pi / 2:
                angle -= math.pi
            elif angle <= -math.pi / 2:
                angle += math.pi
            anchor[2] = angle
            return
        rest -= step
