"""The choice of a command that is installed already: a file, and what it is."""

from __future__ import annotations

import shutil
from pathlib import Path

from qgis.core import QgsSettings
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ..background import Background
from ..calling.command import SETTING
from ..calling.faults import Broken, Fault, TooOld
from ..language import tr
from .looking import Introduction, introduction
from .marks import Mark, Sentence

TYPING_MS = 400


class CommandChoice(QWidget):
    """A path that is tried a moment after it was given; ``looked`` says that it was."""

    looked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: Introduction | None = None
        """What the command says of itself; None before, and where it is no Gridloom we can use."""
        self.file = QgsFileWidget(self)
        self.file.setDialogTitle(tr("Choose the command “gridloom”"))
        self.sentence = Sentence(self)
        self._task: Background | None = None
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.file)
        column.addWidget(self.sentence)
        self.file.fileChanged.connect(self._changed)
        self.file.setFilePath(present_command())

    @property
    def looks(self) -> bool:
        """Whether a command is being asked."""
        return self._task is not None

    def look(self) -> None:
        """Ask the command in the background what it is."""
        self._typing.stop()
        path = self.file.filePath().strip()
        if not path:
            self.sentence.tell(Mark.NOTE, "")
            return
        self.sentence.tell(Mark.NOTE, tr("It is being asked what it is …"))
        self._task = Background(
            tr("Trying the command “gridloom”"), lambda _: introduction(Path(path))
        )
        self._task.succeeded.connect(self.show_found)
        self._task.failed.connect(self._refuse)
        self._task.start()

    def show_found(self, found: Introduction) -> None:
        """Show a command that is known to work."""
        self._forget()
        self._typing.stop()
        self.file.blockSignals(True)
        self.file.setFilePath(str(found.path))
        self.file.blockSignals(False)
        self.found = found
        self.sentence.tell(
            Mark.GOOD,
            tr("Gridloom {version} on Python {python}.", version=found.version,
               python=found.python or "?"),
        )  # fmt: skip
        self.looked.emit()

    def _changed(self) -> None:
        self.found = None
        self._forget()
        self.looked.emit()
        self._typing.start()

    def _forget(self) -> None:
        """Listen no more to an answer about a path that has changed since."""
        if self._task is not None:
            self._task.succeeded.disconnect()
            self._task.failed.disconnect()
            self._task = None

    def _refuse(self, fault: Fault) -> None:
        self._task = None
        leads_here = isinstance(fault, (Broken, TooOld))
        self.sentence.tell(Mark.FAULT, fault.sentence if leads_here else str(fault))
        self.looked.emit()


def present_command() -> str:
    """Return the command that the settings name, else the one on PATH, else nothing."""
    return QgsSettings().value(SETTING, "", type=str) or shutil.which("gridloom") or ""
