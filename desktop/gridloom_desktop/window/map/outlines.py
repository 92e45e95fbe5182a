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
NEAR = 1e6
"""Pixels beyond which Qt's rasteriser loses its exactness; nothing there is seen anyway."""


def draw_outlines(painter: QPainter, view: View, rings: Iterable[Ring], colour: str) -> None:
    """Draw rings or lines of the plane (n, 2) in a colour cased in paper; discs for points."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    shapes = [_pixels(view, ring) for ring in rings]
    casing = QColor(theme().paper)
    casing.setAlpha(220)
    for pen in (QPen(casing, CASING), QPen(QColor(colour), LINE)):
        painter.setPen(pen)
        for points in shapes:
            if len(points) == 1:
                painter.drawEllipse(points[0], DISC, DISC)
            else:
                painter.drawPolyline(QPolygonF(points))


def _pixels(view: View, ring: Ring) -> list[QPointF]:
    x, y = view.to_frame(ring[:, 0], ring[:, 1])  # pyright: ignore[reportArgumentType] - arrays too
    at = np.clip(np.column_stack([x, y]), -NEAR, NEAR)
    return [QPointF(*point) for point in at.tolist()]


def draw_cross(painter: QPainter, at: QPointF) -> None:
    """Draw an open cross at a pixel position: the pointer in a map beside this one."""
    arms: Sequence[tuple[int, int]] = ((1, 0), (-1, 0), (0, 1), (0, -1))
    for pen in (QPen(QColor(theme().paper), 4), QPen(QColor(theme().echo), 1.8)):
        painter.setPen(pen)
        for x, y in arms:
            near, far = QPointF(x * GAP, y * GAP), QPointF(x * CROSS, y * CROSS)
            painter.drawLine(at + near, at + far)
