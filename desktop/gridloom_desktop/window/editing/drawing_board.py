"""A transparent sheet over the map on which an outline is drawn anew, moved or cut."""

from typing import Literal

import numpy as np
import shapely
from PyQt6.QtCore import QEvent, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PyQt6.QtWidgets import QWidget

from gridloom_desktop.canvas import View
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.model.editing import Outline
from gridloom_desktop.window.model.sketch import Sketch, Spot, Vertex, snapped
from gridloom_desktop.window.theme import theme

Mode = Literal["reshape", "move", "cut"]
REACH = 8.0
"""Pixels within which a vertex or a side is grasped, and another vertex is snapped to."""
HANDLE = 3.5
"""Half the width of the square on a vertex, in pixels."""
MOST_HANDLES = 4_000
"""Of an outline with more vertices only those near the pointer have a square."""


class DrawingBoard(QWidget):
    """Lies on a canvas while an outline is edited; what it does not need goes on to the canvas.

    ``reshape``: drag a vertex, double-click a side for a new one, Delete takes one out. ``move``:
    drag the shape. ``cut``: click the corners of a line, double-click its end. Ctrl+Z takes back
    what was drawn. ``changed`` follows each change, ``ended(accepted)`` Enter or Escape.
    """

    changed = pyqtSignal()
    ended = pyqtSignal(bool)

    def __init__(self, canvas: MapCanvas, outline: Outline, mode: Mode) -> None:
        super().__init__(canvas)
        self._canvas, self.outline = canvas, outline
        self.mode: Mode = mode
        self._past: list[tuple[Sketch, tuple[Spot, ...]]] = []
        self.sketch, self.line = outline.sketch, tuple[Spot, ...]()
        self._held: Vertex | None = None
        self._chosen: Vertex | None = None
        self._dragged_from: Spot | None = None
        self._before_drag = self.sketch
        self._pointer: Spot | None = None
        self._snap: Spot | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setGeometry(canvas.rect())
        canvas.installEventFilter(self)
        canvas.moved.connect(self.update)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def eventFilter(self, a0: object, a1: QEvent | None) -> bool:  # noqa: N802, ARG002 - Qt's
        """Stay as large as the canvas."""
        if a1 is not None and a1.type() == QEvent.Type.Resize:
            self.setGeometry(self._canvas.rect())
        return False

    @property
    def view(self) -> View | None:
        """What the canvas shows."""
        return self._canvas.view

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to apply."""
        if self.mode == "cut":
            return len(self.line) > 1
        return self.sketch is not self.outline.sketch

    def _spot(self, event: QMouseEvent) -> Spot:
        at = event.position()
        return self.view.to_plane(at.x(), at.y()) if self.view else (0.0, 0.0)

    @property
    def _reach(self) -> float:
        return REACH / self.view.scale if self.view else 0.0

    def _target(self, at: Spot) -> Spot:
        """Return a place, or the neighbours' vertex that it is snapped to."""
        self._snap = snapped(at, self.outline.others, self._reach)
        if self._snap is None and self.mode == "cut":
            vertex = self.sketch.vertex_near(at, self._reach)
            self._snap = self.sketch.spot(vertex) if vertex else None
        return self._snap or at

    def mousePressEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Grasp a vertex or the shape, add a corner to the line; else let the map be dragged."""
        if a0 is None or a0.button() != Qt.MouseButton.LeftButton or self.view is None:
            return
        self.setFocus()
        at = self._spot(a0)
        self._before_drag = self.sketch
        if self.mode == "cut":
            self._draw((*self.line, self._target(at)))
        elif self.mode == "move":
            self._dragged_from = at if self._is_on(at) else None
        else:
            self._held = self._chosen = self.sketch.vertex_near(at, self._reach)
        if self.mode != "cut" and self._held is None and self._dragged_from is None:
            a0.ignore()
        self.update()

    def _is_on(self, at: Spot) -> bool:
        return bool(shapely.dwithin(self.sketch.shape, shapely.Point(at), self._reach))

    def mouseMoveEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Take what is grasped along."""
        if a0 is None or self.view is None:
            return
        at = self._pointer = self._spot(a0)
        if self._held is not None:
            self.sketch = self._before_drag.moved(self._held, self._target(at))
        elif self._dragged_from is not None:
            dx, dy = at[0] - self._dragged_from[0], at[1] - self._dragged_from[1]
            self.sketch = self._before_drag.shifted(dx, dy)
        else:
            if self.mode == "cut":
                self._target(at)
            a0.ignore()
        self.update()

    def mouseReleaseEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Let go of what was grasped."""
        if a0 is None:
            return
        grasped = self._held is not None or self._dragged_from is not None
        if grasped and self.sketch is not self._before_drag:
            self._past.append((self._before_drag, self.line))
            self.changed.emit()
        if not grasped and self.mode != "cut":
            a0.ignore()
        self._held = self._dragged_from = self._snap = None
        self.update()

    def mouseDoubleClickEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Put a vertex into a side, or end the line."""
        if a0 is None or self.view is None:
            return
        if self.mode == "cut":
            self.ended.emit(True)
        elif self.mode == "reshape":
            self._put_in(self._spot(a0))

    def _put_in(self, spot: Spot) -> None:
        if side := self.sketch.side_near(spot, self._reach):
            after, at = side
            self._become(self.sketch.inserted(after, at))
            self._chosen = Vertex(after.line, after.place + 1)

    def keyPressEvent(self, a0: QKeyEvent | None) -> None:  # noqa: N802
        """Enter applies, Escape ends, Delete takes the chosen vertex out."""
        if a0 is None:
            return
        if a0.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.ended.emit(True)
        elif a0.key() == Qt.Key.Key_Escape:
            self.ended.emit(False)
        elif a0.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._take_out()
        elif a0.matches(QKeySequence.StandardKey.Undo):
            self.take_back()
        else:
            super().keyPressEvent(a0)

    def event(self, a0: QEvent | None) -> bool:
        """Keep Ctrl+Z from undoing the step before while something is drawn."""
        is_override = a0 is not None and a0.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(a0, QKeyEvent) and a0.matches(QKeySequence.StandardKey.Undo):
            a0.accept()
            return True
        return super().event(a0)

    def _take_out(self) -> None:
        if self.mode == "cut":
            self._draw(self.line[:-1])
        elif self._chosen is not None:
            self._become(self.sketch.without(self._chosen))
            self._chosen = None

    def take_back(self) -> None:
        """Take back what was drawn last."""
        if self._past:
            self.sketch, self.line = self._past.pop()
            self._chosen = None
            self.changed.emit()
            self.update()

    def _draw(self, line: tuple[Spot, ...]) -> None:
        if line[-2:-1] != line[-1:]:  # a double click comes as two presses at one place
            self._past.append((self.sketch, self.line))
            self.line = line
            self.changed.emit()
            self.update()

    def _become(self, sketch: Sketch) -> None:
        if sketch is not self.sketch:
            self._past.append((self.sketch, self.line))
            self.sketch = sketch
            self.changed.emit()
            self.update()

    def paintEvent(self, a0: QPaintEvent | None) -> None:  # noqa: N802, ARG002
        """Draw the outline as it was and as it is, its vertices, the line, where it snaps."""
        view = self.view
        if view is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_outline(
                painter, view, self.outline.sketch, QPen(QColor(theme().muted), 1.2)
            )
            if self.mode != "cut":
                self._paint_outline(painter, view, self.sketch, QPen(QColor(theme().selected), 2.2))
            if self.mode == "reshape":
                self._paint_handles(painter, view)
            self._paint_line(painter, view)
            if self._snap is not None:
                painter.setPen(QPen(QColor(theme().selected), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QPointF(*view.to_frame(*self._snap)), REACH, REACH)

    def _paint_outline(self, painter: QPainter, view: View, sketch: Sketch, pen: QPen) -> None:
        faint = QColor(theme().selected)
        faint.setAlpha(28)
        if sketch is not self.sketch or self.mode == "cut":
            pen.setStyle(Qt.PenStyle.DashLine)
        for line in sketch.lines:
            points = QPolygonF([QPointF(*view.to_frame(x, y)) for x, y in line])
            halo = QPen(QColor(255, 255, 255, 190), pen.widthF() + 2.6)
            for each in (halo, pen):
                painter.setPen(each)
                fill = faint if each is pen and sketch is self.sketch and sketch.closed else None
                painter.setBrush(fill if fill else Qt.BrushStyle.NoBrush)
                draw = painter.drawPolygon if sketch.closed else painter.drawPolyline
                draw(points)

    def _paint_handles(self, painter: QPainter, view: View) -> None:
        xmin, ymin, xmax, ymax = view.box
        painter.setPen(QPen(QColor(theme().selected), 1.4))
        for number, line in enumerate(self.sketch.lines):
            inside = (line >= (xmin, ymin)).all(axis=1) & (line <= (xmax, ymax)).all(axis=1)
            for place in np.flatnonzero(inside)[:MOST_HANDLES].tolist():
                x, y = view.to_frame(*line[place])
                chosen = Vertex(number, place) == self._chosen
                painter.setBrush(QColor(theme().selected if chosen else "#ffffff"))
                half = HANDLE + chosen
                painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))

    def _paint_line(self, painter: QPainter, view: View) -> None:
        spots = [*self.line]
        if self.mode == "cut" and self.line and self._pointer is not None:
            spots.append(self._snap or self._pointer)
        points = QPolygonF([QPointF(*view.to_frame(*spot)) for spot in spots])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor(255, 255, 255, 210), 5), QPen(QColor(theme().selected), 2.2)):
            painter.setPen(pen)
            painter.drawPolyline(points)
        painter.setBrush(QColor("#ffffff"))
        for spot in self.line:
            painter.drawEllipse(QPointF(*view.to_frame(*spot)), HANDLE, HANDLE)
