"""The tab of linked rows: what is linked to the row that was clicked on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..language import tr
from .lines import DATA, Line, show_lines, tree_of_lines
from .linked import RowOf

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QAction, QTreeWidgetItem


class LinkedTab(QWidget):
    """``followed`` has the row that was double-clicked; ``back`` asks for the row before."""

    followed = pyqtSignal(object)
    back = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = tree_of_lines(self, values=True)
        self.tree.itemDoubleClicked.connect(self._double_clicked)
        self.hint = QLabel(
            tr("Choose the tool above, then click a building, a grid or a point of the workspace.")
        )
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.hint.setWordWrap(True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setMargin(12)
        self.earlier = QToolButton()
        self.earlier.setIcon(QgsApplication.getThemeIcon("/mActionArrowLeft.svg"))
        self.earlier.setToolTip(tr("Back to the row before"))
        self.earlier.setAutoRaise(True)
        self.earlier.setEnabled(False)
        self.earlier.clicked.connect(lambda: self.back.emit())
        self._tool = QToolButton()
        self._tool.setAutoRaise(True)
        self._tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.hint)
        self._pages.addWidget(self.tree)
        self._arrange()

    def use_tool(self, action: QAction) -> None:
        """Offer the tool of the map here as well."""
        self._tool.setDefaultAction(action)

    def show_lines(self, lines: list[Line], *, earlier: bool) -> None:
        """Show an answer; ``earlier`` says whether there was another one before."""
        show_lines(self.tree, lines)
        self._pages.setCurrentWidget(self.tree)
        self.earlier.setEnabled(earlier)

    def clear(self) -> None:
        """Show how to ask."""
        self.tree.clear()
        self._pages.setCurrentWidget(self.hint)
        self.earlier.setEnabled(False)

    def _double_clicked(self, item: QTreeWidgetItem) -> None:
        row = item.data(0, DATA)
        if isinstance(row, RowOf):
            self.followed.emit(row)
        else:
            item.setExpanded(not item.isExpanded())

    def _arrange(self) -> None:
        above = QHBoxLayout()
        above.setContentsMargins(0, 0, 0, 0)
        above.addWidget(self._tool)
        above.addStretch()
        above.addWidget(self.earlier)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(above)
        layout.addWidget(self._pages, 1)
