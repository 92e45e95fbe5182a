"""The tab of reports: what imports and joins did, the rows set aside, the quality of the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from ..language import tr
from .lines import DATA, Line, show_lines, tree_of_lines
from .reports import import_lines, join_lines

if TYPE_CHECKING:
    from qgis.PyQt.QtWidgets import QTreeWidgetItem

    from .described import Workspace


class ReportsTab(QWidget):
    """``quarantine_asked`` has the number of an import, or None for all of them."""

    quarantine_asked = pyqtSignal(object)
    quality_asked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree = tree_of_lines(self)
        self.tree.itemActivated.connect(self._activated)
        self.quarantine = QPushButton(tr("Quarantine…"))
        self.quarantine.setToolTip(tr("The rows that imports set aside"))
        self.quarantine.clicked.connect(lambda: self.quarantine_asked.emit(None))
        self.quality = QPushButton(tr("Assess Quality"))
        self.quality.setToolTip(tr("How complete, valid, unique, timely and consistent tables are"))
        self.quality.clicked.connect(lambda: self.quality_asked.emit())
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tree, 0, 0, 1, 2)
        for column, button in enumerate((self.quarantine, self.quality)):
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            layout.addWidget(button, 1, column)

    def show_workspace(self, workspace: Workspace) -> None:
        """Show the reports of a workspace; what was assessed before is of another commit."""
        lines = [import_lines(workspace), join_lines(workspace)]
        show_lines(self.tree, lines)
        aside = any(one["report"]["quarantined"] for one in workspace.imports)
        self.quarantine.setEnabled(aside)

    def show_quality(self, workspace: Workspace, quality: Line) -> None:
        """Show the quality of the tables above the reports."""
        show_lines(self.tree, [quality, import_lines(workspace), join_lines(workspace)])

    def _activated(self, item: QTreeWidgetItem) -> None:
        """Show the rows set aside of an import."""
        if item.data(0, DATA) is not None and self.quarantine.isEnabled():
            self.quarantine_asked.emit(item.data(0, DATA))
        else:
            item.setExpanded(not item.isExpanded())
