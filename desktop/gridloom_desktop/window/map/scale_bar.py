"""A scale bar by itself: for maps that share one."""

from PyQt6.QtCore import QPointF, QSize
from PyQt6.QtGui import QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from gridloom_desktop.window.map.furniture import (
    BAR_HEIGHT,
    LONGEST_BAR,
    WIDEST_LABEL,
    draw_scale_bar,
)


class ScaleBar(QWidget):
    """Shows a scale in pixels per metre; None is not known yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_scale(self, scale: float | None) -> None:
        """Show the bar of a scale."""
        self._scale = scale
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Return room for the longest bar and its labels."""
        return QSize(LONGEST_BAR + WIDEST_LABEL + 12, BAR_HEIGHT)

    def paintEvent(self, a0: QPaintEvent | None) -> None:  # noqa: N802
        """Draw the bar."""
        super().paintEvent(a0)
        if self._scale is not None:
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                draw_scale_bar(painter, self._scale, QPointF(0, 0), self.palette())
