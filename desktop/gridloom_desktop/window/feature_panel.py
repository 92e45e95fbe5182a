"""What is known of the feature that was clicked."""

from PyQt6.QtCore import QEvent, Qt
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gridloom_analytics.bilingual import Bilingual
from gridloom_desktop.window.model.identifying import Fact
from gridloom_desktop.window.texts import shown
from gridloom_layers.language import tr


class FeaturePanel(QWidget):
    """A table of field and value; personal values come masked and are marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title: Bilingual | None = None
        self._facts: list[Fact] = []
        self._heading = QLabel()
        self._heading.setObjectName("heading")
        self._note = QLabel()
        self._note.setObjectName("caption")
        self._note.setWordWrap(True)
        self.table = QTableWidget(0, 2)
        self._set_up_table()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._heading)
        column.addWidget(self._note)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self.retranslate()

    def _set_up_table(self) -> None:
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        rows, columns = self.table.verticalHeader(), self.table.horizontalHeader()
        if rows is not None and columns is not None:  # an empty header is false
            rows.hide()
            columns.hide()
            columns.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
            columns.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
            columns.setMaximumSectionSize(135)

    def show_feature(self, title: Bilingual, facts: list[Fact]) -> None:
        """Show the fields of a feature of the layer called ``title``."""
        self._title, self._facts = title, facts
        self.retranslate()

    def clear(self) -> None:
        """Show nothing."""
        self._title, self._facts = None, []
        self.retranslate()

    def changeEvent(self, a0: QEvent | None) -> None:  # noqa: N802 - Qt's name
        """Follow a switch of language."""
        super().changeEvent(a0)
        if a0 is not None and a0.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Write the table in the current language."""
        self._heading.setText(shown(self._title) if self._title else str(tr("Feature")))
        self._note.setText(str(self._hint()))
        self._note.setVisible(self._title is None or any(fact.masked for fact in self._facts))
        self.table.setVisible(bool(self._facts))
        self.table.setRowCount(len(self._facts))
        for row, fact in enumerate(self._facts):
            name = QTableWidgetItem(shown(fact.title))
            name.setForeground(Qt.GlobalColor.darkGray)
            value = QTableWidgetItem(shown(fact.value) or "–")
            value.setToolTip(shown(fact.value))
            self.table.setItem(row, 0, name)
            self.table.setItem(row, 1, value)
        self.table.resizeRowsToContents()

    def _hint(self) -> object:
        if self._title is None:
            return tr("Click a feature on the map to see what is known of it.")
        return tr("Personal values are masked.")
