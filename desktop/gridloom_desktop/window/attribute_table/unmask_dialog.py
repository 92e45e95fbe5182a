"""Why masked values are to be seen: a reason is asked for before they are."""

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from gridloom_desktop.window.following import say
from gridloom_desktop.window.labels import label
from gridloom_desktop.window.manual.opening import offer_page
from gridloom_layers.language import Message, tr

WIDTH = 460


class UnmaskDialog(QDialog):
    """Asks for a reason; ``reasoned`` tells it once it is given in some words."""

    reasoned = pyqtSignal(str)

    def __init__(self, fields: Message, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_page(self, "privacy")
        # late: it knows the gate, which loads all writers of files
        from gridloom_desktop.window.model.rows.unmasking import says_why

        self._says_why = says_why
        say(self.setWindowTitle, tr("Unmask personal values"))
        self.setMinimumWidth(WIDTH)
        self.reason = QLineEdit()
        say(self.reason.setPlaceholderText, tr("such as: case 2026-17, checking a residence"))
        self.reason.textChanged.connect(self._judge)
        self.buttons = QDialogButtonBox()
        self.accept_button, cancel = QPushButton(), QPushButton()
        say(self.accept_button.setText, tr("Unmask"))
        say(cancel.setText, tr("Cancel"))
        self.buttons.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self._arrange(fields)
        self._judge()

    def _arrange(self, fields: Message) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        told = tr(
            "These fields will be readable in this table for 15 minutes: {fields}. "
            "Your reason is kept in the log of the workspace, with the time.",
            fields=fields,
        )
        column.addWidget(label(told))
        column.addWidget(label(tr("What do you need them for?"), "heading"))
        column.addWidget(self.reason)
        column.addWidget(label(tr("Some words that others can follow later."), "caption"))
        column.addWidget(self.buttons)
        self.resize(WIDTH, column.totalHeightForWidth(WIDTH))  # Qt takes long texts for one line

    def _judge(self) -> None:
        self.accept_button.setEnabled(self._says_why(self.reason.text()))

    def _accept(self) -> None:
        self.reasoned.emit(self.reason.text().strip())
        self.accept()
