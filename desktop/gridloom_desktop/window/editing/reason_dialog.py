"""The questions before an edit is kept: why, and who says so."""

import getpass
from collections.abc import Callable

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.following import follow_language
from gridloom_desktop.window.manual.opening import offer_page
from gridloom_desktop.window.model.editing import FieldNow
from gridloom_desktop.window.model.preferences import Preferences
from gridloom_desktop.window.texts import shown
from gridloom_layers.editing import Reason
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr

WIDTH = 460
REASON_LINES = 3


def account() -> str:
    """Return the user's name at this machine, where the machine knows one."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class ReasonDialog(QDialog):
    """Asks for the reason of an edit and its author, who is remembered.

    ``fields`` adds the value to be corrected: a choice of fields, the old value, the new one;
    ``code`` that of an area that is new. ``asked`` follows once reason and author are there; the
    dialog stays open until the edit is made, and :meth:`tell` shows what is wrong with it.
    """

    asked = pyqtSignal()

    def __init__(
        self, parent: QWidget, title: Callable[[], Message], preferences: Preferences,
        fields: list[FieldNow] | None = None, code: str | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        offer_page(self, "correct")
        self._entitled, self._fields, self._preferences = title, fields or [], preferences
        self.setMinimumWidth(WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._heading, self._fault = QLabel(), QLabel()
        self._heading.setObjectName("heading")
        self._fault.setObjectName("fault")
        self._fault.setWordWrap(True)
        self._fault.hide()
        self.field, self.old, self.new = QComboBox(), QLabel(), QComboBox()
        self.code = QLineEdit(code or "")
        self.reason, self.author = (
            QPlainTextEdit(),
            QLineEdit(preferences.settings.author or account()),
        )
        self._labels = [QLabel() for _ in range(6)]
        self._has_code = code is not None
        self._set_up()
        self._arrange()
        follow_language(self.retranslate)

    def _set_up(self) -> None:
        self.new.setEditable(True)
        self.new.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.old.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.old.setWordWrap(True)
        line = self.reason.fontMetrics().lineSpacing()
        self.reason.setFixedHeight(line * REASON_LINES + 14)
        self.reason.setTabChangesFocus(True)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.accepted.connect(self._check)
        self.buttons.rejected.connect(self.reject)
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        if save is not None:
            save.setObjectName("primary")
        for one in self._fields:
            self.field.addItem(shown(one.title), one.name)
        self.field.currentIndexChanged.connect(self._show_field)

    def _arrange(self) -> None:
        form = QFormLayout()
        form.setVerticalSpacing(9)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        value = (self.field, self.old, self.new) if self._fields else ()
        rows = [*value, *((self.code,) if self._has_code else ()), self.reason, self.author]
        named = (self.field, self.old, self.new, self.code, self.reason, self.author)
        for label, widget in zip(self._labels, named, strict=True):
            label.setObjectName("caption")
            if widget in rows:
                form.addRow(label, widget)
                label.setBuddy(widget)
            else:
                label.setParent(self)
                widget.setParent(self)
                label.hide()
                widget.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addWidget(self._heading)
        column.addLayout(form)
        column.addWidget(self._fault)
        column.addWidget(self.buttons)
        (self.field if self._fields else self.reason).setFocus()

    def choose(self, name: str) -> None:
        """Show a field."""
        self.field.setCurrentIndex(max(0, self.field.findData(name)))

    def _show_field(self) -> None:
        """Show the value of the chosen field, and what it can be."""
        if not self._fields:
            return
        one = self._fields[max(0, self.field.currentIndex())]
        self.old.setText(one.seen or "–")
        self.new.clear()
        self.new.addItems(one.values)
        self.new.setCurrentText("" if one.masked else one.seen)

    def retranslate(self) -> None:
        """Write everything in the current language."""
        self.setWindowTitle(str(self._entitled()))
        self._heading.setText(str(self._entitled()))
        names = (tr("Field"), tr("Old value"), tr("New value"), tr("Code of the new area"),
                 tr("Reason"), tr("Author"))  # fmt: skip
        for label, name in zip(self._labels, names, strict=True):
            label.setText(str(name))
        self.reason.setPlaceholderText(str(tr("Where is it from? For example: seen on the spot")))
        for which, text in (
            (QDialogButtonBox.StandardButton.Save, tr("Save")),
            (QDialogButtonBox.StandardButton.Cancel, tr("Cancel")),
        ):
            if (button := self.buttons.button(which)) is not None:
                button.setText(str(text))
        for place, one in enumerate(self._fields):
            self.field.setItemText(place, shown(one.title))
        self._show_field()

    @property
    def why(self) -> Reason:
        """The reason and the author; ``BadInput`` where one is blank."""
        return Reason(self.reason.toPlainText(), self.author.text())

    def _check(self) -> None:
        try:
            why = self.why
        except BadInput as fault:
            self.tell(fault)
            return
        self._preferences.change(author=why.author.strip())
        self._fault.hide()
        self._let(go=False)
        self.asked.emit()

    def _let(self, *, go: bool) -> None:
        """Let the user save, or not while that is under way."""
        if (save := self.buttons.button(QDialogButtonBox.StandardButton.Save)) is not None:
            save.setEnabled(go)

    def tell(self, fault: BadInput) -> None:
        """Show what is wrong; nothing that was written is lost."""
        self._let(go=True)
        self._fault.setText(" ".join(str(each) for each in (fault.message, fault.hint) if each))
        self._fault.show()
