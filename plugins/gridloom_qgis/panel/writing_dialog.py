"""A measure or a condition is written; where Gridloom refuses it, its reason is shown beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from ..language import tr
from ..plain import one_line

if TYPE_CHECKING:
    from ..calling.faults import Fault
    from .described import Table

LINES = 4


class WritingDialog(QDialog):
    """``written`` has the text; the dialog stays until ``close`` or ``refuse`` is called.

    Whoever works on it stops when it is ``finished``: a closed dialog is deleted.
    """

    written = pyqtSignal(str)

    def __init__(self, title: str, example: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(example)
        self.text.setMinimumHeight(self.text.fontMetrics().lineSpacing() * (LINES + 1))
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._changed)
        self.fields = QPushButton(tr("Insert Field"))
        self.fields.setMenu(QMenu(self.fields))
        self.reason = QLabel()
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setWordWrap(True)
        self.reason.hide()
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.buttons.addButton(self.fields, QDialogButtonBox.ButtonRole.ActionRole)
        self.ok = self.buttons.button(kinds.Ok)
        self.ok.setText(tr("Show on Map"))
        self.buttons.button(kinds.Cancel).setText(tr("Cancel"))
        self.ok.setEnabled(False)
        self.buttons.accepted.connect(self._accepted)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text, 1)
        layout.addLayout(self.form)
        layout.addWidget(self.reason)
        layout.addWidget(self.buttons)
        self.resize(460, 240)

    def offer(self, tables: Iterable[Table]) -> None:
        """Offer the fields of tables, to be written where the cursor is."""
        menu = self.fields.menu()
        for table in tables:
            of_table = menu.addMenu(_plain(table.title))
            of_table.addAction(_plain(table.name)).triggered.connect(self._writer(table.name))
            of_table.addSeparator()
            for name, field in table.fields.items():
                action = of_table.addAction(_plain(f"{field.title} ({name})"))
                action.triggered.connect(self._writer(name))

    def refuse(self, fault: Fault) -> None:
        """Show why it cannot be done; the text stays to be put right."""
        self.reason.setText(one_line(fault, 600))
        self.reason.show()
        self._wait(False)

    def _accepted(self) -> None:
        self.reason.hide()
        self._wait(True)
        self.written.emit(self.text.toPlainText().strip())

    def _changed(self) -> None:
        self.ok.setEnabled(bool(self.text.toPlainText().strip()))

    def _wait(self, waiting: bool) -> None:
        self.ok.setEnabled(not waiting)
        self.text.setReadOnly(waiting)

    def _writer(self, name: str):
        return lambda _checked=False: self.text.insertPlainText(_quoted(name))


class MeasureDialog(WritingDialog):
    """A measure is written, and kept where it is given a name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        example = "count(person where age >= 65) / count(person) * 100 by community"
        super().__init__(
            tr("Write a Measure"), tr("For example: {example}", example=example), parent
        )
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("not kept without a name"))
        self.form.addRow(tr("Keep as"), self.name)


class ConditionDialog(WritingDialog):
    """A condition is written for the rows of a table."""

    def __init__(self, table: Table, example: str, parent: QWidget | None = None) -> None:
        title = tr("Rows of “{table}” by a Condition", table=one_line(table.title, 60))
        super().__init__(title, tr("For example: {example}", example=example), parent)
        self.offer([table])


def _plain(text: str) -> str:
    """Return a text for a menu: an ampersand there is a mark of its own."""
    return one_line(text, 80).replace("&", "&&")


def _quoted(name: str) -> str:
    """Return a name as expressions take it."""
    return name if name.isascii() and name.isidentifier() else f'"{name}"'
