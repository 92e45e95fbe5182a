"""Two maps side by side that look at the same place."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.linking import LinkedViews
from gridloom_desktop.window.map.titled import TitledMap

HANDLE = 5


class MapPair(QWidget):
    """``main`` is the map that is always there, ``second`` comes beside it when it is opened.

    Moving one moves the other; the pointer of one is a cross in the other.
    """

    def __init__(self, main: MapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.main, self.second = main, MapCanvas()
        self._titled = TitledMap(main), TitledMap(self.second)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(HANDLE)
        self._splitter.setChildrenCollapsible(False)
        for titled in self._titled:
            self._splitter.addWidget(titled)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._splitter)
        self._links: LinkedViews | None = None
        self.close_second()

    @property
    def split(self) -> bool:
        """Whether there are two maps."""
        return self._links is not None

    @property
    def busy(self) -> bool:
        """Whether one of them is still to be painted."""
        return not (self.main.idle and self.second.idle)

    def open_second(self) -> None:
        """Put the second map beside the first, at the same place; both have titles now."""
        half = self._splitter.width() // 2
        for titled in self._titled:
            titled.show()
            titled.label.show()
        self._splitter.setSizes([half, half])
        self._links = LinkedViews((self.main, self.second), self)
        if self.main.view is not None:
            size = max(self.second.width(), 1), max(self.second.height(), 1)
            self.second.set_view(self.main.view.resized(*size))

    def entitle(self, main: Bilingual, second: Bilingual) -> None:
        """Write the titles of both."""
        for titled, title in zip(self._titled, (main, second), strict=True):
            titled.set_title(title)

    def close_second(self) -> None:
        """Leave the first map alone, without a title."""
        if self._links is not None:
            self._links.end()
            self._links = None
        self._titled[1].hide()
        self._titled[0].label.hide()
        self.second.show_drawings(())

    def end(self) -> None:
        """End the painting threads of both."""
        self.main.close_worker()
        self.second.close_worker()
