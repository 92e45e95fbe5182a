"""Small multiples: many small maps of one place under one legend, to be compared at a glance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.canvas import Box, Painted
from gridloom_desktop.window.background import Background
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.map.canvas import MapCanvas
from gridloom_desktop.window.map.legend_line import LegendLine
from gridloom_desktop.window.map.linking import LinkedViews
from gridloom_desktop.window.map.scale_bar import ScaleBar
from gridloom_desktop.window.map.titled import TitledMap
from gridloom_desktop.window.map.tools import Pan, Pointer
from gridloom_desktop.window.model.map_layer import LegendEntry
from gridloom_layers.language import tr_n

LEAST = 220, 190
"""Width and height of a map below which nobody sees anything; the grid scrolls instead."""
MOST_MAPS = 24
BETWEEN = 8


@dataclass(frozen=True)
class SmallMap:
    """One map of a grid: its title, and its layers from the lowest up."""

    title: Bilingual
    drawings: Sequence[Painted]


class MapGrid(QWidget):
    """Maps in rows, all with one view; ``chosen`` tells which one was double-clicked.

    All are painted by one thread, in turn. At most 24 are shown; a line tells how many are not.
    """

    chosen = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.maps: list[TitledMap] = []
        self._left_out = 0
        self._columns = 0
        self._worker = Background("small-maps", self)
        self._links: LinkedViews | None = None
        self._scroll, self.legend, self._rest = QScrollArea(), LegendLine(), QLabel()
        self._scale = ScaleBar()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._rest.setObjectName("caption")
        self._rest.setContentsMargins(12, 2, 12, 6)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        below = QHBoxLayout()
        below.addWidget(self.legend, 1)
        below.addWidget(self._scale)
        rows.addWidget(self._scroll, 1)
        rows.addLayout(below)
        rows.addWidget(self._rest)
        follow_language(self.retranslate)

    def show_maps(
        self,
        maps: Sequence[SmallMap],
        box: Box,
        legend_title: Bilingual,
        legend: Sequence[LegendEntry],
    ) -> None:
        """Show these maps, at first all of ``box``, under one legend."""
        self._drop()
        self._left_out = max(len(maps) - MOST_MAPS, 0)
        self.maps = [self._titled(number, one) for number, one in enumerate(maps[:MOST_MAPS])]
        self._links = LinkedViews([one.canvas for one in self.maps], self)
        self._arrange(self._fitting())
        self.legend.show_legend(legend_title, legend)
        self.retranslate()
        if self.maps:
            first = self.maps[0].canvas
            first.moved.connect(self._show_scale)
            first.show_box(box)

    def _show_scale(self) -> None:
        view = self.maps[0].canvas.view if self.maps else None
        self._scale.show_scale(view.scale if view else None)

    def _titled(self, number: int, small: SmallMap) -> TitledMap:
        canvas = MapCanvas(worker=self._worker)
        canvas.furnished = False
        canvas.setMinimumSize(1, 1)
        canvas.use(_Choose(canvas, partial(self.chosen.emit, number)))
        canvas.show_drawings(small.drawings)
        titled = TitledMap(canvas)
        titled.setMinimumSize(*LEAST)
        titled.set_title(small.title)
        return titled

    def _drop(self) -> None:
        if self._links is not None:
            self._links.end()
        for one in self.maps:
            one.canvas.close_worker()
        self.maps, self._links = [], None
        if old := self._scroll.takeWidget():
            old.deleteLater()

    def _fitting(self) -> int:
        """Return how many columns let the maps be largest in the room there is."""
        count = max(len(self.maps), 1)
        width, height = max(self.width(), 1), max(self.height(), 1)
        most = max(width // (LEAST[0] + BETWEEN), 1)

        def size(columns: int) -> float:
            return min(width / columns, max(height / math.ceil(count / columns), LEAST[1]))

        return max(range(1, min(most, count) + 1), key=size)

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(BETWEEN, BETWEEN, BETWEEN, BETWEEN)
        grid.setSpacing(BETWEEN)
        for number, titled in enumerate(self.maps):
            grid.addWidget(titled, number // columns, number % columns)
        old = self._scroll.takeWidget()
        self._scroll.setWidget(content)
        if old is not None:
            old.deleteLater()

    def resizeEvent(self, a0: QResizeEvent | None) -> None:  # noqa: N802 - Qt's name
        """Take as many columns as suit the new size."""
        super().resizeEvent(a0)
        if self.maps and (columns := self._fitting()) != self._columns:
            self._arrange(columns)

    def retranslate(self) -> None:
        """Write titles, and how many maps are not shown, in the current language."""
        for titled in self.maps:
            titled.retranslate()
        told = tr_n(
            "{count} further map is not shown", "{count} further maps are not shown", self._left_out
        )
        self._rest.setText(str(told))
        self._rest.setVisible(self._left_out > 0)

    @property
    def idle(self) -> bool:
        """Whether all maps have been painted."""
        return all(one.canvas.idle for one in self.maps)

    def close_worker(self) -> None:
        """End the painting thread."""
        self._worker.close()


class _Choose(Pan):
    """Moves all maps; a double click chooses the one it is in."""

    def __init__(self, canvas: MapCanvas, choose: partial[None]) -> None:
        super().__init__(canvas)
        self._choose = choose

    def double(self, pointer: Pointer) -> None:  # noqa: ARG002 - wherever it is in the map
        """Choose the map."""
        self._choose()
