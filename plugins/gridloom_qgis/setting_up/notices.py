"""Faults of the command in QGIS's message bar, each once, with a button to the remedy."""

from __future__ import annotations

from qgis.core import Qgis, QgsMessageLog
from qgis.gui import QgisInterface
from qgis.PyQt.QtWidgets import QPushButton

from ..calling.command import find_command
from ..calling.faults import Broken, Fault, NotFound, TooOld
from ..language import tr
from .opening import Opening


class Notices:
    """What is said of the command in one session of QGIS."""

    def __init__(self, iface: QgisInterface, set_up: Opening, doctor: Opening) -> None:
        self._iface, self._set_up, self._doctor = iface, set_up, doctor
        self._told: set[str] = set()

    def tell(self, fault: Fault) -> None:
        """Say a fault, unless it was said before; in the main thread."""
        if fault.sentence in self._told:
            return
        self._told.add(fault.sentence)
        if isinstance(fault, (NotFound, TooOld)):
            self._say(fault.sentence, tr("Set up…"), self._set_up)
        elif isinstance(fault, Broken):
            self._say(fault.sentence, tr("Doctor…"), self._doctor)
            if fault.details:
                QgsMessageLog.logMessage(fault.details, "Gridloom", Qgis.MessageLevel.Critical)
        else:
            self._iface.messageBar().pushWarning(tr("Gridloom"), str(fault))

    def tell_where_missing(self) -> None:
        """Say that there is no command, where there is none."""
        try:
            find_command()
        except NotFound as missing:
            self.tell(missing)

    def _say(self, sentence: str, text: str, opening: Opening) -> None:
        bar = self._iface.messageBar()
        message = bar.createMessage(tr("Gridloom"), sentence)
        button = QPushButton(text, message)
        button.clicked.connect(opening.open)
        button.clicked.connect(lambda: bar.popWidget(message))
        message.layout().addWidget(button)
        bar.pushWidget(message, Qgis.MessageLevel.Warning)
