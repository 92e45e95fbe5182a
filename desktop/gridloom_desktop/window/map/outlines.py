"""Outlines over the map: of what is selected, of what is under the pointer, of an echoed place."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from gridloom_desktop.canvas import View
from gridloom_desktop.window.theme import theme

Ring = npt.NDArray[np.float64]
CASING, LINE = 5.0, 2.4
DISC = 7
CROSS, GAP = 11, 3
MOST = 4_000
"""Vertices that Qt strokes in a few milliseconds."""
NEAR = 1e6
"""Pixels beyond which Qt's rasteriser loses its exactness; nothing there is seen anyway."""


def draw_outlines(painter: QPainter, view: View, rings: Iterable[Ring], colour: str) -> None:
    """Draw rings or lines of the plane (n, 2) in a colour cased in paper; discs for points."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    lines = [line for ring in rings for line in seen_lines(view, ring)]
    casing = QColor(theme().paper)
    casing.setAlpha(220)
    shapes = [[QPointF(*point) for point in line.tolist()] for line in lines]
    fine = sum(map(len, shapes)) <= MOST
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, fine)
    for pen in (QPen(casing, CASING), QPen(QColor(colour), LINE)):
        painter.setPen(pen)
        for points in shapes:
            if len(points) == 1:
                painter.drawEllipse(points[0], DISC, DISC)
            else:
                painter.drawPolyline(QPolygonF(points))


def seen_lines(view: View, ring: Ring) -> list[Ring]:
    """Return what of a ring is seen, as lines in pixels: all of it, unless it is a very long one.

    Qt strokes a million vertices for minutes. Of a long ring only segments in sight count, and
    vertices closer than half a pixel, or than what leaves about ``MOST`` of them, are one.
    """
    x, y = view.to_frame(ring[:, 0], ring[:, 1])  # pyright: ignore[reportArgumentType] - arrays too
    at = np.clip(np.column_stack([x, y]), -NEAR, NEAR)
    if len(at) <= MOST:
        return [at]
    step = 0.5
    while (seen := _in_sight(at := _thinned(at, step), view)).sum() > MOST:
        step *= 2
    return _runs(at, seen)


def _in_sight(at: Ring, view: View) -> npt.NDArray[np.bool_]:
    """Return which segments may be seen, told by their boxes."""
    low, high = np.minimum(at[:-1], at[1:]), np.maximum(at[:-1], at[1:])
    return ((high >= -CASING) & (low <= (view.width + CASING, view.height + CASING))).all(axis=1)


def _runs(at: Ring, seen: npt.NDArray[np.bool_]) -> list[Ring]:
    """Return the lines that consecutive segments in sight make."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], seen, [False]]).astype(np.int8)))
    return [at[first : last + 1] for first, last in edges.reshape(-1, 2)]


def _thinned(line: Ring, step: float) -> Ring:
    """Return a line whose vertices in the same cell of a lattice follow each other no more."""
    cell = np.floor(line / step)
    kept = np.concatenate([[True], (np.diff(cell, axis=0) != 0).any(axis=1)])
    kept[-1] = True
    return line[kept]


def draw_cross(painter: QPainter, at: QPointF) -> None:
    """Draw an open cross at a pixel position: the pointer in a map beside this one."""
    arms: Sequence[tuple[int, int]] = ((1, 0), (-1, 0), (0, 1), (0, -1))
    for pen in (QPen(QColor(theme().paper), 4), QPen(QColor(theme().echo), 1.8)):
        painter.setPen(pen)
        for x, y in arms:
            near, far = QPointF(x * GAP, y * GAP), QPointF(x * CROSS, y * CROSS)
            painter.drawLine(at + near, at + far)
