"""Where a map looks: its view, the views before and after, and the ways to another one."""

import time

from PyQt6.QtCore import QPoint, QPointF, pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QWidget

from gridloom_desktop.canvas import Box, View
from gridloom_desktop.window.model.views import ViewHistory

CLOSEST, WIDEST = 200.0, 1e-5
"""Limits of the scale, in pixels per metre."""
FRAME = 0.04
"""The share of the widget that is left free around a box that is shown, on each side."""
LEAST_SHOWN = 50.0
"""A box is shown with at least so many metres from side to side: a point is one, too."""


class Navigation(QWidget):
    """A widget that looks at a part of the plane; ``moved`` follows each new view."""

    moved = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view: View | None = None
        self.history: ViewHistory[View] = ViewHistory()
        self._fitted: tuple[Box, float] | None = None

    def show_box(self, box: Box, margin: float = FRAME) -> None:
        """Zoom to a box of the plane, and again at another size until the view is moved."""
        size = max(self.width(), 1), max(self.height(), 1)
        self.set_view(View.of_box(_widened(box), *size, margin=margin))
        self._fitted = box, margin

    def set_view(self, view: View) -> None:
        """Show another part of the plane, within the limits of the scale."""
        if WIDEST <= view.scale <= CLOSEST:
            self.history.moved(view, time.monotonic())
            self._show(view)

    def _show(self, view: View) -> None:
        self.view, self._fitted = view, None
        self.update()
        self.moved.emit()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom around a pixel position, or around the middle."""
        if self.view:
            at = at or QPointF(self.width() / 2, self.height() / 2)
            self.set_view(self.view.zoomed(factor, at.x(), at.y()))

    def set_scale(self, scale: float) -> None:
        """Zoom to a scale, in pixels per metre, around the middle; at most to its limits."""
        if self.view is not None:
            self.zoom(min(max(scale, WIDEST), CLOSEST) / self.view.scale)

    def centre_on(self, x: float, y: float) -> None:
        """Move the map so that a place lies in its middle."""
        if self.view is not None:
            at_x, at_y = self.view.to_frame(x, y)
            self.set_view(self.view.panned(self.view.width / 2 - at_x, self.view.height / 2 - at_y))

    def show_previous(self) -> None:
        """Go back to the view before."""
        self._show_again(self.history.previous())

    def show_next(self) -> None:
        """Go forward again."""
        self._show_again(self.history.next())

    def _show_again(self, view: View | None) -> None:
        if view is not None:
            self._show(view.resized(self.width(), self.height()))

    def resizeEvent(self, a0: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        """Keep the box that was zoomed to, else the centre and the scale."""
        super().resizeEvent(a0)
        if self._fitted is not None:
            self.show_box(*self._fitted)
        elif self.view is not None and self.width() and self.height():
            self._show(self.view.resized(self.width(), self.height()))

    def position(self, x: float, y: float) -> QPoint:
        """Return the pixel at which a place of the plane is shown."""
        if self.view is None:
            return QPoint()
        return QPointF(*self.view.to_frame(x, y)).toPoint()


def _widened(box: Box) -> Box:
    """Return a box, or one around its middle that is large enough to see where it lies."""
    if max(box[2] - box[0], box[3] - box[1]) >= LEAST_SHOWN:
        return box
    x, y, half = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2, LEAST_SHOWN / 2
    return x - half, y - half, x + half, y + half
