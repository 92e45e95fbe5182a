"""A question that is asked again with each key: late enough, off the thread, the latest counts."""

from collections.abc import Callable
from typing import Any

from PyQt6.QtCore import QObject, QTimer

from gridloom_desktop.window.background import Task
from gridloom_desktop.window.operations import Operations
from gridloom_layers.progress import Progress

PAUSE_MS = 180
"""How long nothing must be typed before it is asked."""
Work = Callable[[Progress], Any]
Told = Callable[[Any], object]


class Latest(QObject):
    """Asks the latest of many questions; older ones are cancelled, their answers dropped."""

    def __init__(self, operations: Operations, parent: QObject) -> None:
        super().__init__(parent)
        self._operations = operations
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._begin)
        self._wanted: tuple[Work, Told, Told] | None = None
        self._task: Task | None = None

    def ask(self, work: Work, then: Told, failed: Told) -> None:
        """Do ``work`` once nothing else was asked for a moment; ``then`` or ``failed`` is told."""
        self.drop()
        self._wanted = (work, then, failed)
        self._timer.start()

    def drop(self) -> None:
        """Wait for no answer any more."""
        self._timer.stop()
        self._wanted = None
        if self._task is not None:
            self._task.dropped = True
            self._task.cancel()
            self._task = None

    @property
    def waiting(self) -> bool:
        """Whether a question has no answer yet."""
        return self._wanted is not None or self._task is not None

    def _begin(self) -> None:
        if self._wanted is None:
            return
        (work, then, failed), self._wanted = self._wanted, None
        self._task = self._operations.read(work, self._ended(then), self._ended(failed))

    def _ended(self, tell: Told) -> Told:
        def end(value: Any) -> None:
            self._task = None
            tell(value)

        return end
