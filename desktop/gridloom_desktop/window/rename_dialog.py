"""Asking what a table or a kept result shall be called."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.following import follow_language
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr

WIDTH = 440


@dataclass(frozen=True)
class Wording:
    """What is said of what is renamed: as a heading, and of what follows its name."""

    heading: Message
    follows: Message


OF_RESULT = Wording(
    tr("Rename a result"),
    tr("Layers, charts and questions that show it follow. “Undo” takes it back."),
)
OF_TABLE = Wording(
    tr("Rename a table"),
    tr(
        "Measures, conditions, results, questions, charts and joins that name it follow. “Undo” "
        "takes it back."
    ),
)


class RenameDialog(QDialog):
    """Asks for another name than ``old``; ``check`` raises ``BadInput`` for one it cannot be.

    ``named`` gives the name. ``subject`` says, in the current language, what is renamed.
    """

    named = pyqtSignal(str)

    def __init__(
        self,
        parent: QWidget,
        old: str,
        subject: Callable[[], str],
        check: Callable[[str], None],
        wording: Wording,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._old, self._subject, self._check, self._wording = old, subject, check, wording
        self._stays: Sequence[Message] = ()
        self.name, self.fault, self.ok = QLineEdit(old), QLabel(), QPushButton()
        self._heading, self._about, self._note = QLabel(), QLabel(), QLabel()
        self._arrange()
        self.name.textChanged.connect(self._judge)
        self.name.selectAll()
        follow_language(self.retranslate)

    def _arrange(self) -> None:
        self.setMinimumWidth(WIDTH)
        self.ok.setObjectName("primary")
        self.ok.setDefault(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.ok, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        names = ("heading", "caption", "caption", "fault")
        labels = (self._heading, self._about, self._note, self.fault)
        for name, label in zip(names, labels, strict=True):
            label.setObjectName(name)
            label.setWordWrap(True)
        for widget in (self._heading, self._about, self.name, self.fault, self._note, buttons):
            column.addWidget(widget)
        if (cancel := buttons.button(QDialogButtonBox.StandardButton.Cancel)) is not None:
            cancel.setAutoDefault(False)  # Return with a name that cannot be is no cancelling
        self.name.setFocus()

    def retranslate(self) -> None:
        """Write everything in the current language."""
        title = str(self._wording.heading)
        self.setWindowTitle(title)
        self._heading.setText(title)
        self._about.setText(self._subject())
        self._note.setText("\n".join(map(str, (self._wording.follows, *self._stays))))
        self.name.setAccessibleName(str(tr("New name")))
        self.ok.setText(str(tr("Rename")))
        self._judge()

    def warn(self, stays: Sequence[Message]) -> None:
        """Tell what will not follow."""
        self._stays = stays
        self.retranslate()
        self.adjustSize()

    @property
    def given(self) -> str:
        """The name that is written."""
        return self.name.text().strip()

    def _judge(self) -> None:
        """Say what is wrong with the name as it is typed."""
        told = ""
        if self.given not in ("", self._old):
            try:
                self._check(self.given)
            except BadInput as fault:
                told = str(fault)
        self.fault.setText(told)
        self.fault.setVisible(bool(told))
        self.ok.setEnabled(not told and self.given not in ("", self._old))

    def _accept(self) -> None:
        name = self.given
        self.accept()
        self.named.emit(name)
