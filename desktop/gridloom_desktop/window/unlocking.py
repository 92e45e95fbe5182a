"""An encrypted workspace asks for its passphrase, which goes to its key and nowhere else."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gridloom_desktop.window.background import Background
from gridloom_desktop.window.failures import tell
from gridloom_desktop.window.model.starting import unlock_workspace
from gridloom_layers.errors import BadInput
from gridloom_layers.language import Message, tr

NO_PASSPHRASE, WRONG = "no-passphrase", "wrong-key"
WIDTH = 440


class PassphraseDialog(QDialog):
    """Asks for the passphrase of the workspace at ``path``; ``unlocked`` once it was the right one.

    A guess takes its key half a second and is tried on a thread; a wrong one may be corrected.
    """

    unlocked = pyqtSignal(object)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path, self._worker = path, Background("unlocking", self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(str(tr("Encrypted workspace")))
        self.setMinimumWidth(WIDTH)
        self.phrase, self.fault = QLineEdit(), QLabel()
        self.shown = QCheckBox(str(tr("Show what I type")))
        self.buttons = QDialogButtonBox()
        self.open_button = self.buttons.addButton(
            str(tr("Open")), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.buttons.addButton(str(tr("Cancel")), QDialogButtonBox.ButtonRole.RejectRole)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.phrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.phrase.setAccessibleName(str(tr("Passphrase")))
        self.fault.setObjectName("fault")
        self.fault.setWordWrap(True)
        asked = QLabel(str(tr("“{name}” is encrypted. What is its passphrase?",
                              name=self._path.stem)))  # fmt: skip
        asked.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        for part in (asked, self.phrase, self.shown, self.fault, self.buttons):
            column.addWidget(part)
        self.fault.hide()
        self._judge()

    def _connect(self) -> None:
        self.phrase.textChanged.connect(self._judge)
        self.shown.toggled.connect(self._show_phrase)
        self.buttons.accepted.connect(self._try)
        self.buttons.rejected.connect(self.reject)
        self.finished.connect(self._worker.close)

    def _show_phrase(self, on: bool) -> None:
        echo = QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password
        self.phrase.setEchoMode(echo)

    def _judge(self) -> None:
        """Offer to open once something is typed and nothing is tried."""
        self._tell(None)
        if self.open_button is not None:
            self.open_button.setEnabled(bool(self.phrase.text()) and not self._worker.busy)

    def _tell(self, said: Message | None) -> None:
        self.fault.setText("" if said is None else str(said))
        self.fault.setVisible(said is not None)

    def _try(self) -> None:
        if self._worker.busy or not self.phrase.text():
            return
        work = partial(unlock_workspace, self._path, self.phrase.text())
        self._worker.submit(work, self._open, self._refuse)
        self._judge()

    def _open(self, _: None) -> None:
        self.phrase.clear()
        self.accept()
        self.unlocked.emit(self._path)

    def _refuse(self, error: BaseException) -> None:
        self._judge()
        if not isinstance(error, BadInput):
            tell(self, error)
            return
        wrong = tr("This is not the passphrase of “{name}”.", name=self._path.stem)
        self._tell(wrong if error.code == WRONG else error.message)
        self.phrase.setFocus()
        self.phrase.selectAll()


def ask_passphrase(
    error: BaseException, parent: QWidget, then: Callable[[Path], object]
) -> PassphraseDialog | None:
    """Ask for the passphrase where ``error`` says that one is missing; None where it does not.

    ``then`` gets the path of the workspace, once it can be opened.
    """
    if not isinstance(error, BadInput) or error.code != NO_PASSPHRASE or error.where is None:
        return None
    dialog = PassphraseDialog(Path(error.where.file or ""), parent)
    dialog.unlocked.connect(then)
    dialog.open()
    return dialog
