"""Small multiples of the layer on top, in a window of their own."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.canvas import Box
from gridloom_desktop.window.choice_box import ChoiceBox, refill
from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.map.grid import MapGrid, SmallMap
from gridloom_desktop.window.model.city_map import extent, within
from gridloom_desktop.window.model.map_layer import MapLayer
from gridloom_desktop.window.model.time.multiples import (
    WAYS,
    Multiple,
    multiples_of,
    split_layer,
    ways_of,
    whole,
)
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr

USUAL = 1180, 820


class MultiplesWindow(QDialog):
    """Maps of one layer beside each other: by period or by class, all moved together.

    It shows the layers as they were when it was opened. ``chosen(first, after)`` is the period of
    a map that was double-clicked; ``saved(layers, layer, by, box)`` wants a sheet of the maps.
    """

    chosen = pyqtSignal(int, int)
    saved = pyqtSignal(object, object, str, object)

    def __init__(
        self, layers: Sequence[MapLayer], box: Box | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*USUAL)
        self._layers, self._box = layers, box
        self._layer = split_layer(layers)
        self._maps: Sequence[Multiple] = ()
        self.by, self.title, self.grid = ChoiceBox(), QLabel(), MapGrid()
        self._label, self.save = QLabel(), QPushButton()
        self.title.setObjectName("heading")
        self.by.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.by.setFixedWidth(160)
        self._arrange()
        self.by.activated.connect(lambda _: self._show())
        self.grid.chosen.connect(self._choose)
        self.save.clicked.connect(self._ask_to_save)
        follow_language(self.retranslate)
        self._show()

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(12, 8, 12, 0)
        above.addWidget(self.title, 1)
        above.addWidget(self._label)
        above.addWidget(self.by)
        above.addWidget(self.save)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(above)
        rows.addWidget(self.grid, 1)

    def _show(self) -> None:
        layer = self._layer
        if layer is None:
            return
        self._maps = multiples_of(self._layers, layer, self.by.currentData())
        box = within(self._box, extent(self._layers))
        entries = whole(layer).legend() if len(layer.style.classes) > 1 else ()
        if box is not None:
            small = [SmallMap(one.title, one.drawings) for one in self._maps]
            self.grid.show_maps(small, box, layer.style.title, entries)

    def _ask_to_save(self) -> None:
        """Tell what is to be on the sheet: the part of the city that the maps show now."""
        view = self.grid.maps[0].canvas.view if self.grid.maps else None
        if self._layer is not None and view is not None:
            self.saved.emit(self._layers, self._layer, self.by.currentData(), view.box)

    def _choose(self, number: int) -> None:
        period = self._maps[number].period
        if period is not None:
            self.chosen.emit(period.start, period.stop)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self.setWindowTitle(str(tr("Small multiples")))
        self._label.setText(str(tr("Maps")))
        self.title.setText(shown(self._layer.title) if self._layer else "")
        ways = [(str(WAYS[one]), one) for one in ways_of(self._layer)]
        refill(self.by, ways, self.by.currentData())
        self.save.setText(str(tr("Save as a sheet …")))
        self.save.setEnabled(bool(ways))

    def done(self, a0: int) -> None:
        """End the painting thread; every way to close a dialog leads here."""
        self.grid.close_worker()
        super().done(a0)
