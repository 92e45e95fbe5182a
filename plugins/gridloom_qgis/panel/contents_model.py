"""The tree of a workspace: sections, their entries, a box to put each on the map."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from qgis.core import QgsApplication, QgsIconUtils
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtGui import QIcon, QStandardItem, QStandardItemModel

from ..plain import as_markup, one_line
from .entries import MEASURE, RESULT, Entry, Key, entries_of, section_title
from .lines import RIGHT, number

if TYPE_CHECKING:
    from qgis.PyQt.QtCore import QObject

    from .described import Workspace

ENTRY = Qt.ItemDataRole.UserRole


class ContentsModel(QStandardItemModel):
    """Titles and counts; ``ticked`` tells that the user wants an entry on the map or off it."""

    ticked = pyqtSignal(object, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(0, 2, parent)
        self._items: dict[Key, QStandardItem] = {}
        self._marking = False
        self.itemChanged.connect(self._changed)

    def show(self, workspace: Workspace) -> None:
        """List another workspace, or the same one anew."""
        self.removeRows(0, self.rowCount())
        self._items = {}
        for section, entries in entries_of(workspace).items():
            if entries:
                self._add_section(section, entries)

    def mark(self, on_map: Collection[Key]) -> None:
        """Tick what is on the map, and nothing else."""
        self._marking = True
        for key, item in self._items.items():
            if item.isCheckable():
                state = Qt.CheckState.Checked if key in on_map else Qt.CheckState.Unchecked
                item.setCheckState(state)
        self._marking = False

    def item_of(self, key: Key) -> QStandardItem | None:
        """Return the item of an entry."""
        return self._items.get(key)

    def _add_section(self, section: str, entries: list[Entry]) -> None:
        head = QStandardItem(section_title(section))
        font = head.font()
        font.setBold(True)
        head.setFont(font)
        head.setFlags(Qt.ItemFlag.ItemIsEnabled)
        count = _count_item(len(entries))
        count.setFlags(Qt.ItemFlag.ItemIsEnabled)
        for entry in entries:
            item = _item(entry)
            self._items[entry.key] = item
            head.appendRow([item, _count_item(entry.count)])
        self.appendRow([head, count])

    def _changed(self, item: QStandardItem) -> None:
        entry = item.data(ENTRY)
        if not self._marking and isinstance(entry, Entry) and item.isCheckable():
            self.ticked.emit(entry, item.checkState() == Qt.CheckState.Checked)


def _item(entry: Entry) -> QStandardItem:
    item = QStandardItem(icon_of(entry), one_line(entry.title))
    item.setEditable(False)
    item.setData(entry, ENTRY)
    item.setToolTip(as_markup(f"{entry.title}\n{entry.about}"))
    if entry.mappable:
        item.setCheckable(True)
        item.setCheckState(Qt.CheckState.Unchecked)
    return item


def _count_item(count: int | None) -> QStandardItem:
    item = QStandardItem("" if count is None else number(count))
    item.setEditable(False)
    item.setTextAlignment(RIGHT)
    return item


def icon_of(entry: Entry) -> QIcon:
    """Return QGIS's own icon for what an entry is."""
    if entry.kind == MEASURE:
        return QgsApplication.getThemeIcon("/mIconExpression.svg")
    if entry.kind == RESULT:
        return QgsApplication.getThemeIcon("/processingAlgorithm.svg")
    return {
        "area": QgsIconUtils.iconPolygon,
        "line": QgsIconUtils.iconLine,
        "point": QgsIconUtils.iconPoint,
    }.get(entry.geometry or "", QgsIconUtils.iconTable)()
