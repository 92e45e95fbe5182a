"""The list of analyses: in groups, found by a word."""

from collections.abc import Iterable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from gridloom_analytics.analysis import Analysis
from gridloom_desktop.window.model.listing import grouped, matches
from gridloom_layers.language import tr

NAME = Qt.ItemDataRole.UserRole


class AnalysisList(QWidget):
    """Offers the analyses; ``chosen`` names the one that was clicked or taken by Enter."""

    chosen = pyqtSignal(str)

    def __init__(self, analyses: Iterable[Analysis], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._analyses = list(analyses)
        self.search, self.tree = QLineEdit(), QTreeWidget()
        self.search.setClearButtonEnabled(True)
        self.tree.setHeaderHidden(True)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setIndentation(10)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._take_first)
        self.tree.itemClicked.connect(self._take)
        self.tree.itemActivated.connect(self._take)
        self.retranslate()

    def retranslate(self) -> None:
        """Write the list in the current language."""
        self.search.setPlaceholderText(str(tr("Search the analyses")))
        self._fill()

    def _fill(self) -> None:
        """List what the search leaves."""
        self.tree.clear()
        found = [one for one in self._analyses if matches(one, self.search.text())]
        for group in grouped(found):
            heading = QTreeWidgetItem(self.tree, [str(group.title)])
            heading.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = heading.font(0)
            font.setBold(True)
            heading.setFont(0, font)
            for one in group.analyses:
                item = QTreeWidgetItem(heading, [str(one.title)])
                item.setData(0, NAME, one.name)
                item.setToolTip(0, str(one.summary))
        self.tree.expandAll()

    def listed(self) -> list[str]:
        """Return the names of the analyses that are listed, from the top."""
        names = []
        for row in range(self.tree.topLevelItemCount()):
            heading = self.tree.topLevelItem(row)
            for place in range(heading.childCount() if heading else 0):
                item = heading.child(place) if heading else None
                names.append(str(item.data(0, NAME)) if item else "")
        return names

    def _take_first(self) -> None:
        for name in self.listed()[:1]:
            self.chosen.emit(name)

    def _take(self, item: QTreeWidgetItem, _: int = 0) -> None:
        if (name := item.data(0, NAME)) is not None:
            self.chosen.emit(name)
