"""Why masked values are to be seen: a reason is asked for before they are."""

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from gridloom_desktop.window.manual.opening import offer_page
from gridloom_layers.language import tr

WIDTH = 460


class UnmaskDialog(QDialog):
    """Asks for a reason; ``reasoned`` tells it once it is given in some words."""

    reasoned = pyqtSignal(str)

    def __init__(self, fields: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        offer_page(self, "privacy")
        # late: it knows the gate, which loads all writers of files
        from gridloom_desktop.window.model.rows.unmasking import says_why

        self._says_why = says_why
        self.setWindowTitle(str(tr("Unmask personal values")))
        self.setMinimumWidth(WIDTH)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(str(tr("such as: case 2026-17, checking a residence")))
        self.reason.textChanged.connect(self._judge)
        self.buttons = QDialogButtonBox()
        self.accept_button = self.buttons.addButton(
            str(tr("Unmask")), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.buttons.addButton(str(tr("Cancel")), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self._arrange(fields)
        self._judge()

    def _arrange(self, fields: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        told = tr(
            "These fields will be readable in this table for 15 minutes: {fields}. "
            "Your reason is kept in the log of the workspace, with the time.",
            fields=fields,
        )
        for text, name in ((str(told), ""), (str(tr("What do you need them for?")), "heading")):
            label = QLabel(text)
            label.setObjectName(name)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(self.reason)
        hint = QLabel(str(tr("Some words that others can follow later.")))
        hint.setObjectName("caption")
        column.addWidget(hint)
        column.addWidget(self.buttons)

    def _judge(self) -> None:
        if self.accept_button is not None:
            self.accept_button.setEnabled(self._says_why(self.reason.text()))

    def _accept(self) -> None:
        self.reasoned.emit(self.reason.text().strip())
        self.accept()
