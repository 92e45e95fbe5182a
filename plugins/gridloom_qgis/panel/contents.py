"""The tab of contents: a search field over the tree, and what can be done with an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.gui import QgsFilterLineEdit
from qgis.PyQt.QtCore import QModelIndex, QPoint, QSortFilterProxyModel, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from ..language import tr
from .contents_model import ENTRY, ContentsModel
from .entries import Entry

if TYPE_CHECKING:
    from .described import Workspace


class Contents(QWidget):
    """Lists a workspace; ``menu_asked`` gives the menu to be filled for an entry."""

    ticked = pyqtSignal(object, bool)
    menu_asked = pyqtSignal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ContentsModel(self)
        self.model.ticked.connect(self.ticked)
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(self.model)
        self._proxy.setRecursiveFilteringEnabled(True)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search = QgsFilterLineEdit(self)
        self.search.setShowSearchIcon(True)
        self.search.setPlaceholderText(tr("Search"))
        self.search.textChanged.connect(self._find)
        self.tree = _tree(self._proxy)
        self.tree.doubleClicked.connect(self._switch)
        self.tree.customContextMenuRequested.connect(self._menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.search)
        layout.addWidget(self.tree)

    def show_workspace(self, workspace: Workspace) -> None:
        """List a workspace."""
        self.model.show(workspace)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._unfold()

    def index_of(self, entry: Entry) -> QModelIndex:
        """Return where an entry stands in the tree."""
        item = self.model.item_of(entry.key)
        return self._proxy.mapFromSource(item.index()) if item else QModelIndex()

    def _find(self, text: str) -> None:
        self._proxy.setFilterFixedString(text)
        self._unfold()

    def _unfold(self) -> None:
        """Show all that is found; a title without a count has the room of both columns."""
        self.tree.expandAll()
        for section in range(self._proxy.rowCount()):
            head = self._proxy.index(section, 0)
            for row in range(self._proxy.rowCount(head)):
                alone = not self._proxy.index(row, 1, head).data()
                self.tree.setFirstColumnSpanned(row, head, alone)

    def _switch(self, index: QModelIndex) -> None:
        """Have a double click tick the box, or untick it."""
        item = self.model.itemFromIndex(self._proxy.mapToSource(index.siblingAtColumn(0)))
        if item is not None and item.isCheckable():
            ticked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)

    def _menu(self, place: QPoint) -> None:
        index = self.tree.indexAt(place).siblingAtColumn(0)
        entry = index.data(ENTRY)
        if isinstance(entry, Entry):
            menu = QMenu(self)
            self.menu_asked.emit(menu, entry)
            if not menu.isEmpty():
                menu.popup(self.tree.viewport().mapToGlobal(place))


def _tree(model: QSortFilterProxyModel) -> QTreeView:
    tree = QTreeView()
    tree.setModel(model)
    tree.setHeaderHidden(True)
    tree.setUniformRowHeights(True)
    tree.setRootIsDecorated(True)
    tree.setExpandsOnDoubleClick(False)
    tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    tree.setTextElideMode(Qt.TextElideMode.ElideRight)
    return tree
