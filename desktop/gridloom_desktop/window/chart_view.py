"""A chart of a result, drawn as it would be published, at the resolution of the screen."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PyQt6 import sip
from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PyQt6.QtWidgets import QDialog, QSizePolicy, QVBoxLayout, QWidget

from gridloom_analytics.bilingual import Given
from gridloom_desktop.window.background import Background
from gridloom_desktop.window.failures import tell
from gridloom_desktop.window.following import follow_language, say
from gridloom_layers.language import current_language, tr
from gridloom_layers.progress import Progress

if TYPE_CHECKING:
    from gridloom_desktop.publishing.export.released import Panel

Pixels = npt.NDArray[np.uint8]
SHAPE = 0.78
"""Height of a chart in the panel, as a share of its width."""
LEGEND_LINE = 17
"""Pixels of a line of a legend, which has two entries a line."""
LARGE = (860, 620)
LEAST = (240, 180)
"""Pixels that a chart takes at least, also before it was given its place."""


class ChartView(QWidget):
    """One chart; drawn anew off the window's thread at each size. ``clicked`` asks for more room.

    While one picture is made only the latest size waits.
    """

    clicked = pyqtSignal()

    def __init__(self, panel: "Panel", worker: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel, self._worker = panel, worker
        self._image: QImage | None = None
        self._drawing, self._stale = False, False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        say(self.setAccessibleName, Given.of(panel.chart.title))
        follow_language(self.redraw)

    @property
    def drawn(self) -> bool:
        """Whether the chart is shown at its present size."""
        return self._image is not None and not self._stale and not self._drawing

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Tell the layout that the height follows the width."""
        return True

    def heightForWidth(self, a0: int) -> int:  # noqa: N802
        """Return the height of a chart that is so wide: its legend takes nothing of its marks."""
        return round(a0 * SHAPE) + LEGEND_LINE * (_entries(self.panel) // 2)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the size of a chart in the panel."""
        return QSize(300, self.heightForWidth(300))

    def resizeEvent(self, a0: QResizeEvent | None) -> None:  # noqa: N802
        """Draw it anew."""
        super().resizeEvent(a0)
        self.redraw()

    def redraw(self) -> None:
        """Draw the chart at its size, in the current language."""
        if self._drawing:
            self._stale = True
            return
        size = max(self.width(), LEAST[0]), max(self.height(), LEAST[1])
        ratio = self.devicePixelRatioF()
        panel, language = self.panel, current_language()
        self._drawing, self._stale = True, False

        def draw(_: Progress) -> tuple[Pixels, float]:
            # Late: it loads matplotlib, which a window does without until there is a chart.
            from gridloom_desktop.publishing.charts import chart_pixels

            return chart_pixels(panel, *size, ratio, language), ratio

        self._worker.submit(draw, self._accept, self._refuse)

    def _accept(self, answer: tuple[Pixels, float]) -> None:
        if sip.isdeleted(self):  # another result is shown by now
            return
        pixels, ratio = answer
        height, width, _ = pixels.shape
        image = QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888)
        self._image = image.copy()  # the bytes end with this call
        self._image.setDevicePixelRatio(ratio)
        self._drawing = False
        if self._stale:
            self.redraw()
        self.update()

    def _refuse(self, error: BaseException) -> None:
        if not sip.isdeleted(self):
            self._drawing = False
            tell(self.window(), error)

    def paintEvent(self, a0: QPaintEvent | None) -> None:  # noqa: N802
        """Show the latest picture."""
        super().paintEvent(a0)
        if self._image is not None:
            with QPainter(self) as painter:
                painter.drawImage(0, 0, self._image)

    def mouseReleaseEvent(self, a0: QMouseEvent | None) -> None:  # noqa: N802
        """Ask for more room."""
        if a0 is not None and a0.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()


def _entries(panel: "Panel") -> int:
    """Return how many entries a legend has at most."""
    if panel.style is not None and panel.chart.classed:
        return len(panel.style.classes)
    return len(panel.chart.series) + bool(panel.chart.envelope) + panel.chart.diagonal


def show_large(panel: "Panel", worker: Background, parent: QWidget) -> QDialog:
    """Show a chart in a window of its own, as large as the user makes it."""
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    say(dialog.setWindowTitle, tr("Chart: {title}", title=Given.of(panel.chart.title)))
    dialog.resize(*LARGE)
    column = QVBoxLayout(dialog)
    column.addWidget(ChartView(panel, worker, dialog))
    dialog.show()
    return dialog
