"""Work in a thread of QGIS's task manager, where the user sees it and can stop it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import pyqtSignal

from .calling.faults import Broken, Cancelled, Fault
from .language import tr


class Background(QgsTask):
    """Calls ``work(task)`` in a thread; then ``succeeded`` or ``failed`` comes in the main one.

    ``said`` carries what the work tells on its way to the main thread.
    """

    said = pyqtSignal(object)
    succeeded = pyqtSignal(object)
    failed = pyqtSignal(object)

    def __init__(self, title: str, work: Callable[[Background], Any]) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self._work = work
        self._result: Any = None
        self._fault: Fault | None = None

    def run(self) -> bool:
        """Do the work; QGIS calls this in the thread."""
        try:
            self._result = self._work(self)
        except Fault as fault:
            self._fault = fault
        except Exception as error:  # noqa: BLE001 - a traceback in a thread would end QGIS
            self._fault = Broken(
                tr("Something unforeseen happened: {reason}", reason=error), repr(error)
            )
        return self._fault is None

    def finished(self, result: bool) -> None:
        """Tell how it went; QGIS calls this in the main thread."""
        if result:
            self.succeeded.emit(self._result)
        else:
            self.failed.emit(self._fault or Cancelled())

    def start(self) -> Background:
        """Hand it to QGIS and return it; whoever started it keeps it till it has ended."""
        QgsApplication.taskManager().addTask(self)
        return self

    def step(self, told: dict[str, Any]) -> None:
        """Show how far it is, as a line of the command's progress tells."""
        done, total = told.get("done"), told.get("total")
        if isinstance(done, (int, float)) and isinstance(total, (int, float)) and total > 0:
            self.setProgress(min(100.0, 100.0 * done / total))

    def drop(self, _: object) -> None:
        """Stop, as the window that waits for it goes."""
        self.cancel()
