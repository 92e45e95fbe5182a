"""Faults in QGIS's message bar: those of the command with a button to the remedy."""

from __future__ import annotations

from qgis.core import Qgis
from qgis.gui import QgisInterface, QgsMessageBarItem
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QPushButton

from ..calling.command import find_command
from ..calling.faults import Broken, Fault, NotFound, TooOld
from ..language import tr
from ..messages import log, shown, tell
from .opening import Opening


class Notices(QObject):
    """What is said of the command in one session of QGIS."""

    command_works = pyqtSignal()
    """The command was started and is known to be ours: what was wrong with it is no more."""

    def __init__(self, iface: QgisInterface, set_up: Opening, doctor: Opening) -> None:
        super().__init__()
        self._open: list[QgsMessageBarItem] = []
        self.command_works.connect(self._take_back)
        self._iface, self._set_up, self._doctor = iface, set_up, doctor
        self._told: set[str] = set()

    def tell(self, fault: Fault) -> None:
        """Say a fault; in the main thread."""
        self._told.add(fault.sentence)
        if isinstance(fault, (NotFound, TooOld)):
            self._say(fault, tr("Set up…"), self._set_up)
        elif isinstance(fault, Broken):
            self._say(fault, tr("Doctor…"), self._doctor)
        else:
            tell(self._iface.messageBar(), fault)

    def tell_once(self, fault: Fault) -> None:
        """Say a fault that nobody asked for, unless it was said before."""
        if fault.sentence not in self._told:
            self.tell(fault)

    def tell_where_missing(self) -> None:
        """Say that there is no command, where there is none."""
        try:
            find_command()
        except NotFound as missing:
            self.tell_once(missing)

    def _say(self, fault: Fault, text: str, opening: Opening) -> None:
        bar = self._iface.messageBar()
        message = bar.createMessage(tr("Gridloom"), shown(fault.sentence))
        button = QPushButton(text, message)
        button.clicked.connect(opening.open)
        button.clicked.connect(lambda: bar.popWidget(message))
        message.layout().addWidget(button)
        message.destroyed.connect(lambda: self._open.remove(message))
        self._open.append(message)
        bar.pushWidget(message, Qgis.MessageLevel.Warning)
        log(fault)

    def _take_back(self) -> None:
        for message in list(self._open):
            self._iface.messageBar().popWidget(message)
