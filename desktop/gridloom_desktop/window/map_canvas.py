"""The map: a frame painted by a worker, shifted and scaled while the next one is made."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
from PyQt6.QtCore import QPoint, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PyQt6.QtWidgets import QSizePolicy, QWidget

from gridloom_desktop.canvas import Box, Frame, Painted, View, paint, warm_up
from gridloom_desktop.window.background import Background
from gridloom_desktop.window.failures import tell
from gridloom_desktop.window.map_furniture import draw_furniture

MARGIN = 0.25
"""How far the painted frame reaches beyond the widget, as a share of it, on each side."""
ZOOM_STEP = 1.25
FRAME = 0.04
"""The share of the widget that is left free around a box that is shown, on each side."""
DRAG_START = 4
CLOSEST, WIDEST = 200.0, 1e-5
"""Limits of the scale, in pixels per metre."""
SELECTED = QColor("#e8590c")


@dataclass(frozen=True)
class _Painted:
    """A frame with the view that it shows."""

    view: View
    image: QImage
    pixels: Frame  # the image has no copy of its own


class MapCanvas(QWidget):
    """Shows drawings; drag to pan, wheel to zoom at the pointer, double click to zoom in.

    Signals give places in the plane: ``pointed`` where the pointer is, ``clicked`` with the
    tolerance of a click in units of the plane; ``drawn`` follows each new frame.
    """

    pointed = pyqtSignal(float, float)
    clicked = pyqtSignal(float, float, float)
    moved = pyqtSignal()
    drawn = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.view: View | None = None
        self._fitted: Box | None = None
        self._drawings: Sequence[Painted] = ()
        self._selected: list[npt.NDArray[np.float64]] = []
        self._painted: _Painted | None = None
        self._worker = Background("canvas", self)
        self._pending = False
        self._pressed: QPointF | None = None
        self._dragged = False

    def show_drawings(self, drawings: Sequence[Painted]) -> None:
        """Paint these layers from now on, the lowest first."""
        self._drawings = drawings
        self._request()

    def show_box(self, box: Box, margin: float = FRAME) -> None:
        """Zoom to a box of the plane, and again at another size until the view is moved."""
        size = max(self.width(), 1), max(self.height(), 1)
        self.set_view(View.of_box(box, *size, margin=margin))
        self._fitted = box

    def set_view(self, view: View) -> None:
        """Show another part of the plane, within the limits of the scale."""
        if not WIDEST <= view.scale <= CLOSEST:
            return
        self.view, self._fitted = view, None
        self._request()
        self.update()
        self.moved.emit()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom around a pixel position, or around the middle."""
        if self.view:
            at = at or QPointF(self.width() / 2, self.height() / 2)
            self.set_view(self.view.zoomed(factor, at.x(), at.y()))

    def select(self, rings: list[npt.NDArray[np.float64]]) -> None:
        """Highlight one shape, given as rings in the plane; an empty list ends it."""
        self._selected = rings
        self.update()

    def warm_up(self) -> None:
        """Get the kernels ready while the user is still choosing."""
        self._worker.submit(lambda _: warm_up(), lambda _: self._request(), partial(tell, self))

    @property
    def idle(self) -> bool:
        """Whether the latest view has been painted."""
        return not self._worker.busy and not self._pending

    def close_worker(self) -> None:
        """End the painting thread."""
        self._worker.close()

    def _request(self) -> None:
        """Ask for a frame of the current view; while one is being made, only the latest waits."""
        if self.view is None:
            return
        if self._worker.busy:
            self._pending = True
            return
        self._pending = False
        ratio = self.devicePixelRatioF()
        # Whole pixels of margin: the frame lies exactly on the widget's pixels.
        beside, above = round(self.width() * MARGIN), round(self.height() * MARGIN)
        wide = self.view.resized(self.width() + 2 * beside, self.height() + 2 * above)
        wide = wide.sharpened(ratio)
        drawings = list(self._drawings)
        self._worker.submit(
            lambda _: (wide, paint(drawings, wide)), self._accept, partial(tell, self)
        )

    def _accept(self, answer: tuple[View, Frame]) -> None:
        view, pixels = answer
        height, width = pixels.shape
        image = QImage(
            pixels.data,  # pyright: ignore[reportArgumentType, reportCallIssue] - any buffer will do
            width,
            height,
            width * 4,
            QImage.Format.Format_RGB32,
        )
        self._painted = _Painted(view, image, pixels)
        self.update()
        if self._pending:
            self._request()
        self.drawn.emit()

    def paintEvent(self, a0: QPaintEvent | None) -> None:  # noqa: N802 - Qt's name
        """Draw the latest frame where it belongs in the current view, and what lies over it."""
        super().paintEvent(a0)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        if self.view is None:
            return
        if self._painted is not None:
            self._draw_frame(painter, self._painted, self.view)
        self._draw_selection(painter, self.view)
        draw_furniture(painter, self.view)

    def _draw_frame(self, painter: QPainter, painted: _Painted, view: View) -> None:
        """Draw a frame where it lies in the view; only one of another scale is resampled."""
        shown, ratio = painted.view, self.devicePixelRatioF()
        left, top = view.to_frame(shown.left, shown.top)
        scale = view.scale / shown.scale
        resampled = not math.isclose(scale * ratio, 1.0)
        if not resampled:
            left, top = round(left * ratio) / ratio, round(top * ratio) / ratio
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, resampled)
        size = shown.width * scale, shown.height * scale
        painter.drawImage(QRectF(left, top, *size), painted.image)

    def _draw_selection(self, painter: QPainter, view: View) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for ring in self._selected:
            points = [QPointF(*view.to_frame(x, y)) for x, y in ring]
            for pen in (QPen(QColor(255, 255, 255, 220), 5), QPen(SELECTED, 2.4)):
                painter.setPen(pen)
                if len(points) == 1:
                    painter.drawEllipse(points[0], 7, 7)
                else:
                    painter.drawPolyline(QPolygonF(points))

    def resizeEvent(self, a0: QResizeEvent | None) -> None:  # noqa: N802
        """Keep the box that was zoomed to, else the centre and the scale."""
        super().resizeEvent(a0)
        if self._fitted is not None:
            self.show_box(self._fitted)
        elif self.view is not None and self.width() and self.height():
            self.set_view(self.view.resized(self.width(), self.height()))

    def wheelEvent(self, a0: QWheelEvent | None) -> None:  # noqa: N802
        """Zoom at the pointer."""
        if a0 is not None and a0.angleDelta().y():
            self.zoom(ZOOM_STEP ** (a0.angleDelta().y() / 120), a0.position())
            a0.accept()

    def mousePressEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Begin a click or a drag."""
        if a0 is not None and a0.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = a0.position(), False

    def mouseMoveEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Drag the map, or tell where the pointer is."""
        if a0 is None or self.view is None:
            return
        if self._pressed is not None:
            moved = a0.position() - self._pressed
            if self._dragged or moved.manhattanLength() >= DRAG_START:
                self._dragged, self._pressed = True, a0.position()
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.set_view(self.view.panned(moved.x(), moved.y()))
        self.pointed.emit(*self.view.to_plane(a0.position().x(), a0.position().y()))

    def mouseReleaseEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """End a drag, or tell of a click."""
        if a0 is None or self._pressed is None:
            return
        self._pressed = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if not self._dragged and self.view is not None:
            place = self.view.to_plane(a0.position().x(), a0.position().y())
            self.clicked.emit(*place, DRAG_START / self.view.scale)

    def mouseDoubleClickEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Zoom in at the pointer."""
        if a0 is not None and a0.button() == Qt.MouseButton.LeftButton:
            self.zoom(2.0, a0.position())

    def position(self, x: float, y: float) -> QPoint:
        """Return the pixel at which a place of the plane is shown."""
        if self.view is None:
            return QPoint()
        return QPointF(*self.view.to_frame(x, y)).toPoint()
