"""The editor of a value in its place: a line, or a list where the field is one of several."""

from PyQt6.QtCore import QAbstractItemModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from gridloom_desktop.window.model.editing import FieldNow
from gridloom_desktop.window.texts import shown


def value_box(parent: QWidget | None = None) -> QComboBox:
    """Return a box for a value that is written, or chosen where there is a list."""
    box = QComboBox(parent)
    box.setEditable(True)
    box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
    return box


def fill(box: QComboBox, now: FieldNow) -> None:
    """Offer what a field can be, and begin with what it is."""
    box.clear()
    for value, label in now.choices:
        box.addItem(shown(label), value)
    write(box, now.value)


def write(box: QComboBox, value: str) -> None:
    """Write a value, as what it is called where it is of the list."""
    place = box.findData(value)
    box.setCurrentText(box.itemText(place) if place >= 0 else value)


def written(box: QComboBox) -> str:
    """Return what is written: of the list, the value behind its label."""
    text = box.currentText().strip()
    place = box.findText(text, Qt.MatchFlag.MatchExactly)
    return str(box.itemData(place)) if place >= 0 else text


class FactEditor(QStyledItemDelegate):
    """Edits a value where it stands; ``entered(row, text)`` follows, the table stays as it is."""

    entered = pyqtSignal(int, str)

    def createEditor(  # noqa: N802 - Qt's name
        self,
        parent: QWidget | None,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex,
    ) -> QWidget | None:
        """Return a list where the field has one, else a line."""
        now = self._now(index)
        if now is None:
            return None
        if not now.choices:
            return QLineEdit(parent)
        return value_box(parent)

    def _now(self, index: QModelIndex) -> FieldNow | None:
        table = self.parent()
        fact = table.fact(index.row())  # pyright: ignore[reportAttributeAccessIssue, reportOptionalMemberAccess]
        return fact.now if fact is not None else None

    def updateEditorGeometry(  # noqa: N802
        self, editor: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        """Give the editor the width of its cell and a height of its own, in the middle of it."""
        super().updateEditorGeometry(editor, option, index)
        if editor is not None:
            place = option.rect
            place.setHeight(max(place.height(), editor.sizeHint().height()))
            place.moveCenter(option.rect.center())
            editor.setGeometry(place)

    def setEditorData(self, editor: QWidget | None, index: QModelIndex) -> None:  # noqa: N802
        """Begin with the value as it is; with nothing where it is masked."""
        now = self._now(index)
        if now is not None and isinstance(editor, QComboBox):
            fill(editor, now)
        elif now is not None and isinstance(editor, QLineEdit):
            editor.setText(now.value)
            editor.selectAll()

    def setModelData(  # noqa: N802
        self,
        editor: QWidget | None,
        model: QAbstractItemModel | None,  # noqa: ARG002
        index: QModelIndex,
    ) -> None:
        """Tell what was entered."""
        if isinstance(editor, QComboBox):
            self.entered.emit(index.row(), written(editor))
        elif isinstance(editor, QLineEdit):
            self.entered.emit(index.row(), editor.text().strip())
