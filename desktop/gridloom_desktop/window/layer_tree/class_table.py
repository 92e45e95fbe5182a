"""The classes of a layer as a table: switch, colour, label, upper border, how many rows."""

from PyQt6.QtCore import QRect, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QIcon, QPainter, QPixmap
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from gridloom_desktop.window.following import say
from gridloom_desktop.window.layer_tree.swatches import RATIO, draw_swatch
from gridloom_desktop.window.model.counts import amount
from gridloom_desktop.window.model.map_layer import LegendEntry, MapLayer
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr

COLOUR, LABEL, BORDER, ROWS = range(4)
SIDE = 16
KEY = Qt.ItemDataRole.UserRole


class ClassTable(QTableWidget):
    """Shows classes; tells what the user wants of one: its key, or its number for a border."""

    colour_asked = pyqtSignal(str, str)
    border_given = pyqtSignal(int, str)
    switched = pyqtSignal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self._layer: MapLayer | None = None
        say(self.setHorizontalHeaderLabels, self._titles)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        if (side := self.verticalHeader()) is not None:
            side.hide()
        if (header := self.horizontalHeader()) is not None:
            header.setSectionResizeMode(LABEL, QHeaderView.ResizeMode.Stretch)
            header.setSectionResizeMode(COLOUR, QHeaderView.ResizeMode.ResizeToContents)
            header.setSectionResizeMode(ROWS, QHeaderView.ResizeMode.ResizeToContents)
        self.cellClicked.connect(self._click)
        self.cellActivated.connect(self._click)
        self.itemChanged.connect(self._edited)
        self._colours: list[str] = []

    def _titles(self) -> list[str]:
        """Return the titles of the columns; ranges of two variables stand beside each other."""
        crossing = None if self._layer is None else self._layer.crossing
        ranges = str(tr("Class"))
        if crossing is not None:
            ranges = f"{shown(crossing.first.title)} | {shown(crossing.second.title)}"
        return [str(tr("Colour")), ranges, str(tr("Up to")), str(tr("Rows"))]

    def show_layer(self, layer: MapLayer) -> None:
        """Show the classes of a layer."""
        self._layer, entries = layer, layer.legend()
        self.setHorizontalHeaderLabels(self._titles())
        self.blockSignals(True)
        self.setRowCount(len(entries))
        self._colours = [one.colour for one in entries]
        for row, entry in enumerate(entries):
            self._show_class(row, entry, layer)
        self.setColumnHidden(BORDER, all(one.upper is None for one in entries))
        self.blockSignals(False)

    def _show_class(self, row: int, entry: LegendEntry, layer: MapLayer) -> None:
        colour = QTableWidgetItem(_icon(entry.colour, layer), "")
        colour.setData(KEY, entry.key)
        colour.setToolTip(str(tr("Click to choose another colour")))
        label = QTableWidgetItem(shown(entry.label))
        label.setCheckState(Qt.CheckState.Unchecked if entry.hidden else Qt.CheckState.Checked)
        label.setToolTip(shown(entry.label))
        border = QTableWidgetItem("" if entry.upper is None else f"{entry.upper:.12g}")
        count = QTableWidgetItem(str(amount(entry.count, persons=entry.persons)))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for item in (border, count):
            item.setTextAlignment(right)
        for item in (colour, label, count):
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
        if entry.upper is None:
            border.setFlags(border.flags() & ~Qt.ItemFlag.ItemIsEditable)
        for column, item in enumerate((colour, label, border, count)):
            self.setItem(row, column, item)

    def _key(self, row: int) -> str:
        item = self.item(row, COLOUR)
        return str(item.data(KEY)) if item is not None else ""

    def _click(self, row: int, column: int) -> None:
        if column == COLOUR:
            self.colour_asked.emit(self._key(row), self._colours[row])

    def _edited(self, item: QTableWidgetItem) -> None:
        if item.column() == BORDER:
            self.border_given.emit(item.row(), item.text())
        elif item.column() == LABEL:
            on = item.checkState() == Qt.CheckState.Checked
            self.switched.emit(self._key(item.row()), on)


def _icon(colour: str, layer: MapLayer) -> QIcon:
    picture = QPixmap(SIDE * RATIO, SIDE * RATIO)
    picture.setDevicePixelRatio(RATIO)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        draw_swatch(painter, QRect(1, 1, SIDE - 2, SIDE - 2), colour, layer.shapes.kind, layer.look)
    return QIcon(picture)
